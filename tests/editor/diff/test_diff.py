"""`validator spec diff` tells what a change of the specs means, and what applications notice."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.command import call
from tests.project import ROOT, SAMPLES, SERVICES
from tests.texts import wording
from tests.then import THEN
from validator.bundle import read_bundle
from validator.editor.diff import compare
from validator.editor.diff.changes import (
    Change,
    ChangeKind,
    Detail,
    Diff,
    Effect,
    Section,
    opposite,
)
from validator.model import LANGUAGES
from validator.source import read
from validator.standard.catalogue import Catalogue
from validator.standard.sources import Sources

pytestmark = pytest.mark.usefixtures("law_of_then")

STANDARD = "medical-activity-licence"
EDITION = "2025-93"
GRANT = "result.grant_against_ground"

Edit = Callable[[Path], None]


def _run(*args: str | Path, lang: str | None = "en") -> CompletedProcess[str]:
    languages = ("--lang", lang) if lang else ()
    return call("spec", "diff", *args, *languages)


def _data(*args: str | Path) -> dict[str, Any]:
    done = _run(*args, "--format", "json")
    assert done.returncode in (0, 1), done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if data["same"] else 1)
    return data


# ------------------------------------------------------------------------- changes to a copy


def _copy(folder: Path, edits: Iterable[Edit] = ()) -> Path:
    """A folder of specs with one edition and some changes."""
    for name in ("calendars", "parameters", "trust"):
        shutil.copytree(THEN / name, folder / name)
    shutil.copytree(THEN / STANDARD / EDITION, folder / STANDARD / EDITION)
    for edit in edits:
        edit(folder)
    return folder


def _in(file: str, old: str, new: str) -> Edit:
    """Change the one place in a file where a text stands."""

    def edit(specs: Path) -> None:
        path = specs / file if "/" in file else specs / STANDARD / EDITION / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def _entry(name: str, old: str, new: str) -> Edit:
    """Change something in the entry of one requirement."""

    def edit(specs: Path) -> None:
        path = specs / STANDARD / EDITION / "standard.yaml"
        text = path.read_text(encoding="utf-8")
        start, end = _span(text, name)
        assert text.count(old, start, end) == 1, (name, old)
        path.write_text(
            text[:start] + text[start:end].replace(old, new) + text[end:], encoding="utf-8"
        )

    return edit


def _without(name: str) -> Edit:
    def edit(specs: Path) -> None:
        path = specs / STANDARD / EDITION / "standard.yaml"
        text = path.read_text(encoding="utf-8")
        start, end = _span(text, name)
        path.write_text(text[:start] + text[end:], encoding="utf-8")

    return edit


def _twice(name: str, new: str) -> Edit:
    """One requirement more, under another name."""

    def edit(specs: Path) -> None:
        path = specs / STANDARD / EDITION / "standard.yaml"
        text = path.read_text(encoding="utf-8")
        start, end = _span(text, name)
        entry = text[start:end].replace(f"id: {name}\n", f"id: {new}\n")
        path.write_text(text[:end] + entry + text[end:], encoding="utf-8")

    return edit


def _span(text: str, name: str) -> tuple[int, int]:
    found = re.search(rf"^( *)- id: {re.escape(name)}\n(?:\1  .*\n)*", text, re.MULTILINE)
    assert found is not None, name
    return found.span()


def _field(name: str, old: str, new: str) -> Edit:
    """Change a field of the application; its name comes with the indent before it."""

    def edit(specs: Path) -> None:
        path = specs / STANDARD / EDITION / "application.yaml"
        text = path.read_text(encoding="utf-8")
        start, end = _block(text, name)
        assert old in text[start:end], (name, old)
        made = text[start:end].replace(old, new, 1)
        path.write_text(text[:start] + made + text[end:], encoding="utf-8")

    return edit


def _without_field(name: str) -> Edit:
    def edit(specs: Path) -> None:
        path = specs / STANDARD / EDITION / "application.yaml"
        text = path.read_text(encoding="utf-8")
        start, end = _block(text, name)
        path.write_text(text[:start] + text[end:], encoding="utf-8")

    return edit


def _without_key(name: str, key: str) -> Edit:
    def edit(specs: Path) -> None:
        path = specs / STANDARD / EDITION / "standard.yaml"
        text = path.read_text(encoding="utf-8")
        first, last = _span(text, name)
        start, end = _block(text[:last], f"      {key}", first)
        path.write_text(text[:start] + text[end:], encoding="utf-8")

    return edit


def _block(text: str, name: str, first: int = 0) -> tuple[int, int]:
    """A key and everything that is indented below it."""
    indent = " " * (len(name) - len(name.lstrip()))
    found = re.compile(rf"^{name}:\n(?:{indent}  .*\n)*", re.MULTILINE).search(text, first)
    assert found is not None, name
    return found.span()


def _all(*edits: Edit) -> Edit:
    def edit(specs: Path) -> None:
        for each in edits:
            each(specs)

    return edit


NOTE = wording("Ескертпе", "Примечание", "Note")
FORM = ["list.8.1.a", "list.8.2.a", "list.8.3.a"]

SORTS: dict[str, tuple[Edit, str, str, list[str], set[tuple[str, str]]]] = {
    "a longer term": (
        _entry("deadline.issue", "working_days: 13", "working_days: 15"),
        "loosened",
        "deadline.issue",
        ["list.3.1"],
        {("working_days", "loosened")},
    ),
    "a shorter term": (
        _entry("deadline.reissue", "working_days: 3", "working_days: 2"),
        "tightened",
        "deadline.reissue",
        ["list.3.2"],
        {("working_days", "tightened")},
    ),
    "a higher fee": (
        _entry("fee.issue", "mci: 10", "mci: 11"),
        "tightened",
        "fee.issue",
        ["list.6.1"],
        {("amount", "tightened")},
    ),
    "a lower cap of a higher fee": (
        _entry("fee.reissue", "{mci: 4}", "{mci: 3}"),
        "tightened",  # the cap was never reached
        "fee.reissue",
        ["list.6.2"],
        {("amount", "tightened")},
    ),
    "a document for more people": (
        _entry("documents.diploma", "max: 2014", "max: 2020"),
        "tightened",
        "documents.diploma",
        ["list.8.1.c"],
        {("when", "tightened")},
    ),
    "a check of fewer people": (
        _entry("dates.studies", "for_each: [staff, applicant]", "for_each: [staff]"),
        "loosened",
        "dates.studies",
        ["list.9.6"],
        {("for_each", "loosened")},
    ),
    "a document under a condition": (
        _entry(
            "documents.premises_title",
            "{title_in_gateway: {allowed: [false]}}",
            "{title_in_gateway: {allowed: [false]}, title: {allowed: [lease]}}",
        ),
        "loosened",
        "documents.premises_title",
        ["list.8.1.f"],
        {("when", "loosened")},
    ),
    "a document on another form": (
        _entry("documents.duplicate_form_individual", "allowed: [4]", "allowed: [2, 4]"),
        "loosened",
        "documents.duplicate_form_individual",
        ["list.8.3.a"],
        {("with", "loosened")},
    ),
    "a document of another kind": (
        _entry("documents.change_evidence", "kind: change_evidence", "kind: diploma"),
        "changed",
        "documents.change_evidence",
        ["list.8.2.b"],
        {("document", "unclear")},
    ),
    "a document dropped": (
        _without("documents.information_form"),
        "removed",
        "documents.information_form",
        ["list.8.1.b"],
        set(),
    ),
    "a requirement more": (
        _twice("signature.present", "signature.twice"),
        "added",
        "signature.twice",
        ["list.10.2"],
        set(),
    ),
    "a severity lowered": (
        _entry("documents.retraining_certificate", "severity: error", "severity: warning"),
        "loosened",
        "documents.retraining_certificate",
        ["list.8.1.d"],
        {("severity", "loosened")},
    ),
    "a severity raised": (
        _entry("fee.not_overpaid", "severity: warning", "severity: error"),
        "tightened",
        "fee.not_overpaid",
        ["list.6.1", "list.6.2", "list.6.3"],
        {("severity", "tightened")},
    ),
    "an absence let pass": (
        _entry("consents.restricted_data", "      failed_without: consents\n", ""),
        "loosened",
        "consents.restricted_data",
        ["list.9.8"],
        {("failed_without", "loosened")},
    ),
    "a person no longer asked": (
        _all(
            _entry("agreement.positive", "      manual_without: processing.agreement.answer\n", ""),
            _without_key("agreement.positive", "who"),
        ),
        "tightened",
        "agreement.positive",
        ["list.9.4"],
        {("manual_without", "tightened")},
    ),
    "a ground dropped": (
        _all(
            _in("standard.yaml", "list.9.6, list.9.7, list.9.8]", "list.9.6, list.9.8]"),
            _entry("register.special_right_lost", "consequence: list.9.7", "consequence: none"),
            _in("standard.yaml", "list.9.5, list.9.7, law.33.5", "list.9.5, law.33.5"),
        ),
        "removed",
        "list.9.7",
        ["list.9.7"],
        set(),
    ),
    "another consequence": (
        _entry("agreement.recorded", "consequence: list.9.4", "consequence: none"),
        "loosened",
        "agreement.recorded",
        ["list.9.4"],
        {("consequence", "loosened")},
    ),
    "a value more": (
        _entry("channel.portal", "[egov.kz, elicense.kz]", "[egov.kz, elicense.kz, paper]"),
        "loosened",
        "channel.portal",
        ["list.2"],
        {("allowed", "loosened")},
    ),
    "a value less": (
        _entry("result.duplicate", "[duplicate, refusal, ", "[duplicate, "),
        "tightened",
        "result.duplicate",
        ["list.5"],
        {("allowed", "tightened")},
    ),
    "another field": (
        _entry(
            "form.electronic", "path: channel, allowed: [egov.kz, elicense.kz]", "path: provider"
        ),
        "changed",
        "form.electronic",
        ["list.4"],
        {("path", "unclear"), ("allowed", "loosened")},
    ),
    "a longer notice": (
        _entry("notice.in_time", "at_least: 24h", "at_least: 48h"),
        "tightened",
        "notice.in_time",
        ["rules.14.2"],
        {("at_least", "tightened")},
    ),
    "a shorter delay": (
        _entry("reissue.in_time", "at_most: 30d", "at_most: 20d"),
        "tightened",
        "reissue.in_time",
        ["law.33.4"],
        {("at_most", "tightened")},
    ),
    "larger files of fewer types": (
        _in(
            "standard.yaml",
            "[application/pdf, image/jpeg, image/png]\n  max_bytes: 20971520",
            "[application/pdf, image/jpeg]\n  max_bytes: 41943040",
        ),
        "changed",
        "documents.files",
        ["list.8.1.a", "list.8.2.a", "list.8.3.a"],
        {("types", "tightened"), ("max_bytes", "loosened")},
    ),
    "a date less in order": (
        _entry(
            "dates.record",
            "        - {earlier: processing.accepted_on, later: processing.decided_at}\n",
            "",
        ),
        "loosened",
        "dates.record",
        ["list.3.1", "list.3.2", "list.3.3"],
        {("pairs", "loosened")},
    ),
    "days more": (
        _entry("edition.publication_assumed", "until: 2025-11-24", "until: 2025-11-25"),
        "tightened",
        "edition.publication_assumed",
        ["order.4"],
        {("until", "tightened")},
    ),
    "days on which it applies": (
        _entry("notice.recorded", "duty: provider", "duty: provider\n    from: 2027-06-01"),
        "loosened",
        "notice.recorded",
        ["rules.14.3"],
        {("days", "loosened")},
    ),
    "days and cases": (
        _entry(
            "schedule.decision_in_hours",
            "when: {processing.decided_at: {exists: true}}",
            "until: 2027-06-01\n      when: {processing.result: {exists: true}}",
        ),
        "changed",
        "schedule.decision_in_hours",
        ["list.7.1"],
        {("days", "loosened"), ("when", "unclear")},
    ),
    "fewer services": (
        _entry("qualification.met", "services: [issue, reissue]", "services: [issue]"),
        "loosened",
        "qualification.met",
        ["list.9.3"],
        {("services", "loosened")},
    ),
    "another duty": (
        _entry("refusal.grounds_hold", "duty: provider", "duty: applicant"),
        "changed",
        "refusal.grounds_hold",
        ["list.5"],
        {("duty", "shifted")},
    ),
    "another clause": (
        _entry("signature.present", "citation: list.10.2", "citation: list.10.1"),
        "moved",
        "signature.present",
        ["list.10.1"],
        {("citation", "none")},
    ),
    "another title": (
        _entry("provider.addressed", "en: The application names", "en: The application states"),
        "wording",
        "provider.addressed",
        ["list.1"],
        {("title", "none")},
    ),
    "other hours": (
        _in("standard.yaml", 'closes: "18:30"', 'closes: "18:00"'),
        "changed",
        "schedule",
        ["list.7.2", "law.48.6", "list.7.1"],
        {("closes", "shifted"), ("time_zone", "shifted")},
    ),
    "another time zone": (
        _in("standard.yaml", "time_zone: Asia/Almaty", "time_zone: Asia/Qostanay"),
        "changed",
        "schedule",
        ["list.7.2", "law.48.6", "list.7.1"],
        {("closes", "shifted"), ("time_zone", "shifted")},
    ),
    "another first day": (
        _in("standard.yaml", "from: 2025-11-18", "from: 2025-11-19"),
        "changed",
        "edition",
        ["order.4"],
        {("in_force", "unclear")},
    ),
    "a field no longer required": (
        _field("      email", "        required: true\n", ""),
        "loosened",
        "applicant.email",
        FORM,
        {("required", "loosened")},
    ),
    "a narrower range": (
        _field("      studies_finished", "min: 1940", "min: 1950"),
        "tightened",
        "applicant.studies_finished",
        FORM,
        {("min", "tightened")},
    ),
    "a required field dropped": (
        _without_field("        position"),
        "removed",
        "staff.position",
        FORM,
        set(),
    ),
    "another label": (
        _field("  provider", 'en: "Territorial', 'en: "Regional'),
        "wording",
        "provider",
        FORM,
        {("label", "none")},
    ),
    "a field more": (
        _in(
            "application.yaml",
            "\nfields:\n",
            f"\nfields:\n  note: {{type: string, label: {NOTE}}}\n",
        ),
        "added",
        "note",
        FORM,
        set(),
    ),
    "a code less": (
        _in("application.yaml", "    trust_management: {kk", "    trust: {kk"),
        "changed",  # and one more
        "premises_titles",
        FORM,
        {("values", "loosened"), ("values", "tightened")},
    ),
    "a code more": (
        _in("application.yaml", "    egov.kz: {kk", f"    kiosk: {NOTE}\n    egov.kz: {{kk"),
        "loosened",
        "channels",
        FORM,
        {("values", "loosened")},
    ),
}

LOUD = {
    "a longer term",
    "a document under a condition",
    "a document on another form",
    "a document dropped",
    "a severity lowered",
    "an absence let pass",
    "a check of fewer people",
    "a ground dropped",
    "another consequence",
    "another duty",
    "other hours",
    "another time zone",
    "a value more",
    "another field",
    "larger files of fewer types",
    "a date less in order",
    "days and cases",
    "days on which it applies",
    "fewer services",
    "a field no longer required",
    "a required field dropped",
    "a code less",
    "a code more",
}
"""The sorts of change that let someone off."""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the specs, and one with every sort of change made to it."""
    folder = tmp_path_factory.mktemp("everything")
    return _copy(folder / "a"), _copy(folder / "b", (sort[0] for sort in SORTS.values()))


@pytest.fixture(scope="module")
def forth(everything: tuple[Path, Path]) -> dict[str, Any]:
    return _data(*everything)


@pytest.fixture(scope="module")
def back(everything: tuple[Path, Path]) -> dict[str, Any]:
    return _data(*reversed(everything))


@pytest.mark.parametrize("name", SORTS)
def test_every_sort_of_change_is_told(name: str, forth: Mapping[str, Any]) -> None:
    _, section, subject, cited, details = SORTS[name]
    (change,) = [
        each
        for each in forth["changes"]
        if each["id"] == subject and each["section"] == section and each["topic"] != "clause"
    ]
    side = "before" if section == "removed" else "after"
    assert change["citations"][side] == cited
    if details:
        assert {(each["what"], each["effect"]) for each in change["details"]} == details
    assert change["loosened"] == (name in LOUD)


def test_nothing_else_is_told(forth: Mapping[str, Any]) -> None:
    told = {(each["section"], each["id"]) for each in forth["changes"]}
    assert told - {(sort[1], sort[2]) for sort in SORTS.values()} == {
        ("tightened", "fee.duplicate"),  # which is the whole of another fee
        ("loosened", "register.special_right_lost"),  # whose ground is dropped
        ("changed", "refusal.grounds_established"),  # which needs the ground that is dropped
        ("wording", "agreement.positive"),  # which names nobody who could tell
    }
    assert forth["counts"] == {
        section.value: sum(each["section"] == section for each in forth["changes"])
        for section in Section
    }


def test_fees_are_told_in_money_too(forth: Mapping[str, Any]) -> None:
    details = {each["id"]: each["details"] for each in forth["changes"]}
    (amount,) = details["fee.issue"]
    day = "2025-11-19"  # the later of the first days
    assert amount["before"] == {"formula": {"mci": 10}, "tenge": 39320, "day": day}
    assert amount["after"] == {"formula": {"mci": 11}, "tenge": 43252, "day": day}
    (share,) = details["fee.duplicate"]
    assert share["after"]["formula"] == {"percent": 100, "of": {"mci": 11}}


def test_whose_duty_it_is_is_told(forth: Mapping[str, Any]) -> None:
    duties = {each["id"]: each["duty"] for each in forth["changes"] if each["duty"]}
    assert duties["deadline.issue"] == duties["notice.in_time"] == "provider"
    assert duties["fee.issue"] == duties["documents.diploma"] == "applicant"


# ------------------------------------------------------------------------------- both ways


_BACK = {
    "added": "removed",
    "removed": "added",
    "tightened": "loosened",
    "loosened": "tightened",
}


def _told(change: Mapping[str, Any], *, back: bool) -> str:
    """A change, or what it is the other way round; its title and duty are those of one side."""

    def turned(word: str) -> str:
        return _BACK.get(word, word) if back else word

    sides = ("after", "before") if back else ("before", "after")
    details = sorted(
        str((each["what"], each["of"], turned(each["effect"]), *(each[side] for side in sides)))
        for each in change["details"]
    )
    words = [turned(change[word]) for word in ("section", "kind", "effect")]
    cited = [change["citations"][side] for side in sides]
    return str((change["topic"], change["id"], words, cited, details))


def test_the_other_way_round_is_the_mirror_image(
    forth: Mapping[str, Any], back: Mapping[str, Any]
) -> None:
    there = sorted(_told(each, back=False) for each in forth["changes"])
    assert sorted(_told(each, back=True) for each in back["changes"]) == there


def _mirrored(diff: Diff) -> set[str]:
    return {_of(change, back=True) for change in diff.changes}


def _of(change: Change, *, back: bool) -> str:
    kinds = (
        {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED} if back else {}
    )

    def effect(of: Effect) -> Effect:
        return opposite(of) if back else of

    def sides(detail: Detail) -> tuple[Any, Any]:
        return (detail.after, detail.before) if back else (detail.before, detail.after)

    subject = change.subject
    cited = (subject.after, subject.before) if back else (subject.before, subject.after)
    details = sorted(
        repr((each.what, each.of, effect(each.effect), sides(each))) for each in change.details
    )
    kind = kinds.get(change.kind, change.kind)
    return repr((subject.topic, subject.id, kind, effect(change.effect), cited, details))


@cache
def _made(names: tuple[str, ...], folder: Path) -> Sources:
    place = folder / str(abs(hash(names)))
    _copy(place, (SORTS[name][0] for name in names))
    return Catalogue(place).sources(STANDARD, EDITION)


_SOME = st.lists(st.sampled_from(sorted(SORTS)), unique=True, max_size=8).map(tuple)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_SOME, _SOME)
def test_any_two_editions_mirror_each_other(
    tmp_path_factory: pytest.TempPathFactory, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    a, b = (_made(names, folder) for names in (first, second))
    there, back = compare(a, b), compare(b, a)
    assert {_of(change, back=False) for change in there.changes} == _mirrored(back)
    assert bool(there.changes) == (set(first) != set(second))
    assert compare(a, a).changes == ()


# ------------------------------------------------------------------------------ the same


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_an_edition_does_not_differ_from_itself(format_: str) -> None:
    done = _run(EDITION, EDITION, "--format", format_, "--bundles", SAMPLES / "clinic-new")
    assert (done.returncode, done.stderr) == (0, "")
    if format_ == "json":
        data = json.loads(done.stdout)
        assert (data["changes"], data["impact"]["turned"]) == ([], [])
    else:
        assert "No difference in meaning" in done.stdout
        assert "No application gets another verdict" in done.stdout


def test_layout_and_comments_are_no_difference(tmp_path: Path) -> None:
    specs = _copy(tmp_path)
    for path in specs.rglob("*.yaml"):
        path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    edition = specs / STANDARD / EDITION
    _in("standard.yaml", "{percent: 100, of: fee.issue}", "{of: fee.issue, percent: 100}")(specs)
    _in("standard.yaml", "\n# Row 4\n", "\n")(specs)
    done = _run(THEN / STANDARD / EDITION, edition)
    assert (done.returncode, done.stderr) == (0, "")


def test_mere_wording_is_said_to_be_just_that(tmp_path: Path) -> None:
    specs = _copy(tmp_path, [SORTS["another title"][0]])
    done = _run(EDITION, specs)
    assert done.returncode == 1
    assert "only the wording differs" in done.stdout
    assert "“The application names" in done.stdout


def test_row_52_the_text_of_a_spec_is_inert_in_markdown(tmp_path: Path) -> None:
    specs = _copy(tmp_path)
    _in("standard.yaml", "The application names", "The @somebody https://x.example names")(specs)
    done = _run(EDITION, specs, "--format", "markdown", "--lang", "en")
    assert "@<!-- -->somebody https:<!-- -->//x.example names" in done.stdout
    assert "@somebody" not in done.stdout


# ------------------------------------------------------------------------------ the real ones


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    return _data("2023-202-v", EDITION, "--bundles", SAMPLES)


def test_the_order_tightens_the_term_of_the_provider(real: Mapping[str, Any]) -> None:
    (change,) = [
        each
        for each in real["changes"]
        if each["id"] == "deadline.issue" and each["section"] == "tightened"
    ]
    assert change["duty"] == "provider"
    assert change["citations"]["after"] == ["list.3.1"]
    (detail,) = change["details"]
    assert (detail["what"], detail["before"], detail["after"]) == ("working_days", 15, 13)


def test_the_order_drops_proof_of_payment(real: Mapping[str, Any]) -> None:
    removed = {each["id"]: each for each in real["changes"] if each["section"] == "removed"}
    assert removed["documents.proof_of_payment"]["effect"] == "loosened"
    assert removed["documents.proof_of_payment"]["citations"]["before"] == ["law.29.3.payment"]


def test_the_order_leaves_fees_and_short_terms_as_they_were(real: Mapping[str, Any]) -> None:
    same = {f"{row}.{each}" for row in ("fee", "deadline") for each in ("reissue", "duplicate")}
    sections = {(each["id"], each["section"]) for each in real["changes"] if each["id"] in same}
    assert sections == {(name, "moved") for name in same}


def test_a_ground_with_another_number_is_the_same_ground(real: Mapping[str, Any]) -> None:
    grounds = {
        each["id"]: (each["section"], each["citations"]["before"])
        for each in real["changes"]
        if each["topic"] == "ground"
    }
    assert grounds["list.9.2"] == ("moved", ["law.32.1.2"])
    assert grounds["law.32.1.1"] == ("removed", ["law.32.1.1"])


def test_an_outline_of_the_list_is_named_as_the_reason(real: Mapping[str, Any]) -> None:
    turned = {Path(each["bundle"]).name: each for each in real["impact"]["turned"]}
    duplicate = turned["doctor-duplicate"]
    assert (duplicate["before"], duplicate["after"]) == ("undetermined", "compliant")
    assert (duplicate["because"], duplicate["outline"]) == ([], "2023-202-v")


# ----------------------------------------------------------------------------------- impact


def _expected() -> dict[str, dict[str, Any]]:
    """What the samples of the first service must give, and those that cannot be read."""
    suffix = ".expected.yaml"
    files = {file.name.removesuffix(suffix): file for file in SAMPLES.glob(f"*{suffix}")}
    return {
        name: read(file.read_bytes(), file.name)
        for name, file in files.items()
        if _standard(name) in (STANDARD, None)
    }


def _standard(name: str) -> Any:
    folder = SAMPLES / name
    manifest = read_bundle(folder if folder.is_dir() else f"{folder}.zip").manifest
    return (manifest or {}).get("standard")


DAY: Final = "2026-01-12"
"""The day that counts for drafts."""


def test_a_higher_fee_turns_the_samples_that_paid_the_old_one(tmp_path: Path) -> None:
    specs = _copy(tmp_path, [SORTS["a higher fee"][0]])
    impact = _data(EDITION, specs, "--bundles", SAMPLES, "--as-of", DAY)["impact"]
    turned = {Path(each["bundle"]).stem: each for each in impact["turned"]}
    paid = {
        name: each
        for name, each in _expected().items()
        if each["verdict"] in {"compliant", "undetermined"}
        and each["derived"].get("fee_due")
        and each.get("options", {"as_of": DAY})["as_of"] <= DAY  # then it is paid already
    }
    assert set(turned) == set(paid)
    assert len(turned) >= 3
    for name, each in turned.items():
        assert (each["before"], each["after"]) == (paid[name]["verdict"], "non_compliant")
        # What is granted unpaid is the provider's breach besides.
        (reason,) = (why for why in each["because"] if why["requirement"] != GRANT)
        assert reason["requirement"] in {"fee.issue", "fee.reissue", "fee.duplicate"}
        assert reason["after"]["outcome"] == "failed"
        assert reason["after"]["citation"] in {"list.6.1", "list.6.2", "list.6.3"}
    assert [each["bundle"] for each in impact["turned"]] == sorted(
        each["bundle"] for each in impact["turned"]
    )
    assert sum(impact["unchanged"].values()) == len(_expected()) - len(turned)
    # By requirement and side, and in money.
    fees = {each["requirement"]: each for each in impact["by_requirement"]}
    assert {"fee.issue", "fee.reissue", "fee.duplicate"} <= fees.keys()
    for each in fees["fee.issue"]["outcomes"]:
        assert (each["before"], each["after"]) == ("passed", "failed")
    applicant = [each for each in impact["by_side"]["applicant"] if each["before"] == "compliant"]
    assert sum(each["bundles"] for each in applicant if each["after"] == "non_compliant") >= 3
    moved = {Path(each["bundle"]).stem: each for each in impact["moved"]}
    assert set(turned) <= set(moved)
    assert {each["what"] for each in moved.values()} == {"fee_due"}
    assert (moved["clinic-new"]["before"], moved["clinic-new"]["after"]) == (43250, 47575)


def test_a_shorter_term_moves_days(tmp_path: Path) -> None:
    specs = _copy(tmp_path, [_entry("deadline.issue", "working_days: 13", "working_days: 10")])
    impact = _data(EDITION, specs, "--bundles", SAMPLES / "clinic-new", "--as-of", DAY)["impact"]
    (moved,) = impact["moved"]
    assert (moved["what"], moved["before"], moved["after"]) == (
        *("due_on", "2026-01-29"),
        "2026-01-26",  # three working days earlier: 27 to 29 January are worked
    )
    done = _run(EDITION, specs, "--bundles", SAMPLES / "clinic-new", "--format", "markdown")
    assert "last day of the term: 2026-01-29 → 2026-01-26" in done.stdout


def test_bundles_of_another_standard_are_counted_only() -> None:
    impact = _data(EDITION, EDITION, "--bundles", SERVICES / "bundles")["impact"]
    assert impact["other_standard"] == 3
    assert sum(impact["unchanged"].values()) == 0


def test_a_dated_value_and_a_day_off_are_told_with_what_hangs_on_them(tmp_path: Path) -> None:
    specs = _copy(
        tmp_path,
        [
            _in("parameters/mci.yaml", "value: 4325", "value: 4400"),
            _in(
                "calendars/kz.yaml",
                "\nextra_days_off: []",
                f"\nextra_days_off: [{{date: 2026-01-20, name: {NOTE}, source: {NOTE}}}]",
            ),
        ],
    )
    data = _data(EDITION, specs, "--bundles", SAMPLES, "--as-of", "2026-01-12")
    changes = {each["id"]: each for each in data["changes"]}
    assert set(changes) == {"mci", "calendar"}
    assert changes["mci"]["section"] == "tightened"
    assert changes["mci"]["citations"]["after"] == ["list.6.1", "list.6.2", "list.6.3"]
    found = {each["of"]: (each["before"], each["after"]) for each in changes["mci"]["details"]}
    assert found["2026-01-01"] == (4325, 4400)
    assert [each["tenge"] for each in found["fee.issue"]] == [43250, 44000]
    (day,) = changes["calendar"]["details"]
    assert (day["of"], day["before"], day["after"]) == ("2026-01-20", "library", "off")
    assert "list.3.1" in changes["calendar"]["citations"]["after"]
    for each in data["impact"]["turned"]:
        assert each["after"] == "non_compliant"
        # Whoever applied on the day that is off now is to be accepted on the next one.
        of_day_off = {"deadline.issue", "schedule.acceptance_day"}
        assert {why["requirement"] for why in each["because"]} <= {*found, *of_day_off, GRANT}


# ------------------------------------------------------------------------------ what is printed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_is_readable_at_eighty_columns(lang: str, everything: tuple[Path, Path]) -> None:
    done = _run(*everything, *(("--bundles", SAMPLES) if lang == "kk" else ()), lang=lang)
    assert (done.returncode, done.stderr) == (1, "")
    assert all(cell_len(line) <= 80 for line in done.stdout.splitlines())
    assert not re.search(r"\bdiff\.\w|\x1b|_", re.sub(r"[\w.]+\.\w+|\w+_\w+", "", done.stdout))
    for key in ("diff.", "consequence.", "verdict."):
        assert not re.search(rf"(?<![\w.]){re.escape(key)}", done.stdout)
    loud = [line for line in done.stdout.splitlines() if line.startswith(" !! ")]
    # The requirement of the ground that is dropped is loud too; the hours and their zone are one.
    assert len(loud) == len(LOUD)


def test_loosening_comes_first_and_wording_last(everything: tuple[Path, Path]) -> None:
    text = _run(*everything).stdout
    heads = [line for line in text.splitlines() if line and line[0] not in " !" and ":" not in line]
    assert heads == [
        *("LOOSENED", "Removed", "Tightened", "Added", "Changed otherwise"),
        *("Moved to another clause", "Wording"),
    ]
    assert " !! deadline.issue [list.3.1] LOOSENED · Provider" in text
    assert "working days: 13 → 15" in text


def test_markdown_marks_what_is_loosened(everything: tuple[Path, Path]) -> None:
    text = _run(*everything, "--format", "markdown").stdout
    assert "- `deadline.issue` (list.3.1) **LOOSENED · Provider**: Term." in text
    assert text.count("**LOOSENED") >= len(LOUD)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(row.endswith("|") for row in rows)


def test_another_standard_is_compared_as_well() -> None:
    data = _data("1", "2", "--specs", SERVICES / "specs")
    sections = {each["id"]: each["section"] for each in data["changes"] if each["details"]}
    assert sections["deadline.grant"] == "tightened"
    assert sections["fee.extend"] == "loosened"


# ------------------------------------------------------------------------------------- trouble


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("2025-93", "1999-1"), "“1999-1” is no edition"),
        (("2025-93", THEN, "--standard", STANDARD), "2023-202-v, 2025-93"),
        (("2025-93", SERVICES / "specs" / "beekeeping-permit" / "1"), "only editions of one"),
        (("2025-93", ROOT / "tests"), ""),
        (("2025-93", "2025-93", "--standard", "no-such"), "no edition"),
        (("2025-93", "2025-93", "--bundles", "no-such"), "there is no such file or folder"),
        (("2025-93",), "Missing argument"),
    ],
)
def test_a_wrong_call_is_told(args: tuple[str | Path, ...], said: str) -> None:
    done = _run(*args)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_unusable_specs_are_told_with_their_place(tmp_path: Path) -> None:
    specs = _copy(tmp_path, [_entry("deadline.issue", "working_days: 13", "working_dayz: 13")])
    done = _run(EDITION, specs)
    assert done.returncode == 3
    assert "standard.yaml:" in done.stderr
    assert "working_dayz" in done.stderr


def test_no_bundle_where_some_were_asked_for(tmp_path: Path) -> None:
    done = _run(EDITION, EDITION, "--bundles", tmp_path)
    assert done.returncode == 4
    assert "no bundle found" in done.stderr
