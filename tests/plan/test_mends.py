"""What is only typed otherwise is put right, and nothing else: samples in which some of it is."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import validator
from tests.project import SAMPLES
from tests.then import THEN
from validator import source
from validator.bundle import read_bundle
from validator.errors import SourceError
from validator.form.fields import Field
from validator.form.mending import retyped
from validator.model import Bundle
from validator.plan.mends import is_signed, mended, mends_of
from validator.standard.catalogue import Catalogue

EDITION = Catalogue(THEN).edition("medical-activity-licence", "2025-93")
DATE = Field("string", check_with="date")
MOBILE = Field("string", check_with="mobile", personal=True)
IIN = Field("string", check_with="iin", personal=True)
KIND = Field("string", allowed=("diploma", "other"))


@pytest.mark.parametrize(
    ("rule", "typed", "meant"),
    [
        (IIN, 840317400004, "840317400004"),
        (IIN, "“840317400004”", "840317400004"),
        (IIN, 840317400005, None),  # its check digit is wrong, with quotation marks or without
        (IIN, 20101500013, None),  # which zeros were dropped, nobody knows here
        (IIN, "840317400004", None),
        (IIN, True, None),
        # In this country the day stands first where dots part a date; else it may be the month.
        *[(DATE, "31.12.2025", "2025-12-31"), (DATE, "03.04.2025", "2025-04-03")],
        *[(DATE, "«31.12.2025»", "2025-12-31"), (DATE, "2025/12/31", "2025-12-31")],
        *[(DATE, "03/04/2025", None), (DATE, "03-04-2025", None), (DATE, "31.02.2025", None)],
        *[(DATE, "31.12.25", None), (DATE, "2025-12-31", None), (DATE, 20251231, "2025-12-31")],
        *[(MOBILE, each, "+77010000501") for each in ("8 701 000 05 01", "8(701)000-05-01")],
        *[(MOBILE, each, "+77010000501") for each in ("7010000501", "+7 701 000–05–01")],
        *[(MOBILE, each, "+77010000501") for each in (87010000501, 77010000501, "“87010000501”")],
        *[(MOBILE, each, None) for each in ("+77010000501", "87172000501", "+8 701 000 05 01")],
        *[
            (MOBILE, each, None)
            for each in ("8 701 000 05", "701 000 05 01 02 03", "8 701 000 0501 доб. 2")
        ],
        *[(KIND, "“diploma”", "diploma"), (KIND, "diploma,", None), (KIND, "Диплом", None)],
        (Field("string"), "“Name”", None),
        (Field("integer"), "43 250", None),
    ],
)
def test_what_can_mean_one_thing_alone(rule: Field, typed: Any, meant: str | None) -> None:
    assert retyped(rule, typed) == meant


def _applicants(text: str) -> str:
    """What the applicant says, without a signature over it."""
    text = re.split(r"^(?:processing|registers):", text, flags=re.MULTILINE)[0]
    text = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^signature:\n(?:  .*\n)+|^signature: .*\n", "", text, flags=re.MULTILINE)


def _read(text: str, name: str, of: Bundle, file: str = "application.yaml") -> Bundle:
    data = text.encode()
    manifest = source.read(data, file)
    return Bundle(name, manifest, file, data, of.members)


@cache
def _samples() -> list[tuple[str, Bundle]]:
    found = []
    for path in sorted(SAMPLES.glob("*/application.yaml")):
        bundle = read_bundle(path.parent)
        if bundle.manifest is not None:
            # Some samples have something to be mended of their own, and one what cannot be.
            own = _read(_applicants(path.read_text("utf-8")), "x", bundle)
            text = mended(own, mends_of(EDITION, own))[0].decode()
            if not any(each[0] == "application.fields" for each in _faults(_read(text, "x", own))):
                found.append((text, bundle))
    return found


_SLIPS = (
    (r'(?<=[ei]in: )"([1-9]\d{11})"', r"\1"),
    (r'(?<=bin: )"([1-9]\d{11})"', r"\1"),
    (r'(?<=on: )"(\d{4})-(\d\d)-(\d\d)"', r"\3.\2.\1"),
    (r'(?<=on: )"(\d{4})-(\d\d)-(\d\d)"', r"“\1-\2-\3”"),
    (r'(?<=mobile: )"\+?[78](\d{3})(\d{3})(\d\d)(\d\d)"', r"8 \1 \2–\3–\4"),
    (r'(?<=mobile: )"\+?[78](\d{10})"', r"7\1"),
    (r"(?<=kind: )(\w+)", r"«\1»"),
    (r"(?<=file: )documents/([\w-]*form[\w-]*)\.pdf", r"Documents/\1.PDF"),
)


def _faults(bundle: Bundle) -> set[tuple[str, str, str]]:
    report = validator.evaluate(EDITION, bundle, as_of=date(2026, 2, 2))
    return {
        (result.requirement.id, finding.message.key, str(finding.location.pointer))
        for result in report.results
        for finding in result.findings
    } | {("", each.message.key, each.location.file) for each in report.problems}


@given(
    st.integers(0, len(_samples()) - 1),
    st.sampled_from(_SLIPS),
    st.integers(1, 3),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_what_was_typed_otherwise_is_put_right(
    sample: int, pair: tuple[str, str], most: int, ending: str, mark: str
) -> None:
    text, of = _samples()[sample]
    pattern, slip = pair
    wrong, count = re.subn(pattern, slip, text, count=most)
    wrong, right = (each.replace("\n", ending) for each in (wrong, text))
    before = _read(mark + wrong, "x", of)
    made, done = mended(before, mends_of(EDITION, before))
    after = _read(made.decode(), "x", of)
    # The same as before the slip, but for quotation marks.
    assert len(done) == count
    assert _plain(made.decode()) == _plain(mark + right)
    assert mends_of(EDITION, after) == ()
    # What was open behind a slip may be a fault of its own, as it was before the slip.
    old, new = _faults(before), _faults(after)
    assert new == _faults(_read(mark + right, "x", of))
    assert bool(old - new) is (count > 0)


def _plain(text: str) -> str:
    return re.sub(r"[\"“”«»']", "", text)


def test_nothing_but_the_value_changes() -> None:
    text = "applicant: {iin: 840317400004 , mobile: '8 701 000 05 01'} # iin: 840317400004\n"
    bundle = _read(text, "x", Bundle("x", {}, "application.yaml", b"", {}))
    made, done = mended(bundle, mends_of(EDITION, bundle))
    assert made.decode() == text.replace("840317400004 ,", '"840317400004" ,').replace(
        "'8 701 000 05 01'", '"+77010000501"'
    )
    assert [each.place for each in done] == [("applicant", "iin"), ("applicant", "mobile")]


def test_what_stands_in_several_lines_stays() -> None:
    text = "applicant:\n  iin: 840317400004\n  mobile: 8 701\n    000 05 01\n"
    text += "fee:\n  paid_on: >-\n    31.12.2025\n"
    bundle = _read(text, "x", Bundle("x", {}, "application.yaml", b"", {}))
    made, done = mended(bundle, mends_of(EDITION, bundle))
    assert made.decode() == text.replace("840317400004", '"840317400004"')
    assert [each.place for each in done] == [("applicant", "iin")]


def test_a_manifest_in_json_is_mended_too() -> None:
    values = {"fee": [{"paid_on": "31.12.2025"}], "staff": [{"iin": 840317400004}, 1, "x"]}
    text = json.dumps(values, indent=1)
    bundle = _read(text, "x", Bundle("x", {}, "application.json", b"", {}), "application.json")
    made, _ = mended(bundle, mends_of(EDITION, bundle))
    assert made.decode() == text.replace("31.12.2025", "2025-12-31").replace(
        "840317400004", '"840317400004"'
    )


def test_a_file_in_other_capitals_is_named_as_it_lies_there(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name in ("documents/Форма.pdf", "two.pdf", "Two.pdf"):
        (tmp_path / name).write_bytes(b"x")
    names = ["Documents/форма.PDF", "“documents/Форма.pdf”", "TWO.pdf", "gone.pdf", "two.pdf"]
    lines = "".join(f"- file: {each}\n" for each in names)
    (tmp_path / "application.yaml").write_text(f"documents:\n{lines}", "utf-8")
    found = mends_of(EDITION, validator.read_bundle(tmp_path))
    assert {each.place[1]: each.new for each in found} == dict.fromkeys(
        (0, 1), "documents/Форма.pdf"
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda each: (
            st.lists(each, max_size=2)
            | st.dictionaries(
                st.sampled_from([*EDITION.form.fields, "iin", "file", "paid_on", "x"]),
                each,
                max_size=3,
            )
        ),
        max_leaves=9,
    )
)
def test_whatever_a_manifest_says_nothing_breaks(value: Any) -> None:
    manifest = (
        value if isinstance(value, dict) else {"staff": value, "fee": value, "applicant": value}
    )
    text = json.dumps(manifest, ensure_ascii=True).replace("\\u0000", "0")
    try:
        bundle = _read(text, "x", Bundle("x", {}, "application.json", b"", {}), "application.json")
    except SourceError:
        return
    made, done = mended(bundle, mends_of(EDITION, bundle))
    assert bool(done) is (made != bundle.manifest_bytes)
    assert not is_signed(EDITION, bundle)
