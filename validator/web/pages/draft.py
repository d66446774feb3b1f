"""A manifest that is being filled in: what a form says put into it, and what of it applies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from validator.facts.examination import Examination
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT, DOCUMENTS, READ_ALWAYS
from validator.form.applying import asks
from validator.form.fields import Field
from validator.form.record import join
from validator.model import Bundle, Duty
from validator.standard.edition import Edition
from validator.web.pages.typed import values_of

MOST_ENTRIES: Final = 300
"""Entries of one list."""

_NAME: Final = "id"
"""The key by which the entries of a list are called; a person is never asked for it."""


def is_own_name(key: str, rule: Field) -> bool:
    """Whether a field is the name of an entry among others, which is given to it here."""
    return key == _NAME and rule.check_with == "id"


def is_told_by_place(rule: Field) -> bool:
    """Whether nothing but its place tells an entry of a list from others, nor what is in it."""
    return not any(is_own_name(*each) for each in rule.items.items()) and all(
        is_told_by_place(each) for each in rule.items.values()
    )


def is_file(rule: Field) -> bool:
    """Whether a map tells of nothing but a file that comes last, such as a signature."""
    return bool(rule.fields) and all(each.check_with == "path" for each in rule.fields.values())


def askable(edition: Edition) -> dict[str, Field]:
    """The fields of the root that an applicant is asked for, in the order of the application."""
    return {
        key: rule
        for key, rule in edition.form.fields.items()
        if rule.duty is Duty.APPLICANT
        and key not in (*READ_ALWAYS, DOCUMENTS.dotted)
        and not is_file(rule)
    }


def begun(edition: Edition, service: str) -> dict[str, Any]:
    """The manifest of an application in which nothing is said but what for."""
    known = {"standard": edition.regulation.standard, "service": service}
    return {
        key: known.get(key, rule.allowed[0] if rule.allowed else "")
        for key, rule in edition.form.fields.items()
        if key in known or (rule.always_required and len(rule.allowed or ()) == 1)
    }


def put(manifest: dict[str, Any], edition: Edition, form: Mapping[str, Sequence[str]]) -> None:
    """Put what a form says into a manifest; what is no field of it is passed over."""
    fields = askable(edition)
    for name, texts in form.items():
        _put(manifest, fields, name.split("."), texts)


def _put(
    here: dict[str, Any], fields: Mapping[str, Field], way: Sequence[str], texts: Sequence[str]
) -> None:
    part, *rest = way
    rule = fields.get(part)
    if rule is None:
        return
    if not rest:
        if rule.type == "dict" or rule.items:
            return
        value = values_of(rule, texts)
        if value is ABSENT:
            here.pop(part, None)
        else:
            here[part] = value
    elif rule.type == "list" or rule.several:
        index = _number(rest[0])
        entries = entries_of(here, part, rule)
        if index is not None and index < len(entries) and rest[1:]:
            _put(entries[index], rule.items, rest[1:], texts)
    elif rule.fields:
        below = here.setdefault(part, {})
        _put(below, rule.fields, rest, texts)


def entries_of(here: dict[str, Any], key: str, rule: Field) -> list[dict[str, Any]]:
    """The entries of a list of maps, or of a map of which there may be several, to change."""
    found = here.get(key)
    if not isinstance(found, list):
        found = [found] if isinstance(found, dict) else [{}] if rule.several else []
        here[key] = found
    return found


def list_at(
    manifest: dict[str, Any], fields: Mapping[str, Field], name: str
) -> tuple[str, Field, list[dict[str, Any]]] | None:
    """The key, rule and entries of the list of a name such as `a.b.0.c`; None where it is none."""
    here, rule = manifest, None
    parts = name.split(".")
    for position, part in enumerate(parts):
        rule = fields.get(part) if not part.isdecimal() else rule
        if rule is None:
            return None
        if part.isdecimal():
            continue
        is_list = rule.several or (rule.type == "list" and bool(rule.items))
        if position == len(parts) - 1:
            return (part, rule, entries_of(here, part, rule)) if is_list else None
        if is_list:
            entries, index = entries_of(here, part, rule), _number(parts[position + 1])
            if index is None or index >= len(entries):
                return None
            here = entries[index]
        else:
            here = here.setdefault(part, {})
        fields = rule.items
    return None


def resize(manifest: dict[str, Any], fields: Mapping[str, Field], name: str, count: str) -> None:
    """Make a list as long as a form says that it is, in which entries were added and removed.

    Those that are left when some are gone are as the form tells them, and nothing else of them is
    kept: which are gone is not said.
    """
    place, length = list_at(manifest, fields, name), _number(count)
    if place is None or length is None or length > MOST_ENTRIES:
        return
    key, rule, entries = place
    if length < len(entries) and is_told_by_place(rule):
        entries[:] = [{} for _ in range(length)]
    entries.extend({} for _ in range(length - len(entries)))
    name_entries(key, rule, entries)


def add(key: str, rule: Field, entries: list[dict[str, Any]]) -> int | None:
    """Add an entry to a list, under a name of its own; its number, None where it is full."""
    if len(entries) >= MOST_ENTRIES:
        return None
    entries.append({})
    name_entries(key, rule, entries)
    return len(entries) - 1


def name_entries(key: str, rule: Field, entries: Iterable[dict[str, Any]]) -> None:
    """Give every entry of a list that has none a name that no other one has."""
    if _NAME not in rule.items or not is_own_name(_NAME, rule.items[_NAME]):
        return
    taken = {each.get(_NAME) for each in entries}
    number = 0
    for each in entries:
        while not each.get(_NAME):
            number += 1
            if (name := f"{key}-{number}") not in taken:
                each[_NAME] = name
                taken.add(name)


def _number(text: str) -> int | None:
    short = len(text) <= len(str(MOST_ENTRIES))
    return int(text) if short and text.isascii() and text.isdecimal() else None


class Applying:
    """What of an application applies, as far as what is said in it tells."""

    def __init__(
        self, edition: Edition, manifest: Mapping[str, Any], day: date | None = None
    ) -> None:
        whole = join(Bundle("", manifest), edition.form.fields)
        examined = edition.form.examine(whole, day)
        self.fields = askable(edition)
        self.examined: Examination = examined.seen_by(Duty.APPLICANT)
        self.manifest = whole.manifest
        self.root = Values(self.examined, "", self.manifest)

    def asked(
        self, fields: Mapping[str, Field], scope: Values | None = None
    ) -> Iterator[tuple[str, Field]]:
        """The fields of a map that are to be filled in."""
        for key, rule in fields.items():
            if not is_own_name(key, rule) and asks(rule, scope or self.root):
                yield key, rule

    def entry(self, place: str, value: Any) -> Values:
        """What the conditions of an entry of a list begin from."""
        return Values(self.examined, place, value, self.root)

    def claimed(self) -> dict[str, list[Any]]:
        """The codes that the application as a whole names, by the names of their lists."""
        made: dict[str, list[Any]] = {}
        for key, rule in self.fields.items():
            item, found = rule.item, self.manifest.get(key)
            if item is not None and item.code_list and isinstance(found, list):
                made[item.code_list] = [each for each in found if each in item.codes]
        return made

    def pruned(self) -> dict[str, Any]:
        """The manifest without what does not apply, and without parts in which nothing is said."""
        known = {key: value for key, value in self.manifest.items() if key not in self.fields}
        return {**known, **self._of_map(self.fields, self.manifest, "", self.root)}

    def _of_map(
        self, fields: Mapping[str, Field], value: Mapping[str, Any], base: str, scope: Values
    ) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, rule in fields.items():
            if key not in value or asks(rule, scope) is False:
                continue
            found, place = value[key], f"{base}/{key}"
            if isinstance(found, list) and rule.items:
                entries = [
                    self._of_map(
                        rule.items,
                        each,
                        f"{place}/{index}",
                        scope if rule.several else self.entry(f"{place}/{index}", each),
                    )
                    for index, each in enumerate(found)
                    if isinstance(each, dict)
                ]
                if rule.several:
                    entries = [each for each in entries if each]
                    if not entries:
                        continue
                kept[key] = entries[0] if rule.several and len(entries) == 1 else entries
            elif isinstance(found, dict) and rule.fields:
                inside = self._of_map(rule.fields, found, place, scope)
                if inside or rule.required is not False:
                    kept[key] = inside
            else:
                kept[key] = found
        return kept
