"""The formats of text fields, held against rules written a second time."""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap, monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import product
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from validator.facts.moments import time_of
from validator.form import formats
from validator.form.fields import Field
from validator.form.formats import EARLIEST, LATEST, TEXT_FORMATS, details_of
from validator.form.schema import Gate


def _keyed(name: str) -> Callable[[str], str | None]:
    def told(value: str) -> str | None:
        found = TEXT_FORMATS[name](value)
        return None if found is None else found.key

    return told


bin_, date_, id_, iin = map(_keyed, ("bin", "date", "id", "iin"))
mobile, path, sha256, text, time_ = map(_keyed, ("mobile", "path", "sha256", "text", "time"))
NUMBERS: dict[str, Callable[[str], str | None]] = {"iin": iin, "bin": bin_}


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    total = 0
    for place in range(11):
        total += weights[place] * "0123456789".index(digits[place])
    return total % 11


def _first(digits: str) -> int:
    return _remainder(digits, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))


def _second(digits: str) -> int:
    return _remainder(digits, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def _control(digits: str) -> int | None:
    """The check digit of eleven digits by the rule, None where there is none."""
    control = _first(digits)
    if control == 10:
        control = _second(digits)
    return None if control == 10 else control


_FIVE = st.integers(0, 99_999).map("{:05}".format)
_IIN_BODIES = st.tuples(
    st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(0, 99_999)
).map(lambda parts: "{:02}{:02}{:02}{:05}".format(*parts))
_BIN_BODIES = st.tuples(
    *(st.integers(0, 99), st.integers(1, 12), st.integers(4, 6), st.integers(0, 4)),
    st.integers(0, 99_999),
).map(lambda parts: "{:02}{:02}{}{}{:05}".format(*parts))
_BODIES = st.one_of(st.tuples(st.just("iin"), _IIN_BODIES), st.tuples(st.just("bin"), _BIN_BODIES))


@given(_BODIES)
def test_only_the_computed_check_digit_is_right(kind_and_body: tuple[str, str]) -> None:
    kind, body = kind_and_body

    accepted = [digit for digit in range(10) if NUMBERS[kind](f"{body}{digit}") is None]

    control = _control(body)
    assert accepted == ([] if control is None else [control])


@given(st.sampled_from(sorted(NUMBERS)), st.text("0123456789", min_size=11, max_size=11))
def test_eleven_digits_of_any_sort_need_their_check_digit(kind: str, body: str) -> None:
    accepted = [digit for digit in range(10) if NUMBERS[kind](f"{body}{digit}") is None]

    assert accepted in ([], [_control(body)])


def _detected(before: str, after: str) -> bool:
    """Whether the weights 1 to 11 alone must notice (11 itself weighs nothing, modulo 11)."""
    return _first(before) != 10 and _first(after) != 10


@given(_BODIES, st.data())
def test_a_slip_in_one_digit_is_refused(
    kind_and_body: tuple[str, str], data: st.DataObject
) -> None:
    kind, body = kind_and_body
    control = _control(body)
    assume(control is not None)
    place = data.draw(st.integers(0, 9))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != body[place]]))
    slipped = body[:place] + digit + body[place + 1 :]

    wrong = NUMBERS[kind](f"{slipped}{control}")

    assert wrong is not None or not _detected(body, slipped)
    assert wrong is not None or _control(slipped) == control


@given(_BODIES, st.integers(0, 9))
def test_two_neighbours_that_change_places_are_refused(
    kind_and_body: tuple[str, str], place: int
) -> None:
    kind, body = kind_and_body
    control = _control(body)
    assume(control is not None and body[place] != body[place + 1])
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]

    wrong = NUMBERS[kind](f"{swapped}{control}")

    assert wrong is not None or not _detected(body, swapped)
    assert wrong is not None or _control(swapped) == control


def _bodies(start: str) -> Iterator[str]:
    return (start + "".join(rest) for rest in product("0123456789", repeat=11 - len(start)))


@pytest.mark.parametrize(("kind", "start"), [("iin", "840317"), ("bin", "150340")])
def test_second_weights_are_used_where_the_first_leave_ten(kind: str, start: str) -> None:
    found = [body for body, _ in zip(_bodies(start), range(3000), strict=False)]
    second = [body for body in found if _first(body) == 10 and _second(body) != 10]

    assert len(second) > 50
    for body in second:
        assert NUMBERS[kind](f"{body}{_second(body)}") is None


@pytest.mark.parametrize(("kind", "start"), [("iin", "840317"), ("bin", "150340")])
def test_no_number_exists_where_both_weights_leave_ten(kind: str, start: str) -> None:
    body = next(each for each in _bodies(start) if _first(each) == 10 and _second(each) == 10)

    for digit in range(10):
        assert NUMBERS[kind](f"{body}{digit}") == "check_digit_wrong"


@pytest.mark.parametrize("number", ["210440038887", "930640000024"])
def test_numbers_of_real_companies_are_right(number: str) -> None:
    assert bin_(number) is None


def test_numbers_worked_out_by_hand() -> None:
    # 8·1+4·2+0·3+3·4+1·5+7·6+4·7+0+0+0+0 = 103 = 9·11 + 4
    assert iin("840317400004") is None
    # 1+10+0+12+20+0+0+0+0+10·1+0 = 53 = 4·11 + 9: the tenth digit is 1
    assert bin_("150340000109") is None


@pytest.mark.parametrize(
    "number",
    [
        "１５０３４００００１０９",  # full width
        "٨٤٠٣١٧٤٠٠٠٠٤",  # Arabic
        "84031740000４",
        *("840317400004\n", "\n840317400004", " 840317400004", "840317400004 ", "840317 400004"),
        *("84031740000", "8403174000040", "", "84031740000O", "-84031740000", "8403-1740-0004"),
        "840317400004\0",
    ],
)
def test_anything_but_twelve_plain_digits_is_no_number(number: str) -> None:
    assert iin(number) == "not_twelve_digits"
    assert bin_(number) == "not_twelve_digits"


@pytest.mark.parametrize(
    "start", ["840017", "841317", "840300", "840332", "849917", "840230", "840431", "841131"]
)
def test_an_iin_starts_with_a_day_of_birth(start: str) -> None:
    body = next(each for each in _bodies(start) if _control(each) is not None)

    assert iin(f"{body}{_control(body)}") == "not_an_iin"


@pytest.mark.parametrize("start", ["150040", "151340", "150330", "150370", "150345", "150349"])
def test_a_bin_starts_with_month_type_and_kind(start: str) -> None:
    body = next(each for each in _bodies(start) if _control(each) is not None)

    assert bin_(f"{body}{_control(body)}") == "not_a_bin"


@pytest.mark.parametrize("start", ["150140", "151250", "150360", "150344"])
def test_a_bin_has_months_types_and_kinds_up_to_their_ends(start: str) -> None:
    body = next(each for each in _bodies(start) if _control(each) is not None)

    assert bin_(f"{body}{_control(body)}") is None


@pytest.mark.parametrize("start", ["840101", "841231", "000131", "850229", "840430"])
def test_an_iin_has_months_and_days_up_to_their_ends(start: str) -> None:
    body = next(each for each in _bodies(start) if _control(each) is not None)

    assert iin(f"{body}{_control(body)}") is None


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_dates_are_those_of_the_calendar(year: int, month: int, day: int) -> None:
    in_calendar = (
        EARLIEST <= year <= LATEST
        and 1 <= month <= 12
        and 1 <= day <= monthrange(year or 4, month)[1]
    )

    wrong = date_(f"{year:04}-{month:02}-{day:02}")

    assert wrong == (None if in_calendar else "date_impossible")


@pytest.mark.parametrize("year", [1900, 1904, 2000, 2024, 2025, 2026, 2028, 2100])
def test_the_29th_of_february_is_there_in_leap_years(year: int) -> None:
    assert (date_(f"{year}-02-29") is None) == isleap(year)
    assert (time_(f"{year}-02-29T10:00:00Z") is None) == isleap(year)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        *[("1900-01-01", None), ("2199-12-31", None)],
        *[("1899-12-31", "date_impossible"), ("2200-01-01", "date_impossible")],
        *[("0000-01-01", "date_impossible"), ("2026-04-31", "date_impossible")],
    ],
)
def test_dates_at_the_ends_of_what_is_believed(value: str, wrong: str | None) -> None:
    assert date_(value) == wrong
    assert time_(f"{value}T12:00:00+05:00") == (wrong and "time_impossible")


@pytest.mark.parametrize(
    "value",
    [
        *("", "2026-1-2", "20260112", "2026-W03-1", "2026-012", "12.01.2026", "12-01-2026"),
        *("2026/01/12", " 2026-01-12", "2026-01-12 ", "2026-01-12\n", "２０２６-01-12"),
        *("2026-01-12T00:00:00", "-2026-01-12", "+02026-01-12", "2026–01–12"),
    ],
)
def test_only_one_way_of_writing_a_date_is_taken(value: str) -> None:
    assert date_(value) == "not_a_date"


@pytest.mark.parametrize(
    "value",
    [
        *("2026-01-12T10:15:00+05:00", "2026-01-12T10:15:00Z", "2026-01-12T10:15:00-00:00"),
        *("2026-01-12T10:15:00-03:30", "2026-01-12T10:15:00+23:59", "2026-01-12T00:00:00Z"),
        *("2026-01-12T23:59:59Z", "2026-01-12T10:15:00.1Z", "2026-01-12T10:15:00.123456+05:00"),
        *("2026-01-12T10:15:00.1234567+05:00", f"2026-01-12T10:15:00.{'9' * 40}Z"),
        *("2026-01-12t10:15:00z", "2026-01-12t10:15:00.5+05:00"),  # as RFC 3339, 5.6, allows
    ],
)
def test_times_with_an_offset_are_taken(value: str) -> None:
    assert time_(value) is None


def test_a_time_is_the_moment_it_says() -> None:
    moment = datetime(2026, 1, 12, 10, 15, 0, 123456, tzinfo=timezone(timedelta(hours=5)))
    assert time_of("2026-01-12T10:15:00.123456+05:00") == moment
    assert time_of("2026-01-12t05:15:00.1234569z") == moment


@pytest.mark.parametrize(
    "value",
    [
        *("2026-01-12T24:00:00Z", "2026-01-12T10:60:00Z", "2026-01-12T25:00:00+05:00"),
        *("2026-06-30T23:59:60Z", "2026-01-12T10:15:61Z"),  # no clock here knows a leap second
        *("2026-01-12T10:15:00+24:00", "2026-01-12T10:15:00+05:60", "2026-01-12T10:15:00-00:99"),
        *("2026-02-30T10:15:00Z", "2026-13-01T10:15:00Z", "0001-01-01T00:00:00+23:59"),
    ],
)
def test_times_that_no_clock_shows_are_refused(value: str) -> None:
    assert time_(value) == "time_impossible"


@pytest.mark.parametrize(
    "value",
    [
        *("", "2026-01-12", "2026-01-12T10:15:00", "2026-01-12T10:15+05:00", "10:15:00Z"),
        *("2026-01-12 10:15:00Z", "2026-01-12T10:15:00 Z", "2026-01-12T10:15:00+0500"),
        *("2026-01-12T10:15:00+05", "2026-01-12T10:15:00Z\n", "2026-01-12T10:15:00,5Z"),
        *("2026-01-12T10:15:00.Z", "2026-01-12T1０:15:00Z", "2026-01-12T10:15:00+05:00:30"),
        *("2026-01-12T10:15:00.٣Z", "2026-01-12x10:15:00Z", "20260112T101500Z"),
        *("2026-01-12T10:15:00ZZ", "2026-01-12T10:15:00+05:00[Asia/Almaty]"),
    ],
)
def test_only_one_way_of_writing_a_time_is_taken(value: str) -> None:
    assert time_(value) == "not_a_time"


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        *[("+77010000101", None), ("+7 701 000 01 01", None), ("8 (701) 000-01-01", None)],
        *[("87750000101", None), ("+77470000101", None), ("7010000101", None)],
        *[("+77272000000", "not_a_mobile"), ("+77172000000", "not_a_mobile")],
        *[("8-800-080-7777", "not_a_phone"), ("1414", "not_a_phone")],
        *[("+79161234567", "not_a_phone"), ("+998901234567", "not_a_phone")],
        *[("+996555123456", "not_a_phone"), ("+14155552671", "not_a_phone")],
        *[("+7701000010", "not_a_phone"), ("+770100001011", "not_a_phone")],
        *[("", "not_a_phone"), ("+7701000010a", "not_a_phone"), ("+77010000101\n", "not_a_phone")],
        *[("+7７010000101", "not_a_phone"), ("+٧٧٠١٠٠٠٠١٠١", "not_a_phone")],
        *[("tel:+77010000101", "not_a_phone"), ("+77010000101;ext=5", "not_a_phone")],
        *[("()()()()", "not_a_phone"), ("+++++++", "not_a_phone"), ("+7" * 13, "not_a_phone")],
        *[("0" * 25, "not_a_phone"), ("77010000101" * 1000, "not_a_phone")],
    ],
)
def test_only_mobiles_of_kazakhstan_are_reached_by_text_message(
    value: str, wrong: str | None
) -> None:
    assert mobile(value) == wrong


@pytest.mark.parametrize(
    ("value", "sign"),
    [
        *[("office@clinic.example", None), ("a.b+c@d.e.kz", None), ("a@b-c.kz", None)],
        *[("o'neil_1@b.kz", None), ("a" * 64 + "@c.kz", None), ("a@1.kz", None)],
        *[("", ""), ("office", ""), ("office@clinic", ""), ("@clinic.example", "")],
        *[("office@", ""), ("a" * 65 + "@c.kz", ""), ("@", "")],
        *[("почта@пример.қаз", "п"), ("a@пример.қаз", "п"), ("a@b@c.kz", "@"), ("@@", "@")],
        *[("a b@c.kz", "U+0020"), ("a@c.kz\n", "U+000A"), (" a@c.kz", "U+0020")],
        *[("a@c .kz", "U+0020"), ("a\u200b@c.kz", "U+200B"), ("a@b.kz,", ","), ("<a@b.kz>", "<")],
        *[("a@.kz", "."), ("a@c.", "."), ("a@c..kz", "."), ("a..b@c.kz", "."), (".a@c.kz", ".")],
        *[
            ("a.@c.kz", "."),
            ("a@-b.kz", "-"),
            ("a@b-.kz", "-"),
            ("a@b.kz-", "-"),
            ("a@b_c.kz", "_"),
        ],
        *[
            ("“office@clinic.example”", "“"),
            ('"office@clinic.example"', '"'),
            ("mailto:a@b.kz", ":"),
        ],
        *[("a@b.kz; c@d.kz", ";"), ("Office <a@b.kz>", "U+0020"), ("a(b)@c.kz", "(")],
    ],
)
def test_addresses_for_mail(value: str, sign: str | None) -> None:
    """Fault row 20: quotation marks, commas, `mailto:` and two dots are told by the sign."""
    message = TEXT_FORMATS["email"](value)

    if sign is None:
        assert message is None
    else:
        assert message is not None
        assert message.key == ("email_sign" if sign else "not_an_email")
        assert details_of(message, value) == ({"sign": sign} if sign else {})


@pytest.mark.parametrize(
    "value",
    [
        *(
            "a.pdf",
            "documents/a.pdf",
            "a b/c d.pdf",
            "Құжаттар/диплом №1.pdf",
            "..a/b..",
            "...",
            "~",
        ),
        *("-rf", "con.pdf", "a/b/c/d/e/f", "дип:лом", "ab:c.pdf", "1:a.pdf"),
    ],
)
def test_paths_below_the_root_are_taken(value: str) -> None:
    assert path(value) is None


@pytest.mark.parametrize(
    "value",
    [
        *("", ".", "..", "../a.pdf", "a/../b.pdf", "a/..", "./a.pdf", "a/./b", "a//b", "a/"),
        *("/a.pdf", "//host/a.pdf", "/", "\\a.pdf", "a\\b.pdf", "..\\a.pdf", "\\\\host\\a"),
        *(
            "C:/a.pdf",
            "c:a.pdf",
            "a:b.pdf",
            "C:\\a.pdf",
            "a\n.pdf",
            "a.pdf\n",
            "a\0.pdf",
            "a\x7f.pdf",
        ),
        *("a\x1b[2J.pdf", "a\u202efdp.exe", "a\u200b.pdf", "a\t.pdf", "a\ud800.pdf"),
    ],
)
def test_paths_that_lead_out_or_astray_are_refused(value: str) -> None:
    assert path(value) == "not_a_path"


@given(st.lists(st.sampled_from(["a", "b.pdf", "..", ".", "", "\\", "C:", "\n", "/"]), max_size=6))
def test_no_part_of_a_path_that_is_taken_leads_upwards(parts: list[str]) -> None:
    value = "/".join(parts)
    if path(value) is None:
        assert not value.startswith("/")
        assert not {"", ".", ".."} & set(value.split("/"))
        assert not set(value) & set("\\\n")
        assert not re.match("[A-Za-z]:", value)


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        *[("0" * 64, True), ("aF" * 32, True), ("", False), ("0" * 63, False), ("0" * 65, False)],
        *[("g" * 64, False), ("0" * 64 + "\n", False), ("０" * 64, False), ("0" * 63 + " ", False)],
    ],
)
def test_digests(value: str, is_right: bool) -> None:
    assert sha256(value) == (None if is_right else "not_a_digest")


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        *[("s1", True), ("A.b_c-9", True), ("x" * 64, True), ("", False), ("x" * 65, False)],
        *[("s 1", False), ("s1\n", False), ("с1", False), ("s/1", False), ("s１", False)],
    ],
)
def test_ids(value: str, is_right: bool) -> None:
    assert id_(value) == (None if is_right else "not_an_id")


@pytest.mark.parametrize("value", ["", " ", "\n\t ", "\u00a0", "\u3000"])
def test_white_space_is_no_text(value: str) -> None:
    assert text(value) == "text_empty"


_SEEN_THOUGH_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
)
"""Signs of Unicode's category Cf that have a shape: numbers and years are written under them."""


def test_what_unicode_calls_a_blank_or_a_mere_control_says_nothing() -> None:
    for character in map(chr, range(0x110000)):
        if unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
            is_seen = character in _SEEN_THOUGH_FORMAT or character in "\U000110bd\U000110cd"
            assert (text(character) is None) == is_seen, hex(ord(character))


@pytest.mark.parametrize(
    "unseen",
    [
        *["\u200b", "\u200b\u200d \u2060\t", "\ufeff", "\u3164", "\u2800", "\u115f\u1160"],
        *["\ufe0f", "\u034f", "\U000e0041", "\u00ad", "\u202e\u202c", ""],
    ],
)
def test_a_text_in_which_nothing_can_be_seen_says_nothing(unseen: str) -> None:
    assert text(unseen) == "text_empty"
    assert text(f"{unseen}ә") is None
    assert text(f".{unseen}") is None


@pytest.mark.parametrize("value", ["a", " a ", "Қ", "0", "—"])
def test_anything_more_is_a_text(value: str) -> None:
    assert text(value) is None


_ODD = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(), max_size=40),  # lone surrogates among them
    st.text("0123456789+-:TZ./ ()\n\\@०٣", max_size=40),
    st.text("0123456789", min_size=10, max_size=14),
)


@given(_ODD)
def test_every_format_has_an_answer_for_any_text(value: str) -> None:
    for name in TEXT_FORMATS:
        answer = _keyed(name)(value)

        assert answer is None or re.fullmatch("[a-z_]+", answer), name


@pytest.mark.parametrize("name", sorted(TEXT_FORMATS))
def test_no_format_hangs_on_a_long_text(name: str) -> None:
    for value in (
        "a" * 100_000,
        "0" * 100_000,
        "a." * 50_000 + "@",
        "@" + ".a" * 50_000,
        "-" * 9999,
    ):
        TEXT_FORMATS[name](value)


# What JSON Schema says of a format is the format

_GATES = {name: Gate({"it": Field("string", check_with=name)}) for name in TEXT_FORMATS}
_RIGHT = {
    "text": ["a b"],
    "date": ["2024-02-29", "1900-01-01", "2199-12-31"],
    "time": ["2026-01-12T10:20:30+05:00", "2024-02-29t23:59:59.1234567z"],
    "iin": ["900101300007", "850615400014"],
    "bin": ["150140000015", "040640000020"],
    "mobile": ["+77011234567", "8 (707) 123-45-67"],
    "email": ["a.b@clinic.example.kz"],
    "path": ["documents/form-3.pdf", "құжат/1.pdf"],
    "sha256": ["0aF" * 21 + "1"],
    "id": ["s-1._A"],
}
_SIGNS = "0123456789aZz+-:T. ()/\\@_tz\n\x1c\x85\u2003\ufeff\u200b٣"


def _disputed(name: str, values: Iterable[str]) -> list[str]:
    """Texts that the gate and the format do not agree on."""
    agrees, told = _GATES[name], TEXT_FORMATS[name]
    return [each for each in values if agrees({"it": each}) != (told(each) is None)]


def _slips(right: str) -> Iterator[str]:
    """A text with any one of its signs dropped or replaced, or one added; with two such slips."""
    draw = Random(right)  # noqa: S311  # the same ones in every run
    for at, put, gone in product(range(len(right) + 1), ["", *_SIGNS], (0, 1)):
        slipped = right[:at] + put + right[at + gone :]
        yield slipped
        again = draw.randint(0, len(slipped))
        yield slipped[:again] + draw.choice(_SIGNS) + slipped[again + draw.randint(0, 1) :]


@pytest.mark.parametrize("name", sorted(TEXT_FORMATS))
def test_the_gate_and_the_format_agree_on_every_slip(name: str) -> None:
    for right in _RIGHT[name]:
        assert _disputed(name, [right, *_slips(right)]) == []


@given(st.text(max_size=20))
def test_the_gate_and_the_format_agree_on_any_text(value: str) -> None:
    assert [name for name in TEXT_FORMATS if _disputed(name, [value])] == []


def test_the_gate_and_the_calendar_agree_on_every_day() -> None:
    days = product(range(1895, 2205), range(14), range(33))
    assert _disputed("date", (f"{year}-{month:02}-{day:02}" for year, month, day in days)) == []


def test_the_gate_and_the_clock_agree_on_every_time_and_offset() -> None:
    numbers = [*range(26), 58, 59, 60, 61, 99]
    times = [f"{hour:02}:{minute:02}:00Z" for hour, minute in product(numbers, numbers)]
    times += [f"10:00:{second:02}Z" for second in numbers]
    times += [
        f"10:00:00{sign}{hour:02}:{minute:02}"
        for sign, hour, minute in product("+-", numbers, numbers)
    ]
    days = ["2024-02-29", "2023-02-29", "1900-01-01", "1899-12-31", "2199-12-31", "2200-01-01"]
    values = [f"2026-01-12T{each}" for each in times] + [f"{day}T10:00:00Z" for day in days]
    assert _disputed("time", values) == []


def test_white_space_is_the_same_to_the_gate() -> None:
    """On the planes where Unicode has signs that show nothing, and at the ends of the others."""
    planes = [*range(0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE2000)]
    ends = [plane + at for plane in range(0x20000, 0x110000, 0x10000) for at in (0, 0xFFFD, 0xFFFF)]
    assert _disputed("text", map(chr, planes + ends)) == []


def test_the_short_way_to_a_mobile_number_is_the_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [f"+7{first:04}000000" for first in range(10_000)]
    numbers += [f"+77{first:03}999999" for first in range(1000)]
    short = [number for number in numbers if mobile(number) is None]
    monkeypatch.setattr(formats, "_mobile_in_full", lambda: re.compile("(?!)"))

    assert short == [number for number in numbers if mobile(number) is None]
    assert short
