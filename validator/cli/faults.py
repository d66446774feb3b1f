"""Shows what is wrong with the specs or the call, a line each, on stderr."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import click

from validator.cli.spoken import asked_language
from validator.cli.terminal import tell_error
from validator.errors import Fault, SpecError, ValidatorError
from validator.model import Arg, Skipped
from validator.words.messages import Terms, say, visible

_TERMS: Final = Terms(
    *("run.specs_unusable", "run.no_bundle", "run.undetermined", "run.undetermined_only"),
    *("run.written", "run.output_ending", "run.no_samples", "run.no_spec", "run.no_case"),
    *("run.interrupted", "run.internal_error", "run.file_error", "run.checking", "run.changing"),
    *("call.paths_or_specs", "call.one_standard", "call.with_mutate", "call.seed_with_sample"),
    *("call.samples_needed", "call.standards_differ", "call.no_edition", "call.several"),
    *("call.changed_needs_git", "call.specs_needed"),
    *("run.no_file_of_bundle", "call.not_a_time", "call.one_of"),
    *("call.draft_unreadable", "call.nothing_said"),
    *("call.has_manifest", "call.no_list", "call.said_twice", "call.no_rows"),
    *("run.begun", "run.begun_next", "run.packed", "run.left_out", "call.not_zip", "call.inside"),
    *("call.is_there", "call.signed", "call.changed_meanwhile"),
    *("run.nothing_to_fix", "run.to_fix", "run.fixed"),
    *("call.such_as", "call.no_code_list", "run.no_code", "run.optimized"),
    *("run.partial", "run.can_resume", "run.resumed", "run.in_use", "run.resume_alone"),
    *("run.resume_no_file", "run.resume_unmarked", "run.no_workers", "run.rate"),
    *("call.serve_not_installed", "call.token_needed", "call.token_weak", "call.not_bound"),
    *("run.serving", "run.served"),
    *("call.against_alone", "call.no_git", "call.not_in_git", "call.no_revision"),
    *("call.not_in_revision", "run.other_specs"),
    *("call.files_are_local", "call.jobs_or_cluster", "call.path_of_cluster"),
    "call.against_or_cluster",
    *("call.new_needs_baseline", "run.no_waiver", "run.no_report"),
)


def show(error: ValidatorError) -> None:
    """Print every fault with its place, and what kind of trouble it is."""
    lang = asked_language()
    for fault in error.faults:
        tell_error(line(fault, lang))
    if isinstance(error, SpecError):
        tell("run.specs_unusable", count=len(error.faults))


def said(key: str, **args: Arg) -> str:
    """What the command says of itself, in the language of the call."""
    return _TERMS(key, asked_language(), **args)


def tell(key: str, **args: Arg) -> None:
    """Print one line on stderr, in the language of the call."""
    tell_error(f"validator: {said(key, **args)}")


def tell_skipped(skipped: Iterable[Skipped]) -> None:
    """Tell what looks like an application and is none on stderr, a line each, with what to do."""
    for each in skipped:
        text = say(each.message, asked_language())
        tell_error(f"validator: {visible(each.path)}: {text}")


def wrong_call(key: str, **args: Arg) -> click.UsageError:
    """What is raised for options that do not go together."""
    return click.UsageError(said(key, **args))


def line(fault: Fault, lang: str) -> str:
    """One fault as `file:line:column: text`."""
    return fault.told(lang) if fault.file else f"validator: {fault.told(lang)}"
