"""Lints of names that nothing uses, and of clauses that are not what the requirements make them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from validator.checks import KINDS
from validator.checks.registry import kind_of, said_as
from validator.checks.value_parameters import DocumentKinds
from validator.errors import Fault
from validator.facts.paths import READ_ALWAYS, from_root
from validator.form.sums_said import bounds_said, fields_said
from validator.model import declare
from validator.places import pointer
from validator.standard.folder import Folder
from validator.standard.register import register
from validator.standard.shapes import WITHOUT, RawEntry, entries_of, fields_of, parameters_of
from validator.standard.sources import Sources

LINT_UNUSED_CLAUSE = declare("lint_unused_clause", name=str)
LINT_ENCODED_AFTER_ALL = declare("lint_encoded_after_all", name=str, by=str)
LINT_UNUSED_CODE_LIST = declare("lint_unused_code_list", name=str)
LINT_UNUSED_DOCUMENT_KIND = declare("lint_unused_document_kind", name=str)
LINT_UNUSED_SERVICE = declare("lint_unused_service", name=str)
LINT_UNUSED_PARAMETER = declare("lint_unused_parameter", name=str)
LINT_UNUSED_CALENDAR = declare("lint_unused_calendar", name=str)
LINT_UNREAD_FIELD = declare("lint_unread_field", name=str)

_SERVICES: Final = "services"


def clauses(sources: Sources) -> Iterator[Fault]:
    """A clause is cited if it is encoded, be it in part, and is not if it is said not to be."""
    file = sources.clauses
    for each in (entry for entry in register(sources) if entry.contradicted):
        name = each.clause.id
        if each.by:
            place = f"{each.place}/encoding"
            yield file.fault(place, LINT_ENCODED_AFTER_ALL, name=name, by=each.by[0])
        else:
            yield file.fault(f"{each.place}/id", LINT_UNUSED_CLAUSE, name=name)


def codes(sources: Sources) -> Iterator[Fault]:
    """Every code list, kind of document and service is used."""
    application, entries = sources.application, list(entries_of(sources.standard.value))
    lists = application.value["code_lists"]
    rules = [raw for _, _, raw in fields_of(application.value["fields"])]
    used = {raw["code_list"] for raw in rules if "code_list" in raw}
    for name in lists.keys() - used - {_SERVICES, DocumentKinds.CODES}:
        place = f"/code_lists{pointer(name)}"
        yield application.fault_at_key(place, LINT_UNUSED_CODE_LIST, name=name)
    kinds = {
        each
        for row, _, entry in entries
        for said in said_as(DocumentKinds, row, entry)
        for each in DocumentKinds.listed(said)
    }
    for code_list, known, key in (
        (DocumentKinds.CODES, kinds, LINT_UNUSED_DOCUMENT_KIND),
        (_SERVICES, _named_services(entry for _, _, entry in entries), LINT_UNUSED_SERVICE),
    ):
        for name in lists.get(code_list, {}).keys() - known if known else ():
            place = f"/code_lists/{code_list}{pointer(name)}"
            yield application.fault_at_key(place, key, name=name)


def _named_services(entries: Iterable[RawEntry]) -> set[str]:
    found: set[str] = set()
    for entry in entries:
        found.update(entry.get("services", ()))
        if not isinstance(entry["citation"], str):
            found.update(entry["citation"])
    return found


def shared_files(folder: Folder) -> Iterator[Fault]:
    """Every parameter and calendar is used by an edition."""
    raws = [draft.sources.standard.value for draft in folder.drafts if draft.sources]
    if len(raws) < len(folder.drafts):
        return  # what a broken edition uses is not known
    used = {name for raw in raws for name in parameters_of(raw)}
    for reads, known, key in (
        (folder.shared.parameters, used, LINT_UNUSED_PARAMETER),
        (folder.shared.calendars, {raw["calendar"] for raw in raws}, LINT_UNUSED_CALENDAR),
    ):
        for name, read in reads.items():
            if name not in known and read.sound is not None:
                yield read.sound.fault("/id", key, name=name)


_PEOPLE: Final = ("number", "name")


def unread_fields(sources: Sources) -> Iterator[Fault]:
    """Every field is read by a requirement, or by the rule of another field."""
    used = {*READ_ALWAYS, *(name for kind in KINDS.values() for name in kind.reads_always())}
    for row, _, entry in entries_of(sources.standard.value):
        used.update(_read_by(row, entry))
    for hours in sources.standard.value["schedule"].get("other_hours", ()):
        used.update(_tested(hours["when"], ""))
    if (people := sources.standard.value.get("people")) is not None:
        used.update(
            from_root(people[word], from_root(each, ""))
            for each in people["among"]
            for word in _PEOPLE
        )
    rules = list(fields_of(sources.application.value["fields"]))
    lists = {name for _, name, raw in rules if raw["type"] == "list"}
    for _, name, raw in rules:
        around = _list_around(name, lists)
        for when in (raw.get("required"), raw.get("only"), raw.get("personal")):
            used.update(_tested(when, around))
        used.update(from_root(f"{target}.id", "") for target in raw.get("refers_to", ()))
        if "unique" in raw:
            used.add(name)
        if "unique_by" in raw:
            used.add(f"{name}.{raw['unique_by']}")
    for place, name, raw in rules:
        # A map is there for its values, and so is a list of maps.
        holds_fields = raw["type"] == "dict" or raw.get("schema", {}).get("type") == "dict"
        if "label" in raw and not holds_fields and name not in used:
            yield sources.application.fault_at_key(place, LINT_UNREAD_FIELD, name=name)


def _list_around(name: str, lists: Collection[str]) -> str:
    """The list in whose items a field lies; nothing for one that lies in none."""
    around = name.rpartition(".")[0]
    return around if not around or around in lists else _list_around(around, lists)


def _read_by(row: str, entry: RawEntry) -> Iterator[str]:
    lists = tuple(from_root(each, "") for each in entry.get("for_each", ()))
    yield from lists
    if "day" in entry:
        yield from (from_root(entry["day"], around) for around in lists or ("",))
    kind, words, _ = kind_of(row, entry)
    for around in lists or ("",):
        yield from _tested(entry.get("when"), around)
        yield from (from_root(entry[each], around) for each in WITHOUT if each in entry)
        for parameter in kind.given(words):
            yield from (from_root(each, around) for each in parameter.reads(words))
            for each in parameter.conditions(words):
                bases = (around,) if each.lists is None else each.lists
                for base in bases or ("",):
                    within = from_root(each.inside, base) if each.inside else base
                    yield from _tested(each.condition, within)
    if kind.of_items:
        yield from (f"{each}.id" for each in lists)


def _tested(condition: Any, around: str) -> Iterator[str]:
    """The fields that a condition on the items of a list tests."""
    for tests in condition if isinstance(condition, list) else [condition]:
        for dotted, words in tests.items() if isinstance(tests, dict) else ():
            name = from_root(dotted, around)
            yield name
            for each in bounds_said(words):
                yield from (from_root(field, around) for field in fields_said(each))
            yield from _tested(words.get("any"), name)
