"""A difference in Markdown, to be put under a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from validator.editor.diff.changes import (
    LETS_OFF,
    Against,
    Change,
    Compared,
    Effect,
    Impact,
    Section,
    Turn,
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
from validator.output.markdown_text import bold, code, plain
from validator.output.view import View
from validator.words.messages import Terms

term = Terms(
    "diff.impact.heading",
    "diff.impact.outline",
    "diff.same",
    "diff.wording_only",
    *(f"diff.section.{each.value}" for each in Section),
    *("diff.clauses.added", "diff.clauses.removed"),
    *(f"diff.impact.{each}" for each in ("bundle", "verdict", "because")),
)


def one(told: Compared | Against, view: View) -> bytes:
    """The whole difference; what lets someone off is in bold."""
    if isinstance(told, Compared):
        lines = list(_lines(told, view.lang))
    else:
        lines = [f"- {plain(line)}" for line in against_lines(told, view.lang)]
        for each in told.compared:
            lines += ["", *_lines(each, view.lang)]
    return "".join(f"{line}\n" for line in lines).encode()


def _lines(compared: Compared, lang: str) -> Iterator[str]:
    diff = compared.diff
    before, after = diff.before, diff.after
    yield f"## {code(before.standard)}: {code(before.edition)} {ARROW} {code(after.edition)}"
    yield ""
    for regulation in (before, after):
        yield f"- {plain(in_force(regulation, lang))}"
    yield ""
    if diff.same_meaning:
        yield plain(term("diff.same" if not diff.changes else "diff.wording_only", lang))
        yield from [""] if diff.changes else []
    sections = {section: changes for section, changes in diff.sections().items() if changes}
    if sections:
        names = [plain(term(f"diff.section.{section.value}", lang)) for section in sections]
        yield f"| {' | '.join(names)} |"
        yield f"|{'---:|' * len(names)}"
        yield f"| {' | '.join(str(len(changes)) for changes in sections.values())} |"
    for section, changes in sections.items():
        name = plain(term(f"diff.section.{section.value}", lang))
        yield from ("", f"### {bold(name) if section is Section.LOOSENED else name}", "")
        for change in one_by_one(changes):
            yield from _change(change, lang)
        for key, clauses in clause_lists(changes):
            yield f"- {plain(term(f'diff.clauses.{key}', lang))}: {', '.join(map(code, clauses))}"
    if compared.impact is not None:
        yield from _impact(compared.impact, lang)


def _change(change: Change, lang: str) -> Iterator[str]:
    subject = change.subject
    cited = f" ({plain(citations(subject))})" if citations(subject) else ""
    said = plain(verdict_on(change, lang))
    said = f" {bold(said) if change.loosened else said}:" if said else ":"
    yield f"- {code(subject.id)}{cited}{said} {plain(headline(subject, lang))}"
    if sentence(change, lang):
        yield f"  - {plain(sentence(change, lang))}"
    for detail in told(change):
        line = plain(detail_line(detail, lang))
        if change.effect is Effect.UNCLEAR and (effect := plain(effect_of(detail, lang))):
            loud = detail.effect in LETS_OFF
            line = f"{line} – {bold(effect) if loud else effect}"
        yield f"  - {line}"


def _impact(impact: Impact, lang: str) -> Iterator[str]:
    yield from ("", f"### {plain(term('diff.impact.heading', lang))}", "")
    if impact.turned:
        names = (term(f"diff.impact.{each}", lang) for each in ("bundle", "verdict", "because"))
        yield f"| {' | '.join(plain(each) for each in names)} |"
        yield "|---|---|---|"
        for turn in impact.turned:
            verdicts = f"{verdict_name(turn.before, lang)} {ARROW} {verdict_name(turn.after, lang)}"
            bundle, because = code(turn.bundle, in_table=True), "<br>".join(_why(turn, lang))
            yield f"| {bundle} | {plain(verdicts)} | {because} |"
        yield ""
    for line in impact_lines(impact, lang):
        yield f"- {plain(line)}"
    for heading, lines in impact_parts(impact, lang):
        yield f"- {plain(heading)}"
        yield from (f"  - {plain(line)}" for line in lines)


def _why(turn: Turn, lang: str) -> Iterator[str]:
    for reason in turn.because:
        yield plain(outcome_line(reason, lang))
    if turn.outline is not None:
        yield plain(term("diff.impact.outline", lang, edition=turn.outline))
