"""The engine: outcomes, verdicts, grounds, and that whatever breaks is never taken for right."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import validator
from validator.bundle import read_bundle
from validator.checks import KINDS, Kind
from validator.checks.grounds import Grounds
from validator.engine import Options, assess, broken, day_that_counts, evaluate
from validator.errors import CallError, MissingFact, NeedsPerson, NotApplicable
from validator.facts.conditions import Condition, Test
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT
from validator.facts.paths import Path as FieldPath
from validator.law.regulation import Requirement
from validator.model import (
    Bundle,
    Duty,
    GroundState,
    Message,
    Outcome,
    Severity,
    Verdict,
    Violation,
)
from validator.report import AsOf, Ground, Report, Result
from validator.source import read
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition, Rule
from validator.words.messages import say

ROOT = Path(__file__).parent.parent
CATALOGUE = Catalogue(ROOT / "specs")
STANDARD = "medical-activity-licence"
EDITION = CATALOGUE.edition(STANDARD, "2025-93")
ZONE = "Asia/Almaty"
NOON = datetime(2026, 11, 22, 7, tzinfo=UTC)
Test.__test__ = False  # type: ignore[attr-defined]  # a noun of the specs, no test of pytest's

ISSUE, REISSUE, DUPLICATE = "clinic-new", "clinic-reissue", "doctor-duplicate"
UNREADABLE = "doctor-unreadable"
Manifest = dict[str, Any]
Way = tuple[str | int, ...]


def _names() -> list[str]:
    """The samples that can be read and are of the first service."""
    names = (path.name.removesuffix(".expected.yaml") for path in ROOT.glob("samples/*.yaml"))
    return sorted(each for each in names if _standard(each) == STANDARD)


def _standard(name: str) -> Any:
    return (_bundle(name).manifest or {}).get("standard")


@cache
def _bundle(name: str) -> Bundle:
    folder = ROOT / "samples" / name
    return read_bundle(folder if folder.is_dir() else f"{folder}.zip")


@cache
def _as_of(name: str) -> AsOf:
    file = ROOT / "samples" / f"{name}.expected.yaml"
    day = read(file.read_bytes(), file.name).get("options", {}).get("as_of")
    options = Options(NOON, as_of=date.fromisoformat(day) if day else None)
    return day_that_counts(_bundle(name), ZONE, options)


def _with(name: str, manifest: Mapping[str, Any]) -> Bundle:
    """A sample's bundle with another manifest; places in it do not matter here."""
    return replace(
        _bundle(name), manifest=manifest, manifest_file="application.json", manifest_bytes=b"{}"
    )


def _evaluate(name: str, manifest: Mapping[str, Any], edition: Edition = EDITION) -> Report:
    return evaluate(edition, _with(name, manifest), _as_of(name))


def _manifest(name: str) -> Manifest:
    return deepcopy(dict(_bundle(name).manifest or {}))


@cache
def _report(name: str) -> Report:
    return evaluate(EDITION, _bundle(name), _as_of(name))


def _outcomes(report: Report) -> dict[str, Outcome]:
    return {each.requirement.id: each.outcome for each in report.results}


SAMPLES = _names()
RECORD = ("processing", "registers")
FOLLOWING = {rule.requirement.id for rule in EDITION.rules if rule.after_all}
"""The requirements that look at what became of others."""
OF_APPLICANT = {
    rule.requirement.id for rule in EDITION.rules if rule.requirement.duty is Duty.APPLICANT
}
COMPLIANT = [name for name in SAMPLES if _report(name).verdict is Verdict.COMPLIANT]


def _result(report: Report, requirement: str) -> Result:
    return next(each for each in report.results if each.requirement.id == requirement)


def _changed(name: str, **values: Any) -> Report:
    """A sample with values set by their keys joined by two underscores, `...` takes one away."""
    manifest = _manifest(name)
    for key, value in values.items():
        *way, last = key.split("__")
        around = manifest
        for part in way:
            around = around.setdefault(part, {})
        if value is ...:
            del around[last]
        else:
            around[last] = value
    return _evaluate(name, manifest)


# Made-up requirements, for the rules of verdicts

_TEXT = {"kk": "…", "ru": "…", "en": "…"}


def _passes(_: Facts) -> Iterator[Violation]:
    yield from ()


def _fails(_: Facts) -> Iterator[Violation]:
    yield Violation("/fee", Message("value_absent"))


def _lacks(_: Facts) -> Iterator[Violation]:
    raise MissingFact("/fee")


def _asks(_: Facts) -> Iterator[Violation]:
    raise NeedsPerson


def _does_not_apply(_: Facts) -> Iterator[Violation]:
    raise NotApplicable


CHECKS = {
    Outcome.PASSED: _passes,
    Outcome.FAILED: _fails,
    Outcome.UNDETERMINED: _lacks,
    Outcome.MANUAL: _asks,
    Outcome.INAPPLICABLE: _does_not_apply,
}


def _rule(
    check: Callable[..., Iterator[Violation]],
    severity: Severity = Severity.ERROR,
    duty: Duty = Duty.APPLICANT,
    consequence: str = "none",
    name: str = "made.up",
    **words: Any,
) -> Rule:
    requirement = Requirement(
        id=name,
        citations={"": "list.1", "issue": "list.2"},
        row="other",
        services=words.pop("services", EDITION.services),
        duty=duty,
        severity=severity,
        consequence=consequence,
        title=_TEXT,
        fix=_TEXT,
        who=_TEXT,
        kind="made_up",
    )
    kind = Kind("made_up", check, {}, after_all=words.pop("after_all", False))
    return Rule(requirement, kind, {}, **words)


def _edition(*rules: Rule, authority: str = "ministry", grounds: tuple[str, ...] = ()) -> Edition:
    regulation = replace(EDITION.regulation, authority=authority)
    return replace(EDITION, rules=rules, regulation=regulation, grounds=grounds)


def _try(*rules: Rule, manifest: Mapping[str, Any] | None = None, **options: Any) -> Report:
    made = _edition(
        *rules,
        authority=options.pop("authority", "ministry"),
        grounds=options.pop("grounds", ()),
    )
    bundle = _with(ISSUE, _manifest(ISSUE) if manifest is None else manifest)
    return evaluate(made, bundle, _as_of(ISSUE), **options)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_each_answer_of_a_check_is_an_outcome(outcome: Outcome) -> None:
    (result,) = _try(_rule(CHECKS[outcome])).results

    assert result.outcome is outcome
    assert bool(result.findings) == (outcome is Outcome.FAILED)
    assert (result.reason is not None) == (outcome in (Outcome.UNDETERMINED, Outcome.MANUAL))
    assert result.citation == "list.2"


NOT_DUE = {Outcome.INAPPLICABLE, Outcome.MANUAL}


def _expected(
    outcomes: list[tuple[Outcome, Severity]], *, strict: bool = False, authority: str = "ministry"
) -> Verdict:
    """The rules of the contract, written a second time."""
    if (Outcome.FAILED, Severity.ERROR) in outcomes:
        return Verdict.NON_COMPLIANT
    open_ = {Outcome.UNDETERMINED, Outcome.MANUAL} if strict else {Outcome.UNDETERMINED}
    decided = (Outcome.PASSED, Severity.ERROR) in outcomes
    is_open = any(outcome in open_ for outcome, _ in outcomes)
    if is_open or not decided or authority == "statute":
        return Verdict.UNDETERMINED
    return Verdict.COMPLIANT


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("authority", ["ministry", "statute"])
def test_verdicts_follow_from_outcomes(strict: bool, authority: str) -> None:
    kinds = list(product(Outcome, (Severity.ERROR, Severity.WARNING)))
    for first, second in product(kinds, repeat=2):
        rules = [_rule(CHECKS[outcome], severity) for outcome, severity in (first, second)]

        report = _try(*rules, strict=strict, authority=authority)

        expected = _expected([first, second], strict=strict, authority=authority)
        assert report.verdict is expected, (first, second)
        errors = {each for each, severity in (first, second) if severity is Severity.ERROR}
        nothing_due = errors <= ({Outcome.INAPPLICABLE} if strict else NOT_DUE)
        of_side = Verdict.PENDING if nothing_due else expected
        assert report.verdicts[Duty.APPLICANT] is of_side, (first, second)
        assert report.verdicts[Duty.PROVIDER] is Verdict.PENDING


@pytest.mark.parametrize("outcome", list(Outcome))
def test_one_sides_outcome_is_not_the_others(outcome: Outcome) -> None:
    report = _try(_rule(_passes), _rule(CHECKS[outcome], duty=Duty.PROVIDER))

    assert report.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT
    of_side = Verdict.PENDING if outcome in NOT_DUE else _expected([(outcome, Severity.ERROR)])
    assert report.verdicts[Duty.PROVIDER] is of_side
    assert report.verdict is _expected(
        [(outcome, Severity.ERROR), (Outcome.PASSED, Severity.ERROR)]
    )


def test_nothing_evaluated_is_never_compliant() -> None:
    report = _try()

    assert report.verdict is Verdict.UNDETERMINED
    assert set(report.verdicts.values()) == {Verdict.PENDING}
    assert report.counts["total"] == 0


@pytest.mark.parametrize(
    ("form", "other", "expected"),
    [
        *[
            (Outcome.PASSED, each, Verdict.PENDING)
            for each in (Outcome.INAPPLICABLE, Outcome.MANUAL)
        ],
        (Outcome.INAPPLICABLE, Outcome.INAPPLICABLE, Verdict.PENDING),
        (Outcome.FAILED, Outcome.INAPPLICABLE, Verdict.NON_COMPLIANT),
        (Outcome.UNDETERMINED, Outcome.INAPPLICABLE, Verdict.UNDETERMINED),
        (Outcome.PASSED, Outcome.PASSED, Verdict.COMPLIANT),
        (Outcome.PASSED, Outcome.UNDETERMINED, Verdict.UNDETERMINED),
    ],
)
def test_a_form_in_order_does_not_end_the_waiting(
    form: Outcome, other: Outcome, expected: Verdict
) -> None:
    rule = _rule(CHECKS[form], duty=Duty.PROVIDER)
    form_rule = replace(rule, kind=replace(rule.kind, of_form=True))

    report = _try(_rule(_passes), form_rule, _rule(CHECKS[other], duty=Duty.PROVIDER))

    assert report.verdicts[Duty.PROVIDER] is expected
    assert report.verdict is not Verdict.PENDING


def test_notes_decide_nothing() -> None:
    assert _try(_rule(_passes, Severity.NOTE)).verdict is Verdict.UNDETERMINED
    assert _try(_rule(_passes), _rule(_fails, Severity.NOTE)).verdict is Verdict.COMPLIANT


def test_counts_and_severities_of_a_report() -> None:
    report = _try(_rule(_passes), _rule(_fails, Severity.WARNING), _rule(_asks), _rule(_asks))

    assert report.counts == {
        "total": 4,
        "passed": 1,
        "failed": 1,
        "inapplicable": 0,
        "undetermined": 0,
        "manual": 2,
    }
    assert report.severities == {Severity.WARNING}


# What a value is asked for


@pytest.mark.parametrize(
    ("word", "expected"),
    [("manual_without", Outcome.MANUAL), ("failed_without", Outcome.FAILED)],
)
def test_a_value_alone_does_not_meet_what_needs_another(word: str, expected: Outcome) -> None:
    test = {"test": Test(FieldPath(("service",)), allowed=("issue",))}
    words: dict[str, Any] = {word: FieldPath(("changes",))}
    there = replace(_rule(KINDS["value"].run), parameters=test)
    lacking = replace(_rule(KINDS["value"].run, **words), parameters=test)

    passed, lacks = _try(there, lacking).results

    assert passed.outcome is Outcome.PASSED
    assert lacks.outcome is expected


def test_a_test_that_breaks_spoils_its_own_requirement_alone() -> None:
    text = Condition(((Test(FieldPath(("service",)), min=1),),))

    broken, whole = _try(_rule(_passes, when=text), _rule(_passes, name="made.too")).results

    assert broken.outcome is Outcome.UNDETERMINED
    assert broken.reason == Message("check_broke", {"error": "TypeError"})
    assert whole.outcome is Outcome.PASSED


# What a rule is tried for


def _sees(*answers: str) -> Callable[..., Iterator[Violation]]:
    """A check that has an answer for each person listed under staff."""

    def check(facts: Facts) -> Iterator[Violation]:
        answer = answers[int(facts.base.removeprefix("/staff/"))]
        if answer == "both":
            yield Violation(facts.base, Message("value_absent"))
            raise MissingFact(facts.base)
        yield from CHECKS[Outcome(answer)](facts)

    return check


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        *[(("passed", "passed"), "passed"), (("passed", "inapplicable"), "passed")],
        *[(("inapplicable", "inapplicable"), "inapplicable"), (("failed", "passed"), "failed")],
        *[(("undetermined", "failed"), "failed"), (("failed", "undetermined"), "failed")],
        *[(("undetermined", "passed"), "undetermined"), (("passed", "manual"), "manual")],
        *[(("manual", "undetermined"), "undetermined"), (("manual", "failed"), "failed")],
        *[(("both", "passed"), "failed"), (("manual", "inapplicable"), "manual")],
        *[(("inapplicable", "undetermined"), "undetermined")],
    ],
)
def test_what_is_certain_outweighs_what_is_not(answers: tuple[str, str], expected: str) -> None:
    rule = _rule(_sees(*answers), for_each=(FieldPath(("staff",)),))

    (result,) = _try(rule).results

    assert result.outcome is Outcome(expected)


def test_every_item_of_every_list_is_tried() -> None:
    seen: list[str] = []

    def check(facts: Facts) -> Iterator[Violation]:
        seen.append(facts.base)
        yield from ()

    lists = tuple(FieldPath((each,)) for each in ("staff", "applicant", "changes", "premises"))
    _try(_rule(check, for_each=lists))

    assert seen == ["/staff/0", "/staff/1", "/applicant", "/premises/0"]


def test_no_item_no_demand() -> None:
    manifest = _manifest(ISSUE) | {"staff": []}

    (result,) = _try(_rule(_fails, for_each=(FieldPath(("staff",)),)), manifest=manifest).results

    assert result.outcome is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        *[(None, Outcome.FAILED), ("x", Outcome.FAILED), (ABSENT, Outcome.FAILED)],
        ([{"id": "s1"}], Outcome.FAILED),
    ],
)
def test_a_spoilt_list_does_not_hide_another(staff: Any, expected: Outcome) -> None:
    manifest = _manifest(ISSUE)
    del manifest["staff"]
    if staff is not ABSENT:
        manifest["staff"] = staff
    lists = (FieldPath(("staff",)), FieldPath(("applicant",)))

    (failed,) = _try(_rule(_fails, for_each=lists), manifest=manifest).results
    (passed,) = _try(_rule(_passes, for_each=lists), manifest=manifest).results

    assert failed.outcome is expected
    is_known = isinstance(staff, list)
    assert passed.outcome is (Outcome.PASSED if is_known else Outcome.UNDETERMINED)
    assert passed.reason is None or passed.reason.args["pointer"] == "/staff"


_RETRAINED = Condition(((Test(FieldPath(("retrained",)), allowed=(True,)),),))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        *[((True, False), Outcome.FAILED), ((False, False), Outcome.INAPPLICABLE)],
        *[((False, None), Outcome.UNDETERMINED), ((True, "yes"), Outcome.FAILED)],
    ],
)
def test_a_condition_is_asked_of_each_item(values: tuple[Any, Any], expected: Outcome) -> None:
    manifest = _manifest(ISSUE)
    for person, value in zip(manifest["staff"], values, strict=True):
        person["retrained"] = value
    rule = _rule(_fails, for_each=(FieldPath(("staff",)),), when=_RETRAINED)

    (result,) = _try(rule, manifest=manifest).results

    assert result.outcome is expected
    assert len(result.findings) == values.count(True)


@pytest.mark.parametrize(
    ("word", "value", "expected"),
    [
        *[("manual_without", ABSENT, Outcome.MANUAL), ("manual_without", {}, Outcome.PASSED)],
        *[
            ("manual_without", None, Outcome.UNDETERMINED),
            ("failed_without", ABSENT, Outcome.FAILED),
        ],
        *[("failed_without", {}, Outcome.PASSED), ("failed_without", 5, Outcome.UNDETERMINED)],
    ],
)
def test_what_an_absent_field_means(word: str, value: Any, expected: Outcome) -> None:
    manifest = _manifest(ISSUE)
    del manifest["consents"]
    if value is not ABSENT:
        manifest["consents"] = value

    words: dict[str, Any] = {word: FieldPath(("consents",))}
    rule = replace(_rule(_passes), **words)
    (result,) = _try(rule, manifest=manifest).results

    assert result.outcome is expected
    if expected is Outcome.FAILED:
        assert [each.location.pointer for each in result.findings] == ["/consents"]


def test_a_condition_comes_before_what_an_absent_field_means() -> None:
    never = Condition(((Test(FieldPath(("fee",)), exists=False),),))
    for word in ("manual_without", "failed_without"):
        words: dict[str, Any] = {word: FieldPath(("changes",))}
        rule = replace(_rule(_fails, when=never), **words)
        (result,) = _try(rule).results

        assert result.outcome is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    ("service", "outcome", "citation"),
    [
        *[("issue", Outcome.FAILED, "list.2"), ("reissue", Outcome.INAPPLICABLE, "list.1")],
        *[("isue", Outcome.UNDETERMINED, "list.1"), (ABSENT, Outcome.UNDETERMINED, "list.1")],
        *[(["issue"], Outcome.UNDETERMINED, "list.1"), (None, Outcome.UNDETERMINED, "list.1")],
    ],
)
def test_a_requirement_of_one_service_needs_to_know_the_service(
    service: Any, outcome: Outcome, citation: str
) -> None:
    manifest = _manifest(ISSUE) | {"service": service}
    if service is ABSENT:
        del manifest["service"]

    some, every = _try(_rule(_fails, services=("issue",)), _rule(_fails), manifest=manifest).results

    assert (some.outcome, some.citation) == (outcome, citation)
    assert every.outcome is Outcome.FAILED


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyError, RecursionError, TypeError, OSError])
def test_a_check_that_breaks_decides_nothing(error: type[Exception]) -> None:
    def breaks(_: Facts) -> Iterator[Violation]:
        raise error("840317400004")

    report = _try(_rule(_passes), _rule(breaks))

    assert report.verdict is Verdict.UNDETERMINED
    assert report.results[1].outcome is Outcome.UNDETERMINED
    assert report.results[1].reason == Message("check_broke", {"error": error.__name__})


def test_a_check_that_breaks_for_one_item_breaks_for_all_but_what_is_certain() -> None:
    def check(facts: Facts, answer: Callable[[Facts], Iterator[Violation]]) -> Iterator[Violation]:
        if facts.base == "/staff/0":
            raise LookupError
        yield from answer(facts)

    rule = _rule(check, for_each=(FieldPath(("staff",)),))
    for answer, expected in ((_passes, Outcome.UNDETERMINED), (_fails, Outcome.FAILED)):
        (result,) = _try(replace(rule, parameters={"answer": answer})).results

        assert result.outcome is expected


# Grounds for refusal


@pytest.mark.parametrize("outcomes", list(product(Outcome, repeat=2)))
def test_states_of_a_ground(outcomes: tuple[Outcome, Outcome]) -> None:
    rules = [
        _rule(CHECKS[outcome], consequence="g", name=f"r.{index}")
        for index, outcome in enumerate(outcomes)
    ]

    (ground,) = _try(*rules, _rule(_fails, name="other"), grounds=("g",)).grounds

    failed = tuple(f"r.{i}" for i, each in enumerate(outcomes) if each is Outcome.FAILED)
    unsure = (Outcome.UNDETERMINED, Outcome.MANUAL)
    open_ = tuple(f"r.{i}" for i, each in enumerate(outcomes) if each in unsure)
    if failed:
        assert ground == Ground("g", GroundState.APPLIES, failed)
    elif open_:
        assert ground == Ground("g", GroundState.UNDECIDED, open_)
    else:
        assert ground == Ground("g", GroundState.DOES_NOT_APPLY, ())


def test_a_ground_that_nothing_bears_on_is_undecided() -> None:
    (ground,) = _try(_rule(_passes), grounds=("g",)).grounds

    assert ground == Ground("g", GroundState.UNDECIDED, ())


def test_what_looks_at_the_grounds_comes_last_and_is_reported_in_its_place() -> None:
    states: list[Any] = []

    def look(_: Facts, grounds: Grounds) -> Iterator[Violation]:
        states.append(dict(grounds.states))
        yield from ()

    rules = (_rule(look, name="first", after_all=True), _rule(_fails, consequence="g", name="last"))
    report = _try(*rules, grounds=("g",))

    assert states == [{"g": GroundState.APPLIES}]
    assert [each.requirement.id for each in report.results] == ["first", "last"]


# Which edition, which day


def _assess(manifest: Any, **options: Any) -> Report:
    bundle = _with(ISSUE, manifest)
    return assess(CATALOGUE, bundle, Options(**{"clock": NOON, **options}))


def test_an_unreadable_bundle_is_just_that() -> None:
    for report in (
        assess(CATALOGUE, _bundle(UNREADABLE), Options(NOON)),
        evaluate(EDITION, _bundle(UNREADABLE), AsOf(date(2026, 1, 1), "clock")),
    ):
        assert report.verdict is Verdict.UNREADABLE
        assert set(report.verdicts.values()) == {Verdict.UNREADABLE}
        assert report.results == ()
        assert report.grounds == ()
        assert report.problems
        assert Severity.ERROR in report.severities
        assert report.regulation is None
        assert not report.draft


@pytest.mark.parametrize(
    ("standard", "key"),
    [
        *[("medical-licence", "standard_unknown"), ("", "standard_missing")],
        *[(5, "standard_missing"), (None, "standard_missing"), (ABSENT, "standard_missing")],
        *[([STANDARD], "standard_missing"), ("../" + STANDARD, "standard_missing")],
    ],
)
def test_a_standard_that_is_not_known_leaves_everything_open(standard: Any, key: str) -> None:
    manifest = _manifest(ISSUE) | {"standard": standard}
    if standard is ABSENT:
        del manifest["standard"]

    report = _assess(manifest)

    assert report.verdict is Verdict.UNDETERMINED
    assert report.results == ()
    assert report.problems[0].message.key == key
    assert report.problems[0].location.file == "application.json"
    assert report.as_of is None


def test_a_field_is_called_as_the_list_calls_it_in_which_it_is_wrong() -> None:
    manifest = _manifest("doctor-with-staff")
    manifest["staff"][0]["studies_finished"] = manifest["applicant"]["studies_finished"] = 2031

    report = _evaluate("doctor-with-staff", manifest)

    (result,) = [each for each in report.results if each.requirement.id == "dates.studies"]
    assert {(f.location.pointer, say(f.message, "en").split("”")[0]) for f in result.findings} == {
        ("/applicant/studies_finished", "“Year the applicant finished studies"),
        ("/staff/0/studies_finished", "“Year the specialist finished studies"),
    }


@pytest.mark.parametrize("wrong", [datetime(2026, 1, 12, tzinfo=UTC), "2026-01-12", 20260112])
def test_a_day_is_neither_a_time_nor_a_text(wrong: Any) -> None:
    bundle = _bundle(ISSUE)
    for call in (
        lambda: validator.load_edition(STANDARD, wrong),
        lambda: validator.evaluate(EDITION, bundle, wrong),
        lambda: validator.evaluate(EDITION, bundle, today=wrong),
    ):
        with pytest.raises(TypeError, match=f"has to be a date, not a {type(wrong).__name__}"):
            call()


@pytest.mark.parametrize("name", _names())
def test_a_report_can_be_handed_to_another_process(name: str) -> None:
    assert pickle.loads(pickle.dumps(_report(name))) == _report(name)  # noqa: S301  # our own bytes


def test_before_the_first_edition_there_is_none() -> None:
    first = CATALOGUE.heads(STANDARD)[0].first

    report = _assess(_manifest(ISSUE) | {"submitted_at": "2001-01-01T10:00:00Z"})

    assert report.verdict is Verdict.UNDETERMINED
    assert not report.draft
    assert report.problems[0].message == Message(
        "no_edition", {"standard": STANDARD, "day": date(2001, 1, 1), "first": first}
    )
    assert report.as_of == AsOf(date(2001, 1, 1), "submitted_at")
    assert report.results == ()


def test_an_edition_that_is_asked_for_is_taken_whatever_the_day() -> None:
    report = _assess(_manifest(ISSUE) | {"submitted_at": "2001-01-01T10:00:00Z"}, edition="2025-93")

    assert report.regulation == EDITION.regulation
    assert len(report.results) == len(EDITION.rules)
    assert report.verdict is not Verdict.COMPLIANT


def test_an_edition_that_is_not_there_is_an_error_of_the_call() -> None:
    with pytest.raises(CallError) as caught:
        _assess(_manifest(ISSUE), edition="1999-1")

    (fault,) = caught.value.faults
    assert fault.message.key == "edition_unknown"
    assert "2025-93" in str(fault.message.args["known"])


@pytest.mark.parametrize("day", [date(2025, 11, 18), date(2026, 3, 1), date(2040, 1, 1)])
def test_the_day_of_submission_chooses_the_edition(day: date) -> None:
    submitted = {"submitted_at": f"{day.isoformat()}T00:00:00+05:00"}

    report = _assess(_manifest(ISSUE) | submitted, as_of=date(2001, 1, 1))

    assert report.as_of == AsOf(day, "submitted_at")
    assert report.regulation is not None
    assert report.regulation.edition == "2025-93"


@pytest.mark.parametrize("submitted", [ABSENT, None, "soon", 20260112, "2026-01-12T10:00:00"])
def test_without_it_the_day_that_is_asked_for_counts_and_then_the_clock(submitted: Any) -> None:
    manifest = _manifest(ISSUE) | {"submitted_at": submitted}
    if submitted is ABSENT:
        del manifest["submitted_at"]

    asked = _assess(manifest, as_of=date(2026, 2, 3))
    clock = _assess(manifest, clock=datetime(2026, 2, 3, 19, tzinfo=UTC))

    assert asked.as_of == AsOf(date(2026, 2, 3), "option")
    assert clock.as_of == AsOf(date(2026, 2, 4), "clock")
    assert asked.draft == (submitted is ABSENT)


@pytest.mark.parametrize(
    ("submitted", "day"),
    [
        *[("2025-12-31T18:59:59Z", date(2025, 12, 31)), ("2025-12-31T19:00:00Z", date(2026, 1, 1))],
        *[("2026-01-01T12:00:00+14:00", date(2026, 1, 1)), ("2199-12-31T23:59:59-23:59", None)],
    ],
)
def test_the_day_is_the_providers(submitted: str, day: date | None) -> None:
    bundle = _with(ISSUE, {"submitted_at": submitted})

    as_of = day_that_counts(bundle, ZONE, Options(NOON))

    assert as_of.date == (day or date(2200, 1, 2))


@pytest.mark.parametrize("name", ["list.6", "list.6.1", "fee.issue", "list.9.2"])
def test_a_part_of_a_report_is_never_compliant(name: str) -> None:
    whole = _assess(_manifest(ISSUE))
    part = _assess(_manifest(ISSUE), only=name)

    assert whole.verdict is Verdict.COMPLIANT
    assert part.verdict is Verdict.UNDETERMINED
    assert set(_outcomes(part)) < set(_outcomes(whole))
    assert "fee.issue" in _outcomes(part)
    assert part.counts["total"] == len(part.results)

    unpaid = _manifest(ISSUE)
    del unpaid["fee"]
    assert _assess(unpaid, only=name).verdict is Verdict.NON_COMPLIANT
    assert _assess(unpaid, only="list.3").verdict is Verdict.UNDETERMINED


def test_whether_an_absent_list_is_needed_may_not_be_known() -> None:
    manifest = _manifest("clinic-draft")
    del manifest["staff"]
    for service in ("issue", ["issue"], None):
        report = _evaluate("clinic-draft", {**manifest, "service": service})
        (studies,) = [each for each in report.results if each.requirement.id == "dates.studies"]
        assert studies.outcome is Outcome.UNDETERMINED


def test_a_part_that_an_edition_does_not_have_is_not_judged() -> None:
    report = _assess(_manifest(ISSUE), only="law.32")

    assert report.results == ()
    assert report.verdict is Verdict.UNDETERMINED


def test_a_part_that_there_is_not_is_an_error_of_the_call() -> None:
    with pytest.raises(CallError) as caught:
        CATALOGUE.require(None, "fee.isue")

    (fault,) = caught.value.faults
    assert fault.message == Message("name_unknown", {"name": "fee.isue", "closest": "fee.issue"})


def test_a_fault_of_ours_is_no_verdict() -> None:
    report = broken(_bundle(ISSUE), ZeroDivisionError("division by zero"))

    assert report.verdict is Verdict.UNDETERMINED
    assert report.problems[0].message == Message("internal_error", {"error": "ZeroDivisionError"})
    assert broken(_bundle(UNREADABLE), OSError()).verdict is Verdict.UNDETERMINED


def test_a_call_without_options_takes_the_clock() -> None:
    manifest = _manifest("doctor-draft")

    report = _assess(manifest)

    assert report.as_of == AsOf(date(2026, 11, 22), "clock")


# What follows from a bundle


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        *[(None, Outcome.INAPPLICABLE), (date(2026, 1, 29), Outcome.INAPPLICABLE)],
        (date(2026, 1, 30), Outcome.FAILED),
    ],
)
def test_what_is_not_decided_is_overdue_after_the_due_day(
    today: date | None, outcome: Outcome
) -> None:
    manifest = _manifest(ISSUE)
    del manifest["processing"]["decided_at"], manifest["processing"]["result"]

    report = _assess(manifest, today=today)

    assert report.derived.due_on == date(2026, 1, 29)
    result = _result(report, "deadline.issue")
    assert result.outcome is outcome
    assert [each.message.key for each in result.findings] == (
        ["decision_overdue"] if outcome is Outcome.FAILED else []
    )
    assert _outcomes(report)["deadline.reissue"] is Outcome.INAPPLICABLE


def test_the_provider_is_late_not_the_applicant() -> None:
    report = _changed(ISSUE, processing__decided_at="2026-01-30T09:00:00+05:00")

    assert report.verdicts == {
        Duty.APPLICANT: Verdict.COMPLIANT,
        Duty.PROVIDER: Verdict.NON_COMPLIANT,
    }
    assert report.verdict is Verdict.NON_COMPLIANT


def test_a_trace_says_how_days_and_fee_came_about() -> None:
    derived = _report(ISSUE).derived

    assert (derived.accepted_on, derived.due_on) == (date(2026, 1, 12), date(2026, 1, 29))
    assert derived.fee_due == 43250
    assert [each.key for each in derived.trace] == [
        *("trace_accepted", *["trace_weekend"] * 4, "trace_due", "sum_of_index")
    ]
    due = next(each for each in derived.trace if each.key == "trace_due")
    assert due.args["count"] == 13


def test_a_trace_names_evenings_holidays_and_estimates() -> None:
    evening = _changed(ISSUE, submitted_at="2025-12-30T18:30:01+05:00", processing=...)
    keys = [each.key for each in evening.derived.trace]
    assert keys[0] == "trace_accepted_later"
    assert "trace_holiday" in keys

    spring = _changed(ISSUE, submitted_at="2028-04-28T10:00:00+05:00", processing=...)
    assert "trace_holiday_estimated" in [each.key for each in spring.derived.trace]
    assert _outcomes(spring)["schedule.term_certain"] is Outcome.FAILED
    assert spring.verdicts[Duty.APPLICANT] is Verdict.COMPLIANT


def test_nothing_is_due_for_an_annex_alone() -> None:
    derived = _report("clinic-annex").derived

    assert derived.fee_due == 0
    assert derived.trace[-1].key == "trace_no_fee"


@pytest.mark.parametrize(
    ("values", "accepted", "due", "fee"),
    [
        ({"submitted_at": ...}, None, None, 43250),
        ({"submitted_at": "rubbish"}, None, None, 43250),
        ({"service": "rubbish"}, date(2026, 1, 12), None, None),
        ({"subject": None}, date(2026, 1, 12), date(2026, 1, 29), None),
        ({"fee__paid_on": "2017-12-31"}, date(2026, 1, 12), date(2026, 1, 29), None),
        ({"fee__paid_on": None}, date(2026, 1, 12), date(2026, 1, 29), None),
        ({"fee": ...}, date(2026, 1, 12), date(2026, 1, 29), 43250),
        ({"submitted_at": "2031-01-06T10:00:00Z"}, None, None, 43250),
    ],
)
def test_what_cannot_be_derived_is_left_out(
    values: dict[str, Any], accepted: date | None, due: date | None, fee: int | None
) -> None:
    derived = _changed(ISSUE, **values).derived

    assert (derived.accepted_on, derived.due_on, derived.fee_due) == (accepted, due, fee)


def test_a_fee_paid_before_the_first_known_rate_is_not_decided() -> None:
    report = _changed(ISSUE, fee__paid_on="2017-12-31")

    result = _result(report, "fee.issue")
    assert result.outcome is Outcome.UNDETERMINED
    assert result.reason is not None
    assert result.reason.key == "parameter_unknown"
    assert report.verdict is Verdict.UNDETERMINED


def test_findings_stand_where_the_value_or_the_unknown_key_does() -> None:
    text = (
        'fee: {amount: 1, paid_on: "2026-01-09", reference: x}\nservice: issue\n\n  \ncolor: red\n'
    )
    manifest = read(text.encode(), "application.yaml") | {
        key: value for key, value in _manifest(ISSUE).items() if key not in ("fee", "service")
    }
    bundle = replace(
        _bundle(ISSUE),
        manifest=manifest,
        manifest_file="application.yaml",
        manifest_bytes=text.encode(),
    )

    report = evaluate(EDITION, bundle, _as_of(ISSUE))

    (low,) = _result(report, "fee.issue").findings
    assert (low.location.pointer, low.location.line, low.location.column) == ("/fee/amount", 1, 15)
    (unknown,) = _result(report, "application.fields").findings
    assert (unknown.location.pointer, unknown.location.line, unknown.location.column) == (
        *("/color", 5, 1),
    )
    assert low.location.file == "application.yaml"


def test_findings_of_a_requirement_stand_in_the_order_of_the_file() -> None:
    for name in SAMPLES:
        for result in _report(name).results:
            places = [(each.location.line, each.location.column) for each in result.findings]

            assert places == sorted(places)


def test_results_stand_in_the_order_of_the_law() -> None:
    ids = [rule.requirement.id for rule in EDITION.rules]

    for name in SAMPLES:
        assert [each.requirement.id for each in _report(name).results] == ids


# Faults put in: a check that breaks, whatever it is


def _breaking(error: Exception, *, late: bool) -> Callable[..., Iterator[Violation]]:
    def at_once(_: Facts, **__: Any) -> Iterator[Violation]:
        raise error

    def at_the_first_step(_: Facts, **__: Any) -> Iterator[Violation]:
        yield from ()
        raise error

    return at_the_first_step if late else at_once


@pytest.mark.parametrize("rule", EDITION.rules, ids=lambda rule: rule.requirement.id)
def test_no_requirement_whose_check_breaks_is_taken_for_met(rule: Rule) -> None:
    requirement = rule.requirement
    for index, name in enumerate(COMPLIANT):
        check = _breaking(RuntimeError("out of order"), late=bool(index % 2))
        breaks = replace(rule, kind=replace(rule.kind, run=check))
        rules = tuple(breaks if r is rule else r for r in EDITION.rules)

        report = _evaluate(name, _manifest(name), replace(EDITION, rules=rules))

        before, after = _outcomes(_report(name)), _outcomes(report)
        was, now = before.pop(requirement.id), after.pop(requirement.id)
        is_checked = was in (Outcome.PASSED, Outcome.FAILED) or requirement.kind == "manual"
        if is_checked and was is not Outcome.INAPPLICABLE:
            assert now is Outcome.UNDETERMINED, name
            assert report.verdict is Verdict.UNDETERMINED, name
            assert report.verdicts[requirement.duty] is Verdict.UNDETERMINED, name
            for ground in report.grounds:
                if ground.ground == requirement.consequence:
                    assert ground.state is GroundState.UNDECIDED
        else:
            assert now in (was, Outcome.UNDETERMINED), name
        assert now is not Outcome.PASSED
        for each in FOLLOWING:
            after.pop(each, None), before.pop(each, None)
        assert after == before


# Damage done: every value of every sample in turn


def _walk(value: Any, *way: str | int) -> Iterator[tuple[Way, Any]]:
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield (*way, key), each
        if isinstance(each, dict | list):
            yield from _walk(each, *way, key)


def _around(manifest: Any, way: Way) -> Any:
    for part in way[:-1]:
        manifest = manifest[part]
    return manifest


def _emptied(value: Any) -> Any:
    return type(value)() if isinstance(value, str | list | dict) else ""


def _negated(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return -value if isinstance(value, int) else f"not {value}"


def _other_type(value: Any) -> Any:
    if isinstance(value, str):
        return 7
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return {"0": value}
    return str(value)


CHANGES: dict[str, Callable[[Any], Any]] = {
    "null": lambda _: None,
    "emptied": _emptied,
    "negated": _negated,
    "other type": _other_type,
}

MAY_GO: dict[str, str] = {
    "applicant.studies_finished": "a person tells who is a specialist in what is claimed",
    "documents.#.sha256": "a digest may be left out",
    "processing": "it is absent before submission",
    "processing.agreement": "without it the body that agrees is asked",
    "processing.agreement.answer": "without it the body that agrees is asked",
    "processing.previous_returned_on": "its absence is a warning",
    "processing.qualification": "without it a person is asked",
    "registers": "without them courts and registers are asked",
    "registers.activity_banned": "without it the courts are asked",
    "registers.barred_for_debt": "without it the register is asked",
    "registers.special_right_lost": "without it the courts are asked",
    "staff.#": "a person tells who is a specialist in what is claimed",
    "subtypes.#": "less is claimed",
}
"""Values that a compliant application may be without, and why; any other one is missed."""

MAY_BE_OTHERWISE: dict[str, str] = {
    **dict.fromkeys(
        ["applicant.name", "applicant.address", "premises.#.address", "staff.#.name"],
        "any text will do",
    ),
    **dict.fromkeys(
        ["staff.#.position", "provider", "fee.reference", "previous_licence.number"],
        "any text will do",
    ),
    "processing.refusal.reason": "any text will do",
    **dict.fromkeys(
        ["premises.#.title_in_gateway", "staff.#.employment_in_gateway"], "no paper is asked for"
    ),
    **dict.fromkeys(["changes.#.in_state_systems", "staff.#.retrained"], "no paper is asked for"),
}
"""Values whose opposite asks for no more than a compliant application already has."""


def _pattern(way: Way) -> str:
    return ".".join("#" if isinstance(part, int) else part for part in way)


def _survivors(name: str, change: Callable[[Any, str | int], None]) -> set[str]:
    """Patterns of the places whose change leaves a sample compliant."""
    found = set()
    for way, _ in _walk(_manifest(name)):
        manifest = _manifest(name)
        change(_around(manifest, way), way[-1])
        if manifest == _bundle(name).manifest:
            continue

        report = _evaluate(name, manifest)

        assert len(report.results) == len(EDITION.rules)
        if report.verdict is Verdict.COMPLIANT:
            found.add(_pattern(way))
    return found


def _remove(around: Any, key: str | int) -> None:
    del around[key]


def _setting(kind: str) -> Callable[[Any, str | int], None]:
    def change(around: Any, key: str | int) -> None:
        around[key] = CHANGES[kind](around[key])

    return change


def test_no_value_that_matters_can_be_left_out() -> None:
    found = {name: _survivors(name, _remove) for name in SAMPLES}

    assert set[str]().union(*(found[name] for name in COMPLIANT)) == set(MAY_GO)
    # A fault of the provider's is gone with the record of it, and a want of a control with what
    # wants it; nothing else mends a fault.
    of_the_record = {"processing", "processing.permission_control.#.premises", "premises.#"}
    for name in set(SAMPLES) - set(COMPLIANT):
        assert found[name] <= of_the_record, name
        if found[name]:
            assert _report(name).verdicts[Duty.APPLICANT] is Verdict.COMPLIANT, name


@pytest.mark.parametrize("kind", ["null", "emptied", "other type"])
def test_no_value_can_be_spoilt_or_emptied(kind: str) -> None:
    # Maps in which there is nothing say as much as none.
    maps = {"processing", "processing.agreement", "registers"}
    may_be = maps if kind == "emptied" else set[str]()
    found = {name: _survivors(name, _setting(kind)) for name in SAMPLES}

    assert set[str]().union(*found.values()) == may_be


def test_a_value_turned_round_is_seen_wherever_it_asks_for_more() -> None:
    found = {name: _survivors(name, _setting("negated")) for name in SAMPLES}

    assert set[str]().union(*(found[name] for name in COMPLIANT)) == set(MAY_BE_OTHERWISE)
    assert {name: found[name] for name in set(SAMPLES) - set(COMPLIANT) if found[name]} == {
        "clinic-no-consent": {"consents.restricted_personal_data"}
    }


# What holds for any application

# Each drawing is a copy, since what is drawn may be changed further.
_SPOILING: st.SearchStrategy[Any] = st.sampled_from(
    [None, {"a": 1}, [[]], -5, "\n", 10**30, True]
).map(deepcopy)


def _places(manifest: Manifest) -> list[Way]:
    return [way for way, _ in _walk(manifest)]


def _differently(manifest: Manifest, data: st.DataObject) -> Way | None:
    """Change one place of a manifest: take it away, turn it round or spoil it."""
    places = _places(manifest)
    if not places:
        return None
    way = data.draw(st.sampled_from(places))
    around, key = _around(manifest, way), way[-1]
    how = data.draw(st.sampled_from(["remove", *CHANGES, "spoil"]))
    if how == "remove":
        del around[key]
    else:
        around[key] = data.draw(_SPOILING) if how == "spoil" else CHANGES[how](around[key])
    return way


@settings(max_examples=100)
@given(st.sampled_from(SAMPLES), st.integers(0, 3), st.data())
def test_evaluation_changes_nothing_it_is_given(name: str, times: int, data: st.DataObject) -> None:
    manifest = _manifest(name)
    for _ in range(times):
        _differently(manifest, data)
    bundle = _with(name, manifest)
    before, members = deepcopy(manifest), dict(bundle.members)
    lists = deepcopy(EDITION.code_lists)

    first = evaluate(EDITION, bundle, _as_of(name))
    second = evaluate(EDITION, bundle, _as_of(name))

    assert manifest == before
    assert list(manifest) == list(before)
    assert bundle.members == members
    assert EDITION.code_lists == lists
    assert first == second


def _failed_in_row_8(report: Report) -> set[str]:
    return {
        each.requirement.id
        for each in report.results
        if each.requirement.row == "documents"
        and each.outcome is Outcome.FAILED
        and each.requirement.severity is Severity.ERROR
    }


_KINDS = sorted(EDITION.code_lists["document_kinds"])


@settings(max_examples=150)
@given(st.sampled_from(SAMPLES), st.integers(0, 2), st.data())
def test_one_more_document_never_makes_a_package_less_complete(
    name: str, times: int, data: st.DataObject
) -> None:
    manifest = _manifest(name)
    for _ in range(times):
        _differently(manifest, data)
    if not isinstance(manifest.get("documents"), list):
        manifest["documents"] = []
    ids = [
        each["id"]
        for key in ("staff", "premises", "changes")
        for each in (manifest[key] if isinstance(manifest.get(key), list) else [])
        if isinstance(each, dict) and isinstance(each.get("id"), str)
    ]
    more: dict[str, Any] = {
        "kind": data.draw(st.sampled_from(_KINDS)),
        "file": data.draw(st.sampled_from("ab")),
    }
    if (form := data.draw(st.none() | st.integers(2, 5))) is not None:
        more["form"] = form
    if (concerns := data.draw(st.none() | st.sampled_from([*ids, "applicant"]))) is not None:
        more["concerns"] = concerns
    before = _failed_in_row_8(_evaluate(name, manifest))
    # An id that is not one may be named by a document, which is then at fault itself.
    spoilt = [each for each in ids if not 0 < len(each.strip()) == len(each) <= 64]

    at = data.draw(st.integers(0, len(manifest["documents"])))
    manifest["documents"].insert(at, more)
    after = _failed_in_row_8(_evaluate(name, manifest))

    assert after - before <= ({"application.fields"} if concerns in spoilt else set())


@settings(max_examples=150)
@given(st.sampled_from(SAMPLES), st.integers(0, 2), st.data())
def test_what_is_decided_stays_so_when_a_spoilt_value_is_put_right(
    name: str, times: int, data: st.DataObject
) -> None:
    right = _manifest(name)
    for _ in range(times):
        _differently(right, data)
    spoilt = deepcopy(right)
    way = data.draw(st.sampled_from(_places(spoilt)))
    _around(spoilt, way)[way[-1]] = None

    before, after = (_outcomes(_evaluate(name, each)) for each in (spoilt, right))

    for requirement, outcome in before.items():
        # The form has a fault less; what looks at the grounds follows the other requirements. What
        # is spoilt on record is for the applicant not on record (see test_invariants.py).
        passed_over = way[0] in RECORD and requirement in OF_APPLICANT
        if requirement not in {"application.fields", *FOLLOWING} and not passed_over:
            assert outcome in (after[requirement], Outcome.UNDETERMINED), requirement
    form = "record.fields" if way[0] in RECORD else "application.fields"
    assert before[form] is Outcome.FAILED
