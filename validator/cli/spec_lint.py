"""`validator spec lint`: everything that is wrong with specs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from validator.cli import codes
from validator.cli.faults import tell, wrong_call
from validator.cli.options import edited_specs, lang_option, near, specs_option
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.cli.revision import committed
from validator.cli.spec_samples import bundles_of, samples_option
from validator.editor.lint.linter import Linted, lint
from validator.editor.lint.lints import Found, Remark
from validator.editor.lint.spec_paths import lines_of_files, root_of
from validator.frozen import frozen
from validator.model import Severity
from validator.output.table import Told
from validator.standard.folder import Folder, read_folder


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
@click.option("--edition", metavar="ID", help="Tell of this edition alone, and of what it uses.")
@click.option(
    "--changed", is_flag=True, help="Tell only what was not there at the last commit (git)."
)
def command(
    paths: Sequence[Path],
    specs: Path | None,
    samples: Path | None,
    format_: str,
    output: Sequence[str],
    lang: str | None,
    strict: bool,
    notes: bool,
    edition: str | None,
    changed: bool,
) -> int:
    """Find everything that is wrong with specs: a folder of them, or some files of one.

    Exits with 0 if nothing of level error is found, 1 if there is, 2 for a wrong call, 4 if there
    are no specs. `validator explain ID` says more about a lint.
    """
    if paths and specs is not None:
        raise wrong_call("call.paths_or_specs")
    outputs = asked_outputs(Told.LINT, format_, output, lang)
    wanted = paths or (edited_specs(specs),)
    roots = {path.resolve(): root_of(path.resolve()) for path in wanted}
    today = datetime.now(UTC).date()
    found = _Search(samples, edition, today, notes=notes, changed=changed).found(
        {path: root for path, root in roots.items() if root}
    )
    if None in roots.values() or not found.sources:
        lost = [str(path) for path, root in roots.items() if root is None]
        tell("run.no_spec", path=", ".join(lost))
        return codes.NOTHING
    write_whole(outputs, found)
    heeded = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return codes.FAULTS if any(found.count(level) for level in heeded) else codes.OK


@frozen
class _Search:
    """What is looked for.

    Attributes:
        edition: the one that is asked about; every one if left out.
        changed: whether only what was not there at the last commit is told.
    """

    samples: Path | None
    edition: str | None
    today: date
    notes: bool
    changed: bool

    def found(self, roots: Mapping[Path, Path]) -> Found:
        """What is found at some paths, each with the folder of specs that it lies in."""
        remarks: list[Remark] = []
        sources: dict[str, list[str]] = {}
        before = 0
        for root in dict.fromkeys(roots.values()):
            folder = read_folder(near(root))
            if folder is None:
                continue
            asked = [path.relative_to(root) for path, own in roots.items() if own == root]
            held = lines_of_files(folder)
            wanted = [path for path in held if any(path.is_relative_to(each) for each in asked)]
            if self.edition is not None:
                wanted = [path for path in wanted if path in self._of_edition(folder)]
            names = {(folder.specs / path).as_posix(): path for path in wanted}
            sources |= {name: held[path] for name, path in names.items()}
            editions = {
                draft.key
                for draft in folder.in_turn
                if any(read.path in wanted for read in draft.reads)
            }
            linted = self._linted(folder, root, editions)
            mine = [each for each in linted.remarks if each.fault.file in names]
            if self.changed:
                new = list(self._new(mine, folder.specs, root, editions))
                before += len(mine) - len(new)
                mine = new
            remarks += mine
        return Found(remarks, sources, self.notes, before)

    def _linted(self, folder: Folder, root: Path, editions: Collection[tuple[str, str]]) -> Linted:
        bundles = bundles_of(self.samples, root)
        return lint(folder, bundles, today=self.today, editions=editions)

    def _of_edition(self, folder: Folder) -> Collection[Path]:
        """The files of the edition that is asked about, and those that it uses."""
        chosen = [draft for draft in folder.in_turn if draft.key[1] == self.edition]
        if not chosen:
            known = ", ".join(draft.key[1] for draft in folder.in_turn)
            raise wrong_call("call.no_edition", name=str(self.edition), known=known)
        return {read.path for draft in chosen for read in (*draft.reads, *draft.uses)}

    def _new(
        self,
        remarks: Sequence[Remark],
        specs: Path,
        root: Path,
        editions: Collection[tuple[str, str]],
    ) -> Iterator[Remark]:
        """The remarks that were not there at the last commit, on whatever line."""
        with committed(root) as then:
            folder = None if then is None else read_folder(then)
            known = Counter[str]()
            if folder is not None and then is not None:
                linted = self._linted(folder, root, editions)
                known.update(_known_by(each, then) for each in linted.remarks)
        for each in remarks:
            key = _known_by(each, specs)
            if known[key]:
                known[key] -= 1
            else:
                yield each


def _known_by(remark: Remark, specs: Path) -> str:
    """What a remark says of which file, without the line."""
    path = Path(remark.fault.file).relative_to(specs).as_posix()
    return repr((path, remark.lint.id, remark.fault.message))
