"""Opens a paper – a PDF, JPEG or PNG – and tells what was found; nothing is ever shown or run.

A PDF is opened when its pages are there and what is drawn on them unpacks; pictures inside it are
not decoded. An image is opened when all of its data decodes: damage that a decoder takes for a
picture is not seen. Neither tells whether there is anything to read. `opener` bounds time and
memory; the limits here bound what a small file can unfold to.
"""

from __future__ import annotations

import io
import os
import re
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from validator.inspect.kinds import HEAD, JPEG, PDF, PNG, FileType, type_of
from validator.opened import Paper, PaperState

if TYPE_CHECKING:
    import pikepdf

MAX_PAGES: Final = 2_000
MAX_PIXELS: Final = 120_000_000  # A3 at 600 dots an inch has 70 million
_MAX_UNPACKED: Final = 32 << 20  # bytes, of one stream of a PDF
_MAX_DRAWN: Final = 64 << 20  # bytes, of what is drawn on all pages
_MAX_REPAIRS: Final = 5_000  # a page can need two
_MAX_VALUES: Final = 50_000  # that are searched for scripts
_MAX_COEFFICIENTS: Final = 256 << 20  # bytes; a JPEG in several passes keeps two a pixel and colour
_TAIL: Final = 1024  # bytes in which readers look for the end of a PDF
_MAX_BLANK: Final = 64 << 10  # bytes; what is longer draws something

_OPEN: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
_ACTIONS: Final = frozenset(  # as bytes: a name need not be Unicode
    (b"/JavaScript", b"/Launch", b"/ImportData", b"/SubmitForm", b"/RichMediaExecute")
)
_DRAWS: Final = re.compile(rb"""(?<![\w*])(?:T[jJ]|Do|EI|sh|[fFsSbB]\*?|'|")(?![\w*])""")


class _Found(Exception):
    """Why a paper does not open."""

    def __init__(self, state: PaperState) -> None:
        super().__init__(state)
        self.state = state


def opened(content: bytes | str) -> io.BufferedIOBase:
    """The bytes or the regular file at a path, to read; links are not followed.

    Raises:
        OSError: there is no such file, or it is not a regular one.
    """
    if isinstance(content, bytes):
        return io.BytesIO(content)
    descriptor = os.open(content, _OPEN)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(content)
    return os.fdopen(descriptor, "rb")


def open_paper(file: io.BufferedIOBase) -> Paper:
    """Opens a paper in this process; gives a state whatever the file is and never raises."""
    file_type: FileType | None = None
    try:
        file_type = type_of(file.read(HEAD))
        if file_type is PDF:
            return _open_pdf(file)
        if file_type is JPEG or file_type is PNG:
            return _open_image(file, file_type)
        state, reason = PaperState.NOT_OPENED, None
    except _Found as found:
        state, reason = found.state, None
    except ImportError:
        state, reason = PaperState.NOT_INSTALLED, None
    except MemoryError:
        state, reason = PaperState.STOPPED, "memory"
    except Exception:  # noqa: BLE001  # whatever a parser raises costs this paper its opening alone
        state, reason = PaperState.STOPPED, "error"
    return Paper(file_type.media if file_type else "", state, reason)


def load() -> None:
    """Imports what opens a PDF, if it is installed: nearly every application has one."""
    with suppress(ImportError):
        _pikepdf()


@cache
def _pikepdf() -> Any:
    import logging

    import pikepdf
    from pikepdf import settings

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # repairs are told as a fact
    settings.set_qpdf_limits(
        flate_max_memory=_MAX_UNPACKED,
        png_max_memory=_MAX_UNPACKED,
        run_length_max_memory=_MAX_UNPACKED,
        tiff_max_memory=_MAX_UNPACKED,
        dct_max_memory=_MAX_UNPACKED,
        doc_max_warnings=_MAX_REPAIRS,
        max_stream_filters=5,
    )
    return pikepdf


@cache
def _pillow() -> Any:
    from PIL import Image

    Image.preinit()  # the decoders
    Image.MAX_IMAGE_PIXELS = None  # the same is asked below, without a warning on the way
    return Image


def _open_pdf(file: io.BufferedIOBase) -> Paper:
    if b"%%EOF" not in _tail(file):
        raise _Found(PaperState.CUT_SHORT)
    pikepdf = _pikepdf()
    limits_met = pikepdf.settings.qpdf_limit_errors()
    try:
        with pikepdf.open(file) as pdf:
            paper = _judged(pdf)
    except pikepdf.PasswordError:
        paper = Paper(PDF.media, PaperState.ENCRYPTED)
    except pikepdf.PikepdfError as error:
        paper = Paper(PDF.media, _why(str(error)))
    except _Found as found:
        paper = Paper(PDF.media, found.state)
    if pikepdf.settings.qpdf_limit_errors() != limits_met:
        return Paper(PDF.media, PaperState.TOO_LARGE)
    return paper


def _judged(pdf: pikepdf.Pdf) -> Paper:
    """The facts of a PDF, unless a warning says that a limit kept something of it from qpdf."""
    pikepdf = _pikepdf()
    try:
        paper = _pdf(pdf)
    except pikepdf.PikepdfError as error:
        paper = Paper(PDF.media, _why(str(error)))
    warnings = [str(warning) for warning in pdf.get_warnings()]  # which empties them
    if any("limit" in warning for warning in warnings):
        return Paper(PDF.media, PaperState.TOO_LARGE)
    return replace(paper, repaired=bool(warnings)) if paper.pages else paper


def _why(error: str) -> PaperState:
    """What an error of qpdf comes to; some limits stand in its words alone."""
    if "limit" in error or "Too many warnings" in error:
        return PaperState.TOO_LARGE
    if "ncrypt" in error:  # for a certificate, or in a way that qpdf does not know
        return PaperState.ENCRYPTED
    return PaperState.NO_PAGE if "no pages found" in error else PaperState.BROKEN


def _pdf(pdf: pikepdf.Pdf) -> Paper:
    pages = len(pdf.pages)
    if pages > MAX_PAGES:
        raise _Found(PaperState.TOO_LARGE)
    # A damaged tree of pages can hold what is none, and qpdf makes a page of it.
    real = [page.obj for page in pdf.pages if not {"/Kids", "/Pages"} & set(page.obj.keys())]
    if not real:
        raise _Found(PaperState.NO_PAGE)
    drawn, blank = 0, False
    for number, page in enumerate(real):
        content = b"\n".join(stream.read_bytes() for stream in _contents(page))
        drawn += len(content)
        if drawn > _MAX_DRAWN:
            raise _Found(PaperState.TOO_LARGE)
        if not number:
            blank = _is_blank(content) and not page.get("/Annots")
    scripts, embedded = _search(pdf)
    return Paper(
        *(PDF.media, PaperState.OPENED),
        pages=len(real),
        scripts=scripts,
        embedded=embedded,
        blank_first_page=blank,
    )


def _contents(page: pikepdf.Object) -> Iterator[pikepdf.Stream]:
    """The streams that draw a page."""
    pikepdf = _pikepdf()
    contents = page.get("/Contents")
    for each in contents if isinstance(contents, pikepdf.Array) else (contents,):
        if isinstance(each, pikepdf.Stream):
            yield each


def _is_blank(content: bytes) -> bool:
    return len(content) <= _MAX_BLANK and not _DRAWS.search(content)


def _search(pdf: pikepdf.Pdf) -> tuple[bool | None, bool | None]:
    """Whether anything that can be reached is a script or an embedded file.

    Many stand in no object of their own, so that everything is walked through.
    """
    pikepdf = _pikepdf()
    containers = (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)
    waiting: deque[Any] = deque((pdf.trailer,))
    seen: set[tuple[int, int]] = set()
    scripts = embedded = False
    left = _MAX_VALUES
    while waiting:
        each = waiting.popleft()
        if each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
        is_array = isinstance(each, pikepdf.Array)
        left -= len(each) if is_array else len(each.keys())
        if left < 0:  # before it is read: values cost more here than in the file
            return scripts or None, embedded or None
        if is_array:
            values = list(each)
        else:
            items = dict(each.items())
            scripts = scripts or _is_script(items)
            embedded = embedded or "/EF" in items
            values = list(items.values())
        waiting.extend(value for value in values if isinstance(value, containers))
    return scripts, embedded


def _is_script(items: dict[str, Any]) -> bool:
    pikepdf = _pikepdf()
    action = items.get("/S")
    return (isinstance(action, pikepdf.Name) and bytes(action) in _ACTIONS) or isinstance(
        items.get("/JS"), pikepdf.String | pikepdf.Stream
    )


def _open_image(file: io.BufferedIOBase, file_type: FileType) -> Paper:
    pillow = _pillow()
    is_whole = (b"IEND" if file_type is PNG else b"\xff\xd9") in _tail(file)
    if file_type is PNG and not is_whole:
        raise _Found(PaperState.CUT_SHORT)
    damage = PaperState.BROKEN if is_whole else PaperState.CUT_SHORT
    try:
        file.seek(0)
        with pillow.open(file, formats=[file_type.id.upper()]) as image:
            pixels = image.width * image.height
            if pixels > MAX_PIXELS:
                raise _Found(PaperState.TOO_LARGE)
            if pixels * len(image.getbands()) * 2 > _MAX_COEFFICIENTS:
                damage = PaperState.TOO_LARGE  # libjpeg calls too little memory damage, too
            image.draft("L", (200, 200))  # a JPEG is decoded in an eighth of its width
            image.load()
    except (OSError, SyntaxError, ValueError) as error:
        cut = damage is PaperState.BROKEN and "truncated" in str(error).lower()
        raise _Found(PaperState.CUT_SHORT if cut else damage) from None
    return Paper(file_type.media, PaperState.OPENED, pixels=pixels)


def _tail(file: io.BufferedIOBase) -> bytes:
    """The last 1,024 bytes of a file."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _TAIL))
    tail = file.read()
    file.seek(0)
    return tail
