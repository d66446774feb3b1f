"""The rule of a field of the manifest, in the words of `application.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from typing import Any

from validator.facts.conditions import Condition
from validator.facts.paths import HERE, ROOTED, from_root
from validator.frozen import frozen
from validator.model import Duty, Text


@frozen
class Field:
    """The rule of one field of the manifest, in the words of `application.yaml`.

    Attributes:
        duty: the side that fills it in, of a field of the root.
        type: `string`, `integer`, `decimal`, `boolean`, `list` or `dict`.
        required: whether it is needed, or the condition under which it is.
        only: the condition under which it belongs there at all.
        several: whether a map may be a list of such maps instead.
        allowed: the values it may have; `codes` names them where a code list does.
        code_list: the name of that list.
        check_with: the format of a text, see `validator.form.formats`.
        digits: how many digits a text is; `starts_with` is what it begins with.
        minlength, maxlength: entries of a list, or characters of a text, at least and at most.
        personal: whether its value is a person's own, or the condition under which it is.
        unique_by: the key of a list's items that may not repeat.
        unique: whether no other entry of the list around has the same text.
        refers_to: the lists of items (or maps) whose ids it may name.
        fields: of a map, by key.
        item: the rule of a list's items.
    """

    type: str
    duty: Duty = Duty.APPLICANT
    label: Text = field(default_factory=dict)
    help: Text | None = None
    required: bool | Condition = False
    only: Condition | None = None
    several: bool = False
    allowed: tuple[Any, ...] | None = None
    codes: Mapping[str, Text] = field(default_factory=dict)
    code_list: str | None = None
    check_with: str | None = None
    min: int | Decimal | None = None
    max: int | Decimal | None = None
    minlength: int | None = None
    maxlength: int | None = None
    digits: int | None = None
    starts_with: str | None = None
    personal: bool | Condition = False
    unique_by: str | None = None
    unique: bool = False
    refers_to: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    item: Field | None = None

    @property
    def format(self) -> str | None:
        """The format its text has to have."""
        return self.check_with or (None if self.allowed else "text")

    @property
    def always_required(self) -> bool:
        """Whether it is needed whatever the rest of the manifest says."""
        return self.required is True and self.only is None

    @property
    def below(self) -> Mapping[str, Field]:
        """The fields of a map that a path can go on to; of one of several nobody knows which."""
        return {} if self.several else self.fields

    @property
    def unique_texts(self) -> Iterator[tuple[tuple[str, ...], Field]]:
        """The texts of a list's entries that may not repeat, by their keys in an entry."""
        return _unique_texts(self.item, ()) if self.item is not None else iter(())

    @property
    def items(self) -> Mapping[str, Field]:
        """The fields of each item of a list, or of a map."""
        return self.item.fields if self.item is not None else self.fields


def _unique_texts(rule: Field, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Field]]:
    if rule.unique:
        yield way, rule
    for key, each in rule.below.items():
        yield from _unique_texts(each, (*way, key))


def way_to(fields: Mapping[str, Field], dotted: str) -> tuple[Field, ...]:
    """The fields on the way to a field, and the field; nothing where there is none of that name.

    Items of lists have no name on the way: what a requirement asks of them begins from their list.
    """
    parts = dotted.split(".")
    way = walked(fields, parts)
    return way if len(way) == len(parts) else ()


def walked(fields: Mapping[str, Field], parts: Sequence[str]) -> tuple[Field, ...]:
    """The fields on a way of keys, as far as there are any."""
    found: list[Field] = []
    for part in parts:
        if part not in fields:
            break
        found.append(fields[part])
        fields = found[-1].below
    return tuple(found)


def items_at(fields: Mapping[str, Field], dotted: str) -> Mapping[str, Field]:
    """The fields of each item of a list, or of a map, by its name; nothing where there is none."""
    way = way_to(fields, dotted)
    return way[-1].items if way else {}


@frozen
class FieldNames:
    """What the names of fields and codes in a requirement stand for.

    Attributes:
        root: the fields of the manifest.
        bases: the fields among which names are looked for, one set for each list of items.
        code_lists: the codes of the application, by the names of their lists.
    """

    root: Mapping[str, Field]
    bases: tuple[Mapping[str, Field], ...]
    code_lists: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    def of_items(self, *lists: str) -> FieldNames:
        """Names that begin from the items of some lists; without any, from the manifest."""
        if not lists and self.bases[0] is self.root:
            return self  # as most names do
        bases = tuple(items_at(self.root, from_root(each, "")) for each in lists) or (self.root,)
        return FieldNames(self.root, bases, self.code_lists)

    def inside(self, dotted: str) -> FieldNames:
        """Names that begin from the entries of a list."""
        bases = tuple(way[-1].items for way in self.ways(dotted))
        return FieldNames(self.root, bases or ({},), self.code_lists)

    def around(self, name: str) -> FieldNames:
        """Names in the conditions of a field, by its name with those of lists: from the item on."""
        base = fields = self.root
        for part in name.split(".")[:-1]:
            rule = fields[part]
            base, fields = (rule.items if rule.item else base), rule.items
        return FieldNames(self.root, (base,), self.code_lists)

    def ways(self, dotted: str) -> list[tuple[Field, ...]]:
        """The fields on the way to a field, for each base; nothing where one has no such field."""
        bases, name = self.begin(dotted)
        found = [way_to(base, name) for base in bases]
        return found if all(found) else []

    def begin(self, dotted: str) -> tuple[tuple[Mapping[str, Field], ...], str]:
        """The fields among which a name is looked for, and the name as it is called there."""
        if dotted.startswith(ROOTED):
            return (self.root,), dotted.removeprefix(ROOTED)
        return self.bases, dotted.removeprefix(HERE)

    @property
    def at_root(self) -> bool:
        """Whether names begin at the manifest in any case."""
        return self.bases[0] is self.root

    def elsewhere(self, dotted: str) -> str:
        """How a name is written that only the other scope has; empty where that has none either."""
        if self.at_root:
            return ""
        if dotted.startswith(ROOTED):
            name = dotted.removeprefix(ROOTED)
            return name if all(way_to(each, name) for each in self.bases) else ""
        rooted = ROOTED + dotted.removeprefix(HERE)
        return rooted if self.ways(rooted) else ""

    def codes(self, dotted: str) -> Mapping[Any, Text]:
        """The codes that a field or its entries may hold; nothing for what is free."""
        ways = self.ways(dotted)
        last = ways[-1][-1] if ways else None
        return last.codes or (last.item.codes if last.item else {}) if last else {}

    def choice(self, dotted: str) -> Sequence[Any]:
        """What a field may hold, where that is a choice; nothing for one that is free."""
        ways = self.ways(dotted)
        if not ways:
            return ()
        field = ways[0][-1]
        return (True, False) if field.type == "boolean" else tuple(field.allowed or ())


def pruned(fields: Mapping[str, Field], wanted: Callable[[Field], bool]) -> dict[str, Field]:
    """The fields that are wanted and those on the way to them, so that a walk is short."""
    made = {}
    for key, rule in fields.items():
        inner = pruned(rule.fields, wanted)
        item = None
        if rule.item is not None:
            below = pruned(rule.item.fields, wanted)
            item = replace(rule.item, fields=below) if below or wanted(rule.item) else None
        if inner or item or wanted(rule):
            made[key] = replace(rule, fields=inner, item=item)
    return made
