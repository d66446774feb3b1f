"""Reports as a web page: all that the text says, escaped, with nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]  # publishes no types
import pytest

from tests.project import ROOT
from validator.bundle import read_bundle
from validator.engine import Options, assess
from validator.model import LANGUAGES
from validator.output import render
from validator.output.gathering import tell_together
from validator.output.view import View
from validator.report import Report
from validator.standard.catalogue import Catalogue

SERVICES: Final = ROOT / "tests" / "services"
CATALOGUE: Final = Catalogue(SERVICES / "specs")
OPTIONS: Final = Options(clock=datetime(2026, 11, 22, 12, tzinfo=UTC))
REPORTS: Final = [
    assess(CATALOGUE, read_bundle(each, name=each.name), OPTIONS)
    for each in sorted((SERVICES / "bundles").iterdir())
]
OUTSIDE: Final = {"a", "base", "form", "iframe", "img", "link", "object", "script", "svg"}
"""Elements that fetch, run or lead anywhere."""


def _page(reports: Sequence[Report], lang: str = "en") -> Element:
    """The page of some reports, which has to be right to the letter of HTML5."""
    text = tell_together(reports, "html", View(lang))
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS, ids=lambda each: str(each.bundle))
def test_the_page_says_what_the_text_says(report: Report, lang: str) -> None:
    """All of it as often as the text in full does, though in another order."""
    text = render(report, "text", lang=lang, width=100_000, full=True)
    lines = Counter(re.sub(r"^ *(\d+\.|–)? *", "", each) for each in text.splitlines() if each)

    page = _page([report], lang)

    told = Counter(_lines(page))
    assert {each: often for each, often in lines.items() if told[each] < often} == {}
    assert page.get("lang") == lang


@pytest.mark.parametrize("report", REPORTS, ids=lambda each: str(each.bundle))
def test_what_is_to_be_done_comes_first_and_the_annex_last(report: Report) -> None:
    page = _page([report])
    (article,) = page.iter("article")
    told = [each for each in _lines(article) if each]
    order = [
        _where(told, lambda each: each.startswith("Applicant: ")),
        _where(told, lambda each: each.startswith(("What the applicant", "Still to do"))),
        _where(told, lambda each: each == "Papers"),
        _where(told, lambda each: each.endswith("submission to decision")),
        _where(told, lambda each: each == "Fee"),
        _where(told, lambda each: each == "A person decides"),
        _where(told, lambda each: each.startswith("Evaluated ")),
        _where(told, lambda each: each.startswith("Annex: ")),
        _where(told, lambda each: each == "Numbers"),
    ]
    found = [each for each in order if each is not None]
    assert found == sorted(found)
    assert len(found) >= len(order) - 2  # one has nothing to mend, one nothing for a person
    (annex,) = page.iter("details")
    assert "open" in annex.attrib  # else it would not be printed
    assert report.manifest_sha256 is not None
    assert report.manifest_sha256 in "".join(annex.itertext())


def _where(told: Sequence[str], fits: Callable[[str], bool]) -> int | None:
    return next((at for at, each in enumerate(told) if fits(each)), None)


def _lines(tree: Element) -> list[str]:
    """What stands in each element that has a text of its own."""
    return [" ".join((each.text or "").split(" ")) for each in tree.iter() if each.text]


def test_numbers_and_marks_are_told_to_the_style() -> None:
    report = next(each for each in REPORTS if each.bundle == "extend-at-fault")

    items = [each.get("data-number") for each in _page([report]).iter("div")]

    numbered = [each for each in items if each is not None]
    assert numbered == [f"{each}." for each in range(1, len(numbered) + 1)]
    assert numbered


def test_the_policy_lets_in_the_style_of_the_page_alone() -> None:
    page = _page(REPORTS)
    (style,) = page.iter("style")
    (policy,) = (
        each.get("content", "")
        for each in page.iter("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()

    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert OUTSIDE.isdisjoint(each.tag for each in page.iter())
    assert not [each for each in page.iter() if "style" in each.attrib]
    assert not re.search(r"url\(|@import", style.text or "")


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "&lt;b&gt;"],
)
def test_what_a_bundle_is_called_is_text(name: str) -> None:
    page = _page([replace(REPORTS[0], bundle=name)])

    (headline,) = page.iter("h2")
    assert (headline.text or "").endswith(f" · {name}")
    assert OUTSIDE.isdisjoint(each.tag for each in page.iter())


def test_signs_that_nobody_sees_are_shown() -> None:
    page = render(replace(REPORTS[0], bundle="a\u202eb\u0007c"), "html")

    assert "\u202e" not in page
    assert "\u0007" not in page


def test_each_report_is_an_article_and_several_have_totals() -> None:
    for reports in (REPORTS[:1], REPORTS):
        page = _page(reports)
        totals = [each for each in page.iter("p") if each.get("class") == "summary"]

        assert len(list(page.iter("article"))) == len(reports)
        assert len(totals) == (len(reports) > 1)
