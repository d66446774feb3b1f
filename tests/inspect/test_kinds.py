"""The type of a file by how it begins."""

from __future__ import annotations

import io
import zipfile
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inspect import made
from validator.inspect import kinds
from validator.inspect.kinds import FileType, ending_fits, type_of

TYPES = [each for each in vars(kinds).values() if isinstance(each, FileType)]


def zipped(*names: str, first: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, first)
    return buffer.getvalue()


BEGINNINGS = {
    "pdf": [b"%PDF-1.4\n", made.GOOD],
    "jpeg": [b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"\xff\xd8\xff\xe1", made.image("JPEG")],
    "png": [made.image("PNG")],
    "heic": [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"\0\0\0\x24ftypmif1\0\0\0\0"],
    "avif": [b"\0\0\0\x20ftypavif\0\0\0\0"],
    "video": [b"\0\0\0\x20ftypisom\0\0\2\0", b"\0\0\0\x14ftypqt  "],
    "webp": [b"RIFF\x24\0\0\0WEBPVP8 "],
    "tiff": [b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0"],
    "gif": [b"GIF87a\x01\0", b"GIF89a\x01\0"],
    "bmp": [b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"],
    "djvu": [b"AT&TFORM\0\0\1\0DJVU"],
    "office_old": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)],
    "office": [zipped("[Content_Types].xml", "word/document.xml"), zipped("xl/workbook.xml")],
    "open_document": [zipped("mimetype", first=b"application/vnd.oasis.opendocument.text")],
    "rar": [b"Rar!\x1a\x07\0", b"Rar!\x1a\x07\1\0"],
    "seven_zip": [b"7z\xbc\xaf\x27\x1c\0\4"],
    "zip": [zipped("scan.pdf"), zipped(), zipped("mimetype", first=b"application/epub+zip")],
    "html": [b"<!DOCTYPE html><html>", b"\xef\xbb\xbf\r\n <HTML lang='ru'>", b"<table><tr>"],
    "xml": [b'<?xml version="1.0"?><Document/>'],
    "rtf": [b"{\\rtf1\\ansi"],
    "cms": [
        b"\x30\x82\x0e\x10\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0",  # DER
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80",  # BER
        b"-----BEGIN PKCS7-----\nMII",
        b"-----BEGIN CMS-----\nMII",
    ],
    "text": [
        b"\xd0\x94\xd0\xbe\xd0\xb3\xd0\xbe\xd0\xb2\xd0\xbe\xd1\x80\r\n\t1",
        "Договор".encode("cp1251"),
        "Договор".encode("utf-16"),
        b"BM is how this letter begins, and it is longer than a header",
    ],
}


@pytest.mark.parametrize(
    ("name", "head"), [(name, head) for name, heads in BEGINNINGS.items() for head in heads]
)
def test_types(name: str, head: bytes) -> None:
    found = type_of(head)
    assert found is not None
    assert found.id == name


def test_every_type_has_a_beginning() -> None:
    assert {each.id for each in TYPES} == {*BEGINNINGS, "mixed"}


@pytest.mark.parametrize("head", [b"", b"\0\1\2\3", bytes(1024), b"\x30\x82\x01\x0a\x02\x01\x00"])
def test_unknown(head: bytes) -> None:
    assert type_of(head) is None


@pytest.mark.parametrize(
    "before",
    [
        b" ",
        b"\0",
        b"\xef\xbb\xbf",
        b"\r\n\r\n",
        b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n",
        b"<br /><b>Warning</b>: a page that a server spoke into\n",
        b"x" * 1019,
    ],
)
def test_a_pdf_may_have_something_before_it(before: bytes) -> None:
    """Fault row 37: a blank, a NUL, a part of a mail."""
    assert type_of(before + b"%PDF-1.7") is kinds.PDF


def test_a_pdf_begins_within_its_first_1024_bytes() -> None:
    assert type_of(b"x" * 1019 + b"%PDF-1.7") is kinds.PDF
    assert type_of(b"x" * 1020 + b"%PDF-1.7") is kinds.TEXT


@pytest.mark.parametrize(
    ("name", "head"),
    [
        (name, heads[0])
        for name, heads in BEGINNINGS.items()
        if name not in {"pdf", "text", "html", "xml"}
    ],
)
def test_a_pdf_after_another_beginning_is_none(name: str, head: bytes) -> None:
    """A program that goes by the first bytes would see something else than a reader of PDF."""
    found = type_of(head[:100] + b"\n%PDF-1.7\n")
    assert found is not None
    assert found.id == ("mixed" if name in {"jpeg", "png"} else name)


def test_a_zip_whose_first_member_is_a_stored_pdf_is_a_zip() -> None:
    assert type_of(zipped("scan.pdf", first=made.GOOD)) is kinds.ZIP


def test_types_are_told_apart() -> None:
    assert len({each.id for each in TYPES}) == len(TYPES)
    for one, other in combinations(TYPES, 2):
        assert not set(one.endings) & set(other.endings)
        assert one.media != other.media


@pytest.mark.parametrize(
    ("name", "file_type", "fits"),
    [
        ("documents/form.pdf", kinds.PDF, True),
        ("documents/FORM.PDF", kinds.PDF, True),
        ("form.pdf", kinds.JPEG, False),
        ("photo.JPEG", kinds.JPEG, True),
        ("photo.jpg", kinds.JPEG, True),
        ("photo.jpg", kinds.HEIC, False),
        ("scan.png", kinds.JPEG, False),
        ("scan.pdf.p7s", kinds.PDF, False),
        ("scan.jpg.pdf", kinds.PDF, True),
        ("form", kinds.PDF, True),  # claims nothing
        ("lease of 12.01.2026", kinds.PDF, True),  # nor does a day
        ("docs.zip/form", kinds.PDF, True),
        (".pdf", kinds.JPEG, True),  # a name that begins with a dot is all name
        ("form.docx", kinds.OFFICE, True),
        ("form.pdf", kinds.MIXED, False),
    ],
)
def test_endings(name: str, file_type: FileType, fits: bool) -> None:
    assert ending_fits(name, file_type) is fits


@given(st.binary(max_size=2048))
def test_any_bytes_are_of_a_type_or_of_none(data: bytes) -> None:
    assert type_of(data) in {*TYPES, None}
    assert type_of(data) is type_of(data[: kinds.HEAD])
