"""What build servers read: the same of every application in each of their formats."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile, make_archive
from subprocess import CompletedProcess
from typing import Any, Final
from urllib.parse import unquote

import pytest
from jsonschema_rs import Draft4Validator
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from tests.absent import absent
from tests.command import call
from tests.output import sarif_multitool
from tests.output.told import NAMES, build, counted, read_json
from tests.project import SERVICES
from validator.output.remarks import BUNDLE, SKIPPED, path_of
from validator.output.sarif import address_of
from validator.output.table import FORMATS, Told

FOLDER: Final = Path(__file__).parent
SCHEMA: Final = Draft4Validator(read_json(FOLDER / "schema" / "sarif-schema-2.1.0.json"))
MACHINES: Final = ("sarif", "junit", "github", "gitlab")
LEVELS: Final = {"fail": ("error", "warning", "note"), "open": ("none",)}
SEVERITIES: Final = {
    "critical": "error",
    "major": "undetermined",
    "minor": "warning",
    "info": "note",
}


def _written(folder: Path, inbox: str, *options: str) -> CompletedProcess[str]:
    """Everything that is found in a folder beside, written in every format there."""
    folder.mkdir()
    outputs = [f"-o{each}={folder / each}" for each in FORMATS[Told.REPORTS]]
    return call("check", inbox, "--lang", "en", *options, *outputs, cwd=folder.parent)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file a format: what is told of the samples and of what is broken."""
    folder = tmp_path_factory.mktemp("told")
    build(folder)
    assert _written(folder / "out", "inbox").returncode == 1
    return folder / "out"


@pytest.fixture(scope="module")
def data(told: Path) -> dict[str, Any]:
    document: dict[str, Any] = read_json(told / "json")
    return document


# ------------------------------------------------------------------------------ what is the same


def test_there_is_something_of_every_sort_to_tell(data: dict[str, Any]) -> None:
    found = counted(data)

    assert set(found) >= {"error", "warning", "undetermined"}
    assert len(data["summary"]["skipped"]) == 2
    assert {each["bundle"]["name"] for each in data["reports"]} >= {f"inbox/{e}" for e in NAMES}


def test_every_format_tells_as_much(told: Path, data: dict[str, Any]) -> None:
    (run,) = read_json(told / "sarif")["runs"]
    levels = Counter(each["level"] for each in run["results"])
    levels["undetermined"] = levels.pop("none")
    issues = Counter(SEVERITIES[each["severity"]] for each in read_json(told / "gitlab"))
    lines = Counter(
        line.partition(":")[0].lower()
        for line in (told / "github").read_text("utf-8").splitlines()
        if re.match("(Error|Undetermined|Warning|Note): ", line)
    )

    assert levels == counted(data)
    assert issues == counted(data)
    assert lines == counted(data)


def test_junit_counts_what_the_reports_count(told: Path, data: dict[str, Any]) -> None:
    suites = JUnitXml.fromfile(str(told / "junit"))
    totals = Counter[str]()
    for report in data["reports"]:
        counts, problems = report["counts"], [each["severity"] for each in report["problems"]]
        grave = problems.count("error")
        totals["tests"] += counts["total"] + len(problems)
        totals["failures"] += counts["failed"] + len(problems) - grave
        totals["errors"] += counts["undetermined"] + grave
        totals["skipped"] += counts["inapplicable"] + counts["manual"]
    skipped = len(data["summary"]["skipped"])
    totals.update(tests=skipped, errors=skipped)

    assert (suites.tests, suites.failures, suites.errors) == tuple(
        totals[each] for each in ("tests", "failures", "errors")
    )
    suites.update_statistics()  # type: ignore[no-untyped-call]  # which counts the cases itself
    for name, count in totals.items():
        assert getattr(suites, name) == count, name


@pytest.mark.parametrize("format_", FORMATS[Told.REPORTS])
@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (("inbox/clinic-new",), 0),
        (("inbox/clinic-several-faults", "inbox/clinic-new"), 1),
        (("inbox/unreadable",), 1),
        (("inbox/unknown",), 5),
        (("inbox/skipped",), 5),
        (("inbox/clinic-several-faults", "inbox/skipped"), 1),
    ],
)
def test_every_format_ends_with_the_same_code(
    told: Path, tmp_path: Path, format_: str, paths: tuple[str, ...], code: int
) -> None:
    out = f"-o{tmp_path / 'one'}"

    found = call("check", *paths, "--format", format_, out, "--lang", "en", cwd=told.parent)

    assert found.returncode == code


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_words_are_those_of_the_language(tmp_path: Path, lang: str) -> None:
    (tmp_path / "inbox").mkdir()
    faulty, outputs = SERVICES / "bundles" / "extend-at-fault", [*MACHINES, "ndjson"]
    told = [f"-o{each}={tmp_path / each}" for each in outputs]
    call("check", faulty, "--specs", SERVICES / "specs", "--lang", lang, *told)
    report = json.loads((tmp_path / "ndjson").read_text("utf-8").splitlines()[0])
    texts = [each["text"] for result in report["results"] for each in result["findings"]]

    for each in MACHINES:
        shown = (tmp_path / each).read_text("utf-8").replace('\\"', '"').replace("&lt;", "<")
        assert [text for text in texts if text not in shown] == [], each


# --------------------------------------------------------------------------------------- sarif


@pytest.fixture(scope="module")
def run(told: Path) -> dict[str, Any]:
    (only,) = read_json(told / "sarif")["runs"]
    found: dict[str, Any] = only
    return found


def test_sarif_is_as_oasis_lays_down(told: Path) -> None:
    document = read_json(told / "sarif")

    assert [each.message for each in SCHEMA.iter_errors(document)] == []
    assert not SCHEMA.is_valid(document | {"version": "2.0.0"})


def test_every_requirement_is_a_rule_with_help(run: dict[str, Any], data: dict[str, Any]) -> None:
    rules = {each["id"]: each for each in run["tool"]["driver"]["rules"]}
    results = [result for report in data["reports"] for result in report["results"]]

    assert rules.keys() == {each["requirement"] for each in results} | {BUNDLE, SKIPPED}
    assert len(rules) == len(run["tool"]["driver"]["rules"])
    for each in results:
        rule = rules[each["requirement"]]
        assert rule["defaultConfiguration"]["level"] == each["severity"]
        assert each["citation"] in rule["properties"]["tags"]
        assert each["citation"] in rule["help"]["text"]
    assert "Whose duty: Applicant" in rules["fee.issue"]["help"]["text"]
    assert "ground for refusal" in rules["fee.issue"]["help"]["text"]


def test_every_result_points_to_its_rule_and_says_what_it_is(run: dict[str, Any]) -> None:
    rules = run["tool"]["driver"]["rules"]

    for each in run["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["level"] in LEVELS[each["kind"]]
        assert each["message"]["text"].endswith((".", "!", "?", "…"))
        (location,) = each["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
    weights = [("error", "none", "warning", "note").index(e["level"]) for e in run["results"]]
    assert weights == sorted(weights)


def test_addresses_lead_to_the_files(told: Path, run: dict[str, Any]) -> None:
    for each in run["results"]:
        address = each["locations"][0]["physicalLocation"]["artifactLocation"]
        assert address["uriBaseId"] == "SRCROOT"
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", address["uri"], re.ASCII)
        path = told.parent / unquote(address["uri"], errors="surrogateescape")
        assert "…" in path.name or r"\xff\xfe" in path.parts or path.exists()


def test_what_is_in_an_archive_is_told_of_the_archive(tmp_path: Path) -> None:
    faulty = SERVICES / "bundles" / "extend-at-fault"
    make_archive(str(tmp_path / "Заявка 1"), "zip", faulty)
    outputs = [f"-o{each}={tmp_path / each}" for each in MACHINES]
    specs = str(SERVICES / "specs")

    call("check", "Заявка 1.zip", "--specs", specs, "--lang", "en", *outputs, cwd=tmp_path)

    (run,) = read_json(tmp_path / "sarif")["runs"]
    for each in run["results"]:
        place = each["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == "Заявка 1.zip"
        assert place["region"] == {"startLine": 1}
    said = next(each for each in run["results"] if each["ruleId"] == "fee.extend")
    assert said["message"]["text"].startswith("application.yaml:28:11: The fee is 1 tenge short")
    paths = {each["location"]["path"] for each in read_json(tmp_path / "gitlab")}
    assert paths == {"Заявка 1.zip"}
    assert "::error file=Заявка 1.zip,title=" in (tmp_path / "github").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a/b c.yaml", {"uri": "a/b%20c.yaml", "uriBaseId": "SRCROOT"}),
        ("./a.zip", {"uri": "a.zip", "uriBaseId": "SRCROOT"}),
        ("/tmp/a:b", {"uri": "file:///tmp/a:b"}),  # noqa: S108  # a name
        ("C:/in box", {"uri": "file:///C:/in%20box"}),
        ("c:x", {"uri": "c%3Ax", "uriBaseId": "SRCROOT"}),
        ("\ud800", {"uri": "%ED%A0%80", "uriBaseId": "SRCROOT"}),
        ("\udcff", {"uri": "%FF", "uriBaseId": "SRCROOT"}),
    ],
)
def test_addresses(path: str, address: dict[str, str]) -> None:
    assert address_of(path_of(path, "")) == address


def test_fingerprints_are_of_one_result_and_hang_on_no_line(
    told: Path, run: dict[str, Any], tmp_path: Path
) -> None:
    marks = [each["partialFingerprints"] for each in run["results"]]
    assert len({each["validator/v1"] for each in marks}) == len(marks)
    assert all(re.fullmatch("[0-9a-f]{16}:[0-9]+", e["primaryLocationLineHash"]) for e in marks)
    issues = [each["fingerprint"] for each in read_json(told / "gitlab")]
    assert sorted(issues) == sorted(each["validator/v1"] for each in marks)

    faulty = (SERVICES / "bundles" / "extend-at-fault" / "application.yaml").read_bytes()

    def of(text: bytes) -> Iterator[tuple[str, int]]:
        bundle = tmp_path / "bundle"
        bundle.mkdir(exist_ok=True)
        (bundle / "application.yaml").write_bytes(text)
        out = f"-osarif={tmp_path / 'sarif'}"
        call("check", "bundle", "--specs", SERVICES / "specs", out, cwd=tmp_path)
        (only,) = read_json(tmp_path / "sarif")["runs"]
        for each in only["results"]:
            region = each["locations"][0]["physicalLocation"]["region"]
            yield each["partialFingerprints"]["validator/v1"], region["startLine"]

    before, after = dict(of(faulty)), dict(of(b"# moved\n\n\n" + faulty))
    assert before.keys() == after.keys()
    assert sum(before.values()) < sum(after.values())


@pytest.fixture
def sarif(told: Path, tmp_path: Path) -> Path:
    """The file under a name without which the tool does not look at it."""
    return copyfile(told / "sarif", tmp_path / "all.sarif")


def test_the_multitool_has_nothing_to_say_against_it(sarif: Path) -> None:
    program = sarif_multitool.command() or absent("sarif-multitool")
    found = sarif_multitool.remarks(program, sarif)

    assert found  # it did read the file
    # The project has no public address yet to lead readers to.
    known = ("SARIF2005", "warning", "Warning_ProvideToolnformationUri")
    assert {each for each in found if each[1] in ("error", "warning")} <= {known}


def test_the_multitool_knows_each_result_again(sarif: Path, tmp_path: Path) -> None:
    program = sarif_multitool.command() or absent("sarif-multitool")
    again = copyfile(sarif, tmp_path / "again.sarif")

    states = sarif_multitool.states(program, sarif, again)

    assert Counter(states) == {"unchanged": len(read_json(again)["runs"][0]["results"])}


# --------------------------------------------------------------------------------------- junit


def _cases(told: Path) -> Iterator[tuple[str, TestCase]]:
    for suite in JUnitXml.fromfile(str(told / "junit")):
        for case in suite:
            yield str(suite.name), case


def test_a_case_says_what_became_of_its_requirement(told: Path, data: dict[str, Any]) -> None:
    sorts = {"failed": [Failure], "undetermined": [Error], "passed": []}
    of = {(suite, case.name): case for suite, case in _cases(told)}
    for report in data["reports"]:
        name = report["bundle"]["name"]
        if not name.isprintable():
            continue
        for result in report["results"]:
            case = of[name, result["requirement"]]
            kinds = [type(each) for each in case.result]
            assert kinds == sorts.get(result["outcome"], [Skipped]), (name, result)
            for finding in result["findings"]:
                assert finding["text"] in case.result[0].text
                assert finding["fix"] in case.result[0].text
            if reason := result.get("reason"):
                assert reason in case.result[0].text


def test_no_case_is_lost_to_a_reader_that_keeps_one_of_a_name(told: Path) -> None:
    names = [(case.classname, case.name) for _, case in _cases(told)]

    assert len(set(names)) == len(names)
    assert all(case.classname == suite for suite, case in _cases(told))


def test_junit_has_no_attribute_where_a_strict_reader_refuses_it(told: Path) -> None:
    text = (told / "junit").read_text("utf-8")

    assert not re.search("<testcase [^>]*file=", text)
    assert "skipped=" not in text.partition("<testsuite ")[0]
    assert len(re.findall("<testsuite [^>]*file=", text)) == text.count("<testsuite ")


# -------------------------------------------------------------------------------------- github


def _annotations(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The commands of a log, as the runner takes them apart."""
    for line in text.split("\n"):
        if found := re.fullmatch(r"::(\w+)(?: ([^:]*))?::(.*)", line):
            command, said, message = found.groups()
            pairs = (each.partition("=") for each in (said or "").split(","))
            yield command, {k: _unescaped(v) for k, _, v in pairs if k}, _unescaped(message)


def _unescaped(text: str) -> str:
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_the_worst_ten_are_annotations_and_all_are_in_the_group(
    told: Path, data: dict[str, Any]
) -> None:
    text = (told / "github").read_text("utf-8")
    commands = list(_annotations(text))
    total = counted(data)

    assert Counter(each for each, *_ in commands) == {
        "group": 1,
        "endgroup": 1,
        "error": 10,
        "warning": min(10, total["warning"]),
    }
    assert [each for each, *_ in commands][:2] == ["group", "endgroup"]
    more = total.total() - 10 - min(10, total["warning"])
    assert f"Not shown as annotations: {more};" in text
    for command, properties, message in commands[2:]:
        assert properties.keys() >= {"file", "title"}
        severity = command.title()
        where = [properties[each] for each in ("file", "line", "col") if each in properties]
        line = f"{severity}: {':'.join(where)}: {message} ("
        assert line.replace("##[", "## [") in text


def test_nothing_in_a_log_is_a_command_but_ours(told: Path) -> None:
    text = (told / "github").read_text("utf-8")

    own = ("::group::", "::endgroup::", "::error file=", "::warning file=")
    lines = re.split("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", text)
    for line in lines:
        if line.lstrip().startswith("::"):
            assert line.startswith(own)
        else:
            assert "##[" not in line
    assert sum(line.startswith("::error file=") for line in lines) == 10


# -------------------------------------------------------------------------------------- gitlab


def test_gitlab_is_given_what_it_asks_for(told: Path) -> None:
    for each in read_json(told / "gitlab"):
        assert each.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["location"]["lines"]["begin"] >= 1
        assert not each["location"]["path"].startswith((".", "/"))
        assert each["description"]


def test_gitlab_is_given_a_list_where_nothing_is_wrong(tmp_path: Path) -> None:
    good = SERVICES / "bundles" / "grant-in-order"
    out = f"-ogitlab={tmp_path / 'gitlab'}"

    call("check", good, "--specs", SERVICES / "specs", out)

    assert read_json(tmp_path / "gitlab") == []
