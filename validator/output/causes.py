"""What could not be decided, told once for each cause however much hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.frozen import frozen
from validator.law.regulation import Requirement
from validator.model import Message
from validator.output.mask import Mask
from validator.report import Finding, Lack, Result
from validator.words.messages import fix, named


@frozen
class Cause:
    """Why some requirements are not decided: one reason, and the value that they lack, if any."""

    reason: Message | None
    lack: Lack | None
    results: tuple[Result, ...]


def causes_of(results: Iterable[Result]) -> tuple[Cause, ...]:
    """The causes in the order in which the law first meets them."""
    found: list[tuple[Result, list[Result]]] = []
    for result in results:
        for first, alike in found:
            if first.reason == result.reason:
                alike.append(result)
                break
        else:
            found.append((result, [result]))
    return tuple(Cause(first.reason, first.lack, tuple(alike)) for first, alike in found)


def what_to_do(finding: Finding, requirement: Requirement, mask: Mask, lang: str) -> str:
    """How what was found is mended: as its message says, or else its requirement."""
    return fix(mask.message(finding.message), lang) or named(requirement.fix, lang)


def what_to_type(lack: Lack, mask: Mask, lang: str) -> str:
    """What to type, in one paragraph."""
    return ". ".join(_advice(lack, mask, lang))


def _advice(lack: Lack, mask: Mask, lang: str) -> Iterator[str]:
    for message in lack.advice:
        if (said := fix(mask.message(message), lang)) is not None:
            yield said
    if lack.help is not None:
        yield named(lack.help, lang).rstrip(".")
