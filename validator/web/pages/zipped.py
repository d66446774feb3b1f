"""A draft as the zip in which a person saves it, and a zip opened to be mended."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from validator.bundle import Limits, read_bundle
from validator.bundle.archive import open_archive
from validator.facts.paths import DOCUMENTS
from validator.form.fields import Field
from validator.frozen import frozen
from validator.letters import as_file_name
from validator.model import Message, declare
from validator.output.json_text import dump
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition
from validator.web.pages.draft import MOST_ENTRIES, askable, begun, name_entries
from validator.web.pages.slots import whole_manifest
from validator.web.pages.workspaces import MOST_BYTES_OF_ONE, Workspace

SERVICE_UNKNOWN = declare("service_unknown")

MANIFEST: Final = "application.json"
_LIMITS: Final = Limits(max_total_bytes=MOST_BYTES_OF_ONE + (2 << 20))
"""What is taken on of a zip: the papers of one draft, the manifest and a little beside."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that equal drafts give equal bytes."""


@frozen
class Opened:
    """An application out of a zip.

    Attributes:
        left_out: the keys of what it held that is no part of the form.
    """

    edition: Edition
    manifest: dict[str, Any]
    files: dict[str, bytes]
    left_out: tuple[str, ...]


def packed(workspace: Workspace) -> bytes:
    """The draft as a zip, which is what a check is given too."""
    manifest = whole_manifest(workspace)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_info(MANIFEST), f"{dump(manifest, 2)}\n")
        for document in manifest[DOCUMENTS.dotted]:
            if (content := workspace.files.get(document.get("file", ""))) is not None:
                # Papers are compressed already.
                archive.writestr(_info(document["file"], zipfile.ZIP_STORED), content)
    return target.getvalue()


def _info(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _EARLIEST)
    made.compress_type = method
    made.external_attr = 0o644 << 16
    return made


@frozen
class Unpacked:
    """What lies in a zip: its manifest, None where there is none, and the papers that it names."""

    manifest: dict[str, Any] | None
    files: dict[str, bytes]
    problems: tuple[Message, ...] = ()


def unpacked(content: bytes) -> Unpacked:
    """What lies in a zip that somebody sent; it is bounded, and may take a while."""
    bundle = read_bundle(io.BytesIO(content), "application.zip", _LIMITS)
    if bundle.manifest is None:
        return Unpacked(None, {}, tuple(problem.message for problem in bundle.problems))
    return Unpacked(dict(bundle.manifest), _files(content, bundle.manifest))


def opened(catalogue: Catalogue, found: Unpacked, today: date) -> Opened | tuple[Message, ...]:
    """An application in a zip, to be filled in further; or why there is none."""
    if found.manifest is None:
        return found.problems
    standard = found.manifest.get("standard")
    head = None
    if isinstance(standard, str) and standard in catalogue.standards:
        head = catalogue.choose(standard, today)
    edition = None if head is None else catalogue.edition(str(standard), head.edition)
    service = found.manifest.get("service")
    if edition is None or not isinstance(service, str) or service not in edition.services:
        return (SERVICE_UNKNOWN(),)
    left_out: list[str] = []
    fields = askable(edition)
    kept = _fitted(fields, found.manifest, "", left_out)
    manifest = {**begun(edition, service), **kept}
    documents = edition.form.fields[DOCUMENTS.dotted]
    entries = _fitted({DOCUMENTS.dotted: documents}, found.manifest, "", left_out)
    named = [each for each in entries.get(DOCUMENTS.dotted, ()) if each.get("file") in found.files]
    manifest[DOCUMENTS.dotted] = [
        {key: value for key, value in each.items() if key != "sha256"} for each in named
    ]
    return Opened(edition, manifest, dict(found.files), tuple(left_out))


def _files(content: bytes, manifest: Mapping[str, Any]) -> dict[str, bytes]:
    """The papers that a manifest names, by the names that it gives them."""
    documents = manifest.get(DOCUMENTS.dotted)
    entries = documents if isinstance(documents, list) else []
    found = [each.get("file") for each in entries if isinstance(each, dict)]
    names = {each for each in found if isinstance(each, str)}
    listed, _ = open_archive(io.BytesIO(content), _LIMITS)
    files = {}
    for name in sorted(names):
        entry = listed.get(as_file_name(name))
        if entry is not None and entry.regular:
            files[name] = b"".join(entry.chunks(_LIMITS.max_member_bytes))
    return files


def _fitted(
    fields: Mapping[str, Field], value: Mapping[str, Any], base: str, left_out: list[str]
) -> dict[str, Any]:
    """What of a map a form can show; the keys of the rest are put with what is left out."""
    kept: dict[str, Any] = {}
    for key, found in value.items():
        rule = fields.get(key)
        if rule is None:
            if base:
                left_out.append(f"{base}{key}")
            continue
        fits, made = _shown(rule, found, f"{base}{key}.", left_out)
        if fits:
            kept[key] = made
        else:
            left_out.append(f"{base}{key}")
    for key, rule in fields.items():
        if rule.type == "list" and rule.items and key in kept:
            name_entries(key, rule, kept[key])
    return kept


def _shown(rule: Field, found: Any, name: str, left_out: list[str]) -> tuple[bool, Any]:
    """Whether a form can show a value, and the value as it does."""
    if rule.items and (rule.type == "list" or rule.several) and isinstance(found, list):
        entries = [each for each in found if isinstance(each, dict)][:MOST_ENTRIES]
        if len(entries) < len(found):
            left_out.append(name.rstrip("."))
        return True, [_fitted(rule.items, each, name, left_out) for each in entries]
    if rule.type == "dict":
        return isinstance(found, dict), (
            _fitted(rule.fields, found, name, left_out) if isinstance(found, dict) else None
        )
    if rule.type == "list":
        plain = isinstance(found, list) and not rule.items
        return plain, [each for each in found if isinstance(each, str | int)] if plain else None
    return isinstance(found, str | int | bool), found
