"""Decides: one edition and one bundle in, one report out. No files, clock, terminal or language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from itertools import compress
from typing import Any

from validator.checks.fees import fee_due
from validator.engine.judge import Judge
from validator.facts.case import Case
from validator.facts.moments import time_of
from validator.form.formats import id_, time_
from validator.law.calendar import DayOff, zone_of
from validator.model import (
    Arg,
    Bundle,
    Duty,
    Location,
    Message,
    Named,
    Outcome,
    Problem,
    Verdict,
)
from validator.places import Places
from validator.report import AsOf, Derived, Report, Result
from validator.source import locate
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition


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
        CallError: `options.edition` is not an edition of the bundle's standard.
        SpecError: the specs are unusable.
    """
    if bundle.manifest is None:
        return _unjudged(bundle, Verdict.UNREADABLE)
    standard = bundle.manifest.get("standard")
    if standard not in catalogue.standards:
        args: dict[str, Arg] = {"name": str(standard), "known": catalogue.standards}
        key = "standard_unknown" if _is_id(standard) else "standard_missing"
        problem = _problem(bundle, "/standard", Message(key, args))
        personal = _personal(catalogue, catalogue.standards, bundle)
        return _unjudged(bundle, Verdict.UNDETERMINED, problem, personal=personal)
    heads = catalogue.heads(standard)
    as_of = day_that_counts(bundle, heads[-1].file.value["time_zone"], options)
    edition = options.edition
    if edition is None:
        head = catalogue.choose(standard, as_of.date)
        if head is None:
            message = catalogue.none_in_force(standard, as_of.date)
            problem = _problem(bundle, "/submitted_at", message)
            personal = _personal(catalogue, [standard], bundle)
            return _unjudged(bundle, Verdict.UNDETERMINED, problem, as_of, personal)
        edition = head.edition
    compiled = catalogue.edition(standard, edition)
    report = evaluate(compiled, bundle, as_of, today=options.today, strict=options.strict)
    return report if options.only is None else report.only(options.only)


def day_that_counts(bundle: Bundle, zone: str, options: Options) -> AsOf:
    """The local day of submission; for a draft the day asked for, else today's date."""
    text = (bundle.manifest or {}).get("submitted_at")
    if isinstance(text, str) and time_(text) is None:
        local = time_of(text).astimezone(zone_of(zone))
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
    places: Callable[[], Places] | None = None,
) -> Report:
    """Decide every requirement of an edition for a bundle; changes none of its arguments.

    Args:
        places: tells where the manifest's values stand; its text is searched if left out.
    """
    if bundle.manifest is None:
        return _unjudged(bundle, Verdict.UNREADABLE)
    examined = edition.form.examine(bundle.manifest)
    case = Case(edition.setting, bundle.manifest, bundle.members, as_of.date, examined, today)
    judge = Judge(edition, bundle, case, places or cache(partial(places_of, bundle)))
    results, grounds = judge.decided()
    verdict, verdicts = _verdicts(edition, results, strict)
    return Report(
        bundle=bundle.name,
        manifest_sha256=_digest(bundle),
        standard=edition.regulation.standard,
        regulation=edition.regulation,
        service=judge.service,
        as_of=as_of,
        draft="submitted_at" not in bundle.manifest,
        verdict=verdict,
        verdicts=verdicts,
        derived=_derived(case),
        problems=bundle.problems,
        grounds=grounds,
        results=results,
        personal=edition.form.personal_values(bundle.manifest, examined),
    )


def places_of(bundle: Bundle) -> Places:
    """Where the values of a bundle's manifest stand; it must be one that could be read."""
    return locate(bundle.manifest_bytes, bundle.manifest_file or "")


def _verdicts(
    edition: Edition, results: Sequence[Result], strict: bool
) -> tuple[Verdict, dict[Duty, Verdict]]:
    """The verdict on the whole, and those on each side's duties."""
    outcomes = [result.outcome for result in results]
    authority = edition.regulation.authority
    errors, every = set[Outcome](), set[Outcome]()
    of_duty = {}
    for duty, (are_errors, are_its) in edition.duties.items():
        own_errors, own = set(compress(outcomes, are_errors)), set(compress(outcomes, are_its))
        of_duty[duty] = _verdict(own_errors, own, strict, authority)
        errors |= own_errors
        every |= own
    return _verdict(errors, every, strict, authority), of_duty


def _verdict(errors: set[Outcome], outcomes: set[Outcome], strict: bool, authority: str) -> Verdict:
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
    with suppress(Exception):  # unknown, not due, or a check that breaks, as its rule tells
        submitted, accepted = case.submitted(), case.accepted_on()
        key = "trace_accepted" if submitted.date() == accepted else "trace_accepted_later"
        trace.append(Message(key, {"submitted": submitted, "accepted": accepted}))
        term = case.term()
        due = term.due
        trace.extend(_skipped(day) for day in term.skipped)
        days = (due - accepted).days - len(term.skipped)
        trace.append(Message("trace_due", {"count": days, "accepted": accepted, "due": due}))
    with suppress(Exception):
        owed = fee_due(case.root)
        fee = owed.value
        trace.extend(owed.trace or [Message("trace_no_fee")])
    return Derived(accepted, due, fee, tuple(trace))


def _skipped(day: DayOff) -> Message:
    if day.name is None:
        return Message("trace_weekend", {"day": day.date})
    key = "trace_holiday_estimated" if day.estimated else "trace_holiday"
    return Message(key, {"day": day.date, "name": Named(day.reason, day.name)})


def broken(bundle: Bundle, error: Exception) -> Report:
    """The report of a bundle that a fault of ours kept from being judged."""
    args = {"error": type(error).__name__}
    problem = _problem(bundle, "", Message("internal_error", args))
    return _unjudged(bundle, Verdict.UNDETERMINED, problem)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and id_(value) is None


def _personal(catalogue: Catalogue, standards: Iterable[str], bundle: Bundle) -> tuple[str, ...]:
    """What the newest forms of some standards call a person's own in a bundle of none of them."""
    found: set[str] = set()
    for standard in standards:
        form = catalogue.edition(standard, catalogue.heads(standard)[-1].edition).form
        manifest = bundle.manifest or {}
        found.update(form.personal_values(manifest, form.examine(manifest)))
    return tuple(sorted(found))


def _unjudged(
    bundle: Bundle,
    verdict: Verdict,
    problem: Problem | None = None,
    as_of: AsOf | None = None,
    personal: tuple[str, ...] = (),
) -> Report:
    """The report of a bundle that no requirement was decided for."""
    manifest: Mapping[str, Any] = bundle.manifest or {}
    standard, service = manifest.get("standard"), manifest.get("service")
    return Report(
        bundle=bundle.name,
        manifest_sha256=_digest(bundle),
        standard=str(standard) if _is_id(standard) else None,
        regulation=None,
        service=str(service) if _is_id(service) else None,
        as_of=as_of,
        draft=bool(manifest) and "submitted_at" not in manifest,
        verdict=verdict,
        verdicts=dict.fromkeys(Duty, verdict),
        derived=Derived(),
        problems=(*([problem] if problem else []), *bundle.problems),
        grounds=(),
        results=(),
        personal=personal,
    )


def _problem(bundle: Bundle, pointer: str, message: Message) -> Problem:
    if bundle.manifest is None or bundle.manifest_file is None:
        return Problem(message, Location(""))
    at = places_of(bundle).value(pointer)
    return Problem(message, Location(bundle.manifest_file, pointer, at.line, at.column))


def _digest(bundle: Bundle) -> str | None:
    """The manifest's; None where it has not been read, or there is nothing in it."""
    return hashlib.sha256(bundle.manifest_bytes).hexdigest() if bundle.manifest_bytes else None
