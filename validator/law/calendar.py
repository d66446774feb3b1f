"""Working days and local time, by the `holidays` library and a calendar file of the specs.

A day that the file does not cover is never guessed at: asking for it raises `MissingFact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import MAXYEAR, date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from zoneinfo import ZoneInfo

from validator.errors import MissingFact
from validator.frozen import frozen
from validator.model import LANGUAGES, Text, declare

CALENDAR_DOES_NOT_COVER = declare("calendar_does_not_cover", until=date, day=date)

if TYPE_CHECKING:
    from holidays import HolidayBase

Reason = Literal["weekend", "holiday", "moved", "swapped", "correction"]
"""Why it is off: `moved` off a weekend, `swapped` for a day worked, `correction` by the file."""

COUNTRIES: Final = ("KZ",)
"""Countries whose holidays the library has with their Kazakh names, which calendar files go by."""

# The attributes of the library that hold the wording it puts around a holiday's name. Asking it,
# rather than repeating the wording here, keeps a reworded estimate from passing for a certainty.
_LABELS: Final[tuple[tuple[str, Reason, bool], ...]] = (
    ("observed_label", "moved", False),
    ("observed_estimated_label", "moved", True),
    ("estimated_label", "holiday", True),
    ("substituted_label", "swapped", False),
)


@frozen
class DayOff:
    """A day not worked, and why; `estimated` while the date of its holiday is not announced."""

    date: date
    reason: Reason
    name: Text | None  # None for a plain weekend
    estimated: bool


@frozen
class Term:
    """The days after `start`, up to `due`.

    Attributes:
        skipped: the days off on the way that were not counted, in order.
        ends_at: the local time with which it is over, where it is one of minutes.
        extended: whether it is longer than it was at first.
    """

    start: date
    due: date
    skipped: tuple[DayOff, ...]
    ends_at: datetime | None = None
    extended: bool = False

    def is_over(self, moment: date | datetime) -> bool:
        """Whether it is past at a local time, or on a day."""
        if not isinstance(moment, datetime):
            return moment > self.due
        return moment.date() > self.due if self.ends_at is None else moment > self.ends_at


@frozen
class Calendar:
    """The working days and the clock of one country; make it with `build_calendar`.

    Attributes:
        country, zone: ISO 3166-1 code; IANA name (a zone read from a file cannot be pickled).
        first, last: the days covered, both included.
        corrections: what wins over weekends and the library's holidays; None for a day worked.
        confirmed: the library's estimates that count as certain.
        names: names of holidays by language, by the library's Kazakh ones.
    """

    country: str
    zone: str
    first: date
    last: date
    corrections: Mapping[date, DayOff | None]
    confirmed: frozenset[date]
    names: Mapping[str, Text]
    _years: dict[int, Mapping[date, DayOff]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _terms: dict[tuple[date, int], Term] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def covers(self, day: date) -> bool:
        """Whether anything is known of `day`."""
        return self.first <= day <= self.last

    def day_off(self, day: date) -> DayOff | None:
        """Why `day` is not worked, None for a working day; `MissingFact` where not covered."""
        if not self.covers(day):
            raise self.unknown(day)
        if day in self.corrections:
            return self.corrections[day]
        if day.year not in self._years:
            self._years[day.year] = self._library_days(day.year)
        return self._years[day.year].get(day)

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked; `MissingFact` where it is not covered."""
        return self.day_off(day) is None

    def next_working(self, day: date) -> date:
        """The first working day after `day`; `MissingFact` where either is not covered."""
        return self.add_working_days(day, 1).due

    def add_working_days(self, start: date, n: int) -> Term:
        """The term of `n` working days, the first of them after `start`; 0 is due on `start`.

        Raises `MissingFact` where a day of it is not covered, ValueError for a negative `n`.
        """
        if (start, n) not in self._terms:
            self._terms[start, n] = self._counted(start, n)
        return self._terms[start, n]

    def _counted(self, start: date, n: int) -> Term:
        if n < 0:
            raise ValueError(f"a term of {n} working days")
        self.day_off(start)  # refuses a start that is not covered, whatever `n`
        due, skipped = start, list[DayOff]()
        while n:
            due += timedelta(days=1)
            if off := self.day_off(due):
                skipped.append(off)
            else:
                n -= 1
        return Term(start, due, tuple(skipped))

    def accepted_on(self, submitted: datetime, day_ends: time, *, every_day: bool = False) -> date:
        """The local day of submission; the next working day if that is off or `day_ends` is past.

        With `every_day` a day off is one like any other.

        Raises as `local` does, and `MissingFact` where a day is not covered.
        """
        moment = self.local(submitted)
        day = moment.date()
        if (self.is_working(day) or every_day) and moment.time() <= day_ends:
            return day
        if not every_day:
            return self.next_working(day)
        self.day_off(day := day + timedelta(days=1))  # refuses one that is not covered
        return day

    def local(self, moment: datetime) -> datetime:
        """`moment` by the zone's clock; ValueError without offset, `MissingFact` past all dates.

        It bears the offset of that moment, not the zone, which cannot be pickled.
        """
        if moment.utcoffset() is None:  # the machine's own zone must never step in
            raise ValueError(f"{moment.isoformat()} has no offset")
        try:
            local = moment.astimezone(zone_of(self.zone))
        except OverflowError:
            raise self.unknown(moment.date()) from None
        return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))

    def unknown(self, day: date) -> MissingFact:
        """That nothing is known of a day."""
        return MissingFact("", CALENDAR_DOES_NOT_COVER(day=day, until=self.last))

    def _library_days(self, year: int) -> Mapping[date, DayOff]:
        # A weekend worked in December for a day off in January is found under January's year. The
        # language is fixed, or else the machine's locale would choose the names.
        library = library_of(self.country)(years=(year, year + 1), language="kk")
        start, end = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        days = map(date.fromordinal, range(start, end))
        return {d: self._described(d, library) for d in days if not library.is_working_day(d)}

    def _described(self, day: date, library: HolidayBase) -> DayOff:
        found = [_unlabelled(name, library) for name in library.get_list(day)]
        if not found:
            return DayOff(day, "weekend", None, estimated=False)
        # A holiday that has no translation yet is a day off all the same, under its Kazakh name.
        texts = [self.names.get(name, dict.fromkeys(LANGUAGES, name)) for name, _, _ in found]
        name = {lang: "; ".join(text[lang] for text in texts) for lang in LANGUAGES}
        # Even where the day is off anyway: announced for the day after, it lengthens a term.
        estimated = day not in self.confirmed and any(guess for _, _, guess in found)
        return DayOff(day, found[0][1], name, estimated)


def build_calendar(data: Mapping[str, Any], zone: str) -> Calendar:
    """The calendar of a country by the clock of `zone`, a name of the IANA database.

    `data` is the JSON data of a calendar file, valid by its schema, dates in ISO form. Raises
    ValueError where the zone is unknown, or the days covered end before they begin or too late.
    """
    zone_of(zone)  # an unknown one is found now, not at the first application
    first, last = (date.fromisoformat(data["covers"][end]) for end in ("from", "until"))
    if not first <= last < date(MAXYEAR, 1, 1):
        raise ValueError(f"a calendar from {first} to {last}")
    named = [(date.fromisoformat(item["date"]), item["name"]) for item in data["extra_days_off"]]
    off = {day: DayOff(day, "correction", name, estimated=False) for day, name in named}
    corrections = dict.fromkeys(_dates(data["extra_working_days"])) | off
    confirmed = frozenset(_dates(data["confirmed"]))
    names = {kk: {"kk": kk, **others} for kk, others in data["names"].items()}
    return Calendar(data["country"], zone, first, last, corrections, confirmed, names)


def _dates(items: Iterable[Mapping[str, Any]]) -> list[date]:
    return [date.fromisoformat(item["date"]) for item in items]


@cache
def library_of(country: str) -> type[HolidayBase]:
    """The library's calendar of one country, loaded alone: its package loads those of all 250."""
    from importlib.util import module_from_spec, spec_from_file_location

    from holidays import registry  # takes 80 ms, often not needed

    known = {
        code: (module, name)
        for module, (name, *codes) in registry.COUNTRIES.items()
        for code in codes
    }
    if country not in known:
        raise ValueError(f"no calendar of the country {country!r}")
    module, name = known[country]
    path = Path(registry.__file__).parent / "countries" / f"{module}.py"
    spec = spec_from_file_location(f"holidays.countries.{module}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return cast("type[HolidayBase]", getattr(loaded, name))


def _unlabelled(name: str, library: HolidayBase) -> tuple[str, Reason, bool]:
    """A holiday's bare name, why the day is off, and whether its date is an estimate."""
    for attribute, reason, estimated in _LABELS:
        if name.endswith(getattr(library, attribute).partition("%s")[2]):
            return name.partition(" (")[0], reason, estimated
    return name, "holiday", False


@cache
def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name; ValueError where the database has no such name."""
    # Not the system's database: one older than 2024 has Kazakhstan an hour off.
    from importlib.resources import files  # takes 20 ms

    database = files("tzdata")
    if name not in database.joinpath("zones").read_text("ascii").split():
        raise ValueError(f"time zone {name!r} is not known")
    with database.joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)
