"""A folder of specs held against an earlier state of it, edition by edition."""

from __future__ import annotations

from collections.abc import Callable

from validator.editor.diff.changes import Against, Compared
from validator.standard.catalogue import Catalogue
from validator.standard.sources import Sources


def hold_against(
    revision: str,
    before: Catalogue,
    after: Catalogue,
    chosen: Callable[[tuple[str, str]], bool],
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
    olds, news = ([key for key in each.names() if chosen(key)] for each in (before, after))
    held: list[Compared] = []
    same: list[str] = []
    for key in news:
        earlier = _earlier(*key, before, after)
        if earlier is None:
            continue  # with nothing before it; that it is new is told
        result = compared(earlier, after.sources(*key))
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


def _earlier(standard: str, edition: str, before: Catalogue, after: Catalogue) -> Sources | None:
    """An edition as it was, or for a new one the one that it follows; None where there is none."""
    if standard not in before.standards:
        return None
    known = [head.edition for head in before.heads(standard)]
    names = [head.edition for head in after.heads(standard)]
    earlier = [each for each in names[: names.index(edition) + 1] if each in known]
    return before.sources(standard, earlier[-1]) if earlier else None
