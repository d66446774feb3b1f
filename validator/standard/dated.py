"""Dated parameters, of which the sums of fees are made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from validator.law.money import DatedValue, Parameter, exact
from validator.model import declare
from validator.standard.scope import SpecPlace
from validator.standard.spec_file import ParameterFile

SPEC_NOT_ASCENDING = declare("spec_not_ascending")
SPEC_UNTIL_BEFORE_VALUE = declare("spec_until_before_value", day=date)


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
        value = Decimal(exact(each["value"]))
        values.append(DatedValue(day, value, each["standing"], each["source"]))
    until = place.day(file.value["until"], "until") if "until" in file.value else None
    if until is not None and days and until < days[-1]:
        place.note(SPEC_UNTIL_BEFORE_VALUE, "until", day=days[-1])
    return Parameter(file.value["id"], file.value["title"], tuple(values), until)
