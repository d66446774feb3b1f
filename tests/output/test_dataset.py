"""A dataset: a folder a month, read by DuckDB, and the questions that README asks of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import duckdb
import pytest

from tests.command import call
from tests.project import ROOT, SERVICES
from validator.cli import codes
from validator.output import dataset
from validator.output.findings import COLUMNS

SPECS: Final = SERVICES / "specs"
SAMPLES: Final = SERVICES / "bundles"
PAGE: Final = ROOT / "README.md"


def check(inbox: Path, target: Path, *options: str) -> None:
    found = call(
        *("check", inbox, "--specs", SPECS, "--documents", "head", "--lang", "en"),
        *("-o", f"dataset={target}", *options),
    )
    assert found.returncode in (codes.OK, codes.FAULTS, codes.UNDETERMINED), found.stderr


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples, one that cannot be read, and one that only looks like one."""
    folder = tmp_path_factory.mktemp("inbox")
    for sample in SAMPLES.iterdir():
        copytree(sample, folder / sample.name)
    (folder / "broken.zip").write_bytes(b"PK")
    (folder / "packed.rar").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def results(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs over it, of either edition."""
    folder = tmp_path_factory.mktemp("results")
    for edition in ("1", "2"):
        check(inbox, folder / f"edition-{edition}", "--edition", edition)
    return folder


def asked(question: str, folder: Path) -> list[dict[str, Any]]:
    """What DuckDB answers in a folder of results, which stands for `results` in a question."""
    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.execute(question.replace("'results/", f"'{folder}/"))
        names = [each[0] for each in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def questions() -> Iterator[str]:
    """The ones of the page, as they stand there."""
    yield from re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


ALL: Final = "from read_parquet('results/**/*.parquet', hive_partitioning = true)"


def test_it_is_what_the_csv_holds_and_the_day_a_folder_a_month(inbox: Path, results: Path) -> None:
    parts = {each.parent.relative_to(results).as_posix() for each in results.rglob("*.parquet")}
    none = "__HIVE_DEFAULT_PARTITION__"
    assert f"edition-1/standard={none}/edition={none}/month={none}" in parts
    pattern = r"edition-([12])/standard=beekeeping-permit/edition=\1/month=[0-9]{4}-[0-9]{2}"
    dated = [each for each in parts if none not in each]
    assert dated
    assert all(re.fullmatch(pattern, each) for each in dated)
    rows = asked(f"select * {ALL}", results)
    assert set(rows[0]) == {*COLUMNS, "as_of", "month"}
    assert all((each["as_of"] or "").__str__()[:7] == (each["month"] or "") for each in rows)
    found = call(
        *("check", inbox, "--specs", SPECS, "--documents", "head", "--lang", "en"),
        *("--edition", "1", "--format", "csv"),
    )
    assert len(asked(f"select * {ALL} where filename like '%/edition-1/%'", results)) == (
        found.stdout.count("\n") - 1
    )


def test_no_bundle_is_missing_and_what_was_skipped_is_there(inbox: Path, results: Path) -> None:
    (count,) = asked(f"select count(distinct bundle) n {ALL} where row <> 'skipped'", results)
    assert count["n"] == sum(each.suffix != ".rar" for each in inbox.iterdir())
    (skipped,) = asked(f"select distinct bundle {ALL} where row = 'skipped'", results)
    assert skipped["bundle"].endswith("packed.rar")


def test_equal_runs_give_equal_bytes(inbox: Path, results: Path, tmp_path: Path) -> None:
    check(inbox, tmp_path / "again", "--edition", "1")
    once, again = (
        {each.relative_to(of): each.read_bytes() for each in of.rglob("*.parquet")}
        for of in (results / "edition-1", tmp_path / "again")
    )
    assert once == again


def test_many_rows_need_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that wait for their folders are written before there is no room for them."""
    rows, text = tmp_path / "rows", "x" * 400
    with rows.open("w", encoding="utf-8") as file:
        for number in range(30_000):
            month = f"20{number % 90:02}-01"
            file.write(f'{{"standard":"a","edition":"1","month":"{month}","text":"{text}"}}\n')
    monkeypatch.setattr("validator.output.parquet._MEMORY", "100MB")
    dataset.divide(rows, tmp_path / "made")
    found = asked(f"select count(*) n, count(distinct month) m {ALL}", tmp_path / "made")
    assert found == [{"n": 30_000, "m": 90}]


def test_the_page_asks_what_fails_most_in_which_month(results: Path) -> None:
    first, *_ = questions()
    found = asked(first, results)
    assert found
    assert {"month", "requirement", "bundles", "share"} == set(found[0])
    months = [each["month"] for each in found]
    assert months == sorted(set(months)), "the one of each month"
    assert all(0 < each["share"] <= 100 for each in found)


def test_the_page_asks_what_the_new_edition_would_change(results: Path) -> None:
    _, second = questions()
    found = asked(second, results)
    told = call(
        *("spec", "diff", "1", "2", "--specs", SPECS, "--bundles", SAMPLES, "--format", "json"),
    )
    turned = Counter(
        (each["before"], each["after"]) for each in json.loads(told.stdout)["impact"]["turned"]
    )
    assert turned
    assert {(each["then"], each["now"]): each["bundles"] for each in found} == turned


# ------------------------------------------------------------------------------ where to


@pytest.mark.parametrize("there", ["file", "folder"])
def test_what_is_there_is_never_replaced(inbox: Path, tmp_path: Path, there: str) -> None:
    target = tmp_path / "taken"
    kept = target / "mine.txt" if there == "folder" else target
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("mine", "utf-8")
    found = call("check", inbox, "-o", f"dataset={target}", "--lang", "en")
    assert found.returncode == codes.USAGE
    assert f"{target} is there already" in found.stderr
    assert kept.read_text("utf-8") == "mine"


def test_an_empty_folder_is_taken_and_a_terminal_is_not(inbox: Path, tmp_path: Path) -> None:
    target = tmp_path / "empty"
    target.mkdir()
    check(inbox, target)
    assert list(target.glob("standard=*"))
    assert [each.name for each in tmp_path.iterdir()] == ["empty"]
    found = call("check", inbox, "--format", "dataset", "--lang", "en")
    assert found.returncode == codes.USAGE
    assert "dataset is no text" in found.stderr


def test_of_no_rows_there_is_an_empty_folder(tmp_path: Path) -> None:
    from validator.cli.writing import written_folder

    with written_folder(str(tmp_path / "none"), dataset.divide) as file:
        file.write(b"")
    assert list((tmp_path / "none").iterdir()) == []
