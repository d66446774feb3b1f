"""Runs the cases of an edition once: which are unusable, what no case shows of a requirement."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from validator.editor.exercise import exercises
from validator.editor.lint.story_names import LINT_UNUSED_BASE, names_in_stories
from validator.editor.remembered import Remembered
from validator.editor.stories import Story, cases_of, prepare
from validator.editor.trials import Trial, try_out
from validator.errors import Fault
from validator.frozen import frozen
from validator.model import declare
from validator.standard.edition import Edition
from validator.standard.folder import Draft
from validator.standard.read_specs import Read
from validator.standard.shapes import entries_of

LINT_UNTESTED = declare("lint_untested", what=str)


@frozen
class Bundles:
    """What cases need beside themselves.

    Attributes:
        samples: the bundles they start from.
        clock: the moment whose day counts for a draft of which a case does not say.
    """

    samples: Path
    clock: datetime


@frozen
class Ran:
    """The cases of an edition after a run.

    Attributes:
        edition: None where the edition is not whole; then nothing was run.
        trials: the cases that could be run.
        faults: what makes cases unusable, but for what a name of `names` does.
        made_of: the files that decide how a case comes out.
        form: what examined the manifests.
        names: what the stories and their bases name, and what is not there.
    """

    edition: Edition | None
    trials: tuple[Trial, ...]
    faults: tuple[Fault, ...]
    made_of: tuple[Read, ...] = ()
    form: Remembered | None = None
    names: tuple[Fault, ...] = ()


def run_cases(draft: Draft, bundles: Bundles | None, before: Ran | None = None) -> Ran:
    """Run every case that can be run.

    Args:
        draft: the edition and its cases.
        bundles: without them no case is run.
        before: an earlier run; what nothing has changed for since is not done again.
    """
    faults: list[Fault] = []
    cases = list(cases_of(draft, faults))
    edition = None if draft.sources is None or draft.faults else draft.sources.compile()
    made_of = draft.made_of
    if edition is None or bundles is None:
        return Ran(None, (), tuple(faults))
    form, earlier = None, dict[tuple[str, tuple[int, ...]], Trial]()
    if before is not None and before.edition is not None:
        earlier = {_key(trial.story.case): trial for trial in before.trials}
        form = before.form if before.edition.code_lists is edition.code_lists else None
    form = form or Remembered(edition.form)
    edition = replace(edition, form=form)
    stories = {key: trial.story for key, trial in earlier.items()}
    new = [case for case in cases if _key(case) not in stories]
    made = prepare(new, bundles.samples, bundles.clock, faults)
    stories |= {_key(story.case): story for story in made}
    decided = earlier if before is not None and _same(before.made_of, made_of) else {}
    usable = [case for case in cases if _key(case) in stories]
    tried = iter(try_out((stories[_key(c)] for c in usable if _key(c) not in decided), edition))
    trials = tuple(decided.get(_key(case)) or next(tried) for case in usable)
    form.keep(trial.story for trial in trials)
    names = tuple(names_in_stories(edition, draft.case_files, cases))
    told = set(map(_place, names))
    unusable = tuple(each for each in faults if _place(each) not in told)
    return Ran(edition, trials, unusable, made_of, form, names)


def _place(fault: Fault) -> tuple[str, int | None, int | None]:
    return fault.file, fault.line, fault.column


def _same(before: Sequence[Read], now: Sequence[Read]) -> bool:
    """Whether files are the very same objects, as those are that have not changed."""
    return len(before) == len(now) and all(map(operator.is_, before, now))


def _key(case: Story) -> tuple[str, tuple[int, ...]]:
    return case.place, tuple(map(id, case.files))


def untested(draft: Draft, ran: Ran) -> Iterator[Fault]:
    """Of every requirement a case shows how it is met, how it is not, and when it says nothing."""
    if ran.edition is None or draft.sources is None:
        return
    misnamed = any(each.message.key != LINT_UNUSED_BASE.key for each in ran.names)
    if ran.faults or misnamed or any(read.sound is None for read in draft.cases):
        return  # what a broken case shows is not known
    standard = draft.sources.standard
    places = [place for _, place, _ in entries_of(standard.value)]
    for place, each in zip(places, exercises(ran.edition, ran.trials), strict=True):
        for outcome in each.missing:
            yield standard.fault(f"{place}/id", LINT_UNTESTED, what=outcome.value)
