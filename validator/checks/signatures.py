"""Checks of the electronic signature over an application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Final

from validator.checks.field_parameters import FieldPath
from validator.checks.files import FILE_EMPTY, member_of
from validator.checks.registry import kind
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT, Path
from validator.inspect.armour import may_begin
from validator.inspect.verified import Numbered, verify_signature
from validator.law.calendar import zone_of
from validator.model import Arg, Basis, Declared, Member, Message, Named, Violation, declare
from validator.signed import CONTRADICTIONS, SignatureTrouble, Verification

SIGNATURE_NOT_CMS = declare("signature_not_cms", file=str)
SIGNATURE_ATTACHED = declare("signature_attached", file=str)
SIGNATURE_UNSIGNED = declare("signature_unsigned", file=str)
SIGNATURE_OTHER_CONTENT = declare("signature_other_content", file=str)
SIGNATURE_OTHER_CERTIFICATE = declare("signature_other_certificate", file=str)
SIGNATURE_WRONG = declare("signature_wrong", file=str)
SIGNATURE_FORGED = declare("signature_forged", file=str, issuer=str)
SIGNATURE_NOT_VALID = declare("signature_not_valid", file=str, day=date, first=date, last=date)
SIGNATURE_OF_ANOTHER = declare("signature_of_another", file=str)
SIGNATURE_OF_INDIVIDUAL = declare("signature_of_individual", file=str)
SIGNATURE_NOT_FOR_SIGNING = declare("signature_not_for_signing", file=str)
SIGNATURE_TOO_LARGE = declare("signature_too_large", file=str)
SIGNATURE_NOT_INSTALLED = declare("signature_not_installed", file=str, who=Named)
SIGNATURE_OLD_ALGORITHM = declare("signature_old_algorithm", file=str, who=Named)
SIGNATURE_ALGORITHM = declare("signature_algorithm", file=str, algorithm=str, who=Named)
SIGNATURE_KEY = declare("signature_key", file=str, who=Named)
SIGNATURE_NO_CERTIFICATE = declare("signature_no_certificate", file=str, who=Named)
SIGNATURE_ISSUER_UNKNOWN = declare("signature_issuer_unknown", file=str, issuer=str, who=Named)
SIGNATURE_NUMBER_UNKNOWN = declare("signature_number_unknown", file=str, who=Named)
SIGNATURE_ROLE_UNKNOWN = declare("signature_role_unknown", file=str, who=Named)
SIGNATURE_FITS = declare("signature_fits", file=str, algorithm=str, what=str | None)

_TOLD: Final[Mapping[SignatureTrouble, Declared]] = {
    SignatureTrouble.EMPTY: FILE_EMPTY,
    SignatureTrouble.NOT_CMS: SIGNATURE_NOT_CMS,
    SignatureTrouble.ATTACHED: SIGNATURE_ATTACHED,
    SignatureTrouble.UNSIGNED: SIGNATURE_UNSIGNED,
    SignatureTrouble.OTHER_CONTENT: SIGNATURE_OTHER_CONTENT,
    SignatureTrouble.OTHER_CERTIFICATE: SIGNATURE_OTHER_CERTIFICATE,
    SignatureTrouble.WRONG_SIGNATURE: SIGNATURE_WRONG,
    SignatureTrouble.FORGED: SIGNATURE_FORGED,
    SignatureTrouble.NOT_VALID: SIGNATURE_NOT_VALID,
    SignatureTrouble.OF_ANOTHER: SIGNATURE_OF_ANOTHER,
    SignatureTrouble.OF_INDIVIDUAL: SIGNATURE_OF_INDIVIDUAL,
    SignatureTrouble.NOT_FOR_SIGNING: SIGNATURE_NOT_FOR_SIGNING,
    SignatureTrouble.TOO_LARGE: SIGNATURE_TOO_LARGE,
    SignatureTrouble.NOT_INSTALLED: SIGNATURE_NOT_INSTALLED,
    SignatureTrouble.OLD_ALGORITHM: SIGNATURE_OLD_ALGORITHM,
    SignatureTrouble.ALGORITHM: SIGNATURE_ALGORITHM,
    SignatureTrouble.KEY: SIGNATURE_KEY,
    SignatureTrouble.NO_CERTIFICATE: SIGNATURE_NO_CERTIFICATE,
    SignatureTrouble.ISSUER_UNKNOWN: SIGNATURE_ISSUER_UNKNOWN,
    SignatureTrouble.NUMBER_UNKNOWN: SIGNATURE_NUMBER_UNKNOWN,
    SignatureTrouble.ROLE_UNKNOWN: SIGNATURE_ROLE_UNKNOWN,
}

_NOON: Final = time(12)


@kind(trusts=True, for_a_person=True, path=FieldPath(), iin=FieldPath(), bin_=FieldPath())
def signature(
    facts: Facts, path: Path, iin: Path | None = None, bin_: Path | None = None
) -> Iterator[Violation | Basis]:
    """The electronic signature of the application fits it and is the applicant's own.

    A file that is not there or empty is another requirement's. What is not known here, such as an
    algorithm or an issuer, is neither right nor wrong.
    """
    member = member_of(facts, path)
    if member is None or not member.size:
        raise NotApplicable
    seen = member.verification or _verified(facts, member, iin, bin_)
    wrong = [each for each in seen.troubles if each in CONTRADICTIONS]
    for each in wrong:
        yield Violation(facts.pointer(path), _told(_TOLD[each], facts, member, seen))
    if wrong:
        return
    if SignatureTrouble.TOO_LARGE in seen.troubles:
        raise MissingFact(facts.pointer(path), SIGNATURE_TOO_LARGE(file=member.name))
    if seen.troubles:
        raise NeedsPerson(partial(_told, _TOLD[seen.troubles[0]], facts, member, seen))
    whose = {"what": "own"} if seen.is_own_arithmetic else {}
    yield Basis(SIGNATURE_FITS(file=member.name, algorithm=seen.algorithm, **whose))


def _told(key: Declared, facts: Facts, member: Member, seen: Verification, **who: Named) -> Message:
    """A message, with those of the things known that it takes."""
    args: dict[str, Arg] = {
        "file": member.name,
        "algorithm": seen.algorithm,
        "issuer": seen.issuer,
        "first": seen.first,
        "last": seen.last,
        **who,
    }
    if "day" in key.types:
        args["day"] = facts.case.day_that_counts()
    return key(**{name: value for name, value in args.items() if name in key.types})


def _verified(facts: Facts, member: Member, iin: Path | None, bin_: Path | None) -> Verification:
    """What verifying the content of a file gives.

    Raises:
        MissingFact: the day that counts or the applicant's number is malformed or missing.
    """
    if member.content is None:
        begins = may_begin(member.head)
        return Verification((SignatureTrouble.TOO_LARGE if begins else SignatureTrouble.NOT_CMS,))
    case = facts.case
    zone = zone_of(case.setting.calendar.zone)
    noon = datetime.combine(case.day_that_counts(), _NOON, zone)
    applicant = _applicant(facts, iin, bin_)
    trusted = case.setting.trusted
    return verify_signature(member.content, case.manifest_bytes, trusted, noon, applicant)


def _applicant(facts: Facts, iin: Path | None, bin_: Path | None) -> Numbered | None:
    """Whose the signature should be: who has a BIN signs as a legal entity."""
    if bin_ is not None and (number := facts.get(bin_)) is not ABSENT:
        return Numbered(number, is_bin=True)
    return None if iin is None else Numbered(facts.need(iin), is_bin=False)
