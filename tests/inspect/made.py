"""Papers that the tests open, made on the spot."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from PIL import Image

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> /Contents 4 0 R %s>>"
DRAWN = b"BT (x) Tj ET"


def stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), words, data)


def packed(data: bytes, words: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + words)


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    parts, starts, length = [b"%PDF-1.7\n"], [], 9
    for number, each in enumerate(objects, 1):
        starts.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, each))
        length += len(parts[-1])
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows))
    parts.append(b"trailer << /Size %d /Root 1 0 R %s >>\n" % (count, trailer))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % length)
    return b"".join(parts)


def one_page(
    content: bytes = stream(DRAWN),
    *more: bytes,
    catalogue: bytes = b"",
    page: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    """A PDF of one page; what else its dictionaries hold; further objects are numbered from 5."""
    root = CATALOGUE.replace(b">>", catalogue + b" >>")
    return pdf([root, PAGES, PAGE % page, content, *more], trailer)


GOOD = one_page()


def encrypted(**words: Any) -> bytes:
    """The good one, encrypted."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(GOOD)) as document:
        document.save(buffer, encryption=pikepdf.Encryption(**words))
    return buffer.getvalue()


def with_object_stream(unfolded: int) -> bytes:
    """A PDF whose page lies in an object stream of that many bytes more."""
    page = PAGE % b""
    head = b"3 0 5 %d " % (len(page) + 1)
    body = head + page + b" (" + b"A" * unfolded + b")"
    contents = {
        1: CATALOGUE,
        2: PAGES,
        4: stream(DRAWN),
        7: packed(body, b"/Type /ObjStm /N 2 /First %d" % len(head)),
    }
    data, starts = b"%PDF-1.7\n", {}
    for number, each in contents.items():
        starts[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    starts[6] = len(data)
    rows = bytes(6)
    for number in range(1, 8):
        if number in starts:
            rows += b"\1" + starts[number].to_bytes(4, "big") + b"\0"
        else:
            rows += b"\2" + (7).to_bytes(4, "big") + (b"\0" if number == 3 else b"\1")
    table = stream(rows, b"/Type /XRef /Size 8 /W [1 4 1] /Root 1 0 R")
    return data + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, starts[6])


def with_table_stream(unfolded: int) -> bytes:
    """A PDF that is nothing but a table of contents of that many bytes."""
    table = packed(bytes(unfolded), b"/Type /XRef /Size 40000000 /W [1 4 1] /Root 1 0 R")
    return b"%%PDF-1.7\n6 0 obj\n%s\nendobj\nstartxref\n9\n%%%%EOF\n" % table


def noise(length: int) -> bytes:
    """Bytes without a meaning, the same every time."""
    return random.Random(7).randbytes(length)  # noqa: S311  # no secret


def image(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **words: Any) -> bytes:
    """A noisy image, JPEG or PNG."""
    pixels = noise(size[0] * size[1] * len(mode))
    buffer = io.BytesIO()
    Image.frombytes(mode, size, pixels).save(buffer, kind, **words)
    return buffer.getvalue()


def plain_image(kind: str, size: tuple[int, int], mode: str = "L", **words: Any) -> bytes:
    """An image of one colour: small as a file, whatever its size."""
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind, **words)
    return buffer.getvalue()
