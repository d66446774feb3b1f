"""Checks applications for a public service against the service's standard.

Example:
    >>> report = validator.check("path/to/bundle")
    >>> report.verdict
    >>> print(validator.render(report, "text", lang="kk"))

For many bundles of one edition, or for an edition of one's choice:
    >>> edition = validator.load_edition("some-service", date(2026, 1, 12))
    >>> report = validator.evaluate(edition, validator.read_bundle("path/to/bundle"))

Nothing that takes time is imported before it is needed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from validator.errors import CallError, SpecError, ValidatorError
    from validator.inspect.opener import Opener
    from validator.model import LANGUAGES, Bundle
    from validator.report import Report
    from validator.standard.edition import Edition

    __version__: str

Documents = Literal["open", "head"]
"""What is done with the papers that an application names."""

__all__ = [
    "LANGUAGES",
    "Bundle",
    "CallError",
    "Edition",
    "Opener",
    "Report",
    "SpecError",
    "ValidatorError",
    "__version__",
    "check",
    "default_specs",
    "evaluate",
    "load_edition",
    "read_bundle",
    "render",
]

_HOMES: Final = {
    "LANGUAGES": "validator.model",
    "Bundle": "validator.model",
    "CallError": "validator.errors",
    "Edition": "validator.standard.edition",
    "Opener": "validator.inspect.opener",
    "Report": "validator.report",
    "SpecError": "validator.errors",
    "ValidatorError": "validator.errors",
}
"""The modules of the names that are imported when they are asked for."""

if not TYPE_CHECKING:  # or type checkers would take every name for one that is there

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from importlib.metadata import version

            return version("public-service-validator")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


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
    trust: str | PathLike[str] | None = None,
) -> Edition:
    """The edition of a standard that is in force on a day, or the one that is named.

    Args:
        standard: its folder's name under the specs.
        day: the day that counts; needed unless `edition` is given.
        edition: an edition's name; wins over `day`.
        specs: a folder of specs; the one that comes with the package if left out.
        trust: a folder of the certificates of authorities whose word for a signer is taken; that of
            the specs if left out.

    Raises:
        CallError: there is no such standard or edition, none in force on the day, or no list of
            certificates in the folder.
        SpecError: the specs are unusable; its `faults` name every trouble with file and line.
        TypeError: neither a day nor an edition is given, or the day is a time.
    """
    from validator.standard.catalogue import Catalogue

    _no_time(day=day)
    catalogue = Catalogue(_folder(specs) or default_specs(), _folder(trust))
    if edition is None:
        if day is None:
            raise TypeError("load_edition() needs a day or an edition")
        return catalogue.in_force(standard, day)
    return catalogue.edition(standard, edition)


def read_bundle(
    path: str | PathLike[str] | IO[bytes],
    *,
    name: str | None = None,
    documents: Documents = "open",
    opener: Opener | None = None,
) -> Bundle:
    """Read an application bundle, a folder or a zip; what is wrong with it is in its `problems`.

    Args:
        path: the folder or the zip, or a zip that is open in binary mode. The open one is read
            from its start, wherever it stands, and stays open.
        name: what reports call the bundle; its path if left out. An open file needs one.
        documents: `open` opens the papers that are named, in a process apart; `head` looks at how
            they begin alone, and leaves to a person whether they open.
        opener: the process that opens them, which many bundles may share; one of its own, which
            takes a tenth of a second to start, if left out.

    Raises:
        FileNotFoundError: there is nothing at the path.
        TypeError: an open file has no name, or is open as text.
        ValueError: an open file is closed, or does not let its reader move back and forth.
    """
    from validator.bundle import read_bundle as read

    if documents == "head":
        return read(path, name)
    if opener is not None:
        return read(path, name, opener=opener)
    from validator.inspect.opener import Opener

    with Opener() as own:
        return read(path, name, opener=own)


def check(
    path: str | PathLike[str],
    *,
    today: date | None = None,
    as_of: date | None = None,
    edition: str | None = None,
    specs: str | PathLike[str] | None = None,
    strict: bool = False,
    documents: Documents = "open",
    trust: str | PathLike[str] | None = None,
) -> Report:
    """Check one bundle, as the command `validator check` does.

    It reads the specs anew. For many bundles, `load_edition` once and `evaluate` each.

    Args:
        path: a folder or a zip, as for `read_bundle`.
        today: the day on which an undecided application may be overdue; nothing is, if left out.
        as_of: the day that counts for a draft; today's date where the provider is, if left out.
        edition: an edition's name; the one in force on the day that counts, if left out.
        specs: a folder of specs; the one that comes with the package if left out.
        strict: let what only a person can tell keep the verdict from being `compliant`.
        documents: as for `read_bundle`.
        trust: as for `load_edition`.

    Raises:
        CallError: there are no specs or certificates, or the bundle's standard has no such edition.
        FileNotFoundError: there is nothing at the path.
        SpecError: the specs are unusable; its `faults` name every trouble with file and line.
        TypeError: a day is none, or a time.
    """
    from validator import engine
    from validator.standard.catalogue import Catalogue

    _no_time(today=today, as_of=as_of)
    catalogue = Catalogue(_folder(specs) or default_specs(), _folder(trust))
    options = engine.Options(
        clock=datetime.now(UTC), as_of=as_of, today=today, edition=edition, strict=strict
    )
    bundle = read_bundle(path, documents=documents)
    report = engine.assess(catalogue, bundle, options)
    opens = documents == "open"
    return replace(report, evidence=engine.evidence_of(bundle, options, opens=opens, digests=False))


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


def _folder(path: str | PathLike[str] | None) -> Path | None:
    return None if path is None else Path(path)


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
    full: bool = False,
) -> str:
    """A report as `text`, `html`, `json`, `ndjson`, `csv` or `markdown`, in one of `LANGUAGES`.

    Names, identification numbers and telephones of people are masked unless asked for; the bundle's
    own name, under which it was read, never is. Text is short unless `full` asks for all of it, and
    takes its language from the locale where `lang` is left out; machine formats are in English.
    """
    from validator import output

    return output.render(report, format, lang, show_personal_data=show_personal_data, full=full)
