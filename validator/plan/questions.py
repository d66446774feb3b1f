"""What to ask somebody who has no application yet: what papers, fees and terms hang on.

The questions come from the specs, in the order of the form. What does not apply by what is known
is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import date
from typing import Any, Final

from validator.facts.conditions import Condition, sums_in
from validator.facts.examination import Examination
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT, DERIVED_DAYS, DOCUMENTS, SUBMITTED_AT
from validator.form.applying import belongs, holds, needed
from validator.form.fields import Field
from validator.frozen import frozen
from validator.law.money import Amount, fields_of
from validator.model import Duty
from validator.places import pointer
from validator.standard.edition import Edition, Rule

_FEES: Final = "fees"
_ROWS: Final = ("documents", _FEES, "deadlines")
"""Rows of the standard whose entries say what somebody has to bring, to pay and to wait for."""
_LATER: Final = (*DERIVED_DAYS, SUBMITTED_AT.dotted, DOCUMENTS.dotted)
_MOMENTS: Final = ("date", "time")

Way = tuple[str, ...]
"""The keys of a field from the root, those of lists without the number of an entry."""
Place = tuple[str | int, ...]
"""The same with the numbers of entries, from 0."""


@frozen
class Question:
    """What is not known yet, and decides something.

    Attributes:
        place: where the answer goes.
        counts: whether it is asked how many entries a list has.
        is_needed: whether an application without it would lack something.
        entry: the rule of the list it is about an entry of, and the number of that, from 1.
        of: how many entries there are.
    """

    place: Place
    rule: Field
    counts: bool = False
    is_needed: bool = False
    entry: tuple[Field, int] | None = None
    of: int = 0


def deciding(edition: Edition, service: str) -> frozenset[Way]:
    """The fields that papers, fees and terms of a service hang on, with those on the way to them.

    What says whether one of these has a place in the form is among them.
    """
    fields = edition.form.fields
    found: set[Way] = set()
    waiting = [way for rule in _rules(edition, service) for way in _read_by(rule, fields)]
    while waiting:
        way = waiting.pop()
        if way in found or ".".join(way) in _LATER or not way:
            continue
        field = fields.get(way[0])
        if field is None or field.duty is Duty.PROVIDER:
            continue
        found.add(way)
        waiting.append(way[:-1])
        waiting += _conditions_of(fields, way)
    return frozenset(found)


def next_question(
    edition: Edition, manifest: Mapping[str, Any], passed_over: Set[Place], day: date
) -> Question | None:
    """The first thing that is still to be asked; None where there is nothing more.

    Args:
        manifest: what is known; it names a service of the edition.
        passed_over: what was asked already and is not known.
        day: the day that counts.
    """
    service, fields = str(manifest.get("service")), edition.form.fields
    wanted = deciding(edition, service)
    root = Values(Examination(day=day), "", manifest)
    if is_free(edition, root):
        wanted -= {
            way for each in _rules(edition, service) for way in _days_of_payment(each, fields)
        }
    return next(_Walk(wanted, passed_over).of_map(fields, root, (), ()), None)


def is_free(edition: Edition, root: Values) -> bool:
    """Whether no fee is due for an application, as far as that is known."""
    fees = [each for each in _rules(edition, root.value.get("service")) if each.kind.row == _FEES]
    return all(each.when is not None and holds(each.when, root) is False for each in fees)


def _rules(edition: Edition, service: str) -> Iterator[Rule]:
    for rule in edition.rules:
        if rule.kind.row in _ROWS and service in rule.requirement.services:
            yield rule


def _read_by(rule: Rule, fields: Mapping[str, Field]) -> Iterator[Way]:
    lists = [path.parts for path in rule.for_each]
    yield from lists
    conditions = [
        rule.asks_when,
        *(getattr(each, "when", None) for each in rule.parameters.values()),
    ]
    for condition in conditions:
        for base in lists or [()]:
            yield from _tested(condition, base)
    for sort in rule.parameters.values():
        if isinstance(sort, Amount):
            yield from (field.parts for field in fields_of(sort))
    yield from _days_of_payment(rule, fields)


def _days_of_payment(rule: Rule, fields: Mapping[str, Field]) -> Iterator[Way]:
    """What says when a fee was paid: its rate is that of the day."""
    for name in rule.kind.reads if rule.kind.row == _FEES else ():
        way = tuple(name.split("."))
        field = _field_at(fields, way)
        if field is not None and field.check_with in _MOMENTS:
            yield way


def _tested(condition: Condition | None, base: Way) -> Iterator[Way]:
    for test in (each for tests in condition.alternatives for each in tests) if condition else ():
        if test.path.is_derived:
            continue
        way = test.path.parts if test.path.rooted else (*base, *test.path.parts)
        yield way
        for field in (
            each for amount in sums_in((test.min, test.max)) for each in fields_of(amount)
        ):
            yield field.parts if field.rooted else (*base, *field.parts)
        yield from _tested(test.any, way)


def _conditions_of(fields: Mapping[str, Field], way: Way) -> Iterator[Way]:
    """The fields that say whether one has a place in the form."""
    base: Way = ()
    for at in range(len(way)):
        rule = _field_at(fields, way[: at + 1])
        if rule is None:
            return
        yield from _tested(rule.only, base)
        if rule.item is not None:
            base = way[: at + 1]


def _field_at(fields: Mapping[str, Field], way: Iterable[str]) -> Field | None:
    rule: Field | None = None
    for part in way:
        rule = fields.get(part)
        if rule is None:
            return None
        fields = rule.items
    return rule


@frozen
class _Walk:
    """Goes through an application for what is not known of it, in the order of the form."""

    wanted: Set[Way]
    passed_over: Set[Place]

    def of_map(
        self, fields: Mapping[str, Field], scope: Values, place: Place, way: Way
    ) -> Iterator[Question]:
        """What is not known of one map.

        Args:
            scope: what conditions begin from: the entry of a list that it is or stands in.
            place, way: of the map.
        """
        here: Any = scope.root.value
        for part in place:
            here = here.get(part, {}) if isinstance(here, dict) else here[int(part)]
        for key, rule in fields.items():
            below = (*way, key)
            if below not in self.wanted or not isinstance(here, dict) or not _is_asked(rule, scope):
                continue
            at, value = (*place, key), here.get(key, ABSENT)
            if isinstance(value, list) and rule.items:
                yield from self._of_list(rule, value, scope, at, below)
            elif rule.fields:
                yield from self.of_map(rule.fields, scope, at, below)
            elif value is ABSENT and at not in self.passed_over:
                yield Question(at, rule, bool(rule.items), bool(needed(rule, scope)))

    def _of_list(
        self, rule: Field, entries: list[Any], scope: Values, place: Place, way: Way
    ) -> Iterator[Question]:
        for number, entry in enumerate(entries):
            at = (*place, number)
            own = Values(scope.examination, pointer(*at), entry, scope.root)
            for each in self.of_map(rule.items, own, at, way):
                yield replace(
                    each, entry=each.entry or (rule, number + 1), of=each.of or len(entries)
                )


def _is_asked(rule: Field, scope: Values) -> bool:
    if isinstance(rule.required, Condition) and holds(rule.required, scope) is False:
        return False
    return belongs(rule, scope) is True


def put_answer(manifest: dict[str, Any], place: Place, value: Any) -> None:
    """Put a value where the answer of a question goes; maps on the way to it are made."""
    here: Any = manifest
    *way, last = place
    for part in way:
        here = here.setdefault(part, {}) if isinstance(here, dict) else here[int(part)]
    here[last] = value
