"""A worker that stands ready: each question has its answer, whatever became of the one before."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from validator.batch.pool import Lost, NoWorkersError
from validator.batch.ready import Ready
from validator.errors import CallError, Fault
from validator.model import Message


def answering() -> Callable[[str], str]:
    """Does what a question says."""

    def answer(question: str) -> str:
        what, _, path = question.partition(":")
        if what == "die":
            os._exit(1)
        if what == "sleep":
            time.sleep(60)
        if what == "wrong":
            raise CallError([Fault(Message("specs_missing", {"folder": "x"}))])
        if what == "innocent" and not Path(path).exists():  # something from outside kills it once
            Path(path).touch()
            os._exit(1)
        return what

    return answer


def failing() -> Callable[[str], str]:
    """Never comes to be ready."""
    os._exit(1)


def test_every_question_has_its_answer(tmp_path: Path) -> None:
    ready = Ready(answering, 60.0)
    try:
        assert ready.ask("one") == "one"
        assert ready.ask("die") == Lost(late=False)
        assert ready.ask(f"innocent:{tmp_path / 'seen'}") == "innocent"
        with pytest.raises(CallError):
            ready.ask("wrong")
        assert ready.ask("x" * (1 << 22)) == "x" * (1 << 22)
    finally:
        ready.end()
        ready.end()  # once more is none too many


def test_a_question_without_end() -> None:
    ready = Ready(answering, 1.0)
    try:
        assert ready.ask("sleep") == Lost(late=True)
    finally:
        ready.end()


def test_a_worker_that_never_starts() -> None:
    ready = Ready(failing, 1.0)
    with pytest.raises(NoWorkersError):
        ready.ask("one")
    ready.end()
