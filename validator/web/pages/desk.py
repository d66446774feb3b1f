"""What the pages of a server have in common, and one request to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from validator.engine import Options
from validator.frozen import frozen
from validator.model import LANGUAGES
from validator.report import Report
from validator.web.checking import Upload
from validator.web.pages.rendering import page, say
from validator.web.pages.steps import context_of
from validator.web.pages.workspaces import TooMuch, Workspace, Workspaces
from validator.web.pages.zipped import packed
from validator.web.site import Site

MOST_FIELDS: Final = 5_000
MOST_FILES: Final = 1_000
"""Controls of one form, and those for files among them."""
_NAME: Final = "application.zip"


@frozen
class Desk:
    """A server's pages: what it has, and the drafts that are filled in."""

    site: Site
    workspaces: Workspaces

    async def report_of(self, workspace: Workspace) -> Report:
        """What a check finds in the draft as it would be saved; kept until something changes."""
        if workspace.report is None:
            options = Options(self.site.settings.now())
            content = await run_in_threadpool(packed, workspace)
            found = await self.site.checking.check(Upload(content, _NAME, options))
            workspace.report = found.report
        return workspace.report


class Sent(NamedTuple):
    """A file that was sent, and what it was called by whoever sent it."""

    name: str
    content: bytes


@frozen
class Form:
    """What was sent.

    Attributes:
        texts: by the names of their controls.
        files: those that were chosen, by the names of theirs.
    """

    texts: Mapping[str, list[str]]
    files: Mapping[str, list[Sent]]

    @property
    def do(self) -> tuple[str, str, str]:
        """What the button that was pressed is for, and what of."""
        word, _, rest = (self.texts.get("do") or [""])[0].partition(":")
        of, _, number = rest.rpartition(":") if rest.count(":") == 1 else (rest, "", "")
        return word, of, number

    def text(self, name: str) -> str:
        """What stands in a control; an empty text where it is not there."""
        return (self.texts.get(name) or [""])[-1]


@frozen
class Call:
    """One request, in a language."""

    desk: Desk
    request: Request
    lang: str

    @property
    def path(self) -> str:
        """The path without its language."""
        return str(self.request.url.path)[1 + len(self.lang) :]

    def say(self, key: str, **args: Any) -> str:
        """A word of the pages."""
        return say(key, self.lang, **args)

    def page(self, name: str, context: Mapping[str, Any], status: int = 200) -> Response:
        """A page of a template."""
        return page(name, self.lang, self.path, context, status)

    def to(self, path: str, lang: str | None = None) -> Response:
        """To another page, by its path without its language."""
        return RedirectResponse(f"/{lang or self.lang}{path}", 303)

    async def form(self) -> Form:
        """What was sent."""
        texts: dict[str, list[str]] = {}
        files: dict[str, list[Sent]] = {}
        async with self.request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as data:
            for name, value in data.multi_items():
                if isinstance(value, str):
                    texts.setdefault(name, []).append(value)
                elif value.filename:
                    sent = Sent(value.filename, await value.read())
                    files.setdefault(name, []).append(sent)
        return Form(texts, files)


@frozen
class Filling(Call):
    """A request about a draft."""

    workspace: Workspace

    @property
    def root(self) -> str:
        """The path of the draft, without its language."""
        return f"/a/{self.workspace.id}"

    @property
    def here(self) -> str:
        """Where its pages begin."""
        return f"/{self.lang}{self.root}"

    def draft_page(self, name: str, at: str, context: Mapping[str, Any]) -> Response:
        """A page of the draft with its steps beside."""
        around = context_of(self.workspace, self.lang, self.here, at)
        return self.page(name, {**around, **context})

    def elsewhere(self, form: Form) -> Response | None:
        """To where the button that was pressed leads, if it leads away; what was typed is kept."""
        word, of, _ = form.do
        if word == "lang" and of in LANGUAGES:
            return self.to(self.path, of)
        if word == "zip":
            return self.to(f"{self.root}/zip")
        if word == "go":
            inside = of if of in ("papers", "answers") else f"s/{of}"
            return self.to(f"{self.root}/{inside}")
        return None


Answer = Callable[[Call], Awaitable[Response]]
AnswerOfDraft = Callable[[Filling], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def open_to_all(desk: Desk, answer: Answer) -> Endpoint:
    """The endpoint of a page that needs no draft."""

    async def endpoint(request: Request) -> Response:
        return await answer(Call(desk, request, _lang_of(request)))

    return endpoint


def of_draft(desk: Desk, answer: AnswerOfDraft) -> Endpoint:
    """The endpoint of a page of a draft; where there is none any more, a page says so."""

    async def endpoint(request: Request) -> Response:
        lang = _lang_of(request)
        workspace = desk.workspaces.get(request.path_params["draft"])
        if workspace is None:
            call = Call(desk, request, lang)
            context = {"title": call.say("gone"), "lines": [call.say("gone_how")]}
            return page("message", lang, "/", context, 410)
        filling = Filling(desk, request, lang, workspace)
        async with workspace.turn:
            # With hundreds of people in it this takes a while, in which others are answered.
            await run_in_threadpool(getattr, workspace, "look")
            try:
                return await answer(filling)
            except TooMuch:
                context = {"title": filling.say("too_much"), "lines": [filling.say("too_much_how")]}
                return filling.draft_page("message", "", context)

    return endpoint


def _lang_of(request: Request) -> str:
    lang = str(request.path_params["lang"])
    if lang not in LANGUAGES:
        raise HTTPException(404)
    return lang
