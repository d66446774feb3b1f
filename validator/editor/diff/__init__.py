"""The difference between two editions in what they demand, not in how their files are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.editor.diff.changed_days import calendar_changes, parameter_changes
from validator.editor.diff.changed_fields import code_list_changes, field_changes
from validator.editor.diff.changed_files import file_changes
from validator.editor.diff.changed_rules import requirement_changes
from validator.editor.diff.changed_setting import (
    clause_changes,
    edition_changes,
    ground_changes,
    renumbered_grounds,
    schedule_changes,
    service_changes,
)
from validator.editor.diff.changes import Change, Diff
from validator.standard.edition import Edition
from validator.standard.sources import Sources

__all__ = ["compare"]


def compare(a: Sources, b: Sources, day: date | None = None) -> Diff:
    """Everything in which `b` differs from `a`; what only their files' layout makes is nothing.

    Args:
        a: the earlier edition, or the last version of it.
        b: the later edition, or the working copy.
        day: the day for which fees are put into tenge; the first on which both editions have
            taken force, if left out.
    """
    old, new = a.compile(), b.compile()
    day = day or max(old.regulation.in_force, new.regulation.in_force)
    changes = list(_changes(old, new, day))
    changes += file_changes(a, b, changes)
    return Diff(old.regulation, new.regulation, tuple(changes))


def _changes(a: Edition, b: Edition, day: date) -> Iterator[Change]:
    renumbered = renumbered_grounds(a, b)
    yield from requirement_changes(a, b, renumbered, day)
    yield from ground_changes(a, b, renumbered)
    yield from service_changes(a, b)
    yield from schedule_changes(a, b)
    yield from calendar_changes(a, b)
    yield from parameter_changes(a, b)
    yield from field_changes(a, b)
    yield from code_list_changes(a, b, renumbered)
    yield from edition_changes(a, b)
    yield from clause_changes(a, b)
