"""What the command says of itself comes in the language of the call, be the call right or wrong."""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Final

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

import validator
from validator.cli import run
from validator.cli.commands import cli
from validator.cli.lazy import LazyGroup
from validator.cli.spoken import placeholder, speak, told
from validator.model import CYRILLIC
from validator.output.view import locale_language

LOCALE: Final = Path(validator.__file__).parent / "locale"
ENGLISH: Final = re.compile(
    r"\b(such|missing|invalid|value|option|requires?|argument|usage|help|exist|is not)\b",
    re.I,
)
WRONG: Final = (
    ("check",),
    ("chek",),
    ("check", "--formt", "x"),
    ("check", "x", "--fail-on", "grave"),
    ("check", "x", "--as-of", "2026"),
    ("check", "x", "--specs", "nowhere"),
    ("check", "x", "--strict=3"),
    ("check", "nowhere"),
    ("check", "--as-of"),
    ("list", "a", "b"),
    ("spec", "diff", "2025-93", "nowhere"),
    ("spec", "diff", "a"),
    ("spec", "lint", "x", "--specs", "specs"),
    ("spec", "test", "--seed", "1"),
    ("spec", "test", "--mutate", "--least", "many"),
    ("spec", "new-edition", "a", "b", "c"),
)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system that speaks English, and speaks it again afterwards."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak(["--lang", "en"])


def _helps(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    yield from filter(None, [command.help])
    yield from (
        each.help for each in command.params if isinstance(each, click.Option) and each.help
    )
    labels = (command.options_metavar, *map(placeholder, command.params))
    yield from (each for each in labels if each and len(each) > 1)
    if isinstance(command, LazyGroup):
        yield command.subcommand_metavar
        yield from (said for _, said in command.commands_of.values())
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _helps(below)


def _catalogue(lang: str) -> Catalog:
    with (LOCALE / lang / "LC_MESSAGES" / "commands.po").open("rb") as file:
        return read_po(file, locale=lang)


@pytest.mark.parametrize("lang", CYRILLIC)
def test_every_help_has_words(lang: str) -> None:
    speak(["--lang", "en"])
    wanted = {told(each) for each in _helps(cli)}
    assert len(wanted) > 50
    assert {each for each in wanted if each not in _catalogue(lang)} == set()


@pytest.mark.parametrize("lang", CYRILLIC)
def test_words_are_whole_and_compiled(lang: str) -> None:
    entries = [each for each in _catalogue(lang) if each.id]
    for each in entries:
        ids = (each.id,) if isinstance(each.id, str) else tuple(each.id)
        forms = _forms(each)
        assert all(forms), each.id
        assert len(forms) == (1 if len(ids) == 1 else get_plural(lang).num_plurals), each.id
        allowed = set().union(*map(_placeholders, ids))
        assert set().union(*map(_placeholders, forms)) <= allowed, each.id
        assert ids != forms
    with (LOCALE / lang / "LC_MESSAGES" / "commands.mo").open("rb") as file:
        compiled = _strings(read_mo(file))
    assert compiled == _strings(entries)


def _strings(entries: Iterable[Message]) -> dict[str, tuple[str, ...]]:
    """The forms of each wording; lists are tuples in one sort of catalogue."""
    return {
        each.id if isinstance(each.id, str) else "".join(each.id): _forms(each)
        for each in entries
        if each.id
    }


def _forms(entry: Message) -> tuple[str, ...]:
    words = entry.string or ""
    return (words,) if isinstance(words, str) else tuple(words)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", CYRILLIC)
@pytest.mark.parametrize("args", WRONG, ids=" ".join)
def test_a_wrong_call_is_told_in_its_language(
    args: tuple[str, ...], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for call in ([*args, "--lang", lang], [args[0], f"--lang={lang}", *args[1:]]):
        assert run(call) == 2
        told_ = capsys.readouterr().err
        words = re.sub(r"'[^']*'|«[^»]*»", "", told_.replace("--help", ""))
        assert re.search("[а-яәіңғүұқөһ]{3}", words, re.I), told_
        assert not ENGLISH.search(words), told_


def test_without_a_language_a_wrong_call_is_told_in_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check"]) == 2
    assert "Missing argument 'PATH...'" in capsys.readouterr().err
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert run(["check"]) == 2
    assert "Не указан аргумент 'ПУТЬ...'" in capsys.readouterr().err
    assert run(["check", "--lang", "tr"]) == 2  # a language that there is not
    assert "'tr' нет среди значений" in capsys.readouterr().err


@pytest.mark.parametrize("call", [["--lang", "ru", "--help"], ["spec", "--help", "--lang=ru"]])
def test_a_help_is_in_the_language_of_the_call(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(call) == 0
    shown = capsys.readouterr().out
    for heading in ("Вызов:", "Параметры:", "Команды:", "Показать эту справку."):
        assert heading in shown
    assert run([*call, "--lang", "en"]) == 0
    assert "Show this message and exit." in capsys.readouterr().out


def test_a_language_before_the_command_is_that_of_its_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--lang", "kk", "list"]) == 0
    before = capsys.readouterr().out
    assert run(["list", "--lang", "kk"]) == 0
    assert capsys.readouterr().out == before


@pytest.mark.parametrize(
    ("number", "lang"),
    [(0x0419, "ru"), (0x043F, "kk"), (0x0409, "en"), (0x0809, "en"), (0x0407, "en"), (1, "en")],
)
def test_on_windows_the_system_says_the_language(
    number: int, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault row 48: a Russian Windows has no locale in its environment."""
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert locale_language() == lang
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")  # a shell that says otherwise
    assert locale_language() == "ru"
