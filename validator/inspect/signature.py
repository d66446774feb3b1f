"""A detached electronic signature, as far as mathematics and its certificate tell.

What this leaves open is named: what is not known here is neither right nor wrong, and whether a
certificate had been revoked (CRL, OCSP) is in no file of an application.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from validator.frozen import frozen

if TYPE_CHECKING:
    from validator.inspect.certificates import Certificate
    from validator.inspect.chain import Chain
    from validator.inspect.cms import Envelope, SignerInfo

_PARTS: Final = ("asn1crypto", "cryptography")
"""What the extra `signature` installs; the modules that need it are imported late."""

MAX_SIGNERS: Final = 3
"""Signatures in one file that are looked at; each takes up to a quarter of a second."""
MAX_CARRIED: Final = 16
"""Certificates that came along and are looked at."""


class SignatureForm(StrEnum):
    """What a file that should be a signature is.

    NOT_INSTALLED: nobody looked, as the extra `signature` is not there.
    TOO_LARGE: more bytes, elements, signers or certificates than are looked at.
    ATTACHED: a signature with what it signs inside.
    UNSIGNED: the envelope of one, without a signer.
    DETACHED: the signature of another file, as it should be.
    """

    NOT_INSTALLED = "not_installed"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_CMS = "not_cms"
    ATTACHED = "attached"
    UNSIGNED = "unsigned"
    DETACHED = "detached"


class Fit(StrEnum):
    """Whether a signature is one of some content by a certificate's key."""

    FITS = "fits"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


class SignatureReason(StrEnum):
    """Why a signature does not fit, or why that cannot be told here.

    OTHER_CONTENT: it signs other bytes than these.
    OTHER_CERTIFICATE: it names another certificate than the one it has.
    WRONG_SIGNATURE: the key did not make it.
    NO_CERTIFICATE: the signer's certificate did not come along, or cannot be read.
    ALGORITHM, KEY: not known here. OLD_ALGORITHM: GOST 34.310-2004.
    """

    OTHER_CONTENT = "other_content"
    OTHER_CERTIFICATE = "other_certificate"
    WRONG_SIGNATURE = "wrong_signature"
    NO_CERTIFICATE = "no_certificate"
    ALGORITHM = "algorithm"
    OLD_ALGORITHM = "old_algorithm"
    KEY = "key"


_CONTRADICTIONS: Final = frozenset(
    (
        SignatureReason.OTHER_CONTENT,
        SignatureReason.OTHER_CERTIFICATE,
        SignatureReason.WRONG_SIGNATURE,
    )
)


@frozen
class Signer:
    """One signature in a file, and who made it.

    Attributes:
        reason: why it does not fit, None where it fits.
        algorithm: object identifier of the algorithm of the signature.
        algorithm_name: what people call it, None where it is not known here.
        is_own_arithmetic: verified by this project's own code, which nobody has certified.
        certificate: the signer's, None where there is none that can be read.
        is_valid_then: whether the certificate is valid on the day that counts; None without one.
        chain: whose word stands behind the certificate; None without one.
        signed_at: when the signer says to have signed; only a claim.
        is_time_stamped: whether a time-stamping authority's token is there; nobody looked into it.
    """

    reason: SignatureReason | None
    algorithm: str
    algorithm_name: str | None
    is_own_arithmetic: bool
    certificate: Certificate | None
    is_valid_then: bool | None
    chain: Chain | None
    signed_at: datetime | None
    is_time_stamped: bool

    @property
    def fit(self) -> Fit:
        """Whether it fits; a reason that is no contradiction leaves it unknown."""
        if self.reason is None:
            return Fit.FITS
        return Fit.CONTRADICTS if self.reason in _CONTRADICTIONS else Fit.UNKNOWN


@frozen
class Signature:
    """What a file says that should be a detached signature.

    Attributes:
        form: what it is.
        signers: one a signature in it; none unless the form is `DETACHED`.
    """

    form: SignatureForm
    signers: tuple[Signer, ...] = ()


@frozen
class _Setting:
    """What all signatures in a file are held against."""

    content: bytes
    digest: Callable[[str], bytes]
    carried: Sequence[Certificate]
    pinned: Sequence[Certificate]
    moment: datetime


def is_installed() -> bool:
    """Whether the extra `signature` is there."""
    return all(find_spec(part) is not None for part in _PARTS)


def inspect_signature(
    data: bytes, content: bytes, pinned: Sequence[bytes], moment: datetime
) -> Signature:
    """What a signature says about some content.

    Args:
        data: the file of the signature.
        content: what it should sign: the manifest's bytes.
        pinned: certificates of authorities that are trusted, in DER; what is none is passed over.
        moment: any on the day that counts, with the offset of its clock.
    """
    if not is_installed():
        return Signature(SignatureForm.NOT_INSTALLED)
    if not data.strip():
        return Signature(SignatureForm.EMPTY)
    from validator.inspect.algorithms import digest
    from validator.inspect.armour import Oversized
    from validator.inspect.certificates import read_certificate
    from validator.inspect.cms import read_envelope

    try:
        envelope = read_envelope(data)
    except Oversized:
        return Signature(SignatureForm.TOO_LARGE)
    form = _form(envelope)
    if envelope is None or form is not SignatureForm.DETACHED:
        return Signature(form)
    setting = _Setting(
        content,
        digest=cache(partial(digest, data=content)),
        carried=[each for der in envelope.certificates if (each := read_certificate(der))],
        pinned=[each for der in pinned if (each := read_certificate(der))],
        moment=moment,
    )
    return Signature(form, tuple(_signer(info, setting) for info in envelope.signers))


def _form(envelope: Envelope | None) -> SignatureForm:
    if envelope is None:
        return SignatureForm.NOT_CMS
    if len(envelope.signers) > MAX_SIGNERS or len(envelope.certificates) > MAX_CARRIED:
        return SignatureForm.TOO_LARGE
    if envelope.attached:
        return SignatureForm.ATTACHED
    return SignatureForm.DETACHED if envelope.signers else SignatureForm.UNSIGNED


def _signer(info: SignerInfo, setting: _Setting) -> Signer:
    from validator.inspect import algorithms
    from validator.inspect.chain import find_chain

    certificate = _certificate_of(info, setting.carried)
    try:
        reason = _reason(info, setting, certificate)
    except algorithms.UnknownHere as unknown:
        reason = SignatureReason(unknown.reason)
    chain = None
    if certificate is not None:
        chain = find_chain(certificate, setting.carried, setting.pinned, setting.moment)
    return Signer(
        reason=reason,
        algorithm=info.signature_algorithm,
        algorithm_name=algorithms.name(info.signature_algorithm),
        is_own_arithmetic=algorithms.is_own_arithmetic(info.signature_algorithm),
        certificate=certificate,
        is_valid_then=certificate.is_valid_on(setting.moment) if certificate else None,
        chain=chain,
        signed_at=info.attributes.signed_at if info.attributes else None,
        is_time_stamped=info.time_stamped,
    )


def _certificate_of(info: SignerInfo, carried: Sequence[Certificate]) -> Certificate | None:
    """The certificate that a signature names; None where none, or several, bear that name."""
    found = {
        each.der: each
        for each in carried
        if (each.issuer, each.serial) == (info.issuer, info.serial)
        or (info.key_id is not None and each.key_id == info.key_id)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _reason(
    info: SignerInfo, setting: _Setting, certificate: Certificate | None
) -> SignatureReason | None:
    """Why a signature does not fit, None where it does.

    Raises:
        UnknownHere: an algorithm or a key is not known.
    """
    from validator.inspect import algorithms

    attributes = info.attributes
    forms: tuple[bytes, ...] = (setting.content,)
    if attributes is not None:
        if setting.digest(info.digest_algorithm) != attributes.digest:
            return SignatureReason.OTHER_CONTENT
        forms = attributes.forms
    if certificate is None:
        return SignatureReason.NO_CERTIFICATE
    if attributes is not None and attributes.certificate is not None:
        algorithm, named = attributes.certificate
        if algorithms.digest(algorithm, certificate.der) != named:
            return SignatureReason.OTHER_CERTIFICATE
    fits = any(
        algorithms.verify(
            certificate.key_info,
            info.signature_algorithm,
            each,
            info.signature,
            said=info.digest_algorithm,
        )
        for each in forms
    )
    return None if fits else SignatureReason.WRONG_SIGNATURE
