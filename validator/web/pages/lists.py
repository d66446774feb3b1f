"""The page of a list: its entries as a table, one more of them, or rows out of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Final

from starlette.responses import Response

from validator.form.as_typed import Offered
from validator.form.fields import Field
from validator.frozen import frozen
from validator.plan.table_rows import ROW_VALUE, ROWS_NO_TITLES, Rows, fits_a_cell, read_rows
from validator.plan.tables import MAX_BYTES
from validator.web.checking import Tools
from validator.web.pages.asked import anchor_of, called
from validator.web.pages.asking import change_list, on, told_above
from validator.web.pages.desk import Filling, Form
from validator.web.pages.draft import MOST_ENTRIES, add, entries_of, is_own_name, name_entries
from validator.web.pages.steps import Section, seen_faults
from validator.web.pages.typed import text_of
from validator.words.messages import fix, named, say

_MOST_COLUMNS: Final = 3
"""Columns beside the number and the state of an entry."""
_SHOWN: Final = ("string", "integer", "decimal")
_AWAY: Final = ("lang", "go", "zip")


@frozen
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

    def shown(
        self,
        pasted: str = "",
        notice: str = "",
        doubts: Sequence[str] = (),
        refused: Mapping[str, str] | None = None,
    ) -> Response:
        """The page.

        Args:
            pasted: rows that were not taken.
            doubts: what should be looked at again in those that were.
            refused: why not, by the names of the controls that it is about.
        """
        call, rule = self.call, self._rule
        columns = {key: each for key, each in columns_of(rule).items() if each.type in _SHOWN}
        columns = dict(list(columns.items())[:_MOST_COLUMNS])
        faults = seen_faults(call.workspace, self.section)
        own = [each for each in faults if each.name == self._key]
        refused = refused or {}
        told = [{"href": f"#{name}", "text": text} for name, text in refused.items()]
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
            "workbooks": find_spec("openpyxl") is not None,
            "own_faults": [each["text"] for each in told_above(call, own)],
            "action": f"/{call.lang}{self._path}",
            "is_form": True,
            "notice": notice,
            "doubts": doubts,
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

    def answered(self, form: Form, found: Sequence[tuple[str, Rows]]) -> Response:
        """What was pasted is taken; then what the button asks for.

        Args:
            found: what `read` gives.
        """
        word, _, number = form.do
        if found and word != "remove":
            refused = self._take(found)
            if refused:
                return self.shown(form.text("paste")[:MAX_BYTES], refused=refused)
            if word not in _AWAY:
                taken = self.call.say("rows_taken", count=len(self._entries))
                return self.shown(notice=taken, doubts=self._doubts(found))
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
            return self.shown(refused={anchor_of(self._key): self.call.say("too_many")})
        return self.call.to(f"{self._path}/{index}")

    def _continued(self) -> Response:
        self.call.workspace.manifest.setdefault(self._key, [])
        self.call.workspace.change()
        self.call.workspace.seen.add(self._key)
        is_wrong = bool(self.call.workspace.look.faults_of(self._key))
        return self.shown() if is_wrong else on(self.call, self.section)

    async def read(self, form: Form) -> list[tuple[str, Rows]]:
        """What the tables hold that were sent, each with the name of the control it came by."""
        sources: list[tuple[str, bytes | str]] = []
        if form.text("paste").strip():
            sources.append(("paste", form.text("paste")))
        sources += [("table", each.content) for each in form.files.get("table", ())]
        edition, applying = self.call.workspace.edition, self.call.workspace.look.applying
        regulation, ask = edition.regulation, self.call.desk.site.checking.ask
        of = (regulation.standard, regulation.edition, self._key)
        claimed = applying.claimed()
        return [(name, await ask(_Reading(data, *of, claimed))) for name, data in sources]

    def _take(self, found: Sequence[tuple[str, Rows]]) -> dict[str, str]:
        """Put rows into the list; or why not, by the names of the controls that they came by."""
        workspace, rule = self.call.workspace, self._rule
        refused = {name: self._why_none(rows) for name, rows in found if not any(rows.rows)}
        made = [entry for _, rows in found for entry in rows.rows if entry]
        entries = self._entries
        if not refused and len(made) + len(entries) > MOST_ENTRIES:
            refused = {found[-1][0]: self.call.say("rows_many")}
        if refused:
            return refused
        entries.extend(made)
        name_entries(self._key, rule, entries)
        workspace.change()
        workspace.seen.add(self._key)
        return {}

    def _why_none(self, rows: Rows) -> str:
        lang = self.call.lang
        for each in rows.doubts[:1]:
            if each.message.key == ROWS_NO_TITLES.key:  # the page has them, so it is the rows
                break
            words = filter(None, (say(each.message, lang), fix(each.message, lang)))
            return " ".join(f"{said.rstrip('.')}." for said in words)
        return self.call.say("rows_none")

    def _doubts(self, found: Sequence[tuple[str, Rows]]) -> list[str]:
        """What should be looked at again; of a value by itself its own page tells."""
        return [
            say(each.message, self.call.lang)
            for _, rows in found
            for each in rows.doubts
            if each.message.key != ROW_VALUE.key
        ]


def columns_of(rule: Field) -> dict[str, Field]:
    """The fields of an entry that a row tells, in the order of its columns."""
    return {
        key: each
        for key, each in rule.items.items()
        if not is_own_name(key, each) and fits_a_cell(each) and not each.items
    }


@frozen
class _Reading:
    """A table that was sent, to be read in a process apart: it may hold anything."""

    data: bytes | str
    standard: str
    edition: str
    key: str
    offered: Offered

    def __call__(self, tools: Tools) -> Rows:
        rule = tools.catalogue.edition(self.standard, self.edition).form.fields[self.key]
        columns = columns_of(rule)
        return read_rows(self.data, columns, tuple(columns), self.offered)


def _cell(rule: Field, value: Any, lang: str) -> str:
    if isinstance(value, str) and value in rule.codes:
        return named(rule.codes[value], lang, value)
    return text_of(rule, value)
