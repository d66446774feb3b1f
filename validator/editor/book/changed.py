"""What an edition changes against the one before it, as the book tells it in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.editor.book.chapters import Link
from validator.editor.diff.changes import LETS_OFF, Change, ChangeKind, Diff, Effect, Section, Topic
from validator.editor.diff.diff_words import (
    citations,
    clause_lists,
    detail_line,
    effect_of,
    headline,
    in_force,
    one_by_one,
    sentence,
    told,
    verdict_on,
)
from validator.frozen import frozen
from validator.standard.edition import Edition
from validator.words.messages import Terms

term = Terms(
    *(f"diff.section.{each.value}" for each in Section),
    *("diff.clauses.added", "diff.clauses.removed"),
)


@frozen
class ChangedAspect:
    """What of a thing differs, from what to what; `effect` is said where they point both ways."""

    text: str
    effect: str
    loud: bool


@frozen
class ChangedThing:
    """One thing that differs.

    Attributes:
        link: where the book has it; None where this edition has it no more.
        cited: the clauses that lay it down, those of both editions where they differ.
        effect: what it means for whom; empty where it means nothing.
        loud: whether it lets someone off.
    """

    name: str
    link: Link | None
    cited: str
    effect: str
    loud: bool
    says: str
    aspects: tuple[ChangedAspect, ...]


@frozen
class ChangedPart:
    """Changes of one sort; those of mere wording are folded."""

    title: str
    folded: bool
    things: tuple[ChangedThing, ...]
    lists: tuple[tuple[str, str], ...] = ()
    """Clauses that came or went: a heading, and their ids."""


@frozen
class ChangedSince:
    """The whole chapter: what the edition changes since another one."""

    before: str
    parts: tuple[ChangedPart, ...]


def changed_since(diff: Diff, edition: Edition, lang: str) -> ChangedSince:
    """What there is to say of a difference whose later edition is that of the book."""
    links = _links(edition, lang)
    parts = []
    for section, changes in diff.sections().items():
        lists = tuple(
            (term(f"diff.clauses.{kind}", lang), ", ".join(names))
            for kind, names in clause_lists(changes)
        )
        if changes:
            title = term(f"diff.section.{section.value}", lang)
            things = tuple(_thing(each, links, lang) for each in one_by_one(changes))
            parts.append(ChangedPart(title, section is Section.WORDING, things, lists))
    return ChangedSince(in_force(diff.before, lang), tuple(parts))


def marks(diff: Diff | None) -> Mapping[str, str]:
    """The clauses that are `added`, and those that are `changed` in words or in what cites them."""
    if diff is None:
        return {}
    found: dict[str, str] = {}
    for change in diff.changes:
        subject = change.subject
        if subject.topic is Topic.CLAUSE and change.kind is ChangeKind.ADDED:
            found[subject.id] = "added"
        elif subject.topic in (Topic.CLAUSE, Topic.REQUIREMENT, Topic.GROUND):
            for clause in subject.after:
                found.setdefault(clause, "changed")
    return found


def _links(edition: Edition, lang: str) -> Mapping[tuple[Topic, str], Link]:
    demands = (rule.requirement.id for rule in edition.rules)
    clauses = edition.regulation.clauses
    return {
        **{(Topic.REQUIREMENT, name): Link(f"{lang}-requirement-{name}", name) for name in demands},
        **{
            (topic, name): Link(f"{lang}-clause-{name}", name)
            for name in clauses
            for topic in (Topic.CLAUSE, Topic.GROUND)
        },
    }


def _thing(change: Change, links: Mapping[tuple[Topic, str], Link], lang: str) -> ChangedThing:
    subject = change.subject
    gone = change.kind is ChangeKind.REMOVED
    return ChangedThing(
        name=subject.id,
        link=None if gone else links.get((subject.topic, subject.id)),
        cited="" if subject.topic in (Topic.CLAUSE, Topic.GROUND) else citations(subject),
        effect=verdict_on(change, lang),
        loud=change.loosened,
        says=sentence(change, lang) or headline(subject, lang),
        aspects=tuple(_aspects(change, lang)),
    )


def _aspects(change: Change, lang: str) -> Iterator[ChangedAspect]:
    for detail in told(change):
        effect = effect_of(detail, lang) if change.effect is Effect.UNCLEAR else ""
        yield ChangedAspect(detail_line(detail, lang), effect, detail.effect in LETS_OFF)
