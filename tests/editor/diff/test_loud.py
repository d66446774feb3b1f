"""What lets someone off is loud, whichever way it comes; grounds are told in sentences."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from tests.project import KIOSK
from validator.editor.diff import compare
from validator.editor.diff.changes import Change, ChangeKind, Effect, Topic
from validator.editor.diff.diff_words import sentence, verdict_on
from validator.standard.catalogue import Catalogue
from validator.standard.sources import Sources

SOURCES: Final = Catalogue(KIOSK / "specs").sources("kiosk-permit", "1")
WHO: Final = dict.fromkeys(("kk", "ru", "en"), "Сарапшы")
Edit = Callable[[Any], None]


def _altered(file: str, edit: Edit, sources: Sources = SOURCES) -> Sources:
    value = deepcopy(sources.named(file).value)
    edit(value)
    return sources.altered(file, value)


def _changes(a: Sources, b: Sources) -> dict[tuple[str, str], Change]:
    return {(each.subject.id, each.kind.value): each for each in compare(a, b).changes}


def _manual(raw: Any) -> None:
    raw["other"][0] |= {"check": {"kind": "manual"}, "who": WHO}


def _moved(raw: Any) -> None:
    raw["deadlines"][0]["services"] = ["renew"]
    raw["deadlines"][1]["services"] = ["grant"]


def _duty(raw: Any) -> None:
    raw["deadlines"][0]["duty"] = "applicant"


def _hours(raw: Any) -> None:
    raw["schedule"]["hours"]["closes"] = "17:00"


def _format(raw: Any) -> None:
    raw["fields"]["submitted_at"]["check_with"] = "text"


def _other_format(raw: Any) -> None:
    raw["fields"]["fee"]["schema"]["paid_on"]["check_with"] = "time"


@pytest.mark.parametrize(
    ("file", "edit", "name", "effect"),
    [
        ("standard", _manual, "area.of_small", Effect.LOOSENED),
        ("standard", _moved, "deadline.grant", Effect.SHIFTED),
        ("standard", _duty, "deadline.grant", Effect.SHIFTED),
        ("standard", _hours, "schedule", Effect.SHIFTED),
        ("application", _format, "submitted_at", Effect.LOOSENED),
        ("application", _other_format, "fee.paid_on", Effect.SHIFTED),
    ],
)
def test_what_lets_someone_off_is_loud(file: str, edit: Edit, name: str, effect: Effect) -> None:
    change = _changes(SOURCES, _altered(file, edit))[name, "changed"]
    assert (change.effect, change.loosened) == (effect, True)
    assert verdict_on(change, "en").startswith("LOOSENED")


def test_personal_data_that_are_masked_no_longer_are_loud() -> None:
    masked = _altered("application", lambda raw: raw["fields"]["area"].update(personal=True))
    assert _changes(masked, SOURCES)["area", "changed"].effect is Effect.LOOSENED
    assert _changes(SOURCES, masked)["area", "changed"].effect is Effect.TIGHTENED


def test_the_end_of_an_index_is_a_difference() -> None:
    def ended(raw: Any) -> None:
        raw["until"] = "2024-12-31"

    def shortened(raw: Any) -> None:
        del raw["values"][-1]

    (change,) = compare(SOURCES, _altered("parameters/rate", ended)).changes
    (detail,) = change.details
    assert (change.subject.topic, detail.what, detail.before) == (Topic.PARAMETER, "until", None)
    change = _changes(SOURCES, _altered("parameters/rate", shortened))["rate", "changed"]
    assert ("value", 4000, 3000) in {
        (each.what, each.before, each.after) for each in change.details
    }
    # The same value as before, from no day of its own: what the report says of its source differs.
    same = _altered("parameters/rate", lambda raw: raw["values"][-1].update(value=3000))
    changes = compare(same, _altered("parameters/rate", shortened)).changes
    assert [each.subject.topic for each in changes] == [Topic.FILE, Topic.FILE]


def test_a_parameter_file_that_is_gone_is_a_difference() -> None:
    raw = SOURCES.named("parameters/rate")
    other = replace(raw, path=Path("parameters/other.yaml"), value={**raw.value, "id": "other"})
    beside = Sources(
        *(SOURCES.standard, SOURCES.application, SOURCES.clauses, SOURCES.calendars),
        {"rate": raw, "other": other},
        SOURCES.trusted,
    )
    there = compare(beside, SOURCES).changes
    back = compare(SOURCES, beside).changes
    assert [(each.subject.id, each.kind) for each in (*there, *back)] == [
        ("parameters/other.yaml", ChangeKind.REMOVED),
        ("parameters/other.yaml", ChangeKind.ADDED),
    ]


def test_grounds_that_are_renumbered_repealed_and_new_are_told_in_sentences() -> None:
    """The first of three falls away, the others move up, and a new one comes last."""

    def three(raw: Any) -> None:
        raw["refusal"]["grounds"] = ["list.2", "list.4", "list.5"]
        raw["other"][0]["consequence"] = "list.4"
        raw["without"]["grounds"] = ["list.5"]

    def moved(raw: Any) -> None:
        three(raw)
        raw["fees"][0]["consequence"] = "none"
        raw["other"][0]["consequence"] = "list.2"
        raw["without"]["grounds"] = ["list.4", "list.5"]

    def told(raw: Any) -> None:
        two, four, five = raw["clauses"][1], raw["clauses"][3], raw["clauses"][4]
        two["says"], four["says"] = four["says"], five["says"]
        five["says"] = dict.fromkeys(("kk", "ru", "en"), "Жаңа негіз")

    before = _altered("standard", three)
    after = _altered("clauses", told, _altered("standard", moved))
    changes = compare(before, after).changes
    said = [sentence(each, "en") for each in changes if each.subject.topic is Topic.GROUND]
    assert said == [
        "Ground list.2 bore the number list.4: it has another number and is the same ground",
        "Ground list.4 bore the number list.5: it has another number and is the same ground",
        "Ground list.5 is new: a refusal may rest on it from now on",
        "Ground list.2 is repealed: no refusal may rest on it any more",
    ]
    (ground,) = [each for each in changes if each.subject.id == "area.of_small"]
    assert (ground.kind, ground.effect) == (ChangeKind.MOVED, Effect.NONE)
