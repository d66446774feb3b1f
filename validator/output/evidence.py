"""What a decision was made of and how, for whoever wants to make it again."""

from __future__ import annotations

from functools import cache
from typing import Final

from validator.output.json_text import Data
from validator.output.mask import Mask
from validator.output.view import View
from validator.report import Evidence, Report

NAME: Final = "public-service-validator"
_DECIDING: Final = ("holidays", "phonenumbers", "tzdata")
"""Libraries whose data a verdict rests on: days off, numbers of telephones, the local time."""
_OPENING: Final = ("asn1crypto", "cryptography", "pikepdf", "pillow")
"""Libraries that open papers and verify signatures, which may be left out."""


@cache
def engine() -> Data:
    """The engine, its version, and those of the data that it rests on."""
    data = {name: _version(name) for name in _DECIDING}
    return {"name": NAME, "version": _version(NAME), "data": data}


def evidence_data(report: Report, view: View, mask: Mask) -> Data:
    """The evidence of a report as JSON data, where there is any."""
    evidence, law = report.evidence, report.regulation
    if evidence is None:
        return {}
    made_by = {key: each for key, each in engine().items() if key != "name"}
    data: Data = {
        "engine": {**made_by, "libraries": _libraries()},
        "options": _options(evidence, view),
        "specs": {} if law is None else dict(law.file_sha256),
    }
    if evidence.papers is not None:
        papers = evidence.papers.items()
        data["papers"] = [{"file": mask(name), "sha256": digest} for name, digest in papers]
    return {"evidence": data}


def _options(evidence: Evidence, view: View) -> Data:
    """What was asked for; what was not is left out."""
    said = {
        "as_of": evidence.as_of and evidence.as_of.isoformat(),
        "today": evidence.today and evidence.today.isoformat(),
        "edition": evidence.edition,
        "strict": evidence.strict,
        "only": evidence.only,
        "documents": evidence.documents,
        "lang": view.lang,
        "masked": not view.show_personal_data,
        "results": "failed" if view.only_failed else None,
    }
    return {name: each for name, each in said.items() if each is not None}


@cache
def _libraries() -> Data:
    from importlib.metadata import PackageNotFoundError

    found: Data = {}
    for name in _OPENING:
        try:
            found[name] = _version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _version(name: str) -> str:
    """The version of a library, of which `version` would read the whole description.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    from importlib.metadata import distribution, version  # takes 20 ms, which text has no need of

    said = (distribution(name).read_text("METADATA") or "").partition("\nVersion: ")[2]
    return said.partition("\n")[0].strip() or version(name)
