"""Decides: one edition and one bundle in, one report out. No files, clock, terminal or language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from validator.engine.bounds import bounded
from validator.engine.derived import derived
from validator.engine.judge import Judge
from validator.engine.outlook import outlook_of
from validator.engine.verdicts import verdicts_of
from validator.facts.facts import Case
from validator.facts.moments import time_of
from validator.form.formats import id_, time_
from validator.form.record import join, places_of_manifest
from validator.frozen import frozen
from validator.law.calendar import zone_of
from validator.law.regulation import Regulation
from validator.model import (
    Arg,
    Bundle,
    Duty,
    Location,
    Message,
    Problem,
    Severity,
    Verdict,
    declare,
)
from validator.places import Places
from validator.report import AsOf, Derived, Evidence, Report, Result
from validator.standard.catalogue import STANDARD_UNKNOWN, Catalogue
from validator.standard.edition import Edition

STANDARD_MISSING = declare("standard_missing", name=str, known=tuple)
EDITION_NOT_IN_FORCE = declare(
    "edition_not_in_force", edition=str, day=date, first=date, what=str | None, last=date | None
)
INTERNAL_ERROR = declare("internal_error", error=str)


@frozen
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
        key = STANDARD_UNKNOWN if _is_id(standard) else STANDARD_MISSING
        problem = _problem(bundle, "/standard", key(**args))
        personal = _personal(catalogue, catalogue.standards, bundle)
        return _unjudged(bundle, Verdict.UNDETERMINED, problem, personal=personal)
    as_of = day_that_counts(bundle, catalogue.zone(standard), options)
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


def evidence_of(bundle: Bundle, options: Options, *, opens: bool, digests: bool) -> Evidence:
    """How a bundle is decided with some options.

    Args:
        opens: whether its papers were opened.
        digests: whether all of them were hashed, which the report is to say.
    """
    papers = None
    if digests:
        papers = {each.name: each.sha256 for each in bundle.members.values() if each.named}
    return Evidence(
        *(options.as_of, options.today, options.edition, options.strict, options.only),
        "open" if opens else "head",
        papers,
    )


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
    whole = join(bundle, edition.form.fields)
    examined = edition.form.examine(whole, as_of.date)
    case = Case(
        edition.setting,
        whole.manifest,
        bundle.members,
        as_of.date,
        examined,
        today,
        bundle.manifest_bytes,
    )
    cases = _by_side(case)
    places = places or partial(places_of_manifest, bundle)
    judge = Judge(edition, bundle, whole, cases, places)
    results, grounds = judge.decided()
    verdict, verdicts = verdicts_of(edition, results, strict=strict)
    problems, law = _untold(bundle.problems, results), edition.regulation
    if not law.covers(as_of.date):
        file = bundle.manifest_file or ""
        problems = (_not_in_force(law, as_of.date, file, places()), *problems)
    results, problems = bounded(results, problems)
    return Report(
        bundle=bundle.name,
        manifest_sha256=digest_of(bundle.manifest_bytes),
        record_sha256=digest_of(bundle.record_bytes),
        standard=law.standard,
        regulation=law,
        service=judge.service,
        as_of=as_of,
        draft="submitted_at" not in whole.manifest,
        verdict=verdict,
        verdicts=verdicts,
        derived=derived(cases[Duty.APPLICANT]),
        problems=problems,
        grounds=grounds,
        results=results,
        personal=edition.form.personal_values(whole, examined),
        manifest_file=bundle.manifest_file or "",
        outlook=outlook_of(edition, cases[Duty.APPLICANT], judge.service, results),
    )


def _untold(problems: Sequence[Problem], results: Iterable[Result]) -> tuple[Problem, ...]:
    """The problems without those of files that a finding tells of: they were meant by its name."""
    told = {
        finding.message.args["near"]
        for result in results
        for finding in result.findings
        if "near" in finding.message.args
    }
    return tuple(each for each in problems if each.location.file not in told)


def _by_side(case: Case) -> Mapping[Duty, Case]:
    """The application as a requirement of each side has to see it; one case where that is alike."""
    seen = {duty: case.examination.seen_by(duty) for duty in Duty}
    return {
        duty: case if each is case.examination else replace(case, examination=each)
        for duty, each in seen.items()
    }


def _not_in_force(regulation: Regulation, day: date, file: str, places: Places) -> Problem:
    """That the edition was chosen by hand: on the day that counts it is not in force."""
    args: dict[str, Arg] = {"edition": regulation.edition, "day": day, "first": regulation.in_force}
    if regulation.until is not None and regulation.until < day:
        args |= {"what": "ended", "last": regulation.until}
    at = places.value("/submitted_at")
    where = Location(file, "/submitted_at", at.line, at.column)
    return Problem(EDITION_NOT_IN_FORCE(**args), where, Severity.WARNING)


def undecided(bundle: Bundle, why: Message) -> Report:
    """The report of a bundle that something of ours kept from being judged."""
    return _unjudged(bundle, Verdict.UNDETERMINED, _problem(bundle, "", why))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and id_(value) is None


def _personal(catalogue: Catalogue, standards: Iterable[str], bundle: Bundle) -> tuple[str, ...]:
    """What the newest forms of some standards call a person's own in a bundle of none of them."""
    found: set[str] = set()
    for standard in standards:
        form = catalogue.edition(standard, catalogue.heads(standard)[-1].edition).form
        whole = join(bundle, form.fields)
        found.update(form.personal_values(whole, form.examine(whole)))
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
    _, problems = bounded((), (*([problem] if problem else []), *bundle.problems))
    standard, service = manifest.get("standard"), manifest.get("service")
    return Report(
        bundle=bundle.name,
        manifest_sha256=digest_of(bundle.manifest_bytes),
        record_sha256=digest_of(bundle.record_bytes),
        standard=str(standard) if _is_id(standard) else None,
        regulation=None,
        service=str(service) if _is_id(service) else None,
        as_of=as_of,
        draft=bool(manifest) and "submitted_at" not in manifest,
        verdict=verdict,
        verdicts=dict.fromkeys(Duty, verdict),
        derived=Derived(),
        problems=problems,
        grounds=(),
        results=(),
        personal=personal,
        manifest_file=bundle.manifest_file or "",
    )


def _problem(bundle: Bundle, pointer: str, message: Message) -> Problem:
    if bundle.manifest is None or bundle.manifest_file is None:
        return Problem(message, Location(""))
    at = places_of_manifest(bundle).value(pointer)
    return Problem(message, Location(bundle.manifest_file, pointer, at.line, at.column))


def digest_of(data: bytes) -> str | None:
    """Of a manifest or record; None where it has not been read, or there is nothing in it."""
    return hashlib.sha256(data).hexdigest() if data else None
