"""A difference in the words of a language, for every format that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from validator.editor.diff.changes import (
    Against,
    Change,
    ChangeKind,
    Detail,
    Effect,
    Impact,
    Reason,
    Subject,
    Topic,
)
from validator.explanation.law_words import phrase, shown
from validator.law.regulation import Regulation
from validator.model import Duty, Outcome, Verdict
from validator.words.messages import Terms, named, quoted

term = Terms(
    *("diff.absent", "diff.always", "diff.effect.loosened"),
    *(f"diff.ground.{each}" for each in ("added", "moved", "removed")),
    *("diff.impact.foreign", "diff.impact.none", "diff.impact.stirred"),
    "diff.against",
    *(f"diff.against.{each}" for each in ("added", "differing", "removed", "same")),
    *("diff.impact.more", "diff.impact.otherwise"),
    *(f"diff.impact.{each}" for each in ("sides", "requirements", "moves")),
    *("diff.impact.unchanged", "diff.in_force", "diff.partly"),
    *(f"duty.{each}" for each in Duty),
    *(f"outcome.{each}" for each in Outcome),
    *(f"verdict.{each}" for each in Verdict),
    *(f"diff.effect.{each}" for each in (Effect.LOOSENED, Effect.TIGHTENED)),
)

ARROW: Final = "→"
_LISTED: Final = 20
"""How many days and fees that move are listed for people; programs are told all of them."""

_ALWAYS: Final = frozenset(("days", "when", "only", "with"))
"""Conditions of which none at all means always."""


_CAME_OR_WENT: Final = (ChangeKind.ADDED, ChangeKind.REMOVED)


def one_by_one(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes that are told each by itself: all but clauses that came or went."""
    for change in changes:
        if change.subject.topic is not Topic.CLAUSE or change.kind not in _CAME_OR_WENT:
            yield change


def clause_lists(changes: Sequence[Change]) -> list[tuple[str, list[str]]]:
    """The clauses that came and those that went; a register is not listed clause by clause."""
    made = []
    for kind in _CAME_OR_WENT:
        topic = Topic.CLAUSE
        names = [
            each.subject.id for each in changes if (each.subject.topic, each.kind) == (topic, kind)
        ]
        if names:
            made.append((kind.value, names))
    return made


def told(change: Change) -> tuple[Detail, ...]:
    """The details that are listed; the clauses stand beside the name already."""
    return tuple(detail for detail in change.details if detail.what != "citation")


def detail_line(detail: Detail, lang: str) -> str:
    """One aspect, what it was and what it is: `working days: 15 → 13`."""
    name = phrase("aspect", detail.what, lang)
    of = "" if detail.of is None else f", {shown(detail.of, lang)}"
    before, after = _sides(detail, lang)
    return f"{name}{of}: {before} {ARROW} {after}"


def _sides(detail: Detail, lang: str) -> tuple[str, str]:
    """Both values; of a text, the language that is read or else one in which it differs."""
    if isinstance(detail.before, Mapping) and isinstance(detail.after, Mapping):
        before, after = detail.before, detail.after
        differing = (each for each in (lang, *after) if before.get(each) != after.get(each))
        chosen = next(differing, lang)
        mark = "" if chosen == lang else f"[{chosen}] "
        old, new = (quoted(each.get(chosen, ""), chosen) for each in (before, after))
        return mark + old, new
    if detail.what in _ALWAYS:
        always = term("diff.always", lang)
        return (
            always if detail.before is None else shown(detail.before, lang),
            always if detail.after is None else shown(detail.after, lang),
        )
    return shown(detail.before, lang), shown(detail.after, lang)


def citations(subject: Subject) -> str:
    """The clauses, those of both editions where they are not the same."""
    before, after = ", ".join(subject.before), ", ".join(subject.after)
    if before == after or not before or not after:
        return after or before
    return f"{before} {ARROW} {after}"


def headline(subject: Subject, lang: str) -> str:
    """What sort of thing it is, and what it says or is called."""
    sort = phrase("diff.topic", subject.topic.value, lang)
    if subject.topic is Topic.REQUIREMENT and subject.row is not None:
        sort = phrase("diff.row", subject.row, lang)
    title = named(subject.title, lang)
    return f"{sort}. {title}" if title else sort


def verdict_on(change: Change, lang: str) -> str:
    """What the change means for whom: `LOOSENED (Provider)`; nothing where it means nothing."""
    effect = change.effect
    if effect is not Effect.LOOSENED and change.loosened:
        said = _in_part(lang)
    elif effect in (Effect.LOOSENED, Effect.TIGHTENED):
        said = term(f"diff.effect.{effect.value}", lang)
    else:
        return ""
    duty = change.subject.duty
    return said if duty is None else f"{said} · {term(f'duty.{duty.value}', lang)}"


def effect_of(detail: Detail, lang: str) -> str:
    """The effect of one detail of a change whose details do not point one way."""
    if detail.effect in (Effect.LOOSENED, Effect.TIGHTENED):
        return term(f"diff.effect.{detail.effect.value}", lang)
    return _in_part(lang) if detail.effect is Effect.SHIFTED else ""


def _in_part(lang: str) -> str:
    return f"{term('diff.effect.loosened', lang)} ({term('diff.partly', lang)})"


def sentence(change: Change, lang: str) -> str:
    """What became of a ground for refusal, in a sentence; nothing for any other change."""
    subject = change.subject
    if subject.topic is not Topic.GROUND:
        return ""
    old, new = ("".join(side) for side in (subject.before, subject.after))
    return term(f"diff.ground.{change.kind.value}", lang, ground=new or old, before=old)


def in_force(regulation: Regulation, lang: str) -> str:
    """An edition and the days on which it is in force."""
    return term(
        "diff.in_force",
        lang,
        edition=regulation.edition,
        first=regulation.in_force,
        until=regulation.until or "",
    )


def outcome_line(reason: Reason, lang: str) -> str:
    """How a requirement's outcome changes, and where the law lays it down."""
    before, after = _outcome(reason.before, lang), _outcome(reason.after, lang)
    cited = dict.fromkeys(each for each in (reason.cited_before, reason.cited_after) if each)
    return f"{reason.requirement} [{f' {ARROW} '.join(cited)}]: {before} {ARROW} {after}"


def impact_lines(impact: Impact, lang: str) -> Iterator[str]:
    """What there is to say of the bundles whose verdict stays."""
    if not impact.turned:
        yield term("diff.impact.none", lang)
    counts = ", ".join(
        f"{verdict_name(verdict, lang)}: {count}"
        for verdict, count in impact.unchanged.items()
        if count
    )
    if counts:
        yield f"{term('diff.impact.unchanged', lang)}: {counts}"
    if impact.stirred:
        yield f"{term('diff.impact.stirred', lang)}: {impact.stirred}"
    if impact.otherwise:
        yield f"{term('diff.impact.otherwise', lang)}: {impact.otherwise}"
    if impact.foreign:
        yield f"{term('diff.impact.foreign', lang)}: {impact.foreign}"


def against_lines(against: Against, lang: str) -> Iterator[str]:
    """What there is to say of a whole folder of specs before its editions are told."""
    yield term("diff.against", lang, revision=against.revision)
    differing = [
        f"{each.diff.after.standard}/{each.diff.after.edition}" for each in against.compared
    ]
    for key, names in (
        ("added", against.added),
        ("removed", against.removed),
        ("differing", differing),
        ("same", against.same),
    ):
        if names:
            yield f"{term(f'diff.against.{key}', lang)}: {', '.join(names)}"


def impact_parts(impact: Impact, lang: str) -> Iterator[tuple[str, list[str]]]:
    """What it does by side, by requirement, and to days and fees: headings, each with its lines."""
    parts = {
        "sides": [
            f"{term(f'duty.{duty.value}', lang)}: "
            f"{verdict_name(old, lang)} {ARROW} {verdict_name(new, lang)}: {count}"
            for duty, counts in impact.sides.items()
            for (old, new), count in counts.items()
        ],
        "requirements": [
            f"{stir.requirement} ({term(f'duty.{stir.duty.value}', lang)}): "
            f"{_outcome(old, lang)} {ARROW} {_outcome(new, lang)}: {count}"
            for stir in impact.stirs
            for (old, new), count in stir.counts.items()
        ],
        "moves": [
            f"{move.bundle}: {phrase('diff.moved', move.what, lang)}: "
            f"{shown(move.before, lang)} {ARROW} {shown(move.after, lang)}"
            for move in impact.moves[:_LISTED]
        ],
    }
    more = len(impact.moves) - _LISTED
    if more > 0:
        parts["moves"].append(term("diff.impact.more", lang, number=more))
    for name, lines in parts.items():
        if lines:
            yield term(f"diff.impact.{name}", lang), lines


def _outcome(outcome: Outcome | None, lang: str) -> str:
    return term("diff.absent" if outcome is None else f"outcome.{outcome.value}", lang)


def verdict_name(verdict: Verdict, lang: str) -> str:
    """A verdict."""
    return term(f"verdict.{verdict.value}", lang)
