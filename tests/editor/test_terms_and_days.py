"""Terms, days of rules and hours, as editors see them: differences, mutants, lints, the book."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from tests.checks.made import STANDARD, compiled, entry, kiosk, moment
from tests.command import call
from tests.project import KIOSK
from tests.standard.made import sources_of
from validator.editor.book.build import build
from validator.editor.diff import compare
from validator.editor.diff.changed_terms import term_details
from validator.editor.diff.changes import Effect, Topic
from validator.editor.diff.diff_json import value
from validator.editor.diff.measures import at_most
from validator.editor.mutants import DROPPED
from validator.editor.mutate import mutants
from validator.explanation.law_words import shown
from validator.facts.conditions import Condition, Test
from validator.facts.paths import SUBMITTED_AT
from validator.facts.paths import Path as Field
from validator.facts.time_limits import Extension, TimeLimit
from validator.law.lengths import Length, length_of
from validator.model import LANGUAGES
from validator.standard.catalogue import Catalogue
from validator.words.messages import term

Test.__test__ = False  # type: ignore[attr-defined]  # a noun of the specs
_DAYS: Final = Length(10, "d")
_LIT: Final = Test(Field(("lit",)), allowed=(True,))
_AT_ALL: Final = Extension(Condition(((_LIT,),)), Length(5, "d"))
_IF_LARGE: Final = Extension(Condition(((_LIT, Test(Field(("area",)), min=9)),)), Length(5, "d"))
_NOTICE_TERM: Final = (
    "id: deadline.test, duty: provider, services: [grant],"
    " term: {calendar_days: 3, until: processing.noticed_on}"
)
TIGHTER, LOOSER, UNCLEAR = Effect.TIGHTENED, Effect.LOOSENED, Effect.UNCLEAR


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (TimeLimit(_DAYS), TimeLimit(Length(9, "d")), {"calendar_days": TIGHTER}),
        (TimeLimit(_DAYS), TimeLimit(Length(11, "d")), {"calendar_days": LOOSER}),
        (TimeLimit(_DAYS), TimeLimit(Length(10, "wd")), {"term": UNCLEAR}),
        (TimeLimit(_DAYS), TimeLimit(_DAYS, SUBMITTED_AT), {"term_from": UNCLEAR}),
        (TimeLimit(_DAYS), TimeLimit(_DAYS, until=Field(("a",))), {"term_until": UNCLEAR}),
        (TimeLimit(_DAYS), TimeLimit(_DAYS, to_working_day=True), {"to_working_day": LOOSER}),
        (TimeLimit(_DAYS, to_working_day=True), TimeLimit(_DAYS), {"to_working_day": TIGHTER}),
        (
            TimeLimit(_DAYS),
            TimeLimit(_DAYS, extended=_AT_ALL),
            {"extended": LOOSER, "extended_by": LOOSER},
        ),
        (
            TimeLimit(_DAYS, extended=_AT_ALL),
            TimeLimit(_DAYS, extended=_IF_LARGE),
            {"extended": TIGHTER},
        ),
        (
            TimeLimit(_DAYS, extended=_AT_ALL),
            TimeLimit(_DAYS, extended=Extension(_AT_ALL.when, Length(6, "d"))),
            {"extended_by": LOOSER},
        ),
        (TimeLimit(_DAYS, extended=_AT_ALL), TimeLimit(_DAYS, extended=_AT_ALL), {}),
    ],
)
def test_each_part_of_a_term_is_compared(
    before: TimeLimit, after: TimeLimit, expected: dict[str, Effect]
) -> None:
    found = list(term_details(before, after))

    assert {each.what: each.effect for each in found} == expected
    for lang in LANGUAGES:
        assert all(shown(side, lang) for each in found for side in (each.before, each.after))
    json.dumps([value(each.after) for each in found])


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("30d", "29d", TIGHTER),
        ("30d", "1mo", UNCLEAR),
        ("12mo", "1y", Effect.NONE),
        ("1y", "13mo", LOOSER),
        ("24h", "1d", UNCLEAR),
        ("48h", "1d", TIGHTER),
        ("5wd", "40d", UNCLEAR),
        ("5d", "7wd", LOOSER),
    ],
)
def test_only_what_is_certain_is_called_tighter_or_looser(
    before: str, after: str, effect: Effect
) -> None:
    assert at_most(length_of(before), length_of(after)) is effect


_MANY: Final = (
    moment("noticed_on", "date"),
    entry(
        "deadlines",
        "id: deadline.test, duty: provider, services: [grant], from: 2024-03-01, "
        "until: 2024-06-30, day: $accepted_on, term: {calendar_days: 3, from: submitted_at, "
        "until: processing.noticed_on, to_working_day: true, "
        "extended: {when: {lit: {allowed: [true]}}, by: {working_days: 2}}}",
    ),
    (
        STANDARD,
        '{from: "13:00", until: "14:00"}}\n',
        '{from: "13:00", until: "14:00"}}\n'
        "  other_hours:\n"
        "    - {when: {size: {allowed: [large]}}, every_day: true}\n"
        '    - {when: {area: {max: 20}}, opens: "10:00", closes: "12:00"}\n',
    ),
)


def test_mutants_change_each_part(tmp_path: Path) -> None:
    catalogue = Catalogue(kiosk(tmp_path, *_MANY))
    edition = catalogue.edition("kiosk-permit", "1")
    found = list(mutants(catalogue.sources("kiosk-permit", "1"), edition))

    def changed(place: str) -> list[Any]:
        return [each.new for each in found if each.name == place]

    here = "/deadlines/deadline.test"
    assert changed(f"{here}/from") == [DROPPED, "2024-02-29", "2024-03-02"]
    assert changed(f"{here}/until") == [DROPPED, "2024-06-29", "2024-07-01"]
    assert changed(f"{here}/day") == [DROPPED]
    assert changed(f"{here}/term/calendar_days") == [2, 4]
    assert changed(f"{here}/term/from") == changed(f"{here}/term/until") == [DROPPED]
    assert changed(f"{here}/term/to_working_day") == changed(f"{here}/term/extended") == [DROPPED]
    assert changed(f"{here}/term/extended/by/working_days") == [1, 3]
    assert changed(f"{here}/term/extended/when/lit/allowed/0") == [False]
    assert changed("/schedule/other_hours/0") == changed("/schedule/other_hours/1") == [DROPPED]
    assert changed("/schedule/other_hours/0/every_day") == [DROPPED]
    assert changed("/schedule/other_hours/1/closes") == ["11:59", "12:01"]
    assert changed("/schedule/other_hours/1/when/area/max") == [19, 21]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_book_tells_terms_and_hours(tmp_path: Path, lang: str) -> None:
    (book,) = build(compiled(kiosk(tmp_path, *_MANY)), (), [lang], 2024)
    grant = book.services[0]

    assert [each.working_days for each in grant.terms] == [5, 0]
    assert all("$" not in each and "term_" not in each for each in (grant.terms[1].told,))
    assert term("test.from", lang, day=date(2024, 3, 1)) in grant.terms[1].when[0]
    large, small = book.year.other_hours
    assert "10:00" in small
    assert large != small
    assert "other" not in large


def test_a_difference_in_hours_is_told(tmp_path: Path) -> None:
    before, after = (sources_of(each) for each in (KIOSK / "specs", kiosk(tmp_path, *_MANY)))
    found = {each.subject.id: each for each in compare(before, after, date(2024, 2, 5)).changes}

    (hours,) = found["schedule"].details
    assert (hours.what, hours.before) == ("other_hours", None)
    assert "10:00–12:00" in shown(hours.after, "en")


def test_every_part_that_changes_is_told_in_words_of_its_own(tmp_path: Path) -> None:
    sources = sources_of(kiosk(tmp_path, *_MANY))
    own = ("/deadlines/deadline.test/", "/schedule/other_hours/")
    told = {}
    for mutant in mutants(sources, sources.compile()):
        if mutant.name.startswith(own) and "/citation" not in mutant.name:
            altered = sources.altered(mutant.file, mutant.applied(sources.standard.value))
            if altered.compiled[0] is not None:
                changes = compare(sources, altered).changes
                told[mutant.name, mutant.change] = {each.subject.topic for each in changes}

    assert len(told) > 15
    wrong = [key for key, topics in told.items() if not topics or Topic.FILE in topics]
    assert wrong == []


def test_bounds_that_say_nothing_are_told(tmp_path: Path) -> None:
    idle = entry(
        "other",
        "id: area.test, duty: applicant, check: {kind: value, path: area}, from: 2024-01-01",
    )
    found = Catalogue(kiosk(tmp_path, idle)).sources("kiosk-permit", "1").conditions

    assert [each.message.key for each in found] == ["lint_always_holds"]
    assert found[0].message.args == {"what": "day"}


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2024-02-08", None),
        ("2024-02-09", "expected 2024-02-09, found 2024-02-08"),
        ("null", "expected –, found 2024-02-08"),
    ],
)
def test_a_story_tells_the_last_day_of_a_further_term(
    tmp_path: Path, day: str, found: str | None
) -> None:
    cases = "kiosk-permit/1/cases/all.yaml"
    told = f"    expect:\n      derived: {{terms: {{deadline.test: {day}}}}}\n"
    specs = kiosk(
        tmp_path,
        moment("noticed_on", "date"),
        entry("deadlines", _NOTICE_TERM),
        (cases, "    expect:\n", told),
    )
    done = call("spec", "test", "--specs", specs, "--samples", KIOSK / "samples", "--lang", "en")

    lines = [line for line in done.stdout.splitlines() if "derived.terms.deadline.test" in line]
    assert [line.partition("deadline.test: ")[2] for line in lines] == [found] * bool(found)
