"""How far editions encode their regulations, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from validator.editor.register import ENCODINGS, ClauseEntry, Register, share
from validator.output.view import View
from validator.places import Places
from validator.source import locate
from validator.words.messages import term


def one(registers: Sequence[Register], view: View) -> bytes:
    """The registers, one after the other."""
    text = "\n\n".join("\n".join(_lines(each, view.lang)) for each in registers) + "\n"
    return text.encode(errors="backslashreplace")


def _lines(register: Register, lang: str) -> Iterator[str]:
    """The clauses, the contradictions with their places, the figure."""
    regulation, entries = register.edition.regulation, register.entries
    yield f"{regulation.standard} {regulation.edition}"
    width = max(len(each.clause.id) for each in entries)
    for each in entries:
        clause = each.clause
        yield _clause(each, width, lang)
        if clause.reason is not None:
            yield f"  {'':<{width}}  {term('explain.reason', lang)}: {clause.reason[lang]}"
    file = register.sources.clauses
    places: Places | None = None
    for index, each in enumerate(entries):
        if each.contradicted:
            places = places or locate(file.data, file.path.name)
            at = places.value(f"/clauses/{index}/encoding")
            cited = ", ".join(each.by)
            key = "coverage.cited" if each.by else "coverage.uncited"
            said = term(key, lang, clause=each.clause.id, names=cited)
            yield f"{file.shown}:{at.line}:{at.column}: {said}"
    counts = Counter(each.clause.encoding for each in entries)
    numbers = {name: counts[name] for name in ENCODINGS}
    percent = f"{share(entries):g}"
    yield term("coverage.figure", lang, clauses=len(entries), percent=percent, **numbers)


def _clause(entry: ClauseEntry, width: int, lang: str) -> str:
    said = term(f"encoding.{entry.clause.encoding}", lang)
    names = ", ".join(entry.by)
    if entry.follows:
        names = term("coverage.follows", lang, names=", ".join(entry.follows))
    return f"  {entry.clause.id:<{width}}  {said}{f': {names}' if names else ''}"
