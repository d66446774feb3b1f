"""What clauses are called."""

from __future__ import annotations

from validator.law.regulation import Regulation
from validator.words.messages import Terms

term = Terms("clause")


def clause_name(regulation: Regulation | None, clause: str, lang: str) -> str:
    """A clause as readers of the act call it, its id beside it."""
    found = regulation.clauses.get(clause) if regulation is not None else None
    if found is None or found.name is None:
        return term("clause", lang, clause=clause)
    return found.called(lang)
