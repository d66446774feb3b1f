"""Lints of names in stories that stand for nothing: requirements, clauses, fields, codes, bases."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from typing import Any, Final

from validator.closest import clauses_near, closest
from validator.editor.stories import Story
from validator.editor.story_bases import Base, bases_of
from validator.errors import Fault
from validator.form.fields import Field
from validator.law.regulation import INCOMPLETE, NO_CONSEQUENCE
from validator.model import Outcome, declare
from validator.places import pointer
from validator.standard.edition import Edition
from validator.standard.scope import UNKNOWN
from validator.standard.shapes_beside import RawChanges
from validator.standard.spec_file import CasesFile

LINT_UNUSED_BASE = declare("lint_unused_base", name=str)

_BY_REQUIREMENT: Final = ("outcomes", "failed", "messages")


def names_in_stories(
    edition: Edition, files: Sequence[CasesFile], stories: Sequence[Story]
) -> Iterator[Fault]:
    """What the stories of an edition and their bases name, and what is not there."""
    rules = edition.rules
    of_form = {rule.requirement.id for rule in rules if rule.kind.of_form}
    ids = [rule.requirement.id for rule in rules]
    for case in stories:
        yield from _expected(case, edition, ids)
        # Whoever says that the form is not in order may have spoilt it on purpose.
        if not of_form & _not_in_order(case):
            yield from _changes(edition.form.fields, case.file, f"{case.place}/given", case.given)
    for base in bases_of(files, []).values():
        yield from _changes(edition.form.fields, base.file, base.place, base.given)
        if not _is_used(base, stories):
            yield base.file.fault(f"{base.place}/name", LINT_UNUSED_BASE, name=base.given["name"])


def _not_in_order(case: Story) -> set[str]:
    """The requirements of which a story says that they are not met, or that something is told."""
    expect: Mapping[str, Any] = case.expect
    outcomes = expect.get("outcomes", {}).items()
    said = {
        name for name, outcome in outcomes if outcome not in (Outcome.PASSED, Outcome.INAPPLICABLE)
    }
    return said.union(expect.get("failed", ()), expect.get("messages", ()))


def _is_used(base: Base, stories: Sequence[Story]) -> bool:
    return any(case.given.get("base") == base.given["name"] for case in stories)


def _expected(case: Story, edition: Edition, ids: Collection[str]) -> Iterator[Fault]:
    """What a story expects, by the names of requirements and clauses."""
    expect: Mapping[str, Any] = case.expect
    file, place = case.file, f"{case.place}/expect"
    named = {word: expect.get(word, {}) for word in _BY_REQUIREMENT}
    named["derived/terms"] = expect.get("derived", {}).get("terms", {})
    for word, names in named.items():
        for name in names:
            if name not in ids:
                where, meant = f"{place}/{word}{pointer(name)}", closest(name, ids)
                yield file.fault_at_key(where, UNKNOWN["requirement"], name=name, closest=meant)
    clauses, grounds = edition.regulation.clauses, edition.grounds
    for name in expect.get("grounds", {}):
        if name not in grounds:
            meant = closest(name, clauses_near(name, grounds))
            where = f"{place}/grounds{pointer(name)}"
            yield file.fault_at_key(where, UNKNOWN["ground"], name=name, closest=meant)
    for id_, words in expect.get("failed", {}).items():
        known = {"citation": clauses, "consequence": (NO_CONSEQUENCE, INCOMPLETE, *grounds)}
        for word, sort in (("citation", "clause"), ("consequence", "ground")):
            name = words[word]
            if name not in known[word]:
                meant = closest(name, clauses_near(name, known[word]))
                where = f"{place}/failed{pointer(id_, word)}"
                yield file.fault(where, UNKNOWN[sort], name=name, closest=meant)


def _changes(
    fields: Mapping[str, Field], file: CasesFile, place: str, given: RawChanges
) -> Iterator[Fault]:
    """The fields that changes name, and the values that they put there."""
    for word, changes in (("set", given.get("set", {})), ("add", given.get("add", {}))):
        for dotted, value in changes.items():
            names = _Names(file, f"{place}/{word}{pointer(dotted)}")
            rule = yield from names.way(fields, dotted)
            if rule is not None:
                yield from names.value(rule.item or rule if word == "add" else rule, value)
    for index, dotted in enumerate(given.get("remove", ())):
        yield from _Names(file, f"{place}/remove/{index}").way(fields, dotted, at_key=False)
    record = given.get("record")
    if record is not None:
        names = _Names(file, f"{place}/record")
        yield from names.map_(fields, record)


class _Names:
    """Looks names up for one change, whose place it knows."""

    def __init__(self, file: CasesFile, place: str) -> None:
        self.file = file
        self.place = place

    def way(
        self, fields: Mapping[str, Field], dotted: str, *, at_key: bool = True
    ) -> Generator[Fault, None, Field | None]:
        """A fault for the first name on a way that is none; returns the rule at its end."""
        rule: Field | None = None
        for part in dotted.split("."):
            if rule is not None and _is_place_in_list(rule, part):
                rule = rule.item or rule
                continue
            known = fields if rule is None else rule.fields
            if part not in known:
                meant = closest(part, known)
                tell = self.file.fault_at_key if at_key else self.file.fault
                yield tell(self.place, UNKNOWN["field"], name=dotted, closest=meant)
                return None
            rule = known[part]
        return rule

    def value(self, rule: Field, value: Any, below: str = "") -> Iterator[Fault]:
        """What a value of a field names in its turn."""
        if isinstance(value, Mapping):
            yield from self.map_(rule.fields, value, below)
        elif isinstance(value, list):
            for index, each in enumerate(value):
                yield from self.value(rule.item or rule, each, f"{below}/{index}")
        elif rule.codes and isinstance(value, str) and value not in rule.codes:
            meant = closest(value, rule.codes)
            where = self.place + below
            yield self.file.fault(where, UNKNOWN["code"], name=value, closest=meant)

    def map_(
        self, fields: Mapping[str, Field], value: Mapping[str, Any], below: str = ""
    ) -> Iterator[Fault]:
        """The keys of a map that is put into an application, and what stands there."""
        for key, each in value.items():
            where = f"{below}{pointer(key)}"
            if key in fields:
                yield from self.value(fields[key], each, where)
            else:
                meant = closest(key, fields)
                yield self.file.fault_at_key(
                    self.place + where, UNKNOWN["field"], name=key, closest=meant
                )


def _is_place_in_list(rule: Field, part: str) -> bool:
    """Whether a part of a way is the index or the id of an entry."""
    return rule.type == "list" or (rule.several and part.isdigit())
