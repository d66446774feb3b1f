"""Dates in tests, sums of money and totals, as the tools for editors of specs take them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

import pytest

from tests.engine.stall import make_specs
from validator.editor.book import book
from validator.editor.diff import compare
from validator.editor.diff.changes import Diff, Effect
from validator.editor.diff.diff_json import value
from validator.editor.mutants import DROPPED, Mutant
from validator.editor.mutate import mutants
from validator.explanation.law_words import shown
from validator.explanation.pages import explain
from validator.model import LANGUAGES
from validator.standard.catalogue import Catalogue
from validator.standard.shapes import entries_of, parameters_of
from validator.standard.sources import Sources

TIGHTER, LOOSER, UNCLEAR = Effect.TIGHTENED, Effect.LOOSENED, Effect.UNCLEAR


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    specs = make_specs(tmp_path_factory.mktemp("stall"))
    return Catalogue(specs).sources("kiosk-permit", "1")


def _changed(stall: Sources, name: str, change: Callable[[dict[str, Any]], Any]) -> Sources:
    """The specs with a change in what decides one requirement."""
    standard: Any = deepcopy(stall.standard.value)
    entry: Any = next(each for _, _, each in entries_of(standard) if each["id"] == name)
    change(entry["check"] if "check" in entry else entry["amount"])
    return stall.altered("standard", standard)


def _put(**words: Any) -> Callable[[dict[str, Any]], Any]:
    def change(said: dict[str, Any]) -> None:
        for word, new in words.items():
            if new is DROPPED:
                del said[word]
            else:
                said[word] = new

    return change


# --------------------------------------------------------------------------------- differences

DIFFERENCES: Final[list[tuple[str, dict[str, Any], Effect]]] = [
    ("rule.of_age", {"before": "17y"}, TIGHTER),
    ("rule.of_age", {"before": "191mo"}, LOOSER),
    ("rule.checked", {"within": "90d"}, TIGHTER),
    ("rule.checked", {"within": "1y"}, LOOSER),
    ("rule.checked", {"within": "6mo"}, UNCLEAR),
    ("rule.checked", {"before": "1d"}, TIGHTER),
    ("rule.colour", {"forbidden": ["red"]}, LOOSER),
    ("rule.colour", {"forbidden": ["red", "blue", "grey"]}, TIGHTER),
    ("rule.deposit", {"min": {"rate": 2}}, TIGHTER),
    ("rule.deposit", {"min": {"rate": 1}}, LOOSER),
    ("rule.deposit", {"max": {"tenge": 8999}}, TIGHTER),
    ("rule.deposit", {"min": DROPPED}, LOOSER),
    ("rule.deposit", {"max": 8999}, UNCLEAR),
    ("rule.deposit", {"min": {"field": "price"}}, UNCLEAR),
    ("rule.few", {"max": 4}, LOOSER),
    ("rule.few", {"min": 1}, TIGHTER),
    ("rule.area", {"min": 21}, TIGHTER),
    ("rule.area", {"sum": DROPPED, "max": DROPPED}, UNCLEAR),
    ("rule.shops", {"where": DROPPED}, UNCLEAR),
    ("rule.by_use", {"per": DROPPED}, UNCLEAR),
    ("fee.small", {"percent": 12.6}, TIGHTER),
    ("fee.small", {"percent": 12.4}, LOOSER),
    ("fee.small", {"at_least": {"tenge": 500}}, LOOSER),
    ("fee.small", {"at_least": DROPPED}, LOOSER),
    ("fee.small", {"at_most": {"rate": 2.6}}, TIGHTER),
    ("fee.small", {"at_most": DROPPED}, TIGHTER),
    ("fee.small", {"round": "half_up"}, LOOSER),
    ("fee.small", {"round": DROPPED}, UNCLEAR),
    ("fee.small", {"of": {"tenge": 9}}, UNCLEAR),
]


@pytest.mark.parametrize(("name", "words", "effect"), DIFFERENCES)
def test_a_change_is_told_with_what_it_does(
    stall: Sources, name: str, words: dict[str, Any], effect: Effect
) -> None:
    diff = compare(stall, _changed(stall, name, _put(**words)))

    assert [(each.subject.id, each.effect) for each in diff.changes] == [(name, effect)]
    _is_told(diff)


def _is_told(diff: Diff) -> None:
    """What differs has a form for machines, and words in every language."""
    for each in (detail for change in diff.changes for detail in change.details):
        assert value(each.before) != value(each.after)
        for lang in LANGUAGES:
            assert shown(each.before, lang) != shown(each.after, lang)


def test_the_same_specs_read_twice_do_not_differ(stall: Sources) -> None:
    again = stall.altered("standard", deepcopy(stall.standard.value))

    assert compare(stall, again).changes == ()


def test_a_text_that_may_repeat_is_a_looser_form(stall: Sources) -> None:
    application: Any = deepcopy(stall.application.value)
    del application["fields"]["tags"]["schema"]["unique"]
    diff = compare(stall, stall.altered("application", application))

    assert [(each.subject.id, each.effect) for each in diff.changes] == [("tags[]", LOOSER)]


# ------------------------------------------------------------------------------------- mutants


def test_every_word_is_altered_by_a_mutant_that_can_be_compiled(stall: Sources) -> None:
    made = [
        each
        for each in mutants(stall, stall.compile())
        if "small" in each.owner or "rule." in each.owner
    ]
    changes = {(each.owner, str(each.keys[-1]), each.change) for each in made}

    assert changes >= {
        ("rule.of_age", "before", '"16y" → "15y"'),
        ("rule.of_age", "before", '"16y" → "17y"'),
        ("rule.checked", "within", '"180d" → "181d"'),
        ("rule.colour", "0", '"red" → ∅'),
        ("rule.deposit", "rate", "1.5 → 1.6"),
        ("rule.deposit", "tenge", "9000 → 8999"),
        ("rule.few", "max", "3 → 4"),
        ("rule.shops", "sum", '"area" → ∅'),
        ("rule.shops", "where", '{"use": {"allowed": ["shop"]}} → ∅'),
        ("rule.by_use", "per", '"use" → ∅'),
        ("fee.small", "percent", "12.5 → 12.6"),
        ("fee.small", "tenge", "500.5 → 500.4"),
        ("fee.small", "at_least", '{"tenge": 500.5} → ∅'),
        ("fee.small", "round", '"up" → "down"'),
    }
    before = stall.compile()
    explained: dict[tuple[str, Any], Mutant] = {}
    for each in made:
        if {"check", "amount"} & set(each.keys):
            explained.setdefault((each.owner, each.keys[-1]), each)  # one of each word
    for each in explained.values():
        after = stall.altered("standard", each.applied(stall.standard.value)).compile()
        told = explain(before, each.owner, "en"), explain(after, each.owner, "en")
        assert told[0] != told[1], each.name


def test_the_book_tells_of_sums_and_rates(stall: Sources) -> None:
    text = book(stall.compile(), (), ("en",), 2024)

    assert "12.5 % of: the sum in “c”" in text
    assert "at least 500.5 tenge" in text
    assert "rounded up to whole tenge" in text
    assert "Rate of the fee" in text


# ---------------------------------------------------------------------------------------- lint

FAULTS: Final[list[tuple[str, dict[str, Any], str]]] = [
    ("rule.of_age", {"path": "deposit"}, "lint_wrong_test"),
    ("rule.of_age", {"within": "1y"}, "spec_empty_range"),
    ("rule.colour", {"forbidden": [5]}, "lint_wrong_test"),
    ("rule.deposit", {"min": {"rates": 1}}, "spec_unknown_parameter"),
    ("rule.deposit", {"min": {"tenge": 9001}}, "spec_empty_range"),
    ("rule.deposit", {"min": {"field": "colour"}}, "lint_wrong_test"),
    ("rule.deposit", {"min": {"field": "prise"}}, "spec_unknown_field"),
    ("rule.deposit", {"path": "colour"}, "lint_wrong_test"),
    ("rule.deposit", {"min": {"field": "deposit"}}, "lint_always_holds"),
    ("rule.colour", {"forbidden": ["red", "red"]}, "lint_always_holds"),
    ("rule.few", {"max": 3.5}, "lint_wrong_test"),
    ("rule.few", {"max": {"rate": 1}}, "lint_wrong_test"),
    ("rule.area", {"min": 0.5}, "lint_wrong_test"),
    ("rule.few", {"of": "size"}, "lint_wrong_test"),
    ("rule.few", {"of": "tags", "per": "use"}, "lint_wrong_test"),
    ("rule.few", {"max": DROPPED}, "spec_no_bound"),
    ("rule.few", {"max": -1}, "lint_never_holds"),
    ("rule.few", {"min": 0}, "lint_always_holds"),
    ("rule.few", {"min": 4}, "spec_empty_range"),
    ("rule.area", {"sum": "use"}, "lint_wrong_test"),
    ("rule.area", {"sum": "areas"}, "spec_unknown_field"),
    ("rule.shops", {"where": {"use": {"allowed": ["barn"]}}}, "lint_value_outside_field"),
    ("rule.by_use", {"per": "uses"}, "spec_unknown_field"),
    ("fee.small", {"at_least": {"rate": 3}}, "spec_empty_range"),
    ("fee.small", {"of": "fee.larje"}, "spec_unknown_fee"),
]


@pytest.mark.parametrize(("name", "words", "message"), FAULTS)
def test_what_cannot_be_meant_is_told(
    stall: Sources, name: str, words: dict[str, Any], message: str
) -> None:
    changed = _changed(stall, name, _put(**words))
    found = {each.message.key for each in (*changed.compiled[1], *changed.conditions)}

    assert message in found


@pytest.mark.parametrize(("least", "faults"), [(0, 0), (-1, 2), (None, 2)])
def test_a_sum_stands_in_a_field_that_holds_nothing_below_zero(
    stall: Sources, least: int | None, faults: int
) -> None:
    application: Any = deepcopy(stall.application.value)
    application["fields"]["price"]["min"] = least
    if least is None:
        del application["fields"]["price"]["min"]
    found = stall.altered("application", application).compiled[1]

    assert [each.message.args.get("what") for each in found] == ["negative"] * faults


def test_a_bound_may_be_a_share_of_a_fee_of_a_later_row(stall: Sources) -> None:
    standard: Any = deepcopy(stall.standard.value)
    (entry,) = (each for each in standard["rules"] if each["id"] == "rule.deposit")
    entry["check"]["min"] = {"percent": 50, "of": "fee.large"}
    standard["rules"].remove(entry)
    standard["channels"].append(entry)

    assert stall.altered("standard", standard).compiled[1] == []


def test_a_dated_value_that_only_bounds_something_is_used(stall: Sources) -> None:
    standard: Any = deepcopy(stall.standard.value)
    standard["fees"] = []
    assert parameters_of(standard) == {"rate"}

    (entry,) = (each for each in standard["rules"] if each["id"] == "rule.deposit")
    entry["check"] = {"kind": "value", "path": "deposit"}
    assert parameters_of(standard) == set()
    entry["when"] = {"deposit": {"max": {"percent": 5, "of": {"pence": 1}, "at_most": {"rate": 1}}}}
    assert parameters_of(standard) == {"rate", "pence"}
    entry["when"] = {"rooms": {"any": {"area": {"min": {"rate": 1}}}}}
    assert parameters_of(standard) == {"rate"}
    entry["when"] = {"deposit": {"exists": True}}
    (entry,) = (each for each in standard["rules"] if each["id"] == "rule.shops")
    entry["check"]["where"] = {"area": {"min": {"field": "deposit"}, "max": {"rate": 1}}}
    assert parameters_of(standard) == {"rate"}


def test_a_text_in_no_list_cannot_be_unique(stall: Sources) -> None:
    application: Any = deepcopy(stall.application.value)
    application["fields"]["colour"]["unique"] = True
    _, faults = stall.altered("application", application).compiled

    assert [(each.message.key, each.message.args["what"]) for each in faults] == [
        ("lint_wrong_test", "not_in_list")
    ]
