"""A form that is asked about the same applications again and again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.editor.stories import StagedStory
from validator.facts.case import Case
from validator.form.form import Form


class Remembered(Form):
    """A form that examines each manifest once, for editions that differ in something else."""

    def __init__(self, form: Form) -> None:
        vars(self).update(vars(form))  # whose gate and explainer are made already
        self._known: dict[int, tuple[Any, ...]] = {}

    def examine(self, case: Case) -> None:
        """As `Form.examine`, out of memory where the very same manifest was examined before."""
        key = id(case.manifest)
        if key not in self._known:
            super().examine(case)
            self._known[key] = case.manifest, case.form, case.malformed, case.missing
        _, case.form, case.malformed, case.missing = self._known[key]

    def keep(self, stories: Iterable[StagedStory]) -> None:
        """Forget every manifest but those of some stories."""
        ids = {id(story.bundle.manifest) for story in stories}
        self._known = {key: known for key, known in self._known.items() if key in ids}
