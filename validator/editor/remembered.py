"""A form that is asked about the same applications again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from validator.editor.stories import StagedStory
from validator.facts.examination import Examination
from validator.form.form import Form
from validator.form.record import Whole


class Remembered(Form):
    """A form that examines each manifest once, for editions that differ in something else."""

    def __init__(self, form: Form) -> None:
        vars(self).update(vars(form))  # whose gate and explainer are made already
        self._known: dict[tuple[int, date | None], tuple[Mapping[str, Any], Examination]] = {}

    def examine(self, whole: Whole, day: date | None = None) -> Examination:
        """As `Form.examine`, out of memory where the very same manifest was examined before."""
        key = id(whole.manifest), day
        if key not in self._known:
            self._known[key] = whole.manifest, super().examine(whole, day)
        return self._known[key][1]

    def keep(self, stories: Iterable[StagedStory]) -> None:
        """Forget every manifest but those of some stories."""
        ids = {id(story.bundle.manifest) for story in stories}
        self._known = {key: known for key, known in self._known.items() if key[0] in ids}
