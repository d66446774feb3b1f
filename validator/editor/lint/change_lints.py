"""Lints of an edition against the one before: what changed, and what has to change with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from validator.editor.lint.figures import in_digits, of_values
from validator.errors import Fault
from validator.frozen import frozen
from validator.model import LANGUAGES, Text, declare
from validator.places import pointer
from validator.standard.folder import Folder
from validator.standard.shapes import entries_of
from validator.standard.sources import Sources
from validator.standard.spec_file import ParameterFile

LINT_WORDING_SAYS_OLD = declare("lint_wording_says_old", before=str, now=str, where=str)
LINT_WORDING_AS_BEFORE = declare("lint_wording_as_before", name=str, edition=str)
LINT_JUMP = declare("lint_jump", before=Decimal, now=Decimal)
LINT_ACT_AS_BEFORE = declare("lint_act_as_before", edition=str)

_WORDS: Final = ("title", "fix", "who")
"""The texts of a requirement."""

_UNSAID: Final = (
    *("id", "citation", "duty", "severity", "consequence", "indicates", "refusable"),
    *("manual_without", "failed_without", "met_without", "once_a_person", *_WORDS),
)
"""What of a requirement its texts do not tell."""

_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?(?:[a-z]{1,2})?|\d\d:\d\d|\d{4}-\d\d-\d\d")
"""Values that a text says in figures: counts, durations, times of the day, days."""


@frozen
class _Stated:
    """Something that an edition states with values, and the texts that tell them.

    Attributes:
        place: in `standard.yaml`.
        values: the values.
        wordings: the texts, each by what it is called.
    """

    place: str
    values: Mapping[str, Any]
    wordings: Mapping[str, Text]


def unsaid_changes(folder: Folder) -> Iterator[Fault]:
    """A value is another one than in the edition before, and its texts do not say so."""
    for before, now, edition in _pairs(folder):
        earlier = dict(_stated(before))
        for name, stated in _stated(now):
            if name in earlier:
                yield from _unsaid(now, name, earlier[name], stated, edition)


def _pairs(folder: Folder) -> Iterator[tuple[Sources, Sources, str]]:
    """Each edition that can be understood and the next one, and what the former is called."""
    for before, now in pairwise(folder.in_turn):
        if before.key[0] == now.key[0] and before.sources and now.sources:
            yield before.sources, now.sources, before.key[1]


def _stated(sources: Sources) -> Iterator[tuple[str, _Stated]]:
    """What an edition states, by name: its requirements, and the working hours."""
    standard = sources.standard.value
    clauses = {each["id"]: each["says"] for each in sources.clauses.value["clauses"]}
    of_hours: dict[str, Text] = {}
    for row, place, entry in entries_of(standard):
        wordings: dict[str, Text] = {
            f"{entry['id']}: {word}": entry[word] for word in _WORDS if word in entry
        }
        cited = entry["citation"]
        for clause in [cited] if isinstance(cited, str) else cited.values():
            if clause in clauses:
                wordings[clause] = clauses[clause]
        values = {key: each for key, each in entry.items() if key not in _UNSAID}
        yield entry["id"], _Stated(place, values, wordings)
        if row == "schedule":
            of_hours |= wordings
    if "hours" in standard["schedule"]:
        hours = {"hours": standard["schedule"]["hours"]}
        yield "schedule.hours", _Stated("/schedule", hours, of_hours)


def _unsaid(
    now: Sources, name: str, earlier: _Stated, stated: _Stated, edition: str
) -> Iterator[Fault]:
    changed = list(_changed(earlier.values, stated.values))
    told = False
    for place, old, new in changed:
        figures = _figures(old) - _figures(new)
        where = [
            called
            for called, text in stated.wordings.items()
            if figures and _says_still(text, figures, _figures(new))
        ]
        if where:
            told = True
            args = {"before": str(old), "now": str(new), "where": ", ".join(where)}
            yield now.standard.fault(stated.place + place, LINT_WORDING_SAYS_OLD, **args)
    same = [*stated.wordings.values()] == [*earlier.wordings.values()]
    if changed and same and not told:
        place = stated.place + changed[0][0]
        yield now.standard.fault(place, LINT_WORDING_AS_BEFORE, name=name, edition=edition)


def _changed(before: Any, now: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two values differ, and how; what is only in one of them counts as a whole."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in now:
            if key not in before:
                yield place + pointer(key), None, now[key]
            else:
                yield from _changed(before[key], now[key], place + pointer(key))
        if before.keys() - now.keys():
            yield place, before, now
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for index, (old, new) in enumerate(zip(before, now, strict=True)):
            yield from _changed(old, new, f"{place}/{index}")
    elif before != now:
        yield place, before, now


def _figures(value: Any) -> frozenset[int]:
    """What a text has to say for a value; nothing for one that is no figure."""
    is_figure = not isinstance(value, bool) and _FIGURE.fullmatch(str(value)) is not None
    return in_digits(str(value)) if is_figure else frozenset()


def _says_still(text: Text, old: frozenset[int], new: frozenset[int]) -> bool:
    """Whether a text says the old figures in every language, and the new ones in none."""
    figures = [of_values(text[lang], lang) for lang in LANGUAGES]
    return all(old <= each for each in figures) and not any(new & each - old for each in figures)


def act_as_before(folder: Folder) -> Iterator[Fault]:
    """An edition names the act of the edition before, in some language."""
    for before, now, edition in _pairs(folder):
        old, new = (each.standard.value["act"] for each in (before, now))
        same = next((lang for lang in LANGUAGES if " ".join(old[lang].split()) == new[lang]), None)
        if same is not None:
            yield now.standard.fault(f"/act/{same}", LINT_ACT_AS_BEFORE, edition=edition)


def jumps(folder: Folder) -> Iterator[Fault]:
    """A dated value is by more than half another one than the one before.

    A slip of the finger makes one figure too many or too few. Where the source repeats the value in
    every language, somebody has written it twice.
    """
    for read in folder.shared.parameters.values():
        file: ParameterFile | None = read.sound
        values = file.value["values"] if file is not None else ()
        for index, (before, now) in enumerate(pairwise(values), 1):
            old, new = (Decimal(str(each["value"])) for each in (before, now))
            repeated = all(int(new) in in_digits(now["source"][lang]) for lang in LANGUAGES)
            if file is not None and abs(new - old) * 2 > old and not repeated:
                args = {"before": old, "now": new}
                yield file.fault(f"/values/{index}/value", LINT_JUMP, **args)
