"""The true type of a file, by how it begins, and the endings of names that go with it.

A name says what somebody believes; the first bytes say which program can open it. The table knows
what people really hand in instead of a PDF, JPEG or PNG, so that it can be called by its name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from validator.frozen import frozen

HEAD: Final = 1024
"""How many bytes of a file are looked at; readers of PDF look for its beginning in as many."""


@frozen
class FileType:
    """A type of file.

    Attributes:
        id: what messages know it by.
        media: its media type.
        endings: of names of such files, in small letters, without the dot.
    """

    id: str
    media: str
    endings: tuple[str, ...]


PDF: Final = FileType("pdf", "application/pdf", ("pdf",))
JPEG: Final = FileType("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG: Final = FileType("png", "image/png", ("png",))
PAPERS: Final = (PDF, JPEG, PNG)
"""The types that are opened."""
HEIC: Final = FileType("heic", "image/heic", ("heic", "heif", "hif"))
AVIF: Final = FileType("avif", "image/avif", ("avif",))
VIDEO: Final = FileType("video", "video/mp4", ("mp4", "mov", "m4v", "3gp"))
WEBP: Final = FileType("webp", "image/webp", ("webp",))
TIFF: Final = FileType("tiff", "image/tiff", ("tif", "tiff"))
GIF: Final = FileType("gif", "image/gif", ("gif",))
BMP: Final = FileType("bmp", "image/bmp", ("bmp", "dib"))
DJVU: Final = FileType("djvu", "image/vnd.djvu", ("djvu", "djv"))
OFFICE_OLD: Final = FileType(
    "office_old", "application/x-ole-storage", ("doc", "xls", "ppt", "dot", "xlt", "msg")
)
OFFICE: Final = FileType(
    "office",
    "application/vnd.openxmlformats-officedocument",
    ("docx", "xlsx", "pptx", "docm", "xlsm", "pptm", "dotx", "xltx"),
)
OPEN_DOCUMENT: Final = FileType(
    "open_document", "application/vnd.oasis.opendocument", ("odt", "ods", "odp", "odg")
)
RAR: Final = FileType("rar", "application/vnd.rar", ("rar",))
SEVEN_ZIP: Final = FileType("seven_zip", "application/x-7z-compressed", ("7z",))
ZIP: Final = FileType("zip", "application/zip", ("zip",))
HTML: Final = FileType("html", "text/html", ("html", "htm", "xhtml"))
XML: Final = FileType("xml", "application/xml", ("xml",))
RTF: Final = FileType("rtf", "application/rtf", ("rtf",))
CMS: Final = FileType("cms", "application/pkcs7-mime", ("p7s", "p7m", "p7b", "cms", "sig", "pem"))
TEXT: Final = FileType("text", "text/plain", ("txt", "csv", "json", "yaml", "yml", "md", "log"))
MIXED: Final = FileType("mixed", "application/octet-stream", ())
"""A picture and a PDF in one: which of them is seen depends on the program that opens it."""

_BEGINNINGS: Final = tuple(
    (re.compile(pattern, re.DOTALL), file_type)
    for pattern, file_type in (
        (rb"\xff\xd8\xff", JPEG),
        (rb"\x89PNG\r\n\x1a\n", PNG),
        (rb"II[*+]\0|MM\0[*+]", TIFF),
        (rb"GIF8[79]a", GIF),
        (rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", BMP),  # lengths of its header's versions
        (rb"RIFF.{4}WEBP", WEBP),
        (rb"AT&TFORM", DJVU),
        # Boxes of ISO/IEC 14496-12: what they are is told by the first brand.
        (rb".{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", HEIC),
        (rb".{4}ftypavi[fs]", AVIF),
        (rb".{4}ftyp", VIDEO),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE_OLD),
        # A zip is told by the name of its first member.
        (rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/\.rels|word/|xl/|ppt/)", OFFICE),
        (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument", OPEN_DOCUMENT),
        (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", ZIP),
        (rb"Rar!\x1a\x07", RAR),
        (rb"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
        (rb"\{\\rtf", RTF),
        (rb"\x30.{1,12}?\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", CMS),  # OID 1.2.840.113549.1.7
        (rb"-----BEGIN (?:PKCS7|CMS)-----", CMS),
    )
)
_HTML: Final = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|meta|title|table)\b", re.I)
_XML: Final = re.compile(rb"\s*<\?xml\b")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_ENDING: Final = re.compile(r"[^/]\.(?=[a-z0-9]*[a-z])([a-z0-9]{1,5})$")


@lru_cache(maxsize=256)  # checks ask the same of each file of a bundle, four times over
def type_of(head: bytes) -> FileType | None:
    """The type of a file out of its first 1,024 bytes; None if it is none that is known.

    A PDF may have text or rubbish before it, as readers take it, but not the beginning of another
    type: then it is of that type, and `MIXED` where that is a picture.
    """
    head = head[:HEAD]
    is_pdf = b"%PDF-" in head
    for beginning, file_type in _BEGINNINGS:
        if beginning.match(head):
            return MIXED if is_pdf and file_type in (JPEG, PNG) else file_type
    return PDF if is_pdf else _textual(head)


def ending_fits(name: str, file_type: FileType) -> bool:
    """Whether the ending of a file's name goes with its type; a name without one claims nothing."""
    ending = _ENDING.search(name.lower())
    return ending is None or ending[1] in file_type.endings


def _textual(head: bytes) -> FileType | None:
    if head.startswith(_UTF_16):
        return TEXT
    head = head.removeprefix(_BYTE_ORDER_MARK)
    if _HTML.match(head):
        return HTML
    if _XML.match(head):
        return XML
    return TEXT if head and not _CONTROL.search(head) else None
