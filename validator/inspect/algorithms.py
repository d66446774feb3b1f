"""The algorithms of signatures that are known here, by their object identifiers.

What is not in these tables is unknown: a signature by it is neither right nor wrong. SHA-1 and MD5
are left out on purpose, for they can be forged; RSA with PSS, Ed25519 and Russian GOST, as nothing
of Kazakhstan's has them. GOST 34.310-2004, of the authority's older certificates, has a
substitution on which public sources do not agree, and is only called by its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from asn1crypto import core

from validator.inspect.armour import BROKEN, is_sound
from validator.inspect.cms import Algorithm
from validator.inspect.gost import GOST_256, GOST_512, Curve
from validator.inspect.gost import verify as verify_gost
from validator.inspect.streebog import streebog


class Unknown(StrEnum):
    """Why nothing can be said about a signature here."""

    ALGORITHM = "algorithm"
    OLD_ALGORITHM = "old_algorithm"
    KEY = "key"


class UnknownHere(Exception):
    """Whether a signature fits cannot be told; `reason` says why."""

    def __init__(self, reason: Unknown) -> None:
        super().__init__(reason)
        self.reason = reason


STREEBOG_256: Final = "1.2.398.3.10.1.3.2"
STREEBOG_512: Final = "1.2.398.3.10.1.3.3"
_SHA_256: Final = "2.16.840.1.101.3.4.2.1"
_SHA_384: Final = "2.16.840.1.101.3.4.2.2"
_SHA_512: Final = "2.16.840.1.101.3.4.2.3"

_DIGESTS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    _SHA_256: lambda data: hashlib.sha256(data).digest(),
    _SHA_384: lambda data: hashlib.sha384(data).digest(),
    _SHA_512: lambda data: hashlib.sha512(data).digest(),
    STREEBOG_256: lambda data: streebog(data, 32),
    STREEBOG_512: lambda data: streebog(data, 64),
}
_HASHES: Final[Mapping[str, str]] = {_SHA_256: "SHA256", _SHA_384: "SHA384", _SHA_512: "SHA512"}
"""What the library calls the digests that it knows."""


class _Gost(NamedTuple):
    """A signature of GOST 34.10-2015, with the identifiers that its key has."""

    digest: str
    curve: Curve
    key: str
    parameters: str


_RSA_KEY: Final = "1.2.840.113549.1.1.1"
_EC_KEY: Final = "1.2.840.10045.2.1"
_RSA: Final[Mapping[str, str | None]] = {
    _RSA_KEY: None,  # does not say which digest: the envelope does
    "1.2.840.113549.1.1.11": _SHA_256,
    "1.2.840.113549.1.1.12": _SHA_384,
    "1.2.840.113549.1.1.13": _SHA_512,
}
_ECDSA: Final[Mapping[str, str]] = {
    "1.2.840.10045.4.3.2": _SHA_256,
    "1.2.840.10045.4.3.3": _SHA_384,
    "1.2.840.10045.4.3.4": _SHA_512,
}
_GOST: Final[Mapping[str, _Gost]] = {
    "1.2.398.3.10.1.1.2.3.1": _Gost(
        STREEBOG_256, GOST_256, "1.2.398.3.10.1.1.2.1", "1.2.398.3.10.1.1.2.1.1"
    ),
    "1.2.398.3.10.1.1.2.3.2": _Gost(
        STREEBOG_512, GOST_512, "1.2.398.3.10.1.1.2.2", "1.2.398.3.10.1.1.2.2.1"
    ),
}
_OLD: Final = frozenset(
    (
        "1.2.398.3.10.1.1.1.1",  # the key; envelopes of that time name the signature so, too
        "1.2.398.3.10.1.1.1.2",
        "1.2.398.3.10.1.3.1",
    )
)
"""GOST 34.310-2004 and its digest."""


class _KeyInfo(core.Sequence):
    _fields = [("algorithm", Algorithm), ("key", core.OctetBitString)]


class _Parameters(core.Sequence):
    _fields = [
        ("curve", core.ObjectIdentifier),
        ("digest", core.ObjectIdentifier, {"optional": True}),
    ]


def name(algorithm: str) -> str | None:
    """What people call an algorithm of signatures, None where it is not known here."""
    if algorithm in _GOST:
        return f"GOST 34.10-2015 ({8 * _GOST[algorithm].curve.size})"
    if algorithm in _OLD:
        return "GOST 34.310-2004"
    return "RSA" if algorithm in _RSA else "ECDSA" if algorithm in _ECDSA else None


def is_own_arithmetic(algorithm: str) -> bool:
    """Whether it is verified by this project's own code, which nobody has certified."""
    return algorithm in _GOST


def digest(algorithm: str, data: bytes) -> bytes:
    """The digest of some bytes.

    Raises:
        UnknownHere: by an algorithm that is not known.
    """
    try:
        return _DIGESTS[algorithm](data)
    except KeyError:
        raise UnknownHere(_unknown(algorithm)) from None


def verify(
    key_info: bytes, algorithm: str, data: bytes, signature: bytes, said: str | None = None
) -> bool:
    """Whether a signature of some bytes fits a key.

    Args:
        key_info: the key with its algorithm (`SubjectPublicKeyInfo`), in DER.
        algorithm: that of the signature.
        said: the algorithm of the digest where it is named beside.

    Raises:
        UnknownHere: by an algorithm or a key that is not known.
    """
    if algorithm in _GOST:
        meant: str | None = _GOST[algorithm].digest
    elif algorithm in _RSA:
        meant = _RSA[algorithm] or said
    elif algorithm in _ECDSA:
        meant = _ECDSA[algorithm]
    else:
        raise UnknownHere(_unknown(algorithm))
    if meant is None or said not in (None, meant):
        raise UnknownHere(Unknown.ALGORITHM)
    if algorithm in _GOST:
        key = _gost_key(key_info, _GOST[algorithm])
        return verify_gost(_GOST[algorithm].curve, key, digest(meant, data), signature)
    if meant not in _HASHES:
        raise UnknownHere(_unknown(meant))
    return _verify_by_library(key_info, algorithm, _HASHES[meant], data, signature)


def _verify_by_library(
    key_info: bytes, algorithm: str, digest_name: str, data: bytes, signature: bytes
) -> bool:
    # The library takes an eighth of a second to load, and today's keys for signing are GOST.
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    hashed = getattr(hashes, digest_name)()
    expected = _RSA_KEY if algorithm in _RSA else _EC_KEY
    if _key_algorithm(key_info) != expected:
        raise UnknownHere(Unknown.KEY)
    try:
        key = load_der_public_key(key_info)
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashed))
        else:
            raise UnknownHere(Unknown.KEY)
    except InvalidSignature:
        return False
    except (ValueError, UnsupportedAlgorithm):
        # A key of parameters or a length that the library does not take.
        raise UnknownHere(Unknown.KEY) from None
    return True


def _key_algorithm(key_info: bytes) -> str:
    try:
        return str(_KeyInfo.load(key_info, strict=True)["algorithm"]["algorithm"].dotted)
    except BROKEN:
        raise UnknownHere(Unknown.KEY) from None


def _gost_key(key_info: bytes, sort: _Gost) -> bytes:
    """The bytes of a key: x and y."""
    try:
        read = _KeyInfo.load(key_info, strict=True)
        algorithm = read["algorithm"]
        curve = algorithm["parameters"].parse(_Parameters)["curve"].dotted
        packed = read["key"].native
        key = core.OctetString.load(packed, strict=True).native if is_sound(packed) else b""
        found = (algorithm["algorithm"].dotted, curve, len(key))
    except (*BROKEN, AttributeError):
        # AttributeError: parameters that are left out cannot be parsed.
        raise UnknownHere(Unknown.KEY) from None
    if found != (sort.key, sort.parameters, 2 * sort.curve.size):
        raise UnknownHere(Unknown.KEY)
    return bytes(key)


def _unknown(algorithm: str) -> Unknown:
    return Unknown.OLD_ALGORITHM if algorithm in _OLD else Unknown.ALGORITHM
