"""From an edition and its cases to what the book shows, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.editor.book import book_words
from validator.editor.book.changed import changed_since, marks
from validator.editor.book.chapters import Demand, Link, Passage, Row, Tried
from validator.editor.book.clause_places import rows_of_clauses
from validator.editor.book.contents import Book
from validator.editor.book.dated_values import parameters, services
from validator.editor.book.needed_documents import document_rules, matrix
from validator.editor.book.year import year_of
from validator.editor.diff.changes import Diff
from validator.editor.stories import Story
from validator.explanation.checked import check_lines, unless_given, when_lines
from validator.explanation.law_words import consequence, each_of, service_name
from validator.law.regulation import Clause, Requirement
from validator.model import Duty, Outcome, Severity
from validator.standard.edition import Edition, Rule
from validator.standard.shapes import ROWS
from validator.words.messages import Terms

term = Terms(
    "book.from_until",
    "book.since",
    *(f"duty.{each}" for each in Duty),
    *(f"severity.{each}" for each in Severity),
    *(f"outcome.{each}" for each in Outcome),
    *(f"book.row.{each}" for each in ROWS),
    *("consequence.ground", "consequence.indicates"),
)


def build(
    edition: Edition,
    cases: Sequence[Story],
    langs: Sequence[str],
    year: int,
    diff: Diff | None = None,
) -> list[Book]:
    """A book of an edition in each of some languages.

    Args:
        edition: the edition.
        cases: its cases, in the order in which they are to be listed.
        langs: the languages; each book links to the others.
        year: the year of its calendar, of which the edition's calendar covers a day.
        diff: in what it differs from the edition before it, if there is one.
    """
    tried = _tried(cases)
    return [
        _BookBuilder(edition, tried, langs, lang, diff).book(len(cases), year) for lang in langs
    ]


def _tried(cases: Iterable[Story]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The names of the cases that expect an outcome of a requirement, by requirement and outcome.

    A case that lists what fails, or names outcomes, expects these; others say nothing of it.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for case in cases:
        failed = dict.fromkeys(case.expect.get("failed", ()), Outcome.FAILED.value)
        for requirement, outcome in {**failed, **case.expect.get("outcomes", {})}.items():
            found.setdefault(requirement, {}).setdefault(outcome, []).append(case.name)
    return found


class _BookBuilder:
    """Makes the book of one language."""

    def __init__(
        self,
        edition: Edition,
        tried: Mapping[str, Mapping[str, Sequence[str]]],
        langs: Sequence[str],
        lang: str,
        diff: Diff | None,
    ) -> None:
        self.edition = edition
        self.clauses = edition.regulation.clauses
        self.tried = tried
        self.langs = langs
        self.lang = lang
        self.diff = diff
        self.marks = marks(diff)

    def book(self, cases: int, year: int) -> Book:
        """The whole book."""
        regulation, lang = self.edition.regulation, self.lang
        setting = self.edition.setting
        documents = Counter(
            service
            for rule in document_rules(self.edition)
            for service in rule.requirement.services
        )
        return Book(
            lang=lang,
            title=regulation.title[lang],
            act=regulation.act[lang],
            standard=regulation.standard,
            edition=regulation.edition,
            in_force=self._in_force(),
            standing=regulation.standing,
            authority=regulation.authority,
            spec_sha256=regulation.spec_sha256,
            cases=cases,
            rows=tuple(self._rows()),
            services=services(self.edition, documents, lang),
            matrix=matrix(self.edition, lang),
            parameters=parameters(self.edition, lang),
            year=year_of(setting, year, lang),
            changed=None if self.diff is None else changed_since(self.diff, self.edition, lang),
        )

    def _in_force(self) -> str:
        regulation, lang = self.edition.regulation, self.lang
        first = regulation.in_force
        if regulation.until is None:
            return term("book.since", lang, first=first)
        return term("book.from_until", lang, first=first, last=regulation.until)

    def _rows(self) -> Iterator[Row]:
        rows = rows_of_clauses(self.edition)
        for number, row in enumerate(ROWS, start=1):
            yield Row(
                anchor=f"{self.lang}-row-{number}",
                title=term(f"book.row.{row}", self.lang),
                passages=tuple(
                    self._passage(clause)
                    for name, clause in self.clauses.items()
                    if rows[name] == row
                ),
            )

    def _passage(self, clause: Clause) -> Passage:
        requirements = [rule.requirement for rule in self.edition.rules]
        citing = [each for each in requirements if clause.id in each.citations.values()]
        return Passage(
            id=clause.id,
            name=self._text(clause.name),
            anchor=self._clause(clause.id).anchor,
            says=clause.says[self.lang],
            encoding=clause.encoding,
            reason=self._text(clause.reason),
            interpretation=self._text(clause.interpretation),
            standing=clause.standing,
            open_point=self._text(clause.open_point),
            demands=tuple(
                self._demand(rule)
                for rule in self.edition.rules
                if _home(rule.requirement) == clause.id
            ),
            elsewhere=tuple(self._link(each) for each in citing if _home(each) != clause.id),
            follows_from=tuple(
                self._link(each)
                for each in requirements
                if each.consequence == clause.id and each not in citing
            ),
            translations=tuple(
                (other, Link(f"{other}-clause-{clause.id}", other))
                for other in self.langs
                if other != self.lang
            ),
            change=self.marks.get(clause.id),
        )

    def _follows(self, requirement: Requirement, ground: str | None) -> str:
        if ground is None:
            return consequence(self.edition.regulation, requirement.consequence, self.lang)
        return term(
            "consequence.ground" if ground == requirement.consequence else "consequence.indicates",
            self.lang,
        )

    def _demand(self, rule: Rule) -> Demand:
        requirement, lang = rule.requirement, self.lang
        link = self._link(requirement)
        brings = requirement.consequence in self.clauses
        ground = requirement.consequence if brings else requirement.indicates
        return Demand(
            id=requirement.id,
            anchor=link.anchor,
            home=self._clause(_home(requirement)),
            cited=tuple(map(self._clause, dict.fromkeys(requirement.citations.values()))),
            row=requirement.row,
            title=requirement.title[lang],
            duty=term(f"duty.{requirement.duty.value}", lang),
            severity=requirement.severity.value,
            severity_name=term(f"severity.{requirement.severity.value}", lang),
            services=", ".join(service_name(self.edition, s, lang) for s in requirement.services),
            for_each=each_of(rule, lang),
            when=tuple(when_lines(rule, lang)),
            checked=tuple(check_lines(rule, lang)),
            consequence=None if requirement.silent else self._follows(requirement, ground),
            ground=self._clause(ground) if ground else None,
            fix=requirement.fix[lang],
            who=self._text(requirement.who),
            unless_given=tuple(unless_given(rule, lang)),
            tried=tuple(self._cases(requirement.id)),
        )

    def _cases(self, requirement: str) -> Iterator[Tried]:
        by_outcome = self.tried.get(requirement, {})
        for outcome in Outcome:
            if names := by_outcome.get(outcome.value):
                own = tuple(each for each in names if book_words.language_of(each) == self.lang)
                yield Tried(term(f"outcome.{outcome.value}", self.lang), len(names), own)

    def _text(self, text: Mapping[str, str] | None) -> str | None:
        return None if text is None else text[self.lang]

    def _clause(self, name: str) -> Link:
        return Link(f"{self.lang}-clause-{name}", name)

    def _link(self, requirement: Requirement) -> Link:
        return Link(f"{self.lang}-requirement-{requirement.id}", requirement.id)


def _home(requirement: Requirement) -> str:
    """The clause beside which a requirement is set out, where it cites several."""
    return next(iter(requirement.citations.values()))
