"""The envelope of a signature: every way it is written, and nothing that is none taken for one."""

from __future__ import annotations

from base64 import b64encode, encodebytes
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inspect.signing import (
    CONTENT_TYPE,
    DATA,
    MESSAGE_DIGEST,
    SHA_256,
    SIGNED_DATA,
    SIGNING_CERTIFICATE,
    SIGNING_TIME,
    Signed,
    attribute,
    attributes_of,
    cms,
    indefinite,
    integer,
    octets,
    oid,
    seq,
    set_of,
    sign,
    signer,
    tlv,
    utc,
)
from validator.inspect.armour import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, Oversized
from validator.inspect.cms import MAX_ATTRIBUTES, read_envelope

KIT = Path(__file__).parent / "data"
CONTENT = b"format: 1\n"


def pem(data: bytes, label: str) -> bytes:
    return (
        f"-----BEGIN {label}-----\n".encode()
        + encodebytes(data)
        + f"-----END {label}-----".encode()
    )


WRITTEN: list[Callable[[bytes], bytes]] = [
    lambda der: der,
    lambda der: pem(der, "CMS"),
    lambda der: pem(der, "PKCS7"),
    lambda der: pem(der, "PKCS #7 SIGNED DATA"),
    lambda der: pem(der, "CMS").replace(b"\n", b"\r\n") + b"\r\n",
    b64encode,
    lambda der: b"\xef\xbb\xbf" + encodebytes(der) + b"\n",
]


@pytest.mark.parametrize("write", WRITTEN)
def test_every_way_a_signature_is_written(write: Callable[[bytes], bytes]) -> None:
    der = sign(CONTENT)

    envelope = read_envelope(write(der))

    assert envelope is not None
    assert envelope == read_envelope(der)
    assert not envelope.attached
    assert envelope.certificates == (signer().certificate,)
    (info,) = envelope.signers
    assert info.attributes is not None
    assert info.attributes.signed_at == datetime(2026, 1, 12, 8, tzinfo=UTC)
    assert (info.serial, info.digest_algorithm) == (7, SHA_256)


def in_ber(der: bytes) -> bytes:
    """The outermost elements of a signature without a length at their heads."""
    body = der[der.index(tlv(0x02, b"\1")) :]
    return indefinite(0x30, oid(SIGNED_DATA), indefinite(0xA0, indefinite(0x30, body)))


def test_ber() -> None:
    der = sign(CONTENT)

    assert read_envelope(in_ber(der)) == read_envelope(der)


def test_what_the_authoritys_library_writes() -> None:
    envelope = read_envelope((KIT / "legal_entity_detached.der").read_bytes())

    assert envelope is not None
    (info,) = envelope.signers
    assert info.signature_algorithm == "1.2.398.3.10.1.1.2.3.2"
    assert info.time_stamped
    assert info.attributes is not None
    assert info.attributes.signed_at == datetime(2026, 7, 20, 9, 10, 9, tzinfo=UTC)
    assert not envelope.attached


def test_content_inside_is_seen_even_where_it_is_empty() -> None:
    attached = read_envelope((KIT / "individual_attached.der").read_bytes())
    empty = read_envelope(cms(Signed(b""), inside=b""))

    assert attached is not None
    assert attached.attached
    assert empty is not None
    assert empty.attached


def test_no_signed_attributes_and_a_signer_by_key() -> None:
    envelope = read_envelope(sign(CONTENT, bare=True, by_key_id=True))

    assert envelope is not None
    (info,) = envelope.signers
    assert info.attributes is None
    assert info.issuer is None
    assert info.serial is None
    assert info.key_id is not None
    assert len(info.key_id) == 20


def test_several_signers_and_none() -> None:
    several = read_envelope(cms(Signed(CONTENT), Signed(CONTENT, by_key_id=True)))
    none = read_envelope(cms(certificates=[signer().certificate]))

    assert several is not None
    assert len(several.signers) == 2
    assert none is not None
    assert none.signers == ()


def test_what_is_signed_stands_as_a_set_as_it_is_and_sorted() -> None:
    """Where a signer did not sort its attributes both orders may be what it signed."""
    plain = read_envelope(sign(CONTENT))
    listed = tuple(sorted(attributes_of(CONTENT, SHA_256), reverse=True))
    turned = read_envelope(sign(CONTENT, unsorted=True, attributes=listed))

    assert plain is not None
    assert turned is not None
    assert plain.signers[0].attributes is not None
    assert turned.signers[0].attributes is not None
    in_der = plain.signers[0].attributes.forms
    assert in_der == (set_of(*listed),)
    assert turned.signers[0].attributes.forms == (tlv(0x31, *listed), *in_der)


def test_attributes_without_a_length_are_signed_in_der() -> None:
    in_ber, in_der = read_envelope(sign(CONTENT, in_ber=True)), read_envelope(sign(CONTENT))

    assert in_ber is not None
    assert in_der is not None
    assert in_ber.signers == in_der.signers


MESSAGE = attribute(MESSAGE_DIGEST, octets(b"x" * 32))
TYPE = attribute(CONTENT_TYPE, oid(DATA))


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param((TYPE,), id="no digest"),
        pytest.param((MESSAGE,), id="no content type"),
        pytest.param((TYPE, MESSAGE, MESSAGE), id="two digests"),
        pytest.param((TYPE, attribute(MESSAGE_DIGEST)), id="no value"),
        pytest.param(
            (TYPE, attribute(MESSAGE_DIGEST, octets(b"a"), octets(b"b"))), id="two values"
        ),
        pytest.param((TYPE, attribute(MESSAGE_DIGEST, integer(5))), id="a digest that is none"),
        pytest.param((attribute(CONTENT_TYPE, oid(SIGNED_DATA)), MESSAGE), id="other content"),
        pytest.param((TYPE, MESSAGE, attribute(SIGNING_TIME, octets(b"now"))), id="no time"),
        pytest.param((TYPE, MESSAGE, attribute(SIGNING_TIME, tlv(0x17, b"26"))), id="short time"),
        pytest.param((TYPE, MESSAGE, attribute(SIGNING_CERTIFICATE, integer(1))), id="no list"),
        pytest.param((), id="none at all, but said to be there"),
    ],
)
def test_attributes_that_the_standard_forbids(attributes: tuple[bytes, ...]) -> None:
    assert read_envelope(sign(CONTENT, attributes=attributes)) is None


def test_attributes_that_are_right_though_unusual() -> None:
    """The counterpart of the above: the same attributes, as they should be."""
    later = attribute(SIGNING_TIME, tlv(0x18, b"20510112080000Z"))
    nothing = attribute(SIGNING_CERTIFICATE, seq(seq()))

    envelope = read_envelope(sign(CONTENT, attributes=(TYPE, MESSAGE, later, nothing)))

    assert envelope is not None
    assert envelope.signers[0].attributes is not None
    assert envelope.signers[0].attributes.signed_at == datetime(2051, 1, 12, 8, tzinfo=UTC)
    assert envelope.signers[0].attributes.certificate is None


def test_content_of_another_type_without_attributes() -> None:
    """Only plain data may be signed alone (RFC 5652, section 5.3)."""
    assert read_envelope(cms(Signed(CONTENT, bare=True), content_type="1.2.3")) is None
    assert read_envelope(cms(Signed(CONTENT, bare=True))) is not None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"%PDF-1.7\n", id="a PDF"),
        pytest.param(b"<?xml version='1.0'?><Signature/>", id="a signature in XML"),
        pytest.param("подпись".encode(), id="text"),
        pytest.param("подпись".encode("utf-16"), id="text of two bytes a letter"),
        pytest.param(b"0", id="one byte"),
        pytest.param(b"\x30\x80", id="an element without an end"),
        pytest.param(b"\x30\x84\xff\xff\xff\xff", id="four gigabytes"),
        pytest.param(b"\x30\x00", id="nothing inside"),
        pytest.param(sign(CONTENT)[:-1], id="cut short"),
        pytest.param(sign(CONTENT) + b"\n", id="something behind"),
        pytest.param(sign(CONTENT) * 2, id="two"),
        pytest.param(cms(Signed(CONTENT), outer_type=DATA), id="not signed data"),
        pytest.param(pem(sign(CONTENT), "CERTIFICATE"), id="called something else"),
        pytest.param(pem(sign(CONTENT), "CMS")[:-1], id="PEM cut short"),
        pytest.param(pem(sign(CONTENT), "CMS") * 2, id="two in PEM"),
        pytest.param(b"text\n" + pem(sign(CONTENT), "CMS"), id="text before PEM"),
        pytest.param(b64encode(sign(CONTENT))[:-2] + b"!=", id="not Base64"),
        pytest.param(signer().certificate, id="a certificate"),
    ],
)
def test_what_is_no_signature(data: bytes) -> None:
    assert read_envelope(data) is None


def test_limits() -> None:
    """Both sides of each: bytes, elements, depth, the length of an identifier, attributes."""
    fits = tlv(0x30, oid(SIGNED_DATA), octets(bytes(MAX_BYTES - 32)))
    assert len(fits) <= MAX_BYTES
    assert read_envelope(fits) is None
    with pytest.raises(Oversized):
        read_envelope(bytes(MAX_BYTES + 1))

    assert read_envelope(seq(NULLS * (MAX_ELEMENTS - 1))) is None
    with pytest.raises(Oversized):
        read_envelope(seq(NULLS * MAX_ELEMENTS))

    held = attribute("1.2.3", octets(bytes(MAX_ATTRIBUTES - 300)))
    assert read_envelope(sign(CONTENT, further=(held,))) is not None
    held = attribute("1.2.3", octets(bytes(MAX_ATTRIBUTES)))
    with pytest.raises(Oversized):
        read_envelope(sign(CONTENT, further=(held,)))


NULLS = b"\5\0"


def unsigned(value: bytes) -> bytes:
    """Attributes that nobody signed."""
    return tlv(0xA1, attribute("1.2.3", value))


def nested(depth: int) -> bytes:
    value = b""
    for _ in range(depth):
        value = tlv(0x30, value)
    return value


@pytest.mark.parametrize(
    ("taken", "refused"),
    [
        pytest.param(nested(MAX_DEPTH - 16), nested(MAX_DEPTH), id="depth"),
        pytest.param(
            tlv(0x06, b"\x2a" + b"\x81" * 62 + b"\1"),
            tlv(0x06, b"\x2a" + b"\x81" * 63 + b"\1"),
            id="an identifier without end",
        ),
        pytest.param(b"\x9e\1a", b"\x9f\x81\x01\1a", id="a tag of several bytes"),
        pytest.param(
            indefinite(0x24, octets(b"a")), b"\x04\x80a\0\0", id="no length and no elements"
        ),
    ],
)
def test_elements_that_no_signature_has(taken: bytes, refused: bytes) -> None:
    assert read_envelope(sign(CONTENT, unsigned=unsigned(taken))) is not None
    assert read_envelope(sign(CONTENT, unsigned=unsigned(refused))) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    read_envelope(data)
    read_envelope(b"\x30" + data)
    read_envelope(b64encode(tlv(0x30, data)))


KIT_BYTES = (KIT / "individual_detached.der").read_bytes()


@given(
    st.lists(
        st.tuples(st.integers(0, len(KIT_BYTES) - 1), st.integers(0, 255)), min_size=1, max_size=6
    )
)
def test_no_changed_signature_breaks_it(changes: list[tuple[int, int]]) -> None:
    changed = bytearray(KIT_BYTES)
    for place, byte in changes:
        changed[place] = byte

    envelope = read_envelope(bytes(changed))

    assert envelope is None or all(each.signature is not None for each in envelope.signers)


ELEMENTS = st.recursive(
    st.builds(
        tlv,
        st.sampled_from([0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x17, 0x80]),
        st.binary(max_size=9),
    ),
    lambda inner: st.builds(
        lambda tag, parts: tlv(tag, *parts),
        st.sampled_from([0x30, 0x31, 0xA0, 0xA1, 0xA3]),
        st.lists(inner, max_size=5),
    ),
    max_leaves=25,
)


@given(ELEMENTS, ELEMENTS, st.integers(0, 5))
def test_no_elements_in_places_of_others_break_it(one: bytes, other: bytes, place: int) -> None:
    parts = [integer(1), set_of(), seq(oid(DATA)), tlv(0xA0, one), set_of(seq(other)), one]
    parts[place] = other

    read_envelope(seq(oid(SIGNED_DATA), tlv(0xA0, seq(*parts))))
    read_envelope(sign(CONTENT, attributes=(TYPE, MESSAGE, attribute(SIGNING_TIME, one))))
    read_envelope(sign(CONTENT, attributes=(TYPE, MESSAGE, attribute(SIGNING_CERTIFICATE, other))))
    read_envelope(sign(CONTENT, unsigned=tlv(0xA1, one)))


def test_a_time_with_an_offset_and_one_without() -> None:
    """RFC 5652 wants `Z`; a moment without an offset is none."""
    for value in (tlv(0x18, b"20260112080000"), tlv(0x18, b"00000112080000Z")):
        assert (
            read_envelope(sign(CONTENT, attributes=(TYPE, MESSAGE, attribute(SIGNING_TIME, value))))
            is None
        )
    whole = attribute(SIGNING_TIME, utc(datetime(2026, 1, 12, tzinfo=UTC)))
    assert read_envelope(sign(CONTENT, attributes=(TYPE, MESSAGE, whole))) is not None
