"""The difference between two editions in what they demand, not in how their files are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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

__all__ = ["compare", "compare_sources"]


def compare(a: Edition, b: Edition, day: date | None = None) -> Diff:
    """In what `b` differs from `a` once both are compiled, as far as the diff has words for it.

    Args:
        a: the earlier edition, or the last version of it.
        b: the later edition, or the working copy.
        day: the day for which fees are put into tenge; the first on which both editions have
            taken force, if left out.
    """
    day = day or max(a.regulation.in_force, b.regulation.in_force)
    return Diff(a.regulation, b.regulation, tuple(_changes(a, b, day)))


def compare_sources(a: Sources, b: Sources, day: date | None = None) -> Diff:
    """Everything in which `b` differs from `a`; what only their files' layout makes is nothing.

    What the diff has no words for is told as it is written in the files.

    Args:
        a, b, day: as `compare` takes them, the editions by their files.

    Raises:
        SpecError: one of them is unusable.
    """
    diff = compare(a.compile(), b.compile(), day)
    return replace(diff, changes=(*diff.changes, *file_changes(a, b, diff.changes)))


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
