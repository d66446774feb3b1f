"""Every format tells the same of all samples, by the readers that it is for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

import duckdb
import html5lib  # type: ignore[import-untyped]  # publishes no types
import pyarrow.parquet
import pytest
from markdown_it import MarkdownIt

from tests.command import call

FORMATS: Final = ("json", "ndjson", "csv", "parquet", "markdown", "html", "text")
COUNTED: Final = """
    select row, outcome, severity, verdict, count(*) as n, count(distinct bundle) as bundles
    from {source} group by all order by all
"""
NDJSON: Final = """
    select r.outcome, count(distinct bundle.name) as bundles,
        sum(len(r.findings))::bigint as findings
    from (select bundle, unnest(results) as r from read_json('{path}',
        format = 'newline_delimited', columns = {{bundle: 'STRUCT(name VARCHAR)', results:
        'STRUCT(requirement VARCHAR, outcome VARCHAR, findings STRUCT(message VARCHAR)[])[]'}}))
    where r.outcome in ('failed', 'undetermined') group by all order by all
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    outputs = [f"-o{each}={folder / each}" for each in FORMATS]
    found = call("check", "samples", "--lang", "en", "--jobs", "2", *outputs)
    assert found.returncode == 1
    return folder


@pytest.fixture(scope="module")
def reports(written: Path) -> list[dict[str, Any]]:
    return list(json.loads((written / "json").read_bytes())["reports"])


def _asked(query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def _found(reports: list[dict[str, Any]]) -> Counter[str]:
    """How many findings there are, by outcome."""
    return Counter(
        result["outcome"]
        for each in reports
        for result in each["results"]
        for _ in result["findings"]
    )


def test_a_database_reads_the_same_out_of_three_formats(
    written: Path, reports: list[dict[str, Any]]
) -> None:
    table, rows = (
        _asked(COUNTED.format(source=source))
        for source in (f"read_csv('{written / 'csv'}')", f"read_parquet('{written / 'parquet'}')")
    )
    assert table == rows
    lines = {outcome: n for outcome, _, n in _asked(NDJSON.format(path=written / "ndjson"))}
    by_outcome = Counter[str]()
    for row, outcome, _, _, number, _ in rows:
        by_outcome[outcome] += number if row == "finding" else 0
    found = _found(reports)
    assert found["failed"] > 30
    assert lines["failed"] == by_outcome["failed"] == found["failed"]
    assert lines["undetermined"] == by_outcome["undetermined"] == found["undetermined"]
    problems = sum(number for row, *_, number, _ in rows if row == "problem")
    assert problems == sum(len(each["problems"]) for each in reports)


def test_no_bundle_is_missing_from_any_format(written: Path, reports: list[dict[str, Any]]) -> None:
    names = [each["bundle"]["name"] for each in reports]
    assert len(names) > 30
    told = pyarrow.parquet.read_table(written / "parquet").to_pydict()
    assert list(dict.fromkeys(told["bundle"])) == names
    verdicts = dict(zip(told["bundle"], told["verdict"], strict=True))
    assert verdicts == {each["bundle"]["name"]: each["verdict"] for each in reports}
    tokens = (
        MarkdownIt("commonmark").enable("table").parse((written / "markdown").read_text("utf-8"))
    )
    spans = [
        one.content for each in tokens for one in each.children or () if one.type == "code_inline"
    ]
    assert spans == names
    page = html5lib.parse((written / "html").read_bytes(), namespaceHTMLElements=False)
    assert ["".join(each.itertext()) for each in page.iter("a")] == names
    text = (written / "text").read_text("utf-8").partition("─")[0]
    rows = [each for each in text.splitlines() if each and not each.startswith(" ")][1:]
    assert [each.rpartition(" ")[2] for each in rows] == names


def test_totals_count_the_reports_in_which_a_requirement_failed(
    written: Path, reports: list[dict[str, Any]]
) -> None:
    failed = Counter(
        (each["standard"], result["requirement"])
        for each in reports
        for result in each["results"]
        if result["outcome"] == "failed" and result["severity"] == "error"
    )
    text = " ".join((written / "text").read_text("utf-8").partition("─")[2].split())
    heading = "What is not met, and in how many applications"
    part = text.partition(heading)[2].partition("Grounds for refusal that apply")[0]
    for (_, requirement), number in failed.items():
        # Two services may have requirements of one name.
        *before, last = part.split(f" · {requirement} ")
        assert last != part, requirement
        counts = {f" {each.rpartition(' · ')[0].rpartition(' · ')[2]} " for each in before}
        assert any(f" {number} " in each for each in counts), requirement
