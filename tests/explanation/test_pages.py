"""What `explain` says of a requirement hangs on everything that decides it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from shutil import copytree
from typing import Final

import pytest

import validator
from tests.checks.made import STANDARD as STANDARD_FILE
from tests.checks.made import compiled, kiosk
from tests.project import KIOSK, SERVICES
from tests.then import THEN
from validator.editor.mutants import DROPPED
from validator.editor.mutate import mutants
from validator.errors import SpecError
from validator.explanation.pages import explain
from validator.model import LANGUAGES
from validator.standard.catalogue import Catalogue
from validator.words.messages import term

STANDARD: Final = "medical-activity-licence"
NAMES: Final = {"kk": "9-жол, 2) тармақша", "ru": "строка 9, пп. 2", "en": "row 9, item 2"}
"""What readers of the order call list.9.2."""
EDITIONS: Final = [
    (THEN, STANDARD, "2025-93"),
    (THEN, STANDARD, "2023-202-v"),
    (SERVICES / "specs", "beekeeping-permit", "1"),
]


def said(name: str, lang: str = "en", edition: str = "2025-93") -> str:
    """On one line, as its breaks are of no account here."""
    text = explain(validator.load_edition(STANDARD, edition=edition, specs=THEN), name, lang)
    return " ".join(text.split())


def test_whatever_decides_a_requirement_is_told() -> None:
    """One change of each place in a requirement of each kind, whichever edition has it."""
    tried: set[tuple[object, ...]] = set()
    unusable = Counter[tuple[object, ...]]()  # most of a sort are so where two are
    untold = []
    known: set[str] = set()
    for specs, *names in (EDITIONS[-1], EDITIONS[0]):  # the small one is compiled in no time
        catalogue = Catalogue(specs)
        sources, made = catalogue.sources(*names), catalogue.edition(*names)
        found = {rule.requirement.id: rule.requirement.kind for rule in made.rules}
        kinds = {name: kind for name, kind in found.items() if kind not in known}
        known |= set(found.values())
        for mutant in mutants(sources, made):
            kind = kinds.get(mutant.owner)
            way = (isinstance(key, int) or key for key in mutant.keys)
            sort = (kind, *way, mutant.new is DROPPED, mutant.step)
            if mutant.file != "standard" or kind is None or sort in tried or unusable[sort] > 1:
                continue  # hours, grounds and days in force are the edition's, not a requirement's
            changed = sources.altered("standard", mutant.applied(sources.standard.value))
            try:
                after = explain(changed.compile(), mutant.owner, "en")
            except SpecError:
                unusable[sort] += 1
                continue
            tried.add(sort)
            if after == explain(made, mutant.owner, "en"):
                untold.append(f"{mutant.name}: {mutant.change}")
    assert len(tried) > 250
    assert untold == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_requirement_says_what_is_checked(edition: tuple[Path, str, str], lang: str) -> None:
    made = Catalogue(edition[0]).edition(*edition[1:])
    for rule in made.rules:
        text = explain(made, rule.requirement.id, lang)
        assert f"\n  {term('explain.check', lang)}: " in text
        assert not re.search(r"\b(check|aspect|sum|unit)\.[a-z]", text)


def test_figures_stand_with_the_names_of_fields() -> None:
    notice = said("notice.in_time")
    assert "earlier date: Time the notice of the visit was sent later date: Time of the visit" in (
        notice
    )
    assert "at least: 24 h" in notice
    assert "working days: 13" in said("deadline.issue")
    assert "at most 20 MiB (20,971,520 B)" in said("documents.files")
    assert "its entry says: “Number of the application form”: 2" in (
        said("documents.issue_form_individual")
    )
    assert "not met while “Territorial department addressed” is not given" in (
        said("provider.addressed")
    )


def test_lists_that_name_a_field_differently_each_have_their_condition() -> None:
    told = said("documents.diploma")
    assert "When: Staff: “Year the specialist finished studies”: ≤ 2014" in told
    assert "When: Applicant: “Year the applicant finished studies”: ≤ 2014" in told
    assert "Staff: earlier date: Year the specialist finished studies" in said("dates.studies")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_ground_is_called_one_once(lang: str) -> None:
    ground = term("consequence.ground", lang)
    fee = said("fee.issue", lang)
    assert fee.count(ground) == 1
    assert f"{ground} – {NAMES[lang]} (list.9.2): " in fee
    assert said("list.9.2", lang).startswith(f"{NAMES[lang]} (list.9.2) – {ground}: ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_an_incomplete_package_leads_to_is_said_by_the_standard(
    tmp_path: Path, lang: str
) -> None:
    own = {each: f"{each}: come again" for each in LANGUAGES}
    words = "".join(f'    {each}: "{said}"\n' for each, said in own.items())
    change = (
        STANDARD_FILE,
        "  grounds: [list.2]\n",
        f"  grounds: [list.2]\n  incomplete_package:\n{words}",
    )
    told = {
        name: " ".join(
            explain(compiled(kiosk(tmp_path / name, *changes)), "documents.plan", lang).split()
        )
        for name, changes in {"own": [change], "none": []}.items()
    }
    assert own[lang] in told["own"]
    assert own[lang] not in told["none"]
    assert term("consequence.incomplete_package", lang) in told["none"]
    bundle = copytree(KIOSK / "samples" / "kiosk", tmp_path / "kiosk")
    (bundle / "plan.pdf").unlink()
    specs = tmp_path / "own" / "specs"
    assert own[lang] in validator.render(validator.check(bundle, specs=specs), "text", lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quotation_marks_are_those_of_the_language(lang: str) -> None:
    others = {"en": "«»"}.get(lang, "“”")
    edition = validator.load_edition(STANDARD, edition="2025-93", specs=THEN)
    for rule in edition.rules:
        assert not set(others) & set(explain(edition, rule.requirement.id, lang))
