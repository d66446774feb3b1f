"""What differs in the files of two editions and no other change tells: as it is written there.

So that nothing in a spec file goes by unseen, not even a word that the diff knows nothing of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from validator.editor.diff.changed_fields import SERVICES
from validator.editor.diff.changes import (
    Change,
    ChangeKind,
    Detail,
    Effect,
    Subject,
    Topic,
)
from validator.editor.diff.written_words import (
    Word,
    is_wording,
    moved,
    orders_of,
    plain,
    words_of,
)
from validator.explanation.sizes import Value
from validator.model import Named
from validator.standard.sources import Sources

WRITTEN: Final = "written"
"""The aspect of what is told as it is written."""

Words = Mapping[tuple[str, str], list[Word]]


def file_changes(a: Sources, b: Sources, told: Iterable[Change]) -> Iterator[Change]:
    """What no change tells, a change a file: of words that decide, then of texts and order.

    Args:
        told: every other change.
    """
    known = _Told(told)
    old, new = _words(a), _words(b)
    whole = dict(_whole(old, new))
    for file, kind in whole.items():
        if not known.tells([*_in(file, old), *_in(file, new)]):
            yield Subject(Topic.FILE, file, {}).only(kind, Effect.UNCLEAR)
    meant: dict[str, list[Detail]] = {}
    worded: dict[str, list[Detail]] = {}
    for key in dict.fromkeys((*new, *old)):
        file, place = key
        before, after = old.get(key, []), new.get(key, [])
        if file in whole or _same(before, after) or known.tells((*before, *after)):
            continue
        made = worded if _only_worded(before, after) else meant
        detail = Detail(WRITTEN, Effect.UNCLEAR, _shown(before), _shown(after), place)
        made.setdefault(file, []).append(detail)
    for file, detail in _orders(a, b):
        worded.setdefault(file, []).append(detail)
    for file in dict.fromkeys((*meant, *worded)):
        subject = Subject(Topic.FILE, file, {})
        yield from subject.changed(meant.get(file, ()))
        yield from subject.reworded(worded.get(file, ()))


def _whole(old: Words, new: Words) -> Iterator[tuple[str, ChangeKind]]:
    """The files that only one side has."""
    before, after = ({file for file, _ in side} for side in (old, new))
    for file in sorted(before ^ after):
        yield file, ChangeKind.REMOVED if file in before else ChangeKind.ADDED


def _in(file: str, words: Words) -> Iterator[Word]:
    for key, found in words.items():
        if key[0] == file:
            yield from found


def _orders(a: Sources, b: Sources) -> Iterator[tuple[str, Detail]]:
    """What stands in another order, which shows in reports and decides nothing."""
    old = {(file, place): names for file, place, names in orders_of(a)}
    for file, place, names in orders_of(b):
        for name, before, after in moved(old.get((file, place), ()), names):
            where = f"{place}/{name}"
            yield file, Detail("order", Effect.NONE, before or None, after or None, where)


class _Told:
    """What some changes tell, by the things that they are changes of."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.whole: set[tuple[Topic, str]] = set()
        self.details: set[tuple[Topic, str, str, str]] = set()
        for change in changes:
            subject = change.subject
            if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
                self.whole.add((subject.topic, subject.id))
            if subject.topic is Topic.GROUND:
                self.whole |= {(subject.topic, each) for each in (*subject.before, *subject.after)}
            for detail in change.details:
                for of in _names(detail):
                    self.details.add((subject.topic, subject.id, detail.what, of))
                    # What a section says for all of them is told with one requirement.
                    self.details.add((subject.topic, "", detail.what, of))

    def tells(self, words: Sequence[Word]) -> bool:
        """Whether they tell all of some words that stand in one place."""
        return all(self._tells(each) for each in words)

    def _tells(self, word: Word) -> bool:
        if any(thing in self.whole for thing in _above(word)):
            return True
        return any((word.topic, word.id, *aspect) in self.details for aspect in word.aspects)


def _above(word: Word) -> Iterator[tuple[Topic, str]]:
    """The things that bring a word with them when they come, and take it when they go."""
    yield word.topic, word.id
    if word.topic is Topic.FIELD:
        name = word.id.removesuffix("[]")
        while name:
            yield word.topic, name
            name = name.rpartition(".")[0]
    elif word.topic is Topic.CODE_LIST:
        code = word.place.rpartition("/")[2]
        yield (Topic.SERVICE if word.id == SERVICES else Topic.GROUND), code


def _names(detail: Detail) -> Iterator[str]:
    """The days or codes that a detail is of; one that lists values is of each of them."""
    yield "" if detail.of is None else _name(detail.of)
    if detail.what == "values":
        for side in (detail.before, detail.after):
            for each in side if isinstance(side, tuple) else ():
                yield _name(each)


def _name(value: Any) -> str:
    return str(value.id if isinstance(value, Named) else value)


def _words(sources: Sources) -> Words:
    found: dict[tuple[str, str], list[Word]] = {}
    for word in words_of(sources):
        found.setdefault(word.key, []).append(word)
    return found


def _same(before: list[Word], after: list[Word]) -> bool:
    if len(before) == len(after) and all(
        old.value is new.value for old, new in zip(before, after, strict=True)
    ):
        return True
    return _plain(before, sort=False) == _plain(after, sort=False)


def _only_worded(before: list[Word], after: list[Word]) -> bool:
    """Whether it is a text, or the same things in another order."""
    if all(is_wording(each.value) for each in (*before, *after)):
        return True
    return _plain(before, sort=True) == _plain(after, sort=True)


def _plain(words: list[Word], *, sort: bool) -> list[str]:
    return [plain(each.value, sort=sort) for each in words]


def _shown(words: list[Word]) -> Value:
    if not words:
        return None
    values = [each.value for each in words]
    if len(values) == 1 and (isinstance(values[0], str) or is_wording(values[0])):
        return values[0]  # type: ignore[no-any-return]  # a text
    return ", ".join(_plain(words, sort=False))
