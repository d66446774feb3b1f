"""Findings as a Parquet file, for databases: the rows and columns of the CSV, written by DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import Final

from validator.output.findings import COLUMNS, NUMBERS, rows_of, rows_of_skipped
from validator.output.json_text import dump
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report

_MEMORY: Final = "200MB"
_GROUP: Final = 5_000
"""Rows that are written at a time, of some hundred bytes to some kilobytes each."""
_CHUNK: Final = 1 << 20
_KINDS: Final = {**dict.fromkeys(NUMBERS, "INTEGER"), "as_of": "DATE"}
"""Of columns that hold no text."""


def one(report: Report, view: View) -> bytes:
    """One report, as rows of JSON; they become Parquet when all are there."""
    return b"".join(f"{dump(row)}\n".encode() for row in rows_of(report, view))


def gather(view: View) -> _Table:
    """What puts the rows into one file."""
    return _Table(view)


class _Table:
    """Rows in a file of their own until all are there."""

    def __init__(self, view: View) -> None:
        self._lang = view.lang
        self._rows = SpooledTemporaryFile(max_size=_CHUNK)  # noqa: SIM115  # closed in the end

    def __del__(self) -> None:
        self._rows.close()

    def begin(self) -> bytes:
        """Nothing: how many rows there are stands in the end of the file."""
        return b""

    def add(self, part: bytes) -> bytes:
        """Nothing yet.

        Raises:
            OSError: there is no room for it.
        """
        self._rows.write(part)
        return b""

    def end(self, tally: Tally) -> Iterator[bytes]:
        """The file.

        Raises:
            OSError: there is no room for it.
        """
        for row in rows_of_skipped(tally, self._lang):
            self._rows.write(f"{dump(row)}\n".encode())
        # DuckDB reads and writes files by their names.
        with TemporaryDirectory(prefix="validator-") as folder:
            rows, made = Path(folder, "rows.ndjson"), Path(folder, "rows.parquet")
            self._rows.seek(0)
            with rows.open("wb") as named:
                copyfileobj(self._rows, named)
            convert(rows, made, COLUMNS)
            with made.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    yield chunk


def convert(
    rows: Path,
    made: Path,
    columns: Iterable[str],
    options: str = "",
    settings: Mapping[str, int] | None = None,
) -> None:
    """Write the Parquet of some rows of JSON; the same bytes on every machine.

    Args:
        options, settings: what else DuckDB is told, of how it writes and of itself.

    Raises:
        OSError: there is no room for it.
    """
    import duckdb  # 0.2 s, and for this format alone

    kinds = {name: _KINDS.get(name, "VARCHAR") for name in columns}
    # Where temporary files go is the machine's, and may have an apostrophe in its name.
    source, target = (str(each).replace("'", "''") for each in (rows, made))
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "temp_directory": str(made.parent),
        "threads": 1,  # with more of them the bytes differ
        "preserve_insertion_order": True,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(config=config) as connection:
            for name, value in (settings or {}).items():
                connection.execute(f"SET {name} = {value}")
            connection.execute(
                f"COPY (SELECT * FROM read_json('{source}', format = 'newline_delimited',"  # noqa: S608  # paths of our own
                f" columns = {kinds})) TO '{target}'"
                f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP}"
                f"{', ' if options else ''}{options})"
            )
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OSError(str(error).partition("\n")[0]) from error
