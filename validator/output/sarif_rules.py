"""The requirements of an edition as the rules of a SARIF file, with what explains them."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from validator.explanation.demand_words import duty_line, weight_lines
from validator.law.regulation import Regulation, Requirement
from validator.model import Severity
from validator.output.json_text import Data
from validator.output.remarks import BUNDLE, SKIPPED
from validator.report import Report
from validator.words.messages import Terms, named

LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
_OWN: Final = (
    (BUNDLE, "ProblemOfBundle", "heading.problems"),
    (SKIPPED, "NotChecked", "heading.skipped"),
)
"""The rules of what stands beside the requirements, by id, name and title."""

term = Terms(*(title for *_, title in _OWN))

_made: dict[tuple[str, ...], bytes] = {}
"""The rules of each edition and language that this process has met."""


def packed_rules(report: Report, lang: str) -> bytes:
    """The rules of the edition of a report, on one line, for `unpack_rules`.

    They are the same for every report of an edition, so that who has unpacked a line knows it.
    """
    regulation = report.regulation
    if regulation is None or not report.results:
        return b""
    demands = [each.requirement for each in report.results]
    key = (regulation.spec_sha256, lang, *(each.id for each in demands))
    if key not in _made:
        rules = [_rule(each, regulation, lang) for each in demands]
        text = json.dumps(rules).encode()
        _made[key] = base64.b64encode(zlib.compress(text))
    return _made[key]


def unpack_rules(packed: bytes) -> list[Data]:
    """What was packed."""
    rules: list[Data] = json.loads(zlib.decompress(base64.b64decode(packed))) if packed else []
    return rules


class Rules:
    """The rules of all editions that are met; their order is that of the law, the first met first.

    An id is given once. What two editions say of a requirement stands one below the other.
    """

    def __init__(self, lang: str) -> None:
        self._rules: dict[str, Data] = {}
        for id_, name, title in _OWN:
            text = f"{term(title, lang)}."
            described = {"shortDescription": {"text": text}, "fullDescription": {"text": text}}
            self._rules[id_] = {
                "id": id_,
                "name": name,
                **described,
                "help": {"text": text},
            }

    def add(self, rules: Sequence[Data]) -> None:
        """Those of one more edition."""
        for rule in rules:
            known = self._rules.setdefault(rule["id"], rule)
            if known is not rule:
                known["help"]["text"] += f"\n\n{rule['help']['text']}"
                tags = [*known["properties"]["tags"], *rule["properties"]["tags"]]
                known["properties"]["tags"] = [*dict.fromkeys(tags)]

    def told(self) -> list[Data]:
        """All of them, as the file lists them."""
        return [*self._rules.values()]

    def indices(self) -> dict[str, int]:
        """The place of each in that list."""
        return {name: index for index, name in enumerate(self._rules)}


def _rule(requirement: Requirement, regulation: Regulation, lang: str) -> Data:
    title = named(requirement.title, lang)
    return {
        "id": requirement.id,
        "name": re.sub("[._-]", "", requirement.id.replace("_", ".").title()),
        "shortDescription": {"text": f"{title.rstrip('.')}."},
        "fullDescription": {"text": f"{title.rstrip('.')}."},
        "help": {"text": "\n".join(_help(requirement, regulation, lang))},
        "defaultConfiguration": {"level": LEVELS[requirement.severity]},
        "properties": {"tags": _tags(requirement, regulation)},
    }


def _help(requirement: Requirement, regulation: Regulation, lang: str) -> Iterator[str]:
    yield f"{named(regulation.title, lang)} ({regulation.standard}, {regulation.edition})"
    yield duty_line(requirement, lang).strip()
    yield from (each.strip() for each in weight_lines(requirement, regulation, lang))
    also = () if requirement.by_law is None else (requirement.by_law,)
    for name in dict.fromkeys((*requirement.citations.values(), *also)):
        clause = regulation.clauses[name]
        yield f"{clause.called(lang)}: {clause.says[lang]}"


def _tags(requirement: Requirement, regulation: Regulation) -> list[str]:
    return [*dict.fromkeys((regulation.standard, *requirement.citations.values()))]
