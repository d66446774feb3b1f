"""The steps of filling in a draft, and where each thing in it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from validator.explanation.law_words import condition_lines
from validator.form.fields import Field
from validator.frozen import frozen
from validator.model import Severity
from validator.plan.checklist_telling import choice_lines
from validator.plan.papers import Paper
from validator.web.pages.asked import anchor_of, called
from validator.web.pages.look import Fault, Look, name_of
from validator.web.pages.rendering import say
from validator.web.pages.slots import Slot, slots_of
from validator.web.pages.workspaces import Workspace
from validator.words.messages import Terms, named
from validator.words.messages import say as say_message

_DUE = Terms("derived.fee_due")

PAPERS: Final = "papers"
ANSWERS: Final = "answers"


@frozen
class Section:
    """A page of questions: single fields of the root together, every map and list by itself."""

    id: str
    keys: tuple[str, ...]
    title: str
    rule: Field | None

    @property
    def is_table(self) -> bool:
        """Whether it is a list whose entries have a page each."""
        return self.rule is not None and self.rule.type == "list" and bool(self.rule.items)


@frozen
class Step:
    """One step, for the list of them beside a form."""

    id: str
    title: str
    href: str
    state: str
    is_here: bool


def sections_of(look: Look, lang: str) -> dict[str, Section]:
    """The pages of questions by their ids, in the order of the application."""
    asked = look.sections()
    plain = tuple(key for key, rule in asked.items() if rule.type not in ("dict", "list"))
    made: dict[str, Section] = {}
    for key, rule in asked.items():
        if key not in plain:
            made[key] = Section(key, (key,), named(rule.label, lang, key), rule)
        elif key == plain[0]:
            made[key] = Section(key, plain, say("about", lang), None)
    return made


def steps_of(workspace: Workspace, lang: str, here: str, at: str) -> Iterator[Step]:
    """All steps.

    Args:
        here: where the pages of the draft begin.
        at: the id of the step that is shown.
    """
    look = workspace.look
    for each in sections_of(look, lang).values():
        state = _state(workspace, each.id, bool(look.faults_of(*each.keys)))
        yield Step(each.id, each.title, f"{here}/s/{each.id}", state, each.id == at)
    lacks = any(slot.document is None for slot in slots_of(look, workspace.manifest))
    state = "todo" if lacks or look.checklist.open else "done"
    yield Step(PAPERS, say("papers", lang), f"{here}/{PAPERS}", state, at == PAPERS)
    yield Step(ANSWERS, say("answers", lang), f"{here}/{ANSWERS}", "", at == ANSWERS)


def _state(workspace: Workspace, name: str, is_wrong: bool) -> str:
    if name not in workspace.seen:
        return "todo"
    return "wrong" if is_wrong else "done"


def seen_faults(workspace: Workspace, section: Section) -> tuple[Fault, ...]:
    """The faults of a page that was filled in once."""
    return workspace.look.faults_of(*section.keys) if section.id in workspace.seen else ()


def href_of(name: str, look: Look, here: str) -> str:
    """Where the control of a name stands."""
    key, *rest = name.split(".")
    asked = look.sections()
    plain = [each for each, rule in asked.items() if rule.type not in ("dict", "list")]
    section = plain[0] if key in plain else key
    rule = asked.get(key)
    if rule is None:
        return f"{here}/{ANSWERS}"
    page = f"{here}/s/{section}"
    if rule.type == "list" and rule.items and rest:
        return f"{page}/{rest[0]}" + (f"#{anchor_of(name)}" if rest[1:] else "")
    return f"{page}#{anchor_of(_control(name))}"


def _control(name: str) -> str:
    """The name of the control that is there: an item of a list of codes has none of its own."""
    *around, last = name.split(".")
    return ".".join(around) if last.isdecimal() and around else name


def href_of_pointer(pointer: str, look: Look, here: str) -> str:
    """Where the value of a pointer is asked for."""
    return href_of(name_of(pointer, look.applying.fields), look, here)


def whom(concerns: str, look: Look, lang: str) -> str:
    """What a thing that papers concern is called for people."""
    fields, manifest = look.applying.fields, look.manifest
    rule = fields.get(concerns)
    if rule is not None and rule.type == "dict":
        return named(rule.label, lang, concerns)
    for key, each in fields.items():
        entries = manifest.get(key)
        for entry in entries if isinstance(entries, list) and each.items else ():
            if entry.get("id") == concerns:
                return called(each, entry, lang) or f"{named(each.label, lang)}: {concerns}"
    return concerns


def title_of(paper: Paper, look: Look, lang: str) -> str:
    """What a paper is called, and for whom it is."""
    if not paper.concerns:
        return named(paper.rule.requirement.title, lang)
    return f"{_kinds_of(paper, lang)} – {whom(paper.concerns, look, lang)}"


def title_of_slot(slot: Slot, look: Look, lang: str) -> str:
    """The same, with the number of the paper where several are needed."""
    title = title_of(slot.paper, look, lang)
    return f"{title} ({slot.number} / {slot.paper.count})" if slot.paper.count > 1 else title


def _kinds_of(paper: Paper, lang: str) -> str:
    return " / ".join(named(each.name, lang, str(each.id)) for each in paper.kinds)


def why_of(paper: Paper, look: Look, lang: str) -> Iterator[str]:
    """Why a paper is asked for: the clause, and the case in which it is."""
    requirement = paper.rule.requirement
    regulation = look.checklist.edition.regulation
    clause = regulation.clauses[requirement.cite(look.checklist.service)]
    yield clause.called(lang)
    if paper.when is not None:
        yield from condition_lines(paper.when, lang)
    yield from choice_lines(paper, lang)


def fee_due(look: Look, lang: str) -> str:
    """The fee; nothing where it is not known."""
    due = look.checklist.report.derived.fee_due
    return "" if due is None else _DUE("derived.fee_due", lang, sum=due)


def fee_lines(look: Look, lang: str) -> list[str]:
    """The fee and how it comes about; nothing where it is not known."""
    due = fee_due(look, lang)
    return [due] * bool(due) + [say_message(each, lang) for each in look.checklist.fee_trace]


def papers_asked(look: Look, lang: str) -> Iterator[str]:
    """The papers that are asked for, each kind with all for whom it is in one line."""
    whose: dict[str, list[str]] = {}
    for each in look.checklist.asked:
        if each.concerns:
            title = _kinds_of(each, lang)
            whose.setdefault(title, []).append(whom(each.concerns, look, lang))
        else:
            yield title_of(each, look, lang)
    for title, names in whose.items():
        yield f"{title} – {', '.join(names)}"


def context_of(workspace: Workspace, lang: str, here: str, at: str) -> dict[str, Any]:
    """What every page of a draft shows beside its questions."""
    look = workspace.look
    return {
        "look": look,
        "here": here,
        "steps": list(steps_of(workspace, lang, here, at)),
        "papers_asked": list(papers_asked(look, lang)),
        "fee": fee_due(look, lang),
    }


def weighs(fault: Fault) -> bool:
    """Whether a fault keeps an application from being in order."""
    return fault.result.requirement.severity is Severity.ERROR
