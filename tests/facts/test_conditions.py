"""Conditions in three values, and what facts say of values that are absent, spoilt or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import FrozenInstanceError
from itertools import product
from typing import Any

import pytest

from tests.facts.made import (
    DAY,
    MALFORMED,
    MISSING,
    SETTING,
    facts_of,
    path_to,
    violations_of,
)
from validator.errors import MissingFact
from validator.facts.conditions import Condition, Test
from validator.facts.examination import Examination
from validator.facts.facts import Case, Facts
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT
from validator.model import Duty, Message

# Three-valued conditions

STATES: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "absent": False,  # it may be left out, and is
    MALFORMED: None,
    MISSING: None,
}


def _kleene_and(values: Iterable[bool | None]) -> bool | None:
    values = list(values)
    return False if False in values else None if None in values else True


def _kleene_or(values: Iterable[bool | None]) -> bool | None:
    values = list(values)
    return True if True in values else None if None in values else False


def _with_states(states: Mapping[str, str]) -> Facts:
    values = {"true": "yes", "false": "no", MALFORMED: ["rubbish"]}
    return facts_of(
        {key: values[state] for key, state in states.items() if state in values},
        [f"/{key}" for key, state in states.items() if state == MALFORMED],
        [f"/{key}" for key, state in states.items() if state == MISSING],
    )


def _answer(condition: Condition, facts: Facts) -> bool | None:
    try:
        return facts.meet(condition)
    except MissingFact:
        return None


def _is_yes(key: str) -> Test:
    return Test(path_to(key), allowed=("yes",))


@pytest.mark.parametrize(
    ("manifest", "malformed", "expected"),
    [({"a": "yes"}, [], True), ({"a": "no"}, [], False), ({"a": 1}, ["/a"], None)],
)
def test_a_condition_is_asked_once_a_case(
    manifest: dict[str, Any],
    malformed: list[str],
    expected: bool | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []

    def met_by(_: Test, value: Any, __: Values) -> bool:
        asked.append(value)
        return bool(value == "yes")

    monkeypatch.setattr(Test, "met_by", met_by)
    condition, facts = Condition(((_is_yes("a"),),)), facts_of(manifest, malformed)

    answers = [_answer(condition, facts) for _ in range(3)]

    assert answers == [expected] * 3
    assert len(asked) == (0 if malformed else 1)


def test_nothing_of_a_case_can_be_changed() -> None:
    case = facts_of({"a": "yes"}).case

    for name in ("examination", "manifest", "as_of", "today", "root"):
        with pytest.raises(FrozenInstanceError):
            setattr(case, name, None)


@pytest.mark.parametrize("name", ["c.d", "c.d.e"])
@pytest.mark.parametrize("around", [{}, {"c": {}}, {"c": {"x": ""}}])
def test_a_name_with_dots_is_no_way_through_maps(name: str, around: dict[str, Any]) -> None:
    facts = facts_of({**around, name: "spoof"})

    assert facts.get(path_to(name)) is ABSENT
    assert not Condition(((Test(path_to(name), exists=True),),)).holds(facts)


@pytest.mark.parametrize("first", STATES)
@pytest.mark.parametrize("second", STATES)
def test_all_of_a_set_must_hold(first: str, second: str) -> None:
    condition = Condition(((_is_yes("a"), _is_yes("b")),))

    answer = _answer(condition, _with_states({"a": first, "b": second}))

    assert answer is _kleene_and([STATES[first], STATES[second]])


@pytest.mark.parametrize("first", STATES)
@pytest.mark.parametrize("second", STATES)
def test_one_of_several_sets_must_hold(first: str, second: str) -> None:
    condition = Condition(((_is_yes("a"),), (_is_yes("b"),)))

    answer = _answer(condition, _with_states({"a": first, "b": second}))

    assert answer is _kleene_or([STATES[first], STATES[second]])


def test_sets_of_tests_are_answered_by_the_tables() -> None:
    condition = Condition(((_is_yes("a"), _is_yes("b")), (_is_yes("c"), _is_yes("d"))))
    for states in product(STATES, repeat=4):
        a, b, c, d = (STATES[each] for each in states)

        answer = _answer(condition, _with_states(dict(zip("abcd", states, strict=True))))

        assert answer is _kleene_or([_kleene_and([a, b]), _kleene_and([c, d])]), states


def test_a_condition_without_alternatives_never_holds() -> None:
    assert not Condition(()).holds(facts_of({}))
    assert not Condition(()).holds(facts_of({}, ["/a"]))


@pytest.mark.parametrize(
    ("exists", "state", "expected"),
    [
        *[(True, "true", True), (True, "absent", False), (True, MALFORMED, None)],
        *[(True, MISSING, None), (False, "true", False), (False, "absent", True)],
        *[(False, MALFORMED, None), (False, MISSING, None)],
    ],
)
def test_whether_a_value_exists(exists: bool, state: str, expected: bool | None) -> None:
    condition = Condition(((Test(path_to("a"), exists=exists),),))

    assert _answer(condition, _with_states({"a": state})) is expected


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        *[({"min": 3}, 3, True), ({"min": 3}, 2, False), ({"max": 3}, 3, True)],
        *[
            ({"max": 3}, 4, False),
            ({"min": 1, "max": 3}, 2, True),
            ({"min": 1, "max": 3}, 4, False),
        ],
        *[({"min": 1, "max": 3}, 0, False), ({"allowed": (1, 2)}, 2, True)],
        *[({"allowed": (1,)}, True, False), ({"allowed": (True,)}, 1, False)],
        *[({"allowed": (0,)}, False, False), ({"allowed": (False,)}, False, True)],
        *[({"allowed": ("1",)}, 1, False), ({"allowed": (4,), "min": 5}, 4, False)],
        *[({"exists": True, "max": 3}, 4, False), ({"exists": False, "max": 3}, 3, False)],
        *[({"max": 2014}, ABSENT, False), ({"allowed": (1,)}, ABSENT, False)],
        *[({"exists": False, "max": 3}, ABSENT, True)],
    ],
)
def test_words_of_a_test(words: dict[str, Any], value: Any, expected: bool) -> None:
    facts = facts_of({} if value is ABSENT else {"a": value})

    assert Test(path_to("a"), **words).holds(facts) is expected


def test_the_missing_value_that_matters_is_named() -> None:
    condition = Condition(((_is_yes("a"), _is_yes("b")),))

    with pytest.raises(MissingFact) as caught:
        condition.holds(_with_states({"a": MALFORMED, "b": MISSING}))

    assert caught.value.pointer == "/a"
    assert caught.value.message == Message("missing_fact", {"pointer": "/a"})


# What is there


@pytest.mark.parametrize("malformed", ["/a", "/a/b", "/a/b/c"])
def test_a_malformed_value_spoils_what_is_in_it(malformed: str) -> None:
    facts = facts_of({"a": {"b": {"c": 1}}}, [malformed])

    for reading in (facts.get, facts.need, facts.known):
        with pytest.raises(MissingFact) as caught:
            reading(path_to("a.b.c"))
        assert caught.value.pointer == malformed


@pytest.mark.parametrize("malformed", ["/ab", "/a/bc", "/a/b/d", "/b"])
def test_and_nothing_else(malformed: str) -> None:
    assert facts_of({"a": {"b": {"c": 1}}}, [malformed]).need(path_to("a.b.c")) == 1


@pytest.mark.parametrize("missing", ["/a", "/a/b", "/a/b/c"])
def test_what_is_needed_and_missing_leaves_open_what_is_in_it(missing: str) -> None:
    facts = facts_of({}, (), [missing])

    assert facts.get(path_to("a.b.c")) is ABSENT
    with pytest.raises(MissingFact):
        facts.known(path_to("a.b.c"))
    assert facts_of({}, (), ["/a/b"]).known(path_to("a.d")) is ABSENT


def test_items_of_lists_and_maps_bear_their_places() -> None:
    facts = facts_of({"a": [{"x": 1}, {"x": 2}], "b": {"x": 3}})

    items = [each for name in "abc" for each in facts.items(path_to(name))]

    assert [(each.base, each.need(path_to("x"))) for each in items] == [
        *[("/a/0", 1), ("/a/1", 2), ("/b", 3)]
    ]
    assert items[1].pointer(path_to("x")) == "/a/1/x"


def test_a_malformed_item_is_trouble_only_when_it_is_looked_at() -> None:
    first, second = facts_of({"a": ["rubbish", {"x": 2}]}, ["/a/0"]).items(path_to("a"))

    assert second.need(path_to("x")) == 2
    with pytest.raises(MissingFact) as caught:
        first.get(path_to("x"))
    assert caught.value.pointer == "/a/0"


@pytest.mark.parametrize("spoilt", [{"malformed": ["/a"]}, {"missing": ["/a"]}])
def test_items_of_a_spoilt_list_are_not_known(spoilt: dict[str, Any]) -> None:
    with pytest.raises(MissingFact):
        facts_of({}, **spoilt).items(path_to("a"))


# What some entry of a list meets

_SPLIT = Condition(((Test(path_to("form"), allowed=("spin_off",)), Test(path_to("at"), min=3)),))


@pytest.mark.parametrize(
    ("entries", "malformed", "expected"),
    [
        *[([], [], False), ([{"form": "spin_off", "at": 3}], [], True)],
        # Of one entry everything has to hold.
        ([{"form": "spin_off", "at": 2}, {"form": "merger", "at": 3}], [], False),
        ([{"form": "merger", "at": 3}, {"form": "spin_off", "at": 9}], [], True),
        # What is unknown of one matters only where no other one settles it.
        ([{"form": 5, "at": 3}], ["/changes/0/form"], None),
        ([{"form": 5, "at": 2}], ["/changes/0/form"], False),
        ([{"form": 5, "at": 3}, {"form": "spin_off", "at": 3}], ["/changes/0/form"], True),
        (["rubbish"], ["/changes/0"], None),
        (["rubbish", {"form": "spin_off", "at": 3}], ["/changes/0"], True),
        ("rubbish", ["/changes"], None),
        ([{"at": 3}], [], False),
    ],
)
def test_some_entry_of_a_list(entries: Any, malformed: list[str], expected: bool | None) -> None:
    condition = Condition(((Test(path_to("changes"), any=_SPLIT),),))

    assert _answer(condition, facts_of({"changes": entries}, malformed)) is expected


def test_of_no_list_no_entry_meets_anything() -> None:
    condition = Condition(((Test(path_to("changes"), any=_SPLIT),),))

    assert _answer(condition, facts_of({})) is False
    assert _answer(condition, facts_of({}, missing=["/changes"])) is None


# What the provider has spoilt is for the applicant not on record


def _unrecorded(manifest: Mapping[str, Any], *pointers: str) -> Facts:
    spoilt = frozenset(pointers)
    examined = Examination({}, spoilt, frozenset({"/processing/needed"}), frozenset({"processing"}))
    case = Case(SETTING, manifest, {}, DAY, examined.seen_by(Duty.APPLICANT))
    return case.root


def test_a_value_that_the_provider_spoilt_is_absent_for_the_applicant() -> None:
    manifest = {"processing": {"result": 5, "day": "2026-01-12"}, "mobile": 7}
    facts = _unrecorded(manifest, "/processing/result", "/mobile")

    assert facts.get(path_to("processing.result")) is ABSENT
    assert facts.known(path_to("processing.needed")) is ABSENT
    assert facts.get(path_to("processing.day")) == "2026-01-12"
    with pytest.raises(MissingFact):
        facts.get(path_to("mobile"))


def test_what_lies_in_a_map_that_the_provider_spoilt_is_absent() -> None:
    facts = _unrecorded({"processing": ["rubbish"]}, "/processing")

    assert facts.get(path_to("processing")) is ABSENT
    assert facts.get(path_to("processing.result")) is ABSENT
    assert facts.items(path_to("processing.controls")) == ()


def test_an_entry_that_the_provider_spoilt_is_passed_over() -> None:
    facts = _unrecorded(
        {"processing": {"controls": ["rubbish", {"at": 1}, {"at": "x"}]}},
        "/processing/controls/0",
        "/processing/controls/2/at",
    )
    controls = facts.items(path_to("processing.controls"))

    assert [each.base for each in controls] == ["/processing/controls/1", "/processing/controls/2"]
    assert [each.get(path_to("at")) for each in controls] == [1, ABSENT]


def test_what_the_applicant_spoilt_stays_unknown_to_the_provider() -> None:
    examined = Examination({}, frozenset({"/mobile"}), providers=frozenset({"processing"}))

    assert examined.seen_by(Duty.PROVIDER) is examined
    assert examined.seen_by(Duty.APPLICANT) is examined


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        *[({}, []), ({"c": {}}, [("/c", "value_there")])],
        *[({"c": {"d": False}}, [("/c", "value_there")])],
    ],
)
def test_a_value_that_has_no_place_there(manifest: dict[str, Any], expected: Any) -> None:
    assert (
        violations_of("value", facts_of(manifest), test=Test(path_to("c"), exists=False))
        == expected
    )
