"""What a difference does to applications: each is checked against both editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Final, Self

from validator.batch.pool import Lost
from validator.bundle import read_bundle
from validator.bundle.objects import StoreFailed
from validator.editor.diff.changes import Impact, Move, Reason, Stir, Turn
from validator.engine import Options, day_that_counts, evaluate
from validator.frozen import frozen
from validator.model import OF_WHOLE, Bundle, Duty, Outcome, Severity, Verdict
from validator.report import Derived, Report, Result
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition
from validator.standard.sources import Sources

_RANKS: Final = (Verdict.COMPLIANT, Verdict.UNDETERMINED, Verdict.NON_COMPLIANT)
"""Verdicts, the worse the later; what cannot be read is so against any edition."""


@frozen
class EditionAt:
    """An edition by where it is, so that another process can have it too."""

    specs: Path
    standard: str
    edition: str

    def load(self) -> Sources:
        """The files of the edition.

        Raises:
            CallError: there is none.
            SpecError: it is unusable.
        """
        return Catalogue(self.specs).sources(self.standard, self.edition)


@frozen
class Comparison:
    """What became of one bundle that was held against both editions.

    Attributes:
        verdict: by the second edition.
        turn: how it came about, where it was another one by the first.
        stirs: requirements with another outcome, and both outcomes.
        otherwise: whether all verdicts and outcomes stay, and something else is told.
        sides: sides whose verdict changes, and both verdicts.
        moves: days and fees that change.
    """

    verdict: Verdict
    turn: Turn | None = None
    stirs: Mapping[str, tuple[Outcome | None, Outcome | None]] = field(default_factory=dict)
    otherwise: bool = False
    sides: Mapping[Duty, tuple[Verdict, Verdict]] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()


@frozen
class Comparing:
    """Bundles are held against two editions; it can be handed to another process."""

    before: EditionAt
    after: EditionAt
    options: Options

    def __call__(self) -> Callable[[str], Comparison | None]:
        """What answers one bundle."""
        a, b = (each.load().compile() for each in (self.before, self.after))
        return against_both(a, b, self.options)

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


def against_both(a: Edition, b: Edition, options: Options) -> Callable[[str], Comparison | None]:
    """What holds a bundle against both editions, whichever is in force on its day.

    Of one of another standard it says None; one that cannot be read is so in both.
    """

    def answer(name: str) -> Comparison | None:
        try:
            bundle = read_bundle(name)
        except (StoreFailed, FileNotFoundError):  # it was there when it was listed
            return Comparison(Verdict.UNDETERMINED)
        manifest = bundle.manifest
        if manifest is not None and manifest.get("standard") != a.regulation.standard:
            return None
        return _comparison(*(_checked(edition, bundle, options) for edition in (a, b)))

    return answer


def impact(a: Edition, b: Edition, found: Iterable[Comparison | None]) -> Impact:
    """What a difference does to all bundles; those of another standard are only counted."""
    turned: list[Turn] = []
    moves: list[Move] = []
    unchanged = Counter[Verdict]()
    sides: dict[Duty, Counter[tuple[Verdict, Verdict]]] = {duty: Counter() for duty in Duty}
    outcomes: dict[str, Counter[tuple[Outcome | None, Outcome | None]]] = {}
    foreign = stirred = otherwise = 0
    for each in found:
        if each is None:
            foreign += 1
            continue
        moves += each.moves
        for duty, verdicts in each.sides.items():
            sides[duty][verdicts] += 1
        for name, both in each.stirs.items():
            outcomes.setdefault(name, Counter())[both] += 1
        if each.turn is not None:
            turned.append(each.turn)
            continue
        unchanged[each.verdict] += 1
        stirred += bool(each.stirs)
        otherwise += each.otherwise
    return Impact(
        turned=tuple(turned),
        unchanged={verdict: unchanged[verdict] for verdict in OF_WHOLE},
        stirred=stirred,
        otherwise=otherwise,
        foreign=foreign,
        sides=sides,
        stirs=tuple(_stirs(a, b, outcomes)),
        moves=tuple(moves),
    )


def _comparison(old: Report, new: Report) -> Comparison:
    before, after = _outcomes(old), _outcomes(new)
    stirs = {
        name: (before.get(name), after.get(name))
        for name in (*before, *(each for each in after if each not in before))
        if before.get(name) is not after.get(name)
    }
    turns = old.verdict is not new.verdict
    return Comparison(
        new.verdict,
        _turn(old, new) if turns else None,
        stirs,
        not (turns or stirs) and _told(old) != _told(new),
        {
            duty: (old.verdicts[duty], new.verdicts[duty])
            for duty in Duty
            if old.verdicts[duty] is not new.verdicts[duty]
        },
        tuple(_moves(old, new)),
    )


def _stirs(
    a: Edition,
    b: Edition,
    found: dict[str, Counter[tuple[Outcome | None, Outcome | None]]],
) -> Iterator[Stir]:
    demands = {each.requirement.id: each.requirement for each in (*a.rules, *b.rules)}
    for rule in (*b.rules, *a.rules):
        name = rule.requirement.id
        if name in found:
            counts = dict(sorted(found.pop(name).items(), key=str))
            yield Stir(name, demands[name].title, demands[name].duty, counts)


def _moves(old: Report, new: Report) -> Iterator[Move]:
    for each in fields(Derived):
        before, after = getattr(old.derived, each.name), getattr(new.derived, each.name)
        if isinstance(before, Mapping):  # the days of several terms, by their requirements
            for name in dict.fromkeys((*after, *before)):
                if before.get(name) != after.get(name):
                    yield Move(new.bundle, name, before.get(name), after.get(name))
        elif each.name != "trace" and before != after:
            yield Move(new.bundle, each.name, before, after)


def _told(report: Report) -> tuple[object, ...]:
    """What a report says beside its verdict, outcomes, days and fees."""
    results = [(each.findings, each.reason, each.basis, each.citation) for each in report.results]
    return report.problems, report.grounds, results, report.derived


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
