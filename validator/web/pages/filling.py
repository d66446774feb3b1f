"""The pages that ask: a page of questions, a list with its entries, one entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from validator.form.fields import Field
from validator.web.pages.desk import Filling, Form
from validator.web.pages.draft import MOST_ENTRIES, add, entries_of, list_at, name_entries, put
from validator.web.pages.look import Fault
from validator.web.pages.questions import Asking, Question, anchor_of, called
from validator.web.pages.rows import LONGEST, columns_of, decoded, entries_in
from validator.web.pages.slots import drop_all_about
from validator.web.pages.steps import (
    PAPERS,
    Section,
    fee_lines,
    href_of,
    sections_of,
    seen_faults,
)
from validator.web.pages.told import words_of
from validator.web.pages.typed import text_of
from validator.words.messages import named

_MOST_COLUMNS: Final = 3
"""Columns of a table of entries, beside their number and state."""


def _section(call: Filling) -> Section:
    found = sections_of(call.workspace.look, call.lang).get(call.request.path_params["section"])
    if found is None:
        raise HTTPException(404)
    return found


async def section(call: Filling) -> Response:
    """A page of questions, or a list."""
    found = _section(call)
    if call.request.method == "GET":
        return _shown(call, found)
    form = await call.form()
    if found.is_table:
        return await _list_answered(call, found, form)
    before = _names(_questions(call, found, {}))
    put(call.workspace.manifest, call.workspace.edition, _of_section(form, found.keys))
    _begin_map(call, found)
    call.workspace.change()
    word, of, number = form.do
    if word in ("add", "remove"):
        _change_list(call, word, of, number)
        return call.to(f"{call.root}/s/{found.id}#{anchor_of(of)}")
    if (answer := call.elsewhere(form)) is not None:
        return answer
    if word == "search":
        return _shown(call, found, search=form.text("search"))
    if word in ("refresh", "later"):
        return _shown(call, found) if word == "refresh" else _on(call, found)
    new = _names(_questions(call, found, {})) - before
    call.workspace.seen.add(found.id)
    faults = call.workspace.look.faults_of(*found.keys)
    if any(each.name in before or each.name in found.keys for each in faults):
        return _shown(call, found)
    if new and faults:
        call.workspace.seen.discard(found.id)
        return _shown(call, found, notice=call.say("new_questions"))
    return _shown(call, found) if faults else _on(call, found)


def _shown(call: Filling, found: Section, search: str = "", notice: str = "") -> Response:
    if found.is_table:
        return _list_shown(call, found)
    faults = seen_faults(call.workspace, found)
    questions = _questions(call, found, _by_name(call, faults), search)
    alone = questions[0] if len(questions) == 1 and questions[0].control == "map" else None
    order = list(_ordered(questions))
    faults = tuple(sorted(faults, key=lambda each: _rank(order, each.name)))
    context = {
        "title": found.title,
        "help": questions[0].help if alone else "",
        "lines": fee_lines(call.workspace.look, call.lang) if "fee" in found.keys else (),
        "questions": alone.parts if alone else questions,
        "is_alone": alone is None and found.rule is not None,
        "faults": _told(call, faults),
        "action": f"{call.here}/s/{found.id}",
        "second_do": "later",
        "second_word": "save_later",
        "is_form": True,
        "notice": notice,
    }
    return call.draft_page("section", found.id, context)


def _questions(
    call: Filling, found: Section, faults: Mapping[str, Sequence[str]], search: str = ""
) -> tuple[Question, ...]:
    return Asking(call.workspace.look.applying, call.lang, faults, search).of_root(found.keys)


def _ordered(questions: Sequence[Question]) -> Iterator[str]:
    """The names of all controls of a page, in their order."""
    for each in questions:
        yield each.name
        yield from _ordered(each.parts)
        for entry in each.entries:
            yield from _ordered(entry.questions)


def _names(questions: Sequence[Question]) -> set[str]:
    return set(_ordered(questions))


def _rank(order: Sequence[str], name: str) -> int:
    """Where a fault belongs among those of a page; an item of a list goes with the list."""
    around = name.rpartition(".")[0]
    return next((order.index(each) for each in (name, around) if each in order), len(order))


def _of_section(form: Form, keys: Sequence[str]) -> dict[str, list[str]]:
    return {name: texts for name, texts in form.texts.items() if name.split(".")[0] in keys}


def _begin_map(call: Filling, found: Section) -> None:
    """A map that is needed is there when its page was answered, so that each lack in it is told."""
    rule = found.rule
    if rule is not None and rule.type == "dict" and not rule.several and rule.required is not False:
        call.workspace.manifest.setdefault(found.id, {})


def _by_name(call: Filling, faults: Sequence[Fault]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for each in faults:
        said = words_of(each, call.workspace.look.checklist.report, call.lang)
        made.setdefault(each.name, []).append(said)
    return made


def _told(call: Filling, faults: Sequence[Fault]) -> list[dict[str, str]]:
    """The faults for the top of a page, each with a link to its control."""
    look = call.workspace.look
    told = [
        {
            "href": href_of(each.name, look, call.here),
            "text": words_of(each, look.checklist.report, call.lang),
        }
        for each in faults
    ]
    return list({(each["href"], each["text"]): each for each in told}.values())


def _on(call: Filling, found: Section) -> Response:
    """To the next page."""
    ids = [*sections_of(call.workspace.look, call.lang), PAPERS]
    after = ids[ids.index(found.id) + 1] if found.id in ids else PAPERS
    return call.to(f"{call.root}/{PAPERS if after == PAPERS else f's/{after}'}")


def _change_list(call: Filling, word: str, name: str, number: str) -> None:
    """Add an entry to a list, or take one out."""
    place = list_at(call.workspace.manifest, call.workspace.look.applying.fields, name)
    if place is None:
        return
    key, rule, entries = place
    if word == "add":
        add(key, rule, entries)
    elif number.isascii() and number.isdecimal() and int(number) < len(entries):
        gone = entries.pop(int(number))
        drop_all_about(call.workspace, str(gone.get("id")))
    call.workspace.change()


# ----------------------------------------------------------------------------------------- lists


def _list_shown(
    call: Filling, found: Section, pasted: str = "", notice: str = "", faults: Sequence[str] = ()
) -> Response:
    workspace, key = call.workspace, found.id
    look, rule = workspace.look, workspace.look.applying.fields[key]
    entries = look.applying.manifest.get(key) or []
    columns = _columns(rule)
    rows = [
        {
            "cells": [_cell(each, entry.get(name), call.lang) for name, each in columns.items()],
            "faults": len(look.faults_of(f"{key}.{index}")),
            "href": f"{call.here}/s/{key}/{index}",
            "name": called(rule, entry, call.lang) or str(index + 1),
        }
        for index, entry in enumerate(entries)
    ]
    own = [each for each in seen_faults(workspace, found) if each.name == key]
    told = [*({"href": "#paste", "text": each} for each in faults), *_told(call, own)]
    context = {
        "title": found.title,
        "help": named(rule.help or {}, call.lang),
        "key": key,
        "anchor": anchor_of(key),
        "columns": [named(each.label, call.lang) for each in columns.values()],
        "all_columns": [named(each.label, call.lang) for each in columns_of(rule).values()],
        "rows": rows,
        "faults": told,
        "pasted_text": pasted,
        "action": f"{call.here}/s/{key}",
        "is_form": True,
        "notice": notice,
    }
    return call.draft_page("table", found.id, context)


def _columns(rule: Field) -> dict[str, Field]:
    plain = ("string", "integer")
    fields = [(key, each) for key, each in columns_of(rule).items() if each.type in plain]
    return dict(fields[:_MOST_COLUMNS])


def _cell(rule: Field, value: Any, lang: str) -> str:
    if value in rule.codes:
        return named(rule.codes[value], lang, str(value))
    return text_of(rule, value)


async def _list_answered(call: Filling, found: Section, form: Form) -> Response:
    word, of, number = form.do
    manifest, key = call.workspace.manifest, found.id
    rule = call.workspace.look.applying.fields[key]
    tables = form.files.get("table", [])
    pasted = form.text("paste")
    if word != "remove" and (pasted.strip() or tables):
        if len(pasted) > LONGEST or any((each.size or 0) > LONGEST for each in tables):
            return _list_shown(call, found, "", faults=(call.say("rows_many"),))
        text = "\n".join([pasted, *[decoded(await each.read()) for each in tables]])
        refused = _take_rows(call, key, rule, text)
        if refused:
            return _list_shown(call, found, pasted, faults=(refused,))
        if word not in ("lang", "go", "zip"):
            count = len(entries_of(manifest, key, rule))
            return _list_shown(call, found, notice=call.say("rows_taken", count=count))
    if (answer := call.elsewhere(form)) is not None:
        return answer
    if word == "remove":
        _change_list(call, word, key, number)
        return call.to(f"{call.root}/s/{key}")
    if word == "entry":
        index = add(key, rule, entries_of(manifest, key, rule))
        call.workspace.change()
        if index is None:
            return _list_shown(call, found, faults=(call.say("too_many"),))
        return call.to(f"{call.root}/s/{key}/{index}")
    manifest.setdefault(key, [])
    call.workspace.change()
    call.workspace.seen.add(key)
    faults = call.workspace.look.faults_of(key)
    return _list_shown(call, found) if faults else _on(call, found)


def _take_rows(call: Filling, key: str, rule: Field, text: str) -> str:
    """Put the rows of a table into a list; why none were, if so."""
    found, more = entries_in(text, rule, call.workspace.look.applying.claimed())
    entries = entries_of(call.workspace.manifest, key, rule)
    if not found:
        return call.say("rows_none")
    if more or len(found) + len(entries) > MOST_ENTRIES:
        return call.say("rows_many")
    entries.extend(found)
    name_entries(key, rule, entries)
    call.workspace.change()
    call.workspace.seen.add(key)
    return ""


async def entry(call: Filling) -> Response:
    """One entry of a list."""
    found = _section(call)
    index = int(call.request.path_params["number"])
    entries = call.workspace.look.applying.manifest.get(found.id)
    if not found.is_table or not isinstance(entries, list) or index >= len(entries):
        raise HTTPException(404)
    name = f"{found.id}.{index}"
    if call.request.method == "GET":
        return _entry_shown(call, found, index)
    form = await call.form()
    before = _names(_of_entry(call, found, index, {}))
    given = {each: texts for each, texts in form.texts.items() if each.startswith(f"{name}.")}
    put(call.workspace.manifest, call.workspace.edition, given)
    call.workspace.change()
    word, of, number = form.do
    if word in ("add", "remove"):
        _change_list(call, word, of, number)
        return call.to(f"{call.root}/s/{name.replace('.', '/')}#{anchor_of(of)}")
    if (answer := call.elsewhere(form)) is not None:
        return answer
    if word == "search":
        return _entry_shown(call, found, index, form.text("search"))
    if word == "refresh":
        return _entry_shown(call, found, index)
    if word != "later":
        new = _names(_of_entry(call, found, index, {})) - before
        call.workspace.seen.add(name)
        faults = call.workspace.look.faults_of(name)
        if faults and new and not any(each.name in before for each in faults):
            call.workspace.seen.discard(name)
            return _entry_shown(call, found, index, notice=call.say("new_questions"))
        if faults:
            return _entry_shown(call, found, index)
    return call.to(f"{call.root}/s/{found.id}")


def _of_entry(
    call: Filling,
    found: Section,
    index: int,
    faults: Mapping[str, Sequence[str]],
    search: str = "",
) -> tuple[Question, ...]:
    asking = Asking(call.workspace.look.applying, call.lang, faults, search)
    return asking.of_entry(found.id, index)


def _entry_shown(
    call: Filling, found: Section, index: int, search: str = "", notice: str = ""
) -> Response:
    name, workspace = f"{found.id}.{index}", call.workspace
    is_seen = bool({name, found.id} & workspace.seen)
    faults = workspace.look.faults_of(name) if is_seen else ()
    questions = _of_entry(call, found, index, _by_name(call, faults), search)
    order = list(_ordered(questions))
    faults = tuple(sorted(faults, key=lambda each: _rank(order, each.name)))
    context = {
        "title": call.say("entry_of", title=found.title, number=index + 1),
        "help": "",
        "lines": (),
        "questions": questions,
        "is_alone": False,
        "faults": _told(call, faults),
        "action": f"{call.here}/s/{found.id}/{index}",
        "second_do": "later",
        "second_word": "to_list",
        "is_form": True,
        "notice": notice,
    }
    return call.draft_page("section", found.id, context)
