"""The cases of every edition: each comes true, no requirement goes without, changes are noticed."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Final

import pytest

from tests.project import ROOT, SPECS
from tests.specs.asked import CLOCK, Tried, tried, wrong_with
from validator.editor.fates import Court, Explanations, Fate, read_explanations
from validator.editor.lint.linter import lint
from validator.editor.lint.story_lints import Bundles, Ran
from validator.editor.mutate import mutants
from validator.errors import Fault
from validator.model import Severity
from validator.standard.catalogue import Catalogue

CATALOGUE = Catalogue(SPECS)
NAMES = [
    (head.standard, head.edition)
    for standard in CATALOGUE.standards
    for head in CATALOGUE.heads(standard)
]
_MUTANTS: Final = 8


@pytest.mark.parametrize("names", NAMES, ids="/".join)
def test_the_cases_of_an_edition(names: tuple[str, str]) -> None:
    """All in one, since running the cases takes nearly all of the time."""
    ran = tried(ROOT, CATALOGUE, names)
    assert wrong_with(ran) == {}
    assert _heeded(ran, names) == []
    assert _unnoticed(ran, names) == []


def _heeded(tried: Tried, names: tuple[str, str]) -> list[Fault]:
    """What lint finds that is more than a note, given the cases as they came out."""
    before = Ran(tried.edition, tried.trials, (), CATALOGUE.draft(*names).made_of)
    bundles = Bundles(ROOT / "samples", CLOCK)
    today = datetime.now(UTC).date()
    found = lint(CATALOGUE.folder, bundles, {names: before}, today, [names]).remarks
    return [each.fault for each in found if each.lint.level is not Severity.NOTE]


def _unnoticed(ran: Tried, names: tuple[str, str]) -> list[str]:
    """Of a few changes of the specs, those that no case notices."""
    sources = CATALOGUE.sources(*names)
    explained = read_explanations(CATALOGUE.draft(*names))
    heads = CATALOGUE.heads(names[0])
    court = Court(sources, ran.edition, heads, ran.trials, Explanations(None, explained.entries))
    every = list(mutants(sources, ran.edition))
    chance = random.Random(93)  # noqa: S311  # a choice to repeat, not to keep secret
    chosen = chance.sample(every, min(_MUTANTS, len(every)))
    judged = court.judge(chosen)
    return [each.mutant.name for each in judged if each.fate is Fate.UNNOTICED]
