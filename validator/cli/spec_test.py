"""`validator spec test`: runs the cases of editions, and asks what the cases are worth."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from validator.cli import codes
from validator.cli.faults import said, tell, wrong_call
from validator.cli.options import (
    catalogue_of,
    chosen_editions,
    edited_specs,
    lang_option,
    near,
    specs_option,
)
from validator.cli.outputs import Output, write_whole
from validator.cli.spec_samples import samples_beside, samples_option
from validator.cli.spoken import language
from validator.cli.writing import on_terminal
from validator.editor import shown
from validator.editor.causes_text import cause_lines
from validator.editor.exercise import boundaries, cited_clauses, exercises
from validator.editor.fates import (
    Court,
    Explanations,
    Judged,
    read_explanations,
    score,
    unnoticed_since,
)
from validator.editor.mutants import Mutant
from validator.editor.mutate import mutants
from validator.editor.stories import prepare, read_cases
from validator.editor.trials import Trial, try_out
from validator.errors import Fault, SpecError
from validator.output.table import FORMATS, Told
from validator.output.view import View
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition

_LEAST = 95.0


@click.command("test")
@click.option("--standard", metavar="ID", help="The standard; every one if left out.")
@click.option("--edition", metavar="ID", help="The edition; every one if left out.")
@specs_option
@samples_option
@click.option("--coverage", is_flag=True, help="Tell what of the specs the cases exercise.")
@click.option("--mutate", is_flag=True, help="Change the specs in turn; does a case notice?")
@click.option(
    "--least",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    show_default="95",
    help="With --mutate: fail if fewer changes than this are noticed.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --mutate: try only so many changes, chosen at random.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    show_default="0",
    help="With --sample: the same seed chooses the same changes.",
)
@click.option(
    "--junit",
    "junit_file",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write the outcome of each case as JUnit XML.",
)
@click.option(
    "--all", "every", is_flag=True, help="Show every case that fails, and not three a cause."
)
@lang_option
def command(
    standard: str | None,
    edition: str | None,
    specs: Path | None,
    samples: Path | None,
    coverage: bool,
    mutate: bool,
    least: float | None,
    sample: int | None,
    seed: int | None,
    junit_file: str | None,
    every: bool,
    lang: str | None,
) -> int:
    """Run the cases of editions: stories of an application and what must become of it.

    Cases that fail are grouped by what came out otherwise, three of each.

    Exits with 1 if a case fails, too few changes of the specs are noticed or one of what an edition
    changed against the one before is not, 2 for a wrong call, 3 for unusable specs, 4 if an edition
    has no case.
    """
    if not mutate and (least, sample, seed) != (None, None, None):
        raise wrong_call("call.with_mutate")
    if seed is not None and sample is None:
        raise wrong_call("call.seed_with_sample")
    folder = near(edited_specs(specs))
    beside = samples or samples_beside(folder)
    if beside is None:
        raise wrong_call("call.samples_needed")
    run = _Run(folder, beside, language(lang), every)
    ends = []
    for each in chosen_editions(catalogue_of(specs), standard, edition, every=edition is None):
        trials = run.cases(each)
        ends.append(run.tell(each, trials))
        if run.unusable:
            continue  # what the cases are worth is not known without those
        if trials and coverage:
            run.coverage(each, trials)
        if trials and mutate:
            wanted = _LEAST if least is None else least
            ends.append(run.mutate(each, trials, wanted, sample, seed or 0))
    if run.unusable:
        raise SpecError(run.unusable)
    if junit_file is not None:
        write_whole([Output(FORMATS[Told.TEST]["junit"], View(run.lang), junit_file)], run.tried)
    return codes.worst(ends)


class _Run:
    """One run of the command over its editions."""

    def __init__(self, specs: Path, samples: Path, lang: str, every: bool) -> None:
        self.samples = samples
        self.lang = lang
        self.every = every
        self.catalogue = Catalogue(specs)
        self.tried: list[tuple[Edition, Sequence[Trial]]] = []
        self.unusable: list[Fault] = []

    def cases(self, edition: Edition) -> Sequence[Trial]:
        regulation = edition.regulation
        cases = read_cases(self.catalogue.draft(regulation.standard, regulation.edition))
        stories = prepare(cases, self.samples, datetime.now(UTC), self.unusable)
        trials = try_out(stories, edition)
        self.tried.append((edition, trials))
        return trials

    def tell(self, edition: Edition, trials: Sequence[Trial]) -> int:
        if self.unusable and not trials:
            return codes.SPECS
        law = edition.regulation
        standard = self.catalogue.sources(law.standard, law.edition).standard
        for line in cause_lines(standard, trials, self.lang, every=self.every):
            click.echo(line)
        click.echo(shown.cases_line(edition, trials, self.lang))
        if not trials:
            tell("run.no_case", standard=law.standard, edition=law.edition)
            return codes.NOTHING
        return codes.FAULTS if any(trial.differences for trial in trials) else codes.OK

    def coverage(self, edition: Edition, trials: Sequence[Trial]) -> None:
        court = self._court(edition, trials)
        moved = [each for each in mutants(court.sources, edition) if each.step]
        found = list(boundaries(self._judged(court, moved)))
        exercised = list(exercises(edition, trials))
        for lines in (
            shown.exercise_lines(exercised, self.lang),
            shown.boundary_lines(court.sources, found, self.lang),
            shown.clause_lines(list(cited_clauses(edition, exercised)), self.lang),
        ):
            click.echo("\n".join(lines))

    def mutate(
        self, edition: Edition, trials: Sequence[Trial], least: float, sample: int | None, seed: int
    ) -> int:
        court = self._court(edition, trials)
        explanations = court.explanations
        wanted = list(mutants(court.sources, edition))
        if sample is not None and sample < len(wanted):
            chance = random.Random(seed)  # noqa: S311  # a choice to repeat, not to keep secret
            wanted = [wanted[each] for each in sorted(chance.sample(range(len(wanted)), sample))]
            explanations = Explanations()  # a sample cannot tell which of them are idle
        judged = self._judged(court, wanted)
        for line in shown.mutant_lines(court.sources, judged, explanations, self.lang):
            click.echo(line)
        click.echo(shown.score_line(judged, least, self.lang))
        new = self._new(court, judged)
        return codes.FAULTS if new or score(judged) < least else codes.OK

    def _new(self, court: Court, judged: Sequence[Judged]) -> bool:
        """Whether anything that the edition changed against the one before goes unnoticed."""
        law = court.edition.regulation
        standard, before = law.standard, self.catalogue.before(law.standard, law.edition)
        if before is None:
            return False
        sources = self.catalogue.sources(standard, before)
        new = unnoticed_since(judged, mutants(sources, self.catalogue.edition(standard, before)))
        if new:
            click.echo(shown.since_line(new, before, self.lang))
        return bool(new)

    def _court(self, edition: Edition, trials: Sequence[Trial]) -> Court:
        named = edition.regulation
        explanations = read_explanations(self.catalogue.draft(named.standard, named.edition))
        sources = self.catalogue.sources(named.standard, named.edition)
        heads = self.catalogue.heads(named.standard)
        sound = [each for each in trials if not each.differences]  # the others notice everything
        return Court(sources, edition, heads, sound, explanations)

    @staticmethod
    def _judged(court: Court, wanted: Sequence[Mutant]) -> list[Judged]:
        with _bar(court.judge(wanted), len(wanted)) as judged:
            return list(judged)


@contextmanager
def _bar(judged: Iterable[Judged], length: int) -> Iterator[Iterable[Judged]]:
    """A bar on stderr that shows how far it is, where somebody looks."""
    if not on_terminal(sys.stderr):
        yield judged
        return
    with click.progressbar(
        judged, length=length, label=said("run.changing"), file=sys.stderr
    ) as bar:
        yield bar
