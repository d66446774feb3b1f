"""The outcome of cases as JUnit XML, which build servers show."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET  # only written here, never read

from validator.editor.shown import difference_lines, place_of
from validator.editor.trials import Trial
from validator.output.view import View
from validator.standard.edition import Edition
from validator.words.messages import visible


def one(tried: Sequence[tuple[Edition, Sequence[Trial]]], view: View) -> bytes:
    """One suite an edition, one test case a case; no times, so that equal runs are equal."""
    root = ET.Element("testsuites", _counts([each for _, trials in tried for each in trials]))
    for edition, trials in tried:
        name = f"{edition.regulation.standard}/{edition.regulation.edition}"
        suite = ET.SubElement(root, "testsuite", {"name": name, **_counts(trials)})
        for trial in trials:
            _add(suite, name, trial, view.lang)
    ET.indent(root, " ")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _counts(trials: Sequence[Trial]) -> dict[str, str]:
    failures = sum(bool(trial.differences) for trial in trials)
    return {"tests": str(len(trials)), "failures": str(failures), "errors": "0"}


def _add(suite: ET.Element, name: str, trial: Trial, lang: str) -> None:
    case = trial.story.case
    file, line, _ = place_of(trial)
    made = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": f"{name}/{case.file.path.stem}",
            "name": visible(case.name),
            "file": file,
            "line": str(line),
        },
    )
    if trial.differences:
        lines = list(difference_lines(trial.differences, lang))
        failure = ET.SubElement(made, "failure", {"message": lines[0]})
        failure.text = "\n".join([f"{file}:{line}", *lines])
