"""Decides: one edition and one bundle in, one report out. No files, clock, terminal or language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from validator.calendar import DayOff, zone_of
from validator.checks.facts import ABSENT, Case, Facts
from validator.checks.fees import fee_due
from validator.checks.formats import time_
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.findings import AsOf, Derived, Finding, Ground, Report, Result
from validator.model import (
    Arg,
    Args,
    Bundle,
    Duty,
    GroundState,
    Location,
    Message,
    Named,
    Outcome,
    Problem,
    Severity,
    Verdict,
    Violation,
)
from validator.source import Places, locate
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition, Rule, Step

_DECIDED = (Outcome.PASSED, Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Options:
    """How to check.

    Attributes:
        clock: the present moment; gives the day that counts for a draft without `as_of`.
        as_of: the day that counts for a draft.
        today: the day on which an undecided application may be overdue; None asks nothing.
        edition: the edition to check against, whatever the day; None chooses by day.
        strict: whether what only a person can tell keeps a verdict from being `compliant`.
        only: the requirement, clause or row that the report is to speak of; None is all of them.
    """

    clock: datetime
    as_of: date | None = None
    today: date | None = None
    edition: str | None = None
    strict: bool = False
    only: str | None = None


def assess(catalogue: Catalogue, bundle: Bundle, options: Options) -> Report:
    """Find the standard and the edition that a bundle falls under, and evaluate it.

    Raises:
        CallError: `options.edition` is not an edition of the bundle's standard, or its edition has
            nothing that `options.only` names.
        SpecError: the specs are unusable.
    """
    if bundle.manifest is None:
        return _unjudged(bundle, Verdict.UNREADABLE)
    standard = bundle.manifest.get("standard")
    if standard not in catalogue.standards:
        args: dict[str, Arg] = {"name": str(standard)[:60], "known": catalogue.standards}
        key = "standard_unknown" if isinstance(standard, str) else "standard_missing"
        return _unjudged(bundle, Verdict.UNDETERMINED, _problem(bundle, "/standard", key, args))
    heads = catalogue.heads(standard)
    as_of = day_that_counts(bundle, heads[-1].file.value["time_zone"], options)
    edition = options.edition
    if edition is None:
        head = catalogue.choose(standard, as_of.date)
        if head is None:
            args = {"standard": standard, "day": as_of.date, "first": heads[0].first}
            problem = _problem(bundle, "/submitted_at", "no_edition", args)
            return _unjudged(bundle, Verdict.UNDETERMINED, problem, as_of)
        edition = head.edition
    compiled = catalogue.edition(standard, edition)
    if options.only is not None:
        compiled.require(options.only)
    report = evaluate(compiled, bundle, as_of, today=options.today, strict=options.strict)
    return report if options.only is None else report.only(options.only)


def day_that_counts(bundle: Bundle, zone: str, options: Options) -> AsOf:
    """The local day of submission; for a draft the day asked for, else today's date."""
    text = (bundle.manifest or {}).get("submitted_at")
    if isinstance(text, str) and time_(text) is None:
        local = datetime.fromisoformat(text).astimezone(zone_of(zone))
        return AsOf(local.date(), "submitted_at")
    if options.as_of is not None:
        return AsOf(options.as_of, "option")
    return AsOf(options.clock.astimezone(zone_of(zone)).date(), "clock")


def evaluate(
    edition: Edition,
    bundle: Bundle,
    as_of: AsOf,
    *,
    today: date | None = None,
    strict: bool = False,
) -> Report:
    """Decide every requirement of an edition for a bundle; changes none of its arguments."""
    if bundle.manifest is None:
        return _unjudged(bundle, Verdict.UNREADABLE)
    case = Case(edition.setting, bundle.manifest, bundle.members, as_of.date, today=today)
    edition.form.examine(case)
    judge = _Judge(edition, bundle, case)
    results = judge.results()
    authority = edition.regulation.authority
    return Report(
        bundle=bundle.name,
        manifest_sha256=_digest(bundle),
        standard=edition.regulation.standard,
        regulation=edition.regulation,
        service=judge.service,
        as_of=as_of,
        draft="submitted_at" not in bundle.manifest,
        verdict=_verdict(results, strict, authority),
        verdicts={
            duty: _verdict([r for r in results if r.requirement.duty is duty], strict, authority)
            for duty in Duty
        },
        derived=_derived(case),
        problems=bundle.problems,
        grounds=judge.grounds,
        results=results,
        personal=edition.form.personal_values(case),
    )


class _Judge:
    """Decides the rules of one edition for one case."""

    def __init__(self, edition: Edition, bundle: Bundle, case: Case) -> None:
        self.edition = edition
        self.bundle = bundle
        self.case = case
        self.root = Facts(case, "", case.manifest)
        service = case.manifest.get("service")
        self.service = service if service in edition.services else None
        self.grounds: tuple[Ground, ...] = ()
        self._places: Places | None = None

    def results(self) -> tuple[Result, ...]:
        """Every requirement's result, in the order of the law."""
        steps = self.edition.steps(self.service)
        made = [None if step.rule.after_all else self._result(step) for step in steps]
        self.grounds = tuple(
            _ground(ground, [made[index] for index in concerned])
            for ground, concerned in self.edition.concerned(self.service)
        )
        self.case.grounds = {each.ground: each.state for each in self.grounds}
        return tuple(
            self._result(step) if each is None else each
            for step, each in zip(steps, made, strict=True)
        )

    def _result(self, step: Step) -> Result:
        if step.result is not None:
            return step.result
        rule = step.rule
        if (met := self._met_at_once(rule)) is not None:
            return step.passed if met else step.inapplicable
        trial = _Trial(rule, self.root)
        trial.run()
        if trial.violations:
            findings = tuple(self._findings(trial.violations))
            return Result(rule.requirement, step.citation, Outcome.FAILED, findings)
        if trial.unknown is not None:
            return Result(
                rule.requirement, step.citation, Outcome.UNDETERMINED, reason=trial.unknown
            )
        if trial.person:
            return Result(rule.requirement, step.citation, Outcome.MANUAL, reason=step.for_a_person)
        return step.passed if trial.applied else step.inapplicable

    def _met_at_once(self, rule: Rule) -> bool | None:
        """Whether a rule is plainly met (True) or plainly does not apply (False).

        None for anything else: a fault, an unknown, a check that breaks. It is then tried again,
        item by item; checks are pure, so that trying twice changes nothing.
        """
        root, when = self.root, rule.when
        applied = False
        try:
            for facts in root.items(rule.for_each) if rule.for_each else (root,):
                if when is not None and not when.holds(facts):
                    continue
                for path in rule.needed:
                    if root.get(path) is ABSENT:
                        return None
                for _ in rule.check(facts, **rule.parameters):
                    return None
                applied = True
        except Exception:  # noqa: BLE001  # tried again, where each sort of exception has its answer
            return None
        return applied

    def _findings(self, violations: Sequence[Violation]) -> Iterator[Finding]:
        file = self.bundle.manifest_file or ""
        if self._places is None:
            self._places = locate(self.bundle.manifest_bytes, file)
        places = self._places
        found = []
        for violation in violations:
            is_key = violation.message.key == "field_unknown"
            at = (places.key if is_key else places.value)(violation.pointer)
            location = Location(file, violation.pointer, at.line, at.column)
            found.append(Finding(violation.message, location))
        yield from sorted(found, key=lambda each: (each.location.line, each.location.column))


class _Trial:
    """One rule, tried for the application or for each item of its lists.

    What is certainly wrong outweighs what is not known, and that what only a person can tell.
    """

    __slots__ = ("applied", "person", "root", "rule", "unknown", "violations")

    def __init__(self, rule: Rule, root: Facts) -> None:
        self.rule = rule
        self.root = root
        self.violations: list[Violation] = []
        self.unknown: Message | None = None
        self.applied = False
        self.person = False

    def run(self) -> None:
        """Try it; a check that breaks leaves its requirement undetermined."""
        if not self.rule.for_each:
            self._try(self.root)
        for path in self.rule.for_each:
            try:
                for facts in self.root.items((path,)):
                    self._try(facts)
            except MissingFact as missing:
                self.unknown = self.unknown or missing.message

    def _try(self, facts: Facts) -> None:
        rule = self.rule
        try:
            if rule.when is not None and not rule.when.holds(facts):
                return
            if rule.manual_without is not None and self.root.get(rule.manual_without) is ABSENT:
                raise NeedsPerson
            if rule.failed_without is not None and self.root.get(rule.failed_without) is ABSENT:
                path = rule.failed_without
                message = Message("value_absent", {"field": path.named})
                self.violations.append(Violation(path.pointer, message))
                return
            for violation in rule.check(facts, **rule.parameters):
                self.violations.append(violation)
            self.applied = True
        except NotApplicable:
            return
        except NeedsPerson:
            self.person = True
        except MissingFact as missing:
            self.unknown = self.unknown or missing.message
        except Exception as error:  # noqa: BLE001  # fail closed: a broken check decides nothing
            self.unknown = Message("check_broke", {"error": type(error).__name__})


def _ground(ground: str, concerned: Sequence[Result | None]) -> Ground:
    """The state of a refusal ground, from the requirements whose failure brings it about."""
    results = [each for each in concerned if each is not None]
    if failed := _with(results, Outcome.FAILED):
        return Ground(ground, GroundState.APPLIES, failed)
    open_ = _with(results, Outcome.UNDETERMINED, Outcome.MANUAL)
    if open_ or not results:
        return Ground(ground, GroundState.UNDECIDED, open_)
    return Ground(ground, GroundState.DOES_NOT_APPLY, ())


def _with(results: Iterable[Result], *outcomes: Outcome) -> tuple[str, ...]:
    return tuple(r.requirement.id for r in results if r.outcome in outcomes)


def _verdict(results: Sequence[Result], strict: bool, authority: str) -> Verdict:
    errors = [r.outcome for r in results if r.requirement.severity is Severity.ERROR]
    outcomes = {r.outcome for r in results}
    if Outcome.FAILED in errors:
        return Verdict.NON_COMPLIANT
    if Outcome.UNDETERMINED in outcomes or (strict and Outcome.MANUAL in outcomes):
        return Verdict.UNDETERMINED
    # Nothing decided is never compliant, nor is anything held against a mere outline of the list.
    if Outcome.PASSED not in errors or authority != "ministry":
        return Verdict.UNDETERMINED
    return Verdict.COMPLIANT


def _derived(case: Case) -> Derived:
    trace: list[Message] = []
    accepted = due = fee = None
    try:
        submitted, accepted = case.submitted(), case.accepted_on()
        key = "trace_accepted" if submitted.date() == accepted else "trace_accepted_later"
        trace.append(Message(key, {"submitted": submitted, "accepted": accepted}))
        term = case.term()
        due = term.due
        trace.extend(_skipped(day) for day in term.skipped)
        days = (due - accepted).days - len(term.skipped)
        trace.append(Message("trace_due", {"count": days, "accepted": accepted, "due": due}))
    except (MissingFact, NotApplicable):
        pass
    try:
        owed = fee_due(Facts(case, "", case.manifest))
        fee = owed.value
        trace.extend(owed.trace or [Message("trace_no_fee")])
    except (MissingFact, NotApplicable):
        pass
    return Derived(accepted, due, fee, tuple(trace))


def _skipped(day: DayOff) -> Message:
    if day.name is None:
        return Message("trace_weekend", {"day": day.date})
    key = "trace_holiday_estimated" if day.estimated else "trace_holiday"
    return Message(key, {"day": day.date, "name": Named(day.reason, day.name)})


def broken(bundle: Bundle, error: Exception) -> Report:
    """The report of a bundle that a fault of ours kept from being judged."""
    args = {"error": type(error).__name__}
    problem = _problem(bundle, "", "internal_error", args)
    return _unjudged(bundle, Verdict.UNDETERMINED, problem)


def _unjudged(
    bundle: Bundle, verdict: Verdict, problem: Problem | None = None, as_of: AsOf | None = None
) -> Report:
    """The report of a bundle that no requirement was decided for."""
    manifest: Mapping[str, Any] = bundle.manifest or {}
    standard, service = manifest.get("standard"), manifest.get("service")
    return Report(
        bundle=bundle.name,
        manifest_sha256=_digest(bundle),
        standard=standard if isinstance(standard, str) else None,
        regulation=None,
        service=service if isinstance(service, str) else None,
        as_of=as_of,
        draft=bool(manifest) and "submitted_at" not in manifest,
        verdict=verdict,
        verdicts=dict.fromkeys(Duty, verdict),
        derived=Derived(),
        problems=(*([problem] if problem else []), *bundle.problems),
        grounds=(),
        results=(),
    )


def _problem(bundle: Bundle, pointer: str, key: str, args: Args) -> Problem:
    if bundle.manifest is None or bundle.manifest_file is None:
        return Problem(Message(key, args), Location(""))
    at = locate(bundle.manifest_bytes, bundle.manifest_file).value(pointer)
    return Problem(Message(key, args), Location(bundle.manifest_file, pointer, at.line, at.column))


def _digest(bundle: Bundle) -> str | None:
    return hashlib.sha256(bundle.manifest_bytes).hexdigest() if bundle.manifest_file else None
