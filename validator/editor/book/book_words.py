"""Numbers and names of a language, as the book's tables write them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal

_LOCALES: Final[Mapping[str, str]] = {"en": "en_GB"}
"""Locale of a language where it is not the language's own: English dates begin with the day."""

_KAZAKH: Final = frozenset("әғқңөұүһі")
_CYRILLIC: Final = range(0x0400, 0x0530)


def number(value: int | Decimal, lang: str) -> str:
    """A number with the separators of a language."""
    return format_decimal(value, locale=_locale(lang))


def months(lang: str) -> tuple[str, ...]:
    """The months by name, January first."""
    names = get_month_names("wide", "stand-alone", _locale(lang))
    return tuple(names[month].capitalize() for month in range(1, 13))


def weekdays(lang: str) -> tuple[tuple[str, str], ...]:
    """Short and full name of the days of the week, Monday first."""
    short = get_day_names("abbreviated", "stand-alone", _locale(lang))
    full = get_day_names("wide", "stand-alone", _locale(lang))
    return tuple((short[weekday].capitalize(), full[weekday]) for weekday in range(7))


def language_of(text: str) -> str:
    """The language that a text without a mark is most likely in, told by its letters."""
    letters = text.lower()
    if _KAZAKH & set(letters):
        return "kk"
    return "ru" if any(ord(letter) in _CYRILLIC for letter in letters) else "en"


def _locale(lang: str) -> str:
    return _LOCALES.get(lang, lang)
