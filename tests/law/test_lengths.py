"""Lengths of days, months and years, counted from a day on."""

from __future__ import annotations

from datetime import date

import pytest

from validator.law.lengths import Length, is_under, length_of


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
        *[("11mo", "1y", True), ("12mo", "1y", False), ("27d", "1mo", True), ("28d", "1mo", False)],
        *[("1mo", "32d", True), ("1mo", "31d", False), ("1y", "367d", True), ("1y", "366d", False)],
        *[("729d", "2y", True), ("730d", "2y", False), ("179d", "180d", True)],
        *[("180d", "180d", False), ("24h", "2d", True), ("24h", "1d", False), ("1d", "47h", False)],
        *[("1d", "48h", True), ("2wd", "1d", False), ("1d", "3wd", True), ("1d", "2wd", False)],
    ],
)
def test_which_length_is_certainly_shorter(one: str, other: str, certain: bool) -> None:
    assert is_under(length_of(one), length_of(other)) is certain


def test_a_length_is_a_number_and_its_unit() -> None:
    assert (length_of("6mo"), length_of("16y")) == (Length(6, "mo"), Length(16, "y"))
