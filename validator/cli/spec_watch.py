"""`validator spec watch`: lints and tests again whenever a file is saved."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Final

import click

import validator
from validator.cli import codes
from validator.cli.faults import tell
from validator.cli.options import lang_option, near, specs_option
from validator.cli.spec_samples import bundles_of, samples_option
from validator.cli.spoken import language
from validator.editor.lint.spec_paths import holds_standard
from validator.editor.watch import Stamps, Watch, changes, stamps

_EVERY: Final = 0.05
"""Seconds between two looks at the files."""

_SETTLED: Final = 0.03
"""Seconds without a change after which a save counts as done."""


@click.command("watch")
@specs_option
@samples_option
@lang_option
def command(specs: Path | None, samples: Path | None, lang: str | None) -> int:
    """Lint specs and run their cases, and again whenever a file is saved; Ctrl-C ends it.

    Only the cases that a change touches are run again. Notes are left to `spec lint`. Exits with 4
    if there are no specs.
    """
    folder = (specs or validator.default_specs()).resolve()
    if not holds_standard(folder):
        tell("run.no_spec", path="")
        return codes.NOTHING
    seen = stamps(folder)
    watch = Watch(near(folder), bundles_of(samples, folder), language(lang))
    try:
        click.echo(watch.answer(), nl=False)
        click.echo(watch.waits)
        gc.freeze()  # what stays is not searched for garbage again at every save: a tenth of it
        while True:
            now = _next(folder, seen)
            changed, seen = changes(seen, now), now
            click.echo(f"\n{time.strftime('%H:%M:%S')} {', '.join(sorted(map(str, changed)))}")
            click.echo(watch.answer(changed), nl=False)
            click.echo(watch.waits)
    except KeyboardInterrupt:
        return codes.OK


def _next(folder: Path, seen: Stamps) -> Stamps:
    """The files once they are not what they were, and have settled."""
    now = seen
    while now == seen:
        time.sleep(_EVERY)
        now = stamps(folder)
    while True:  # an editor may write a file in several steps
        time.sleep(_SETTLED)
        before, now = now, stamps(folder)
        if now == before:
            return now
