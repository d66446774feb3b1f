"""Nothing in the files of an edition changes without `spec diff` telling it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from jsonschema_rs import Draft202012Validator

from tests.project import KIOSK
from validator.editor.diff import compare
from validator.editor.diff.changes import Diff, Topic
from validator.editor.diff.written_words import is_wording
from validator.editor.mutate import mutants
from validator.editor.stories import StagedStory, prepare, read_cases
from validator.model import LANGUAGES
from validator.output.json import one
from validator.output.view import View
from validator.standard.catalogue import Catalogue
from validator.standard.schemas import SCHEMAS
from validator.standard.shapes import Sort
from validator.standard.sources import Sources

CATALOGUE: Final = Catalogue(KIOSK / "specs")
SOURCES: Final = CATALOGUE.sources("kiosk-permit", "1")
FILES: Final[dict[str, Sort]] = {
    "standard": "standard",
    "application": "application",
    "clauses": "clauses",
    "calendar": "calendar",
    "parameters/rate": "parameter",
}
SCHEMA: Final = {file: Draft202012Validator(SCHEMAS[sort]()) for file, sort in FILES.items()}
DIGESTS: Final = re.compile(rb'"(?:spec_sha256|sha256)": "[0-9a-f]{64}"')


def _stories() -> tuple[StagedStory, ...]:
    cases = read_cases(CATALOGUE.draft("kiosk-permit", "1"))
    return prepare(cases, KIOSK / "samples", datetime(2024, 3, 1, tzinfo=UTC))


STORIES: Final = _stories()


def _reports(sources: Sources) -> list[bytes]:
    """What programs are told of every story, but for the digests of the files."""
    edition = sources.compile()
    return [DIGESTS.sub(b"", one(each.report(edition), View("en"))) for each in STORIES]


def _diff(file: str, value: Any) -> Diff | None:
    """In what the kiosk's standard differs with another file; None where it is no standard."""
    altered = SOURCES.altered(file, value)
    if not SCHEMA[file].is_valid(value) or altered.compiled[0] is None:
        return None
    return compare(SOURCES, altered)


def test_every_mutant_is_told_in_the_words_of_the_diff() -> None:
    """And not merely as it is written: that is for words that the diff knows nothing of."""
    untold, raw = [], []
    for mutant in mutants(SOURCES, SOURCES.compile()):
        diff = _diff(mutant.file, mutant.applied(SOURCES.named(mutant.file).value))
        if diff is None:
            continue
        if not diff.changes:
            untold.append(f"{mutant.name}: {mutant.change}")
        elif all(each.subject.topic is Topic.FILE for each in diff.changes):
            raw.append(f"{mutant.name}: {mutant.change}")
    assert (untold, raw) == ([], [])


def test_every_change_of_any_value_is_told() -> None:
    """Every value gone, doubled or other, every list and map in another order.

    What is not told changes no report of any story; and that is layout alone.
    """
    layout, tried = set(), 0
    base = _reports(SOURCES)
    for file in FILES:
        for place, value in _variants(SOURCES.named(file).value):
            diff = _diff(file, value)
            if diff is None:
                continue
            tried += 1
            if not diff.changes:
                layout.add(f"{file}{place}")
                assert _reports(SOURCES.altered(file, value)) == base, place
    assert tried > 200
    assert [each for each in layout if not each.endswith(" turned")] == []


def _variants(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every way in which one thing in a file can be another one, and where."""
    if is_wording(value):
        lang = LANGUAGES[len(place) % 3]
        yield f"{place}/{lang}", {**value, lang: f"{value[lang]}."}
    elif isinstance(value, dict):
        yield f"{place} turned", dict(reversed(value.items()))
        for key in value:
            yield f"{place}/{key} gone", {each: value[each] for each in value if each != key}
            for where, changed in _variants(value[key], f"{place}/{key}"):
                yield where, {**value, key: changed}
    elif isinstance(value, list):
        yield f"{place} turned", value[::-1]
        for index, each in enumerate(value):
            yield f"{place}/{index} gone", value[:index] + value[index + 1 :]
            if not isinstance(each, dict):  # what has an id or a day cannot be there twice
                yield f"{place}/{index} twice", [*value[: index + 1], each, *value[index + 1 :]]
            for where, changed in _variants(each, f"{place}/{index}"):
                yield where, [*value[:index], changed, *value[index + 1 :]]
    else:
        yield place, _other(value)


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    try:
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    except ValueError:
        return f"{value}2"
