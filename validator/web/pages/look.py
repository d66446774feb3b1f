"""What is known of a draft at one moment: what applies, what it is asked for, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from validator.checks.fees import FEE
from validator.engine import Options
from validator.facts.paths import DOCUMENTS
from validator.form.fields import Field
from validator.frozen import frozen
from validator.model import Bundle, Duty, Outcome, Severity
from validator.plan.asked import day_asked
from validator.plan.papers import Checklist, checklist_of
from validator.report import Finding, Report, Result
from validator.standard.edition import Edition
from validator.web.pages.draft import Applying

DECLARED_BY_FORM: Final = (
    *("field_missing", "field_misnamed", "value_null", "text_empty", "not_a_date"),
    *("date_impossible", "not_a_time", "time_impossible", "not_twelve_digits", "not_an_iin"),
    *("not_a_bin", "check_digit_wrong", "not_a_phone", "not_a_mobile", "not_an_email"),
    *("email_sign", "expected_text", "number_needs_quotes", "expected_number"),
    *("expected_boolean", "expected_list", "expected_map", "value_unknown", "value_too_small"),
    *("value_too_large", "list_too_short", "list_too_long", "reference_unknown", "id_repeated"),
    *("not_so_many_digits", "wrong_beginning", "text_too_short", "text_too_long"),
    *("not_a_decimal", "value_repeated", "id_taken"),
)
"""Messages about a field by itself, which has words of its own beside it."""
OF_PAPERS: Final = "documents"
"""The row whose kind of check asks for papers."""


@frozen
class Fault:
    """One thing that the applicant has to mend, and the name of the control that it is about."""

    name: str
    finding: Finding
    result: Result


@frozen
class Look:
    """A draft as it is.

    Attributes:
        manifest: what applies of it.
        checklist: what it is asked for.
        faults: what is wrong with what was typed; papers are told apart.
    """

    applying: Applying
    manifest: Mapping[str, Any]
    checklist: Checklist
    faults: tuple[Fault, ...]

    def sections(self) -> dict[str, Field]:
        """The fields of the root that are asked; the fee is not where nothing is to be paid."""
        asked = dict(self.applying.asked(self.applying.fields))
        (fee,) = FEE.parts
        if self.checklist.report.derived.fee_due == 0 and fee not in self.manifest:
            asked.pop(fee, None)
        return asked

    def faults_of(self, *names: str) -> tuple[Fault, ...]:
        """The faults of some controls, and of what stands below them."""
        return tuple(
            each
            for each in self.faults
            if any(each.name == name or each.name.startswith(f"{name}.") for name in names)
        )


def look_at(edition: Edition, manifest: Mapping[str, Any], now: datetime) -> Look:
    """What is known of a draft at a moment."""
    options = Options(now)
    applying = Applying(edition, manifest, day_asked(edition, options))
    kept = applying.pruned()
    bundle = Bundle("", kept, "")
    checklist = checklist_of(edition, bundle, options)
    return Look(applying, kept, checklist, _by_form_first(faults_in(checklist.report, edition)))


def _by_form_first(found: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults without those of a field that is not filled in, or wrong by itself already."""
    faults = tuple(found)
    by_form = {each.name for each in faults if each.finding.message.key in DECLARED_BY_FORM}
    return tuple(
        each
        for each in faults
        if each.name not in by_form or each.finding.message.key in DECLARED_BY_FORM
    )


def faults_in(report: Report, edition: Edition) -> Iterator[Fault]:
    """What the applicant typed wrong or not at all, the gravest first; papers and files aside."""
    rows = {rule.requirement.id: rule.kind.row for rule in edition.rules}
    askable = Applying(edition, {}).fields
    for severity in reversed(Severity):
        for result in report.results:
            requirement = result.requirement
            if (
                result.outcome is not Outcome.FAILED
                or requirement.duty is not Duty.APPLICANT
                or requirement.severity is not severity
                or rows[requirement.id] == OF_PAPERS
            ):
                continue
            for finding in result.findings:
                pointer = finding.location.pointer or ""
                if pointer.split("/", 2)[1:2] and pointer.split("/", 2)[1] in askable:
                    yield Fault(name_of(pointer, askable), finding, result)


def name_of(pointer: str, fields: Mapping[str, Field]) -> str:
    """The name of the control of a place in a manifest.

    A map of which there may be several is always called by its number.
    """
    made: list[str] = []
    rule: Field | None = None
    for part in pointer.split("/")[1:]:
        if part.isdecimal():
            made.append(part)
            continue
        if rule is not None and rule.several and not made[-1].isdecimal():
            made.append("0")
        made.append(part)
        rule = fields.get(part)
        fields = {} if rule is None else rule.items
    return ".".join(made)


def documents_of(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The papers that a manifest names."""
    return list(manifest.get(DOCUMENTS.dotted) or ())
