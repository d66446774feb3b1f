"""Words of tests, sums of money and totals, from the YAML to the outcome."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.stall import FEE, checked, make_specs, result
from validator.explanation.pages import explain
from validator.model import LANGUAGES, Outcome
from validator.plan.questions import deciding
from validator.report import Report
from validator.standard.catalogue import Catalogue

YES, NO, OPEN = Outcome.PASSED, Outcome.FAILED, Outcome.UNDETERMINED
NONE = Outcome.INAPPLICABLE


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(make_specs(tmp_path_factory.mktemp("stall")))


def _said(report: Report, name: str) -> list[tuple[str, Any]]:
    found = next(each for each in report.results if each.requirement.id == name)
    return [(each.message.key, dict(each.message.args)) for each in found.findings]


# Dates, counted from the day that counts


@pytest.mark.parametrize(
    ("as_of", "born", "outcome"),
    [
        (date(2024, 2, 5), "2008-02-05", YES),  # the birthday itself
        (date(2024, 2, 5), "2008-02-06", NO),
        (date(2024, 2, 28), "2008-02-29", NO),  # the sixteenth year has its 29 February
        (date(2024, 2, 29), "2008-02-29", YES),
        (date(2025, 2, 27), "2009-02-28", NO),
        (date(2024, 2, 5), "1900-01-01", YES),
        (date(2024, 2, 5), "2030-01-01", NO),
        (date(2024, 2, 5), ..., NONE),
        (date(2024, 2, 5), "2008-02-30", OPEN),
    ],
)
def test_a_date_lies_long_enough_before(
    stall: Catalogue, as_of: date, born: Any, outcome: Outcome
) -> None:
    assert result(stall, "rule.of_age", as_of=as_of, born_on=born).outcome is outcome


@pytest.mark.parametrize(
    ("given", "outcome", "message"),
    [
        ("2023-08-09", YES, ""),  # the 180th day before
        ("2023-08-08", NO, "date_too_old"),
        ("2024-02-05", YES, ""),
        ("2024-02-06", NO, "date_still_ahead"),
        (..., NONE, ""),
        ("2099-12-31", NO, "date_still_ahead"),
        ("1990-01-01", NO, "date_too_old"),
    ],
)
def test_a_date_does_not_lie_too_long_before(
    stall: Catalogue, given: Any, outcome: Outcome, message: str
) -> None:
    found = result(stall, "rule.checked", checked_on=given)

    assert found.outcome is outcome
    assert [each.message.key for each in found.findings] == ([message] if message else [])


def test_the_day_of_submission_counts_by_the_local_clock(stall: Catalogue) -> None:
    late = {"born_on": "2008-02-06", "submitted_at": "2024-02-05T20:00:00+00:00"}

    assert result(stall, "rule.of_age", **late).outcome is YES  # 6 February in Almaty
    assert result(stall, "rule.of_age", **late | {"submitted_at": "?"}).outcome is OPEN


@pytest.mark.parametrize(
    ("born", "missing"), [("2008-02-05", True), ("2008-02-04", False), (..., False)]
)
def test_a_field_may_be_needed_by_the_age_of_somebody(
    stall: Catalogue, born: Any, missing: bool
) -> None:
    keys = [key for key, _ in _said(checked(stall, born_on=born), "form.fields")]

    assert keys == (["field_missing"] if missing else [])


@pytest.mark.parametrize(
    ("born", "out_of_place"), [("2008-02-05", False), ("2008-02-06", True), ("?", False)]
)
def test_a_field_may_belong_to_those_of_an_age(
    stall: Catalogue, born: str, out_of_place: bool
) -> None:
    report = checked(stall, born_on=born, guardian="G", office="O")
    keys = [key for key, _ in _said(report, "form.fields")]

    assert ("field_out_of_place" in keys) is out_of_place


@pytest.mark.parametrize(
    ("checked_on", "issued", "outcome"),
    [
        ("2024-01-05", "2024-01-06", YES),
        ("2024-01-05", "2024-01-05", NO),  # a paper of 31 days before
        ("2024-01-05", "2024-02-06", NO),
        ("2024-01-05", ..., OPEN),
        ("2024-01-06", "2023-01-01", NONE),  # a month has not passed since the check
        ("?", "2024-01-06", OPEN),
    ],
)
def test_a_paper_may_be_asked_for_that_is_not_old(
    stall: Catalogue, checked_on: str, issued: Any, outcome: Outcome
) -> None:
    paper = {"kind": "plan", "file": "plan.pdf", **({} if issued is ... else {"issued_on": issued})}
    found = result(stall, "paper.fresh", checked_on=checked_on, documents=[paper])

    assert found.outcome is outcome


# What is forbidden, and sums as bounds


@pytest.mark.parametrize(
    ("colour", "outcome"),
    [("green", YES), ("red", NO), ("blue", NO), (..., NONE), (5, OPEN)],
)
def test_what_is_forbidden(stall: Catalogue, colour: Any, outcome: Outcome) -> None:
    assert result(stall, "rule.colour", colour=colour).outcome is outcome


@pytest.mark.parametrize(
    ("as_of", "deposit", "outcome", "message"),
    [
        # 1.5 times the rate of the day: 4,500 in 2023, 6,000 from 2024 on.
        (date(2024, 1, 1), 6000, YES, ""),
        (date(2024, 1, 1), 5999, NO, "value_under_sum"),
        (date(2024, 1, 1), 9000, YES, ""),
        (date(2024, 1, 1), 9001, NO, "value_over_sum"),
        (date(2024, 1, 1), "6000", OPEN, ""),
        (date(2024, 1, 1), ..., NONE, ""),
    ],
)
def test_a_sum_bounds_a_value(
    stall: Catalogue, as_of: date, deposit: Any, outcome: Outcome, message: str
) -> None:
    found = result(stall, "rule.deposit", as_of=as_of, deposit=deposit)

    assert found.outcome is outcome
    assert [each.message.key for each in found.findings] == ([message] if message else [])


def test_a_bound_in_a_field_is_known_or_leaves_the_check_open(stall: Catalogue) -> None:
    for price, outcome in ((12000, YES), (11999, NO), (-1, OPEN), (..., OPEN)):
        assert result(stall, "rule.below_price", deposit=6000, price=price).outcome is outcome


# What is due


@pytest.mark.parametrize(
    ("price", "due", "last"),
    [
        (4000, 501, "sum_raised"),  # an eighth is 500; the least is 500.5, rounded up
        (4004, 501, "sum_above_least"),
        (4009, 502, "sum_above_least"),  # 501.125
        (80_000, 10_000, "sum_below_limit"),
        (80_001, 10_000, "sum_limited"),
        (0, 501, "sum_raised"),
    ],
)
def test_a_share_of_a_field_with_both_limits(
    stall: Catalogue, price: int, due: int, last: str
) -> None:
    derived = checked(stall, price=price).derived
    keys = [each.key for each in derived.trace]

    assert derived.fee_due == due
    assert keys[:2] == ["sum_of_field", "sum_of_share"]
    assert last in keys
    assert keys[-1] == "sum_rounded"


def test_a_fee_that_hangs_on_a_field_is_open_without_it(stall: Catalogue) -> None:
    paid = {"fee": {"amount": 501, "paid_on": "2024-02-01"}}

    assert result(stall, "fee.small", price=4000, **paid).outcome is YES
    assert result(stall, "fee.small", price=4009, **paid).outcome is NO
    assert result(stall, "fee.small", price=..., **paid).outcome is OPEN
    assert result(stall, "fee.small", price=...).outcome is NO  # nothing was paid at all
    assert checked(stall, price=-5).derived.fee_due is None


@pytest.mark.parametrize(
    ("price", "paid", "outcome"),
    [
        (4, None, YES),  # 0.4 tenge are due, which is 0
        (5, None, NO),
        (4, 0, YES),
        (5, 0, NO),
        (5, 1, YES),
        (..., None, OPEN),  # nobody knows whether anything is due
        ("x", None, OPEN),
    ],
)
def test_where_nothing_is_due_nothing_has_to_be_paid(
    tmp_path: Path, price: Any, paid: int | None, outcome: Outcome
) -> None:
    specs = make_specs(tmp_path)
    standard = specs / "kiosk-permit" / "1" / "standard.yaml"
    text = standard.read_text("utf-8")
    assert text.count(FEE) == 1
    standard.write_text(text.replace(FEE, "percent: 10, of: {field: price}"), "utf-8")
    fee = ... if paid is None else {"amount": paid, "paid_on": "2024-02-05"}

    assert result(Catalogue(specs), "fee.small", price=price, fee=fee).outcome is outcome


def test_what_a_fee_hangs_on_is_asked(stall: Catalogue) -> None:
    edition = stall.edition("kiosk-permit", "1")

    assert {("size",), ("price",), ("fee", "paid_on")} <= deciding(edition, "grant")


# Totals


def _room(area: Any = 10, use: Any = "shop", **more: Any) -> dict[str, Any]:
    return {"area": area, "use": use, **more}


@pytest.mark.parametrize(
    ("name", "rooms", "outcome"),
    [
        ("few", [_room()] * 3, YES),
        ("few", [_room()] * 4, NO),
        ("few", [_room(), "rubbish", _room()], YES),
        ("few", [_room(), "rubbish", _room(), _room()], OPEN),
        ("few", ["rubbish", *[_room()] * 4], NO),
        ("few", [_room("?"), *[_room()] * 2], YES),  # there it is, whatever its area
        ("few", ..., NONE),
        ("few", "rubbish", OPEN),
        ("area", [_room(19)], NO),
        ("area", [_room(19), _room(1)], YES),
        ("area", [_room(60), _room(40)], YES),
        ("area", [_room(60), _room(41)], NO),
        ("area", [_room(19), _room("?")], OPEN),
        ("area", [_room(100), _room("?")], NO),  # an area is 1 at least
        ("area", [_room(20), {"use": "shop"}], OPEN),
        ("shops", [_room(50), _room(60, "store")], YES),
        ("shops", [_room(51)], NO),
        ("shops", [_room(50), _room(1, "barn")], OPEN),
        ("shops", [_room(49), _room(1, "barn")], YES),
        ("shops", [_room(51), _room(1, "barn")], NO),
        ("height", [_room(height="3.4")] * 3, YES),  # 10.2, which binary fractions overshoot
        ("height", [*[_room(height="3.4")] * 2, _room(height="3.41")], NO),
        ("height", [_room(height="9.7"), _room(height=0.1)], OPEN),
        ("height", [_room(height="9.8"), _room(height="?")], OPEN),  # 0.5 at least, or left out
        ("height", [_room(height="9.8"), _room()], OPEN),
        ("height", [_room(height="10.3"), _room()], NO),
        ("by_use", [_room(), _room(), _room(1, "store"), _room(1, "store")], YES),
        ("by_use", [_room(), _room(), _room(1, "store")], NO),
        ("by_use", [_room(), _room(), _room(1, "barn")], OPEN),
        ("by_use", [_room(), _room(1, "barn")], OPEN),
        ("by_use", [_room(), _room(1, "store"), _room(1, "barn")], OPEN),
        ("by_use", [], YES),
        ("by_door", [_room(doors=["a", "b"]), _room(doors=["c"])], YES),
        ("by_door", [_room(doors=["a", "b"]), _room(doors=["b"])], NO),
        ("by_door", [_room(doors=["a", 5]), _room(doors=["b"])], OPEN),
        ("by_door", [_room(doors=["a"]), _room()], YES),
        ("doors", [_room(doors=["a", "b"]), _room(doors=["a"])], YES),
        ("doors", [_room(doors=["a"]), _room(doors=["a", "b", "c"])], NO),
        ("doors", [_room(doors="?")], OPEN),
    ],
)
def test_totals(stall: Catalogue, name: str, rooms: Any, outcome: Outcome) -> None:
    assert result(stall, f"rule.{name}", rooms=rooms).outcome is outcome


@pytest.mark.parametrize(
    ("owners", "rooms", "outcome", "whose"),
    [
        (["a", "b"], ["a", "b", "b"], YES, []),
        (["a", "b"], ["a", "a"], NO, ["b"]),  # who has none is told all the same
        (["a", "b"], [], NO, ["a", "b"]),
        (["a"], ["a", "a", "a"], NO, ["a"]),
        (["a", "b"], ["a", None], NO, ["b"]),
        (["a", "b"], ["a", "x"], OPEN, []),  # x is nobody, and may be meant for b
        (["a", "b"], ["a", "a", "a", "x"], NO, ["a"]),
        (["a", ""], ["a"], OPEN, []),
    ],
)
def test_a_total_for_each_item_of_another_list(
    stall: Catalogue, owners: list[str], rooms: list[str | None], outcome: Outcome, whose: list[str]
) -> None:
    made = {
        "owners": [{"id": each} for each in owners],
        "rooms": [_room(**({} if each is None else {"owner": each})) for each in rooms],
    }
    found = result(stall, "rule.by_owner", **made)

    assert found.outcome is outcome
    assert [each.message.args["of"] for each in found.findings] == whose


_AREAS: Final = st.lists(st.integers(1, 60) | st.none(), max_size=5)


@given(areas=_AREAS)
def test_a_total_is_decided_only_where_every_value_would_decide_alike(
    stall: Catalogue, areas: list[int | None]
) -> None:
    def outcomes(unknown: int) -> Outcome:
        whole = sum(unknown if each is None else each for each in areas)
        return YES if 20 <= whole <= 100 else NO

    rooms = [_room("?" if each is None else each) for each in areas]
    found = result(stall, "rule.area", rooms=rooms).outcome

    possible = {outcomes(each) for each in (1, 7, 20, 1000)}
    assert found in possible if len(possible) == 1 else found is OPEN


def test_what_a_total_comes_to_is_told(stall: Catalogue) -> None:
    report = checked(stall, rooms=[_room(60), _room(41), _room("?")])

    ((key, args),) = _said(report, "rule.area")
    assert key == "total_too_large"
    assert (args["total"], args["limit"], args["what"]) == (Decimal(102), Decimal(100), "open")


# Texts that may not repeat


@pytest.mark.parametrize(
    ("tags", "repeated"),
    [
        (["a", "b"], []),
        (["a", "b", "a"], ["/tags/2"]),
        (["Main street 1", "main  Street 1 "], ["/tags/1"]),
        (["a", 5, 5], []),
        (["\u0439", "\u0438\u0306"], ["/tags/1"]),  # one letter, written in two ways
        ([], []),
    ],
)
def test_texts_of_a_list_do_not_repeat(
    stall: Catalogue, tags: list[Any], repeated: list[str]
) -> None:
    rooms = [_room(number=each) for each in tags]
    report = checked(stall, tags=tags, rooms=rooms)
    found = next(each for each in report.results if each.requirement.id == "form.fields").findings
    told = {each.location.pointer for each in found if each.message.key == "value_repeated"}

    assert told == {*repeated, *(each.replace("tags", "rooms") + "/number" for each in repeated)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explain_tells_every_word(stall: Catalogue, lang: str) -> None:
    edition = stall.edition("kiosk-permit", "1")
    said = {
        rule.requirement.id: explain(edition, rule.requirement.id, lang) for rule in edition.rules
    }
    assert "180" in said["rule.checked"]
    assert "16" in said["rule.of_age"]
    assert "red / blue" in said["rule.colour"]
    assert "1.5 ×" in said["rule.deposit"].replace(",", ".")
    for figure in ("12.5", "500.5", "2.5"):
        assert figure in said["fee.small"].replace(",", ".")
