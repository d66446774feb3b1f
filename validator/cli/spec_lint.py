"""`validator spec lint`: everything that is wrong with specs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

import validator
from validator.cli import codes
from validator.cli.faults import tell, wrong_call
from validator.cli.options import lang_option, near, specs_option
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.cli.spec_samples import bundles_of, samples_option
from validator.editor.lint.linter import lint
from validator.editor.lint.lints import Found, Remark
from validator.editor.lint.spec_paths import lines_of_files, root_of
from validator.model import Severity
from validator.output.table import Told
from validator.standard.folder import read_folder


@click.command("lint")
@click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path)
)
@specs_option
@samples_option
@output_options(Told.LINT)
@lang_option
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--notes", is_flag=True, help="List the notes, which are only counted otherwise.")
def command(
    paths: Sequence[Path],
    specs: Path | None,
    samples: Path | None,
    format_: str,
    output: Sequence[str],
    lang: str | None,
    strict: bool,
    notes: bool,
) -> int:
    """Find everything that is wrong with specs: a folder of them, or some files of one.

    Exits with 0 if nothing of level error is found, 1 if there is, 2 for a wrong call, 4 if there
    are no specs. `validator explain ID` says more about a lint.
    """
    if paths and specs is not None:
        raise wrong_call("call.paths_or_specs")
    outputs = asked_outputs(Told.LINT, format_, output, lang)
    wanted = paths or (specs or validator.default_specs(),)
    roots = {path.resolve(): root_of(path.resolve()) for path in wanted}
    found = _found({path: root for path, root in roots.items() if root}, samples, notes=notes)
    if None in roots.values() or not found.sources:
        lost = [str(path) for path, root in roots.items() if root is None]
        tell("run.no_spec", path=", ".join(lost))
        return codes.NOTHING
    write_whole(outputs, found)
    heeded = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return codes.FAULTS if any(found.count(level) for level in heeded) else codes.OK


def _found(roots: dict[Path, Path], samples: Path | None, *, notes: bool) -> Found:
    """What is found at some paths, each with the folder of specs that it lies in."""
    remarks: list[Remark] = []
    sources: dict[str, list[str]] = {}
    for root in dict.fromkeys(roots.values()):
        folder = read_folder(near(root))
        if folder is None:
            continue
        asked = [path for path, its_root in roots.items() if its_root == root]
        wanted = {
            (folder.specs / path).as_posix(): held
            for path, held in lines_of_files(folder).items()
            if any((root / path).is_relative_to(each) for each in asked)
        }
        sources |= wanted
        linted = lint(folder, bundles_of(samples, root), today=datetime.now(UTC).date())
        remarks += [each for each in linted.remarks if each.fault.file in wanted]
    return Found(remarks, sources, notes)
