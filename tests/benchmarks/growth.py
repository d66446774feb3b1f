"""How cost grows with what is in an application: `python -m tests.benchmarks.growth [NAME…]`.

Each dimension is grown tenfold twice, the last time to what the limits allow. An input is read,
decided and told by a process of its own. Printed are its seconds of processor time until it is
decided and until it is told, how many times as much that is as for the input before, and the peak
of memory. Linear growth is a ratio of at most 10, and less where the start weighs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import validator
from tests.output.made import TEXTS
from tests.project import ROOT, SAMPLES
from validator.source import read

GOOD: Final = SAMPLES / "clinic-new"
MOST_SECONDS: Final = 2.0
MOST_MEMORY: Final = 200.0
"""MiB."""

Manifest = dict[str, Any]
Build = Callable[[Path, int], None]

# Reads, decides and tells one bundle; the start of the program is not counted.
MEASURED: Final = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
import validator
from validator import engine
from validator.bundle import read_bundle
from validator.output import render
from validator.standard.catalogue import Catalogue
specs = Path(sys.argv[4]) if sys.argv[4:] else validator.default_specs()
catalogue = Catalogue(validator.default_specs())
list(catalogue.editions())
options = engine.Options(clock=datetime.now(UTC))
for language in validator.LANGUAGES:
    render(engine.assess(catalogue, read_bundle(sys.argv[2]), options), "text", language)
start = process_time()
if specs != validator.default_specs():
    catalogue = Catalogue(specs)
    list(catalogue.editions())
report = engine.assess(catalogue, read_bundle(sys.argv[1]), options)
judged = process_time() - start
render(report, sys.argv[3], "kk")
print(judged, process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measured(bundle: Path, form: str, *specs: Path) -> tuple[float, float, float]:
    """Seconds to decide, seconds to decide and tell, MiB at most.

    Args:
        specs: a folder whose reading is measured too.
    """
    command = [sys.executable, "-c", MEASURED, str(bundle), str(GOOD), form, *map(str, specs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    judged, told, memory = map(float, done.stdout.split())
    return judged, told, memory


def _good() -> Manifest:
    value: Manifest = read((GOOD / "application.yaml").read_bytes(), "application.yaml")
    return value


def _write(folder: Path, manifest: Manifest) -> None:
    shutil.copytree(GOOD, folder)
    (folder / "application.yaml").unlink()
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))
    (folder / "application.json").write_text(text, encoding="utf-8")


def _changed(change: Callable[[Manifest, int], None]) -> Build:
    def build(folder: Path, count: int) -> None:
        manifest = deepcopy(_good())
        change(manifest, count)
        _write(folder, manifest)

    return build


def _number(index: int) -> str:
    """An IIN of somebody born on the first of January 1990, its check digit right or not."""
    return f"9001013{index:05d}"


def _people(manifest: Manifest, count: int) -> None:
    manifest["staff"] += [
        {"id": f"m{n}", "name": f"Aigul{n} Sample", "iin": _number(n), "position": "nurse"}
        for n in range(count)
    ]


def _alike(manifest: Manifest, count: int) -> None:
    """People whose names share two hundred letters, and a value made of these."""
    manifest["staff"] = [
        {"id": f"m{n}", "name": f"{'ab' * 100}{n}", "iin": _number(n)} for n in range(count)
    ]
    manifest["channel"] = "ab" * (50 * count)


def _one_person(manifest: Manifest, count: int) -> None:
    one = manifest["staff"][0]
    manifest["staff"] = [
        {**one, "id": f"m{n}", "studies_finished": 1990 + n % 30} for n in range(count)
    ]


def _papers(manifest: Manifest, count: int) -> None:
    manifest["documents"] += [
        {"kind": "diploma", "concerns": "s1", "file": f"documents/gone-{n}.pdf"}
        for n in range(count)
    ]


def _kinds(manifest: Manifest, count: int) -> None:
    manifest["documents"] = [{"kind": f"diplom{n}", "file": f"f{n}"} for n in range(count)]


def _strays(manifest: Manifest, count: int) -> None:
    manifest.update({f"k{n}": 1 for n in range(count)})


def _strays_inside(manifest: Manifest, count: int) -> None:
    manifest["fee"].update({f"k{n}": 1 for n in range(count)})


def _text(manifest: Manifest, count: int) -> None:
    manifest["channel"] = "Aliya Example 840317400004 " * (count // 25)


def _marks(manifest: Manifest, count: int) -> None:
    """Marks that belong to one letter, in all that may be a file's name and in texts."""
    marks = "a" + "\u0301\u0323" * (count // 4)
    manifest["applicant"]["address"] = manifest["channel"] = marks
    manifest["documents"][0]["file"] = manifest["signature"]["file"] = marks
    manifest["staff"][0]["name"] = marks


def _nulls(manifest: Manifest, count: int) -> None:
    manifest["staff"] = [{"id": None, "name": None, "iin": None} for _ in range(count)]


def _premises(manifest: Manifest, count: int) -> None:
    manifest["premises"] = [{"id": f"p{n}", "address": "A", "title": "lease"} for n in range(count)]
    control = manifest["processing"]["permission_control"][0]
    manifest["processing"]["permission_control"] = [{**control} for n in range(count)]


def _controls(manifest: Manifest, count: int) -> None:
    _premises(manifest, count)
    ids = [each["id"] for each in manifest["premises"]]
    for control, name in zip(manifest["processing"]["permission_control"], ids, strict=True):
        control["premises"] = [name]


def _confirmations(manifest: Manifest, count: int) -> None:
    manifest["processing"]["confirmations"] = [
        {
            "requirement": f"documents.truthfu{n}",
            "holds": True,
            "by": "A",
            "confirmed_on": "2026-01-20",
        }
        for n in range(count)
    ]


def _parts(manifest: Manifest, count: int) -> None:
    part = {"amount": 1, "paid_on": "2026-01-09", "reference": "A"}
    manifest["fee"] = [{**part, "payer": f"Payer{n} Sample"} for n in range(count)]


def _subtypes(manifest: Manifest, count: int) -> None:
    manifest["subtypes"] = [f"outpatient.therap{n}" for n in range(count)]


def _grounds(manifest: Manifest, count: int) -> None:
    manifest["processing"] |= {
        "result": "refusal",
        "refusal": {"grounds": [f"list.9.{n}" for n in range(count)], "reason": "A"},
    }


def _changes(manifest: Manifest, count: int) -> None:
    manifest |= {
        "service": "reissue",
        "previous_licence": {
            "number": "1",
            "issued_on": "2020-01-01",
            "medium": "paper",
            "condition": "valid",
        },
    }
    manifest["changes"] = [
        {
            "id": f"c{n}",
            "ground": "legal_entity_name",
            "occurred_on": "2026-01-01",
            "in_state_systems": False,
        }
        for n in range(count)
    ]


def _unnamed(folder: Path, count: int) -> None:
    """A zip of the sample and of files with long names that nothing names."""
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(GOOD.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(GOOD).as_posix())
        for n in range(count):
            archive.writestr(f"Справка Алия {n} {'я' * 40}.pdf", b"")


def _unnamed_folder(folder: Path, count: int) -> None:
    """Long names beside many people of whose names' letters they are made."""
    manifest = _good()
    _people(manifest, count)
    _write(folder, manifest)
    for n in range(count):
        path = folder / f"{'Aigul' * 40}" / f"{'Aigul' * 40}{n}.pdf"
        path.parent.mkdir(exist_ok=True)
        path.touch()


def _strays_and_names(manifest: Manifest, count: int) -> None:
    """Telephones, addresses of mail and names as keys."""
    _people(manifest, count // 10)
    manifest.update({f"+7 701 {n:07} a{n}@b.kz Aigul{n}": 1 for n in range(count // 6)})


DIMENSIONS: Final[dict[str, tuple[Build, int]]] = {
    "people": (_changed(_people), 100),
    "people of like names": (_changed(_alike), 20),
    "entries of one person": (_changed(_one_person), 50),
    "papers": (_changed(_papers), 100),
    "misspelt kinds": (_changed(_kinds), 140),
    "unknown keys": (_changed(_strays), 600),
    "unknown keys of a field": (_changed(_strays_inside), 600),
    "personal keys": (_changed(_strays_and_names), 600),
    "length of a text": (_changed(_text), 9_500),
    "marks of a letter": (_changed(_marks), 1_000),
    "findings": (_changed(_nulls), 200),
    "premises and controls": (_changed(_premises), 40),
    "premises with a control each": (_changed(_controls), 40),
    "confirmations": (_changed(_confirmations), 70),
    "parts of a fee": (_changed(_parts), 100),
    "subtypes": (_changed(_subtypes), 300),
    "grounds of a refusal": (_changed(_grounds), 500),
    "changes": (_changed(_changes), 80),
    "unnamed files of a zip": (_unnamed, 90),
    "unnamed files and people": (_unnamed_folder, 90),
}


def _requirements(folder: Path, count: int) -> None:
    """An edition of so many requirements more."""
    standard = folder / "medical-activity-licence" / "2025-93" / "standard.yaml"
    text = standard.read_text("utf-8")
    one = """
  - id: grown.r{n}
    citation: list.10.1
    duty: applicant
    severity: warning
    consequence: none
    check: {{kind: value, path: applicant.email, exists: true}}
    title: {{kk: К{n}, ru: Р{n}, en: E{n}}}
    fix: {{kk: К{n}, ru: Р{n}, en: E{n}}}
"""
    at = text.index("\n  - id: ", text.index("\nchannels:"))
    more = "".join(one.format(n=n).rstrip("\n") for n in range(count))
    standard.write_text(text[:at] + more + text[at:], encoding="utf-8")


def _editions(folder: Path, count: int) -> None:
    """So many editions more, each in force for a day."""
    old = folder / "medical-activity-licence" / "2025-93"
    standard = (old / "standard.yaml").read_text("utf-8")
    first = date(2027, 1, 1)
    for number in range(count):
        name, day = f"grown-{number}", first + timedelta(number)
        new = old.with_name(name)
        new.mkdir()
        until = f"\n  until: {day}" if number < count - 1 else ""
        for file in ("standard.yaml", "application.yaml", "clauses.yaml"):
            text = (old / file).read_text("utf-8").replace('edition: "2025-93"', f"edition: {name}")
            text = text.replace("\n  from: 2025-11-18", f"\n  from: {day}{until}")
            (new / file).write_text(text, encoding="utf-8")
    last = f"\n  from: 2025-11-18\n  until: {first - timedelta(1)}"
    standard = standard.replace("\n  from: 2025-11-18", last)
    (old / "standard.yaml").write_text(standard, encoding="utf-8")


SPECS_GROW: Final[dict[str, tuple[Callable[[Path, int], None], int]]] = {
    "requirements": (_requirements, 10),
    "editions": (_editions, 1),
}


def _rows(build: Build, least: int, form: str) -> Iterator[tuple[int, float, float, float]]:
    with tempfile.TemporaryDirectory() as temporary:
        for count in (least, least * 10, least * 100):
            folder = Path(temporary) / str(count)
            if build in (_requirements, _editions):
                shutil.copytree(validator.default_specs(), folder)
                build(folder, count)
                yield (count, *measured(GOOD, form, folder))
                continue
            build(folder, count)
            bundle = folder if folder.is_dir() else folder.with_suffix(".zip")
            yield (count, *measured(bundle, form))


def main(names: list[str]) -> None:
    """Measure and print."""
    for name, (build, least) in {**DIMENSIONS, **SPECS_GROW}.items():
        if names and not any(each in name for each in names):
            continue
        for form in TEXTS:
            before = 0.0
            for count, judged, told, memory in _rows(build, least, form):
                ratio = f"x{told / before:5.1f}" if before else " " * 6
                over = " !" if told > MOST_SECONDS or memory > MOST_MEMORY else ""
                took = f"{judged:8.3f} {told:8.3f} s {ratio} {memory:6.0f} MiB{over}"
                print(f"{name:30} {form:5} {count:8,} {took}", flush=True)
                before = told


if __name__ == "__main__":
    main(sys.argv[1:])
