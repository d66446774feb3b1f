"""What came of cases and mutants, in lines for people: the place first, as editors link it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from validator.editor.exercise import Boundary, Cited, Exercise
from validator.editor.fates import Explanations, Fate, Judged, score
from validator.editor.mutants import Mutant
from validator.editor.trials import Difference, Trial
from validator.model import Outcome
from validator.places import pointer
from validator.standard.edition import Edition
from validator.standard.sources import Sources
from validator.words.messages import Terms, named, visible

term = Terms(
    *("cases.always_applies", "cases.boundaries", "cases.clauses"),
    *("cases.difference", "cases.lacking", "cases.missing"),
    *("cases.open_above", "cases.open_below", "cases.requirements"),
    *("cases.summary", "mutants.explained", "mutants.idle"),
    *("mutants.score", "mutants.since", "mutants.unnoticed"),
    *(f"outcome.{each}" for each in Outcome),
)


def place_of(trial: Trial) -> tuple[str, int, int]:
    """File, line and column of a case, or of the first of its expectations that does not hold."""
    case = trial.story.case
    below = "/name"
    if trial.differences:
        below = "/expect" + pointer(*trial.differences[0].what.split(".", 1))
    at = case.file.at(case.place + below)
    return case.file.shown, at.line, at.column


def failed_line(trial: Trial, lang: str) -> str:
    """A case that does not hold: where it stands, what it expects and what is found."""
    file, line, column = place_of(trial)
    said = "; ".join(difference_lines(trial.differences, lang))
    return f"{visible(file)}:{line}:{column}: {visible(trial.story.case.name)}: {said}"


def difference_lines(differences: Iterable[Difference], lang: str) -> Iterator[str]:
    """What was expected and what was found; of two maps only the entries that differ."""
    for each in differences:
        if not (isinstance(each.expected, Mapping) and isinstance(each.found, Mapping)):
            yield _difference(each.what, each.expected, each.found, lang)
            continue
        for key in sorted({*each.expected, *each.found}):
            expected, found = each.expected.get(key), each.found.get(key)
            if isinstance(expected, Mapping) and isinstance(found, Mapping):
                for word in sorted(word for word in found if found[word] != expected.get(word)):
                    name = f"{each.what}.{key}.{word}"
                    yield _difference(name, expected.get(word), found[word], lang)
            elif expected != found:
                words = (_failure(expected, lang), _failure(found, lang))
                yield _difference(f"{each.what}.{key}", *words, lang)


def _failure(value: Any, lang: str) -> Any:
    """That a requirement is not met, in a word; what follows from it stands in the specs."""
    return term(f"outcome.{Outcome.FAILED}", lang) if isinstance(value, Mapping) else value


def _difference(what: str, expected: Any, found: Any, lang: str) -> str:
    said = term("cases.difference", lang, expected=_value(expected), found=_value(found))
    return f"{what}: {said}"


def _value(value: Any) -> str:
    if value is None:
        return "–"
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def cases_line(edition: Edition, trials: Sequence[Trial], lang: str) -> str:
    """How many cases there are and how many of them fail."""
    failed = sum(bool(trial.differences) for trial in trials)
    said = term("cases.summary", lang, cases=len(trials), failed=failed)
    return f"{edition.regulation.standard} {edition.regulation.edition}: {said}"


def exercise_lines(exercised: Sequence[Exercise], lang: str) -> Iterator[str]:
    """Each requirement with how often it comes out in which way, and what no case shows."""
    complete = sum(not each.missing for each in exercised)
    yield term("cases.requirements", lang, complete=complete, all=len(exercised))
    width = max((len(each.requirement.id) for each in exercised), default=0)
    for each in exercised:
        counts = [
            f"{term(f'outcome.{outcome}', lang)} {each.counts[outcome]}"
            for outcome in Outcome
            if each.counts[outcome]
        ]
        if each.missing:
            names = ", ".join(term(f"outcome.{outcome}", lang) for outcome in each.missing)
            counts.append(term("cases.missing", lang, names=names))
        elif each.always_applies:
            counts.append(term("cases.always_applies", lang))
        yield f"  {each.requirement.id:<{width}}  {', '.join(counts)}"


def boundary_lines(sources: Sources, found: Sequence[Boundary], lang: str) -> Iterator[str]:
    """How many boundaries are tested on both sides, and which are not, with their places."""
    tested = sum(not each.open_sides for each in found)
    yield term("cases.boundaries", lang, tested=tested, all=len(found))
    for each in found:
        mutant = each.mutant
        for side in each.open_sides:
            said = term("cases.open_below" if side < 0 else "cases.open_above", lang)
            yield f"  {_at(sources, mutant)}: {mutant.name} {_value(mutant.old)}: {said}"


def clause_lines(cited: Sequence[Cited], lang: str) -> Iterator[str]:
    """Each clause that requirements cite, with those whose cases are incomplete."""
    complete = sum(not each.lacking for each in cited)
    yield term("cases.clauses", lang, complete=complete, all=len(cited))
    width = max((len(each.clause) for each in cited), default=0)
    for each in cited:
        line = f"  {each.clause:<{width}}  {', '.join(each.by)}"
        if each.lacking:
            line += f"; {term('cases.lacking', lang, names=', '.join(each.lacking))}"
        yield line


def mutant_lines(
    sources: Sources, judged: Sequence[Judged], explanations: Explanations, lang: str
) -> Iterator[str]:
    """The mutants that no case notices, those that are explained, and idle explanations.

    Which explanations are idle only all mutants together can tell: pass none for a sample.
    """
    for each in judged:
        mutant = each.mutant
        if each.fate is Fate.UNNOTICED:
            said = term("mutants.unnoticed", lang)
            yield f"{_at(sources, mutant)}: {mutant.name}: {mutant.change}: {said}"
        elif each.reason is not None:
            said = term("mutants.explained", lang, reason=named(each.reason, lang))
            yield f"{_at(sources, mutant)}: {mutant.name}: {mutant.change}: {said}"
    for idle in explanations.idle(judged):
        if explanations.file is not None:
            at = explanations.file.at(idle.place)
            said = term("mutants.idle", lang, name=idle.at)
            yield f"{explanations.file.shown}:{at.line}:{at.column}: {said}"


def score_line(judged: Sequence[Judged], least: float, lang: str) -> str:
    """How many mutants there are, what became of them, and the share that is noticed."""
    counts = Counter(each.fate for each in judged)
    noticed = counts[Fate.NOTICED] + counts[Fate.REFUSED]
    return term(
        "mutants.score",
        lang,
        all=len(judged),
        noticed=noticed,
        refused=counts[Fate.REFUSED],
        explained=counts[Fate.EXPLAINED],
        unnoticed=counts[Fate.UNNOTICED],
        percent=f"{score(judged):.1f}",
        least=f"{least:g}",
    )


def since_line(new: Sequence[Judged], before: str, lang: str) -> str:
    """How many changes of what is new against the edition before no case notices."""
    return term("mutants.since", lang, unnoticed=len(new), edition=before)


def _at(sources: Sources, mutant: Mutant) -> str:
    file = sources.named(mutant.file)
    at = file.at(pointer(*mutant.keys))
    return f"{file.shown}:{at.line}:{at.column}"
