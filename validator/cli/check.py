"""`validator check`: bundles in, one report each out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

import validator
from validator import engine
from validator.bundle import MANIFESTS, find_bundles, read_bundle
from validator.cli import codes, where
from validator.cli.faults import tell
from validator.cli.options import day, lang_option, language, specs_option
from validator.cli.writing import in_color, on_terminal, written
from validator.errors import CallError, ValidatorError
from validator.model import Bundle, Location, Message, Problem, Severity, Verdict
from validator.output import FORMATS
from validator.output import writer as writer_of
from validator.report import Report
from validator.standard.catalogue import Catalogue
from validator.words.messages import visible

_MANY = 20
"""Bundles from which on a bar shows how far the run is."""


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Text for people, json or ndjson (one report a line) for programs.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead of the terminal.")
@lang_option
@click.option("--as-of", type=day, help="The day that counts for a draft; today if left out.")
@click.option("--today", type=day, help="Find applications that are overdue on this day.")
@click.option("--edition", metavar="ID", help="Check against this edition whatever the day.")
@specs_option
@click.option(
    "--only",
    metavar="NAME",
    help="Report on this requirement, or on what encodes this clause or row (list.8.1, list.8)."
    " As the rest may be at fault, the verdict is then undetermined at best.",
)
@click.option("--strict", is_flag=True, help="What only a person can tell counts as undetermined.")
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with 1 for findings of this severity or a worse one.",
)
@click.option("--show-personal-data", is_flag=True, help="Do not mask names, IINs and telephones.")
def command(
    paths: Sequence[str],
    format_: str,
    output: str | None,
    lang: str | None,
    as_of: date | None,
    today: date | None,
    edition: str | None,
    specs: Path | None,
    only: str | None,
    strict: bool,
    fail_on: str,
    show_personal_data: bool,
) -> int:
    """Check application bundles: folders or zips, or folders of them at any depth.

    Exits with 0 if every bundle is compliant, 1 if one is not or cannot be read, 5 if one is
    undetermined, 2 for a wrong call, 3 for unusable specs, 4 if there is nothing to check.
    """
    catalogue = Catalogue(specs or validator.default_specs())
    options = engine.Options(
        clock=datetime.now(UTC),
        as_of=as_of,
        today=today,
        edition=edition,
        strict=strict,
        only=only,
    )
    # What is wrong with the specs or the call comes before anything that is wrong with a bundle.
    with _specs_first(catalogue):
        catalogue.require(edition, only)
    wrong = _wrong_path(paths, output)
    if wrong is not None:
        list(catalogue.editions())
        tell(wrong[0], path=wrong[1])
        return codes.USAGE
    found = {path: list(find_bundles(path)) for path in paths}
    names = sorted({name for each in found.values() for name in each})
    ends = [codes.NOTHING for each in found.values() if not each]
    for path, each in found.items():
        if not each:
            tell("run.no_bundle", path=path)

    def run() -> Iterator[Report]:
        for name in names:
            report, code = _check(catalogue, name, options)
            ends.append(code or _code(report, Severity(fail_on)))
            yield report

    with ExitStack() as stack:
        checked: Any = run()
        shown = output in (None, "-") and on_terminal(sys.stdout)
        if len(names) >= _MANY and on_terminal(sys.stderr) and not shown:
            bar = click.progressbar(checked, length=len(names), label="Checking", file=sys.stderr)
            checked = stack.enter_context(bar)
        with _specs_first(catalogue):
            out = stack.enter_context(written(output))
        writer = writer_of(
            format_,
            language(lang) if format_ == "text" else lang or "en",
            show_personal_data=show_personal_data,
            color=output is None and in_color(out),
        )
        for part in writer(checked):
            out.write(part)
    code = codes.worst(ends)
    if code not in (codes.OK, codes.INTERNAL):
        list(catalogue.editions())  # bundles that were not judged may have hidden broken specs
    if code == codes.UNDETERMINED:
        tell("run.undetermined" if only is None else "run.undetermined_only", name=only or "")
    return code


def _wrong_path(paths: Sequence[str], output: str | None) -> tuple[str, str] | None:
    """What is wrong with a path of the call, by the key of its message, and the path."""
    absent = [path for path in paths if not os.path.lexists(path)]
    if absent:
        return "run.no_path", absent[0]
    out = Path(output or "")
    if out.is_file() and (out.suffix.lower() == ".zip" or out.name in MANIFESTS):
        return "run.output_is_application", str(output)
    return None


@contextmanager
def _specs_first(catalogue: Catalogue) -> Iterator[None]:
    """What is wrong with the specs outweighs what is wrong with the call."""
    try:
        yield
    except (CallError, OSError):
        list(catalogue.editions())
        raise


def _check(catalogue: Catalogue, name: str, options: engine.Options) -> tuple[Report, int]:
    """One bundle's report; a fault of ours in it leaves the other bundles unaffected."""
    try:
        bundle = read_bundle(name)
    except FileNotFoundError:  # it was there a moment ago
        gone = Problem(Message("bundle_unreadable"), Location(""))
        bundle = Bundle(name, None, None, b"", {}, (gone,))
    try:
        return engine.assess(catalogue, bundle, options), codes.OK
    except ValidatorError:
        raise
    except Exception as error:  # noqa: BLE001  # the others still have to be checked
        click.echo(f"validator: {visible(name)}: internal error: {where(error)}", err=True)
        return engine.broken(bundle, error), codes.INTERNAL


def _code(report: Report, fail_on: Severity) -> int:
    severities = list(Severity)
    heeded = severities[severities.index(fail_on) :]
    if report.verdict in (Verdict.NON_COMPLIANT, Verdict.UNREADABLE):
        return codes.FAULTS
    if any(report.has(severity) for severity in heeded if severity is not Severity.ERROR):
        return codes.FAULTS
    return codes.UNDETERMINED if report.verdict is Verdict.UNDETERMINED else codes.OK
