"""Cases that do not hold, in words: what changed, what they were told, three of them each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from validator.editor.causes import Cause, Change, causes
from validator.editor.shown import failed_line
from validator.editor.trials import Trial
from validator.model import GroundState, Outcome
from validator.standard.shapes import entries_of
from validator.standard.spec_file import StandardFile
from validator.words.messages import Terms, say, visible

term = Terms(
    *("cases.cause", "cases.cause_came", "cases.cause_of_word", "cases.cause_messages"),
    *("cases.cause_value", "cases.in_common", "cases.not_shown"),
    *(f"outcome.{each}" for each in Outcome),
    *(f"ground.{each}" for each in GroundState),
)

_EXAMPLES: Final = 3


def cause_lines(
    standard: StandardFile, trials: Sequence[Trial], lang: str, *, every: bool
) -> Iterator[str]:
    """Each cause with its cases, of which three are shown unless every one is asked for."""
    for cause in causes(trials):
        yield _head(standard, cause, lang)
        if (message := cause.message) is not None:
            yield f"  {visible(say(message, lang))}"
        if cause.shared:
            shared = ", ".join(f"{word} {visible(name)}" for word, name in cause.shared)
            yield f"  {term('cases.in_common', lang, shared=shared)}"
        shown = cause.trials if every else cause.trials[:_EXAMPLES]
        yield from (failed_line(trial, lang) for trial in shown)
        if len(shown) < len(cause.trials):
            rest = len(cause.trials) - len(shown)
            yield f"  {term('cases.not_shown', lang, number=rest)}"
        yield ""


def _head(standard: StandardFile, cause: Cause, lang: str) -> str:
    """Where the requirement stands, and how it comes out otherwise."""
    change, number = cause.change, len(cause.trials)
    place = next(
        (place for _, place, raw in entries_of(standard.value) if raw["id"] == change.name), None
    )
    where = ""
    if place is not None and change.sort == "requirement":
        at = standard.at(f"{place}/id")
        where = f"{visible(standard.shown)}:{at.line}:{at.column}: "
    return where + term("cases.cause", lang, what=_what(cause, lang), number=number)


def _what(cause: Cause, lang: str) -> str:
    change = cause.change
    name = visible(change.name or change.sort)
    if change.sort == "verdicts":
        name = f"{change.sort}.{name}"
    if cause.result is not None:
        name += f" ({cause.result.citation})"
    if change.word == "messages":
        return term("cases.cause_messages", lang, name=name)
    if not change.found:
        return term("cases.cause_value", lang, name=name)
    found, before = _said(change, change.found, lang), cause.expected
    if change.word:
        name += f", {change.word}"
    if before is None or before == change.found:
        return term("cases.cause_came", lang, name=name, found=found)
    expected = _said(change, before, lang)
    return term("cases.cause_of_word", lang, name=name, expected=expected, found=found)


def _said(change: Change, value: str, lang: str) -> str:
    if change.word:
        return visible(value)
    if change.sort == "grounds":
        return term(f"ground.{value}", lang)
    return term(f"outcome.{value}", lang)
