"""A signature against content, certificate and authorities: it fits, contradicts, or is unknown."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.inspect.signing import (
    DATA,
    FIRST,
    LAST,
    SHA_256,
    SHA_512,
    SIGNING_CERTIFICATE,
    Holder,
    Key,
    Signed,
    attribute,
    attributes_of,
    cms,
    ec_key,
    gost_key,
    integer,
    octets,
    oid,
    root,
    rsa_key,
    seq,
    sign,
    signer,
    tlv,
)
from validator.inspect.armour import MAX_BYTES
from validator.inspect.certificates import HolderKind, Purpose, Role, read_file
from validator.inspect.chain import Chain
from validator.inspect.signature import (
    MAX_CARRIED,
    MAX_SIGNERS,
    Fit,
    Signature,
    SignatureForm,
    SignatureReason,
    Signer,
    inspect_signature,
)

KIT = Path(__file__).parent / "data"
CONTENT = b"format: 1\nstandard: medical-activity-licence\n"
THEN = datetime(2026, 6, 1, tzinfo=UTC)
KEYS = [rsa_key(1), ec_key(), gost_key(64), gost_key(32)]


def looked_at(
    data: bytes,
    content: bytes = CONTENT,
    pinned: Sequence[bytes] | None = None,
    moment: datetime = THEN,
) -> Signature:
    return inspect_signature(
        data, content, [root().certificate] if pinned is None else pinned, moment
    )


def only(data: bytes, content: bytes = CONTENT, **other: Any) -> Signer:
    """The one signature in a file."""
    signature = looked_at(data, content, **other)
    assert signature.form is SignatureForm.DETACHED
    (signed,) = signature.signers
    return signed


# ------------------------------------------------------------------------------- what should fit


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("by_key_id", [False, True])
@pytest.mark.parametrize("key", KEYS)
def test_a_signature_in_order(key: Key, by_key_id: bool, bare: bool) -> None:
    data = sign(CONTENT, signer(key), by_key_id=by_key_id, bare=bare)

    signed, other = only(data), only(data, CONTENT + b"\n")

    assert (signed.fit, signed.reason) == (Fit.FITS, None)
    assert signed.chain is Chain.TRUSTED
    assert signed.is_valid_then
    assert (signed.signed_at is None) == bare
    assert signed.certificate is not None
    assert signed.certificate.purpose is Purpose.SIGNING
    assert other.fit is Fit.CONTRADICTS
    assert other.reason is (
        SignatureReason.WRONG_SIGNATURE if bare else SignatureReason.OTHER_CONTENT
    )


def test_the_names_of_algorithms_and_whose_arithmetic_it_was() -> None:
    told = [only(sign(CONTENT, signer(key))) for key in KEYS]

    assert [each.algorithm_name for each in told] == [
        "RSA",
        "ECDSA",
        "GOST 34.10-2015 (512)",
        "GOST 34.10-2015 (256)",
    ]
    assert [each.is_own_arithmetic for each in told] == [False, False, True, True]


def kit(name: str) -> bytes:
    return (KIT / name).read_bytes()


@pytest.mark.parametrize(
    ("who", "holder", "bin_number", "roles"),
    [
        ("individual", HolderKind.INDIVIDUAL, None, ()),
        ("legal_entity", HolderKind.LEGAL_ENTITY, "123456789021", (Role.FIRST_HEAD,)),
    ],
)
def test_the_authoritys_test_kit(
    who: str, holder: HolderKind, bin_number: str | None, roles: tuple[Role, ...]
) -> None:
    data, document = kit(f"{who}_detached.der"), kit(f"{who}_document.txt")
    pinned = [kit("nca_gost2022_test.cer")]
    moment = datetime(2026, 7, 20, 12, tzinfo=UTC)

    signed = only(data, document, pinned=pinned, moment=moment)

    assert (signed.fit, signed.chain, signed.is_valid_then) == (Fit.FITS, Chain.TRUSTED, True)
    assert signed.certificate is not None
    assert signed.certificate.purpose is Purpose.SIGNING
    assert signed.certificate.holder is holder
    assert (signed.certificate.iin, signed.certificate.bin) == ("123456789011", bin_number)
    assert signed.certificate.roles == roles
    assert signed.is_time_stamped
    assert (
        only(data, document[:-1], pinned=pinned, moment=moment).reason
        is SignatureReason.OTHER_CONTENT
    )
    later = datetime(2027, 5, 9, 12, tzinfo=UTC)
    assert only(data, document, pinned=pinned, moment=later).is_valid_then is False
    assert only(data, document, pinned=[], moment=moment).chain is Chain.UNKNOWN


def test_a_byte_of_the_kits_signature_and_of_its_certificate() -> None:
    data, document = kit("individual_detached.der"), kit("individual_document.txt")
    pinned = [kit("nca_gost2022_test.cer")]
    in_signature = data.index(bytes.fromhex("39e911b221251bdf"))
    in_key = data.index(b"\x04\x81\x80") + 5

    def changed(place: int) -> Signer:
        other = bytearray(data)
        other[place] ^= 1
        return only(bytes(other), document, pinned=pinned, moment=THEN)

    assert changed(in_signature).reason is SignatureReason.WRONG_SIGNATURE
    # The key is part of the certificate, which the signer named by its digest.
    assert changed(in_key).reason is SignatureReason.OTHER_CERTIFICATE
    assert changed(in_key).chain is Chain.FORGED


def test_what_openssl_and_its_like_write() -> None:
    """The library of certificates, which stands on OpenSSL, signs; and so in PEM and in Base64."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    certificate = x509.load_der_x509_certificate(signer().certificate)
    key = rsa_key(1).private
    builder = pkcs7.PKCS7SignatureBuilder().set_data(CONTENT)
    builder = builder.add_signer(certificate, key, hashes.SHA512())

    for encoding in (Encoding.DER, Encoding.PEM):
        data = builder.sign(encoding, options)
        assert only(data).fit is Fit.FITS
        assert only(data, b"?").reason is SignatureReason.OTHER_CONTENT
    assert only(b64encode(builder.sign(Encoding.DER, options))).fit is Fit.FITS


def test_attributes_in_the_order_in_which_they_were_signed() -> None:
    turned = tuple(sorted(attributes_of(CONTENT, SHA_256), reverse=True))

    assert only(sign(CONTENT, unsorted=True, attributes=turned)).fit is Fit.FITS
    assert only(sign(CONTENT, in_ber=True)).fit is Fit.FITS


# --------------------------------------------------------------------------- what contradicts


def test_an_attribute_changed_after_the_signature() -> None:
    data = sign(CONTENT)
    at = data.index(b"260112080000Z")

    changed = only(data[:at] + b"260113" + data[at + 6 :])

    assert changed.reason is SignatureReason.WRONG_SIGNATURE
    assert changed.signed_at == datetime(2026, 1, 13, 8, tzinfo=UTC)


def named_certificate(holder: Holder, algorithm: bytes = b"") -> bytes:
    digest = octets(sha256(holder.certificate).digest())
    return attribute(SIGNING_CERTIFICATE, seq(seq(seq(algorithm, digest))))


def test_the_certificate_that_the_signer_named() -> None:
    """A second certificate of the same key may say somebody else's number."""
    swapped = replace(signer(), subject=root().subject)

    assert only(sign(CONTENT, further=(named_certificate(signer()),))).fit is Fit.FITS
    assert (
        only(sign(CONTENT, further=(named_certificate(swapped),))).reason
        is SignatureReason.OTHER_CERTIFICATE
    )
    in_full = named_certificate(signer(), seq(oid(SHA_256)))
    assert only(sign(CONTENT, further=(in_full,))).fit is Fit.FITS
    unknown = named_certificate(signer(), seq(oid("1.2.3")))
    assert only(sign(CONTENT, further=(unknown,))).reason is SignatureReason.ALGORITHM


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("signature", [b"", b"\0", b"\xff" * 128, bytes(128), bytes(64)])
def test_what_no_key_makes(key: Key, signature: bytes) -> None:
    signed = only(sign(CONTENT, signer(key), signature=signature))

    assert signed.reason is SignatureReason.WRONG_SIGNATURE


def test_a_key_that_is_another() -> None:
    data = cms(Signed(CONTENT), certificates=[replace(signer(), key=rsa_key(2)).certificate])

    assert only(data).reason is SignatureReason.WRONG_SIGNATURE


# ------------------------------------------------------------------------------ what is unknown

PSS = "1.2.840.113549.1.1.10"
SHA_1 = "1.3.14.3.2.26"
OLD_SIGNATURE = "1.2.398.3.10.1.1.1.2"
OLD_KEY = "1.2.398.3.10.1.1.1.1"
OLD_DIGEST = "1.2.398.3.10.1.3.1"
ED_25519 = "1.3.101.112"
RUSSIAN = "1.2.643.7.1.1.3.3"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"algorithm": PSS}, SignatureReason.ALGORITHM),
        ({"algorithm": ED_25519}, SignatureReason.ALGORITHM),
        ({"algorithm": RUSSIAN}, SignatureReason.ALGORITHM),
        ({"algorithm": "1.2.840.113549.1.1.5"}, SignatureReason.ALGORITHM),
        ({"algorithm": "1.2.840.113549.1.1.13"}, SignatureReason.ALGORITHM),
        ({"algorithm": "1.2.840.10045.4.3.2"}, SignatureReason.KEY),
        ({"algorithm": "1.2.398.3.10.1.1.2.3.2"}, SignatureReason.ALGORITHM),
        ({"algorithm": OLD_SIGNATURE}, SignatureReason.OLD_ALGORITHM),
        ({"algorithm": OLD_KEY}, SignatureReason.OLD_ALGORITHM),
        ({"digest_algorithm": OLD_DIGEST}, SignatureReason.OLD_ALGORITHM),
        ({"digest_algorithm": SHA_1}, SignatureReason.ALGORITHM),
        ({"algorithm": PSS, "bare": True}, SignatureReason.ALGORITHM),
        ({"digest_algorithm": SHA_1, "bare": True}, SignatureReason.ALGORITHM),
        ({"digest_algorithm": SHA_512, "bare": True}, SignatureReason.ALGORITHM),
    ],
)
def test_an_algorithm_that_is_not_known_is_neither_right_nor_wrong(
    changed: dict[str, Any], reason: SignatureReason
) -> None:
    signed = only(sign(CONTENT, **changed))

    assert (signed.fit, signed.reason) == (Fit.UNKNOWN, reason)


def test_pss_is_not_called_wrong() -> None:
    """A right signature by PSS, and a wrong one: both are unknown."""
    key = rsa_key(1)
    right = key.private.sign(
        CONTENT, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()
    )

    for signature in (right, right[::-1]):
        signed = only(sign(CONTENT, bare=True, algorithm=PSS, signature=signature))
        assert (signed.fit, signed.algorithm, signed.algorithm_name) == (Fit.UNKNOWN, PSS, None)


def test_other_content_is_known_even_where_the_signature_is_not() -> None:
    """The digest of the content was signed as such; how it was signed does not matter."""
    assert only(sign(CONTENT, algorithm=PSS), b"?").reason is SignatureReason.OTHER_CONTENT


def test_plain_rsa_takes_its_digest_from_beside_it() -> None:
    plain = "1.2.840.113549.1.1.1"

    assert only(sign(CONTENT, algorithm=plain)).fit is Fit.FITS
    assert only(sign(CONTENT, algorithm=plain, signature=b"?")).fit is Fit.CONTRADICTS
    streebog = sign(CONTENT, bare=True, algorithm=plain, digest_algorithm="1.2.398.3.10.1.3.3")
    assert only(streebog).reason is SignatureReason.ALGORITHM


class KeyOf:
    """A key whose public half is told otherwise than it is."""

    def __init__(self, key: Key, info: bytes) -> None:
        self.algorithm, self.digest, self.info = key.algorithm, key.digest, info
        self.sign = key.sign


GOST_INFO = gost_key().info


@pytest.mark.parametrize(
    ("key", "info"),
    [
        pytest.param(rsa_key(1), ec_key().info, id="a key of another sort"),
        pytest.param(gost_key(64), gost_key(32).info, id="a key of the other size"),
        pytest.param(gost_key(64), rsa_key(1).info, id="not GOST at all"),
        pytest.param(
            gost_key(64),
            GOST_INFO.replace(oid(gost_key().arm + ".1"), oid(gost_key().arm + ".2")),
            id="another curve",
        ),
        pytest.param(
            gost_key(64),
            seq(seq(oid(gost_key().arm)), tlv(0x03, b"\0", octets(bytes(128)))),
            id="no curve",
        ),
        pytest.param(
            gost_key(64), seq(seq(oid(gost_key().arm), integer(1)), octets(b"")), id="no key"
        ),
        pytest.param(
            rsa_key(1),
            seq(seq(oid("1.2.840.113549.1.1.1")), tlv(0x03, b"\0", octets(b"?"))),
            id="broken RSA",
        ),
        pytest.param(
            ec_key(),
            seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.3")), tlv(0x03, b"\0", bytes(65))),
            id="an elliptic curve without a name",
        ),
    ],
)
def test_a_key_that_is_not_known(key: Key, info: bytes) -> None:
    told = signer(key)
    certificate = replace(told, key=KeyOf(key, info), issuer=root()).certificate

    signed = only(cms(Signed(CONTENT, told), certificates=[certificate]))

    assert (signed.fit, signed.reason) == (Fit.UNKNOWN, SignatureReason.KEY)


def test_no_certificate_and_several() -> None:
    twins = [replace(signer(), last=LAST - timedelta(days=days)).certificate for days in (1, 2)]

    for carried in ([], [root().certificate], twins, [b"\x30\x03\x02\x01\x01"]):
        signed = only(cms(Signed(CONTENT), certificates=carried))
        assert signed.reason is SignatureReason.NO_CERTIFICATE
        assert signed.certificate is None
        assert signed.chain is None
        assert signed.is_valid_then is None
    twice = [signer().certificate] * 2
    assert only(cms(Signed(CONTENT), certificates=twice)).fit is Fit.FITS
    assert only(cms(Signed(CONTENT), certificates=[]), b"?").reason is SignatureReason.OTHER_CONTENT


def test_an_authority_that_is_not_pinned() -> None:
    signed = only(sign(CONTENT), pinned=[])

    assert (signed.fit, signed.chain) == (Fit.FITS, Chain.UNKNOWN)
    assert only(sign(CONTENT), pinned=[b"?", root().certificate]).chain is Chain.TRUSTED


@pytest.mark.parametrize("bare", [False, True])
def test_a_long_text_is_held_against_a_gost_signature_too(bare: bool) -> None:
    """Or whoever pads a manifest could put any signature beside it."""
    content = bytes(200 << 10)
    signed = sign(content, signer(gost_key()), bare=bare)

    assert only(signed, content).fit is Fit.FITS
    assert only(signed, content + b"\n").fit is Fit.CONTRADICTS


def test_long_content_with_another_digest() -> None:
    content = bytes(MAX_BYTES)

    assert only(sign(content), content).fit is Fit.FITS
    assert only(sign(content), content + b"\0").reason is SignatureReason.OTHER_CONTENT


# ------------------------------------------------------------------------------ days, and forms


def test_the_day_of_submission() -> None:
    """By the clock of the moment: the certificate is valid from 05:00 there to 04:59 of a day."""
    data, almaty, second = sign(CONTENT), timezone(timedelta(hours=5)), timedelta(seconds=1)
    first, after = (datetime(*day, tzinfo=almaty) for day in ((2026, 1, 1), (2027, 1, 2)))

    assert first + timedelta(hours=5) == FIRST
    assert after - timedelta(hours=19) - second == LAST
    assert [
        only(data, moment=moment).is_valid_then
        for moment in (first - second, first, after - second, after)
    ] == [False, True, True, False]
    assert [
        only(data, moment=moment).is_valid_then
        for moment in (FIRST - second, FIRST, LAST, LAST + second)
    ] == [False, True, True, False]
    assert only(data, moment=after).fit is Fit.FITS


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (datetime(1950, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (datetime(1950, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_certificate_without_an_end(first: datetime, last: datetime) -> None:
    holder = replace(signer(), first=first, last=last)

    for moment in (THEN, datetime.max.replace(tzinfo=UTC), datetime(1950, 1, 1, tzinfo=UTC)):
        assert only(sign(CONTENT, holder), moment=moment).is_valid_then == (
            moment.year <= last.year
        )


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"", SignatureForm.EMPTY),
        (b" \r\n\t", SignatureForm.EMPTY),
        (b"signature", SignatureForm.NOT_CMS),
        (b"%PDF-1.4", SignatureForm.NOT_CMS),
        (b" " * (MAX_BYTES + 1), SignatureForm.EMPTY),
        (bytes(MAX_BYTES + 1), SignatureForm.TOO_LARGE),
        (b"0" * (MAX_BYTES + 1), SignatureForm.TOO_LARGE),
        (cms(Signed(CONTENT), inside=CONTENT), SignatureForm.ATTACHED),
        (cms(Signed(b""), inside=b""), SignatureForm.ATTACHED),
        (cms(certificates=[root().certificate]), SignatureForm.UNSIGNED),
        (cms(Signed(CONTENT), content_type="1.2.3"), SignatureForm.NOT_CMS),
        (sign(CONTENT)[:-1], SignatureForm.NOT_CMS),
        (cms(*[Signed(CONTENT)] * (MAX_SIGNERS + 1)), SignatureForm.TOO_LARGE),
        (
            cms(Signed(CONTENT), certificates=[b"\x30\0"] * (MAX_CARRIED + 1)),
            SignatureForm.TOO_LARGE,
        ),
    ],
)
def test_what_a_file_is(data: bytes, form: SignatureForm) -> None:
    assert looked_at(data) == Signature(form)


def test_several_signers_are_told_apart() -> None:
    """One wrong signature makes the others no better, and no worse."""
    second, third = replace(signer(ec_key()), serial=8), replace(signer(gost_key()), serial=9)
    data = cms(Signed(CONTENT), Signed(b"other", second), Signed(CONTENT, third, algorithm=PSS))

    fits = sorted(each.fit for each in looked_at(data).signers)

    assert fits == [Fit.CONTRADICTS, Fit.FITS, Fit.UNKNOWN]
    assert len(looked_at(cms(*[Signed(CONTENT)] * MAX_SIGNERS)).signers) == MAX_SIGNERS


def test_without_the_extra_nobody_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sign(CONTENT)
    for absent in ("asn1crypto", "cryptography"):
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, absent, None)
            assert looked_at(data) == Signature(SignatureForm.NOT_INSTALLED)
            assert looked_at(b"") == Signature(SignatureForm.NOT_INSTALLED)
    assert looked_at(data).form is SignatureForm.DETACHED


def test_the_module_itself_needs_no_extra() -> None:
    """Nothing heavy is imported before there is a signature, and nothing that may be absent."""
    code = (
        "import sys; sys.modules['asn1crypto'] = sys.modules['cryptography'] = None\n"
        "from datetime import datetime, UTC\n"
        "from validator.inspect.signature import inspect_signature\n"
        "print(inspect_signature(b'0', b'', [], datetime.now(UTC)).form)\n"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "not_installed\n"


# ------------------------------------------------------------------------------------- hostile


@given(
    st.sampled_from([rsa_key(1), ec_key()]),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_no_changed_signature_breaks_it_or_becomes_anothers(
    key: Key, changes: list[tuple[int, int]]
) -> None:
    changed = bytearray(sign(CONTENT, signer(key)))
    for place, byte in changes:
        changed[place % len(changed)] = byte

    for signed in looked_at(bytes(changed)).signers:
        if (signed.fit, signed.chain) == (Fit.FITS, Chain.TRUSTED):
            assert signed.certificate == read_file(signer(key).certificate)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 3368), st.integers(0, 255)), min_size=1, max_size=3))
def test_no_changed_signature_of_the_kit_becomes_anothers(changes: list[tuple[int, int]]) -> None:
    data = kit("individual_detached.der")
    changed = bytearray(data)
    for place, byte in changes:
        changed[place] = byte
    pinned = [kit("nca_gost2022_test.cer")]
    document = kit("individual_document.txt")

    for signed in looked_at(bytes(changed), document, pinned).signers:
        if signed.fit is Fit.FITS:
            assert signed.certificate is not None
            assert signed.certificate.der in data


@given(st.binary(max_size=120), st.binary(max_size=20))
def test_no_bytes_are_a_signature(data: bytes, content: bytes) -> None:
    signature = looked_at(data, content, pinned=[data])

    assert signature.form in (SignatureForm.EMPTY, SignatureForm.NOT_CMS)
    assert looked_at(tlv(0x30, data), content).form is SignatureForm.NOT_CMS
    assert looked_at(seq(oid(DATA), tlv(0xA0, data)), content).form is SignatureForm.NOT_CMS
