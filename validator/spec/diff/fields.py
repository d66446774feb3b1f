"""In what the applications of two editions differ: their fields and code lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.application import Field
from validator.model import Named, Text
from validator.spec.diff import measures
from validator.spec.diff.model import Change, Detail, Effect, Kind, Topic, Value, together
from validator.spec.diff.rules import clauses_of
from validator.standard.edition import Edition

SERVICES: Final = "services"
"""The code list of the services, which is compared as such."""

_TEXTS: Final = ("label", "help")


def field_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Fields that came, went, or ask for something else."""
    yield from _Fields(a, b).changes(a.form.fields, b.form.fields, "")


def code_list_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Values that an application may hold, or may hold no longer; the services are left out."""
    cited = form_clauses(a), form_clauses(b)
    for name in dict.fromkeys((*b.code_lists, *a.code_lists)):
        old, new = a.code_lists.get(name), b.code_lists.get(name)
        made = (Topic.CODE_LIST, name, {}, *cited)
        if old is None or new is None:
            # What its coming or going means hangs on the fields that use it, which are listed.
            kind = Kind.ADDED if old is None else Kind.REMOVED
            yield _change(kind, Effect.UNCLEAR, *made)
            continue
        if name != SERVICES:
            details = tuple(_values(old, new))
            if details:
                effect = together(each.effect for each in details)
                yield _change(Kind.CHANGED, effect, *made, details)
        texts = tuple(
            Detail("label", Effect.NONE, old[code], new[code], code)
            for code in new
            if code in old and old[code] != new[code]
        )
        if texts:
            yield _change(Kind.REWORDED, Effect.NONE, *made, texts)


def form_clauses(edition: Edition) -> tuple[str, ...]:
    """The clauses that lay down what an application has to say."""
    of_forms = (clauses_of(rule) for rule in edition.rules if rule.requirement.kind == "form")
    return tuple(dict.fromkeys(clause for clauses in of_forms for clause in clauses))


def _change(
    kind: Kind,
    effect: Effect,
    topic: Topic,
    subject: str,
    title: Text,
    before: tuple[str, ...],
    after: tuple[str, ...],
    details: tuple[Detail, ...] = (),
) -> Change:
    if kind is Kind.ADDED:
        before = ()
    if kind is Kind.REMOVED:
        after = ()
    return Change(topic, kind, subject, effect, title, before, after, details=details)


def _values(old: Mapping[str, Text], new: Mapping[str, Text]) -> Iterator[Detail]:
    gone = tuple(Named(code, name) for code, name in old.items() if code not in new)
    come = tuple(Named(code, name) for code, name in new.items() if code not in old)
    if gone:
        yield Detail("values", Effect.TIGHTENED, gone, None)
    if come:
        yield Detail("values", Effect.LOOSENED, None, come)


class _Fields:
    """Compares the fields of two forms, map by map."""

    def __init__(self, a: Edition, b: Edition) -> None:
        self.lists = a.code_lists, b.code_lists
        self.cited = form_clauses(a), form_clauses(b)

    def changes(
        self, before: Mapping[str, Field], after: Mapping[str, Field], around: str
    ) -> Iterator[Change]:
        for key in dict.fromkeys((*after, *before)):
            name = f"{around}{key}"
            old, new = before.get(key), after.get(key)
            if old is not None and new is not None:
                yield from self.field(old, new, name)
            elif new is not None:
                yield self._only(Kind.ADDED, new, name)
            elif old is not None:
                yield self._only(Kind.REMOVED, old, name)

    def field(self, old: Field, new: Field, name: str) -> Iterator[Change]:
        made = (Topic.FIELD, name, new.label, *self.cited)
        details = tuple(self._details(old, new))
        if details:
            yield _change(Kind.CHANGED, together(each.effect for each in details), *made, details)
        texts = tuple(
            Detail(word, Effect.NONE, getattr(old, word), getattr(new, word))
            for word in _TEXTS
            if getattr(old, word) != getattr(new, word)
        )
        if texts:
            yield _change(Kind.REWORDED, Effect.NONE, *made, texts)
        yield from self.changes(old.fields, new.fields, f"{name}.")
        if old.item is not None and new.item is not None:
            item = new.item.fields or old.item.fields
            if item:
                yield from self.changes(old.item.fields, new.item.fields, f"{name}.")
            else:
                yield from self.field(old.item, new.item, f"{name}[]")

    def _only(self, kind: Kind, field: Field, name: str) -> Change:
        """A field that only one form has; whether it had to be filled in is what counts."""
        effect = Effect.UNCLEAR
        if field.required is not False:
            effect = Effect.TIGHTENED if kind is Kind.ADDED else Effect.LOOSENED
        return _change(kind, effect, Topic.FIELD, name, field.label, *self.cited)

    def _details(self, old: Field, new: Field) -> Iterator[Detail]:
        for word in ("type", "personal"):
            before, after = getattr(old, word), getattr(new, word)
            if before != after:
                yield Detail(word, Effect.UNCLEAR, before, after)
        if old.type != new.type:
            return
        required = measures.applies(old.required, new.required)
        yield from _differing("required", required, old.required, new.required)
        yield from _differing("only", _belongs(old, new), old.only, new.only)
        yield from self._allowed(old, new)
        yield from _differing(
            "check_with", _format(old.check_with, new.check_with), old.check_with, new.check_with
        )
        empty = measures.at_most(old.empty, new.empty)
        yield from _differing("empty", empty, old.empty, new.empty)
        yield from _differing(
            "unique_by", _format(old.unique_by, new.unique_by), old.unique_by, new.unique_by
        )
        refers = measures.choice(old.refers_to or None, new.refers_to or None)
        yield from _differing("refers_to", refers, old.refers_to or None, new.refers_to or None)
        for word, measure in (
            ("min", measures.at_least),
            ("max", measures.at_most),
            ("minlength", measures.at_least),
        ):
            before, after = getattr(old, word), getattr(new, word)
            yield from _differing(word, measure(before, after), before, after)

    def _allowed(self, old: Field, new: Field) -> Iterator[Detail]:
        before, after = self._list_of(old, 0), self._list_of(new, 1)
        if before is not None and before == after:
            return  # the list itself is compared, once for all fields that use it
        allowed = measures.choice(old.allowed, new.allowed)
        yield from _differing("allowed", allowed, _named(old), _named(new))

    def _list_of(self, field: Field, side: int) -> str | None:
        """The code list that a field takes its values from, wholly."""
        if not field.codes or field.allowed != tuple(field.codes):
            return None
        return next((n for n, codes in self.lists[side].items() if codes is field.codes), None)


def _differing(what: str, effect: Effect, before: Any, after: Any) -> Iterator[Detail]:
    if effect is not Effect.NONE:
        yield Detail(what, effect, before, after)


def _belongs(old: Field, new: Field) -> Effect:
    """A field that may stand in more applications; one that also must is asked for in more."""
    effect = measures.must_hold(old.only, new.only)
    if effect is Effect.NONE or (old.required is False and new.required is False):
        return effect
    return Effect.UNCLEAR


def _format(before: str | None, after: str | None) -> Effect:
    """Of two rules that cannot be compared, any is stricter than none."""
    if before == after:
        return Effect.NONE
    if before is None or after is None:
        return measures.at_least(before, after)
    return Effect.UNCLEAR


def _named(field: Field) -> Value:
    if field.allowed is None:
        return None
    return tuple(
        Named(each, field.codes[each]) if each in field.codes else each for each in field.allowed
    )

