"""Certificates: who, what for, which days, and whose word stands behind them."""

from __future__ import annotations

from base64 import encodebytes
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.inspect.signing import (
    BIN,
    FIRST,
    FIRST_HEAD,
    IIN,
    INDIVIDUAL,
    LAST,
    LEGAL_ENTITY,
    LOGGING_IN,
    SIGNING,
    Holder,
    authority,
    ec_key,
    extension,
    gost_key,
    key_usage,
    name,
    octets,
    oid,
    person,
    purposes,
    root,
    rsa_key,
    seq,
    signer,
    tlv,
)
from tests.project import SPECS
from validator.inspect.certificates import (
    MAX_CERTIFICATE,
    Certificate,
    HolderKind,
    Purpose,
    Role,
    read_certificate,
    read_file,
)
from validator.inspect.chain import Chain, find_chain
from validator.standard.read_specs import edition_folders

TRUST = SPECS / "trust"
KIT = Path(__file__).parent / "data"
THEN = datetime(2026, 6, 1, tzinfo=UTC)


def read(holder: Holder) -> Certificate:
    certificate = read_certificate(holder.certificate)
    assert certificate is not None
    return certificate


def chain(holder: Holder, *carried: Holder, pinned: list[Holder], moment: datetime = THEN) -> Chain:
    return find_chain(read(holder), list(map(read, carried)), list(map(read, pinned)), moment)


# ------------------------------------------------------------------------ what it says of itself


def test_the_authoritys_profile() -> None:
    head = replace(
        signer(),
        subject=person(bin_number=BIN),
        extensions=(key_usage(0xC8), purposes(SIGNING, LEGAL_ENTITY, FIRST_HEAD)),
    )

    individual, entity = read(signer()), read(head)

    assert (individual.holder, individual.iin, individual.bin) == (HolderKind.INDIVIDUAL, IIN, None)
    assert individual.roles == ()
    assert (entity.holder, entity.iin, entity.bin) == (HolderKind.LEGAL_ENTITY, IIN, BIN)
    assert entity.roles == (Role.FIRST_HEAD,)
    assert entity.purpose is Purpose.SIGNING
    assert (entity.first, entity.last, entity.issuer_name) == (FIRST, LAST, "TEST ROOT")
    assert (individual.path, read(root()).path) == (-1, None)


def test_nobodys_number_is_shown_by_chance() -> None:
    assert IIN not in repr(read(signer()))
    assert BIN not in repr(read(replace(signer(), subject=person(bin_number=BIN))))


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([("2.5.4.5", IIN)], id="no prefix"),
        pytest.param([("2.5.4.5", f"IIN{IIN}1")], id="a digit more"),
        pytest.param([("2.5.4.5", f"IIN{IIN[:-1]}")], id="a digit less"),
        pytest.param([("2.5.4.5", f"iin{IIN}")], id="small letters"),
        pytest.param([("2.5.4.5", "IIN84031740000٤")], id="digits of another script"),
        pytest.param([("2.5.4.5", f"IIN{IIN}\n")], id="a line more"),
        pytest.param([("2.5.4.3", f"IIN{IIN}")], id="as a name"),
        pytest.param([("2.5.4.5", f"IIN{IIN}"), ("2.5.4.5", f"IIN{BIN}")], id="two numbers"),
        pytest.param([], id="none"),
    ],
)
def test_what_is_no_number(numbers: list[tuple[str, str]]) -> None:
    assert read(replace(signer(), subject=name("X", *numbers))).iin is None


def test_one_number_said_twice() -> None:
    twice = [("2.5.4.5", f"IIN{IIN}")] * 2

    assert read(replace(signer(), subject=name("X", *twice))).iin == IIN


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        ((key_usage(0xC8), purposes(SIGNING)), Purpose.SIGNING),
        ((key_usage(0x40), purposes(SIGNING)), Purpose.SIGNING),
        ((key_usage(0x80), purposes("2.5.29.37.0")), Purpose.SIGNING),
        ((key_usage(0x80),), Purpose.SIGNING),
        ((purposes(SIGNING, LOGGING_IN),), Purpose.SIGNING),
        ((key_usage(0xC8), purposes(LOGGING_IN, INDIVIDUAL)), Purpose.OTHER),
        ((key_usage(0x08), purposes(SIGNING)), Purpose.OTHER),
        ((key_usage(0x20),), Purpose.OTHER),
        ((), Purpose.UNSTATED),
    ],
)
def test_what_a_key_is_for(extensions: tuple[bytes, ...], expected: Purpose) -> None:
    assert read(replace(signer(), extensions=extensions)).purpose is expected


def test_an_individual_and_a_legal_entity_at_once_is_neither() -> None:
    both = replace(signer(), extensions=(purposes(SIGNING, INDIVIDUAL, LEGAL_ENTITY),))

    assert read(both).holder is None


def test_its_days_are_those_of_a_clock() -> None:
    """Its last second of 2026 by UTC lies in 2027 in Almaty, where the whole of that day counts."""
    certificate = read(signer())
    second, almaty = timedelta(seconds=1), timezone(timedelta(hours=5))
    first, last = datetime(2026, 1, 1, tzinfo=almaty), datetime(2027, 1, 1, 23, 59, tzinfo=almaty)

    assert certificate.is_valid_on(FIRST)
    assert certificate.is_valid_on(LAST)
    assert not certificate.is_valid_on(FIRST - second)
    assert not certificate.is_valid_on(LAST + second)
    assert certificate.is_valid_on(first)
    assert certificate.is_valid_on(last)
    assert not certificate.is_valid_on(first - second)
    assert not certificate.is_valid_on(last + timedelta(minutes=1))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"extensions": (key_usage(0xC8), key_usage(0xC8))}, id="extension twice"),
        pytest.param({"extensions": (extension("2.5.29.37", b"?"),)}, id="broken extension"),
        pytest.param(
            {"extensions": (extension("2.5.29.37", b"\x9f\x81\1\1a"),)}, id="a tag of several bytes"
        ),
        pytest.param({"subject": seq(b"\x31\x02\x30\x00")}, id="broken name"),
        pytest.param({"subject": name("X" * MAX_CERTIFICATE)}, id="too long"),
    ],
)
def test_what_is_no_certificate(changed: dict[str, Any]) -> None:
    assert read_certificate(replace(signer(), **changed).certificate) is None


def test_files() -> None:
    der = root().certificate
    pem = b"-----BEGIN CERTIFICATE-----\n" + encodebytes(der) + b"-----END CERTIFICATE-----\n"

    assert read_file(der) == read_file(pem) == read_file(encodebytes(der)) == read(root())
    for other in (b"", der[:-1], der + b"\0", pem.replace(b"CERTIFICATE", b"CMS"), bytes(2 << 20)):
        assert read_file(other) is None


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=5),
    st.binary(max_size=60),
)
def test_no_bytes_break_it(changes: list[tuple[int, int]], data: bytes) -> None:
    changed = bytearray(signer().certificate)
    for place, byte in changes:
        changed[place % len(changed)] = byte

    for certificate in (read_certificate(bytes(changed)), read_certificate(tlv(0x30, data))):
        if certificate is not None:
            assert find_chain(certificate, [certificate], [read(root())], THEN) in Chain


# ------------------------------------------------------------------------------ whose word stands


@pytest.mark.parametrize("key", [rsa_key(2), ec_key(), gost_key(64, 0xFACE), gost_key(32, 0xFACE)])
def test_each_sort_of_key_may_be_an_authoritys(key: Any) -> None:
    above = root(key)
    holder = signer(issuer=above)

    assert chain(holder, pinned=[above]) is Chain.TRUSTED
    assert chain(holder, pinned=[]) is Chain.UNKNOWN
    assert chain(replace(holder, forged=True), pinned=[above]) is Chain.FORGED


def centre(path: int | None = 0, **changes: Any) -> Holder:
    made = Holder(rsa_key(3), name("CENTRE"), 2, (authority(path), key_usage(0x06)), issuer=root())
    return replace(made, **changes)


def test_through_one_that_came_along() -> None:
    holder = signer(issuer=centre())

    assert chain(holder, centre(), pinned=[root()]) is Chain.TRUSTED
    assert chain(holder, pinned=[root()]) is Chain.UNKNOWN
    assert chain(holder, pinned=[centre()]) is Chain.TRUSTED
    assert chain(holder, root(), centre(), pinned=[]) is Chain.UNKNOWN
    assert chain(holder, centre(forged=True), pinned=[root()]) is Chain.FORGED


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(centre(extensions=(key_usage(0x06),)), id="no authority"),
        pytest.param(centre(extensions=(authority(), key_usage(0xC8))), id="may not issue"),
        pytest.param(centre(last=THEN - timedelta(days=1)), id="had run out"),
        pytest.param(centre(first=THEN + timedelta(days=1)), id="not yet valid"),
        pytest.param(
            centre(extensions=(authority(), extension("1.2.3", octets(b""), critical=True))),
            id="something critical that is not known",
        ),
    ],
)
def test_who_may_not_stand_between(between: Holder) -> None:
    holder = signer(issuer=between)

    assert chain(holder, between, pinned=[root()]) is Chain.UNKNOWN
    assert chain(holder, centre(), pinned=[root()]) is Chain.TRUSTED


def test_a_pinned_authority_counts_in_its_days_only() -> None:
    run_out = replace(root(), last=THEN - timedelta(days=1))

    assert chain(signer(issuer=run_out), pinned=[run_out]) is Chain.UNKNOWN
    assert chain(signer(), pinned=[root()], moment=LAST) is Chain.TRUSTED
    assert chain(signer(), pinned=[root()], moment=LAST + timedelta(seconds=1)) is Chain.UNKNOWN


def test_how_many_may_stand_below() -> None:
    """With a limit of none below it an authority issues for people, not for authorities."""
    low = replace(centre(), key=rsa_key(4), subject=name("LOW"), issuer=centre(0))
    holder = signer(issuer=low)
    assert chain(holder, low, centre(0), pinned=[root()]) is Chain.UNKNOWN

    low = replace(low, issuer=centre(1))
    assert chain(signer(issuer=low), low, centre(1), pinned=[root()]) is Chain.TRUSTED


def test_another_key_of_a_pinned_name_is_not_known() -> None:
    """An authority may have a new key; only who names the pinned one has forged its word."""
    renewed = replace(root(), key=rsa_key(5))

    assert chain(signer(issuer=renewed), pinned=[root()]) is Chain.UNKNOWN
    assert chain(signer(issuer=renewed), pinned=[root(), renewed]) is Chain.TRUSTED
    unnamed = replace(signer(), forged=True, names_keys=False)
    assert chain(unnamed, pinned=[root()]) is Chain.UNKNOWN


def test_something_critical_that_is_not_known() -> None:
    critical = extension("1.2.3", octets(b""), critical=True)
    further = replace(signer(), extensions=(*signer().extensions, critical))
    not_critical = replace(signer(), extensions=(*signer().extensions, extension("1.2.3", b"")))

    assert chain(further, pinned=[root()]) is Chain.UNKNOWN
    assert chain(not_critical, pinned=[root()]) is Chain.TRUSTED


def test_a_signer_who_issued_its_own() -> None:
    alone = replace(signer(), issuer=None)

    assert chain(alone, alone, pinned=[root()]) is Chain.UNKNOWN
    assert chain(alone, pinned=[alone]) is Chain.TRUSTED


# ------------------------------------------------------------------ the authority's own, as data


def index() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load((TRUST / "index.yaml").read_bytes())[
        "certificates"
    ]
    return entries


def pinned(file: str) -> Certificate:
    certificate = read_file((TRUST / file).read_bytes())
    assert certificate is not None
    return certificate


def test_the_index_names_every_certificate() -> None:
    assert sorted(each["file"] for each in index()) == sorted(
        each.name for each in TRUST.glob("*.pem")
    )


@pytest.mark.parametrize("entry", index(), ids=lambda entry: entry["file"])
def test_a_pinned_certificate_is_what_the_index_says(entry: dict[str, Any]) -> None:
    certificate, issuer = pinned(entry["file"]), pinned(entry["issued_by"])
    common_name = oid("2.5.4.3") + tlv(0x0C, entry["of"].encode())

    assert certificate.sha256 == entry["sha256"]
    assert common_name in certificate.subject
    days = {"from": certificate.first.date(), "to": certificate.last.date()}
    assert days == entry["valid"]
    assert entry["standing"] == "one_copy"
    assert certificate.path != -1
    moment = datetime(2025, 11, 25, tzinfo=UTC)
    assert find_chain(certificate, [], [issuer], moment) is Chain.TRUSTED
    broken = replace(certificate, signature=certificate.signature[:-1] + b"\0", der=b"")
    assert find_chain(broken, [], [issuer], moment) is not Chain.TRUSTED
    self_issued = replace(certificate, der=b"") if certificate == issuer else certificate
    assert find_chain(self_issued, [], [issuer], moment) is Chain.TRUSTED


def test_the_test_authority_of_the_kit() -> None:
    above = read_file((KIT / "root_test_gost_2022.cer").read_bytes())
    below = read_file((KIT / "nca_gost2022_test.cer").read_bytes())
    assert above is not None
    assert below is not None

    assert find_chain(below, [], [above], THEN) is Chain.TRUSTED
    assert find_chain(below, [], [pinned("kz-root-gost-2022.pem")], THEN) is Chain.UNKNOWN


def test_the_folder_of_certificates_is_no_standard() -> None:
    found, unlisted = edition_folders(SPECS)

    assert found
    assert not unlisted
    assert not [each for each in found if each.parts[0] == "trust"]
