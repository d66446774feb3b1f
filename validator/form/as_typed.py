"""What people type in a cell, at a prompt or in a box, as the value that a field has.

Only what can mean one thing alone is taken for another text than it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from validator.closest import called, found_by
from validator.form.decimals import DECIMAL, decimal_typed, wrong_decimal
from validator.form.fields import Field
from validator.form.idle_conditions import NUMBERS
from validator.form.mending import amount_of, retyped, truth_of
from validator.form.text_forms import wrong_text
from validator.model import Text
from validator.signs import is_hidden

_LONGEST: Final = 20_000
"""Characters of a text that is taken apart into the entries of a list."""
_BLANKS: Final = re.compile(r"[\s\xa0\u2007\u202f]+")
_ENTRIES: Final = re.compile(r"[;\n]")


def tidy(text: str) -> str:
    """A text on one line, without the signs that nobody sees and blanks around it."""
    text = _BLANKS.sub(" ", text)
    return text.strip() if text.isprintable() else _shown(text)


def _shown(text: str) -> str:
    return "".join(each for each in text if not is_hidden(each)).strip()


Offered = Mapping[str, Sequence[Any]]
"""Codes that an application names already, by the names of their lists."""


def value_typed(rule: Field, text: str, offered: Offered | None = None) -> Any:
    """The value of a field that a text stands for: str, int, bool or list; None where not certain.

    Dates, telephones, sums and yes or no may be as people write them, codes by their titles in any
    of the languages, entries of a list one a line or with `;` or `,` between them.

    Args:
        offered: among these codes a few words of a title will do.
    """
    if rule.type == "list":
        return _entries(rule.item or rule, text, offered or {})
    text = tidy(text)
    if rule.allowed is not None:
        return _choice(rule, text, offered or {})
    if rule.type == "boolean":
        return truth_of(text)
    if rule.type in NUMBERS:
        return _number(rule, text)
    if rule.type != "string":
        return None
    return text if wrong_text(rule, text) is None else retyped(rule, text)


def _number(rule: Field, text: str) -> int | str | None:
    if rule.type == DECIMAL:
        typed = decimal_typed(text)
        return typed if typed is not None and wrong_decimal(rule, typed) is None else None
    number = amount_of(text)
    return number if number is not None and _within(rule, number) else None


def titles_of(rule: Field) -> Mapping[Any, Text]:
    """The values that a field may have, each with what it is called."""
    return {each: rule.codes.get(each, {}) for each in rule.allowed or ()}


def _choice(rule: Field, text: str, offered: Offered) -> Any:
    titles = titles_of(rule)
    exact = next((each for each in titles if str(each) == text), None)
    known = called(text, titles) if exact is None else exact
    if known is not None or not text:
        return known
    named = {each: titles[each] for each in offered.get(rule.code_list or "", ()) if each in titles}
    found = [each for each in named if all(each in found_by(word, named) for word in text.split())]
    return found[0] if len(found) == 1 else None


def _within(rule: Field, number: int) -> bool:
    return (rule.min is None or number >= rule.min) and (rule.max is None or number <= rule.max)


def _entries(rule: Field, text: str, offered: Offered) -> list[Any] | None:
    """The entries of a list; a title may have commas in it, so that these part only known ones."""
    if rule.type not in ("string", "integer") or len(text) > _LONGEST:
        return None
    found: list[Any] = []
    for part in filter(None, map(tidy, _ENTRIES.split(text))):
        whole = value_typed(rule, part) if rule.allowed is not None or "," not in part else None
        if whole is not None:
            found.append(whole)
            continue
        for each in filter(None, map(tidy, part.split(","))):
            value = value_typed(rule, each, offered)
            if value is None:
                return None
            found.append(value)
    return list(dict.fromkeys(found))
