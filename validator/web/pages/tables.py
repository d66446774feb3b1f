"""The page of a list: its entries as a table, one more of them, or rows out of a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from validator.form.fields import Field
from validator.web.pages.asking import change_list, on, told_above
from validator.web.pages.desk import Filling, Form
from validator.web.pages.draft import MOST_ENTRIES, add, entries_of, name_entries
from validator.web.pages.questions import anchor_of, called
from validator.web.pages.rows import LONGEST, columns_of, decoded, entries_in
from validator.web.pages.steps import Section, seen_faults
from validator.web.pages.typed import text_of
from validator.words.messages import named

_MOST_COLUMNS: Final = 3
"""Columns beside the number and the state of an entry."""
_SHOWN: Final = ("string", "integer")
_AWAY: Final = ("lang", "go", "zip")


@dataclass(frozen=True, slots=True)
class Table:
    """The page of one list."""

    call: Filling
    section: Section

    @property
    def _key(self) -> str:
        return self.section.id

    @property
    def _rule(self) -> Field:
        return self.call.workspace.look.applying.fields[self._key]

    @property
    def _path(self) -> str:
        return f"{self.call.root}/s/{self._key}"

    @property
    def _entries(self) -> list[dict[str, Any]]:
        return entries_of(self.call.workspace.manifest, self._key, self._rule)

    def shown(self, pasted: str = "", notice: str = "", refused: str = "") -> Response:
        """The page.

        Args:
            pasted: rows that were not taken.
            refused: why not.
        """
        call, rule = self.call, self._rule
        columns = {key: each for key, each in columns_of(rule).items() if each.type in _SHOWN}
        columns = dict(list(columns.items())[:_MOST_COLUMNS])
        faults = seen_faults(call.workspace, self.section)
        own = [each for each in faults if each.name == self._key]
        told = [{"href": "#paste", "text": refused}] if refused else []
        context = {
            "title": self.section.title,
            "help": named(rule.help or {}, call.lang),
            "key": self._key,
            "anchor": anchor_of(self._key),
            "columns": [named(each.label, call.lang) for each in columns.values()],
            "all_columns": [named(each.label, call.lang) for each in columns_of(rule).values()],
            "rows": self._rows(columns),
            "faults": [*told, *told_above(call, own)],
            "pasted_text": pasted,
            "refused": refused,
            "own_faults": [each["text"] for each in told_above(call, own)],
            "action": f"/{call.lang}{self._path}",
            "is_form": True,
            "notice": notice,
        }
        return call.draft_page("table", self._key, context)

    def _rows(self, columns: dict[str, Field]) -> list[dict[str, Any]]:
        call, look = self.call, self.call.workspace.look
        return [
            {
                "cells": [_cell(each, entry.get(key), call.lang) for key, each in columns.items()],
                "faults": len(look.faults_of(f"{self._key}.{index}")),
                "href": f"/{call.lang}{self._path}/{index}",
                "name": called(self._rule, entry, call.lang) or str(index + 1),
            }
            for index, entry in enumerate(look.applying.manifest.get(self._key) or [])
        ]

    def answered(self, form: Form) -> Response:
        """What was pasted is taken; then what the button asks for."""
        word, _, number = form.do
        pasted, tables = form.text("paste"), form.files.get("table", [])
        if word != "remove" and (pasted.strip() or tables):
            read = [decoded(each.content[: LONGEST + 1]) for each in tables]
            if refused := self._take("\n".join([pasted, *read])):
                return self.shown(pasted[:LONGEST], refused=refused)
            if word not in _AWAY:
                count = len(self._entries)
                return self.shown(notice=self.call.say("rows_taken", count=count))
        if word == "remove":
            change_list(self.call, word, self._key, number)
            return self.call.to(self._path)
        if word == "entry":
            return self._added()
        return self.call.elsewhere(form) or self._continued()

    def _added(self) -> Response:
        index = add(self._key, self._rule, self._entries)
        self.call.workspace.change()
        if index is None:
            return self.shown(refused=self.call.say("too_many"))
        return self.call.to(f"{self._path}/{index}")

    def _continued(self) -> Response:
        self.call.workspace.manifest.setdefault(self._key, [])
        self.call.workspace.change()
        self.call.workspace.seen.add(self._key)
        is_wrong = bool(self.call.workspace.look.faults_of(self._key))
        return self.shown() if is_wrong else on(self.call, self.section)

    def _take(self, text: str) -> str:
        """Put rows into the list; why they were not taken, if so."""
        workspace, rule = self.call.workspace, self._rule
        if len(text) > LONGEST:
            return self.call.say("rows_many")
        found, more = entries_in(text, rule, workspace.look.applying.claimed())
        entries = self._entries
        if not found:
            return self.call.say("rows_none")
        if more or len(found) + len(entries) > MOST_ENTRIES:
            return self.call.say("rows_many")
        entries.extend(found)
        name_entries(self._key, rule, entries)
        workspace.change()
        workspace.seen.add(self._key)
        return ""


def _cell(rule: Field, value: Any, lang: str) -> str:
    if isinstance(value, str) and value in rule.codes:
        return named(rule.codes[value], lang, value)
    return text_of(rule, value)
