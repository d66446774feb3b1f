"""Says in words what a requirement demands, or what a clause says and how it is encoded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from validator.explanation.checked import check_lines, flat, unless_given, when_lines
from validator.explanation.demand_words import duty_line, line, weight_lines
from validator.explanation.law_words import each_of
from validator.law.regulation import Clause
from validator.model import Text
from validator.standard.edition import Edition, Rule
from validator.words.lines import WIDTH, folded
from validator.words.messages import STANDINGS, Terms, named

term = Terms(
    *("codes.count", "consequence.ground"),
    *(f"standing.{each}" for each in STANDINGS),
    *(f"encoding.{each}" for each in ("encoded", "partly", "not_encoded")),
    *(f"explain.{each}" for each in ("services", "for_each", "when", "check", "mind")),
    *(f"explain.{each}" for each in ("encoding", "standing", "encoded_by")),
    *(f"explain.{each}" for each in ("reason", "interpretation", "open_point")),
)


def explain(edition: Edition, name: str, lang: str, width: int = WIDTH) -> str:
    """A requirement, a clause, or all clauses below a clause such as `list.8.1`.

    Raises:
        CallError: the edition has nothing of that name.
    """
    edition.require(name)
    rules = [rule for rule in edition.rules if rule.requirement.id == name]
    clauses = [
        clause
        for clause in edition.regulation.clauses.values()
        if clause.id == name or clause.id.startswith(f"{name}.")
    ]
    parts = [*(_rule(edition, rule, lang) for rule in rules)]
    parts += [_clause(edition, clause, lang) for clause in clauses]
    told = ("\n".join(wrapped(each, width) for each in part) for part in parts)
    return "\n\n".join(told) + "\n"


def wrapped(line: str, width: int = WIDTH) -> str:
    """A line broken at a width, its parts indented below its beginning."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return folded(line, width, indent)


def _rule(edition: Edition, rule: Rule, lang: str) -> Iterator[str]:
    requirement = rule.requirement
    services = edition.code_lists.get("services", {})
    yield f"{requirement.id}  ({edition.regulation.standard}, {edition.regulation.edition})"
    yield f"  {requirement.title[lang]}"
    yield duty_line(requirement, lang)
    names = [services[each][lang] for each in requirement.services if each in services]
    yield _line("services", ", ".join(names), lang)
    for each in each_of(rule, lang):
        yield _line("for_each", each, lang)
    for each in flat(when_lines(rule, lang)):
        yield _line("when", each, lang)
    kind, *details = check_lines(rule, lang)
    yield _line("check", kind, lang)
    yield from (f"    {detail}" for detail in details)
    for each in unless_given(rule, lang):
        yield _line("mind", each, lang)
    yield from weight_lines(requirement, edition.regulation, lang)
    also = () if requirement.by_law is None else (requirement.by_law,)
    for clause in dict.fromkeys((*requirement.citations.values(), *also)):
        yield from (
            f"  {each}" for each in _clause(edition, edition.regulation.clauses[clause], lang)
        )


def _clause(edition: Edition, clause: Clause, lang: str) -> Iterator[str]:
    ground = f" – {term('consequence.ground', lang)}" if clause.id in edition.grounds else ""
    yield f"{clause.called(lang)}{ground}: {clause.says[lang]}"
    yield _line("encoding", term(f"encoding.{clause.encoding}", lang), lang)
    for word in ("reason", "interpretation", "open_point"):
        text = getattr(clause, word)
        if text is not None:
            yield _line(word, text[lang], lang)
    if clause.standing is not None:
        yield _line("standing", term(f"standing.{clause.standing}", lang), lang)
    by = [
        rule.requirement.id
        for rule in edition.rules
        if clause.id in rule.requirement.citations.values()
    ]
    if by:
        yield _line("encoded_by", ", ".join(by), lang)


def _line(word: str, text: str, lang: str) -> str:
    return line(term(f"explain.{word}", lang), text)


def listing(edition: Edition, lang: str) -> str:
    """An edition and its requirements, a line each, in the order of the law."""
    regulation = edition.regulation
    until = regulation.until.isoformat() if regulation.until else "…"
    lines = [
        f"{_name(edition)}  {regulation.in_force.isoformat()} – {until}",
        f"  {regulation.title[lang]}. {regulation.act[lang]}",
    ]
    width = max((len(rule.requirement.id) for rule in edition.rules), default=0)
    for rule in edition.rules:
        requirement = rule.requirement
        clause = requirement.cite(None)
        lines.append(f"  {requirement.id:<{width}}  {clause:<10}  {requirement.title[lang]}")
    return "\n".join(lines) + "\n"


def headed(parts: Sequence[tuple[Edition, str]]) -> str:
    """What is said of editions, each under its name where there are several."""
    if len(parts) == 1:
        return parts[0][1]
    return "\n".join(f"{_name(edition)}\n{text}" for edition, text in parts)


def _name(edition: Edition) -> str:
    return f"{edition.regulation.standard} {edition.regulation.edition}"


def code_list_lines(edition: Edition, lang: str) -> Iterator[str]:
    """The code lists of an edition, each with how many codes it has."""
    yield _name(edition)
    width = max(map(len, edition.code_lists), default=0)
    for name, codes in edition.code_lists.items():
        yield f"  {name:<{width}}  {term('codes.count', lang, total=len(codes))}"


def code_lines(codes: Mapping[str, Text], lang: str) -> Iterator[str]:
    """Codes as they are typed, each with its title."""
    width = min(max(map(len, codes), default=0), WIDTH // 2)
    for code, title in codes.items():
        yield f"{code:<{width}}  {named(title, lang)}"
