"""The figures that a wording says, in digits or in words of Kazakh, Russian or English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\.\d{1,2}\.(\d{4})(?!\d)")
"""A day in digits; other languages write its month in letters."""
_THOUSANDS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3}|,\d{3})+(?!\d)")
_BETWEEN: Final = re.compile(r"[ \u00a0\u202f,]")
_DIGITS: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_REFERENCE: Final = re.compile(
    r"(?:№|No\.|стать\w+|пункт\w*|подпункт\w*|строк\w+|articles?|items?|rows?)\s*\d+(?:\(\d+\))?"
    r"|\d+\)|\d+-(?:бап|тармақ|жол)\w*|[a-z]+(?:\.\d+)+",
    re.IGNORECASE,
)
"""Where a text names a clause, whose numbers are no values."""

_TEN: Final = 10
_HUNDRED: Final = 100

_KK: Final = (
    *("бір", "екі|екеу", "үш(?!ін$)", "төрт", "бес", "алты|алтау", "жеті|жетеу", "сегіз", "тоғыз"),
    *("он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан", "жүз"),
)
_KK_ENDING: Final = (
    "(?:[іы]?нш[іы]|еу)?[іы]?"
    "(?:[дтн][еа]н|[гк]е|[ғқ]а|[дт][еа]|[ндт][іы]ң|[ндт][іы]|[мбп]ен|с[іы]|не|лық|лік)?"
)
_KK_TEN: Final = "он(?:ға|ның|ды|нан|мен|дық|ы?ншы(?:дан|ға|ның|ны)?)?"
"""Ten, without the endings that make a pronoun of it (оны, онда, оның)."""
_ORDINAL: Final = "(?:ый|ая|ое|ого|ой|ую|ому|ым|ом|ые|ых|ыми)"
_FIFTH: Final = f"(?:ь|и|ью|{_ORDINAL})"
_RU: Final = (
    *("один|одн[а-я]+|перв[а-я]+", "два|две|двух|двум|двумя|двое|двоих|втор[а-я]+"),
    *("три|тр[её]х|тр[её]м|тремя|трет[а-я]+", "четыр[а-яё]+|четв[её]рт[а-я]+"),
    *(f"пят{_FIFTH}", f"шест{_FIFTH}", "семь|семи|семью|седьм[а-я]+", "восемь|восьм[а-я]+"),
    *(f"девят{_FIFTH}", f"десят{_FIFTH}", "двадцат[а-я]+", "тридцат[а-я]+", "сорок[а-я]*"),
    *("пятьдесят|пятидесят[а-я]+", "шестьдесят|шестидесят[а-я]+"),
    *("семьдесят|семидесят[а-я]+", "восемьдесят|восьмидесят[а-я]+", "девяност[а-я]+"),
    f"сто|ста|сот(?:ня|ни|{_ORDINAL})?",
)
_EN: Final = (
    *("one|first", "two|second", "three|third", "four(?:th)?", "five|fifth", "six(?:th)?"),
    *("seven(?:th)?", "eighth?", "nine|ninth", "ten(?:th)?", "twent(?:y|ieth)", "thirt(?:y|ieth)"),
    *("fort(?:y|ieth)", "fift(?:y|ieth)", "sixt(?:y|ieth)", "sevent(?:y|ieth)"),
    *("eight(?:y|ieth)", "ninet(?:y|ieth)", "hundred(?:th)?"),
)
_VALUES: Final = (*range(1, 11), *range(20, 101, 10))
"""What the words of a language mean, in their order."""

_TEENS: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": tuple(
        f"{each}надцат[а-я]+"
        for each in ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
    ),
    "en": tuple(
        f"{each}(?:th)?"
        for each in (
            *("eleven", "twel(?:ve|f)", "thirteen", "fourteen", "fifteen"),
            *("sixteen", "seventeen", "eighteen", "nineteen"),
        )
    ),
}
"""Eleven to nineteen, where they are one word."""

_WORDS: Final = {"kk": _KK, "ru": _RU, "en": _EN}


@lru_cache(maxsize=1 << 14)  # a wording is held against two others, and against the edition before
def in_digits(text: str) -> frozenset[int]:
    """The whole numbers that stand in a text in digits, those of clauses and days among them."""
    plain = _THOUSANDS.sub(lambda found: _BETWEEN.sub("", found[0]), _DAY.sub(r"\1 \2", text))
    return frozenset(int(each[:18]) for each in _DIGITS.findall(plain))


@lru_cache(maxsize=1 << 14)
def in_words(text: str, lang: str) -> frozenset[int]:
    """The numbers from 1 to 199 that stand in a text in words, ordinal ones among them."""
    found: set[int] = set()
    sum_ = 0
    for each in _WORD.findall(text.casefold()):
        value = _value_of(each, lang)
        fits = sum_ >= _TEN and sum_ % _TEN == 0 and (value < _TEN or sum_ >= _HUNDRED > value)
        if value and fits:
            sum_ += value
            continue
        found.add(sum_)
        sum_ = value
    return frozenset(found | {sum_}) - {0}


def of_values(text: str, lang: str) -> frozenset[int]:
    """Every number that a text says and that is not the number of a clause."""
    return said(_REFERENCE.sub(" ", text), lang)


def said(text: str, lang: str) -> frozenset[int]:
    """Every number that a text says in its language."""
    return in_digits(text) | in_words(text, lang)


@lru_cache(maxsize=8192)
def _value_of(word: str, lang: str) -> int:
    return next((value for form, value in _forms(lang) if form.fullmatch(word)), 0)


@cache
def _forms(lang: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Every number word of a language, none where its words are not known here."""
    words = dict(zip(_VALUES, _WORDS.get(lang, ()), strict=False))
    words |= dict(enumerate(_TEENS.get(lang, ()), _TEN + 1))
    if lang == "kk":
        words = {
            value: _KK_TEN if each == "он" else f"(?:{each}){_KK_ENDING}"
            for value, each in words.items()
        }
    return tuple((re.compile(each), value) for value, each in words.items())
