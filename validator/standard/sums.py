"""The sums of the row of fees, made of dated parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from validator.law.money import Amount, DatedValue, Parameter, Share, Times
from validator.model import declare
from validator.places import pointer
from validator.standard.names import Compiler
from validator.standard.spec_file import ParameterFile

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

    def __init__(self, files: Mapping[str, ParameterFile], names: Compiler) -> None:
        self.names = names
        self.parameters = {name: _parameter(file, names) for name, file in files.items()}
        self.parameters_used: set[str] = set()
        self.of_fee: dict[str, Amount | None] = {}

    def amount(self, raw: Mapping[str, Any], place: str) -> Amount | None:
        """The sum that an entry names; None, and a fault, where it names what is not there."""
        if "percent" in raw:
            if not self.names.among(raw["of"], self.of_fee, f"{place}/of", "fee"):
                return None
            limit = self.amount(raw["at_most"], f"{place}/at_most") if "at_most" in raw else None
            base = self.of_fee[raw["of"]]
            return None if base is None else Share(Decimal(raw["percent"]), base, limit)
        ((name, count),) = raw.items()
        where = place + pointer(name)
        if not self.names.among(name, self.parameters, where, "parameter"):
            return None
        self.parameters_used.add(name)
        return Times(Decimal(count), self.parameters[name])


def _parameter(file: ParameterFile, names: Compiler) -> Parameter:
    names.turn_to(file)
    days: list[date] = []  # without those that are impossible, which is told
    values = []
    for index, each in enumerate(file.value["values"]):
        day = names.day(each["from"], f"/values/{index}/from")
        if day != date.max:
            if days and day <= days[-1]:
                names.fault(f"/values/{index}/from", SPEC_NOT_ASCENDING)
            days.append(day)
        value = Decimal(str(each["value"]))
        values.append(DatedValue(day, value, each["standing"], each["source"]))
    until = names.day(file.value["until"], "/until") if "until" in file.value else None
    if until is not None and days and until < days[-1]:
        names.fault("/until", SPEC_UNTIL_BEFORE_VALUE, day=days[-1])
    return Parameter(file.value["id"], file.value["title"], tuple(values), until)
