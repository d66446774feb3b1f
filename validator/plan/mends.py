"""What is certainly only typed otherwise in a manifest, and the manifest without it.

A value is changed where it can mean one thing alone, and nothing but its own signs in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from validator import source
from validator.errors import SourceError
from validator.facts.paths import Path
from validator.form.fields import Field
from validator.form.mending import retyped, unquoted
from validator.form.record import places_of_manifest
from validator.frozen import frozen
from validator.letters import as_file_name, folded
from validator.model import Bundle, Duty
from validator.places import pointer
from validator.standard.edition import Edition

_QUOTED: Final = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*'", re.DOTALL),
}
_BOM: Final = b"\xef\xbb\xbf"


@frozen
class Mend:
    """A value that is written otherwise.

    Attributes:
        place: its keys, and numbers of entries, from the root.
        new: what it has to be.
    """

    place: tuple[str | int, ...]
    old: Any
    new: str


def is_signed(edition: Edition, bundle: Bundle) -> bool:
    """Whether an application has its signature: that covers the manifest's bytes."""
    for rule in edition.rules:
        path = rule.parameters.get("path")
        if not rule.kind.trusts or not isinstance(path, Path):
            continue
        value: Any = bundle.manifest
        for part in path.parts:
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, str) and as_file_name(value) in bundle.members:
            return True
    return False


def mends_of(edition: Edition, bundle: Bundle) -> tuple[Mend, ...]:
    """What can be mended in the manifest of a bundle, in its order."""
    files: dict[str, list[str]] = {}
    for name, member in bundle.members.items():
        if member.regular:
            files.setdefault(folded(name), []).append(name)
    fields = {key: rule for key, rule in edition.form.fields.items() if rule.duty is Duty.APPLICANT}
    return tuple(_of_map(fields, bundle.manifest, (), _Files(bundle, files)))


@frozen
class _Files:
    """The files of a bundle.

    Attributes:
        alike: their names by what they are but for capitals.
    """

    bundle: Bundle
    alike: Mapping[str, Sequence[str]]

    def meant(self, name: str) -> str | None:
        """The one file that a name is another writing of; None where it is a file's, or open."""
        if as_file_name(name) in self.bundle.members:
            return None
        found = self.alike.get(folded(as_file_name(unquoted(name))), ())
        return found[0] if len(found) == 1 else None


def _of_map(
    fields: Mapping[str, Field], value: Any, place: tuple[str | int, ...], files: _Files
) -> Iterator[Mend]:
    for key, found in value.items() if isinstance(value, dict) else ():
        if key in fields:
            yield from _of_value(fields[key], found, (*place, key), files)


def _of_value(
    rule: Field, value: Any, place: tuple[str | int, ...], files: _Files
) -> Iterator[Mend]:
    if isinstance(value, list):
        for number, each in enumerate(value):
            if rule.items:
                yield from _of_map(rule.items, each, (*place, number), files)
            elif rule.item is not None:
                yield from _of_value(rule.item, each, (*place, number), files)
    elif rule.fields:
        yield from _of_map(rule.fields, value, place, files)
    else:
        new = retyped(rule, value)
        if rule.check_with == "path" and isinstance(value, str):
            new = files.meant(value)
        if new is not None:
            yield Mend(place, value, new)


def mended(bundle: Bundle, mends: Sequence[Mend]) -> tuple[bytes, tuple[Mend, ...]]:
    """The manifest's bytes with what is mended, and what of it could be: all else stays as it is.

    What does not read as just that is left alone.
    """
    data, done = bundle.manifest_bytes, tuple(mends)
    made = _written(bundle, data, mends)
    if made is None:
        done = tuple(each for each in mends if _written(bundle, data, [each]) is not None)
        made = _written(bundle, data, done)
    return (data, ()) if made is None else (made, done)


def _written(bundle: Bundle, data: bytes, mends: Sequence[Mend]) -> bytes | None:
    """The bytes with some values written otherwise; None where they do not say just that."""
    places = places_of_manifest(bundle)
    text = data.removeprefix(_BOM).decode()
    wanted = deepcopy(bundle.manifest)
    edits = []
    for each in mends:
        place = places.find(pointer(*each.place))
        end = None if place is None else scalar_end(text, place.start, each.old)
        if place is None or end is None:
            return None
        edits.append((place.start, end, json.dumps(each.new, ensure_ascii=False)))
        _put(wanted, each)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    made = (_BOM if data.startswith(_BOM) else b"") + text.encode()
    try:
        return made if source.read(made, bundle.manifest_file or "") == wanted else None
    except SourceError:
        return None


def scalar_end(text: str, start: int, value: Any) -> int | None:
    """Where a value ends that starts at a character; None for one in several lines."""
    quoted = _QUOTED.get(text[start])
    if quoted is not None:
        found = quoted.match(text, start)
        return found.end() if found else None
    return start + len(str(value)) if text.startswith(str(value), start) else None


def _put(value: Any, mend: Mend) -> None:
    *way, last = mend.place
    for part in way:
        value = value[part]
    value[last] = mend.new
