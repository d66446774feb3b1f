"""When editions are in force: their days, and whether one follows the other without a seam."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from validator.errors import Fault
from validator.form.idle_conditions import SPEC_EMPTY_RANGE
from validator.frozen import frozen
from validator.model import declare
from validator.standard.days import unknown_zone
from validator.standard.spec_file import SPEC_IMPOSSIBLE_DATE, StandardFile

SPEC_GAP = declare("spec_gap", earlier=str, later=str)
SPEC_OVERLAP = declare("spec_overlap", earlier=str, later=str)


@frozen
class Head:
    """What has to be known of an edition before it is compiled."""

    standard: str
    edition: str
    first: date
    until: date | None
    file: StandardFile

    def covers(self, day: date) -> bool:
        """Whether the edition is in force on a day."""
        return self.first <= day and (self.until is None or day <= self.until)


def read_head(file: StandardFile) -> tuple[Head | None, Sequence[Fault]]:
    """From a sound `standard.yaml`: when the edition is in force, None without such days.

    Returns:
        The head, and everything that is wrong with the days or the time zone.
    """
    raw, faults = file.value["in_force"], list(unknown_zone(file))
    given = {"from": raw["from"], **({"until": raw["until"]} if "until" in raw else {})}
    days: dict[str, date] = {}
    for end, day in given.items():
        try:
            days[end] = date.fromisoformat(day)
        except ValueError:
            faults.append(file.fault(f"/in_force/{end}", SPEC_IMPOSSIBLE_DATE, value=day))
    if len(days) < len(given):
        return None, faults
    first, until = days["from"], days.get("until")
    if until is not None and until < first:
        faults.append(file.fault("/in_force/until", SPEC_EMPTY_RANGE))
    standard, edition = file.path.parts[:2]
    return Head(standard, edition, first, until, file), faults


def seams(heads: Sequence[Head]) -> list[Fault]:
    """Gaps and overlaps between editions that follow one another."""
    faults = []
    for earlier, later in pairwise(heads):
        if earlier.until is None or later.first <= earlier.until:
            key = SPEC_OVERLAP
        elif later.first > earlier.until + timedelta(days=1):
            key = SPEC_GAP
        else:
            continue
        args = {"earlier": earlier.edition, "later": later.edition}
        faults.append(later.file.fault("/in_force/from", key, **args))
    return faults
