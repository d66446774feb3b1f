"""`validator spec lint`: every lint is planted in small specs and found there, and nowhere else."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import validator
from tests.command import call
from tests.project import KIOSK, ROOT
from tests.texts import wording
from validator.cli import run as command
from validator.editor.lint import lint_github, lint_json
from validator.editor.lint.lint_page import page
from validator.editor.lint.lint_text import marked
from validator.editor.lint.linter import lint
from validator.editor.lint.lints import LINTS, Found, Remark, remark
from validator.editor.lint.spec_paths import lines_of_files
from validator.editor.lint.story_lints import Bundles
from validator.errors import Fault, SpecError
from validator.model import LANGUAGES, Message, Severity
from validator.output.view import View
from validator.standard.folder import read_folder
from validator.words.messages import say, term

SMALL = KIOSK / "specs"
SAMPLES = KIOSK / "samples"
BUNDLES = Bundles(SAMPLES, datetime(2024, 6, 1, tzinfo=UTC))

STANDARD = "kiosk-permit/1/standard.yaml"
APPLICATION = "kiosk-permit/1/application.yaml"
CLAUSES = "kiosk-permit/1/clauses.yaml"
CASES = "kiosk-permit/1/cases/all.yaml"
RATE = "parameters/rate.yaml"
CALENDAR = "calendars/kz.yaml"


def run(*args: str | Path, cwd: Path = ROOT) -> CompletedProcess[str]:
    return call("spec", "lint", *args, cwd=cwd, environment={"LANG": "en_GB.UTF-8"})


def found_in(specs: Path) -> tuple[Remark, ...]:
    folder = read_folder(specs)
    assert folder is not None
    return lint(folder, BUNDLES).remarks


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    copy = tmp_path / "specs"
    shutil.copytree(SMALL, copy)
    return copy


def edit(specs: Path, name: str, old: str, new: str) -> None:
    path = specs / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(specs: Path, name: str, part: str) -> int:
    lines = (specs / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if part in line)


# ------------------------------------------------------------------------------- every lint


@dataclass(frozen=True)
class Planted:
    """A fault: what is changed in which file, and the text of the line at which it is found."""

    lint: str
    file: str
    old: str
    new: str
    at: str
    where: str = ""
    also: tuple[str, ...] = ()


def planted(  # noqa: PLR0917  # a table's columns
    lint: str, file: str, old: str, new: str, at: str, where: str = "", also: Iterable[str] = ()
) -> Any:
    made = Planted(lint, file, old, new, at, where or file, tuple(also))
    return pytest.param(made, id=f"{lint}: {new.strip()[:40]}")


PLAN = "when: {size: {allowed: [large]}, lit: {exists: true}}"
SMALL_WHEN = "when: {size: {allowed: [small]}}"
FIRST_TITLE = "title: {kk: Рұқсат мерзімінде берілген, ru: Разрешение выдано в срок, en: The permit"
OTHER_FEE = f"""\
  - id: fee.all
    citation: list.2
    amount: {{rate: 1}}
    duty: applicant
    severity: error
    consequence: list.2
    title: {wording("Алым төленген", "Сбор уплачен", "It is paid")}
    fix: {wording("Алымды төлеңіз", "Оплатите сбор", "Pay the fee")}
"""

PLANTED = [
    # The text of a file
    planted("yaml-syntax", RATE, "id: rate", "id: [rate", "title:"),
    planted("yaml-syntax", RATE, "values:", "values: :", "values: :"),
    planted("yaml-syntax", RATE, "    value: 4000", "\tvalue: 4000", "\tvalue: 4000"),
    planted("yaml-character", RATE, "    value: 4000", "  \xa0 value: 4000", "\xa0 value"),
    planted("yaml-anchor", RATE, "unit: tenge", "unit: &t tenge", "&t"),
    planted("yaml-anchor", RATE, "unit: tenge", "unit: *t", "*t"),
    planted("yaml-tag", RATE, "unit: tenge", "unit: !!str tenge", "!!str"),
    planted("yaml-duplicate-key", RATE, "unit: tenge", "unit: tenge\nunit: tiyn", "unit: tiyn"),
    planted("yaml-character", RATE, "unit: tenge", "unit: ten\x07ge", "unit: ten"),
    planted("yaml-limit", RATE, "value: 3000", f"value: 1{'0' * 500}", "value: 10000"),
    planted(
        "comma-in-text", CLAUSES, "en: The term is five", "en: The term, five", "The term, five"
    ),
    planted(
        "comment-in-text",
        CLAUSES,
        "    says: {kk: Дүңгіршек әдемі болуы керек, ru: Киоск",
        "    says: {\n      kk: Дүңгіршек әдемі # 1\n      , ru: Киоск",
        "kk: Дүңгіршек әдемі # 1",
    ),
    # The form by its schema
    planted(
        "unknown-key",
        STANDARD,
        "    working_days: 5",
        "    working_day: 5",
        "working_day: 5",
        also=["missing-key"],
    ),
    planted("unknown-key", STANDARD, "rules: []", "rules: []\nsurprise: 1", "surprise"),
    planted("missing-key", STANDARD, "    duty: provider\n", "", "id: deadline.grant"),
    planted("missing-key", STANDARD, "citation: list.2", "citation: {grant: list.2}", "{grant"),
    planted("wrong-value", STANDARD, "working_days: 5", "working_days: five", "five"),
    planted("wrong-value", STANDARD, "duty: provider", "duty: provder", "provder"),
    planted("wrong-value", STANDARD, 'opens: "09:00"', 'opens: "9:00"', '"9:00"'),
    planted("wrong-value", STANDARD, "from: 2024-01-01", "from: 1.1.2024", "1.1.2024"),
    planted("wrong-value", STANDARD, "id: deadline.grant", "id: Deadline", "id: Deadline"),
    planted("wrong-value", STANDARD, "working_days: 5", "working_days: 0", "working_days: 0"),
    planted("wrong-value", STANDARD, "services: [grant]", "services: []", "services: []"),
    planted("wrong-value", STANDARD, "time_zone: Asia/Almaty", "time_zone: Asia/Alma", "Asia/Alma"),
    planted("wrong-value", CALENDAR, "country: KZ", "country: KK", "country: KK"),
    planted("wrong-value", APPLICATION, "    plan: {kk", "    план: {kk", "план"),
    planted("wrong-value", APPLICATION, "      amount:\n", "      сумма:\n", "сумма"),
    planted("wrong-value", APPLICATION, "  sizes:\n", "  sizes of it:\n", "sizes of it"),
    planted("wrong-value", CLAUSES, "id: list.5", "id: п.5", "п.5"),
    planted("cyrillic-letters", APPLICATION, "    large: {kk", "    lаrge: {kk", "lаrge"),
    planted("cyrillic-letters", APPLICATION, "  area:\n", "  arеa:\n", "arеa"),
    planted("cyrillic-letters", CLAUSES, "id: list.5", "id: liѕt.5", "liѕt.5"),
    planted("cyrillic-letters", STANDARD, "id: deadline.renew", "id: deаdline.renew", "deаdline"),
    planted(
        "cyrillic-letters",
        STANDARD,
        "    duty: provider",
        "    dutу: provider",
        "dutу",
        also=["missing-key"],
    ),
    planted("cyrillic-letters", STANDARD, "duty: provider", "duty: рrovider", "рrovider"),
    planted(
        "cyrillic-letters", STANDARD, "path: area", "path: arеa", "arеa", also=["unread-field"]
    ),
    planted("cyrillic-letters", STANDARD, "{allowed: [large]}", "{allowed: [lаrge]}", "lаrge"),
    planted("cyrillic-letters", STANDARD, "when: {size", "when: {sizе", "sizе"),
    planted("cyrillic-letters", STANDARD, "citation: list.2", "citation: liѕt.2", "liѕt.2"),
    planted("wrong-value", STANDARD, "side: applicant", "side: provider", "side: provider"),
    planted("wrong-value", STANDARD, "side: applicant", "side: both", "side: both"),
    planted(
        "unknown-key",
        APPLICATION,
        "        type: string\n        check_with: time\n",
        "        type: string\n        duty: provider\n        check_with: time\n",
        "duty: provider",
    ),
    planted(
        "ground-decides-nothing",
        STANDARD,
        "severity: error\n    consequence: list.2",
        "severity: warning\n    consequence: list.2",
        "consequence: list.2",
    ),
    planted(
        "ground-decides-nothing",
        STANDARD,
        "duty: applicant\n    severity: error\n    consequence: list.2",
        "duty: provider\n    severity: error\n    consequence: list.2",
        "consequence: list.2",
    ),
    planted(
        "ground-decides-nothing",
        STANDARD,
        "consequence: list.2",
        "consequence: list.2\n    indicates: list.2",
        "indicates: list.2",
    ),
    planted(
        "unknown-ground",
        STANDARD,
        "consequence: none\n    title: {kk: Шағын",
        "consequence: none\n    indicates: list.3\n    title: {kk: Шағын",
        "indicates: list.3",
    ),
    planted(
        "unknown-clause",
        STANDARD,
        "grounds: [list.2]",
        "grounds: [list.2]\n  by_law: [law.43]",
        "by_law",
    ),
    planted("cyrillic-letters", STANDARD, "calendar: kz", "calendar: кz", "кz"),
    planted(
        "who-missing",
        STANDARD,
        "{kind: value, path: area, max: 50}",
        "{kind: manual}",
        "id: area.of_small",
        also=["unread-field"],
    ),
    planted(
        "who-unused",
        STANDARD,
        "    check: {kind: form, side: applicant}",
        "    check: {kind: form, side: applicant}\n"
        f"    who: {wording('Маман ғой', 'Сам эксперт', 'An expert')}",
        "id: form.fields",
    ),
    planted(
        "wrong-folder", STANDARD, "standard: kiosk-permit", "standard: kiosk", "standard: kiosk"
    ),
    planted("wrong-folder", CLAUSES, 'edition: "1"', 'edition: "2"', 'edition: "2"'),
    planted("wrong-folder", RATE, "id: rate", "id: rates", "id: rates"),
    planted(
        "no-modeline", RATE, "parameter.schema.json", "calendar.schema.json", "calendar.schema"
    ),
    # Texts and clauses
    planted("missing-text", CLAUSES, ", ru: Срок – пять рабочих дней", "", "The term is five"),
    planted("missing-text", CLAUSES, "en: The term is five working days", "en: ' '", "Срок – пять"),
    planted(
        "untranslated-text",
        CLAUSES,
        "Срок – пять рабочих дней",
        "Мерзім – бес жұмыс күні",
        "Мерзім",
    ),
    planted(
        "untranslated-text",
        CLAUSES,
        "The term is five working days",
        "Срок пять рабочих дней",
        "Срок пять",
    ),
    planted("untranslated-text", RATE, "kk: Алым мөлшерлемесі", "kk: Rate of fee", "Rate of fee"),
    planted("stray-space", CLAUSES, "en: The term is five", "en: The  term is five", "The  term"),
    planted(
        "unexplained-clause",
        CLAUSES,
        "    reason: {kk: Сұлулық",
        "    # reason: {kk: Сұлулық",
        "id: list.5",
    ),
    planted(
        "encoded-after-all",
        STANDARD,
        "citation: list.4",
        "citation: list.5",
        "not_encoded",
        CLAUSES,
        also=["unused-clause"],
    ),
    planted("standing-not-law", RATE, "standing: law", "standing: press", "standing: press"),
    # Names
    planted(
        "unknown-clause",
        STANDARD,
        "citation: list.4",
        "citation: list.44",
        "list.44",
        also=["unused-clause"],
    ),
    planted(
        "unknown-service",
        STANDARD,
        "services: [renew]",
        "services: [renw]",
        "renw",
        also=["unused-service"],
    ),
    planted(
        "unknown-ground",
        STANDARD,
        "consequence: list.2",
        "consequence: list.3",
        "consequence: list.3",
    ),
    planted(
        "unknown-fee",
        STANDARD,
        "amount: {rate: 2}",
        "amount: {percent: 5, of: fee.small}",
        "fee.small",
        also=["unused-parameter"],
    ),
    planted(
        "unknown-parameter",
        STANDARD,
        "amount: {rate: 2}",
        "amount: {rat: 2}",
        "rat: 2",
        also=["unused-parameter"],
    ),
    planted(
        "unknown-field", STANDARD, "path: area", "path: are", "path: are", also=["unread-field"]
    ),
    planted("unknown-code", STANDARD, SMALL_WHEN, "when: {size: {allowed: [smal]}}", "smal]"),
    planted(
        "unknown-code-list",
        APPLICATION,
        "code_list: sizes",
        "code_list: size",
        "code_list: size",
        also=["unused-code-list"],
    ),
    planted(
        "unknown-calendar",
        STANDARD,
        "calendar: kz",
        "calendar: kzz",
        "calendar: kzz",
        also=["unused-calendar"],
    ),
    planted(
        "unused-clause", STANDARD, "citation: list.4", "citation: list.3", "id: list.4", CLAUSES
    ),
    planted(
        "unused-code-list",
        APPLICATION,
        "  sizes:\n",
        f"  shapes:\n    round: {wording('Дөңгелек пішін', 'Круглая форма', 'Round')}\n  sizes:\n",
        "shapes:",
    ),
    planted(
        "unused-document-kind",
        APPLICATION,
        "    plan: {kk",
        f"    photo: {wording('Дүңгіршек суреті', 'Фото киоска', 'Photo of it')}\n    plan: {{kk",
        "photo:",
    ),
    planted(
        "unused-service",
        APPLICATION,
        "    renew: {kk",
        f"    close: {wording('Рұқсатты жабу', 'Закрытие киоска', 'Closing it')}\n    renew: {{kk",
        "close:",
    ),
    planted(
        "unread-field",
        APPLICATION,
        "  area:\n",
        f"  name:\n    type: string\n    label: {wording('Аты', 'Имя', 'Name')}\n  area:\n",
        "name:",
    ),
    planted(
        "repeated-id",
        STANDARD,
        "id: deadline.renew",
        "id: deadline.grant",
        "id: deadline.grant",
    ),
    planted(
        "repeated-id", CLAUSES, "id: list.5", "id: list.4", "id: list.4", also=["encoded-after-all"]
    ),
    planted(
        "repeated-id",
        CASES,
        "name: A kiosk with faults",
        "name: A kiosk in order",
        "name: A kiosk in order",
    ),
    # Conditions and values
    planted(
        "wrong-test",
        STANDARD,
        "path: area, max: 50",
        "path: size, max: 50",
        "max: 50",
        also=["unread-field"],
    ),
    planted(
        "wrong-test",
        STANDARD,
        PLAN,
        "when: {documents: {allowed: [plan]}}",
        "documents: {all",
        also=["unread-field"],
    ),
    planted("wrong-test", STANDARD, PLAN, "when: {lit: {allowed: [yes]}}", "lit: {allowed: [yes]"),
    planted(
        "wrong-test", STANDARD, PLAN, "when: {lit: {any: {kind: {exists: true}}}}", "lit: {any"
    ),
    planted(
        "unknown-field",
        STANDARD,
        PLAN,
        "when: {documents: {any: {kinds: {exists: true}}}}",
        "documents: {any",
        also=["unread-field"],
    ),
    planted(
        "unknown-code",
        STANDARD,
        PLAN,
        "when: {documents: {any: {kind: {allowed: [plans]}}}}",
        "documents: {any",
        also=["unread-field"],
    ),
    planted(
        "always-holds",
        STANDARD,
        PLAN,
        "when: {documents: {any: {kind: {exists: true}}}}",
        "documents: {any",
        also=["unread-field"],
    ),
    planted(
        "never-holds",
        STANDARD,
        "path: area, max: 50",
        "path: area, exists: false, max: 50",
        "exists: false",
    ),
    planted(
        "wrong-test",
        STANDARD,
        "{kind: value, path: area, max: 50}",
        "{kind: in_hours, path: size}",
        "path: size",
        also=["unread-field"],
    ),
    planted(
        "wrong-test",
        STANDARD,
        "{kind: value, path: area, max: 50}",
        "{kind: interval, earlier: documents, later: submitted_at}",
        "earlier: documents",
        also=["unread-field"],
    ),
    planted(
        "value-outside-field", STANDARD, SMALL_WHEN, "when: {format: {allowed: [1, 2]}}", "[1, 2]"
    ),
    planted("value-outside-field", STANDARD, SMALL_WHEN, "when: {area: {allowed: [101]}}", "[101]"),
    planted("empty-range", STANDARD, SMALL_WHEN, "when: {area: {min: 9, max: 8}}", "max: 8"),
    planted(
        "empty-range", APPLICATION, "    max: 100", "    max: 0", "max: 0", also=["never-holds"]
    ),
    planted("empty-range", STANDARD, 'closes: "18:00"', 'closes: "08:00"', 'closes: "08:00"'),
    planted("empty-range", STANDARD, 'until: "14:00"', 'until: "12:00"', 'until: "12:00"'),
    planted("empty-range", STANDARD, 'until: "14:00"', 'until: "19:00"', 'until: "19:00"'),
    planted(
        "empty-range",
        STANDARD,
        "{kind: value, path: area, max: 50}",
        "{kind: day_outside, from: 2024-02-02, until: 2024-02-01}",
        "until: 2024-02-01",
        also=["unread-field"],
    ),
    planted(
        "empty-range",
        STANDARD,
        "{kind: value, path: area, max: 50}",
        "{kind: interval, earlier: fee.paid_on, later: submitted_at, at_least: 3d, at_most: 2d}",
        "at_most: 2d",
        also=["unread-field"],
    ),
    planted("never-holds", STANDARD, SMALL_WHEN, "when: {area: {min: 101}}", "min: 101"),
    planted("never-holds", STANDARD, SMALL_WHEN, "when: {area: {max: 0}}", "max: 0"),
    planted("never-holds", STANDARD, SMALL_WHEN, "when: {area: {exists: false}}", "exists: false"),
    planted("never-holds", STANDARD, "path: area, max: 50", "path: area, min: 500", "min: 500"),
    planted(
        "never-holds",
        STANDARD,
        PLAN,
        "when: {size: {allowed: [small]}, lit: {exists: true}}",
        "lit: {exists: true}",
    ),
    planted(
        "never-holds",
        STANDARD,
        PLAN,
        "when: {fee: {exists: false}, fee.amount: {min: 5}}",
        "fee.amount: {min",
        also=["unread-field"],
    ),
    planted(
        "always-holds",
        STANDARD,
        SMALL_WHEN,
        "when: {size: {allowed: [small, large]}}",
        "[small, large]",
    ),
    planted("always-holds", STANDARD, SMALL_WHEN, "when: {area: {min: 1}}", "min: 1}"),
    planted("always-holds", STANDARD, SMALL_WHEN, "when: {size: {exists: true}}", "size: {exists"),
    planted("always-holds", STANDARD, "path: area, max: 50", "path: area, max: 200", "max: 200"),
    planted(
        "always-holds",
        STANDARD,
        SMALL_WHEN,
        "when: [{size: {allowed: [small]}}, {size: {allowed: [small]}}]",
        "when: [{size",
    ),
    planted(
        "entries-overlap",
        STANDARD,
        "    services: [renew]\n    working_days: 2",
        "    working_days: 2",
        "id: deadline.renew",
        also=["unused-service"],
    ),
    planted("entries-overlap", STANDARD, "fees:\n", f"fees:\n{OTHER_FEE}", "id: fee.large"),
    planted(
        "entries-overlap",
        STANDARD,
        "fees:\n",
        f"fees:\n{OTHER_FEE}    when: {{size: {{allowed: [large]}}}}\n",
        "id: fee.large",
    ),
    # Days
    planted("impossible-date", STANDARD, "from: 2024-01-01", "from: 2024-02-30", "2024-02-30"),
    planted(
        "empty-range",
        STANDARD,
        "from: 2024-01-01,",
        "from: 2024-01-01, until: 2023-01-01,",
        "until: 2023",
    ),
    planted("impossible-date", CALENDAR, "date: 2024-01-10", "date: 2024-02-30", "2024-02-30"),
    planted(
        "impossible-date",
        CASES,
        "{sample: kiosk}",
        "{sample: kiosk, as_of: 2024-02-30}",
        "2024-02-30",
    ),
    planted("not-ascending", RATE, "from: 2024-01-01", "from: 2022-01-01", "2022-01-01"),
    planted(
        "parameter-gap",
        RATE,
        "from: 2023-01-01",
        "from: 2024-01-02",
        "2024-01-02",
        also=["not-ascending"],
    ),
    planted(
        "parameter-ends",
        RATE,
        "unit: tenge",
        "unit: tenge\nuntil: 2023-12-31",
        "until: 2023-12-31",
        also=["not-ascending"],
    ),
    planted(
        "calendar-gap",
        CALENDAR,
        "covers: {from: 2023-01-01",
        "covers: {from: 2024-01-05",
        "calendar: kz",
        STANDARD,
    ),
    planted(
        "calendar-gap",
        STANDARD,
        "from: 2024-01-01,",
        "from: 2024-01-01, until: 2027-01-01,",
        "calendar: kz",
    ),
    planted("correction-outside", CALENDAR, "date: 2024-01-10", "date: 2034-01-10", "2034-01-10"),
    planted("correction-without-effect", CALENDAR, "date: 2024-01-10", "date: 2024-01-14", "01-14"),
    planted("correction-without-effect", CALENDAR, "date: 2024-01-13", "date: 2024-01-11", "01-11"),
    planted(
        "correction-without-effect",
        CALENDAR,
        "confirmed: []",
        "confirmed:\n  - date: 2026-05-28\n    source: "
        + wording("Ойдан шығарылған", "Выдуманное", "A made-up one"),
        "2026-05-28",
    ),
    planted("correction-twice", CALENDAR, "date: 2024-01-13", "date: 2024-01-10", "X"),
    # Cases
    planted(
        "case-unusable",
        CASES,
        "{sample: kiosk}",
        "{sample: kisok}",
        "kisok",
    ),
    planted(
        "case-unusable",
        CASES,
        "fee.amount: 10",
        "feee.amount: 10",
        "feee.amount: 10",
    ),
    planted(
        "case-unusable",
        CASES,
        "      sample: kiosk\n",
        "      sample: kiosk\n      remove:\n        - area\n        - lti\n",
        "- lti",
    ),
    planted(
        "case-unusable",
        CASES,
        "      sample: kiosk\n",
        "      sample: kiosk\n      remove: [documents.²]\n",
        "remove: [documents.²]",
    ),
    planted(
        "case-unusable",
        CASES,
        "      sample: kiosk\n",
        "      sample: kiosk\n      add:\n        documents: {}\n        papers: {}\n",
        "papers: {}",
    ),
    planted(
        "untested-requirement", CASES, ", area: 51}", ", area: 50}", "id: area.of_small", STANDARD
    ),
]

MORE = {
    "unreadable-file",
    "stray-file",
    "edition-gap",
    "edition-overlap",
    "reused-id",
    "unused-parameter",
    "unused-calendar",
}
"""Lints that no change of one text plants; each has a test of its own."""


def test_the_small_specs_are_clean() -> None:
    assert list(found_in(SMALL)) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_where_it_stands(specs: Path, fault: Planted) -> None:
    edit(specs, fault.file, fault.old, fault.new)
    found = found_in(specs)
    ids = {each.lint.id for each in found}
    # A requirement that is another one now has no case any more.
    assert ids - {"untested-requirement"} == {fault.lint, *fault.also} - {"untested-requirement"}
    assert fault.lint in ids
    mine = [each.fault for each in found if each.lint.id == fault.lint]
    assert {each.file for each in mine} == {(specs / fault.where).as_posix()}
    if fault.at == "X":  # the second of two lines that read alike
        lines = (specs / fault.where).read_text(encoding="utf-8").split("\n")
        last = max(n for n, line in enumerate(lines, 1) if "date: 2024-01-10" in line)
        assert [each.line for each in mine] == [last]
    elif fault.lint == "repeated-id":
        part = fault.at
        lines = (specs / fault.where).read_text(encoding="utf-8").split("\n")
        assert mine[0].line == max(n for n, line in enumerate(lines, 1) if part in line)
    elif fault.lint == "no-modeline":
        assert mine[0].line == 1
    else:
        assert line_of(specs, fault.where, fault.at) in {each.line for each in mine}


# ------------------------------------------------- what is an error here is one for everybody

OF_TESTS = {"case-unusable"}
"""Errors of an edition's tests, which decide nothing: `spec test` ends with 3 for them."""


def unlink_clauses(specs: Path) -> None:
    (specs / CLAUSES).unlink()


def gap(specs: Path) -> None:
    second_edition(specs, until="2024-12-30")


def overlap(specs: Path) -> None:
    second_edition(specs, until="2025-01-01")


ERRORS: list[Any] = [
    *(
        pytest.param(planting, lint, id=lint)
        for planting, lint in (
            (unlink_clauses, "unreadable-file"),
            (gap, "edition-gap"),
            (overlap, "edition-overlap"),
        )
    ),
    *(
        pytest.param(param.values[0], param.values[0].lint, id=param.id)
        for param in PLANTED
        if LINTS[param.values[0].lint].level is Severity.ERROR and param.values[0].file != CASES
    ),
]


def told(faults: Iterable[Fault]) -> set[str]:
    """Place and words of faults."""
    return {f"{e.file}:{e.line}:{e.column}: {say(e.message, 'en')}" for e in faults}


@pytest.mark.parametrize(("planting", "lint"), ERRORS)
def test_what_lint_calls_an_error_makes_the_specs_unusable(
    specs: Path, planting: Any, lint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if isinstance(planting, Planted):
        edit(specs, planting.file, planting.old, planting.new)
    else:
        planting(specs)
    wrong = [each for each in found_in(specs) if each.lint.level is Severity.ERROR]
    assert lint in {each.lint.id for each in wrong}

    with pytest.raises(SpecError) as caught:
        validator.load_edition("kiosk-permit", edition="1", specs=specs)
    assert told(caught.value.faults) == told(each.fault for each in wrong)

    assert command(["check", str(SAMPLES / "kiosk"), "--specs", str(specs), "--lang", "en"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told(caught.value.faults) == {
        line if re.search(r":\d+:\d+: ", line) else line.replace(": ", ":None:None: ", 1)
        for line in shown.err.splitlines()[:-1]
    }


def test_every_lint_that_is_an_error_is_held_to_that() -> None:
    errors = {each.id for each in LINTS.values() if each.level is Severity.ERROR}
    assert {param.values[1] for param in ERRORS} == errors - OF_TESTS


@pytest.mark.parametrize("fault", [each for each in PLANTED if each.values[0].file == CASES])
def test_an_error_of_the_tests_of_an_edition_keeps_nobody_from_using_it(
    specs: Path, fault: Planted, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(specs, fault.file, fault.old, fault.new)
    assert command(["check", str(SAMPLES / "kiosk"), "--specs", str(specs), "--lang", "en"]) == 0
    assert "kiosk" in capsys.readouterr().out
    if LINTS[fault.lint].level is Severity.ERROR:
        args = ["spec", "test", "--specs", str(specs), "--samples", str(SAMPLES)]
        assert command(args) == 3


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ('when: {lit: {allowed: ["true"]}}', "lint_wrong_test"),  # a text for a yes or no
        ("when: {area: {allowed: [large]}}", "lint_wrong_test"),
        ("when: {fee.paid_on: {min: 2024}}", "lint_wrong_test"),
        ("when: {documents.kind: {allowed: [plan]}}", "spec_unknown_field"),  # of no one item
        ("when: {area: {min: 101}, size: {allowed: [large]}}", "lint_never_holds"),
    ],
)
def test_a_fee_on_a_condition_that_nobody_meets_is_no_fee_forgone(
    specs: Path, words: str, wanted: str
) -> None:
    edit(specs, STANDARD, "when: {size: {allowed: [large]}}", words)
    with pytest.raises(SpecError) as caught:
        validator.load_edition("kiosk-permit", edition="1", specs=specs)
    assert [(each.message.key, each.line) for each in caught.value.faults] == [
        (wanted, line_of(specs, STANDARD, words))
    ]


def test_an_edition_is_not_held_back_by_another_standard(specs: Path) -> None:
    shutil.copytree(specs / "kiosk-permit", specs / "stall-permit")
    args = ["check", str(SAMPLES / "kiosk"), "--specs", str(specs), "--lang", "en"]
    with pytest.raises(SpecError):
        validator.load_edition("stall-permit", edition="1", specs=specs)
    assert validator.load_edition("kiosk-permit", edition="1", specs=specs).services
    assert command(args) == 0


@pytest.mark.parametrize("name", [STANDARD, CLAUSES, CASES, RATE, CALENDAR])
@pytest.mark.parametrize("sort", ["pipe", "endless"])
def test_what_never_ends_is_told_and_not_read(specs: Path, name: str, sort: str) -> None:
    (specs / name).unlink()
    if sort == "pipe":
        os.mkfifo(specs / name)
    else:
        (specs / name).symlink_to("/dev/zero")
    wrong = [each for each in found_in(specs) if each.lint.level is Severity.ERROR]
    assert {(each.lint.id, each.fault.file) for each in wrong} == {
        ("unreadable-file", (specs / name).as_posix())
    }
    done = small(specs)
    assert done.returncode == 1
    assert f"{(specs / name).as_posix()} error unreadable-file" in done.stdout


@pytest.mark.parametrize(
    "name",
    [
        *("._standard.yaml", "kiosk-permit/1/._clauses.yaml", "kiosk-permit/1/cases/._all.yaml"),
        *("parameters/._rate.yaml", "calendars/.kz.yaml", ".git/1/standard.yaml"),
    ],
)
def test_what_is_hidden_is_no_spec(specs: Path, name: str) -> None:
    (specs / name).parent.mkdir(parents=True, exist_ok=True)
    (specs / name).write_bytes(b"\x00\x05\x16\x07")  # as one system leaves beside its files
    assert found_in(specs) == ()
    assert validator.load_edition("kiosk-permit", edition="1", specs=specs).services


@pytest.mark.parametrize("encoding", ["encoded", "partly", "not_encoded"])
@pytest.mark.parametrize("clause", ["list.1", "list.2", "list.4", "list.5"])
@pytest.mark.parametrize("cited", [True, False])
def test_lint_and_coverage_call_the_same_clauses_contradicted(
    specs: Path, clause: str, encoding: str, cited: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    path = specs / CLAUSES
    text = wording("Бұл нақты емес", "Это не точно", "It is not exact")
    entry = f"id: {clause}\n    says: {wording('Бұл заң', 'Это закон', 'It is law')}\n"
    reason = "" if encoding == "encoded" else f"    reason: {text}\n"
    made = re.sub(
        rf"id: {re.escape(clause)}\n(    .*\n)*",
        f"{entry}    encoding: {encoding}\n{reason}",
        path.read_text("utf-8"),
    )
    path.write_text(made, "utf-8")
    if not cited:  # by a requirement; the ground list.2 is listed as such all the same
        standard = (specs / STANDARD).read_text("utf-8")
        standard = standard.replace(f"citation: {clause}\n", "citation: list.3\n")
        standard = standard.replace(f"consequence: {clause}\n", "consequence: none\n")
        (specs / STANDARD).write_text(standard, "utf-8")
    lints = {"unused-clause", "encoded-after-all"}
    linted = {str(e.fault.message.args["name"]) for e in found_in(specs) if e.lint.id in lints}
    args = ["spec", "coverage", "--specs", str(specs), "--format", "json"]
    code = command(args)
    (edition,) = json.loads(capsys.readouterr().out)["editions"]
    assert {each["clause"] for each in edition["clauses"] if each["contradicted"]} == linted
    assert code == (1 if linted else 0)
    is_cited = cited and clause != "list.5"
    assert linted == ({clause} if (encoding == "not_encoded") is is_cited else set())


@pytest.mark.parametrize(
    "words", ["    when: {size: {allowed: [small]}}\n", "    services: [renew]\n"]
)
def test_fees_that_exclude_one_another_are_no_overlap(specs: Path, words: str) -> None:
    edit(specs, STANDARD, "fees:\n", f"fees:\n{OTHER_FEE}{words}")
    edit(
        specs,
        STANDARD,
        "    citation: list.2\n    when",
        "    citation: list.2\n    services: [grant]\n    when",
    )
    assert "entries-overlap" not in ids(specs)


def test_a_fee_that_another_one_always_covers_is_told(specs: Path) -> None:
    edit(specs, STANDARD, "schedule:\n", f"{OTHER_FEE}schedule:\n")
    (fault,) = [each.fault for each in found_in(specs) if each.lint.id == "entries-overlap"]
    assert fault.line == line_of(specs, STANDARD, "id: fee.large")  # which can never decide
    assert fault.message.args == {"other": "fee.all", "name": "grant"}


def second_edition(specs: Path, first: str = "2025-01-01", until: str = "2024-12-31") -> Path:
    """A copy of the first edition, which ends before it."""
    shutil.copytree(specs / "kiosk-permit" / "1", specs / "kiosk-permit" / "2")
    for name in ("standard", "application", "clauses"):
        edit(specs, f"kiosk-permit/2/{name}.yaml", 'edition: "1"', 'edition: "2"')
    edit(specs, "kiosk-permit/2/standard.yaml", "from: 2024-01-01", f"from: {first}")
    edit(specs, STANDARD, "from: 2024-01-01,", f"from: 2024-01-01, until: {until},")
    return specs / "kiosk-permit" / "2" / "standard.yaml"


def test_editions_that_follow_one_another_are_clean(specs: Path) -> None:
    second_edition(specs)
    assert ids(specs) <= {"untested-requirement"}  # its cases are of the year before


def ids(specs: Path) -> set[str]:
    return {each.lint.id for each in found_in(specs)}


@pytest.mark.parametrize(
    ("english", "other", "found"),
    [
        ("Format", "Format", False),  # one word that two languages share
        ("Format of it", "Format of it", True),
        ("Rate of it", "Höhe der Rate", False),
        ("Rate of it", "Ставка сбора тут", True),
    ],
)
def test_one_more_language_in_latin_letters(
    english: str, other: str, found: bool, specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("validator.editor.lint.text_lints.LANGUAGES", ("kk", "ru", "en", "xx"))
    edit(specs, RATE, "en: Rate of the fee", f"en: {english}, xx: {other}")
    assert ("untranslated-text" in ids(specs)) is found


@pytest.mark.parametrize(
    ("until", "lint"), [("2024-12-30", "edition-gap"), ("2025-01-01", "edition-overlap")]
)
def test_a_gap_and_an_overlap_of_editions(specs: Path, until: str, lint: str) -> None:
    path = second_edition(specs, until=until)
    (fault,) = [each.fault for each in found_in(specs) if each.lint.id == lint]
    assert (fault.file, fault.line) == (path.as_posix(), 7)
    assert lint in ids(specs) <= {lint, "untested-requirement"}


def test_an_edition_that_never_ends_overlaps_the_next(specs: Path) -> None:
    second_edition(specs)
    edit(specs, STANDARD, ", until: 2024-12-31", "")
    assert "edition-overlap" in ids(specs)


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("    duty: provider", "    duty: applicant", "provider"),
        ("    working_days: 5", "    check: {kind: form, side: applicant}", "deadlines"),
        ("    citation: list.1", "    citation: list.3", "list.1"),
    ],
)
def test_an_id_that_means_something_else_than_before(
    specs: Path, old: str, new: str, differs: str
) -> None:
    path = second_edition(specs)
    edit(specs, "kiosk-permit/2/standard.yaml", old, new)
    (fault,) = [each.fault for each in found_in(specs) if each.lint.id == "reused-id"]
    assert (fault.file, fault.line) == (path.as_posix(), 14)
    assert fault.message.args["before"] == differs


def test_an_id_may_rest_on_another_act(specs: Path) -> None:
    second_edition(specs)
    for name in ("standard", "clauses"):
        path = specs / "kiosk-permit" / "2" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("list.", "law.7."), "utf-8")
    assert "reused-id" not in ids(specs)
    # Nor does it matter that the later register has clauses of the earlier act too.
    both = (specs / CLAUSES).read_text("utf-8").partition("clauses:\n")[2]
    path.write_text(path.read_text("utf-8") + both, "utf-8")
    assert "reused-id" not in ids(specs)


def test_a_file_that_is_missing(specs: Path) -> None:
    (specs / CLAUSES).unlink()
    (found,) = found_in(specs)
    assert found.lint.id == "unreadable-file"
    assert found.fault.file == (specs / CLAUSES).as_posix()
    assert found.fault.line is None
    assert say(found.fault.message, "en") == "There is no such file"


def test_an_edition_without_its_standard_file(specs: Path) -> None:
    path = second_edition(specs)
    path.rename(path.with_suffix(".yml"))
    assert {(each.lint.id, each.fault.file) for each in found_in(specs)} == {
        ("unreadable-file", path.as_posix()),
        ("stray-file", path.with_suffix(".yml").as_posix()),
    }
    assert small(specs).returncode == 1


@pytest.mark.parametrize(
    "name", ["kiosk-permit/2", "kiosk-permit/2/cases", "kiosk-permit", "parameters"]
)
def test_a_folder_that_cannot_be_listed(
    specs: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_edition(specs)
    listing = Path.iterdir

    def iterdir(self: Path) -> Iterator[Path]:
        if self == specs / name:
            raise PermissionError(13, "Permission denied", str(self))
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    folder = read_folder(specs)
    assert folder is not None
    assert Path(name) in lines_of_files(folder)  # or else the command would leave the remark out
    mine = [each for each in lint(folder, BUNDLES).remarks if each.lint.id == "unreadable-file"]
    assert [each.fault.file for each in mine] == [(specs / name).as_posix()]


def test_a_folder_in_the_place_of_a_file(specs: Path) -> None:
    (specs / CLAUSES).unlink()
    (specs / CLAUSES).mkdir()
    (found,) = found_in(specs)
    assert found.lint.id == "unreadable-file"
    assert "Is a directory" not in say(found.fault.message, "en")  # the system's own words


@pytest.mark.parametrize(
    "name",
    [
        *("kiosk-permit/1/cases/more.yml", "kiosk-permit/1/standards.yaml", "mci.yaml"),
        *("a/b/c/d.yaml", "kiosk-permit/1/cases/13-new.yaml.txt", "parameters/mrp.yaml.txt"),
        *("kiosk-permit/1/cases/13-NEW.YAML", "kiosk-permit/1/cases/13.Yml"),
    ],
)
def test_a_file_that_nothing_reads(specs: Path, name: str) -> None:
    (specs / name).parent.mkdir(parents=True, exist_ok=True)
    (specs / name).write_text("cases: []", "utf-8")
    (found,) = found_in(specs)
    assert (found.lint.id, found.fault.file) == ("stray-file", (specs / name).as_posix())


@pytest.mark.parametrize("name", [".all.yaml.swp", "notes.txt", "yaml", "about-yaml.txt"])
def test_a_file_that_nobody_meant_to_be_read(specs: Path, name: str) -> None:
    (specs / CASES).with_name(name).write_text("cases: []", "utf-8")
    assert ids(specs) == set()


@pytest.mark.parametrize(("file", "sort"), [(RATE, "parameter"), (CALENDAR, "calendar")])
def test_a_shared_file_that_no_edition_uses(specs: Path, file: str, sort: str) -> None:
    other = (specs / file).with_name("other.yaml")
    text = (specs / file).read_text("utf-8")
    other.write_text(re.sub("^id: .*", "id: other", text, flags=re.MULTILINE), "utf-8")
    (found,) = found_in(specs)
    assert (found.lint.id, found.fault.file) == (f"unused-{sort}", other.as_posix())


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("confirmed", "2026-05-27"),  # the library's estimate
        ("extra_days_off", "2026-05-27"),  # which this makes certain too
        # What the library has learned since, and an older release of it still has to be told.
        ("confirmed", "2025-06-06"),
        ("extra_days_off", "2024-03-25"),
        ("extra_working_days", "2024-05-04"),
    ],
)
def test_a_correction_that_some_release_of_the_library_needs(
    specs: Path, word: str, day: str
) -> None:
    source = wording("Ойдан шығарылған", "Выдуманное", "A made-up one")
    name = f", name: {source}" if word == "extra_days_off" else ""
    path = specs / CALENDAR
    text = re.sub(
        f"^{word}:(?: \\[\\])?$",
        f"{word}:\n  - {{date: {day}, source: {source}{name}}}",
        path.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert day in text
    path.write_text(text, "utf-8")
    assert ids(specs) == set()


def test_every_lint_is_planted() -> None:
    assert {param.id.partition(":")[0] for param in PLANTED} | MORE == LINTS.keys()


def test_a_broken_file_does_not_hide_the_others(specs: Path) -> None:
    edit(specs, APPLICATION, "fields:", "fields: [")
    edit(specs, STANDARD, "working_days: 5", "working_days: five")
    edit(specs, CLAUSES, "en: The term is", "en: The  term is")
    edit(specs, RATE, "standing: law", "standing: press")
    edit(specs, CALENDAR, "date: 2024-01-10", "date: 2034-01-10")
    edit(specs, CASES, "sample: kiosk", "smaple: kiosk")
    assert ids(specs) == {
        *("yaml-syntax", "wrong-value", "stray-space", "standing-not-law", "correction-outside"),
        *("unknown-key", "missing-key"),
    }


def test_what_a_broken_file_would_name_is_not_missed(specs: Path) -> None:
    edit(specs, CLAUSES, "clauses:", "clauses: [")
    edit(specs, RATE, "unit: tenge", "unit: [")
    assert {(each.lint.id, each.fault.file) for each in found_in(specs)} == {
        ("yaml-syntax", (specs / CLAUSES).as_posix()),
        ("yaml-syntax", (specs / RATE).as_posix()),
    }


def test_a_fee_of_a_broken_parameter_is_known_all_the_same(specs: Path) -> None:
    share = OTHER_FEE.replace("amount: {rate: 1}", "amount: {percent: 5, of: fee.large}")
    share = share.replace("citation", "services: [renew]\n    citation")
    edit(specs, STANDARD, "    when: {size: {allowed: [large]}}\n", "    services: [grant]\n")
    edit(specs, STANDARD, "schedule:\n", f"{share}schedule:\n")
    edit(specs, RATE, "unit: tenge", "unit: [")
    assert [each.lint.id for each in found_in(specs)] == ["yaml-syntax"]


def test_what_a_broken_case_shows_is_not_missed(specs: Path) -> None:
    text = (specs / CASES).read_text("utf-8")
    (specs / CASES).with_name("more.yaml").write_text(text.replace("name: A", "name: An"), "utf-8")
    edit(specs, CASES.replace("all", "more"), "given", "gvien")
    edit(specs, CASES, ", area: 51}", ", area: 50}")
    assert ids(specs) == {"unknown-key", "missing-key"}


@pytest.mark.parametrize("fault", [("sample: kiosk", "sample: kisok"), ("fee.amount", "feee.a")])
def test_nor_is_what_an_unusable_case_shows(specs: Path, fault: tuple[str, str]) -> None:
    edit(specs, CASES, ", area: 51}", ", area: 50}")
    edit(specs, CASES, *fault)
    assert ids(specs) == {"case-unusable"}


def test_two_editions_tell_a_fault_of_a_shared_file_once(specs: Path) -> None:
    second_edition(specs)
    edit(specs, RATE, "from: 2024-01-01", "from: 2022-01-01")
    assert [each.lint.id for each in found_in(specs)].count("not-ascending") == 1


def test_nothing_is_wrong_with_the_real_specs() -> None:
    done = run("--format", "json", "--specs", "specs")
    assert done.stderr == ""
    faults = json.loads(done.stdout)["faults"]
    heeded = [each for each in faults if each["level"] != "note"]
    assert heeded == []
    assert done.returncode == 0


# ----------------------------------------------------------------------------- words and pages


def test_every_message_of_the_specs_belongs_to_one_lint() -> None:
    every = [key for each in LINTS.values() for key in each.messages]
    assert len(every) == len(set(every))
    source = "".join(
        path.read_text("utf-8")
        for folder in ("standard", "editor/lint")
        for path in (ROOT / "validator" / folder).rglob("*.py")
    )
    reader = (ROOT / "validator" / "source.py").read_text("utf-8")
    used = set(re.findall(r'"((?:spec|lint)_[a-z_]+)"', source))
    used |= set(re.findall(r'"(source_[a-z0-9_]+)"', reader))
    used -= {"spec_missing"}
    assert used <= set(every)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted({each.page for each in LINTS.values()}))
def test_every_page_has_words(name: str, lang: str) -> None:
    for part in ("means", "why", "mend"):
        key = f"lint.{name}.{part}"
        said = term(key, lang)
        assert said != key
        assert lang == "en" or said != term(key, "en")


@pytest.mark.parametrize(
    ("lint", "lang"), [("comma-in-text", "kk"), ("unused-service", "ru"), ("who-missing", "en")]
)
def test_explain_shows_the_page_of_a_lint(lint: str, lang: str) -> None:
    done = call("explain", lint, "--lang", lang)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{lint}  (")
    for part in ("means", "why", "mend"):
        assert term(f"lint.{LINTS[lint].page}.{part}", lang) in done.stdout


def test_every_lint_has_a_page_of_three_parts() -> None:
    for each in LINTS.values():
        assert len(page(each, "ru").splitlines()) == 4


def test_a_message_unknown_to_the_table_is_told_all_the_same() -> None:
    assert remark(Fault(Message("spec_brand_new"))).lint.id == "wrong-value"


# ------------------------------------------------------------------------------- the command


def small(specs: Path, *args: str) -> CompletedProcess[str]:
    return run("--specs", specs, "--samples", SAMPLES, *args)


def test_text_names_the_place_and_marks_it(specs: Path) -> None:
    edit(specs, STANDARD, "    working_days: 5", "    working_day: 5")
    done = small(specs, "--lang", "en")
    path = (specs / STANDARD).as_posix()
    line = line_of(specs, STANDARD, "working_day: 5")
    message = Message("spec_misspelt_key", {"key": "working_day", "closest": "working_days"})
    assert "did you mean" in say(message, "en").lower()
    assert (
        f"{path}:{line}:5 error unknown-key {say(message, 'en')}\n"
        "        working_day: 5\n"
        "        ^\n"
    ) in done.stdout
    assert done.stdout.endswith("files: 6\n")
    assert done.returncode == 1
    assert done.stderr == ""


def test_the_gravest_comes_last(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    edit(specs, RATE, "standing: law", "standing: press")
    lines = small(specs, "--lang", "en").stdout.splitlines()
    levels = [line.split(" ")[1] for line in lines if line.startswith(specs.as_posix())]
    assert levels == ["note", "warning", "error"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_speaks_every_language(specs: Path, lang: str) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.3")
    done = small(specs, "--lang", lang)
    assert say(Message("lint_unused_clause", {"name": "list.4"}), lang) in done.stdout
    assert done.returncode == 0


def test_strict_makes_a_warning_count(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.3")
    assert small(specs).returncode == 0
    assert small(specs, "--strict").returncode == 1


def test_a_note_never_counts(specs: Path) -> None:
    edit(specs, RATE, "standing: law", "standing: press")
    assert small(specs, "--strict").returncode == 0


def test_json_says_the_same(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    done = small(specs, "--format", "json")
    data = json.loads(done.stdout)
    assert data["schema"] == "lint/v1"
    assert data["summary"] == {"files": 6, "error": 1, "warning": 1, "note": 0}
    (fault,) = [each for each in data["faults"] if each["level"] == "error"]
    assert fault == {
        "lint": "unknown-clause",
        "level": "error",
        "file": (specs / STANDARD).as_posix(),
        "line": line_of(specs, STANDARD, "list.44"),
        "column": 15,
        "message": "spec_unknown_clause",
        "text": "There is no clause “list.44”",
    }
    assert done.returncode == 1


def test_github_shows_annotations(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    done = run("specs", "--samples", SAMPLES, "--format", "github", cwd=specs.parent)
    line = line_of(specs, STANDARD, "list.44")
    assert done.stdout.splitlines()[-1] == (
        f"::error file=specs/{STANDARD},line={line},col=15,title=unknown-clause"
        "::There is no clause “list.44”"
    )
    assert done.stdout.startswith("::warning file=specs/kiosk-permit/1/clauses.yaml,")
    assert done.returncode == 1


def test_github_escapes_what_would_end_an_annotation() -> None:
    fault = Fault(Message("50%\n::x", {}), "a,b:c%.yaml", 1, 2)
    lint = replace(LINTS["stray-file"], level=Severity.NOTE)
    assert lint_github.one(Found([Remark(lint, fault)], {}), View("en")).decode() == (
        "::notice file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=stray-file::50%25%0A::x\n"
    )


def test_a_name_cannot_act_on_a_terminal_through_json() -> None:
    fault = Fault(Message("spec_missing", {}), "a\x1b\u202e\u2028\udcff.yaml", 1, 2)
    text = lint_json.one(Found([remark(fault)], {}), View("en")).decode()
    assert text.isascii()
    assert json.loads(text)["faults"][0]["file"] == fault.file


def test_a_path_shows_only_what_lies_there(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    edit(specs, RATE, "standing: law", "standing: press")
    for path, wanted in (
        (RATE, {"standing-not-law"}),
        ("parameters", {"standing-not-law"}),
        ("kiosk-permit/1", {"unknown-clause", "unused-clause"}),
        (CLAUSES, {"unused-clause"}),
        (CALENDAR, set()),
    ):
        done = run(specs / path, "--samples", SAMPLES, "--format", "json")
        assert {each["lint"] for each in json.loads(done.stdout)["faults"]} == wanted
        assert done.returncode == (1 if "unknown-clause" in wanted else 0)


def test_paths_inside_of_the_specs_may_be_relative(specs: Path) -> None:
    edit(specs, STANDARD, "citation: list.4", "citation: list.44")
    done = run("1/standard.yaml", "--samples", SAMPLES, cwd=specs / "kiosk-permit")
    assert done.stdout.startswith(f"{specs.as_posix()}/{STANDARD}:")


def test_no_spec_is_nothing_to_lint(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    for args in (["--specs", tmp_path / "specs"], [tmp_path]):
        done = run(*args)
        assert done.returncode == 4
        assert done.stdout == ""
        assert "no spec found" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_spec_is_nothing_to_lint(specs: Path) -> None:
    (specs / "notes.txt").write_text("x", "utf-8")
    assert run(specs / "notes.txt", "--samples", SAMPLES).returncode == 4


def test_wrong_calls(specs: Path) -> None:
    assert run(specs, "--specs", specs).returncode == 2
    assert run(specs / "nowhere").returncode == 2
    assert run("--format", "xml").returncode == 2


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("a: b", 4, ["    a: b\n", "       ^\n"]),
        ("\ta: b", 5, ["    →a: b\n", "        ^\n"]),
        ("a:\xa0b", 3, ["    a:°b\n", "      ^\n"]),
        ("a: \x1b[2J", 1, ["    a: \\x1b[2J\n", "    ^\n"]),
        ("", 1, ["\n", "    ^\n"]),
        ("x" * 300, 200, [f"    …{'x' * 100}…\n", f"     {' ' * 50}^\n"]),
    ],
)
def test_the_place_in_a_line_is_marked(line: str, column: int, shown: list[str]) -> None:
    assert list(marked(line, column)) == shown


# ------------------------------------------------------------------- whatever an editor types

TEXTS = {
    path.relative_to(SMALL).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(SMALL.rglob("*.yaml"))
}
PIECES = [
    *("{", "}", "[", "]", ":", " ", "\n", "- ", "#", '"', "'", "|", ">", "&a", "*a", "!!x", "\t"),
    *(
        "null",
        "true",
        "0",
        "-1",
        "1e9",
        "2024-02-30",
        "list.1",
        "size",
        "documents",
        "\x00",
        "\ud800",
    ),
    *("{a: {b: [}", "? ", "<<: x", "---\n", "%TAG ! x\n", "[" * 70, "schema:\n", "when: ", "²"),
]


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, bytes]:
    """One spec file with some of its text cut out, repeated, swapped or replaced."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        piece = draw(
            st.one_of(
                st.just(""),
                st.sampled_from(PIECES),
                st.just(text[start:end] * 2),
                st.text(max_size=8),
                st.integers().map(str),
            )
        )
        text = text[:start] + piece + text[end:]
    return name, text.encode("utf-8", "surrogatepass")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage())
def test_no_text_breaks_the_linter(specs: Path, damaged: tuple[str, bytes]) -> None:
    name, data = damaged
    before = (SMALL / name).read_bytes()
    (specs / name).write_bytes(data)
    try:
        for each in found_in(specs):
            assert each.lint.id in LINTS
            assert say(each.fault.message, "en")
    finally:
        (specs / name).write_bytes(before)


WORDS = sorted(
    {each for text in TEXTS.values() for each in re.findall(r"[\w.:/-]+", text)}
    | {"{}", "[]", "null", "-1", "99999999999999999999", "{allowed: [1]}", "[{a: {exists: true}}]"}
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(TEXTS)),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(WORDS)), min_size=1, max_size=3),
)
def test_no_value_in_the_place_of_another_breaks_the_linter(
    specs: Path, name: str, changes: list[tuple[int, str]]
) -> None:
    text = TEXTS[name]
    for number, word in changes:
        places = [each.span() for each in re.finditer(r"(?<=: )[\w.]+|(?<=\[)[\w.]+", text)]
        start, end = places[number % len(places)]
        text = text[:start] + word + text[end:]
    (specs / name).write_text(text, "utf-8")
    try:
        found_in(specs)
    finally:
        (specs / name).write_text(TEXTS[name], "utf-8")


def test_deep_nesting_is_told(specs: Path) -> None:
    label = f"label: {wording('А', 'Б', 'C')}"
    deep = f"{{type: string, {label}}}"
    for _ in range(20):
        deep = f"{{type: dict, {label}, schema: {{a: {deep}, b: {{typo: 1}}}}}}"
    edit(specs, APPLICATION, "  area:\n", f"  deep: {deep}\n  area:\n")
    assert ids(specs) & {"yaml-limit", "missing-key", "unknown-key"}
