"""The first pages: which service, what it needs, and a saved zip to go on with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from validator.engine import Options, day_that_counts
from validator.errors import MissingFact
from validator.explanation.law_words import condition_lines, formula, service_name
from validator.frozen import frozen
from validator.law.money import Amount, due_on
from validator.model import Bundle
from validator.plan.papers import Checklist, checklist_of
from validator.standard.edition import Edition, Rule
from validator.web.checking import Tools
from validator.web.pages.desk import Call
from validator.web.pages.draft import begun
from validator.web.pages.look import OF_PAPERS
from validator.web.pages.workspaces import Workspace
from validator.web.pages.zipped import Opened, Unpacked, opened, unpacked
from validator.words.messages import Terms, named
from validator.words.messages import fix as fix_message
from validator.words.messages import say as say_message

_DUE = Terms("derived.fee_due")


async def start(call: Call) -> Response:
    """The services there are, and how it goes."""
    return _start(call, ())


def _start(call: Call, faults: tuple[str, ...]) -> Response:
    standards = [
        {
            "title": named(edition.regulation.title, call.lang),
            "services": [
                {
                    "title": service_name(edition, each, call.lang),
                    "href": f"/{call.lang}/service/{edition.regulation.standard}/{each}",
                }
                for each in edition.services
            ],
        }
        for edition in _editions(call)
    ]
    told = [{"href": "#zip", "text": each} for each in faults]
    context = {"title": call.say("start"), "standards": standards, "faults": told}
    return call.page("start", {**context, "path": "/"})


async def service(call: Call) -> Response:
    """What an application for a service needs, before anything is said."""
    edition, name = _chosen(call, call.request.path_params)
    bundle = Bundle("", begun(edition, name), "")
    checklist = checklist_of(edition, bundle, Options(call.desk.site.settings.now()))
    maybe = [
        {
            "title": named(each.requirement.title, call.lang),
            "why": [] if each.when is None else list(condition_lines(each.when, call.lang)),
        }
        for each in _maybe(edition, name, checklist)
    ]
    context = {
        "title": service_name(edition, name, call.lang),
        "asked": [named(e.rule.requirement.title, call.lang) for e in checklist.asked],
        "maybe": maybe,
        "fees": list(_fees(edition, name, _today(call), call.lang)),
        "days": list(_days(checklist, call.lang)),
        "standard": edition.regulation.standard,
        "service": name,
    }
    return call.page("service", context)


async def begin(call: Call) -> Response:
    """A new draft."""
    form = await call.form()
    params = {"standard": form.text("standard"), "service": form.text("service")}
    edition, name = _chosen(call, params)
    workspace = call.desk.workspaces.begin(edition, begun(edition, name))
    if workspace is None:
        return _busy(call)
    return await run_in_threadpool(_to_first, call, workspace)


async def open_zip(call: Call) -> Response:
    """A draft of a zip that was saved."""
    form = await call.form()
    files = form.files.get("zip", [])
    if len(files) != 1:
        return _start(call, (call.say("no_zip"),))
    inside = await call.desk.site.checking.ask(_Unpacking(files[0].content))
    found = await run_in_threadpool(opened, call.desk.site.catalogue, inside, _today(call))
    if not isinstance(found, Opened):
        return _start(call, tuple(_told(call, found)))
    workspace = call.desk.workspaces.begin(found.edition, found.manifest)
    if workspace is None:
        return _busy(call)
    if not call.desk.workspaces.has_room(workspace, sum(map(len, found.files.values()))):
        call.desk.workspaces.forget(workspace.id)
        return _busy(call)
    workspace.files = found.files
    workspace.left_out = found.left_out
    look = await run_in_threadpool(getattr, workspace, "look")
    workspace.seen = set(look.sections())
    workspace.notice = "opened"
    return call.to(f"/a/{workspace.id}/answers")


@frozen
class _Unpacking:
    """A zip that was sent, to be opened in a process apart: it may hold anything."""

    content: bytes

    def __call__(self, _: Tools) -> Unpacked:
        return unpacked(self.content)


def _told(call: Call, messages: tuple[Any, ...]) -> Iterator[str]:
    for each in messages:
        advice = fix_message(each, call.lang)
        yield " ".join(filter(None, (say_message(each, call.lang), advice)))


def _to_first(call: Call, workspace: Workspace) -> Response:
    first = next(iter(workspace.look.sections()))
    return call.to(f"/a/{workspace.id}/s/{first}")


def _busy(call: Call) -> Response:
    context = {"title": call.say("busy"), "lines": [call.say("busy_how")]}
    return call.page("message", context, 503)


def _today(call: Call) -> date:
    catalogue, now = call.desk.site.catalogue, call.desk.site.settings.now()
    zone = catalogue.zone(catalogue.standards[0])
    return day_that_counts(Bundle("", {}), zone, Options(now)).date


def _editions(call: Call) -> Iterator[Edition]:
    catalogue, today = call.desk.site.catalogue, _today(call)
    for standard in catalogue.standards:
        head = catalogue.choose(standard, today)
        if head is not None:
            yield catalogue.edition(standard, head.edition)


def _chosen(call: Call, params: Any) -> tuple[Edition, str]:
    for edition in _editions(call):
        is_meant = edition.regulation.standard == params["standard"]
        if is_meant and params["service"] in edition.services:
            return edition, str(params["service"])
    raise HTTPException(404)


def _maybe(edition: Edition, service: str, checklist: Checklist) -> Iterator[Rule]:
    """What asks for papers of which it hangs on answers whether they are needed."""
    told = {each.rule.requirement.id for each in checklist.asked}
    for _, step in edition.plan(service).steps:
        if step.rule.kind.row == OF_PAPERS and step.rule.requirement.id not in told:
            yield step.rule


def _sum_of(amount: Amount, day: date, lang: str) -> str:
    """What it comes to on a day; nothing where that is not known."""
    try:
        return _DUE("derived.fee_due", lang, sum=due_on(amount, day).value)
    except MissingFact:
        return ""


def _fees(edition: Edition, service: str, day: date, lang: str) -> Iterator[str]:
    for rule in edition.rules:
        for value in rule.parameters.values():
            if service in rule.requirement.services and isinstance(value, Amount):
                yield f"{formula(value, lang)}. {_sum_of(value, day, lang)}"


def _days(checklist: Checklist, lang: str) -> Iterator[str]:
    course = checklist.course
    if course is None:
        return
    yield say_message(course.trace(), lang)
    for due in course.due:
        if due.of_service:  # the last line tells what the days off before it come to
            *_, last = due.trace()
            yield say_message(last, lang)
