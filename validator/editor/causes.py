"""Cases that do not hold, grouped by what made them: one change of the specs breaks many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from validator.editor.trials import Difference, Trial
from validator.frozen import frozen
from validator.model import Message, Outcome
from validator.report import Result

_OF_REQUIREMENT: Final = ("outcomes", "failed", "messages")
_WEIGHT: Final[Mapping[str, int]] = {"requirement": 0, "grounds": 1, "derived": 2}
"""What tells most of a cause comes first: a verdict only follows from the others."""
_LEAST: Final = 3


@frozen
class Change:
    """What came out otherwise than cases expect.

    Attributes:
        sort: `requirement`, `grounds`, `derived`, `verdict` or `verdicts`.
        name: the requirement, ground, day or side.
        found: the outcome or state that was found; nothing for a day or a sum, of which each case
            has its own.
        word: what else of a requirement that failed is another one, such as `citation`.
    """

    sort: str
    name: str
    found: str = ""
    word: str = ""


@frozen
class Cause:
    """Cases that do not hold for one reason.

    Attributes:
        expected: what they all expected of it, None where they differ or do not say.
        trials: the cases, in their order.
        result: of a requirement, the result of the first of them.
        shared: what they have in common, as (word, name): `base`, `sample`, `service`, `set` …
    """

    change: Change
    expected: str | None
    trials: Sequence[Trial]
    result: Result | None
    shared: tuple[tuple[str, str], ...]

    @property
    def message(self) -> Message | None:
        """What the first of them was told: its finding, or why it is open."""
        if self.result is None:
            return None
        findings = self.result.findings
        return findings[0].message if findings else self.result.reason


def causes(trials: Iterable[Trial]) -> list[Cause]:
    """The cases that do not hold, each once, under what most of them have in common."""
    tried = list(trials)
    services = {trial.report.service for trial in tried} - {None}
    broken = [(trial, list(_changes(trial))) for trial in tried if trial.differences]
    count = Counter(each for _, changes in broken for each in dict.fromkeys(changes))
    common = [each for each, _ in count.most_common() if each.sort == "requirement"]
    groups: dict[Change, list[Trial]] = {}
    for trial, changes in broken:
        first = min(changes, key=lambda each: (_weight(each), -count[each]))
        if _weight(first) == _LEAST:
            first = next((each for each in common if _is_so(each, trial)), first)
        groups.setdefault(first, []).append(trial)
    found = (_cause(change, members, len(services) > 1) for change, members in groups.items())
    return sorted(found, key=lambda each: -len(each.trials))


def _weight(change: Change) -> int:
    return _WEIGHT.get(change.sort, _LEAST)


def _is_so(change: Change, trial: Trial) -> bool:
    """Whether a requirement came out so in a case that speaks of its verdict alone."""
    result = _result(trial, change.name)
    return result is not None and not change.word and result.outcome == change.found


def _cause(change: Change, trials: Sequence[Trial], several: bool) -> Cause:
    """One cause; `several` says that there are services to tell apart."""
    wanted = {_expected(change, trial) for trial in trials}
    result = _result(trials[0], change.name) if change.sort == "requirement" else None
    expected = next(iter(wanted)) if len(wanted) == 1 else None
    shared = tuple(each for each in _shared(trials) if several or each[0] != "service")
    return Cause(change, expected, trials, result, shared)


def _changes(trial: Trial) -> Iterator[Change]:
    """What of a case came out otherwise, whatever expectation says so."""
    for each in trial.differences:
        sort, _, name = each.what.partition(".")
        if each.what == "failed":
            yield from _of_failed(each, trial)
        elif sort in _OF_REQUIREMENT:
            result = _result(trial, name)
            found = result.outcome.value if result is not None else ""
            yield Change("requirement", name, found, "messages" if sort == "messages" else "")
        else:
            found = str(each.found) if sort == "grounds" else ""
            yield Change(sort, name, found)


def _of_failed(difference: Difference, trial: Trial) -> Iterator[Change]:
    wanted, found = difference.expected, difference.found
    for name in dict.fromkeys((*found, *wanted)):
        if name in wanted and name in found:
            words = (word for word in found[name] if found[name][word] != wanted[name].get(word))
            yield from (Change("requirement", name, str(found[name][w]), w) for w in words)
        else:
            result = _result(trial, name)
            yield Change("requirement", name, result.outcome.value if result is not None else "")


def _result(trial: Trial, name: str) -> Result | None:
    return next((each for each in trial.report.results if each.requirement.id == name), None)


def _expected(change: Change, trial: Trial) -> str | None:
    """What a case expected where something came out otherwise; None where it does not say."""
    expect: Mapping[str, Any] = trial.story.case.expect
    if change.sort == "requirement" and not change.word:
        if change.name in expect.get("failed", {}):
            return Outcome.FAILED.value
        return _text(expect.get("outcomes", {}).get(change.name))
    if change.word and change.word != "messages":
        return _text(expect["failed"][change.name].get(change.word))
    if change.sort == "grounds":
        return _text(expect["grounds"][change.name])
    return None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _shared(trials: Sequence[Trial]) -> Iterator[tuple[str, str]]:
    """What several cases start from and change alike."""
    if len(trials) == 1:
        return
    features = [set(_features(trial)) for trial in trials]
    yield from sorted(set.intersection(*features))


def _features(trial: Trial) -> Iterator[tuple[str, str]]:
    case = trial.story.case
    start = case.given.get("base")
    yield ("base", start) if start is not None else ("sample", case.sample)
    if trial.report.service is not None:
        yield "service", trial.report.service
    yield from (("set", each) for each in case.given.get("set", {}))
    yield from (("remove", each) for each in case.given.get("remove", ()))
    yield from (("add", each) for each in case.given.get("add", {}))
    yield from ((word, str(case.given[word])) for word in ("today", "as_of") if word in case.given)
