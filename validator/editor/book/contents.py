"""What a book shows, in one language: the law, and the tables and charts that stand with it."""

from __future__ import annotations

from datetime import date

from validator.editor.book.changed import ChangedSince
from validator.editor.book.chapters import Demand, Link, Phrase, Row
from validator.editor.coverage import ENCODINGS
from validator.frozen import frozen


@frozen
class Fee:
    """A fee: how it is worked out, when it is due, what it comes to at the newest rates."""

    formula: str
    when: tuple[str, ...]
    sum: str
    rates: str


@frozen
class ServiceTerm:
    """A term: so many working days up to the decision, or what is said of another one."""

    told: str
    working_days: int
    when: tuple[str, ...]


@frozen
class Service:
    """A service at a glance."""

    name: str
    terms: tuple[ServiceTerm, ...]
    fees: tuple[Fee, ...]
    documents: int


@frozen
class Cell:
    """Whether a document is needed: `always`, `if` or `no`."""

    state: str
    column: str


@frozen
class Document:
    """A document, by the requirements that ask for it."""

    name: str
    details: tuple[str, ...]
    when: tuple[str, ...]
    demands: tuple[Link, ...]
    cells: tuple[Cell, ...]


@frozen
class Matrix:
    """Who needs which document: every service, and within it every code of one field.

    Attributes:
        field: the name of that field, None where no field splits the services.
        codes: the names of its codes; one empty name where there is no such field.
    """

    services: tuple[str, ...]
    field: str | None
    codes: tuple[str, ...]
    documents: tuple[Document, ...]


@frozen
class Line:
    """A piece of a chart, in its own units; `certain` while the law itself was read."""

    path: str
    certain: bool


@frozen
class Tick:
    """A mark on an axis of a chart."""

    at: float
    label: str


@frozen
class Label:
    """A value written where it stands in a chart."""

    x: float
    y: float
    text: str


@frozen
class Chart:
    """Steps of a value over the years.

    Attributes:
        left, bottom: where the axes stand.
        ends: the first and the last value.
    """

    width: int
    height: int
    left: int
    bottom: int
    lines: tuple[Line, ...]
    ends: tuple[Label, ...]
    years: tuple[Tick, ...]
    levels: tuple[Tick, ...]


@frozen
class Value:
    """A value from a day on."""

    since: str
    iso: str
    value: str
    standing: str
    source: str


@frozen
class Dated:
    """A parameter, its values and their chart; `until` is the last day on which it is known."""

    anchor: str
    title: str
    until: str | None
    values: tuple[Value, ...]
    chart: Chart


@frozen
class Day:
    """A day of a month.

    Attributes:
        sort: `work`, `weekend`, `holiday`, `worked` (on a day that is otherwise off) or `unknown`.
        estimated: whether its holiday may still fall on another day.
    """

    date: date
    sort: str
    estimated: bool


@frozen
class Note:
    """Days that are off for one reason, in words."""

    days: str
    name: Phrase
    reason: str
    estimated: bool


@frozen
class Month:
    """A month by weeks; None stands before its first and after its last day."""

    name: str
    working: int
    weeks: tuple[tuple[Day | None, ...], ...]
    notes: tuple[Note, ...]


@frozen
class Year:
    """A year's working days.

    Attributes:
        weekdays: short and full name of each day of the week, Monday first.
        hours: when the provider is open, None where the act does not say.
        other_hours: when applications are taken in other hours, and which.
    """

    year: int
    working: int
    estimated: int
    weekdays: tuple[tuple[str, str], ...]
    months: tuple[Month, ...]
    hours: str | None
    other_hours: tuple[str, ...]


@frozen
class Book:
    """A book of one edition in one language."""

    lang: str
    title: str
    act: str
    standard: str
    edition: str
    in_force: str
    standing: str
    authority: str
    spec_sha256: str
    cases: int
    rows: tuple[Row, ...]
    services: tuple[Service, ...]
    matrix: Matrix
    parameters: tuple[Dated, ...]
    year: Year
    changed: ChangedSince | None

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Every requirement once, in the order in which the book sets them out."""
        return tuple(
            demand for row in self.rows for passage in row.passages for demand in passage.demands
        )

    @property
    def encodings(self) -> dict[str, int]:
        """How many clauses are encoded, partly and not."""
        states = [passage.encoding for row in self.rows for passage in row.passages]
        return {each: states.count(each) for each in ENCODINGS}
