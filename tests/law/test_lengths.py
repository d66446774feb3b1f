"""Lengths of days, months and years, counted from a day on."""

from __future__ import annotations

from datetime import date

import pytest

from validator.law.lengths import Length, length_of


@pytest.mark.parametrize(
    ("since", "span", "day"),
    [
        (date(2023, 8, 9), "180d", date(2024, 2, 5)),
        (date(2008, 2, 29), "16y", date(2024, 2, 29)),
        (date(2008, 2, 29), "17y", date(2025, 2, 28)),
        (date(2024, 1, 31), "1mo", date(2024, 2, 29)),
        (date(2024, 12, 31), "2mo", date(2025, 2, 28)),
        (date(2024, 12, 1), "1mo", date(2025, 1, 1)),
        (date(2024, 2, 5), "12mo", date(2025, 2, 5)),
        (date(2024, 2, 5), "9999y", date.max),
        (date.max, "1d", date.max),
    ],
)
def test_the_day_so_long_after(since: date, span: str, day: date) -> None:
    assert length_of(span).later(since) == day


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        *[("12mo", "1y", True), ("1y", "12mo", True), ("1mo", "28d", True), ("1mo", "29d", False)],
        *[("32d", "1mo", True), ("31d", "1mo", True), ("30d", "1mo", False), ("366d", "1y", True)],
        *[("2y", "730d", True), ("2y", "731d", False), ("180d", "180d", True)],
    ],
)
def test_which_length_is_certainly_as_long(one: str, other: str, certain: bool) -> None:
    assert length_of(one).at_least(length_of(other)) is certain


def test_a_length_is_a_number_and_its_unit() -> None:
    assert (length_of("6mo"), length_of("16y")) == (Length(6, "mo"), Length(16, "y"))
