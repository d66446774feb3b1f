"""What comes of verifying a signature, as far as a decision needs it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from validator.frozen import frozen


class SignatureTrouble(StrEnum):
    """What is wrong with a signature, or not known of it."""

    EMPTY = "empty"
    NOT_CMS = "not_cms"  # the file holds no signed data
    ATTACHED = "attached"  # what is signed is inside, and so is no other file
    UNSIGNED = "unsigned"  # an envelope without a signer
    OTHER_CONTENT = "other_content"  # it signs other bytes than the manifest's
    OTHER_CERTIFICATE = "other_certificate"  # it names another one than came along
    WRONG_SIGNATURE = "wrong_signature"  # the certificate's key did not make it
    FORGED = "forged"  # the certificate names a trusted authority, which did not sign it
    NOT_VALID = "not_valid"  # the certificate, on the day that counts
    OF_ANOTHER = "of_another"  # the certificate has another number than the applicant
    OF_INDIVIDUAL = "of_individual"  # while the applicant is a legal entity
    NOT_FOR_SIGNING = "not_for_signing"  # the key is for something else, such as logging in

    TOO_LARGE = "too_large"  # more than is looked at
    NOT_INSTALLED = "not_installed"  # the libraries that read it
    OLD_ALGORITHM = "old_algorithm"  # GOST 34.310-2004
    ALGORITHM = "algorithm"  # another one that is not known here
    KEY = "key"  # of a sort that is not known here
    NO_CERTIFICATE = "no_certificate"  # the signer's did not come along
    ISSUER_UNKNOWN = "issuer_unknown"  # nobody who is trusted stands behind the certificate
    NUMBER_UNKNOWN = "number_unknown"  # the certificate does not say whose it is
    ROLE_UNKNOWN = "role_unknown"  # whether the signer may sign for the applicant


CONTRADICTIONS: Final = frozenset(
    (
        *(SignatureTrouble.EMPTY, SignatureTrouble.NOT_CMS, SignatureTrouble.ATTACHED),
        *(SignatureTrouble.UNSIGNED, SignatureTrouble.OTHER_CONTENT),
        *(SignatureTrouble.OTHER_CERTIFICATE, SignatureTrouble.WRONG_SIGNATURE),
        *(SignatureTrouble.FORGED, SignatureTrouble.NOT_VALID, SignatureTrouble.OF_ANOTHER),
        *(SignatureTrouble.OF_INDIVIDUAL, SignatureTrouble.NOT_FOR_SIGNING),
    )
)
"""With one of these a file is no signature of the applicant's over this application."""


@frozen
class Verification:
    """What came of verifying a signature.

    Attributes:
        troubles: none where it fits and somebody trusted stands behind it.
        algorithm: what it is called; its object identifier where it has no name here.
        is_own_arithmetic: verified by this project's own code, which nobody has certified.
        issuer: the name of who issued the certificate; empty where none can be told.
        first, last: the days of the certificate.
    """

    troubles: tuple[SignatureTrouble, ...] = ()
    algorithm: str = ""
    is_own_arithmetic: bool = False
    issuer: str = ""
    first: date = date.min
    last: date = date.max
