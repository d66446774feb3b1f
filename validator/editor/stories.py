"""The cases of an edition: stories of an application and what must become of it.

A case takes a sample bundle or a base, changes it, and says what it expects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

from validator.bundle import read_bundle
from validator.closest import closest
from validator.editor.story_bases import Base, bases_of, changed, started
from validator.engine import Options, day_that_counts, evaluate
from validator.errors import Fault, SpecError
from validator.form.record import places_of_manifest
from validator.frozen import frozen
from validator.model import Bundle, declare
from validator.places import Places
from validator.report import Report
from validator.standard.edition import Edition
from validator.standard.edition_faults import day_of
from validator.standard.folder import Draft
from validator.standard.shapes_beside import RawCase, RawExpect, RawGiven
from validator.standard.spec_file import SPEC_IMPOSSIBLE_DATE, SPEC_REPEATED_ID, CasesFile

SPEC_SAMPLE_UNREADABLE = declare("spec_sample_unreadable", name=str, closest=str)
SPEC_UNKNOWN_BASE = declare("spec_unknown_base", name=str, closest=str)


@frozen
class Story:
    """One story, as written.

    Attributes:
        place: its pointer in its file.
        base: what it starts from, None where that is a sample as it lies.
    """

    file: CasesFile
    place: str
    name: str
    given: RawGiven
    expect: RawExpect
    base: Base | None = None

    @property
    def sample(self) -> str:
        """The sample that it starts from, be it by a base."""
        return self.given["sample"] if self.base is None else self.base.given["sample"]

    @property
    def files(self) -> tuple[CasesFile, ...]:
        """The files that it stands in."""
        return (self.file,) if self.base is None else (self.file, self.base.file)


def read_cases(draft: Draft) -> tuple[Story, ...]:
    """Every case of an edition, file by file.

    Raises:
        SpecError: a file of cases is unusable, or two cases bear one name.
    """
    faults = [fault for read in draft.cases for fault in read.faults]
    cases = tuple(cases_of(draft, faults))
    if faults:
        raise SpecError(faults)
    return cases


def cases_of(draft: Draft, faults: list[Fault]) -> Iterator[Story]:
    """The cases of an edition whose days and bases there are.

    Args:
        draft: the edition.
        faults: gains what is wrong.
    """
    names: set[str] = set()
    bases = bases_of(draft.case_files, faults)
    # Where a file cannot be understood, a base may stand there.
    unread = any(read.sound is None for read in draft.cases)
    for file in draft.case_files:
        for index, raw in enumerate(file.value.get("cases", ())):
            case = _case(file, f"/cases/{index}", raw, bases)
            lost = case.base is None and "base" in case.given
            wrong = [*_wrong_days(case)]
            if lost and not unread:
                wrong.append(_unknown_base(case, bases))
            if not wrong and not lost:
                yield case
            if case.name in names:
                wrong.append(file.fault(f"{case.place}/name", SPEC_REPEATED_ID, name=case.name))
            names.add(case.name)
            faults += wrong


def _case(file: CasesFile, place: str, raw: RawCase, bases: Mapping[str, Base]) -> Story:
    base = bases.get(raw["given"].get("base", ""))
    return Story(file, place, raw["name"], raw["given"], raw["expect"], base)


def _unknown_base(case: Story, bases: Iterable[str]) -> Fault:
    name = case.given["base"]
    meant = closest(name, bases)
    return case.file.fault(f"{case.place}/given/base", SPEC_UNKNOWN_BASE, name=name, closest=meant)


def _wrong_days(case: Story) -> Iterator[Fault]:
    days = {"as_of": case.given.get("as_of"), "today": case.given.get("today")}
    for word, day in days.items():
        if day is not None and day_of(day) is None:
            where = f"{case.place}/given/{word}"
            yield case.file.fault(where, SPEC_IMPOSSIBLE_DATE, value=day)


@frozen
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


def prepare(
    cases: Iterable[Story], samples: Path, clock: datetime, unusable: list[Fault] | None = None
) -> tuple[StagedStory, ...]:
    """Make the bundle of every case; each sample is read once.

    Args:
        unusable: gains what is wrong with the cases whose bundle cannot be made; they are left out.

    Raises:
        SpecError: a sample is not there or cannot be read, or a change names nothing in it; every
            trouble at once. Never where `unusable` gains it.
    """
    read = cache(read_bundle)
    starts: dict[tuple[str, int], Bundle] = {}
    stories: list[StagedStory] = []
    faults = [] if unusable is None else unusable
    for case in cases:
        start = case.sample, id(case.base)
        try:
            if start not in starts:
                starts[start] = _start(case, read(samples / case.sample))
            made = changed(starts[start], case.given, case.file, f"{case.place}/given")
            places = cache(partial(places_of_manifest, made))
            stories.append(StagedStory(case, made, clock, places))
        except FileNotFoundError:
            faults.append(_unreadable(case, samples))
        except (OSError, ValueError):  # a name that is no name of a file
            faults.append(_unreadable(case))
        except SpecError as error:
            faults += error.faults
    if faults and unusable is None:
        raise SpecError(faults)
    return tuple(stories)


def _start(case: Story, sample: Bundle) -> Bundle:
    if sample.manifest is None:
        raise SpecError([_unreadable(case)])
    return started(sample, case.base)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _unreadable(case: Story, samples: Path | None = None) -> Fault:
    """That the sample of a case or of its base is not there or cannot be read.

    Args:
        case: the case.
        samples: where it is not there.
    """
    file, place = case.file, f"{case.place}/given"
    if case.base is not None:
        file, place = case.base.file, case.base.place
    there = () if samples is None or not samples.is_dir() else samples.iterdir()
    meant = closest(case.sample, sorted(each.name for each in there if each.is_dir()))
    return file.fault(f"{place}/sample", SPEC_SAMPLE_UNREADABLE, name=case.sample, closest=meant)
