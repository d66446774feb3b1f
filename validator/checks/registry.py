"""The register of the kinds of check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from validator.model import Violation

Check = Callable[..., Iterator[Violation]]
"""`check(facts, **parameters)`: yields what is wrong; nothing yielded means it is met.

One that is run after all others is given `Grounds` after the facts.
"""

Prepare = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check.

    Attributes:
        name: how `check: {kind: …}` names it.
        properties: JSON Schema of its parameters by name. The formats `field` (a path to a field of
            the manifest, or of the item that a requirement runs over), `root_field` (one of the
            manifest in any case), `entry_field` (one of the entries of the list that `entries`
            names), `day` (an ISO date), `duration` (`24h`, `30d`) and `amount` (a sum of money) are
            turned into `Path`, `date`, `timedelta` and `Amount` when the specs load; a `ground` has
            to be one of the grounds for refusal.
        required: names of the parameters that must be given.
        prepare: turns the parameters into those that the check is run with, once at loading.
        run: the check itself.
        needs_person: whether with some parameters it may come out that only a person can tell.
        after_all: whether with some parameters it looks at what the other requirements found.
    """

    name: str
    properties: Mapping[str, Any]
    required: tuple[str, ...]
    prepare: Prepare
    run: Check
    needs_person: Callable[[Mapping[str, Any]], bool]
    after_all: Callable[[Mapping[str, Any]], bool]

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of the whole `check` entry."""
        return {
            "type": "object",
            "description": (self.run.__doc__ or "").split("\n")[0],
            "properties": {
                "kind": {"const": self.name},
                **{word(name): schema for name, schema in self.properties.items()},
            },
            "required": ["kind", *map(word, self.required)],
            "additionalProperties": False,
        }


def word(name: str) -> str:
    """The word of the specs for a parameter: `from_` is written `from`."""
    return name.rstrip("_")


KINDS: Final[dict[str, Kind]] = {}


def kind(
    *required: str,
    prepare: Prepare = dict,
    needs_person: Callable[[Mapping[str, Any]], bool] = lambda _: False,
    after_all: Callable[[Mapping[str, Any]], bool] = lambda _: False,
    **properties: Mapping[str, Any],
) -> Callable[[Check], Check]:
    """Register a function as the kind of check that bears its name.

    Args:
        required: names of the parameters that must be given.
        prepare: turns the parameters into those that the check is run with.
        needs_person: tells by the parameters whether the specs have to say who can tell.
        after_all: tells by the parameters whether it is run when the others are decided.
        properties: JSON Schema of each parameter by name.
    """

    def register(run: Check) -> Check:
        KINDS[run.__name__] = Kind(
            run.__name__, properties, required, prepare, run, needs_person, after_all
        )
        return run

    return register
