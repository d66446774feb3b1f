"""The option that names the bundles from which cases start, and where they are if left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import validator
from validator.cli.faults import tell
from validator.editor.lint.story_lints import Bundles


def samples_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--samples`."""
    return click.option(
        "--samples",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIRECTORY",
        help="Folder of the samples that cases start from; samples/ beside the specs if left out.",
    )(command)


def samples_beside(specs: Path) -> Path | None:
    """The samples beside the specs; beside ours, where a copy of them was made without."""
    beside = [folder.resolve().parent / "samples" for folder in (specs, validator.default_specs())]
    return next((each for each in beside if each.is_dir()), None)


def bundles_of(asked: Path | None, specs: Path) -> Bundles | None:
    """The samples asked for, else those beside the specs, else ours; None where there are none."""
    found = asked or samples_beside(specs)
    if found is None:
        tell("run.no_samples")
        return None
    return Bundles(found, datetime.now(UTC))
