"""How far editions encode their regulations, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from validator.editor.coverage import ENCODINGS, Covered, share
from validator.output.view import View
from validator.standard.register import ClauseEntry
from validator.words.messages import Terms, visible

term = Terms(
    "coverage.figure",
    "coverage.follows",
    "explain.reason",
    *(f"encoding.{each}" for each in ENCODINGS),
    "coverage.cited",
    "coverage.uncited",
)


def one(covered: Sequence[Covered], view: View) -> bytes:
    """The registers, one after the other."""
    text = "\n\n".join("\n".join(_lines(each, view.lang)) for each in covered) + "\n"
    return text.encode(errors="backslashreplace")


def _lines(covered: Covered, lang: str) -> Iterator[str]:
    """The clauses, the contradictions with their places, the figure."""
    regulation, file, register = covered.regulation, covered.file, covered.register
    yield f"{regulation.standard} {regulation.edition}"
    width = max(len(each.clause.id) for each in register)
    for each in register:
        clause = each.clause
        yield _clause(each, width, lang)
        if clause.reason is not None:
            yield f"  {'':<{width}}  {term('explain.reason', lang)}: {clause.reason[lang]}"
    for each in register:
        if each.contradicted:
            at = file.at(f"{each.place}/encoding")
            cited = ", ".join(each.by)
            key = "coverage.cited" if each.by else "coverage.uncited"
            said = term(key, lang, clause=each.clause.id, names=cited)
            yield f"{visible(file.shown)}:{at.line}:{at.column}: {said}"
    counts = Counter(each.clause.encoding for each in register)
    numbers = {name: counts[name] for name in ENCODINGS}
    shares = {f"{name}_share": f"{share(register, name):g}" for name in ENCODINGS}
    yield term("coverage.figure", lang, clauses=len(register), **numbers, **shares)


def _clause(entry: ClauseEntry, width: int, lang: str) -> str:
    said = term(f"encoding.{entry.clause.encoding}", lang)
    names = ", ".join(entry.by)
    if entry.follows:
        names = term("coverage.follows", lang, names=", ".join(entry.follows))
    return f"  {entry.clause.id:<{width}}  {said}{f': {names}' if names else ''}"
