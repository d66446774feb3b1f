"""Helps, texts and errors are as wide as the terminal, and no line is broken inside a word."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import click
import pytest
from rich.cells import cell_len

from tests.project import ROOT
from validator.cli import run
from validator.cli.commands import cli
from validator.cli.lazy import LazyGroup
from validator.cli.spoken import speak, translated
from validator.cli.terminal import columns, tell_error, width_of
from validator.model import LANGUAGES

WIDTHS = (40, 80, 120)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    yield
    speak(["--lang", "en"])


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Context]]:
    context = command.context_class(command, info_name=name)
    yield name, context
    if isinstance(command, LazyGroup):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None
            yield from _commands(below, f"{name} {each}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_help_keeps_to_the_width_and_its_words(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are those of a help as wide as it likes, whatever the width."""
    speak(["--lang", lang])
    for name, context in _commands(translated(cli), "validator"):
        words = []
        for width in WIDTHS:
            monkeypatch.setenv("COLUMNS", str(width))
            shown = context.get_help()
            long = [each for each in shown.splitlines() if cell_len(each) > width]
            assert [each for each in long if len(each.split()) > 1] == [], (name, width)
            words.append(shown.replace("|", " ").split())  # values of an option are words too
        assert words[0] == words[1] == words[2], name


@pytest.mark.parametrize(("said", "used"), [(40, 40), (80, 80), (120, 120), (400, 120), (3, 20)])
def test_lines_are_as_wide_as_the_terminal(
    said: int, used: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(said))
    monkeypatch.setenv("TERM", "xterm")
    assert columns() == width_of(_Terminal()) == used
    assert width_of(io.StringIO()) == width_of(None) == 80  # a file is alike everywhere


def test_an_error_is_broken_between_words_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "validator: " + "word " * 20 + "x" * 50
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    for stream, lines in ((_Terminal(), 4), (io.StringIO(), 1)):
        monkeypatch.setattr(sys, "stderr", stream)
        tell_error(text)
        assert stream.getvalue().split() == text.split()
        assert len(stream.getvalue().splitlines()) == lines


def test_an_explanation_is_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("validator.cli.explain.width_of", lambda _: 40)
    call = ["explain", "row.3.a", "--specs", str(ROOT / "tests" / "services" / "specs")]
    assert run([*call, "--lang", "kk"]) == 0
    shown = capsys.readouterr().out
    assert max(map(cell_len, shown.splitlines())) <= 40
