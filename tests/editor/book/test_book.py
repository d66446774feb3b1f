"""The book of an edition: what stands in it, and that everybody can read it.

The pages are made by the installed command, parsed strictly, and looked at in Chromium where there
is one; `CI_NO_SKIP=1` makes its absence a failure.
"""

from __future__ import annotations

import calendar
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Final
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]  # publishes no types
import pytest

import validator
from tests.absent import absent
from tests.command import call
from tests.project import COMMAND, ROOT, SERVICES
from tests.then import THEN
from validator.editor.book.book_words import language_of
from validator.editor.book.clause_places import rows_of_clauses
from validator.editor.stories import read_cases
from validator.explanation.checked import check_lines, unless_given, when_lines
from validator.law.money import Times
from validator.model import CYRILLIC, LANGUAGES
from validator.output.html import stylesheet
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition
from validator.standard.shapes import ROWS
from validator.words.messages import term

TEMPLATES: Final = ROOT / "validator" / "editor" / "book"
OTHER_SPECS: Final = SERVICES / "specs"
STANDARD: Final = "medical-activity-licence"
YEAR: Final = 2026
OF_THEN: Final = ["--specs", str(THEN), "--standard", STANDARD]
FOUR_EDITIONS: Final = {
    "ministry": [*OF_THEN, "--edition", "2025-93"],
    "statute": [*OF_THEN, "--edition", "2023-202-v"],
    "one language": [*OF_THEN, "--edition", "2025-93", "--lang", "ru"],
    "another service": ["--specs", str(OTHER_SPECS), "--edition", "2"],
}


def run(*args: str) -> CompletedProcess[str]:
    return call("spec", "book", *args)


def written(folder: Path, *args: str) -> str:
    path = folder / "book.html"
    done = run(*args, "--year", str(YEAR), "-o", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.count("\n") == 1
    assert str(path) in done.stderr
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("book"), *FOUR_EDITIONS["ministry"])


@pytest.fixture(scope="module", params=FOUR_EDITIONS)
def any_book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, book: str
) -> str:
    if request.param == "ministry":
        return book
    return written(tmp_path_factory.mktemp("any"), *FOUR_EDITIONS[request.param])


@pytest.fixture(scope="module")
def edition() -> Edition:
    return validator.load_edition(STANDARD, edition="2025-93", specs=THEN)


@cache
def parsed(text: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    return tree


@cache
def words(element: Element) -> str:
    """The text of an element, as a reader sees it."""
    return " ".join("".join(element.itertext()).split())


@cache
def by_ids(tree: Element) -> dict[str, Element]:
    named = [(name, each) for each in tree.iter() if (name := each.get("id")) is not None]
    assert len(named) == len(dict(named))
    return dict(named)


def by_id(tree: Element, name: str) -> Element:
    return by_ids(tree)[name]


def classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def of_class(tree: Element, name: str) -> list[Element]:
    return [each for each in tree.iter() if name in classes(each)]


def tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


# ------------------------------------------------------------------ a page that all can read


def test_it_is_well_formed(any_book: str) -> None:
    assert any_book.startswith("<!DOCTYPE html>")
    parsed(any_book)


def test_it_needs_nothing_else(any_book: str) -> None:
    tree = parsed(any_book)
    assert not {"script", "link", "img", "iframe", "object", "base"} & {tag(e) for e in tree.iter()}
    links = [each.get("href") or "" for each in tree.iter("a")]
    assert all(each.startswith("#") for each in links)
    assert not any(name in {"src", "srcset", "style"} for e in tree.iter() for name in e.attrib)
    (style,) = tree.iter("style")
    assert not re.search(r"url\(|@import|@font-face", style.text or "")


def test_ids_are_unique_and_links_lead_somewhere(any_book: str) -> None:
    tree = parsed(any_book)
    ids = [each.get("id") for each in tree.iter() if each.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert not any(re.search(r"\s", each or " ") for each in ids)
    linked = {(each.get("href") or "").removeprefix("#") for each in tree.iter("a")}
    named = {
        name
        for each in tree.iter()
        for word in ("aria-labelledby", "aria-describedby")
        for name in (each.get(word) or "").split()
    }
    assert linked | named <= set(ids)


def test_headings_go_down_by_one(any_book: str) -> None:
    levels = [int(tag(e)[1]) for e in parsed(any_book).iter() if re.fullmatch("h[1-6]", tag(e))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_there_are_landmarks_and_a_way_past_them(any_book: str) -> None:
    tree = parsed(any_book)
    assert len(list(tree.iter("main"))) == 1
    assert all(each.get("aria-labelledby") for each in tree.iter("nav"))
    assert all(each.get("aria-labelledby") for each in tree.iter("section"))
    (body,) = tree.iter("body")
    books = of_class(tree, "book")
    first = list(body)[: len(books)]
    for skip, shown in zip(first, books, strict=True):
        assert "skip" in classes(skip)
        lang = shown.get("id")
        assert skip.get("href") == f"#{lang}-law"
        assert skip.get("lang") == lang == shown.get("lang")


def test_tables_and_drawings_say_what_they_are(any_book: str) -> None:
    tree = parsed(any_book)
    for table in tree.iter("table"):
        assert words(next(table.iter("caption")))
        assert all(th.get("scope") for th in table.iter("th"))
        assert any(tag(e) == "th" for e in table.iter())
    drawings = [each for each in tree.iter() if tag(each) == "svg"]
    assert drawings
    for svg in drawings:
        told = {tag(each) for each in svg} >= {"title", "desc"} and svg.get("role") == "img"
        assert told or svg.get("aria-hidden") == "true"


ABBREVIATED: Final = re.compile(r"«.»|\bі\b|\b[А-ЯҚӘІҢҒҮҰӨҺ]{2,}\b")
"""Letters that are spoken of and the numbers of acts, which are the same in every language."""


def texts(element: Element, lang: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Every text with the language that it is marked with."""
    lang = element.get("lang") or lang
    if tag(element) == "style":
        return
    yield element.text or "", lang
    for name in ("abbr", "data-label"):
        yield element.get(name) or "", lang
    for child in element:
        yield from texts(child, lang)
        yield child.tail or "", lang


def test_every_text_is_marked_with_its_language(any_book: str) -> None:
    found = dict.fromkeys(LANGUAGES, 0)
    for text, lang in texts(parsed(any_book)):
        if not text.strip() or lang is None:
            continue
        found[lang] += 1
        told = language_of(ABBREVIATED.sub("", text))
        if told != "en":  # Latin letters may be an id in any language
            assert lang in ({"kk"} if told == "kk" else CYRILLIC), text
    assert found["ru"] > 500


def test_no_word_is_missing(any_book: str) -> None:
    text = " ".join(words(body) for body in parsed(any_book).iter("body"))
    assert not re.search(
        r"\b(book|explain|standing|encoding|outcome|duty|severity|consequence)\.[a-z]\w*\.?\w*\b",
        re.sub(r"duplicate\.\w+", "", text),
    )
    for template in TEMPLATES.glob("*.j2"):
        source = template.read_text(encoding="utf-8")
        for key in re.findall(r'(?:\bt|\])\("([a-z_.]+)"[,)]', source):
            assert all(term(key, lang) != key for lang in LANGUAGES), key


# ------------------------------------------------------------------------------- colours

PAIRS: Final = [
    *((text, ground) for text in ("ink", "muted", "link", "good", "warn", "bad")
      for ground in ("paper", "sheet")),
    *(("ink", ground) for ground in ("weekend", "holiday", "loud")),
    ("muted", "weekend"),
    ("warn", "loud"),
    ("paper", "ink"),
]  # fmt: skip


def themes() -> dict[str, dict[str, str]]:
    style = stylesheet("style.css", TEMPLATES)
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    light, dark, paper = (dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", each)) for each in blocks)
    return {"light": light, "dark": light | dark, "print": light | paper}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_colours_contrast(theme: str, text: str, ground: str) -> None:
    colours = themes()[theme]
    low, high = sorted(luminance(colours[each]) for each in (text, ground))
    assert (high + 0.05) / (low + 0.05) >= 4.5


# ------------------------------------------------------------------------- what stands in it


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_clause_stands_in_its_row(book: str, edition: Edition, lang: str) -> None:
    tree = parsed(book)
    rows = rows_of_clauses(edition)
    for number, row in enumerate(ROWS, start=1):
        shown = by_id(tree, f"{lang}-row-{number}")
        found = [each.get("id") for each in of_class(shown, "clause")]
        assert found == [f"{lang}-clause-{name}" for name, where in rows.items() if where == row]
    for clause in edition.regulation.clauses.values():
        said = words(by_id(tree, f"{lang}-clause-{clause.id}"))
        assert clause.name is not None
        assert f"{clause.name[lang][1:]} {clause.id}" in said
        assert clause.says[lang] in said
        assert term(f"encoding.{clause.encoding}", lang) in said
        for text in (clause.reason, clause.interpretation, clause.open_point):
            assert text is None or text[lang] in said
        if clause.standing is not None:
            assert term(f"standing.{clause.standing}", lang) in said


def test_rows_of_the_list_hold_its_clauses(edition: Edition) -> None:
    for clause, row in rows_of_clauses(edition).items():
        sort, _, number = clause.partition(".")
        if sort == "list":
            assert row == ROWS[int(number.split(".")[0]) - 1]
        else:  # articles of the law stand where they are checked
            article = number.partition(".")[0] if sort == "law" else ""
            rows = {"25": "result", "31": "fees", "33": "documents", "43": "deadlines"}
            rows["48"] = "schedule"
            assert row == rows.get(article, "rules")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_requirement_stands_beside_its_clause(book: str, edition: Edition, lang: str) -> None:
    tree = parsed(book)
    for rule in edition.rules:
        requirement = rule.requirement
        home = next(iter(requirement.citations.values()))
        (card,) = (
            each
            for each in of_class(by_id(tree, f"{lang}-clause-{home}"), "demand")
            if each.get("id") == f"{lang}-requirement-{requirement.id}"
        )
        said = words(card)
        assert requirement.title[lang] in said
        assert requirement.fix[lang] in said
        assert term(f"duty.{requirement.duty.value}", lang) in said
        assert term(f"severity.{requirement.severity.value}", lang) in said
        assert requirement.who is None or requirement.who[lang] in said
        for service in requirement.services:
            assert edition.code_lists["services"][service][lang] in said
        told = [*when_lines(rule, lang)] or [("", (term("book.always", lang),))]
        assert all(of in said and line in said for of, lines in told for line in lines)
        told_too = [*check_lines(rule, lang), *unless_given(rule, lang)]
        assert all(" ".join(line.split()) in said for line in told_too)  # numbers hold hard spaces
        for clause in requirement.citations.values():
            others = by_id(tree, f"{lang}-clause-{clause}")
            assert requirement.id in words(others)
        if requirement.consequence in edition.grounds:
            assert requirement.consequence in said
            assert requirement.id in words(by_id(tree, f"{lang}-clause-{requirement.consequence}"))
        assert requirement.id in words(by_id(tree, f"{lang}-index"))


def _wanted() -> dict[str, list[tuple[str, str]]]:
    """The outcome that each case expects of a requirement, and the case's name."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for case in read_cases(Catalogue(THEN).draft(STANDARD, "2025-93")):
        expected = dict.fromkeys(case.expect.get("failed", ()), "failed")
        for name, outcome in (expected | dict(case.expect.get("outcomes", {}))).items():
            wanted.setdefault(name, []).append((outcome, " ".join(case.name.split())))
    return wanted


def test_every_case_stands_with_what_it_expects(book: str, edition: Edition) -> None:
    tree, wanted = parsed(book), _wanted()
    for rule in edition.rules:
        name = rule.requirement.id
        details = next(by_id(tree, f"en-requirement-{name}").iter("details"))
        found, outcome = [], ""
        for each in details.iter():
            outcome = words(each) if "outcome" in classes(each) else outcome
            if tag(each) == "li":
                found.append((outcome, words(each)))
        told = [(term(f"outcome.{outcome}", "en"), case) for outcome, case in wanted[name]]
        assert sorted(found) == sorted(told)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_cases_named_in_another_language_are_counted(
    book: str, edition: Edition, lang: str
) -> None:
    tree, wanted = parsed(book), _wanted()
    for rule in edition.rules:
        section = by_id(tree, f"{lang}-requirement-{rule.requirement.id}")
        cases = words(of_class(section, "cases")[0])
        outcomes = [outcome for outcome, _ in wanted[rule.requirement.id]]
        assert cases.startswith(term("book.cases", lang, number=len(outcomes)))
        for outcome in set(outcomes):
            assert f"{term(f'outcome.{outcome}', lang)} {outcomes.count(outcome)}" in cases
        assert not [each for _, each in wanted[rule.requirement.id] if each in words(section)]


def test_the_front_says_which_edition_it_is(book: str, edition: Edition) -> None:
    for lang in LANGUAGES:
        front = words(of_class(by_id(parsed(book), lang), "about")[0])
        assert edition.regulation.act[lang] in front
        assert edition.regulation.spec_sha256 in front
        assert term(f"standing.{edition.regulation.standing}", lang) in front
        assert term("book.authority.ministry", lang) in front
        assert term("book.only_outline", lang) not in front
        assert lang != "en" or "since 18 November 2025" in front


def test_an_outline_says_so_loudly(tmp_path: Path) -> None:
    tree = parsed(written(tmp_path, *FOUR_EDITIONS["statute"]))
    for lang in LANGUAGES:
        (warning,) = of_class(of_class(by_id(tree, lang), "about")[0], "warning")
        assert warning.get("role") == "note"
        assert term("book.only_outline", lang) in words(warning)
        assert term("outline", lang) in words(warning)


def test_an_edition_that_has_ended_has_the_rates_of_its_last_day(tmp_path: Path) -> None:
    tree = parsed(written(tmp_path, *FOUR_EDITIONS["statute"], "--lang", "en"))
    (offer, *_) = of_class(tree, "offer")
    assert "39,320 tenge at the rates since 1 January 2025" in words(offer)


def test_the_chart_and_the_table_have_every_value(book: str, edition: Edition) -> None:
    (amount,) = (e.what for e in edition.setting.fees if isinstance(e.what, Times))
    shown = by_id(parsed(book), f"en-parameter-{amount.parameter.id}")
    rows = [[words(cell) for cell in tr] for tr in next(shown.iter("tbody"))]
    for dated, row in zip(reversed(amount.parameter.values), rows, strict=True):
        assert row[1] == f"{dated.value:,}"
        assert row[2:] == [term(f"standing.{dated.standing}", "en"), dated.source["en"]]
    assert words(shown[1]) == "Known until 31 December 2026; a fee paid later is not decided."
    assert [words(e) for e in of_class(shown, "middle")][-1] == "2026"
    paths = [each for each in shown.iter() if {"certain", "uncertain"} & set(classes(each))]
    assert len(paths) == 2 * len(rows) - 1
    numbers = [float(n) for path in paths for n in re.findall(r"[\d.]+", path.get("d") or "")]
    assert 0 < min(numbers) <= max(numbers) <= 360


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calendar_counts_the_working_days(book: str, edition: Edition, lang: str) -> None:
    days = edition.setting.calendar
    shown = by_id(parsed(book), f"{lang}-calendar")
    total = 0
    for number, month in enumerate(of_class(shown, "month"), start=1):
        length = calendar.monthrange(YEAR, number)[1]
        dates = [date(YEAR, number, day) for day in range(1, length + 1)]
        working = [day for day in dates if days.is_working(day)]
        total += len(working)
        assert words(next(month.iter("caption"))).endswith(f": {len(working)}")
        cells = of_class(month, "day")
        assert len(cells) == length
        for day, cell in zip(dates, cells, strict=True):
            off = days.day_off(day)
            assert ("work" in classes(cell)) is (off is None)
            assert ("holiday" in classes(cell)) is (off is not None and off.name is not None)
            estimated = off is not None and off.estimated
            assert ("estimated" in classes(cell)) is estimated is words(cell).startswith("≈")
            if off is not None and off.name is not None:
                assert off.name[lang] in words(month)
    assert str(total) in words(shown)


def test_a_saturday_that_is_worked_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "book.html"
    assert run("--specs", str(OTHER_SPECS), "--year", "2025", "-o", str(path)).returncode == 0
    shown = by_id(parsed(path.read_text(encoding="utf-8")), "en-calendar")
    (may,) = [month for month in of_class(shown, "month") if words(month).startswith("May")]
    (worked,) = of_class(may, "worked")
    assert words(worked) == "17"
    assert f"17 {term('book.day.worked', 'en')}" in words(may)
    assert "16 Bee Day" in words(shown)


def matrix(tree: Element) -> dict[str, list[str]]:
    table = next(by_id(tree, "en-documents").iter("table"))
    return {
        words(tr[0]): [classes(cell)[1] for cell in tr if "mark" in classes(cell)]
        for tr in next(table.iter("tbody"))
    }


def test_documents_by_service_and_applicant(book: str) -> None:
    """Columns: issue, re-issue, duplicate, each for an individual and a legal entity."""
    cells = matrix(parsed(book))
    found = {
        number: row for name, row in cells.items() for number in re.findall(r"form”: (\d)", name)
    }
    y, n, c = "always", "no", "if"
    assert found == {
        "2": [y, n, y, n, n, n],
        "3": [n, y, n, y, n, n],
        "4": [n, n, n, n, y, n],
        "5": [n, n, n, n, n, y],
    }
    (diploma,) = (row for name, row in cells.items() if name.startswith("Diploma"))
    assert diploma == [c, c, n, n, n, n]
    (condition,) = (
        words(tr[1])
        for tr in next(next(by_id(parsed(book), "en-documents").iter("table")).iter("tbody"))
        if words(tr[0]).startswith("Diploma")
    )
    assert "Staff: “Year the specialist finished studies”: ≤ 2014" in condition
    assert "Applicant: “Year the applicant finished studies”: ≤ 2014" in condition
    (change,) = (row for name, row in cells.items() if name.startswith("Evidence"))
    assert change == [n, n, c, c, n, n]


def test_what_the_specs_say_is_never_markup(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(OTHER_SPECS, specs)
    file = specs / "beekeeping-permit" / "2" / "standard.yaml"
    text = file.read_text(encoding="utf-8")
    hostile = "<script>alert(1)</script> & </style>"
    file.write_text(text.replace("Permit to keep bees on public land", hostile), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != text
    made = written(tmp_path, "--specs", str(specs), "--lang", "en")
    assert "<script" not in made
    assert words(next(parsed(made).iter("h1"))) == hostile


# ------------------------------------------------------------------------------ the command


def test_equal_specs_give_equal_bytes(book: str) -> None:
    command = [str(COMMAND), "spec", "book", *FOUR_EDITIONS["ministry"], "--year", str(YEAR)]
    lang = "ru_RU.UTF-8"
    machine = {"PYTHONHASHSEED": "1", "TZ": "America/Lima", "LANG": lang, "LC_ALL": lang}
    made = subprocess.run(command, capture_output=True, check=True, env=os.environ | machine)
    assert made.stdout.decode() == book


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_language(tmp_path: Path, lang: str) -> None:
    tree = parsed(written(tmp_path, *FOUR_EDITIONS["another service"], "--lang", lang))
    assert tree.get("lang") == lang
    assert [each.get("lang") for each in of_class(tree, "book")] == [lang]
    assert of_class(tree, "languages") == []
    assert of_class(tree, "translations") == []


def test_a_year_that_the_calendar_does_not_know() -> None:
    done = run("--specs", str(THEN), "--standard", STANDARD, "--year", "1999")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "validator: The calendar covers the years 2018 to 2030, not 1999"
    ]


def test_a_book_is_of_one_standard(tmp_path: Path) -> None:
    shutil.copytree(THEN, tmp_path, dirs_exist_ok=True)
    shutil.copytree(OTHER_SPECS, tmp_path, dirs_exist_ok=True)
    done = run("--specs", str(tmp_path))
    assert done.returncode == 2
    assert "--standard" in done.stderr
    assert run("--specs", str(tmp_path), "--standard", "beekeeping-permit").returncode == 0


# -------------------------------------------------------------------------------- in a browser

DARK, LIGHT = 0, 1
"""What Chromium calls the colour schemes."""
SHOWN: Final = {
    LIGHT: [*((lang, 360) for lang in LANGUAGES), ("kk", 1400)],
    DARK: [("en", 360), ("en", 1400)],
}
"""In which language and on which width a book is looked at, by the scheme."""

MEASURE: Final = """
<!DOCTYPE html><meta charset="utf-8"><body>
<script>
const light = c => { const p = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
  .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2]; };
const clear = c => c === "transparent" || /, 0\\)$/.test(c);
function measure(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, root = page.documentElement;
  for (const each of page.querySelectorAll("details")) each.open = true;
  const parts = [...page.querySelectorAll(".cover, .bar, .book")].filter(e => e.checkVisibility());
  const inside = selector => parts.flatMap(each => [...each.querySelectorAll(selector)]);
  const wide = inside("*").filter(e => e.getBoundingClientRect().right > root.clientWidth
    && e.checkVisibility() && !e.closest(".visually-hidden"));
  const faint = [];
  for (const part of parts) for (
    const walker = page.createTreeWalker(part, NodeFilter.SHOW_TEXT); walker.nextNode();
  ) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest(".visually-hidden"))
      continue;
    let ground = e;
    while (ground && clear(view.getComputedStyle(ground).backgroundColor))
      ground = ground.parentElement;
    const style = view.getComputedStyle(e);
    const pair = [style[e.closest("svg") ? "fill" : "color"],
                  view.getComputedStyle(ground).backgroundColor];
    const [low, high] = pair.map(light).sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.push([walker.currentNode.data, ...pair]);
  }
  return {
    overflow: root.scrollWidth - root.clientWidth,
    wide: wide.slice(0, 5).map(e => e.outerHTML.slice(0, 120)),
    faint: faint.slice(0, 5),
    shown: parts.map(e => e.id).filter(id => id),
    title: page.querySelector("h1").innerText,
    measure: Math.max(0, ...inside("p, dd, li")
      .map(e => e.clientWidth / parseFloat(view.getComputedStyle(e).fontSize))),
    beside: inside(".clause").map(e =>
      e.children[0].getBoundingClientRect().right <= e.children[1].getBoundingClientRect().left),
    background: view.getComputedStyle(page.body).backgroundColor,
  };
}
addEventListener("load", () => {
  const found = Object.fromEntries([...document.querySelectorAll("iframe")]
    .map(each => [each.id, measure(each)]));
  document.body.innerHTML = "";
  document.body.append(JSON.stringify(found));
});
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        absent("Chromium")
    return found


def browse(chromium: str, profile: Path, page: str, *args: str) -> str:
    fixed = [
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *("--allow-file-access-from-files", "--hide-scrollbars", f"--user-data-dir={profile}"),
    ]
    done = subprocess.run(
        [chromium, *fixed, *args, page], capture_output=True, timeout=60, check=True
    )
    return done.stdout.decode()


def measured(chromium: str, folder: Path, book: str, scheme: int) -> dict[str, Any]:
    (folder / "book.html").write_text(book, encoding="utf-8")
    frames = "".join(
        f'<iframe id="{lang} {width}" src="book.html#{lang}-law" '
        f'style="width: {width}px; height: 800px; border: 0"></iframe>'
        for lang, width in SHOWN[scheme]
    )
    (folder / "measure.html").write_text(MEASURE + frames, encoding="utf-8")
    setting = f"--blink-settings=preferredColorScheme={scheme}"
    page = (folder / "measure.html").as_uri()
    dumped = browse(chromium, folder / "profile", page, "--dump-dom", setting)
    (answer,) = re.findall(r"<body[^>]*>(\{.*\})", dumped)
    found: dict[str, Any] = json.loads(unescape(answer))
    return found


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=["dark", "light"])
def test_it_looks_right(chromium: str, tmp_path: Path, book: str, scheme: int) -> None:
    """A smaller book in the dark, which differs in nothing but colours."""
    edition = validator.load_edition(STANDARD, edition="2025-93", specs=THEN)
    if scheme == DARK:
        book = written(tmp_path, *FOUR_EDITIONS["another service"])
        edition = validator.load_edition("beekeeping-permit", edition="2", specs=OTHER_SPECS)
    found = measured(chromium, tmp_path, book, scheme)
    assert len(found) == len(SHOWN[scheme])
    for name, page in found.items():
        lang, _, width = name.partition(" ")
        assert (page["overflow"], page["wide"]) == (0, []), name
        assert page["faint"] == [], name
        assert page["shown"] == [lang], name  # a link into a language shows that language alone
        assert page["title"].replace("\n", " ") == edition.regulation.title[lang]
        assert page["measure"] <= 45, name  # about 75 characters
        assert set(page["beside"]) == {width == "1400"}, name
        assert (page["background"] == "rgb(20, 25, 27)") is (scheme == DARK)


def test_it_can_be_pictured(chromium: str, tmp_path: Path, book: str) -> None:
    (tmp_path / "book.html").write_text(book, encoding="utf-8")
    picture = tmp_path / "book.png"
    page = (tmp_path / "book.html").as_uri()
    size = "--window-size=500,1500"
    browse(chromium, tmp_path / "profile", page, f"--screenshot={picture}", size)
    head = picture.read_bytes()
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20]) == 500
    assert len(head) > 40_000  # an empty page is a tenth of that


def test_it_prints_one_language_and_every_case(chromium: str, tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        absent("pdftotext")
    written(tmp_path, *FOUR_EDITIONS["another service"])
    printed = tmp_path / "book.pdf"
    page = f"{(tmp_path / 'book.html').as_uri()}#en"
    browse(chromium, tmp_path / "profile", page, f"--print-to-pdf={printed}")
    text = subprocess.run([reader, printed, "-"], capture_output=True, check=True).stdout.decode()
    shown = " ".join(text.split())
    for case in read_cases(Catalogue(OTHER_SPECS).draft("beekeeping-permit", "2")):
        assert case.name in shown or not case.expect.get("outcomes")  # folded on a screen
    assert term("book.documents", "en") in shown
    assert term("book.documents", "ru") not in shown
    assert "Русский" not in shown


# -------------------------------------------------------------------- what the edition changes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chapter_tells_what_the_edition_changes(book: str, lang: str) -> None:
    chapter = by_id(parsed(book), f"{lang}-changes")
    quiet = [words(each) for each in of_class(chapter, "quiet")]
    assert any(each.startswith("deadline.issue") and "15 → 13" in each for each in quiet)
    loud = [words(each) for each in of_class(chapter, "loud")]
    assert any("documents.proof_of_payment" in each for each in loud)
    assert all(term("diff.effect.loosened", lang) in each for each in loud)
    assert term("diff.ground.removed", lang, ground="law.32.1.1") in words(chapter)
    (folded,) = chapter.iter("details")  # mere wording
    assert term("diff.section.wording", lang) in words(folded)


def test_what_is_changed_has_a_bar_and_its_word(book: str) -> None:
    tree = parsed(book)
    marked = {
        each.get("id", "").removeprefix("en-clause-"): words(of_class(each, "change")[0])
        for each in of_class(by_id(tree, "en"), "changed")
    }
    assert marked["list.3.1"] == "New in this edition"
    assert marked["law.25.1"] == "Changed in this edition"  # in what we read it to say
    unmarked = {each.get("id", "") for each in of_class(tree, "clause")} - {
        f"en-clause-{each}" for each in marked
    }
    assert unmarked


def test_the_first_edition_changes_nothing(tmp_path: Path) -> None:
    tree = parsed(written(tmp_path, *FOUR_EDITIONS["statute"], "--lang", "en"))
    assert "en-changes" not in by_ids(tree)
    assert not of_class(tree, "changed")


def test_rows_fold_without_a_script(book: str) -> None:
    for row in of_class(parsed(book), "row"):
        (fold,) = [each for each in row.iter("details") if "fold" in classes(each)]
        assert fold.get("open") is None
        summary = fold[0]
        assert (tag(summary), tag(summary[0])) == ("summary", "h3")
    style = stylesheet("style.css", TEMPLATES)
    assert ".fold::details-content { content-visibility: visible" in style


def test_the_calendar_is_of_a_year_of_the_edition(tmp_path: Path) -> None:
    path = tmp_path / "book.html"
    done = run(*FOUR_EDITIONS["statute"], "--lang", "en", "-o", str(path))  # until 17 November 2025
    assert done.returncode == 0
    title = by_id(parsed(path.read_text(encoding="utf-8")), "en-calendar-title")
    assert words(title) == "Working days of 2025"
