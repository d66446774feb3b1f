"""What a requirement weighs, what follows from it and what to do, in words and as lines."""

from __future__ import annotations

from collections.abc import Iterator

from validator.explanation import law_words
from validator.law.regulation import Regulation, Requirement
from validator.model import Duty, Severity
from validator.words.messages import Terms

term = Terms(
    "consequence.ground",
    *(f"duty.{each}" for each in Duty),
    *(f"severity.{each}" for each in Severity),
    *("explain.duty", "explain.severity", "explain.consequence", "explain.indicates"),
    *("explain.refusable", "explain.fix", "explain.who"),
)


def duty_line(requirement: Requirement, lang: str) -> str:
    """Whose duty it is."""
    return line(term("explain.duty", lang), term(f"duty.{requirement.duty.value}", lang))


def weight_lines(requirement: Requirement, regulation: Regulation, lang: str) -> Iterator[str]:
    """How much it weighs, what follows if it is not met, what to do about it, and who can tell."""
    yield line(term("explain.severity", lang), term(f"severity.{requirement.severity.value}", lang))
    if not requirement.silent:
        said = _consequence(regulation, requirement.consequence, lang)
        yield line(term("explain.consequence", lang), said)
    for word, ground in (
        ("explain.indicates", requirement.indicates),
        ("explain.refusable", requirement.refusable),
    ):
        if ground is not None:
            yield line(term(word, lang), _consequence(regulation, ground, lang))
    yield line(term("explain.fix", lang), requirement.fix[lang])
    if requirement.who is not None:
        yield line(term("explain.who", lang), requirement.who[lang])


def line(word: str, text: str) -> str:
    """A line of an explanation."""
    return f"  {word}: {text}"


def _consequence(regulation: Regulation, consequence: str, lang: str) -> str:
    clause = regulation.clauses.get(consequence)
    if clause is None:
        return law_words.consequence(regulation, consequence, lang)
    return f"{term('consequence.ground', lang)} – {clause.called(lang)}: {clause.says[lang]}"
