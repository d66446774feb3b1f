"""Lints of names that nothing uses, and of clauses that are not what the requirements make them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from validator.checks import KINDS
from validator.checks.registry import word as word_of
from validator.errors import Fault
from validator.facts.paths import ROOTED
from validator.model import declare
from validator.places import pointer
from validator.standard.folder import Folder
from validator.standard.register import register
from validator.standard.shapes import RawEntry, entries_of, fields_of, parameters_of
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
_DOCUMENT_KINDS: Final = "document_kinds"

_BY_THE_ENGINE: Final = frozenset(
    {
        *("format", "standard", "service", "submitted_at", "processing.decided_at"),
        *("fee.amount", "fee.paid_on"),
        *(f"processing.confirmations.{each}" for each in ("requirement", "holds", "by", "note")),
        "processing.confirmations.confirmed_on",
        *("documents.kind", "documents.file", "documents.concerns", "documents.sha256"),
    }
)
"""Fields that checks read without being told their names."""


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
    application, entries = sources.application, _entries(sources)
    lists = application.value["code_lists"]
    rules = [raw for _, _, raw in fields_of(application.value["fields"])]
    used = {raw["code_list"] for raw in rules if "code_list" in raw}
    for name in lists.keys() - used - {_SERVICES, _DOCUMENT_KINDS}:
        place = f"/code_lists{pointer(name)}"
        yield application.fault_at_key(place, LINT_UNUSED_CODE_LIST, name=name)
    kinds = {entry["kind"] for entry in entries if "kind" in entry}
    for code_list, known, key in (
        (_DOCUMENT_KINDS, kinds, LINT_UNUSED_DOCUMENT_KIND),
        (_SERVICES, _named_services(entries), LINT_UNUSED_SERVICE),
    ):
        for name in lists.get(code_list, {}).keys() - known if known else ():
            place = f"/code_lists/{code_list}{pointer(name)}"
            yield application.fault_at_key(place, key, name=name)


def _entries(sources: Sources) -> list[RawEntry]:
    return [entry for _, _, entry in entries_of(sources.standard.value)]


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
    used = set(_BY_THE_ENGINE)
    for entry in _entries(sources):
        used.update(_read_by(entry))
    if (people := sources.standard.value.get("people")) is not None:
        used.update(f"{each}.{people[word]}" for each in people["among"] for word in _PEOPLE)
    rules = list(fields_of(sources.application.value["fields"]))
    lists = {name for _, name, raw in rules if raw["type"] == "list"}
    for _, name, raw in rules:
        for when in (raw.get("required"), raw.get("only"), raw.get("personal")):
            around = name.rpartition(".")[0]
            scope = f"{around}." if around in lists else ""
            used.update(_from_root(each, scope) for each in _tested(when))
        used.update(f"{target}.id" for target in raw.get("refers_to", ()))
        if "unique_by" in raw:
            used.add(f"{name}.{raw['unique_by']}")
    for place, name, raw in rules:
        # A map is there for its values, and so is a list of maps.
        holds_fields = raw["type"] == "dict" or raw.get("schema", {}).get("type") == "dict"
        if "label" in raw and not holds_fields and name not in used:
            yield sources.application.fault_at_key(place, LINT_UNREAD_FIELD, name=name)


def _read_by(entry: RawEntry) -> Iterator[str]:
    lists = tuple(entry.get("for_each", ()))
    yield from lists
    yield from filter(None, (entry.get("manual_without"), entry.get("failed_without")))
    yield from _tested(entry.get("by_law", {}).get("when"))
    inside = [*_tested(entry.get("when"))]
    check = entry.get("check", {})
    if check:
        inside += _parameters(check)
        if check["kind"] == "covered":
            yield f"{check['by']}.{check['with']}"
    scopes = [f"{each}." for each in lists] or [""]
    yield from (_from_root(name, scope) for scope in scopes for name in inside)
    yield from _elsewhere(check)
    yield from (f"documents.{name}" for name in _tested(entry.get("with")))
    if "kind" in entry:
        yield from (f"{each}.id" for each in lists)


def _from_root(name: str, scope: str) -> str:
    """A path of the specs as it is from the root, where it begins there in any case or not."""
    return name.removeprefix(ROOTED) if name.startswith(ROOTED) else scope + name


def _elsewhere(check: Mapping[str, Any]) -> Iterator[str]:
    """The fields that a check reads beside those of the items that its requirement runs over."""
    for name, schema in KINDS[check["kind"]].properties.items() if check else ():
        value = check.get(word_of(name))
        if schema.get("format") == "root_field" and value is not None:
            yield value
        each = schema.get("items", schema)
        if each.get("format") == "entry_field" and value is not None:
            names = value if isinstance(value, list) else [value]
            yield from (f"{check['entries']}.{name}" for name in names)


def _parameters(check: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in KINDS[check["kind"]].properties.items():
        value = check.get(word_of(name))
        if schema.get("format") == "field" and value is not None:
            yield value
        elif schema.get("items", {}).get("format") == "field" and value is not None:
            yield from value
        elif name == "pairs" and value is not None:
            yield from (each for pair in value for each in pair.values())


def _tested(condition: Any) -> Iterator[str]:
    for tests in condition if isinstance(condition, list) else [condition]:
        if isinstance(tests, dict):
            yield from tests
            for name, words in tests.items():
                yield from (f"{name}.{inner}" for inner in _tested(words.get("any")))
