"""Which papers an application is asked for, of whom, and which not and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from validator.checks.documents import named_by_documents
from validator.checks.value_parameters import DocumentCount, DocumentKinds
from validator.engine import Options, day_that_counts, evaluate
from validator.engine.outlook import asked_of
from validator.errors import MissingFact
from validator.facts.conditions import Condition, within
from validator.facts.facts import Case, Facts
from validator.facts.paths import DOCUMENTS, SUBMITTED_AT
from validator.form.record import join, providers_keys
from validator.frozen import frozen
from validator.law.calendar import zone_of
from validator.model import Bundle, Message, Named, Outcome
from validator.plan.deadlines import Course, course_of
from validator.report import Report, Result
from validator.source import locate
from validator.standard.edition import Edition, Rule

_NOWHERE: Final = partial(locate, b"{}", "answers.json")
"""Where values stand that nobody wrote down."""
_ROW: Final = "documents"


@frozen
class Paper:
    """A paper that is asked for, or is not, of the application or of one thing in it.

    Attributes:
        concerns: what documents call the thing that it is about; empty for the application.
        when: in which cases it is asked for; None is always.
        lacking: the pointer of the value that decides whether it is; None where that is known.
    """

    rule: Rule
    concerns: str
    when: Condition | None
    lacking: str | None = None

    @property
    def kinds(self) -> tuple[Named, ...]:
        """The kinds of document of which any will do."""
        return tuple(self.rule.given(DocumentKinds))

    @property
    def count(self) -> int:
        """How many of them are needed."""
        return self.rule.given(DocumentCount) or 1


@frozen
class Checklist:
    """What somebody needs for an application, before there is one.

    Attributes:
        report: what a check says of the same, without any paper.
        asked, spared, open: papers that are needed, that are not, and of which it is not known.
        course: when it would be decided if it were submitted now; None beyond the calendar.
    """

    edition: Edition
    service: str
    report: Report
    asked: tuple[Paper, ...]
    spared: tuple[Paper, ...]
    open: tuple[Paper, ...]
    course: Course | None

    @property
    def for_people(self) -> Iterator[Result]:
        """What only a person or a register can tell."""
        return (each for each in self.report.results if each.outcome is Outcome.MANUAL)

    @property
    def fee_trace(self) -> tuple[Message, ...]:
        """How the fee comes about; nothing where it is not known."""
        derived = self.report.derived
        return () if derived.fee_due is None else derived.trace


def checklist_of(edition: Edition, bundle: Bundle, options: Options) -> Checklist:
    """What an application is asked for, as far as its manifest tells.

    The manifest has to name a service of the edition. Its papers do not count, nor does when it
    was submitted, nor what became of it.
    """
    later = {DOCUMENTS.dotted, SUBMITTED_AT.dotted, *providers_keys(edition.form.fields)}
    told = (bundle.manifest or {}).items()
    manifest = {key: value for key, value in told if key not in later}
    bundle = Bundle(bundle.name, manifest, bundle.manifest_file)
    as_of = day_that_counts(bundle, edition.setting.calendar.zone, options)
    whole = join(bundle, edition.form.fields)
    examined = edition.form.examine(whole, as_of.date)
    root = Case(edition.setting, whole.manifest, {}, as_of.date, examined).root
    service = str(whole.manifest.get("service"))
    papers: dict[bool | None, list[Paper]] = {True: [], False: [], None: []}
    for _, step in edition.plan(service).steps:
        if step.rule.kind.row == _ROW:
            for applies, paper in _papers(step.rule, root):
                papers[applies].append(paper)
    return Checklist(
        edition,
        service,
        report=evaluate(edition, bundle, as_of, places=_NOWHERE),
        asked=tuple(papers[True]),
        spared=tuple(papers[False]),
        open=tuple(papers[None]),
        course=_course(edition, service, options.clock, root.case),
    )


def _papers(rule: Rule, root: Facts) -> Iterator[tuple[bool | None, Paper]]:
    try:
        things = list(asked_of(rule, root))
    except MissingFact as missing:  # nobody said yet how many there are
        yield None, Paper(rule, "", rule.asks_when, _lacking(missing))
        return
    for index, facts, _ in things:
        concerns, when = "", within(rule.asks_when, index) if rule.for_each else rule.asks_when
        try:
            concerns = named_by_documents(facts) if facts.base else ""
            applies = rule.asks_when is None or facts.meet(rule.asks_when)
        except MissingFact as missing:
            yield None, Paper(rule, concerns, when, _lacking(missing))
        else:
            yield applies, Paper(rule, concerns, when)


def _lacking(missing: MissingFact) -> str:
    return str(missing.message.args.get("pointer", ""))


def _course(edition: Edition, service: str, clock: datetime, case: Case) -> Course | None:
    try:
        hours = case.hours()
        minute = clock.astimezone(zone_of(edition.setting.calendar.zone)).replace(second=0)
        return course_of(edition, service, minute.replace(microsecond=0), (None, hours))
    except MissingFact:
        return None
