"""Every message has words in every language, and they are put together rightly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import walk_packages
from string import Formatter
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

import validator
from validator.editor.lint.lints import LINTS
from validator.model import CYRILLIC, DECLARED, LANGUAGES, Args, Message, Named, declare
from validator.words.messages import PARTS, Terms, fix, part_of, say, term, visible

LOCALE: Final = Path(validator.__file__).parent / "locale"
BY_REQUIREMENT: Final = {
    *("said_differently", "number_of_two", "too_young"),
    *("file_of_two_kinds", "file_is_document", "file_ending"),
}
"""What one requirement alone has to say: its own advice is the message's."""
NO_FIX: Final = {"check_broke", "file_not_read", *BY_REQUIREMENT}
"""What stands for a check that could not be made: nobody can mend it in the application."""
SAME_EVERYWHERE: Final = {"or.without_others", "pages.size"}
MARKS: Final = '«»“”„‟"'

for each in walk_packages(validator.__path__, "validator."):  # which declares what it has to say
    if not each.name.endswith("__main__"):
        import_module(each.name)
TERMS: Final = frozenset(Terms.declared)

# --------------------------------------------------------------------------------- catalogues


def _catalogue(lang: str, part: str) -> Catalog:
    with (LOCALE / lang / "LC_MESSAGES" / f"{part}.po").open("rb") as file:
        return read_po(file, locale=lang)


CATALOGUES: Final = {(lang, part): _catalogue(lang, part) for lang in LANGUAGES for part in PARTS}


def _entries(catalogue: Catalog) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """The forms of each wording, by context and key."""
    found = {}
    for entry in catalogue:
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        if key:
            context: Any = entry.context
            if isinstance(context, bytes):  # as they come out of a compiled catalogue
                context = context.decode()
            forms = entry.string or ""
            found[context, key] = (forms,) if isinstance(forms, str) else tuple(forms)
    return found


ENTRIES: Final = {
    lang: {key: each for part in PARTS for key, each in _entries(CATALOGUES[lang, part]).items()}
    for lang in LANGUAGES
}
ALL: Final = sorted(ENTRIES["en"], key=str)


def _placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


def _declared(key: str, known: Mapping[str, object] | frozenset[str]) -> str:
    """The key that was declared: this one, or the one that it is a wording of."""
    return key if key in known else key.rpartition(".")[0]


def _without_words(known: Mapping[str, object] | frozenset[str], context: str | None) -> set[str]:
    worded = {_declared(name, known) for each, name in ENTRIES["en"] if each == context}
    return set(known) - worded


def test_every_message_has_words() -> None:
    assert _without_words(DECLARED, None) == set()


def test_every_term_has_words() -> None:
    assert _without_words(TERMS, "report") == set()


@pytest.mark.parametrize("context", [None, "fix", "report"])
def test_there_are_no_words_that_nobody_asks_for(context: str | None) -> None:
    known = TERMS if context == "report" else DECLARED
    names = {name for each, name in ENTRIES["en"] if each == context}
    assert {name for name in names if _declared(name, known) not in known} == set()


def test_words_use_the_arguments_that_are_declared() -> None:
    for context, name in ALL:
        if context == "report":
            continue
        message = DECLARED[_declared(name, DECLARED)]
        used = {each for each, _ in _placeholders(ENTRIES["en"][context, name][0])}
        # Which wording is said may hang on what is given: by `what`, or by an empty argument.
        chosen = name != message.key or "what" in message.types.keys() - message.needed
        assert used <= (message.types.keys() if chosen else message.needed), name


@pytest.mark.parametrize(
    "key",
    [
        *(f"spec_missing_text.{each}" for each in LANGUAGES),
        *(f"spec_wrong_type.{each}" for each in ("object", "array", "string", "integer")),
        *(f"spec_wrong_type.{each}" for each in ("number", "boolean")),
    ],
)
def test_every_wording_chosen_by_an_argument_is_there(key: str) -> None:
    assert (None, key) in ENTRIES["en"]


def test_every_message_of_a_lint_is_declared() -> None:
    assert {each for lint in LINTS.values() for each in lint.messages} <= DECLARED.keys()


def test_a_message_takes_its_own_arguments() -> None:
    missing_fact = DECLARED["missing_fact"]
    assert missing_fact(pointer="/a") == Message("missing_fact", {"pointer": "/a"})
    wrong: tuple[Args, ...] = ({}, {"pointer": "/a", "b": 1}, {"b": 1})
    for each in wrong:
        with pytest.raises(TypeError, match="missing_fact"):
            missing_fact(**each)
    unknown = DECLARED["field_unknown"]
    assert unknown(key="a", closest="") == Message("field_unknown", {"key": "a", "closest": ""})
    assert unknown(key="a", closest="b", what="latin").args["what"] == "latin"


def test_a_key_is_declared_once() -> None:
    with pytest.raises(ValueError, match="source_empty"):
        declare("source_empty")


def test_a_module_is_given_no_other_terms_than_its_own() -> None:
    with pytest.raises(LookupError, match=r"yes"):
        Terms()("yes", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_key_stands_in_the_part_where_it_is_looked_for(lang: str, part: str) -> None:
    assert {part_of(name) for _, name in _entries(CATALOGUES[lang, part])} == {part}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_entries(lang: str) -> None:
    assert ENTRIES[lang].keys() == ENTRIES["en"].keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_wording_is_empty(lang: str) -> None:
    forms = get_plural(lang).num_plurals
    for key, words in ENTRIES[lang].items():
        assert all(each.strip() for each in words), key
        assert len(words) in {1, forms}, key
    assert not any(each.fuzzy for part in PARTS for each in CATALOGUES[lang, part] if each.id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_are_those_of_english(lang: str) -> None:
    for key in ALL:
        wanted = _placeholders(ENTRIES["en"][key][0])
        for words in chain(ENTRIES[lang][key], ENTRIES["en"][key]):
            assert _placeholders(words) == wanted, key


@pytest.mark.parametrize("lang", CYRILLIC)
def test_languages_differ_from_english(lang: str) -> None:
    same = {
        name
        for (context, name), words in ENTRIES[lang].items()
        if words == ENTRIES["en"][context, name]
    }
    assert same == SAME_EVERYWHERE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_wording_ends_in_a_full_stop_or_looks_like_a_key(lang: str) -> None:
    for (_, name), forms in ENTRIES[lang].items():
        for words in forms:
            # The pages speak in whole paragraphs.
            assert not words.endswith(".") or part_of(name) == "pages", name
            assert words == words.strip(), name
            assert not re.fullmatch(r"[a-z]+([_.][a-z]+)+", words), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quotes_are_those_of_the_language(lang: str) -> None:
    own = term("quotes", lang)
    wrong = set(MARKS) - set(own)
    for key, forms in ENTRIES[lang].items():
        for words in forms:
            assert not set(words) & wrong, key
            assert words.count(own[0]) == words.count(own[1]), key


def test_kazakh_is_not_russian() -> None:
    shared = SAME_EVERYWHERE | {"unit.b", "unit.kib", "unit.mib", "quotes"}
    for (_, name), words in ENTRIES["kk"].items():
        if name not in shared:
            assert words != ENTRIES["ru"][_, name], name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_compiled_catalogue_is_that_of_the_source(lang: str, part: str) -> None:
    with (LOCALE / lang / "LC_MESSAGES" / f"{part}.mo").open("rb") as file:
        # Not the bytes, which name babel's version.
        assert _entries(read_mo(file)) == _entries(CATALOGUES[lang, part])


def test_what_is_wrong_with_the_form_says_what_to_do() -> None:
    form = {key for key, each in DECLARED.items() if each.types.get("field") is Named}
    # What a requirement asks for, or cannot be decided without.
    form -= {"outside_hours", "value_absent", "value_there", "value_not_allowed", "missing_value"}
    form -= {"value_under_sum", "value_over_sum", "sum_of_field"}
    form -= {"date_too_old", "date_still_ahead", "date_too_late"}
    form.discard("met_without")  # on what it rests that a requirement is met
    form -= {f"total{of}_too_{size}" for of in ("", "_of") for size in ("small", "large")}
    prefixes = ("source_", "manifest_", "archive_", "folder_", "bundle_", "file_", "link_")
    form |= {key for key in DECLARED if key.startswith(prefixes)}
    form |= {"field_unknown", "id_repeated", "id_taken"}
    form |= {"standard_unknown", "standard_missing", "no_edition"}
    without = form - {_declared(name, DECLARED) for each, name in ENTRIES["en"] if each == "fix"}
    assert without == NO_FIX & form


def test_what_is_closest_may_be_nothing() -> None:
    for context, name in ALL:
        # These are said only where there is one.
        given = "misspelt" in name or name.endswith((".exact", ".latin", ".title"))
        if not given and ("closest", "") in _placeholders(ENTRIES["en"][context, name][0]):
            assert (context, f"{name}.without_closest") in ENTRIES["en"]


# ----------------------------------------------------------------------------------- formatting

DAY: Final = {"day": date(2026, 1, 12), "until": date(2026, 12, 31)}


def test_dates_are_written_as_the_language_does() -> None:
    message = Message("calendar_does_not_cover", DAY)
    assert "12 January 2026" in say(message, "en")
    assert "12 января 2026 года" in say(message, "ru")
    assert "2026 жылғы 12 қаңтар" in say(message, "kk")


@pytest.mark.parametrize(
    ("second", "fraction", "shown"),
    [(0, 0, "09:05"), (7, 0, "09:05:07"), (0, 1, "09:05:00.000001"), (10, 500_000, "09:05:10.5")],
)
def test_times_have_seconds_only_where_there_are_any(
    second: int, fraction: int, shown: str
) -> None:
    moment = datetime(2026, 1, 12, 9, 5, second, fraction, tzinfo=UTC)
    args: dict[str, Any] = {"field": Named("at", {"en": "Visit"}), "at": moment}
    assert f"12 January 2026, {shown})" in say(Message("outside_hours", args), "en")


def test_sums_are_grouped_as_the_language_does() -> None:
    message = Message("fee_too_low", {"due": 43250, "paid": Decimal("39320.5"), "missing": 3930})
    assert say(message, "en") == "The fee is 3,930 tenge short: 39,320.5 paid, 43,250 due"
    for lang in ("ru", "kk"):
        assert "43\xa0250" in say(message, lang)
        assert "39\xa0320,5" in say(message, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_is_not_grouped(lang: str) -> None:
    field_: Named = Named("year", {})
    assert "1940" in say(Message("value_too_small", {"field": field_, "limit": 1940}), lang)


@pytest.mark.parametrize(
    ("lang", "count", "shown"),
    [
        ("en", 1, "1 working day)"),
        ("en", 13, "13 working days)"),
        ("ru", 1, "1 рабочий день)"),
        ("ru", 2, "2 рабочих дня)"),
        ("ru", 13, "13 рабочих дней)"),
        ("ru", 21, "21 рабочий день)"),
        ("kk", 1, "1 жұмыс күні)"),
        ("kk", 13, "13 жұмыс күні)"),
    ],
)
def test_plurals(lang: str, count: int, shown: str) -> None:
    args: dict[str, Any] = {"due": date(2026, 1, 29), "decided": date(2026, 2, 2), "count": count}
    assert shown in say(Message("decision_late", args), lang)


@pytest.mark.parametrize(
    ("size", "shown"),
    [(512, "512 B"), (1536, "1.5 KiB"), (20 << 20, "20 MiB"), ((20 << 20) + 1, "20.1 MiB")],
)
def test_sizes_are_rounded_up(size: int, shown: str) -> None:
    args: dict[str, Any] = {"file": "a.pdf", "size": size, "limit": 20 << 20}
    assert f"too large: {shown}, while 20 MiB" in say(Message("file_too_large", args), "en")


@pytest.mark.parametrize(
    ("lang", "shown"), [("en", "PDF, JPEG or PNG"), ("ru", "или PNG"), ("kk", "немесе PNG")]
)
def test_media_types_have_short_names(lang: str, shown: str) -> None:
    types = ("application/pdf", "image/jpeg", "image/png")
    message = Message("file_type", {"file": "a", "types": types})
    assert shown in say(message, lang)
    assert shown in str(fix(message, lang))
    only = Message("file_type", {"file": "a", "types": types[:1]})
    assert say(only, lang).endswith(": PDF")


def test_lists_are_joined() -> None:
    message = Message("manifest_ambiguous", {"files": ("a", "b", "c")})
    assert say(message, "en").endswith(": a, b and c")
    assert say(message, "ru").endswith(": a, b и c")


def test_names_are_those_of_the_language_or_an_id() -> None:
    label = {"kk": "Алым", "en": "Fee"}
    assert "«Алым»" in say(Message("text_empty", {"field": Named("fee", label)}), "kk")
    assert "«Fee»" in say(Message("text_empty", {"field": Named("fee", label)}), "ru")
    assert "“fee”" in say(Message("text_empty", {"field": Named("fee", {})}), "en")


@pytest.mark.parametrize(("lang", "shown"), [("en", "yes"), ("ru", "да"), ("kk", "иә")])
def test_true_is_yes(lang: str, shown: str) -> None:
    args: Mapping[str, Any] = {"field": Named("a", {}), "value": True}
    assert shown in say(Message("value_not_allowed", args), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_standing_is_worded(lang: str) -> None:
    shown = term("in_force", lang, day=date(2025, 11, 18), standing="press")
    assert term("standing.press", lang) in shown


@pytest.mark.parametrize(
    ("closest", "shown"), [("name", "did you mean “name”?"), ("", "Take the field out or")]
)
def test_the_closest_name_is_proposed_if_there_is_one(closest: str, shown: str) -> None:
    advice = fix(Message("field_unknown", {"key": "nmae", "closest": closest}), "en")
    assert advice is not None
    assert shown in advice


def test_an_argument_is_never_looked_into() -> None:
    for hostile in ("{key.__class__}", "{0}", "{closest!r:>{width}}", "{", "%(key)s"):
        text = say(Message("field_unknown", {"key": hostile, "closest": ""}), "en")
        assert hostile in text


def test_control_characters_in_arguments_are_visible() -> None:
    text = say(Message("field_unknown", {"key": "a\x1b[2J\x9b\u202e\r\n", "closest": ""}), "en")
    assert "“a\\x1b[2J\\x9b\\u202e\\r\\n”" in text
    assert visible("Әлия\xa0«№ 5»") == "Әлия\xa0«№ 5»"


def test_a_key_without_words_falls_back_to_itself() -> None:
    assert say(Message("no_such_key"), "kk") == "no_such_key"
    assert say(Message("no_such_key", {"n": 1, "s": "x"}), "kk") == "no_such_key (n=1, s=x)"
    assert fix(Message("no_such_key"), "kk") is None
    assert term("no.such.term", "kk") == "no.such.term"


def test_a_language_without_catalogue_falls_back_to_english() -> None:
    assert say(Message("source_empty"), "xx") == "The file is empty"


def test_a_placeholder_without_argument_stays() -> None:
    assert say(Message("text_empty"), "en") == "“{field}” ({field}) is blank"


def test_the_engine_knows_no_medicine() -> None:
    words = re.compile(
        r"medic|licen[cs]|diploma|clinic|doctor|медиц|лиценз|диплом|клиник|врач|дәрігер", re.I
    )
    for lang in LANGUAGES:
        for key, forms in ENTRIES[lang].items():
            assert not any(words.search(each) for each in forms), key
