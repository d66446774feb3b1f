"""Whose word stands behind a certificate: the way from it to one that is pinned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from validator.inspect import algorithms
from validator.inspect.certificates import Certificate

_MAX_STEPS: Final = 3
"""Certificates between a signer's and a pinned one, the latter among them."""
_MAX_ISSUERS: Final = 2
"""Certificates of one name that are tried as the issuer of another."""


class Chain(StrEnum):
    """Whose word stands behind a certificate.

    TRUSTED: a pinned certificate's, through those that came along.
    UNKNOWN: that of somebody who is not pinned, or it cannot be told here.
    FORGED: it names a pinned key, which did not sign it.
    """

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    FORGED = "forged"


def find_chain(
    certificate: Certificate,
    carried: Sequence[Certificate],
    pinned: Sequence[Certificate],
    moment: datetime,
) -> Chain:
    """Whose word stands behind a certificate at a moment.

    Args:
        certificate: the signer's.
        carried: those that came along with the signature.
        pinned: those of authorities that are trusted.
    """
    current = certificate
    for below in range(_MAX_STEPS):
        if not current.is_understood:
            return Chain.UNKNOWN
        if any(each.der == current.der for each in pinned):
            return Chain.TRUSTED
        for each in _issuers(current, pinned, below, moment):
            fits = _is_signed_by(current, each)
            if fits:
                return Chain.TRUSTED if each.is_understood else Chain.UNKNOWN
            if fits is False and each.key_id and each.key_id == current.authority_key_id:
                return Chain.FORGED
        above = _issuers(current, carried, below, moment)
        issuer = next((each for each in above if _is_signed_by(current, each)), None)
        if issuer is None:
            break
        current = issuer
    return Chain.UNKNOWN


def _issuers(
    certificate: Certificate, among: Sequence[Certificate], below: int, moment: datetime
) -> Iterator[Certificate]:
    """Authorities that may have issued a certificate below which there are `below` others."""
    tried = 0
    for each in among:
        if (
            each.subject == certificate.issuer
            and each.der != certificate.der
            and (each.path is None or each.path >= below)
            and each.is_valid_on(moment)
            and tried < _MAX_ISSUERS
        ):
            tried += 1
            yield each


def _is_signed_by(certificate: Certificate, issuer: Certificate) -> bool | None:
    """Whether an issuer's key signed a certificate; None where that cannot be told here."""
    try:
        return algorithms.verify(
            issuer.key_info, certificate.algorithm, certificate.body, certificate.signature
        )
    except algorithms.UnknownHere:
        return None
