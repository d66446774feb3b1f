"""Who needs which document: a table made of the rules that ask for documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from validator.checks.field_parameters import ConditionOn
from validator.checks.value_parameters import DocumentCount, DocumentKinds
from validator.editor.book.chapters import Link
from validator.editor.book.contents import Cell, Document, Matrix
from validator.explanation.checked import flat, when_lines
from validator.explanation.law_words import condition_lines, label, service_name
from validator.explanation.law_words import term as aspect
from validator.facts.conditions import Condition, Test
from validator.facts.paths import Path
from validator.frozen import frozen
from validator.standard.edition import Edition, Rule
from validator.words.messages import Terms, named

term = Terms("book.for_each_of")


def document_rules(edition: Edition) -> tuple[Rule, ...]:
    """The rules that ask for a document, in the order of the law."""
    return tuple(rule for rule in edition.rules if rule.given(DocumentKinds) is not None)


def matrix(edition: Edition, lang: str) -> Matrix:
    """Documents by service and by the codes of the field that most conditions on them look at."""
    rules = document_rules(edition)
    split = _split(rules)
    services = tuple(service_name(edition, each, lang) for each in edition.services)
    codes = list(split.codes) if split else [None]
    groups: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        kinds = tuple(each.id for each in rule.given(DocumentKinds))
        key = kinds, rule.given(DocumentCount), rule.given(ConditionOn)
        groups.setdefault(key, []).append(rule)
    columns = [
        (service, code, " · ".join(filter(None, (name, _name(split, code, lang)))))
        for service, name in zip(edition.services, services, strict=True)
        for code in codes
    ]
    return Matrix(
        services=services,
        field=label(split, lang) if split else None,
        codes=tuple(_name(split, code, lang) for code in codes),
        documents=tuple(
            _document([_Asked.of(rule, split) for rule in group], columns, lang)
            for group in groups.values()
        ),
    )


@frozen
class _Asked:
    """A rule, apart from what the columns already say of it.

    Attributes:
        codes: the columns' codes that it applies to; None is every one.
        rest: what else has to hold.
    """

    rule: Rule
    codes: tuple[object, ...] | None
    rest: Condition | None

    @classmethod
    def of(cls, rule: Rule, split: Path | None) -> _Asked:
        """Take the test of the columns' field out of a rule's condition."""
        tests = _only_tests(rule)
        found = next((test for test in tests if _splits(test) and test.path == split), None)
        if found is None:
            return cls(rule, None, rule.asks_when)
        rest = tuple(test for test in tests if test is not found)
        return cls(rule, found.allowed, Condition((rest,)) if rest else None)

    def state(self, service: str, code: object) -> str:
        """Whether it asks for the document in a column."""
        if service not in self.rule.requirement.services:
            return "no"
        if self.codes is not None and code not in self.codes:
            return "no"
        return "if" if self.rest or self.rule.for_each else "always"


def _document(asked: list[_Asked], columns: list[tuple[str, object, str]], lang: str) -> Document:
    first = asked[0].rule
    kinds, count, with_ = (
        first.given(each) for each in (DocumentKinds, DocumentCount, ConditionOn)
    )
    lines = [
        line
        for each in asked
        for line in (
            *_each(each.rule.for_each, lang),
            *(flat(when_lines(each.rule, lang, each.rest)) if each.rest else ()),
        )
    ]
    return Document(
        name=" / ".join(named(each.name, lang, str(each.id)) for each in kinds),
        details=(
            *([f"{aspect('aspect.count', lang)}: {count}"] if count else ()),
            *(condition_lines(with_, lang) if with_ else ()),
        ),
        when=tuple(dict.fromkeys(lines)),
        demands=tuple(
            Link(f"{lang}-requirement-{each.rule.requirement.id}", each.rule.requirement.id)
            for each in asked
        ),
        cells=tuple(
            Cell(_strongest([each.state(service, code) for each in asked]), column)
            for service, code, column in columns
        ),
    )


def _each(lists: tuple[Path, ...], lang: str) -> Iterator[str]:
    """For what it is asked again and again."""
    if lists:
        names = ", ".join(label(path, lang) for path in lists)
        yield term("book.for_each_of", lang, name=names)


def _strongest(states: list[str]) -> str:
    return next(state for state in ("always", "if", "no") if state in states)


def _split(rules: tuple[Rule, ...]) -> Path | None:
    """The field with a code list that the most rules test, if two of them do."""
    paths = [test.path for rule in rules for test in _only_tests(rule) if _splits(test)]
    for path, count in Counter(paths).most_common(1):
        return path if count > 1 else None
    return None


def _splits(test: Test) -> bool:
    return test.allowed is not None and bool(test.path.codes)


def _only_tests(rule: Rule) -> tuple[Test, ...]:
    """The tests of a condition without alternatives, on the application and not on its items."""
    if rule.asks_when is None or rule.for_each or len(rule.asks_when.alternatives) != 1:
        return ()
    return rule.asks_when.alternatives[0]


def _name(split: Path | None, code: object, lang: str) -> str:
    return named(split.codes[code], lang, str(code)) if split else ""
