"""Lints of what a text says: figures that differ between its languages, a language for another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.editor.lint.figures import in_digits, in_words, said
from validator.editor.lint.text_lints import texts
from validator.errors import Fault
from validator.model import LANGUAGES, declare
from validator.standard.read_specs import Read
from validator.standard.spec_file import SpecFile

LINT_OTHER_FIGURES = declare("lint_other_figures", figures=str)
LINT_OTHER_LANGUAGE = declare("lint_other_language", what=str)

_KAZAKH_LETTER: Final = re.compile("[әғқңөұүһі]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_RUSSIAN_WORD: Final = re.compile(
    "|".join(
        (
            # Words that Kazakh has not; left out are "не", "от", "да" and "о", which it has.
            "и|в|во|на|для|при|или|по|со|из|без|что|если|чтобы|как|это|его|их|до|за|под",
            # Endings of Russian verbs, participles and adjectives.
            "[а-яё]+(?:ть|ться|тся|ого|его|ому|ему|ыми|ими|ные|ная|ное|ный|ной|ную|ских|ские|ская)",
            "[а-яё]+(?:ены|ена|ено|ано|ует|ают|ает|яет|яют|ите|йте|ании|ение|ения|ением|ость)",
        )
    )
)
_MOST_KAZAKH: Final = 3
"""A Russian text may hold a Kazakh name: one word in so many."""


def other_figures(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:  # noqa: ARG001
    """A text says other figures in one language than in another.

    What stands in digits has to be in the others in digits or in words. What stands in words alone
    is told only where each of two languages says a figure that the other one does not: a language
    may say "both" or "alike" where another one counts.
    """
    for place, text in texts(file.value):
        wordings = {lang: text[lang] for lang in LANGUAGES if isinstance(text.get(lang), str)}
        if (odd := _odd_one(wordings)) is not None:
            shown = "; ".join(
                f"{lang}: {', '.join(map(str, sorted(said(each, lang)))) or '–'}"
                for lang, each in wordings.items()
            )
            yield file.fault(f"{place}/{odd}", LINT_OTHER_FIGURES, figures=shown)


def _odd_one(wordings: Mapping[str, str]) -> str | None:
    """The language whose figures are others than those of most; None where nothing differs."""
    # Most texts have no figure at all.
    digits = {lang: in_digits(each) for lang, each in wordings.items()}
    words = {lang: in_words(each, lang) for lang, each in wordings.items()}
    against = {
        lang: sum(
            _differ(digits[lang], words[lang], digits[other], words[other])
            for other in wordings
            if other != lang
        )
        for lang in wordings
    }
    worst = max(against.values(), default=0)
    return (
        next((lang for lang, count in against.items() if count == worst), None) if worst else None
    )


def _differ(
    digits: frozenset[int], words: frozenset[int], others: frozenset[int], in_others: frozenset[int]
) -> bool:
    alone, lacking = digits - others - in_others, others - digits - words
    mine, theirs = words - others - in_others - {1}, in_others - digits - words - {1}
    return bool(alone or lacking or (mine and theirs))


def other_language(read: Read, file: SpecFile[Any]) -> Iterator[Fault]:  # noqa: ARG001
    """The Kazakh wording is Russian, the Russian one is Kazakh, or each stands for the other."""
    for place, text in texts(file.value):
        kk, ru = (text.get(lang) for lang in ("kk", "ru"))
        wrong = {
            "kk": isinstance(kk, str) and is_russian(kk),
            "ru": isinstance(ru, str) and is_kazakh(ru),
        }
        if kk != ru and any(wrong.values()):  # of two that are the same another lint speaks
            lang = next(each for each in wrong if wrong[each])
            what = "both" if all(wrong.values()) else lang
            yield file.fault(f"{place}/{lang}", LINT_OTHER_LANGUAGE, what=what)


def is_russian(wording: str) -> bool:
    """Whether a text has no Kazakh letter, but a word that is Russian alone."""
    plain = wording.casefold()
    if _KAZAKH_LETTER.search(plain):
        return False
    return any(_RUSSIAN_WORD.fullmatch(each) for each in _WORD.findall(plain))


def is_kazakh(wording: str) -> bool:
    """Whether a third of the words have a letter that Russian has not."""
    words = _WORD.findall(wording.casefold())
    kazakh = [each for each in words if _KAZAKH_LETTER.search(each)]
    return len(kazakh) * _MOST_KAZAKH >= len(words) > 1 and bool(kazakh)
