"""Reports as text: a module a format, named in `FORMATS`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from validator.model import LANGUAGES
from validator.report import Report
from validator.words.messages import FALLBACK

if TYPE_CHECKING:
    from validator.output.mask import Mask

WIDTH: Final = 80


@dataclass(frozen=True, slots=True)
class View:
    """How reports are to be shown.

    Attributes:
        lang: one of `LANGUAGES`.
        show_personal_data: whether names, numbers and telephones of people stay as they are.
        color: whether text has the colours of a terminal.
        width: columns of a line of text.
    """

    lang: str
    show_personal_data: bool = False
    color: bool = False
    width: int = WIDTH

    def mask(self, report: Report) -> Mask:
        """What masks the personal data of a report."""
        from validator.output.mask import Mask  # only with a report to show

        return Mask(report.personal, active=not self.show_personal_data)


Format = Callable[[Iterable[Report], View], Iterator[str]]
"""Turns reports into parts of a text, each written out as soon as it is there."""


def _text(reports: Iterable[Report], view: View) -> Iterator[str]:
    from validator.output import text  # rich takes 60 ms to load

    return text.pages(reports, view)


def _json(reports: Iterable[Report], view: View) -> Iterator[str]:
    from validator.output import json  # only the format asked for

    return json.document(_data(reports, view))


def _ndjson(reports: Iterable[Report], view: View) -> Iterator[str]:
    from validator.output import json  # only the format asked for

    return json.lines(_data(reports, view))


def _data(reports: Iterable[Report], view: View) -> Iterator[dict[str, Any]]:
    from validator.output.json import report_data  # only the format asked for

    return (report_data(report, view.lang, view.mask(report)) for report in reports)


FORMATS: Final[Mapping[str, Format]] = {"text": _text, "json": _json, "ndjson": _ndjson}
"""Every format by its name."""


def writer(
    format: str,  # noqa: A002  # the option's name
    lang: str | None = None,
    *,
    show_personal_data: bool = False,
    color: bool = False,
    width: int = WIDTH,
) -> Callable[[Iterable[Report]], Iterator[str]]:
    """What turns a stream of reports into a stream of text.

    Args:
        format: a name of `FORMATS`.
        lang: the locale's language for text and English for the other formats, if left out.
        show_personal_data: leave names, numbers and telephones of people unmasked.
        color: colour the text for a terminal.
        width: columns of a line of text.

    Raises:
        ValueError: there is no such format or language.
    """
    if format not in FORMATS:
        raise ValueError(f"no format {format!r}; there is {', '.join(FORMATS)}")
    lang = lang or (_language() if format == "text" else FALLBACK)
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there is {', '.join(LANGUAGES)}")
    view = View(lang, show_personal_data, color, width)
    return lambda reports: FORMATS[format](reports, view)


def render(
    report: Report,
    format: str = "text",  # noqa: A002  # the option's name
    lang: str | None = None,
    *,
    show_personal_data: bool = False,
    color: bool = False,
    width: int = WIDTH,
) -> str:
    """One report as text, as `writer` does it.

    Raises:
        ValueError: there is no such format or language.
    """
    write = writer(format, lang, show_personal_data=show_personal_data, color=color, width=width)
    return "".join(write([report]))


def _language() -> str:
    """The language of the locale, where we have it."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    setting = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return setting[:2].lower() if setting[:2].lower() in LANGUAGES else FALLBACK
