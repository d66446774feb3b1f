"""The application whole: the manifest with the provider's record, where that lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from operator import is_
from typing import Any

from validator.facts.blanks import is_blank
from validator.facts.examination import FIELD_UNKNOWN, NO_TROUBLE, RecordTrouble
from validator.form.fields import Field
from validator.frozen import frozen
from validator.model import Bundle, Duty, Location, Message, Named, Violation, declare
from validator.places import Places, pointer
from validator.source import locate

RECORD_SAID_TWICE = declare("record_said_twice", field=Named)
RECORD_NOT_PROVIDERS = declare("record_not_providers", field=Named)


@frozen
class Whole:
    """An application as its requirements are to see it.

    Attributes:
        manifest: the manifest's values and those of the record.
        recorded: the keys of its root that came from a file of their own.
        record_trouble: what is wrong with the record as a whole.
        left_out: maps that hold what is therefore not in it.
    """

    manifest: Mapping[str, Any]
    recorded: frozenset[str] = frozenset()
    record_trouble: RecordTrouble = NO_TROUBLE
    left_out: tuple[Mapping[str, Any], ...] = ()


def places_of_manifest(bundle: Bundle) -> Places:
    """Where the values of a manifest stand; it must be one that could be read."""
    file = bundle.manifest_file or ""
    return locate(bundle.manifest_bytes, file, bundle.layouts.get(file))


def places_of_record(bundle: Bundle) -> Places:
    """Where those of the record stand; it must be one that could be read."""
    file = bundle.record_file or ""
    return locate(bundle.record_bytes, file, bundle.layouts.get(file))


def providers_keys(fields: Mapping[str, Field]) -> frozenset[str]:
    """The keys of the root that the provider fills in."""
    return frozenset(key for key, rule in fields.items() if rule.duty is Duty.PROVIDER)


def join(bundle: Bundle, fields: Mapping[str, Field]) -> Whole:
    """Put the record of a bundle into its manifest; what is said twice is left out of it.

    The manifest must be one that could be read.
    """
    manifest = without_blanks(bundle.manifest or {}, fields)
    if (trouble := bundle.record_trouble) is not None:
        theirs = providers_keys(fields)
        left = {key: value for key, value in manifest.items() if key not in theirs}
        fault = Violation("", trouble.message, trouble.location)
        spoilt = frozenset(map(pointer, theirs))
        return Whole(left, record_trouble=RecordTrouble((fault,), spoilt), left_out=(manifest,))
    if bundle.record is None:
        return Whole(manifest)
    return _put_in(bundle, without_blanks(bundle.record, fields), manifest, fields)


def without_blanks(value: Mapping[str, Any], fields: Mapping[str, Field]) -> Mapping[str, Any]:
    """A map without the texts in which nothing can be seen: they are absent.

    The same map where there is none. Keys that are no fields stay, to be told as such.
    """
    made: dict[str, Any] = {}
    for key, found in value.items():
        if (rule := fields.get(key)) is None:
            continue
        kind = type(found)
        if kind is dict:
            new: Any = without_blanks(found, rule.fields)
        elif kind is list:
            new = _each_without_blanks(found, rule.fields if rule.several else rule.items)
        else:
            new = None if kind is str and is_blank(found) else found
        if new is not found:
            made[key] = new
    if not made:
        return value
    kept = {key: made.get(key, found) for key, found in value.items()}
    return {key: found for key, found in kept.items() if found is not None or key not in made}


def _each_without_blanks(items: list[Any], fields: Mapping[str, Field]) -> list[Any]:
    if not fields:
        return items
    made = [without_blanks(each, fields) if type(each) is dict else each for each in items]
    return items if all(map(is_, made, items)) else made


def _put_in(
    bundle: Bundle,
    record: Mapping[str, Any],
    manifest: Mapping[str, Any],
    fields: Mapping[str, Field],
) -> Whole:
    theirs = record.keys() & providers_keys(fields)
    twice = manifest.keys() & theirs
    own = {key: value for key, value in record.items() if key in theirs - twice}
    left = {key: value for key, value in manifest.items() if key not in twice}
    if len(own) == len(record):
        return Whole({**left, **own}, frozenset(own))
    places = places_of_record(bundle)
    faults = []
    for key in record:
        if key not in own:
            place = pointer(key)
            location = Location(bundle.record_file or "", place, *places.key(place))
            faults.append(Violation(place, _message(key, fields.get(key)), location))
    trouble = RecordTrouble(tuple(faults), frozenset(map(pointer, twice)))
    return Whole({**left, **own}, frozenset(own), trouble, (manifest, record))


def _message(key: str, rule: Field | None) -> Message:
    """What is wrong with a key of the record that is the manifest's too, or not the provider's."""
    if rule is None:
        return FIELD_UNKNOWN(key=key, closest="")
    name = RECORD_SAID_TWICE if rule.duty is Duty.PROVIDER else RECORD_NOT_PROVIDERS
    return name(field=Named(key, rule.label))
