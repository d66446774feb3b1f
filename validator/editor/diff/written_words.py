"""What is written in the files of an edition, word by word, each under the thing it belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any, Final

from validator.checks.registry import kind_of, sections
from validator.editor.diff.changes import Topic
from validator.facts.conditions import Test
from validator.frozen import frozen
from validator.model import LANGUAGES
from validator.standard.shapes import CORRECTIONS, DAY_ENDS, ROWS, entries_of, fields_of
from validator.standard.sources import Sources

Aspect = tuple[str, str]
"""What of a thing a detail tells, and the day or code that it is of, if any."""


@frozen
class Word:
    """One word that is written in a spec file.

    Attributes:
        topic, id: the thing it is written of.
        file: the file's name.
        place: where it stands, by names.
        value: what is written there.
        aspects: the details of the thing that tell all of what is written there; a word with none
            is told where the thing is told as a whole, that is, when it comes or goes.
    """

    topic: Topic
    id: str
    file: str
    place: str
    value: Any
    aspects: frozenset[Aspect] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """By which it is the same word in another edition."""
        return self.file, self.place


def words_of(sources: Sources) -> Iterator[Word]:
    """Every word of the files that an edition is made of, and those that lie beside them.

    The edition's name alone is left out.
    """
    yield from _standard(sources)
    yield from _application(sources)
    yield from _clauses(sources)
    yield from _calendars(sources)
    yield from _parameters(sources)
    for each in sources.trusted:
        name = sha256(each).hexdigest()
        yield Word(Topic.FILE, "trust", "trust", name, "trusted")


def orders_of(sources: Sources) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The file, place and names of everything whose order a reader of a report may notice."""
    standard, application = sources.standard.value, sources.application.value
    yield "standard.yaml", "requirements", tuple(e["id"] for _, _, e in entries_of(standard))
    refusal: Mapping[str, Any] = standard["refusal"]
    for word in ("grounds", "by_law"):
        yield "standard.yaml", f"refusal/{word}", tuple(refusal.get(word, ()))
    for name, codes in application["code_lists"].items():
        yield "application.yaml", f"code_lists/{name}", tuple(codes)
    yield (
        "application.yaml",
        "fields",
        tuple(name for _, name, _ in fields_of(application["fields"])),
    )
    yield "clauses.yaml", "clauses", tuple(e["id"] for e in sources.clauses.value["clauses"])


def plain(value: Any, *, sort: bool) -> str:
    """A value as text, the same for the same meaning.

    Args:
        sort: whether the order of lists and of names is left out as well.
    """
    return json.dumps(_sorted(value, sort), ensure_ascii=False)


def is_wording(value: Any) -> bool:
    """Whether it is a text in several languages, which decides nothing."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= set(LANGUAGES)


_RECORDS: Final = (
    {each.name for each in fields(Test)},
    {"percent", "of", "at_most", "at_least", "round"},
    {"citation", "working_days", "when"},
    {"working_days", "calendar_days", "minutes", "from", "until", "extended", "to_working_day"},
    {"earlier", "later"},
    {"when", "by"},
    {"when", "opens", "closes", "lunch", "every_day"},
    set(LANGUAGES),
)
"""Maps of words, not of names: in what order they are written is mere layout."""


def _sorted(value: Any, sort: bool) -> Any:
    if isinstance(value, Mapping):
        record = any(set(value) <= each for each in _RECORDS)
        items = [(str(key), _sorted(below, sort)) for key, below in value.items()]
        return dict(sorted(items)) if sort or record else items
    if isinstance(value, list | tuple):
        made = [_sorted(each, sort) for each in value]
        return sorted(made, key=json.dumps) if sort else made
    return value


def _told(*names: str, of: str = "") -> frozenset[Aspect]:
    return frozenset((name, of) for name in names)


def _standard(sources: Sources) -> Iterator[Word]:
    raw: Mapping[str, Any] = sources.standard.value
    file = "standard.yaml"
    for row, _, entry in entries_of(sources.standard.value):
        name = entry["id"]
        for place, value, aspects in _entry(row, entry):
            yield Word(Topic.REQUIREMENT, name, file, f"{name}/{place}", value, aspects)
    for word, value in raw["in_force"].items():
        told = _told({"from": "in_force"}.get(word, word))
        yield Word(Topic.EDITION, "edition", file, f"in_force/{word}", value, told)
    yield from _schedule(file, raw["schedule"])
    for word, value in raw["refusal"].items():
        if is_wording(value):
            yield Word(Topic.FILE, file, file, f"refusal/{word}", value)
        elif word != "requirements":
            for ground in value:
                yield Word(Topic.GROUND, ground, file, f"refusal/{word}/{ground}", "listed")
    yield Word(Topic.SCHEDULE, "schedule", file, "time_zone", raw["time_zone"], _told("time_zone"))
    for word in ("title", "act", "authority"):
        yield Word(Topic.EDITION, "edition", file, word, raw[word], _told(word))
    named = {"edition", "in_force", "time_zone", "title", "act", "authority", *ROWS}
    for section in raw.keys() - named:
        yield from _section(file, section, raw[section])


def _schedule(file: str, raw: Mapping[str, Any]) -> Iterator[Word]:
    for word, value in raw.get("hours", {}).items():
        yield Word(Topic.SCHEDULE, "schedule", file, f"schedule/hours/{word}", value, _told(word))
    if (others := raw.get("other_hours")) is not None:
        place, told = "schedule/other_hours", _told("other_hours")
        yield Word(Topic.SCHEDULE, "schedule", file, place, others, told)


def _section(file: str, section: str, value: Any) -> Iterator[Word]:
    """A section that speaks for every requirement, or one that nothing tells of."""
    types = sections().get(section, {})
    words = value.items() if isinstance(value, Mapping) else [("", value)]
    for word, each in words:
        told = _told(*types[word].aspects) if word in types else frozenset()
        topic = Topic.REQUIREMENT if told else Topic.FILE
        place = f"{section}/{word}" if word else section
        yield Word(topic, "", file, place, each, told)


def _entry(row: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Any, frozenset[Aspect]]]:
    """The words of a requirement: where each stands, and what tells it."""
    kind, _, below = kind_of(row, entry)
    yield "row", row, _told("row")
    for word, value in entry.items():
        if below and word == below[0]:
            for name, each in value.items():
                aspects = (name,) if name == "kind" else kind.words[name].aspects
                yield f"{word}/{name}", each, _told(*aspects, "kind")
        elif not below and word in kind.words:
            yield word, value, _told(*kind.words[word].aspects, "kind")
        else:
            yield word, value, _told("days" if word in _DAYS else word)


_DAYS: Final = (*DAY_ENDS, "day")
"""What says between which days a requirement applies."""

_DEFAULTS: Final[Mapping[str, Any]] = {
    "required": False,
    "several": False,
    "personal": False,
    "duty": "applicant",
}
"""What a field is where nothing is written; to write it says nothing new."""


def _application(sources: Sources) -> Iterator[Word]:
    raw, file = sources.application.value, "application.yaml"
    for name, codes in raw["code_lists"].items():
        for code, text in codes.items():
            place = f"code_lists/{name}/{code}"
            told = _told("label", of=code) | _told("values", of=code)
            yield Word(Topic.CODE_LIST, name, file, place, text, told)
    above: dict[str, str] = {}
    for pointer, name, rule in fields_of(raw["fields"]):
        # The rule of a list's items comes under the list's own name, right after it.
        own = f"{name}[]" if pointer.removesuffix("/schema") == above.get(name) else name
        above[name] = pointer
        for word, value in rule.items():
            if word != "schema" and not (word in _DEFAULTS and value is _DEFAULTS[word]):
                aspects = _BOUNDS if word in _BOUNDS or word == "code_list" else (word,)
                told = _told(*aspects, "type")
                yield Word(Topic.FIELD, own, file, f"fields/{own}/{word}", value, told)
    yield from (
        Word(Topic.FILE, file, file, word, value)
        for word, value in raw.items()
        if word not in ("edition", "code_lists", "fields")
    )


_BOUNDS: Final = ("allowed", "min", "max")


def _clauses(sources: Sources) -> Iterator[Word]:
    file = "clauses.yaml"
    for clause in sources.clauses.value["clauses"]:
        name = clause["id"]
        for word, value in clause.items():
            yield Word(Topic.CLAUSE, name, file, f"{name}/{word}", value, _told(word))


def _calendars(sources: Sources) -> Iterator[Word]:
    used = sources.calendar
    for name, found in sources.calendars.items():
        raw: Mapping[str, Any] = found.value
        topic = Topic.CALENDAR if found is used else Topic.FILE
        file = f"calendars/{name}.yaml" if topic is Topic.FILE else "calendar"

        def word(place: str, value: Any, *told: Aspect) -> Word:
            return Word(topic, "calendar", file, place, value, frozenset(told))  # noqa: B023

        for end, day in raw["covers"].items():
            yield word(f"covers/{end}", day, (f"covers_{end}", ""))
        for sort in CORRECTIONS:
            for each in raw[sort]:
                day = each["date"]
                yield word(f"{sort}/{day}", "listed", ("day", day))
                for key in each.keys() - {"date"}:
                    yield word(f"{sort}/{day}/{key}", each[key], ("day", day), ("label", day))
        for kk, others in raw["names"].items():
            yield word(f"names/{kk}", others, ("label", kk))
        for key in raw.keys() - {"id", "covers", "names", *CORRECTIONS}:
            yield word(key, raw[key], (key, ""))


def _parameters(sources: Sources) -> Iterator[Word]:
    for name, found in sources.parameters.items():
        raw: Mapping[str, Any] = found.value
        file = f"parameters/{name}.yaml"
        for each in raw["values"]:
            day = each["from"]
            for key, value in each.items():
                told = _told(key, "value", of=day)
                place = f"values/{day}/{key}"
                yield Word(Topic.PARAMETER, name, file, place, value, told)
        for key in raw.keys() - {"values"}:
            yield Word(Topic.PARAMETER, name, file, key, raw[key], _told(key))


def moved(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The names that stand in another order: each, and what it stands after on either side."""
    old = [each for each in before if each in set(after)]
    new = [each for each in after if each in set(before)]
    if old == new:
        return
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = {name for block in blocks for name in old[block.a : block.a + block.size]}
    for name in new:
        if name not in kept:
            was, now = ((["", *side])[side.index(name)] for side in (old, new))
            if was != now:  # else it went along with the one before it
                yield name, was, now
