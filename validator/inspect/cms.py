"""The envelope of a signature: signed data of the Cryptographic Message Syntax (RFC 5652).

Only its form is read here. What has no type of its own below stays as it is (`Any`): the library's
own types follow every identifier and raise where one is not known, as Kazakhstan's are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from asn1crypto import core
from asn1crypto.parser import emit

from validator.frozen import frozen
from validator.inspect.armour import BROKEN, Oversized, unwrap

_LABELS: Final = frozenset((b"CMS", b"PKCS7", b"PKCS #7 SIGNED DATA"))
_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_DATA: Final = "1.2.840.113549.1.7.1"
_CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
_SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
_SIGNING_CERTIFICATE_V2: Final = "1.2.840.113549.1.9.16.2.47"
_TIME_STAMP: Final = "1.2.840.113549.1.9.16.2.14"
_SHA_256: Final = "2.16.840.1.101.3.4.2.1"
MAX_ATTRIBUTES: Final = 8 << 10
"""Bytes of what a signer signed beside the content; there are some two hundred."""

_CERTIFICATE_TAG: Final = b"\x30"
_SET: Final = 17
_ATTRIBUTES_TAG: Final = b"\x31"
_INDEFINITE: Final = 0x80


class Algorithm(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class _Values(core.SetOf):
    _child_spec = core.Any


class _Attribute(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("values", _Values)]


class _Attributes(core.SetOf):
    _child_spec = _Attribute


class _IssuerAndSerial(core.Sequence):
    _fields = [("issuer", core.Any), ("serial", core.Integer)]


class _SignerIdentifier(core.Choice):
    _alternatives = [
        ("issuer_and_serial", _IssuerAndSerial),
        ("key_id", core.OctetString, {"implicit": 0}),
    ]


class _SignerInfo(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("sid", _SignerIdentifier),
        ("digest_algorithm", Algorithm),
        ("signed_attrs", _Attributes, {"implicit": 0, "optional": True}),
        ("signature_algorithm", Algorithm),
        ("signature", core.OctetString),
        ("unsigned_attrs", _Attributes, {"implicit": 1, "optional": True}),
    ]


class _SignerInfos(core.SetOf):
    _child_spec = _SignerInfo


class _Content(core.Sequence):
    _fields = [
        ("content_type", core.ObjectIdentifier),
        ("content", core.Any, {"explicit": 0, "optional": True}),
    ]


class _SignedData(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("digest_algorithms", core.Any),
        ("encapsulated", _Content),
        ("certificates", _Values, {"implicit": 0, "optional": True}),
        ("crls", _Values, {"implicit": 1, "optional": True}),
        ("signers", _SignerInfos),
    ]


class _CertificateId(core.Sequence):
    _fields = [
        ("algorithm", Algorithm, {"optional": True}),
        ("digest", core.OctetString),
        ("issuer_and_serial", core.Any, {"optional": True}),
    ]


class _CertificateIds(core.SequenceOf):
    _child_spec = _CertificateId


class _SigningCertificate(core.Sequence):
    _fields = [("certificates", _CertificateIds), ("policies", core.Any, {"optional": True})]


@frozen
class Attributes:
    """What a signer signed beside the digest of the content.

    Attributes:
        forms: the bytes that are signed: as they stand, with the tag of a set (RFC 5652, section
            5.4), and with a length and sorted, as DER wants, where that is not the same.
        content_type: object identifier of the type of the content.
        digest: that of the content.
        signed_at: when the signer says to have signed; a claim.
        certificate: algorithm and digest of the signer's certificate, where they are named.
    """

    forms: tuple[bytes, ...]
    content_type: str
    digest: bytes
    signed_at: datetime | None
    certificate: tuple[str, bytes] | None


@frozen
class SignerInfo:
    """One signature in an envelope.

    Attributes:
        issuer: the name of who issued the signer's certificate, in DER; with `serial`.
        key_id: names the certificate by its key instead.
        digest_algorithm, signature_algorithm: object identifiers.
        attributes: None where the content alone is signed.
        time_stamped: whether there is a token of a time-stamping authority; it is not looked into.
    """

    issuer: bytes | None
    serial: int | None
    key_id: bytes | None
    digest_algorithm: str
    signature_algorithm: str
    signature: bytes
    attributes: Attributes | None
    time_stamped: bool


@frozen
class Envelope:
    """Signed data.

    Attributes:
        attached: whether the content is inside, and so is no other file.
        certificates: all that came along, in DER.
        signers: each with a signature of its own.
    """

    attached: bool
    certificates: tuple[bytes, ...]
    signers: tuple[SignerInfo, ...]


def read_envelope(data: bytes) -> Envelope | None:
    """Read a signature in DER, BER, PEM or Base64; None where it is none.

    Raises:
        Oversized: it is too large to be looked at.
    """
    bare = unwrap(data, _LABELS)
    if bare is None:
        return None
    try:
        outer = _Content.load(bare, strict=True)
        if outer["content_type"].dotted != _SIGNED_DATA:
            return None
        return _envelope(outer["content"].parse(_SignedData))
    except BROKEN:
        return None


def _envelope(signed: _SignedData) -> Envelope:
    content = signed["encapsulated"]
    carried = [each.dump() for each in _all(signed["certificates"])]
    signers = tuple(map(_signer, _all(signed["signers"])))
    kind = content["content_type"].dotted
    for each in signers:
        if kind != (each.attributes.content_type if each.attributes else _DATA):
            raise ValueError(kind)
    return Envelope(
        attached=_given(content["content"]),
        certificates=tuple(each for each in carried if each[:1] == _CERTIFICATE_TAG),
        signers=signers,
    )


def _signer(info: _SignerInfo) -> SignerInfo:
    chosen = info["sid"].chosen
    by_name = isinstance(chosen, _IssuerAndSerial)
    signed, unsigned = info["signed_attrs"], info["unsigned_attrs"]
    return SignerInfo(
        issuer=chosen["issuer"].dump() if by_name else None,
        serial=chosen["serial"].native if by_name else None,
        key_id=None if by_name else chosen.native,
        digest_algorithm=info["digest_algorithm"]["algorithm"].dotted,
        signature_algorithm=info["signature_algorithm"]["algorithm"].dotted,
        signature=info["signature"].native,
        attributes=_attributes(signed) if _given(signed) else None,
        time_stamped=any(each["type"].dotted == _TIME_STAMP for each in _all(unsigned)),
    )


def _attributes(signed: _Attributes) -> Attributes:
    """The signed attributes; ValueError where a needed one is missing or one stands there twice."""
    found: dict[str, core.Any] = {}
    for each in _all(signed):
        kind, values = each["type"].dotted, _all(each["values"])
        value = next(values, None)
        if kind in found or value is None or next(values, None) is not None:
            raise ValueError(kind)
        found[kind] = value
    if _CONTENT_TYPE not in found or _MESSAGE_DIGEST not in found:
        raise ValueError(_CONTENT_TYPE)
    at = found.get(_SIGNING_TIME)
    named = found.get(_SIGNING_CERTIFICATE_V2)
    return Attributes(
        forms=_forms(signed),
        content_type=found[_CONTENT_TYPE].parse(core.ObjectIdentifier).dotted,
        digest=found[_MESSAGE_DIGEST].parse(core.OctetString).native,
        signed_at=None if at is None else read_time(at),
        certificate=None if named is None else _certificate_id(named),
    )


def _forms(signed: _Attributes) -> tuple[bytes, ...]:
    raw = signed.dump()
    if len(raw) > MAX_ATTRIBUTES:
        raise Oversized
    in_der = emit(0, 1, _SET, b"".join(sorted(each.dump() for each in signed)))
    # What has no length at its head cannot have been signed so.
    forms = [in_der] if raw[1] == _INDEFINITE else [_ATTRIBUTES_TAG + raw[1:], in_der]
    return tuple(dict.fromkeys(forms))


def _certificate_id(value: core.Any) -> tuple[str, bytes] | None:
    """Algorithm and digest of the first certificate named (RFC 5035): the signer's own."""
    first = next(_all(value.parse(_SigningCertificate)["certificates"]), None)
    if first is None:
        return None
    algorithm = first["algorithm"]
    named = algorithm["algorithm"].dotted if _given(algorithm) else _SHA_256
    return named, first["digest"].native


def read_time(value: core.Any) -> datetime:
    """A moment with its offset; ValueError where it is none."""
    kind = core.UTCTime if value.dump()[:1] == b"\x17" else core.GeneralizedTime
    moment = value.parse(kind).native
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(moment)
    return moment


def _given(value: core.Asn1Value) -> bool:
    return not isinstance(value, core.Void)


def _all(values: core.Asn1Value) -> Iterator[core.Asn1Value]:
    """The members of a set or a list; none where it is left out."""
    return iter(values) if _given(values) else iter(())
