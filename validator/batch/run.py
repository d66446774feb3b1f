"""What comes of each bundle, here or in other processes, and how it is written.

A bundle's answer is bytes and a small record. Nothing else of it is kept, and nothing else would
have to leave another process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

from validator import engine
from validator.batch.pool import Lost, answers_of
from validator.bundle import BUNDLE_UNREADABLE, read_bundle
from validator.bundle.addresses import address_of, is_address
from validator.bundle.objects import STORE_FAILED, StoreFailed
from validator.errors import ValidatorError, where
from validator.frozen import frozen
from validator.inspect.opener import Opener
from validator.model import Bundle, Location, Problem, Skipped, declare
from validator.output.gathering import gather, load_format
from validator.output.table import FORMATS, Told
from validator.output.tally import Tallied, Tally, tallied
from validator.output.view import View
from validator.report import Report
from validator.standard.catalogue import Catalogue

if TYPE_CHECKING:
    from validator.batch.counting import Marking, Marks

BUNDLE_LATE: Final = declare("bundle_late", limit=int)
BUNDLE_FATAL: Final = declare("bundle_fatal")


@frozen
class Shape:
    """A format of reports by its name, and how they are to be shown in it."""

    format: str
    view: View


@frozen
class Answer:
    """What came of one bundle.

    Attributes:
        parts: its report, in each of the shapes asked for.
        fault: our own fault, if one kept it from being judged.
        marks: what waivers and a baseline made of its report; None without either.
    """

    bundle: str
    tallied: Tallied
    parts: tuple[bytes, ...]
    fault: str = ""
    marks: Marks | None = None


@frozen
class Task:
    """What is to be done with every bundle of a run; it can be handed to another process.

    Attributes:
        opens: whether papers are opened; else whether they open is left to a person.
        digests: whether every paper is hashed, and told with its digest.
        marking: how reports are marked by waivers and a baseline; None where there is neither.
    """

    specs: Path
    trust: Path | None
    options: engine.Options
    shapes: tuple[Shape, ...]
    opens: bool
    marking: Marking | None = None
    digests: bool = False

    def __call__(self) -> Callable[[str], Answer]:
        """What answers one bundle, in a process of its own."""
        opener = Opener() if self.opens else None
        return self.answerer(Catalogue(self.specs, self.trust), opener)

    def answerer(self, catalogue: Catalogue, opener: Opener | None) -> Callable[[str], Answer]:
        """What answers one bundle; our own fault in it leaves the others unaffected.

        It raises `CallError` where an option does not fit the bundle, and `SpecError`.
        """
        writers = [(load_format(each.format).one, each.view) for each in self.shapes]
        in_total = any(FORMATS[Told.REPORTS][each.format].read for each in self.shapes)

        def answer(name: str) -> Answer:
            report, fault = judged(name, catalogue, self.options, opener, digests=self.digests)
            plain = tallied(report, broken=bool(fault), in_total=in_total)
            report, counted, marks = self.marked(report, plain, catalogue)
            parts = tuple(one(report, view) for one, view in writers)
            return Answer(name, counted, parts, fault, marks)

        return answer

    def lost(self, name: str, lost: Lost, seconds: int) -> Answer:
        """The answer for a bundle that has none."""
        message = BUNDLE_LATE(limit=seconds) if lost.late else BUNDLE_FATAL()
        report = engine.undecided(Bundle(name), message)
        report, counted, marks = self.marked(report, tallied(report))
        parts = tuple(load_format(each.format).one(report, each.view) for each in self.shapes)
        return Answer(name, counted, parts, marks=marks)

    def moved(self, there: Path, here: Path) -> Self:
        """The same with another folder of specs where it has that one."""
        return replace(self, specs=here) if self.specs == there else self

    def marked(
        self, report: Report, plain: Tallied, catalogue: Catalogue | None = None
    ) -> tuple[Report, Tallied, Marks | None]:
        """A report with the marks of waivers and baseline, and what counts of it."""
        if self.marking is None:
            return report, plain, None
        law, edition = report.regulation, None
        if law is not None and catalogue is not None:
            edition = catalogue.edition(law.standard, law.edition)
        return self.marking.mark(report, edition, plain)


def answer_in_processes(
    names: Iterable[str],
    task: Task,
    *,
    jobs: int,
    seconds: int,
    is_to_end: Callable[[], object] = bool,
) -> Iterator[Answer]:
    """What comes of each bundle, in turn, from so many processes, until it is time to end.

    A bundle that takes longer than some seconds, or kills its process, is undetermined.

    Raises:
        CallError: an option does not fit a bundle.
        SpecError: the specs are unusable.
        NoWorkersError: no process could be started.
    """
    found = answers_of(names, task, jobs=jobs, seconds=seconds, is_to_end=is_to_end)
    for name, answer in found:
        yield task.lost(name, answer, seconds) if isinstance(answer, Lost) else answer


def write_answers(
    answers: Iterable[Answer],
    shapes: Sequence[Shape],
    files: Sequence[IO[bytes]],
    skipped: Iterable[Skipped] = (),
    *,
    conclude: Callable[[Tally], None] = lambda _: None,
    bundles: int | None = None,
    told: Tally | None = None,
) -> Tally:
    """Write each answer as it comes, to a file a shape; gives what remains of them.

    Args:
        skipped: what was not checked although it looks like an application.
        conclude: puts into the tally what else is to be told at the end.
        bundles: how many answers there would be if none were left out; None for as many as come.
        told: what remains of answers that stand in the files already, and count among them.
    """
    tally = Tally() if told is None else told
    tally.skipped = tuple(skipped)
    outputs = [
        (gather(shape.format, shape.view), file) for shape, file in zip(shapes, files, strict=True)
    ]
    for gathering, file in outputs:
        file.write(gathering.begin())
    for answer in answers:
        for (gathering, file), part in zip(outputs, answer.parts, strict=True):
            file.write(gathering.add(part))
            if file.isatty():
                file.flush()  # somebody is looking
        tally.add(answer.tallied)
    if bundles is not None:
        tally.left = bundles - tally.total()
    conclude(tally)
    for gathering, file in outputs:
        file.writelines(gathering.end(tally))
    return tally


def judged(
    path: str | IO[bytes],
    catalogue: Catalogue,
    options: engine.Options,
    opener: Opener | None,
    *,
    name: str | None = None,
    digests: bool = False,
) -> tuple[Report, str]:
    """A bundle's report, and our own fault where one kept it from being judged.

    Args:
        path: where it lies; or a zip that is open.
        name: what the report calls it, where that is not its path; an open zip needs one.
        digests: whether it says the digest of every paper.

    Raises:
        CallError: an option does not fit the bundle.
        SpecError: the specs are unusable.
    """
    called = name or str(path)
    try:
        bundle = read_bundle(path, name, opener=opener, digests=digests)
    except StoreFailed as failed:  # which is no fault of the applicant's
        return engine.undecided(Bundle(called), failed.message), ""
    except FileNotFoundError:  # it was there a moment ago
        if is_address(called):
            lost = STORE_FAILED(root=address_of(called).root, what="gone")
            return engine.undecided(Bundle(called), lost), ""
        gone = Problem(BUNDLE_UNREADABLE(), Location(""))
        bundle = Bundle(called, problems=(gone,))
    try:
        report = engine.assess(catalogue, bundle, options)
    except ValidatorError:
        raise
    except Exception as error:  # noqa: BLE001  # the others still have to be checked
        message = engine.INTERNAL_ERROR(error=type(error).__name__)
        return engine.undecided(bundle, message), where(error)
    opens = opener is not None
    evidence = engine.evidence_of(bundle, options, opens=opens, digests=digests)
    return replace(report, evidence=evidence), ""
