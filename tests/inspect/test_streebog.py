"""Streebog gives the digests of RFC 6986, and those of a slow reading of it, word for word."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.inspect import streebog as module
from validator.inspect.streebog import streebog

# The RFC writes messages and digests with the last byte first.
M1 = bytes.fromhex("32313039383736353433" * 6 + "323130")[::-1]
M2 = bytes.fromhex(
    "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2"
    "f120fff0eeec20f120faf2fee5e2202ce8f6f3ede220e8e6eee1e8f0f2d1202c"
    "e8f0f2e5e220e5d1"
)[::-1]
H1_512 = (
    "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00"
    "fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b"
)
H2_512 = (
    "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03"
    "7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e"
)
H1_256 = "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d"
H2_256 = "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d"


@pytest.mark.parametrize(
    ("message", "size", "expected"),
    [
        pytest.param(M1, 64, H1_512, id="10.1.1"),
        pytest.param(M1, 32, H1_256, id="10.1.2"),
        pytest.param(M2, 64, H2_512, id="10.2.1"),
        pytest.param(M2, 32, H2_256, id="10.2.2"),
    ],
)
def test_the_examples_of_the_rfc(message: bytes, size: Literal[32, 64], expected: str) -> None:
    assert streebog(message, size)[::-1].hex() == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (b"", "3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb"),
        # One whole block, so that the rest is empty.
        (bytes(64), "df1fda9ce83191390537358031db2ecaa6aa54cd0eda241dc107105e13636b95"),
        # The sum of the blocks carries from the lowest byte to beyond the highest.
        (
            b"\xee" * 64 + b"\x16" + b"\x11" * 62 + b"\x16",
            "81bb632fa31fcc38b4c379a662dbc58b9bed83f50d3a1b2ce7271ab02d25babb",
        ),
    ],
)
def test_the_edges_that_other_programs_test(message: bytes, expected: str) -> None:
    assert streebog(message, 32).hex() == expected


def slow_transform(state: bytes) -> bytes:
    """S, P and L of RFC 6986, section 6, on the vector with its last byte first."""
    substituted = bytes(module._PI[each] for each in state)
    transposed = bytes(substituted[8 * (at % 8) + at // 8] for at in range(64))
    made = b""
    for first in range(0, 64, 8):
        word, bits = 0, int.from_bytes(transposed[first : first + 8])
        for place in range(64):
            if bits >> (63 - place) & 1:
                word ^= int.from_bytes(module._A[8 * place : 8 * place + 8])
        made += word.to_bytes(8)
    return made


@given(st.binary(min_size=64, max_size=64))
def test_the_tables_do_what_the_steps_of_the_rfc_do(state: bytes) -> None:
    fast = module._transform(int.from_bytes(state), module._tables())

    assert fast.to_bytes(64) == slow_transform(state)


@given(st.binary(max_size=300), st.integers(0, 299), st.integers(1, 255))
def test_another_byte_another_digest(message: bytes, place: int, change: int) -> None:
    other = bytearray(message or b"?")
    other[place % len(other)] ^= change

    assert streebog(bytes(other), 64) != streebog(message, 64)
    assert len(streebog(message, 64)) == 64
    assert len(streebog(message, 32)) == 32
