"""Tables as people hand them over: a workbook, CSV in whatever encoding, a text that was pasted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Final

from validator.model import Message, declare

ROWS_TOO_LARGE = declare("rows_too_large", limit=int)
ROWS_TOO_MANY = declare("rows_too_many", limit=int)
ROWS_NOT_A_TABLE = declare("rows_not_a_table")
ROWS_LOCKED = declare("rows_locked")
ROWS_NEED_LIBRARY = declare("rows_need_library")

MAX_BYTES: Final = 4 << 20
"""Of a table as it is handed over; its entries go into a manifest of at most 1 MiB."""
MAX_ROWS: Final = 2000
TITLES_WITHIN: Final = 20
"""Rows among which the titles are looked for."""
_MAX_UNPACKED: Final = 32 << 20
_MAX_COLUMNS: Final = 200
_MOST_BLANK: Final = 5_000
"""Rows without anything behind which nothing is looked for."""

_ZIP: Final = b"PK\x03\x04"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How old workbooks begin, and new ones with a password."""
_DELIMITERS: Final = "\t;,"
_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""How a spreadsheet keeps the zeros before a number in CSV."""

FORMULA: Final = object()
"""A cell with a formula whose result was not saved."""
Cells = Sequence[Any]
Row = tuple[int, Cells]
"""A row in which something stands, and its number as people see it, from 1."""


class Unreadable(Exception):
    """What was handed over is no table that can be read; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def tables_of(
    data: bytes | str, known_columns: Callable[[list[Row]], int]
) -> tuple[list[list[Row]], bool]:
    """The tables in what was handed over, and whether it was read by the code page of Windows.

    Args:
        known_columns: how many columns of a table are known: what parts a text is told by that.

    Raises:
        Unreadable: there is none, or it is over a limit.
    """
    size = len(data) if isinstance(data, bytes) else len(data.encode(errors="replace"))
    if size > MAX_BYTES:
        raise Unreadable(ROWS_TOO_LARGE(limit=MAX_BYTES))
    if isinstance(data, str):
        return [_of_text(data, known_columns)], False
    if data.startswith(_ZIP):
        return list(_of_workbook(data)), False
    if data.startswith(_OLE):
        raise Unreadable(ROWS_LOCKED())
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1251"):
        with suppress(UnicodeDecodeError):
            return [_of_text(data.decode(encoding), known_columns)], encoding == "cp1251"
    raise Unreadable(ROWS_NOT_A_TABLE())


def _of_text(text: str, known_columns: Callable[[list[Row]], int]) -> list[Row]:
    """The table in a text, parted by what gives most of its columns."""
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Unreadable(ROWS_NOT_A_TABLE())
    said = re.match(r'"?sep=(.)"?\r?\n', text)  # so a spreadsheet is told the delimiter
    if said:
        return _parted(text[said.end() :], said[1])
    read: list[list[Row]] = []
    for delimiter in _DELIMITERS:
        if delimiter in text:
            try:
                read.append(_parted(text, delimiter))
            except Unreadable as unreadable:
                if unreadable.message.key != ROWS_NOT_A_TABLE.key:
                    raise
    if not read:
        if any(each in text for each in _DELIMITERS):
            raise Unreadable(ROWS_NOT_A_TABLE())
        return _few([line] for line in io.StringIO(text))

    def columns(table: list[Row]) -> tuple[int, int]:
        return known_columns(table), max((len(row) for _, row in table), default=0)

    return max(read, key=columns)


def _parted(text: str, delimiter: str) -> list[Row]:
    try:
        return _few(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        if delimiter != "\t":
            raise Unreadable(ROWS_NOT_A_TABLE()) from None
    # What is copied out of a spreadsheet has quotation marks of its own.
    return _few([line.split("\t") for line in text.splitlines()])


def _few(rows: Iterable[Cells]) -> list[Row]:
    """The rows in which something stands: few even of a sheet that is formatted to its end."""
    found: list[Row] = []
    for number, row in enumerate(rows, start=1):
        cells = row[:_MAX_COLUMNS]
        if any(each is FORMULA or text_of(each).strip() for each in cells):
            found.append((number, cells))
        if len(found) > MAX_ROWS + TITLES_WITHIN:
            raise Unreadable(ROWS_TOO_MANY(limit=MAX_ROWS))
        if number - (found[-1][0] if found else 0) > _MOST_BLANK:
            break
    return found


def _of_workbook(data: bytes) -> Iterator[list[Row]]:
    """The sheets of a workbook, what formulas gave when it was saved among their values."""
    import zipfile

    try:
        import openpyxl
    except ImportError:
        raise Unreadable(ROWS_NEED_LIBRARY()) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        if unpacked > _MAX_UNPACKED:  # no member gives more than it says
            raise Unreadable(ROWS_TOO_LARGE(limit=_MAX_UNPACKED))
        seen, written = (
            openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=each)
            for each in (True, False)
        )
        for sheet in seen.worksheets:
            for each in (sheet, written[sheet.title]):
                each.reset_dimensions()  # rows behind the end that a sheet claims are rows
            yield _few(
                []
                if formulas.count(None) == len(formulas)
                else [_cell(*each) for each in zip(values, formulas, strict=False)]
                for values, formulas in zip(
                    sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS),
                    written[sheet.title].iter_rows(values_only=True, max_col=_MAX_COLUMNS),
                    strict=False,
                )
            )
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001  # whatever the library makes of a broken workbook
        raise Unreadable(ROWS_NOT_A_TABLE()) from None


def _cell(value: Any, written: Any) -> Any:
    return FORMULA if value is None and written is not None else value


def text_of(cell: Any) -> str:
    """What a cell shows, as far as a program can tell."""
    if cell is None or cell is FORMULA:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):  # a time is one too
        return cell.isoformat()[: len("2026-01-12")]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    found = _AS_TEXT.fullmatch(text.strip())
    return found[1] if found else text
