"""Lints of names that nothing uses, and of clauses that are not what the requirements make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.checks import KINDS
from validator.checks.registry import word as word_of
from validator.closest import closest
from validator.editor.lint.condition_lints import raw_fields
from validator.editor.lint.edition_lints import used_parameters
from validator.editor.lint.spec_folder import Draft, Folder
from validator.errors import Fault
from validator.places import pointer

_SERVICES: Final = "services"
_DOCUMENT_KINDS: Final = "document_kinds"

_BY_THE_ENGINE: Final = frozenset(
    {
        *("format", "standard", "service", "submitted_at", "processing.decided_at"),
        *("fee.amount", "fee.paid_on"),
        *("documents.kind", "documents.file", "documents.concerns", "documents.sha256"),
    }
)
"""Fields that checks read without being told their names."""


def clauses(draft: Draft) -> Iterator[Fault]:
    """A clause is cited if it is encoded, and is not cited if it is said not to be."""
    if draft.clauses is None or draft.standard is None or draft.compiler is None:
        return
    cited = set(draft.standard.value["refusal"]["grounds"])
    cited.add(draft.standard.value["in_force"].get("citation", ""))
    by: dict[str, str] = {}
    for _, _, entry in draft.entries():
        citation = entry["citation"]
        for each in [citation] if isinstance(citation, str) else citation.values():
            by.setdefault(each, entry["id"])
    for index, clause in enumerate(draft.clauses.value["clauses"]):
        name, encoding = clause["id"], clause["encoding"]
        place = f"/clauses/{index}"
        if encoding == "encoded" and name not in cited | by.keys():
            yield draft.clauses.fault(f"{place}/id", "lint_unused_clause", name=name)
        elif encoding == "not_encoded" and name in by:
            yield draft.clauses.fault(
                f"{place}/encoding", "lint_encoded_after_all", name=name, by=by[name]
            )


def codes(draft: Draft) -> Iterator[Fault]:
    """Every code list, kind of document and service is used."""
    if draft.application is None or draft.compiler is None:
        return
    lists: Mapping[str, Any] = draft.application.value["code_lists"]
    rules = [raw for _, _, raw in raw_fields(draft.application.value["fields"])]
    used = {raw["code_list"] for raw in rules if "code_list" in raw}
    for name in lists.keys() - used - {_SERVICES, _DOCUMENT_KINDS}:
        place = f"/code_lists{pointer(name)}"
        yield draft.application.fault_at_key(place, "lint_unused_code_list", name=name)
    kinds = {entry["kind"] for _, _, entry in draft.entries() if "kind" in entry}
    named = _named_services(draft)
    for code_list, known, key in (
        (_DOCUMENT_KINDS, kinds, "lint_unused_document_kind"),
        (_SERVICES, named, "lint_unused_service"),
    ):
        for name in lists.get(code_list, {}).keys() - known if known else ():
            place = f"/code_lists/{code_list}{pointer(name)}"
            yield draft.application.fault_at_key(place, key, name=name)


def _named_services(draft: Draft) -> set[str]:
    found: set[str] = set()
    for _, _, entry in draft.entries():
        found.update(entry.get("services", ()))
        if isinstance(entry["citation"], dict):
            found.update(entry["citation"])
    return found


def calendars(draft: Draft) -> Iterator[Fault]:
    """The calendar that an edition names is there."""
    if draft.standard is None or draft.standard.value["calendar"] in draft.calendars:
        return
    name = draft.standard.value["calendar"]
    meant = closest(name, draft.calendars)
    yield draft.standard.fault("/calendar", "lint_unknown_calendar", name=name, closest=meant)


def shared_files(folder: Folder) -> Iterator[Fault]:
    """Every parameter and calendar is used by an edition."""
    if any(draft.compiler is None for draft in folder.drafts):
        return  # what a broken edition uses is not known
    used = {name for draft in folder.drafts for name in used_parameters(draft)}
    named = {draft.standard.value["calendar"] for draft in folder.drafts if draft.standard}
    for reads, known, key in (
        (folder.parameters, used, "lint_unused_parameter"),
        (folder.calendars, named, "lint_unused_calendar"),
    ):
        for name, read in reads.items():
            if name not in known and read.sound is not None:
                yield read.sound.fault("/id", key, name=name)


def unread_fields(draft: Draft) -> Iterator[Fault]:
    """Every field is read by a requirement, or by the rule of another field."""
    if draft.application is None or draft.compiler is None:
        return
    used = set(_BY_THE_ENGINE)
    for _, _, entry in draft.entries():
        used.update(_read_by(entry))
    rules = list(raw_fields(draft.application.value["fields"]))
    for _, name, raw in rules:
        for word in ("required", "only", "personal"):
            used.update(_tested(raw.get(word)))
        used.update(f"{target}.id" for target in raw.get("refers_to", ()))
        if "unique_by" in raw:
            used.add(f"{name}.{raw['unique_by']}")
    for place, name, raw in rules:
        # A map is there for its values, and so is a list of maps.
        holds_fields = raw["type"] == "dict" or raw.get("schema", {}).get("type") == "dict"
        if "label" in raw and not holds_fields and name not in used:
            yield draft.application.fault_at_key(place, "lint_unread_field", name=name)


def _read_by(entry: Mapping[str, Any]) -> Iterator[str]:
    lists = tuple(entry.get("for_each", ()))
    yield from lists
    for word in ("manual_without", "failed_without"):
        if word in entry:
            yield entry[word]
    inside = [*_tested(entry.get("when"))]
    check = entry.get("check", {})
    if check:
        inside += _parameters(check)
        if check["kind"] == "covered":
            yield f"{check['by']}.{check['with']}"
    yield from (f"{each}.{name}" for each in lists for name in inside) if lists else inside
    yield from (f"documents.{name}" for name in _tested(entry.get("with")))
    if "kind" in entry:
        yield from (f"{each}.id" for each in lists)


def _parameters(check: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in KINDS[check["kind"]].properties.items():
        value = check.get(word_of(name))
        if schema.get("format") == "field" and value is not None:
            yield value
        elif name == "pairs" and value is not None:
            yield from (each for pair in value for each in pair.values())


def _tested(condition: Any) -> Iterator[str]:
    for tests in condition if isinstance(condition, list) else [condition]:
        if isinstance(tests, dict):
            yield from tests
