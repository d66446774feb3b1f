"""The manifest of an application that is begun: what is known of it, and room for all that is not.

What is to be filled in is an empty text, which counts as absent: a check says that it is missing,
and how it is written. Every field stands under its title and its help.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from validator.engine import Options
from validator.explanation.law_words import service_name
from validator.explanation.pages import wrapped
from validator.facts.conditions import Condition
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT, CONCERNS, DOCUMENTS, KIND
from validator.form.applying import belongs, needed
from validator.form.as_typed import titles_of
from validator.form.fields import Field
from validator.form.record import join
from validator.form.text_forms import example_of, has_form
from validator.frozen import frozen
from validator.model import Bundle, Duty, Severity, Text
from validator.places import pointer
from validator.plan.asked import day_asked
from validator.plan.checklist_telling import choice_lines, named_paper
from validator.plan.papers import Checklist, Paper, checklist_of
from validator.plan.questions import Way, deciding, is_free
from validator.standard.edition import Edition
from validator.words.messages import Terms, named, say

_TERMS: Final = Terms("layout.what_to_do", "layout.codes", "layout.open", "layout.example")

PAPERS: Final = "documents"
"""The folder in which papers are looked for."""
_BLANK: Final = '""'
"""What stands where something is to be filled in."""
_MOST_CODES: Final = 12
_WIDTH: Final = 98
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_WORDS: Final = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
"""What readers of other versions of YAML take for more than text."""


@frozen
class Laid:
    """A manifest that is begun.

    Attributes:
        text: YAML.
        blanks: how many values are to be filled in.
    """

    text: str
    checklist: Checklist
    blanks: int


def lay_out(edition: Edition, manifest: Mapping[str, Any], options: Options, lang: str) -> Laid:
    """The manifest of an application of which something is known.

    Args:
        manifest: it names a service of the edition.
        options: the day for which the papers are asked.
    """
    fields, made, day = edition.form.fields, dict(manifest), day_asked(edition, options)
    for key, rule in fields.items():
        if (
            rule.minlength
            and rule.item
            and rule.item.fields
            and needed(rule, _root(edition, made, day))
        ):
            made.setdefault(key, [_begun(key, rule)])
    bundle = Bundle("begun", made, "application.yaml")
    layout = _Layout(edition, checklist_of(edition, bundle, options), lang)
    lines = [*layout.head(), *layout.of_map(fields, _root(edition, made, day), made, (), "")]
    return Laid("\n".join(lines).strip() + "\n", layout.checklist, layout.blanks)


def _root(edition: Edition, manifest: Mapping[str, Any], day: date) -> Values:
    bundle = Bundle("begun", dict(manifest), "application.yaml")
    examined = edition.form.examine(join(bundle, edition.form.fields), day)
    return Values(examined, "", manifest)


def _begun(key: str, rule: Field) -> dict[str, str]:
    """An entry of a list of which nothing is known."""
    return {} if rule.unique_by is None else {rule.unique_by: f"{key}-1"}


class _Layout:
    """Writes the lines of a manifest."""

    def __init__(self, edition: Edition, checklist: Checklist, lang: str) -> None:
        self.edition, self.checklist, self.lang = edition, checklist, lang
        self.blanks = 0
        self._of_fee = frozenset(_of_payment(edition))
        asked = _failing(edition, checklist.service)
        self._wanted = deciding(edition, checklist.service) | frozenset(asked) | self._of_fee
        self._told: set[Way] = set()

    def head(self) -> Iterator[str]:
        law = self.edition.regulation
        title = service_name(self.edition, self.checklist.service, self.lang)
        yield from self._comment(f"{title} ({law.standard}, {law.edition})", "")
        yield from self._comment(_TERMS("layout.what_to_do", self.lang, blank=_BLANK), "")

    def of_map(
        self,
        fields: Mapping[str, Field],
        scope: Values,
        value: Mapping[str, Any],
        way: Way,
        by: str,
    ) -> Iterator[str]:
        """The lines of a map.

        Args:
            scope: what the conditions of its fields begin from.
            by: what stands before each line.
        """
        for key, rule in fields.items():
            below, found = (*way, key), value.get(key, ABSENT)
            if not self._is_laid(rule, scope, found, below):
                continue
            if not way and (rule.fields or rule.item):
                yield ""
            yield from self._about(rule, below, by)
            if below == (DOCUMENTS.dotted,):
                yield from self._documents(rule, by)
            elif rule.fields and not isinstance(found, list):
                yield f"{by}{key}:"
                inner = found if isinstance(found, dict) else {}
                yield from self.of_map(rule.fields, scope, inner, below, f"{by}  ")
            elif rule.items:
                yield from self._entries(rule, scope, found, below, by)
            else:
                yield f"{by}{key}: {self._scalar(rule, found)}"

    def _entries(self, rule: Field, scope: Values, found: Any, way: Way, by: str) -> Iterator[str]:
        key = way[-1]
        entries = (
            found if isinstance(found, list) else [_begun(key, rule)] if rule.minlength else None
        )
        if not entries:
            yield f"{by}{key}: {self._scalar(rule, ABSENT if entries is None else [])}"
            return
        yield f"{by}{key}:"
        base = pointer(*way)
        for number, entry in enumerate(entries):
            own = Values(scope.examination, f"{base}/{number}", entry, scope.root)
            yield from _dashed(self.of_map(rule.items, own, entry, way, f"{by}    "), f"{by}  - ")

    def _documents(self, rule: Field, by: str) -> Iterator[str]:
        papers = self.checklist.asked
        yield f"{by}{DOCUMENTS.dotted}:{'' if papers else ' []'}"
        taken: set[str] = set()
        for paper in papers:
            for text in (named_paper(paper, self.lang), *choice_lines(paper, self.lang)):
                yield from self._comment(text, f"{by}  ")
            if len(paper.kinds) > 1:
                yield from self._codes({each.id: each.name for each in paper.kinds}, f"{by}  ")
            for _ in range(paper.count):
                entry = _slot(paper, rule.items, taken)
                lines = (
                    f"{by}    {key}: {self._scalar(rule.items[key], each)}" for key, each in entry
                )
                yield from _dashed(lines, f"{by}  - ")
        for paper in self.checklist.open:
            found = self.edition.form.at(paper.lacking or "")
            field = named(found[0].name, self.lang, str(found[0].id)) if found else ""
            args = {"paper": named_paper(paper, self.lang), "field": field}
            yield from self._comment(_TERMS("layout.open", self.lang, **args), f"{by}  ")

    def _is_laid(self, rule: Field, scope: Values, found: Any, way: Way) -> bool:
        if rule.duty is Duty.PROVIDER:
            return False
        if found is not ABSENT or way == (DOCUMENTS.dotted,):
            return True
        if belongs(rule, scope) is False:
            return False
        return needed(rule, scope) is not False or self._is_wanted(way, scope)

    def _is_wanted(self, way: Way, scope: Values) -> bool:
        if way not in self._wanted:
            return False
        return way not in self._of_fee or not is_free(self.edition, scope.root)

    def _scalar(self, rule: Field, value: Any) -> str:
        if value is ABSENT:
            only = rule.allowed or ()
            if len(only) == 1:
                return _written(only[0])
            self.blanks += 1
            return _BLANK
        if isinstance(value, list):
            return f"[{', '.join(map(_written, value))}]"
        return _written(value)

    def _about(self, rule: Field, way: Way, by: str) -> Iterator[str]:
        """The title of a field, what to write, and its codes where they are few; once each."""
        if way in self._told:
            return
        self._told.add(way)
        texts = [named(rule.label, self.lang)]
        if rule.help:
            texts.append(named(rule.help, self.lang))
        if has_form(rule):
            texts.append(_TERMS("layout.example", self.lang, example=example_of(rule)))
        if way in self._of_fee and len(way) == 1:
            texts += [say(each, self.lang) for each in self.checklist.fee_trace]
        yield from self._comment(". ".join(each.rstrip(".") for each in texts), by)
        of = rule.item or rule
        titles = titles_of(of)
        if of.code_list is None:
            return
        if len(titles) > _MOST_CODES:
            yield from self._comment(_TERMS("layout.codes", self.lang, codes=of.code_list), by)
            return
        yield from self._codes(titles, by)

    def _codes(self, titles: Mapping[Any, Text], by: str) -> Iterator[str]:
        for code, title in titles.items():
            yield from self._comment(f"  {code} – {named(title, self.lang, str(code))}", by)

    def _comment(self, text: str, by: str) -> Iterator[str]:
        for line in wrapped(text, _WIDTH - len(by) - 2).split("\n"):
            yield f"{by}# {line}"


def _failing(edition: Edition, service: str) -> Iterator[Way]:
    """What an application is not in order without, by a requirement of the applicant's."""
    for rule in edition.rules:
        law = rule.requirement
        is_theirs = law.duty is Duty.APPLICANT and law.severity is Severity.ERROR
        if is_theirs and service in law.services and rule.failed_without is not None:
            path = rule.failed_without
            bases = [] if path.rooted else [each.parts for each in rule.for_each]
            yield from ((*base, *path.parts) for base in bases or [()])


def _of_payment(edition: Edition) -> Iterator[Way]:
    """What tells of a fee that was paid."""
    for rule in edition.rules:
        for name in rule.kind.reads if rule.kind.row == "fees" else ():
            way = tuple(name.split("."))
            yield from (way[: at + 1] for at in range(len(way)))


def _slot(paper: Paper, fields: Mapping[str, Field], taken: set[str]) -> Iterator[tuple[str, Any]]:
    """The fields of the entry of a paper, and what is known of them."""
    kind, *others = (str(each.id) for each in paper.kinds)
    of_kind = {KIND.dotted: ABSENT if others else kind}  # which of several, nobody knows yet
    known: dict[str, Any] = {**of_kind, **_asked_of(paper.rule.parameters.get("with_"))}
    if paper.concerns:
        known[CONCERNS.dotted] = paper.concerns
    for key, rule in fields.items():
        if key in known:
            yield key, known[key]
        elif rule.check_with == "path":
            yield key, _file_name(paper, kind, taken)
        elif rule.required is True:
            yield key, ABSENT


def _asked_of(condition: Condition | None) -> dict[str, Any]:
    """What must hold of a paper's own entry; what is not one value alone is to be filled in."""
    tests = () if condition is None else condition.alternatives[0]
    return {
        each.path.dotted: each.allowed[0] if each.allowed and len(each.allowed) == 1 else ABSENT
        for each in tests
        if not each.path.rooted
    }


def _file_name(paper: Paper, kind: str, taken: set[str]) -> str:
    types = paper.rule.parameters.get("types") or ("application/pdf",)
    ending = ".pdf" if "application/pdf" in types else mimetypes.guess_extension(types[0]) or ""
    name = "-".join(filter(None, (kind.replace("_", "-"), paper.concerns)))
    number = 1
    while (made := f"{PAPERS}/{name}{'' if number == 1 else f'-{number}'}{ending}") in taken:
        number += 1
    taken.add(made)
    return made


def _written(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _dashed(lines: Iterator[str], dash: str) -> Iterator[str]:
    """The lines of an entry of a list, the first that is no comment with its dash."""
    is_begun = False
    for line in lines:
        if not is_begun and not line.lstrip().startswith("#"):
            yield dash + line[len(dash) :]
            is_begun = True
        else:
            yield line
    if not is_begun:
        yield f"{dash}{{}}"
