"""Findings as rows of one table, for spreadsheets and databases.

They are made of the lines that programs read, so that no word differs and nothing is told twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from validator.output import ndjson
from validator.output.json import summary
from validator.output.tally import Tally
from validator.output.view import View
from validator.report import Report
from validator.words.messages import visible

COLUMNS: Final = (
    *("row", "bundle", "standard", "edition", "service"),
    *("verdict", "verdict_applicant", "verdict_provider"),
    *("requirement", "citation", "duty", "outcome", "severity", "consequence"),
    *("message", "text", "fix", "file", "pointer", "line", "column", "status", "waiver"),
)
NUMBERS: Final = ("line", "column")
"""Columns that hold whole numbers."""

Row = dict[str, str | int | None]
"""A value a column; None where it has none."""


def rows_of(report: Report, view: View) -> Iterator[Row]:
    """The rows of a report: `finding`, `result`, `problem`; `bundle` where there is none of them.

    A requirement that failed or could not be decided and has no finding is a `result`; `gone` is
    what a baseline told and is there no more.
    """
    data = json.loads(ndjson.one(report, replace(view, only_failed=True)))
    around = {
        "bundle": data["bundle"]["name"],
        **{key: data[key] for key in ("standard", "edition", "service", "verdict")},
        **{f"verdict_{duty}": verdict for duty, verdict in data["verdicts"].items()},
    }
    rows = [*_of_problems(data["problems"]), *_of_results(data["results"])]
    gone = ({"row": "gone", "status": "gone", **each} for each in data.get("gone", ()))
    for row in (*(rows or [{"row": "bundle"}]), *gone):
        yield _whole(around | row)


def rows_of_skipped(tally: Tally, lang: str) -> Iterator[Row]:
    """A row for whatever was not checked although it looks like an application."""
    for each in summary(tally, lang)["skipped"]:
        yield _whole({"row": "skipped", "bundle": each["path"], "text": each["text"]})


def _of_problems(problems: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in problems:
        own = {key: each.get(key) for key in ("severity", "text", "fix")}
        yield {"row": "problem", "message": each["id"], **own, **each["location"]}


def _of_results(results: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for result in results:
        waiver = result.get("waiver") or {}
        own = {
            **{key: value for key, value in result.items() if key in COLUMNS},
            "text": result.get("reason"),
            "waiver": ", ".join(map(str, waiver.values())) or None,
        }
        for each in result["findings"]:
            told = {key: each.get(key) for key in ("message", "text", "fix", "status")}
            yield {**own, "row": "finding", **told, **each["location"]}
        if not result["findings"]:
            yield {**own, "row": "result"}


def _whole(found: Mapping[str, Any]) -> Row:
    """A row with every column, in which nothing is hidden."""
    return {
        name: visible(value) if isinstance(value := found.get(name), str) else value
        for name in COLUMNS
    }
