"""The types of the parameters of checks, and what a kind has to declare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

import pytest

from validator.checks import KINDS
from validator.checks.field_parameters import FieldPath, MomentField
from validator.checks.parameters import Tighter
from validator.checks.people_parameters import WhoIsWho
from validator.checks.registry import kind
from validator.checks.value_parameters import CalendarDay, Duration, WholeNumber
from validator.editor.mutants import Spot
from validator.errors import Fault
from validator.facts.facts import Facts
from validator.facts.paths import Path, from_root
from validator.facts.people import People
from validator.form.fields import Field, FieldNames
from validator.law.lengths import LENGTH_PATTERN, Length
from validator.model import Outcome, Violation
from validator.standard.scope import NamedPlace
from validator.standard.spec_file import SpecFile

_FIELDS = {
    "given_on": Field("string", label={"en": "Given on"}, check_with="date"),
    "name": Field("string", label={"en": "Name"}),
    "year": Field("integer", label={"en": "Year"}),
    "sort": Field("string", label={"en": "Sort"}, allowed=("one", "other")),
    "staff": Field(
        "list",
        label={"en": "Staff"},
        item=Field(
            "dict",
            fields={
                "number": Field("string", label={"en": "Number of one"}),
                "name": Field("string", label={"en": "Name of one"}),
            },
        ),
    ),
}
_NAMES = FieldNames(_FIELDS, (_FIELDS,))


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test declares is forgotten after it."""
    monkeypatch.setitem(KINDS, "toy", KINDS["manual"])


def _place(faults: list[Fault], text: bytes = b"{}") -> NamedPlace:
    file: SpecFile[Any] = SpecFile(FilePath("standard.yaml"), "standard.yaml", text, {})
    return NamedPlace(file, faults, names=_NAMES)


def _declared(check: Any, **declared: Any) -> None:
    check.__name__ = "toy"
    kind(**declared)(check)


def _check(facts: Facts, path: Path, by: Length | None = None) -> Iterator[Violation]:  # noqa: ARG001
    """A toy."""
    yield from ()


def _silent(facts: Facts) -> Iterator[Violation]:  # noqa: ARG001
    yield from ()


@pytest.mark.parametrize(
    ("check", "declared", "told"),
    [
        (_check, {"path": FieldPath()}, "by"),
        (_check, {"by": Duration(tighter=Tighter.LOWER)}, "path"),
        (
            _check,
            {"path": FieldPath(), "by": Duration(tighter=Tighter.LOWER), "to": FieldPath()},
            "to",
        ),
        (_check, {"path": FieldPath(), "by": {"type": "string"}}, "by"),
        (_silent, {}, "what it checks"),
        (_silent, {"after_all": True, "path": FieldPath()}, "path"),
    ],
)
def test_a_kind_whose_declaration_is_incomplete_does_not_import(
    check: Any, declared: dict[str, Any], told: str
) -> None:
    before = KINDS["toy"]

    with pytest.raises(TypeError, match=told):
        _declared(check, **declared)

    assert KINDS["toy"] is before


@pytest.mark.parametrize(
    ("sort", "words"), [(WholeNumber, {"minimum": 1}), (Duration, {}), (CalendarDay, {})]
)
def test_a_limit_that_does_not_say_which_way_it_tightens_is_none(
    sort: Any, words: dict[str, Any]
) -> None:
    with pytest.raises(TypeError, match="tighter"):
        sort(**words)


def test_an_attribute_that_no_kind_has_is_refused() -> None:
    with pytest.raises(TypeError, match="severe"):
        _declared(_check, path=FieldPath(), by=Duration(tighter=Tighter.LOWER), severe=True)


def test_one_declaration_carries_all_that_is_known_of_a_kind() -> None:
    by = Duration(tighter=Tighter.LOWER, description="How long.")
    _declared(_check, path=MomentField(formats=("date",)), by=by)
    toy = KINDS["toy"]

    assert (toy.required, toy.needed) == (("path",), ("path",))
    assert toy.outcomes == (Outcome.PASSED, Outcome.FAILED)
    assert toy.schema == {
        "type": "object",
        "description": "A toy.",
        "properties": {
            "kind": {"const": "toy"},
            "path": {"$ref": "#/$defs/path"},
            "by": {
                "type": "string",
                "format": "duration",
                "pattern": LENGTH_PATTERN,
                "description": "How long.",
            },
        },
        "required": ["kind", "path"],
        "additionalProperties": False,
    }
    assert toy.keys == ("check.toy", "aspect.path", "aspect.by")
    words = {"kind": "toy", "path": "given_on", "by": "3d"}
    faults: list[Fault] = []
    given = {
        name: value
        for each in toy.parameters.values()
        for name, value in each.compiled(words, _place(faults)).items()
    }
    assert given == {"path": Path(("given_on",)), "by": Length(3, "d")}
    assert faults == []
    assert [each for one in toy.given(words) for each in one.reads(words)] == ["given_on"]
    spot = Spot("standard", "3d", "", ("check", "by"), ("check", "by"))
    moved = toy.parameters["by"].varied(spot, words, _NAMES)
    assert [(each.new, each.step) for each in moved] == [("2d", -1), ("4d", 1)]


@pytest.mark.parametrize(
    ("field", "years", "wrong"),
    [
        ("given_on", False, False),
        ("year", True, False),
        ("year", False, True),
        ("name", True, True),
        ("$as_of", True, False),
        ("$due_on", True, False),
        ("$accepted_on", False, True),
    ],
)
def test_what_is_no_moment_is_told(field: str, years: bool, wrong: bool) -> None:
    parameter = MomentField(name="path", years=years, derived=years)

    found = [each.message.key for each in parameter.troubles({"path": field}, _NAMES)]

    assert found == (["lint_wrong_test"] if wrong else [])


@pytest.mark.parametrize(
    ("least", "most", "wrong"),
    [
        *[("24h", "1d", 0), ("47h", "1d", 0), ("48h", "1d", 1), ("2d", "1d", 1), ("12mo", "1y", 0)],
        *[("13mo", "1y", 1), ("5wd", "40d", 0), ("5wd", "2d", 1), ("30d", "1mo", 0)],
    ],
)
def test_a_longest_distance_is_not_under_the_least(least: str, most: str, wrong: int) -> None:
    parameter = KINDS["interval"].parameters["at_most"]

    found = list(parameter.troubles({"at_least": least, "at_most": most}, _NAMES))

    assert [each.below for each in found] == ["/at_most"] * wrong
    assert list(parameter.troubles({"at_most": most}, _NAMES)) == []


def test_a_field_that_the_application_has_not_is_noted_unless_it_may_be_left_out() -> None:
    faults: list[Fault] = []
    parameters = KINDS["deadline"].parameters

    made = {name: each.compiled({}, _place(faults)) for name, each in parameters.items()}

    assert made["result"] == made["term"] == {}
    assert faults == []
    assert parameters["term"].compiled({"working_days": 2}, _place(faults))
    assert [each.message.key for each in faults] == ["spec_unknown_field"]


@pytest.mark.parametrize(
    ("dotted", "label", "rooted", "name"),
    [("name", "Name of one", False, "staff.name"), ("$.name", "Name", True, "name")],
)
def test_a_name_begins_at_the_item_unless_it_says_the_application(
    dotted: str, label: str, rooted: bool, name: str
) -> None:
    faults: list[Fault] = []
    parameter = FieldPath(name="path")
    place = _place(faults).of_items("staff")

    path = parameter.compiled({"path": dotted}, place)["path"]

    assert (path.label["en"], path.rooted, path.dotted) == (label, rooted, dotted)
    assert [from_root(each, "staff") for each in parameter.reads({"path": dotted})] == [name]
    assert faults == []


def test_a_name_that_begins_at_the_application_is_looked_up_there() -> None:
    faults: list[Fault] = []
    place = _place(faults).of_items("staff")

    place.path("$.number")

    assert [each.message.key for each in faults] == ["spec_field_elsewhere"]
    assert faults[0].message.args["instead"] == "number"
    assert [place.names.choice(each) for each in ("sort", "$.sort")] == [(), ("one", "other")]
    assert place.names.inside("$.staff").ways("number") == place.names.ways("number")


@pytest.mark.parametrize(("each", "name"), [("sort", "staff.sort"), ("$.sort", "sort")])
def test_what_is_read_elsewhere_is_named_from_the_root(each: str, name: str) -> None:
    parameter = FieldPath(name="at", entries_of="entries")

    (read,) = parameter.reads({"entries": "staff", "at": each})
    assert from_root(read, "") == name


def test_who_is_who_is_what_the_edition_says() -> None:
    faults: list[Fault] = []
    parameter = WhoIsWho(name="people")
    place = _place(faults)

    people = parameter.of({"among": ["staff"], "number": "number", "name": "name"}, place)

    assert people == People((Path(("staff",)),), Path(("number",)), Path(("name",)))
    assert [each.label["en"] for each in parameter.shown(people)] == [
        "Staff",
        "Number of one",
        "Name of one",
    ]
    assert parameter.compiled({}, replace(place, people=people)) == {"people": people}
    assert faults == []


def test_an_edition_that_does_not_say_who_is_who_cannot_ask_it() -> None:
    faults: list[Fault] = []

    assert WhoIsWho(name="people").compiled({}, _place(faults).at("check")) == {}
    assert [each.message.key for each in faults] == ["spec_not_of_people"]


def test_what_a_section_says_is_told_by_one_kind_alone() -> None:
    words = ("types", "max_bytes")

    told = {each.name for each in KINDS.values() if set(words) & set(each.own)}

    assert told == {"files"}
    assert {name for name, each in KINDS.items() if set(words) <= set(each.parameters)} == {
        *("document", "ending", "files", "one_kind")
    }
