"""What has to hold of every report, however broken the application is."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from time import process_time
from traceback import format_exc
from typing import Any, Final

from tests.engine.made import CATALOGUE, NOON, RECORD, around_of, walk
from tests.fuzz.canaries import Manifest, leaks
from tests.fuzz.inputs import Files, Input, zipped
from tests.output.made import told
from validator.bundle import read_bundle
from validator.engine import Options, assess
from validator.inspect.opener import Opener
from validator.model import LANGUAGES, Bundle, Duty, GroundState, Outcome, Severity, Verdict
from validator.output.table import FORMATS, Told
from validator.report import Report

SLOWEST: Final = 2.0
"""Seconds of processor time that one application may take, told in every format."""

_GIVEN_UP: Final = 60
_COMPARED: Final = 0.3
"""Of how many applications it is asked what comes of others like it, which takes as long again."""

_OPTIONS: Final = Options(clock=NOON)
_RANK: Final = {Verdict.NON_COMPLIANT: 0, Verdict.UNREADABLE: 0, Verdict.UNDETERMINED: 1}
_BEST: Final = 2

_OF_DATA: Final = ("values", "text", "bytes")
"""Changes of what a manifest says; the others are of files."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong: `crash`, `hang`, `verdict` or `leak`, and how."""

    sort: str
    text: str


@contextmanager
def _in_time() -> Iterator[None]:
    def give_up(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(_GIVEN_UP)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def faults_of(given: Input, draw: Random, opener: Opener | None = None) -> list[Fault]:
    """Everything that is wrong with what comes of an application."""
    start = process_time()
    try:
        with _in_time():
            found = list(_faults(given, draw, opener))
    except TimeoutError:
        return [Fault("hang", format_exc()[-300:])]
    except Exception:  # noqa: BLE001  # which is what is looked for
        return [Fault("crash", format_exc()[-600:])]
    if (took := process_time() - start) > SLOWEST:
        found.append(Fault("hang", f"{took:.1f} s"))
    return found


def _faults(given: Input, draw: Random, opener: Opener | None) -> Iterator[Fault]:
    bundle = _read(given.archive, opener if given.opened else None)
    report = assess(CATALOGUE, bundle, _OPTIONS)
    lang = draw.choice(LANGUAGES)
    for form in FORMATS[Told.REPORTS]:
        if found := leaks(told(report, form, lang), given.canaries):
            yield Fault("leak", f"{form} {lang}: {found}")
    yield from _broken(report)
    yield from _unfounded(report)
    if bundle.manifest is not None and report.results and draw.random() < _COMPARED:
        yield from _better(given, bundle, report, draw)


def _read(archive: bytes, opener: Opener | None = None) -> Bundle:
    return read_bundle(io.BytesIO(archive), "bundle", opener=opener)


def _broken(report: Report) -> Iterator[Fault]:
    """A check that broke decides nothing; none should."""
    for each in report.results:
        if each.reason is not None and each.reason.key == "check_broke":
            yield Fault("crash", f"{each.requirement.id}: {dict(each.reason.args)}")


def _unfounded(report: Report) -> Iterator[Fault]:
    """A verdict that does not follow from what is told."""
    if any(each.state is GroundState.APPLIES for each in report.grounds) and (
        report.verdicts[Duty.APPLICANT] is not Verdict.NON_COMPLIANT
    ):
        yield Fault("verdict", "a ground applies under an applicant who is not at fault")
    for duty, verdict in report.verdicts.items():
        own = [each for each in report.results if each.requirement.duty is duty]
        errors = [each for each in own if each.requirement.severity is Severity.ERROR]
        failed = any(each.outcome is Outcome.FAILED for each in errors)
        if report.results and failed != (verdict is Verdict.NON_COMPLIANT):
            yield Fault("verdict", f"{duty} is {verdict}, failed: {failed}")
    if report.verdict is Verdict.COMPLIANT and not report.results:
        yield Fault("verdict", "compliant with nothing decided")


def _better(given: Input, bundle: Bundle, report: Report, draw: Random) -> Iterator[Fault]:
    """A change for the worse after which a side is better off."""
    manifest = dict(bundle.manifest or {})
    files = {name: data for name, data in given.files.items() if name in bundle.members}
    if bundle.record_file is not None or not (ways := [way for way, _ in walk(manifest)]):
        return
    if given.sort in _OF_DATA and _decided(_told(manifest, files)) != _decided(report):
        yield Fault("verdict", "another one when the same data are written as JSON")
    if files and given.sort not in _OF_DATA:
        lost = draw.choice(list(files))
        less = {name: data for name, data in files.items() if name != lost}
        if _rank(_told(manifest, less)) > _rank(_told(manifest, files)):
            yield Fault("verdict", f"the applicant is better off without {lost}")
    way = draw.choice(ways)
    spoilt = deepcopy(manifest)
    around_of(spoilt, way)[way[-1]] = draw.choice([None, 3.5])
    worse = _told(spoilt, files)
    side = Duty.PROVIDER if way[0] in RECORD else Duty.APPLICANT
    if worse.results and worse.verdicts[side] is not Verdict.NON_COMPLIANT:
        yield Fault("verdict", f"{side} is {worse.verdicts[side]} with {way} spoilt")
    if not worse.results and worse.verdict is Verdict.COMPLIANT:
        yield Fault("verdict", f"compliant with {way} spoilt")


def _told(manifest: Manifest, files: Files) -> Report:
    """The report of an application whose manifest is written as JSON."""
    text = json.dumps(manifest, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return assess(CATALOGUE, _read(zipped({**files, "application.json": text})), _OPTIONS)


def _decided(report: Report) -> Any:
    outcomes = [(each.requirement.id, each.outcome) for each in report.results]
    return report.verdict, dict(report.verdicts), outcomes, report.grounds


def _rank(report: Report) -> int:
    return _RANK.get(report.verdicts[Duty.APPLICANT], _BEST)
