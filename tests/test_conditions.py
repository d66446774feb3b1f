"""Conditions, lists of items and sums: what is decided where some values are not to be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor
from pathlib import Path as FilePath
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.checks import KINDS
from validator.checks.fees import fee_due
from validator.checks.grounds import Grounds
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.case import Case
from validator.facts.conditions import Condition, Test
from validator.facts.examination import Examination
from validator.facts.facts import Facts
from validator.facts.moments import elapsed
from validator.facts.paths import ABSENT, AS_OF, Path
from validator.law.calendar import zone_of
from validator.law.money import Amount, DatedValue, Parameter, Share, Times, due_on
from validator.law.regulation import Requirement
from validator.law.setting import Hours, RowEntry, Setting
from validator.model import Duty, GroundState, Member, Message, Named, Outcome, Severity
from validator.report import Result
from validator.standard.catalogue import Catalogue
from validator.words.messages import say

SPECS = FilePath(__file__).parent.parent / "specs"
SETTING = Catalogue(SPECS).edition("medical-activity-licence", "2025-93").setting
DAY = date(2026, 1, 12)
REQUIREMENT: Final = Requirement(
    id="r",
    citations={"": "c"},
    row="refusal",
    services=("s",),
    duty=Duty.APPLICANT,
    severity=Severity.ERROR,
    consequence="none",
    title={},
    fix={},
    who=None,
    kind="manual",
)
Test.__test__ = False  # type: ignore[attr-defined]  # a noun of the specs, no test of pytest's

MISSING, MALFORMED = "missing", "malformed"


def _path(dotted: str) -> Path:
    return Path(tuple(dotted.split(".")))


def _facts(
    manifest: Mapping[str, Any],
    malformed: Iterable[str] = (),
    missing: Iterable[str] = (),
    *,
    as_of: date = DAY,
    today: date | None = None,
    members: Mapping[str, Member] | None = None,
    setting: Setting = SETTING,
) -> Facts:
    examined = Examination({}, frozenset(malformed), frozenset(missing))
    return Case(setting, manifest, members or {}, as_of, examined, today).root


def _item(facts: Facts, dotted: str) -> Facts:
    return facts.items(_path(dotted))[0]


def _yielded(kind: str, facts: Facts, **parameters: Any) -> list[tuple[str, str]]:
    """Place and message of each violation."""
    found = KINDS[kind].run(facts, **parameters)
    return [(each.pointer, each.message.key) for each in found]


def _lacking(kind: str, facts: Facts, **parameters: Any) -> str:
    """The pointer that a check lacks the value of, before it has found anything wrong."""
    with pytest.raises(MissingFact) as caught:
        assert next(KINDS[kind].run(facts, **parameters), None) is None
    return caught.value.pointer


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
    return _facts(
        {key: values[state] for key, state in states.items() if state in values},
        [f"/{key}" for key, state in states.items() if state == MALFORMED],
        [f"/{key}" for key, state in states.items() if state == MISSING],
    )


def _answer(condition: Condition, facts: Facts) -> bool | None:
    try:
        return facts.meet(condition)
    except MissingFact:
        return None


def _there(key: str) -> Test:
    return Test(_path(key), exists=True)


def _is_yes(key: str) -> Test:
    return Test(_path(key), allowed=("yes",))


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

    def met_by(_: Test, value: Any) -> bool:
        asked.append(value)
        return bool(value == "yes")

    monkeypatch.setattr(Test, "met_by", met_by)
    condition, facts = Condition(((_is_yes("a"),),)), _facts(manifest, malformed)

    answers = [_answer(condition, facts) for _ in range(3)]

    assert answers == [expected] * 3
    assert len(asked) == (0 if malformed else 1)


def test_nothing_of_a_case_can_be_changed() -> None:
    case = _facts({"a": "yes"}).case

    for name in ("examination", "manifest", "as_of", "today", "root"):
        with pytest.raises(FrozenInstanceError):
            setattr(case, name, None)


@pytest.mark.parametrize("name", ["c.d", "c.d.e"])
@pytest.mark.parametrize("around", [{}, {"c": {}}, {"c": {"x": ""}}])
def test_a_name_with_dots_is_no_way_through_maps(name: str, around: dict[str, Any]) -> None:
    facts = _facts({**around, name: "spoof"})

    assert facts.get(_path(name)) is ABSENT
    assert not Condition(((Test(_path(name), exists=True),),)).holds(facts)


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u2003", "\u200b", "\u3164 \ufe0f"])
def test_a_blank_text_is_absent(blank: str) -> None:
    facts = _facts({"a": blank, "c": {"d": blank, "e": "x"}, "items": [{"a": blank}]})

    assert facts.get(_path("a")) is facts.get(_path("c.d")) is ABSENT
    assert facts.get(_path("c.e")) == "x"
    assert _item(facts, "items").get(_path("a")) is ABSENT


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
    assert not Condition(()).holds(_facts({}))
    assert not Condition(()).holds(_facts({}, ["/a"]))


@pytest.mark.parametrize(
    ("exists", "state", "expected"),
    [
        *[(True, "true", True), (True, "absent", False), (True, MALFORMED, None)],
        *[(True, MISSING, None), (False, "true", False), (False, "absent", True)],
        *[(False, MALFORMED, None), (False, MISSING, None)],
    ],
)
def test_whether_a_value_exists(exists: bool, state: str, expected: bool | None) -> None:
    condition = Condition(((Test(_path("a"), exists=exists),),))

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
    facts = _facts({} if value is ABSENT else {"a": value})

    assert Test(_path("a"), **words).holds(facts) is expected


def test_the_missing_value_that_matters_is_named() -> None:
    condition = Condition(((_is_yes("a"), _is_yes("b")),))

    with pytest.raises(MissingFact) as caught:
        condition.holds(_with_states({"a": MALFORMED, "b": MISSING}))

    assert caught.value.pointer == "/a"
    assert caught.value.message == Message("missing_fact", {"pointer": "/a"})


# What is there


def test_an_empty_text_says_nothing() -> None:
    facts = _facts({"a": "", "b": {"c": " \n"}, "d": 0, "e": False, "f": []})

    assert facts.get(_path("a")) is ABSENT
    assert facts.get(_path("b.c")) is ABSENT
    assert [facts.get(_path(key)) for key in "def"] == [0, False, []]
    with pytest.raises(MissingFact):
        facts.need(_path("a"))


@pytest.mark.parametrize("malformed", ["/a", "/a/b", "/a/b/c"])
def test_a_malformed_value_spoils_what_is_in_it(malformed: str) -> None:
    facts = _facts({"a": {"b": {"c": 1}}}, [malformed])

    for reading in (facts.get, facts.need, facts.known):
        with pytest.raises(MissingFact) as caught:
            reading(_path("a.b.c"))
        assert caught.value.pointer == malformed


@pytest.mark.parametrize("malformed", ["/ab", "/a/bc", "/a/b/d", "/b"])
def test_and_nothing_else(malformed: str) -> None:
    assert _facts({"a": {"b": {"c": 1}}}, [malformed]).need(_path("a.b.c")) == 1


@pytest.mark.parametrize("missing", ["/a", "/a/b", "/a/b/c"])
def test_what_is_needed_and_missing_leaves_open_what_is_in_it(missing: str) -> None:
    facts = _facts({}, (), [missing])

    assert facts.get(_path("a.b.c")) is ABSENT
    with pytest.raises(MissingFact):
        facts.known(_path("a.b.c"))
    assert _facts({}, (), ["/a/b"]).known(_path("a.d")) is ABSENT


def test_items_of_lists_and_maps_bear_their_places() -> None:
    facts = _facts({"a": [{"x": 1}, {"x": 2}], "b": {"x": 3}})

    items = [each for name in "abc" for each in facts.items(_path(name))]

    assert [(each.base, each.need(_path("x"))) for each in items] == [
        *[("/a/0", 1), ("/a/1", 2), ("/b", 3)]
    ]
    assert items[1].pointer(_path("x")) == "/a/1/x"


def test_a_malformed_item_is_trouble_only_when_it_is_looked_at() -> None:
    first, second = _facts({"a": ["rubbish", {"x": 2}]}, ["/a/0"]).items(_path("a"))

    assert second.need(_path("x")) == 2
    with pytest.raises(MissingFact) as caught:
        first.get(_path("x"))
    assert caught.value.pointer == "/a/0"


@pytest.mark.parametrize("spoilt", [{"malformed": ["/a"]}, {"missing": ["/a"]}])
def test_items_of_a_spoilt_list_are_not_known(spoilt: dict[str, Any]) -> None:
    with pytest.raises(MissingFact):
        _facts({}, **spoilt).items(_path("a"))


# Moments


def test_moments_are_dates_local_times_years_and_the_day_that_counts() -> None:
    facts = _facts({"d": "2026-01-12", "t": "2026-01-12T20:30:00Z", "y": 2014, "z": 1})

    assert facts.moment(_path("d")) == date(2026, 1, 12)
    assert facts.moment(_path("y")) == 2014
    assert facts.moment(Path((AS_OF,))) == DAY
    moment = facts.moment(_path("t"))
    assert isinstance(moment, datetime)
    assert moment.replace(tzinfo=None) == datetime(2026, 1, 13, 1, 30)  # noqa: DTZ001
    assert facts.day(_path("t")) == date(2026, 1, 13)
    with pytest.raises(MissingFact):
        facts.day(_path("y"))


@pytest.mark.parametrize("spoof", ["2030-01-01", "", [], 2030])
def test_no_field_passes_for_the_day_that_counts(spoof: Any) -> None:
    manifest = {AS_OF: spoof, "d": "2030-01-01", "items": [{AS_OF: spoof, "d": "2030-01-01"}]}
    facts = _facts(manifest)
    for each in (facts, _item(facts, "items")):
        assert each.moment(_path("d")) == date(2030, 1, 1)
        assert each.moment(Path((AS_OF,))) == DAY


def test_a_malformed_time_of_submission_leaves_the_day_unknown() -> None:
    facts = _facts({"submitted_at": "2026-01-12 10:15", "d": "2026-01-01"}, ["/submitted_at"])
    as_of, field = Path((AS_OF,)), _path("d")
    span = {"from_": date(2020, 1, 1), "until": date(2020, 1, 3)}

    assert _lacking("interval", facts, earlier=field, later=as_of) == "/submitted_at"
    assert _lacking("chronology", facts, pairs=({"earlier": field, "later": as_of},)) == (
        "/submitted_at"
    )
    assert _lacking("day_outside", facts, **span) == "/submitted_at"


def _at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


ALMATY: Final = zone_of("Asia/Almaty")
BEFORE_THE_CLOCK: Final = datetime(2024, 2, 29, 23, 30, tzinfo=ALMATY, fold=0)
AFTER_THE_CLOCK: Final = datetime(2024, 2, 29, 23, 30, tzinfo=ALMATY, fold=1)
"""Almaty put its clocks back by an hour at midnight before 1 March 2024."""


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2026, 1, 12), date(2026, 1, 13), timedelta(days=1)),
        (_at(10), _at(10, 1), timedelta(minutes=1)),
        (BEFORE_THE_CLOCK, AFTER_THE_CLOCK, timedelta(hours=1)),
        (_at(23), date(2026, 1, 12), timedelta()),
        (date(2026, 1, 12), _at(0), timedelta()),
        (_at(0, day=14), date(2026, 1, 12), timedelta(days=-2)),
        (2014, date(2014, 1, 1), timedelta()),
        (date(2015, 1, 1), 2014, timedelta(days=-365)),
        (2014, _at(0), timedelta(days=12 * 365)),
        (2014, 2013, timedelta(days=-365)),
    ],
)
def test_time_passes_in_the_coarser_unit(earlier: Any, later: Any, expected: timedelta) -> None:
    assert elapsed(earlier, later) == expected


def _interval(earlier: Any, later: Any, **parameters: Any) -> list[str]:
    facts = _facts({"a": earlier, "b": later})
    return [
        key
        for place, key in _yielded(
            "interval", facts, earlier=_path("a"), later=_path("b"), **parameters
        )
        if place == "/a"
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("2026-01-12", "2026-01-12", []),
        ("2026-01-12", "2026-01-13", []),
        ("2026-01-13", "2026-01-12", ["date_after"]),
        ("2026-01-12T10:00:00+05:00", "2026-01-12T10:00:00+05:00", []),
        ("2026-01-12T10:00:01+05:00", "2026-01-12T10:00:00+05:00", ["date_after"]),
        ("2026-01-12T10:00:00+05:00", "2026-01-12T06:00:00Z", []),
        ("2026-01-12T11:30:00+05:00", "2026-01-12T06:00:00Z", ["date_after"]),
        # the day of a time is the provider's
        ("2026-01-13", "2026-01-12T20:00:00Z", []),
        ("2026-01-13", "2026-01-12T18:59:59Z", ["date_after"]),
        (2026, "2026-01-01", []),
        (2027, "2026-12-31", ["date_after"]),
        (2026, "2025-12-31T19:00:00Z", []),
        (2026, "2025-12-31T18:59:59Z", ["date_after"]),
    ],
)
def test_one_date_is_not_after_another(earlier: Any, later: Any, expected: list[str]) -> None:
    assert _interval(earlier, later) == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("2026-01-13T10:00:00+05:00", []),
        ("2026-01-13T09:59:59+05:00", ["interval_too_short"]),
        ("2026-01-12T10:00:00+05:00", ["interval_too_short"]),
        ("2026-01-12T09:59:59+05:00", ["date_after"]),
        ("2026-01-11T10:00:00+05:00", ["date_after"]),
    ],
)
def test_a_least_distance_is_kept(later: str, expected: list[str]) -> None:
    earlier = "2026-01-12T10:00:00+05:00"

    assert _interval(earlier, later, at_least=timedelta(hours=24)) == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        *[("2026-02-11", []), ("2026-02-12", ["interval_too_long"]), ("2026-01-12", [])],
    ],
)
def test_a_greatest_distance_is_kept(later: str, expected: list[str]) -> None:
    assert _interval("2026-01-12", later, at_most=timedelta(days=30)) == expected


@pytest.mark.parametrize(("ordered", "expected"), [(True, ["date_after"]), (False, [])])
def test_the_order_itself_can_be_left_to_another_requirement(
    ordered: bool, expected: list[str]
) -> None:
    limit = timedelta(days=30)

    assert _interval("2026-01-12", "2026-01-01", at_most=limit, ordered=ordered) == expected


def test_the_day_that_counts_has_no_place_of_its_own() -> None:
    as_of, field = Path((AS_OF,)), _path("a")
    late, early = _facts({"a": "2026-01-13"}), _facts({"a": "2026-01-11"})

    assert _yielded("interval", late, earlier=field, later=as_of) == [("/a", "date_after")]
    assert _yielded("interval", early, earlier=as_of, later=field) == [("/a", "date_after")]


def test_of_a_draft_the_day_that_counts_is_not_called_its_submission() -> None:
    named = {"earlier": _path("a"), "later": Path((AS_OF,), {"en": "Time of submission"})}
    draft, submitted = {"a": "2026-01-13"}, {"a": "2026-01-13", **_SUBMITTED}
    said = [
        say(next(KINDS["interval"].run(_facts(manifest), **named)).message, "en")
        for manifest in (draft, submitted)
    ]

    assert "“day of the check” (12 January 2026)" in said[0]
    assert "“Time of submission” (12 January 2026)" in said[1]


def test_without_one_of_its_dates_an_interval_is_not_known() -> None:
    both = {"earlier": _path("a"), "later": _path("b")}

    assert _lacking("interval", _facts({"b": "2026-01-12"}), **both) == "/a"
    assert _lacking("interval", _facts({"a": "2026-01-12"}), **both) == "/b"
    assert _lacking("interval", _facts({"a": "x", "b": "2026-01-12"}, ["/a"]), **both) == "/a"


_PAIRS = (
    {"earlier": _path("a"), "later": _path("b")},
    {"earlier": _path("b"), "later": _path("c")},
)


def test_of_a_chronology_the_pairs_that_are_there_count() -> None:
    facts = _facts({"a": "2026-01-12", "b": "2026-01-11", "c": "2026-01-10"})

    assert _yielded("chronology", facts, pairs=_PAIRS) == [
        *[("/b", "date_after"), ("/c", "date_after")]
    ]
    facts = _facts({"a": "2026-01-12", "b": "2026-01-11"})
    assert _yielded("chronology", facts, pairs=_PAIRS) == [("/b", "date_after")]
    assert (
        _yielded("chronology", _facts({"b": "2026-01-12", "c": "2026-01-12"}), pairs=_PAIRS) == []
    )


def test_a_chronology_without_any_pair_does_not_apply() -> None:
    with pytest.raises(NotApplicable):
        _yielded("chronology", _facts({"a": "2026-01-12", "c": "2026-01-12"}), pairs=_PAIRS)


def test_a_malformed_date_leaves_a_chronology_open_but_not_what_is_certain() -> None:
    facts = _facts({"a": "x", "b": "2026-01-11", "c": "2026-01-10"}, ["/a"])
    found = KINDS["chronology"].run(facts, pairs=_PAIRS)

    assert next(found).pointer == "/c"
    with pytest.raises(MissingFact):
        next(found)


# Hours and days

_LUNCH = Hours(time(9), time(18, 30), (time(13), time(14, 30)))


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        *[(time(9), True), (time(8, 59, 59), False), (time(18, 30), True)],
        *[(time(18, 30, 1), False), (time(13), True), (time(13, 0, 1), False)],
        *[(time(14, 29, 59), False), (time(14, 30), True), (time(0), False)],
    ],
)
def test_both_ends_of_each_half_of_the_day_are_worked(moment: time, inside: bool) -> None:
    assert _LUNCH.include(moment) is inside
    assert replace(_LUNCH, lunch=None).include(moment) is (inside or 13 <= moment.hour <= 14)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-01-12T09:00:00+05:00", True),
        ("2026-01-12T08:59:59+05:00", False),
        ("2026-01-12T04:00:00Z", True),
        ("2026-01-12T13:30:00Z", True),
        ("2026-01-12T13:30:01Z", False),
        ("2026-01-10T10:00:00+05:00", False),  # a Saturday
        ("2026-01-07T10:00:00+05:00", False),  # Christmas
    ],
)
def test_a_time_in_working_hours(moment: str, inside: bool) -> None:
    found = _yielded("in_hours", _facts({"a": moment}), path=_path("a"))

    assert found == ([] if inside else [("/a", "outside_hours")])


def test_a_mere_date_is_in_no_hours() -> None:
    assert _lacking("in_hours", _facts({"a": "2026-01-12"}), path=_path("a")) == "/a"


@pytest.mark.parametrize(("day", "inside"), [(16, False), (17, True), (19, True), (20, False)])
def test_a_span_of_days_has_both_its_ends(day: int, inside: bool) -> None:
    facts = _facts({}, as_of=date(2025, 11, day))
    span = {"from_": date(2025, 11, 17), "until": date(2025, 11, 19)}

    found = _yielded("day_outside", facts, **span)

    assert found == ([("/submitted_at", "day_uncertain")] if inside else [])


# Terms

_SUBMITTED = {"service": "issue", "submitted_at": "2025-12-30T10:00:00+05:00"}


_TWO_DAYS = {"decided": _path("decided_at"), "result": _path("result"), "working_days": 2}


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ("2026-01-05T23:59:59+05:00", []),
        ("2026-01-05T18:59:59Z", []),
        ("2026-01-05T19:00:00Z", [("/decided_at", "decision_late")]),
        ("2026-01-06T00:00:00+05:00", [("/decided_at", "decision_late")]),
        ("2025-12-30T10:30:00+05:00", []),
    ],
)
def test_a_decision_is_in_time_up_to_the_end_of_the_due_day(decided: str, expected: Any) -> None:
    facts = _facts({**_SUBMITTED, "decided_at": decided})

    assert _yielded("deadline", facts, **_TWO_DAYS) == expected


@pytest.mark.parametrize(("day", "is_late"), [(None, False), (5, False), (6, True)])
def test_no_decision_is_late_once_a_later_day_is_given(day: int | None, is_late: bool) -> None:
    facts = _facts(_SUBMITTED, today=date(2026, 1, day) if day else None)

    if is_late:
        assert _yielded("deadline", facts, **_TWO_DAYS) == [("/decided_at", "decision_overdue")]
    else:
        with pytest.raises(NotApplicable):
            _yielded("deadline", facts, **_TWO_DAYS)


def test_a_result_without_the_day_of_decision_leaves_the_term_open() -> None:
    facts = _facts({**_SUBMITTED, "result": "licence"})

    assert _lacking("deadline", facts, **_TWO_DAYS) == "/decided_at"


def test_a_draft_has_no_term() -> None:
    facts = _facts({"service": "issue"}, today=date(2030, 1, 1))

    with pytest.raises(NotApplicable):
        _yielded("deadline", facts, **_TWO_DAYS)
    with pytest.raises(NotApplicable):
        facts.case.term()


def test_what_is_accepted_or_decided_is_no_draft() -> None:
    decided = _facts({"service": "issue", "decided_at": "2026-01-12T10:00:00Z"})
    accepted = _facts({"service": "issue", "accepted_on": "2026-01-12"})

    assert _lacking("deadline", decided, **_TWO_DAYS) == "/submitted_at"
    path = _path("accepted_on")
    assert _lacking("accepted_not_before", accepted, path=path) == "/submitted_at"
    assert _lacking("acceptance_delay", accepted, path=path, tolerated=0) == "/submitted_at"


@pytest.mark.parametrize(
    ("manifest", "malformed", "pointer"),
    [
        ({"service": "x", "submitted_at": "2026-01-12T10:00:00Z"}, ["/service"], "/service"),
        ({"submitted_at": "2026-01-12T10:00:00Z"}, [], "/service"),
        ({"service": "issue", "submitted_at": "x"}, ["/submitted_at"], "/submitted_at"),
        ({"service": "issue", "submitted_at": "2050-01-12T10:00:00Z"}, [], ""),
    ],
)
def test_a_term_hangs_on_service_and_submission(
    manifest: dict[str, Any], malformed: list[str], pointer: str
) -> None:
    with pytest.raises(MissingFact) as caught:
        _facts(manifest, malformed).case.term()

    assert caught.value.pointer == pointer


def test_a_service_without_a_term_has_none() -> None:
    setting = replace(SETTING, terms=())

    with pytest.raises(NotApplicable):
        _facts(_SUBMITTED, setting=setting).case.term()


def test_of_two_terms_at_once_neither_is_taken() -> None:
    two = (RowEntry(("issue",), None, 2), RowEntry(("issue", "reissue"), None, 3))
    facts = _facts(_SUBMITTED, setting=replace(SETTING, terms=two))

    with pytest.raises(MissingFact) as caught:
        facts.case.term()

    assert caught.value.message.key == "entries_overlap"
    reissue = _facts({**_SUBMITTED, "service": "reissue"}, setting=facts.case.setting)
    assert reissue.case.term().due == date(2026, 1, 6)


@pytest.mark.parametrize(
    ("recorded", "is_early", "is_late", "is_too_late"),
    [
        ("2025-12-29", True, False, False),
        ("2025-12-30", False, False, False),
        ("2025-12-31", False, True, False),
        # The next working day after that is Monday the 5th; the days before it are off.
        ("2026-01-04", False, None, True),
        ("2026-01-05", False, None, True),
    ],
)
def test_acceptance_is_recorded_on_its_day(
    recorded: str, is_early: bool, is_late: bool | None, is_too_late: bool
) -> None:
    facts, path = _facts({**_SUBMITTED, "a": recorded}), _path("a")
    late = [("/a", "accepted_late")]

    early = _yielded("accepted_not_before", facts, path=path)
    assert early == ([("/a", "accepted_early")] if is_early else [])
    assert _yielded("acceptance_delay", facts, path=path, tolerated=1) == late * is_too_late
    if is_late is None:
        with pytest.raises(NotApplicable):
            _yielded("acceptance_delay", facts, path=path, tolerated=0, told_until=1)
    else:
        found = _yielded("acceptance_delay", facts, path=path, tolerated=0, told_until=1)
        assert found == late * is_late


def test_a_term_over_an_estimated_holiday_is_not_certain() -> None:
    submitted = {"service": "issue", "submitted_at": "2028-04-28T10:00:00+05:00"}
    case = _facts(submitted).case
    skipped = case.term().skipped

    found = _yielded("term_certain", _facts(submitted))

    assert found == [("/submitted_at", "holiday_estimated")] * sum(d.estimated for d in skipped)
    assert found


def test_a_term_over_announced_holidays_is() -> None:
    assert _yielded("term_certain", _facts(_SUBMITTED)) == []


# Documents

_WANTED = {"document": Named("diploma", {})}


def _documents(*entries: Any, malformed: Iterable[str] = ()) -> Facts:
    people = [{"id": "s1"}, {"id": "s2"}]
    made = [{"file": "a.pdf", **each} if isinstance(each, dict) else each for each in entries]
    manifest = {"staff": people, "applicant": {}, "documents": made}
    return _facts(manifest, malformed, members={"a.pdf": Member("a.pdf", 1)})


def test_a_document_of_the_kind_is_enough() -> None:
    assert _yielded("document", _documents({"kind": "lease"}, {"kind": "diploma"}), **_WANTED) == []


def test_without_one_it_is_missing() -> None:
    for facts in (_documents(), _documents({"kind": "lease"})):
        assert _yielded("document", facts, **_WANTED) == [("/documents", "document_missing")]


def test_an_item_needs_a_document_of_its_own() -> None:
    facts = _documents(*({"kind": "diploma", "concerns": each} for each in ("s2", "applicant")))
    first, second = facts.items(_path("staff"))

    assert _yielded("document", second, **_WANTED) == []
    assert _yielded("document", first, **_WANTED) == [("/staff/0", "document_missing_for")]


def test_a_map_is_called_by_its_own_name() -> None:
    facts = _documents({"kind": "diploma", "concerns": "applicant"})

    assert _yielded("document", _item(facts, "applicant"), **_WANTED) == []


def test_a_document_of_the_kind_that_does_not_fit_is_told_apart() -> None:
    with_ = Condition(((Test(_path("form"), allowed=(2,)),),))
    misfit, fit = {"kind": "diploma", "form": 3}, {"kind": "diploma", "form": 2}

    assert _yielded("document", _documents(misfit, fit), **_WANTED, with_=with_) == []
    assert _yielded("document", _documents(misfit), **_WANTED, with_=with_) == [
        ("/documents/0", "document_misfit")
    ]


@pytest.mark.parametrize(
    ("entry", "spoilt"),
    [
        ("rubbish", "/documents/1"),
        ({"kind": "diplom"}, "/documents/1/kind"),
        ({}, "/documents/1/kind"),
        ({"kind": "diploma", "form": "2"}, "/documents/1/form"),
    ],
)
def test_a_spoilt_entry_may_be_the_document(entry: Any, spoilt: str) -> None:
    with_ = Condition(((Test(_path("form"), allowed=(2,)),),))
    malformed = [spoilt] if entry != {} else []

    facts = _documents({"kind": "lease"}, entry, malformed=malformed)
    assert _lacking("document", facts, **_WANTED, with_=with_) == spoilt

    found = {"kind": "diploma", "form": 2}
    facts = _documents(found, entry, malformed=malformed)
    assert _yielded("document", facts, **_WANTED, with_=with_) == []
    facts = _documents({"kind": "lease"}, entry, found, malformed=malformed)
    assert _yielded("document", facts, **_WANTED, with_=with_) == []


def test_an_entry_that_says_too_little_may_be_the_document() -> None:
    with_ = Condition(((Test(_path("form"), allowed=(2,)),),))
    facts = _documents({"kind": "diploma"})

    assert _lacking("document", facts, **_WANTED, with_=with_) == "/documents/0/form"
    assert _lacking("document", _item(facts, "staff"), **_WANTED) == ("/documents/0/concerns")


def test_whom_a_document_concerns_matters_only_if_the_kind_does() -> None:
    spoilt = {"kind": "diploma", "concerns": 5}
    facts = _documents(spoilt, malformed=["/documents/0/concerns"])
    assert _lacking("document", _item(facts, "staff"), **_WANTED).endswith("concerns")

    facts = _documents({**spoilt, "kind": "lease"}, malformed=["/documents/0/concerns"])
    assert _yielded("document", _item(facts, "staff"), **_WANTED) == [
        ("/staff/0", "document_missing_for")
    ]


def test_twice_the_people_and_documents_are_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = 0
    get = Facts.get

    def counting(facts: Facts, path: Path) -> Any:
        nonlocal looked_up
        looked_up += 1
        return get(facts, path)

    monkeypatch.setattr(Facts, "get", counting)

    def work(size: int) -> int:
        nonlocal looked_up
        looked_up = 0
        names = [f"s{number}" for number in range(size)]
        paper = {"kind": "diploma", "file": "a.pdf"}
        entries = [{**paper, "concerns": name} for name in reversed(names)]
        staff = [{"id": name} for name in names]
        members = {"a.pdf": Member("a.pdf", 1)}
        facts = _facts({"staff": staff, "documents": entries}, members=members)
        for person in facts.items(_path("staff")):
            assert _yielded("document", person, **_WANTED) == []
        return looked_up

    assert work(80) < 2.5 * work(40)


def test_an_item_without_a_name_cannot_be_concerned() -> None:
    facts = _facts({"staff": [{"id": 5}], "documents": []}, ["/staff/0/id"])

    assert _lacking("document", _item(facts, "staff"), **_WANTED) == "/staff/0/id"


def test_a_list_that_is_none_may_hold_any_document() -> None:
    facts = _facts({"documents": "all of them"}, ["/documents"])

    assert _lacking("document", facts, **_WANTED) == "/documents"


def test_without_the_list_every_document_is_missing() -> None:
    facts = _facts({}, missing=["/documents"])

    assert _yielded("document", facts, **_WANTED) == [("/documents", "document_missing")]


# Files

_PDF = Member("a.pdf", 10, head=b"%PDF-1.7", sha256="ab" * 32)
_TYPES = ("application/pdf", "image/png")
_LEASE: dict[str, Any] = {"document": Named("lease", {})}


def _told(member: Member | None, **entry: Any) -> list[tuple[str, str]]:
    """What is told of the file of a document that is needed, and of its digest."""
    members = {} if member is None else {member.name: member}
    manifest = {"documents": [{"kind": "lease", "file": "a.pdf", **entry}]}
    facts = _facts(manifest, members=members)
    found = _yielded("document", facts, **_LEASE, types=_TYPES, max_bytes=10)
    if "sha256" in entry:
        with suppress(NotApplicable):
            found += _yielded("digest", _item(facts, "documents"))
    return found


@pytest.mark.parametrize(
    ("member", "entry", "expected"),
    [
        (_PDF, {}, []),
        (_PDF, {"sha256": "ab" * 32}, []),
        (_PDF, {"sha256": "AB" * 32}, []),
        (_PDF, {"sha256": "ac" * 32}, [("/documents/0/sha256", "file_digest")]),
        (None, {}, [("/documents/0/file", "file_missing")]),
        (None, {"sha256": "ac" * 32}, [("/documents/0/file", "file_missing")]),
        (_PDF._replace(regular=False), {}, [("/documents/0/file", "file_missing")]),
        (_PDF._replace(size=0), {"sha256": "ac" * 32}, [("/documents/0/file", "file_empty")]),
        (_PDF._replace(size=11), {}, [("/documents/0/file", "file_too_large")]),
        (_PDF._replace(head=b"GIF89a"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"?"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"\xff\xd8\xff\xe0"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"\xff\xd8\xff%PDF-"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b" %PDF-1.7"), {}, []),
        (_PDF._replace(head=b"\0" * 1019 + b"%PDF-"), {}, []),
        (_PDF._replace(head=b"\0" * 1020 + b"%PDF"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"\xef\xbb\xbf%PDF-1.7"), {}, []),
        (_PDF._replace(head=b"\x89PNG\r\n\x1a\n"), {}, []),
        (
            _PDF._replace(size=11, head=b"MZ"),
            {"sha256": "0" * 64},
            [("/documents/0/file", "file_too_large"), ("/documents/0/sha256", "file_digest")],
        ),
    ],
)
def test_a_file_is_there_whole_of_a_type_and_as_declared(
    member: Member | None, entry: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert _told(member, **entry) == expected


def test_a_file_is_found_in_whatever_form_its_name_is_written() -> None:
    member = _PDF._replace(name="\u0439.pdf")  # й, which may be written as и and a breve

    assert _told(member, file="\u0438\u0306.pdf") == []


def test_a_file_that_could_not_be_read_is_not_judged() -> None:
    with pytest.raises(MissingFact) as caught:
        _told(_PDF._replace(trouble=Message("file_unreadable", {"file": "a.pdf"})))

    assert caught.value.message.key == "file_unreadable"


def test_nor_the_digest_of_one_that_was_not() -> None:
    with pytest.raises(MissingFact) as caught:
        _told(_PDF._replace(sha256=None), sha256="ab" * 32)

    assert caught.value.message.key == "file_not_read"
    assert _told(_PDF._replace(sha256=None)) == []


def test_any_type_and_size_will_do_where_none_is_asked() -> None:
    members = {"a.p7s": Member("a.p7s", 1 << 40, head=b"?")}
    # A key that the form does not know is no digest of it either.
    facts = _facts({"signature": {"file": "a.p7s"}, "sha256": 5}, members=members)

    assert _yielded("file", facts, path=_path("signature.file")) == []


# Lists that cover lists


def _covered(facts: Facts) -> list[tuple[str, str]]:
    return _yielded("covered", facts, claims=_path("claims"), by=_path("by"), with_="of")


def test_each_claim_stands_in_some_item() -> None:
    by = [{"of": ["a", "b"]}, {"of": ["c"]}]

    assert _covered(_facts({"claims": ["a", "c", "a"], "by": by})) == []
    assert _covered(_facts({"claims": [], "by": []})) == []
    assert _covered(_facts({"claims": ["a", "d", "e"], "by": by})) == [
        *[("/claims/1", "claim_uncovered"), ("/claims/2", "claim_uncovered")]
    ]


@pytest.mark.parametrize(
    ("by", "malformed"),
    [
        *[(["rubbish"], "/by/0"), ([{"of": "a"}], "/by/0/of"), ([{"of": ["x"]}], "/by/0/of/0")],
        *[([{}], None), ([{"of": ["b", 5]}], "/by/0/of/1")],
    ],
)
def test_a_claim_that_a_spoilt_item_may_cover_is_left_open(by: Any, malformed: str | None) -> None:
    spoilt = [malformed] if malformed else []
    asked = {"claims": _path("claims"), "by": _path("by"), "with_": "of"}

    facts = _facts({"claims": ["a"], "by": [*by, {"of": ["c"]}]}, spoilt)
    assert _lacking("covered", facts, **asked) == (malformed or "/by/0/of")

    # Even if the other claims are covered something is open.
    facts = _facts({"claims": ["b"], "by": [*by, {"of": ["b"]}]}, spoilt)
    assert _lacking("covered", facts, **asked) == (malformed or "/by/0/of")


def test_the_first_spoilt_entry_is_the_reason() -> None:
    by = [{"of": ["a", "b", "c"]}, {"of": ["d"]}]
    spoilt = ["/by/0/of/1", "/by/0/of/2", "/by/1/of/0"]
    facts = _facts({"claims": [], "by": by}, malformed=spoilt)

    asked = {"claims": _path("claims"), "by": _path("by"), "with_": "of"}
    assert _lacking("covered", facts, **asked) == "/by/0/of/1"


def test_a_spoilt_claim_is_left_open_beside_one_that_is_not_covered() -> None:
    facts = _facts({"claims": ["x", "a"], "by": [{"of": ["b"]}]}, ["/claims/0"])
    found = KINDS["covered"].run(facts, claims=_path("claims"), by=_path("by"), with_="of")

    assert next(found).pointer == "/claims/1"
    with pytest.raises(MissingFact):
        next(found)


@pytest.mark.parametrize("absent", ["claims", "by"])
def test_without_either_list_nothing_is_said(absent: str) -> None:
    manifest = {"claims": ["a"], "by": [{"of": ["a"]}]}
    del manifest[absent]

    with pytest.raises(MissingFact) as caught:
        _covered(_facts(manifest))
    assert caught.value.pointer == f"/{absent}"


# Single values


def test_a_value_is_there_and_allowed() -> None:
    facts = _facts({"a": "x", "n": 5})

    assert _yielded("value", facts, test=Test(_path("a"))) == []
    assert _yielded("value", facts, test=Test(_path("a"), allowed=("x", "y"))) == []
    assert _yielded("value", facts, test=Test(_path("a"), allowed=("y",))) == [
        ("/a", "value_not_allowed")
    ]
    assert _yielded("value", facts, test=Test(_path("n"), min=5, max=5)) == []
    assert _yielded("value", facts, test=Test(_path("n"), min=6)) == [("/n", "value_not_allowed")]
    assert _yielded("value", facts, test=Test(_path("n"), max=4)) == [("/n", "value_not_allowed")]


def test_absence_is_a_breach_only_where_that_is_said() -> None:
    assert _lacking("value", _facts({"a": ""}), test=Test(_path("a"))) == "/a"
    assert _yielded("value", _facts({}), test=_there("a")) == [("/a", "value_absent")]
    assert _lacking("value", _facts({"a": 1}, ["/a"]), test=_there("a")) == "/a"


def test_a_value_is_said_by_its_name_where_it_has_one() -> None:
    path = Path(("a",), {"en": "A"}, {"x": {"en": "Xyz"}})

    assert path.say("x") == Named("x", {"en": "Xyz"})
    assert path.named == Named("a", {"en": "A"})
    assert (path.say("y"), path.say(5), path.say(True)) == ("y", 5, True)
    assert path.say(["personal"]) == path.say({"a": 1}) == "…"


def test_what_only_a_person_can_tell() -> None:
    with pytest.raises(NeedsPerson):
        _yielded("manual", _facts({}))


def test_a_ground_that_the_bundle_contradicts() -> None:
    facts = _facts({"grounds": ["g1", "g2", "g3", "g4"]})
    states = (GroundState.APPLIES, GroundState.DOES_NOT_APPLY, GroundState.UNDECIDED)
    grounds = Grounds(dict(zip(("g1", "g2", "g3"), states, strict=True)))

    assert _yielded("grounds_hold", facts, grounds=grounds, path=_path("grounds")) == [
        ("/grounds/1", "ground_contradicted")
    ]


def test_only_the_grounds_that_are_looked_at_are_contradicted() -> None:
    facts = _facts({"grounds": ["g1", "g2"]})
    states = dict.fromkeys(("g1", "g2"), GroundState.DOES_NOT_APPLY)
    result = Result(replace(REQUIREMENT, consequence="g2"), "c", Outcome.PASSED)
    grounds = Grounds(states, {"r": result})

    assert _yielded(
        "grounds_hold", facts, grounds=grounds, path=_path("grounds"), among=("g2",)
    ) == [("/grounds/1", "ground_contradicted")]


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (Outcome.FAILED, []),
        (Outcome.PASSED, [("/grounds/0", "ground_unestablished")]),
        (Outcome.MANUAL, [("/grounds/0", "ground_unestablished")]),
        (Outcome.INAPPLICABLE, [("/grounds/0", "ground_unestablished")]),
    ],
)
def test_a_ground_that_has_to_be_on_record(outcome: Outcome, found: list[Any]) -> None:
    facts = _facts({"grounds": ["g1"]})
    for demand in (
        replace(REQUIREMENT, consequence="g1"),
        replace(REQUIREMENT, consequence="incomplete_package", refusable="g1"),
    ):
        grounds = Grounds({}, {"r": Result(demand, "c", outcome)})
        given: dict[str, Any] = {"grounds": grounds, "path": _path("grounds"), "needed": ("g1",)}

        assert _yielded("grounds_established", facts, **given) == found


def test_a_ground_that_hangs_on_what_is_not_known() -> None:
    facts = _facts({"grounds": ["g1"]})
    demand, reason = replace(REQUIREMENT, consequence="g1"), Message("fee_absent")
    grounds = Grounds({}, {"r": Result(demand, "c", Outcome.UNDETERMINED, reason=reason)})
    given: dict[str, Any] = {"grounds": grounds, "path": _path("grounds"), "needed": ("g1",)}

    assert _lacking("grounds_established", facts, **given) == "/grounds/0"


def test_without_a_ground_named_there_is_none_to_hold() -> None:
    facts = _facts({"grounds": []})

    with pytest.raises(NotApplicable):
        _yielded("grounds_hold", facts, grounds=Grounds({}), path=_path("grounds"))


# Money


def _parameter(*values: tuple[date, str]) -> Parameter:
    dated = (DatedValue(day, Decimal(value), "law", {}) for day, value in values)
    return Parameter("mci", {"en": "MCI"}, tuple(dated))


_MCI = _parameter((date(2025, 1, 1), "3932"), (date(2026, 1, 1), "4325"))


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2025, 1, 1), 3932), (date(2025, 12, 31), 3932), (date(2026, 1, 1), 4325), (DAY, 4325)],
)
def test_a_parameter_holds_from_its_day_on(day: date, value: int) -> None:
    assert _MCI.on(day).value == value


def test_after_its_last_day_a_parameter_is_not_known() -> None:
    mci = replace(_MCI, until=date(2026, 12, 31))
    assert mci.on(date(2026, 12, 31)).value == 4325
    for day in (date(2027, 1, 1), date.max):
        with pytest.raises(MissingFact) as caught:
            mci.on(day)
        assert caught.value.message.key == "parameter_unknown"


def test_before_its_first_day_a_parameter_is_not_known() -> None:
    for amount in (Times(Decimal(1), _MCI), Share(Decimal(10), Times(Decimal(1), _MCI))):
        with pytest.raises(MissingFact) as caught:
            due_on(amount, date(2024, 12, 31))
        assert caught.value.message.key == "parameter_unknown"


@pytest.mark.parametrize(
    ("percent", "limit", "due", "last"),
    [
        *[(10, 4, 4325, "sum_below_limit"), (10, None, 4325, "sum_of_share")],
        *[(50, 4, 17300, "sum_limited"), (40, 4, 17300, "sum_below_limit")],
        *[(41, 4, 17300, "sum_limited"), (0, 4, 0, "sum_below_limit"), (100, 0, 0, "sum_limited")],
    ],
)
def test_a_share_has_a_limit_that_may_bind(
    percent: int, limit: int | None, due: int, last: str
) -> None:
    at_most = None if limit is None else Times(Decimal(limit), _MCI)
    share = Share(Decimal(percent), Times(Decimal(10), _MCI), at_most)

    made = due_on(share, DAY)

    assert made.value == due
    assert made.day == DAY
    assert made.trace[0].key == "sum_of_index"
    assert made.trace[-1].key == last


@pytest.mark.parametrize(
    ("value", "due"), [("0.49", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2)]
)
def test_half_a_tenge_is_rounded_up(value: str, due: int) -> None:
    assert due_on(Times(Decimal(1), _parameter((DAY, value))), DAY).value == due


def test_no_amount_is_no_fee() -> None:
    made = due_on(None, DAY)

    assert (made.value, made.trace) == (0, ())


_VALUES = st.decimals(0, 100_000, places=2)
_TIMES = st.builds(
    Times,
    st.integers(0, 500).map(Decimal),
    st.builds(
        lambda a, b: Parameter(
            "p",
            {},
            (DatedValue(date(2020, 1, 1), a, "law", {}), DatedValue(DAY, b, "law", {})),
        ),
        _VALUES,
        _VALUES,
    ),
)
_AMOUNTS: st.SearchStrategy[Amount] = st.recursive(
    _TIMES,
    lambda inner: st.builds(Share, st.integers(0, 250).map(Decimal), inner, st.none() | inner),
    max_leaves=4,
)


def _exact(amount: Amount, day: date) -> Fraction:
    if isinstance(amount, Times):
        before, after = amount.parameter.values
        return Fraction(amount.count) * Fraction((after if day >= DAY else before).value)
    share = _exact(amount.of, day) * Fraction(amount.percent) / 100
    return share if amount.at_most is None else min(share, _exact(amount.at_most, day))


@given(_AMOUNTS, st.sampled_from([date(2020, 1, 1), date(2026, 1, 11), DAY, date(2027, 1, 1)]))
def test_sums_agree_with_exact_fractions(amount: Amount, day: date) -> None:
    assert due_on(amount, day).value == floor(_exact(amount, day) + Fraction(1, 2))


def _paying(amount: int | None, paid_on: str = "2025-12-31", **more: Any) -> Facts:
    fee = {} if amount is None else {"fee": {"amount": amount, "paid_on": paid_on}}
    return _facts({"service": "issue", "subject": "licence", **fee, **more})


_FEE: dict[str, Any] = {"amount": Times(Decimal(10), _MCI)}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (_paying(39320), []),
        (_paying(39319), [("/fee/amount", "fee_too_low")]),
        (_paying(39320, "2026-01-01"), [("/fee/amount", "fee_too_low")]),
        (_paying(43250, "2026-01-01"), []),
        (_paying(50000), []),
        (_paying(None), [("/fee", "fee_missing")]),
    ],
)
def test_a_fee_is_paid_at_the_rate_of_the_day_of_payment(facts: Facts, expected: Any) -> None:
    assert _yielded("fee", facts, **_FEE) == expected


def test_a_fee_without_amount_or_day_is_not_known() -> None:
    no_day = _facts({"service": "issue", "fee": {"amount": 1}})
    no_amount = _facts({"service": "issue", "fee": {"paid_on": "2026-01-01"}})

    assert _lacking("fee", no_day, **_FEE) == "/fee/paid_on"
    assert _lacking("fee", no_amount, **_FEE) == "/fee/amount"
    assert _lacking("fee", _facts({"service": "issue", "fee": 5}, ["/fee"]), **_FEE) == "/fee"


@pytest.mark.parametrize(
    ("subject", "amount", "is_over"),
    [
        *[("licence", 39320, False), ("licence", 39321, True), ("licence", 1, False)],
        *[("annex", 1, True), ("annex", 0, False)],
    ],
)
def test_more_than_is_due_is_told(subject: str, amount: int, is_over: bool) -> None:
    found = _yielded("fee_not_over", _paying(amount, subject=subject))

    assert found == ([("/fee/amount", "fee_too_high")] if is_over else [])


def test_what_is_due_hangs_on_service_and_subject() -> None:
    assert fee_due(_paying(None)).value == 43250
    assert fee_due(_paying(None, subject="annex")).value == 0
    assert fee_due(_paying(None, service="reissue")).value == 4325
    assert fee_due(_paying(None, service="duplicate")).value == 43250
    for manifest, malformed in (
        ({"subject": "licence"}, []),
        ({"service": "issue", "subject": "x"}, ["/subject"]),
        ({"service": "x", "subject": "licence"}, ["/service"]),
    ):
        with pytest.raises(MissingFact):
            fee_due(_facts(manifest, malformed))


def test_of_two_fees_at_once_neither_is_due() -> None:
    fee: RowEntry[Amount] = RowEntry(("issue",), None, _FEE["amount"])

    with pytest.raises(MissingFact) as caught:
        fee_due(_facts({"service": "issue"}, setting=replace(SETTING, fees=(fee, fee))))
    assert caught.value.message.key == "entries_overlap"
    both = _facts({"service": "issue"}, setting=replace(SETTING, fees=(fee, fee)))
    with pytest.raises(MissingFact) as caught:
        _yielded("fee", both, **_FEE)
    assert caught.value.message.key == "entries_overlap"


# What some entry of a list meets

_SPLIT = Condition(((Test(_path("form"), allowed=("spin_off",)), Test(_path("at"), min=3)),))


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
    condition = Condition(((Test(_path("changes"), any=_SPLIT),),))

    assert _answer(condition, _facts({"changes": entries}, malformed)) is expected


def test_of_no_list_no_entry_meets_anything() -> None:
    condition = Condition(((Test(_path("changes"), any=_SPLIT),),))

    assert _answer(condition, _facts({})) is False
    assert _answer(condition, _facts({}, missing=["/changes"])) is None


# What the provider has spoilt is for the applicant not on record


def _unrecorded(manifest: Mapping[str, Any], *pointers: str) -> Facts:
    spoilt = frozenset(pointers)
    examined = Examination({}, spoilt, frozenset({"/processing/needed"}), frozenset({"processing"}))
    case = Case(SETTING, manifest, {}, DAY, examined.seen_by(Duty.APPLICANT))
    return case.root


def test_a_value_that_the_provider_spoilt_is_absent_for_the_applicant() -> None:
    manifest = {"processing": {"result": 5, "day": "2026-01-12"}, "mobile": 7}
    facts = _unrecorded(manifest, "/processing/result", "/mobile")

    assert facts.get(_path("processing.result")) is ABSENT
    assert facts.known(_path("processing.needed")) is ABSENT
    assert facts.get(_path("processing.day")) == "2026-01-12"
    with pytest.raises(MissingFact):
        facts.get(_path("mobile"))


def test_what_lies_in_a_map_that_the_provider_spoilt_is_absent() -> None:
    facts = _unrecorded({"processing": ["rubbish"]}, "/processing")

    assert facts.get(_path("processing")) is ABSENT
    assert facts.get(_path("processing.result")) is ABSENT
    assert facts.items(_path("processing.controls")) == ()


def test_an_entry_that_the_provider_spoilt_is_passed_over() -> None:
    facts = _unrecorded(
        {"processing": {"controls": ["rubbish", {"at": 1}, {"at": "x"}]}},
        "/processing/controls/0",
        "/processing/controls/2/at",
    )
    controls = facts.items(_path("processing.controls"))

    assert [each.base for each in controls] == ["/processing/controls/1", "/processing/controls/2"]
    assert [each.get(_path("at")) for each in controls] == [1, ABSENT]


def test_what_the_applicant_spoilt_stays_unknown_to_the_provider() -> None:
    examined = Examination({}, frozenset({"/mobile"}), providers=frozenset({"processing"}))

    assert examined.seen_by(Duty.PROVIDER) is examined
    assert examined.seen_by(Duty.APPLICANT) is examined


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        *[({}, []), ({"c": {}}, [("/c", "value_there")])],
        *[({"c": {"d": False}}, [("/c", "value_there")]), ({"c": "\u200b"}, [])],
    ],
)
def test_a_value_that_has_no_place_there(manifest: dict[str, Any], expected: Any) -> None:
    assert _yielded("value", _facts(manifest), test=Test(_path("c"), exists=False)) == expected
