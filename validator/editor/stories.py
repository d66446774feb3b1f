"""The cases of an edition: stories of an application and what must become of it.

A case takes a sample bundle, changes it, and says what it expects. Changes name values by the keys
on the way, joined by dots; an entry of a list by its index or its `id`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from validator.bundle import read_bundle
from validator.editor.story_files import file_of_story, taken
from validator.engine import Options, day_that_counts, evaluate
from validator.errors import Fault, SpecError
from validator.form.record import places_of_manifest
from validator.model import Bundle, Outcome, declare
from validator.places import Places, pointer
from validator.report import Report
from validator.standard.edition import Edition
from validator.standard.folder import Draft
from validator.standard.shapes import RawExpect, RawGiven
from validator.standard.spec_file import SPEC_IMPOSSIBLE_DATE, SPEC_REPEATED_ID, CasesFile

SPEC_SAMPLE_UNREADABLE = declare("spec_sample_unreadable", name=str)
SPEC_CHANGE_NAMES_NOTHING = declare("spec_change_names_nothing", name=str)


@dataclass(frozen=True, slots=True)
class Story:
    """One story, as written; `place` is its pointer in its file."""

    file: CasesFile
    place: str
    name: str
    given: RawGiven
    expect: RawExpect


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that did not come true."""

    what: str
    expected: Any
    found: Any


_DAYS: Final = ("as_of", "today")


def read_cases(draft: Draft) -> tuple[Story, ...]:
    """Every case of an edition, file by file.

    Raises:
        SpecError: a file of cases is unusable, or two cases bear one name.
    """
    faults = [fault for read in draft.cases for fault in read.faults]
    names: set[str] = set()
    cases = tuple(case for file in draft.case_files for case in cases_of(file, names, faults))
    if faults:
        raise SpecError(faults)
    return cases


def cases_of(file: CasesFile, names: set[str], faults: list[Fault]) -> Iterator[Story]:
    """The cases of a file whose days there are.

    Args:
        names: those that other cases bear; gains those of these.
        faults: gains what is wrong.
    """
    for index, raw in enumerate(file.value["cases"]):
        place, name, given = f"/cases/{index}", raw["name"], raw["given"]
        days = {"as_of": given.get("as_of"), "today": given.get("today")}
        wrong = {word: day for word, day in days.items() if day is not None and not _is_day(day)}
        for word, day in wrong.items():
            where = f"{place}/given/{word}"
            faults.append(file.fault(where, SPEC_IMPOSSIBLE_DATE, value=day))
        if name in names:
            faults.append(file.fault(f"{place}/name", SPEC_REPEATED_ID, name=name))
        names.add(name)
        if not wrong:
            yield Story(file, place, name, given, raw["expect"])


def _is_day(text: str) -> bool:
    try:
        _day(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class StagedStory:
    """A case whose bundle is made, so that it can be checked against an edition again and again.

    Attributes:
        clock: the moment whose day counts for a draft of which the case does not say.
        places: where the values of the bundle's manifest stand, found out once.
    """

    case: Story
    bundle: Bundle
    clock: datetime
    places: Callable[[], Places]

    def report(self, edition: Edition) -> Report:
        """What becomes of the bundle under an edition."""
        given = self.case.given
        options = Options(clock=self.clock, as_of=_day(given.get("as_of")))
        return evaluate(
            edition,
            self.bundle,
            day_that_counts(self.bundle, edition.setting.calendar.zone, options),
            today=_day(given.get("today")),
            strict=given.get("strict", False),
            places=self.places,
        )


def prepare(cases: Iterable[Story], samples: Path, clock: datetime) -> tuple[StagedStory, ...]:
    """Make the bundle of every case; each sample is read once.

    Raises:
        SpecError: a sample is not there or cannot be read, or a change names nothing in it; every
            trouble at once.
    """
    read = cache(read_bundle)
    stories: list[StagedStory] = []
    faults: list[Fault] = []
    for case in cases:
        try:
            made = changed(case, read(samples / case.given["sample"]))
            stories.append(StagedStory(case, made, clock, cache(partial(places_of_manifest, made))))
        except FileNotFoundError:
            faults.append(unreadable(case))
        except SpecError as error:
            faults += error.faults
    if faults:
        raise SpecError(faults)
    return tuple(stories)


def run(case: Story, edition: Edition, samples: Path, clock: datetime) -> Report:
    """Check the bundle that a case describes.

    Raises:
        SpecError: the sample is not there, or a change names nothing in it.
    """
    (story,) = prepare([case], samples, clock)
    return story.report(edition)


def changed(case: Story, bundle: Bundle) -> Bundle:
    """The sample with the changes of a case made to a copy of it.

    Raises:
        SpecError: the sample cannot be read, or a change names nothing in it.
    """
    if bundle.manifest is None:
        raise SpecError([unreadable(case)])
    manifest: Any = deepcopy(bundle.manifest)
    record: Any = deepcopy(bundle.record)
    members = taken(bundle.members)
    try:
        for index, dotted in enumerate(case.given.get("remove", ())):
            where = pointer("given", "remove", index)
            holder, key = _walk(_home(dotted, manifest, record), dotted)
            del holder[key]
        for dotted, value in case.given.get("set", {}).items():
            where = pointer("given", "set", dotted)
            holder, key = _walk(_home(dotted, manifest, record), dotted)
            holder[key] = value
        for dotted, entry in case.given.get("add", {}).items():
            where = pointer("given", "add", dotted)
            holder, key = _walk(_home(dotted, manifest, record), dotted)
            holder[key].append(entry)
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration):
        where = case.place + where
        fault = case.file.fault_at_key(where, SPEC_CHANGE_NAMES_NOTHING, name=dotted)
        raise SpecError([fault]) from None
    record = case.given.get("record", record)
    for name, sort in case.given.get("files", {}).items():
        members.pop(name, None)
        if (made := file_of_story(name, sort)) is not None:
            members[name] = made
    return replace(
        bundle,
        manifest=manifest,
        manifest_file="application.json",
        manifest_bytes=_json(manifest),
        members=members,
        record=record,
        record_file=None if record is None else "record.json",
        record_bytes=b"" if record is None else _json(record),
        record_trouble=None,
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _home(dotted: str, manifest: Any, record: Any) -> Any:
    """The file that holds a value: the record where that has its first key."""
    first = dotted.partition(".")[0]
    return record if record is not None and first in record else manifest


@dataclass(frozen=True, slots=True)
class Trial:
    """A case as it came out under an edition; it holds where nothing differs."""

    story: StagedStory
    report: Report
    differences: tuple[Difference, ...]


def try_out(stories: Iterable[StagedStory], edition: Edition) -> tuple[Trial, ...]:
    """How each case comes out under an edition."""
    reports = ((story, story.report(edition)) for story in stories)
    return tuple(
        Trial(story, report, tuple(differences(story.case, report))) for story, report in reports
    )


def differences(case: Story, report: Report) -> Iterator[Difference]:
    """Where a report is not what a case expects."""
    expect: Mapping[str, Any] = case.expect
    results = {result.requirement.id: result for result in report.results}
    derived = report.derived
    found: dict[str, Mapping[str, Any]] = {
        "verdicts": {duty.value: verdict.value for duty, verdict in report.verdicts.items()},
        "outcomes": {name: result.outcome.value for name, result in results.items()},
        "messages": {
            name: [finding.message.key for finding in result.findings]
            for name, result in results.items()
        },
        "grounds": {ground.ground: ground.state.value for ground in report.grounds},
        "derived": {
            "accepted_on": derived.accepted_on and derived.accepted_on.isoformat(),
            "due_on": derived.due_on and derived.due_on.isoformat(),
            "due_on_by_law": derived.due_on_by_law and derived.due_on_by_law.isoformat(),
            "fee_due": derived.fee_due,
        },
    }
    failed = {
        name: {
            "citation": result.citation,
            "duty": result.requirement.duty.value,
            "severity": result.requirement.severity.value,
            "consequence": result.requirement.consequence,
        }
        for name, result in results.items()
        if result.outcome is Outcome.FAILED
    }
    if expect.get("failed", failed) != failed:
        yield Difference("failed", expect["failed"], failed)
    wanted = expect.get("verdict", report.verdict)
    if report.verdict != wanted:
        yield Difference("verdict", wanted, report.verdict.value)
    for sort, values in found.items():
        for name, value in expect.get(sort, {}).items():
            if values.get(name) != value:
                yield Difference(f"{sort}.{name}", value, values.get(name))


def _walk(value: Any, dotted: str) -> tuple[Any, Any]:
    """The map or list that holds a value, and the key or index of the value in it."""
    *way, last = dotted.split(".")
    for part in way:
        value = value[_key(value, part)]
    return value, _key(value, last)


def _key(value: Any, part: str) -> Any:
    if not isinstance(value, list):
        return part
    if part.isascii() and part.isdigit():
        return int(part)
    return next(i for i, entry in enumerate(value) if entry.get("id") == part)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def unreadable(case: Story) -> Fault:
    """That the sample of a case is not there or cannot be read."""
    name = case.given["sample"]
    return case.file.fault(f"{case.place}/given/sample", SPEC_SAMPLE_UNREADABLE, name=name)
