"""An edition, compiled once: its requirements as rules that can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from validator.application import Form
from validator.checks.facts import Condition, Path, Setting
from validator.checks.registry import Check
from validator.findings import Regulation, Requirement


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement and what decides it.

    Attributes:
        when: when it applies; None is always.
        for_each: the lists of items it is checked for; none is once for the application.
        manual_without: only a person can tell while this field is absent.
        failed_without: it is not met while this field is absent.
        after_all: whether it looks at what the other requirements found.
    """

    requirement: Requirement
    check: Check
    parameters: Mapping[str, Any]
    when: Condition | None = None
    for_each: tuple[Path, ...] = ()
    manual_without: Path | None = None
    failed_without: Path | None = None
    after_all: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a standard, ready to check bundles against.

    Attributes:
        rules: one a requirement, in the order of the law.
        grounds: the clauses that are grounds for refusal.
        services: the services of the standard.
    """

    regulation: Regulation
    rules: tuple[Rule, ...] = field(repr=False)
    grounds: tuple[str, ...]
    services: tuple[str, ...]
    form: Form = field(repr=False)
    setting: Setting = field(repr=False)
    code_lists: Mapping[str, Mapping[str, Mapping[str, str]]] = field(repr=False)
