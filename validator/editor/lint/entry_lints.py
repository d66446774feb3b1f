"""Lints of entries beside one another: copies, citations of other rows, hours that meet."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from validator.errors import Fault
from validator.form.idle_conditions import apart
from validator.model import declare
from validator.places import pointer
from validator.standard.shapes import ROWS, RawEntry, alternatives_of, entries_of
from validator.standard.sources import Sources

LINT_COPIED = declare("lint_copied", name=str, other=str)
LINT_HOURS_OVERLAP = declare("lint_hours_overlap", number=int)
LINT_OTHER_ROW = declare("lint_other_row", name=str, row=str)

_AT_HOME: Final = 3
"""Citations of a clause, and of what is below it, that make a row its home."""


def copied(sources: Sources) -> Iterator[Fault]:
    """A requirement says what another one says already, but for its id and its title."""
    known: dict[str, str] = {}
    for row, place, entry in entries_of(sources.standard.value):
        said = {key: each for key, each in entry.items() if key not in ("id", "title")}
        key = json.dumps([row, said], sort_keys=True)
        if key in known:
            args = {"name": entry["id"], "other": known[key]}
            yield sources.standard.fault(f"{place}/id", LINT_COPIED, **args)
        known.setdefault(key, entry["id"])


def hours_overlap(sources: Sources) -> Iterator[Fault]:
    """Hours of some applications may be those of others that have other hours too.

    Nobody could say then on which day such an application counts as accepted.
    """
    others = sources.standard.value["schedule"].get("other_hours", ())
    for (first, one), (second, other) in combinations(enumerate(others), 2):
        if any(
            not any(apart(tests[name], more[name]) for name in tests.keys() & more.keys())
            for tests in alternatives_of(one["when"])
            for more in alternatives_of(other["when"])
        ):
            place = f"/schedule/other_hours/{second}/when"
            yield sources.standard.fault(place, LINT_HOURS_OVERLAP, number=first + 1)


def other_rows(sources: Sources) -> Iterator[Fault]:
    """A requirement cites the clause of another row than the one that it stands in.

    Nobody says which clauses belong to which row, so what the others do tells: an act that numbers
    its clauses by rows, or a row that cites a clause again and again. What a row
    cites twice it means.
    """
    standard = sources.standard
    cited: dict[str, Counter[str]] = defaultdict(Counter)
    found: list[tuple[str, str, str]] = []
    for row, place, entry in entries_of(standard.value):
        if not _can_stand_nowhere_else(entry):
            found += [
                (row, f"{place}/citation{below}", clause) for below, clause in _citations(entry)
            ]
        cited[row].update({family(clause) for _, clause in _citations(entry)})
    homes = _homes(cited)
    times = Counter((row, family(clause)) for row, _, clause in found)
    for row, place, clause in found:
        home = homes.get(family(clause), row)
        if home != row and times[row, family(clause)] == 1:
            yield standard.fault(place, LINT_OTHER_ROW, name=clause, row=home)


def _can_stand_nowhere_else(entry: RawEntry) -> bool:
    """Whether only its own row can say it: a term of other moments, a paper that lifts a ground."""
    term = entry.get("term")
    is_of_moments = isinstance(term, dict) and "until" in term
    lifts_a_ground = "kind" in entry and entry.get("citation") == entry.get("consequence")
    return is_of_moments or lifts_a_ground


def _homes(cited: Mapping[str, Counter[str]]) -> Mapping[str, str]:
    """The row that each clause of the first order belongs to, where that is plain."""
    homes: dict[str, str] = {}
    for act in {family.partition(".")[0] for counts in cited.values() for family in counts}:
        # The last section is of the rules, which are no row.
        by_number = {f"{act}.{number}": row for number, row in enumerate(ROWS[:-1], 1)}
        rows = [
            row for row, counts in cited.items() if any(f.startswith(f"{act}.") for f in counts)
        ]
        most = {row: cited[row].most_common(1)[0][0] for row in rows}
        numbered = [row for row in rows if by_number.get(most[row]) == row]
        if len(numbered) >= _AT_HOME and len(numbered) * 2 > len(rows):
            homes |= by_number
    for family in {each for counts in cited.values() for each in counts} - homes.keys():
        counts = {row: each[family] for row, each in cited.items() if each[family]}
        row = max(counts, key=lambda each: counts[each])
        if counts[row] >= _AT_HOME and all(n == 1 for each, n in counts.items() if each != row):
            homes[family] = row
    return homes


def _citations(entry: RawEntry) -> list[tuple[str, str]]:
    citation = entry["citation"]
    if isinstance(citation, str):
        return [("", citation)]
    return [(pointer(service), clause) for service, clause in citation.items()]


def family(clause: str) -> str:
    """The clause of the first order, such as `list.8` of `list.8.1.c`."""
    return ".".join(clause.split(".")[:2])
