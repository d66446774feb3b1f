"""A requirement that any of several kinds of document meets, or that needs several documents."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.editor.lint.made import ids
from tests.standard.made import (
    KIOSK_AS_IT_IS,
    PLAN,
    changed,
    changes_in,
    compiled,
    refused,
    result_of,
    sources_of,
)
from validator.editor.diff import compare
from validator.engine import Options
from validator.explanation.pages import explain
from validator.model import LANGUAGES, Bundle, Member, Outcome
from validator.output.view import View
from validator.plan import checklist_json
from validator.plan.layout import lay_out
from validator.plan.papers import Checklist, checklist_of
from validator.standard.edition import Edition
from validator.words.messages import say

_CODES = ("    plan: {kk", "    sketch: {kk: Нобай, ru: Эскиз, en: Sketch}\n    plan: {kk")
_EITHER = ("    kind: plan\n", "    kind: [plan, sketch]\n")
_TWO = ("    kind: plan\n", "    kind: [plan, sketch]\n    count: 2\n")
_HEAD = b"%PDF-1.7\n"
PLAN_FILE, OTHER_FILE = (Member(f"{each}.pdf", 9, head=_HEAD) for each in ("plan", "other"))
SKETCH = {"kind": "sketch", "file": "other.pdf"}


def _said(edition: Edition, *documents: Any, files: tuple[Member, ...] = ()) -> list[str]:
    """The outcome and what is found."""
    result = result_of(
        edition, "documents.plan", *(files or (PLAN_FILE, OTHER_FILE)), documents=list(documents)
    )
    return [result.outcome.value, *(say(each.message, "en") for each in result.findings)]


def test_any_of_the_kinds_is_enough(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, _CODES, _EITHER))

    assert _said(edition, PLAN) == _said(edition, SKETCH) == ["passed"]
    kinds = "plan (Plan of the kiosk), sketch (Sketch)"
    told = f"Documents needed: 1, in order: 0. Any of these will do: {kinds}"
    assert _said(edition) == ["failed", told]
    # One that is not known may be either.
    assert _said(edition, {"kind": "skech", "file": "other.pdf"}) == ["undetermined"]
    gone = {"kind": "sketch", "file": "gone.pdf"}
    assert _said(edition, gone)[0] == "failed"
    assert _said(edition, gone, PLAN) == ["passed"]
    small = result_of(edition, "documents.plan", size="small", remove=("lit",), documents=[])
    assert small.outcome is Outcome.INAPPLICABLE


def test_so_many_are_needed_and_copies_are_one(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, _CODES, _TWO))

    assert _said(edition, PLAN, SKETCH) == ["passed"]
    assert _said(edition, SKETCH, {**SKETCH, "file": "plan.pdf"}) == ["passed"]
    for one in ([PLAN], [PLAN, PLAN], [PLAN, {**PLAN, "kind": "sketch"}]):
        outcome, told = _said(edition, *one)
        assert (outcome, told[:31]) == ("failed", "Documents needed: 2, in order: ")
        assert told[31] == "1"
    copies = tuple(
        Member(f"{each}.pdf", 9, head=_HEAD, sha256="a" * 64) for each in ("plan", "other")
    )
    assert _said(edition, PLAN, SKETCH, files=copies)[0] == "failed"

    spoilt = {"kind": "skech", "file": "other.pdf"}
    assert _said(edition, PLAN, spoilt) == ["undetermined"]  # it may be the second one
    assert _said(edition, spoilt)[0] == "failed"  # and with one alone there are never two
    # Of a file that is not in order both is told: what is wrong, and how many there are.
    outcome, wrong, few = _said(edition, PLAN, {"kind": "sketch", "file": "gone.pdf"})
    assert outcome == "failed"
    assert "gone.pdf" in wrong
    assert "in order: 1" in few


def test_a_kind_that_there_is_not_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    wrong = ("    kind: plan\n", "    kind: [plan, skech]\n")
    assert refused(changed(tmp_path, _CODES, wrong)) == ["spec_unknown_code"]


@pytest.mark.parametrize("kinds", ["[]", "7"])
def test_what_is_no_kind_is_refused(kinds: str, tmp_path: Path) -> None:
    assert refused(changed(tmp_path, ("    kind: plan\n", f"    kind: {kinds}\n")))


@pytest.mark.parametrize("count", ["0", "101", "1.5", '"2"'])
def test_what_is_no_count_is_refused(count: str, tmp_path: Path) -> None:
    assert refused(changed(tmp_path, ("    kind: plan\n", f"    kind: plan\n    count: {count}\n")))


def test_it_is_explained_compared_varied_and_known_to_the_linter(tmp_path: Path) -> None:
    specs = changed(tmp_path / "two", _CODES, _TWO)
    plain = sources_of(changed(tmp_path / "plain", _CODES))
    either, both = sources_of(changed(tmp_path / "either", _CODES, _EITHER)), sources_of(specs)
    two = both.compile()
    for lang in LANGUAGES:
        text = explain(two, "documents.plan", lang)
        assert "sketch" in text
        assert "2" in text
    assert "any of these documents will do: Plan of the kiosk (plan), Sketch" in " ".join(
        explain(two, "documents.plan", "en").split()
    )
    for old, new, effects in (
        (plain, either, [("document", "loosened")]),
        (either, plain, [("document", "tightened")]),
        (either, both, [("count", "tightened")]),
        (both, either, [("count", "loosened")]),
    ):
        told = [(d.what, d.effect.value) for c in compare(old, new).changes for d in c.details]
        assert told == effects
    assert changes_in(specs, "documents.plan", "kind") == ['"plan" → ∅', '"sketch" → ∅']
    assert changes_in(specs, "documents.plan", "count") == ["2 → 1", "2 → 3"]
    assert "unused-document-kind" not in ids(specs)
    assert "unused-document-kind" in ids(tmp_path / "plain" / "specs")


_ISSUED = (
    "          check_with: path\n",
    "          check_with: path\n          label: {kk: Құжат файлы, ru: Файл документа, en: File}\n"
    "        issued_on:\n          type: string\n          check_with: date\n",
)
_RECENT = ("    kind: plan\n", "    kind: plan\n    with: {issued_on: {within: 180d}}\n")


@pytest.mark.parametrize(
    ("issued_on", "outcome"),
    [
        *[("2024-02-05", "passed"), ("2023-08-09", "passed"), ("2023-08-08", "failed")],
        *[("2024-02-06", "failed"), ("2023-02-30", "undetermined"), (None, "undetermined")],
    ],
)
def test_a_paper_may_be_asked_not_to_be_old(
    issued_on: str | None, outcome: str, tmp_path: Path
) -> None:
    """180 days before 5 February 2024 is 9 August 2023."""
    edition = compiled(changed(tmp_path, _ISSUED, _RECENT))
    told = {} if issued_on is None else {"issued_on": issued_on}
    assert _said(edition, {**PLAN, **told})[0] == outcome
    # A begun application and the pages ask for the day.
    given = {key: KIOSK_AS_IT_IS[key] for key in ("standard", "service", "size", "lit")}
    laid = lay_out(edition, given, Options(datetime(2024, 2, 5, tzinfo=UTC)), "en")
    assert 'issued_on: ""' in laid.text


def _checklist(edition: Edition) -> Checklist:
    manifest = {key: each for key, each in KIOSK_AS_IT_IS.items() if key != "documents"}
    bundle = Bundle("made", manifest, "application.json", b"{}", {})
    return checklist_of(edition, bundle, Options(datetime(2024, 2, 5, tzinfo=UTC)))


def test_the_checklist_and_a_begun_application_offer_either(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, _CODES, _TWO))
    checklist = _checklist(edition)
    (paper,) = json.loads(checklist_json.one(checklist, View("en")))["papers"]
    assert (paper["kind"], paper["kinds"], paper["count"]) == ("plan", ["plan", "sketch"], 2)

    told = {key: KIOSK_AS_IT_IS[key] for key in ("standard", "service", "size", "lit")}
    laid = lay_out(edition, told, Options(datetime(2024, 2, 5, tzinfo=UTC)), "en")
    assert "So many are needed: 2" in laid.text
    assert "sketch – Sketch" in laid.text
    entries = yaml.safe_load(laid.text)["documents"]
    assert [each["kind"] for each in entries] == ["", ""]
    assert len({each["file"] for each in entries}) == 2
