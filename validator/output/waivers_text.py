"""How waivers stand, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from validator.model import declare
from validator.output.audited import AuditedWaiver
from validator.output.mask import Mask
from validator.output.page import Page
from validator.output.sheet import BULLET
from validator.output.view import View
from validator.words.messages import Terms, say

WAIVER_GRANTED = declare("waiver_granted", approver=str, reason=str)

_STATES: Final = (
    *("holds", "ends_soon", "expired", "unused", "never_waivable", "duplicate", "unknown"),
)

term = Terms(*(f"waiver.{each}" for each in _STATES))


def one(audited: Sequence[AuditedWaiver], view: View) -> bytes:
    """The waivers by how they stand, those that hold first."""
    page, mask = Page(view.width, color=view.color), Mask(())
    for state in _STATES:
        found = [each for each in audited if each.state == state]
        if found:
            page.heading(f"{term(f'waiver.{state}', view.lang)} ({len(found)})")
        for each in found:
            names = (each.requirement, each.bundle, each.edition)
            page.item(BULLET, " · ".join(filter(None, names)), "bold")
            page.detail(each.fault.told(view.lang))
            said = {"approver": mask(each.waiver.approver), "reason": mask(each.waiver.reason)}
            page.detail(say(WAIVER_GRANTED(**said), view.lang), "dim")
    return page.text().lstrip("\n").encode()
