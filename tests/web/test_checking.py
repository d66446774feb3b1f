"""Whatever is sent, its checking ends with a report, and so does the next one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.web.made import (
    BUNDLES,
    NOW,
    SETTINGS,
    Endless,
    Fatal,
    Faulty,
    Greedy,
    zipped,
)
from validator.batch.run import Shape
from validator.engine import Options
from validator.model import Verdict
from validator.output.view import View
from validator.report import Report
from validator.web.checking import Checking, Upload
from validator.web.refusals import Refusal
from validator.web.settings import Limits

OPTIONS = Options(NOW)
JSON = Shape("json", View("en"))


def _why(report: Report) -> list[str]:
    return [each.message.key for each in report.problems]


def test_an_application_that_kills_its_process_harms_no_other() -> None:
    said: list[str] = []
    checking = Checking(replace(SETTINGS, tell=said.append))
    good = Upload(zipped(BUNDLES / "grant-in-order"), "good", OPTIONS)
    odd = [sort(b"", "odd", OPTIONS) for sort in (Fatal, Greedy, Faulty)]

    async def told() -> list[Report]:
        return [each.report for each in await asyncio.gather(*map(checking.check, [*odd, good]))]

    async def asked() -> str:
        with pytest.raises(Refusal) as refused:
            await checking.ask(odd[0])
        return refused.value.code

    async def parts() -> list[bytes]:
        uploads = [replace(each, shapes=(JSON,)) for each in (odd[0], odd[2], good)]
        return [(await checking.tell(each))[0] for each in uploads]

    try:
        checking.begin()
        *reports, last = asyncio.run(told())
        assert asyncio.run(asked()) == "too_much"
        fatal, faulty, sound = asyncio.run(parts())
    finally:
        checking.end()
    assert [each.verdict for each in reports] == [Verdict.UNDETERMINED] * len(odd)
    whys = [["bundle_fatal"], ["bundle_fatal"], ["internal_error"]]
    assert [_why(each) for each in reports] == whys
    assert last.verdict is Verdict.COMPLIANT
    assert b'"bundle_fatal"' in fatal
    assert b'"internal_error"' in faulty
    assert b'"verdict": "compliant"' in sound
    assert len(said) == 2
    assert not any("900101300017" in each for each in said)  # nor anything else of what was sent


def test_an_application_without_end_is_left() -> None:
    checking = Checking(replace(SETTINGS, limits=Limits(check_seconds=1)))
    try:
        report = asyncio.run(checking.check(Endless(b"", "odd", OPTIONS))).report
    finally:
        checking.end()
    assert report.verdict is Verdict.UNDETERMINED
    assert _why(report) == ["bundle_late"]


def test_an_end_waits_for_no_answer() -> None:
    checking = Checking(SETTINGS)

    async def told() -> None:
        asked = asyncio.create_task(checking.check(Endless(b"", "odd", OPTIONS)))
        await asyncio.sleep(0.5)
        await asyncio.to_thread(checking.end)
        with pytest.raises(Refusal) as refused:
            await asked
        assert refused.value.status == 503

    asyncio.run(told())


def test_whoever_goes_before_the_answer_keeps_no_process() -> None:
    checking = Checking(SETTINGS)
    good = Upload(zipped(BUNDLES / "grant-in-order"), "good", OPTIONS)

    async def told() -> Verdict | None:
        gone = asyncio.create_task(checking.check(good))
        await asyncio.sleep(0)
        gone.cancel()
        return (await checking.check(good)).report.verdict

    try:
        assert asyncio.run(told()) is Verdict.COMPLIANT
    finally:
        checking.end()
