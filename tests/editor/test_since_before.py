"""What an edition changed against the one before has to be noticed by a case, or explained."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

from tests.command import call
from tests.editor.lint.made import SAMPLES, SECOND, edit, second_edition

CASES = SECOND.replace("standard", "cases/all")


def _mutate(specs: Path, edition: str) -> CompletedProcess[str]:
    asked = ("--samples", SAMPLES, "--edition", edition, "--mutate", "--least", "0")
    return call("spec", "test", "--specs", specs, *asked, "--lang", "en")


def _amended(specs: Path, passes: int) -> None:
    """The second edition allows a small kiosk ten square metres more."""
    second_edition(specs, first="2024-01-02", until="2024-01-01")
    edit(specs, SECOND, "max: 50", "max: 60")
    edit(specs, CASES, "area: 50", f"area: {passes}")
    edit(specs, CASES, "area: 51", "area: 61")


def test_a_change_on_which_no_case_lies_fails_whatever_the_score(kiosk: Path) -> None:
    _amended(kiosk, passes=59)
    done = _mutate(kiosk, "2")
    assert done.returncode == 1, done.stdout
    assert "area.of_small/check/max: 60 → 59: no case notices it" in done.stdout
    assert done.stdout.splitlines()[-1].startswith(
        "Of what is not in edition 1 or has another value there, unnoticed and unexplained: 1;"
    )


def test_what_is_noticed_and_what_is_as_before_is_left_to_the_score(kiosk: Path) -> None:
    _amended(kiosk, passes=60)
    done = _mutate(kiosk, "2")
    assert ": no case notices it" in done.stdout  # of values that are those of edition 1
    assert done.returncode == 0, done.stdout


def test_a_reason_is_enough(kiosk: Path) -> None:
    _amended(kiosk, passes=59)
    (kiosk / SECOND).with_name("mutants.yaml").write_text(
        "unnoticed:\n  - at: /other/area.of_small/check/max\n    to: 59\n"
        "    reason: {kk: Себебі бар, ru: Есть причина, en: There is one}\n",
        "utf-8",
    )
    assert _mutate(kiosk, "2").returncode == 0
