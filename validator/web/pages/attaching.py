"""The page of the papers: a place for each that is asked of this applicant, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from validator.explanation.law_words import condition_lines
from validator.facts.paths import DOCUMENTS, KIND
from validator.inspect.kinds import PAPERS as TYPES
from validator.model import Duty, Named, Outcome
from validator.report import Report
from validator.web.pages.asked import anchor_of, mode_of
from validator.web.pages.desk import Filling, Form
from validator.web.pages.look import documents_of
from validator.web.pages.slots import (
    Slot,
    drop,
    field_of,
    lay,
    say_beside,
    slots_of,
    spare_documents,
    whole_manifest,
)
from validator.web.pages.steps import (
    ANSWERS,
    PAPERS,
    href_of_pointer,
    title_of,
    title_of_slot,
    why_of,
)
from validator.web.pages.told import in_full
from validator.web.pages.typed import text_of
from validator.words.messages import Terms, named

_SIZE = Terms("pages.size")
_MISSING = Terms("pages.fault.field_missing")


async def papers(call: Filling) -> Response:
    """The papers, those that are there and those that are not."""
    if call.request.method == "GET":
        return await _shown(call, {})
    form = await call.form()
    refused = await run_in_threadpool(_take, call, form)
    word, of, _ = form.do
    if word == "drop":
        drop(call.workspace, of)
        return call.to(f"{call.root}/{PAPERS}")
    if not refused and (answer := call.elsewhere(form)) is not None:
        return answer
    if word in ("continue", ""):
        call.workspace.seen.add(PAPERS)
        faults = await _faults(call, refused)
        return await _shown(call, refused) if faults else call.to(f"{call.root}/{ANSWERS}")
    return await _shown(call, refused)


def _take(call: Filling, form: Form) -> dict[str, str]:
    """Put what was sent into its places; why not, by the names of the places, where it was not."""
    refused: dict[str, str] = {}
    kinds = {name: kind for slot in _slots(call) for name, kind in slot.inputs.items()}
    for name in kinds.keys() & form.files.keys():
        uploads = form.files[name]
        if len(uploads) > 1:
            refused[name] = call.say("two_files")
            continue
        content = uploads[0].content
        if not content:
            refused[name] = call.say("empty_file")
        elif not call.desk.workspaces.has_room(call.workspace, len(content)):
            refused[name] = call.say("no_room")
        else:
            slot = next(each for each in _slots(call) if name in each.inputs)
            lay(call.workspace, slot, str(kinds[name].id), content, uploads[0].name)
    for slot in _slots(call):
        for key in slot.asks if slot.document is not None else ():
            if (name := f"{slot.name}:{key}") in form.texts:
                say_beside(call.workspace, slot, key, form.text(name))
    return refused


def _slots(call: Filling) -> list[Slot]:
    return slots_of(call.workspace.look, call.workspace.manifest)


async def _faults(call: Filling, refused: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with the papers, by the names of their places."""
    slots = _slots(call)
    made: dict[str, list[str]] = {}
    for slot in slots:
        if texts := [refused[name] for name in slot.inputs if name in refused]:
            made[slot.name] = texts
    if any(slot.document is not None for slot in slots):
        report = await call.desk.report_of(call.workspace)
        for slot in slots:
            found = _of_slot(call, slot, report)
            if found:
                made.setdefault(slot.name, []).extend(found)
    if PAPERS in call.workspace.seen:
        for slot in slots:
            if slot.document is None and slot.name not in made:
                title = title_of_slot(slot, call.workspace.look, call.lang)
                made[slot.name] = [call.say("no_paper", paper=title)]
    return made


def _of_slot(call: Filling, slot: Slot, report: Report) -> list[str]:
    """What the report says of the paper in a place."""
    if slot.document is None:
        return []
    kept = documents_of(whole_manifest(call.workspace))
    files = [each.get("file") for each in kept]
    file = slot.document.get("file")
    if file not in files:
        return []
    place = f"/{DOCUMENTS.dotted}/{files.index(file)}"
    fields = {key: field_of(call.workspace, key) for key in slot.asks}
    lacking = [
        _MISSING("pages.fault.field_missing", call.lang, field=Named(key, each.label))
        for key, each in fields.items()
        if key not in slot.document
    ]
    said = [
        in_full(finding, result.requirement, report, call.lang)
        for result in report.results
        if result.outcome is Outcome.FAILED and result.requirement.duty is Duty.APPLICANT
        for finding in result.findings
        if f"{finding.location.pointer}/".startswith(f"{place}/")
    ]
    return list(dict.fromkeys([*lacking, *said]))


async def _shown(call: Filling, refused: Mapping[str, str]) -> Response:
    look, lang = call.workspace.look, call.lang
    faults = await _faults(call, refused)
    slots = _slots(call)
    shown = [_slot_shown(call, slot, faults.get(slot.name, [])) for slot in slots]
    told = [
        {"href": f"#{each['anchor']}", "text": text} for each in shown for text in each["faults"]
    ]
    context = {
        "title": call.say("papers"),
        "slots": shown,
        "others": [
            {"title": _kind_title(call, each), "file": each.get("file")}
            for each in spare_documents(slots, call.workspace.manifest)
        ],
        "undecided": list(_undecided(call)),
        "spared": [
            {
                "title": title_of(each, look, lang),
                "why": [] if each.when is None else list(condition_lines(each.when, lang)),
            }
            for each in look.checklist.spared
        ],
        "faults": told,
        "action": f"{call.here}/{PAPERS}",
        "is_form": True,
    }
    return call.draft_page("papers", PAPERS, context)


def _slot_shown(call: Filling, slot: Slot, faults: list[str]) -> dict[str, Any]:
    look, lang = call.workspace.look, call.lang
    file = "" if slot.document is None else str(slot.document.get("file"))
    types = slot.paper.rule.parameters.get("types") or ()
    endings = [f".{e}" for each in TYPES if each.media in types for e in each.endings]
    several = len(slot.inputs) > 1
    return {
        "anchor": anchor_of(slot.name.replace(":", ".")),
        "inputs": [
            {
                "anchor": anchor_of((name if number else slot.name).replace(":", ".")),
                "name": name,
                "kind": named(kind.name, lang, str(kind.id)) if several else "",
            }
            for number, (name, kind) in enumerate(slot.inputs.items())
        ],
        "title": title_of_slot(slot, look, lang),
        "why": list(why_of(slot.paper, look, lang)),
        "file": file,
        "size": _size(len(call.workspace.files.get(file, b"")), lang),
        "faults": faults,
        "questions": [
            {
                "anchor": anchor_of(f"{slot.name}:{key}".replace(":", ".")),
                "name": f"{slot.name}:{key}",
                "label": named(field_of(call.workspace, key).label, lang, key),
                "text": text_of(field_of(call.workspace, key), (slot.document or {}).get(key)),
                "mode": mode_of(field_of(call.workspace, key)),
            }
            for key in slot.asks
        ],
        "accept": ",".join([*types, *endings]),
    }


def _size(length: int, lang: str) -> str:
    """A length as people read it."""
    return _SIZE("pages.size", lang, size=length)


def _kind_title(call: Filling, document: Mapping[str, Any]) -> str:
    titles = call.workspace.edition.code_lists.get("document_kinds", {})
    kind = str(document.get(KIND.dotted))
    return named(titles.get(kind, {}), call.lang, kind)


def _undecided(call: Filling) -> Iterator[dict[str, str]]:
    """The papers of which it is not known yet whether they are asked for, and what tells."""
    look = call.workspace.look
    for each in look.checklist.open:
        found = look.checklist.edition.form.at(each.lacking or "")
        yield {
            "title": title_of(each, look, call.lang),
            "field": named(found[0].name, call.lang) if found else call.say("answers"),
            "href": href_of_pointer(each.lacking or "", look, call.here),
        }
