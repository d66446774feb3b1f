"""Every lint has its words and its page."""

from __future__ import annotations

import re

import pytest

from tests.command import call
from tests.project import ROOT
from validator.editor.lint.lint_page import page
from validator.editor.lint.lints import LINTS, remark
from validator.errors import Fault
from validator.model import LANGUAGES, Message
from validator.words.messages import term

# ----------------------------------------------------------------------------- words and pages


def test_every_message_of_the_specs_belongs_to_one_lint() -> None:
    every = [key for each in LINTS.values() for key in each.messages]
    assert len(every) == len(set(every))
    source = "".join(
        path.read_text("utf-8")
        for folder in ("standard", "editor/lint")
        for path in (ROOT / "validator" / folder).rglob("*.py")
    )
    reader = (ROOT / "validator" / "source.py").read_text("utf-8")
    used = set(re.findall(r'"((?:spec|lint)_[a-z_]+)"', source))
    used |= set(re.findall(r'"(source_[a-z0-9_]+)"', reader))
    used -= {"spec_missing"}
    assert used <= set(every)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted({each.page for each in LINTS.values()}))
def test_every_page_has_words(name: str, lang: str) -> None:
    for part in ("means", "why", "mend"):
        key = f"lint.{name}.{part}"
        said = term(key, lang)
        assert said != key
        assert lang == "en" or said != term(key, "en")


@pytest.mark.parametrize(
    ("lint", "lang"), [("comma-in-text", "kk"), ("unused-service", "ru"), ("who-missing", "en")]
)
def test_explain_shows_the_page_of_a_lint(lint: str, lang: str) -> None:
    done = call("explain", lint, "--lang", lang)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{lint}  (")
    for part in ("means", "why", "mend"):
        assert term(f"lint.{LINTS[lint].page}.{part}", lang) in done.stdout


def test_every_lint_has_a_page_of_three_parts() -> None:
    for each in LINTS.values():
        assert len(page(each, "ru").splitlines()) == 4


def test_a_message_unknown_to_the_table_is_told_all_the_same() -> None:
    assert remark(Fault(Message("spec_brand_new"))).lint.id == "wrong-value"
