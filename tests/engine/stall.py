"""The kiosk with a word of each sort that tests of dates, sums of money and totals have."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from tests.project import KIOSK
from tests.texts import wording
from validator.engine import Options, assess
from validator.model import Bundle, Member
from validator.report import Report, Result
from validator.standard.catalogue import Catalogue

_T: Final = wording("а", "б", "c")
_HEAD: Final = "citation: list.4, duty: applicant, severity: error, consequence: none"

_FIELDS: Final = """\
  born_on: {type: string, check_with: date, label: LABEL}
  checked_on: {type: string, check_with: date, label: LABEL}
  guardian: {type: string, required: {born_on: {within: 16y}}, label: LABEL}
  office: {type: string, only: {born_on: {before: 16y}}, label: LABEL}
  deposit: {type: integer, min: 0, label: LABEL}
  price: {type: integer, min: 0, label: LABEL}
  colour: {type: string, label: LABEL}
  tags: {type: list, label: LABEL, schema: {type: string, unique: true}}
  owners:
    type: list
    label: LABEL
    unique_by: id
    schema: {type: dict, schema: {id: {type: string, check_with: id, required: true, label: LABEL}}}
  rooms:
    type: list
    label: LABEL
    schema:
      type: dict
      schema:
        number: {type: string, unique: true, label: LABEL}
        area: {type: integer, min: 1, required: true, label: LABEL}
        height: {type: decimal, min: 0.5, label: LABEL}
        use: {type: string, allowed: [shop, store], required: true, label: LABEL}
        owner: {type: string, refers_to: [owners], label: LABEL}
        doors: {type: list, label: LABEL, schema: {type: string}}
"""

_CHECKS: Final[Mapping[str, str]] = {
    "of_age": "{kind: value, path: born_on, before: 16y}",
    "checked": "{kind: value, path: checked_on, within: 180d}",
    "colour": "{kind: value, path: colour, forbidden: [red, blue]}",
    "deposit": "{kind: value, path: deposit, min: {rate: 1.5}, max: {tenge: 9000}}",
    "below_price": "{kind: value, path: deposit, max: {percent: 50, of: {field: price}}}",
    "few": "{kind: total, of: rooms, max: 3}",
    "area": "{kind: total, of: rooms, sum: area, min: 20, max: {tenge: 100}}",
    "shops": "{kind: total, of: rooms, sum: area, where: {use: {allowed: [shop]}}, max: 50}",
    "height": "{kind: total, of: rooms, sum: height, max: 10.2}",
    "by_use": "{kind: total, of: rooms, per: use, min: 2}",
    "by_owner": "{kind: total, of: rooms, per: owner, min: 1, max: 2}",
    "by_door": "{kind: total, of: rooms, per: doors, max: 1}",
    "doors": "{kind: total, of: doors, max: 2}",
}
_PAPER: Final = (
    "kind: plan, when: {checked_on: {before: 1mo}}, with: {issued_on: {within: 30d}},"
    " citation: list.3, duty: applicant, severity: error, consequence: incomplete_package"
)
_ISSUED: Final = "        issued_on: {type: string, check_with: date, label: LABEL}\n"
_KIND: Final = (
    "        kind:\n          type: string\n          required: true\n          code_list: doc"
)
_EACH: Final = {"doors": "for_each: [rooms],"}
_WHEN: Final = {
    **dict.fromkeys(("few", "area", "shops", "height", "by_use", "by_owner", "by_door"), "rooms"),
    **{name: name for name in ("deposit", "colour")},
    "below_price": "deposit",
    "of_age": "born_on",
    "checked": "checked_on",
}

FEE: Final = (
    "percent: 12.5, of: {field: price}, at_least: {tenge: 500.5}, at_most: {rate: 2.5}, round: up"
)


def make_specs(folder: Path) -> Path:
    """A copy of the kiosk's specs with these words in it."""
    specs = Path(shutil.copytree(KIOSK / "specs", folder / "specs"))
    edition = specs / "kiosk-permit" / "1"
    application, standard = edition / "application.yaml", edition / "standard.yaml"
    fields = application.read_text("utf-8").replace(_KIND, _ISSUED + _KIND) + _FIELDS
    application.write_text(fields.replace("LABEL", _T), "utf-8")
    text = standard.read_text("utf-8")
    rules = "".join(f"  - {_rule(name, check)}\n" for name, check in _CHECKS.items())
    fee = (
        f"  - {{id: fee.small, when: {{size: {{allowed: [small]}}}}, amount: {{{FEE}}},"
        f" citation: list.2, duty: applicant, severity: error, consequence: list.2,"
        f" title: {_T}, fix: {_T}}}\n"
    )
    paper = f"  - {{id: paper.fresh, {_PAPER}, title: {_T}, fix: {_T}}}\n"
    text = text.replace("refusal:\n", f"{paper}refusal:\n")
    text = text.replace("rules: []\n", f"rules:\n{rules}").replace(
        "schedule:\n", f"{fee}schedule:\n"
    )
    standard.write_text(text, "utf-8")
    return specs


def _rule(name: str, check: str) -> str:
    when = f"when: {{{_WHEN[name]}: {{exists: true}}}}," if name in _WHEN else ""
    return (
        f"{{id: rule.{name}, {_HEAD}, {_EACH.get(name, '')} {when} check: {check},"
        f" title: {_T}, fix: {_T}}}"
    )


def checked(catalogue: Catalogue, as_of: date = date(2024, 2, 5), **manifest: Any) -> Report:
    """The report on a small kiosk with some values; `...` takes one away."""
    said = {
        "format": 1,
        "standard": "kiosk-permit",
        "service": "grant",
        "size": "small",
        "area": 10,
        "documents": [],
        "price": 100_000,
        **manifest,
    }
    told = {key: value for key, value in said.items() if value is not ...}
    members = {"plan.pdf": Member("plan.pdf", 5, head=b"%PDF-", sha256="0" * 64)}
    bundle = Bundle("stall", told, "application.json", b"{}", members)
    return assess(catalogue, bundle, Options(datetime(2024, 2, 5, tzinfo=UTC), as_of=as_of))


def result(catalogue: Catalogue, name: str, **values: Any) -> Result:
    """What became of one requirement."""
    report = checked(catalogue, **values)
    return next(each for each in report.results if each.requirement.id == name)
