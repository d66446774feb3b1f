"""What serves the things of an application: whom an entry serves, and what the last one says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.made import facts_of, lacking, path_to, violations_of
from validator.checks import KINDS
from validator.errors import NeedsPerson, NotApplicable
from validator.model import Violation

_SAID = {
    "items": path_to("premises"),
    "entries": path_to("visits"),
    "at": path_to("at"),
    "path": path_to("conclusion"),
    "allowed": ("positive",),
}
_SERVED = {
    "items": path_to("premises"),
    "entries": path_to("visits"),
    "at": path_to("at"),
    "has": (path_to("at"), path_to("conclusion")),
}
_CONCLUDED = "/visits/0/conclusion"
GOOD = {"at": "2026-01-16T10:00:00+05:00", "conclusion": "positive"}
LATER = {"at": "2026-01-17T10:00:00+05:00", "conclusion": "positive"}
BAD = {"at": "2026-01-16T10:00:00+05:00", "conclusion": "negative"}


def _manifest(*visits: Any, premises: int = 2) -> dict[str, Any]:
    return {"premises": [{"id": f"p{n}"} for n in range(premises)], "visits": list(visits)}


def _said(*visits: Any, premises: int = 2) -> list[tuple[str, str]]:
    return violations_of("last_says", facts_of(_manifest(*visits, premises=premises)), **_SAID)


def test_what_serves_several_things_is_told_once() -> None:
    told = [("/visits/0/conclusion", "value_not_allowed")]
    assert _said({**BAD, "premises": ["p0", "p1"]}) == told
    assert _said(BAD) == told
    assert _said({**BAD, "premises": ["p0", "p0"]}, {**GOOD, "premises": ["p1"]}) == told


def test_the_last_of_all_that_serve_a_thing_counts() -> None:
    of_one = {**BAD, "premises": ["p0"]}
    assert _said(of_one, LATER) == []
    assert _said({**of_one, "at": LATER["at"]}, GOOD) == [
        ("/visits/0/conclusion", "value_not_allowed")
    ]
    # At one time each counts, whether it serves one thing or all.
    assert _said(of_one, GOOD) == [("/visits/0/conclusion", "value_not_allowed")]
    untimed = {"conclusion": "negative"}
    assert _said(untimed, GOOD) == []
    assert _said({**untimed, "premises": ["p0"]}, {"conclusion": "positive"}) == [
        ("/visits/0/conclusion", "value_not_allowed")
    ]


def test_what_leaves_it_out_or_serves_nothing_is_for_a_person() -> None:
    for visits in ([{"at": GOOD["at"]}], [{**GOOD, "premises": ["p0"]}], []):
        with pytest.raises(NeedsPerson):
            _said(*visits)
    assert _said({"at": GOOD["at"], "premises": ["p0"]}, LATER) == []


def test_without_things_all_entries_serve_the_same() -> None:
    assert _said({**BAD, "premises": ["p0"]}, premises=0) == [
        ("/visits/0/conclusion", "value_not_allowed")
    ]


def test_a_time_that_is_not_known_leaves_open_which_is_the_last() -> None:
    facts = facts_of(_manifest(GOOD, {**BAD, "premises": ["p0"]}), ["/visits/1/at"])
    assert lacking("last_says", facts, **_SAID) == "/visits/1/at"
    facts = facts_of(_manifest({**GOOD, "at": "x"}, LATER), ["/visits/0/at"])
    assert lacking("last_says", facts, **_SAID) == "/visits/0/at"


def test_a_conclusion_that_is_not_known_leaves_it_open() -> None:
    facts = facts_of(_manifest(GOOD), ["/visits/0/conclusion"])
    assert lacking("last_says", facts, **_SAID) == "/visits/0/conclusion"


def test_a_conclusion_before_the_last_may_be_unknown() -> None:
    last = {**LATER, "premises": ["p0", "p1"]}
    assert violations_of("last_says", facts_of(_manifest(GOOD, last), [_CONCLUDED]), **_SAID) == []
    last["conclusion"] = "negative"
    told = [("/visits/1/conclusion", "value_not_allowed")]
    facts = facts_of(_manifest(GOOD, last), [_CONCLUDED])
    assert violations_of("last_says", facts, **_SAID) == told


def test_of_whom_it_is_not_known_whether_it_serves_is_asked_where_nothing_else_does() -> None:
    visits = ({**GOOD, "premises": ["p0", "p9"]},)
    facts = facts_of(_manifest(*visits), ["/visits/0/premises/1"])
    assert lacking("last_says", facts, **_SAID) == "/visits/0/premises/1"
    assert lacking("each_served", facts, **_SERVED) == "/visits/0/premises/1"
    facts = facts_of(_manifest(*visits, LATER), ["/visits/0/premises/1"])
    assert violations_of("last_says", facts, **_SAID) == []
    assert violations_of("each_served", facts, **_SERVED) == []


def test_a_thing_without_an_id_is_asked_for_it_only_where_entries_name_some() -> None:
    manifest = {**_manifest(GOOD), "premises": [{}]}
    assert violations_of("last_says", facts_of(manifest), **_SAID) == []
    assert violations_of("each_served", facts_of(manifest), **_SERVED) == []
    named = {**_manifest({**GOOD, "premises": ["p0"]}), "premises": [{}]}
    assert lacking("last_says", facts_of(named), **_SAID) == "/premises/0/id"
    with pytest.raises(NeedsPerson):
        violations_of("last_says", facts_of({"premises": [{}], "visits": []}), **_SAID)


def _served(*visits: Any) -> list[tuple[str, str]]:
    return violations_of("each_served", facts_of(_manifest(*visits)), **_SERVED)


def test_each_thing_has_an_entry_with_all_that_it_needs() -> None:
    assert _served() == [("/visits", "value_absent")]
    assert _served(GOOD) == []
    assert _served({**GOOD, "premises": ["p0"]}, {**GOOD, "premises": ["p1"]}) == []
    assert _served({**GOOD, "premises": ["p0"]}) == [("/visits", "entry_unserved")]
    lacks = {"at": GOOD["at"]}
    assert _served(lacks, GOOD) == []
    assert _served(lacks, {**GOOD, "premises": ["p0"]}, {**GOOD, "premises": ["p1"]}) == []


@pytest.mark.parametrize(
    "visits",
    [
        [{"at": GOOD["at"]}],
        [{"at": GOOD["at"]}, {**GOOD, "premises": ["p0"]}],
        [{"at": GOOD["at"], "premises": ["p0"]}, {**GOOD, "premises": ["p1"]}],
    ],
)
def test_what_an_entry_lacks_leaves_it_open(visits: Any) -> None:
    facts = facts_of(_manifest(*visits))
    assert lacking("each_served", facts, **_SERVED) == "/visits/0/conclusion"


def _lacks(index: int) -> str:
    return f"/visits/{index}/conclusion"


def test_of_several_entries_the_last_one_has_what_is_needed() -> None:
    before, after = {**GOOD, "at": "2026-01-15T10:00:00+05:00"}, {"at": LATER["at"]}
    assert lacking("each_served", facts_of(_manifest(GOOD, after)), **_SERVED) == _lacks(1)
    assert lacking("each_served", facts_of(_manifest(after, GOOD)), **_SERVED) == _lacks(0)
    of_one = facts_of(_manifest(GOOD, {**after, "premises": ["p0"]}))
    assert lacking("each_served", of_one, **_SERVED) == _lacks(1)
    assert _served({"at": before["at"]}, GOOD) == []
    assert _served(GOOD, {"premises": ["p0"]}) == []
    assert _served(before, {"at": before["at"], "premises": ["p1"]}) == []


def test_which_served_last_is_open_where_a_time_is_malformed() -> None:
    facts = facts_of(_manifest(GOOD, {**GOOD, "premises": ["p0"]}), ["/visits/1/at"])
    assert lacking("each_served", facts, **_SERVED) == "/visits/1/at"


_BETWEEN = {
    "entries": path_to("visits"),
    "dates": (path_to("told"), path_to("at")),
    "since": path_to("accepted"),
    "until": path_to("decided"),
}
_INSIDE = {"accepted": "2026-01-12", "decided": "2026-01-20"}


def _between(manifest: dict[str, Any], *malformed: str) -> list[tuple[str, str]]:
    return violations_of("dates_between", facts_of(manifest, malformed), **_BETWEEN)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-11", [("/visits/0/at", "date_after")]),
        ("2026-01-12", []),
        ("2026-01-20", []),
        ("2026-01-21", [("/visits/0/at", "date_after")]),
    ],
)
def test_dates_lie_between_two_others(day: str, expected: list[tuple[str, str]]) -> None:
    assert _between({**_INSIDE, "visits": [{"at": day}]}) == expected


def test_each_date_of_each_entry_is_compared() -> None:
    visits = [{"at": "2026-01-13", "told": "2026-01-10"}, {}, {"at": "2026-01-25"}]
    assert _between({**_INSIDE, "visits": visits}) == [
        ("/visits/0/told", "date_after"),
        ("/visits/2/at", "date_after"),
    ]


@pytest.mark.parametrize(
    "manifest",
    [
        {**_INSIDE, "visits": []},
        {**_INSIDE, "visits": [{}]},
        {"visits": [{"at": "2026-01-11"}]},
    ],
)
def test_without_two_dates_there_is_nothing_to_compare(manifest: dict[str, Any]) -> None:
    with pytest.raises(NotApplicable):
        _between(manifest)


def test_one_bound_is_enough() -> None:
    assert _between({"decided": "2026-01-20", "visits": [{"at": "2026-01-20"}]}) == []
    assert _between({"accepted": "2026-01-12", "visits": [{"at": "2026-01-11"}]}) == [
        ("/visits/0/at", "date_after")
    ]


@pytest.mark.parametrize(
    ("visit", "malformed"),
    [
        ({"at": "2026-01-13"}, "/accepted"),
        ({"at": "2026-01-13"}, "/decided"),
        ({"at": "x", "told": "2026-01-13"}, "/visits/0/at"),
        ({"at": "2026-01-13", "told": "x"}, "/visits/0/told"),
    ],
)
def test_what_cannot_be_compared_leaves_it_open(visit: dict[str, Any], malformed: str) -> None:
    facts = facts_of({**_INSIDE, "visits": [visit]}, [malformed])
    assert lacking("dates_between", facts, **_BETWEEN) == malformed


@pytest.mark.parametrize(
    ("visit", "malformed"),
    [
        ({"at": "2026-01-21"}, "/accepted"),
        ({"at": "2026-01-11"}, "/decided"),
        ({"at": "2026-01-21", "told": "x"}, "/visits/0/told"),
    ],
)
def test_what_is_certainly_wrong_is_told_beside_it(visit: dict[str, Any], malformed: str) -> None:
    facts = facts_of({**_INSIDE, "visits": [visit]}, [malformed])
    found = KINDS["dates_between"].run(facts, **_BETWEEN)
    first = next(iter(found))
    assert isinstance(first, Violation)
    assert first.pointer == "/visits/0/at"
