"""In what the applications of two editions differ: their fields and code lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from validator.checks.value_parameters import DocumentKinds
from validator.editor.diff import measures
from validator.editor.diff.changed_rules import bounds, clauses_of
from validator.editor.diff.changes import (
    Change,
    ChangeKind,
    Detail,
    Effect,
    Subject,
    Topic,
    differing,
    unequal,
)
from validator.facts.conditions import Test
from validator.facts.paths import Path
from validator.form.fields import Field
from validator.model import Duty, Named, Text
from validator.standard.edition import Edition

_FREE: Final = (None, "text")
"""Formats that ask nothing of a text."""

SERVICES: Final = "services"
"""The code list of the services, which is compared as such."""


def field_changes(a: Edition, b: Edition) -> Iterator[Change]:
    """Fields that came, went, or ask for something else."""
    yield from _Fields(a, b).changes(a.form.fields, b.form.fields, "")


def code_list_changes(a: Edition, b: Edition, renumbered: Mapping[str, str]) -> Iterator[Change]:
    """Values that an application may hold, or may hold no longer; the services are left out.

    Args:
        renumbered: refusal grounds of `a` that merely bear another number in `b`.
    """
    for name in dict.fromkeys((*b.code_lists, *a.code_lists)):
        old, new = a.code_lists.get(name), b.code_lists.get(name)
        cited = form_clauses(a, _sides_of(name, a)), form_clauses(b, _sides_of(name, b))
        # What a whole list's coming or going means hangs on the fields that use it.
        if old is None:
            subject = Subject(Topic.CODE_LIST, name, {}, (), cited[1])
            yield subject.only(ChangeKind.ADDED, Effect.UNCLEAR)
        elif new is None:
            subject = Subject(Topic.CODE_LIST, name, {}, cited[0], ())
            yield subject.only(ChangeKind.REMOVED, Effect.UNCLEAR)
        else:
            subject = Subject(Topic.CODE_LIST, name, {}, *cited)
            if name != SERVICES:
                same = {code: renumbered.get(code, code) for code in old}
                yield from subject.changed(_values(name, old, new, same))
            yield from subject.reworded(
                Detail("label", Effect.NONE, old[code], new[code], code)
                for code in new
                if code in old and old[code] != new[code]
            )


def form_clauses(edition: Edition, sides: Collection[Duty]) -> tuple[str, ...]:
    """The clauses that lay down what some sides have to say."""
    of_forms = (
        clauses_of(rule)
        for rule in edition.rules
        if rule.kind.of_form and rule.requirement.duty in sides
    )
    return tuple(dict.fromkeys(clause for clauses in of_forms for clause in clauses))


def _sides_of(code_list: str, edition: Edition) -> Collection[Duty]:
    """The sides that choose from a code list; both where nobody does."""
    codes = edition.code_lists.get(code_list)
    sides = {
        field.duty
        for field in edition.form.fields.values()
        if any(each == codes for each in _codes_in(field))
    }
    return sides or tuple(Duty)


def _codes_in(field: Field) -> Iterator[Mapping[Any, Text]]:
    """The code lists of a field and of all below it."""
    yield field.codes
    for each in (*field.fields.values(), *((field.item,) if field.item else ())):
        yield from _codes_in(each)


def _values(
    code_list: str, old: Mapping[str, Text], new: Mapping[str, Text], same: Mapping[str, str]
) -> Iterator[Detail]:
    known = set(same.values())
    gone = tuple(Named(code, name) for code, name in old.items() if same[code] not in new)
    come = tuple(Named(code, name) for code, name in new.items() if code not in known)
    # Which kinds of document there are says nothing of which are asked for.
    of_documents = code_list == DocumentKinds.CODES
    if gone:
        yield Detail("values", Effect.UNCLEAR if of_documents else Effect.TIGHTENED, gone, None)
    if come:
        yield Detail("values", Effect.UNCLEAR if of_documents else Effect.LOOSENED, None, come)


Cited = tuple[tuple[str, ...], tuple[str, ...]]
"""The clauses of the forms of two editions."""


class _Fields:
    """Compares the fields of two forms, map by map."""

    def __init__(self, a: Edition, b: Edition) -> None:
        self.editions = a, b
        self.lists = a.code_lists, b.code_lists

    def changes(
        self,
        before: Mapping[str, Field],
        after: Mapping[str, Field],
        around: str,
        cited: Cited | None = None,
    ) -> Iterator[Change]:
        """The changes of two maps; `cited` is left out for those at the root."""
        for key in dict.fromkeys((*after, *before)):
            name = f"{around}{key}"
            old, new = before.get(key), after.get(key)
            clauses = cited or self._cited(old, new)
            if old is not None and new is not None:
                yield from self._field(old, new, name, clauses)
            elif new is not None:
                subject = Subject(Topic.FIELD, name, new.label, (), clauses[1])
                # Whether it has to be filled in is what counts.
                effect = Effect.TIGHTENED if new.required is not False else Effect.UNCLEAR
                yield subject.only(ChangeKind.ADDED, effect)
            elif old is not None:
                subject = Subject(Topic.FIELD, name, old.label, clauses[0], ())
                effect = Effect.LOOSENED if old.required is not False else Effect.UNCLEAR
                yield subject.only(ChangeKind.REMOVED, effect)

    def _cited(self, old: Field | None, new: Field | None) -> Cited:
        """The clauses on the form of the side that fills in a field of the root."""
        a, b = self.editions
        sides = [each.duty for each in (old, new) if each is not None]
        return form_clauses(a, sides[:1]), form_clauses(b, sides[-1:])

    def _field(self, old: Field, new: Field, name: str, cited: Cited) -> Iterator[Change]:
        subject = Subject(Topic.FIELD, name, new.label, *cited)
        yield from subject.changed(self._details(old, new))
        texts = (("label", old.label, new.label), ("help", old.help, new.help))
        yield from subject.reworded(unequal(Effect.NONE, *texts))
        yield from self.changes(old.fields, new.fields, f"{name}.", cited)
        if old.item is not None and new.item is not None:
            if old.item.fields or new.item.fields:
                yield from self.changes(old.item.fields, new.item.fields, f"{name}.", cited)
            else:
                yield from self._field(old.item, new.item, f"{name}[]", cited)

    def _details(self, old: Field, new: Field) -> Iterator[Detail]:
        yield from unequal(Effect.SHIFTED, ("duty", old.duty, new.duty))
        yield from unequal(Effect.UNCLEAR, ("type", old.type, new.type))
        # What is a person's own is masked; where it is no longer, everybody reads it.
        masked = measures.applies(old.personal, new.personal)
        yield from differing("personal", masked, old.personal, new.personal)
        if old.type != new.type:
            return
        required = measures.applies(old.required, new.required)
        yield from differing("required", required, old.required, new.required)
        yield from differing("only", _belongs(old, new), old.only, new.only)
        yield from self._values(old, new)
        for word in ("unique_by", "digits"):
            rules = getattr(old, word), getattr(new, word)
            yield from differing(word, _rule(*rules), *rules)
        yield from unequal(_format(old, new), ("check_with", old.check_with, new.check_with))
        unique = old.unique, new.unique
        yield from differing("unique", measures.at_least(*unique), *unique)
        several = old.several, new.several
        yield from differing("several", measures.at_most(*several), *several)
        lists = old.refers_to or None, new.refers_to or None
        yield from differing("refers_to", measures.choice(*lists), *lists)
        lengths = old.minlength, new.minlength
        yield from differing("minlength", measures.at_least(*lengths), *lengths)
        lengths = old.maxlength, new.maxlength
        yield from differing("maxlength", measures.at_most(*lengths), *lengths)
        begun = old.starts_with, new.starts_with
        yield from differing("starts_with", _beginning(*begun), *begun)

    def _values(self, old: Field, new: Field) -> Iterator[Detail]:
        lists = self._list_of(old, 0), self._list_of(new, 1)
        if lists[0] is None or lists[0] != lists[1]:
            yield from bounds(_test(old), _test(new))
        # Otherwise the list itself is compared, once for all fields that use it.

    def _list_of(self, field: Field, side: int) -> str | None:
        """The code list that a field takes its values from, wholly."""
        if not field.codes or field.allowed != tuple(field.codes):
            return None
        return next((n for n, codes in self.lists[side].items() if codes is field.codes), None)


def _belongs(old: Field, new: Field) -> Effect:
    """A field that may stand in more applications; one that also must is asked for in more."""
    effect = measures.must_hold(old.only, new.only)
    if effect is Effect.NONE or (old.required is False and new.required is False):
        return effect
    return Effect.UNCLEAR


def _rule(before: str | None, after: str | None) -> Effect:
    """Of two rules that cannot be compared, any is stricter than none; another lets others by."""
    if before is not None and after is not None:
        return Effect.NONE if before == after else Effect.SHIFTED
    return measures.at_least(before, after)


def _format(before: Field, after: Field) -> Effect:
    """Of two formats of a text: any is stricter than a text of which nothing is asked."""
    free = [each.check_with in _FREE for each in (before, after)]
    if free[0] is free[1]:
        return Effect.NONE if free[0] else Effect.SHIFTED
    return Effect.LOOSENED if free[1] else Effect.TIGHTENED


def _beginning(before: str | None, after: str | None) -> Effect:
    """Of two beginnings of a text, one that goes on where the other ends is the stricter one."""
    if before is None or after is None or before == after:
        return measures.at_least(before, after)
    if after.startswith(before):
        return Effect.TIGHTENED
    return Effect.LOOSENED if before.startswith(after) else Effect.SHIFTED


def _test(field: Field) -> Test:
    return Test(Path((), field.label, field.codes), None, field.allowed, field.min, field.max)
