"""The table of formats: of what results, where its functions are, and what its files end in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from typing import Any, Final, Protocol, cast

from validator.frozen import frozen
from validator.output.view import View


class Told(StrEnum):
    """The sorts of results that can be told in several formats."""

    REPORTS = "reports"
    LINT = "lint"
    DIFF = "diff"
    COVERAGE = "coverage"
    TEST = "test"
    DEADLINE = "deadline"
    CHECKLIST = "checklist"
    WAIVERS = "waivers"
    VERIFIED = "verified"


class Writing(Protocol):
    """A module that writes results of one sort: pure, and the same in any process."""

    def one(self, results: Any, view: View, /) -> bytes:
        """One report; of every other sort of results, all there is to say."""


@frozen
class Format:
    """A format of one sort of results.

    Attributes:
        name: what options call it.
        module: imported when it is needed, since many are never.
        endings: of the names of files that hold it, in small letters.
        audience: whom it is for, after its name.
        read: whether people read it, so that its language follows the locale.
        library: what has to be installed to write it.
        binary: whether its bytes are no text, and nothing for a terminal.
        extra: of ours, which installs the library; called as the format is, if left out.
        folder: whether it is no file but a folder.
    """

    name: str
    of: Told
    module: str
    endings: tuple[str, ...]
    audience: str = "for programs"
    read: bool = False
    library: str | None = None
    binary: bool = False
    extra: str | None = None
    folder: bool = False

    def load(self) -> Writing:
        """Its functions."""
        return cast(Writing, import_module(self.module))


def _table(*formats: Format) -> Mapping[Told, Mapping[str, Format]]:
    return {of: {each.name: each for each in formats if each.of is of} for of in Told}


_PEOPLE: Final = "for people"
_ROOM: Final = "validator.output"
_EDITOR: Final = "validator.editor"
_PLAN: Final = "validator.plan"

FORMATS: Final = _table(
    Format("text", Told.REPORTS, f"{_ROOM}.text", (".txt",), _PEOPLE, read=True),
    Format(
        *("html", Told.REPORTS, f"{_ROOM}.html", (".html", ".htm")),
        *("for a page to send or print", True),
    ),
    Format("json", Told.REPORTS, f"{_ROOM}.json", (".json",)),
    Format(
        *("ndjson", Told.REPORTS, f"{_ROOM}.ndjson", (".ndjson", ".jsonl")),
        "(one report a line) for programs",
    ),
    Format("csv", Told.REPORTS, f"{_ROOM}.csv", (".csv",), "(a finding a row) for spreadsheets"),
    Format(
        *("parquet", Told.REPORTS, f"{_ROOM}.parquet", (".parquet",)),
        *("(the same, by DuckDB) for databases", False, "duckdb", True),
    ),
    Format(
        *("dataset", Told.REPORTS, f"{_ROOM}.dataset", ()),
        *("(a new folder of these, by month) for questions over many runs", False, "duckdb", True),
        *("parquet", True),
    ),
    Format(
        *("markdown", Told.REPORTS, f"{_ROOM}.markdown", (".md", ".markdown")),
        *("for a pull request", True),
    ),
    Format("sarif", Told.REPORTS, f"{_ROOM}.sarif", (".sarif",), "for code scanning"),
    Format("junit", Told.REPORTS, f"{_ROOM}.junit_reports", (".xml",), "for build servers"),
    Format("github", Told.REPORTS, f"{_ROOM}.github", (".txt",), "for annotations"),
    Format("gitlab", Told.REPORTS, f"{_ROOM}.gitlab", (".json",), "for merge requests"),
    Format("text", Told.LINT, f"{_EDITOR}.lint.lint_text", (".txt",), _PEOPLE, read=True),
    Format("json", Told.LINT, f"{_EDITOR}.lint.lint_json", (".json",)),
    Format("github", Told.LINT, f"{_EDITOR}.lint.lint_github", (".txt",), "for annotations"),
    Format("text", Told.DIFF, f"{_EDITOR}.diff.diff_text", (".txt",), _PEOPLE, read=True),
    Format(
        *("markdown", Told.DIFF, f"{_EDITOR}.diff.diff_markdown", (".md", ".markdown")),
        *("for a pull request", True),
    ),
    Format("json", Told.DIFF, f"{_EDITOR}.diff.diff_json", (".json",)),
    Format("text", Told.COVERAGE, f"{_EDITOR}.coverage_text", (".txt",), _PEOPLE, read=True),
    Format("json", Told.COVERAGE, f"{_EDITOR}.coverage_json", (".json",)),
    Format("text", Told.DEADLINE, f"{_PLAN}.deadlines_text", (".txt",), _PEOPLE, read=True),
    Format("json", Told.DEADLINE, f"{_PLAN}.deadlines_json", (".json",)),
    Format(
        *("ics", Told.DEADLINE, f"{_PLAN}.deadlines_ics", (".ics",)),
        *("for a calendar", True),
    ),
    Format("text", Told.CHECKLIST, f"{_PLAN}.checklist_text", (".txt",), _PEOPLE, read=True),
    Format(
        *("html", Told.CHECKLIST, f"{_PLAN}.checklist_html", (".html", ".htm")),
        *("for a page to send or print", True),
    ),
    Format(
        *("markdown", Told.CHECKLIST, f"{_PLAN}.checklist_markdown", (".md", ".markdown")),
        *("for a ticket", True),
    ),
    Format("json", Told.CHECKLIST, f"{_PLAN}.checklist_json", (".json",)),
    Format("text", Told.WAIVERS, f"{_ROOM}.waivers_text", (".txt",), _PEOPLE, read=True),
    Format("json", Told.WAIVERS, f"{_ROOM}.waivers_json", (".json",)),
    Format("text", Told.VERIFIED, f"{_ROOM}.verified_text", (".txt",), _PEOPLE, read=True),
    Format("json", Told.VERIFIED, f"{_ROOM}.verified_json", (".json",)),
    Format("junit", Told.TEST, f"{_EDITOR}.junit", (".xml",), "for build servers", read=True),
)
"""Every format by its results and its name."""
