"""What a program that imports `validator` can rely on."""

from __future__ import annotations

import io
import json
import os
import pickle
import pkgutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest

import validator
from tests.absent import absent
from tests.command import call
from tests.project import ROOT, SERVICES
from validator.errors import Fault, MissingFact, SourceError
from validator.model import LANGUAGES, Bundle, Duty, Location, Message, Named, Problem, Severity
from validator.words.messages import fix, say

CLINIC: Final = ROOT / "samples" / "clinic-new"
SPECS: Final = SERVICES / "specs"
BEES: Final = SERVICES / "bundles" / "grant-in-order"
PERMIT: Final = "beekeeping-permit"
LAST: Final = date(2025, 6, 30)
"""The last day of edition 1; edition 2 is in force from the next one on."""

FAULT: Final = Fault(Message("spec_missing_key", {"key": "title"}), "specs/a.yaml", 3, 7)
NAMED: Final = Named("fee", {"en": "Fee"})


@pytest.fixture(scope="module")
def bees() -> Bundle:
    return validator.read_bundle(BEES)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """The sample of a clinic as a zip."""
    path = tmp_path / "clinic.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(each for each in CLINIC.rglob("*") if each.is_file()):
            archive.write(file, file.relative_to(CLINIC).as_posix())
    return path


def on(bundle: Bundle, day: date) -> Bundle:
    """A bundle that is submitted at noon of a day."""
    assert bundle.manifest is not None
    submitted = {"submitted_at": f"{day.isoformat()}T12:00:00+05:00"}
    return replace(bundle, manifest={**bundle.manifest, **submitted})


# ---------------------------------------------------------------------------------- check


@pytest.mark.usefixtures("law_of_then")
def test_check_reads_chooses_and_evaluates(bees: Bundle) -> None:
    report = validator.check(BEES, specs=SPECS)

    assert report.as_of is not None
    edition = validator.load_edition(PERMIT, report.as_of.date, specs=SPECS)
    by_hand = validator.evaluate(edition, bees)
    assert report.verdict == "compliant"
    assert report.evidence is not None  # how it was read; of the other one nobody knows
    made = replace(report, evidence=None)
    assert validator.render(made, "json") == validator.render(by_hand, "json")
    assert validator.check(CLINIC).verdict == "compliant"


@pytest.mark.usefixtures("law_of_then")
def test_check_takes_what_the_command_takes(tmp_path: Path) -> None:
    manifest = "format: 1\nstandard: beekeeping-permit\n"
    (tmp_path / "application.yaml").write_text(manifest, "utf-8")
    for day, edition in ((LAST, "1"), (date(2025, 7, 1), "2")):
        draft = validator.check(tmp_path, specs=SPECS, as_of=day)
        assert draft.draft
        assert draft.regulation is not None
        assert draft.regulation.edition == edition

    by_hand = validator.check(BEES, specs=str(SPECS), edition="1").regulation
    assert by_hand is not None
    assert by_hand.edition == "1"
    assert validator.check(CLINIC, strict=True).verdict == "undetermined"

    undecided = (BEES / "application.yaml").read_text("utf-8").partition("processing:")[0]
    (tmp_path / "application.yaml").write_text(undecided, "utf-8")
    late = validator.check(tmp_path, specs=SPECS, today=date(2030, 1, 1))
    assert late.verdicts[Duty.PROVIDER] == "non_compliant"
    assert validator.check(tmp_path, specs=SPECS).verdicts[Duty.PROVIDER] != "non_compliant"


def test_check_says_what_is_wrong_with_the_call(tmp_path: Path) -> None:
    with pytest.raises(validator.CallError, match="“beekeeping-permit” has no edition “7”"):
        validator.check(BEES, specs=SPECS, edition="7")
    with pytest.raises(validator.CallError):
        validator.check(BEES, specs=tmp_path)
    with pytest.raises(FileNotFoundError):
        validator.check(tmp_path / "nothing", specs=SPECS)
    noon = datetime(2026, 1, 12, 12, tzinfo=UTC)
    for day in ("today", "as_of"):
        with pytest.raises(TypeError, match=day):
            validator.check(BEES, specs=SPECS, **{day: noon})  # type: ignore[arg-type]


# --------------------------------------------------------------------------- read_bundle


def test_an_open_zip_is_read_from_its_start_and_stays_open(packed: Path) -> None:
    by_path = validator.read_bundle(packed, name="clinic")
    for file in (packed.open("rb"), io.BytesIO(packed.read_bytes())):
        with file:
            file.seek(17)
            assert validator.read_bundle(file, name="clinic") == by_path
            assert not file.closed
    assert by_path.name == "clinic"
    assert by_path.manifest == validator.read_bundle(CLINIC).manifest


def test_an_open_file_that_is_no_zip_is_a_problem_of_the_bundle() -> None:
    bundle = validator.read_bundle(io.BytesIO(b"format: 1\n"), name="clinic")
    assert [each.message.key for each in bundle.problems] == ["archive_broken"]
    assert bundle.manifest is None


def test_an_open_file_that_cannot_be_a_zip_is_a_wrong_call(packed: Path) -> None:
    with packed.open("rb") as file, pytest.raises(TypeError, match="a name"):
        validator.read_bundle(file)
    with packed.open(encoding="latin-1") as text, pytest.raises(TypeError, match="binary mode"):
        validator.read_bundle(text, name="clinic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="closed file"):
        validator.read_bundle(file, name="clinic")
    reader, writer = os.pipe()
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe, pytest.raises(ValueError, match="back and forth"):
        validator.read_bundle(pipe, name="clinic")


# ------------------------------------------------------------------------------- exports


def test_every_name_is_there() -> None:
    assert set(validator.__all__) <= set(dir(validator))
    for name in validator.__all__:
        assert getattr(validator, name) is not None
    assert validator.Report.__module__ == "validator.report"
    assert validator.LANGUAGES == LANGUAGES
    assert issubclass(validator.SpecError, validator.ValidatorError)
    assert issubclass(validator.CallError, validator.ValidatorError)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        validator.nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_importing_it_imports_nothing_else_of_ours() -> None:
    code = "import sys, validator; print(*(each for each in sys.modules if 'validator' in each))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["validator"]


def test_its_version_is_that_of_the_package() -> None:
    report = json.loads(validator.render(validator.check(BEES, specs=SPECS), "json"))
    assert report["engine"]["version"] == validator.__version__


# ---------------------------------------------------------------------------------- repr


def test_a_repr_is_one_line_with_nothing_personal(bees: Bundle, packed: Path) -> None:
    hostile = replace(bees, name="bees\n\x1b[2J")
    edition = validator.load_edition(PERMIT, edition="1", specs=SPECS)
    nothing = validator.read_bundle(io.BytesIO(), name="nothing")
    said = [
        repr(validator.read_bundle(packed, name="clinic")),
        repr(nothing),
        repr(hostile),
        repr(validator.evaluate(edition, hostile)),
        repr(edition),
        repr(validator.evaluate(edition, nothing)),
    ]
    assert said[:2] == [
        "<Bundle 'clinic': application.yaml and 7 files, 0 problems>",
        "<Bundle 'nothing': unreadable, 1 problems>",
    ]
    assert r"'bees\n\x1b[2J'" in said[2]
    assert said[3] == r"<Report 'bees\n\x1b[2J': compliant by beekeeping-permit 1>"
    assert said[4].startswith("<Edition beekeeping-permit 1: ")
    assert said[4].endswith(" until 2025-06-30>")
    assert said[5] == "<Report 'nothing': unreadable by no edition>"
    assert all(each.isprintable() for each in said)


# -------------------------------------------------------------------------------- errors


def test_an_error_is_told_in_words_a_fault_a_line() -> None:
    error = validator.SpecError([Fault(Message("specs_missing", {"folder": "x"})), FAULT])
    first, second = str(error).splitlines()
    assert first == say(Message("specs_missing", {"folder": "x"}), "en")
    assert second == "specs/a.yaml:3:7: The key “title” is missing here"
    assert FAULT.told("ru") == f"specs/a.yaml:3:7: {say(FAULT.message, 'ru')}"
    assert str(SourceError(Message("source_empty"), 1, 1)) == "The file is empty"
    assert "/fee/amount" in str(MissingFact("/fee/amount"))


ARGUMENTS: Final[dict[str, list[tuple[Any, ...]]]] = {
    "ValidatorError": [([FAULT],)],
    "SpecError": [([FAULT, Fault(Message("specs_missing", {"folder": NAMED}))],), ([],)],
    "CallError": [([FAULT],)],
    "ClusterLostError": [([FAULT],)],
    "StoreFailed": [([FAULT],)],
    "SourceError": [(FAULT.message,), (FAULT.message, 3, 7)],
    "MissingFact": [("/fee",), ("/fee", Message("missing_value", {"field": NAMED}))],
    "Refused": [(), (Problem(FAULT.message, Location("a.zip")),) * 2],
    "TooLarge": [(7,)],
    "Refusal": [(404, "not_found")],
}
"""How each exception with a signature of its own is raised."""


def exceptions() -> Iterator[type[BaseException]]:
    """Every exception that a module of ours defines."""
    for module in pkgutil.walk_packages(validator.__path__, "validator."):
        if module.name == "validator.__main__":
            continue
        for value in vars(import_module(module.name)).values():
            if (
                isinstance(value, type)
                and issubclass(value, BaseException)
                and value.__module__ == module.name
            ):
                yield value


def test_an_exception_comes_back_whole_from_another_process() -> None:
    """Fault row 33: `SpecError` lost its faults."""
    sorts = {sort.__name__: sort for sort in exceptions()}
    assert sorts.keys() >= ARGUMENTS.keys()
    for name, sort in sorts.items():
        for args in ARGUMENTS.get(name, [("why",)]):
            error = sort(*args)
            error.add_note("while reading")
            back = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
            assert type(back) is sort
            assert (back.args, vars(back), str(back)) == (error.args, vars(error), str(error))


# ------------------------------------------------------- an edition that is not in force


@pytest.mark.parametrize(
    ("edition", "day", "what"),
    [
        ("1", LAST, None),
        ("1", date(2025, 7, 1), "ended"),
        ("2", LAST, "begins"),
        ("2", date(2025, 7, 1), None),
    ],
)
def test_an_edition_chosen_by_hand_has_to_be_in_force(
    bees: Bundle, edition: str, day: date, what: str | None
) -> None:
    chosen = validator.load_edition(PERMIT, edition=edition, specs=SPECS)
    report = validator.evaluate(chosen, on(bees, day))

    if what is None:
        assert report.problems == ()
        return
    (problem,) = report.problems
    assert problem.severity is Severity.WARNING
    assert problem.message.key == "edition_not_in_force"
    assert problem.message.args["day"] == day
    assert ("last" in problem.message.args) == (what == "ended")
    assert problem.location.pointer == "/submitted_at"
    lines = (BEES / "application.yaml").read_text("utf-8").splitlines()
    assert lines[(problem.location.line or 0) - 1].startswith("submitted_at:")
    for lang in LANGUAGES:
        text = " ".join(validator.render(report, lang=lang).split())
        assert " ".join(say(problem.message, lang).split()) in text
        assert str(fix(problem.message, lang)) in text


def test_the_warning_decides_no_verdict(bees: Bundle) -> None:
    reports = [
        validator.evaluate(validator.load_edition(PERMIT, edition="2", specs=SPECS), on(bees, day))
        for day in (LAST, date(2025, 7, 1))
    ]
    assert [len(each.problems) for each in reports] == [1, 0]
    assert reports[0].verdict == reports[1].verdict


def test_the_command_warns_of_the_edition_too() -> None:
    asked = ("check", BEES, "--specs", SPECS, "--format", "ndjson", "--fail-on", "warning")
    codes = []
    for edition in ("1", "2"):
        done = call(*asked, "--edition", edition)
        codes.append((done.returncode, done.stdout.count('"id":"edition_not_in_force"')))
    assert sorted(codes) == [(0, 0), (1, 1)]


# ------------------------------------------------------------------------------- clients

CLIENT: Final = '''\
"""A client that uses every name."""

from datetime import date
from pathlib import Path
from typing import assert_type

import validator
from validator import LANGUAGES, Bundle, CallError, Edition, Report, SpecError, ValidatorError


def look(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    report = validator.check(folder, today=date(2026, 1, 12), as_of=None, strict=True)
    assert_type(report, Report)
    with (folder / "clinic.zip").open("rb") as file:
        bundle: Bundle = validator.read_bundle(file, name="clinic.zip")
    edition: Edition = validator.load_edition("some-service", date(2026, 1, 12))
    try:
        report = validator.evaluate(edition, bundle, as_of=date(2026, 1, 12))
    except (CallError, SpecError) as error:
        texts["error"] = "; ".join(fault.file for fault in error.faults)
    except ValidatorError as error:
        texts["error"] = str(error)
    for lang in LANGUAGES:
        texts[lang] = validator.render(report, "text", lang=lang)
    for result in report.results:
        for finding in result.findings:
            texts[result.requirement.id] = f"{finding.location.file}:{finding.location.line}"
    texts["verdict"] = report.verdict
    texts["version"] = validator.__version__
    texts["specs"] = validator.default_specs().as_posix()
    validator.check(folder, today="2026-01-12")  # type: ignore[arg-type]
    validator.nonsense  # type: ignore[attr-defined]
    return texts
'''


def test_a_small_client_is_typed(tmp_path: Path) -> None:
    if find_spec("mypy") is None:
        absent("mypy")
    client = tmp_path / "client.py"
    client.write_text(CLIENT, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", client],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
