"""How days and fees came about, and where findings stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.engine.made import (
    EDITION,
    ISSUE,
    SAMPLES,
    assessed,
    bundle_of,
    changed,
    day_of,
    manifest_of,
    outcomes_of,
    report_of,
    result_of,
)
from validator.engine import evaluate
from validator.model import (
    Duty,
    Outcome,
    Verdict,
)
from validator.source import read

# What follows from a bundle


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        *[(None, Outcome.INAPPLICABLE), (date(2026, 1, 29), Outcome.INAPPLICABLE)],
        (date(2026, 1, 30), Outcome.FAILED),
    ],
)
def test_what_is_not_decided_is_overdue_after_the_due_day(
    today: date | None, outcome: Outcome
) -> None:
    manifest = manifest_of(ISSUE)
    del manifest["processing"]["decided_at"], manifest["processing"]["result"]

    report = assessed(manifest, today=today)

    assert report.derived.due_on == date(2026, 1, 29)
    result = result_of(report, "deadline.issue")
    assert result.outcome is outcome
    assert [each.message.key for each in result.findings] == (
        ["decision_overdue"] if outcome is Outcome.FAILED else []
    )
    assert outcomes_of(report)["deadline.reissue"] is Outcome.INAPPLICABLE


def test_the_provider_is_late_not_the_applicant() -> None:
    report = changed(ISSUE, processing__decided_at="2026-01-30T09:00:00+05:00")

    assert report.verdicts == {
        Duty.APPLICANT: Verdict.COMPLIANT,
        Duty.PROVIDER: Verdict.NON_COMPLIANT,
    }
    assert report.verdict is Verdict.NON_COMPLIANT


def test_a_trace_says_how_days_and_fee_came_about() -> None:
    derived = report_of(ISSUE).derived

    assert (derived.accepted_on, derived.due_on) == (date(2026, 1, 12), date(2026, 1, 29))
    assert derived.fee_due == 43250
    assert [each.key for each in derived.trace] == [
        *("trace_accepted", *["trace_weekend"] * 4, "trace_due", "sum_of_index")
    ]
    due = next(each for each in derived.trace if each.key == "trace_due")
    assert due.args["count"] == 13


def test_a_trace_names_evenings_holidays_and_estimates() -> None:
    evening = changed(ISSUE, submitted_at="2025-12-30T18:30:01+05:00", processing=...)
    keys = [each.key for each in evening.derived.trace]
    assert keys[0] == "trace_accepted_later"
    assert "trace_holiday" in keys

    spring = changed(ISSUE, submitted_at="2028-04-28T10:00:00+05:00", processing=...)
    assert "trace_holiday_estimated" in [each.key for each in spring.derived.trace]
    assert outcomes_of(spring)["schedule.term_certain"] is Outcome.FAILED
    assert spring.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT


def test_nothing_is_due_for_an_annex_alone() -> None:
    derived = report_of("clinic-annex").derived

    assert derived.fee_due == 0
    assert derived.trace[-1].key == "trace_no_fee"


@pytest.mark.parametrize(
    ("values", "accepted", "due", "fee"),
    [
        ({"submitted_at": ...}, None, None, 43250),
        ({"submitted_at": "rubbish"}, None, None, 43250),
        ({"service": "rubbish"}, date(2026, 1, 12), None, None),
        ({"subject": None}, date(2026, 1, 12), date(2026, 1, 29), None),
        ({"fee__paid_on": "2017-12-31"}, date(2026, 1, 12), date(2026, 1, 29), None),
        ({"fee__paid_on": None}, date(2026, 1, 12), date(2026, 1, 29), None),
        ({"fee": ...}, date(2026, 1, 12), date(2026, 1, 29), 43250),
        ({"submitted_at": "2031-01-06T10:00:00Z"}, None, None, 43250),
    ],
)
def test_what_cannot_be_derived_is_left_out(
    values: dict[str, Any], accepted: date | None, due: date | None, fee: int | None
) -> None:
    derived = changed(ISSUE, **values).derived

    assert (derived.accepted_on, derived.due_on, derived.fee_due) == (accepted, due, fee)


def test_a_fee_paid_before_the_first_known_rate_is_not_decided() -> None:
    report = changed(ISSUE, fee__paid_on="2017-12-31")

    result = result_of(report, "fee.issue")
    assert result.outcome is Outcome.UNDETERMINED
    assert result.reason is not None
    assert result.reason.key == "parameter_unknown"
    assert report.verdict is Verdict.UNDETERMINED


def test_findings_stand_where_the_value_or_the_unknown_key_does() -> None:
    text = (
        'fee: {amount: 1, paid_on: "2026-01-09", reference: x}\nservice: issue\n\n  \ncolor: red\n'
    )
    manifest = read(text.encode(), "application.yaml") | {
        key: value for key, value in manifest_of(ISSUE).items() if key not in ("fee", "service")
    }
    bundle = replace(
        bundle_of(ISSUE),
        manifest=manifest,
        manifest_file="application.yaml",
        manifest_bytes=text.encode(),
    )

    report = evaluate(EDITION, bundle, day_of(ISSUE))

    (low,) = result_of(report, "fee.issue").findings
    assert (low.location.pointer, low.location.line, low.location.column) == ("/fee/amount", 1, 15)
    (unknown,) = result_of(report, "application.fields").findings
    assert (unknown.location.pointer, unknown.location.line, unknown.location.column) == (
        *("/color", 5, 1),
    )
    assert low.location.file == "application.yaml"


def test_findings_of_a_requirement_stand_in_the_order_of_the_file() -> None:
    for name in SAMPLES:
        for result in report_of(name).results:
            places = [(each.location.line, each.location.column) for each in result.findings]

            assert places == sorted(places)


def test_results_stand_in_the_order_of_the_law() -> None:
    ids = [rule.requirement.id for rule in EDITION.rules]

    for name in SAMPLES:
        assert [each.requirement.id for each in report_of(name).results] == ids
