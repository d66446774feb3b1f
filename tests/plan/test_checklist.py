"""Checklists: whoever brings the papers that one asks for has them all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]  # publishes no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command import call
from tests.project import SAMPLES
from tests.then import THEN
from validator.engine import Options, day_that_counts, evaluate
from validator.facts.conditions import Condition
from validator.form.formats import TEXT_FORMATS
from validator.model import LANGUAGES, Bundle, Member, Outcome
from validator.plan.papers import Checklist, Paper, checklist_of
from validator.standard.catalogue import Catalogue

pytestmark = pytest.mark.usefixtures("law_of_then")

STANDARD = "medical-activity-licence"
EDITION = Catalogue(THEN).edition(STANDARD, "2025-93")
OPTIONS = Options(datetime(2026, 2, 2, 6, tzinfo=UTC))
_PDF = b"%PDF-1.7\n"


def _bundle(manifest: dict[str, Any], *, files: int = 0) -> Bundle:
    names = [f"documents/{n}.pdf" for n in range(files)]
    members = {name: Member(name, 1000 + n, head=_PDF) for n, name in enumerate(names)}
    return Bundle("made", manifest, "application.json", b"{}", members)


def _checklist(manifest: dict[str, Any]) -> Checklist:
    return checklist_of(EDITION, _bundle(manifest), OPTIONS)


def _asked(papers: tuple[Paper, ...]) -> list[tuple[str, str]]:
    return [(each.rule.requirement.id.partition(".")[2], each.concerns) for each in papers]


@pytest.mark.parametrize(
    ("person", "asked", "spared", "unknown"),
    [
        # list.8.1.c: a diploma where studies ended before 2015
        ({"studies_finished": 2014}, ["diploma"], [], ["retraining", "employment"]),
        ({"studies_finished": 2015}, [], ["diploma"], ["retraining", "employment"]),
        ({}, [], [], ["diploma", "retraining", "employment"]),
        ({"retrained": True}, ["retraining"], [], ["diploma", "employment"]),
        ({"retrained": False}, [], ["retraining"], ["diploma", "employment"]),
        ({"employment_in_gateway": False}, ["employment"], [], ["diploma", "retraining"]),
        ({"employment_in_gateway": True}, [], ["employment"], ["diploma", "retraining"]),
    ],
)
def test_what_is_asked_of_a_person(
    person: dict[str, Any], asked: list[str], spared: list[str], unknown: list[str]
) -> None:
    staff = [{"id": "s1", **person}]
    found = _checklist({"standard": STANDARD, "service": "issue", "staff": staff})

    def of_person(papers: tuple[Paper, ...]) -> list[str]:
        return [name.partition("_")[0] for name, concerns in _asked(papers) if concerns == "s1"]

    assert of_person(found.asked) == asked
    assert of_person(found.spared) == spared
    assert of_person(found.open) == unknown


def test_what_is_not_known_names_the_value_that_decides() -> None:
    found = _checklist({"standard": STANDARD, "service": "issue", "staff": [{"id": "s1"}]})
    lacking = {each.lacking for each in found.open if each.concerns == "s1"}
    keys = ("studies_finished", "retrained", "employment_in_gateway")
    assert lacking == {f"/staff/0/{key}" for key in keys}


def test_papers_record_and_submission_of_a_draft_do_not_count() -> None:
    manifest = {"standard": STANDARD, "service": "duplicate"}
    more = {"documents": [{"kind": "x"}], "submitted_at": "x", "processing": 1, "registers": 2}
    bare, full = _checklist(manifest), _checklist({**manifest, **more})
    assert (bare.asked, bare.open, bare.spared) == (full.asked, full.open, full.spared)
    assert bare.report.as_of == full.report.as_of


_PEOPLE = st.fixed_dictionaries(
    {
        "studies_finished": st.integers(2010, 2020),
        "retrained": st.booleans(),
        "employment_in_gateway": st.booleans(),
    }
)
_PREMISES = st.fixed_dictionaries(
    {"title": st.sampled_from(["ownership", "lease"]), "title_in_gateway": st.booleans()}
)


_IINS = [
    number
    for number in map(str, range(900101300000, 900101300200))
    if TEXT_FORMATS["iin"](number) is None
]
"""Numbers of people born on the first of January 1990, each with its check digit."""


_NUMBERS: dict[str, dict[str, str]] = {
    "individual": {"iin": _IINS[-1]},
    "legal_entity": {
        "bin": next(
            number
            for number in map(str, range(200140000010, 200140000200))
            if TEXT_FORMATS["bin"](number) is None
        )
    },
}


def _form_of(condition: Condition | None) -> dict[str, Any]:
    """What makes a document's entry fit what is asked of it."""
    tests = () if condition is None else condition.alternatives[0]
    return {each.path.dotted: each.allowed[0] for each in tests if each.allowed}


@given(
    st.sampled_from(["individual", "legal_entity"]),
    st.lists(_PEOPLE, max_size=4),
    st.lists(_PREMISES, min_size=1, max_size=3),
)
def test_the_papers_that_it_asks_for_are_all(
    sort: str, people: list[dict[str, Any]], premises: list[dict[str, Any]]
) -> None:
    manifest = {
        "standard": STANDARD,
        "service": "issue",
        "subject": "licence",
        "applicant": {"type": sort, "name": "Example", **_NUMBERS[sort]},
        "staff": [
            {**each, "id": f"s{n}", "name": f"Sample {n}", "iin": _IINS[n]}
            for n, each in enumerate(people)
        ],
        "premises": [{**each, "id": f"p{n}"} for n, each in enumerate(premises)],
    }
    asked = _checklist(manifest).asked
    documents = [
        {
            "kind": str(each.kinds[0].id),
            "file": f"documents/{n}.pdf",
            **({"concerns": each.concerns} if each.concerns else {}),
            **_form_of(each.rule.parameters.get("with_")),
        }
        for n, each in enumerate(asked)
    ]
    bundle = _bundle({**manifest, "documents": documents}, files=len(asked))
    report = evaluate(EDITION, bundle, day_that_counts(bundle, "Asia/Almaty", OPTIONS))
    of_papers = {rule.requirement.id for rule in EDITION.rules if rule.kind.row == "documents"}
    for result in report.results:
        if result.requirement.id in of_papers and "signature" not in result.requirement.id:
            assert result.outcome in (Outcome.PASSED, Outcome.INAPPLICABLE), result
    # And without one of them, one fails.
    for missing in documents[:2]:
        fewer = {**manifest, "documents": [each for each in documents if each is not missing]}
        bundle = _bundle(fewer, files=len(asked))
        report = evaluate(EDITION, bundle, day_that_counts(bundle, "Asia/Almaty", OPTIONS))
        outcomes = {each.requirement.id: each.outcome for each in report.results}
        assert Outcome.FAILED in {outcomes[name] for name in of_papers}


_ANSWERS = (
    *("--service", "issue", "--as-of", "2026-02-02"),
    *("--set", "applicant.type=legal_entity", "--set", "subject=licence"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_read_it(lang: str) -> None:
    done = call("checklist", *_ANSWERS, "--set", "staff.1.retrained=yes", "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert "staff-2" in done.stdout
    assert "43" in done.stdout
    assert "checklist." not in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_programs_read_it() -> None:
    done = call("checklist", *_ANSWERS, "--set", "staff.0.retrained=yes", "--format", "json")
    found = json.loads(done.stdout)
    assert (found["schema"], found["edition"]) == ("checklist/v1", "2025-93")
    (paper,) = (each for each in found["papers"] if each["needed"] == "yes" and "concerns" in each)
    assert (paper["kind"], paper["concerns"]) == ("retraining_certificate", "staff-1")
    assert paper["citation"] == "list.8.1.d"


def test_a_page_and_a_ticket_say_the_same(tmp_path: Path) -> None:
    files = [f"{name}={tmp_path / name}" for name in ("html", "markdown")]
    outputs = [part for each in files for part in ("-o", each)]
    assert call("checklist", *_ANSWERS, *outputs, "--lang", "en").returncode == 0
    page = html5lib.parse((tmp_path / "html").read_text("utf-8"), namespaceHTMLElements=False)
    shown = " ".join("".join(page.itertext()).split())
    for words in ("Application on form 3 (legal entity)", "Papers to bring", "43,250"):
        assert words in shown
        assert words in (tmp_path / "markdown").read_text("utf-8").replace("\\", "")
    assert page.find(".//script") is None


@pytest.mark.parametrize("field", ["fee.paid_on", "fee.0.paid_on"])
def test_the_day_of_payment_chooses_the_rate(field: str) -> None:
    """10 MCI: 3,932 tenge in 2025, 4,325 in 2026."""
    for day, due in (("2025-12-30", 39320), ("2026-01-09", 43250)):
        done = call("checklist", *_ANSWERS, "--set", f"{field}={day}", "--format", "json")
        assert json.loads(done.stdout)["fee_due"] == due


def test_a_draft_says_it_itself() -> None:
    done = call("checklist", SAMPLES / "clinic-draft", "--as-of", "2026-02-02", "--lang", "ru")
    assert done.returncode == 0, done.stderr
    assert "list.8.1.a" in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--service", "nothing"), "say the service: issue, reissue, duplicate"),
        ((), "--service (issue, reissue, duplicate)"),
        (("--service", "issue", "--set", "applicant.typ=x"), "type”?"),
        (("--service", "issue", "--set", "applicant.type=robot"), "legal_entity"),
        (("--service", "issue", "--set", "applicant"), "FIELD=VALUE"),
        (("--service", "issue", "--set", "applicant=x"), "does not take"),
        (("--service", "issue", "--set", "staff.0=x"), "no field"),
        (("--service", "issue", "--set", "staff.x.retrained=yes"), "no field"),
        (("--service", "issue", "--set", "staff.999999999.retrained=yes"), "no field"),
        (("--service", "issue", "--set", "staff.0.retrained=maybe"), "yes"),
        (("--service", "issue", "--set", "staff.0.studies_finished=" + "9" * 50), "does not take"),
        (("--service", "issue", "--set", "subtypes.0.x=1"), "no field"),
        (("--service", "issue", "--set", f"staff.{'9' * 5000}.retrained=yes"), "no field"),
        (("--service", "issue", "--set", "staff.٣.retrained=yes"), "no field"),
        (("--service", "issue", "--set", "staff.retrained=yes"), "no field"),
        (("--service", "issue", "--set", "applicant.type.x=1"), "no field"),
        (
            ("--service", "issue", "--set", "fee.0.amount=1", "--set", "fee.amount=1"),
            "no field",
        ),
        (
            ("--service", "issue", "--set", "fee.amount=1", "--set", "fee.0.amount=1"),
            "no field",
        ),
        (("--service", "issue", "--as-of", "1999-01-01"), "1999"),
        (("--service", "issue", "--standard", "nothing"), "nothing"),
        ((str(SAMPLES / "doctor-unreadable"),), "cannot be read"),
        (("gone",), "gone"),
    ],
)
def test_wrong_calls(options: tuple[str, ...], words: str) -> None:
    done = call("checklist", *options, environment={"LANG": "C"})
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
