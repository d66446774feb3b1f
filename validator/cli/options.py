"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

import validator
from validator.bundle.addresses import is_address, local_path
from validator.cli.faults import tell, wrong_call
from validator.cli.spoken import asked_language
from validator.errors import CallError
from validator.model import LANGUAGES, declare
from validator.standard.catalogue import EDITION_UNKNOWN, Catalogue
from validator.standard.edition import Edition
from validator.words.messages import Terms

PATH_ABSENT = declare("path_absent", path=str)

_TERMS: Final = Terms("call.not_a_day")


def day(value: str) -> date:
    """The day of the calendar that an option names, YYYY-MM-DD; given to click as a type."""
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  # a day, no moment
    except ValueError:
        raise click.BadParameter(_TERMS("call.not_a_day", asked_language(), value=value)) from None


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang`."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        help="Language; text follows the locale and machine formats are in English if left out.",
    )(command)


def specs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--specs`."""
    return click.option(
        "--specs",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIRECTORY",
        help="Folder of specs to use instead of the ones that come with the validator.",
    )(command)


def answers_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--set`."""
    return click.option(
        "--set",
        "answers",
        multiple=True,
        metavar="FIELD=VALUE",
        help="What is known already, a field by its name, an entry of a list by its number:"
        " LIST.0.FIELD=VALUE; may be given several times.",
    )(command)


def catalogue_of(specs: Path | None, trust: Path | None = None) -> Catalogue:
    """The specs that are asked for, else those that come with the validator.

    Raises:
        CallError: as `Catalogue`.
    """
    return Catalogue(specs or validator.default_specs(), trust)


def are_installed(specs: Path | None) -> bool:
    """Whether these are the specs of an installed package, which nobody is to change."""
    return specs is None and validator.default_specs().parent == Path(validator.__file__).parent


def edited_specs(specs: Path | None) -> Path:
    """The folder of specs that is worked on; that a `specs/` here is another one is told."""
    used = specs or validator.default_specs()
    here = Path("specs")
    if specs is None and here.resolve() != used.resolve() and any(here.glob("*/*/standard.yaml")):
        tell("run.other_specs", path=str(near(used)))
    return used


def cluster_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--cluster`."""
    return click.option(
        "--cluster",
        metavar="ADDRESS",
        help="Have the workers of this Dask scheduler do it (tcp://HOST:8786). They need the same"
        " specs and versions, and the applications in a store or under a full path they share.",
    )(command)


def require_paths(paths: Sequence[str]) -> None:
    """Hold that there is something at each path; of what a store holds it is told later.

    Raises:
        CallError: there is nothing at one.
    """
    local = (local_path(path) for path in paths if not is_address(path))
    absent = [path for path in local if not os.path.lexists(path)]
    if absent:
        raise CallError.of(PATH_ABSENT(path=absent[0]))


def require_reachable(cluster: str | None, paths: Sequence[str], jobs: int | None = None) -> None:
    """Hold that the workers of a cluster can have what lies at some paths.

    Raises:
        click.UsageError: one hangs on where this process is; or processes of one machine are asked
            for too.
    """
    if cluster is None:
        return
    if jobs is not None:
        raise wrong_call("call.jobs_or_cluster")
    for path in paths:
        if not (is_address(path) or os.path.isabs(local_path(path))):  # noqa: PTH117
            raise wrong_call("call.path_of_cluster", path=path)


def edition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--standard`, `--edition` and `--specs`."""
    for option in (
        specs_option,
        click.option("--edition", metavar="ID", help="The edition; the newest if left out."),
        click.option("--standard", metavar="ID", help="The standard; every one if left out."),
    ):
        command = option(command)
    return command


def chosen_editions(
    catalogue: Catalogue, standard: str | None, edition: str | None, *, every: bool = False
) -> list[Edition]:
    """The editions that `edition_options` ask for: the named ones, else the newest or all.

    Raises:
        CallError: there is no such standard or edition.
        SpecError: the specs are unusable.
    """
    names = catalogue.standards if standard is None else (standard,)
    heads = [head for name in names for head in catalogue.heads(name)]
    if edition is not None:
        chosen = [head for head in heads if head.edition == edition]
        if not chosen:
            known = tuple(head.edition for head in heads)
            raise CallError.of(EDITION_UNKNOWN(name=edition, known=known))
    elif every:
        chosen = heads
    else:
        chosen = [catalogue.heads(name)[-1] for name in names]
    return [catalogue.edition(head.standard, head.edition) for head in chosen]


def near(path: Path) -> Path:
    """A path as one would write it here: what editors and annotations can follow."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
