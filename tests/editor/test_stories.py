"""`validator spec test` and `validator spec coverage`, driven as they are installed.

Most of it runs on the made-up standard of `tests/services/`, copied and spoilt in one place.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.command import call
from tests.project import KIOSK, SERVICES, SPECS
from tests.texts import wording
from validator.editor.fates import Court, Fate, Judged, score
from validator.editor.mutants import DROPPED, Mutant, Spot
from validator.editor.mutate import mutants
from validator.editor.stories import prepare, read_cases
from validator.editor.trials import try_out
from validator.model import LANGUAGES
from validator.standard.catalogue import Catalogue

STANDARD = "beekeeping-permit"
OURS = "2025-93"
EARLIER = "2023-202-v"
EDITION = Path(STANDARD, "1")

CASES = """\
cases:
  - name: A grant in order
    given: {sample: grant-in-order}
    expect:
      verdict: VERDICT
      outcomes: {deadline.grant: passed}
"""


def _run(command: str, *args: str | Path) -> CompletedProcess[str]:
    return call("spec", command, *args, "--lang", "en")


def _test(specs: Path, *args: str | Path) -> CompletedProcess[str]:
    return _run(
        "test", "--specs", specs, "--samples", SERVICES / "bundles", "--edition", "1", *args
    )


def _test_kiosk(specs: Path, *args: str | Path) -> CompletedProcess[str]:
    return _run("test", "--specs", specs, "--samples", KIOSK / "samples", *args)


@pytest.fixture
def specs(bees: Path) -> Path:
    return bees


def _only_case(specs: Path, verdict: str = "compliant") -> Path:
    folder = specs / EDITION / "cases"
    shutil.rmtree(folder)
    folder.mkdir()
    file = folder / "one.yaml"
    file.write_text(CASES.replace("VERDICT", verdict), encoding="utf-8")
    return file


def _edit(file: Path, old: str, new: str) -> int:
    """Replace a text that stands in a file once; gives the line it stood in."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# ---------------------------------------------------------------------------------------- cases


def test_cases_that_hold(specs: Path) -> None:
    done = _test(specs)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{STANDARD} 1: cases 59, failed 0\n"


def test_every_edition_is_tested_unless_one_is_named(specs: Path) -> None:
    done = _run("test", "--specs", specs, "--samples", SERVICES / "bundles")
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        f"{STANDARD} 1",
        f"{STANDARD} 2",
    ]


def test_a_failing_case_is_shown_with_its_place(specs: Path) -> None:
    file = _only_case(specs, "non_compliant")
    done = _test(specs)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "verdict: another value than expected – cases: 1",
        f"{file.as_posix()}:5:16: A grant in order: verdict: "
        "expected non_compliant, found compliant",
        "",
        f"{STANDARD} 1: cases 1, failed 1",
    ]


def test_of_what_fails_only_the_difference_is_shown(specs: Path) -> None:
    file = specs / EDITION / "cases" / "calendar-and-fees.yaml"
    line = _edit(
        file,
        "      verdict: compliant\n      failed: {}\n",
        "      verdict: compliant\n      failed:\n        no.such:"
        " {citation: row.1, duty: applicant, severity: note, consequence: none}\n",
    )
    done = _test(specs)
    assert done.returncode == 1
    head, shown, *_ = done.stdout.splitlines()
    assert head == "no.such: another value than expected – cases: 1"
    assert shown.startswith(f"{file.as_posix()}:{line + 2}:")
    assert "failed.no.such: expected not met, found –" in shown


def test_a_day_too_long_a_term_makes_cases_fail(specs: Path) -> None:
    _edit(specs / EDITION / "standard.yaml", "working_days: 5", "working_days: 6")
    done = _test(specs)
    assert done.returncode == 1
    assert "derived.due_on: expected 2025-04-24, found 2025-04-25" in done.stdout


def test_failures_are_grouped_by_what_came_out_otherwise(kiosk: Path) -> None:
    """Four cases of two causes: a fee that is too low, and a ground that applies with it."""
    file = kiosk / "kiosk-permit" / "1" / "cases" / "all.yaml"
    case = (
        "  - name: {name}\n    given: {{sample: kiosk, set: {{{given}}}}}\n    expect: {{{told}}}\n"
    )
    low, met = "fee.amount: 10", "outcomes: {fee.large: passed}"
    stories = [
        ("One", low, met),
        ("Two", f"{low}, colour: red", met),
        ("Three", low, "failed: {}"),
        ("Four", low, f"{met[:-1]}, form.fields: passed}}, verdict: compliant"),
        ("Five", "colour: blue", "outcomes: {form.fields: inapplicable}, verdict: compliant"),
    ]
    file.write_text(
        "cases:\n" + "".join(case.format(name=n, given=g, told=t) for n, g, t in stories), "utf-8"
    )
    standard = kiosk / "kiosk-permit" / "1" / "standard.yaml"
    fee = next(
        n
        for n, line in enumerate(standard.read_text("utf-8").split("\n"), 1)
        if "fee.large" in line
    )
    done = _test_kiosk(kiosk)
    assert done.returncode == 1
    head, said, common, *examples, rest = done.stdout.split("\n\n")[0].splitlines()
    assert head == (
        f"{standard.as_posix()}:{fee}:9: fee.large (list.2): came out “not met” – cases: 4"
    )
    assert "10" in said
    assert common == "  They have in common: sample kiosk, set fee.amount"
    assert [line.split(": ")[1] for line in examples] == ["One", "Two", "Three"]
    assert rest == "  … and 1 more; --all shows them"
    assert "form.fields" in done.stdout.split("\n\n")[1]
    shown = _test_kiosk(kiosk, "--all").stdout
    assert ": Four: " in shown
    assert "--all" not in shown
    assert shown.splitlines()[-1] == "kiosk-permit 1: cases 5, failed 5"


def test_no_case_is_a_failure(specs: Path) -> None:
    shutil.rmtree(specs / EDITION / "cases")
    done = _test(specs)
    assert done.returncode == 4
    assert done.stderr == f"validator: {STANDARD} 1 has no case\n"


def _misspell(specs: Path) -> None:
    _edit(specs / EDITION / "standard.yaml", "\nauthority:", "\nautority:")


def _lose_sample(specs: Path) -> None:
    file = _only_case(specs)
    _edit(file, "grant-in-order", "no-such-sample")


def _giving(more: str) -> Callable[[Path], None]:
    def spoil(specs: Path) -> None:
        _edit(_only_case(specs), "grant-in-order}", f"grant-in-order, {more}}}")

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        *(_misspell, _lose_sample, _giving("remove: [no.such]")),
        *(_giving("as_of: 2024-02-30"), _giving('remove: ["documents.²"]')),
    ],
)
def test_unusable_specs(specs: Path, spoil: Callable[[Path], None]) -> None:
    spoil(specs)
    done = _test(specs)
    assert done.returncode == 3
    assert (specs / EDITION).as_posix() in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "wrong",
    [
        ("--sample", "3"),
        ("--least", "90"),
        ("--mutate", "--seed", "1"),
        ("--mutate", "--least", "101"),
        ("--standard", "no-such"),
        ("--samples", "/no/such/folder"),
    ],
)
def test_wrong_calls(specs: Path, wrong: tuple[str, ...]) -> None:
    done = _test(specs, *wrong)
    assert done.returncode == 2
    assert done.stderr


def test_a_file_of_so_many_bytes(specs: Path) -> None:
    file = _only_case(specs)
    _edit(file, "{sample: grant-in-order}", "{sample: grant-in-order, files: {papers/plan.pdf: 7}}")
    _edit(file, "verdict: compliant", "messages: {documents.digests: [file_digest]}")
    done = _test(specs)
    assert (done.returncode, done.stdout) == (0, f"{STANDARD} 1: cases 1, failed 0\n")


def test_junit(specs: Path, tmp_path: Path) -> None:
    file = specs / EDITION / "cases" / "calendar-and-fees.yaml"
    line = _edit(file, 'due_on: "2025-04-24", fee_due: 6074', 'due_on: "2025-04-24", fee_due: 1')
    xml = tmp_path / "junit.xml"
    assert _test(specs, "--junit", xml).returncode == 1
    root = ET.parse(xml).getroot()  # noqa: S314  # our own
    cases = root.findall("./testsuite/testcase")
    assert len(cases) > 30
    assert root.attrib == {"tests": str(len(cases)), "failures": "1", "errors": "0"}
    ((case, failure),) = [
        (each, found) for each in cases if (found := each.find("failure")) is not None
    ]
    assert case.attrib == {
        "classname": f"{STANDARD}/1/calendar-and-fees",
        "name": "What comes on Bee Day is accepted on the day after",
        "file": file.as_posix(),
        "line": str(line),
    }
    assert failure.attrib["message"] == "derived.fee_due: expected 1, found 6074"


BASES = """\
bases:
  - name: small
    sample: kiosk
    set: {service: renew, size: small, area: 50, processing.decided_at: "2024-02-06T10:00:00+06:00"}
    remove: [lit]
cases:
"""


def _based(name: str, given: str, outcome: str) -> str:
    return f"""\
  - name: {name}
    given: {given}
    expect: {{outcomes: {{deadline.renew: passed, area.of_small: {outcome}}}}}
"""


def _write_bases(kiosk: Path, more: str) -> Path:
    file = kiosk / "kiosk-permit" / "1" / "cases" / "bases.yaml"
    file.write_text(BASES + more, encoding="utf-8")
    return file


def test_a_story_changes_what_its_base_made(kiosk: Path) -> None:
    _write_bases(
        kiosk,
        _based("As the base is", "{base: small}", "passed")
        + _based("Set over the base", "{base: small, set: {area: 51}}", "failed")
        + _based("And the next one starts anew", "{base: small}", "passed"),
    )
    done = _test_kiosk(kiosk)
    assert (done.returncode, done.stdout) == (0, "kiosk-permit 1: cases 7, failed 0\n")


def test_what_is_wrong_with_a_base_is_told_once_and_there(kiosk: Path) -> None:
    stories = _based("One", "{base: small}", "passed") + _based("Two", "{base: small}", "passed")
    file = _write_bases(kiosk, stories)
    line = _edit(file, "remove: [lit]", "remove: [lti]")
    done = _test_kiosk(kiosk)
    assert done.returncode == 3
    assert done.stderr.splitlines()[:-1] == [
        f"{file.as_posix()}:{line}:14: “lti” names nothing in the sample"
    ]
    assert done.stdout == "kiosk-permit 1: cases 4, failed 0\n"  # the others were run


def test_the_sample_of_a_base_is_proposed(kiosk: Path) -> None:
    file = _write_bases(kiosk, _based("One", "{base: small}", "passed"))
    line = _edit(file, "sample: kiosk", "sample: kisok")
    done = _test_kiosk(kiosk)
    assert done.returncode == 3
    said = "The sample “kisok” cannot be read; did you mean “kiosk”?"
    assert f"{file.as_posix()}:{line}:13: {said}" in done.stderr.splitlines()


# ------------------------------------------------------------------------------------- coverage


def test_coverage_by_cases(specs: Path) -> None:
    _only_case(specs)
    done = _test(specs, "--coverage")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "Requirements shown in every way they can come out: 0 of 31" in lines
    (term,) = [line for line in lines if line.startswith("  deadline.grant ")]
    assert term.split(maxsplit=1)[1] == "met 1, no case shows: not met, does not apply"
    assert any("/deadlines/deadline.grant/working_days 5: no case notices one" in x for x in lines)


def test_both_sides_of_a_boundary(kiosk: Path) -> None:
    case = """\
  - name: {name}
    given: {{sample: kiosk, set: {{processing.decided_at: "2024-02-{day}T12:00:00+06:00"}}}}
    expect: {{outcomes: {{deadline.grant: {outcome}}}}}
"""
    on_the_day = case.format(name="On the last day", day=12, outcome="passed")
    a_day_late = case.format(name="A day late", day=13, outcome="failed")
    boundary = "/deadlines/deadline.grant/working_days 5: no case notices one"
    file = kiosk / "kiosk-permit" / "1" / "cases" / "all.yaml"
    file.write_text(
        "cases:\n  - name: In order\n"
        "    given: {sample: kiosk}\n    expect: {outcomes: {fee.large: passed}}\n",
        encoding="utf-8",
    )
    for more, open_sides in (("", 2), (on_the_day, 1), (a_day_late, 0)):
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
        assert _test_kiosk(kiosk, "--coverage").stdout.count(boundary) == open_sides


# -------------------------------------------------------------------------------------- mutants


def test_a_change_that_no_case_notices(specs: Path) -> None:
    _only_case(specs)
    standard = specs / EDITION / "standard.yaml"
    done = _test(specs, "--mutate", "--sample", "40", "--seed", "3")
    assert done.returncode == 1
    *shown, total = done.stdout.splitlines()
    assert total.startswith("Changes of the specs: 40; noticed ")
    assert total.endswith(" %, at least 95 %")
    unnoticed = [line for line in shown if line.endswith(": no case notices it")]
    assert len(unnoticed) > 20
    assert all(line.startswith(f"{specs.as_posix()}/") for line in unnoticed)
    assert any(line.startswith(f"{standard.as_posix()}:") for line in unnoticed)
    again = _test(specs, "--mutate", "--sample", "40", "--seed", "3", "--least", "10")
    assert again.returncode == 0
    assert again.stdout.splitlines()[:-1] == done.stdout.splitlines()[:-1]
    other = _test(specs, "--mutate", "--sample", "40", "--seed", "4", "--least", "10")
    assert other.stdout != again.stdout


def test_explained_mutants(kiosk: Path) -> None:
    entry = f"  - at: {{at}}\n    reason: {{{wording('себеп', 'причина', 'That is why')}}}\n"
    explained = kiosk / "kiosk-permit" / "1" / "mutants.yaml"
    explained.write_text(
        "unnoticed:\n"
        + entry.format(at="/documents/documents.plan/duty")
        + entry.format(at="/deadlines/deadline.renew/working_days")
        + entry.format(at="/no/such"),
        encoding="utf-8",
    )
    done = _test_kiosk(kiosk, "--mutate", "--least", "0")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line.split(": ", 1)[1] for line in lines if line.endswith("it: That is why")] == [
        "/deadlines/deadline.renew/working_days: 2 → 1: no case can notice it: That is why",
        "/deadlines/deadline.renew/working_days: 2 → 3: no case can notice it: That is why",
        '/documents/documents.plan/duty: "applicant" → "provider": '
        "no case can notice it: That is why",
    ]
    assert lines[-2].startswith(f"{explained.as_posix()}:6:5: /no/such needs no explanation")
    assert "explained 3," in lines[-1]


def _mutants_of(specs: Path, standard: str, edition: str) -> list[Mutant]:
    catalogue = Catalogue(specs)
    sources = catalogue.sources(standard, edition)
    return list(mutants(sources, catalogue.edition(standard, edition)))


EDITIONS = [
    (SPECS, "medical-activity-licence", OURS),
    (SPECS, "medical-activity-licence", EARLIER),
    (SERVICES / "specs", STANDARD, "1"),
]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_mutant_changes_something_once(edition: tuple[Path, str, str]) -> None:
    found = _mutants_of(*edition)
    assert len(found) > 400
    assert all(mutant.new is DROPPED or mutant.new != mutant.old for mutant in found)
    named = [(mutant.name, mutant.change) for mutant in found]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("edition", EDITIONS)
def test_texts_are_no_mutants(edition: tuple[Path, str, str]) -> None:
    found = _mutants_of(*edition)
    texts = {"title", "fix", "who", "label", "help", "act", *LANGUAGES}
    assert [each.name for each in found if each.keys[-1] in texts] == []


def test_of_shared_files_what_holds_while_the_edition_is_in_force() -> None:
    found = [
        (each.name, each.new)
        for each in _mutants_of(*EDITIONS[-1])
        if each.file not in ("standard", "application")
    ]
    assert found == [
        ("/parameters/unit/values/2024-01-01/value", 1012.24),
        ("/parameters/unit/values/2024-01-01/value", 1012.26),
        ("/parameters/unit/values/2025-06-25/from", "2025-06-24"),
        ("/parameters/unit/values/2025-06-25/from", "2025-06-26"),
        ("/parameters/unit/values/2025-06-25/value", 1199),
        ("/parameters/unit/values/2025-06-25/value", 1201),
        ("/calendar/covers/from", "2024-12-31"),
        ("/calendar/covers/from", "2025-01-02"),
        ("/calendar/extra_days_off/2025-04-16", DROPPED),
        ("/calendar/extra_working_days/2025-05-17", DROPPED),
    ]


def test_changes_of_shared_files_are_noticed() -> None:
    specs = SERVICES / "specs"
    catalogue = Catalogue(specs)
    edition = catalogue.edition(STANDARD, "1")
    sources = catalogue.sources(STANDARD, "1")
    stories = prepare(
        read_cases(catalogue.draft(STANDARD, "1")), SERVICES / "bundles", datetime.now(UTC)
    )
    court = Court(sources, edition, catalogue.heads(STANDARD), try_out(stories, edition))
    calendar = [each for each in mutants(sources, edition) if each.file == "calendar"]
    assert {
        judged.mutant.name: judged.fate
        for judged in court.judge(calendar)
        if judged.mutant.new is DROPPED or judged.mutant.step < 0
    } == {
        "/calendar/covers/from": Fate.NOTICED,
        "/calendar/extra_days_off/2025-04-16": Fate.NOTICED,
        "/calendar/extra_working_days/2025-05-17": Fate.NOTICED,
    }


@pytest.mark.parametrize(
    ("value", "sort", "moved"),
    [
        (13, "number", [12, 14]),
        ("2025-12-31", "day", ["2025-12-30", "2026-01-01"]),
        ("18:30", "time", ["18:29", "18:31"]),
        ("24h", "duration", ["23h", "25h"]),
    ],
)
def test_moves(value: Any, sort: str, moved: list[Any]) -> None:
    made = list(Spot("standard", {"a": value}, "").at("a").moved(sort))
    assert [each.new for each in made] == moved
    assert [each.step for each in made] == [-1, 1]


def test_there_is_no_day_after_the_last_one() -> None:
    made = list(Spot("standard", {"a": "9999-12-31"}, "").at("a").moved("day"))
    assert [each.new for each in made] == ["9999-12-30"]


def test_entries_of_lists() -> None:
    value = {"many": ["a", "b"], "one": ["a"], "free": [7]}
    root = Spot("standard", value, "")
    after = {
        name: [each.applied(value)[name] for each in root.at(name).entries(known)]
        for name, known in (("many", "abc"), ("one", "abc"), ("free", ()))
    }
    assert after == {
        "many": [["b"], ["a"], ["a", "b", "c"]],
        "one": [["b"], ["a", "b"], ["a", "c"]],
        "free": [],
    }
    assert value == {"many": ["a", "b"], "one": ["a"], "free": [7]}


def test_what_makes_no_sense_alone_goes_together() -> None:
    value = {"manual_without": "register", "who": {}, "id": "x"}
    (mutant,) = Spot("standard", value, "x").at("manual_without").dropped()
    assert mutant.applied(value) == {"id": "x"}
    assert mutant.change == '"register" → ∅'


def test_the_days_of_our_editions_which_no_case_can_ask_for() -> None:
    catalogue = Catalogue(SPECS)
    days = date(2022, 12, 31), date(2023, 1, 1), date(2025, 11, 17), date(2025, 11, 18)
    chosen = [catalogue.choose("medical-activity-licence", day) for day in days]
    assert [head and head.edition for head in chosen] == [None, EARLIER, EARLIER, OURS]


def test_score() -> None:
    def judged(*fates: Fate) -> list[Judged]:
        mutant = Mutant("standard", ("a",), "/a", 1, 2, "")
        return [Judged(mutant, fate) for fate in fates]

    assert score(judged()) == 100
    assert score(judged(Fate.NOTICED, Fate.REFUSED, Fate.UNNOTICED, Fate.UNNOTICED)) == 50
    assert score(judged(Fate.NOTICED, Fate.EXPLAINED)) == 100


# ----------------------------------------------------------------------------- clauses encoded


def _coverage(*args: str | Path) -> tuple[int, Any]:
    done = _run("coverage", "--format", "json", *args)
    return done.returncode, json.loads(done.stdout)["editions"]


def test_every_clause_of_our_specs_is_accounted_for() -> None:
    code, editions = _coverage()
    assert code == 0
    for edition in editions:
        counts, names = edition["counts"], {each["clause"] for each in edition["clauses"]}
        assert counts["clauses"] == len(edition["clauses"]) == len(names) > 0
        assert counts["encoded"] + counts["partly"] + counts["not_encoded"] == len(names)
        assert counts["contradicted"] == 0
        for encoding, percent in edition["percent"].items():
            assert percent == pytest.approx(100 * counts[encoding] / len(names), abs=0.05)
        for each in edition["clauses"]:
            assert (each["encoding"] == "encoded") == ("reason" not in each)
    assert {each["edition"] for each in editions} >= {OURS, EARLIER}


def test_a_clause_tells_what_cites_it_and_what_brings_it_about() -> None:
    _, (edition,) = _coverage("--edition", OURS)
    clauses = {each["clause"]: each for each in edition["clauses"]}
    assert clauses["list.8.1.c"]["requirements"] == ["documents.diploma"]
    assert clauses["list.9.2"]["requirements"] == []
    assert "fee.issue" in clauses["list.9.2"]["consequence_of"]


def test_coverage_in_words(specs: Path) -> None:
    done = _run("coverage", "--specs", specs, "--edition", "1")
    assert done.returncode == 0
    assert done.stdout.startswith(f"{STANDARD} 1\n")
    assert "Clauses: " in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_row_50_what_is_encoded_in_part_is_no_share_of_what_is_in_full(
    specs: Path, lang: str
) -> None:
    """The last line tells both shares, each of all clauses."""
    file = specs / EDITION / "clauses.yaml"
    text = file.read_text(encoding="utf-8")
    reason = wording("себеп", "причина", "a reason")
    made = text.replace("encoding: encoded", f"encoding: partly\n    reason: {reason}", 1)
    file.write_text(made, encoding="utf-8")
    total, full = text.count("encoding: "), text.count("encoding: encoded")
    done = _run("coverage", "--specs", specs, "--edition", "1", "--lang", lang)
    last = done.stdout.splitlines()[-1]
    numbers = [int(each) for each in re.findall(r"(?<![\d.])(\d+)(?= \(|;)", last)]
    shares = [float(each) for each in re.findall(r"([\d.]+) %", last)]
    assert numbers[:3] == [total, full - 1, text.count("encoding: partly") + 1]
    assert shares[0] == round(100 * (full - 1) / total, 1)
    assert shares[1] == round(100 * numbers[2] / total, 1)


def test_a_clause_without_a_requirement(specs: Path) -> None:
    file = specs / EDITION / "clauses.yaml"
    says = wording("тармақ", "пункт", "planted")
    planted = f"  - id: row.99\n    says: {says}\n    encoding: encoded\n"
    line = file.read_text(encoding="utf-8").count("\n") + 3
    file.write_text(file.read_text(encoding="utf-8") + planted, encoding="utf-8")
    done = _run("coverage", "--specs", specs, "--edition", "1")
    assert done.returncode == 1
    said = f"{file.as_posix()}:{line}:15: row.99 is called encoded, but no requirement cites it"
    assert said in done.stdout.splitlines()
    code, editions = _coverage("--specs", specs, "--edition", "1")
    assert (code, editions[0]["counts"]["contradicted"]) == (1, 1)


def test_a_clause_called_not_encoded_that_is_cited(specs: Path) -> None:
    file = specs / EDITION / "clauses.yaml"
    text = file.read_text(encoding="utf-8")
    reason = wording("а", "б", "c")
    changed = text.replace("encoding: encoded", f"encoding: not_encoded\n    reason: {reason}", 1)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    done = _run("coverage", "--specs", specs, "--edition", "1")
    assert done.returncode == 1
    assert "is called not encoded, and yet" in done.stdout
