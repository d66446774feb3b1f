"""The strict reader: what it takes, what it refuses, and where it says things stand."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from validator.errors import SourceError
from validator.places import Places, Position, pointer
from validator.source import MAX_DEPTH, MAX_VALUES, locate, read


def refusal(data: bytes | str, name: str = "a.yaml") -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(data if isinstance(data, bytes) else data.encode(), name)
    return caught.value


# Values


def test_a_space_that_does_not_break_may_stand_in_a_text() -> None:
    text = "a: №\xa05\n'№\xa05\xa0': 1"
    assert read(text.encode(), "a.yaml") == {"a": "№\xa05", "№\xa05\xa0": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("On", "On"),
        ("2026-01-12", "2026-01-12"),
        ("2026-01-12T10:15:00+05:00", "2026-01-12T10:15:00+05:00"),
        ("010", "010"),
        ("-01", "-01"),
        ("0x1F", "0x1F"),
        ("0o7", "0o7"),
        ("22:30", "22:30"),
        ("1_000", "1_000"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("NaN", "NaN"),
        ("+5", "+5"),
        ("5.", "5."),
        (".5", ".5"),
        ("-x", "-x"),
        ("٣", "٣"),
        ("1٣", "1٣"),
        ("nUll", "nUll"),
        ("yes", "yes"),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("850101400011", 850101400011),
        ("43250.0", 43250),
        ("1e3", 1000),
        ("-2.5E-1", -0.25),
        ('"5"', "5"),
        ("'true'", "true"),
        ('""', ""),
        ("a\n  b", "a b"),
        ("|\n  5\n", "5\n"),
        ("<<", "<<"),
        ("x # comment", "x"),
    ],
)
def test_scalar(text: str, value: object) -> None:
    found = read(f"a: {text}".encode(), "a.yaml")["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("43250.0", 43250), ("1e3", 1000), ("-0", 0), ("0.5", 0.5), ("9" * 400, int("9" * 400))],
)
def test_number_is_the_same_in_both_formats(text: str, value: object) -> None:
    for name in ("a.json", "a.yaml"):
        found = read(text.encode(), name)
        assert found == value
        assert type(found) is type(value)


def test_keys_are_text() -> None:
    data = b'1: a\nno: b\n2026-01-12: c\n~: d\n<<: {x: 1}\n? f\n: g\n"": e\n'
    assert read(data, "a.yml") == {
        "1": "a",
        "no": "b",
        "2026-01-12": "c",
        "~": "d",
        "<<": {"x": 1},
        "f": "g",
        "": "e",
    }


@pytest.mark.parametrize("data", [b"a: 1", b"\xef\xbb\xbfa: 1", b"%YAML 1.1\n---\na: 1\n...\n"])
def test_what_may_stand_around_a_document(data: bytes) -> None:
    assert read(data, "a.yaml") == {"a": 1}


def test_json_by_name_in_any_case() -> None:
    assert read(b'\xef\xbb\xbf{"a": [1, "\\u00e9", null, true]}', "A.JSON") == {
        "a": [1, "é", None, True]
    }
    assert refusal("a: 1", "a.JSON").message.key == "source_syntax"


def test_surrogate_pairs_are_one_character() -> None:
    assert read(b'{"\\ud83d\\ude00": "\\ud83d\\ude00"}', "a.json") == {"😀": "😀"}


def test_explicit_null_is_no_empty_document() -> None:
    assert read(b"null", "a.yaml") is None
    assert read(b'""', "a.yaml") == ""


# Refusals


@pytest.mark.parametrize(
    ("text", "key", "line", "column"),
    [
        ("", "source_empty", 1, 1),
        ("# nothing\n", "source_empty", 2, 1),
        ("---\n", "source_empty", 2, 1),
        ("a: 1\nb: 2\na: 3", "source_duplicate_key", 3, 1),
        ("1: a\n'1': b", "source_duplicate_key", 2, 1),
        ("a: &x 1", "source_anchor", 1, 4),
        ("a: &x [1]", "source_anchor", 1, 4),
        ("&x a: 1", "source_anchor", 1, 1),
        ("a: *x", "source_alias", 1, 4),
        ("*x : 1", "source_alias", 1, 1),
        ("<<: *x", "source_alias", 1, 5),
        ("a: !!str 1", "source_tag", 1, 4),
        ("a: ! 1", "source_tag", 1, 4),
        ("a: ! '1'", "source_tag", 1, 4),
        ("a: !!map {}", "source_tag", 1, 4),
        ("!!str a: 1", "source_tag", 1, 1),
        ("a: !!python/object:os.system x", "source_tag", 1, 4),
        ("%TAG !e! x:\n---\na: 1", "source_tag", 1, 1),
        ("a: 1\n---\nb: 2", "source_second_document", 2, 1),
        ("a: 1\n---\n", "source_second_document", 2, 1),
        ("? [a]\n: 1", "source_key_not_text", 1, 3),
        ("{{a: 1}: 2}", "source_key_not_text", 1, 2),
        ("? &x [a]\n: 1", "source_anchor", 1, 3),
        ("a: [1, 2", "source_bracket", 1, 4),
        ("a: b: c", "source_colon_in_text", 1, 5),
        ("a:\n\t- 1", "source_tab", 2, 1),
        ("a:\n  \tb: 1", "source_tab", 2, 3),
        ("a:\n  b: 1\n\tc: 2\nd: 3", "source_tab", 3, 1),
        ("a:\n-\tb: 1\n\tc: 2", "source_tab", 2, 2),
        ("a: x\tb: 1", "source_colon_in_text", 1, 7),
        ("a:\n\xa0\xa0b: 1", "source_false_space", 2, 1),
        ("a:\n  b: 1\n  \xa0c: 2", "source_false_space", 3, 3),
        ("a:\n  -\xa0b: 1", "source_false_space", 2, 3),
        ("a:\n  - b\n \xa0- c", "source_false_space", 3, 2),
        ("a\xa0: 1", "source_false_space", 1, 1),
        ("a: 1\nb:\xa02\nc: 3", "source_false_space", 2, 3),
        ("a: №\xa05\nb: c: d", "source_colon_in_text", 2, 5),
        ('a: "\\ud800"', "source_syntax", 1, 7),
        ("a: 1\nb: \x00", "source_character", 2, 4),
        ("é: \x7f", "source_character", 1, 4),
        ('a: "\\0"', "source_character", 1, 4),
        ('"\\x00": 1', "source_character", 1, 1),
        ("a: 1e999", "source_number_out_of_range", 1, 4),
        ("a: -" + "1" * 400, "source_number_out_of_range", 1, 4),
        ("a: 1." + "1" * 400, "source_number_out_of_range", 1, 4),
    ],
)
def test_yaml_refusal(text: str, key: str, line: int, column: int) -> None:
    error = refusal(text)
    assert (error.message.key, error.line, error.column) == (key, line, column)


@pytest.mark.parametrize(
    ("text", "key", "line", "column"),
    [
        ("", "source_empty", 1, 1),
        (" \n ", "source_empty", 2, 2),
        ('{"a": 1,\n "a": 2}', "source_duplicate_key", 2, 2),
        ('[{"\\u0061": 1, "a": {}}]', "source_duplicate_key", 1, 16),
        ("[NaN]", "source_syntax", 1, 2),
        ("[1,\n-Infinity]", "source_syntax", 2, 1),
        ("[1, 1e999]", "source_number_out_of_range", 1, 5),
        ("[" + "1" * 401 + "]", "source_number_out_of_range", 1, 2),
        ("[" + "1" * 5000 + "]", "source_number_out_of_range", 1, 2),
        ('["\\ud800"]', "source_character", 1, 2),
        ('{"\\uDC00": 1}', "source_character", 1, 2),
        ('["a", "\\u0000"]', "source_character", 1, 7),
        ('["\x00"]', "source_character", 1, 3),
        ('["a\nb"]', "source_syntax", 1, 4),
        ("[1,]", "source_syntax", 1, 4),
        ("{'a': 1}", "source_syntax", 1, 2),
        ("[1] [2]", "source_syntax", 1, 5),
        ("[01]", "source_syntax", 1, 3),
    ],
)
def test_json_refusal(text: str, key: str, line: int, column: int) -> None:
    error = refusal(text, "a.json")
    assert error.message.key == key
    assert error.line == line
    if key != "source_syntax":  # where json sees an error differs between versions of Python
        assert error.column == column


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_encodings(name: str) -> None:
    assert refusal('{"a": "é"}'.encode("utf-16"), name).message.key == "source_not_utf8"
    assert refusal('{"a": 1}'.encode("utf-16-le"), name).message.key in (
        "source_character",
        "source_syntax",
    )
    error = refusal('{"a":\n "é'.encode() + b'\xe9"}', name)
    assert (error.message.key, error.line, error.column) == ("source_not_utf8", 2, 4)


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_size(name: str) -> None:
    data = b"[" + b" " * 98 + b"]"
    assert read(data, name, max_bytes=100) == []
    with pytest.raises(SourceError) as caught:
        read(data, name, max_bytes=99)
    assert caught.value.message.key == "source_too_large"
    assert caught.value.message.args == {"limit": 99}
    assert caught.value.line is None
    assert refusal(b" " * ((1 << 20) + 1), name).message.args == {"limit": 1 << 20}


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_depth(name: str) -> None:
    """Row 32: the newest PyYAML that is allowed reads as deep as the others."""
    deepest = "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
    assert json.dumps(read(deepest.encode(), name)) == deepest
    error = refusal(f"[{deepest}]", name)
    assert (error.message.key, error.column) == ("source_too_deep", MAX_DEPTH + 1)
    assert error.message.args == {"limit": MAX_DEPTH}
    for opening in ("[", '{"a":', '[{"a":'):
        assert refusal(opening * 100_000, name).message.key == "source_too_deep"


@pytest.mark.parametrize(
    ("text", "key", "column"),
    [
        # Each opening is a level; the 65th is named, however far libyaml looks ahead.
        ("[ " * 1100, "source_too_deep", 129),
        ("- " * 1100, "source_too_deep", 129),
        ('[{"a":' * 600, "source_too_deep", 193),
        # What is wrong before that is told first.
        ("[}" + "[" * 1100, "source_bracket", 1),
        ("{a: 1, a: " + "[" * 1100, "source_duplicate_key", 8),
        ('"a" ' + "[" * 1100, "source_after_quote", 5),
    ],
)
def test_depth_past_what_libyaml_reads(text: str, key: str, column: int) -> None:
    error = refusal(text)
    assert (error.message.key, error.line, error.column) == (key, 1, column)


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_number_of_values(name: str) -> None:
    assert len(read(f"[{'1, ' * (MAX_VALUES - 2)}1]".encode(), name)) == MAX_VALUES - 1
    error = refusal(f"[\n{'1, ' * (MAX_VALUES - 1)}1]", name)
    assert (error.message.key, error.line) == ("source_too_many", 2)
    assert error.message.args == {"limit": MAX_VALUES}


def test_many_containers_are_fine() -> None:
    value = {"a": [{"b": [i]} for i in range(500)]}
    assert read(json.dumps(value).encode(), "a.json") == value


def test_a_caller_without_room_is_not_the_texts_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoRoom:
        def decode(self, text: str) -> Any:
            raise RecursionError(text)

    monkeypatch.setattr("validator.source._JSON", NoRoom())
    with pytest.raises(RecursionError):
        read(b"[1]", "a.json")


def test_an_error_tells_nothing_of_the_text_but_a_doubled_key() -> None:
    for key, shown in (
        *[("k" * 40, "k" * 40), ("k" * 41, "…"), ("permission_control", "permission_control")],
        *[("Әйгерім Үлгі", "…"), ("850101400011", "…"), ("a-850101", "…"), ("a-85010", "a-85010")],
    ):
        assert refusal(f"{key}: 1\n{key}: 2").message.args == {"key": shown}
        assert refusal(f'{{"{key}": 1, "{key}": 2}}', "a.json").message.args == {"key": shown}
    assert refusal("secret: [").message.args == {"sign": "["}
    assert refusal("a850101:x\nb: c").message.args == {}
    assert "secret" not in str(refusal("secret: ["))


# Signs that nobody sees

BREAKS = {"\x85": "U+0085 NEXT LINE", "\u2028": "U+2028 LINE SEPARATOR", "\u2029": "U+2029"}


@pytest.mark.parametrize("sign", BREAKS)
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("fee:\n  # the amount follows{}  amount: 43250", 2, 23),
        ("a: x{}b: 1", 1, 5),
        ("a: 'x{}b'", 1, 6),
        ("{}a: 1", 1, 1),
        ("a: 1\n# {}", 2, 3),
        ("a: |\n  x\n  y{}  z\n", 3, 4),
        ("a{}: 1", 1, 2),
    ],
)
def test_line_breaks_of_some_readers(sign: str, text: str, line: int, column: int) -> None:
    """Row 17: YAML 1.1 begins a new line at them, YAML 1.2 does not: there the comment goes on."""
    error = refusal(text.replace("{}", sign))
    assert (error.message.key, error.line, error.column) == ("source_line_break", line, column)
    assert str(error.message.args["sign"]).startswith(BREAKS[sign])


@pytest.mark.parametrize("sign", BREAKS)
def test_line_breaks_that_nobody_takes_for_one(sign: str) -> None:
    assert read(f'{{"a": "x{sign}y"}}'.encode(), "a.json") == {"a": f"x{sign}y"}
    assert read(f'a: "x\\u{ord(sign):04x}y"'.encode(), "a.yaml") == {"a": f"x{sign}y"}


INVISIBLE = {
    "\u200b": "U+200B ZERO WIDTH SPACE",
    "\ufeff": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "\xad": "U+00AD SOFT HYPHEN",
    "\u202e": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "\u2060": "U+2060 WORD JOINER",
    "\u3000": "U+3000 IDEOGRAPHIC SPACE",
    "\u2003": "U+2003 EM SPACE",
    "\U000e0020": "U+E0020 TAG SPACE",
}


@pytest.mark.parametrize("sign", INVISIBLE)
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("fe{}e: 1", 1, 3),
        ("fee{}: 1", 1, 4),
        ("a: 1\n{}fee: 1", 2, 1),
        ("a:\n  {}b: 1", 2, 3),
        ("a:\n- {}b: 1", 2, 3),
        ("a:\n  - b\n {}- c", 3, 2),
        ("a: 1\nb:{}2\nc: 3", 2, 3),
        ("a: 'x'{}\nb: 1", 1, 7),
        ("amount: {}43250", 1, 9),
        ("amount: 43250{}", 1, 14),
        ("amount: -1.5e3{}{}", 1, 15),
        ("given: true{}", 1, 12),
        ("given: {}null", 1, 8),
    ],
)
def test_signs_that_cannot_be_seen_are_named_where_they_stand(
    sign: str, text: str, line: int, column: int
) -> None:
    error = refusal(text.replace("{}", sign))
    assert (error.message.key, error.line, error.column) == ("source_invisible", line, column)
    assert error.message.args == {"sign": INVISIBLE[sign]}


@pytest.mark.parametrize("sign", INVISIBLE)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: Әйгерім{}", "Әйгерім{}"),
        ("a: x{}y", "x{}y"),
        ("a: '{}5'", "{}5"),
        ("a: {}", "{}"),
        ("a: 5{}5", "5{}5"),
        ("a: x # {}", "x"),
        ("a: 2026-01-12{}", "2026-01-12{}"),
    ],
)
def test_signs_that_cannot_be_seen_may_stand_in_a_text(sign: str, text: str, value: str) -> None:
    found = read(text.replace("{}", sign).encode(), "a.yaml")
    assert found == {"a": value.replace("{}", sign)}


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_second_mark_of_byte_order(name: str) -> None:
    mark = "\ufeff"
    error = refusal(mark + mark + '{"a": 1}', name)
    assert (error.message.key, error.line, error.column) == ("source_invisible", 1, 1)
    assert read((mark + '{"a": 1}').encode(), name) == {"a": 1}


def test_what_json_does_not_take_for_a_space() -> None:
    for sign, name in INVISIBLE.items():
        error = refusal(f'{{"a": {sign}1}}', "a.json")
        assert (error.message.key, error.column) == ("source_invisible", 7)
        assert error.message.args == {"sign": name}
    assert refusal('{"a": \xa01}', "a.json").message.key == "source_false_space"


@pytest.mark.parametrize(
    ("text", "sign"),
    [("a: \x7f", "U+007F DELETE"), ("a: \x1b", "U+001B ESCAPE"), ('a: "\\0"', "U+0000 NULL")],
)
def test_controls_are_named(text: str, sign: str) -> None:
    assert refusal(text).message.args == {"sign": sign}


def test_many_signs_take_no_time() -> None:
    signs = "\u200b" * 300_000
    assert read(f"a: x{signs}y".encode(), "a.yaml") == {"a": f"x{signs}y"}
    assert refusal(f"a: {signs}5").message.key == "source_invisible"


# Places

MANIFEST = """\
# a comment
format: 1
"applicant":
  name: 'Әйгерім'
  é/~: {x: [1,\t"2"]}
  empty:
staff:
- id: s1
  note: |
    long
- id: s2
? odd
: 5
"""


@pytest.mark.parametrize(
    ("where", "value", "key"),
    [
        ("", (2, 1), (2, 1)),
        ("/format", (2, 9), (2, 1)),
        ("/applicant", (4, 3), (3, 1)),
        ("/applicant/name", (4, 9), (4, 3)),
        ("/applicant/é~1~0", (5, 8), (5, 3)),
        ("/applicant/é~1~0/x", (5, 12), (5, 9)),
        ("/applicant/é~1~0/x/1", (5, 16), (5, 16)),
        ("/applicant/empty", (6, 9), (6, 3)),
        ("/staff", (8, 1), (7, 1)),
        ("/staff/0", (8, 3), (8, 3)),
        ("/staff/0/note", (9, 9), (9, 3)),
        ("/staff/1/id", (11, 7), (11, 3)),
        ("/odd", (13, 3), (12, 3)),
        ("/staff/1/name", (11, 3), (11, 3)),
        ("/staff/7/name/first", (8, 1), (8, 1)),
        ("/nowhere", (2, 1), (2, 1)),
        ("nonsense", (2, 1), (2, 1)),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_yaml_places(
    where: str, value: tuple[int, int], key: tuple[int, int], line_break: str, mark: bytes
) -> None:
    places = locate(mark + MANIFEST.replace("\n", line_break).encode(), "a.yaml")
    assert places.value(where) == value
    assert places.key(where) == key


def test_json_places() -> None:
    places = locate(b'{"a": {"b/c": [1, "x\\"]", {}]},\n "d"  :  null}', "a.json")
    assert places.value("") == (1, 1)
    assert places.value("/a/b~1c") == (1, 15)
    assert places.key("/a/b~1c") == (1, 8)
    assert places.value("/a/b~1c/1") == (1, 19)
    assert places.value("/a/b~1c/2/none") == (1, 27)
    assert places.key("/d") == (2, 2)
    assert places.value("/d") == (2, 10)


def test_pointer() -> None:
    assert pointer() == ""
    assert pointer("a/b", 0, "~", "") == "/a~1b/0/~0/"


# Properties

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


def whole(value: Any) -> Any:
    """The value as JSON has it, with one type of number; booleans stay apart from 0 and 1."""
    if isinstance(value, list):
        return [whole(item) for item in value]
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def same(found: Any, expected: Any) -> bool:
    return found == whole(expected) and repr(found) == repr(whole(expected))


def json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def yaml_flow(value: Any) -> str:
    """JSON text that is YAML too: what YAML cannot print, or breaks lines at, is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(
        "[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]",
        lambda found: f"\\U{ord(found[0]):08x}",
        text,
    )


@given(VALUES)
def test_json_is_read_as_written(value: Any) -> None:
    assert same(read(json.dumps(value).encode(), "a.json"), value)
    assert same(read(json.dumps(value, ensure_ascii=False).encode(), "a.json"), value)


@given(VALUES)
def test_yaml_flow_is_read_as_written(value: Any) -> None:
    assert same(read(yaml_flow(value).encode(), "a.yaml"), value)


class Dumper(yaml.SafeDumper):
    """Texts in quotation marks, the rest plain, nothing by reference."""

    def ignore_aliases(self, _: object) -> bool:
        return True


Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@given(VALUES)
def test_yaml_blocks_are_read_as_written(value: Any) -> None:
    text = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False)
    assert same(read(text.encode(), "a.yaml"), value)


@given(VALUES)
def test_places_are_where_values_start(value: Any) -> None:
    for name, text in (("a.json", json_text(value)), ("a.yaml", yaml_flow(value))):
        check_place(locate(text.encode(), name), text.split("\n"), "", value)


def check_place(places: Places, lines: list[str], where: str, value: Any) -> None:
    assert starts_with(lines, places.value(where), value)
    below = enumerate(value) if isinstance(value, list) else ()
    for key, item in value.items() if isinstance(value, dict) else below:
        if isinstance(value, dict):
            assert starts_with(lines, places.key(where + pointer(key)), key)
        check_place(places, lines, where + pointer(key), item)


def starts_with(lines: list[str], position: tuple[int, int], value: Any) -> bool:
    rest = lines[position[0] - 1][position[1] - 1 :]
    if isinstance(value, list | dict):
        return rest.startswith("[" if isinstance(value, list) else "{")
    return rest.startswith((json_text(value), yaml_flow(value)))


@given(st.binary(max_size=60) | TEXTS.map(str.encode))
def test_any_bytes_give_a_value_or_a_place(data: bytes) -> None:
    for name in ("a.yaml", "a.json"):
        place = first_place(data, name)
        assert place.line >= 1
        assert place.column >= 1


def first_place(data: bytes, name: str) -> Position:
    try:
        value = read(data, name)
    except SourceError as error:
        return Position(error.line or 0, error.column or 0)
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return locate(data, name).value("")


@given(st.text(st.sampled_from("-0123456789.eE+"), max_size=8))
def test_numbers_are_those_of_json(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        expected = text
    if isinstance(expected, float) and math.isinf(expected):
        assert refusal(text).message.key == "source_number_out_of_range"
    else:
        assert same(read(f"[{text}]".encode(), "a.yaml"), [expected] if text else [])
