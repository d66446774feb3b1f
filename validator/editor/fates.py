"""Runs the cases of an edition against its mutants: which of them does no case notice?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from validator.editor.mutants import DROPPED, Mutant
from validator.editor.remembered import Remembered
from validator.editor.stories import StagedStory
from validator.editor.trials import Trial, differences
from validator.errors import SpecError
from validator.form.form import Form
from validator.frozen import frozen
from validator.model import Outcome, Text
from validator.standard.edition import Edition
from validator.standard.folder import Draft
from validator.standard.in_force import Head, seams
from validator.standard.sources import Sources
from validator.standard.spec_file import MutantsFile


class Fate(StrEnum):
    """What becomes of a mutant."""

    NOTICED = "noticed"
    REFUSED = "refused"
    """It does not even load."""
    EXPLAINED = "explained"
    UNNOTICED = "unnoticed"


@frozen
class Judged:
    """A mutant and what became of it; `by` is the case that noticed it."""

    mutant: Mutant
    fate: Fate
    by: str = ""
    reason: Text | None = None


@frozen
class Explanation:
    """Why no case can notice a mutant, or any of those of one value.

    Attributes:
        to: what the value becomes, None for its being dropped; `ANY` for every change of it.
    """

    at: str
    to: Any
    reason: Text
    place: str

    def covers(self, mutant: Mutant) -> bool:
        """Whether it speaks of a mutant."""
        new = None if mutant.new is DROPPED else mutant.new
        return self.at == mutant.name and self.to in (ANY, new)


ANY: Final = object()


@frozen
class Explanations:
    """The mutants of an edition that are explained; `file` is None where none are."""

    file: MutantsFile | None = None
    entries: Sequence[Explanation] = ()

    def of(self, mutant: Mutant) -> Text | None:
        """Why no case can notice a mutant, None where nothing is said of it."""
        return next((each.reason for each in self.entries if each.covers(mutant)), None)

    def idle(self, judged: Iterable[Judged]) -> list[Explanation]:
        """Those that explain nothing: there is no such mutant, or a case notices it."""
        explained = [each.mutant for each in judged if each.fate is Fate.EXPLAINED]
        return [each for each in self.entries if not any(map(each.covers, explained))]


def read_explanations(draft: Draft) -> Explanations:
    """What an edition says of mutants that no case can notice.

    Raises:
        SpecError: the file breaks its schema.
    """
    if draft.explained is None:
        return Explanations()
    file: MutantsFile | None = draft.explained.sound
    if file is None:
        raise SpecError(draft.explained.faults)
    return Explanations(
        file,
        [
            Explanation(each["at"], each.get("to", ANY), each["reason"], f"/unnoticed/{index}")
            for index, each in enumerate(file.value["unnoticed"])
        ],
    )


def score(judged: Iterable[Judged]) -> float:
    """How many per cent are noticed, of those that are not explained; 100 where there are none."""
    fates = [each.fate for each in judged if each.fate is not Fate.EXPLAINED]
    if not fates:
        return 100.0
    return 100 * sum(fate is not Fate.UNNOTICED for fate in fates) / len(fates)


_OF_AN_EDITION: Final = ("standard", "application")


def unnoticed_since(judged: Iterable[Judged], before: Iterable[Mutant]) -> list[Judged]:
    """The unnoticed mutants of what is not in the edition before, or has another value there.

    Args:
        before: every mutant of the edition before. What editions share is the same in both.
    """
    known = {each.name: each.old for each in before}
    return [
        each
        for each in judged
        if each.fate is Fate.UNNOTICED
        and each.mutant.file in _OF_AN_EDITION
        and (each.mutant.name not in known or known[each.mutant.name] != each.mutant.old)
    ]


@frozen
class Court:
    """Judges the mutants of one edition by its cases, all of which hold for the edition itself.

    Attributes:
        heads: the editions of the standard, since a day changed may leave a gap between two.
    """

    sources: Sources
    edition: Edition
    heads: Sequence[Head]
    trials: Sequence[Trial]
    explanations: Explanations = Explanations()
    _form: Form = field(init=False, repr=False)
    _in_order: dict[str, Sequence[StagedStory]] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_form", Remembered(self.edition.form))

    def judge(self, mutants: Iterable[Mutant]) -> Iterator[Judged]:
        """What becomes of each mutant, one by one."""
        for mutant in mutants:
            edition = self._compiled(mutant)
            if edition is None:
                yield Judged(mutant, Fate.REFUSED)
            elif (story := self._noticed(edition, mutant.owner)) is not None:
                yield Judged(mutant, Fate.NOTICED, by=story.case.name)
            elif (reason := self.explanations.of(mutant)) is not None:
                yield Judged(mutant, Fate.EXPLAINED, reason=reason)
            else:
                yield Judged(mutant, Fate.UNNOTICED)

    def _compiled(self, mutant: Mutant) -> Edition | None:
        """The edition with one value changed, None where it would not load."""
        if mutant.keys[0] == "in_force" and seams(self._moved(mutant)):
            return None
        value = mutant.applied(self.sources.named(mutant.file).value)
        try:
            made = self.sources.altered(mutant.file, value).compile()
        except SpecError:
            return None
        # Where they do not hang on what is changed, both are slow to make.
        form = made.form if mutant.file == "application" else self._form
        if mutant.file == "calendar":
            return replace(made, form=form)
        setting = replace(made.setting, calendar=self.edition.setting.calendar)
        return replace(made, setting=setting, form=form)

    def _moved(self, mutant: Mutant) -> Sequence[Head]:
        word = {"from": "first", "until": "until"}[str(mutant.keys[-1])]
        changed: Mapping[str, Any] = {word: date.fromisoformat(mutant.new)}
        own = self.edition.regulation.edition
        return [replace(head, **changed) if head.edition == own else head for head in self.heads]

    def _noticed(self, edition: Edition, owner: str) -> StagedStory | None:
        """The first case that does not hold for an edition."""
        for story in self._ordered(owner):
            try:
                holds = not any(differences(story.case, story.report(edition)))
            except Exception:  # noqa: BLE001  # a mutant that breaks the engine is seen by anybody
                holds = False
            if not holds:
                return story
        return None

    def _ordered(self, owner: str) -> Sequence[StagedStory]:
        """The cases, first those that speak of the owner of what is changed."""
        if owner not in self._in_order:
            trials = sorted(self.trials, key=lambda trial: _rank(trial, owner))
            self._in_order[owner] = [trial.story for trial in trials]
        return self._in_order[owner]


def _rank(trial: Trial, owner: str) -> tuple[bool, bool]:
    """What fails tells most of itself: its clause, whose duty it is, what follows from it."""
    case = trial.story.case
    silent = owner not in json.dumps([case.given, case.expect], ensure_ascii=False)
    failed = [each for each in trial.report.results if each.outcome is Outcome.FAILED]
    return silent, all(each.requirement.id != owner for each in failed)
