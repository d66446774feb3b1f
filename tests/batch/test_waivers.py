"""Waivers: what they keep the exit code from counting, and what they can never touch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command import call
from tests.project import ROOT, SERVICES, SPECS
from tests.then import THEN
from validator.batch.counting import Marking
from validator.batch.waivers import (
    WaiverEntry,
    WaiverState,
    held,
    read_waivers,
    standings,
    why_never,
)
from validator.bundle import find_bundles, read_bundle
from validator.cli import codes
from validator.engine import Options, assess
from validator.model import LANGUAGES, Severity, Verdict
from validator.output import render
from validator.output.tally import tallied
from validator.report import Report, Waiver
from validator.standard.catalogue import Catalogue

pytestmark = pytest.mark.usefixtures("law_of_then")

NOON: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATE: Final = "samples/clinic-late-decision"
FAULTS: Final = "samples/clinic-several-faults"
HEAD: Final = ("--documents", "head")


def _waiver(requirement: str, bundle: str = LATE, **other: str) -> dict[str, str]:
    given = {"reason": "as agreed", "approver": "the head of the department"}
    return {"requirement": requirement, "bundle": bundle, **given, "expires": "2099-12-31", **other}


@pytest.fixture
def waivers(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of waivers."""

    def write(*entries: Mapping[str, str]) -> Path:
        path = tmp_path / "waivers.yaml"
        path.write_text(json.dumps({"waivers": entries}, indent=1), encoding="utf-8")
        return path

    return write


def _entry(requirement: str, bundle: str, last: date, edition: str | None = None) -> WaiverEntry:
    waiver = Waiver("reason", "approver", last)
    return WaiverEntry(requirement, bundle, edition, waiver, "waivers.yaml", 1, 1)


def _state(
    requirement: str, last: date, clock: datetime, today: date | None = None, specs: Path = THEN
) -> WaiverState:
    entry = _entry(requirement, LATE, last)
    (found,) = standings([entry], Catalogue(specs), clock, today)
    return found.state


# ------------------------------------------------------------------------------- the last day


@pytest.mark.parametrize(
    ("specs", "requirement", "last_moment"),
    [
        # Almaty is five hours ahead of UTC, Bishkek six; the specs say which of them it is.
        (THEN, "deadline.issue", datetime(2026, 11, 30, 18, 59, 59, tzinfo=UTC)),
        (SERVICES / "specs", "deadline.grant", datetime(2026, 11, 30, 17, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_day_still_holds_to_its_end_in_the_zone_of_the_standard(
    specs: Path, requirement: str, last_moment: datetime
) -> None:
    last = date(2026, 11, 30)
    over = last_moment.replace(hour=last_moment.hour + 1, minute=0, second=0)
    assert _state(requirement, last, last_moment, specs=specs) is WaiverState.HOLDS
    assert _state(requirement, last, over, specs=specs) is WaiverState.EXPIRED


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 29), WaiverState.HOLDS),
        (date(2026, 11, 30), WaiverState.HOLDS),
        (date(2026, 12, 1), WaiverState.EXPIRED),
    ],
)
@pytest.mark.parametrize("year", [2020, 2030])
def test_the_day_of_the_run_is_the_one_asked_for_whatever_the_clock_says(
    today: date, state: WaiverState, year: int
) -> None:
    clock = datetime(year, 1, 1, tzinfo=UTC)
    assert _state("deadline.issue", date(2026, 11, 30), clock, today) is state


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_zone_of_the_machine_means_nothing(zone: str, waivers: Callable[..., Path]) -> None:
    file = waivers(_waiver("deadline.issue", expires="2026-11-30"))
    for today, code in (("2026-11-30", codes.OK), ("2026-12-01", codes.FAULTS)):
        done = call(
            *("check", LATE, "--waivers", file, "--today", today, *HEAD),
            environment={"TZ": zone, "LANG": "C"},
        )
        assert done.returncode == code


# -------------------------------------------------------------------------- what cannot be waived


def test_no_ground_nor_what_leads_to_one_can_be_waived_in_any_edition() -> None:
    for specs in (SPECS, THEN, SERVICES / "specs"):
        for edition in Catalogue(specs).editions():
            for rule in edition.rules:
                demand = rule.requirement
                leads = {demand.consequence, demand.indicates, demand.refusable}
                if leads & {*edition.grounds, *edition.by_law}:
                    assert why_never(rule, edition) is not None, demand.id


@pytest.mark.parametrize(
    ("requirement", "why"),
    [
        ("fee.issue", "ground"),  # list.9.2
        ("consents.restricted_data", "ground"),  # list.9.8
        ("duplicate.of_paper", "ground"),  # law.43
        ("documents.digests", "indicates"),  # list.9.6
        ("documents.change_evidence", "refusable"),  # law.33.5
        ("application.fields", "form"),
        ("record.fields", "form"),
        ("signature.present", "signature"),  # list.10.2
        ("signature.apart", "signature"),
        ("signature.fits", "signature"),
        ("result.grant_against_ground", "decision"),
        ("refusal.grounds_established", "decision"),
        ("consideration.package_incomplete", "decision"),
        ("deadline.issue", None),  # the provider's, without a ground
        ("documents.diploma", None),  # law.25.1: it may be granted all the same
        ("documents.files", None),  # a warning
        ("notice.in_time", None),
    ],
)
def test_what_can_be_waived(requirement: str, why: str | None) -> None:
    edition = Catalogue(THEN).edition("medical-activity-licence", "2025-93")
    rule = next(each for each in edition.rules if each.requirement.id == requirement)
    assert why_never(rule, edition) == why


def test_a_waiver_that_cannot_be_is_told_and_changes_nothing(waivers: Callable[..., Path]) -> None:
    file = waivers(_waiver("consents.restricted_data", "samples/clinic-no-consent"))
    done = call("check", "samples/clinic-no-consent", "--waivers", file, "--format", "json", *HEAD)
    assert done.returncode == codes.FAULTS
    told = json.loads(done.stdout)
    (idle,) = told["summary"]["waivers"]["idle"]
    assert (idle["state"], idle["line"]) == ("never_waivable", 3)
    assert idle["text"] in done.stderr
    assert f"{file}:3:3: " in done.stderr
    assert all("waiver" not in each for each in told["reports"][0]["results"])


# ---------------------------------------------------------------------------------- exit codes


PAPERS: Final = ("documents.diploma", "documents.employment_record", "documents.premises_title")


@pytest.mark.parametrize(
    ("paths", "requirements", "options", "code"),
    [
        ([LATE], [], (), codes.FAULTS),
        ([LATE], ["deadline.issue"], (), codes.OK),
        ([LATE], ["deadline.issue"], ("--strict",), codes.UNDETERMINED),
        ([LATE], ["notice.in_time"], (), codes.FAULTS),
        ([LATE, "samples/clinic-new"], ["deadline.issue"], (), codes.OK),
        ([LATE, "samples/clinic-undetermined"], ["deadline.issue"], (), codes.UNDETERMINED),
        ([LATE, FAULTS], ["deadline.issue"], (), codes.FAULTS),
        ([LATE], ["deadline.issue"], ("--only", "deadline.issue"), codes.UNDETERMINED),
        ([FAULTS], PAPERS, (), codes.FAULTS),  # the fee and the form stay
        ([FAULTS], PAPERS, ("--only", "list.8.1"), codes.FAULTS),  # the form does
        (["samples/doctor-unreadable"], ["deadline.issue"], (), codes.FAULTS),
        (["samples/doctor-reissue-late"], [], ("--fail-on", "warning"), codes.FAULTS),
        (["samples/doctor-reissue-late"], ["reissue.in_time"], ("--fail-on", "warning"), codes.OK),
    ],
)
def test_the_code_does_not_count_what_is_waived(
    paths: list[str],
    requirements: list[str],
    options: tuple[str, ...],
    code: int,
    waivers: Callable[..., Path],
) -> None:
    file = waivers(*(_waiver(each, path) for each in requirements for path in paths))
    for format_ in ("text", "ndjson"):
        done = call("check", *paths, "--waivers", file, *options, "--format", format_, *HEAD)
        assert done.returncode == code, done.stderr


def test_a_bundle_may_be_named_by_the_digest_of_its_manifest(waivers: Callable[..., Path]) -> None:
    digest = read_bundle(LATE).manifest_bytes
    named = f"sha256:{sha256(digest).hexdigest()}"
    for name, code in ((named, codes.OK), (f"sha256:{'0' * 64}", codes.FAULTS)):
        file = waivers(_waiver("deadline.issue", name))
        assert call("check", LATE, "--waivers", file, *HEAD).returncode == code


def test_a_waiver_may_be_for_one_edition_alone(waivers: Callable[..., Path]) -> None:
    for edition, code in (("2025-93", codes.OK), ("2023-202-v", codes.FAULTS)):
        file = waivers(_waiver("deadline.issue", edition=edition))
        assert call("check", LATE, "--waivers", file, *HEAD).returncode == code


# ---------------------------------------------------------------------------- what is told of them


@pytest.mark.parametrize("format_", ["text", "html", "json", "ndjson"])
def test_every_format_tells_who_waived_what_and_until_when(
    format_: str, waivers: Callable[..., Path]
) -> None:
    file = waivers(_waiver("deadline.issue"))
    done = call("check", LATE, "--waivers", file, "--format", format_, "--lang", "en", *HEAD)
    said = " ".join(done.stdout.split())
    for each in ("the head of the department", "as agreed"):
        assert each in said
    assert ("2099-12-31" if "json" in format_ else "31 December 2099") in said
    assert ("non_compliant" in said) or ("not compliant 1" in said)
    assert done.stderr == ""


def test_all_that_is_of_no_effect_is_told_with_its_line(waivers: Callable[..., Path]) -> None:
    file = waivers(
        _waiver("deadline.issue", expires="2026-11-21"),
        _waiver("notice.in_time"),
        _waiver("notice.in_time", "samples/gone"),
        _waiver("fee.issue"),
        _waiver("deadline.isue"),
        _waiver("notice.in_time", edition="1999"),
        _waiver("notice.in_time", reason="once more"),
    )
    done = call(
        *("check", LATE, "--waivers", file, "--format", "json", "--today", "2026-11-22", *HEAD)
    )
    assert done.returncode == codes.FAULTS
    idle = json.loads(done.stdout)["summary"]["waivers"]["idle"]
    states = ["expired", "unused", "unused", "never_waivable", "unknown", "unknown", "duplicate"]
    assert [each["state"] for each in idle] == states
    lines = done.stderr.splitlines()
    assert [each["text"] for each in idle] == [each.split(": ", 1)[1] for each in lines]
    assert "21 November 2026" in lines[0]
    assert "22 November 2026" in lines[0]
    assert "samples/gone" in lines[2]
    assert "deadline.issue" in lines[4]
    assert "10" in lines[6]  # the line of the one that counts


@pytest.mark.parametrize(
    "options", [(LATE, "--only", "deadline.issue"), ("--files", f"{LATE}/application.yaml")]
)
def test_nothing_is_called_unused_where_the_run_sees_a_part(
    options: tuple[str, ...], waivers: Callable[..., Path]
) -> None:
    file = waivers(_waiver("notice.in_time"), _waiver("notice.in_time", "samples/clinic-new"))
    assert "notice.in_time" not in call("check", *options, "--waivers", file, *HEAD).stderr


def test_what_looks_personal_in_a_reason_is_masked_unless_asked_for(
    waivers: Callable[..., Path],
) -> None:
    file = waivers(_waiver("deadline.issue", reason="asked at +77010001234"))
    for format_ in ("text", "json"):
        options = ("--waivers", file, "--format", format_, *HEAD)
        assert "+77010001234" not in call("check", LATE, *options).stdout
        assert "+77010001234" in call("check", LATE, *options, "--show-personal-data").stdout


# --------------------------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("waivers", 1),
        ("[]", 1),
        ("waivers: {}", 1),
        ("waivers:\n  - deadline.issue", 2),
        ("waivers:\n  - {requirement: a}", 2),
        ("waivers: []\nwaivers: []", 2),
        ("waivers: []\n---\nwaivers: []", 2),
        ("waivers: &a []", 1),
        ("a: &a 1\nwaivers: [*a]", 1),
        ("waivers: !!seq []", 1),
        ("waivers: []\nmore: 1", 2),
        ("waivers: [" * 100, 1),
        ("waivers: [\n", 1),  # where it is opened
        ("\x00", 1),
        ("waivers: []\u2028", 1),
    ],
)
def test_a_file_that_is_no_list_of_waivers_is_a_wrong_call_with_its_line(
    text: str, line: int, tmp_path: Path
) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    done = call("check", LATE, "--waivers", file, *HEAD)
    assert done.returncode == codes.USAGE
    assert done.stderr.startswith(f"{file}:{line}:")
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("requirement", 5),
        ("requirement", "Fee Issue"),
        ("requirement", None),
        ("bundle", ""),
        ("bundle", " "),
        ("bundle", "sha256:abc"),
        ("bundle", f"sha256:{'A' * 64}"),
        ("bundle", f"sha256:{'a' * 64}\n"),
        ("reason", " \n"),
        ("reason", {"ru": "a"}),
        ("approver", ["a"]),
        ("approver", True),
        ("expires", "2026-02-30"),
        ("expires", "2026-13-01"),
        ("expires", "31.12.2026"),
        ("expires", 2026),
        ("edition", "a b"),
        ("reasons", "a"),
    ],
)
def test_a_value_that_is_wrong_is_named_with_its_place(
    key: str, value: Any, tmp_path: Path
) -> None:
    file = tmp_path / "waivers.json"
    file.write_text(
        json.dumps({"waivers": [{**_waiver("deadline.issue"), key: value}]}, indent=1),
        encoding="utf-8",
    )
    done = call("check", LATE, "--waivers", file, *HEAD)
    assert done.returncode == codes.USAGE
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"{file}:")


def test_a_file_that_is_not_there_or_is_no_file_is_a_wrong_call(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.yaml", tmp_path):
        done = call("check", LATE, "--waivers", path, *HEAD)
        assert done.returncode == codes.USAGE
        assert str(path) in done.stderr


def test_a_mebibyte_of_waivers_is_read_and_nine_are_not(
    waivers: Callable[..., Path], tmp_path: Path
) -> None:
    many = waivers(*(_waiver("deadline.issue", f"b{number}") for number in range(4_000)))
    assert many.stat().st_size < 1 << 20
    assert len(read_waivers(many)) == 4_000
    large = tmp_path / "large.yaml"
    large.write_bytes(b"waivers: []\n#" + b"x" * (9 << 20))
    done = call("check", LATE, "--waivers", large, *HEAD)
    assert done.returncode == codes.USAGE
    assert done.stderr.startswith(f"{large}: ")


# ------------------------------------------------------------------------- nothing else is changed


@cache
def _reports() -> tuple[tuple[Report, str], ...]:
    """Those of the samples, and each as it is told."""
    catalogue = Catalogue(THEN)
    names = find_bundles(str(ROOT / "samples")).bundles
    reports = (assess(catalogue, read_bundle(each), Options(NOON)) for each in names)
    return tuple((each, render(each, "json")) for each in reports)


def _ids() -> Iterator[str]:
    for edition in Catalogue(THEN).editions():
        yield from (each.requirement.id for each in edition.rules)


def _without_waivers(report: Report) -> str:
    results = tuple(replace(each, waiver=None) for each in report.results)
    return render(replace(report, results=results), "json")


@given(st.data())
def test_with_any_waivers_verdicts_and_outcomes_are_those_without(data: st.DataObject) -> None:
    reports = _reports()
    catalogue, names = Catalogue(THEN), [each.bundle for each, _ in reports]
    digests = [f"sha256:{each.manifest_sha256}" for each, _ in reports]
    entries = data.draw(
        st.lists(
            st.builds(
                _entry,
                st.sampled_from(sorted(set(_ids()))),
                st.sampled_from([*names, *digests]),
                st.sampled_from([date(2026, 11, 21), date(2026, 11, 22), date(2099, 1, 1)]),
                st.sampled_from([None, "2025-93", "2023-202-v"]),
            ),
            max_size=60,
        )
    )
    marking = Marking(held(standings(entries, catalogue, NOON, None)))
    for report, told in reports:
        law = report.regulation
        edition = catalogue.edition(law.standard, law.edition) if law else None
        marked, counted, _ = marking.mark(report, edition, tallied(report))
        assert _without_waivers(marked) == told
        assert counted.verdict is report.verdict
        if Severity.ERROR in counted.severities and report.results:
            assert counted.counted is Verdict.NON_COMPLIANT
        applies = {each for each in marked.grounds if each.state == "applies"}
        if applies:  # whatever is waived, a ground that applies is counted
            assert counted.counted is Verdict.NON_COMPLIANT
        if not any(each.waiver for each in marked.results):
            assert counted.counted is report.verdict


def test_any_number_of_processes_writes_the_same(
    waivers: Callable[..., Path], tmp_path: Path
) -> None:
    file = waivers(_waiver("deadline.issue"), _waiver("notice.in_time"), _waiver("fee.issue"))
    found = []
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.ndjson"
        done = call(
            *("check", "samples", "--waivers", file, "--jobs", jobs, "--specs", THEN, *HEAD),
            *("--format", "ndjson", "-o", out),
        )
        assert done.returncode == codes.FAULTS
        found.append((out.read_bytes(), done.stderr.replace(str(out), "")))
    assert found[0] == found[1]


# ----------------------------------------------------------------------------------------- audit


def _audit(*args: str | Path) -> tuple[int, list[str]]:
    done = call("waivers", "audit", *args, "--format", "json", "--specs", THEN)
    if done.returncode in (codes.OK, codes.FAULTS):
        return done.returncode, [each["state"] for each in json.loads(done.stdout)["waivers"]]
    return done.returncode, []


def test_an_audit_tells_how_each_waiver_stands(waivers: Callable[..., Path]) -> None:
    file = waivers(
        _waiver("deadline.issue", expires="2026-11-21"),
        _waiver("notice.in_time", expires="2026-12-22"),
        _waiver("notice.in_time", "samples/gone", expires="2026-12-23"),
        _waiver("deadline.issue", "samples/clinic-new"),
        _waiver("fee.issue"),
        _waiver("deadline.isue"),
        _waiver("notice.in_time", expires="2027-12-22"),
    )
    day = ("--today", "2026-11-22")
    ends = ["never_waivable", "unknown", "duplicate"]
    holding = ["ends_soon", "holds", "holds"]
    assert _audit(file, *day) == (codes.FAULTS, ["expired", *holding, *ends])
    assert _audit(file, *day, "--within", "0")[1][1] == "holds"
    assert _audit(file, "--today", "2026-12-22", "--within", "0")[1][1] == "ends_soon"
    assert _audit(file, *day, LATE, "samples/clinic-new") == (
        codes.FAULTS,
        ["expired", "unused", "unused", "unused", *ends],
    )


@pytest.mark.parametrize(
    ("entries", "paths", "code"),
    [
        ([_waiver("deadline.issue")], [], codes.OK),
        ([_waiver("deadline.issue")], [LATE], codes.OK),
        ([_waiver("deadline.issue")], ["samples"], codes.OK),
        ([_waiver("deadline.issue", expires="2026-11-30")], [], codes.OK),  # soon
        ([_waiver("deadline.issue", expires="2026-11-21")], [], codes.FAULTS),
        ([_waiver("notice.in_time")], [LATE], codes.FAULTS),
        ([_waiver("notice.in_time")], [], codes.OK),
        ([_waiver("fee.issue")], [], codes.FAULTS),
        ([_waiver("deadline.issue"), _waiver("deadline.issue")], [], codes.FAULTS),
        ([], [], codes.NOTHING),
        ([_waiver("deadline.issue")], ["docs"], codes.NOTHING),
        ([_waiver("deadline.issue")], ["no-such-folder"], codes.USAGE),
        ([{"requirement": "deadline.issue"}], [], codes.USAGE),
    ],
)
def test_how_an_audit_ends(
    entries: list[dict[str, str]], paths: list[str], code: int, waivers: Callable[..., Path]
) -> None:
    assert _audit(waivers(*entries), *paths, "--today", "2026-11-22")[0] == code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_audit_tells_people_each_waiver_with_its_line(
    lang: str, waivers: Callable[..., Path]
) -> None:
    file = waivers(_waiver("deadline.issue"), _waiver("fee.issue", reason="by +77010001234"))
    done = call("waivers", "audit", file, "--lang", lang, "--specs", THEN)
    said = "".join(done.stdout.split())  # its lines are folded
    for each in ("waivers.yaml:3:3:", "deadline.issue", "fee.issue", "asagreed", "2099"):
        assert each in said
    assert "77010001234" not in said
