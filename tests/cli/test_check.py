"""The command line: how every run ends, what goes where, and that nothing else is ever printed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.project import COMMAND
from tests.then import THEN
from validator import cli, engine
from validator.cli import codes
from validator.model import LANGUAGES

pytestmark = pytest.mark.usefixtures("law_of_then")

SAMPLES = Path("samples")
BEES = ("--specs", "tests/services/specs", "--edition", "2")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A compliant bundle to spoil."""
    return Path(shutil.copytree(SAMPLES / "clinic-new", tmp_path / "bundle"))


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """Specs to spoil."""
    return Path(shutil.copytree(THEN, tmp_path / "specs"))


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def installed(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **env},
    )


@pytest.mark.parametrize(
    ("paths", "options", "code"),
    [
        (["clinic-new"], [], codes.OK),
        (["clinic-new", "doctor-new"], [], codes.OK),
        (["clinic-several-faults"], [], codes.FAULTS),
        (["clinic-late-decision"], [], codes.FAULTS),
        (["doctor-unreadable"], [], codes.FAULTS),
        (["clinic-undetermined"], [], codes.UNDETERMINED),
        (["clinic-undetermined", "clinic-new"], [], codes.UNDETERMINED),
        (["clinic-undetermined", "clinic-no-consent"], [], codes.FAULTS),
        (["clinic-new"], ["--strict"], codes.UNDETERMINED),
        (["doctor-reissue-late"], [], codes.OK),
        (["doctor-reissue-late"], ["--fail-on", "warning"], codes.FAULTS),
        (["doctor-reissue-late"], ["--fail-on", "note"], codes.FAULTS),
        (["clinic-new"], ["--fail-on", "note"], codes.OK),
        (["clinic-new"], ["--edition", "no-such-edition"], codes.USAGE),
        (["clinic-new"], ["--as-of", "2026-02-30"], codes.USAGE),
        (["clinic-new"], ["--lang", "xx"], codes.USAGE),
        (["clinic-new"], ["--no-such-option"], codes.USAGE),
        (["no-such-bundle"], [], codes.USAGE),
        ([], [], codes.USAGE),
    ],
)
@pytest.mark.parametrize("format_", ["text", "json", "ndjson"])
def test_every_run_ends_with_the_code_of_the_table(
    paths: list[str], options: list[str], code: int, format_: str, capsys: Any
) -> None:
    names = [str(SAMPLES / path) for path in paths]
    assert cli.run(["check", *names, "--format", format_, *options]) == code
    reason = capsys.readouterr().err
    # One line names the reason of any code but 0 and 1.
    assert len(reason.splitlines()) == (code not in (codes.OK, codes.FAULTS))
    assert "Traceback" not in reason


def test_a_folder_without_bundles_is_nothing_to_check(tmp_path: Path, capsys: Any) -> None:
    assert cli.run(["check", str(tmp_path)]) == codes.NOTHING
    assert "no bundle found" in capsys.readouterr().err


def test_nothing_to_check_outweighs_faults(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "empty").mkdir()
    faulty = str(SAMPLES / "clinic-no-consent")
    assert (
        cli.run(["check", faulty, str(tmp_path / "empty"), "--format", "ndjson"]) == codes.NOTHING
    )
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]["bundles"] == 1


def test_unusable_specs_name_file_line_and_column(specs: Path, bundle: Path, capsys: Any) -> None:
    standard = specs / "medical-activity-licence" / "2025-93" / "standard.yaml"
    spoil(standard, "citation: list.6.1\n    services", "citation: list.6.9\n    services")
    spoil(standard, "working_days: 13", "working_dayz: 13")
    assert cli.run(["check", str(bundle), "--specs", str(specs)]) == codes.SPECS
    error = capsys.readouterr().err
    line = next(
        n for n, text in enumerate(standard.read_text("utf-8").splitlines(), 1) if "dayz" in text
    )
    assert f"{standard}:{line}:5:" in error
    assert "unusable" in error.splitlines()[-1]


@pytest.mark.parametrize("path", ["clinic-new", "doctor-unreadable", "empty", "nowhere"])
def test_unusable_specs_outweigh_whatever_the_bundles_are(
    path: str, specs: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    bundle = SAMPLES / path if (SAMPLES / path).exists() else tmp_path / path
    spoil(specs / "medical-activity-licence" / "2025-93" / "standard.yaml", "duty:", "dutty:")
    assert cli.run(["check", str(bundle), "--specs", str(specs)]) == codes.SPECS


@pytest.mark.parametrize(
    "wrong", [["nowhere"], ["--edition", "x"], ["--only", "x"], ["-o", "/no/where"]], ids=str
)
def test_unusable_specs_outweigh_a_wrong_call(wrong: list[str], specs: Path) -> None:
    spoil(specs / "medical-activity-licence" / "2025-93" / "clauses.yaml", "encoding:", "encodng:")
    call = ["check", str(SAMPLES / "clinic-new"), "--specs", str(specs), *wrong]
    assert cli.run(call) == codes.SPECS


@pytest.mark.parametrize("sort", ["pipe", "device", "folder", "huge", "country"])
def test_specs_that_are_no_files_are_unusable(sort: str, specs: Path, capsys: Any) -> None:
    calendar = specs / "calendars" / "kz.yaml"
    if sort == "country":
        spoil(calendar, "country: KZ", "country: US")
    elif sort == "huge":
        os.truncate(calendar, 1 << 40)
    else:
        calendar.unlink()
        {
            "pipe": os.mkfifo,
            "device": lambda path: path.symlink_to("/dev/zero"),
            "folder": Path.mkdir,
        }[sort](calendar)
    assert cli.run(["check", str(SAMPLES / "clinic-new"), "--specs", str(specs)]) == codes.SPECS
    assert "calendars/kz.yaml:" in capsys.readouterr().err


def test_an_edition_that_no_bundle_asks_for_has_to_be_usable_too(specs: Path) -> None:
    unused = specs / "medical-activity-licence" / "2023-202-v" / "application.yaml"
    spoil(unused, "type: integer", "type: intager")
    faulty = str(SAMPLES / "clinic-no-consent")
    assert cli.run(["check", faulty, "--specs", str(specs)]) == codes.SPECS


@pytest.mark.parametrize("option", ["--edition", "--only"])
@pytest.mark.parametrize("path", ["clinic-new", "doctor-unreadable", "empty"])
def test_a_wrong_name_outweighs_whatever_the_bundles_are(
    path: str, option: str, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    bundle = SAMPLES / path if (SAMPLES / path).exists() else tmp_path / path
    assert cli.run(["check", str(bundle), option, "no-such-name"]) == codes.USAGE


@pytest.mark.parametrize(
    ("lang", "word"), [("kk", "редакция"), ("ru", "Редакции"), ("en", "edition")]
)
def test_a_wrong_call_is_told_in_the_language_asked_for(
    lang: str, word: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    call = ["check", str(SAMPLES / "clinic-new"), "--edition", "no-such-edition", "--lang", lang]
    assert cli.run(call) == codes.USAGE
    assert word in capsys.readouterr().err


def test_what_cannot_be_judged_keeps_personal_data_to_itself(bundle: Path, capsys: Any) -> None:
    manifest = bundle / "application.yaml"
    spoil(manifest, "2026-01-12T", "2010-01-12T")
    person = validator.read_bundle(bundle).manifest["staff"][0]  # type: ignore[index]
    (bundle / f"{person['name']}.pdf").write_bytes(b"%PDF-")
    for change in (("", ""), ("standard: medical-activity-licence", f"standard: {person['name']}")):
        spoil(manifest, *change) if change[0] else None
        for format_ in ("text", "json"):
            assert cli.run(["check", str(bundle), "--format", format_]) == codes.UNDETERMINED
            out = capsys.readouterr().out
            assert person["name"] not in out


def test_a_folder_without_specs_is_a_wrong_call(tmp_path: Path, bundle: Path) -> None:
    (tmp_path / "none").mkdir()
    assert cli.run(["check", str(bundle), "--specs", str(tmp_path / "none")]) == codes.USAGE


def test_a_fault_of_ours_is_told_and_leaves_the_other_bundles(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    evaluate = engine.evaluate

    def breaks(*args: Any, **options: Any) -> Any:
        if args[1].name.endswith("clinic-new"):
            raise ZeroDivisionError("secret of the bundle")
        return evaluate(*args, **options)

    monkeypatch.setattr(engine, "evaluate", breaks)
    names = [str(SAMPLES / "clinic-new"), str(SAMPLES / "doctor-new")]
    assert cli.run(["check", *names, "--format", "json"]) == codes.INTERNAL
    out, err = capsys.readouterr()
    reports = json.loads(out)["reports"]
    assert [each["verdict"] for each in reports] == ["undetermined", "compliant"]
    assert [each["id"] for each in reports[0]["problems"]] == ["internal_error"]
    assert "ZeroDivisionError" in err
    assert "secret" not in err
    assert "Traceback" not in err


def test_a_fault_of_ours_outside_a_bundle_is_70(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("validator.cli.check.find_inbox", lambda _path: 1 / 0)
    assert cli.run(["check", str(SAMPLES)]) == codes.INTERNAL
    assert "internal error: ZeroDivisionError" in capsys.readouterr().err


def test_an_interrupted_run_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("validator.cli.check.find_inbox", interrupt)
    assert cli.run(["check", str(SAMPLES)]) == codes.INTERRUPTED


@pytest.mark.parametrize("module", ["click", "validator.cli.lazy", "validator.errors"])
def test_an_interrupt_while_we_start_is_told_nothing(module: str) -> None:
    program = f"""if True:
        import sys
        from validator.cli import main

        class Interrupt:
            def find_spec(self, name, *_):
                if name == {module!r}:
                    raise KeyboardInterrupt

        sys.meta_path.insert(0, Interrupt())
        main(["list"])
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (codes.INTERRUPTED, b"", b"")


def test_the_file_is_written_whole_or_not_at_all(
    tmp_path: Path, bundle: Path, specs: Path, capsys: Any
) -> None:
    out = tmp_path / "report.json"
    assert cli.run(["check", str(bundle), "--format", "json", "-o", str(out)]) == codes.OK
    assert json.loads(out.read_text("utf-8"))["summary"]["compliant"] == 1
    assert capsys.readouterr().out == ""
    before = out.read_bytes()
    spoil(specs / "medical-activity-licence" / "2025-93" / "standard.yaml", "duty:", "dutty:")
    options = ["--specs", str(specs), "-o", str(out)]
    assert cli.run(["check", str(bundle), *options]) == codes.SPECS
    assert out.read_bytes() == before
    assert cli.run(["check", str(bundle), "-o", str(tmp_path / "no" / "folder")]) == codes.USAGE


def test_a_report_written_into_its_own_bundle_does_not_speak_of_itself(bundle: Path) -> None:
    out = bundle / "report.json"
    written = []
    for _ in range(2):
        assert cli.run(["check", str(bundle), "-o", str(out), "--fail-on", "warning"]) == codes.OK
        written.append(out.read_bytes())
        out.unlink()
    assert written[0] == written[1]
    assert sorted(each.name for each in bundle.iterdir() if each.name.startswith(".")) == []


@pytest.mark.parametrize(
    "name",
    [
        *("application.yaml", "application.p7s", "documents/form-3.pdf"),
        *("notes.txt", "all.zip", "../link.txt", "../linked/application.p7s"),
    ],
)
@pytest.mark.parametrize("before", ["", "json="])
def test_a_report_does_not_replace_a_file_of_an_application(
    bundle: Path, name: str, before: str, capsys: Any
) -> None:
    (bundle / "all.zip").write_bytes(b"an archive")
    (bundle / "notes.txt").write_bytes(b"which nothing names")
    (bundle.parent / "link.txt").symlink_to(bundle / "application.p7s")
    (bundle.parent / "linked").symlink_to(bundle)
    out = bundle / name
    was = out.read_bytes()
    call = ["check", str(bundle), "-o", f"{before}{out}", "--lang", "en"]
    assert cli.run(call) == codes.USAGE
    assert out.read_bytes() == was
    assert capsys.readouterr().err == (
        f"validator: {out} is a file of an application, which the report would replace;"
        " give another file\n"
    )


@pytest.mark.parametrize("name", ["application.yml", "Other.ZIP"])
def test_nor_one_of_an_application_that_is_not_checked(
    bundle: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / name
    out.write_bytes(b"of somebody")
    assert cli.run(["check", str(bundle), "-o", str(out)]) == codes.USAGE
    assert out.read_bytes() == b"of somebody"


def test_a_report_replaces_an_earlier_one_beside_a_bundle(bundle: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.txt"
    out.write_bytes(b"the earlier one")
    assert cli.run(["check", str(bundle), "-o", str(out), "--lang", "en"]) == codes.OK
    assert out.read_bytes().startswith(b"COMPLIANT")


def test_a_bundle_is_called_by_its_path_whoever_it_is_of(tmp_path: Path, capsys: Any) -> None:
    names = ["870902300003", "790611400003"]
    for name in names:
        shutil.copytree(SAMPLES / "clinic-new", tmp_path / "inbox" / name)
    assert cli.run(["check", str(tmp_path / "inbox"), "--format", "json"]) == codes.OK
    found = json.loads(capsys.readouterr().out)["reports"]
    assert [each["bundle"]["name"].rpartition("/")[2] for each in found] == sorted(names)


def test_a_name_cannot_make_two_lines_of_one(capsys: Any) -> None:
    assert cli.run(["check", str(SAMPLES / "clinic-new"), "-o", "x\ny/z"]) == codes.USAGE
    assert capsys.readouterr().err.splitlines() == ["validator: x\\ny/z: No such file or directory"]


def test_bundles_are_reported_once_and_by_name(capsys: Any) -> None:
    names = [str(SAMPLES / "doctor-new"), str(SAMPLES / "clinic-new"), str(SAMPLES / "doctor-new")]
    assert cli.run(["check", *names, "--format", "ndjson"]) == codes.OK
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["bundle"]["name"] for line in lines[:-1]] == sorted(set(names))


def test_overdue_is_found_only_when_asked_for(capsys: Any) -> None:
    name = str(SAMPLES / "clinic-several-faults")  # due on 2026-02-09 and not decided

    def deadline(*options: str) -> str:
        cli.run(["check", name, "--format", "json", *options])
        (report,) = json.loads(capsys.readouterr().out)["reports"]
        found = {each["requirement"]: each["outcome"] for each in report["results"]}
        return str(found["deadline.issue"])

    assert deadline() == "inapplicable"
    assert deadline("--today", "2026-02-09") == "inapplicable"
    assert deadline("--today", "2026-02-10") == "failed"


@pytest.mark.parametrize(
    ("locale", "word"),
    [("kk_KZ.UTF-8", "СӘЙКЕС"), ("C", "COMPLIANT")],
)
def test_text_takes_its_language_from_the_locale(locale: str, word: str) -> None:
    head = ("--documents", "head")
    done = installed("check", SAMPLES / "clinic-new", "--specs", THEN, *head, LC_ALL=locale)
    assert word in done.stdout.splitlines()[0]
    assert done.returncode == codes.OK


def test_the_same_bytes_on_every_machine() -> None:
    some = [
        SAMPLES / name for name in ("clinic-several-faults", "clinic-zipped.zip", "doctor-draft")
    ]
    runs = [
        installed("check", *some, "--format", "ndjson", "--as-of", "2026-02-02", **env)
        for env in (
            {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "ru_RU.UTF-8"},
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        )
    ]
    assert runs[0].stdout == runs[1].stdout
    assert {run.returncode for run in runs} == {codes.FAULTS}


def unread(*args: str, both: bool = False) -> tuple[int, bytes | None]:
    """The code and stderr of a command whose output, and maybe its errors, nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as out:
        done = subprocess.run(
            [COMMAND, *args],
            stdout=out,
            stderr=out if both else subprocess.PIPE,
            check=False,
            # A buffer still full when Python ends is the hard case.
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "call",
    [
        ["check", "samples", "--documents", "head"],
        ["check", "samples/clinic-new"],
        ["check", "samples/clinic-new", "--documents", "head", "-o", "/dev/stdout"],
        ["list"],
        ["spec", "test", *BEES, "--samples", "tests/services/bundles"],
        ["--help"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_who_stops_reading_is_told_nothing(call: list[str]) -> None:
    assert unread(*call) == (codes.INTERRUPTED, b"")


@pytest.mark.parametrize("call", [["check", "nowhere"], ["check", "--nothing"]])
def test_who_stops_reading_our_errors_is_told_nothing(call: list[str]) -> None:
    assert unread(*call, both=True) == (codes.INTERRUPTED, None)


@pytest.mark.parametrize("command", [["--help"], ["check", "--help"], ["--version"]])
def test_help_is_no_fault(command: list[str]) -> None:
    done = installed(*command)
    assert done.returncode == codes.OK
    assert done.stdout
    assert not done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["fee.reissue", "list.9.2", "list.8.1", "documents.diploma"])
def test_explain_says_something_in_every_language(name: str, lang: str, capsys: Any) -> None:
    assert cli.run(["explain", name, "--lang", lang, "--edition", "2025-93"]) == codes.OK
    out = capsys.readouterr().out
    assert name in out
    assert "explain." not in out  # a key without words
    assert max(map(len, out.splitlines())) <= 80


def test_explain_proposes_the_closest_name(capsys: Any) -> None:
    assert cli.run(["explain", "fee.reisue", "--lang", "en"]) == codes.USAGE
    assert "fee.reissue" in capsys.readouterr().err


def test_list_names_every_requirement(capsys: Any) -> None:
    assert cli.run(["list", "--edition", "2025-93"]) == codes.OK
    out = capsys.readouterr().out
    assert "documents.diploma" in out
    assert "list.8.1.c" in out


def test_list_of_an_unknown_standard_or_edition(capsys: Any) -> None:
    assert cli.run(["list", "--standard", "nothing"]) == codes.USAGE
    asked = ["--standard", "medical-activity-licence", "--edition", "nothing"]
    assert cli.run(["list", *asked]) == codes.USAGE
    assert "2025-93" in capsys.readouterr().err
