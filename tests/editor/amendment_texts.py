"""Ten amendments, each made as a lawyer makes it: YAML of a new edition, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.specs.landing import land_holiday, land_index

STANDARD: Final = "medical-activity-licence"
OLD: Final = "2025-93"
NEW: Final = "2027-9"
LAW: Final = "standard.yaml"
FORM: Final = "application.yaml"
CLAUSES: Final = "clauses.yaml"
BASES: Final = "cases/bases.yaml"

Edit = tuple[str, str, str]
"""A file, the text that goes, and the text that comes in all its places."""


@dataclass(frozen=True)
class Amendment:
    """One amendment.

    Attributes:
        law: what changes in the edition.
        stories: what changes in what its stories start from.
        shared: what changes in the files that editions share, and the stories that go with it.
    """

    name: str
    law: Sequence[Edit] = ()
    stories: Sequence[Edit] = ()
    shared: Sequence[Callable[[Path], None]] = field(default=())

    def amend(self, specs: Path) -> None:
        """Change the law."""
        _edit(specs / STANDARD / NEW, self.law)
        for each in self.shared:
            each(specs)

    def mend(self, specs: Path) -> None:
        """Change what stories start from."""
        _edit(specs / STANDARD / NEW, self.stories)


def _edit(folder: Path, edits: Sequence[Edit]) -> None:
    for name, old, new in edits:
        text = (folder / name).read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        (folder / name).write_text(text.replace(old, new), "utf-8")


def _entry(id_: str, words: Mapping[str, str], title: str, fix: str, indent: int = 2) -> str:
    lines = [f"- id: {id_}", *(f"  {key}: {value}" for key, value in words.items())]
    lines += [f"  title: {title}", f"  fix: {fix}"]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def _text(*wordings: str) -> str:
    """A text in every language, in quotes, as there may be commas in it."""
    said = zip(("kk", "ru", "en"), wordings, strict=True)
    return "{" + ", ".join(f'{lang}: "{each}"' for lang, each in said) + "}"


_OF_APPLICANT: Final = {"duty": "applicant", "severity": "error"}

TERM: Final = Amendment(
    "term of row 3: 13 → 10 working days",
    law=[
        (LAW, "working_days: 13", "working_days: 10"),
        (LAW, "шешім 13 жұмыс күні ішінде", "шешім 10 жұмыс күні ішінде"),
        (LAW, "в течение 13 рабочих дней", "в течение 10 рабочих дней"),
        (LAW, "within 13 working days", "within 10 working days"),
        (CLAUSES, "қосымша 13 жұмыс күнінде", "қосымша 10 жұмыс күнінде"),
        (CLAUSES, "в течение 13 рабочих дней", "в течение 10 рабочих дней"),
        (CLAUSES, "within 13 working days", "within 10 working days"),
    ],
)

FEE: Final = Amendment(
    "re-issue fee 25 %, at most 3 MCI, free for individuals",
    law=[
        (
            LAW,
            "    when: {subject: {allowed: [licence, licence_and_annex]}}\n"
            "    amount: {percent: 10, of: fee.issue, at_most: {mci: 4}}",
            "    when:\n      subject: {allowed: [licence, licence_and_annex]}\n"
            "      applicant.type: {allowed: [legal_entity]}\n"
            "    amount: {percent: 25, of: fee.issue, at_most: {mci: 3}}",
        ),
        (LAW, "алымының 10 %-ы, көп дегенде 4 АЕК", "алымының 25 %-ы, көп дегенде 3 АЕК"),
        (LAW, "10 % сбора за выдачу лицензии, не более 4 МРП", "25 % сбора, не более 3 МРП"),
        (LAW, "10 % of the licence fee, at most 4 MCI", "25 % of the licence fee, at most 3 MCI"),
        (CLAUSES, "ставкасының 10 %-ы, бірақ ең көбі 4 АЕК", "ставкасының 25 %-ы, ең көбі 3 АЕК"),
        (CLAUSES, "10 % ставки за выдачу, но не более 4 МРП", "25 % ставки, но не более 3 МРП"),
        (CLAUSES, "costs 10 % of the issuing rate, with 4 MCI", "costs 25 % of it, with 3 MCI"),
        (
            LAW,
            "  - id: fee.paid_before_filing\n",
            _entry(
                "fee.none_for_individual",
                {
                    "citation": "list.6.2",
                    "services": "[reissue]",
                    "when": "{applicant.type: {allowed: [individual]}}",
                    "duty": "applicant",
                    "severity": "warning",
                    "consequence": "none",
                    "check": "{kind: fee_not_over}",
                },
                _text(
                    "Жеке тұлға қайта ресімдеу үшін ештеңе төлемейді",
                    "За переоформление физическое лицо ничего не платит",
                    "An individual pays nothing for a re-issue",
                ),
                _text(
                    "Соманы қайтаруды сұраңыз", "Попросите вернуть сумму", "Ask for the sum back"
                ),
            )
            + "  - id: fee.paid_before_filing\n",
        ),
    ],
    stories=[
        (
            BASES,
            "  - name: clinic-reissue\n    sample: clinic-reissue\n",
            "  - name: clinic-reissue\n    sample: clinic-reissue\n    set: {fee.amount: 10813}\n",
        ),
        (
            BASES,
            "  - name: clinic-spin-off\n    sample: clinic-spin-off\n",
            "  - name: clinic-spin-off\n    sample: clinic-spin-off\n"
            "    set: {fee.amount: 10813}\n",
        ),
    ],
)

_CHARTER: Final = "set: {applicant.charter_in_gateway: true, processing.decided_at"

PAPER: Final = Amendment(
    "a new paper from legal entities, unless in a state system",
    law=[
        (
            FORM,
            "    change_evidence: {kk",
            f"    charter: {_text('Жарғының көшірмесі', 'Копия устава', 'Copy of the charter')}\n"
            "    change_evidence: {kk",
        ),
        (
            FORM,
            "      mobile:\n        type: string\n",
            "      charter_in_gateway:\n        type: boolean\n        required: "
            "{service: {allowed: [issue]}}\n"
            "        only: {applicant.type: {allowed: [legal_entity]}}\n        label: "
            + _text("Жарғының ЭҮШ-да болуы", "Наличие устава в ШЭП", "Charter in the gateway")
            + "\n      mobile:\n        type: string\n",
        ),
        (
            LAW,
            "  - id: documents.premises_title\n",
            _entry(
                "documents.charter",
                {
                    "citation": "list.8.1.g",
                    "services": "[issue]",
                    "kind": "charter",
                    "when": "{applicant.charter_in_gateway: {allowed: [false]}}",
                    **_OF_APPLICANT,
                    "consequence": "incomplete_package",
                },
                _text("Жарғының көшірмесі бар", "Приложен устав", "The charter is attached"),
                _text("Жарғыны қоса беріңіз", "Приложите устав", "Attach the charter"),
            )
            + "  - id: documents.premises_title\n",
        ),
        (
            CLAUSES,
            "  - id: list.8.2.a\n",
            "  - id: list.8.1.g\n    says: "
            + _text(
                "Заңды тұлғадан – мемлекеттік жүйеде болмаса жарғының көшірмесі.",
                "От юридического лица – копия устава, если его нет в государственной системе.",
                "From a legal entity, a copy of the charter, unless a state system holds it.",
            )
            + "\n    encoding: encoded\n  - id: list.8.2.a\n",
        ),
    ],
    stories=[
        (
            BASES,
            "    sample: clinic-new\n    set: {processing.decided_at",
            f"    sample: clinic-new\n    {_CHARTER}",
        ),
        (
            BASES,
            "    sample: clinic-annex\n    set: {processing.decided_at",
            f"    sample: clinic-annex\n    {_CHARTER}",
        ),
    ],
)

_OLD_GROUND: Final = re.compile(
    r"    - id: register\.special_right_lost\n.*?(?=    - id: consents)", re.DOTALL
)


def _repeal(specs: Path) -> None:
    """Ground 7 goes with its requirement, 8 becomes 7, and a new 8 comes with a requirement."""
    folder = specs / STANDARD / NEW
    law = (folder / LAW).read_text("utf-8")
    law = _OLD_GROUND.sub("", law).replace("list.9.8", "list.9.7")
    law = law.replace("list.9.6, list.9.7, list.9.7]", "list.9.6, list.9.7, list.9.8]")
    law = law.replace("list.9.5, list.9.7, law.33.5", "list.9.5, list.9.8, law.33.5")
    fine = _entry(
        "register.fine_paid",
        {
            "citation": "list.9.8",
            **_OF_APPLICANT,
            "consequence": "list.9.8",
            "manual_without": "registers.fine_unpaid",
            "check": "{kind: value, path: registers.fine_unpaid, allowed: [false]}",
            "who": _text("Департамент", "Департамент", "The department, of the register"),
        },
        _text("Төленбеген айыппұл жоқ", "Неуплаченных штрафов нет", "No fine is unpaid"),
        _text("Айыппұлды төлеңіз", "Уплатите штраф", "Pay the fine"),
        indent=4,
    )
    law = law.replace(
        "    - id: refusal.grounds_established\n", fine + "    - id: refusal.grounds_established\n"
    )
    (folder / LAW).write_text(law, "utf-8")
    form = (folder / FORM).read_text("utf-8")
    form = re.sub(r"    list\.9\.7: .*\n", "", form).replace("    list.9.8:", "    list.9.7:")
    fined = _text("Төленбеген айыппұл", "Неуплаченный штраф", "Unpaid fine")
    form = re.sub(r"(    list\.9\.7: .*\n)", rf"\1    list.9.8: {fined}\n", form)
    form = re.sub(
        r"      special_right_lost:\n(        .*\n)+",
        f"      fine_unpaid:\n        type: boolean\n        label: {fined}\n",
        form,
    )
    (folder / FORM).write_text(form, "utf-8")
    clauses = (folder / CLAUSES).read_text("utf-8")
    clauses = re.sub(r"  - id: list\.9\.7\n.*?(?=  - id: list\.9\.8)", "", clauses, flags=re.DOTALL)
    clauses = clauses.replace("list.9.8", "list.9.7")
    says = _text(
        "Әкімшілік айыппұлдың төленбеуі.", "Неуплата административного штрафа.", "An unpaid fine."
    )
    added = f"  - id: list.9.8\n    says: {says}\n    encoding: encoded\n  - id: list.10.1\n"
    clauses = clauses.replace("  - id: list.10.1\n", added)
    (folder / CLAUSES).write_text(clauses, "utf-8")


def _registers(name: str, decided: str = "") -> Edit:
    """A base whose register knows of the fine, and no more of the special right."""
    start = f"    sample: {name}\n"
    old = f'    set: {{processing.decided_at: "{decided}"}}\n' if decided else ""
    more = f'processing.decided_at: "{decided}", ' if decided else ""
    new = f"    set: {{{more}registers.fine_unpaid: false}}\n"
    return BASES, start + old, f"{start}{new}    remove: [registers.special_right_lost]\n"


GROUND: Final = Amendment(
    "ground 7 repealed, 8 becomes 7, a new 8 (an unpaid fine)",
    shared=[_repeal],
    stories=[
        _registers("clinic-new", "2026-01-22T16:00:00+05:00"),
        _registers("doctor-new", "2026-02-12T16:00:00+05:00"),
        _registers("clinic-annex", "2026-04-27T16:00:00+05:00"),
        _registers("clinic-reissue"),
        _registers("clinic-spin-off"),
        _registers("doctor-duplicate", "2026-03-06T15:00:00+05:00"),
        (
            "cases/12-record.yaml",
            "remove: [registers.activity_banned, registers.special_right_lost]",
            "remove: [registers.activity_banned, registers.fine_unpaid]",
        ),
    ],
)

HOURS: Final = Amendment(
    "hours 08:30 to 17:30, lunch 13:00 to 14:00",
    law=[
        (
            LAW,
            'hours: {opens: "09:00", closes: "18:30", lunch: {from: "13:00", until: "14:30"}}',
            'hours: {opens: "08:30", closes: "17:30", lunch: {from: "13:00", until: "14:00"}}',
        ),
        (CLAUSES, "9:00–18:30 аралығында", "8:30–17:30 аралығында"),
        (CLAUSES, "түскі үзіліс – 13:00–14:30", "түскі үзіліс – 13:00–14:00"),
        (CLAUSES, "с 9:00 до 18:30", "с 8:30 до 17:30"),
        (CLAUSES, "до 14:30; в выходные", "до 14:00; в выходные"),
        (CLAUSES, "are 9:00 to 18:30", "are 8:30 to 17:30"),
        (CLAUSES, "to 14:30; it is closed", "to 14:00; it is closed"),
    ],
)

CHANNEL: Final = Amendment(
    "a mobile application beside the portals",
    law=[
        (
            FORM,
            "    paper: {kk",
            "    egov.mobile: "
            + _text("eGov Mobile қосымшасы", "Приложение eGov Mobile", "eGov Mobile app")
            + "\n    paper: {kk",
        ),
        (LAW, "allowed: [egov.kz, elicense.kz]", "allowed: [egov.kz, elicense.kz, egov.mobile]"),
        (
            LAW,
            "берілген: egov.kz немесе elicense.kz",
            "берілген: egov.kz, elicense.kz, eGov Mobile",
        ),
        (
            LAW,
            "подано через портал: egov.kz или elicense.kz",
            "подано через egov.kz, elicense.kz или eGov Mobile",
        ),
        (
            LAW,
            "through a portal: egov.kz or elicense.kz",
            "through egov.kz, elicense.kz or eGov Mobile",
        ),
        (
            CLAUSES,
            "көрсетіледі: egov.kz және elicense.kz",
            "көрсетіледі: egov.kz, elicense.kz және eGov Mobile",
        ),
        (
            CLAUSES,
            "правительства egov.kz и elicense.kz",
            "правительства egov.kz и elicense.kz и через eGov Mobile",
        ),
        (
            CLAUSES,
            "portals: egov.kz and elicense.kz",
            "portals, egov.kz and elicense.kz, and eGov Mobile",
        ),
    ],
)

SERVICE: Final = Amendment(
    "a fourth service: the licence ended at its holder's wish",
    law=[
        (
            FORM,
            '    duplicate: {kk: "Телнұсқа беру"',
            "    termination: "
            + _text("Лицензияны тоқтату", "Прекращение лицензии", "Ending of a licence")
            + '\n    duplicate: {kk: "Телнұсқа беру"',
        ),
        (
            FORM,
            "    consideration_refused: {kk",
            "    terminated: "
            + _text("Лицензия тоқтатылды", "Лицензия прекращена", "The licence is ended")
            + "\n    consideration_refused: {kk",
        ),
        (
            LAW,
            "  - id: deadline.duplicate\n",
            _entry(
                "deadline.termination",
                {
                    "citation": "list.3.4",
                    "services": "[termination]",
                    "working_days": "1",
                    "duty": "provider",
                    "severity": "error",
                    "consequence": "none",
                },
                _text("1 жұмыс күнінде шешілген", "Решено за 1 рабочий день", "Decided in 1 day"),
                _text("Мерзімінде шешіңіз", "Примите решение в срок", "Decide by the due day"),
            )
            + "  - id: deadline.duplicate\n",
        ),
        (
            LAW,
            "  - id: result.duplicate\n",
            _entry(
                "result.termination",
                {
                    "citation": "list.5",
                    "services": "[termination]",
                    "duty": "provider",
                    "severity": "error",
                    "consequence": "none",
                    "when": "{processing.result: {exists: true}}",
                    "check": "{kind: value, path: processing.result, "
                    "allowed: [terminated, refusal, consideration_refused]}",
                },
                _text("Нәтиже қызметке сай", "Результат соответствует", "The result fits"),
                _text("Нақты нәтижені жазыңыз", "Укажите результат", "Record the real result"),
            )
            + "  - id: result.duplicate\n",
        ),
        (LAW, "duplicate: list.8.3.a}", "duplicate: list.8.3.a, termination: list.8.4}"),
        (LAW, "duplicate: list.3.3}", "duplicate: list.3.3, termination: list.3.4}"),
        (LAW, "duplicate: list.6.3}", "duplicate: list.6.3, termination: law.31}"),
        (LAW, "# Row 1\n", "without: {fees: [termination]}\n\n# Row 1\n"),
        (
            CLAUSES,
            "  - id: list.4\n",
            "  - id: list.3.4\n    says: "
            + _text("Тоқтату – 1 жұмыс күні.", "Прекращение – 1 рабочий день.", "Ending: 1 day.")
            + "\n    encoding: encoded\n  - id: list.4\n",
        ),
        (
            CLAUSES,
            "  - id: list.9.1\n",
            "  - id: list.8.4\n    says: "
            + _text("Тоқтату үшін – өтініш.", "Для прекращения – заявление.", "A form to end it.")
            + "\n    encoding: encoded\n  - id: list.9.1\n",
        ),
    ],
)

INDEX: Final = Amendment(
    "the index of the next year and an announced holiday", shared=[land_index, land_holiday]
)

NOTICE: Final = Amendment(
    "notice of the visit two working days before",
    law=[
        (LAW, "later: visited_at, at_least: 24h}", "later: visited_at, at_least: 2wd}"),
        (LAW, "оның басталуынан кемінде 24 сағат бұрын", "одан кемінде 2 жұмыс күні бұрын"),
        (LAW, "не менее чем за 24 часа до его начала", "не менее чем за 2 рабочих дня до него"),
        (LAW, "at least 24 hours before it begins", "at least 2 working days before it"),
        (LAW, "Бару басталғанға дейін кемінде 24 сағат", "Барудан кемінде 2 жұмыс күні"),
        (LAW, "не менее чем за 24 часа до начала посещения", "за 2 рабочих дня до посещения"),
        (LAW, "at least 24 hours before the visit begins", "2 working days before the visit"),
        (CLAUSES, "ол басталардан кемінде бір тәулік", "одан кемінде екі жұмыс күні"),
        (
            CLAUSES,
            "не позднее чем за одни сутки до его",
            "не позднее чем за два рабочих дня до его",
        ),
    ],
)

LATER: Final = Amendment(
    "a rule of the procedure that holds a month later than its act",
    law=[
        (
            LAW,
            "  - id: notice.recorded\n",
            "  - id: notice.recorded\n    from: 2027-10-01\n",
        ),
    ],
)

AMENDMENTS: Final = (*(TERM, FEE, PAPER, GROUND, HOURS, CHANNEL, SERVICE, NOTICE, INDEX, LATER),)
