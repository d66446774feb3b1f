"""What a year brings, landed without Python: an edition, an index, a holiday, a service.

`python -m tests.specs.landing FOLDER` lands all four in a copy of the project, and does what else
an editor does then: the samples are signed, the schemas published, the changelog counts. The tests
of the copy have to pass afterwards as they did before.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.command import call
from tests.project import SERVICES
from tests.texts import wording
from validator.editor.stories import read_cases
from validator.standard.catalogue import Catalogue

STANDARD: Final = "medical-activity-licence"
TEN_TIMES: Final = 46000
"""Tenge: ten times the index that is landed."""
MADE_UP, SERVICE = "beekeeping-permit", "apiary-permit"
"""The service of the tests, and what it is called where its first edition is landed."""
SCRIPTS: Final = ("tests.sign_samples", "validator.editor.publish")
"""What is run after a change of samples and specs."""

_TO_THE_PROJECT: Final = "../../../../../"
_SCHEMAS: Final = (
    (f"../{_TO_THE_PROJECT}validator/schemas/cases.", "../schemas/cases."),
    *(
        (f"{_TO_THE_PROJECT}validator/schemas/{name}.", f"schemas/{name}.")
        for name in ("standard", "application")
    ),
    ("../../", ""),
)
"""What the first line of a file names: the schema of its own edition where that has names."""
_ACT: Final = r"\nact:\1 (2)\2 (2)\3 (2)"
_SOURCE: Final = (
    f"source: {wording('Сынаққа ойдан алынған.', 'Придумано для проверки.', 'Made up.')}"
)
_MANUAL: Final = "[signature.genuine]"
_EXPECTATIONS: Final = {
    "grant-in-order": f"""\
# In order, and decided on the last day of the term.
verdict: compliant
verdicts: {{applicant: compliant, provider: compliant}}
failed: {{}}
undetermined: []
manual: {_MANUAL}
applies: []
derived: {{accepted_on: "2025-04-14", due_on: "2025-04-22", fee_due: 6074}}
problems: []
""",
    "extend-at-fault": """\
# Many faults, of both sides.
verdict: non_compliant
verdicts: {applicant: non_compliant, provider: non_compliant}
failed:
  deadline.extend: {citation: row.3.b, severity: error, consequence: none, findings: 1}
  result.fits: {citation: row.5.b, severity: error, consequence: none, findings: 1}
  fee.extend: {citation: row.6.b, severity: error, consequence: row.9.d, findings: 1}
  schedule.accepted: {citation: row.7, severity: error, consequence: none, findings: 1}
  schedule.decided: {citation: row.7, severity: note, consequence: none, findings: 1}
  form.fields: {citation: row.8.a, severity: error, consequence: incomplete_package, findings: 2}
  documents.hive_drawing:
    {citation: row.8.c, severity: error, consequence: incomplete_package, findings: 1}
  site.far_from_road: {citation: row.9.b, severity: error, consequence: row.9.b, findings: 1}
  documents.digests: {citation: row.9.c, severity: error, consequence: row.9.c, findings: 1}
  site.lease_runs: {citation: row.9.c, severity: error, consequence: row.9.c, findings: 1}
  permit.still_valid: {citation: row.9.c, severity: error, consequence: row.9.c, findings: 1}
  season.certain: {citation: order.force, severity: warning, consequence: none, findings: 1}
undetermined: []
manual: [register.no_ban, signature.genuine]
applies: [row.9.b, row.9.c, row.9.d]
derived: {accepted_on: "2025-05-16", due_on: "2025-05-17", fee_due: 2025}
problems: []
""",
    "grant-refused": f"""\
# Handed in on paper, and refused for grounds that the record contradicts.
verdict: compliant
verdicts: {{applicant: compliant, provider: compliant}}
failed:
  form.paper: {{citation: row.4, severity: note, consequence: none, findings: 1}}
  refusal.holds: {{citation: row.5.a, severity: warning, consequence: none, findings: 2}}
undetermined: []
manual: {_MANUAL}
applies: []
derived: {{accepted_on: "2025-07-01", due_on: "2025-07-09", fee_due: 7200}}
problems: []
""",
}
"""What the samples of the service must give, by its rules."""


def land(root: Path) -> str:
    """Land all four in `specs/` and `samples/` of a folder; the name of the edition."""
    land_index(root / "specs")
    land_holiday(root / "specs")
    land_service(root)
    return land_edition(root / "specs")


def edit(file: Path, *changes: tuple[str, str]) -> None:
    """Replace texts that stand in a file."""
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, (file, old)
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def land_index(specs: Path) -> None:
    """The index of the year after the last one that is known, and the stories of its last day."""
    file = specs / "parameters" / "mci.yaml"
    text = file.read_text("utf-8")
    last = int(text.partition("\nuntil: ")[2][:4])
    value = f"    value: {TEN_TIMES // 10}\n    standing: law\n    {_SOURCE}\n"
    entry = f"  - from: {last + 1}-01-01\n{value}"
    file.write_text(text.rstrip("\n") + "\n" + entry, "utf-8")
    edit(file, (f"\nuntil: {last}-12-31", f"\nuntil: {last + 1}-12-31"))
    for stories in specs.glob(f"{STANDARD}/*/cases/*index.yaml"):
        text = stories.read_text("utf-8").replace(f"{last + 1}-01-", f"{last + 2}-01-")
        paid = f"fee.amount: {TEN_TIMES}, fee.paid_on: {last + 1}-12-31"
        text = re.sub(rf"(fee\.amount: \d+, )?fee\.paid_on: {last}-12-31", paid, text)
        text = re.sub(r"\{fee_due: \d+\}", f"{{fee_due: {TEN_TIMES}}}", text)
        stories.write_text(text, "utf-8")


def land_holiday(specs: Path) -> None:
    """A Friday in autumn that is off, and the Saturday of a week before that is worked for it."""
    name = "name: {kk: Ауыстырылған күн, ru: Перенесённый день, en: A day in exchange}"
    file = specs / "calendars" / "kz.yaml"
    text = file.read_text("utf-8")
    if "2027-10-08" in text:
        return  # it is there
    for word, day in (
        ("extra_days_off", f"{{date: 2027-10-08, {name}, {_SOURCE}}}"),
        ("extra_working_days", f"{{date: 2027-10-02, {_SOURCE}}}"),
    ):
        empty, first = f"\n{word}: []\n", f"\n{word}:\n"
        old = empty if empty in text else first
        text = text.replace(old, f"{first}  - {day}\n")
    file.write_text(text, "utf-8")


def land_edition(specs: Path) -> str:
    """The next edition of the first standard: a copy of the newest, as the command makes it."""
    newest = Catalogue(specs).heads(STANDARD)[-1]
    year = newest.first.year + 1
    names = (STANDARD, newest.edition, f"{year}-next")
    done = call("spec", "new-edition", *names, "--from", f"{year}-12-01", "--specs", specs)
    assert done.returncode == 0, done.stderr
    law = specs / STANDARD / names[-1] / "standard.yaml"
    text = law.read_text("utf-8")
    law.write_text(re.sub(r"\nact:(\n  kk: .*)(\n  ru: .*)(\n  en: .*)", _ACT, text), "utf-8")
    return names[-1]


def land_service(root: Path) -> None:
    """The first edition of a service, never to end, and samples with what they must give."""
    specs, made_up = root / "specs", SERVICES / "specs"
    for path in (
        each
        for part in ("calendars", "parameters", f"{MADE_UP}/1")
        for each in (made_up / part).rglob("*.yaml")
    ):
        file = specs / path.relative_to(made_up).as_posix().replace(MADE_UP, SERVICE)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8").replace(MADE_UP, SERVICE)
        for old, new in _SCHEMAS:
            text = text.replace(f"$schema={old}", f"$schema={new}")
        file.write_text(text, "utf-8")
    edit(specs / SERVICE / "1" / "standard.yaml", (", until: 2025-06-30", ""))
    schema = f"../../validator/schemas/manifest.{SERVICE}.1.schema.json"
    for name, expectation in _EXPECTATIONS.items():
        folder = root / "samples" / name
        shutil.copytree(SERVICES / "bundles" / name, folder, dirs_exist_ok=True)
        manifest = folder / "application.yaml"
        text = manifest.read_text("utf-8").replace(f"standard: {MADE_UP}", f"standard: {SERVICE}")
        manifest.write_text(f"# yaml-language-server: $schema={schema}\n{text}", "utf-8")
        folder.with_name(f"{name}.expected.yaml").write_text(expectation, "utf-8")


def tell(root: Path, *landed: tuple[str, str]) -> None:
    """Say in the changelog what landed, with its counts."""
    catalogue = Catalogue(root / "specs")
    mark = "- `parameters/mci`: "
    entries = "".join(
        f"- `{standard}` / `{edition}`: made up."
        f" {len(catalogue.edition(standard, edition).rules)} requirements,"
        f" {len(read_cases(catalogue.draft(standard, edition)))} cases.\n"
        for standard, edition in landed
    )
    edit(root / "CHANGELOG.md", (mark, entries + mark))


def main(root: Path) -> None:
    """Land all four in a copy of the project."""
    tell(root, (STANDARD, land(root)), (SERVICE, "1"))
    for script in SCRIPTS:
        subprocess.run([sys.executable, "-m", script], cwd=root, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
