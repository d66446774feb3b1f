"""The shapes of the spec files: what stands in one that keeps its schema.

The schemas decide what is allowed; these say the same to whoever reads the values in Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NotRequired, TypedDict, cast

from validator.checks.registry import kind_of
from validator.form.sums_said import bounds_said, parameters_said, tests_said
from validator.model import Text
from validator.places import pointer

DAY_ENDS: Final[tuple[Literal["from"], Literal["until"]]] = ("from", "until")
"""The words of a requirement for the first and the last day on which it applies."""

Sort = Literal[
    "standard",
    "application",
    "clauses",
    "parameter",
    "calendar",
    "cases",
    "mutants",
    "trust",
    "waivers",
    "folder",
]
"""The sorts of spec file, by the names of their schemas; a folder that cannot be listed is one.

Waivers are read as specs are, and stand beside them.
"""

ROWS: Final = (
    *("provider", "channels", "deadlines", "form", "result", "fees", "schedule"),
    *("documents", "refusal", "other", "rules"),
)
"""The ten rows of the list, then the rules' own items, as `standard.yaml` names them."""


RawAmount = Mapping[str, Any]
"""So many times a parameter, a sum in figures or in a field, or a share of another sum."""
WITHOUT: Final = ("manual_without", "failed_without", "met_without")
"""What names a field whose mere absence decides a requirement."""


class RawTest(TypedDict, total=False):
    """What a condition asks of one field."""

    exists: bool
    allowed: Sequence[Any]
    forbidden: Sequence[Any]
    min: int | RawAmount
    max: int | RawAmount
    within: str
    before: str
    any: Mapping[str, RawTest]


RawTests = Mapping[str, RawTest]
"""Tests by the names of fields, all of which have to hold."""

RawCondition = RawTests | list[RawTests]
"""A condition; of a list one alternative has to hold."""

_RawDocument = TypedDict("_RawDocument", {"with": NotRequired[RawTests]})


class RawByLaw(TypedDict):
    """Another term that the law above the act gives in some cases."""

    citation: str
    working_days: int
    when: RawCondition


class RawLength(TypedDict, total=False):
    """How long a term is, in one of these words."""

    working_days: int
    calendar_days: int
    minutes: int


class RawExtension(TypedDict):
    """What makes a term longer, and by how much."""

    when: RawCondition
    by: RawLength


_RawEnds = TypedDict("_RawEnds", {"from": NotRequired[str], "until": NotRequired[str]})


class RawTerm(RawLength, _RawEnds):
    """A term between two moments."""

    to_working_day: NotRequired[bool]
    extended: NotRequired[RawExtension]


_RawDays = TypedDict(
    "_RawDays", {"from": NotRequired[str], "until": NotRequired[str], "day": NotRequired[str]}
)


class RawEntry(_RawDocument, _RawDays):
    """An entry of a row: one requirement."""

    id: str
    citation: str | Mapping[str, str]
    services: NotRequired[Sequence[str]]
    for_each: NotRequired[Sequence[str]]
    once_a_person: NotRequired[bool]
    when: NotRequired[RawCondition]
    duty: str
    severity: str
    consequence: str
    indicates: NotRequired[str]
    refusable: NotRequired[str]
    title: Text
    fix: Text
    who: NotRequired[Text]
    manual_without: NotRequired[str]
    failed_without: NotRequired[str]
    met_without: NotRequired[str]
    # What decides it: a row's own word, or a kind of check with its parameters.
    working_days: NotRequired[int]
    term: NotRequired[RawTerm]
    by_law: NotRequired[RawByLaw]
    amount: NotRequired[RawAmount]
    kind: NotRequired[str | Sequence[str]]
    count: NotRequired[int]
    check: NotRequired[Mapping[str, Any]]


RawSpan = TypedDict("RawSpan", {"from": str, "until": str})
"""A span of days or of times of the day."""


class RawHours(TypedDict):
    """The working hours of a provider."""

    opens: str
    closes: str
    lunch: NotRequired[RawSpan]


class RawOtherHours(TypedDict):
    """The hours in which some applications are taken; without any it is round the clock."""

    when: RawCondition
    opens: NotRequired[str]
    closes: NotRequired[str]
    lunch: NotRequired[RawSpan]
    every_day: NotRequired[bool]


class RawSchedule(TypedDict):
    """The row of the schedule."""

    hours: NotRequired[RawHours]
    other_hours: NotRequired[Sequence[RawOtherHours]]
    requirements: Sequence[RawEntry]


class RawRefusal(TypedDict):
    """The row of the grounds for refusal."""

    grounds: Sequence[str]
    by_law: NotRequired[Sequence[str]]
    incomplete_package: NotRequired[Text]
    requirements: Sequence[RawEntry]


RawInForce = TypedDict(
    "RawInForce",
    {"from": str, "until": NotRequired[str], "standing": str, "citation": NotRequired[str]},
)
"""The days of an edition."""


class RawFiles(TypedDict, total=False):
    """Which files are taken for documents."""

    types: Sequence[str]
    max_bytes: int


class RawPeople(TypedDict):
    """Where an application tells of people, and by what it is known who is who."""

    among: Sequence[str]
    number: str
    name: str


class RawWithout(TypedDict):
    """What the list does not ask for: services by what they have none of, and grounds."""

    deadlines: NotRequired[Sequence[str]]
    fees: NotRequired[Sequence[str]]
    result: NotRequired[Sequence[str]]
    form: NotRequired[Sequence[str]]
    record: NotRequired[Sequence[str]]
    grounds: NotRequired[Sequence[str]]


class RawStandard(TypedDict):
    """`standard.yaml`."""

    standard: str
    edition: str
    title: Text
    act: Text
    authority: str
    in_force: RawInForce
    calendar: str
    time_zone: str
    files: NotRequired[RawFiles]
    people: NotRequired[RawPeople]
    without: NotRequired[RawWithout]
    provider: Sequence[RawEntry]
    channels: Sequence[RawEntry]
    deadlines: Sequence[RawEntry]
    form: Sequence[RawEntry]
    result: Sequence[RawEntry]
    fees: Sequence[RawEntry]
    schedule: RawSchedule
    documents: Sequence[RawEntry]
    refusal: RawRefusal
    other: Sequence[RawEntry]
    rules: Sequence[RawEntry]


class RawField(TypedDict):
    """The rule of a field, or of the items of a list, which have no label."""

    type: str
    duty: NotRequired[str]
    label: NotRequired[Text]
    help: NotRequired[Text]
    required: NotRequired[bool | RawCondition]
    only: NotRequired[RawCondition]
    several: NotRequired[bool]
    personal: NotRequired[bool | RawCondition]
    code_list: NotRequired[str]
    allowed: NotRequired[Sequence[Any]]
    check_with: NotRequired[str]
    empty: NotRequired[bool]
    min: NotRequired[int | float]
    max: NotRequired[int | float]
    minlength: NotRequired[int]
    maxlength: NotRequired[int]
    digits: NotRequired[int]
    starts_with: NotRequired[str]
    unique_by: NotRequired[str]
    unique: NotRequired[bool]
    refers_to: NotRequired[Sequence[str]]
    schema: NotRequired[RawField | Mapping[str, RawField]]
    """The rule of a list's items; the fields of a map."""


class RawApplication(TypedDict):
    """`application.yaml`."""

    standard: str
    edition: str
    code_lists: Mapping[str, Mapping[str, Text]]
    fields: Mapping[str, RawField]


class RawClause(TypedDict):
    """A clause of the regulation."""

    id: str
    name: NotRequired[Text]
    says: Text
    encoding: str
    reason: NotRequired[Text]
    interpretation: NotRequired[Text]
    standing: NotRequired[str]
    open_point: NotRequired[Text]
    when_ready: NotRequired[bool]


class RawClauses(TypedDict):
    """`clauses.yaml`."""

    standard: str
    edition: str
    clauses: Sequence[RawClause]


RawDated = TypedDict(
    "RawDated", {"from": str, "value": int | float, "standing": str, "source": Text}
)
"""A value from a day on."""


class RawParameter(TypedDict):
    """A file of `parameters/`."""

    id: str
    title: Text
    unit: str
    values: Sequence[RawDated]
    until: NotRequired[str]


class RawCorrection(TypedDict):
    """A day that the library of holidays does not have right; a day off has a name."""

    date: str
    source: Text
    name: NotRequired[Text]


class RawCalendar(TypedDict):
    """A file of `calendars/`."""

    id: str
    country: str
    covers: RawSpan
    extra_days_off: Sequence[RawCorrection]
    extra_working_days: Sequence[RawCorrection]
    confirmed: Sequence[RawCorrection]
    names: Mapping[str, Mapping[str, str]]


CORRECTIONS: Final = ("extra_days_off", "extra_working_days", "confirmed")
"""The lists of a calendar that correct the library of holidays."""


def entries_of(standard: RawStandard) -> Iterator[tuple[str, str, RawEntry]]:
    """Row, place and entry of every requirement, in the order of the law."""
    for row in ROWS:
        section, place = standard[row], f"/{row}"
        if isinstance(section, dict):
            section, place = section["requirements"], f"{place}/requirements"
        for index, entry in enumerate(section):
            yield row, f"{place}/{index}", entry


def alternatives_of(condition: RawCondition | None) -> Sequence[RawTests]:
    """The alternatives of a condition, of which one has to hold."""
    if condition is None:
        return ()
    return condition if isinstance(condition, list) else [condition]


def fields_of(
    fields: Mapping[str, RawField], place: str = "/fields", around: str = ""
) -> Iterator[tuple[str, str, RawField]]:
    """Pointer, name and rule of every field of an application.

    The rule of a list's items comes under the list's own name.
    """
    for key, raw in fields.items():
        where, name = place + pointer(key), f"{around}{key}"
        yield where, name, raw
        rule = raw
        while rule["type"] == "list":
            rule, where = cast("RawField", rule["schema"]), f"{where}/schema"
            yield where, name, rule
        if rule["type"] == "dict":
            below = cast("Mapping[str, RawField]", rule["schema"])
            yield from fields_of(below, f"{where}/schema", f"{name}.")


def parameters_of(standard: RawStandard) -> frozenset[str]:
    """The dated parameters that the sums of an edition are made of."""
    return frozenset(
        name for row, _, entry in entries_of(standard) for name in _dated_in(row, entry)
    )


def _dated_in(row: str, entry: RawEntry) -> Iterator[str]:
    for test in tests_said(entry.get("when")):
        for each in bounds_said(test):
            yield from parameters_said(each)
    kind, words, _ = kind_of(row, entry)
    for parameter in kind.given(words):
        yield from parameter.dated(words)
