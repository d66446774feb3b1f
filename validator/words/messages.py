"""Words: a message's key and arguments in a language, from gettext catalogues under `locale/`.

The catalogues are keyed by the message's key in every language, English among them. The context
`fix` says what to do about a message, the context `report` holds the fixed words of reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_UP, Decimal
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from string import Formatter
from typing import Any, ClassVar, Final

from validator.model import Arg, Message, Named, Standing
from validator.signs import is_hidden

Template = tuple[tuple[str, str | None, str], ...]
"""A wording in parts: letters, then the argument that follows them, if any, and its form."""

FALLBACK: Final = "en"
PARTS: Final = ("reports", "editors", "pages")
"""The catalogues of a language: what applicants and officers read, what editors read, the pages."""

_EDITORS: Final = (
    *("spec_", "lint_", "new_edition_", "book_"),
    *("book.", "cases.", "coverage.", "diff.", "lint.", "mutants.", "new_edition.", "watch."),
)
"""How the keys of what editors alone read begin; their catalogue is opened for one of these."""

_FOLDER: Final = Path(__file__).parent.parent / "locale"
_LOCALES: Final = {"en": "en_GB"}
"""Locale of a language where it is not the language's own: English dates begin with the day."""

_DAYS: Final = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'"}
"""How a language writes a day where its long form cuts the word for the year short."""

_YEARS: Final = range(1900, 2200)
"""Whole numbers that may be years and so have no separator for thousands."""

_UNREADABLE: Final = 10**15
_SHOWN: Final = 15
"""Digits that are shown of a number nobody can have meant."""

_LONGEST: Final = 60
"""Characters of an applicant's text that a sentence repeats."""

_REMEMBERED: Final = 4096
"""Wordings, days and numbers that are kept, since the next report has most of them too."""

STANDINGS: Final = tuple(each.value for each in Standing)
"""How good the source is that a rule or a figure was taken from, the best first."""

_UNITS: Final = (("unit.mib", 1 << 20), ("unit.kib", 1 << 10), ("unit.b", 1))


def say(message: Message, lang: str) -> str:
    """What a message says; its key and arguments where no catalogue has words for it."""
    words = _find(message.key, message.args, lang, None)
    if words is None:
        args = ", ".join(f"{name}={_show(arg, '', lang)}" for name, arg in message.args.items())
        return f"{message.key} ({args})" if args else message.key
    return _fill(words, message.args, lang)


def fix(message: Message, lang: str) -> str | None:
    """What to do about a message, None where that hangs on the requirement."""
    words = _find(message.key, message.args, lang, "fix")
    return None if words is None else _fill(words, message.args, lang)


def term(key: str, lang: str, /, **args: Arg) -> str:
    """A fixed word or phrase of the reports; whoever uses some declares them as `Terms`."""
    words = _find(key, args, lang, "report")
    return key if words is None else _fill(words, args, lang)


class Terms:
    """The fixed words that a module asks for; it declares them, and is given no others."""

    declared: ClassVar[set[str]] = set()
    """Those of all modules that are imported."""

    def __init__(self, *keys: str) -> None:
        self._keys = frozenset(keys)
        self.declared.update(keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def __call__(self, key: str, lang: str, /, **args: Arg) -> str:
        """A fixed word or phrase in a language.

        Raises:
            LookupError: it was not declared.
        """
        if key not in self._keys:
            raise LookupError(f"the term {key} is not declared")
        return term(key, lang, **args)


_DAYS_OF_LAW: Final = {"$as_of": "as_of", "$accepted_on": "accepted_on", "$due_on": "due_on"}
"""The words for days that stand in no field, by what stands for them in the specs."""

_OWN: Final = Terms(
    *("yes", "no", "quotes", "or", *_DAYS_OF_LAW.values()),
    *(unit for unit, _ in _UNITS),
    *(f"standing.{each}" for each in STANDINGS),
)


def named(text: Mapping[str, str], lang: str, default: str = "") -> str:
    """The wording of a text out of the specs, in English where the language has none."""
    return text.get(lang) or text.get(FALLBACK) or default


def called(value: Named, lang: str) -> str:
    """What something is called: its name, the word for a day that has none, else its id."""
    return _named(value, lang)


def quoted(text: str, lang: str) -> str:
    """A text within the quotation marks of a language."""
    marks = _OWN("quotes", lang)
    return f"{marks[0]}{text}{marks[-1]}"


def number(value: int | Decimal, lang: str) -> str:
    """A number with the separators of a language."""
    if not -_UNREADABLE < value < _UNREADABLE:  # nothing that is meant; and babel cannot round it
        return f"{str(value)[:_SHOWN]}…"
    is_year = isinstance(value, int) and value in _YEARS
    return _separated(str(value), lang, grouped=not is_year)


@lru_cache(maxsize=_REMEMBERED)  # by its digits, since equal numbers may have others
def _separated(digits: str, lang: str, *, grouped: bool) -> str:
    from babel.numbers import format_decimal

    return format_decimal(Decimal(digits), locale=locale_of(lang), group_separator=grouped)


def visible(text: str) -> str:
    """A text whose control and formatting characters are written as escapes.

    What comes out of a manifest may hold sequences that clear a terminal or reverse its letters.
    """
    if text.isprintable():
        return text
    return "".join(
        each.encode("unicode_escape").decode() if is_hidden(each) else each for each in text
    )


def part_of(key: str) -> str:
    """The catalogue that has the words for a key, one of `PARTS`."""
    if key.startswith("pages."):
        return "pages"
    return "editors" if key.startswith(_EDITORS) else "reports"


@cache
def _catalogue(lang: str, part: str) -> NullTranslations:
    return translation(part, _FOLDER, [lang], fallback=True)


def _find(key: str, args: Mapping[str, Arg], lang: str, context: str | None) -> Template | None:
    count = args.get("count")
    number = count if isinstance(count, int) else None
    return _found(tuple(_variants(key, args)), lang, context, number)


@lru_cache(maxsize=_REMEMBERED)
def _found(
    variants: tuple[str, ...], lang: str, context: str | None, count: int | None
) -> Template | None:
    for language in (lang, FALLBACK):
        for variant in variants:
            words = _look_up(_catalogue(language, part_of(variant)), variant, context, count)
            if words is not None:
                return tuple(
                    (literal, name, spec or "")
                    for literal, name, spec, _ in Formatter().parse(words)
                )
    return None


def _variants(key: str, args: Mapping[str, Arg]) -> Iterator[str]:
    """The keys to look for: an argument may ask for wording of its own, and so may its lack."""
    if "what" in args:
        yield f"{key}.{args['what']}"
    for name, value in args.items():
        if isinstance(value, str | tuple) and not value:
            yield f"{key}.without_{name}"
    yield key


def _look_up(
    catalogue: NullTranslations, key: str, context: str | None, count: int | None
) -> str | None:
    """gettext answers with the key itself where it has no words."""
    found = key
    if count is not None and context is not None:
        found = catalogue.npgettext(context, key, key, count)
    elif count is not None:
        found = catalogue.ngettext(key, key, count)
    if found == key:
        found = catalogue.gettext(key) if context is None else catalogue.pgettext(context, key)
    return None if found == key else found


def _fill(words: Template, args: Mapping[str, Arg], lang: str) -> str:
    """Puts arguments in; unlike `str.format` it never looks inside of one."""
    parts = []
    for literal, name, spec in words:
        parts.append(literal)
        if name is not None:
            parts.append(_show(args[name], spec, lang) if name in args else f"{{{name}}}")
    return "".join(parts)


def _show(value: Arg, spec: str, lang: str) -> str:
    if spec in _SPECS:
        return _SPECS[spec](value, lang)
    sort: type = type(value)
    return _form_of(sort)(value, lang)


def _boolean(value: bool, lang: str) -> str:
    return _OWN("yes" if value else "no", lang)


def _time(value: datetime, lang: str) -> str:
    clock = f"{value:%H:%M}"
    if value.second or value.microsecond:
        clock = f"{value:%H:%M:%S.%f}".rstrip("0").rstrip(".")
    return f"{day_in_prose(value.date(), lang)}, {clock}"


@lru_cache(maxsize=_REMEMBERED)
def day_in_prose(value: date, lang: str) -> str:
    """A day as a sentence has it, the word for the year written out."""
    from babel.dates import format_date  # babel takes 50 ms to load

    return format_date(value, _DAYS.get(lang, "long"), locale=locale_of(lang))


def _several(value: tuple[str | Named, ...], lang: str) -> str:
    from babel.lists import format_list

    if any(isinstance(each, Named) for each in value):
        return ", ".join(_titled(each, lang) for each in value)
    return format_list([visible(str(each)) for each in value], locale=locale_of(lang))


def _titled(value: str | Named, lang: str) -> str:
    """What is to be typed, and behind it what that is called."""
    if not isinstance(value, Named):
        return visible(value)
    title = named(value.name, lang)
    return f"{visible(str(value.id))} ({title})" if title else visible(str(value.id))


def _named(value: Named, lang: str) -> str:
    if not value.name and value.id in _DAYS_OF_LAW:
        return _OWN(_DAYS_OF_LAW[str(value.id)], lang)
    return named(value.name, lang, visible(str(value.id)))


def _plain(value: object, lang: str) -> str:  # noqa: ARG001  # every form is given the language
    return visible(str(value))


def locale_of(lang: str) -> str:
    """The locale by which a language writes numbers and days."""
    return _LOCALES.get(lang, lang)


def _bytes(value: Any, lang: str) -> str:
    """A size, rounded up, so that what is over a limit never looks equal to it."""
    if isinstance(value, str):
        return _plain(value, lang)  # a number that is somebody's own, and masked
    unit, length = next(each for each in _UNITS if value >= each[1] or each[1] == 1)
    number = (Decimal(value) / length).quantize(Decimal("0.1"), ROUND_UP)
    return _OWN(unit, lang, number=number)


def _standing(value: Any, lang: str) -> str:
    return _OWN(f"standing.{value}", lang)


def _media(value: Any, lang: str) -> str:
    """Media types by their short names: `application/pdf` is PDF."""
    *others, last = (each.rpartition("/")[2].upper() for each in value)
    return _OWN("or", lang, others=", ".join(others), last=last)


def _short(value: Any, lang: str) -> str:
    """The beginning of a long text; cut here, where personal data is masked already."""
    text = _plain(value, lang)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _id(value: Any, _lang: str) -> str:
    """What something is called where it is typed."""
    return visible(str(value.id if isinstance(value, Named) else value))


def _fix(value: Any, lang: str) -> str:
    """What to do about the message of a key, which says so without arguments."""
    return fix(Message(str(value)), lang) or ""


_SPECS: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "id": _id,
    "fix": _fix,
    "short": _short,
    "bytes": _bytes,
    "standing": _standing,
    "media": _media,
}
"""How a placeholder such as `{limit:bytes}` asks for another form than its argument's type has."""

_FORMS: Final[tuple[tuple[Any, Callable[[Any, str], str]], ...]] = (
    (bool, _boolean),  # which is an int, as a time is a date
    (int | Decimal, number),
    (datetime, _time),
    (date, day_in_prose),
    (tuple, _several),
    (Named, _named),
    (object, _plain),
)
"""What a type of argument looks like in a language; the first that fits."""


@cache
def _form_of(sort: type) -> Callable[[Any, str], str]:
    return next(form for types, form in _FORMS if issubclass(sort, types))
