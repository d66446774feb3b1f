"""From `application.yaml` to the fields of a form, and what the names of them mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from validator.errors import Fault
from validator.facts.paths import from_root
from validator.form.fields import Field, FieldNames
from validator.law.money import exact
from validator.model import Duty, Text
from validator.standard.scope import NamedPlace
from validator.standard.spec_file import ApplicationFile


def names_of(application: ApplicationFile, faults: list[Fault]) -> FieldNames:
    """What names mean in an edition with this application; what is wrong with it is noted."""
    raw = application.value
    place = NamedPlace(application, faults, "/fields", FieldNames({}, ({},), raw["code_lists"]))
    # Conditions name fields of the whole form, so its shape comes first and they come second.
    for conditions in (False, True):
        fields = _map(raw["fields"], place, conditions=conditions)
        place = replace(place, names=FieldNames(fields, (fields,), raw["code_lists"]))
    return place.names


def _map(raw: Mapping[str, Any], place: NamedPlace, *, conditions: bool) -> dict[str, Field]:
    return {
        key: _field(rule, place.at(key) if conditions else place, conditions=conditions)
        for key, rule in raw.items()
    }


def _field(raw: Mapping[str, Any], place: NamedPlace, *, conditions: bool) -> Field:
    def condition(word: str) -> Any:
        value = raw.get(word, False if word != "only" else None)
        if isinstance(value, bool) or value is None:
            return value
        return place.at(word).condition(value) if conditions else False

    if conditions:
        _look_up(raw, place)
    nested = raw.get("schema", {})
    inside = place.at("schema") if nested and conditions else place
    codes: Mapping[str, Text] = place.names.code_lists.get(raw.get("code_list", ""), {})
    allowed = raw.get("allowed") or (tuple(codes) if codes else None)
    return Field(
        type=raw["type"],
        duty=Duty(raw.get("duty", Duty.APPLICANT)),
        label=raw.get("label", {}),
        help=raw.get("help"),
        required=condition("required"),
        only=condition("only") or None,
        several=raw.get("several", False),
        allowed=None if allowed is None else tuple(allowed),
        codes=codes,
        code_list=raw.get("code_list"),
        check_with=raw.get("check_with"),
        min=_limit(raw, "min"),
        max=_limit(raw, "max"),
        minlength=raw.get("minlength"),
        maxlength=raw.get("maxlength"),
        digits=raw.get("digits"),
        starts_with=raw.get("starts_with"),
        personal=condition("personal"),
        unique_by=raw.get("unique_by"),
        unique=raw.get("unique", False),
        refers_to=tuple(from_root(each, "") for each in raw.get("refers_to", ())),
        fields=_map(nested, inside, conditions=conditions) if raw["type"] == "dict" else {},
        item=_item(nested, inside, conditions=conditions) if raw["type"] == "list" else None,
    )


def _limit(raw: Mapping[str, Any], word: str) -> int | Decimal | None:
    return exact(raw[word]) if word in raw else None


def _item(raw: Mapping[str, Any], place: NamedPlace, *, conditions: bool) -> Field:
    """The rule of a list's items; the conditions of their fields begin at the item."""
    bare = _field(raw, place, conditions=False)
    if not conditions:
        return bare
    names = replace(place.names, bases=(bare.fields,))
    return _field(raw, replace(place, names=names), conditions=True)


def _look_up(raw: Mapping[str, Any], place: NamedPlace) -> None:
    """Note what the rule of a field names and there is not."""
    if "code_list" in raw:
        place.among(raw["code_list"], place.names.code_lists, "code_list", "code_list")
    for index, target in enumerate(raw.get("refers_to", ())):
        place.among(from_root(target, ""), place.names.root, "field", "refers_to", index)
    if "unique_by" in raw:
        place.among(raw["unique_by"], raw["schema"].get("schema", {}), "field", "unique_by")
