"""What a command writes and where to: `--format` and `-o`, which every command reads alike."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

import click

from validator.batch.run import Shape
from validator.bundle import MANIFESTS
from validator.bundle.addresses import is_address
from validator.cli.faults import tell
from validator.cli.spoken import language
from validator.cli.terminal import width_of
from validator.cli.writing import (
    SUMMARY_BYTES,
    TERMINAL,
    in_color,
    is_free,
    replaces,
    step_summary,
    written,
    written_folder,
)
from validator.errors import CallError
from validator.frozen import frozen
from validator.model import Skipped, declare
from validator.output.table import FORMATS, Format, Told
from validator.output.view import MANY, View
from validator.words.lines import WIDTH

OUTPUT_IS_APPLICATION = declare("output_is_application", path=str)
OUTPUT_FORMAT_UNKNOWN = declare("output_format_unknown", name=str, known=tuple, path=str)
OUTPUT_TWICE = declare("output_twice", path=str)
OUTPUT_NOT_INSTALLED = declare("output_not_installed", format=str, library=str, extra=str)
OUTPUT_NOT_SHOWN = declare("output_not_shown", format=str)
OUTPUT_IN_STORE = declare("output_in_store", scheme=str)
OUTPUT_TAKEN = declare("output_taken", path=str)

_NAMED: Final = re.compile(r"([A-Za-z][\w-]*)=(.*)", re.DOTALL)
"""A path with the name of its format before it; `./a=b` is a path alone."""

_TELLING: Final = frozenset(
    (".doc", ".docx", ".htm", ".html", ".pdf", ".sarif", ".xlsx", ".yaml")
).union(*(each.endings for formats in FORMATS.values() for each in formats.values()))
"""Endings of names that say what is in a file."""


@frozen
class Output:
    """One thing to write, and the path of its file, `-` for the terminal."""

    format: Format
    view: View
    path: str = TERMINAL


def output_options(of: Told) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format` and `-o` of a command that tells results of a sort."""
    formats = FORMATS[of]
    audiences = ", ".join(f"{each.name} {each.audience}" for each in formats.values())

    def options(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option(
                *("-o", "--output"),
                multiple=True,
                metavar="[FORMAT=]FILE",
                help="Write to a file instead of the terminal (-), in a format of its own if one"
                " is named; may be given several times.",
            ),
            click.option(
                *("--format", "format_"),
                type=click.Choice(list(formats)),
                default=next(iter(formats)),
                show_default=True,
                help=f"{audiences[0].upper()}{audiences[1:]}.",
            ),
        ):
            command = option(command)
        return command

    return options


def asked_outputs(
    of: Told,
    format_: str,
    asked: Sequence[str],
    lang: str | None,
    *,
    show_personal_data: bool = False,
    only_failed: bool = False,
) -> tuple[Output, ...]:
    """What `--format` and `-o` ask for.

    Raises:
        CallError: a format is not known, needs what is not installed or is nothing for a terminal,
            or two outputs are to go to one place.
    """
    formats = FORMATS[of]

    def made(name: str, path: str, *, color: bool = False) -> Output:
        read = formats[name].read
        said = language(lang) if read else lang or "en"
        every = lang is None and not read
        width = width_of(sys.stdout) if path == TERMINAL else WIDTH
        view = View(
            *(said, show_personal_data, color, width),
            every_language=every,
            only_failed=only_failed,
        )
        return Output(formats[name], view, path)

    if asked:
        outputs = tuple(made(*_parted(each, format_, formats)) for each in asked)
    else:
        outputs = (made(format_, TERMINAL, color=in_color(sys.stdout)),)
    for each in outputs:
        _require_written(each)
    places = set[str]()
    for each in outputs:
        place = each.path if each.path == TERMINAL else os.path.realpath(each.path)
        if place in places:
            raise CallError.of(OUTPUT_TWICE(path=each.path))
        places.add(place)
    return (*outputs, *_with_annotations(outputs, places))


@contextmanager
def opened(
    outputs: Sequence[Output],
    bundles: Sequence[str] = (),
    skipped: Iterable[Skipped] = (),
    place: Callable[[Output], AbstractContextManager[IO[bytes]]] | None = None,
    *,
    quiet: bool = False,
) -> Iterator[list[IO[bytes]]]:
    """A file an output; a name that says another format is told, and where it all is in the end.

    Args:
        bundles: what is checked.
        skipped: what looks like an application; what lies beside one may be its papers.
        place: where an output is written, if that is another place than its own.
        quiet: whether it is not told where it all is.

    Raises:
        CallError: a file of an application would be replaced, be it of a bundle that is looked at.
        OSError: a file cannot be written.
    """
    beside = [os.path.dirname(each.path) or "." for each in skipped]  # noqa: PTH120
    for each in outputs:
        kept = chain(bundles, beside)
        if replaces(each.path) and _is_of_application(Path(each.path), kept):
            raise CallError.of(OUTPUT_IS_APPLICATION(path=each.path))
    for each in outputs:
        _tell_ending(each)
    with ExitStack() as stack:
        yield [stack.enter_context((place or placed)(each)) for each in outputs]
        own = [each for each in outputs if replaces(each.path)]
    for each in () if quiet else own:
        tell("run.written", path=each.path, format=each.format.name)


def placed(output: Output) -> AbstractContextManager[IO[bytes]]:
    """Where an output is written: the terminal, a file or a folder.

    Raises:
        OSError: it cannot be written.
    """
    if not output.format.folder:
        return written(output.path)
    from validator.output.dataset import divide  # only folders need it

    return written_folder(output.path, divide)


def write_whole(
    outputs: Sequence[Output],
    results: Any,
    bundles: Sequence[str] = (),
    skipped: Iterable[Skipped] = (),
) -> None:
    """Write results that are told in one piece.

    Raises:
        CallError, OSError: as `opened`.
    """
    with opened(outputs, bundles, skipped) as files:
        for each, file in zip(outputs, files, strict=True):
            file.write(each.format.load().one(results, each.view))


def _with_annotations(outputs: Iterable[Output], places: Container[str]) -> Iterator[Output]:
    """The summary of the step of a GitHub workflow whose annotations are asked for."""
    path = step_summary()
    for each in outputs:
        if path is None or each.format.name != "github" or each.format.of is not Told.REPORTS:
            continue
        if os.path.realpath(path) not in places:
            file = Path(path)
            used = file.stat().st_size if file.exists() else 0
            view = replace(each.view, room=max(0, SUMMARY_BYTES - used))
            yield Output(FORMATS[Told.REPORTS]["markdown"], view, path)
            return


def _parted(asked: str, format_: str, formats: Iterable[str]) -> tuple[str, str]:
    """The format and the path of `-o`."""
    found = _NAMED.fullmatch(asked)
    if found is None:
        return format_, asked
    name, path = found.groups()
    if name not in formats:
        raise CallError.of(OUTPUT_FORMAT_UNKNOWN(name=name, known=tuple(formats), path=asked))
    return name, path


def _require_written(output: Output) -> None:
    """See that a format can be written here, and to where it is to go."""
    form = output.format
    if form.library is not None and find_spec(form.library) is None:
        extra = form.extra or form.name
        raise CallError.of(
            OUTPUT_NOT_INSTALLED(format=form.name, library=form.library, extra=extra)
        )
    if is_address(output.path):
        raise CallError.of(OUTPUT_IN_STORE(scheme=output.path.partition("://")[0]))
    shown = output.path == TERMINAL and sys.stdout is not None and sys.stdout.isatty()
    if (form.binary and shown) or (form.folder and output.path == TERMINAL):
        raise CallError.of(OUTPUT_NOT_SHOWN(format=form.name))
    if form.folder and not is_free(output.path):
        raise CallError.of(OUTPUT_TAKEN(path=output.path))


def shapes_of(outputs: Iterable[Output], bundles: int, *, full: bool) -> tuple[Shape, ...]:
    """The formats and how reports are shown in them, which hangs on how many there are."""
    many = bundles >= MANY
    return tuple(
        Shape(each.format.name, replace(each.view, many=many, full=full)) for each in outputs
    )


def _tell_ending(output: Output) -> None:
    ending = Path(output.path).suffix.lower()
    if ending in _TELLING and ending not in output.format.endings:
        formats = FORMATS[output.format.of].values()
        other = next((each.name for each in formats if ending in each.endings), "")
        name = output.format.name
        tell("run.output_ending", path=output.path, format=name, ending=ending, other=other)


def _is_of_application(path: Path, bundles: Iterable[str]) -> bool:
    """Whether a file is a manifest, an archive, or one of a bundle's."""
    if not path.is_file():
        return False
    real = Path(os.path.realpath(path))
    if any(each.suffix.lower() == ".zip" or each.name in MANIFESTS for each in (path, real)):
        return True
    above = {_identity(each) for each in (real, *real.parents)} - {None}
    return any(_identity(each) in above for each in bundles)


def _identity(path: str | Path) -> tuple[int, int] | None:
    """What a file is whatever it is called; None where there is nothing."""
    try:
        found = os.stat(path)  # noqa: PTH116  # of ten thousand bundles
    except OSError:
        return None
    return found.st_dev, found.st_ino
