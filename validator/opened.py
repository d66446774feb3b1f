"""What comes of opening a paper; the process that opens papers imports no more of the nouns."""

from __future__ import annotations

from enum import StrEnum

from validator.frozen import frozen


class PaperState(StrEnum):
    """What came of opening a paper."""

    OPENED = "opened"
    ENCRYPTED = "encrypted"  # it asks for a password, or a certificate
    CUT_SHORT = "cut_short"  # its end is missing
    BROKEN = "broken"  # it cannot be read even after the repair that readers do
    NO_PAGE = "no_page"
    TOO_LARGE = "too_large"  # it would unfold to more than is taken on
    STOPPED = "stopped"  # opening took too long or too much memory, or ended the process
    NOT_INSTALLED = "not_installed"  # the library that opens it
    NOT_OPENED = "not_opened"  # it is none of the types that are opened


@frozen
class Paper:
    """What a file told when it was opened; beyond `state`, only of one that was opened.

    Attributes:
        media: its media type by content; empty where it is not known.
        reason: of one that was stopped: `time`, `memory`, `died`, `error`, `not_started`.
        pages: of a PDF.
        repaired: a PDF opened only after the repair that readers do.
        scripts: a PDF holds scripts or actions that reach out of it; None: not all was searched.
        embedded: a PDF holds other files; None: not all was searched.
        blank_first_page: nothing is drawn on the first page of a PDF.
        pixels: of an image.
    """

    media: str
    state: PaperState
    reason: str | None = None
    pages: int | None = None
    repaired: bool = False
    scripts: bool | None = False
    embedded: bool | None = False
    blank_first_page: bool = False
    pixels: int | None = None
