"""Findings as Parquet: the rows of the CSV, read back by two programs, always the same bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow.parquet
import pytest

from tests.engine.made import evaluated, manifest_of, report_of
from tests.output.made import pieces
from validator.model import Message, Skipped
from validator.output import parquet, render
from validator.output.findings import COLUMNS
from validator.output.gathering import gather, load_format
from validator.output.tally import Tally, tallied
from validator.output.view import View
from validator.report import Report

ENGLISH: Final = View("en")
HOSTILE: Final = "a'\x00\udcff\u2028\"'); drop table x; --"


def _bad(name: str) -> Report:
    manifest = manifest_of("doctor-new")
    manifest["fee"]["amount"] -= 1
    return replace(evaluated("doctor-new", manifest), bundle=name)


REPORTS: Final = [report_of("doctor-new"), _bad("inbox/bad"), _bad(HOSTILE), _bad("宽 ё")]


def _read(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.execute("select * from read_parquet($1)", [str(path)])
        names = [each[0] for each in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "all.parquet"
    path.write_bytes(b"".join(pieces(REPORTS, "parquet", ENGLISH)))
    return path


def test_two_programs_read_the_rows_of_the_csv(written: Path) -> None:
    rows = _read(written)
    text = b"".join(pieces(REPORTS, "csv", ENGLISH)).decode("utf-8-sig")
    wanted = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [
        {key: str("" if each is None else each).replace("'", "") for key, each in row.items()}
        for row in rows
    ] == [{key: each.replace("'", "") for key, each in row.items()} for row in wanted]
    assert pyarrow.parquet.read_table(written).to_pylist() == rows


def test_lines_and_columns_are_numbers_and_the_rest_is_text(written: Path) -> None:
    schema = pyarrow.parquet.read_schema(written)
    kinds = {name: str(schema.field(name).type) for name in schema.names}
    assert {kinds.pop("line"), kinds.pop("column")} == {"int32"}
    assert set(kinds.values()) == {"string"}


def test_equal_reports_give_equal_bytes(written: Path) -> None:
    assert b"".join(pieces(REPORTS, "parquet", ENGLISH)) == written.read_bytes()


def test_more_rows_than_are_written_at_a_time_keep_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_GROUP", 2048)
    one, gathering = load_format("parquet").one, gather("parquet", ENGLISH)
    part = one(_bad("inbox/x"), ENGLISH)
    for number in range(3000):
        assert gathering.add(part.replace(b"inbox/x", b"inbox/%04d" % number)) == b""
    path = tmp_path / "many"
    path.write_bytes(b"".join(gathering.end(Tally())))
    assert pyarrow.parquet.ParquetFile(path).num_row_groups > 1
    names = [each["bundle"] for each in _read(path)]
    assert (
        sorted(set(names)) == list(dict.fromkeys(names)) == [f"inbox/{n:04}" for n in range(3000)]
    )


def test_nothing_at_all_is_a_table_too(tmp_path: Path) -> None:
    path = tmp_path / "none"
    path.write_bytes(b"".join(pieces([], "parquet", ENGLISH)))
    table = pyarrow.parquet.read_table(path)
    assert (table.num_rows, tuple(table.column_names)) == (0, COLUMNS)


def test_what_was_not_checked_is_there(tmp_path: Path) -> None:
    tally = Tally([tallied(REPORTS[0])])
    tally.skipped = (Skipped("a.rar", Message("bundle_fatal")),)
    path = tmp_path / "skipped"
    path.write_bytes(b"".join(gather("parquet", ENGLISH).end(tally)))
    (row,) = _read(path)
    assert (row["row"], row["bundle"]) == ("skipped", "a.rar")


def test_a_folder_for_temporary_files_may_be_called_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "it's; 'here'"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert b"".join(pieces(REPORTS, "parquet", ENGLISH)).startswith(b"PAR1")
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise duckdb.IOException("IO Error: No space left on device\nmore")

    monkeypatch.setattr("duckdb.connect", full)
    with pytest.raises(OSError, match=r"^IO Error: No space left on device$"):
        list(gather("parquet", ENGLISH).end(Tally()))


def test_it_is_no_text() -> None:
    with pytest.raises(ValueError, match="no text"):
        render(REPORTS[0], "parquet")
