"""Workflow commands: what GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from typing import Final

from validator.model import Severity

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def annotation(severity: Severity, text: str, **properties: str | int | None) -> str:
    """One line that says something of a place; properties without a value are left out."""
    said = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    return f"::{_COMMANDS[severity]} {said}::{_escaped(text)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
