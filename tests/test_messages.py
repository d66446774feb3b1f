"""Every message has words in every language, and they are put together rightly.

The keys are gathered from the code itself, so that a new key without words fails here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

import validator
from validator.checks import KINDS
from validator.checks.registry import word
from validator.model import (
    CYRILLIC,
    LANGUAGES,
    Duty,
    GroundState,
    Message,
    Named,
    Outcome,
    Severity,
    Verdict,
)
from validator.words.messages import fix, say, term, visible

PACKAGE: Final = Path(validator.__file__).parent
LOCALE: Final = PACKAGE / "locale"
STANDINGS: Final = ("law", "press", "secondary", "reading")
NO_FIX: Final = {"check_broke", "file_not_read"}
"""What stands for a check that could not be made: nobody can mend it in the application."""
SAME_EVERYWHERE: Final = {"or.without_others"}
MARKS: Final = '«»“”„‟"'

# ------------------------------------------------------------------------- keys out of the code


@dataclass
class Module:
    """A module's syntax tree, with the functions and module-level values in it."""

    path: Path
    functions: dict[str, list[ast.FunctionDef]] = field(default_factory=dict)
    values: dict[str, list[ast.expr]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                self.functions.setdefault(node.name, []).append(node)
        self.values = assigned(tree.body)


def assigned(body: list[ast.stmt]) -> dict[str, list[ast.expr]]:
    """What is assigned to each name."""
    found: dict[str, list[ast.expr]] = {}
    for node in chain.from_iterable(map(ast.walk, body)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found.setdefault(node.target.id, []).append(node.value)
    return found


def looped(function: ast.FunctionDef, name: str) -> list[ast.expr]:
    """What a name becomes in a loop over tuples that are written out."""
    found = []
    for node in ast.walk(function):
        if (
            isinstance(node, ast.For)
            and isinstance(node.target, ast.Tuple)
            and isinstance(node.iter, ast.Tuple)
        ):
            names = [each.id for each in node.target.elts if isinstance(each, ast.Name)]
            rows = [each.elts for each in node.iter.elts if isinstance(each, ast.Tuple)]
            found += [row[names.index(name)] for row in rows] if name in names else []
    return found


@dataclass(frozen=True)
class Carrier:
    """A function that makes a message of a key it is given: where, and what it makes of it."""

    key: int
    template: str = "{}"
    what: int | None = None


class Keys:
    """Follows keys from the literals to `Message`, through the functions that hand them on."""

    def __init__(self) -> None:
        self.modules = [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]
        self.carriers: dict[tuple[Path | None, str], set[Carrier]] = {
            (None, "Message"): {Carrier(0)},
            (None, "Trouble"): {Carrier(1)},  # becomes a message where its place is known
        }
        self.found: set[str] = set()
        self.unclear: list[str] = []
        before = -1
        while before != sum(map(len, self.carriers.values())):
            before = sum(map(len, self.carriers.values()))
            self.unclear.clear()
            for module in self.modules:
                for function in chain.from_iterable(module.functions.values()):
                    self._function(module, function)

    def _function(self, module: Module, function: ast.FunctionDef) -> None:
        for node in ast.walk(function):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            private = self.carriers.get((module.path, name), set())
            for carrier in private | self.carriers.get((None, name), set()):
                self._call(module, function, node, carrier)

    def _call(
        self, module: Module, function: ast.FunctionDef, call: ast.Call, carrier: Carrier
    ) -> None:
        if len(call.args) <= carrier.key:
            return  # another function of the same name
        parameters = [each.arg for each in chain(function.args.posonlyargs, function.args.args)]
        parameters = parameters[1:] if parameters[:1] == ["self"] else parameters
        key = call.args[carrier.key]
        what = call.args[carrier.what] if carrier.what is not None else _what(call)
        template, hole = carrier.template, key
        if isinstance(key, ast.JoinedStr):
            start, value = key.values
            assert isinstance(start, ast.Constant)
            assert isinstance(start.value, str)
            assert isinstance(value, ast.FormattedValue)
            template, hole = template.format(f"{start.value}{{}}"), value.value
        if isinstance(hole, ast.Name) and hole.id in parameters:
            owner = module.path if function.name.startswith("_") else None
            index = parameters.index(hole.id)
            by = parameters.index(what.id) if isinstance(what, ast.Name) else None
            known = self.carriers.setdefault((owner, function.name), set())
            known.add(Carrier(index, template, by))
            return
        keys = list(self._values(module, function, hole))
        carried = isinstance(hole, ast.Attribute) and hole.attr == "message"
        if not keys and not carried:
            self.unclear.append(f"{module.path.name}:{call.lineno}: {ast.unparse(key)}")
        for each in keys:
            made = template.format(each)
            variant = f".{what.value!s}" if isinstance(what, ast.Constant) else ""
            self.found.add(made + variant)

    def _values(self, module: Module, function: ast.FunctionDef, node: ast.expr) -> Iterator[str]:
        """The texts that an expression may have."""
        if ast.unparse(node) == "str(error.info[0])":  # what a format answers
            formats = next(each for each in self.modules if each.path.name == "formats.py")
            for each in chain.from_iterable(formats.functions.values()):
                yield from self._returned(formats, each)
        elif isinstance(node, ast.Constant):
            yield from [node.value] if isinstance(node.value, str) else []
        elif isinstance(node, ast.IfExp):
            yield from self._values(module, function, node.body)
            yield from self._values(module, function, node.orelse)
        elif isinstance(node, ast.Dict):
            yield from chain.from_iterable(
                self._values(module, function, each) for each in node.values
            )
        elif isinstance(node, ast.Subscript):
            yield from self._values(module, function, node.value)
        elif isinstance(node, ast.Name):
            local = assigned(function.body).get(node.id, []) + looped(function, node.id)
            local = local or module.values.get(node.id, [])
            yield from chain.from_iterable(self._values(module, function, each) for each in local)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for each in module.functions.get(node.func.id, []):
                yield from self._returned(module, each)

    def _returned(self, module: Module, function: ast.FunctionDef) -> Iterator[str]:
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                yield from self._values(module, function, node.value)


def _what(call: ast.Call) -> ast.expr | None:
    """The argument `what` of a message, on which its wording hangs."""
    if len(call.args) > 1 and isinstance(call.args[1], ast.Dict):
        for name, value in zip(call.args[1].keys, call.args[1].values, strict=True):
            if isinstance(name, ast.Constant) and name.value == "what":
                return value
    return None


def terms() -> set[str]:
    """The fixed words that the code names outright."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = ast.walk(node.args[0]) if name in {"term", "_term"} else ()
            found |= {
                value.value
                for value in values
                if isinstance(value, ast.Constant)
                and isinstance(value.value, str)
                and not isinstance(node.args[0], ast.JoinedStr)
            }
    return found


KEYS: Final = Keys()

# --------------------------------------------------------------------------------- catalogues


def _catalogue(lang: str) -> Catalog:
    with (LOCALE / lang / "LC_MESSAGES" / "validator.po").open("rb") as file:
        return read_po(file, locale=lang)


CATALOGUES: Final = {lang: _catalogue(lang) for lang in LANGUAGES}


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


ENTRIES: Final = {lang: _entries(each) for lang, each in CATALOGUES.items()}
ALL: Final = sorted(ENTRIES["en"], key=str)


def _placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


def _covered(key: str, context: str | None = None) -> bool:
    """Whether a key has words, be it only in the wordings that an argument chooses."""
    return (context, key) in ENTRIES["en"] or any(
        each == context and name.startswith(f"{key}.") for each, name in ENTRIES["en"]
    )


def test_every_key_can_be_told_from_the_code() -> None:
    assert KEYS.unclear == []
    assert len(KEYS.found) > 120
    assert {"not_a_date", "spec_unknown_code_list", "archive_too_large.depth"} <= KEYS.found


@pytest.mark.parametrize("key", sorted(KEYS.found))
def test_every_key_has_words(key: str) -> None:
    assert _covered(key)


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


def test_there_are_no_words_without_a_key() -> None:
    known = KEYS.found
    strays = {
        name
        for context, name in ENTRIES["en"]
        if context != "report" and name not in known and name.rpartition(".")[0] not in known
    }
    assert strays == set()


@pytest.mark.parametrize("key", sorted(terms()))
def test_every_term_has_words(key: str) -> None:
    assert _covered(key, "report")


@pytest.mark.parametrize(
    "key",
    [
        *(f"verdict.{each}" for each in Verdict),
        *(f"draft.{each}" for each in Verdict if each is not Verdict.UNREADABLE),
        *(f"outcome.{each}" for each in Outcome),
        *(f"severity.{each}" for each in Severity),
        *(f"duty.{each}" for each in Duty),
        *(f"ground.{each}" for each in GroundState),
        *(f"heading.{word}.{duty}" for word in ("mend", "todo") for duty in Duty),
        *(f"heading.{each}" for each in (Outcome.UNDETERMINED, Outcome.MANUAL)),
        *(f"standing.{each}" for each in STANDINGS),
        *(f"why.{each}" for each in ("submitted_at", "option", "clock", "clock_instead", "forced")),
        *(f"consequence.{each}" for each in ("none", "incomplete_package", "ground", "draft")),
        *(f"check.{each}" for each in KINDS),
        *sorted(
            {f"aspect.{word(each)}" for kind in KINDS.values() for each in kind.properties}
            - {"aspect.each"}
        ),
    ],
)
def test_every_choice_has_a_term(key: str) -> None:
    assert ("report", key) in ENTRIES["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_entries(lang: str) -> None:
    assert ENTRIES[lang].keys() == ENTRIES["en"].keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_wording_is_empty(lang: str) -> None:
    forms = get_plural(lang).num_plurals
    for key, words in ENTRIES[lang].items():
        assert all(each.strip() for each in words), key
        assert len(words) in {1, forms}, key
        assert not CATALOGUES[lang].get(key[1], key[0]).fuzzy, key  # type: ignore[union-attr]


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
            assert not words.endswith("."), name
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
def test_compiled_catalogue_is_that_of_the_source(lang: str) -> None:
    with (LOCALE / lang / "LC_MESSAGES" / "validator.mo").open("rb") as file:
        assert _entries(read_mo(file)) == ENTRIES[lang]  # the bytes name babel's version


def test_what_is_wrong_with_the_form_says_what_to_do() -> None:
    plain = {key for key in KEYS.found if (None, key) in ENTRIES["en"]}
    form = {key for key in plain if ("field", "") in _placeholders(_english(key))}
    form = {key for key in form if not key.startswith("lint_")}
    # What a requirement asks for, or cannot be decided without.
    form -= {"outside_hours", "value_absent", "value_there", "value_not_allowed", "missing_value"}
    prefixes = ("source_", "manifest_", "archive_", "folder_", "bundle_", "file_", "link_")
    form |= {key for key in KEYS.found if key.startswith(prefixes)}
    form |= {"field_unknown", "id_repeated", "standard_unknown", "standard_missing", "no_edition"}
    without = {key for key in form if ("fix", key) not in ENTRIES["en"]}
    assert without == NO_FIX & form


def _english(key: str) -> str:
    return ENTRIES["en"][None, key][0]


def test_what_is_closest_may_be_nothing() -> None:
    for context, name in ALL:
        # These are said only where there is one.
        given = "misspelt" in name or name.endswith(".latin")
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
    assert say(Message("text_empty"), "en") == "“{field}” is blank"


def test_the_engine_knows_no_medicine() -> None:
    words = re.compile(
        r"medic|licen[cs]|diploma|clinic|doctor|медиц|лиценз|диплом|клиник|врач|дәрігер", re.I
    )
    for lang in LANGUAGES:
        for key, forms in ENTRIES[lang].items():
            assert not any(words.search(each) for each in forms), key
