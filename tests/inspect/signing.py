"""A small signer for tests: keys, certificates in the Kazakh way, and signatures in CMS.

It shares no code with what it tests: its own DER, and its own arithmetic on curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from hashlib import sha256, sha512
from typing import Final, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from validator.inspect.gost import GOST_256, GOST_512, Curve
from validator.inspect.streebog import streebog

FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)

# ------------------------------------------------------------------------------------------- DER


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    width = (size.bit_length() + 7) // 8
    return bytes((tag, 0x80 | width)) + size.to_bytes(width) + content


def indefinite(tag: int, *parts: bytes) -> bytes:
    """BER without a length at the head."""
    return bytes((tag, 0x80)) + b"".join(parts) + b"\0\0"


def seq(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return tlv(0x31, *sorted(parts))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    content = b""
    for number in (40 * first + second, *rest):
        piece = bytes((number & 0x7F,))
        while number := number >> 7:
            piece = bytes((number & 0x7F | 0x80,)) + piece
        content += piece
    return tlv(0x06, content)


def integer(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def octets(content: bytes) -> bytes:
    return tlv(0x04, content)


def bits(content: bytes) -> bytes:
    return tlv(0x03, b"\0", content)


def text(content: str) -> bytes:
    return tlv(0x0C, content.encode())


def utc(moment: datetime) -> bytes:
    """A time as certificates have it, from 2050 on with all digits of the year."""
    if moment.year >= 2050:
        return tlv(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())
    return tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())


NULL: Final = b"\5\0"

# ------------------------------------------------------------------------------------------ keys

SHA_256: Final = "2.16.840.1.101.3.4.2.1"
SHA_512: Final = "2.16.840.1.101.3.4.2.3"


def digest(algorithm: str, data: bytes) -> bytes:
    return {
        SHA_256: lambda: sha256(data).digest(),
        SHA_512: lambda: sha512(data).digest(),
        "1.2.398.3.10.1.3.2": lambda: streebog(data, 32),
        "1.2.398.3.10.1.3.3": lambda: streebog(data, 64),
    }[algorithm]()


class Key(Protocol):
    """A private key with the identifiers that its signatures have."""

    @property
    def algorithm(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def info(self) -> bytes:
        """The public key, in DER."""

    def sign(self, data: bytes) -> bytes: ...

    def __hash__(self) -> int: ...


@dataclass(frozen=True)
class RsaKey:
    private: rsa.RSAPrivateKey
    algorithm: str = "1.2.840.113549.1.1.11"
    digest: str = SHA_256

    @property
    def info(self) -> bytes:
        return self.private.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())


@dataclass(frozen=True)
class EcKey:
    private: ec.EllipticCurvePrivateKey
    algorithm: str = "1.2.840.10045.4.3.2"
    digest: str = SHA_256

    @property
    def info(self) -> bytes:
        return self.private.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True)
class GostKey:
    """A key of GOST 34.10-2015 under Kazakhstan's identifiers, little-endian."""

    curve: Curve
    secret: int

    @property
    def arm(self) -> str:
        return "1.2.398.3.10.1.1.2.2" if self.curve.size == 64 else "1.2.398.3.10.1.1.2.1"

    @property
    def algorithm(self) -> str:
        return "1.2.398.3.10.1.1.2.3.2" if self.curve.size == 64 else "1.2.398.3.10.1.1.2.3.1"

    @property
    def digest(self) -> str:
        return "1.2.398.3.10.1.3.3" if self.curve.size == 64 else "1.2.398.3.10.1.3.2"

    @property
    def public(self) -> tuple[int, int]:
        return multiple(self.curve, self.secret)

    def packed(self, *numbers: int) -> bytes:
        return b"".join(each.to_bytes(self.curve.size, "little") for each in numbers)

    @property
    def info(self) -> bytes:
        parameters = seq(oid(f"{self.arm}.1"), oid(self.digest))
        return seq(seq(oid(self.arm), parameters), bits(octets(self.packed(*self.public))))

    def sign(self, data: bytes) -> bytes:
        return self.packed(*self.sign_number(int.from_bytes(digest(self.digest, data), "little")))

    def sign_number(self, alpha: int, k: int = 0xC0FFEE) -> tuple[int, int]:
        """r and s by the steps of RFC 7091, section 6.1."""
        q = self.curve.q
        r = multiple(self.curve, k)[0] % q
        return r, (r * self.secret + k * (alpha % q or 1)) % q


Spot = tuple[int, int] | None
"""A point, None for the one at infinity."""


def plus(curve: Curve, one: Spot, other: Spot) -> Spot:
    if one is None or other is None:
        return one or other
    p = curve.p
    if one[0] == other[0]:
        if (one[1] + other[1]) % p == 0:
            return None
        slope = (3 * one[0] ** 2 + curve.a) * pow(2 * one[1], -1, p)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, p)
    x = (slope * slope - one[0] - other[0]) % p
    return x, (slope * (one[0] - x) - one[1]) % p


@cache
def times(curve: Curve, number: int) -> Spot:
    """The base point by a number."""
    total, step = None, (curve.x, curve.y)
    while number:
        if number & 1:
            total = plus(curve, total, step)
        step = plus(curve, step, step)  # type: ignore[assignment]  # of an odd order: never None
        number >>= 1
    return total


def multiple(curve: Curve, number: int) -> tuple[int, int]:
    point = times(curve, number)
    assert point is not None
    return point


@cache
def rsa_key(number: int = 0) -> RsaKey:
    """One of several keys, made once."""
    assert number >= 0
    return RsaKey(rsa.generate_private_key(65537, 2048))


@cache
def ec_key() -> EcKey:
    return EcKey(ec.generate_private_key(ec.SECP256R1()))


def gost_key(size: int = 64, secret: int = 0xA1B2C3D4E5F60718) -> GostKey:
    return GostKey(GOST_512 if size == 64 else GOST_256, secret)


# ---------------------------------------------------------------------------------- certificates

SIGNING: Final = "1.3.6.1.5.5.7.3.4"
LOGGING_IN: Final = "1.3.6.1.5.5.7.3.2"
INDIVIDUAL: Final = "1.2.398.3.3.4.1.1"
LEGAL_ENTITY: Final = "1.2.398.3.3.4.1.2"
FIRST_HEAD: Final = "1.2.398.3.3.4.1.2.1"
IIN: Final = "840317400004"
BIN: Final = "150340000109"


def name(common: str, *further: tuple[str, str]) -> bytes:
    parts = (("2.5.4.3", common), *further)
    return seq(*(set_of(seq(oid(kind), text(value))) for kind, value in parts))


def person(iin: str = IIN, bin_number: str | None = None) -> bytes:
    further = [("2.5.4.5", f"IIN{iin}")]
    if bin_number:
        further += [("2.5.4.10", "Clinic"), ("2.5.4.11", f"BIN{bin_number}")]
    return name("EXAMPLE ALIYA", *further)


def extension(kind: str, value: bytes, *, critical: bool = False) -> bytes:
    return seq(oid(kind), tlv(0x01, b"\xff") if critical else b"", octets(value))


def key_usage(flags: int) -> bytes:
    """The lowest bits are unused where they are zero; 0xC8 signs, 0x06 is an authority's."""
    return extension("2.5.29.15", tlv(0x03, b"\0", bytes((flags,))), critical=True)


def purposes(*kinds: str) -> bytes:
    return extension("2.5.29.37", seq(*map(oid, kinds)))


def authority(path: int | None = None) -> bytes:
    limit = b"" if path is None else integer(path)
    return extension("2.5.29.19", seq(tlv(0x01, b"\xff"), limit), critical=True)


def key_id(info: bytes) -> bytes:
    return sha256(info).digest()[:20]


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate, who may issue further ones."""

    key: Key
    subject: bytes
    serial: int = 7
    extensions: tuple[bytes, ...] = ()
    first: datetime = FIRST
    last: datetime = LAST
    issuer: Holder | None = None
    forged: bool = False
    names_keys: bool = True

    @cached_property
    def certificate(self) -> bytes:
        """Its bytes, signed by the issuer, or by itself."""
        by = self.issuer or self
        algorithm = seq(oid(by.key.algorithm))
        keys = (
            extension("2.5.29.14", octets(key_id(self.key.info))),
            extension("2.5.29.35", seq(tlv(0x80, key_id(by.key.info)))),
        )
        extensions = (*self.extensions, *(keys if self.names_keys else ()))
        body = seq(
            tlv(0xA0, integer(2)),
            integer(self.serial),
            algorithm,
            by.subject,
            seq(utc(self.first), utc(self.last)),
            self.subject,
            self.key.info,
            tlv(0xA3, seq(*extensions)) if extensions else b"",
        )
        signature = by.key.sign(body + b"?" if self.forged else body)
        return seq(body, algorithm, bits(signature))


@cache
def root(key: Key | None = None) -> Holder:
    return Holder(key or rsa_key(0), name("TEST ROOT"), 1, (authority(), key_usage(0x06)))


@cache
def signer(key: Key | None = None, issuer: Holder | None = None) -> Holder:
    """An individual whose key is for signing."""
    return Holder(
        key or rsa_key(1),
        person(),
        extensions=(key_usage(0xC8), purposes(SIGNING, INDIVIDUAL)),
        issuer=issuer or root(),
    )


# ------------------------------------------------------------------------------------------- CMS

DATA: Final = "1.2.840.113549.1.7.1"
SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
SIGNING_CERTIFICATE: Final = "1.2.840.113549.1.9.16.2.47"


def attribute(kind: str, *values: bytes) -> bytes:
    return seq(oid(kind), set_of(*values))


def attributes_of(content: bytes, algorithm: str, *further: bytes) -> tuple[bytes, ...]:
    """What every signer signs beside the content."""
    return (
        attribute(CONTENT_TYPE, oid(DATA)),
        attribute(SIGNING_TIME, utc(datetime(2026, 1, 12, 8, tzinfo=UTC))),
        attribute(MESSAGE_DIGEST, octets(digest(algorithm, content))),
        *further,
    )


@dataclass(frozen=True)
class Signed:
    """A signature to be written; what is not given is as it should be.

    Attributes:
        attributes: what is signed beside the content; none: the content alone.
        further: attributes beside those that have to be there.
    """

    content: bytes
    by: Holder = field(default_factory=signer)
    attributes: tuple[bytes, ...] | None = None
    bare: bool = False
    by_key_id: bool = False
    unsorted: bool = False
    in_ber: bool = False
    further: tuple[bytes, ...] = ()
    algorithm: str | None = None
    digest_algorithm: str | None = None
    signature: bytes | None = None
    unsigned: bytes = b""

    def info(self) -> bytes:
        """The `SignerInfo`."""
        key = self.by.key
        algorithm = self.digest_algorithm or key.digest
        listed = self.attributes
        if listed is None:
            listed = attributes_of(self.content, key.digest, *self.further)
        joined = b"".join(listed if self.unsorted else sorted(listed))
        signature = key.sign(self.content if self.bare else tlv(0x31, joined))
        issuer = (self.by.issuer or self.by).subject
        return seq(
            integer(3 if self.by_key_id else 1),
            tlv(0x80, key_id(key.info)) if self.by_key_id else seq(issuer, integer(self.by.serial)),
            seq(oid(algorithm), NULL),
            b"" if self.bare else (indefinite if self.in_ber else tlv)(0xA0, joined),
            seq(oid(self.algorithm or key.algorithm), NULL),
            octets(signature if self.signature is None else self.signature),
            self.unsigned,
        )


def cms(
    *signed: Signed,
    inside: bytes | None = None,
    certificates: Sequence[bytes] | None = None,
    content_type: str = DATA,
    outer_type: str = SIGNED_DATA,
) -> bytes:
    """Signed data in DER."""
    carried = [each.by.certificate for each in signed] if certificates is None else certificates
    content = b"" if inside is None else tlv(0xA0, octets(inside))
    body = seq(
        integer(1),
        set_of(*(seq(oid(each.by.key.digest), NULL) for each in signed)),
        seq(oid(content_type), content),
        tlv(0xA0, *carried) if carried else b"",
        set_of(*(each.info() for each in signed)),
    )
    return seq(oid(outer_type), tlv(0xA0, body))


def sign(content: bytes, by: Holder | None = None, **changes: object) -> bytes:
    """The detached signature of some content, as it should be but for the changes."""
    return cms(replace(Signed(content, by or signer()), **changes))  # type: ignore[arg-type]
