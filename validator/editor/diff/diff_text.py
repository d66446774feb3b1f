"""A difference as plain text: what is loosened first, wording last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from validator.editor.diff.changes import (
    Against,
    Change,
    Compared,
    Effect,
    Impact,
    Section,
)
from validator.editor.diff.diff_words import (
    ARROW,
    against_lines,
    citations,
    clause_lists,
    detail_line,
    effect_of,
    headline,
    impact_lines,
    impact_parts,
    in_force,
    one_by_one,
    outcome_line,
    sentence,
    told,
    verdict_name,
    verdict_on,
)
from validator.output.page import Page
from validator.output.view import View
from validator.words.messages import Terms, named

term = Terms(
    "diff.impact.heading",
    "diff.impact.outline",
    "diff.same",
    "diff.wording_only",
    *(f"diff.section.{each.value}" for each in Section),
    *("diff.clauses.added", "diff.clauses.removed"),
)

_LOUD: Final = "!!"
_BULLET: Final = "–"


def one(told: Compared | Against, view: View) -> bytes:
    """The whole difference, readable without colours."""
    page = Page(view.width, color=False)
    if isinstance(told, Compared):
        _diff(page, told, view.lang)
    else:
        for line in against_lines(told, view.lang):
            page.paragraph(line)
        for each in told.compared:
            page.rule()
            _diff(page, each, view.lang)
    return page.text().encode()


def _diff(page: Page, compared: Compared, lang: str) -> None:
    diff = compared.diff
    before, after = diff.before, diff.after
    page.paragraph(f"{before.standard}: {before.edition} {ARROW} {after.edition}")
    for regulation in (before, after):
        page.paragraph(in_force(regulation, lang), indent=2)
    page.blank()
    sections = diff.sections()
    if diff.same_meaning:
        page.paragraph(term("diff.same" if not diff.changes else "diff.wording_only", lang))
    for section, changes in sections.items():
        if changes:
            page.paragraph(f"{term(f'diff.section.{section.value}', lang)}: {len(changes)}")
    for section, changes in sections.items():
        if changes:
            page.heading(term(f"diff.section.{section.value}", lang))
            _section(page, changes, lang)
    if compared.impact is not None:
        _impact(page, compared.impact, lang)


def _section(page: Page, changes: Sequence[Change], lang: str) -> None:
    for change in one_by_one(changes):
        _change(page, change, lang)
    for key, names in clause_lists(changes):
        page.item(_BULLET, f"{term(f'diff.clauses.{key}', lang)}: {', '.join(names)}")


def _change(page: Page, change: Change, lang: str) -> None:
    subject = change.subject
    cited = citations(subject)
    said = verdict_on(change, lang)
    first = subject.id + (f" [{cited}]" if cited else "") + (f" {said}" if said else "")
    page.item(_LOUD if change.loosened else _BULLET, first)
    page.detail(headline(subject, lang))
    if said := sentence(change, lang):
        page.detail(said)
    for detail in told(change):
        line = detail_line(detail, lang)
        if change.effect is Effect.UNCLEAR and (effect := effect_of(detail, lang)):
            line = f"{line} – {effect}"
        page.detail(line)


def _impact(page: Page, impact: Impact, lang: str) -> None:
    page.heading(term("diff.impact.heading", lang))
    for turn in impact.turned:
        verdicts = f"{verdict_name(turn.before, lang)} {ARROW} {verdict_name(turn.after, lang)}"
        page.item(_BULLET, f"{turn.bundle}: {verdicts}")
        for reason in turn.because:
            page.detail(outcome_line(reason, lang))
            page.detail(named(reason.title, lang))
        if turn.outline is not None:
            page.detail(term("diff.impact.outline", lang, edition=turn.outline))
    for line in impact_lines(impact, lang):
        page.paragraph(line)
    for heading, lines in impact_parts(impact, lang):
        page.paragraph(heading)
        for line in lines:
            page.item(_BULLET, line)
