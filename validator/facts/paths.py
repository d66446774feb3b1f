"""Places in the manifest that checks and conditions ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any, Final

from validator.frozen import frozen
from validator.model import DAY_OF_CHECK, Arg, Named, Text

ABSENT: Final = object()
"""What `Facts.get` gives for a value that is not in the manifest."""

AS_OF: Final = str(DAY_OF_CHECK.id)
"""Path of the day that counts: the day of submission, or of the check for a draft."""


ACCEPTED_ON: Final = "$accepted_on"
"""Path of the day on which the application counts as accepted by the provider's hours."""

DUE_ON: Final = "$due_on"
"""Path of the last day of the service's term."""

DERIVED_DAYS: Final = (AS_OF, ACCEPTED_ON, DUE_ON)
"""Days that follow from an application and stand in no field."""

ROOTED: Final = "$."
"""What the specs write before a path that begins at the root of the manifest wherever it stands."""

HERE: Final = "."
"""What they may write before one that begins at the entry, where both have a field of that name."""


@frozen
class Path:
    """A place in the manifest, from its root or from the item that a requirement runs over."""

    parts: tuple[str, ...]
    label: Text = field(compare=False, default_factory=dict)
    codes: Mapping[Any, Text] = field(compare=False, default_factory=dict)
    """Names of the values that the field's code list allows."""

    labels: tuple[Text, ...] = field(compare=False, default=())
    """Its name in each of the lists that a requirement runs over, where there are several."""

    rooted: bool = False
    """Whether it begins at the root also where a requirement or condition runs over items."""

    exact: bool = field(compare=False, default=False)
    """Whether it holds a decimal number, which a manifest writes as a text."""

    pointer: str = field(init=False)
    """RFC 6901 pointer; field names need no escapes."""

    dotted: str = field(init=False)
    """As the specs write it; field names have no dots."""

    is_derived: bool = field(init=False, compare=False)
    """Whether it is a day that follows from the application and stands in no field."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "pointer", "".join(f"/{part}" for part in self.parts))
        dotted = ".".join(self.parts)
        object.__setattr__(self, "dotted", ROOTED + dotted if self.rooted else dotted)
        object.__setattr__(self, "is_derived", self.dotted in DERIVED_DAYS)

    @property
    def named(self) -> Named:
        """The field, for messages."""
        return Named(self.dotted, self.label)

    def say(self, value: Any) -> Arg:
        """A value of the field, for messages; a list or a map is not repeated there."""
        if isinstance(value, str) and value in self.codes:
            return Named(value, self.codes[value])
        return value if isinstance(value, str | int | Decimal) else "…"


SERVICE: Final = Path(("service",))
SUBMITTED_AT: Final = Path(("submitted_at",))
READ_ALWAYS: Final = ("format", "standard", SERVICE.dotted, SUBMITTED_AT.dotted)
"""Fields that every application is read for, whatever the specs ask."""

DECIDED_AT: Final = Path(("processing", "decided_at"))
DOCUMENTS: Final = Path(("documents",))
KIND: Final = Path(("kind",))
CONCERNS: Final = Path(("concerns",))
CONFIRMATIONS: Final = Path(("processing", "confirmations"))


def from_root(dotted: str, around: str) -> str:
    """The name of a field from the root, where it is named from the items of a list, if any."""
    if dotted.startswith(ROOTED):
        return dotted.removeprefix(ROOTED)
    here = dotted.removeprefix(HERE)
    return f"{around}.{here}" if around else here
