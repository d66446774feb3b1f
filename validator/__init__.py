"""Checks applications for a public service against the service's standard.

Example:
    >>> edition = validator.load_edition("some-service", date(2026, 1, 12))
    >>> report = validator.evaluate(edition, validator.read_bundle("path/to/bundle"))
    >>> report.verdict
    >>> print(validator.render(report, "text", lang="kk"))
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.model import Bundle
    from validator.report import Report
    from validator.standard.edition import Edition

__all__ = ["default_specs", "evaluate", "load_edition", "read_bundle", "render"]


def default_specs() -> Path:
    """The folder of specs that comes with this package."""
    package = Path(__file__).parent
    installed = package / "specs"
    return installed if installed.is_dir() else package.parent / "specs"


def load_edition(
    standard: str,
    day: date | None = None,
    *,
    edition: str | None = None,
    specs: str | PathLike[str] | None = None,
) -> Edition:
    """The edition of a standard that is in force on a day, or the one that is named.

    Args:
        standard: its folder's name under the specs.
        day: the day that counts; needed unless `edition` is given.
        edition: an edition's name; wins over `day`.
        specs: a folder of specs; the one that comes with the package if left out.

    Raises:
        CallError: there is no such standard or edition, or none in force on the day.
        SpecError: the specs are unusable; its `faults` name every trouble with file and line.
        TypeError: neither a day nor an edition is given, or the day is a time.
    """
    from validator.errors import CallError, Fault
    from validator.standard.catalogue import Catalogue, unknown_standard

    _no_time(day=day)
    catalogue = Catalogue(Path(specs) if specs is not None else default_specs())
    if edition is None:
        if day is None:
            raise TypeError("load_edition() needs a day or an edition")
        if standard not in catalogue.standards:
            raise unknown_standard(standard, catalogue.standards)
        head = catalogue.choose(standard, day)
        if head is None:
            raise CallError([Fault(catalogue.none_in_force(standard, day))])
        edition = head.edition
    return catalogue.edition(standard, edition)


def read_bundle(path: str | PathLike[str]) -> Bundle:
    """Read an application bundle, a folder or a zip; what is wrong with it is in its `problems`.

    Raises:
        FileNotFoundError: there is nothing at the path.
    """
    from validator.bundle import read_bundle as read

    return read(path)


def evaluate(
    edition: Edition,
    bundle: Bundle,
    as_of: date | None = None,
    *,
    today: date | None = None,
    strict: bool = False,
) -> Report:
    """Check a bundle against an edition.

    Args:
        edition: from `load_edition`.
        bundle: from `read_bundle`.
        as_of: the day that counts for a draft; today's date where the provider is, if left out.
        today: the day on which an undecided application may be overdue; nothing is, if left out.
        strict: let what only a person can tell keep the verdict from being `compliant`.

    Raises:
        TypeError: a day is none, or a time.
    """
    from validator import engine

    _no_time(as_of=as_of, today=today)
    options = engine.Options(clock=datetime.now(UTC), as_of=as_of)
    day = engine.day_that_counts(bundle, edition.setting.calendar.zone, options)
    return engine.evaluate(edition, bundle, day, today=today, strict=strict)


def _no_time(**days: date | None) -> None:
    """Whose day a time is hangs on a zone, so a `datetime` is not taken for a `date`."""
    for name, day in days.items():
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise TypeError(f"{name} has to be a date, not a {type(day).__name__}")


def render(
    report: Report,
    format: str = "text",  # noqa: A002  # the option's name
    lang: str | None = None,
    *,
    show_personal_data: bool = False,
) -> str:
    """A report as `text`, `json` or `ndjson`, in one of `LANGUAGES`.

    Names, identification numbers and telephones of people are masked unless asked for; the bundle's
    own name, under which it was read, never is. Text takes its language from the locale where
    `lang` is left out, machine formats are in English.
    """
    from validator import output

    return output.render(report, format, lang, show_personal_data=show_personal_data)
