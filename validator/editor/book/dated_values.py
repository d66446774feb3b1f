"""Dated values, the chart of their steps, and the fees made of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import Any, Final

from validator.editor.book import book_words
from validator.editor.book.contents import (
    Chart,
    Dated,
    Fee,
    Label,
    Line,
    Service,
    ServiceTerm,
    Tick,
    Value,
)
from validator.explanation.checked import check_lines
from validator.explanation.law_words import condition_lines, formula, service_name
from validator.facts.conditions import Condition
from validator.facts.time_limits import TimeLimit
from validator.law.money import Amount, Parameter, due_on, fields_of, parameters_of
from validator.law.setting import RowEntry
from validator.standard.edition import Edition
from validator.words.messages import Terms, day_in_prose

term = Terms("book.at_rates", "book.sum")

_WIDTH, _HEIGHT = 360, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 350, 16, 178
_LEVELS: Final = 4
"""How many steps the scale of a chart has at least."""

_YEARS: Final = 5
"""How many years are named below it at least, where there are so many."""

_ROUND: Final = (5, 2, 1)


def parameters(edition: Edition, lang: str) -> tuple[Dated, ...]:
    """Every parameter that a sum of the edition is counted in, with its chart."""
    found = {
        parameter.id: parameter
        for rule in edition.rules
        for amount in rule.sums
        for parameter in parameters_of(amount)
    }
    return tuple(
        Dated(
            anchor=f"{lang}-parameter-{parameter.id}",
            title=parameter.title[lang],
            until=None if parameter.until is None else day_in_prose(parameter.until, lang),
            values=tuple(
                Value(
                    since=day_in_prose(each.since, lang),
                    iso=each.since.isoformat(),
                    value=book_words.number(each.value, lang),
                    standing=each.standing,
                    source=each.source[lang],
                )
                for each in parameter.values
            ),
            chart=chart(parameter, lang),
        )
        for parameter in found.values()
    )


def services(edition: Edition, documents: Counter[str], lang: str) -> tuple[Service, ...]:
    """Each service's terms, fees and number of documents."""
    return tuple(
        Service(
            name=service_name(edition, service, lang),
            terms=tuple(
                _term(edition, entry, lang)
                for entry in (*edition.setting.terms, *edition.setting.further_terms)
                if service in entry.services
            ),
            fees=tuple(
                _fee(entry, edition.regulation.until, lang)
                for entry in edition.setting.fees
                if service in entry.services
            ),
            documents=documents[service],
        )
        for service in edition.services
    )


def _term(edition: Edition, entry: RowEntry[TimeLimit], lang: str) -> ServiceTerm:
    """A term; one of working days up to the decision is drawn, others are told in full."""
    limit = entry.what
    if limit.is_usual and limit.extended is None and not limit.to_working_day:
        return ServiceTerm("", limit.length.count, _lines(entry, lang))
    rule = next(each for each in edition.rules if each.requirement.id == entry.requirement)
    _, *told = check_lines(rule, lang)
    return ServiceTerm("; ".join(told), 0, _lines(entry, lang))


def _fee(entry: RowEntry[Amount], until: date | None, lang: str) -> Fee:
    """A fee at the newest rates, in an edition that has ended those of its last day."""
    days = [dated.since for each in parameters_of(entry.what) for dated in each.values]
    day = max(
        (day for day in days if until is None or day <= until), default=min(days, default=None)
    )
    is_known = not any(fields_of(entry.what))  # what stands in an application is its own
    return Fee(
        formula=formula(entry.what, lang),
        when=_lines(entry, lang),
        sum=term("book.sum", lang, sum=due_on(entry.what, day or date.min).value)
        if is_known
        else "",
        rates="" if day is None else term("book.at_rates", lang, day=day),
    )


def chart(parameter: Parameter, lang: str) -> Chart:
    """The steps of a value from its first day on, above a zero line.

    They end with the last day that is known, or a year after the last step where none is.
    """
    values = parameter.values
    first, last = values[0].since, values[-1].since
    end = parameter.until or date(last.year + 1, 12, 31)
    highest = max(each.value for each in values)
    step = _round(highest / _LEVELS)
    count = ceil(highest / step)

    def x(day: date) -> float:
        share = (day - first).days / max((end - first).days, 1)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def y(value: Decimal) -> float:
        return round(_BOTTOM - float(value / (step * count)) * (_BOTTOM - _TOP), 1)

    ends = [*(each.since for each in values[1:]), end]
    lines = [
        Line(f"M{x(each.since)} {y(each.value)}H{x(until)}", each.standing == "law")
        for each, until in zip(values, ends, strict=True)
    ]
    lines += [
        Line(f"M{x(after.since)} {y(before.value)}V{y(after.value)}", after.standing == "law")
        for before, after in pairwise(values)
    ]
    every = max(1, (end.year - first.year) // _YEARS)
    return Chart(
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        bottom=_BOTTOM,
        lines=tuple(lines),
        years=tuple(
            Tick(x(date(year, 1, 1)), str(year))
            for year in range(first.year, end.year + 1, every)
            if date(year, 1, 1) >= first
        ),
        ends=tuple(
            Label(x(each.since), y(each.value) - 6, book_words.number(each.value, lang))
            for each in (values[0], values[-1])
        ),
        levels=tuple(
            Tick(y(step * level), book_words.number(step * level, lang))
            for level in range(count + 1)
        ),
    )


def _round(most: Decimal) -> Decimal:
    """A round number that is no larger, for a number above zero."""
    power = Decimal(1).scaleb(most.adjusted())
    return next(power * each for each in _ROUND if power * each <= most)


def _lines(entry: RowEntry[Any], lang: str) -> tuple[str, ...]:
    """The condition of an entry in words; nothing where it always applies."""
    return tuple(condition_lines(entry.when, lang)) if isinstance(entry.when, Condition) else ()
