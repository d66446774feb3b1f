"""Kinds of check that compare dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import islice
from typing import Any

import pytest

from tests.facts.made import SUBMITTED, facts_of, lacking, path_to, violations_of
from validator.checks import KINDS
from validator.errors import MissingFact, NotApplicable
from validator.facts.paths import AS_OF, Path
from validator.law.setting import Hours
from validator.model import Violation
from validator.words.messages import say


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


_PAIRS = (
    {"earlier": path_to("a"), "later": path_to("b")},
    {"earlier": path_to("b"), "later": path_to("c")},
)


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
