"""Texts of made-up specs, in every language there is."""

from __future__ import annotations

from validator.model import LANGUAGES


def wording(kk: str, ru: str, en: str) -> str:
    """A text as YAML; a language that is not given says its own code."""
    said = {"kk": kk, "ru": ru, "en": en}
    return "{" + ", ".join(f"{lang}: {said.get(lang, lang)}" for lang in LANGUAGES) + "}"
