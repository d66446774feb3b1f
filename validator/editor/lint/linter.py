"""The linter: runs every rule over a folder of specs and stamps what they find."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from validator.editor.lint import (
    change_lints,
    edition_lints,
    entry_lints,
    explanation_lints,
    reference_lints,
    story_lints,
    text_lints,
    wording_lints,
)
from validator.editor.lint.lints import Remark, remark
from validator.editor.lint.story_lints import Bundles, Ran, run_cases
from validator.errors import Fault
from validator.frozen import frozen
from validator.standard.folder import Folder
from validator.standard.read_specs import Read
from validator.standard.sources import Sources
from validator.standard.spec_file import SpecFile

OF_A_FILE: Final[tuple[Callable[[Read, SpecFile[Any]], Iterator[Fault]], ...]] = (
    text_lints.modeline,
    text_lints.comment_in_text,
    text_lints.untranslated,
    text_lints.stray_space,
    wording_lints.other_language,
    wording_lints.other_figures,
    edition_lints.standing,
    edition_lints.corrections,
)
"""Rules that look at one file; it can be read, but may break its schema."""

OF_AN_EDITION: Final[tuple[Callable[[Sources], Iterable[Fault]], ...]] = (
    reference_lints.clauses,
    reference_lints.codes,
    reference_lints.unread_fields,
    entry_lints.copied,
    entry_lints.other_rows,
    entry_lints.hours_overlap,
    lambda sources: sources.conditions,
)
"""Rules that look at one edition; what makes it unusable is found where it is compiled."""

OF_THE_FOLDER: Final[tuple[Callable[[Folder], Iterator[Fault]], ...]] = (
    reference_lints.shared_files,
    edition_lints.parameters_end,
    edition_lints.reused_ids,
    edition_lints.stray_files,
    change_lints.unsaid_changes,
    change_lints.act_as_before,
    change_lints.jumps,
    explanation_lints.outlived,
)
"""Rules that look at everything."""


@frozen
class Linted:
    """What was found.

    Attributes:
        remarks: in the order of files and lines, each once.
        ran: the cases that were run, by standard and edition.
    """

    remarks: tuple[Remark, ...]
    ran: Mapping[tuple[str, str], Ran]


def lint(
    folder: Folder,
    bundles: Bundles | None,
    before: Mapping[tuple[str, str], Ran] | None = None,
    today: date | None = None,
    editions: Collection[tuple[str, str]] | None = None,
) -> Linted:
    """Everything that is wrong with a folder of specs.

    Args:
        folder: the specs as read.
        bundles: what the cases start from; without it no case is run.
        before: the cases as they were run before.
        today: the day on which certificates may have run out; without one that is not looked at.
        editions: whose cases are run, by standard and edition; those of all if left out.
    """
    runs = before or {}
    drafts = folder.in_turn
    ran = {
        draft.key: run_cases(
            draft,
            bundles if editions is None or draft.key in editions else None,
            runs.get(draft.key),
        )
        for draft in drafts
    }
    found = [*_of_files(folder)]
    for standard in folder.standards:
        found += folder.seams(standard)
    for draft in drafts:
        found += [*draft.faults, *ran[draft.key].faults]
        if draft.sources is not None:
            found += [fault for rule in OF_AN_EDITION for fault in rule(draft.sources)]
            found += ran[draft.key].names
            found += story_lints.untested(draft, ran[draft.key])
    found += [fault for rule in OF_THE_FOLDER for fault in rule(folder)]
    if today is not None:
        found += edition_lints.trusted_days(folder, today)
    remarks = _without_echoes(folder, [remark(fault) for fault in found])
    return Linted(tuple(_in_order(remarks)), ran)


_ECHOES: Final[Mapping[str, tuple[str, ...]]] = {
    "unused-clause": ("unknown-clause", "unknown-ground", "repeated-id"),
    "encoded-after-all": ("repeated-id",),
    "unused-service": ("unknown-service",),
    "unused-parameter": ("unknown-parameter",),
    "unused-calendar": ("unknown-calendar",),
    "unused-code-list": ("unknown-code-list",),
    "unused-document-kind": ("unknown-code",),
    "unread-field": ("unknown-field",),
}
"""What may be wrong only because a name is misspelt elsewhere, by what tells that."""


def _without_echoes(folder: Folder, remarks: Sequence[Remark]) -> Iterator[Remark]:
    """One message for one slip: a name that is misspelt also leaves the right one unused."""
    editions = {"/".join(draft.key) for draft in folder.drafts}
    wrong: dict[str, set[str]] = {}
    for each in remarks:
        around = _edition_of(folder, each)
        # What editions share is unused where any of them misspells it.
        for key in (around, ""):
            wrong.setdefault(key, set()).add(each.lint.id)
    for each in remarks:
        around = _edition_of(folder, each)
        around = around if around in editions else ""
        causes = (*_ECHOES.get(each.lint.id, ()), "cyrillic-letters")
        if each.lint.id not in _ECHOES or wrong[around].isdisjoint(causes):
            yield each


def _edition_of(folder: Folder, remark: Remark) -> str:
    """The folder of the edition in which it is, as `standard/edition`."""
    shown = folder.specs.as_posix()
    return "/".join(remark.fault.file.removeprefix(f"{shown}/").split("/")[:2])


def _of_files(folder: Folder) -> Iterator[Fault]:
    for read in folder.reads:
        yield from read.faults
        if read.file is not None:
            yield from (fault for rule in OF_A_FILE for fault in rule(read, read.file))


def _in_order(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """By place; what two editions say of a file they share is said once."""
    told: set[str] = set()
    for each in sorted(remarks, key=_place):
        key = repr((each.fault.file, _place(each), each.fault.message))
        if key not in told:
            told.add(key)
            yield each


def _place(remark: Remark) -> tuple[str, int, int, str]:
    fault = remark.fault
    return fault.file, fault.line or 0, fault.column or 0, remark.lint.id
