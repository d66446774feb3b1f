"""Dated values and sums in whole tenge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts.made import DAY, MCI, parameter_of, path_to
from validator.errors import MissingFact
from validator.law.money import (
    Amount,
    DatedValue,
    InField,
    Parameter,
    Rounded,
    Rounding,
    Share,
    Tenge,
    Times,
    due_on,
    made_of,
    may_be_nothing,
)


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2025, 1, 1), 3932), (date(2025, 12, 31), 3932), (date(2026, 1, 1), 4325), (DAY, 4325)],
)
def test_a_parameter_holds_from_its_day_on(day: date, value: int) -> None:
    assert MCI.on(day).value == value


def test_after_its_last_day_a_parameter_is_not_known() -> None:
    mci = replace(MCI, until=date(2026, 12, 31))
    assert mci.on(date(2026, 12, 31)).value == 4325
    for day in (date(2027, 1, 1), date.max):
        with pytest.raises(MissingFact) as caught:
            mci.on(day)
        assert caught.value.message.key == "parameter_unknown"


def test_before_its_first_day_a_parameter_is_not_known() -> None:
    for amount in (Times(Decimal(1), MCI), Share(Decimal(10), Times(Decimal(1), MCI))):
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
    at_most = None if limit is None else Times(Decimal(limit), MCI)
    share = Share(Decimal(percent), Times(Decimal(10), MCI), at_most)

    made = due_on(share, DAY)

    assert made.value == due
    assert made.day == DAY
    assert made.trace[0].key == "sum_of_index"
    assert made.trace[-1].key == last


@pytest.mark.parametrize(
    ("value", "due"), [("0.49", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2)]
)
def test_half_a_tenge_is_rounded_up(value: str, due: int) -> None:
    assert due_on(Times(Decimal(1), parameter_of((DAY, value))), DAY).value == due


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


_PERCENTS = st.decimals(0, 250, places=2)
_AMOUNTS: st.SearchStrategy[Amount] = st.recursive(
    _TIMES | st.builds(Tenge, st.decimals(0, 10**6, places=2)),
    lambda inner: (
        st.builds(Share, _PERCENTS, inner, st.none() | inner, st.none() | inner)
        | st.builds(Rounded, inner, st.sampled_from(Rounding))
    ),
    max_leaves=5,
)


def _exact(amount: Amount, day: date) -> Fraction:
    if isinstance(amount, Times):
        before, after = amount.parameter.values
        return Fraction(amount.count) * Fraction((after if day >= DAY else before).value)
    if isinstance(amount, Tenge):
        return Fraction(amount.value)
    assert not isinstance(amount, InField)
    base = _exact(amount.of, day)
    if isinstance(amount, Rounded):
        return Fraction(_ROUNDED[amount.how](base))
    share = base * Fraction(amount.percent) / 100
    if amount.at_least is not None:
        share = max(share, _exact(amount.at_least, day))
    return share if amount.at_most is None else min(share, _exact(amount.at_most, day))


_ROUNDED: dict[Rounding, Callable[[Fraction], int]] = {
    Rounding.HALF_UP: lambda value: floor(value + Fraction(1, 2)),
    Rounding.UP: ceil,
    Rounding.DOWN: floor,
}


@given(_AMOUNTS, st.sampled_from([date(2020, 1, 1), date(2026, 1, 11), DAY, date(2027, 1, 1)]))
def test_sums_agree_with_exact_fractions(amount: Amount, day: date) -> None:
    assert due_on(amount, day).value == floor(_exact(amount, day) + Fraction(1, 2))


_PRICE = InField(path_to("price"))
_TEN = Tenge(Decimal(10))
_HALF = Share(Decimal(50), _PRICE)
_LEAST = Share(Decimal(50), _PRICE, at_least=_TEN)


@pytest.mark.parametrize(
    ("amount", "parts", "nothing"),
    [
        (None, [], None),
        (_TEN, [_TEN], False),
        (_PRICE, [_PRICE], True),
        (_HALF, [_PRICE], True),
        (Rounded(_HALF, Rounding.UP), [_PRICE], True),
        (_LEAST, [_PRICE, _TEN], False),
        (Rounded(_LEAST, Rounding.UP), [_PRICE, _TEN], False),
        (Share(Decimal(50), _TEN, at_most=_PRICE), [_TEN, _PRICE], True),
        (Share(Decimal(50), _PRICE, at_most=_TEN), [_PRICE, _TEN], True),
        (Share(Decimal(50), _PRICE, at_least=_PRICE), [_PRICE, _PRICE], True),
        (Share(Decimal(50), _TEN, at_least=_PRICE), [_TEN, _PRICE], False),
    ],
)
def test_what_a_sum_is_made_of(
    amount: Amount | None, parts: list[Amount], nothing: bool | None
) -> None:
    assert list(made_of(amount)) == parts
    if amount is not None:
        assert may_be_nothing(amount) is nothing


@pytest.mark.parametrize(("base", "key"), [(19, "sum_raised"), (20, "sum_above_least")])
def test_a_least_sum_is_told_where_it_raises(base: int, key: str) -> None:
    share = Share(Decimal(50), Tenge(Decimal(base)), at_least=_TEN)

    assert share.on(DAY).trace[-1].key == key
