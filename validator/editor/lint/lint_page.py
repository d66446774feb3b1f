"""The page of a lint: what it means, why it matters, how to mend it."""

from __future__ import annotations

from typing import Final

from validator.editor.lint.lints import LINTS, Lint
from validator.model import Severity
from validator.words.messages import Terms

_PARTS: Final = ("means", "why", "mend")

term = Terms(
    *(f"severity.{each}" for each in Severity),
    *(f"lint.{each}" for each in _PARTS),
    *(f"lint.{lint.page}.{part}" for lint in LINTS.values() for part in _PARTS),
)


def page(lint: Lint, lang: str) -> str:
    """Everything there is to say about a lint, in a language."""
    level = term(f"severity.{lint.level.value}", lang).lower()
    lines = [f"{lint.id}  ({level})"]
    for part in _PARTS:
        label = term(f"lint.{part}", lang)
        lines.append(f"  {label}: {term(f'lint.{lint.page}.{part}', lang)}")
    return "\n".join(lines) + "\n"
