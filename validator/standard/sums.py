"""From sums of money as the specs write them to such as can be worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from validator.form.idle_conditions import (
    LINT_WRONG_TEST,
    NUMBERS,
    SPEC_EMPTY_RANGE,
    Words,
    certainly_over,
)
from validator.form.sums_said import FIELD, FIXED, LIMITS, OF, ROUND, SHARE
from validator.frozen import frozen
from validator.law.money import (
    Amount,
    InField,
    Parameter,
    Rounded,
    Rounding,
    Share,
    Tenge,
    Times,
    exact,
)
from validator.standard.scope import NamedPlace


@frozen
class Sums:
    """Turns the sums of an edition into such as can be worked out.

    Attributes:
        parameters: every dated parameter by name.
        parameters_used: the names of those that a sum has been made of.
        of_fee: the sum of each fee by its id, for those that are a share of it; None where it
            names what is not there, which is told once.
    """

    parameters: Mapping[str, Parameter]
    parameters_used: set[str] = field(default_factory=set)
    of_fee: dict[str, Amount | None] = field(default_factory=dict)

    def fee(self, name: str, raw: Words, place: NamedPlace) -> Amount | None:
        """The sum of a fee by its id; None, and a fault, where it names what is not there."""
        made = self.of_fee[name] = self.made(raw, place)
        return made

    def made(self, raw: Words, place: NamedPlace) -> Amount | None:
        """A sum; None, and a fault, where it names what is not there."""
        if ROUND in raw:
            others = {word: each for word, each in raw.items() if word != ROUND}
            made = self.made(others, place)
            return None if made is None else Rounded(made, Rounding(raw[ROUND]))
        if SHARE in raw:
            return self._share(raw, place)
        ((name, said),) = raw.items()
        if name == FIXED:
            return Tenge(Decimal(exact(said)))
        if name == FIELD:
            return self._in_field(said, place)
        if not place.among(name, self.parameters, "parameter", name):
            return None
        self.parameters_used.add(name)
        return Times(Decimal(exact(said)), self.parameters[name])

    def _share(self, raw: Words, place: NamedPlace) -> Amount | None:
        of = raw[OF]
        if isinstance(of, dict):
            base = self.made(of, place.at(OF))
        else:
            base = self.of_fee[of] if place.among(of, self.of_fee, "fee", OF) else None
        at_most, at_least = LIMITS
        limits = {
            word: self.made(raw[word], place.at(word))
            for word in (at_most, at_least)
            if word in raw
        }
        if len(limits) > 1 and certainly_over(raw[at_least], raw[at_most]):
            place.note(SPEC_EMPTY_RANGE, at_least)
        return None if base is None else Share(Decimal(exact(raw[SHARE])), base, **limits)

    @staticmethod
    def _in_field(dotted: str, place: NamedPlace) -> Amount:
        path = place.path(dotted, FIELD)
        for way in place.names.ways(dotted):
            field_ = way[-1]
            is_number, least = field_.type in NUMBERS, field_.min
            if not is_number or least is None or least < 0:
                what = "negative" if is_number else field_.type
                place.note(LINT_WRONG_TEST, FIELD, word=FIELD, what=what)
                break
        return InField(path)
