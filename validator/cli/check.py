"""`validator check`: bundles in, one report each out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import click

from validator.batch.pool import MOST_JOBS
from validator.batch.run import Task, write_answers
from validator.bundle.addresses import is_address
from validator.bundle.find import bundles_of_files
from validator.bundle.inbox import find_inbox
from validator.cli import codes
from validator.cli.answering import MANY, answered, shown, told, workers
from validator.cli.faults import tell, tell_skipped, wrong_call
from validator.cli.marking import Asked, asked_marking, marking_options, tell_idle
from validator.cli.options import (
    catalogue_of,
    cluster_option,
    day,
    lang_option,
    require_paths,
    require_reachable,
    specs_option,
)
from validator.cli.outputs import Output, opened, output_options, shapes_of
from validator.cli.resuming import Resumption, resumable, resumed
from validator.cli.writing import TERMINAL, on_terminal
from validator.engine import Options
from validator.errors import CallError
from validator.inspect.opener import Opener
from validator.interrupts import Interruption, heard
from validator.model import Severity, Skipped, Verdict
from validator.output.table import Told
from validator.output.tally import Tallied, Tally
from validator.standard.catalogue import Catalogue


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@output_options(Told.REPORTS)
@click.option(
    "--results",
    type=click.Choice(["all", "failed"]),
    default="all",
    show_default=True,
    help="Results that json and ndjson hold: all, or those that failed or are undetermined. Counts"
    " stay whole, and results_left_out says how many are not there.",
)
@click.option("--full", is_flag=True, help="Tell all of each report in text, also of many.")
@lang_option
@click.option("--as-of", type=day, help="The day that counts for a draft; today if left out.")
@click.option("--today", type=day, help="Find applications that are overdue on this day.")
@click.option("--edition", metavar="ID", help="Check against this edition whatever the day.")
@specs_option
@click.option(
    "--only",
    metavar="NAME",
    help="Report on this requirement, or on what encodes this clause or row (list.8.1, list.8)."
    " As the rest may be at fault, the verdict is then undetermined at best.",
)
@click.option("--strict", is_flag=True, help="What only a person can tell counts as undetermined.")
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with 1 for findings of this severity or a worse one.",
)
@marking_options
@click.option(
    "--documents",
    type=click.Choice(["open", "head"]),
    default="open",
    show_default=True,
    help="Open the PDF, JPEG and PNG files that are named, or look at how they begin alone.",
)
@click.option(
    "--digests",
    is_flag=True,
    help="Hash every paper that is named; `validator verify` holds the papers to that.",
)
@click.option(
    "--trust",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIRECTORY",
    help="Folder of the certificates whose word for a signer is taken, instead of the specs' own.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="Processes at work; as many as there are cores for hundreds of bundles if left out.",
)
@cluster_option
@click.option(
    "--timeout",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Time that one bundle may take where several processes are at work.",
)
@click.option(
    "--resume",
    metavar="FILE",
    help="Go on with the NDJSON file of a run that was cut off, or begin it; say all options as"
    " they were.",
)
@click.option(
    "--show-personal-data",
    is_flag=True,
    allow_from_autoenv=False,  # nobody is to unmask people without saying so
    help="Do not mask names, IINs and telephones.",
)
@click.option(
    "--files",
    is_flag=True,
    help="Each PATH is a file: check the application that it belongs to, if it belongs to one.",
)
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 where it would be 1 or 5 by what was found."
)
@click.option("--quiet", is_flag=True, help="Leave out the progress and what was written where.")
def command(
    paths: Sequence[str],
    format_: str,
    output: Sequence[str],
    results: str,
    full: bool,
    lang: str | None,
    as_of: date | None,
    today: date | None,
    edition: str | None,
    specs: Path | None,
    only: str | None,
    strict: bool,
    fail_on: str,
    waivers: Path | None,
    baseline: str | None,
    fail_on_new: bool,
    documents: str,
    digests: bool,
    trust: Path | None,
    jobs: int | None,
    cluster: str | None,
    timeout: int,
    resume: str | None,
    show_personal_data: bool,
    files: bool,
    exit_zero: bool,
    quiet: bool,
) -> int:
    """Check application bundles: folders or zips, or folders of them at any depth, here or in a
    store (s3://BUCKET/PREFIX).

    Exits with 0 if every bundle is compliant, 1 if one is not or cannot be read, 5 if one is
    undetermined or only looks like one, 2 for a wrong call, 3 for unusable specs, 4 if there is
    nothing to check, 75 if the cluster has gone, 130 or 143 if SIGINT or SIGTERM ended it
    before it had checked them all.
    """
    opener = _begun_opener() if documents == "open" else None
    catalogue = catalogue_of(specs, trust)
    # What is wrong with the specs or the call comes before anything that is wrong with a bundle.
    with _specs_first(catalogue):
        catalogue.require(edition, only)
        _require_fitting(paths, jobs, cluster, files=files)
        if resume is not None and (waivers, baseline) != (None, None):
            raise wrong_call("run.resume_unmarked")  # marks of what is told already are not known
        resumption, outputs = resumed(
            *(resume, format_, output, lang),
            show=show_personal_data,
            only_failed=results == "failed",
        )
        options = Options(resumption.clock, as_of, today, edition, strict, only)
        asked = asked_marking(
            catalogue, options, waivers, baseline, only_new=fail_on_new, some=files
        )
    if files:
        paths = bundles_of_files(paths)
        if not paths:
            tell("run.no_file_of_bundle")
            return codes.OK
    inbox = find_inbox(paths)
    names, skipped = inbox.names, inbox.skipped
    tell_skipped(skipped)
    for path in inbox.empty:
        tell("run.no_bundle", path=path)
    shapes = shapes_of(outputs, len(names), full=full)
    opens = opener is not None
    task = Task(catalogue.specs, trust, options, shapes, opens, asked.marking, digests)
    tally, interruption = _written(
        *(names, task, catalogue, opener, outputs, skipped, resumption, asked),
        jobs=jobs,
        cluster=cluster,
        seconds=timeout,
        quiet=quiet,
    )
    tell_idle(tally)
    if tally.partial:
        tell("run.partial", done=tally.total(), bundles=len(names))
        for path in resumable(task, outputs):
            tell("run.can_resume", path=path)
        return codes.interrupted(interruption.number or 0)
    passed_over = [codes.NOTHING for _ in inbox.empty] + [
        codes.UNDETERMINED for _ in asked.counted(skipped)
    ]
    code = _concluded(tally, Severity(fail_on), passed_over, catalogue, only)
    return codes.OK if exit_zero and code in (codes.FAULTS, codes.UNDETERMINED) else code


def _concluded(
    tally: Tally,
    fail_on: Severity,
    passed_over: Sequence[int],
    catalogue: Catalogue,
    only: str | None,
) -> int:
    """The exit code of a run that checked all its bundles; the reason of some is told.

    Raises:
        SpecError: bundles that were not judged had hidden broken specs.
    """
    judged = [_code(each, fail_on) for each in tally]
    code = codes.worst([*judged, *passed_over])
    if code not in (codes.OK, codes.INTERNAL):
        list(catalogue.editions())
    if code == codes.UNDETERMINED and code in judged:
        tell("run.undetermined" if only is None else "run.undetermined_only", name=only or "")
    return code


def _written(
    names: Sequence[str],
    task: Task,
    catalogue: Catalogue,
    opener: Opener | None,
    outputs: Sequence[Output],
    skipped: Sequence[Skipped],
    resumption: Resumption,
    asked: Asked,
    *,
    jobs: int | None,
    cluster: str | None,
    seconds: int,
    quiet: bool,
) -> tuple[Tally, Interruption]:
    """Check the bundles and write their reports; what remains of them, and who asked for an end."""
    with _specs_first(catalogue):
        left = resumption.left_of(names, task, outputs, quiet=quiet)
    with ExitStack() as stack:
        interruption = stack.enter_context(heard())
        with _specs_first(catalogue):
            place = partial(resumption.place, task)
            files = stack.enter_context(opened(outputs, names, skipped, place, quiet=quiet))
        answers = answered(
            *(left, task, catalogue, opener),
            jobs=workers(jobs, len(left)),
            seconds=seconds,
            interruption=interruption,
            cluster=cluster,
        )
        seen = on_terminal(sys.stdout) and any(each.path == TERMINAL for each in outputs)
        if len(left) >= MANY and on_terminal(sys.stderr) and not (seen or quiet):
            answers = shown(answers, len(left))
        tally = write_answers(
            *(asked.watched(told(answers)), task.shapes, files, skipped),
            conclude=asked.concluding(names),
            bundles=len(names),
            told=resumption.tally,
        )
    return tally, interruption


def _require_fitting(
    paths: Sequence[str], jobs: int | None, cluster: str | None, *, files: bool
) -> None:
    """Hold that there is something at each path, and that it can be got at.

    Raises:
        CallError: there is nothing at one.
        click.UsageError: it cannot.
    """
    if not files:  # a file that is gone belongs to an application all the same
        require_paths(paths)
    elif any(map(is_address, paths)):
        raise wrong_call("call.files_are_local")
    require_reachable(cluster, paths, jobs)


def _begun_opener() -> Opener:
    """What opens papers, started at once, so that it is ready when the specs are."""
    opener = click.get_current_context().with_resource(Opener())
    opener.begin()
    return opener


@contextmanager
def _specs_first(catalogue: Catalogue) -> Iterator[None]:
    """What is wrong with the specs outweighs what is wrong with the call."""
    try:
        yield
    except (CallError, OSError):
        list(catalogue.editions())
        raise


def _code(tallied: Tallied, fail_on: Severity) -> int:
    """The exit code of reports of a kind."""
    severities = list(Severity)
    heeded = {*severities[severities.index(fail_on) :]} - {Severity.ERROR}
    if tallied.broken:
        return codes.INTERNAL
    verdict = tallied.counted or tallied.verdict
    if verdict in (Verdict.NON_COMPLIANT, Verdict.UNREADABLE):
        return codes.FAULTS
    if not heeded.isdisjoint(tallied.severities):
        return codes.FAULTS
    return codes.UNDETERMINED if verdict is Verdict.UNDETERMINED else codes.OK
