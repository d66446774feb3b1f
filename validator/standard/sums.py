"""The sums of the row of fees, made of dated parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from validator.law.money import Amount, DatedValue, Parameter, Share, Times
from validator.model import declare
from validator.standard.spec_file import ParameterFile

if TYPE_CHECKING:  # a place where a fee may stand knows how sums are made
    from validator.standard.scope import NamedPlace, SpecPlace

SPEC_NOT_ASCENDING = declare("spec_not_ascending")
SPEC_UNTIL_BEFORE_VALUE = declare("spec_until_before_value", day=date)


class Sums:
    """Turns the amounts of fees into sums.

    Attributes:
        parameters: every dated parameter by name.
        parameters_used: the names of those that a sum has been made of.
        of_fee: the sum of each fee by its id, for those that are a share of it; None where it
            names what is not there, which is told once.
    """

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self.parameters = parameters
        self.parameters_used: set[str] = set()
        self.of_fee: dict[str, Amount | None] = {}

    def fee(self, name: str, raw: Mapping[str, Any], place: NamedPlace) -> Amount | None:
        """The sum of a fee; None, and a fault, where it names what is not there."""
        made = self.of_fee[name] = self._amount(raw, place)
        return made

    def _amount(self, raw: Mapping[str, Any], place: NamedPlace) -> Amount | None:
        if "percent" in raw:
            if not place.among(raw["of"], self.of_fee, "fee", "of"):
                return None
            limit = self._amount(raw["at_most"], place.at("at_most")) if "at_most" in raw else None
            base = self.of_fee[raw["of"]]
            return None if base is None else Share(Decimal(raw["percent"]), base, limit)
        ((name, count),) = raw.items()
        if not place.among(name, self.parameters, "parameter", name):
            return None
        self.parameters_used.add(name)
        return Times(Decimal(count), self.parameters[name])


def parameter_of(place: SpecPlace, file: ParameterFile) -> Parameter:
    """The dated parameter of a file."""
    days: list[date] = []  # without those that are impossible, which is told
    values = []
    for index, each in enumerate(file.value["values"]):
        where = ("values", index, "from")
        day = place.day(each["from"], *where)
        if day != date.max:
            if days and day <= days[-1]:
                place.note(SPEC_NOT_ASCENDING, *where)
            days.append(day)
        value = Decimal(str(each["value"]))
        values.append(DatedValue(day, value, each["standing"], each["source"]))
    until = place.day(file.value["until"], "until") if "until" in file.value else None
    if until is not None and days and until < days[-1]:
        place.note(SPEC_UNTIL_BEFORE_VALUE, "until", day=days[-1])
    return Parameter(file.value["id"], file.value["title"], tuple(values), until)
