"""Each lint, and a change of the kiosk's standard that it tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.editor.lint.made import APPLICATION, CALENDAR, CASES, CLAUSES, RATE, STANDARD, TRUST
from tests.texts import wording

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
    planted("yaml-syntax", RATE, "id: rate", "id: [rate", "[rate"),
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
    # Certificates that are trusted
    planted("trust-unreadable", TRUST, "- file: authority.pem", "- file: index.yaml", "- file:"),
    planted("trust-unreadable", TRUST, "- file: authority.pem", "- file: gone.pem", "- file:"),
    planted("trust-digest", TRUST, "sha256: ef08", "sha256: 0000", "sha256: 0000"),
    planted("trust-expired", TRUST, "to: 2034-12-31", "to: 2024-05-31", "2024-05-31"),
    planted("unknown-key", TRUST, "    of:", "    oof: x\n    of:", "oof: x"),
    # The form by its schema
    planted(
        "unknown-key",
        STANDARD,
        "    working_days: 5",
        "    working_day: 5",
        "working_day: 5",
    ),
    planted("unknown-key", STANDARD, "citation: list.4", "citaton: list.4", "citaton"),
    planted("unknown-key", STANDARD, "\nother:\n", "\nothr:\n", "othr:"),
    planted("unknown-key", STANDARD, "en: The plan is", "eng: The plan is", "eng: The plan"),
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
    planted(
        "other-scope",
        APPLICATION,
        "          check_with: path\n",
        "          check_with: path\n          only: {lit: {exists: true}}\n",
        "only: {lit",
    ),
    planted("cyrillic-letters", STANDARD, "id: deadline.renew", "id: deаdline.renew", "deаdline"),
    planted(
        "cyrillic-letters",
        STANDARD,
        "    duty: provider",
        "    dutу: provider",
        "dutу",
    ),
    planted("cyrillic-letters", STANDARD, "duty: provider", "duty: рrovider", "рrovider"),
    planted("cyrillic-letters", STANDARD, "path: area", "path: arеa", "arеa"),
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
    planted("untranslated-text", RATE, "kk: Алым ставкасы", "kk: Rate of fee", "Rate of fee"),
    planted(
        "other-language", CLAUSES, "kk: Мерзім – бес жұмыс күні", "kk: Срок для решения", "kk: Срок"
    ),
    planted(
        "other-language", CLAUSES, "ru: Киоск должен быть красив", "ru: Дүңгіршек әдемі", "әдемі"
    ),
    planted("other-figures", CLAUSES, "en: The term is five", "en: The term is 7", "The term is 7"),
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
    planted("value-jump", RATE, "value: 4000", "value: 40000", "40000"),
    # Names
    planted(
        "unknown-clause",
        STANDARD,
        "citation: list.4",
        "citation: list.44",
        "list.44",
    ),
    planted(
        "unknown-service",
        STANDARD,
        "services: [renew]",
        "services: [renw]",
        "renw",
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
    ),
    planted("unknown-field", STANDARD, "path: area", "path: are", "path: are"),
    planted("unknown-code", STANDARD, SMALL_WHEN, "when: {size: {allowed: [smal]}}", "smal]"),
    planted(
        "unknown-code-list",
        APPLICATION,
        "code_list: sizes",
        "code_list: size",
        "code_list: size",
    ),
    planted(
        "unknown-calendar",
        STANDARD,
        "calendar: kz",
        "calendar: kzz",
        "calendar: kzz",
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
        also=["left-out"],
    ),
    planted(
        "wrong-value",
        STANDARD,
        "    kind: plan\n",
        "    kind: plan\n    once_a_person: true\n",
        "once_a_person: true",
    ),
    planted(
        "wrong-value",
        STANDARD,
        "check: {kind: value, path: area, max: 50}",
        "check: {kind: number_of_one}",
        "check: {kind: number_of_one}",
        also=["unread-field"],
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
    planted("repeated-id", CLAUSES, "id: list.5", "id: list.4", "id: list.4"),
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
        "no-due-day",
        STANDARD,
        "    working_days: 2\n",
        "    term: {working_days: 2, from: $due_on, until: fee.paid_on}\n",
        "id: deadline.renew",
        also=["left-out"],
    ),
    planted("left-out", STANDARD, "result: [grant, renew], ", "", "result: []"),
    planted("left-out", STANDARD, "record: [grant, renew]", "record: [grant]", "result: []"),
    planted(
        "not-left-out", STANDARD, "result: [grant", "fees: [grant], result: [grant", "without:"
    ),
    planted("unknown-service", STANDARD, "record: [grant", "record: [grand, grant", "grand"),
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
    planted("missing-key", CASES, "{sample: kiosk}", "{as_of: 2024-02-01}", "as_of"),
    planted(
        "yaml-syntax",
        CASES,
        "A kiosk in order\n    given: {sample: kiosk}",
        "A kiosk in order\n    given {sample: kiosk}",
        "given {",
    ),
    planted("unknown-key", CASES, "{sample: kiosk}", "{sample: kiosk, base: kiosk}", "base: kiosk"),
    # Names in cases
    planted("unknown-base", CASES, "{sample: kiosk}", "{base: large}", "base: large"),
    planted(
        "repeated-id",
        CASES,
        "cases:\n",
        "bases:\n  - {name: one, sample: kiosk}\n  - {name: one, sample: kiosk}\ncases:\n",
        "{name: one",
        also=["unused-base"],
    ),
    planted(
        "unused-base", CASES, "cases:\n", "bases: [{name: one, sample: kiosk}]\ncases:\n", "one"
    ),
    planted(
        "unknown-field",
        CASES,
        "cases:\n  - name: A kiosk in order\n    given: {sample: kiosk}",
        "bases: [{name: one, sample: kiosk, set: {ara: 1}}]\n"
        "cases:\n  - name: A kiosk in order\n    given: {base: one, remove: [ara]}",
        "ara: 1",
    ),
    planted("unknown-field", CASES, "area: 51}", "area: 51, arrea: 51}", "arrea"),
    planted("unknown-field", CASES, "area: 51}, remove: [lit]", "area: 51}, remove: [lti]", "lti"),
    planted(  # of a story that says that the form is in order
        "unknown-field",
        CASES,
        "A kiosk in order\n    given: {sample: kiosk}",
        "A kiosk in order\n    given: {sample: kiosk, set: {aera: 1}}",
        "aera",
    ),
    planted("unknown-field", CASES, "area: 51}", "area: 51, fee: {amont: 1}}", "amont"),
    planted("unknown-code", CASES, "small, area: 51", "smal, area: 51", "smal,"),
    planted(
        "unknown-requirement",
        CASES,
        "{deadline.renew: failed, area.of_small: failed}",
        "{deadline.renew: failed, area.of_smal: failed}",
        "area.of_smal:",
    ),
    planted(
        "unknown-requirement",
        CASES,
        "{outcomes: {deadline.renew: failed,",
        "{derived: {terms: {deadline.renw: 2024-02-08}}, outcomes: {deadline.renew: failed,",
        "deadline.renw:",
    ),
    planted(
        "unknown-ground",
        CASES,
        "expect: {outcomes: {deadline.renew: failed,",
        "expect: {grounds: {list.9: applies}, outcomes: {deadline.renew: failed,",
        "list.9",
    ),
    planted(
        "unknown-clause",
        CASES,
        "expect: {outcomes: {deadline.renew: failed,",
        "expect: {failed: {area.of_small: {citation: list.99, duty: applicant, "
        "severity: error, consequence: none}}, outcomes: {deadline.renew: failed,",
        "list.99",
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
    "copied-requirement",
    "cites-other-row",
    "hours-overlap",
    "unsaid-change",
    "act-as-before",
    "outlived-explanation",
    "unused-parameter",
    "unused-calendar",
}
"""Lints that no change of one text plants; each has a test of its own."""
