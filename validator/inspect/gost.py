"""Signatures of GOST R 34.10-2012 (RFC 7091) as Kazakhstan uses them: verified, never made.

Kazakhstan's standard is GOST 34.10-2015; the national authority's certificates put the parameter
sets `A` of Russia's TC 26 (RFC 7836) under identifiers of their own. Names are those of RFC 7091: a
curve `y² = x³ + ax + b` over the field of `p`, a base point `P` of the order `q`, a key `Q`.

Order of bytes, as the authority's own certificates and test signatures have it: a key is x, then y,
a signature r, then s, each of these numbers little-endian. RFC 9215, for Russian certificates, has
s before r and both big-endian. The digest, as `streebog` gives it, is read as a little-endian
number.

This is our own arithmetic, held against the RFCs' examples and the authority's test signatures;
nobody has certified it. It handles nothing secret, so it need not take equally long for every
number.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from validator.frozen import frozen

Affine = tuple[int, int]
"""A point as x and y."""
Jacobian = tuple[int, int, int]
"""A point as X, Y and Z, of which x is X / Z² and y is Y / Z³; Z is 0 for the point at infinity."""

_INFINITY: Final[Jacobian] = (0, 1, 0)
_MINUS_THREE: Final = -3
"""With it as the curve's `a` a point is doubled with fewer multiplications."""
_WIDTH: Final = 5
"""Digits of a number have up to so many bits: more need fewer additions, but larger tables."""


@frozen
class Curve:
    """Parameters of a digital signature scheme (RFC 7091, section 5.2).

    Attributes:
        size: bytes of a coordinate, of r, of s and of a digest.
        a: may be negative: small numbers are multiplied faster.
        x, y: the base point.
    """

    size: int
    p: int
    a: int
    b: int
    q: int
    x: int
    y: int

    def holds(self, x: int, y: int) -> bool:
        """Whether a point lies on the curve."""
        in_field = 0 <= x < self.p and 0 <= y < self.p
        return in_field and (y * y - x * x * x - self.a * x - self.b) % self.p == 0


GOST_512: Final = Curve(
    size=64,
    p=2**512 - 569,
    a=_MINUS_THREE,
    b=0xE8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760,
    q=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275,
    x=3,
    y=0x7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4,
)
"""`id-tc26-gost-3410-12-512-paramSetA`."""

GOST_256: Final = Curve(
    size=32,
    p=2**256 - 617,
    a=0xC2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335,
    b=0x295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513,
    q=0x400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67,
    x=0x91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28,
    y=0x32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C,
)
"""`id-tc26-gost-3410-2012-256-paramSetA`."""


def verify(curve: Curve, key: bytes, digest: bytes, signature: bytes) -> bool:
    """Whether a signature of a digest fits a key; the order of bytes stands above."""
    size = curve.size
    if len(key) != 2 * size or len(signature) != 2 * size or len(digest) != size:
        return False
    x, y = (int.from_bytes(key[at : at + size], "little") for at in (0, size))
    r, s = (int.from_bytes(signature[at : at + size], "little") for at in (0, size))
    return verify_numbers(curve, (x, y), int.from_bytes(digest, "little"), (r, s))


def verify_numbers(curve: Curve, key: Affine, digest: int, signature: tuple[int, int]) -> bool:
    """Whether a signature fits, by the steps of RFC 7091, section 6.2.

    Args:
        key: the point `Q`.
        digest: `alpha`, the digest as a number.
        signature: `r` and `s`.
    """
    r, s = signature
    if not (0 < r < curve.q and 0 < s < curve.q and curve.holds(*key)):
        return False
    e = digest % curve.q or 1
    v = pow(e, -1, curve.q)
    try:
        x, _ = _affine(curve, _sum_of_multiples(curve, s * v % curve.q, -r * v % curve.q, key))
    except ValueError:  # the point at infinity: it is no r, and no key of the order q leads to it
        return False
    return x % curve.q == r


def _sum_of_multiples(curve: Curve, z1: int, z2: int, key: Affine) -> Jacobian:
    """The point `C`: z1 times the base point and z2 times the key, doubled in step."""
    steps = list(zip_longest(_digits(z1), _digits(z2), fillvalue=0))
    base, keys = _base_multiples(curve), _odd_multiples(curve, key)
    total = _INFINITY
    for digit1, digit2 in reversed(steps):
        total = _double(curve, total)
        if digit1:
            total = _add(curve, total, base[digit1])
        if digit2:
            total = _add(curve, total, keys[digit2])
    return total


def _digits(number: int) -> list[int]:
    """Odd digits of either sign, and zeros between them, the lowest first (a `w`-ary NAF)."""
    digits = []
    while number:
        digit = 0
        if number & 1:
            digit = number % (1 << _WIDTH)
            if digit >> _WIDTH - 1:
                digit -= 1 << _WIDTH
        digits.append(digit)
        number = number - digit >> 1
    return digits


@lru_cache(maxsize=4)
def _base_multiples(curve: Curve) -> Mapping[int, Affine]:
    return _odd_multiples(curve, (curve.x, curve.y))


def _odd_multiples(curve: Curve, point: Affine) -> Mapping[int, Affine]:
    """A point by every odd digit."""
    x, y = point
    twice = _affine(curve, _double(curve, (x, y, 1)))
    multiples = {}
    for digit in range(1, 1 << _WIDTH - 1, 2):
        multiples[digit], multiples[-digit] = (x, y), (x, -y)
        x, y = _affine(curve, _add(curve, (x, y, 1), twice))
    return multiples


def _affine(curve: Curve, point: Jacobian) -> Affine:
    """A point as x and y; ValueError for the point at infinity."""
    x, y, z = point
    inverse = pow(z, -1, curve.p)
    square = inverse * inverse % curve.p
    return x * square % curve.p, y * square * inverse % curve.p


def _double(curve: Curve, point: Jacobian) -> Jacobian:
    x, y, z = point
    p = curve.p
    if not y or not z:
        return _INFINITY
    yy, zz = y * y % p, z * z % p
    s = 4 * x * yy % p
    slope = (
        3 * (x - zz) * (x + zz) if curve.a == _MINUS_THREE else 3 * x * x + curve.a * (zz * zz % p)
    )
    m = slope % p
    x = (m * m - 2 * s) % p
    return x, (m * (s - x) - 8 * yy * yy) % p, 2 * y * z % p


def _add(curve: Curve, one: Jacobian, other: Affine) -> Jacobian:
    x1, y1, z1 = one
    x2, y2 = other
    if not z1:
        return x2, y2, 1
    p = curve.p
    zz = z1 * z1 % p
    h, r = (x2 * zz - x1) % p, (y2 * zz * z1 - y1) % p
    if not h:
        return _INFINITY if r else _double(curve, one)
    hh = h * h % p
    hhh, v = h * hh % p, x1 * hh % p
    x = (r * r - hhh - 2 * v) % p
    return x, (r * (v - x) - y1 * hhh) % p, z1 * h % p
