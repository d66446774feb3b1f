"""How waivers stand, for programs: `waivers/v1`, one JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from validator.output.audited import AuditedWaiver
from validator.output.json_text import Data, dump
from validator.output.mask import Mask
from validator.output.view import View
from validator.words.messages import say


def one(audited: Sequence[AuditedWaiver], view: View) -> bytes:
    """Every waiver in the order of the file, and how many there are of a state."""
    mask = Mask(())
    counts = Counter(each.state for each in audited)
    made: Data = {
        "schema": "waivers/v1",
        "waivers": [_waiver(each, mask, view.lang) for each in audited],
        "counts": {"total": len(audited), **counts},
    }
    return f"{dump(made, 1)}\n".encode()


def _waiver(each: AuditedWaiver, mask: Mask, lang: str) -> Data:
    why = each.fault.message
    return {
        "requirement": each.requirement,
        "bundle": each.bundle,
        **({"edition": each.edition} if each.edition is not None else {}),
        "reason": mask(each.waiver.reason),
        "approver": mask(each.waiver.approver),
        "expires": each.waiver.expires.isoformat(),
        "state": each.state,
        "days_left": each.left,
        "file": each.fault.file,
        "line": each.fault.line,
        "text": say(why, lang),
    }
