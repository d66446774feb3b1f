"""Results as bytes: a module a format, named in the table of formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.words.lines import WIDTH

if TYPE_CHECKING:
    from validator.report import Report


def render(
    report: Report,
    format: str = "text",  # noqa: A002  # the option's name
    lang: str | None = None,
    *,
    show_personal_data: bool = False,
    full: bool = False,
    color: bool = False,
    width: int = WIDTH,
) -> str:
    """One report by itself.

    Args:
        report: what is to be told.
        format: a name of the table's.
        lang: the locale's language for people and English for programs, if left out.
        show_personal_data: leave names, numbers and telephones of people unmasked.
        full: tell all of it in text, and not only what somebody has to know first.
        color: colour the text for a terminal.
        width: columns of a line of text.

    Raises:
        ValueError: there is no such format or language, or the format is no text.
    """
    from validator.model import LANGUAGES  # with any module of this room this one is imported
    from validator.output.gathering import tell_together
    from validator.output.table import FORMATS, Told
    from validator.output.view import View, locale_language
    from validator.words.messages import FALLBACK

    formats = FORMATS[Told.REPORTS]
    if format not in formats:
        raise ValueError(f"no format {format!r}; there is {', '.join(formats)}")
    if formats[format].binary:
        raise ValueError(f"the format {format} is no text; `validator check -o` writes it")
    lang = lang or (locale_language() if formats[format].read else FALLBACK)
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang!r}; there is {', '.join(LANGUAGES)}")
    view = View(lang, show_personal_data, color, width, full=full)
    return tell_together([report], format, view).decode()
