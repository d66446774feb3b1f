"""A folder of specs held against an earlier state of it, edition by edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from validator.editor.diff.changes import Against, Compared
from validator.frozen import frozen
from validator.standard.catalogue import Catalogue
from validator.standard.sources import Sources

Key = tuple[str, str]
"""Standard and edition."""


@frozen
class Pair:
    """An edition as it was and as it is; `before` is the one that a new edition follows."""

    before: Sources
    after: Sources


def hold_against(
    revision: str,
    before: Catalogue,
    after: Catalogue,
    chosen: Callable[[Key], bool],
    compared: Callable[[Sources, Sources], Compared],
) -> Against:
    """Compare the editions of a folder of specs with those of an earlier state.

    Args:
        revision: what the earlier state is called.
        before: the earlier state.
        after: the folder as it is.
        chosen: which editions, by standard and name.
        compared: compares two editions.

    Raises:
        SpecError: one of the two states is unusable.
    """
    olds, news = ([key for key in _keys(each) if chosen(key)] for each in (before, after))
    held: list[Compared] = []
    same: list[str] = []
    for key in news:
        pair = _pair(key, before, after)
        if pair is None:
            continue  # with nothing before it; that it is new is told
        result = compared(pair.before, pair.after)
        if result.diff.changes:
            held.append(result)
        else:
            same.append("/".join(key))
    return Against(
        revision,
        tuple(held),
        tuple(same),
        tuple("/".join(key) for key in news if key not in olds),
        tuple("/".join(key) for key in olds if key not in news),
    )


def _keys(catalogue: Catalogue) -> Iterator[Key]:
    for standard in catalogue.standards:
        for head in catalogue.heads(standard):
            yield standard, head.edition


def _pair(key: Key, before: Catalogue, after: Catalogue) -> Pair | None:
    standard, edition = key
    if standard not in before.standards:
        return None
    known = [head.edition for head in before.heads(standard)]
    names = [head.edition for head in after.heads(standard)]
    earlier = [each for each in names[: names.index(edition) + 1] if each in known]
    if not earlier:
        return None
    return Pair(before.sources(standard, earlier[-1]), after.sources(standard, edition))
