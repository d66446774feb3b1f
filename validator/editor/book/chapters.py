"""The law as a book sets it out, in one language: rows, clauses, requirements, in this order.

Anchors are unique in a book of several languages: each begins with its language.
"""

from __future__ import annotations

from validator.frozen import frozen


@frozen
class Link:
    """Something that stands elsewhere in the book."""

    anchor: str
    name: str


@frozen
class Phrase:
    """A text that may be in another language than the book; `lang` is None where it is not."""

    text: str
    lang: str | None


@frozen
class Tried:
    """The cases that expect one outcome of a requirement, and the names of those in the language.

    Who reads a book cannot be told by a name in another language what a case is about.
    """

    outcome: str
    count: int
    names: tuple[str, ...]


@frozen
class Demand:
    """A requirement beside the clause that it encodes.

    Attributes:
        home: the clause beside which it is set out; `cited` are all clauses that it cites.
        when: alternatives, of which one has to hold; empty is always. Each of its lists has its own
            where they differ in the names of fields, else one goes by no name.
        checked: the kind of check, then what it goes by.
        ground: the ground for refusal that follows, where one does.
        unless_given: what its outcome hangs on before it is looked at at all.
    """

    id: str
    anchor: str
    home: Link
    cited: tuple[Link, ...]
    row: str
    title: str
    duty: str
    severity: str
    severity_name: str
    services: str
    for_each: tuple[str, ...]
    when: tuple[tuple[str, tuple[str, ...]], ...]
    checked: tuple[str, ...]
    consequence: str | None
    ground: Link | None
    fix: str
    who: str | None
    unless_given: tuple[str, ...]
    tried: tuple[Tried, ...]

    @property
    def cases(self) -> int:
        """How many cases say what they expect of it."""
        return sum(each.count for each in self.tried)


@frozen
class Passage:
    """A clause, and what encodes it.

    Attributes:
        name: what readers of the act call it.
        encoding: `encoded`, `partly` or `not_encoded`.
        demands: the requirements set out beside it.
        elsewhere: requirements that cite it and are set out beside another clause.
        follows_from: requirements that lead to this ground for refusal if they are not met.
        translations: the same clause in the book's other languages, by language.
        change: whether the edition `added` it or `changed` something of it; None where neither.
    """

    id: str
    name: str | None
    anchor: str
    says: str
    encoding: str
    reason: str | None
    interpretation: str | None
    standing: str | None
    open_point: str | None
    demands: tuple[Demand, ...]
    elsewhere: tuple[Link, ...]
    follows_from: tuple[Link, ...]
    translations: tuple[tuple[str, Link], ...]
    change: str | None = None


@frozen
class Row:
    """A row of the list and its clauses."""

    anchor: str
    title: str
    passages: tuple[Passage, ...]
