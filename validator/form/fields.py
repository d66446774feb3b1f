"""The rule of a field of the manifest, in the words of `application.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from validator.facts.conditions import Condition
from validator.facts.paths import ROOTED
from validator.model import Duty, Text


@dataclass(frozen=True, slots=True)
class Field:
    """The rule of one field of the manifest, in the words of `application.yaml`.

    Attributes:
        duty: the side that fills it in, of a field of the root.
        type: `string`, `integer`, `boolean`, `list` or `dict`.
        required: whether it is needed, or the condition under which it is.
        only: the condition under which it belongs there at all.
        several: whether a map may be a list of such maps instead.
        allowed: the values it may have; `codes` names them where a code list does.
        check_with: the format of a text, see `validator.form.formats`.
        empty: whether a text may be empty.
        personal: whether its value is a person's own, or the condition under which it is.
        unique_by: the key of a list's items that may not repeat.
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
    check_with: str | None = None
    empty: bool = False
    min: int | None = None
    max: int | None = None
    minlength: int | None = None
    personal: bool | Condition = False
    unique_by: str | None = None
    refers_to: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    item: Field | None = None

    @property
    def format(self) -> str | None:
        """The format its text has to have."""
        return self.check_with or (None if self.empty or self.allowed else "text")

    @property
    def always_required(self) -> bool:
        """Whether it is needed whatever the rest of the manifest says."""
        return self.required is True and self.only is None

    @property
    def below(self) -> Mapping[str, Field]:
        """The fields of a map that a path can go on to; of one of several nobody knows which."""
        return {} if self.several else self.fields

    @property
    def items(self) -> Mapping[str, Field]:
        """The fields of each item of a list, or of a map."""
        return self.item.fields if self.item is not None else self.fields


def way_to(fields: Mapping[str, Field], dotted: str) -> tuple[Field, ...]:
    """The fields on the way to a field, and the field; nothing where there is none of that name.

    Items of lists have no name on the way: what a requirement asks of them begins from their list.
    """
    found: list[Field] = []
    for part in dotted.split("."):
        if part not in fields:
            return ()
        found.append(fields[part])
        fields = found[-1].below
    return tuple(found)


def items_at(fields: Mapping[str, Field], dotted: str) -> Mapping[str, Field]:
    """The fields of each item of a list, or of a map, by its name; nothing where there is none."""
    way = way_to(fields, dotted)
    return way[-1].items if way else {}


def ends_of(
    dotted: str, bases: tuple[Mapping[str, Field], ...], root: Mapping[str, Field]
) -> tuple[Field, ...]:
    """The field that a path of the specs leads to, one for each base; nothing where one has none.

    Args:
        root: the fields of the manifest, for a path that begins there wherever it stands.
    """
    ways = ways_of(dotted, bases, root)
    return tuple(way[-1] for way in ways)


def ways_of(
    dotted: str, bases: tuple[Mapping[str, Field], ...], root: Mapping[str, Field]
) -> tuple[tuple[Field, ...], ...]:
    """The fields on the way that a path of the specs takes, by base; nothing where one has none."""
    if dotted.startswith(ROOTED):
        dotted, bases = dotted.removeprefix(ROOTED), (root,)
    ways = tuple(way_to(base, dotted) for base in bases)
    return ways if all(ways) else ()


def scope_of(root: Mapping[str, Field], name: str) -> Mapping[str, Field]:
    """The fields that the conditions of a field begin from, by its name with those of lists."""
    scope = fields = root
    for part in name.split(".")[:-1]:
        rule = fields[part]
        if rule.item is not None:
            scope = rule.item.fields
        fields = rule.items
    return scope


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
