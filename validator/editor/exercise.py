"""What the cases of an edition exercise: outcomes of requirements, boundaries, clauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from validator.editor.fates import Fate, Judged
from validator.editor.mutants import Mutant
from validator.editor.trials import Trial
from validator.frozen import frozen
from validator.law.regulation import Requirement
from validator.model import Outcome
from validator.standard.edition import Edition, Rule


@frozen
class Exercise:
    """How often a requirement comes out in which way, and which of the ways it can no case shows.

    Attributes:
        always_applies: whether nothing of what the requirement says could make it inapplicable.
    """

    requirement: Requirement
    counts: Counter[Outcome]
    missing: tuple[Outcome, ...]
    always_applies: bool


def exercises(edition: Edition, trials: Iterable[Trial]) -> Iterator[Exercise]:
    """How the cases exercise each requirement, in the order of the law."""
    counted: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for trial in trials:
        for result in trial.report.results:
            counted[result.requirement.id][result.outcome] += 1
    for rule in edition.rules:
        counts = counted[rule.requirement.id]
        always = _always_applies(edition, rule)
        wanted = (*rule.kind.outcomes, *(() if always else (Outcome.INAPPLICABLE,)))
        missing = tuple(each for each in wanted if not counts[each])
        yield Exercise(rule.requirement, counts, missing, always)


def _always_applies(edition: Edition, rule: Rule) -> bool:
    everywhere = set(rule.requirement.services) == set(edition.services)
    return everywhere and rule.when is None and not rule.for_each


@frozen
class Boundary:
    """A number, day, time or duration, and the sides on which a change of it goes unnoticed."""

    mutant: Mutant
    open_sides: tuple[int, ...]


def boundaries(judged: Iterable[Judged]) -> Iterator[Boundary]:
    """Every boundary that mutants moved: its two sides are tested if both moves are noticed.

    One case has to lie on the boundary and another just beyond it for that.
    """
    moved = (each for each in judged if each.mutant.step)
    for _, group in groupby(moved, key=lambda each: (each.mutant.file, each.mutant.keys)):
        sides = list(group)
        unseen = tuple(each.mutant.step for each in sides if each.fate is Fate.UNNOTICED)
        yield Boundary(sides[0].mutant, unseen)


@frozen
class Cited:
    """A clause, the requirements that cite it, and those of them that lack a case."""

    clause: str
    by: tuple[str, ...]
    lacking: tuple[str, ...]


def cited_clauses(edition: Edition, exercised: Sequence[Exercise]) -> Iterator[Cited]:
    """Every clause that a requirement cites, in the order of the act."""
    for clause in edition.regulation.clauses:
        citing = [each for each in exercised if clause in each.requirement.citations.values()]
        if citing:
            names = tuple(each.requirement.id for each in citing)
            yield Cited(clause, names, tuple(e.requirement.id for e in citing if e.missing))
