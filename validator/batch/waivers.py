"""Waivers: failed requirements of bundles that the exit code does not count until a day.

An office grants them in a file of its own. They change no outcome and no verdict, and what could
turn an application away cannot be waived at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from validator.closest import closest
from validator.errors import CallError, Fault
from validator.frozen import frozen
from validator.law.calendar import zone_of
from validator.law.regulation import INCOMPLETE, NO_CONSEQUENCE
from validator.model import Duty, Message, Outcome, declare
from validator.output.audited import AuditedWaiver
from validator.output.tally import IdleWaiver
from validator.report import Report, Result, Waiver
from validator.standard.catalogue import EDITION_UNKNOWN, Catalogue
from validator.standard.edition import NAME_UNKNOWN, Edition, Rule
from validator.standard.edition_faults import day_of
from validator.standard.read_specs import read_file
from validator.standard.spec_file import SPEC_IMPOSSIBLE_DATE, WaiversFile

WAIVER_HOLDS = declare("waiver_holds", last=date, count=int)
WAIVER_ENDED = declare("waiver_ended", requirement=str, bundle=str, last=date, day=date)
WAIVER_NEVER = declare("waiver_never", requirement=str, what=str)
WAIVER_TWICE = declare("waiver_twice", requirement=str, bundle=str, line=int)
WAIVER_UNUSED = declare("waiver_unused", requirement=str, bundle=str, what=str)

DIGEST: Final = "sha256:"
"""What stands before the digest of a manifest, in place of a bundle's name."""


class WaiverState(StrEnum):
    """What there is to say of a waiver."""

    HOLDS = "holds"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"
    UNUSED = "unused"
    NEVER = "never_waivable"
    TWICE = "duplicate"
    UNKNOWN = "unknown"


@frozen
class WaiverEntry:
    """A waiver as the file has it, and where.

    Attributes:
        bundle: its name, or `sha256:` and the digest of its manifest.
        edition: the edition for which alone it is, if it names one.
    """

    requirement: str
    bundle: str
    edition: str | None
    waiver: Waiver
    file: str
    line: int
    column: int

    @property
    def named(self) -> tuple[str, str, str | None]:
        """What no other waiver may be for."""
        return self.requirement, self.bundle, self.edition

    def fault(self, message: Message) -> Fault:
        """Something to be said of it, at its place."""
        return Fault(message, self.file, self.line, self.column)


@frozen
class WaiverStanding:
    """How a waiver stands before any bundle is looked at.

    Attributes:
        state: `holds`, or why it does not.
        said: why it does not hold.
        left: days after that of the run on which it holds; None where it does not hold.
    """

    entry: WaiverEntry
    state: WaiverState
    said: Message | None = None
    left: int | None = None


def read_waivers(path: Path) -> tuple[WaiverEntry, ...]:
    """The waivers of a file, in its order.

    Raises:
        CallError: it cannot be read, or is not what its schema asks for; every trouble is named.
    """
    read = read_file(path.parent, Path(path.name), "waivers")
    file: WaiversFile | None = read.sound
    if file is None:
        raise CallError(read.faults)
    entries, faults = [], []
    for index, raw in enumerate(file.value["waivers"]):
        last = day_of(raw["expires"])
        if last is None:
            where = f"/waivers/{index}/expires"
            faults.append(file.fault(where, SPEC_IMPOSSIBLE_DATE, value=raw["expires"]))
            continue
        place = file.at(f"/waivers/{index}")
        entries.append(
            WaiverEntry(
                *(raw["requirement"], raw["bundle"], raw.get("edition")),
                Waiver(raw["reason"], raw["approver"], last),
                *(file.shown, place.line, place.column),
            )
        )
    if faults:
        raise CallError(faults)
    return tuple(entries)


def standings(
    entries: Iterable[WaiverEntry], catalogue: Catalogue, clock: datetime, today: date | None
) -> tuple[WaiverStanding, ...]:
    """How each waiver stands on the day of a run.

    Args:
        clock: the present moment; its day is that of the standard's zone.
        today: the day of the run, where it is not that.

    Raises:
        SpecError: the specs are unusable.
    """
    editions = tuple(catalogue.editions())
    days = {
        standard: today or clock.astimezone(zone_of(catalogue.zone(standard))).date()
        for standard in catalogue.standards
    }
    first: dict[tuple[str, str, str | None], WaiverEntry] = {}
    found = []
    for entry in entries:
        earlier = first.setdefault(entry.named, entry)
        found.append(_standing(entry, editions, days, earlier))
    return tuple(found)


def _standing(
    entry: WaiverEntry,
    editions: Sequence[Edition],
    days: Mapping[str, date],
    earlier: WaiverEntry,
) -> WaiverStanding:
    concerned = [e for e in editions if entry.edition in (None, e.regulation.edition)]
    if not concerned:
        known = tuple(each.regulation.edition for each in editions)
        unknown = EDITION_UNKNOWN(name=str(entry.edition), known=known)
        return WaiverStanding(entry, WaiverState.UNKNOWN, unknown)
    rules = [
        (edition, rule)
        for edition in concerned
        for rule in edition.rules
        if rule.requirement.id == entry.requirement
    ]
    if not rules:
        ids = {rule.requirement.id for edition in concerned for rule in edition.rules}
        meant = closest(entry.requirement, sorted(ids))
        unknown = NAME_UNKNOWN(name=entry.requirement, closest=meant)
        return WaiverStanding(entry, WaiverState.UNKNOWN, unknown)
    for edition, rule in rules:
        if (what := why_never(rule, edition)) is not None:
            said = WAIVER_NEVER(requirement=entry.requirement, what=what)
            return WaiverStanding(entry, WaiverState.NEVER, said)
    names = {"requirement": entry.requirement, "bundle": entry.bundle}
    if earlier is not entry:
        said = WAIVER_TWICE(**names, line=earlier.line)
        return WaiverStanding(entry, WaiverState.TWICE, said)
    day, last = max(days[each.regulation.standard] for each, _ in rules), entry.waiver.expires
    if last < day:
        said = WAIVER_ENDED(**names, last=last, day=day)
        return WaiverStanding(entry, WaiverState.EXPIRED, said)
    return WaiverStanding(entry, WaiverState.HOLDS, left=(last - day).days)


def why_never(rule: Rule, edition: Edition) -> str | None:
    """Why a requirement of an edition cannot be waived, None where it can.

    Nobody can waive a ground for refusal, what indicates one or makes a refusal right, by whom an
    application is signed, nor whether a decision agrees with what was found. The form is one
    requirement for every field: whoever waives it has not seen what it will find.
    """
    demand = rule.requirement
    if demand.consequence not in (INCOMPLETE, NO_CONSEQUENCE):
        return "ground"
    if demand.indicates is not None:
        return "indicates"
    if demand.refusable is not None:
        return "refusable"
    if rule.kind.of_form:
        return "form"
    if rule.after_all and demand.duty is Duty.PROVIDER:
        return "decision"
    trusting = (each.requirement for each in edition.rules if each.kind.trusts)
    signed = {clause for each in trusting for clause in each.citations.values()}
    return None if signed.isdisjoint(demand.citations.values()) else "signature"


@frozen
class Held:
    """The waivers that hold, by what they call their bundle; each with its number in the file."""

    by_bundle: Mapping[str, Sequence[tuple[int, WaiverEntry]]]

    def of(self, report: Report) -> Sequence[tuple[int, WaiverEntry]]:
        """Those of a bundle, in the order of the file."""
        names = [report.bundle]
        if report.manifest_sha256 is not None:
            names.append(DIGEST + report.manifest_sha256)
        found = [each for name in names for each in self.by_bundle.get(name, ())]
        return sorted(found, key=lambda each: each[0])

    def waive(self, report: Report) -> tuple[Report, Mapping[int, bool]]:
        """A report in which what is waived says so.

        Returns:
            It, and of each waiver of its bundle whether there was something to waive.
        """
        mine = self.of(report)
        used = dict.fromkeys((number for number, _ in mine), False)
        if not mine or report.regulation is None:
            return report, used
        edition = report.regulation.edition
        results: list[Result] = []
        for result in report.results:
            fitting = [
                (number, each.waiver)
                for number, each in mine
                if each.requirement == result.requirement.id and each.edition in (None, edition)
            ]
            if fitting and result.outcome is Outcome.FAILED:
                used |= dict.fromkeys((number for number, _ in fitting), True)
                result = replace(result, waiver=fitting[0][1])  # noqa: PLW2901  # the same, waived
            results.append(result)
        return replace(report, results=tuple(results)), used


def held(found: Iterable[WaiverStanding]) -> Held:
    """Those that hold, ready to be asked."""
    by_bundle: dict[str, list[tuple[int, WaiverEntry]]] = {}
    for number, each in enumerate(found):
        if each.state is WaiverState.HOLDS:
            by_bundle.setdefault(each.entry.bundle, []).append((number, each.entry))
    return Held(by_bundle)


def audited(
    found: Iterable[WaiverStanding], idle: Mapping[int | None, IdleWaiver], within: int
) -> Sequence[AuditedWaiver]:
    """What there is to tell of each waiver.

    Args:
        idle: those that had nothing to waive in the bundles that were looked at, by their lines.
        within: days from which on a waiver does not end soon.
    """
    told = []
    for each in found:
        entry, state, said = each.entry, each.state, each.said
        useless = idle.get(entry.line) if state is WaiverState.HOLDS else None
        if useless is not None:
            state, said = WaiverState(useless.state), useless.fault.message
        elif each.left is not None and each.left <= within:
            state = WaiverState.ENDS_SOON
        said = said or WAIVER_HOLDS(last=entry.waiver.expires, count=each.left or 0)
        told.append(
            AuditedWaiver(*entry.named, entry.waiver, state.value, each.left, entry.fault(said))
        )
    return told
