"""What a difference does to applications: each is checked against both editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Final

from validator.editor.diff.changes import Impact, Move, Reason, Stir, Turn
from validator.engine import Options, day_that_counts, evaluate
from validator.model import OF_WHOLE, Bundle, Duty, Outcome, Severity, Verdict
from validator.report import Derived, Report, Result
from validator.standard.edition import Edition

_RANKS: Final = (Verdict.COMPLIANT, Verdict.UNDETERMINED, Verdict.NON_COMPLIANT)
"""Verdicts, the worse the later; what cannot be read is so against any edition."""


def impact(a: Edition, b: Edition, bundles: Iterable[Bundle], options: Options) -> Impact:
    """Check bundles against both editions, whichever is in force on their day.

    A bundle of another standard is only counted; one that cannot be read is so in both.
    """
    pairs: list[tuple[Report, Report]] = []
    foreign = 0
    for bundle in sorted(bundles, key=lambda each: each.name):
        manifest = bundle.manifest
        if manifest is not None and manifest.get("standard") != a.regulation.standard:
            foreign += 1
            continue
        before, after = (_checked(edition, bundle, options) for edition in (a, b))
        pairs.append((before, after))
    kept = [(old, new) for old, new in pairs if old.verdict is new.verdict]
    unchanged = Counter(new.verdict for _, new in kept)
    counts: dict[Verdict, int] = {verdict: unchanged[verdict] for verdict in OF_WHOLE}
    still = [(old, new) for old, new in kept if _outcomes(old) == _outcomes(new)]
    return Impact(
        turned=tuple(_turn(old, new) for old, new in pairs if old.verdict is not new.verdict),
        unchanged=counts,
        stirred=len(kept) - len(still),
        otherwise=sum(_told(old) != _told(new) for old, new in still),
        foreign=foreign,
        sides=_sides(pairs),
        stirs=tuple(_stirs(a, b, pairs)),
        moves=tuple(move for old, new in pairs for move in _moves(old, new)),
    )


Pairs = Sequence[tuple[Report, Report]]
"""The reports of bundles by either edition."""


def _sides(pairs: Pairs) -> Mapping[Duty, Mapping[tuple[Verdict, Verdict], int]]:
    found: dict[Duty, Counter[tuple[Verdict, Verdict]]] = {duty: Counter() for duty in Duty}
    for old, new in pairs:
        for duty, counted in found.items():
            verdicts = old.verdicts[duty], new.verdicts[duty]
            counted.update([verdicts] if verdicts[0] is not verdicts[1] else [])
    return found


def _stirs(a: Edition, b: Edition, pairs: Pairs) -> Iterator[Stir]:
    demands = {each.requirement.id: each.requirement for each in (*a.rules, *b.rules)}
    found: dict[str, Counter[tuple[Outcome | None, Outcome | None]]] = {}
    for old, new in pairs:
        before, after = _outcomes(old), _outcomes(new)
        for name in before.keys() | after.keys():
            outcomes = before.get(name), after.get(name)
            if outcomes[0] is not outcomes[1]:
                found.setdefault(name, Counter())[outcomes] += 1
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
