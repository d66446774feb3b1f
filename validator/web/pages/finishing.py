"""The last pages: the answers to look through, the report, the zip, and the end of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from validator.facts.paths import DOCUMENTS
from validator.form.fields import Field
from validator.model import Duty, Outcome, Severity
from validator.output.headline import headline
from validator.output.html import one
from validator.output.view import View
from validator.report import Finding, Report, Result
from validator.web.pages.asked import anchor_of, called
from validator.web.pages.desk import Filling
from validator.web.pages.draft import is_file
from validator.web.pages.look import OF_PAPERS, Fault, documents_of
from validator.web.pages.slots import name_of_slot, slots_of, whole_manifest
from validator.web.pages.steps import (
    ANSWERS,
    PAPERS,
    Section,
    href_of,
    href_of_pointer,
    sections_of,
    title_of_slot,
)
from validator.web.pages.told import in_full, words_of
from validator.web.pages.typed import NO, YES, text_of
from validator.web.pages.zipped import packed
from validator.words.messages import Terms, named, number

_YES_NO = Terms(*(f"pages.yes_no.{each}" for each in (YES, NO)))
_STYLES = {"bold green": "good", "bold red": "bad", "bold yellow": "warn"}


async def answers(call: Filling) -> Response:
    """All that was said, each with a way to change it."""
    if call.request.method == "POST":
        form = await call.form()
        return call.elsewhere(form) or call.to(f"{call.root}/report")
    look = call.workspace.look
    parts = [
        {"title": each.title, "lines": list(_lines(call, each))}
        for each in sections_of(look, call.lang).values()
    ]
    papers = [
        {
            "label": title_of_slot(slot, look, call.lang),
            "text": "" if slot.document is None else slot.document.get("file"),
            "fault": "",
            "href": f"{call.here}/{PAPERS}#{anchor_of(slot.name.replace(':', '.'))}",
        }
        for slot in slots_of(look, call.workspace.manifest)
    ]
    notice, call.workspace.notice = call.workspace.notice, ""
    context = {
        "title": call.say("answers"),
        "parts": [*parts, {"title": call.say("papers"), "lines": papers}],
        "action": f"{call.here}/{ANSWERS}",
        "notice": _notice(call, notice),
    }
    return call.draft_page("answers", ANSWERS, context)


def _notice(call: Filling, key: str) -> str:
    if not key:
        return ""
    said = call.say(key)
    left = call.workspace.left_out
    if left:
        said = f"{said} {call.say('left_out', names=tuple(dict.fromkeys(left)))}"
    return said


def _lines(call: Filling, section: Section) -> Iterator[dict[str, str]]:
    look = call.workspace.look
    for key in section.keys:
        rule = look.applying.fields[key]
        yield from _lines_of(call, key, rule, look.manifest.get(key))


def _lines_of(call: Filling, name: str, rule: Field, value: Any) -> Iterator[dict[str, str]]:
    lang = call.lang
    if rule.items and isinstance(value, list):
        for index, each in enumerate(value):
            title = called(rule, each, lang) or str(index + 1)
            if rule.type == "list":
                yield _line(call, f"{name}.{index}", title, _summed(rule, each, lang))
            else:
                yield from _below(call, f"{name}.{index}", rule, each)
        if not value:
            yield _line(call, name, named(rule.label, lang), "")
    elif rule.type == "dict":
        around = f"{name}.0" if rule.several else name
        inside = value if isinstance(value, Mapping) else {}
        if not inside and rule.required is False:
            yield _line(call, name, named(rule.label, lang), "")
        else:
            yield from _below(call, around, rule, inside)
    else:
        yield _line(call, name, named(rule.label, lang), _text(rule, value, lang))


def _below(
    call: Filling, name: str, rule: Field, value: Mapping[str, Any]
) -> Iterator[dict[str, str]]:
    applying = call.workspace.look.applying
    for key, each in applying.asked(rule.items):
        if key in value or each.required is not False:
            yield from _lines_of(call, f"{name}.{key}", each, value.get(key))


def _line(call: Filling, name: str, label: str, text: str) -> dict[str, str]:
    look = call.workspace.look
    faults = look.faults_of(name)
    report = look.checklist.report
    said = list(dict.fromkeys(words_of(each, report, call.lang) for each in faults))
    return {
        "label": label,
        "text": text,
        "fault": " ".join(said),
        "href": href_of(name, look, call.here),
    }


def _summed(rule: Field, entry: Mapping[str, Any], lang: str) -> str:
    """An entry of a list in a line: what is said of it, but for its name."""
    title = called(rule, entry, lang)
    told = []
    for key, each in rule.items.items():
        if key == "id" or key not in entry:
            continue
        text = _text(each, entry[key], lang)
        if text and text != title:
            told.append(f"{named(each.label, lang)}: {text}" if each.type == "boolean" else text)
    return " · ".join(told)


def _text(rule: Field, value: Any, lang: str) -> str:
    """A value as people read it."""
    item = rule.item or rule
    if isinstance(value, list):
        return "; ".join(_text(item, each, lang) for each in value if not isinstance(each, dict))
    if isinstance(value, bool):
        return _YES_NO(f"pages.yes_no.{YES if value else NO}", lang)
    if isinstance(value, int) and rule.type == "integer":
        return number(value, lang)
    if isinstance(value, str) and value in item.codes:
        return named(item.codes[value], lang, value)
    return text_of(rule, value)


# ---------------------------------------------------------------------------------------- report


async def report(call: Filling) -> Response:
    """What a check finds, each finding with the way to where it is mended."""
    found = await call.desk.report_of(call.workspace)
    words, style = headline(found, call.lang)
    view = View(call.lang, show_personal_data=True)
    todo, signing = [], []
    for result in _failed(found):
        for finding in result.findings:
            pointer = finding.location.pointer or ""
            if _is_last(call, pointer):
                signing.append(in_full(finding, result.requirement, found, call.lang))
            else:
                said = words_of(Fault("", finding, result), found, call.lang)
                todo.append({"text": said, "href": _where(call, finding, result)})
    if not todo and signing and not _is_open(call, found):
        words, style = call.say("ready"), "bold green"
    context = {
        "title": call.say("report"),
        "verdict": words,
        "style": _STYLES.get(style, ""),
        "todo": list({each["text"]: each for each in todo}.values()),
        "before_signing": list(dict.fromkeys(signing)),
        "article": one(found, view).decode(),
    }
    return call.draft_page("report", ANSWERS, context)


def _is_open(call: Filling, found: Report) -> bool:
    """Whether something of the applicant's is not decided, beside what is added last."""
    return bool(found.problems) or any(
        result.outcome is Outcome.UNDETERMINED
        and result.requirement.duty is Duty.APPLICANT
        and not (result.lack and _is_last(call, result.lack.location.pointer or ""))
        for result in found.results
    )


def _failed(found: Report) -> list[Result]:
    """What is the applicant's to mend, the gravest first."""
    return [
        result
        for severity in reversed(Severity)
        for result in found.results
        if result.outcome is Outcome.FAILED
        and result.requirement.duty is Duty.APPLICANT
        and result.requirement.severity is severity
    ]


def _is_last(call: Filling, pointer: str) -> bool:
    """Whether it is about what is added last, to the application as it was saved."""
    rule = call.workspace.edition.form.fields.get(pointer.split("/", 2)[1] if pointer else "")
    return rule is not None and is_file(rule)


def _where(call: Filling, finding: Finding, result: Result) -> str:
    look, pointer = call.workspace.look, finding.location.pointer or ""
    rows = {each.requirement.id: each.kind.row for each in call.workspace.edition.rules}
    slots = slots_of(look, call.workspace.manifest)
    inside = pointer.startswith(f"{DOCUMENTS.pointer}/")
    if rows[result.requirement.id] == OF_PAPERS and not inside:
        concerns = str(finding.message.args.get("concerns", ""))
        name = name_of_slot(result.requirement.id, concerns)
        return f"{call.here}/{PAPERS}#{anchor_of(name.replace(':', '.'))}"
    if inside:
        parts = pointer.split("/")
        kept = documents_of(whole_manifest(call.workspace))
        file = kept[int(parts[2])].get("file") if len(parts) > 2 else None  # noqa: PLR2004
        for slot in slots:
            if slot.document is not None and slot.document.get("file") == file:
                return f"{call.here}/{PAPERS}#{anchor_of(slot.name.replace(':', '.'))}"
        return f"{call.here}/{PAPERS}"
    return href_of_pointer(pointer, look, call.here) if pointer else f"{call.here}/{ANSWERS}"


async def save(call: Filling) -> Response:
    """The draft as a zip."""
    headers = {"Content-Disposition": 'attachment; filename="application.zip"'}
    content = await run_in_threadpool(packed, call.workspace)
    return Response(content, media_type="application/zip", headers=headers)


async def forget(call: Filling) -> Response:
    """The end: nothing of the draft is kept."""
    call.desk.workspaces.forget(call.workspace.id)
    return call.to("/")
