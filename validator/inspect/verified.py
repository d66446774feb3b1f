"""A signature held against the applicant whose it should be; facts, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from validator.frozen import frozen
from validator.signed import CONTRADICTIONS, SignatureTrouble, Verification

if TYPE_CHECKING:
    from validator.inspect.certificates import Certificate
    from validator.inspect.signature import Signer


@frozen
class Numbered:
    """The applicant as a certificate names one, by the number.

    Attributes:
        is_bin: whether it is a BIN, a legal entity's; else an IIN.
    """

    number: str
    is_bin: bool


def verify_signature(
    data: bytes,
    content: bytes,
    trusted: Sequence[bytes],
    moment: datetime,
    applicant: Numbered | None,
) -> Verification:
    """What a detached signature comes to; of several in one file the one that fits best.

    Args:
        data: the file of the signature.
        content: what it should sign.
        trusted: certificates of authorities whose word is taken, in DER.
        moment: any on the day on which the certificate has to be valid, by the clock that counts.
        applicant: who should have signed; None asks nobody's number.
    """
    # Most applications are drafts, which nobody has signed.
    from validator.inspect.signature import SignatureForm, inspect_signature

    found = inspect_signature(data, content, trusted, moment)
    if found.form is not SignatureForm.DETACHED:
        return Verification((SignatureTrouble(found.form.value),))
    return min((_of_signer(each, moment, applicant) for each in found.signers), key=_gravity)


def _gravity(seen: Verification) -> tuple[bool, bool]:
    return not CONTRADICTIONS.isdisjoint(seen.troubles), bool(seen.troubles)


def _of_signer(signer: Signer, moment: datetime, applicant: Numbered | None) -> Verification:
    certificate = signer.certificate
    troubles = tuple(_troubles(signer, applicant))
    algorithm = signer.algorithm_name or signer.algorithm
    if certificate is None:
        return Verification(troubles, algorithm, signer.is_own_arithmetic)
    return Verification(
        troubles,
        algorithm,
        signer.is_own_arithmetic,
        # Of a certificate that somebody made for themselves it would be a person's name.
        issuer="" if certificate.issuer == certificate.subject else certificate.issuer_name,
        first=_day(certificate.first, moment),
        last=_day(certificate.last, moment),
    )


def _day(end: datetime, moment: datetime) -> date:
    try:
        return end.astimezone(moment.tzinfo).date()
    except OverflowError:  # the last day of all, as a certificate without an end has it
        return end.date()


def _troubles(signer: Signer, applicant: Numbered | None) -> Iterator[SignatureTrouble]:
    from validator.inspect.certificates import Purpose
    from validator.inspect.chain import Chain

    if signer.reason is not None:
        yield SignatureTrouble(signer.reason.value)
    certificate = signer.certificate
    if certificate is None:
        return
    if signer.chain is Chain.FORGED:
        yield SignatureTrouble.FORGED
    if signer.chain is Chain.UNKNOWN:
        yield SignatureTrouble.ISSUER_UNKNOWN
    if not signer.is_valid_then:
        yield SignatureTrouble.NOT_VALID
    if certificate.purpose is Purpose.OTHER:
        yield SignatureTrouble.NOT_FOR_SIGNING
    if applicant is not None:
        yield from _of_number(certificate, applicant)


def _of_number(certificate: Certificate, applicant: Numbered) -> Iterator[SignatureTrouble]:
    """Whether a certificate is the applicant's, and its holder may sign as such."""
    from validator.inspect.certificates import HolderKind, Role

    number = certificate.bin if applicant.is_bin else certificate.iin
    is_individual = certificate.holder is HolderKind.INDIVIDUAL
    if number is None:
        of_other_sort = applicant.is_bin and is_individual
        yield (SignatureTrouble.OF_INDIVIDUAL if of_other_sort else SignatureTrouble.NUMBER_UNKNOWN)
    elif number != applicant.number:
        yield SignatureTrouble.OF_ANOTHER
    elif applicant.is_bin:
        if not {Role.FIRST_HEAD, Role.MAY_SIGN}.intersection(certificate.roles):
            yield SignatureTrouble.ROLE_UNKNOWN
    elif certificate.bin is not None or certificate.holder is HolderKind.LEGAL_ENTITY:
        yield SignatureTrouble.ROLE_UNKNOWN
