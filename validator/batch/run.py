"""One bundle after the other: what comes of each, and how it is written.

A bundle's answer is bytes and a small record. Nothing else of it is kept, and nothing else would
have to leave another process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from validator import engine
from validator.bundle import BUNDLE_UNREADABLE, read_bundle
from validator.errors import ValidatorError, where
from validator.inspect.opener import Opener
from validator.model import Bundle, Location, Problem, Skipped
from validator.output.table import load_framed
from validator.output.tally import Tallied, Tally, tallied
from validator.output.view import View
from validator.report import Report
from validator.standard.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Shape:
    """A format of reports by its name, and how they are to be shown in it."""

    format: str
    view: View


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one bundle.

    Attributes:
        parts: its report, in each of the shapes asked for.
        fault: our own fault, if one kept it from being judged.
    """

    bundle: str
    tallied: Tallied
    parts: tuple[bytes, ...]
    fault: str = ""


def answer_each(
    names: Iterable[str],
    catalogue: Catalogue,
    options: engine.Options,
    shapes: Sequence[Shape],
    opener: Opener | None = None,
) -> Iterator[Answer]:
    """What comes of each bundle, in turn; our own fault in one leaves the others unaffected.

    Args:
        opener: opens papers; without one, whether they open is left to a person.

    Raises:
        CallError: an option does not fit a bundle.
        SpecError: the specs are unusable.
    """
    writers = [(load_framed(each.format).one, each.view) for each in shapes]
    for name in names:
        report, fault = _judged(name, catalogue, options, opener)
        parts = tuple(one(report, view) for one, view in writers)
        yield Answer(name, tallied(report, broken=bool(fault)), parts, fault)


def write_answers(
    answers: Iterable[Answer],
    shapes: Sequence[Shape],
    files: Sequence[IO[bytes]],
    skipped: Iterable[Skipped] = (),
) -> Tally:
    """Write each answer as it comes, to a file a shape; gives what remains of them.

    Args:
        skipped: what was not checked although it looks like an application.
    """
    tally = Tally()
    tally.skipped = tuple(skipped)
    outputs = [
        (load_framed(shape.format), shape.view, file)
        for shape, file in zip(shapes, files, strict=True)
    ]
    for form, view, file in outputs:
        file.write(form.head(view))
    for answer in answers:
        for (form, view, file), part in zip(outputs, answer.parts, strict=True):
            if tally:
                file.write(form.between(view))
            file.write(part)
            if file.isatty():
                file.flush()  # somebody is looking
        tally[answer.tallied] += 1
    for form, view, file in outputs:
        file.write(form.tail(tally, view))
    return tally


def _judged(
    name: str, catalogue: Catalogue, options: engine.Options, opener: Opener | None
) -> tuple[Report, str]:
    """A bundle's report, and our own fault where one kept it from being judged."""
    try:
        bundle = read_bundle(name, opener=opener)
    except FileNotFoundError:  # it was there a moment ago
        gone = Problem(BUNDLE_UNREADABLE(), Location(""))
        bundle = Bundle(name, None, None, b"", {}, (gone,))
    try:
        return engine.assess(catalogue, bundle, options), ""
    except ValidatorError:
        raise
    except Exception as error:  # noqa: BLE001  # the others still have to be checked
        return engine.broken(bundle, error), where(error)
