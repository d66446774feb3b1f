"""What somebody is asked who has no application yet, and the manifest that is begun with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.project import KIOSK, SERVICES
from tests.then import THEN
from validator import source
from validator.engine import Options, day_that_counts, evaluate
from validator.facts.examination import ABSENT_FIELD
from validator.form.fields import Field
from validator.form.form import Form
from validator.form.formats import TEXT_FORMATS
from validator.form.record import join
from validator.model import LANGUAGES, Bundle, Member, Outcome
from validator.plan.answers import put_ids
from validator.plan.layout import Laid, lay_out
from validator.plan.papers import checklist_of
from validator.plan.questions import Place, Question, next_question, put_answer
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition

DAY = date(2026, 2, 2)
OPTIONS = Options(datetime(2026, 2, 2, 6, tzinfo=UTC))
MEDICAL = Catalogue(THEN).edition("medical-activity-licence", "2025-93")
BEES = Catalogue(SERVICES / "specs").edition("beekeeping-permit", "2")
PLACES = Catalogue(KIOSK / "specs")
KIOSKS = PLACES.edition(PLACES.standards[0], PLACES.heads(PLACES.standards[0])[-1].edition)
ALL = [(each, service) for each in (MEDICAL, BEES, KIOSKS) for service in each.services]

Answer = Callable[[Question], Any]


def _asked(edition: Edition, service: str, answer: Answer) -> tuple[dict[str, Any], list[Place]]:
    """What was answered, and what was asked in its order; an answer of None passes over."""
    manifest = {"standard": edition.regulation.standard, "service": service}
    places: list[Place] = []
    while (question := next_question(edition, manifest, set(places), DAY)) is not None:
        places.append(question.place)
        value = answer(question)
        if value is not None:
            put_answer(manifest, question.place, value)
            put_ids(manifest, edition.form.fields)
    return manifest, places


def _names(edition: Edition, service: str, **known: Any) -> list[str]:
    """The fields that are asked, where some are known and of each list there is one entry."""

    def answer(question: Question) -> Any:
        return [{}] if question.counts else known.get(str(question.place[-1]))

    places = _asked(edition, service, answer)[1]
    return [".".join(str(part) for part in each if isinstance(part, str)) for each in places]


PERSON = ["studies_finished", "retrained", "employment_in_gateway"]
"""What list.8.1.c, d and e hang on."""
OF_APPLICANT = ["applicant.studies_finished", "applicant.retrained"]
ROOMS = ["premises", "premises.title_in_gateway"]
"""The same of list.8.1.f."""


@pytest.mark.parametrize(
    ("service", "known", "asked"),
    [
        (
            "issue",
            {"type": "legal_entity", "subject": "licence"},
            [*ROOMS, "staff", *(f"staff.{each}" for each in PERSON), "fee.paid_on"],
        ),
        # An individual may be the specialist; an annex alone is free.
        (
            "issue",
            {"type": "individual", "subject": "annex", "studies_finished": 2010},
            [*OF_APPLICANT, *ROOMS, "staff", *(f"staff.{each}" for each in PERSON)],
        ),
        # Whoever is none is not asked about retraining.
        (
            "issue",
            {"type": "individual", "subject": "annex"},
            ["applicant.studies_finished", *ROOMS, "staff", *(f"staff.{each}" for each in PERSON)],
        ),
        (
            "reissue",
            {"type": "legal_entity", "subject": "licence", "ground": "address_without_move"},
            ["changes", "changes.ground", "changes.in_state_systems", "fee.paid_on"],
        ),
        (
            "reissue",
            {"type": "legal_entity", "subject": "annex", "ground": "legal_entity_reorganisation"},
            ["changes", "changes.ground", "changes.reorganisation", "changes.in_state_systems"],
        ),
        ("duplicate", {"type": "individual", "subject": "licence"}, ["fee.paid_on"]),
    ],
)
def test_just_what_decides_is_asked(service: str, known: dict[str, Any], asked: list[str]) -> None:
    assert _names(MEDICAL, service, **known) == ["subject", "applicant.type", *asked]


def test_another_service_is_asked_by_its_own_specs() -> None:
    assert _names(BEES, "extend", purpose="science") == [
        "purpose",
        "site.hives",
        "site.hives.frames",
    ]
    helpers = ["helpers", "helpers.trained_in"]
    asked = ["purpose", "site.hives", "site.hives.frames", *helpers, "fee.paid_on"]
    assert _names(BEES, "grant", purpose="honey") == asked
    assert _names(KIOSKS, "grant", size="small")[0] == "size"


def _answers(data: st.DataObject) -> Answer:
    """Anything that a question takes; what is not needed may be left out."""

    def answer(question: Question) -> Any:
        rule = question.rule
        if question.counts:
            return [{} for _ in range(data.draw(st.integers(rule.minlength or 0, 3)))]
        if not question.is_needed and data.draw(st.booleans()):
            return None
        if rule.allowed is not None:
            return data.draw(st.sampled_from(rule.allowed))
        if rule.type == "boolean":
            return data.draw(st.booleans())
        if rule.type == "integer":
            return data.draw(
                st.integers(max(int(rule.min or 0), 6), min(int(rule.max or 40), 2020))
            )
        return data.draw(st.sampled_from(["2025-12-30", "2026-01-09"]))

    return answer


@given(st.sampled_from(ALL), st.data())
def test_who_answers_all_knows_all_papers(of: tuple[Edition, str], data: st.DataObject) -> None:
    manifest = _asked(*of, _answers(data))[0]
    checklist = checklist_of(of[0], _bundle(manifest), OPTIONS)
    assert checklist.open == ()
    assert checklist.report.derived.fee_due is not None


def _bundle(manifest: dict[str, Any], names: list[str] | None = None) -> Bundle:
    members = {
        name: Member(name, 1000 + at, head=b"%PDF-1.7\n") for at, name in enumerate(names or [])
    }
    return Bundle("made", manifest, "application.json", b"{}", members)


NUMBERS = {
    name: [each for each in map(str, range(*span)) if TEXT_FORMATS[name](each) is None]
    for name, span in {
        "iin": (900101300000, 900101300400),
        "bin": (200140000010, 200140000400),
    }.items()
}
TEXTS = {"mobile": "+77010000501", "email": "a@b.example", "date": "2026-01-09", "path": "s.p7s"}


def _filled(rule: Field, at: int) -> Any:
    if rule.type == "list":
        return [(rule.item or rule).allowed[0]]  # type: ignore[index]  # all of them are codes here
    if rule.allowed is not None:
        return rule.allowed[0]
    if rule.type in ("boolean", "integer"):
        return True if rule.type == "boolean" else max(rule.min or 1, 1)
    numbers = NUMBERS.get(rule.format or "")
    return numbers[at] if numbers else TEXTS.get(rule.format or "", f"Sample {at}")


def _missing(form: Form, manifest: dict[str, Any]) -> list[str]:
    """The pointers of what is missing; nothing else may be wrong with the form."""
    found = form.examine(join(_bundle(manifest), form.fields)).violations
    assert {each.message.key for each in found} <= set(ABSENT_FIELD)
    return [each.pointer for each in found]


def _laid(edition: Edition, manifest: dict[str, Any], lang: str = "en") -> tuple[Laid, Any]:
    laid = lay_out(edition, manifest, OPTIONS, lang)
    return laid, source.read(laid.text.encode(), "application.yaml")


@settings(max_examples=25)
@given(st.sampled_from(ALL), st.data(), st.sampled_from(LANGUAGES))
def test_of_what_is_begun_nothing_is_missing_but_the_papers(
    of: tuple[Edition, str], data: st.DataObject, lang: str
) -> None:
    edition, service = of
    known = _asked(edition, service, _answers(data))[0]
    laid, manifest = _laid(edition, known, lang)
    assert not manifest.keys() & {"processing", "registers", "submitted_at"}
    for entry in manifest["documents"]:  # such as a scale, of which only the least is known
        entry.update({key: 1 for key, value in entry.items() if value == ""})
    blank = _missing(edition.form, manifest)
    assert len(blank) <= laid.blanks
    rounds = 0
    while blank:  # what is needed may hang on what is filled in
        for at, place in enumerate(blank):
            found = edition.form.at(place)
            assert found is not None
            way = [int(part) if part.isdecimal() else part for part in place.split("/")[1:]]
            put_answer(manifest, tuple(way), _filled(found[1], at))
        blank = _missing(edition.form, manifest)
        rounds += 1
        assert rounds < 4
    without, brought = _bundle(manifest), [each["file"] for each in manifest["documents"]]
    as_of = day_that_counts(without, edition.setting.calendar.zone, OPTIONS)
    rows = {rule.requirement.id: rule.kind.row for rule in edition.rules}
    for files, wanted in ((brought, set()), ([], {each["file"] for each in manifest["documents"]})):
        report = evaluate(edition, _bundle(manifest, files), as_of)
        failed = {
            str(finding.message.args["file"])
            for result in report.results
            if rows[result.requirement.id] == "documents"
            and result.outcome not in (Outcome.PASSED, Outcome.INAPPLICABLE)
            for finding in result.findings
        }
        assert failed == wanted


def test_what_nobody_said_has_its_place() -> None:
    laid, manifest = _laid(MEDICAL, {"standard": "medical-activity-licence", "service": "issue"})
    assert manifest["premises"] == [
        {"id": "premises-1", "address": "", "title": "", "title_in_gateway": ""}
    ]
    assert (manifest["staff"], manifest["subtypes"]) == ("", "")
    assert manifest["fee"] == {"amount": "", "paid_on": "", "reference": ""}
    # Whether these belong there hangs on the type of applicant.
    assert {"iin", "bin", "studies_finished", "retrained"} <= manifest["applicant"].keys()
    assert manifest["format"] == 1
    assert "Not known yet" in laid.text
    assert "10 ×" not in laid.text


def test_what_does_not_apply_has_none() -> None:
    known = {"standard": "medical-activity-licence", "service": "duplicate", "subject": "annex"}
    _, manifest = _laid(MEDICAL, {**known, "applicant": {"type": "legal_entity"}})
    assert not manifest.keys() & {"subtypes", "premises", "staff", "changes", "fee"}
    assert {"previous_licence", "consents", "signature"} <= manifest.keys()
    assert not manifest["applicant"].keys() & {"iin", "studies_finished", "retrained"}
    assert [each["form"] for each in manifest["documents"]] == [5]


def test_of_a_fee_that_is_due_the_sum_is_told() -> None:
    known = {"standard": "medical-activity-licence", "service": "issue", "subject": "licence"}
    assert "43,250" in _laid(MEDICAL, known)[0].text


def test_names_that_yaml_may_take_for_more_are_quoted() -> None:
    name = 'no: "x" # «ә»'
    people = [{"name": name, "position": "Yes", "studies_finished": "вчера", "subtypes": ["x y"]}]
    known = {"standard": "medical-activity-licence", "service": "issue", "staff": people}
    assert _laid(MEDICAL, known)[1]["staff"] == [
        {
            "id": "",
            "name": name,
            "iin": "",
            "retrained": "",
            "employment_in_gateway": "",
            **people[0],
        }
    ]
