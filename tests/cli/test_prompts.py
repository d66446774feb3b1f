"""A checklist that asks: at a terminal, in the language of the call, and until it is understood."""

from __future__ import annotations

import io
import json
from subprocess import CompletedProcess

import pytest

from tests.command import call

pytestmark = pytest.mark.usefixtures("law_of_then")

ISSUE = ["1", "1", "2", "1", "нет", "1", "2012", "жоқ", "yes", "12.01.2026"]
"""A licence for a firm with one room and one person, paid for in January 2026."""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _ask(monkeypatch: pytest.MonkeyPatch, answers: list[str], *args: str) -> CompletedProcess[str]:
    monkeypatch.setattr("sys.stdin", _Terminal("".join(f"{each}\n" for each in answers)))
    return call("checklist", "--as-of", "2026-02-02", *args)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", ["Сұралатын қызмет", "нешеу?", "Мамандар, 1 ішінен 1", "иә немесе жоқ"]),
        ("ru", ["Запрашиваемая услуга", "сколько?", "Специалисты, 1 из 1", "да или нет"]),
        ("en", ["Service asked for", "how many?", "Staff, 1 of 1", "yes or no"]),
    ],
)
def test_it_asks_in_the_language_of_the_call(
    monkeypatch: pytest.MonkeyPatch, lang: str, words: list[str]
) -> None:
    done = _ask(monkeypatch, ISSUE, "--lang", lang, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert [word for word in words if word not in done.stderr] == []
    found = json.loads(done.stdout[done.stdout.index("{") :])
    assert found["fee_due"] == 43250
    asked = {each["requirement"] for each in found["papers"] if each["needed"] == "yes"}
    assert {"documents.diploma", "documents.premises_title"} <= asked
    assert not [each for each in found["papers"] if each["needed"] == "unknown"]


def test_a_wrong_answer_is_asked_again_with_why(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["0", "4", "issuing", "", *ISSUE[:3], "0", *ISSUE[3:5]]
    answers += ["-1", "1", "1812", *ISSUE[6:9], "31.02.2026", ""]
    done = _ask(monkeypatch, answers, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Type a number from 1 to 3") == 3
    assert "Type a number from 0 to 200" in done.stderr
    assert "Type a number from 1940 to 2100" in done.stderr
    assert "Date of payment does not take “31.02.2026”" in done.stderr
    assert "such as 2026-01-31" in done.stderr
    assert "ask." not in done.stderr


def test_who_does_not_know_yet_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    done = _ask(monkeypatch, ["1", *[""] * 9], "--lang", "en", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout[done.stdout.index("{") :])
    assert {each["needed"] for each in found["papers"]} >= {"unknown"}


@pytest.mark.parametrize("answers", [[], ISSUE[:3]])
def test_it_can_be_ended_at_any_time(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> None:
    done = _ask(monkeypatch, answers, "--lang", "ru")
    assert (done.returncode, done.stdout.strip()) == (130, "")
    assert done.stderr.endswith("\nvalidator: прервано\n")


def test_where_nobody_can_be_asked_it_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (io.StringIO("1\n"), None):
        monkeypatch.setattr("sys.stdin", stream)
        done = call("checklist", environment={"LANG": "C"})
        assert (done.returncode, done.stdout) == (2, "")
        assert "--service (issue, reissue, duplicate)" in done.stderr
