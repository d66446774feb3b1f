"""A page of questions: of a part of the application, or of one entry of a list in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from starlette.responses import Response

from validator.checks.fees import FEE
from validator.frozen import frozen
from validator.web.pages.asked import Asking, Question, anchor_of
from validator.web.pages.desk import Filling, Form
from validator.web.pages.draft import add, list_at, put, resize
from validator.web.pages.look import Fault
from validator.web.pages.slots import drop_all_about
from validator.web.pages.steps import PAPERS, Section, fee_lines, href_of, sections_of
from validator.web.pages.told import words_of

ROWS: Final = "rows:"
"""With this before its name the number of entries of a list is sent by a script."""


@frozen
class QuestionPage:
    """One page of questions.

    Attributes:
        index: of the entry of a list; None for a page of a whole part.
    """

    call: Filling
    section: Section
    index: int | None = None

    @property
    def mark(self) -> str:
        """What a draft remembers it by once it was answered, and its controls begin with."""
        return self.section.id if self.index is None else f"{self.section.id}.{self.index}"

    @property
    def _names(self) -> tuple[str, ...]:
        return self.section.keys if self.index is None else (self.mark,)

    @property
    def _path(self) -> str:
        return f"{self.call.root}/s/{self.mark.replace('.', '/')}"

    @property
    def _faults(self) -> tuple[Fault, ...]:
        return self.call.workspace.look.faults_of(*self._names)

    def shown(self, search: str = "", notice: str = "") -> Response:
        """The page, with what is wrong on it once it was answered."""
        call = self.call
        seen = bool({self.mark, self.section.id} & call.workspace.seen)
        faults = self._faults if seen else ()
        questions = self._questions(_by_name(call, faults), search)
        order = list(_names_of(questions))
        told = sorted(faults, key=lambda each: _rank(order, each.name))
        is_map = self.index is None and len(questions) == 1 and questions[0].control == "map"
        title = self.section.title
        if self.index is not None:
            title = f"{title}: {self.index + 1}"
        context = {
            "title": title,
            "help": questions[0].help if is_map else "",
            "lines": fee_lines(call.workspace.look, call.lang) if self.mark in FEE.parts else (),
            "questions": questions[0].parts if is_map else questions,
            "is_alone": not is_map and self.index is None and self.section.rule is not None,
            "faults": told_above(call, told),
            "action": f"/{call.lang}{self._path}",
            "second_do": "later",
            "second_word": "save_later" if self.index is None else "to_list",
            "is_form": True,
            "notice": notice,
        }
        return call.draft_page("section", self.section.id, context)

    def answered(self, form: Form) -> Response:
        """What was typed is kept; then what the button asks for."""
        call = self.call
        self._resize(form)
        before = set(_names_of(self._questions({})))
        given = {name: texts for name, texts in form.texts.items() if self._is_mine(name)}
        put(call.workspace.manifest, call.workspace.edition, given)
        self._begin_map()
        call.workspace.change()
        led = self._led(form)
        if led is not None:
            return led
        new = set(_names_of(self._questions({}))) - before
        call.workspace.seen.add(self.mark)
        faults = self._faults
        if not faults:
            return self.onward()
        if new and not any(each.name in {*before, *self._names} for each in faults):
            call.workspace.seen.discard(self.mark)  # what was asked is answered
            return self.shown(notice=call.say("new_questions"))
        return self.shown()

    def onward(self) -> Response:
        """To the list around an entry, or to the next page."""
        if self.index is not None:
            return self.call.to(f"{self.call.root}/s/{self.section.id}")
        return on(self.call, self.section)

    def _led(self, form: Form) -> Response | None:
        """What a button asks for that is none to go on with."""
        word, of, number = form.do
        if word in ("add", "remove"):
            change_list(self.call, word, of, number)
            return self.call.to(f"{self._path}#{anchor_of(of)}")
        if word in ("search", "refresh"):
            return self.shown(form.text("search"))
        if word == "later":
            return self.onward()
        return self.call.elsewhere(form)

    def _resize(self, form: Form) -> None:
        """Make the lists as long as a script made them."""
        workspace = self.call.workspace
        said = [name for name in form.texts if name.startswith(ROWS)]
        for name in said:
            of = name.removeprefix(ROWS)
            if self._is_mine(of):
                fields = workspace.look.applying.fields
                resize(workspace.manifest, fields, of, form.text(name))
        if said:
            workspace.change()

    def _is_mine(self, name: str) -> bool:
        return any(name == each or name.startswith(f"{each}.") for each in self._names)

    def _begin_map(self) -> None:
        """A map that is needed is there once its page was answered, so that each lack is told."""
        rule = self.section.rule
        is_map = rule is not None and rule.type == "dict" and not rule.several
        if rule is not None and is_map and rule.required is not False:
            self.call.workspace.manifest.setdefault(self.section.id, {})

    def _questions(
        self, faults: Mapping[str, Sequence[str]], search: str = ""
    ) -> tuple[Question, ...]:
        asking = Asking(self.call.workspace.look.applying, self.call.lang, faults, search)
        if self.index is None:
            return asking.of_root(self.section.keys)
        return asking.of_entry(self.section.id, self.index)


def told_above(call: Filling, faults: Sequence[Fault]) -> list[dict[str, str]]:
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


def on(call: Filling, section: Section) -> Response:
    """To the page behind that of a part."""
    ids = [*sections_of(call.workspace.look, call.lang), PAPERS]
    after = ids[ids.index(section.id) + 1] if section.id in ids else PAPERS
    return call.to(f"{call.root}/{PAPERS if after == PAPERS else f's/{after}'}")


def change_list(call: Filling, word: str, name: str, number: str) -> None:
    """Add an entry to a list, or take one out with the papers about it."""
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


def _by_name(call: Filling, faults: Sequence[Fault]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for each in faults:
        said = words_of(each, call.workspace.look.checklist.report, call.lang)
        made.setdefault(each.name, []).append(said)
    return made


def _names_of(questions: Sequence[Question]) -> Iterator[str]:
    """The names of all controls of a page, in their order."""
    for each in questions:
        yield each.name
        yield from _names_of(each.parts)
        for entry in each.entries:
            yield from _names_of(entry.questions)


def _rank(order: Sequence[str], name: str) -> int:
    """Where a fault belongs among those of a page; an item of a list goes with the list."""
    around = name.rpartition(".")[0]
    return next((order.index(each) for each in (name, around) if each in order), len(order))
