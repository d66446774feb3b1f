"""The text does not say what the value says: figures, languages, and the edition before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.editor.lint.made import RATE, SECOND, STANDARD, edit, ids, second_edition
from tests.project import KIOSK, ROOT, SERVICES, SPECS
from validator.editor.lint import (
    change_lints,
    entry_lints,
    explanation_lints,
    wording_lints,
)
from validator.editor.lint.figures import in_digits, of_values, said
from validator.editor.lint.text_lints import texts
from validator.errors import Fault
from validator.standard.folder import Folder, read_folder
from validator.words.messages import say

PEERS = ROOT / "tests" / "benchmarks" / "peers"
EVERY = (SPECS, KIOSK / "specs", SERVICES / "specs", PEERS / "specs")


def _folder(specs: Path) -> Folder:
    folder = read_folder(specs)
    assert folder is not None
    return folder


def _found(specs: Path, *rules: Callable[[Folder], object]) -> list[Fault]:
    folder = _folder(specs)
    return [fault for rule in rules for fault in rule(folder)]  # type: ignore[attr-defined]


def _said(faults: list[Fault]) -> list[tuple[str, int | None]]:
    return [(each.message.key, each.line) for each in faults]


# ---------------------------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("lang", "text", "figures"),
    [
        ("kk", "он үш жұмыс күні ішінде", {13}),
        ("ru", "в течение тринадцати рабочих дней", {13}),
        ("en", "within thirteen working days", {13}),
        ("kk", "отыз бес күн үшін", {35}),
        ("ru", "тридцать пять", {35}),
        ("en", "thirty-five", {35}),
        ("kk", "жүз елу", {150}),
        ("kk", "екінші сыныпты", {2}),
        ("ru", "второго класса", {2}),
        ("kk", "Онға толған, он бестен асқан, оннан кем", {10, 15}),
        ("kk", "Оның орнына онда оны осы мақсат үшін", set()),  # pronouns and "for", no numbers
        ("ru", "Он сорвал; сотрудник", set()),
        ("en", "39,320 tenge", {39320}),
        ("ru", "39 320 тенге", {39320}),
        ("ru", "21.12.2020", {21, 2020}),  # the month stands in letters elsewhere
        ("en", "2014 or 2015", {2014, 2015}),
    ],
)
def test_the_figures_of_a_text(lang: str, text: str, figures: set[int]) -> None:
    assert said(text, lang) == figures


@given(st.integers(0, 10**17), st.sampled_from(["", "№ ", "до "]))
def test_a_number_in_digits_is_found(number: int, before: str) -> None:
    assert in_digits(f"{before}{number} күн") == {number}


def test_the_number_of_a_clause_is_no_value() -> None:
    assert of_values("13 күн (26-бап, № 202 Заң, 3) тармақша, list.3.1)", "kk") == {13}
    assert of_values("13 days (article 26(2), No. 202)", "en") == {13}
    assert of_values("13 дней (статья 26, пункт 4, № 202)", "ru") == {13}


@pytest.mark.parametrize(
    ("kk", "ru", "en", "odd"),
    [
        ("13 күн", "13 дней", "13 days", ""),
        ("он үш күн", "13 дней", "thirteen days", ""),
        ("10 күн", "13 дней", "13 days", "kk"),
        ("13 күн", "13 дней", "10 days", "en"),
        ("13 күн", "дни", "13 days", "ru"),
        ("он күн", "тринадцать дней", "thirteen days", "kk"),
        ("екі құжат та", "оба документа", "both papers", ""),  # a language may say it otherwise
        ("бір күн", "день", "a day", ""),
    ],
)
def test_figures_that_differ(specs: Path, kk: str, ru: str, en: str, odd: str) -> None:
    old = "kk: Алым ставкасы, ru: Ставка сбора, en: Rate of the fee"
    edit(specs, RATE, old, f"kk: {kk}, ru: {ru}, en: {en}")
    (read,) = (each for each in _folder(specs).reads if each.path == Path(RATE))
    assert read.file is not None
    found = list(wording_lints.other_figures(read, read.file))
    assert len(found) == bool(odd)
    for each in found:
        line = (specs / RATE).read_text("utf-8").split("\n")[(each.line or 0) - 1]
        assert line[(each.column or 0) - 1 :].startswith({"kk": kk, "ru": ru, "en": en}[odd])
        assert f"kk: {', '.join(map(str, sorted(said(kk, 'kk')))) or '–'}; ru:" in say(
            each.message, "en"
        )


# ----------------------------------------------------------------------- Kazakh and Russian


def _every_text() -> list[tuple[str, str]]:
    return [
        (text["kk"], text["ru"])
        for specs in EVERY
        for read in _folder(specs).reads
        if read.file is not None
        for _, text in texts(read.file.value)
        if {"kk", "ru"} <= text.keys() and text["kk"] != text["ru"]
    ]


def test_no_text_of_the_specs_is_taken_for_the_other_language_and_swapped_ones_are() -> None:
    every = _every_text()
    is_russian, is_kazakh = wording_lints.is_russian, wording_lints.is_kazakh
    assert not [each for each in every if is_russian(each[0]) or is_kazakh(each[1])]
    swapped = [(ru, kk) for kk, ru in every if len(kk.split()) > 2]
    noticed = [each for each in swapped if is_russian(each[0]) or is_kazakh(each[1])]
    assert len(swapped) > 1000
    assert len(noticed) >= 0.99 * len(swapped)


@pytest.mark.parametrize(
    ("kk", "ru", "what"),
    [
        ("Маман бар", "Есть специалист", ""),  # Kazakh without a letter of its own
        ("Срок для решения", "Срок для решения дела", "kk"),
        ("Мерзімі", "Оценка Әбдірахманова в заявлении", ""),  # one name among four words
        ("Мерзімі", "Әділет министрлігі", "ru"),
        ("Решение принято и подписано", "Шешім қабылданған", "both"),
        ("не табылды", "не найдено", ""),
        ("Одно и то же", "Одно и то же", ""),  # which another lint tells
    ],
)
def test_a_text_in_another_language(specs: Path, kk: str, ru: str, what: str) -> None:
    edit(specs, RATE, "kk: Алым ставкасы, ru: Ставка сбора", f"kk: {kk}, ru: {ru}")
    (read,) = (each for each in _folder(specs).reads if each.path == Path(RATE))
    assert read.file is not None
    found = [each.message.args["what"] for each in wording_lints.other_language(read, read.file)]
    assert found == ([what] if what else [])


# ------------------------------------------------------------------- beside one another


def _copied(specs: Path, old: str, new: str) -> None:
    """A second term entry that is the first one with something changed."""
    text = (specs / STANDARD).read_text("utf-8")
    entry = text[text.index("  - id: area.of_small") : text.index("rules: []")]
    copy = entry.replace("area.of_small", "area.again").replace("Шағын дүңгіршек шағын", "Ауданы")
    assert old in copy
    edit(specs, STANDARD, "rules: []", copy.replace(old, new) + "rules: []")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("max: 50", "max: 50", ["lint_copied"]),
        ("max: 50", "max: 51", []),
        ("Make it smaller", "Make it narrower", []),  # a person does something else
    ],
)
def test_a_requirement_that_is_copied(specs: Path, old: str, new: str, found: list[str]) -> None:
    _copied(specs, old, new)
    sources = _folder(specs).drafts[0].sources
    assert sources is not None
    assert [each.message.key for each in entry_lints.copied(sources)] == found


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("citation: list.8", 1),  # a fee by a clause of the papers
        ("citation: list.6", 0),
        ("citation: law.1", 0),  # of another act nothing is known
    ],
)
def test_a_citation_of_another_row(tmp_path: Path, new: str, found: int) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(PEERS / "specs", specs)
    name = "market-stall-permit/1/standard.yaml"
    text = (specs / name).read_text("utf-8")
    first = text.index("citation: list.6")
    cited = text[first : text.index("\n", first)]
    edit(specs, name, cited, new)
    sources = _folder(specs).drafts[0].sources
    assert sources is not None
    faults = list(entry_lints.other_rows(sources))
    assert len(faults) == found
    assert all(each.message.args["row"] == "documents" for each in faults)
    # A row that cites it twice means it.
    if found:
        edit(specs, name, "citation: list.6", new)
        sources = _folder(specs).drafts[0].sources
        assert sources is not None
        assert list(entry_lints.other_rows(sources)) == []


def test_what_can_stand_nowhere_else_may_cite_another_row(tmp_path: Path) -> None:
    """A term of other moments, and the paper that lifts the ground it is cited by."""
    specs = tmp_path / "specs"
    shutil.copytree(SPECS, specs)
    name = "permanent-departure/2026-348/standard.yaml"

    def rows() -> list[str]:
        drafts = [each.sources for each in _folder(specs).drafts]
        return [
            str(fault.message.args["row"])
            for each in drafts
            if each is not None and each.standard.value["edition"] == "2026-348"
            for fault in entry_lints.other_rows(each)
        ]

    assert rows() == []
    edit(specs, name, "consequence: list.9.9", "consequence: incomplete_package")
    assert rows() == ["refusal"]


def test_an_act_that_does_not_number_by_rows_has_no_rows(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.1")
    assert "cites-other-row" not in ids(specs)


# ------------------------------------------------------------------- the edition before


@pytest.mark.parametrize(
    ("standard", "clauses", "found"),
    [
        (("working_days: 5", "working_days: 5"), None, []),
        # The clause says five, in words.
        (("working_days: 5", "working_days: 4"), None, ["lint_wording_says_old"]),
        # One language has been changed: what differs between languages is told at the text.
        (("working_days: 5", "working_days: 4"), ("is five", "is four"), []),
        (("working_days: 2", "working_days: 4"), None, ["lint_wording_as_before"]),
        (("max: 50", "max: 60"), None, ["lint_wording_as_before"]),
        (("max: 50", "max: 60"), ("The limit of a small", "A limit of a small"), []),
        (('closes: "18:00"', 'closes: "17:00"'), None, ["lint_wording_as_before"]),
        (("severity: error", "severity: warning"), None, []),  # which no text tells
        (("allowed: [small]", "allowed: [small, large]"), None, ["lint_wording_as_before"]),
    ],
)
def test_a_value_that_changed_and_its_texts(
    specs: Path, standard: tuple[str, str], clauses: tuple[str, str] | None, found: list[str]
) -> None:
    second_edition(specs)
    if "closes" in standard[0]:  # the hours are told by what stands in their row
        text = (specs / STANDARD).read_text("utf-8")
        entry = text[text.index("  - id: area.of_small") : text.index("rules: []")]
        entry = entry.replace("area.of_small", "hours.kept").replace("\n", "\n  ").rstrip() + "\n"
        for name in (STANDARD, SECOND):
            edit(specs, name, "  requirements: []", f"  requirements:\n  {entry}")
    edit(specs, SECOND, *standard)
    if clauses is not None:
        edit(specs, SECOND.replace("standard", "clauses"), *clauses)
    faults = _found(specs, change_lints.unsaid_changes)
    assert [each.message.key for each in faults] == found
    new = standard[1].partition(": ")[2]
    for each in faults:
        line = (specs / SECOND).read_text("utf-8").split("\n")[(each.line or 0) - 1]
        assert new.strip("[]").split(", ")[0] in line


def test_what_still_says_the_old_figure_is_named(specs: Path) -> None:
    second_edition(specs)
    edit(specs, SECOND, "working_days: 5", "working_days: 4")
    (fault,) = _found(specs, change_lints.unsaid_changes)
    assert say(fault.message, "en") == ("The value is now “4”; these texts still say “5”: list.1")


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("Ойдан шығарылған бұйрық, ru: Другой приказ, en: Another order", True),
        ("Тағы бір бұйрық, ru: Другой приказ, en: Another order", False),
    ],
)
def test_an_act_that_is_named_as_before(specs: Path, new: str, found: bool) -> None:
    second_edition(specs)
    edit(specs, SECOND, "Тағы бір бұйрық, ru: Другой приказ, en: Another order", new)
    assert ("act-as-before" in ids(specs)) is found


@pytest.mark.parametrize(
    ("value", "source", "found"),
    [
        ("4500", "", False),  # exactly by half
        ("4501", "", True),
        ("1500", "", False),
        ("1499", "", True),
        ("40000", "40 000", False),  # the source repeats it
        ("40000", "4000", True),
    ],
)
def test_a_jump_of_a_dated_value(specs: Path, value: str, source: str, found: bool) -> None:
    edit(specs, RATE, "value: 4000", f"value: {value}")
    text = (specs / RATE).read_text("utf-8")
    head, tail = text.rsplit("source: ", 1)
    tail = tail.replace("заң", f"заң {source}").replace("закон", f"закон {source}")
    tail = tail.replace("law", f"law {source}")
    (specs / RATE).write_text(f"{head}source: {tail}" if source else text, "utf-8")
    assert bool(_found(specs, change_lints.jumps)) is found


# ------------------------------------------------------------------- explanations


_EXPLAINED = """\
# yaml-language-server: $schema=../../../../../validator/schemas/mutants.schema.json
unnoticed:
  - at: {at}
    to: {to}
    reason: {{kk: Себебі бар, ru: Есть причина, en: There is a reason}}
"""


@pytest.mark.parametrize(
    ("at", "to", "change", "found"),
    [
        ("/deadlines/deadline.grant/working_days", "6", None, []),
        ("/deadlines/deadline.grant/working_days", "7", None, ["lint_explains_nothing"]),
        ("/deadlines/deadline.gone/working_days", "6", None, ["lint_explains_nothing"]),
        (
            "/other/area.of_small/check/max",
            "51",
            ("max: 50", "min: 1, max: 50"),
            ["lint_explained_before"],  # a value beside it is new
        ),
        ("/other/area.of_small/check/max", "51", ("working_days: 5", "working_days: 4"), []),
        ("/in_force/from", "", ("working_days: 5", "working_days: 4"), []),
    ],
)
def test_an_explanation_that_outlived_its_value(
    specs: Path, at: str, to: str, change: tuple[str, str] | None, found: list[str]
) -> None:
    explained = specs / "kiosk-permit" / "1" / "mutants.yaml"
    text = _EXPLAINED.format(at=at, to=to)
    explained.write_text(text if to else text.replace("    to: \n", ""), "utf-8")
    if change is not None:
        second_edition(specs)
        edit(specs, SECOND, *change)
    faults = _found(specs, explanation_lints.outlived)
    assert [each.message.key for each in faults] == found
    if change is not None and found:  # whoever looked at it again wrote another reason
        edit(specs, "kiosk-permit/2/mutants.yaml", "There is a reason", "There still is one")
        assert _found(specs, explanation_lints.outlived) == []
