"""Signatures of GOST R 34.10-2012: the examples of RFC 7091, edges of numbers, both curves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.inspect.signing import GostKey, digest, gost_key, plus, times
from validator.inspect.gost import GOST_256, GOST_512, Curve, verify, verify_numbers

# Appendix A.1 and A.2 of the RFC: curves of their own, which no key of today is on.
CURVE_1 = Curve(
    size=32,
    p=0x8000000000000000000000000000000000000000000000000000000000000431,
    a=7,
    b=0x5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E,
    q=0x8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3,
    x=2,
    y=0x08E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8,
)
KEY_1 = (
    0x7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B,
    0x26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA,
)
ALPHA_1 = 0x2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5
SIGNATURE_1 = (
    0x41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493,
    0x01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40,
)
D_1 = 0x7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28
K_1 = 0x77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3

CURVE_2 = Curve(
    size=64,
    p=int(
        "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D"
        "F1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373",
        16,
    ),
    a=7,
    b=int(
        "1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC43"
        "61834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC",
        16,
    ),
    q=int(
        "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D"
        "A82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF",
        16,
    ),
    x=int(
        "24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762"
        "FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A",
        16,
    ),
    y=int(
        "2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C"
        "83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E",
        16,
    ),
)
KEY_2 = (
    int(
        "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD"
        "5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
        16,
    ),
    int(
        "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61"
        "EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
        16,
    ),
)
ALPHA_2 = int(
    "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C591"
    "7184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
    16,
)
SIGNATURE_2 = (
    int(
        "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD3"
        "5492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
        16,
    ),
    int(
        "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5"
        "823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
        16,
    ),
)
D_2 = int(
    "0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B1020"
    "72E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
    16,
)
K_2 = int(
    "0359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F3658"
    "86748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
    16,
)

EXAMPLES = [
    pytest.param(CURVE_1, KEY_1, ALPHA_1, SIGNATURE_1, id="A.1"),
    pytest.param(CURVE_2, KEY_2, ALPHA_2, SIGNATURE_2, id="A.2"),
]


@pytest.mark.parametrize(("curve", "key", "alpha", "signature"), EXAMPLES)
def test_the_examples_of_the_rfc(
    curve: Curve, key: tuple[int, int], alpha: int, signature: tuple[int, int]
) -> None:
    r, s = signature
    x, y = key

    assert verify_numbers(curve, key, alpha, signature)
    assert not verify_numbers(curve, key, alpha ^ 1, signature)
    assert not verify_numbers(curve, key, alpha, (r ^ 1, s))
    assert not verify_numbers(curve, key, alpha, (r, s ^ 1))
    assert not verify_numbers(curve, key, alpha, (s, r))
    assert not verify_numbers(curve, (x, curve.p - y), alpha, signature)


@pytest.mark.parametrize(
    ("signer", "k", "expected"),
    [
        pytest.param(GostKey(CURVE_1, D_1), K_1, (KEY_1, ALPHA_1, SIGNATURE_1), id="A.1"),
        pytest.param(GostKey(CURVE_2, D_2), K_2, (KEY_2, ALPHA_2, SIGNATURE_2), id="A.2"),
    ],
)
def test_the_signer_of_these_tests_signs_as_the_rfc_does(
    signer: GostKey, k: int, expected: tuple[tuple[int, int], int, tuple[int, int]]
) -> None:
    key, alpha, signature = expected

    assert signer.public == key
    assert signer.sign_number(alpha, k) == signature


@pytest.mark.parametrize(("curve", "key", "alpha", "signature"), EXAMPLES)
def test_numbers_out_of_their_bounds(
    curve: Curve, key: tuple[int, int], alpha: int, signature: tuple[int, int]
) -> None:
    r, s = signature
    x, y = key

    assert verify_numbers(curve, key, alpha + curve.q, signature)  # the digest counts modulo q
    for numbers in ((0, s), (r, 0), (r + curve.q, s), (r, s + curve.q), (curve.q, s), (-r, s)):
        assert not verify_numbers(curve, key, alpha, numbers)
    for point in ((x, y + 1), (0, 0), (x + curve.p, y), (x, y - curve.p), (x, y + curve.p)):
        assert not verify_numbers(curve, point, alpha, signature)


@pytest.mark.parametrize("curve", [GOST_256, GOST_512])
def test_a_curve_is_one_and_its_base_point_of_the_order_q(curve: Curve) -> None:
    assert curve.holds(curve.x, curve.y)
    assert times(curve, curve.q) is None
    assert (4 * curve.a**3 + 27 * curve.b**2) % curve.p != 0
    assert curve.p.bit_length() == 8 * curve.size


@pytest.mark.parametrize("curve", [GOST_256, GOST_512])
def test_a_digest_of_zero_counts_as_one(curve: Curve) -> None:
    signer = GostKey(curve, 0xBEAD)

    assert verify_numbers(curve, signer.public, 0, signer.sign_number(0))
    assert verify_numbers(curve, signer.public, 0, signer.sign_number(1))
    assert verify_numbers(curve, signer.public, curve.q, signer.sign_number(1))


def test_a_key_of_the_order_two_fits_nothing() -> None:
    """Twice such a point is nothing; the 256-bit curve has one, for it has four times q points."""
    curve = Curve(size=1, p=23, a=1, b=0, q=13, x=11, y=10)

    assert curve.holds(0, 0)
    assert not verify_numbers(curve, (0, 0), 5, (3, 4))


@pytest.mark.parametrize("size", [32, 64])
def test_both_sums_that_meet_are_added(size: int) -> None:
    """The key is the base point, so that the same points meet in one sum."""
    signer = gost_key(size, 1)

    assert signer.public == (signer.curve.x, signer.curve.y)
    for alpha in (1, 2, 12345):
        assert verify_numbers(signer.curve, signer.public, alpha, signer.sign_number(alpha))


@settings(max_examples=15)
@given(
    size=st.sampled_from([32, 64]),
    secret=st.integers(1, 2**64),
    message=st.binary(max_size=80),
    place=st.integers(0, 127),
    change=st.integers(1, 255),
)
def test_what_is_signed_fits_until_a_byte_changes(
    size: int, secret: int, message: bytes, place: int, change: int
) -> None:
    signer = gost_key(size, secret)
    hashed, key = digest(signer.digest, message), signer.packed(*signer.public)
    signature = signer.sign(message)
    assert verify(signer.curve, key, hashed, signature)

    def changed(data: bytes) -> bytes:
        other = bytearray(data)
        other[place % len(data)] ^= change
        return bytes(other)

    assert not verify(signer.curve, key, changed(hashed), signature)
    assert not verify(signer.curve, key, hashed, changed(signature))
    assert not verify(signer.curve, changed(key), hashed, signature)


def test_the_order_of_bytes() -> None:
    """x before y, r before s, each little-endian: any other order fits nothing."""
    signer = gost_key()
    hashed, key = digest(signer.digest, b"a"), signer.packed(*signer.public)
    r, s = signer.sign_number(int.from_bytes(hashed, "little"))

    assert verify(signer.curve, key, hashed, signer.packed(r, s))
    assert not verify(signer.curve, key, hashed, signer.packed(s, r))
    assert not verify(signer.curve, key, hashed, r.to_bytes(64) + s.to_bytes(64))
    assert not verify(signer.curve, key, hashed[::-1], signer.packed(r, s))
    assert not verify(signer.curve, key[::-1], hashed, signer.packed(r, s))


@pytest.mark.parametrize("off", [-1, 1])
def test_lengths_that_are_not_right(off: int) -> None:
    signer = gost_key()
    hashed, key = digest(signer.digest, b"a"), signer.packed(*signer.public)
    signature = signer.sign(b"a")

    def resized(data: bytes) -> bytes:
        return data + b"\0" if off > 0 else data[:-1]

    assert not verify(signer.curve, resized(key), hashed, signature)
    assert not verify(signer.curve, key, resized(hashed), signature)
    assert not verify(signer.curve, key, hashed, resized(signature))
    assert not verify(signer.curve, b"", b"", b"")


def test_the_sum_of_a_point_and_its_opposite_is_nothing() -> None:
    """The arithmetic of the tests themselves, on which the above rests."""
    point = times(GOST_512, 5)
    assert point is not None

    assert plus(GOST_512, point, (point[0], GOST_512.p - point[1])) is None
    assert plus(GOST_512, None, point) == point
