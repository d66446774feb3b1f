"""Specs: every fault of theirs is found when they are loaded, all at once, each in its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, time
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import jsonschema_rs
import pytest

import validator
from tests.project import ROOT, SPECS
from tests.texts import wording
from validator.bundle import read_bundle
from validator.editor import publish
from validator.editor.own_schemas import own_schemas, text_of
from validator.errors import CallError, Fault, SpecError, ValidatorError
from validator.form.schema import manifest_schema
from validator.law.lengths import LENGTH_PATTERN
from validator.model import LANGUAGES, Bundle, Member, Message, Outcome, Verdict
from validator.standard import schema_faults
from validator.standard.catalogue import Catalogue
from validator.standard.folder import read_folder
from validator.standard.schemas import SCHEMAS
from validator.words.messages import say

STANDARD = "medical-activity-licence"

# A made-up standard with one of everything, small enough to be broken in many ways

_T = wording("а", "а", "a")
_HEAD = "duty: applicant, severity: error, consequence: none"
_TAIL = f"title: {_T}, fix: {_T}"

_STANDARD = f"""\
standard: tea
edition: "1"
title: {_T}
act: {_T}
authority: ministry
in_force: {{from: 2026-01-01, until: 2026-06-30, standing: reading, citation: c.1}}
calendar: kz
time_zone: Asia/Almaty
provider: []
channels: []
deadlines:
  - {{id: deadline.brew, citation: c.1, services: [brew], working_days: 3, {_HEAD}, {_TAIL}}}
form: []
result: []
fees:
  - id: fee.brew
    citation: {{brew: c.1, pour: c.2}}
    services: [brew]
    when: {{colour: {{allowed: [green, black]}}}}
    amount: {{leaf: 2}}
    duty: applicant
    severity: error
    consequence: c.2
    title: {_T}
    fix: {_T}
  - id: fee.pour
    citation: c.1
    services: [pour]
    amount: {{percent: 10, of: fee.brew, at_most: {{leaf: 1}}}}
    duty: applicant
    severity: error
    consequence: c.2
    title: {_T}
    fix: {_T}
schedule:
  hours: {{opens: "09:00", closes: "18:00", lunch: {{from: "13:00", until: "14:00"}}}}
  requirements: []
documents:
  - id: documents.label
    citation: c.1
    kind: label
    with: {{weight: {{min: 1}}}}
    for_each: [cups]
    when: {{hot: {{allowed: [true]}}}}
    duty: applicant
    severity: error
    consequence: incomplete_package
    title: {_T}
    fix: {_T}
refusal:
  grounds: [c.2]
  requirements:
    - id: register.ban
      citation: c.2
      duty: applicant
      severity: error
      consequence: c.2
      manual_without: registers
      check: {{kind: value, path: registers.banned, allowed: [false]}}
      who: {_T}
      title: {_T}
      fix: {_T}
other:
  - id: colour.right
    citation: c.1
    duty: applicant
    severity: error
    consequence: none
    failed_without: colour
    check: {{kind: value, path: colour, allowed: [green, black]}}
    title: {_T}
    fix: {_T}
rules:
  - id: brewed.lately
    citation: c.3
    duty: provider
    severity: warning
    consequence: none
    check: {{kind: interval, earlier: brewed_on, later: $as_of, at_most: 30d}}
    title: {_T}
    fix: {_T}
  - id: day.certain
    citation: c.3
    duty: provider
    severity: note
    consequence: none
    check: {{kind: day_outside, from: 2026-01-01, until: 2026-01-02}}
    title: {_T}
    fix: {_T}
  - id: record.ordered
    citation: c.3
    duty: provider
    severity: error
    consequence: none
    check:
      kind: chronology
      pairs: [{{earlier: submitted_at, later: processing.decided_at}}]
    title: {_T}
    fix: {_T}
without: {{deadlines: [pour], result: [brew, pour], record: [brew, pour], form: [brew, pour]}}
"""

_APPLICATION = f"""\
standard: tea
edition: "1"
code_lists:
  services: {{brew: {_T}, pour: {_T}}}
  colours: {{green: {_T}, black: {_T}}}
  document_kinds: {{label: {_T}}}
fields:
  standard: {{type: string, required: true, allowed: [tea], label: {_T}}}
  service: {{type: string, required: true, code_list: services, label: {_T}}}
  colour: {{type: string, code_list: colours, label: {_T}}}
  submitted_at: {{type: string, check_with: time, label: {_T}}}
  brewed_on:
    type: string
    check_with: date
    required: {{service: {{allowed: [brew]}}}}
    label: {_T}
  sugar:
    type: integer
    only: {{colour: {{allowed: [black]}}}}
    label: {_T}
  milk:
    type: integer
    required: {{sugar: {{min: 1, max: 3}}, submitted_at: {{exists: true}}}}
    label: {_T}
  cups:
    type: list
    unique_by: id
    label: {_T}
    schema:
      type: dict
      schema:
        id: {{type: string, check_with: id, required: true, label: {_T}}}
        hot: {{type: boolean, required: true, label: {_T}}}
  fee:
    type: dict
    label: {_T}
    schema:
      amount: {{type: integer, required: true, min: 0, label: {_T}}}
      paid_on: {{type: string, required: true, check_with: date, label: {_T}}}
  registers:
    type: dict
    label: {_T}
    schema:
      banned: {{type: boolean, label: {_T}}}
  documents:
    type: list
    required: true
    label: {_T}
    schema:
      type: dict
      schema:
        kind: {{type: string, required: true, code_list: document_kinds, label: {_T}}}
        file: {{type: string, required: true, check_with: path, label: {_T}}}
        weight: {{type: integer, label: {_T}}}
        concerns: {{type: string, check_with: id, refers_to: [cups], label: {_T}}}
  processing:
    type: dict
    label: {_T}
    schema:
      decided_at: {{type: string, check_with: time, label: {_T}}}
"""

_CLAUSES = f"""\
standard: tea
edition: "1"
clauses:
  - id: c.1
    says: {_T}
    encoding: encoded
  - id: c.2
    says: {_T}
    encoding: partly
    reason: {_T}
    interpretation: {_T}
    standing: reading
  - id: c.3
    says: {_T}
    encoding: not_encoded
    reason: {_T}
"""

_LEAF = f"""\
id: leaf
title: {_T}
unit: tenge
until: 2027-12-31
values:
  - {{from: 2025-01-01, value: 100, standing: law, source: {_T}}}
  - {{from: 2026-03-01, value: 12.5, standing: press, source: {_T}}}
"""

_CALENDAR = f"""\
id: kz
country: KZ
covers: {{from: 2026-01-01, until: 2027-12-31}}
extra_days_off:
  - {{date: 2026-02-03, name: {_T}, source: {_T}}}
extra_working_days: []
confirmed: []
names: {{}}
"""

STANDARD_YAML = "tea/1/standard.yaml"
APPLICATION_YAML = "tea/1/application.yaml"
CLAUSES_YAML = "tea/1/clauses.yaml"
LEAF_YAML = "parameters/leaf.yaml"
CALENDAR_YAML = "calendars/kz.yaml"

WORDS = {
    "standard": STANDARD_YAML,
    "application": APPLICATION_YAML,
    "clauses": CLAUSES_YAML,
    "leaf": LEAF_YAML,
    "calendar": CALENDAR_YAML,
}
FILES = {
    STANDARD_YAML: _STANDARD,
    APPLICATION_YAML: _APPLICATION,
    CLAUSES_YAML: _CLAUSES,
    LEAF_YAML: _LEAF,
    CALENDAR_YAML: _CALENDAR,
}


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        _write(tmp_path, name, text)
    return tmp_path


def _write(specs: Path, name: str, text: str) -> None:
    (specs / name).parent.mkdir(parents=True, exist_ok=True)
    (specs / name).write_text(text, encoding="utf-8")


class Broken(NamedTuple):
    """One thing broken in one file, and the fault it must be.

    `old` stands once in the file and becomes `new`, in which the fault lies `at` a word.
    """

    file: str
    old: str
    new: str
    key: str
    at: str

    def apply(self, specs: Path) -> None:
        text = (specs / self.file).read_text("utf-8")
        assert text.count(self.old) == 1, self.old
        _write(specs, self.file, text.replace(self.old, self.new))

    def told(self) -> tuple[str, str, int, int]:
        """Key, file, line and column of the fault; no two may be in one line."""
        text = FILES[self.file].replace(self.old, self.new)
        index = FILES[self.file].index(self.old) + self.new.index(self.at)
        line_start = text.rfind("\n", 0, index) + 1
        return self.key, self.file, text.count("\n", 0, index) + 1, index - line_start + 1


def _table(text: str) -> list[Broken]:
    """A line each: file, what stands in it, what it becomes, the fault's key and its place."""
    rows = []
    for line in text.strip().splitlines():
        file, old, new, key, at = (each.strip(" ").replace("\\n", "\n") for each in line.split("|"))
        rows.append(Broken(WORDS[file], old, new, f"spec_{key}", at or new))
    return rows


def _told(specs: Path) -> list[tuple[str, str, int | None, int | None]]:
    """Key and place of everything that is said to be wrong with the made-up standard."""
    with pytest.raises(SpecError) as caught:
        Catalogue(specs).edition("tea", "1")
    return [
        (each.message.key, Path(each.file).relative_to(specs).as_posix(), each.line, each.column)
        for each in caught.value.faults
    ]


def _fault(specs: Path) -> Fault:
    with pytest.raises(SpecError) as caught:
        Catalogue(specs).edition("tea", "1")
    (fault,) = caught.value.faults
    return fault


def test_the_made_up_standard_is_whole(specs: Path) -> None:
    edition = Catalogue(specs).edition("tea", "1")

    assert [rule.requirement.id for rule in edition.rules] == [
        *("deadline.brew", "fee.brew", "fee.pour", "documents.label", "register.ban"),
        *("colour.right", "brewed.lately", "day.certain", "record.ordered"),
    ]
    assert edition.services == ("brew", "pour")
    assert edition.grounds == ("c.2",)
    assert edition.setting.hours.opens == time(9)
    assert set(edition.regulation.clauses) == {"c.1", "c.2", "c.3"}


# Names that stand for nothing, ids used twice, days that are not in the calendar
NAMES = _table(r"""
standard | brew, citation: c.1, s | brew, citation: c.9, s | unknown_clause | c.9
standard | {brew: c.1, pour: c.2} | {brew: c.1, pour: c.7} | unknown_clause | c.7
standard | {brew: c.1, pour: c.2} | {brew: c.1, poor: c.2} | unknown_service | c.2
standard | {brew: c.1, pour: c.2} | {pour: c.2} | uncited_service | {pour
standard | reading, citation: c.1 | reading, citation: cc | unknown_clause | cc
standard | grounds: [c.2] | grounds: [c.2, c.8] | unknown_clause | c.8
standard | services: [pour] | services: [pour, puor] | unknown_service | puor
standard | for_each: [cups] | for_each: [cups, cops] | unknown_field | cops
standard | failed_without: colour | failed_without: color | unknown_field | color
standard | manual_without: registers | manual_without: regs | unknown_field | regs
standard | path: registers.banned | path: registers.baned | unknown_field | registers.b
standard | earlier: brewed_on | earlier: brewed_at | unknown_field | brewed_at
standard | later: $as_of | later: $asof | unknown_field | $asof
standard | later: processing.decided_at | later: processing.decided | unknown_field | processing
standard | when: {hot: {allowed | when: {hott: {allowed | unknown_field | {allowed
standard | with: {weight: {min | with: {wait: {min | unknown_field | {min
standard | when: {colour: {allowed: [green | when: {colour: {allowed: [blue | unknown_code | blue
standard | path: colour, allowed: [green | path: colour, allowed: [red | unknown_code | red
standard | kind: label | kind: lable | unknown_code | lable
standard | amount: {leaf: 2} | amount: {leave: 2} | unknown_parameter | 2
standard | at_most: {leaf: 1} | at_most: {loaf: 1} | unknown_parameter | 1
standard | of: fee.brew | of: fee.pour | unknown_fee | fee.pour
standard | consequence: c.2\n      manual | consequence: c.3\n      manual | unknown_ground | c.3
standard | id: colour.right | id: register.ban | repeated_id | register.ban
standard | until: 2026-01-02 | until: 2026-02-31 | impossible_date | 2026-02-31
standard | standard: tea | standard: tee | not_its_folder | tee
standard | edition: "1" | edition: "2" | not_its_folder | "2"
application | code_list: colours | code_list: colors | unknown_code_list | colors
application | [black]}} | [true]}} | unknown_code | true
application | refers_to: [cups] | refers_to: [cups, pots] | unknown_field | pots
application | unique_by: id | unique_by: idd | unknown_field | idd
application | {service: {allowed: [brew]}} | {service: {allowed: [bru]}} | unknown_code | bru
application | only: {colour: {allowed | only: {colur: {allowed | unknown_field | {allowed
clauses | id: c.3 | id: c.1 | repeated_id | c.1
leaf | from: 2026-03-01 | from: 2024-03-01 | not_ascending | 2024-03-01
leaf | until: 2027-12-31 | until: 2026-02-28 | until_before_value | 2026-02-28
leaf | from: 2025-01-01 | from: 2025-02-29 | impossible_date | 2025-02-29
calendar | date: 2026-02-03 | date: 2026-02-30 | impossible_date | 2026-02-30
calendar | until: 2027-12-31 | until: 2027-11-31 | impossible_date | 2027-11-31
""")

# What a schema tells before any name is looked up
SHAPES = _table(r"""
standard | grounds: [c.2] | ground: [c.2] | misspelt_key | ground
standard | working_days: 3 | working_days: 0 | too_small | 0
standard | working_days: 3 | working_days: "3" | wrong_type | "3"
standard | authority: ministry | authority: ministri | misspelt_value | ministri
standard | authority: ministry | authority: me | not_one_of | me
standard | opens: "09:00" | opens: "9:00" | not_a_time | "9:00"
standard | until: 2026-06-30 | until: 2026-06-31 | impossible_date | 2026-06-31
standard | until: 2026-06-30 | until: 2026-06-32 | impossible_date | 2026-06-32
standard | until: 2026-06-30 | until: 2025-06-30 | empty_range | 2025-06-30
standard | act: {kk: а, ru: а | act: {kk: , ru: а | missing_text | , ru
standard | services: [pour] | services: [pour]\n    idd: fee.pour | unknown_key | idd
standard | {from: 2026-01-01, until: 2026-06 | {from: 2026-1-1, until: 2026-06 | not_a_day | 2026
standard | id: colour.right | id: Colour.Right | not_an_id | Colour
standard | services: [pour] | services: [] | nothing_in_it | []
standard | act: {kk: а, ru: а | act: {kk: а, ru: " " | empty_text | " "
standard | act: {kk: а, ru: а, en: a | act: {kk: а, en: a | missing_text | {
standard | act: {kk: а, ru: а, en: a | act: {kk: а, ru: а, en: a, b | comma_in_text | b
standard | kind: value, path: colour | kind: valeu, path: colour | misspelt_value | valeu
standard | kind: value, path: colour | kind: value, paht: colour | misspelt_key | paht
standard | at_most: 30d} | at_most: 30 days} | not_a_duration | 30
standard | at_most: 30d} | at_most: 36s} | not_a_duration | 36s
standard | at_most: 30d} | at_least: 48 h} | not_a_duration | 48
standard | at_most: 30d} | at_least: 48} | not_a_duration | 48
standard | amount: {leaf: 2} | amount: {leaf: 2, twig: 1} | one_key | {leaf
standard | amount: {leaf: 2} | amount: {leaf: 2,000} | comma_in_number | 000
standard | {brew: c.1, pour: c.2} | [c.1, c.2] | not_a_citation | [
standard | time_zone: Asia/Almaty | time_zone: [Asia/Almaty] | not_one_text | [
standard | percent: 10 | percent: many | wrong_type | many
standard | amount: {leaf: 2} | amount: {round: up} | round_alone | {round
application | min: 0 | min: ten | wrong_type | ten
application | check_with: id, refers_to | check_with: ID, refers_to | not_one_of | ID
application | unique_by: id | uniqe_by: id | misspelt_key | uniqe_by
application | {type: integer, label | {type: integer, empty: true, label | unknown_key | empty
clauses | encoding: encoded | encoding: encodet | misspelt_value | encodet
clauses | id: c.3 | id: 3 | wrong_type | 3
clauses | encoding: partly | encoding: partli | misspelt_value | partli
clauses | standing: reading | standing: gossip | not_one_of | gossip
leaf | value: 100 | value: -1 | not_above | -1
leaf | value: 100 | value: 4,700 | comma_in_number | 700
leaf | value: 100 | value: 4 700 | wrong_type | 4 700
leaf | unit: tenge | unity: tenge | misspelt_key | unity
calendar | confirmed: [] | confirmed: [2026-02-03] | wrong_type | 2026
""")


@pytest.mark.parametrize("broken", NAMES, ids=lambda each: f"{each.key}-{each.at}")
def test_what_stands_for_nothing_is_told_where_it_is(specs: Path, broken: Broken) -> None:
    broken.apply(specs)

    told = _told(specs)

    assert told.count(broken.told()) == 1
    others = {key for key, *_ in told} - {broken.key}
    assert others <= {"spec_unknown_clause", "spec_unknown_field"}  # that hang on it


@pytest.mark.parametrize("broken", SHAPES, ids=lambda each: f"{each.key}-{each.at}")
def test_what_breaks_a_schema_is_told_where_it_is(specs: Path, broken: Broken) -> None:
    broken.apply(specs)

    told = _told(specs)

    assert told.count(broken.told()) == 1
    assert {key for key, *_ in told} <= {broken.key, "spec_missing_key"}  # of a key misspelt
    assert len(told) <= 2


def test_the_closest_name_is_proposed(specs: Path) -> None:
    next(each for each in NAMES if each.at == "lable").apply(specs)

    assert _fault(specs).message.args == {"name": "lable", "closest": "label"}


@pytest.mark.parametrize(
    ("cited", "key", "meant"),
    [
        ("lost.8.1.c", "spec_unknown_clause", "list.8.1.c"),
        ("list.8.c", "spec_unknown_clause", "list.8.1.c"),
        ("list.8.1.g", "spec_unknown_clause", ""),  # its neighbours are other law
        ("list.8.1.с", "spec_cyrillic_letters", "list.8.1.c"),
    ],
)
def test_a_clause_is_never_taken_for_its_neighbour(
    specs: Path, cited: str, key: str, meant: str
) -> None:
    text = FILES[CLAUSES_YAML]
    more = "".join(
        f"  - {{id: list.8.1.{each}, says: {_T}, encoding: encoded}}\n" for each in "abcdef"
    )
    _write(specs, CLAUSES_YAML, text + more)
    _write(
        specs,
        STANDARD_YAML,
        FILES[STANDARD_YAML].replace("reading, citation: c.1", f"reading, citation: {cited}"),
    )

    message = _fault(specs).message
    assert (message.key, message.args["name"]) == (key, cited)
    assert message.args.get("closest", message.args.get("latin")) == meant


def test_a_name_is_told_as_yaml_writes_it(specs: Path) -> None:
    next(each for each in NAMES if each.at == "true").apply(specs)

    assert _fault(specs).message.args["name"] == "true"


def test_a_long_name_is_told_in_part_and_judged_as_a_whole(specs: Path) -> None:
    text = FILES[STANDARD_YAML].replace("id: colour.right", f"id: {'colour' * 11}.Right")
    _write(specs, STANDARD_YAML, text)

    assert _fault(specs).message == Message("spec_not_an_id", {"value": "colour" * 10})


def test_nor_is_one_that_a_call_names(specs: Path) -> None:
    edition = Catalogue(specs).edition("tea", "1")

    assert _call_fault(lambda: edition.require("c.9")).args == {"name": "c.9", "closest": ""}
    assert _call_fault(lambda: edition.require("fee.bew")).args["closest"] == "fee.brew"


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_files(specs: Path) -> None:
    chosen = [
        each
        for each in NAMES
        if each.at in ("c.9", "puor", "cops", "red", "tee", "c.1", "pots", "2024-03-01")
        or each.at in ("2026-02-30", "2026-02-31", "fee.pour", "lable")
    ]
    assert len(chosen) == 12
    for each in chosen:
        each.apply(specs)

    told = _told(specs)

    assert {each.told() for each in chosen} <= set(told)
    order = [(file, line, column) for _, file, line, column in told]
    assert order == sorted(order, key=lambda each: (each[0], each[1] or 0, each[2] or 0))
    assert {file for file, _, _ in order} == set(FILES)


def test_so_is_everything_that_breaks_a_schema(specs: Path) -> None:
    chosen = [each for each in SHAPES if each.at in ("ID", "min: ten", "ten", "gossip", "-1")]
    for each in chosen:
        each.apply(specs)

    assert len(chosen) == 4
    assert {each.told() for each in chosen} <= set(_told(specs))


@pytest.mark.parametrize(
    ("name", "line", "either"),
    [
        (STANDARD_YAML, " working_days: 3,", {"key": "working_days", "other": "check"}),
        (STANDARD_YAML, "    amount: {leaf: 2}\n", {"key": "amount", "other": "check"}),
    ],
)
def test_what_would_do_in_the_place_of_a_missing_check_is_named(
    specs: Path, name: str, line: str, either: dict[str, str]
) -> None:
    _without(specs, name, line)

    assert _fault(specs).message == Message("spec_missing_either", either)


def test_nothing_written_is_told_as_that(specs: Path) -> None:
    _write(specs, LEAF_YAML, FILES[LEAF_YAML].replace("unit: tenge", "unit:"))
    assert _fault(specs).message.key == "spec_nothing_here"

    _write(specs, LEAF_YAML, FILES[LEAF_YAML].replace("{kk: а,", "{kk: ,", 1))
    assert _fault(specs).message == Message("spec_missing_text", {"what": "kk"})


def _schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for word in ("properties", "$defs"):
        yield from chain.from_iterable(map(_schemas, schema.get(word, {}).values()))
    yield from chain.from_iterable(map(_schemas, schema.get("allOf", ())))
    for word in ("additionalProperties", "propertyNames", "items", "if", "then", "else"):
        yield from _schemas(schema.get(word))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_whatever_a_schema_asks_for_has_a_message_of_ours(name: str) -> None:
    said_so = {"type", "enum", "const", "pattern", "required", "dependentRequired", "properties"}
    said_so |= {"additionalProperties", "propertyNames", "items", "allOf", "if", "then", "else"}
    silent = {"$schema", "$ref", "$defs", "title", "description", "format"}
    for schema in _schemas(SCHEMAS[name]()):
        assert schema.keys() <= said_so | silent | schema_faults._BOUNDS.keys()
        assert schema.get("pattern", LENGTH_PATTERN) in schema_faults.PATTERNS
        assert schema.get("maxProperties", 1) <= 2  # a sum, and how it is rounded
        assert {schema.get(word, 1) for word in ("minItems", "minProperties", "minLength")} <= {
            *(0, 1),
            *([2] if schema.get("maxProperties") else []),
        }


def test_each_key_that_is_missing_is_named(specs: Path) -> None:
    text = FILES[CLAUSES_YAML].replace(
        f"  - id: c.1\n    says: {_T}\n    encoding: encoded", "  - {}"
    )
    _write(specs, CLAUSES_YAML, text)
    with pytest.raises(SpecError) as caught:
        Catalogue(specs).edition("tea", "1")

    missing = {str(each.message.args["key"]) for each in caught.value.faults if each.line == 4}
    assert missing == {"id", "says", "encoding"}


def test_each_language_that_is_missing_is_named(specs: Path) -> None:
    _write(specs, LEAF_YAML, FILES[LEAF_YAML].replace(f"title: {_T}", "title: {kk: а}"))
    with pytest.raises(SpecError) as caught:
        Catalogue(specs).edition("tea", "1")

    assert [each.message for each in caught.value.faults] == [
        Message("spec_missing_text", {"what": lang}) for lang in LANGUAGES if lang != "kk"
    ]


def _without(specs: Path, name: str, line: str) -> None:
    assert FILES[name].count(line) >= 1
    _write(specs, name, FILES[name].replace(line, "", 1))


def test_who_can_tell_is_said_just_where_a_machine_cannot(specs: Path) -> None:
    _without(specs, STANDARD_YAML, f"      who: {_T}\n")
    assert _fault(specs).message.key == "spec_who_missing"

    _write(
        specs,
        STANDARD_YAML,
        FILES[STANDARD_YAML].replace(
            "  - id: colour.right\n", f"  - id: colour.right\n    who: {_T}\n"
        ),
    )
    assert _fault(specs).message.key == "spec_who_unused"


@pytest.mark.parametrize(
    ("name", "text", "key", "place"),
    [
        (CLAUSES_YAML, "standard: tea\nedition: [\n", "source_bracket", (2, 10)),
        (CLAUSES_YAML, "standard: tea\nstandard: tea\n", "source_duplicate_key", (2, 1)),
        (LEAF_YAML, "id: leaf\ntitle: &a {kk: a}\n", "source_anchor", (2, 8)),
        (STANDARD_YAML, "standard: tea\nedition: *a\n", "source_alias", (2, 10)),
        (APPLICATION_YAML, "", "source_empty", (1, 1)),
        (CALENDAR_YAML, "id: kz\n---\nid: kz\n", "source_second_document", (2, 1)),
    ],
)
def test_a_file_that_is_no_strict_yaml_is_told_where(
    specs: Path, name: str, text: str, key: str, place: tuple[int, int]
) -> None:
    _write(specs, name, text)

    assert _told(specs) == [(key, name, *place)]


@pytest.mark.parametrize("name", [APPLICATION_YAML, CLAUSES_YAML])
def test_a_file_that_is_not_there_is_told(specs: Path, name: str) -> None:
    (specs / name).unlink()

    assert _told(specs) == [("spec_unreadable", name, None, None)]


def test_a_calendar_that_is_not_there_is_told(specs: Path) -> None:
    _write(specs, STANDARD_YAML, FILES[STANDARD_YAML].replace("calendar: kz", "calendar: kzz"))

    assert _told(specs) == [("lint_unknown_calendar", STANDARD_YAML, 7, 11)]
    assert _fault(specs).message.args == {"name": "kzz", "closest": "kz"}


@pytest.mark.parametrize("zone", ["Asia/Almata", "''", "../Asia/Almaty", "UTC+5"])
def test_a_zone_that_is_not_known_is_told(specs: Path, zone: str) -> None:
    _write(specs, STANDARD_YAML, FILES[STANDARD_YAML].replace("Asia/Almaty", zone))

    assert _told(specs) == [("spec_unknown_zone", STANDARD_YAML, 8, 12)]


@pytest.mark.parametrize(
    ("days", "key"),
    [
        ("{from: 2027-12-31, until: 2026-01-01}", "spec_empty_range"),
        ("{from: 2026-01-01, until: 9999-12-31}", "spec_too_late"),
    ],
)
def test_a_calendar_that_covers_nothing_or_all_time_is_told(
    specs: Path, days: str, key: str
) -> None:
    _write(
        specs,
        CALENDAR_YAML,
        FILES[CALENDAR_YAML].replace("{from: 2026-01-01, until: 2027-12-31}", days),
    )

    assert _told(specs) == [(key, CALENDAR_YAML, 3, 35)]


def test_a_standard_in_the_wrong_folder_is_told(specs: Path) -> None:
    shutil.move(specs / "tea", specs / "coffee")

    with pytest.raises(SpecError) as caught:
        Catalogue(specs).edition("coffee", "1")

    assert caught.value.faults[0].message == Message("spec_not_its_folder", {"name": "tea"})


def test_faults_read_well_as_an_exception(specs: Path) -> None:
    _without(specs, CLAUSES_YAML, 'edition: "1"\n')

    with pytest.raises(
        ValidatorError, match=r"clauses\.yaml:1:1: The key “edition” is missing here$"
    ):
        Catalogue(specs).edition("tea", "1")


# Editions and days


def _edition(specs: Path, name: str, days: str) -> None:
    if name != "1":
        shutil.copytree(specs / "tea/1", specs / "tea" / name)
    for file in (STANDARD_YAML, APPLICATION_YAML, CLAUSES_YAML):
        path = file.replace("/1/", f"/{name}/")
        text = FILES[file].replace('edition: "1"', f'edition: "{name}"')
        _write(specs, path, text.replace("from: 2026-01-01, until: 2026-06-30", days))


def test_an_edition_is_in_force_from_its_first_day_to_its_last(specs: Path) -> None:
    _edition(specs, "2", "from: 2026-07-01")
    catalogue = Catalogue(specs)

    def chosen(*day: int) -> str | None:
        head = catalogue.choose("tea", date(*day))
        return head.edition if head else None

    assert [chosen(2025, 12, 31), chosen(2026, 1, 1), chosen(2026, 6, 30)] == [None, "1", "1"]
    assert [chosen(2026, 7, 1), chosen(9999, 12, 31)] == ["2", "2"]
    assert [head.edition for head in catalogue.heads("tea")] == ["1", "2"]


def test_after_the_last_day_of_the_last_edition_there_is_none(specs: Path) -> None:
    catalogue = Catalogue(specs)

    assert catalogue.choose("tea", date(2026, 6, 30)) is not None
    assert catalogue.choose("tea", date(2026, 7, 1)) is None


def test_editions_are_ordered_by_their_days_not_their_names(specs: Path) -> None:
    _edition(specs, "0", "from: 2026-07-01, until: 2026-07-01")
    _edition(specs, "00", "from: 2026-07-02")

    assert [head.edition for head in Catalogue(specs).heads("tea")] == ["1", "0", "00"]


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        ("from: 2026-01-01, until: 2026-06-30", "from: 2026-07-02", "spec_gap"),
        ("from: 2026-01-01, until: 2026-06-30", "from: 2026-06-30", "spec_overlap"),
        ("from: 2026-01-01, until: 2026-06-30", "from: 2026-01-01", "spec_overlap"),
        ("from: 2026-01-01", "from: 2026-07-01", "spec_overlap"),
        ("from: 2026-01-01, until: 9999-12-31", "from: 2026-07-01", "spec_overlap"),
    ],
)
def test_a_gap_or_an_overlap_is_told(specs: Path, first: str, second: str, key: str) -> None:
    _edition(specs, "1", first)
    _edition(specs, "2", second)
    catalogue = Catalogue(specs)

    for ask in (
        lambda: catalogue.heads("tea"),
        lambda: catalogue.choose("tea", date(2026, 1, 1)),
        lambda: catalogue.edition("tea", "1"),
    ):
        with pytest.raises(SpecError) as caught:
            ask()
        # No calendar reaches as far as the last of all days, which is told beside it.
        keys = [each.message.key for each in caught.value.faults]
        assert sorted(keys) == sorted({key, *(["lint_calendar_gap"] if "9999" in first else [])})
        (fault,) = [each for each in caught.value.faults if each.message.key == key]
        assert fault.message == Message(key, {"earlier": "1", "later": "2"})
        assert (fault.file.endswith("tea/2/standard.yaml"), fault.line, fault.column) == (
            *(True, 6, 18),
        )


@pytest.mark.parametrize(
    ("days", "key", "column"),
    [
        ("from: 2026-02-30", "spec_impossible_date", 18),
        ("from: 2026-01-01, until: 2026-02-30", "spec_impossible_date", 37),
        ("from: 2026-01-02, until: 2026-01-01", "spec_empty_range", 37),
    ],
)
def test_impossible_days_of_an_edition_are_told(
    specs: Path, days: str, key: str, column: int
) -> None:
    _edition(specs, "1", days)

    assert _told(specs) == [(key, STANDARD_YAML, 6, column)]


def test_what_is_wrong_with_several_editions_is_told_at_once(specs: Path) -> None:
    _edition(specs, "1", "from: 2026-02-30")
    _edition(specs, "2", "from: 2026-07-01, until: 2026-02-31")
    _edition(specs, "3", "from: 2027-01-01, til: 2028-01-01")

    assert [(file, key) for key, file, _, _ in _told(specs)] == [
        ("tea/1/standard.yaml", "spec_impossible_date"),
        ("tea/2/standard.yaml", "spec_impossible_date"),
        ("tea/3/standard.yaml", "spec_misspelt_key"),
    ]


def _call_fault(ask: Callable[[], object]) -> Message:
    with pytest.raises(CallError) as caught:
        ask()
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column) == ("", None, None)
    return fault.message


def test_a_call_for_what_is_not_there_is_told_what_there_is(specs: Path) -> None:
    catalogue = Catalogue(specs)

    assert _call_fault(lambda: catalogue.edition("coffee", "1")) == Message(
        "standard_unknown", {"name": "coffee", "known": ("tea",)}
    )
    assert _call_fault(lambda: catalogue.edition("tea", "7")) == Message(
        "edition_unknown",
        {"name": "7", "known": ("1",), "what": "of_standard", "standard": "tea"},
    )


def test_standards_do_not_stand_in_each_others_way(specs: Path) -> None:
    shutil.copytree(specs / "tea", specs / "coffee")
    catalogue = Catalogue(specs)

    assert catalogue.standards == ("coffee", "tea")
    assert [head.file.path.parts[0] for head in catalogue.heads("tea")] == ["tea"]
    assert catalogue.edition("tea", "1").regulation.standard == "tea"


def test_a_folder_without_specs_is_an_error_of_the_call(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        message = _call_fault(lambda folder=folder: Catalogue(folder))  # type: ignore[misc]
        assert message == Message("specs_missing", {"folder": folder.as_posix()})


# Editions that are there and cannot be seen


@pytest.mark.parametrize("left", ["application.yaml", "clauses.yaml", "cases"])
def test_an_edition_without_its_standard_file_is_told(specs: Path, left: str) -> None:
    _edition(specs, "2", "from: 2026-07-01")
    folder = specs / "tea" / "2"
    (folder / "standard.yaml").rename(folder / "standard.yml")
    (folder / "cases").mkdir()
    for name in {"application.yaml", "clauses.yaml"} - {left}:
        (folder / name).unlink()
    if left != "cases":
        (folder / "cases").rmdir()

    with pytest.raises(SpecError) as caught:
        Catalogue(specs).heads("tea")

    assert (folder / "standard.yaml").as_posix() in {each.file for each in caught.value.faults}
    assert {each.message.key for each in caught.value.faults} == {"spec_unreadable"}


def _closed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As for one who may not list a folder: whoever runs the tests may be one who always may."""
    listing = Path.iterdir

    def iterdir(self: Path) -> Iterator[Path]:
        if self == folder:
            raise PermissionError(13, "Permission denied", str(self))
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)


@pytest.mark.parametrize("name", ["tea/1", "tea/2", "tea"])
def test_a_folder_that_cannot_be_listed_is_told(
    specs: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edition(specs, "2", "from: 2026-07-01")
    _closed(monkeypatch, specs / name)

    with pytest.raises(SpecError) as caught:
        Catalogue(specs).choose("tea", date(2026, 2, 1))

    (fault,) = caught.value.faults
    assert fault.file == (specs / name).as_posix()
    assert fault.message == Message("spec_unreadable", {"what": "folder"})


def test_one_folder_that_cannot_be_listed_is_no_missing_standard(
    specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _closed(monkeypatch, specs / "tea" / "1")

    with pytest.raises(SpecError):
        Catalogue(specs).require(None, None)


def test_what_is_no_edition_is_left_alone(specs: Path) -> None:
    for name in ("README.md", "tea/README.md", "tea/notes/more.yaml", "tea/.old/clauses.yaml"):
        (specs / name).parent.mkdir(exist_ok=True)
        (specs / name).write_text("x", "utf-8")
    (specs / "tea" / ".#README.md").symlink_to("somebody@somewhere")  # of an open editor
    catalogue = Catalogue(specs)

    assert catalogue.standards == ("tea",)
    assert [head.edition for head in catalogue.heads("tea")] == ["1"]


def test_files_of_editions_alone_make_no_standard(specs: Path) -> None:
    (specs / STANDARD_YAML).unlink()

    assert _call_fault(lambda: Catalogue(specs)).key == "specs_missing"


def test_an_edition_is_compiled_once(specs: Path) -> None:
    catalogue = Catalogue(specs)

    assert catalogue.edition("tea", "1") is catalogue.edition("tea", "1")


def test_the_public_way_to_an_edition(specs: Path) -> None:
    by_day = validator.load_edition("tea", date(2026, 1, 1), specs=specs)
    by_name = validator.load_edition("tea", edition="1", specs=str(specs))

    assert by_day.regulation == by_name.regulation
    assert by_day.regulation.in_force == date(2026, 1, 1)
    assert by_day.regulation.until == date(2026, 6, 30)
    assert validator.load_edition(STANDARD, date(2026, 1, 12)).regulation.edition == "2025-93"
    with pytest.raises(TypeError):
        validator.load_edition("tea", specs=specs)
    assert _call_fault(
        lambda: validator.load_edition("coffee", date(2026, 1, 1), specs=specs)
    ).key == ("standard_unknown")
    assert _call_fault(
        lambda: validator.load_edition("tea", date(2025, 12, 31), specs=specs)
    ) == Message(
        "no_edition", {"standard": "tea", "day": date(2025, 12, 31), "first": date(2026, 1, 1)}
    )


def test_what_the_gate_refuses_is_told_a_last_line_break_too(specs: Path) -> None:
    path = specs / "tea" / "1" / "standard.yaml"
    text = path.read_text(encoding="utf-8")
    assert 'opens: "09:00"' in text
    path.write_text(text.replace('opens: "09:00"', r'opens: "09:00\n"'), encoding="utf-8")

    with pytest.raises(SpecError) as caught:
        validator.load_edition("tea", edition="1", specs=specs)
    assert [each.message.key for each in caught.value.faults] == ["spec_not_a_time"]


def test_after_the_last_edition_there_is_none(specs: Path) -> None:
    fault = _call_fault(lambda: validator.load_edition("tea", date(2026, 7, 1), specs=specs))

    assert fault.key == "no_edition"
    assert say(fault, "en").endswith("; the last one was until 30 June 2026")


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_digest_of_an_edition_is_of_every_file_it_is_made_of(specs: Path, name: str) -> None:
    before = Catalogue(specs).edition("tea", "1").regulation.spec_sha256
    again = Catalogue(specs).edition("tea", "1").regulation.spec_sha256
    _edition(specs, "2", "from: 2026-07-01")
    beside = Catalogue(specs).edition("tea", "1").regulation.spec_sha256

    _write(specs, name, FILES[name] + "# a remark\n")

    assert before == again == beside
    assert Catalogue(specs).edition("tea", "1").regulation.spec_sha256 != before


# A standard that no code has heard of


def _tea(**values: Any) -> Bundle:
    manifest: dict[str, Any] = {
        "standard": "tea",
        "service": "brew",
        "colour": "green",
        "submitted_at": "2026-02-02T10:00:00+05:00",
        "brewed_on": "2026-02-01",
        "cups": [{"id": "c1", "hot": True}, {"id": "c2", "hot": False}],
        "fee": {"amount": 200, "paid_on": "2026-02-01"},
        "registers": {"banned": False},
        "documents": [{"kind": "label", "file": "c1.pdf", "concerns": "c1", "weight": 5}],
        "processing": {"decided_at": "2026-02-06T10:00:00+05:00"},
    } | values
    manifest = {key: value for key, value in manifest.items() if value is not None}
    members = {"c1.pdf": Member("c1.pdf", 9, head=b"%PDF-1.4\n", sha256="0" * 64)}
    return Bundle("tea", manifest, "application.json", json.dumps(manifest).encode(), members)


def test_a_made_up_standard_is_judged_like_any_other(specs: Path) -> None:
    edition = validator.load_edition("tea", edition="1", specs=specs)

    report = validator.evaluate(edition, _tea())

    assert report.verdict is Verdict.COMPLIANT
    assert report.derived.fee_due == 200
    # Tuesday the 3rd is a day off by the calendar file.
    assert report.derived.due_on == date(2026, 2, 6)
    outcomes = {each.requirement.id: each.outcome for each in report.results}
    assert outcomes == {
        **dict.fromkeys(outcomes, Outcome.PASSED),
        "fee.pour": Outcome.INAPPLICABLE,
    }


@pytest.mark.parametrize(
    ("values", "requirement", "outcome"),
    [
        ({"fee": {"amount": 199, "paid_on": "2026-02-01"}}, "fee.brew", Outcome.FAILED),
        (
            {"fee": {"amount": 25, "paid_on": "2026-03-01"}, "processing": None},
            "fee.brew",
            Outcome.PASSED,
        ),
        (
            {"fee": {"amount": 24, "paid_on": "2026-03-01"}, "processing": None},
            "fee.brew",
            Outcome.FAILED,
        ),
        (
            {"service": "pour", "fee": {"amount": 3, "paid_on": "2026-03-01"}, "processing": None},
            "fee.pour",
            Outcome.PASSED,
        ),
        (
            {"service": "pour", "fee": {"amount": 2, "paid_on": "2026-03-01"}, "processing": None},
            "fee.pour",
            Outcome.FAILED,
        ),
        (
            {"processing": {"decided_at": "2026-02-07T10:00:00+05:00"}},
            "deadline.brew",
            Outcome.FAILED,
        ),
        ({"documents": []}, "documents.label", Outcome.FAILED),
        (
            {"documents": [{"kind": "label", "concerns": "c2", "weight": 5}]},
            "documents.label",
            Outcome.FAILED,
        ),
        (
            {"documents": [{"kind": "label", "concerns": "c1", "weight": 0}]},
            "documents.label",
            Outcome.FAILED,
        ),
        ({"registers": None}, "register.ban", Outcome.MANUAL),
        ({"registers": {"banned": True}}, "register.ban", Outcome.FAILED),
        ({"colour": None}, "colour.right", Outcome.FAILED),
        ({"brewed_on": "2026-01-03"}, "brewed.lately", Outcome.PASSED),
        ({"brewed_on": "2026-01-02"}, "brewed.lately", Outcome.FAILED),
        ({"processing": None}, "record.ordered", Outcome.INAPPLICABLE),
    ],
)
def test_every_section_of_it_decides(
    specs: Path, values: dict[str, Any], requirement: str, outcome: Outcome
) -> None:
    edition = validator.load_edition("tea", edition="1", specs=specs)

    report = validator.evaluate(edition, _tea(**values))

    result = next(each for each in report.results if each.requirement.id == requirement)
    assert result.outcome is outcome


def test_where_an_act_names_no_hours_every_hour_of_a_working_day_is_one(specs: Path) -> None:
    hours = '  hours: {opens: "09:00", closes: "18:00", lunch: {from: "13:00", until: "14:00"}}\n'
    _without(specs, STANDARD_YAML, hours)
    edition = validator.load_edition("tea", edition="1", specs=specs)

    report = validator.evaluate(edition, _tea(submitted_at="2026-02-02T23:59:59+05:00"))

    assert report.derived.accepted_on == date(2026, 2, 2)


def test_a_draft_takes_the_day_asked_for_or_the_clock(specs: Path) -> None:
    edition = validator.load_edition("tea", edition="1", specs=specs)
    draft = _tea(submitted_at=None, processing=None)

    asked = validator.evaluate(edition, draft, date(2026, 1, 1))
    clock = validator.evaluate(edition, draft)

    assert asked.as_of is not None
    assert (asked.as_of.date, asked.as_of.source) == (date(2026, 1, 1), "option")
    assert clock.as_of is not None
    assert clock.as_of.source == "clock"


# The published schemas


def test_published_schemas_are_those_of_today() -> None:
    for name, schema in publish.schemas(SPECS):
        published = publish.PUBLISHED / name

        assert published.is_file(), f"{name} is not published: {publish.__doc__}"
        assert published.read_text("utf-8") == text_of(schema), name


def test_so_are_those_that_know_the_names_of_an_edition() -> None:
    folder = read_folder(SPECS)
    assert folder is not None
    for path, schema in own_schemas(folder):
        assert (SPECS / path).read_text("utf-8") == text_of(schema), publish.__doc__


def test_published_schemas_are_schemas() -> None:
    published = sorted(publish.PUBLISHED.glob("*.schema.json"))

    assert {f"{name}.schema.json" for name in SCHEMAS} <= {path.name for path in published}
    for path in published:
        schema = json.loads(path.read_text("utf-8"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema", path.name
        jsonschema_rs.meta.validate(schema)


def test_schemas_are_written_to_any_folder(specs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "written"
    folder.mkdir()

    publish.write(folder, specs)

    names = {path.name for path in folder.iterdir()}
    assert names == {f"{name}.schema.json" for name in SCHEMAS} | {
        f"{each}.tea.1.schema.json" for each in ("manifest", "record")
    }


@pytest.mark.parametrize("name", ["clinic-new", "clinic-reissue", "doctor-duplicate", "doctor-new"])
def test_editors_take_the_samples_for_right(name: str) -> None:
    fields = validator.load_edition(STANDARD, edition="2025-93").form.fields
    schema = jsonschema.Draft202012Validator(manifest_schema(fields, "An application"))
    manifest = deepcopy(dict(read_bundle(ROOT / "samples" / name).manifest or {}))

    assert list(schema.iter_errors(manifest)) == []
    for wrong in (
        {key: value for key, value in manifest.items() if key != "applicant"},
        manifest | {"colour": "red"},
        manifest | {"service": "reissu"},
        manifest | {"applicant": manifest["applicant"] | {"type": "person"}},
    ):
        assert not schema.is_valid(wrong)


def test_a_manifest_schema_asks_for_what_hangs_on_other_fields(specs: Path) -> None:
    fields = validator.load_edition("tea", edition="1", specs=specs).form.fields
    schema = jsonschema.Draft202012Validator(manifest_schema(fields, "Tea"))
    manifest = _tea().manifest

    assert manifest is not None
    assert schema.is_valid(manifest)
    assert not schema.is_valid({key: manifest[key] for key in manifest if key != "brewed_on"})
    assert schema.is_valid(
        {key: manifest[key] for key in manifest if key != "brewed_on"} | {"service": "pour"}
    )
    assert not schema.is_valid({**manifest, "sugar": 2})
    for sugar, is_right in ((0, True), (1, False), (3, False), (4, True)):
        assert schema.is_valid({**manifest, "colour": "black", "sugar": sugar}) is is_right
    assert schema.is_valid({**manifest, "colour": "black", "sugar": 2, "milk": 1})


def test_a_change_to_one_file_can_be_tried_out(specs: Path) -> None:
    sources = Catalogue(specs).sources("tea", "1")
    dearer = deepcopy(sources.standard.value)
    dearer["fees"][0]["amount"] = {"leaf": 4}

    edition = replace(sources, standard=replace(sources.standard, value=dearer)).compile()

    assert validator.evaluate(edition, _tea()).derived.fee_due == 400
    elsewhere = {**sources.standard.value, "time_zone": "Asia/Astana"}
    with pytest.raises(SpecError, match="no time zone “Asia/Astana”"):
        sources.altered("standard", elsewhere).compile()


def test_a_key_that_is_out_of_place_here_is_named(specs: Path) -> None:
    clauses = specs / CLAUSES_YAML
    text = clauses.read_text("utf-8")
    assert "    encoding: encoded\n" in text
    reason = f"    encoding: encoded\n    reason: {_T}\n"
    clauses.write_text(text.replace("    encoding: encoded\n", reason, 1), "utf-8")

    with pytest.raises(ValidatorError) as raised:
        Catalogue(specs).edition("tea", "1")

    assert [fault.message.args.get("key") for fault in raised.value.faults] == ["reason"]
