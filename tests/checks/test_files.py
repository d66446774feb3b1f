"""Files of documents: whole, of a type, as declared."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from tests.facts.made import facts_of, first_item, path_to, violations_of
from validator.checks.registry import KINDS
from validator.errors import MissingFact, NotApplicable
from validator.model import LANGUAGES, Member, Message, Named, Violation
from validator.words.messages import fix, say

# Files

_PDF = Member("a.pdf", 10, head=b"%PDF-1.7", sha256="ab" * 32)
_TYPES = ("application/pdf", "image/png")
_LEASE: dict[str, Any] = {"document": (Named("lease", {}),)}


def _told(member: Member | None, **entry: Any) -> list[tuple[str, str]]:
    """What is told of the file of a document that is needed, and of its digest."""
    members = {} if member is None else {member.name: member}
    manifest = {"documents": [{"kind": "lease", "file": "a.pdf", **entry}]}
    facts = facts_of(manifest, members=members)
    found = violations_of("document", facts, **_LEASE, types=_TYPES, max_bytes=10)
    if "sha256" in entry:
        with suppress(NotApplicable):
            found += violations_of("digest", first_item(facts, "documents"))
    return found


@pytest.mark.parametrize(
    ("member", "entry", "expected"),
    [
        (_PDF, {}, []),
        (_PDF, {"sha256": "ab" * 32}, []),
        (_PDF, {"sha256": "AB" * 32}, []),
        (_PDF, {"sha256": "ac" * 32}, [("/documents/0/sha256", "file_digest")]),
        (None, {}, [("/documents/0/file", "file_missing")]),
        (None, {"sha256": "ac" * 32}, [("/documents/0/file", "file_missing")]),
        (_PDF._replace(regular=False), {}, [("/documents/0/file", "file_missing")]),
        (_PDF._replace(size=0), {"sha256": "ac" * 32}, [("/documents/0/file", "file_empty")]),
        (_PDF._replace(size=11), {}, [("/documents/0/file", "file_too_large")]),
        (_PDF._replace(head=b"GIF89a"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"?"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"\xff\xd8\xff\xe0"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"\xff\xd8\xff%PDF-"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b" %PDF-1.7"), {}, []),
        (_PDF._replace(head=b"\0" * 1019 + b"%PDF-"), {}, []),
        (_PDF._replace(head=b"\0" * 1020 + b"%PDF"), {}, [("/documents/0/file", "file_type")]),
        (_PDF._replace(head=b"\xef\xbb\xbf%PDF-1.7"), {}, []),
        (_PDF._replace(head=b"\x89PNG\r\n\x1a\n"), {}, []),
        (
            _PDF._replace(size=11, head=b"MZ"),
            {"sha256": "0" * 64},
            [("/documents/0/file", "file_too_large"), ("/documents/0/sha256", "file_digest")],
        ),
    ],
)
def test_a_file_is_there_whole_of_a_type_and_as_declared(
    member: Member | None, entry: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert _told(member, **entry) == expected


def test_a_file_is_found_in_whatever_form_its_name_is_written() -> None:
    member = _PDF._replace(name="\u0439.pdf")  # й, which may be written as и and a breve

    assert _told(member, file="\u0438\u0306.pdf") == []


@pytest.mark.parametrize(
    ("name", "what"),
    [
        *[("A.pdf", "near"), ("a.jpg", "near"), ("a.pdf.pdf", "near"), ("a .pdf", "near")],
        *[("%61.pdf", "near"), ("\u0430.pdf", "letters")],
    ],
)
def test_row_43_a_file_that_is_missing_is_told_with_one_that_seems_to_be_it(
    name: str, what: str
) -> None:
    member = Member(name, 10, named=False)
    manifest = {"documents": [{"kind": "lease", "file": "a.pdf"}]}
    (violation,) = _missing(manifest, member)
    assert violation.message.args == {"file": "a.pdf", "near": name, "what": what}
    for lang in LANGUAGES:
        assert f"{name}" in say(violation.message, lang)
        assert fix(violation.message, lang)


@pytest.mark.parametrize(
    "members",
    [
        [Member("A.pdf", 10)],  # something else names it
        [Member("b.pdf", 10, named=False)],
        [Member("A.pdf", 10, regular=False, named=False)],
        [Member("A.pdf", 10, named=False), Member("a.png", 10, named=False)],  # one of two
    ],
)
def test_row_43_nothing_is_proposed_that_is_not_plain(members: list[Member]) -> None:
    manifest = {"documents": [{"kind": "lease", "file": "a.pdf"}]}
    (violation,) = _missing(manifest, *members)
    assert violation.message.args == {"file": "a.pdf"}


def test_row_43_a_name_of_a_megabyte_is_not_looked_for() -> None:
    manifest = {"documents": [{"kind": "lease", "file": "\u0301" * 200_000}]}
    (violation,) = _missing(manifest, Member("A.pdf", 10, named=False))
    assert "near" not in violation.message.args


@pytest.mark.parametrize(
    ("head", "name", "advice"),
    [
        (b"\0\0\0\x18ftypheic", "HEIC", "save it as JPEG"),
        (b"RIFF\0\0\0\0WEBP", "WEBP", "save it as JPEG"),
        (b"PK\3\4" + b"\0" * 26 + b"[Content_Types].xml", "Office", "as PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office", "as PDF"),
        (b"Rar!\x1a\x07\0", "RAR", "Unpack"),
        (b"7z\xbc\xaf\x27\x1c", "7z", "Unpack"),
    ],
)
def test_row_42_a_file_of_another_type_is_called_by_its_name(
    head: bytes, name: str, advice: str
) -> None:
    """What it is, and how to change it."""
    manifest = {"documents": [{"kind": "lease", "file": "a.pdf"}]}
    (violation,) = _missing(manifest, Member("a.pdf", 9, head=head))
    assert violation.message.key == "file_type"
    assert name.lower() in say(violation.message, "en").lower()
    assert advice.lower() in (fix(violation.message, "en") or "").lower()
    for lang in LANGUAGES:
        assert fix(violation.message, lang) != fix(Message("file_type"), lang)


def _missing(manifest: dict[str, Any], *members: Member) -> list[Violation]:
    facts = facts_of(manifest, members={each.name: each for each in members})
    found = KINDS["document"].run(facts, **_LEASE, types=_TYPES, max_bytes=10)
    return [each for each in found if isinstance(each, Violation)]


def test_a_file_that_could_not_be_read_is_not_judged() -> None:
    with pytest.raises(MissingFact) as caught:
        _told(_PDF._replace(trouble=Message("file_unreadable", {"file": "a.pdf"})))

    assert caught.value.message.key == "file_unreadable"


def test_nor_the_digest_of_one_that_was_not() -> None:
    with pytest.raises(MissingFact) as caught:
        _told(_PDF._replace(sha256=None), sha256="ab" * 32)

    assert caught.value.message.key == "file_not_read"
    assert _told(_PDF._replace(sha256=None)) == []


def test_any_type_and_size_will_do_where_none_is_asked() -> None:
    members = {"a.p7s": Member("a.p7s", 1 << 40, head=b"?")}
    # A key that the form does not know is no digest of it either.
    facts = facts_of({"signature": {"file": "a.p7s"}, "sha256": 5}, members=members)

    assert violations_of("file", facts, path=path_to("signature.file")) == []
