"""Whatever an editor writes, the linter says where and goes on."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.editor.lint.made import APPLICATION, SMALL, edit, found_in, ids
from tests.texts import wording
from validator.editor.lint.lints import LINTS
from validator.words.messages import say

# ------------------------------------------------------------------- whatever an editor types

TEXTS = {
    path.relative_to(SMALL).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(SMALL.rglob("*.yaml"))
}


PIECES = [
    *("{", "}", "[", "]", ":", " ", "\n", "- ", "#", '"', "'", "|", ">", "&a", "*a", "!!x", "\t"),
    *(
        "null",
        "true",
        "0",
        "-1",
        "1e9",
        "2024-02-30",
        "list.1",
        "size",
        "documents",
        "\x00",
        "\ud800",
    ),
    *("{a: {b: [}", "? ", "<<: x", "---\n", "%TAG ! x\n", "[" * 70, "schema:\n", "when: ", "²"),
]


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, bytes]:
    """One spec file with some of its text cut out, repeated, swapped or replaced."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        piece = draw(
            st.one_of(
                st.just(""),
                st.sampled_from(PIECES),
                st.just(text[start:end] * 2),
                st.text(max_size=8),
                st.integers().map(str),
            )
        )
        text = text[:start] + piece + text[end:]
    return name, text.encode("utf-8", "surrogatepass")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage())
def test_no_text_breaks_the_linter(specs: Path, damaged: tuple[str, bytes]) -> None:
    name, data = damaged
    before = (SMALL / name).read_bytes()
    (specs / name).write_bytes(data)
    try:
        for each in found_in(specs):
            assert each.lint.id in LINTS
            assert say(each.fault.message, "en")
    finally:
        (specs / name).write_bytes(before)


WORDS = sorted(
    {each for text in TEXTS.values() for each in re.findall(r"[\w.:/-]+", text)}
    | {"{}", "[]", "null", "-1", "99999999999999999999", "{allowed: [1]}", "[{a: {exists: true}}]"}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(TEXTS)),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(WORDS)), min_size=1, max_size=3),
)
def test_no_value_in_the_place_of_another_breaks_the_linter(
    specs: Path, name: str, changes: list[tuple[int, str]]
) -> None:
    text = TEXTS[name]
    for number, word in changes:
        places = [each.span() for each in re.finditer(r"(?<=: )[\w.]+|(?<=\[)[\w.]+", text)]
        start, end = places[number % len(places)]
        text = text[:start] + word + text[end:]
    (specs / name).write_text(text, "utf-8")
    try:
        found_in(specs)
    finally:
        (specs / name).write_text(TEXTS[name], "utf-8")


def test_deep_nesting_is_told(specs: Path) -> None:
    label = f"label: {wording('А', 'Б', 'C')}"
    deep = f"{{type: string, {label}}}"
    for _ in range(20):
        deep = f"{{type: dict, {label}, schema: {{a: {deep}, b: {{typo: 1}}}}}}"
    edit(specs, APPLICATION, "  area:\n", f"  deep: {deep}\n  area:\n")
    assert ids(specs) & {"yaml-limit", "missing-key", "unknown-key"}
