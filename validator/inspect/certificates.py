"""Certificates: whose they are, what for, and for which days.

The profile is that of Kazakhstan's national certification authority: the holder's IIN as `IIN` and
twelve digits in `serialNumber`, an organisation's BIN as `BIN` and twelve digits in `OU`; what a
person may do for it is an extended key usage. `cryptography` reads such certificates too, but warns
of names that the authority writes longer than the standard's 64 letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from asn1crypto import core, x509

from validator.frozen import frozen
from validator.inspect.armour import BROKEN, CERTIFICATE, Oversized, is_sound, unwrap
from validator.inspect.cms import Algorithm, read_time

MAX_CERTIFICATE: Final = 8 << 10
"""Bytes of the longest certificate that is read; those of the authority have some 1,500."""

_COMMON_NAME: Final = "2.5.4.3"
_SERIAL_NUMBER: Final = "2.5.4.5"
_ORGANISATIONAL_UNIT: Final = "2.5.4.11"
_LOOKED_AT: Final = (_COMMON_NAME, _SERIAL_NUMBER, _ORGANISATIONAL_UNIT)
_IIN: Final = re.compile(r"IIN([0-9]{12})")
_BIN: Final = re.compile(r"BIN([0-9]{12})")

_KEY_ID: Final = "2.5.29.14"
_KEY_USAGE: Final = "2.5.29.15"
_BASIC_CONSTRAINTS: Final = "2.5.29.19"
_POLICIES: Final = "2.5.29.32"
_AUTHORITY_KEY_ID: Final = "2.5.29.35"
_EXTENDED_KEY_USAGE: Final = "2.5.29.37"
_LOOKED_INTO: Final[Mapping[str, Any]] = {
    _KEY_ID: core.OctetString,
    _KEY_USAGE: x509.KeyUsage,
    _BASIC_CONSTRAINTS: x509.BasicConstraints,
    _AUTHORITY_KEY_ID: x509.AuthorityKeyIdentifier,
    _EXTENDED_KEY_USAGE: x509.ExtKeyUsageSyntax,
}
_UNDERSTOOD: Final = frozenset((*_LOOKED_INTO, _POLICIES))
"""Extensions that may be critical: whoever does not understand a critical one must not go on."""

_SIGNS: Final = frozenset(("digital_signature", "non_repudiation"))
_FOR_SIGNING: Final = frozenset(("1.3.6.1.5.5.7.3.4", "2.5.29.37.0"))
"""Protecting what is sent, as the authority marks keys for signing; any purpose."""


class HolderKind(StrEnum):
    """For whom a key signs."""

    INDIVIDUAL = "individual"
    LEGAL_ENTITY = "legal_entity"


class Role(StrEnum):
    """What somebody may do for a legal entity."""

    FIRST_HEAD = "first_head"
    MAY_SIGN = "may_sign"
    MAY_SIGN_FINANCIAL = "may_sign_financial"
    PERSONNEL = "personnel"
    EMPLOYEE = "employee"


class Purpose(StrEnum):
    """What a key is for."""

    SIGNING = "signing"
    OTHER = "other"
    UNSTATED = "unstated"


_HOLDERS: Final[Mapping[str, HolderKind]] = {
    "1.2.398.3.3.4.1.1": HolderKind.INDIVIDUAL,
    "1.2.398.3.3.4.1.2": HolderKind.LEGAL_ENTITY,
}
_ROLES: Final[Mapping[str, Role]] = {
    "1.2.398.3.3.4.1.2.1": Role.FIRST_HEAD,
    "1.2.398.3.3.4.1.2.2": Role.MAY_SIGN,
    "1.2.398.3.3.4.1.2.3": Role.MAY_SIGN_FINANCIAL,
    "1.2.398.3.3.4.1.2.4": Role.PERSONNEL,
    "1.2.398.3.3.4.1.2.5": Role.EMPLOYEE,
}


class _Extension(core.Sequence):
    _fields = [
        ("kind", core.ObjectIdentifier),
        ("critical", core.Boolean, {"default": False}),
        ("value", core.OctetString),
    ]


class _Extensions(core.SequenceOf):
    _child_spec = _Extension


class _Validity(core.Sequence):
    _fields = [("first", core.Any), ("last", core.Any)]


class _Body(core.Sequence):
    """`TBSCertificate` of RFC 5280."""

    _fields = [
        ("version", core.Integer, {"explicit": 0, "default": 0}),
        ("serial", core.Integer),
        ("signature", core.Any),
        ("issuer", core.Any),
        ("validity", _Validity),
        ("subject", core.Any),
        ("key_info", core.Any),
        ("issuer_id", core.BitString, {"implicit": 1, "optional": True}),
        ("subject_id", core.BitString, {"implicit": 2, "optional": True}),
        ("extensions", _Extensions, {"explicit": 3, "optional": True}),
    ]


class _Certificate(core.Sequence):
    _fields = [("body", _Body), ("algorithm", Algorithm), ("signature", core.OctetBitString)]


@frozen
class Certificate:
    """A certificate as it says of itself.

    Attributes:
        der: its bytes.
        body: those of them that its issuer signed.
        algorithm, signature: by what and how they are signed.
        serial: its number; with its issuer it names the certificate.
        issuer, subject: names in DER, compared byte by byte.
        issuer_name: common name of the issuer, empty where it has none.
        key_info: the key and its algorithm, in DER.
        key_id, authority_key_id: names of its key and of its issuer's.
        first, last: the moments from and to which it is valid, both included.
        holder, iin, bin, roles: who signs with it, where it says so in the authority's way.
        purpose: what its key is for.
        path: how many authorities may stand below it, None without a limit; -1: it is no authority.
        is_understood: whether it has no critical extension that is not looked at here.
    """

    der: bytes = field(repr=False)
    body: bytes = field(repr=False)
    algorithm: str
    signature: bytes = field(repr=False)
    serial: int
    issuer: bytes = field(repr=False)
    subject: bytes = field(repr=False)
    issuer_name: str
    key_info: bytes = field(repr=False)
    key_id: bytes | None
    authority_key_id: bytes | None
    first: datetime
    last: datetime
    holder: HolderKind | None
    iin: str | None = field(repr=False)
    bin: str | None = field(repr=False)
    roles: tuple[Role, ...]
    purpose: Purpose
    path: int | None
    is_understood: bool

    @property
    def sha256(self) -> str:
        """Digest of its bytes, hexadecimal."""
        return sha256(self.der).hexdigest()

    def is_valid_on(self, moment: datetime) -> bool:
        """Whether it is valid at any time of the day of a moment, as that moment's clock has it."""
        begins = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        ends = moment.replace(hour=23, minute=59, second=59, microsecond=999_999)
        return self.first <= ends and begins <= self.last


def read_file(data: bytes) -> Certificate | None:
    """The certificate in a file (DER, PEM or Base64), None where there is none that can be read."""
    try:
        bare = unwrap(data, CERTIFICATE)
    except Oversized:
        return None
    return None if bare is None else read_certificate(bare)


@lru_cache(maxsize=32)
def read_certificate(der: bytes) -> Certificate | None:
    """Read a certificate whose bytes went through `unwrap`; None where it is none."""
    if len(der) > MAX_CERTIFICATE:
        return None
    try:
        return _certificate(_Certificate.load(der, strict=True), der)
    except BROKEN:
        return None


def _certificate(read: _Certificate, der: bytes) -> Certificate:
    body = read["body"]
    extensions, critical = _extensions(body["extensions"])
    subject = _names(body["subject"])
    purposes = [each.dotted for each in extensions.get(_EXTENDED_KEY_USAGE, ())]
    authority = extensions.get(_AUTHORITY_KEY_ID)
    key_id = extensions.get(_KEY_ID)
    holders = {_HOLDERS[each] for each in purposes if each in _HOLDERS}
    return Certificate(
        der=der,
        body=body.dump(),
        algorithm=read["algorithm"]["algorithm"].dotted,
        signature=read["signature"].native,
        serial=body["serial"].native,
        issuer=body["issuer"].dump(),
        subject=body["subject"].dump(),
        issuer_name=next(iter(_names(body["issuer"])[_COMMON_NAME]), ""),
        key_info=body["key_info"].dump(),
        key_id=None if key_id is None else key_id.native,
        authority_key_id=None if authority is None else authority["key_identifier"].native,
        first=read_time(body["validity"]["first"]),
        last=read_time(body["validity"]["last"]),
        holder=holders.pop() if len(holders) == 1 else None,
        iin=_number(_IIN, subject[_SERIAL_NUMBER]),
        bin=_number(_BIN, subject[_ORGANISATIONAL_UNIT]),
        roles=tuple(_ROLES[each] for each in purposes if each in _ROLES),
        purpose=_purpose(extensions, purposes),
        path=_path(extensions),
        is_understood=critical <= _UNDERSTOOD,
    )


def _extensions(read: Any) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Those that are looked into, by identifier, and the critical ones; ValueError for doublets."""
    if isinstance(read, core.Void):
        return {}, frozenset()
    found, seen = {}, {}
    for each in read:
        kind = each["kind"].dotted
        if kind in seen:
            raise ValueError(kind)
        seen[kind] = each["critical"].native
        if kind in _LOOKED_INTO:
            found[kind] = _unpack(each["value"].native, _LOOKED_INTO[kind])
    return found, frozenset(kind for kind, critical in seen.items() if critical)


def _unpack(packed: bytes, form: Any) -> Any:
    """What an extension says; ValueError where that is not sound."""
    if not is_sound(packed):
        raise ValueError(packed)
    return form.load(packed, strict=True)


def _names(name: core.Any) -> Mapping[str, Sequence[str]]:
    """Those texts of a name that are looked at, by their kinds, in its order."""
    found: dict[str, list[str]] = {kind: [] for kind in _LOOKED_AT}
    for part in name.parse(x509.RDNSequence):
        for each in part:
            if (kind := each["type"].dotted) in _LOOKED_AT:
                found[kind].append(str(each["value"].native))
    return found


def _number(form: re.Pattern[str], texts: Sequence[str]) -> str | None:
    """The one number of a form; None where there is none, or several."""
    found = {match[1] for each in texts if (match := form.fullmatch(each))}
    return found.pop() if len(found) == 1 else None


def _purpose(extensions: Mapping[str, Any], purposes: Sequence[str]) -> Purpose:
    usage = extensions.get(_KEY_USAGE)
    if usage is None and not purposes:
        return Purpose.UNSTATED
    may = usage is None or bool(_SIGNS & usage.native)
    meant = not purposes or bool(_FOR_SIGNING.intersection(purposes))
    return Purpose.SIGNING if may and meant else Purpose.OTHER


def _path(extensions: Mapping[str, Any]) -> int | None:
    constraints, usage = extensions.get(_BASIC_CONSTRAINTS), extensions.get(_KEY_USAGE)
    may = usage is None or "key_cert_sign" in usage.native
    if constraints is None or not constraints["ca"].native or not may:
        return -1
    length: int | None = constraints["path_len_constraint"].native
    return length
