"""Facts of made-up applications, and what a kind of check says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.then import THEN
from validator.checks import KINDS
from validator.errors import MissingFact
from validator.facts.conditions import Test
from validator.facts.examination import Examination
from validator.facts.facts import Case, Facts
from validator.facts.paths import Path
from validator.law.money import DatedValue, Parameter
from validator.law.regulation import Requirement
from validator.law.setting import Setting
from validator.model import Duty, Member, Severity, Violation
from validator.standard.catalogue import Catalogue

SETTING = Catalogue(THEN).edition("medical-activity-licence", "2025-93").setting
DAY = date(2026, 1, 12)
REQUIREMENT: Final = Requirement(
    id="r",
    citations={"": "c"},
    row="refusal",
    services=("s",),
    duty=Duty.APPLICANT,
    severity=Severity.ERROR,
    consequence="none",
    title={},
    fix={},
    who=None,
    kind="manual",
)


Test.__test__ = False  # type: ignore[attr-defined]  # a noun of the specs, no test of pytest's


MISSING, MALFORMED = "missing", "malformed"


def path_to(dotted: str) -> Path:
    return Path(tuple(dotted.split(".")))


def facts_of(
    manifest: Mapping[str, Any],
    malformed: Iterable[str] = (),
    missing: Iterable[str] = (),
    *,
    as_of: date = DAY,
    today: date | None = None,
    members: Mapping[str, Member] | None = None,
    setting: Setting = SETTING,
    manifest_bytes: bytes = b"",
) -> Facts:
    examined = Examination({}, frozenset(malformed), frozenset(missing), day=as_of)
    case = Case(setting, manifest, members or {}, as_of, examined, today, manifest_bytes)
    return case.root


def first_item(facts: Facts, dotted: str) -> Facts:
    return facts.items(path_to(dotted))[0]


def violations_of(kind: str, facts: Facts, **parameters: Any) -> list[tuple[str, str]]:
    """Place and message of each violation."""
    found = KINDS[kind].run(facts, **parameters)
    return [(each.pointer, each.message.key) for each in found if isinstance(each, Violation)]


def lacking(kind: str, facts: Facts, **parameters: Any) -> str:
    """The pointer that a check lacks the value of, before it has found anything wrong."""
    with pytest.raises(MissingFact) as caught:
        assert next(KINDS[kind].run(facts, **parameters), None) is None
    return caught.value.pointer


# Terms

SUBMITTED = {"service": "issue", "submitted_at": "2025-12-30T10:00:00+05:00"}


# Money


def parameter_of(*values: tuple[date, str]) -> Parameter:
    dated = (DatedValue(day, Decimal(value), "law", {}) for day, value in values)
    return Parameter("mci", {"en": "MCI"}, tuple(dated))


MCI = parameter_of((date(2025, 1, 1), "3932"), (date(2026, 1, 1), "4325"))
