"""`validator init`: a folder in which an application is begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from validator import source
from validator.bundle.entries import MANIFESTS
from validator.cli import codes
from validator.cli.applications import told_application
from validator.cli.faults import tell, wrong_call
from validator.cli.options import answers_option, catalogue_of, day, lang_option, specs_option
from validator.cli.spoken import asked_language, language
from validator.cli.writing import keep
from validator.engine import Options
from validator.errors import CallError
from validator.facts.paths import DOCUMENTS
from validator.form.fields import Field
from validator.model import Duty
from validator.plan.answers import put_ids
from validator.plan.layout import PAPERS, lay_out
from validator.plan.table_rows import Rows, read_rows
from validator.plan.tables import MAX_BYTES
from validator.source import SOURCE_TOO_LARGE
from validator.standard.edition import Edition
from validator.words.messages import fix, say, visible


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--service", metavar="ID", help="The service that is applied for.")
@answers_option
@click.option(
    "--rows",
    multiple=True,
    metavar="LIST=FILE",
    help="The entries of a list out of a table, CSV or XLSX, whose columns are called as the fields"
    " are; may be given several times.",
)
@click.option("--standard", metavar="ID", help="The standard, where there are several.")
@click.option("--as-of", type=day, help="The day that counts; today if left out.")
@specs_option
@lang_option
def command(
    folder: Path,
    service: str | None,
    answers: Sequence[str],
    rows: Sequence[str],
    standard: str | None,
    as_of: date | None,
    specs: Path | None,
    lang: str | None,
) -> int:
    """Begin an application in the folder DIR: a manifest with just the fields that apply.

    It goes by what is said with --service, --set and --rows; without the first two it asks. What
    is to be filled in stands empty, under its title and its help, and each paper that is asked for
    has its entry. Nothing that is there already is written over.
    """
    for each in folder.iterdir() if folder.is_dir() else ():
        if each.name.lower() in MANIFESTS:
            raise wrong_call("call.has_manifest", path=str(each))
    catalogue = catalogue_of(specs)
    options = Options(datetime.now(UTC), as_of)

    def known(edition: Edition, manifest: dict[str, Any]) -> None:
        for each in rows:
            _put_rows(edition, manifest, each)

    edition, manifest = told_application(catalogue, standard, service, answers, options, known)
    laid = lay_out(edition, manifest, options, language(lang))
    data = laid.text.encode()
    if len(data) > source.MAX_BYTES:
        raise CallError.of(SOURCE_TOO_LARGE(limit=source.MAX_BYTES), MANIFESTS[0])
    (folder / PAPERS).mkdir(parents=True, exist_ok=True)
    file = folder / MANIFESTS[0]
    _write_new(file, data)
    tell("run.begun", path=str(file), count=laid.blanks, papers=len(laid.checklist.asked))
    tell("run.begun_next", path=str(folder))
    return codes.OK


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there; of one that cannot be written whole nothing is left.

    Raises:
        UsageError: it is there.
        OSError: it cannot be written.
    """
    try:
        file = path.open("xb")
    except FileExistsError:
        raise wrong_call("call.has_manifest", path=str(path)) from None
    try:
        with file:
            file.write(data)
            keep(file)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        error.filename = str(path)
        raise


def _put_rows(edition: Edition, manifest: dict[str, Any], said: str) -> None:
    """Put the entries of a table into a list of a manifest, and tell what was not understood.

    Raises:
        UsageError, CallError: there is no such list, or the table cannot be read.
        OSError: the file cannot be read.
    """
    name, _, path = said.partition("=")
    lists = dict(_lists(edition.form.fields))
    if name not in lists or not path:
        raise wrong_call("call.no_list", names=", ".join(lists))
    *way, last = name.split(".")
    here = manifest
    for part in way:
        here = here.setdefault(part, {})
    if last in here:
        raise wrong_call("call.said_twice", name=name)
    with Path(path).open("rb") as file:
        found = read_rows(file.read(MAX_BYTES + 1), lists[name])
    _tell_doubts(path, found)
    if not found.rows:
        raise wrong_call("call.no_rows", path=path)
    here[last] = list(found.rows)
    put_ids(manifest, edition.form.fields)


def _lists(
    fields: Mapping[str, Field], before: str = ""
) -> Iterator[tuple[str, Mapping[str, Field]]]:
    """The lists that a table can fill, and the fields of their entries."""
    for key, rule in fields.items():
        if rule.duty is Duty.APPLICANT and key != DOCUMENTS.dotted:
            if rule.item is not None and rule.item.fields:
                yield before + key, rule.item.fields
            elif rule.fields:
                yield from _lists(rule.fields, f"{before}{key}.")


def _tell_doubts(path: str, found: Rows) -> None:
    lang = asked_language()
    for each in found.doubts:
        words = [say(each.message, lang), fix(each.message, lang)]
        click.echo(f"{visible(path)}: {visible('. '.join(filter(None, words)))}", err=True)
