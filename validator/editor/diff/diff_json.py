"""A difference for programs: `diff/v1`, one JSON document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from validator.checks.value_parameters import Size
from validator.editor.diff.changes import (
    Against,
    Change,
    Compared,
    Detail,
    Impact,
    Reason,
    Stir,
    Turn,
)
from validator.editor.diff.diff_words import detail_line, sentence
from validator.explanation.sizes import Price, Word
from validator.facts.conditions import Condition, Test
from validator.facts.day_spans import DaySpan
from validator.facts.paths import Path
from validator.form.sums_said import FIELD, FIXED, LIMITS, OF, ROUND, SHARE
from validator.law.lengths import Length
from validator.law.money import Amount, InField, Rounded, Tenge, Times
from validator.law.regulation import Regulation
from validator.model import Named
from validator.output.json_text import Data, dump, plain_number
from validator.output.view import View

DIFF_SCHEMA: Final = "diff/v1"
DIFFS_SCHEMA: Final = "diffs/v1"


def one(told: Compared | Against, view: View) -> bytes:
    """The whole difference, or all those of a folder of specs from an earlier state: `diffs/v1`."""
    if isinstance(told, Compared):
        return f"{dump(_diff(told, view.lang), 2)}\n".encode()
    data = {
        "schema": DIFFS_SCHEMA,
        "against": told.revision,
        "same": not told.changed,
        "editions": {
            "added": list(told.added),
            "removed": list(told.removed),
            "same": list(told.same),
        },
        "diffs": [_diff(each, view.lang) for each in told.compared],
    }
    return f"{dump(data, 2)}\n".encode()


def _diff(compared: Compared, lang: str) -> Data:
    diff = compared.diff
    return {
        "schema": DIFF_SCHEMA,
        "standard": diff.after.standard,
        "before": _regulation(diff.before),
        "after": _regulation(diff.after),
        "same": not diff.changes,
        "same_meaning": diff.same_meaning,
        "counts": {section.value: len(found) for section, found in diff.sections().items()},
        "changes": [_change(change, lang) for change in diff.changes],
        "impact": None if compared.impact is None else _impact(compared.impact),
    }


def _regulation(regulation: Regulation) -> Data:
    return {
        "edition": regulation.edition,
        "in_force": {"from": value(regulation.in_force), "until": value(regulation.until)},
        "authority": regulation.authority,
        "spec_sha256": regulation.spec_sha256,
    }


def _change(change: Change, lang: str) -> Data:
    subject = change.subject
    return {
        "section": change.section.value,
        "topic": subject.topic.value,
        "id": subject.id,
        "kind": change.kind.value,
        "effect": change.effect.value,
        "loosened": change.loosened,
        "duty": value(subject.duty),
        "row": subject.row,
        "title": dict(subject.title) or None,
        "text": sentence(change, lang) or None,
        "citations": {"before": list(subject.before), "after": list(subject.after)},
        "details": [_detail(detail, lang) for detail in change.details],
    }


def _detail(detail: Detail, lang: str) -> Data:
    return {
        "what": detail.what,
        "effect": detail.effect.value,
        "of": value(detail.of),
        "before": value(detail.before),
        "after": value(detail.after),
        "text": detail_line(detail, lang),
    }


def _impact(impact: Impact) -> Data:
    return {
        "turned": [_turn(turn) for turn in impact.turned],
        "unchanged": {verdict.value: count for verdict, count in impact.unchanged.items()},
        "other_outcomes": impact.stirred,
        "told_otherwise": impact.otherwise,
        "by_side": {
            duty.value: [_count(*each) for each in counts.items()]
            for duty, counts in impact.sides.items()
        },
        "by_requirement": [_stir(stir) for stir in impact.stirs],
        "moved": [
            {
                "bundle": move.bundle,
                "what": move.what,
                "before": value(move.before),
                "after": value(move.after),
            }
            for move in impact.moves
        ],
        "other_standard": impact.foreign,
    }


def _stir(stir: Stir) -> Data:
    return {
        "requirement": stir.requirement,
        "duty": stir.duty.value,
        "outcomes": [_count(*each) for each in stir.counts.items()],
    }


def _count(sides: tuple[StrEnum | None, StrEnum | None], count: int) -> Data:
    return {"before": value(sides[0]), "after": value(sides[1]), "bundles": count}


def _turn(turn: Turn) -> Data:
    return {
        "bundle": turn.bundle,
        "before": turn.before.value,
        "after": turn.after.value,
        "because": [_reason(reason) for reason in turn.because],
        "outline": turn.outline,
    }


def _reason(reason: Reason) -> Data:
    return {
        "requirement": reason.requirement,
        "before": {"outcome": value(reason.before), "citation": reason.cited_before},
        "after": {"outcome": value(reason.after), "citation": reason.cited_after},
    }


def value(of: Any) -> Any:
    """A value as JSON data, in the words of the specs."""
    return next((form(of) for types, form in _FORMS if isinstance(of, types)), of)


def _price(price: Price) -> Data:
    return {"formula": _formula(price.amount), "tenge": price.tenge, "day": price.day.isoformat()}


def _formula(amount: Amount | None) -> Data | None:
    if amount is None:
        return None
    match amount:
        case Times():
            return {amount.parameter.id: plain_number(amount.count)}
        case Tenge():
            return {FIXED: plain_number(amount.value)}
        case InField():
            return {FIELD: str(amount.of.named.id)}
        case Rounded():
            return {**(_formula(amount.of) or {}), ROUND: amount.how.value}
    share: Data = {SHARE: plain_number(amount.percent), OF: _formula(amount.of)}
    limits = {word: _formula(getattr(amount, word)) for word in LIMITS}
    return share | {word: limit for word, limit in limits.items() if limit is not None}


def _condition(condition: Condition) -> list[Data]:
    return [_tests(tests) for tests in condition.alternatives]


def _tests(tests: Iterable[Test]) -> Data:
    found: Data = {}
    for test in tests:  # of one field its own tests, and the days between which it has to lie
        found[test.path.dotted] = {**found.get(test.path.dotted, {}), **_test(test)}
    return found


def _test(test: Test) -> Data:
    words = {name: getattr(test, name) for name in _TEST_WORDS}
    said = {name: value(found) for name, found in words.items() if found is not None}
    if isinstance(test, DaySpan):
        return {"from": value(test.first), "until": value(test.last)}
    return said if test.any is None else {**said, "any": _condition(test.any)}


_TEST_WORDS: Final = ("exists", "allowed", "forbidden", "min", "max", "within", "before")

_FORMS: Final[tuple[tuple[Any, Callable[[Any], Any]], ...]] = (
    (StrEnum, lambda of: of.value),
    (Word, lambda of: of.value),
    (Named, lambda of: of.id),
    (Size, lambda of: of.bytes),
    (Price, _price),
    (Amount, _formula),
    (Length, lambda of: f"{of.count}{of.unit}"),
    (Path, lambda of: of.dotted),
    (Condition, _condition),
    (Decimal, plain_number),
    (date | time, lambda of: of.isoformat()),
    (Mapping, dict),
    (tuple, lambda of: [value(each) for each in of]),
)
"""What a type of value becomes; the first that fits, and nothing for what JSON can say."""
