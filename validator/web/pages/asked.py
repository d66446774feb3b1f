"""The questions of a page, made from the fields of a manifest: what a template shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from validator.closest import found_by
from validator.facts.manifest_values import Values
from validator.facts.paths import ABSENT
from validator.form.decimals import DECIMAL
from validator.form.fields import Field
from validator.form.text_forms import example_of, has_form
from validator.frozen import frozen
from validator.web.pages.draft import MOST_ENTRIES, Applying, is_own_name, is_told_by_place
from validator.web.pages.typed import NO, YES, text_of
from validator.words.messages import Terms, named

term = Terms(
    *(f"pages.yes_no.{each}" for each in (YES, NO)),
    *(f"pages.hint.{each}" for each in ("date", "iin", "bin", "mobile", "email", "form")),
)

_MOST_RADIOS: Final = 7
"""Values that are shown at once; of more one is chosen in a list that opens."""
_MOST_SHOWN: Final = 12
"""Codes that are shown without a search."""
_MODES: Final[Mapping[str, str]] = {
    "iin": "numeric",
    "bin": "numeric",
    "mobile": "tel",
    "email": "email",
}


@frozen
class Choice:
    """One answer of those there are."""

    value: str
    text: str
    chosen: bool
    also: str = ""
    """What it is called in the other languages, by which it is found too."""


@frozen
class Entry:
    """One entry of a list, its number and its questions."""

    number: int
    questions: tuple[Question, ...]


@frozen
class Rows:
    """What a script needs to know to add and remove entries of a list.

    Attributes:
        fresh: one more entry, as it would be the next.
        can_remove: whether nothing but its place tells an entry from others.
    """

    fresh: Entry
    can_remove: bool
    most: int = MOST_ENTRIES


@frozen
class Question:
    """One question, whatever it is answered with.

    Attributes:
        name: of its control: the keys that lead to it, with points between them.
        control: `text`, `radios`, `select`, `codes`, `map` or `entries`.
        mode: which keys a telephone shows for it.
        decides: whether something else hangs on its answer.
        faults: what is wrong with it.
        text: what was typed.
        choices: of `radios`, `select` and `codes`.
        searched: the words that choices were looked for by; None where there are few of them.
        parts: the questions of a map.
        entries: those of a list of maps, or of a map that there may be several of.
        rows: of these.
    """

    name: str
    label: str
    help: str
    hint: str
    control: str
    needed: bool
    mode: str = "text"
    faults: tuple[str, ...] = ()
    text: str = ""
    choices: tuple[Choice, ...] = ()
    searched: str | None = None
    parts: tuple[Question, ...] = ()
    entries: tuple[Entry, ...] = ()
    rows: Rows | None = None
    is_several: bool = False
    is_short: bool = False

    @property
    def anchor(self) -> str:
        """The id of its control, to which links lead."""
        return anchor_of(self.name)


def anchor_of(name: str) -> str:
    """The id of the control of a name."""
    return f"f-{name.replace('.', '-')}"


def mode_of(rule: Field) -> str:
    """Which keys a telephone shows for a field."""
    if rule.type == "integer" or rule.digits is not None:
        return "numeric"
    if rule.type == DECIMAL:
        return "decimal"
    return _MODES.get(rule.format or "", "text")


class Asking:
    """Makes the questions of a draft.

    Args:
        faults: what is wrong, by the names of controls.
        search: the words that codes are looked for by.
    """

    def __init__(
        self,
        applying: Applying,
        lang: str,
        faults: Mapping[str, Sequence[str]],
        search: str = "",
    ) -> None:
        self._applying = applying
        self._lang = lang
        self._faults = faults
        self._search = search

    def of_root(self, keys: Sequence[str]) -> tuple[Question, ...]:
        """Those of some fields of the root; of a list of maps the entries have a page each."""
        fields = {key: self._applying.fields[key] for key in keys}
        return tuple(self._of(fields, self._applying.manifest, "", self._applying.root))

    def of_entry(self, key: str, index: int) -> tuple[Question, ...]:
        """Those of one entry of a list of the root."""
        rule = self._applying.fields[key]
        value = self._applying.manifest[key][index]
        scope = self._applying.entry(f"/{key}/{index}", value)
        return tuple(self._of(rule.items, value, f"{key}.{index}.", scope))

    def _of(
        self, fields: Mapping[str, Field], value: Mapping[str, Any], base: str, scope: Values
    ) -> Iterator[Question]:
        for key, rule in self._applying.asked(fields, scope):
            yield self._question(f"{base}{key}", rule, value.get(key, ABSENT), scope)

    def _question(self, name: str, rule: Field, value: Any, scope: Values) -> Question:
        made: dict[str, Any]
        if rule.several or (rule.type == "list" and rule.items):
            *entries, fresh = self._entries(name, rule, value, scope)
            made = {
                "control": "entries",
                "entries": tuple(entries),
                "rows": Rows(fresh, is_told_by_place(rule)),
                "is_several": rule.several,
            }
        elif rule.type == "dict":
            inside = value if isinstance(value, dict) else {}
            parts = tuple(self._of(rule.fields, inside, f"{name}.", scope))
            made = {"control": "map", "parts": parts}
        elif rule.type == "list":
            made = self._codes(
                rule, value if isinstance(value, list) else [], is_root="." not in name
            )
        elif rule.type == "boolean":
            answers = tuple((each, term(f"pages.yes_no.{each}", self._lang)) for each in (YES, NO))
            made = {"control": "radios", "choices": _choices(answers, text_of(rule, value))}
        elif rule.allowed is not None:
            answers = tuple(self._titles(rule, rule.allowed))
            control = "radios" if len(answers) <= _MOST_RADIOS else "select"
            made = {"control": control, "choices": _choices(answers, text_of(rule, value))}
        else:
            mode = mode_of(rule)
            short = mode in ("numeric", "decimal") or rule.check_with == "date"
            made = {
                "control": "text",
                "mode": mode,
                "text": text_of(rule, value),
                "is_short": short,
            }
        return Question(
            name=name,
            label=named(rule.label, self._lang, name),
            help=named(rule.help or {}, self._lang),
            hint="" if rule.help else self._hint(rule),
            needed=rule.required is not False,
            faults=self._faults_of(name, rule),
            **made,
        )

    def _faults_of(self, name: str, rule: Field) -> tuple[str, ...]:
        """What is wrong with a field; an item of a list of codes has no control of its own."""
        found = [*self._faults.get(name, ())]
        if rule.type == "list" and not rule.items:
            for each, said in self._faults.items():
                if each.startswith(f"{name}."):
                    found += said
        return tuple(dict.fromkeys(found))

    def _entries(self, name: str, rule: Field, value: Any, scope: Values) -> list[Entry]:
        """The entries of a list, and one more."""
        found = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        if rule.several and not found:
            found = [{}]
        made = []
        for index, each in enumerate([*found, {}]):
            place = f"/{name.replace('.', '/')}/{index}"
            own = scope if rule.several else self._applying.entry(place, each)
            made.append(Entry(index, tuple(self._of(rule.items, each, f"{name}.{index}.", own))))
        return made

    def _codes(self, rule: Field, chosen: Sequence[Any], *, is_root: bool) -> dict[str, Any]:
        """The entries of a list of codes: those chosen first, then what is offered or found."""
        item = rule.item or rule
        offered: Sequence[Any] = item.allowed or ()
        # At the root a list offers all; within an entry, what the application as a whole names.
        claimed = () if is_root else self._applying.claimed().get(item.code_list or "", ())
        if claimed and set(chosen) <= set(claimed):
            offered = claimed
        many = len(offered) > _MOST_SHOWN
        titles = {each: item.codes.get(each, {}) for each in offered}
        found = found_by(self._search, titles) if many else titles
        first = [each for each in titles if each in chosen] if many else []
        shown = (*first, *(each for each in found if each not in first))
        choices = tuple(
            Choice(str(code), text, code in chosen, self._also(item, code) if many else "")
            for code, text in self._titles(item, shown)
        )
        if not offered:
            return {"control": "lines", "text": "\n".join(map(str, chosen))}
        return {
            "control": "codes",
            "choices": choices,
            "searched": self._search if many else None,
        }

    def _also(self, item: Field, code: Any) -> str:
        title = item.codes.get(code, {})
        return " ".join(text for lang, text in title.items() if lang != self._lang)

    def _titles(self, rule: Field, codes: Sequence[Any]) -> Iterator[tuple[Any, str]]:
        for each in codes:
            yield each, named(rule.codes.get(each, {}), self._lang, str(each))

    def _hint(self, rule: Field) -> str:
        key = f"pages.hint.{rule.format}"
        if has_form(rule):
            return term("pages.hint.form", self._lang, example=example_of(rule))
        return term(key, self._lang) if key in term else ""


def _choices(answers: Sequence[tuple[Any, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), text, str(value) == chosen) for value, text in answers)


def called(rule: Field, entry: Mapping[str, Any], lang: str) -> str:
    """What an entry of a list is called for people: the first thing that is said of it."""
    for key, each in rule.items.items():
        value = entry.get(key)
        if is_own_name(key, each) or not isinstance(value, str):
            continue
        title = each.codes.get(value)
        return value if title is None else named(title, lang, value)
    return ""
