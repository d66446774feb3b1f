"""Where a path begins: at the entry of a list that a rule is about, `$.` at the application."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from tests.editor.lint.made import found_in, ids
from tests.standard.made import (
    KIOSK_AS_IT_IS,
    changed,
    changes_in,
    compiled,
    refused,
    result_of,
    sources_of,
)
from tests.texts import wording
from validator.editor.diff import compare
from validator.editor.diff.changes import Topic
from validator.engine import Options
from validator.explanation.pages import explain
from validator.form.schema import manifest_schema
from validator.model import LANGUAGES, Bundle, Outcome
from validator.plan.papers import checklist_of
from validator.plan.questions import deciding
from validator.standard.edition import Edition
from validator.words.messages import say

_TEXT: Final = wording("Сөз", "Слово", "Word")
_DOCUMENTS: Final = "  documents:\n    type: list\n"


def _field(name: str, words: str = "type: string") -> str:
    return f"        {name}: {{{words}, label: {_TEXT}}}\n"


STALLS: Final = (
    _DOCUMENTS,
    f"  stalls:\n    type: list\n    label: {_TEXT}\n    schema:\n      type: dict\n"
    f"      schema:\n{_field('name', 'type: string, required: true')}{_field('permit')}"
    f"{_field('fee', 'type: integer')}"
    f"{_field('lamp', 'type: string, only: {$.lit: {exists: true}}')}"
    f"{_DOCUMENTS}",
)
"""A list whose entries have a field that the application has as well: `fee`."""
_RULES: Final = "rules: []\n"


def _rule(
    words: str, check: str = "{kind: value, path: permit, allowed: [good]}"
) -> tuple[str, str]:
    entry = (
        f"  - id: stall.permit\n    citation: list.4\n    for_each: [stalls]\n    {words}\n"
        f"    check: {check}\n    duty: applicant\n    severity: error\n    consequence: none\n"
        f"    title: {_TEXT}\n    fix: {_TEXT}\n"
    )
    return _RULES, f"rules:\n{entry}"


_WHO: Final = f"\n    who: {_TEXT}"


def _outcome(edition: Edition, *stalls: Any, **given: Any) -> str:
    named = [{"name": f"s{n}", **each} for n, each in enumerate(stalls)]
    return result_of(edition, "stall.permit", stalls=named, **given).outcome.value


@pytest.mark.parametrize(
    ("word", "absent"),
    [("manual_without", "manual"), ("failed_without", "failed"), ("met_without", "passed")],
)
def test_an_absence_is_that_of_the_entry_or_of_the_application(
    word: str, absent: str, tmp_path: Path
) -> None:
    who = _WHO if word == "manual_without" else ""
    of_entry = compiled(changed(tmp_path / "a", STALLS, _rule(f"{word}: permit{who}")))
    assert _outcome(of_entry, {"permit": "good"}) == "passed"
    assert _outcome(of_entry, {"permit": "bad"}) == "failed"
    assert _outcome(of_entry, {}) == absent
    assert _outcome(of_entry, {}, {"permit": "good"}) == absent
    assert _outcome(of_entry, {}, {"permit": "bad"}) == "failed"
    assert _outcome(of_entry, {"permit": 5}) == "undetermined"  # malformed is not absent
    assert _outcome(of_entry) == "inapplicable"

    of_all = compiled(changed(tmp_path / "b", STALLS, _rule(f"{word}: $.lit{who}")))
    assert _outcome(of_all, {"permit": "bad"}) == "failed"
    assert _outcome(of_all, {"permit": "good"}, remove=("lit",)) == absent
    assert _outcome(of_all, {"permit": "bad"}, remove=("lit",)) == absent
    assert _outcome(of_all, {"permit": "bad"}, lit="yes") == "undetermined"


def test_what_is_needed_and_absent_meets_nothing(tmp_path: Path) -> None:
    """What may be left out is absent; what may not is simply not known."""
    edition = compiled(changed(tmp_path, STALLS, _rule("met_without: $.fee.paid_on")))
    assert _outcome(edition, {"permit": "bad"}, remove=("fee",)) == "passed"
    assert _outcome(edition, {"permit": "bad"}, fee={"amount": 8000}) == "undetermined"


def test_a_finding_tells_the_field_of_the_entry(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, STALLS, _rule("failed_without: permit")))
    result = result_of(edition, "stall.permit", stalls=[{"name": "a"}])
    (finding,) = result.findings
    assert finding.location.pointer == "/stalls/0/permit"


def test_why_it_is_met_is_told(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, STALLS, _rule("met_without: permit")))
    basis = result_of(edition, "stall.permit", stalls=[{"name": "a"}]).basis
    assert basis is not None
    assert say(basis, "en") == "“Word” is not given, and without it nothing is asked"


@pytest.mark.parametrize("word", ["manual_without", "failed_without", "met_without"])
def test_a_name_of_both_says_which_it_means(word: str, tmp_path: Path) -> None:
    who = _WHO if word == "manual_without" else ""
    specs = changed(tmp_path / "open", STALLS, _rule(f"{word}: fee{who}"))
    assert refused(specs) == ["spec_field_in_both"]
    for name, rooted in ((".fee", False), ("$.fee", True)):
        edition = compiled(changed(tmp_path / name[0], STALLS, _rule(f"{word}: {name}{who}")))
        path = getattr(edition.rules[-1], word)
        assert (path.parts, path.rooted) == (("fee",), rooted)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("failed_without: lit", "$.lit"),
        ("when: {lit: {exists: true}}", "$.lit"),
        ("when: {fee.amount: {min: 1}}", "$.fee.amount"),
        ("when: {$.permit: {exists: true}}", "permit"),
        ("met_without: $.permit", "permit"),
    ],
)
def test_a_path_of_the_other_scope_is_told_with_what_was_meant(
    words: str, meant: str, tmp_path: Path
) -> None:
    (remark,) = (
        each
        for each in found_in(changed(tmp_path, STALLS, _rule(words)))
        if each.lint.id == "other-scope"
    )
    assert remark.fault.message.args["instead"] == meant
    assert meant in say(remark.fault.message, "en")


def test_so_is_one_in_the_conditions_of_a_field_or_a_check(tmp_path: Path) -> None:
    lit = ("only: {$.lit: {exists: true}}", "only: {lit: {exists: true}}")
    assert refused(changed(tmp_path / "only", STALLS, lit)) == ["spec_field_elsewhere"]
    lit = ("only: {$.lit: {exists: true}}", "required: {lit: {exists: true}}")
    assert refused(changed(tmp_path / "required", STALLS, lit)) == ["spec_field_elsewhere"]
    check = _rule("failed_without: permit", "{kind: value, path: lit, allowed: [true]}")
    assert refused(changed(tmp_path / "check", STALLS, check)) == ["spec_field_elsewhere"]
    unknown = _rule("failed_without: permt")
    assert refused(changed(tmp_path / "unknown", STALLS, unknown)) == ["spec_unknown_field"]


def test_conditions_of_a_field_of_a_list_look_at_entry_and_application(tmp_path: Path) -> None:
    edition = compiled(changed(tmp_path, STALLS))
    lamp = [{"name": "a", "lamp": "b"}]
    assert result_of(edition, "form.fields", stalls=lamp).outcome is Outcome.PASSED
    assert result_of(edition, "form.fields", stalls=lamp, remove=("lit",)).outcome is Outcome.FAILED
    # A schema for editors sees nothing but the entry there, and is not to say what it cannot see.
    schema = json.dumps(manifest_schema(edition.form.fields, "Kiosk"))
    assert '"lamp"' in schema
    assert '{"lamp": false}' not in schema


def test_at_the_application_both_spellings_are_one(tmp_path: Path) -> None:
    plain = sources_of(changed(tmp_path / "a"))
    rooted = sources_of(
        changed(
            tmp_path / "b",
            ("when: {size: {allowed: [small]}}", "when: {$.size: {allowed: [small]}}"),
            ("only: {size: {allowed: [large]}}", "only: {$.size: {allowed: [large]}}"),
            ("path: area, max: 50", "path: $.area, max: 50"),
        )
    )
    # The words alone differ.
    assert {each.subject.topic for each in compare(plain, rooted).changes} == {Topic.FILE}
    made = plain.compile(), rooted.compile()
    asked = [[(each.when, each.parameters.get("path")) for each in e.rules] for e in made]
    assert asked[0] == asked[1]
    assert made[0].form.fields == made[1].form.fields


@pytest.mark.parametrize("words", ["failed_without: permit\n    met_without: .permit"])
def test_one_absence_does_not_mean_two_things(words: str, tmp_path: Path) -> None:
    assert refused(changed(tmp_path, STALLS, _rule(words))) == ["lint_never_holds"]


def test_what_is_always_there_is_never_absent(tmp_path: Path) -> None:
    for name in ("name", "$.size"):
        specs = changed(tmp_path / name[0], STALLS, _rule(f"met_without: {name}"))
        assert refused(specs) == ["lint_never_holds"]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        # The application's size, named in two ways where names begin at the application.
        ("when: {size: {allowed: [large]}, $.size: {allowed: [small]}}", ["lint_never_holds"]),
        ("when: {lit: {exists: true}, $.lit: {exists: false}}", ["lint_never_holds"]),
    ],
)
def test_one_field_named_twice_is_asked_for_both(
    when: str, found: list[str], tmp_path: Path
) -> None:
    plan = "when: {size: {allowed: [large]}, lit: {exists: true}}"

    assert refused(changed(tmp_path, (plan, when))) == found


def test_the_fee_of_an_entry_is_not_that_of_the_application(tmp_path: Path) -> None:
    when = "when: {$.fee: {exists: false}, .fee: {exists: true}}"

    assert _outcome(compiled(changed(tmp_path, STALLS, _rule(when))), {"fee": 1}) == "inapplicable"


def test_it_is_explained_compared_varied_and_read(tmp_path: Path) -> None:
    specs = changed(tmp_path / "met", STALLS, _rule("met_without: permit"))
    met = compiled(specs)
    with_ = sources_of(specs)
    without = sources_of(changed(tmp_path / "none", STALLS, _rule("when: {name: {exists: true}}")))
    for lang in LANGUAGES:
        assert _TEXT.split(f"{lang}: ")[1].split(",")[0].rstrip("}") in explain(
            met, "stall.permit", lang
        )
    assert "met while “Word” is not given" in explain(met, "stall.permit", "en")
    for old, new, effect in ((without, with_, "loosened"), (with_, without, "tightened")):
        details = [d for c in compare(old, new).changes for d in c.details if d.what != "when"]
        assert [(d.what, d.effect.value) for d in details] == [("met_without", effect)]
    assert changes_in(specs, "stall.permit", "met_without") == ['"permit" → ∅']
    unread = {each.fault.message.args.get("name") for each in found_in(specs)}
    assert "stalls.permit" not in unread
    assert "never-holds" not in ids(specs)


def test_a_paper_is_not_asked_while_it_is_met_without_a_field(tmp_path: Path) -> None:
    met = ("    when: {size: {allowed: [large]}, lit: {exists: true}}\n", "    met_without: lit\n")
    edition = compiled(changed(tmp_path, met))
    options = Options(datetime(2024, 2, 5, tzinfo=UTC))

    def papers(*gone: str) -> tuple[int, int, int]:
        told = {key: each for key, each in KIOSK_AS_IT_IS.items() if key not in gone}
        checklist = checklist_of(edition, Bundle("made", told, "a.json", b"{}", {}), options)
        return len(checklist.asked), len(checklist.spared), len(checklist.open)

    assert papers() == (1, 0, 0)
    assert papers("lit") == (0, 1, 0)
    assert ("lit",) in deciding(edition, "grant")
    assert result_of(edition, "documents.plan", documents=[]).outcome is Outcome.FAILED
    unknown = result_of(edition, "documents.plan", documents=[], lit="?")
    assert unknown.outcome is Outcome.UNDETERMINED
    bare = result_of(edition, "documents.plan", documents=[], remove=("lit",))
    assert bare.outcome is Outcome.PASSED
