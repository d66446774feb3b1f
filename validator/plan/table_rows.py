"""Rows of a table as the entries of a list: pasted out of a spreadsheet, CSV, or a workbook.

    found = read_rows(data, edition.form.fields["people"].items)
    found.rows    # ({"name": "…", "iin": "…", "born_in": 1987, "skills": ["…"]}, …)
    found.doubts  # what was not understood: `say(each.message, lang)`, `each.index`, `each.key`

A column bears the key of a field or its title in any of the languages; what else people call it
(`ФИО`, `ИИН`, `Год окончания`) is taken where it can be one field alone. The row of titles may have
others above it. What is not understood stays in the row as it was typed, so that nothing is lost
and the check tells what is wrong with it; cells with nothing in them are left out. No ids are made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from validator.form.as_typed import Offered, tidy, value_typed
from validator.form.fields import Field
from validator.form.formats import TEXT_FORMATS
from validator.form.text_forms import has_form
from validator.frozen import frozen
from validator.model import Declared, Message, Named, declare
from validator.plan.tables import (
    FORMULA,
    MAX_ROWS,
    ROWS_TOO_MANY,
    TITLES_WITHIN,
    Row,
    Unreadable,
    tables_of,
    text_of,
)

ROWS_NO_TITLES = declare("rows_no_titles", known=tuple)
ROW_COLUMN_UNKNOWN = declare("row_column_unknown", column=int, title=str)
ROW_COLUMN_TWICE = declare("row_column_twice", field=Named)
ROW_VALUE = declare("row_value", row=int, field=Named)
ROW_LETTERS_LOST = declare("row_letters_lost", row=int, field=Named)
ROW_ZEROS = declare("row_zeros", row=int, field=Named)
ROW_FORMULA = declare("row_formula", row=int, field=Named)

_MOST_DOUBTS: Final = 200
_LONGEST_TITLE: Final = 60

_LOST: Final = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
_SHORT: Final = range(9, 12)
"""Digits of a number of a person or firm that has lost the zeros before it."""
_TWELVE: Final = 12
_SHORTEST: Final = 3
"""Letters of a title's beginnings by which it is known: `ФИО`."""

_Words = tuple[str, ...]
_Titles = Sequence[tuple[str, str | None]]


@frozen
class Doubt:
    """What was not understood, or should be looked at again.

    Attributes:
        index: of the row among `Rows.rows`; None where it is about the table.
        key: of the field; empty where it is about no single one.
    """

    message: Message
    index: int | None = None
    key: str = ""


@frozen
class Rows:
    """The rows of a table.

    Attributes:
        rows: the values of each by the keys of its fields; none where the table cannot be read.
        doubts: about the table first.
    """

    rows: tuple[dict[str, Any], ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read_rows(
    data: bytes | str,
    fields: Mapping[str, Field],
    columns: Sequence[str] = (),
    offered: Offered | None = None,
) -> Rows:
    """The entries that a table holds; whatever is wrong with it is a doubt, never an exception.

    Args:
        data: a workbook (`.xlsx`), CSV in UTF-8, UTF-16 or the code page of Windows with `;`, `,`
            or tabs, or a text that was pasted.
        fields: those of an entry, as `Field.items` of a list has them.
        columns: the keys that cells stand for in their order where no row has titles; without
            them a table without titles is not read.
        offered: codes among which a few words of a title will do.
    """
    usable = {key: rule for key, rule in fields.items() if fits_a_cell(rule)}
    try:
        tables, by_code_page = tables_of(data, lambda table: _known(table, usable))
    except Unreadable as unreadable:
        return Rows(doubts=(Doubt(unreadable.message),))
    for table in tables:
        if (found := _titles(table, usable)) is not None:
            at, titles = found
            return _read(table[at + 1 :], titles, usable, offered, by_code_page=by_code_page)
    whole = next(iter(tables), [])
    if columns and whole:
        titles = [(each, each if each in usable else None) for each in columns]
        return _read(whole, titles, usable, offered, by_code_page=by_code_page)
    known = tuple(Named(key, rule.label) for key, rule in usable.items())
    return Rows(doubts=(Doubt(ROWS_NO_TITLES(known=known)),))


def fits_a_cell(rule: Field) -> bool:
    """Whether a column can tell a field."""
    return rule.type != "dict" and (rule.item is None or not rule.item.fields)


def _known(table: list[Row], fields: Mapping[str, Field]) -> int:
    """How many columns bear a title that is known."""
    found = _titles(table, fields)
    return 0 if found is None else sum(key is not None for _, key in found[1])


def _titles(table: list[Row], fields: Mapping[str, Field]) -> tuple[int, _Titles] | None:
    """The row of titles, and each title with the key of its field; None where there is none."""
    best: tuple[int, _Titles] | None = None
    most = 0
    for at, (_, row) in enumerate(table[:TITLES_WITHIN]):
        titles = [(title := tidy(text_of(each)), _key_of(title, fields)) for each in row]
        known = len({key for _, key in titles if key is not None})
        if known > most:
            best, most = (at, titles), known
    filled = max((sum(bool(text_of(each)) for each in row) for _, row in table), default=0)
    return best if most > 1 or filled == 1 else None


def _key_of(title: str, fields: Mapping[str, Field]) -> str | None:
    """The field that a title names: by its key, its title, a part of that, or its first letters."""
    wanted = _words(title[:_LONGEST_TITLE])
    if not wanted:
        return None
    names = {
        key: [_words(each) for each in (key, *rule.label.values())] for key, rule in fields.items()
    }
    fits: Callable[[_Words, _Words], bool]
    for fits in (tuple.__eq__, _is_part, _is_short):
        found = [key for key, labels in names.items() if any(fits(wanted, each) for each in labels)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _words(text: str) -> _Words:
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def _is_part(words: _Words, label: _Words) -> bool:
    """Whether words stand in a title, one behind the other."""
    count = len(words)
    return any(label[at : at + count] == words for at in range(len(label) - count + 1))


def _is_short(words: _Words, label: _Words) -> bool:
    """Whether letters are the first ones of a title's words."""
    letters = "".join(words)
    return len(letters) >= _SHORTEST and letters in "".join(each[0] for each in label)


def _read(
    table: list[Row],
    titles: _Titles,
    fields: Mapping[str, Field],
    offered: Offered | None,
    *,
    by_code_page: bool,
) -> Rows:
    """The rows below the titles."""
    columns = _columns(titles, fields)
    known = {at for each in columns.values() for at in each}
    doubts = [
        Doubt(ROW_COLUMN_TWICE(field=_named(key, fields)), key=key)
        for key, places in columns.items()
        if not places
    ]
    for at, (title, key) in enumerate(titles):
        if title and key is None and at not in known:
            doubts.append(Doubt(ROW_COLUMN_UNKNOWN(column=at + 1, title=title[:_LONGEST_TITLE])))
    rows: list[dict[str, Any]] = []
    for number, row in table:
        made: dict[str, Any] = {}
        before = len(doubts)
        for key, places in columns.items():
            cells = [row[at] for at in places if at < len(row)]
            value, doubted = _value(fields[key], cells, offered, by_code_page=by_code_page)
            if value is not None:
                made[key] = value
            if doubted is not None:
                message = doubted(row=number, field=_named(key, fields))
                doubts.append(Doubt(message, len(rows), key))
        if made or len(doubts) > before:
            rows.append(made)
    if len(rows) > MAX_ROWS:
        return Rows(doubts=(Doubt(ROWS_TOO_MANY(limit=MAX_ROWS)),))
    return Rows(tuple(rows), tuple(doubts[:_MOST_DOUBTS]))


def _columns(titles: _Titles, fields: Mapping[str, Field]) -> dict[str, tuple[int, ...]]:
    """The columns of each field that has any; none where two say the same.

    A free text may stand in several: family name, name and father's name.
    """
    found: dict[str, list[int]] = {}
    for at, (_, key) in enumerate(titles):
        if key is not None:
            found.setdefault(key, []).append(at)
    for key, places in found.items():
        words = [each for at in places for each in set(_words(titles[at][0]))]
        whole = any(
            _words(each) == _words(titles[at][0])
            for at in places
            for each in (key, *fields[key].label.values())
        )
        rule = fields[key]
        free = rule.type == "string" and rule.format == "text" and not has_form(rule)
        if len(places) > 1 and (whole or not free or len(set(words)) < len(words)):
            places.clear()
    return {key: tuple(places) for key, places in found.items()}


def _named(key: str, fields: Mapping[str, Field]) -> Named:
    return Named(key, fields[key].label)


def _value(
    rule: Field, cells: Sequence[Any], offered: Offered | None, *, by_code_page: bool
) -> tuple[Any, Declared | None]:
    """What cells say, and the message that doubts it, if any; nothing of empty ones."""
    if FORMULA in cells:
        return None, ROW_FORMULA
    text = " ".join(text_of(each) for each in cells)
    kept = tidy(text)
    if not kept:
        return None, None
    value = value_typed(rule, text, offered)
    doubted = ROW_LETTERS_LOST if by_code_page and _LOST.search(text) else None
    if value is not None:
        return value, doubted
    if rule.format in ("iin", "bin") and len(kept) in _SHORT:
        filled = kept.zfill(_TWELVE)
        if TEXT_FORMATS[rule.format](filled) is None:
            return filled, ROW_ZEROS
    return ([kept] if rule.type == "list" else kept), doubted or ROW_VALUE
