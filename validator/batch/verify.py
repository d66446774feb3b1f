"""Recorded reports held against their bundles: the same decision to the byte, or what differs.

Waivers and what a baseline had are no part of a decision, and are left out on both sides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from validator import engine
from validator.batch.run import judged
from validator.bundle import read_bundle
from validator.errors import CallError
from validator.inspect.opener import Opener
from validator.law.calendar import zone_of
from validator.model import Declared, Message, declare
from validator.output import ndjson
from validator.output.json_text import dump
from validator.output.verified import VerifiedReport, VerifiedState
from validator.output.view import View
from validator.report import Report
from validator.standard.catalogue import Catalogue

VERIFY_NO_BUNDLE = declare("verify_no_bundle")
VERIFY_NO_EVIDENCE = declare("verify_no_evidence")
VERIFY_VERSION = declare("verify_version", name=str, then=str, now=str)
VERIFY_SPEC = declare("verify_spec", file=str, what=str)
VERIFY_DIGEST = declare("verify_digest", what=str)
VERIFY_PAPER = declare("verify_paper", file=str, what=str)
VERIFY_VERDICT = declare("verify_verdict", then=str, now=str)
VERIFY_OUTCOME = declare("verify_outcome", requirement=str, then=str, now=str)
VERIFY_WORDS = declare("verify_words", requirement=str)
VERIFY_PART = declare("verify_part", key=str)
VERIFY_SAME_DECISION = declare("verify_same_decision")

_TOLD: Final = ("bundle", "evidence", "spec_sha256", "results", "verdict")
"""Parts of a report whose differences are told by what is in them."""
_ANY_DAY: Final = date(2000, 1, 1)
_NOON: Final = time(12)


class Verifier:
    """Makes decisions again, each as its report says that it was made.

    Args:
        opener: opens papers, for reports that had them opened.
    """

    def __init__(self, catalogue: Catalogue, opener: Opener) -> None:
        self._catalogue = catalogue
        self._opener = opener

    def verify(self, recorded: Any, path: str | None) -> VerifiedReport:
        """Hold a report, as JSON data that keeps its schema, against the bundle at a path.

        Raises:
            SpecError: the specs are unusable.
        """
        name, evidence = recorded["bundle"]["name"], recorded.get("evidence")
        if path is None or evidence is None:
            lack = VERIFY_NO_BUNDLE if path is None else VERIFY_NO_EVIDENCE
            return VerifiedReport(name, VerifiedState.UNKNOWN, (lack(),))
        try:
            report = self._decided_again(recorded, evidence["options"], path)
        except CallError as error:  # an edition or a requirement that there is no more
            said = tuple(fault.message for fault in error.faults)
            return VerifiedReport(name, VerifiedState.DIFFERS, said)
        except ValueError:  # a day that is none of the calendar
            return VerifiedReport(name, VerifiedState.UNKNOWN, (VERIFY_NO_EVIDENCE(),))
        if report.evidence is None:  # a fault of ours kept it from being decided
            said = tuple(each.message for each in report.problems)
            return VerifiedReport(name, VerifiedState.UNKNOWN, said)
        asked = evidence["options"]
        only_failed = asked.get("results") == "failed"
        shown = not asked["masked"]
        view = View(asked["lang"], show_personal_data=shown, only_failed=only_failed)
        before, again = _unmarked(recorded), ndjson.one(report, view).decode().rstrip("\n")
        if dump(before) == again:
            return VerifiedReport(name, VerifiedState.SAME)
        found = tuple(_differences(before, json.loads(again)))
        return VerifiedReport(name, VerifiedState.DIFFERS, found)

    def _decided_again(self, recorded: Any, asked: Any, path: str) -> Report:
        options = engine.Options(
            self._clock(recorded),
            *(_day(asked.get("as_of")), _day(asked.get("today"))),
            *(asked.get("edition"), asked["strict"], asked.get("only")),
        )
        opener = self._opener if asked["documents"] == "open" else None
        report, _ = judged(
            *(path, self._catalogue, options, opener),
            name=recorded["bundle"]["name"],
            digests="papers" in recorded["evidence"],
        )
        return report

    def _clock(self, recorded: Any) -> datetime:
        """A moment of the day that the clock gave, where it gave one."""
        day, standard = _ANY_DAY, recorded["standard"]
        if recorded["as_of"] is not None:
            day = date.fromisoformat(recorded["as_of"]["date"])
        if standard not in self._catalogue.standards:
            return datetime.combine(day, _NOON, UTC)
        return datetime.combine(day, _NOON, zone_of(self._catalogue.zone(standard)))


def paths_of(reports: Iterable[Any], paths: Sequence[str]) -> Mapping[str, str]:
    """The path at which the bundle of each report lies now, by its recorded name.

    A bundle that has another path now is known by the digest of its manifest. One report and one
    bundle belong together in any case.
    """
    wanted = {each["bundle"]["name"]: each["bundle"]["manifest_sha256"] for each in reports}
    found = {path: path for path in paths if path in wanted}
    others = [path for path in paths if path not in wanted]
    missing = [name for name in wanted if name not in found]
    if len(others) == len(missing) == 1:
        return {**found, missing[0]: others[0]}
    by_digest = {engine.digest_of(read_bundle(path).manifest_bytes): path for path in others}
    moved = {name: by_digest.get(wanted[name]) for name in missing if wanted[name] is not None}
    return {**found, **{name: path for name, path in moved.items() if path is not None}}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _unmarked(report: Any) -> Any:
    """A report without what waivers and a baseline put into it."""
    made = {key: each for key, each in report.items() if key != "gone"}
    made["results"] = [
        {
            **{key: each for key, each in result.items() if key != "waiver"},
            "findings": [
                {key: each for key, each in finding.items() if key != "status"}
                for finding in result["findings"]
            ],
        }
        for result in report["results"]
    ]
    return made


def _differences(before: Any, now: Any) -> Iterator[Message]:
    yield from _versions(before["evidence"]["engine"], now["evidence"]["engine"])
    yield from _files(VERIFY_SPEC, before["evidence"]["specs"], now["evidence"]["specs"])
    for what in ("manifest", "record"):
        if before["bundle"][f"{what}_sha256"] != now["bundle"][f"{what}_sha256"]:
            yield VERIFY_DIGEST(what=what)
    yield from _files(VERIFY_PAPER, _papers(before["evidence"]), _papers(now["evidence"]))
    decided = [*_decided(before, now)]
    yield from decided or [VERIFY_SAME_DECISION()]


def _versions(before: Any, now: Any) -> Iterator[Message]:
    then_, now_ = (
        {"validator": each["version"], **each["data"], **each["libraries"]}
        for each in (before, now)
    )
    for name in then_ | now_:
        if then_.get(name) != now_.get(name):
            then, this = (str(each.get(name) or "–") for each in (then_, now_))
            yield VERIFY_VERSION(name=name, then=then, now=this)


def _files(told: Declared, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Message]:
    """The files that are not what they were, by their digests."""
    for file in sorted(before.keys() | now.keys()):
        if before.get(file) != now.get(file):
            what = "added" if file not in before else "changed" if file in now else "gone"
            yield told(file=file, what=what)


def _papers(evidence: Any) -> Mapping[str, Any]:
    """The digests of papers, of which several may bear one name."""
    found: dict[str, list[Any]] = {}
    for each in evidence.get("papers", ()):
        found.setdefault(each["file"], []).append(each["sha256"])
    return found


def _decided(before: Any, now: Any) -> Iterator[Message]:
    """What the decision says otherwise: the verdict, the outcomes, then words and the rest."""
    if before["verdict"] != now["verdict"]:
        yield VERIFY_VERDICT(then=before["verdict"], now=now["verdict"])
    then_, now_ = (
        {each["requirement"]: each for each in report["results"]} for report in (before, now)
    )
    for requirement in then_ | now_:
        one, other = then_.get(requirement), now_.get(requirement)
        was, is_ = ("–" if each is None else each["outcome"] for each in (one, other))
        if was != is_:
            yield VERIFY_OUTCOME(requirement=requirement, then=was, now=is_)
        elif one != other:
            yield VERIFY_WORDS(requirement=requirement)
    for key in before | now:
        if key not in _TOLD and before.get(key) != now.get(key):
            yield VERIFY_PART(key=key)
