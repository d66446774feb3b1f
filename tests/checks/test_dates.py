"""Kinds of check that compare dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from itertools import islice
from typing import Any

import pytest

from tests.facts.made import SUBMITTED, facts_of, lacking, path_to, violations_of
from validator.checks import KINDS
from validator.errors import MissingFact, NotApplicable
from validator.facts.paths import ACCEPTED_ON, AS_OF, DUE_ON, Path
from validator.law.lengths import Length, length_of
from validator.law.setting import Hours
from validator.model import LANGUAGES, Violation
from validator.words.messages import say

_PAIRS = (
    {"earlier": path_to("a"), "later": path_to("b")},
    {"earlier": path_to("b"), "later": path_to("c")},
)


def _interval(earlier: Any, later: Any, **parameters: Any) -> list[str]:
    facts = facts_of({"a": earlier, "b": later})
    return [
        key
        for place, key in violations_of(
            "interval", facts, earlier=path_to("a"), later=path_to("b"), **parameters
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

    assert _interval(earlier, later, at_least=Length(24, "h")) == expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        *[("2026-02-11", []), ("2026-02-12", ["interval_too_long"]), ("2026-01-12", [])],
    ],
)
def test_a_greatest_distance_is_kept(later: str, expected: list[str]) -> None:
    assert _interval("2026-01-12", later, at_most=Length(30, "d")) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "length", "is_less", "is_more"),
    [
        # Minutes and hours are exact between two times.
        ("2026-01-12T10:00:00+05:00", "2026-01-12T10:19:59+05:00", "20m", True, False),
        ("2026-01-12T10:00:00+05:00", "2026-01-12T10:20:00+05:00", "20m", False, False),
        ("2026-01-12T10:00:00+05:00", "2026-01-12T10:20:01+05:00", "20m", False, True),
        # Days are those of the calendar: 45 of them end with the 26th of February.
        ("2026-01-12T00:00:01+05:00", "2026-02-25T23:59:59+05:00", "45d", True, False),
        ("2026-01-12T23:59:59+05:00", "2026-02-26T00:00:00+05:00", "45d", False, False),
        ("2026-01-12T00:00:00+05:00", "2026-02-26T23:59:59+05:00", "45d", False, False),
        ("2026-01-12T23:59:59+05:00", "2026-02-27T00:00:00+05:00", "45d", False, True),
        ("2026-01-12T23:59:59+05:00", "2026-02-26T19:00:00Z", "45d", False, True),
        # From Friday the 9th two working days end on Tuesday the 13th.
        ("2026-01-09", "2026-01-12", "2wd", True, False),
        ("2026-01-09", "2026-01-13T23:59:59+05:00", "2wd", False, False),
        ("2026-01-09", "2026-01-14", "2wd", False, True),
        # A month ends with the same number, or the last day there is.
        ("2026-01-31", "2026-02-27", "1mo", True, False),
        ("2026-01-31", "2026-02-28", "1mo", False, False),
        ("2026-01-31", "2026-03-01", "1mo", False, True),
        ("2024-02-29", "2025-02-27", "1y", True, False),
        ("2024-02-29", "2025-02-28", "1y", False, False),
        ("2024-02-29", "2025-03-01", "1y", False, True),
        # Mere years have whole years between them.
        (2020, "2024-12-31", "5y", True, False),
        (2020, "2025-01-01", "5y", False, False),
        (2020, 2026, "60mo", False, True),
        ("2026-01-12", "2026-01-13", "24h", False, False),
        ("9999-12-01", "9999-12-30", "9999y", True, False),
    ],
)
def test_each_unit_is_counted_as_the_law_counts_it(
    earlier: Any, later: Any, length: str, is_less: bool, is_more: bool
) -> None:
    least = _interval(earlier, later, at_least=length_of(length))
    most = _interval(earlier, later, at_most=length_of(length))

    assert least == ["interval_too_short"] * is_less
    assert most == ["interval_too_long"] * is_more


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ("48h", ("48 сағаттан", "48 часов", "48 hours")),
        ("5m", ("5 минуттан", "5 минут", "5 minutes")),
        ("21d", ("21 күннен", "21 дня", "21 days")),
        ("2wd", ("2 жұмыс күнінен", "2 рабочих дней", "2 working days")),
        ("1mo", ("1 айдан", "1 месяца", "1 month ")),
        ("3y", ("3 жылдан", "3 лет", "3 years")),
    ],
)
def test_reports_speak_in_the_unit_of_the_specs(length: str, said: tuple[str, ...]) -> None:
    facts = facts_of({"a": "2026-01-12T10:00:00Z", "b": "2026-01-12T10:00:00Z"})
    ends = {"earlier": path_to("a"), "later": path_to("b"), "at_least": length_of(length)}
    (found,) = KINDS["interval"].run(facts, **ends)

    for lang, words in zip(LANGUAGES, said, strict=True):
        assert words in say(found.message, lang)


def test_days_that_follow_from_an_application_are_moments() -> None:
    # Two holidays and a weekend lie between acceptance on 30 December and the due day.
    accepted, due = Path((ACCEPTED_ON,)), Path((DUE_ON,))
    submitted = {**SUBMITTED, "a": "2025-12-30", "b": "2026-01-20"}
    facts = facts_of(submitted)
    day = facts.case.term().due

    assert facts.moment(accepted) == date(2025, 12, 30)
    assert facts.moment(due) == day
    for later, expected in ((day, []), (day.replace(day=day.day - 1), [("/b", "date_after")])):
        ends = {"earlier": due, "later": path_to("b")}
        found = violations_of("interval", facts_of({**submitted, "b": f"{later}"}), **ends)
        assert found == expected
    with pytest.raises(NotApplicable):
        violations_of("interval", facts_of({"service": "issue"}), earlier=accepted, later=due)
    pairs = ({"earlier": accepted, "later": path_to("a")}, *_PAIRS)
    draft = facts_of({"a": "2026-01-12", "b": "2026-01-11"})
    assert violations_of("chronology", draft, pairs=pairs) == [("/b", "date_after")]


@pytest.mark.parametrize(("ordered", "expected"), [(True, ["date_after"]), (False, [])])
def test_the_order_itself_can_be_left_to_another_requirement(
    ordered: bool, expected: list[str]
) -> None:
    limit = Length(30, "d")

    assert _interval("2026-01-12", "2026-01-01", at_most=limit, ordered=ordered) == expected


def test_the_day_that_counts_has_no_place_of_its_own() -> None:
    as_of, field = Path((AS_OF,)), path_to("a")
    late, early = facts_of({"a": "2026-01-13"}), facts_of({"a": "2026-01-11"})

    assert violations_of("interval", late, earlier=field, later=as_of) == [("/a", "date_after")]
    assert violations_of("interval", early, earlier=as_of, later=field) == [("/a", "date_after")]


def test_of_a_draft_the_day_that_counts_is_not_called_its_submission() -> None:
    named = {"earlier": path_to("a"), "later": Path((AS_OF,), {"en": "Time of submission"})}
    draft, submitted = {"a": "2026-01-13"}, {"a": "2026-01-13", **SUBMITTED}
    said = [
        say(next(KINDS["interval"].run(facts_of(manifest), **named)).message, "en")
        for manifest in (draft, submitted)
    ]

    assert "“day of the check” (12 January 2026)" in said[0]
    assert "“Time of submission” (12 January 2026)" in said[1]


def test_without_one_of_its_dates_an_interval_is_not_known() -> None:
    both = {"earlier": path_to("a"), "later": path_to("b")}

    assert lacking("interval", facts_of({"b": "2026-01-12"}), **both) == "/a"
    assert lacking("interval", facts_of({"a": "2026-01-12"}), **both) == "/b"
    assert lacking("interval", facts_of({"a": "x", "b": "2026-01-12"}, ["/a"]), **both) == "/a"


def test_of_a_chronology_the_pairs_that_are_there_count() -> None:
    facts = facts_of({"a": "2026-01-12", "b": "2026-01-11", "c": "2026-01-10"})

    assert violations_of("chronology", facts, pairs=_PAIRS) == [
        *[("/b", "date_after"), ("/c", "date_after")]
    ]
    facts = facts_of({"a": "2026-01-12", "b": "2026-01-11"})
    assert violations_of("chronology", facts, pairs=_PAIRS) == [("/b", "date_after")]
    assert (
        violations_of("chronology", facts_of({"b": "2026-01-12", "c": "2026-01-12"}), pairs=_PAIRS)
        == []
    )


def test_a_chronology_without_any_pair_does_not_apply() -> None:
    with pytest.raises(NotApplicable):
        violations_of("chronology", facts_of({"a": "2026-01-12", "c": "2026-01-12"}), pairs=_PAIRS)


def test_a_malformed_date_leaves_a_chronology_open_but_not_what_is_certain() -> None:
    facts = facts_of({"a": "x", "b": "2026-01-11", "c": "2026-01-10"}, ["/a"])
    found = KINDS["chronology"].run(facts, pairs=_PAIRS)

    (first,) = islice(found, 1)
    assert isinstance(first, Violation)
    assert first.pointer == "/c"
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
    found = violations_of("in_hours", facts_of({"a": moment}), path=path_to("a"))

    assert found == ([] if inside else [("/a", "outside_hours")])


def test_a_mere_date_is_in_no_hours() -> None:
    assert lacking("in_hours", facts_of({"a": "2026-01-12"}), path=path_to("a")) == "/a"


@pytest.mark.parametrize(("day", "inside"), [(16, False), (17, True), (19, True), (20, False)])
def test_a_span_of_days_has_both_its_ends(day: int, inside: bool) -> None:
    facts = facts_of({}, as_of=date(2025, 11, day))
    span = {"from_": date(2025, 11, 17), "until": date(2025, 11, 19)}

    found = violations_of("day_outside", facts, **span)

    assert found == ([("/submitted_at", "day_uncertain")] if inside else [])
