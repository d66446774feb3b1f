"""How results are to be shown."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from validator.frozen import frozen
from validator.model import LANGUAGES
from validator.words.lines import WIDTH
from validator.words.messages import FALLBACK

if TYPE_CHECKING:
    from validator.output.mask import Mask
    from validator.report import Report

MANY: Final = 5
"""Reports from which on there is an overview: in full these are some hundred lines and more."""


@frozen
class View:
    """How results are to be shown; it can be handed to another process.

    Attributes:
        lang: one of `LANGUAGES`.
        show_personal_data: whether names, numbers and telephones of people stay as they are.
        color: whether text has the colours of a terminal.
        width: columns of a line of text.
        every_language: whether no language was asked for, so that data may hold all of them.
        many: whether it is one of many reports, of which people first want an overview.
        full: whether text tells every report in full all the same.
        only_failed: whether data hold only the results that failed or could not be decided.
        room: bytes of a file beyond which it is cut between two lines; None for any number.
    """

    lang: str
    show_personal_data: bool = False
    color: bool = False
    width: int = WIDTH
    every_language: bool = False
    many: bool = False
    full: bool = False
    only_failed: bool = False
    room: int | None = None

    def mask(self, report: Report) -> Mask:
        """What masks the personal data of a report."""
        from validator.output.mask import Mask  # only with a report to show

        anybody = report.regulation is None and not report.personal
        active = not self.show_personal_data
        return Mask(report.personal, report.files, active=active, anybody=anybody)


def locale_language() -> str:
    """The language of the locale, on Windows that of the system, where we have it; else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    setting = next((os.environ[name] for name in names if os.environ.get(name)), "")
    found = (setting or _of_windows())[:2].lower()
    return found if found in LANGUAGES else FALLBACK


def _of_windows() -> str:
    """The language in which Windows speaks to the user, as a locale; nothing elsewhere."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""
