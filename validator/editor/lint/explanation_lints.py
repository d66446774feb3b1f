"""Lints of `mutants.yaml`: what it explains is still there, and still what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from validator.editor.fates import read_explanations
from validator.editor.mutants import Mutant
from validator.editor.mutate import mutants
from validator.errors import Fault
from validator.model import declare
from validator.standard.folder import Draft, Folder

LINT_EXPLAINS_NOTHING = declare("lint_explains_nothing", name=str)
LINT_EXPLAINED_BEFORE = declare("lint_explained_before", name=str, edition=str)

_DAYS: Final = "/in_force/"
_OWN: Final = 4
"""Names down to the value of a requirement, the empty one before the first stroke among them."""


def outlived(folder: Folder) -> Iterator[Fault]:
    """An explanation speaks of a value that is gone, or that was another one before."""
    changes = {draft.key: _changes(draft) for draft in folder.in_turn}
    for draft in folder.in_turn:
        known = changes[draft.key]
        if known is None or draft.explained is None or draft.explained.sound is None:
            continue
        for each in read_explanations(draft).entries:
            if not any(map(each.covers, known)):
                place = f"{each.place}/at"
                yield draft.explained.sound.fault(place, LINT_EXPLAINS_NOTHING, name=each.at)
    for before, now in pairwise(folder.in_turn):
        earlier, later = changes[before.key], changes[now.key]
        if before.key[0] == now.key[0] and earlier is not None and later is not None:
            yield from _of_then(before, now, _values(earlier), _values(later))


def _changes(draft: Draft) -> Sequence[Mutant] | None:
    """Every change of an edition that cases may notice; None where it is not whole."""
    edition = None if draft.sources is None or draft.faults else draft.sources.compiled[0]
    if edition is None or draft.sources is None or draft.explained is None:
        return None
    return [*mutants(draft.sources, edition)]


def _values(changes: Sequence[Mutant]) -> Mapping[str, Any]:
    """Every value by its place, but for the days of the edition, which are others each time."""
    return {each.name: each.old for each in changes if not each.name.startswith(_DAYS)}


def _of_then(
    before: Draft, now: Draft, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Fault]:
    """The explanations that are those of the edition before, of values that are others now."""
    if before.explained is None or now.explained is None or now.explained.sound is None:
        return
    known = [(each.at, dict(each.reason)) for each in read_explanations(before).entries]
    for each in read_explanations(now).entries:
        is_copied = (each.at, dict(each.reason)) in known
        if is_copied and _around(each.at, old) != _around(each.at, new):
            place = f"{each.place}/reason"
            args = {"name": each.at, "edition": before.key[1]}
            yield now.explained.sound.fault(place, LINT_EXPLAINED_BEFORE, **args)


def _around(at: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A value, and the others of the same map where that is not the whole requirement."""
    parts = at.split("/")
    depth = len(parts) - (parts[2:3] == ["requirements"])
    beside = "/".join(parts[:-1]) + "/" if depth > _OWN else at
    return {name: each for name, each in values.items() if name == at or name.startswith(beside)}
