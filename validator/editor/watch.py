"""Answers changes of spec files: lints again and tells the cases of the editions they touch."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from validator.editor.lint import lint_text
from validator.editor.lint.linter import lint
from validator.editor.lint.lints import Found
from validator.editor.lint.spec_paths import lines_of_files
from validator.editor.lint.story_lints import Bundles, Ran
from validator.editor.shown import cases_line, failed_line
from validator.standard.folder import Draft, Folder, read_folder
from validator.standard.read_specs import SHARED
from validator.standard.shapes import parameters_of
from validator.words.messages import Terms

term = Terms("watch.no_spec", "watch.not_run", "watch.waiting")

_SUFFIXES: Final = (".yaml", ".yml")

Stamps = Mapping[Path, tuple[int, int]]
"""Of every spec file, when it was changed last and how long it is."""


def stamps(specs: Path) -> Stamps:
    """The files of a folder of specs as they are now."""
    found = {}
    for folder, _, names in os.walk(specs):  # which, unlike `rglob`, bears with a folder that goes
        for name in names:
            path = Path(folder, name)
            if path.suffix in _SUFFIXES and not name.startswith("."):
                with suppress(OSError):  # gone since it was listed, as when an editor replaces it
                    status = path.stat()
                    found[path.relative_to(specs)] = status.st_mtime_ns, status.st_size
    return found


def changes(before: Stamps, after: Stamps) -> frozenset[Path]:
    """The files that are new, gone or not what they were."""
    return frozenset(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )


class Watch:
    """Holds what was read of a folder of specs, so that a change costs only what it touches."""

    def __init__(self, specs: Path, bundles: Bundles | None, lang: str) -> None:
        self.specs = specs
        self.bundles = bundles
        self.lang = lang
        self._folder: Folder | None = None
        self._ran: Mapping[tuple[str, str], Ran] = {}

    @property
    def waits(self) -> str:
        """The line after an answer, by whose first sign an editor knows that it is whole."""
        return f"– {term('watch.waiting', self.lang)}"

    def answer(self, changed: Collection[Path] | None = None) -> str:
        """What is to be said after some files have changed.

        Args:
            changed: paths relative to the specs, of which the cases are told that they touch;
                those of every edition if left out.
        """
        before, folder = self._folder, read_folder(self.specs, self._folder)
        if folder is None:
            return term("watch.no_spec", self.lang) + "\n"
        self._folder = folder
        drafts = [*folder.drafts, *(before.drafts if before else ())]
        touched = (
            {draft.key for draft in folder.drafts}
            if changed is None
            else {draft.key for draft in drafts if any(_touches(path, draft) for path in changed)}
        )
        # Every edition, as the counts are of all of them; cases are run where something changed.
        linted = lint(folder, self.bundles, before=self._ran)
        self._ran = linted.ran
        sources = {
            (self.specs / path).as_posix(): held for path, held in lines_of_files(folder).items()
        }
        found = Found(linted.remarks, sources)
        parts = [*lint_text.lines(found, self.lang), lint_text.summary(found, self.lang)]
        for key, ran in linted.ran.items():
            parts += self._told(key, ran) if key in touched else ()
        return "".join(parts)

    def _told(self, key: tuple[str, ...], ran: Ran) -> Iterator[str]:
        """The cases of an edition that do not hold, and how many there are."""
        if ran.edition is None:
            yield term("watch.not_run", self.lang, edition=" ".join(key)) + "\n"
            return
        failed = (trial for trial in ran.trials if trial.differences)
        yield from (failed_line(trial, self.lang) + "\n" for trial in failed)
        yield cases_line(ran.edition, ran.trials, self.lang) + "\n"


def _touches(path: Path, draft: Draft) -> bool:
    """Whether what an edition demands can hang on a file."""
    if path.parts[0] not in SHARED:
        return path.parts[:2] == draft.key
    if draft.sources is None:
        return True
    raw = draft.sources.standard.value
    return path.stem in ({raw["calendar"]} if path.parts[0] == "calendars" else parameters_of(raw))
