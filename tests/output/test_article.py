"""What a page has beside the text: papers as tables, the days as a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import pytest

from tests.engine.made import CATALOGUE, NOON, bundle_of, evaluated, manifest_of, with_manifest
from validator.engine import Options, assess
from validator.law.calendar import DayOff
from validator.model import LANGUAGES, Outcome
from validator.output import render
from validator.output.month_table import month_table
from validator.output.paper_tables import PaperTable, paper_tables
from validator.output.view import View
from validator.prospect import Timeline
from validator.report import Report

MONDAY: Final = date(2026, 1, 12)


def _tables(report: Report) -> list[PaperTable]:
    return list(paper_tables(report, View("en").mask(report), "en"))


def _row(report: Report, name: str) -> dict[str, str]:
    """The cells of a thing by the names of papers."""
    for table in _tables(report):
        for called, cells in table.rows:
            if called == name:
                pairs = zip(table.papers, cells, strict=True)
                return {paper: cell.outcome for paper, cell in pairs if cell is not None}
    raise LookupError(name)


def test_a_paper_is_there_missing_or_not_asked_for_by_person_and_place() -> None:
    """s1 finished in 2012, s2 was retrained; of what is in the gateway no paper is asked."""
    report = assess(CATALOGUE, bundle_of("clinic-draft"), Options(NOON))

    first, second = _row(report, "Staff: s1"), _row(report, "Staff: s2")

    assert second["Retraining certificate"] == Outcome.FAILED
    assert first["Retraining certificate"] == Outcome.INAPPLICABLE
    assert first["Document on labour activity"] == Outcome.FAILED  # its file is not there
    assert _row(report, "Premises: ground-floor")["Document on the title to premises"] == "failed"
    assert set(_row(report, "The application").values()) == {"passed"}


def test_the_table_says_what_the_requirements_say() -> None:
    """A requirement fails if and only if the paper is missing for somebody."""
    for name in ("clinic-draft", "clinic-new", "clinic-several-faults", "clinic-two-premises"):
        report = assess(CATALOGUE, bundle_of(name), Options(NOON))
        papers = report.outlook.papers()
        assert papers
        for result in report.results:
            found = {each.outcome for each in papers if each.requirement == result.requirement}
            if found:
                assert (Outcome.FAILED in found) is (result.outcome is Outcome.FAILED)
                assert (found == {Outcome.INAPPLICABLE}) is (result.outcome == "inapplicable")


def test_what_is_not_known_is_not_called_there() -> None:
    manifest = manifest_of("clinic-new")
    manifest["staff"][0]["studies_finished"] = "long ago"
    row = _row(evaluated("clinic-new", manifest), "Staff: s1")
    assert row["Diploma of medical education"] == Outcome.UNDETERMINED
    manifest["staff"] = "nobody"
    (everybody,) = [
        each
        for each in evaluated("clinic-new", manifest).outlook.papers()
        if each.requirement.id == "documents.employment_record"
    ]
    assert (everybody.thing, everybody.outcome) == (None, Outcome.UNDETERMINED)


def test_of_hundreds_of_rows_those_that_lack_something_are_told() -> None:
    manifest = manifest_of("clinic-new")
    one = manifest["premises"][0] | {"title_in_gateway": True}
    manifest["premises"] = [one | {"id": f"p{each}"} for each in range(300)]
    manifest["premises"][299]["title_in_gateway"] = False
    report = evaluated("clinic-new", manifest)
    *_, table = _tables(report)
    assert (len(table.rows), table.left_out) == (200, 100)
    assert table.rows[0][0] == "Premises: p299"
    assert "100 more rows" in render(report, "html", "en")


# ------------------------------------------------------------------------------------ calendar


def _timeline(report: Report) -> Timeline:
    found = report.outlook.timeline()
    assert found is not None
    return found


def test_the_calendar_counts_as_the_term_does() -> None:
    """13 working days after Monday 12 January 2026: Thursday 29 January."""
    report = assess(CATALOGUE, bundle_of("clinic-new"), Options(NOON))
    timeline = _timeline(report)
    table = month_table(timeline, "en")
    assert table is not None

    days = [each for week in table.weeks for each in week]

    assert timeline.due_on == report.derived.due_on == date(2026, 1, 29)
    assert [each.number for each in days if each.number] == [str(each) for each in range(1, 14)]
    assert [each.day for each in days if each.kind == "weekend"] == [17, 18, 24, 25]
    assert (days[0].signs, days[0].month) == ("▷●", "Jan")
    assert [each.day for each in days if "■" in each.signs] == [29]


def test_between_two_terms_days_off_are_days_off_too() -> None:
    """A spin-off: 3 working days by the row, 15 by the law above it, with weekends between."""
    report = assess(CATALOGUE, bundle_of("clinic-spin-off"), Options(NOON))
    table = month_table(_timeline(report), "en")
    assert table is not None
    days = [each for week in table.weeks for each in week]
    assert [each.number for each in days if each.number][-1] == "15"
    assert [each.day for each in days if "□" in each.signs] == [28]
    assert {each.kind for week in table.weeks[:-1] for each in week[5:]} == {"weekend"}


def test_a_holiday_is_named_and_an_estimate_called_one() -> None:
    report = assess(CATALOGUE, bundle_of("clinic-new"), Options(NOON))
    name = {"kk": "Той", "ru": "Праздник", "en": "Feast"}
    off = DayOff(date(2026, 1, 13), "holiday", name, estimated=True)
    table = month_table(replace(_timeline(report), days_off=(off,)), "en")
    assert table is not None
    assert ("holiday", "", "13 January 2026: Feast, its date still an estimate") in table.legend
    assert table.weeks[0][1].kind == "holiday"


def test_a_draft_is_told_the_days_as_if_it_were_submitted() -> None:
    """On Friday 16 January by the end of hours; 13 working days end on 4 February."""
    report = assess(CATALOGUE, bundle_of("doctor-draft"), Options(NOON, as_of=date(2026, 1, 16)))
    timeline = _timeline(report)
    assert timeline.assumed
    assert (timeline.accepted_on, timeline.due_on) == (date(2026, 1, 16), date(2026, 2, 4))
    assert report.derived.due_on is None
    weekend = assess(CATALOGUE, bundle_of("doctor-draft"), Options(NOON, as_of=date(2026, 1, 17)))
    assert _timeline(weekend).accepted_on == date(2026, 1, 19)


def test_a_term_of_years_and_one_beyond_the_calendar_have_none() -> None:
    report = assess(CATALOGUE, bundle_of("clinic-new"), Options(NOON))
    timeline = _timeline(report)
    assert month_table(replace(timeline, due_on=date(2027, 1, 12)), "en") is None
    far = assess(CATALOGUE, bundle_of("doctor-draft"), Options(NOON, as_of=date(2999, 1, 1)))
    assert far.outlook.timeline() is None


# --------------------------------------------------------------------------- a draft in order


READY: Final = Options(datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_draft_in_order_fits_a_screen(lang: str) -> None:
    report = assess(CATALOGUE, bundle_of("doctor-draft"), READY)
    assert report.verdict == "compliant"
    report = replace(report, bundle="samples/doctor-draft")
    lines = render(report, "text", lang).splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_a_draft_in_order_is_told_what_comes_next() -> None:
    report = assess(CATALOGUE, bundle_of("doctor-draft"), READY)
    for text in (render(report, "text", "en"), render(report, "text", "en", full=True)):
        said = " ".join(text.split())
        assert "What comes next" in said
        assert "sign it anew, last of all" in said
        assert "Where to file: Portal egov.kz, Portal elicense.kz" in said
        assert "accepted on 2 March 2026, decision due by 20 March 2026" in said
        assert "1414" in said
        assert "of 89 requirements" in said
    page = render(report, "html", "en")
    assert "works from 09:00 to 18:30, with lunch from 13:00 to 14:30" in page
    assert "Women" in page  # 8 and 9 March are days off


def test_what_is_not_in_order_is_not_told_to_file() -> None:
    manifest = manifest_of("doctor-draft")
    del manifest["consents"]
    report = assess(CATALOGUE, with_manifest("doctor-draft", manifest), READY)
    assert report.verdict == "non_compliant"
    for form in ("text", "html"):
        assert "What comes next" not in render(report, form, "en")
    submitted = assess(CATALOGUE, bundle_of("clinic-new"), READY)
    assert "What comes next" not in render(submitted, "text", "en", full=True)


def test_the_short_text_says_what_was_not_checked_and_who_tells() -> None:
    report = assess(CATALOGUE, bundle_of("clinic-draft"), READY)
    manual = [each for each in report.results if each.outcome is Outcome.MANUAL]
    said = " ".join(render(report, "text", "en").split())
    assert f"Not checked here, left to a person ({len(manual)}): " in said
    for each in manual:
        assert each.requirement.who is not None
        assert each.requirement.who["en"] in said
    assert "--full" in said
