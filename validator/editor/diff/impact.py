"""What a difference does to applications: each is checked against both editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from validator.batch.pool import Lost
from validator.bundle import read_bundle
from validator.bundle.objects import StoreFailed
from validator.editor.diff.changes import Impact, Reason, Turn
from validator.engine import Options, day_that_counts, evaluate
from validator.model import OF_WHOLE, Bundle, Outcome, Severity, Verdict
from validator.report import Report, Result
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition

_RANKS: Final = (Verdict.COMPLIANT, Verdict.UNDETERMINED, Verdict.NON_COMPLIANT)
"""Verdicts, the worse the later; what cannot be read is so against any edition."""


@dataclass(frozen=True, slots=True)
class EditionAt:
    """An edition by where it is, so that another process can have it too."""

    specs: Path
    standard: str
    edition: str

    def load(self) -> Edition:
        """The edition.

        Raises:
            CallError: there is none.
            SpecError: it is unusable.
        """
        return Catalogue(self.specs).edition(self.standard, self.edition)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of one bundle that was held against both editions.

    Attributes:
        verdict: by the second edition.
        turn: how it came about, where it was another one by the first.
        stirred: whether a requirement has another outcome although the verdict is the same.
    """

    verdict: Verdict
    turn: Turn | None = None
    stirred: bool = False


@dataclass(frozen=True, slots=True)
class Comparing:
    """Bundles are held against two editions; it can be handed to another process."""

    before: EditionAt
    after: EditionAt
    options: Options

    def __call__(self) -> Callable[[str], Comparison | None]:
        """What answers one bundle: None for one of another standard."""
        a, b = self.before.load(), self.after.load()

        def answer(name: str) -> Comparison | None:
            try:
                return _held(a, b, read_bundle(name), self.options)
            except (StoreFailed, FileNotFoundError):  # it was there when it was listed
                return Comparison(Verdict.UNDETERMINED)

        return answer

    def lost(self, _name: str, _lost: Lost, _seconds: int) -> Comparison:
        """What is known of a bundle that has no answer: nothing."""
        return Comparison(Verdict.UNDETERMINED)

    def moved(self, there: Path, here: Path) -> Self:
        """The same with another folder of specs where it has that one."""
        a, b = (
            replace(each, specs=here) if each.specs == there else each
            for each in (self.before, self.after)
        )
        return replace(self, before=a, after=b)


def impact(found: Iterable[Comparison | None]) -> Impact:
    """What a difference does to all bundles; those of another standard are only counted."""
    turned: list[Turn] = []
    unchanged: Counter[Verdict] = Counter()
    stirred = foreign = 0
    for each in found:
        if each is None:
            foreign += 1
        elif each.turn is not None:
            turned.append(each.turn)
        else:
            unchanged[each.verdict] += 1
            stirred += each.stirred
    counts: dict[Verdict, int] = {verdict: unchanged[verdict] for verdict in OF_WHOLE}
    return Impact(tuple(turned), counts, stirred, foreign)


def _held(a: Edition, b: Edition, bundle: Bundle, options: Options) -> Comparison | None:
    """Check a bundle against both editions, whichever is in force on its day.

    One that cannot be read is so in both.
    """
    manifest = bundle.manifest
    if manifest is not None and manifest.get("standard") != a.regulation.standard:
        return None
    before, after = (_checked(edition, bundle, options) for edition in (a, b))
    if before.verdict is not after.verdict:
        return Comparison(after.verdict, _turn(before, after))
    return Comparison(after.verdict, stirred=_outcomes(before) != _outcomes(after))


def _checked(edition: Edition, bundle: Bundle, options: Options) -> Report:
    as_of = day_that_counts(bundle, edition.setting.calendar.zone, options)
    return evaluate(edition, bundle, as_of, today=options.today, strict=options.strict)


def _outcomes(report: Report) -> dict[str, Outcome]:
    return {result.requirement.id: result.outcome for result in report.results}


def _turn(before: Report, after: Report) -> Turn:
    # An outline leaves undetermined what no requirement leaves so: no requirement is the reason.
    outlines = (
        report.regulation.edition
        for report in (before, after)
        if report.regulation is not None
        and report.regulation.authority != "ministry"
        and report.verdict is Verdict.UNDETERMINED
        and not any(_weight(each) is Verdict.UNDETERMINED for each in report.results)
    )
    because = tuple(_reasons(before, after))
    return Turn(before.bundle, before.verdict, after.verdict, because, next(outlines, None))


def _reasons(before: Report, after: Report) -> Iterator[Reason]:
    """The requirements that bring about the worse of the two verdicts, and did not the other."""
    olds = {result.requirement.id: result for result in before.results}
    news = {result.requirement.id: result for result in after.results}
    worse = max(before.verdict, after.verdict, key=_RANKS.index)
    for name in (*news, *(name for name in olds if name not in news)):
        old, new = olds.get(name), news.get(name)
        weights = (_weight(old), _weight(new))
        if (
            weights[after.verdict is worse] is not worse
            or weights[before.verdict is worse] is worse
        ):
            continue
        requirement = (new or olds[name]).requirement
        yield Reason(
            name,
            requirement.title,
            None if old is None else old.outcome,
            None if new is None else new.outcome,
            None if old is None else old.citation,
            None if new is None else new.citation,
        )


def _weight(result: Result | None) -> Verdict:
    """The verdict that one result alone would bring about."""
    if result is None:
        return Verdict.COMPLIANT
    if result.outcome is Outcome.FAILED and result.requirement.severity is Severity.ERROR:
        return Verdict.NON_COMPLIANT
    if result.outcome is Outcome.UNDETERMINED:
        return Verdict.UNDETERMINED
    return Verdict.COMPLIANT
