"""Rows of a table, pasted from a spreadsheet or out of a CSV file, as entries of a list."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from validator.closest import called, found_by
from validator.facts.paths import ABSENT
from validator.form.fields import Field
from validator.letters import compared
from validator.model import Text
from validator.web.pages.draft import MOST_ENTRIES, is_own_name
from validator.web.pages.typed import parts_of, values_of

LONGEST: Final = 1 << 20
"""Bytes of a table."""
_LONGEST_CELL: Final = 10_000
_ENCODINGS: Final = ("utf-8-sig", "cp1251")
_BYTE_ORDER: Final = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = "\t;,"


def columns_of(rule: Field) -> dict[str, Field]:
    """The fields of an entry that a row tells, in the order of its columns."""
    return {
        key: each
        for key, each in rule.items.items()
        if not is_own_name(key, each) and each.type != "dict" and not each.items
    }


def decoded(content: bytes) -> str:
    """The text of a file that a spreadsheet saved, in the encodings in which they do."""
    if content.startswith(_BYTE_ORDER):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1251", "replace")


def entries_in(
    text: str, rule: Field, offered: Mapping[str, Sequence[Any]]
) -> tuple[list[dict[str, Any]], bool]:
    """The entries that rows tell, and whether there were more than are taken.

    A first row that names columns, in any language, gives their order.

    Args:
        offered: the codes that the application names already, by the names of their lists: among
            these a few words of a title will do.
    """
    rows = _rows(text)
    columns = list(columns_of(rule).items())
    if rows and (heads := _heads(rows[0], dict(columns))) is not None:
        columns, rows = heads, rows[1:]
    read: dict[tuple[str, str], Any] = {}  # most cells of a column say the same
    entries = []
    for row in rows[:MOST_ENTRIES]:
        entry = {}
        for (key, each), cell in zip(columns, row, strict=False):
            if key and (key, cell) not in read:
                read[key, cell] = _value(each, cell, offered)
            if key and read[key, cell] is not ABSENT:
                entry[key] = deepcopy(read[key, cell])
        entries.append(entry)
    return [each for each in entries if each], len(rows) > MOST_ENTRIES


def _rows(text: str) -> list[list[str]]:
    text = text.replace("\0", " ").replace("\r\n", "\n").replace("\r", "\n")
    first = text.strip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    found: list[list[str]] = []
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                found.append([cell[:_LONGEST_CELL] for cell in row])
            if len(found) > MOST_ENTRIES + 1:
                break
    except csv.Error:  # a quotation mark that nothing closes: each line is a row as it stands
        lines = filter(str.strip, text.split("\n")[: MOST_ENTRIES + 2])
        found = [line[:_LONGEST_CELL].split(delimiter) for line in lines]
    return found


def _heads(row: Sequence[str], columns: Mapping[str, Field]) -> list[tuple[str, Field]] | None:
    """The columns in the order of a row of headings; None where it is none."""
    titles = {key: rule.label for key, rule in columns.items()}
    known = {compared(text): key for key, title in titles.items() for text in title.values()}
    keys = [called(cell, titles) or known.get(compared(cell), "") for cell in row]
    if sum(map(bool, keys)) * 2 <= len(row):
        return None
    nothing = Field(type="string")
    return [(key, columns.get(key, nothing)) for key in keys]


def _value(rule: Field, cell: str, offered: Mapping[str, Sequence[Any]]) -> Any:
    if rule.type != "list" or rule.item is None:
        return values_of(rule, [cell])
    known = {each: rule.item.codes[each] for each in offered.get(rule.item.code_list or "", ())}
    return values_of(rule, [_code(each, rule.item, known) for each in parts_of(cell)])


def _code(text: str, item: Field, known: Mapping[Any, Text]) -> str:
    """The code that some words mean among those that the application names; else the words."""
    if called(text, item.codes) is None:
        found = found_by(text, known)
        if len(found) == 1:
            return str(next(iter(found)))
    return text
