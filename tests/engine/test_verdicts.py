"""Outcomes of requirements, verdicts and grounds follow from what checks answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import pytest

from tests.engine.made import EDITION, ISSUE, day_of, manifest_of, with_manifest
from validator.checks import KINDS, Kind
from validator.checks.grounds import Grounds
from validator.checks.registry import Check
from validator.checks.signatures import SIGNATURE_KEY
from validator.engine import evaluate
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.conditions import Condition, Test
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT
from validator.facts.paths import Path as FieldPath
from validator.law.regulation import Requirement
from validator.model import (
    Basis,
    Duty,
    GroundState,
    Message,
    Outcome,
    Severity,
    Verdict,
    Violation,
)
from validator.report import Ground, Report
from validator.standard.edition import Edition, Rule

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


def _asks_because(_: Facts) -> Iterator[Violation]:
    raise NeedsPerson(partial(SIGNATURE_KEY, file="a.p7s"))


def _rests_on(_: Facts) -> Iterator[Violation | Basis]:
    yield Basis(Message("signature_fits"))


def _rests_and_fails(_: Facts) -> Iterator[Violation | Basis]:
    yield Basis(Message("signature_fits"))
    yield Violation("/fee", Message("value_absent"))


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
    check: Check,
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
    bundle = with_manifest(ISSUE, manifest_of(ISSUE) if manifest is None else manifest)
    return evaluate(made, bundle, day_of(ISSUE), **options)


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
        not_due = {Outcome.INAPPLICABLE} if strict else NOT_DUE
        open_ = {Outcome.UNDETERMINED, Outcome.MANUAL} if strict else {Outcome.UNDETERMINED}
        nothing_due = errors <= not_due and open_.isdisjoint({first[0], second[0]})
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


@pytest.mark.parametrize("severity", list(Severity))
def test_what_is_undetermined_ends_the_waiting_of_its_side(severity: Severity) -> None:
    report = _try(_rule(_passes), _rule(_lacks, severity, Duty.PROVIDER))

    assert report.verdicts == {
        Duty.APPLICANT: Verdict.COMPLIANT,
        Duty.PROVIDER: Verdict.UNDETERMINED,
    }
    assert report.verdict is Verdict.UNDETERMINED


def test_a_form_in_order_alone_is_not_compliant() -> None:
    rule = _rule(_passes)
    form = replace(rule, kind=replace(rule.kind, of_form=True))

    report = _try(form)

    assert set(report.verdicts.values()) == {Verdict.PENDING}
    assert report.verdict is Verdict.UNDETERMINED


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


def test_why_a_person_is_asked_is_told_with_who_can_tell() -> None:
    (plain, told) = _try(_rule(_asks), _rule(_asks_because)).results

    assert (plain.outcome, told.outcome) == (Outcome.MANUAL, Outcome.MANUAL)
    assert plain.reason is not None
    assert told.reason is not None
    assert (plain.reason.key, told.reason.key) == ("for_a_person", "signature_key")
    assert told.reason.args == {"file": "a.p7s", "who": plain.reason.args["who"]}


def test_on_what_it_rests_that_something_passed() -> None:
    passed, rests, failed = _try(_rule(_passes), _rule(_rests_on), _rule(_rests_and_fails)).results

    assert (passed.outcome, passed.basis) == (Outcome.PASSED, None)
    assert (rests.outcome, rests.basis) == (Outcome.PASSED, Message("signature_fits"))
    assert (failed.outcome, failed.basis) == (Outcome.FAILED, None)


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
    manifest = manifest_of(ISSUE) | {"staff": []}

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
    manifest = manifest_of(ISSUE)
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
    manifest = manifest_of(ISSUE)
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
    manifest = manifest_of(ISSUE)
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
    manifest = manifest_of(ISSUE) | {"service": service}
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
