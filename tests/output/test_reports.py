"""Reports: what they say, in which shape, and what they must not let out."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.cells import cell_len

import validator
from tests.inspect.signing import ec_key, person, sign, signer
from tests.output.made import TEXTS
from tests.project import ROOT
from tests.then import THEN
from validator.bundle import read_bundle
from validator.engine import Options, assess
from validator.model import (
    LANGUAGES,
    Args,
    Bundle,
    Duty,
    Location,
    Message,
    Named,
    Outcome,
    Problem,
    Standing,
    Verdict,
)
from validator.output import render
from validator.output.gathering import Framed, Gathered, load_format, tell_together
from validator.output.mask import Mask
from validator.output.page import Page
from validator.output.table import FORMATS as TABLE
from validator.output.table import Format, Told
from validator.output.tally import tallied
from validator.output.view import View
from validator.report import Gone, Report, Status, Waiver
from validator.standard.catalogue import Catalogue
from validator.words.messages import say, term

CATALOGUE: Final = Catalogue(THEN)
OPTIONS: Final = Options(clock=datetime(2026, 11, 22, 12, tzinfo=UTC))
SCHEMA: Final = json.loads(
    (Path(validator.__file__).parent / "schemas" / "report.schema.json").read_text(encoding="utf-8")
)
FORMATS: Final = {each: TABLE[Told.REPORTS][each] for each in TEXTS}
FAULTS_ALONE: Final = {"sarif", "github", "gitlab", "csv", "markdown"}
"""Formats that say nothing of what is in order or left to a person."""
REPORT_V1: Final = Draft202012Validator(SCHEMA)
PDF: Final = b"%PDF-1.4\n"

MANIFEST: Final[dict[str, Any]] = {
    "format": 1,
    "standard": "medical-activity-licence",
    "service": "issue",
    "subject": "licence",
    "submitted_at": "2026-01-12T10:15:00+05:00",
    "channel": "elicense.kz",
    "provider": "Almaty city department",
    "applicant": {
        "type": "individual",
        "name": "Aigerim Zhaksylykova",
        "iin": "850101400011",
        "mobile": "+77011234567",
        "email": "office@umit.example",
        "address": "12 Abay avenue, Almaty",
        "studies_finished": 2018,
        "retrained": False,
    },
    "subtypes": ["outpatient.therapy"],
    "premises": [
        {"id": "p1", "address": "12 Abay avenue", "title": "lease", "title_in_gateway": True}
    ],
    "staff": [],
    "fee": {"amount": 43250, "paid_on": "2026-01-11", "reference": "PAY-1"},
    "consents": {"restricted_personal_data": True},
    "signature": {"file": "application.p7s"},
    "documents": [
        {"kind": "application_form", "form": 2, "file": "form.pdf"},
        {"kind": "information_form", "file": "information.pdf"},
    ],
}

APPLICANT: Final = replace(signer(ec_key()), subject=person(MANIFEST["applicant"]["iin"]))

Change = Callable[[dict[str, Any]], object]
Make = Callable[..., Report]


def _nothing(manifest: dict[str, Any]) -> None:
    pass


def _draft(manifest: dict[str, Any]) -> None:
    del manifest["submitted_at"]
    manifest["fee"]["amount"] = 40000


def _faulty(manifest: dict[str, Any]) -> None:
    manifest["fee"] |= {"amount": 40000, "paid_on": "2026-01-31"}
    manifest["applicant"]["iin"] = 850101400011
    manifest["documents"].append({"kind": "diploma", "file": "gone [red]%s[/red].pdf"})
    manifest["chanel"] = "x"


def _undetermined(manifest: dict[str, Any]) -> None:
    manifest["fee"]["amount"] = "a lot"


def _unknown(manifest: dict[str, Any]) -> None:
    manifest["standard"] = "fishing"


def _too_early(manifest: dict[str, Any]) -> None:
    manifest["submitted_at"] = "2019-01-12T10:15:00+05:00"


def _late(manifest: dict[str, Any]) -> None:
    manifest["processing"] = {
        "accepted_on": "2026-01-12",
        "decided_at": "2026-02-28T20:00:00+05:00",
        "result": "refusal",
        "refusal": {"grounds": ["list.9.2"]},
    }


CHANGES: Final[Mapping[str, Change]] = {
    each.__name__: each
    for each in (_nothing, _draft, _faulty, _undetermined, _unknown, _too_early, _late)
}


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a bundle and checks it."""

    def made(change: Change = _nothing, *, stray: str = "", name: str = "clinic") -> Report:
        manifest = deepcopy(MANIFEST)
        change(manifest)
        data = json.dumps(manifest, indent=1).encode()
        (tmp_path / "application.json").write_bytes(data)
        (tmp_path / "application.p7s").write_bytes(sign(data, APPLICANT))
        for file in ("form.pdf", "information.pdf", *([stray] if stray else [])):
            (tmp_path / file).write_bytes(PDF + f"% {file}\n".encode())
        return assess(CATALOGUE, read_bundle(tmp_path, name), OPTIONS)

    return made


@pytest.fixture(params=CHANGES)
def report(request: pytest.FixtureRequest, make: Make) -> Report:
    return make(CHANGES[request.param], stray="notes.txt")


def _unreadable() -> Report:
    problem = Problem(Message("source_syntax"), Location("application.yaml", None, 3, 1))
    bundle = Bundle("clinic", None, "application.yaml", b":", {}, (problem,))
    return assess(CATALOGUE, bundle, OPTIONS)


def _in_memory(change: Change = _nothing) -> Report:
    """A report without files: every document is absent."""
    manifest = deepcopy(MANIFEST)
    change(manifest)
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    return assess(CATALOGUE, Bundle("b", manifest, "application.json", data, {}), OPTIONS)


def _together(reports: Sequence[Report], format_: str, lang: str = "en") -> str:
    """Several reports in one text."""
    return tell_together(reports, format_, View(lang)).decode()


def _flat(text: str) -> str:
    """A folded text on one line."""
    return " ".join(text.split())


# ----------------------------------------------------------------------------------- all formats


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_word_and_argument_is_there(report: Report, format_: str, lang: str) -> None:
    text = render(report, format_, lang)
    assert not re.search(r"\{[a-z_]+(:[a-z]+)?\}", text)
    # Keys of the catalogues; two requirements bear a name that begins like one.
    told = text.replace("draft.no_record", "").replace("draft.no_registers", "")
    assert not re.search(r"\b(heading|verdict|draft|why|ground|consequence)\.[a-z_]+\b", told)


@pytest.mark.parametrize("format_", FORMATS)
def test_equal_reports_give_equal_text(report: Report, format_: str) -> None:
    assert render(report, format_, "kk") == render(report, format_, "kk")


def test_machine_formats_are_in_english_and_text_follows_the_locale(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make(_faulty)
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert render(report, "json") == render(report, "json", "en")
    assert render(report) == render(report, "text", "ru")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert render(report) == render(report, "text", "en")


@pytest.mark.parametrize(("format_", "lang"), [("xml", "en"), ("text", "xx")])
def test_unknown_format_or_language_is_refused(format_: str, lang: str) -> None:
    with pytest.raises(ValueError, match=r"no (format|language)"):
        render(_unreadable(), format_, lang)


# ------------------------------------------------------------------------------------------ json


def test_the_schema_is_one_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def walk(schema: Any) -> None:
        for value in schema.get("properties", {}).values():
            if isinstance(value, dict) and "if" not in schema.get("properties", {}):
                assert value.get("description") or "$ref" in value or "const" in value, value
                walk(value)

    for each in (SCHEMA, *SCHEMA["$defs"].values()):
        assert each.get("description")
        assert each.get("additionalProperties") is False
        walk(each)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_is_report_v1(report: Report, lang: str) -> None:
    text = _together([report, _unreadable()], "json", lang)
    data = json.loads(text)
    assert list(REPORT_V1.iter_errors(data)) == []
    assert data["summary"]["bundles"] == 2
    assert data["summary"]["unreadable"] == 1


@pytest.mark.parametrize(
    ("library", "module"),
    [("holidays", "holidays.version"), ("phonenumbers", "phonenumbers"), ("tzdata", "tzdata")],
)
def test_json_names_the_data_that_verdicts_rest_on(library: str, module: str) -> None:
    data = json.loads(render(_in_memory(), "json"))["engine"]["data"]
    assert data[library] == import_module(module).__version__


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.update(extra=1),
        lambda data: data["engine"]["data"].pop("tzdata"),
        lambda data: data["reports"][0].pop("counts"),
        lambda data: data["reports"][0].update(verdict="fine"),
        lambda data: data["reports"][0]["results"][0].update(outcome="failed", findings=[]),
        lambda data: data["reports"][0]["results"][0].update(outcome="passed", reason="so"),
        lambda data: data["reports"][0]["as_of"].update(source="guess"),
    ],
)
def test_the_schema_is_strict(spoil: Callable[[Any], object]) -> None:
    data = json.loads(render(_in_memory(), "json"))
    assert REPORT_V1.is_valid(data)
    spoil(data)
    assert not REPORT_V1.is_valid(data)


def test_keys_stand_in_the_order_of_the_contract(make: Make) -> None:
    data = json.loads(render(make(_faulty), "json"))["reports"][0]
    assert list(data) == [
        *("bundle", "standard", "edition", "spec_sha256", "service", "as_of"),
        *("verdict", "verdicts", "counts", "derived", "problems", "refusal_grounds", "results"),
    ]
    failed = next(each for each in data["results"] if each["findings"])
    assert list(failed) == [
        *("requirement", "citation", "duty", "outcome", "severity", "consequence", "findings")
    ]
    assert list(failed["findings"][0]) == ["message", "args", "text", "fix", "location"]


def test_a_finding_in_full(make: Make) -> None:
    data = json.loads(render(make(_faulty), "json"))["reports"][0]
    (fee,) = (each for each in data["results"] if each["requirement"] == "fee.issue")
    assert fee["outcome"] == "failed"
    assert fee["consequence"] == "list.9.2"
    (finding,) = fee["findings"]
    assert finding["message"] == "fee_too_low"
    assert finding["args"] == {"due": 43250, "paid": 40000, "missing": 3250}
    assert finding["text"] == "The fee is 3,250 tenge short: 40,000 paid, 43,250 due"
    assert finding["fix"]
    assert finding["location"] == {
        "file": "application.json",
        "pointer": "/fee/amount",
        "line": finding["location"]["line"],
        "column": 13,
    }


def test_results_are_every_requirement_and_reasons_are_for_two_outcomes(report: Report) -> None:
    data = json.loads(render(report, "json"))["reports"][0]
    assert [r["requirement"] for r in data["results"]] == [
        result.requirement.id for result in report.results
    ]
    for result in data["results"]:
        assert ("reason" in result) == (result["outcome"] in {"undetermined", "manual"})


def test_arguments_are_json_without_fractions() -> None:
    report = _in_memory(lambda manifest: manifest["fee"].update(paid_on="2026-01-31"))
    for result in json.loads(render(report, "json"))["reports"][0]["results"]:
        for finding in result["findings"]:
            assert not any(isinstance(each, float) for each in finding["args"].values())


def test_of_results_that_failed_alone_the_counts_stay_whole(report: Report) -> None:
    whole, shorter = (
        json.loads(tell_together([report], "json", View("en", only_failed=each)))
        for each in (False, True)
    )
    REPORT_V1.validate(shorter)
    told, rest = shorter["reports"][0], whole["reports"][0]
    wanted = [each for each in rest["results"] if each["outcome"] in ("failed", "undetermined")]
    assert told.pop("results") == wanted
    assert told.pop("results_left_out") == rest["counts"]["total"] - len(wanted)
    del rest["results"]
    assert told == rest
    assert shorter["summary"] == whole["summary"]
    line = tell_together([report], "ndjson", View("en", only_failed=True)).splitlines()[0]
    assert (
        json.loads(line)
        == json.loads(tell_together([report], "json", View("en", only_failed=True)))["reports"][0]
    )


def test_ndjson_is_a_report_a_line_and_the_summary() -> None:
    lines = _together([_in_memory(), _unreadable()], "ndjson").splitlines()
    assert len(lines) == 3
    document = json.loads(_together([_in_memory(), _unreadable()], "json"))
    assert [json.loads(line) for line in lines[:2]] == document["reports"]
    assert json.loads(lines[2]) == {"summary": document["summary"]}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_document_is_laid_out_as_json_is(count: int) -> None:
    text = _together([_in_memory()] * count, "json")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert len(json.loads(text)["reports"]) == count


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_is_told_alike_by_itself_and_among_others(format_: str) -> None:
    form, view = load_format(format_), View("en")
    before = form.one(_in_memory(), view)
    form.one(_in_memory(_faulty), view)
    assert form.one(_in_memory(), view) == before


@pytest.mark.parametrize("format_", FORMATS)
def test_what_a_process_is_told_and_answers_can_be_sent(format_: str) -> None:
    sent = FORMATS[format_], View("kk", show_personal_data=True), tallied(_in_memory(_faulty))
    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301  # our own


@pytest.mark.parametrize("each", [each for of in TABLE.values() for each in of.values()], ids=str)
def test_every_format_of_the_table_is_there(each: Format) -> None:
    assert callable(each.load().one)
    assert all(ending.startswith(".") and ending.islower() for ending in each.endings)
    if each.of is Told.REPORTS:
        assert isinstance(each.load(), Framed | Gathered)


@pytest.mark.parametrize("format_", sorted(FORMATS.keys() - FAULTS_ALONE))
def test_what_is_remembered_of_a_result_is_all_that_it_says(format_: str) -> None:
    report = _in_memory()
    render(report, format_)
    index = next(i for i, r in enumerate(report.results) if r.outcome is Outcome.MANUAL)
    result = report.results[index]
    someone = Message("for_a_person", {"who": Named("x", {"en": "Somebody else"})})
    other = replace(result, citation="list.99", reason=someone)
    results = (*report.results[:index], other, *report.results[index + 1 :])
    text = render(replace(report, results=results), format_, full=True)
    assert "list.99" in text
    assert "Somebody else" in text
    assert result.requirement.id in text


# ------------------------------------------------------------------------------------------ text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_keeps_to_its_width_without_colour(report: Report, lang: str) -> None:
    text = render(report, "text", lang)
    assert "\x1b" not in text
    assert max(map(cell_len, text.splitlines())) <= 80
    assert all(line == line.rstrip() for line in text.splitlines())
    narrow = render(report, "text", lang, width=30)
    assert max(map(cell_len, narrow.splitlines())) <= 30
    assert "".join(narrow.split()) == "".join(text.split())


def test_text_is_coloured_only_when_asked() -> None:
    coloured = render(_in_memory(), "text", "en", color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(_in_memory(), "text", "en")


@given(
    texts=st.lists(st.text(st.sampled_from("ab Яқ宽\u0301\u200d\t\n\x1b[]{}:─")), max_size=4),
    width=st.integers(1, 30),
)
def test_lines_are_the_same_with_colours_and_without(texts: list[str], width: int) -> None:
    plain, coloured = Page(width, color=False), Page(width, color=True)
    for page in (plain, coloured):
        for text in texts:
            page.heading(text)
            page.item("1.", text, "bold")
            page.detail(text, "dim")
        page.rule()
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.text()) == plain.text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_comes_first(report: Report, lang: str) -> None:
    first = render(report, "text", lang).splitlines()[0]
    if report.draft:
        assert first.startswith(term("draft", lang).upper())
        assert term(f"draft.{report.verdict}", lang) in first
    elif report.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT is not report.verdict:
        assert first.startswith(term("headline.provider.in_order", lang).upper())
    else:
        assert first.startswith(term(f"verdict.{report.verdict}", lang).upper())
    assert "· clinic" in render(report, "text", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_last_line_says_how_much_was_evaluated(report: Report, lang: str) -> None:
    counts = report.counts
    last = _flat(render(report, "text", lang).rstrip().rpartition("\n\n")[2])
    numbers = [int(each) for each in re.findall(r"\d+", last)]
    for number in (counts["total"], counts["passed"] + counts["failed"], *counts.values()):
        assert number in numbers


def test_the_text_of_a_faulty_bundle(make: Make) -> None:
    text = _flat(render(make(_faulty, stray="notes.txt"), "text", "en", full=True))
    assert "Edition 2025-93: Order No. 93" in text
    assert "because the application was submitted on 12 January 2026" in text
    assert "In force since 18 November 2025, by our reading of the law" in text
    parts = [
        "Applicant: Not compliant",
        "Provider:",
        "What the applicant has to mend",
        "Pay what is missing of the fee",
        "The fee is 3,250 tenge short",
        "row 6, item 1 (list.6.1) · ground for refusal: row 9, item 2 (list.9.2) · fee.issue",
        "Put the number in quotes",
        "a reasoned refusal to consider it further · application.fields",
        "Warnings and notes",
        "Warning: Pay before filing",
        "Days and fee",
        "Fee due: 43,250 tenge",
        "10 × 4,325 = 43,250 tenge",
        "Grounds for refusal",
        "row 9, item 2 (list.9.2): applies because of fee.issue",
        "row 9, item 3 (list.9.3): open, it depends on qualification.met",
        "Left to a person",
        "Who can tell: The portal",
        "Problems with the application's folder",
        "Warning: Name the file in the application file",
        "What stands under “Left to a person” was not checked here",
        "Evaluated",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert re.search(r"application\.json:\d+:13: The fee is", text)


def test_an_unknown_key_proposes_the_closest(make: Make) -> None:
    text = _flat(render(make(_faulty), "text", "en"))
    assert "Correct the name of the field (did you mean “channel”?)" in text


def test_row_40_values_to_choose_from_are_data_too() -> None:
    """By their ids, be they texts or numbers."""

    def change(manifest: dict[str, Any]) -> None:
        manifest["premises"][0]["title"] = "rent"
        manifest["documents"][0]["form"] = 6

    data = json.loads(render(_in_memory(change), "json"))
    REPORT_V1.validate(data)
    (form,) = [each for each in data["reports"][0]["results"] if each["findings"]][:1]
    values = [each["args"]["values"] for each in form["findings"] if "values" in each["args"]]
    assert [2, 3, 4, 5] in values
    assert next(v for v in values if 2 not in v)[:3] == ["ownership", "lease", "gratuitous_use"]


def test_an_entry_of_a_list_is_called_by_its_list() -> None:
    report = _in_memory(lambda manifest: manifest["subtypes"].append("outpatient.terapy"))
    text = _flat(render(report, "text", "en"))
    said = "“Kinds of medical activity claimed” (subtypes): “outpatient.terapy” is not one of"
    assert said in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_draft_has_things_to_do_and_is_not_told_off(make: Make, lang: str) -> None:
    report = make(_draft)
    assert report.verdict is Verdict.NON_COMPLIANT
    text = _flat(render(report, "text", lang, full=True))
    assert term("heading.todo.applicant", lang) in text
    assert term("heading.mend.applicant", lang) not in text
    assert term("verdict.non_compliant", lang) not in text
    assert term("nothing_to_judge", lang) in text


def test_each_side_has_its_own_part(make: Make) -> None:
    text = _flat(render(make(_late), "text", "en"))
    assert "Applicant: Undetermined" not in text
    assert "Provider: Not compliant" in text
    assert "What the provider has to mend" in text
    assert "What the applicant has to mend" not in text
    assert term("consequence.none", "en") not in text  # of its duties the row says nothing
    assert "Note: " in text


def test_what_could_not_be_decided_says_why(make: Make) -> None:
    report = make(_undetermined)
    text = _flat(render(report, "text", "en"))
    assert any(result.outcome is Outcome.UNDETERMINED for result in report.results)
    assert "Could not be decided" in text
    assert "“Amount paid, tenge” is needed, and is missing or wrong: /fee/amount" in text


def test_problems_of_an_unreadable_bundle_come_right_after_the_verdict() -> None:
    lines = render(_unreadable(), "text", "en").splitlines()
    assert lines[0] == "UNREADABLE · clinic"
    assert lines[2] == "Problems with the application's folder"
    assert lines[3] == "  – Correct this line or the one before it"
    assert lines[4].startswith("    application.yaml:3:1: The file cannot be understood here")
    assert lines[-1].startswith("undetermined") or lines[-1].startswith("Evaluated 0 of 0")


def test_an_edition_chosen_by_hand_is_said_to_be() -> None:
    manifest = deepcopy(MANIFEST) | {"submitted_at": "2019-01-12T10:15:00+05:00"}
    data = json.dumps(manifest).encode()
    bundle = Bundle("b", manifest, "application.json", data, {})
    report = assess(CATALOGUE, bundle, replace(OPTIONS, edition="2025-93"))
    text = _flat(render(report, "text", "en"))
    assert "chosen by hand: on 12 January 2019 it is not in force" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda manifest: manifest.pop("submitted_at", None), "No submission is dated yet"),
        (
            lambda manifest: manifest.update(submitted_at="2026-02-30T10:00:00+05:00"),
            "The time of submission cannot be read, so today counts",
        ),
    ],
)
def test_why_today_counts(change: Change, said: str) -> None:
    assert said in _flat(render(_in_memory(change), "text", "en"))


def test_an_outline_is_called_one() -> None:
    report = _in_memory()
    assert report.regulation is not None
    outline = replace(report, regulation=replace(report.regulation, authority="statute"))
    assert "only the outline that a law gives" in _flat(render(outline, "text", "en"))


def test_several_reports_end_in_a_summary() -> None:
    text = _together([_in_memory(), _unreadable()], "text")
    assert text.count("─" * 80) == 2
    assert "Applications: 2;" in text
    assert "unreadable 1" in _flat(text)


# ------------------------------------------------------------------------- hostile and personal

HOSTILE: Final = (
    "\x1b[2J\x1b]0;x\x07\x9b31m\u202egnp.\u2028[bold red]ok[/bold red] :boom: \r\nCOMPLIANT"
)


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_in_a_manifest_reaches_the_terminal_as_a_command(format_: str) -> None:
    def change(manifest: dict[str, Any]) -> None:
        manifest["documents"][0]["file"] = HOSTILE
        manifest[HOSTILE] = HOSTILE
        manifest["channel"] = HOSTILE

    report = replace(_in_memory(change), bundle=HOSTILE)
    text = render(report, format_, "en")
    if format_ == "csv":
        text = text.replace("\r\n", "\n")  # which is how its rows end
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)
    assert "[bold red]ok[/bold red] :boom:" in _flat(text)
    if format_ == "text":
        assert "COMPLIANT" not in {line.strip() for line in text.splitlines()}
        assert "\\x1b[2J" in text
    elif format_ in ("json", "ndjson"):
        data = json.loads(text.splitlines()[0] if format_ == "ndjson" else text)
        (data,) = data.get("reports", [data])
        assert data["bundle"]["name"] == HOSTILE


LETTERS: Final = st.text("ЖЩЪЭҚҢӨҺžřůqxzjw", min_size=4, max_size=12)
NAMES: Final = st.lists(LETTERS, min_size=1, max_size=3).map(" ".join)
NUMBERS: Final = st.text("0123456789", min_size=12, max_size=12)


@given(name=NAMES, iin=NUMBERS, lang=st.sampled_from(LANGUAGES), data=st.data())
def test_personal_values_never_get_out(name: str, iin: str, lang: str, data: st.DataObject) -> None:
    shown = data.draw(st.sampled_from([name, name.upper(), name.replace(" ", "_"), name.title()]))

    def change(manifest: dict[str, Any]) -> None:
        manifest["applicant"] |= {"name": name, "iin": iin}
        manifest["documents"][0]["file"] = f"papers/{shown}-{iin}.pdf"
        manifest["channel"] = f"ask {shown}"
        manifest[f"note {iin}"] = name
        manifest["submitted_at"] = f"{shown}{iin}"

    report = _in_memory(change)
    for format_, full in (*((each, False) for each in FORMATS), ("text", True)):
        text = _flat(render(report, format_, lang, full=full)).casefold()
        assert name.casefold() not in text
        assert shown.casefold() not in text
        assert iin not in text
    format_ = data.draw(st.sampled_from(sorted(FORMATS)))
    shown_in_full = _flat(render(report, format_, lang, show_personal_data=True))
    assert iin in "".join(shown_in_full.split())


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", ["inbox/850101400011", "in/Aigerim Zhaksylykova", "870902300003"])
def test_a_bundle_is_called_as_it_was_given(format_: str, name: str) -> None:
    """Row 45."""
    text = render(replace(_in_memory(), bundle=name), format_, "en")
    assert name in text
    assert "--show-personal-data" not in text


def test_masked_values_keep_their_ends() -> None:
    mask = Mask(("Aigerim Zhaksylykova", "850101400011", "+77011234567", "a.z@mail.example"))
    assert mask("Aigerim Zhaksylykova") == "A…"
    assert mask("papers/AIGERIM_zhaksylykova-cv.pdf") == "papers/A…-cv.pdf"
    assert mask("iin 850101400011!") == "iin …11!"
    assert mask("call +7 (701) 123-45-67 now") == "call +…67 now"
    assert mask("diploma Zhaksylykova.pdf") == "diploma Z….pdf"
    assert mask("a.z@mail.example") == "a…"
    assert mask("form 2.pdf") == "form 2.pdf"
    assert mask.used


def test_other_people_s_numbers_are_masked_and_sums_are_not() -> None:
    mask = Mask(())
    assert mask("x/900202300026.pdf") == "x/…26.pdf"
    assert not Mask(()).used
    digest = "0123456789abcdef" * 4
    assert mask("1234567890123") == "1234567890123"
    assert mask(digest) == digest
    message = Message("x", {"due": 99_999_999, "on": date(2026, 1, 12), "file": "850101400011"})
    assert mask.message(message).args == {
        "due": 99_999_999,
        "on": date(2026, 1, 12),
        "file": "…11",
    }


def test_words_of_the_specs_and_sizes_can_be_said_whoever_bears_them_as_a_name() -> None:
    mask = Mask(("Law", "13000000"))
    value: Args = {
        "count": 1,
        "index": 1,
        "sum": 1,
        "parameter": Named("mci", {}),
        "day": date(2026, 1, 12),
    }
    since: Args = {"since": date(2026, 1, 1), "standing": Standing.LAW, "source": Named("mci", {})}
    told = mask.message(Message("sum_of_index", {**value, **since}))
    assert term("standing.law", "en") in say(told, "en")
    size: Args = {"file": "a.pdf", "size": 13_000_000, "limit": 12_000_000}
    assert "13000000" not in say(mask.message(Message("file_too_large", size)), "en")


def test_a_value_is_found_in_any_unicode_form() -> None:
    mask = Mask(("Йолдыз Ёлкина",))
    assert mask("ё/Й\u043eлдыз Е\u0308лкина.pdf".replace("Й", "И\u0306")).endswith("….pdf")
    assert mask("Е\u0308лкина.pdf") == "Е….pdf"
    assert mask("Е\u0308ЛКИНА") == "Е…"


def test_pointers_keep_the_form_s_own_words() -> None:
    mask = Mask(("First Name",))
    location = mask.location(Location("name.yaml", "/applicant/name"))
    assert location.pointer == "/applicant/name"


def test_text_says_how_to_unmask_only_where_something_is_masked(make: Make) -> None:
    hint = "--show-personal-data"
    assert hint not in render(make(), "text", "en")
    hidden = make(stray="Zhaksylykova.txt")
    assert hint in render(hidden, "text", "en")
    shown = render(hidden, "text", "en", show_personal_data=True)
    assert hint not in shown
    assert "Zhaksylykova" in shown


def test_a_report_has_no_time_of_its_run(make: Make) -> None:
    today = date.today()  # noqa: DTZ011  # whatever the machine's own day is
    for format_ in FORMATS:
        text = render(make(), format_, "en")
        for day in (today - timedelta(1), today, today + timedelta(1)):
            assert day.isoformat() not in text


def test_the_table_of_formats_has_what_the_contract_names() -> None:
    assert {"text", "json", "ndjson"} <= FORMATS.keys()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("+77010002001", "87010002001.txt"),
        ("+77010002001", "7010002001.txt"),
        ("8 701 000 20 01", "+77010002001.txt"),
        ("Серік Ахметов", "Ахметовтың дипломы.txt"),
        ("Серік Ахметов", "диплом Ахметовой.txt"),
        ("Серік Ахметов", "АхметовСерік.txt"),
        ("Серік Ахметов", "ахметовсерік.txt"),
        ("Серік Ахметов", "дипломАхметова.txt"),
    ],
)
def test_local_forms_of_numbers_and_names_are_masked(value: str, text: str) -> None:
    masked = Mask([value])(text)
    assert masked != text
    assert not any(word in masked for word in ("701000", "Ахметов"))


def test_a_short_word_of_a_name_is_masked_where_it_stands_alone() -> None:
    mask = Mask(["Ким Юн Су"])
    assert mask("Ким.pdf") == "К….pdf"
    assert mask("юн-1.pdf") == "…-1.pdf"
    assert mask("кимоно, юность, сумма") == "кимоно, юность, сумма"


def test_a_text_is_masked_before_it_is_cut_short() -> None:
    number = "870902300003"
    long = f"договор аренды нежилого помещения с гражданином, ИИН {number}, Example"
    report = _in_memory(lambda manifest: manifest["premises"][0].update(title=long))
    for format_ in FORMATS:
        text = render(report, format_, "en")
        assert number[:6] not in text
        assert "гражданином" in text


@pytest.mark.parametrize(
    "staff",
    [
        {"s1": {"name": "Serik Testov", "iin": "850101400011"}},
        *(["Serik Testov"], "Serik Testov", [["Serik Testov"]]),
        [{"id": "s1", "name": {"first": "Serik", "Testov": 1}}],
        [{"id": "s1", "nmae": "Serik Testov"}],
    ],
)
def test_in_the_wrong_shape_a_name_is_masked_too(staff: Any) -> None:
    stray = Problem(Message("file_not_named", {"file": "Testov.pdf"}), Location("Testov.pdf"))
    report = _in_memory(lambda manifest: manifest.update(staff=staff))
    for format_ in FORMATS:
        assert "Testov" not in render(replace(report, problems=(stray,)), format_, "en")


def test_a_longer_word_that_begins_like_a_name_stays() -> None:
    assert Mask(["Аман Үлгі"])("амандасушылар.pdf") == "амандасушылар.pdf"


@pytest.mark.parametrize(
    ("lang", "granted", "ground"),
    [
        ("kk", "берілген: 9-жол, 2) тармақша (list.9.2)", "9-жол, 2) тармақша (list.9.2): қолд"),
        ("ru", "отказа: строка 9, пп. 2 (list.9.2)", "строка 9, пп. 2 (list.9.2): применимо"),
        ("en", "although row 9, item 2 (list.9.2) applies", "row 9, item 2 (list.9.2): applies"),
    ],
)
def test_clauses_bear_the_numbers_of_the_law_with_their_ids_beside(
    lang: str, granted: str, ground: str
) -> None:
    report = validator.check(ROOT / "samples" / "clinic-granted-wrongly", specs=THEN)

    text = _flat(render(report, "text", lang, full=True))

    assert granted in text
    assert ground in text
    assert len(re.findall(r"(?<!\()\blist\.\d", text)) == 0


def _marked() -> Report:
    """A report of which everything that failed is waived, and that was compared with a baseline."""
    report = _in_memory(_faulty)
    waiver = Waiver("the old form 850101400011", "A. Sadykova", date(2026, 12, 31))
    statuses = cycle(Status)
    results = tuple(
        replace(
            each,
            waiver=waiver if each.outcome is Outcome.FAILED else None,
            findings=tuple(replace(one, status=next(statuses)) for one in each.findings),
        )
        for each in report.results
    )
    gone = Gone("fee.issue", "fee_absent", "/fee", "No fee of 850101400011.")
    return replace(report, results=results, gone=(gone,))


def test_json_tells_waivers_and_what_a_baseline_had_and_leaves_them_out_otherwise() -> None:
    marked = json.loads(render(_marked(), "json"))
    REPORT_V1.validate(marked)
    told = marked["reports"][0]
    failed = [each for each in told["results"] if each["outcome"] == "failed"]
    said = {"reason": "the old form …11", "approver": "A. Sadykova", "expires": "2026-12-31"}
    assert failed
    assert [each["waiver"] for each in failed] == [said] * len(failed)
    statuses = [one["status"] for each in failed for one in each["findings"]]
    assert set(statuses) == {"new", "unchanged"}
    gone = {"requirement": "fee.issue", "message": "fee_absent", "pointer": "/fee"}
    assert told["gone"] == [{**gone, "text": "No fee of …11."}]
    assert told["verdict"] == "non_compliant"
    plain = render(_in_memory(_faulty), "json")
    assert all(f'"{word}":' not in plain for word in ("waiver", "status", "gone"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_are_told_of_a_waiver_its_approver_and_its_last_day(lang: str) -> None:
    marked, plain = render(_marked(), lang=lang, width=500), render(_in_memory(_faulty), lang=lang)
    failed = sum(each.outcome is Outcome.FAILED for each in _marked().results)
    assert marked.count("A. Sadykova") == failed
    assert "850101400011" not in marked
    assert say(Message("waived", {"approver": "", "last": date(2026, 12, 31), "reason": ""}), lang)
    for status in Status:
        assert term(f"status.{status}", lang) in marked
        assert term(f"status.{status}", lang) not in plain
    assert term("heading.gone", lang) in marked
    assert term("heading.gone", lang) not in plain
