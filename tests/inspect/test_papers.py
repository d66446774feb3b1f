"""Papers opened in this process: what each sort of damage comes to."""

from __future__ import annotations

import builtins
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inspect import made
from tests.inspect.made import CATALOGUE, GOOD, PAGES, one_page, packed, pdf, stream
from validator.inspect.papers import (
    MAX_PAGES,
    MAX_PIXELS,
    _pikepdf,
    _pillow,
    open_paper,
)
from validator.opened import Paper, PaperState

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def look(data: bytes) -> Paper:
    return open_paper(io.BytesIO(data))


def test_a_good_pdf() -> None:
    assert look(GOOD) == Paper("application/pdf", PaperState.OPENED, pages=1)


def test_pages_are_counted_and_not_believed() -> None:
    page = made.PAGE % b""
    kids = b" ".join([b"3 0 R"] * 3)
    tree = b"<< /Type /Pages /Kids [%s] /Count 1000000000 >>" % kids
    assert look(pdf([CATALOGUE, tree, page, stream(made.DRAWN)])).pages == 3


@pytest.mark.parametrize(
    "before",
    [b" ", b"\0", b"\xef\xbb\xbf", b"\r\n", b"Content-Type: application/pdf\r\n\r\n", b"x" * 1019],
)
def test_what_stands_before_it_does_no_harm(before: bytes) -> None:
    paper = look(before + GOOD)
    assert (paper.state, paper.pages) == (PaperState.OPENED, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n",
        GOOD[: len(GOOD) // 2],
        GOOD[: GOOD.rindex(b"%%EOF")],
        GOOD + b"\n" * 1024,
        b"%PDF-1.4\n" + made.noise(3000),
    ],
)
def test_without_an_end_it_is_cut_short(data: bytes) -> None:
    assert look(data) == Paper("application/pdf", PaperState.CUT_SHORT)


def test_the_end_stands_in_the_last_1024_bytes() -> None:
    assert look(GOOD.rstrip() + b"\n" * 1019).state is PaperState.OPENED
    assert look(GOOD.rstrip() + b"\n" * 1020).state is PaperState.CUT_SHORT


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n%%EOF",
        b"%PDF-1.4\n" + made.noise(3000) + b"%%EOF",
        pdf([b"<< /Type /Catalog >>"]),
        pdf([b"<< /Type /Catalog /Pages 1 0 R >>"]),
        pdf([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        pdf([CATALOGUE, PAGES, b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>"]),
        one_page(stream(b"no deflated data", b"/Filter /FlateDecode")),
        one_page(stream(made.DRAWN, b"/Filter /Unknown")),
    ],
)
def test_what_no_repair_mends_is_broken(data: bytes) -> None:
    assert look(data) == Paper("application/pdf", PaperState.BROKEN)


@pytest.mark.parametrize(
    "data",
    [
        pdf([CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"]),
        pdf([CATALOGUE, b"<< /Type /Pages /Kids [null 7 (x)] /Count 3 >>"]),
        pdf([CATALOGUE, b"<< /Type /Pages /Kids [1 0 R] /Count 1 >>"]),  # its own catalogue
    ],
)
def test_without_a_page(data: bytes) -> None:
    assert look(data) == Paper("application/pdf", PaperState.NO_PAGE)


@pytest.mark.parametrize(
    "data",
    [
        GOOD.replace(b"startxref", b"startxxxx"),
        pdf([CATALOGUE, PAGES, b"<< /Type /Page /Parent 2 0 R >>"]),  # of no size
        pdf([CATALOGUE, b"<< /Type /Pages /Kids [3 0 R 1 0 R] /Count 2 >>", made.PAGE % b""]),
    ],
)
def test_a_repair_that_readers_do_is_told(data: bytes) -> None:
    paper = look(data)
    assert (paper.state, paper.pages, paper.repaired) == (PaperState.OPENED, 1, True)


def test_many_small_repairs_are_no_fault() -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 103))
    tree = b"<< /Type /Pages /Kids [%s] /Count 100 >>" % kids
    paper = look(pdf([CATALOGUE, tree, *[b"<< /Type /Page /Parent 2 0 R >>"] * 100]))
    assert (paper.state, paper.pages, paper.repaired) == (PaperState.OPENED, 100, True)


@pytest.mark.parametrize(
    "words",
    [
        {"user": "x", "owner": "y"},
        {"user": "x", "owner": "y", "R": 4},
        {"user": "x", "owner": "y", "R": 3, "aes": False, "metadata": False},
    ],
)
def test_a_password_to_open_it(words: dict[str, Any]) -> None:
    assert look(made.encrypted(**words)) == Paper("application/pdf", PaperState.ENCRYPTED)


def test_a_certificate_to_open_it() -> None:
    to = b"/Encrypt << /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >>"
    assert look(one_page(trailer=to)) == Paper("application/pdf", PaperState.ENCRYPTED)


def test_the_password_of_its_owner_alone_opens() -> None:
    paper = look(made.encrypted(user="", owner="y"))
    assert (paper.state, paper.pages) == (PaperState.OPENED, 1)


@pytest.mark.parametrize(
    "data",
    [
        one_page(catalogue=b"/OpenAction " + SCRIPT),
        one_page(catalogue=b"/AA << /WC %s >>" % SCRIPT),
        one_page(catalogue=b"/Names << /JavaScript << /Names [(a) %s] >> >>" % SCRIPT),
        one_page(stream(made.DRAWN), SCRIPT, page=b"/AA << /O 5 0 R >> "),
        one_page(page=b"/Annots [<< /Type /Annot /Subtype /Link /A %s >>] " % SCRIPT),
        one_page(catalogue=b"/AcroForm << /Fields [<< /AA << /K %s >> >>] >>" % SCRIPT),
        one_page(
            stream(made.DRAWN),
            stream(b"app.alert(1)"),
            catalogue=b"/OpenAction << /S /Rendition /JS 5 0 R >>",
        ),
        one_page(catalogue=b"/OpenAction << /S /J#61vaScript /JS (x) >>"),
        one_page(catalogue=b"/OpenAction << /S /L#61unch /F (a.exe) >>"),
        one_page(catalogue=b"/X << /S /\xc0\xe0 /\xc0\xe0 %s >>" % SCRIPT),
        one_page(catalogue=b"/OpenAction << /S /Launch /F (a.exe) >>"),
        one_page(catalogue=b"/OpenAction << /S /SubmitForm /F (http://a.example) >>"),
        one_page(catalogue=b"/OpenAction << /S /URI /Next [<< /S /ImportData >>] >>"),
    ],
)
def test_scripts_are_found_wherever_they_stand(data: bytes) -> None:
    paper = look(data)
    assert (paper.state, paper.scripts, paper.embedded) == (PaperState.OPENED, True, False)


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        one_page(page=b"/Annots [<< /Subtype /Link /A << /S /URI /URI (http://a.example) >> >>] "),
        one_page(stream(b"(/S /JavaScript /JS) Tj")),  # written on the page
        one_page(catalogue=b"/Lang (/JavaScript) /Names << /Dests << >> >>"),
        one_page(stream(made.DRAWN), SCRIPT),  # that nothing leads to
        one_page(page=b"/X << /S /\xc0\xe0 /\xc0\xe0 << /S 5 /JS 7 >> >>"),  # in no Unicode
    ],
)
def test_what_is_no_script(data: bytes) -> None:
    assert look(data).scripts is False


@pytest.mark.parametrize(
    "data",
    [
        one_page(
            stream(made.DRAWN),
            stream(b"MZ"),
            catalogue=b"/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 5 0 R >> >>] >> >>",
        ),
        one_page(
            stream(made.DRAWN),
            stream(b"MZ"),
            page=b"/Annots [<< /Subtype /FileAttachment /FS << /EF << /F 5 0 R >> >> >>] ",
        ),
    ],
)
def test_embedded_files_are_found(data: bytes) -> None:
    paper = look(data)
    assert (paper.state, paper.scripts, paper.embedded) == (PaperState.OPENED, False, True)


def test_a_search_that_ends_early_claims_nothing() -> None:
    many = b"/X [%s]" % (b"[] " * 50_001)
    paper = look(one_page(catalogue=many))
    assert (paper.state, paper.scripts, paper.embedded) == (PaperState.OPENED, None, None)
    paper = look(one_page(catalogue=b"/OpenAction %s %s" % (SCRIPT, many)))
    assert (paper.state, paper.scripts, paper.embedded) == (PaperState.OPENED, True, None)


@pytest.mark.parametrize(
    ("data", "blank"),
    [
        (GOOD, False),
        (one_page(stream(b"")), True),
        (one_page(stream(b"q 1 0 0 1 0 0 cm Q\n")), True),
        (one_page(stream(b"BT /F1 12 Tf 1 0 0 1 10 10 Tm ET")), True),
        (one_page(b"null"), True),
        (one_page(packed(b"  ")), True),
        (one_page(stream(b"0 0 10 10 re f")), False),
        (one_page(stream(b"0 0 m 9 9 l S")), False),
        (one_page(stream(b"q 9 0 0 9 0 0 cm /Im1 Do Q")), False),
        (one_page(stream(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI")), False),
        (one_page(stream(b"[(a)] TJ")), False),
        (one_page(stream(b"(a) '")), False),
        (one_page(stream(b""), page=b"/Annots [<< /Subtype /Stamp >>] "), False),
        (one_page(b"[5 0 R 6 0 R]", stream(b"q"), stream(b"0 0 m 9 9 l S Q")), False),
    ],
)
def test_a_blank_first_page(data: bytes, blank: bool) -> None:
    paper = look(data)
    assert (paper.state, paper.blank_first_page) == (PaperState.OPENED, blank)


def test_only_the_first_page_is_asked_whether_it_is_blank() -> None:
    two = b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>"
    empty = made.PAGE.replace(b"4 0 R", b"6 0 R") % b""
    pages = [CATALOGUE, two, made.PAGE % b"", stream(made.DRAWN), empty, stream(b"")]
    assert not look(pdf(pages)).blank_first_page
    pages[1] = pages[1].replace(b"3 0 R 5 0 R", b"5 0 R 3 0 R")
    assert look(pdf(pages)).blank_first_page


def test_a_later_page_that_cannot_be_read_counts() -> None:
    two = b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>"
    other = made.PAGE.replace(b"4 0 R", b"6 0 R") % b""
    rubbish = stream(b"no deflated data", b"/Filter /FlateDecode")
    data = pdf([CATALOGUE, two, made.PAGE % b"", stream(made.DRAWN), other, rubbish])
    assert look(data).state is PaperState.BROKEN


BOMB = 33 << 20  # unfolded, just beyond what a stream may be


@pytest.mark.parametrize(
    "data",
    [
        one_page(packed(bytes(BOMB))),
        one_page(stream(b"[" * 10 + made.DRAWN, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 6))),
        one_page(page=b"/X %s%s " % (b"[" * 100_000, b"]" * 100_000)),
        one_page(b"[%s]" % (b"5 0 R " * 3), packed(bytes(31 << 20))),  # small ones, often
    ],
)
def test_what_unfolds_too_far_is_not_opened(data: bytes) -> None:
    assert len(data) < 300_000
    assert look(data) == Paper("application/pdf", PaperState.TOO_LARGE)


def test_a_stream_within_the_limit_is_read() -> None:
    assert look(one_page(packed(bytes(31 << 20)))).state is PaperState.OPENED


def test_structure_that_unfolds_too_far_is_never_opened() -> None:
    """Such a page does not come to light at all, and no word says why."""
    assert look(made.with_object_stream(100)).state is PaperState.OPENED
    assert look(made.with_object_stream(BOMB)).state is PaperState.NO_PAGE
    assert look(made.with_table_stream(BOMB)).state is PaperState.BROKEN


@pytest.mark.parametrize(
    ("count", "state"), [(MAX_PAGES, PaperState.OPENED), (MAX_PAGES + 1, PaperState.TOO_LARGE)]
)
def test_more_pages_than_are_taken_on(count: int, state: PaperState) -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(5, count + 5))
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    pages = [made.PAGE % b""] * count
    assert look(pdf([CATALOGUE, tree, b"null", stream(made.DRAWN), *pages])).state is state


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_good_image(kind: str) -> None:
    expected = Paper(f"image/{kind.lower()}", PaperState.OPENED, pixels=1200)
    assert look(made.image(kind)) == expected
    assert look(made.image(kind) + b"what a telephone adds") == expected


@pytest.mark.parametrize(
    "data",
    [
        made.image("JPEG", mode="L"),
        made.image("JPEG", mode="CMYK"),
        made.image("JPEG", progressive=True),
        made.image("PNG", mode="RGBA"),
        made.image("PNG", mode="L"),
        made.plain_image("PNG", (40, 30), "1"),
    ],
)
def test_other_good_images(data: bytes) -> None:
    assert look(data).state is PaperState.OPENED


@pytest.mark.parametrize("words", [{}, {"progressive": True}])
def test_a_jpeg_cut_anywhere_is_cut_short(words: dict[str, Any]) -> None:
    whole = made.image("JPEG", (200, 150), **words)
    for length in (4, 20, 200, len(whole) // 2, len(whole) - 100, len(whole) - 1):
        assert look(whole[:length]) == Paper("image/jpeg", PaperState.CUT_SHORT), length


def test_a_png_cut_anywhere_is_cut_short() -> None:
    whole = made.image("PNG", (200, 150))
    for length in (8, 20, 200, len(whole) // 2, len(whole) - 100, len(whole) - 8):
        assert look(whole[:length]) == Paper("image/png", PaperState.CUT_SHORT), length


def test_a_png_whose_middle_is_gone_is_not_opened() -> None:
    whole = made.image("PNG", (200, 150))
    assert look(whole[:200] + whole[-50:]).state in {PaperState.CUT_SHORT, PaperState.BROKEN}


def test_rubbish_behind_the_first_bytes_of_an_image_is_broken() -> None:
    rubbish = made.noise(500)
    without_tables = made.image("JPEG").replace(b"\xff\xdb", b"\xff\xfe")
    assert look(without_tables) == Paper("image/jpeg", PaperState.BROKEN)
    assert look(b"\xff\xd8\xff\xd9" + rubbish + b"\xff\xd9").state is PaperState.BROKEN
    assert look(b"\x89PNG\r\n\x1a\n" + rubbish + b"IEND").state is PaperState.BROKEN


def test_more_pixels_than_are_taken_on() -> None:
    side = int(MAX_PIXELS**0.5)
    assert look(made.plain_image("PNG", (side, side), "1")).pixels == side * side
    assert look(made.plain_image("PNG", (side + 1, side + 1), "1")).state is PaperState.TOO_LARGE
    claim = made.image("PNG")
    claim = claim[:16] + (1 << 30).to_bytes(4, "big") * 2 + claim[24:]
    assert look(claim).state in {PaperState.TOO_LARGE, PaperState.BROKEN}
    frame = made.image("JPEG")
    at = frame.index(b"\xff\xc0") + 5
    huge = frame[:at] + b"\xff\xff\xff\xff" + frame[at + 4 :]
    assert look(huge) == Paper("image/jpeg", PaperState.TOO_LARGE)


@pytest.mark.parametrize(
    "data", [b"", b"just text", b"PK\x03\x04" + bytes(100), b"\0\0" + made.image("JPEG")]
)
def test_what_is_no_paper_is_not_opened(data: bytes) -> None:
    assert look(data).state is PaperState.NOT_OPENED


@pytest.mark.parametrize(("data", "library"), [(GOOD, "pikepdf"), (made.image("PNG"), "PIL")])
def test_a_library_that_is_not_there(
    data: bytes, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(name: str, *others: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return real(name, *others)

    real = builtins.__import__
    monkeypatch.setattr("validator.inspect.papers._pikepdf", _pikepdf.__wrapped__)
    monkeypatch.setattr("validator.inspect.papers._pillow", _pillow.__wrapped__)
    monkeypatch.setattr(builtins, "__import__", without)
    assert look(data).state is PaperState.NOT_INSTALLED


def test_an_error_of_a_parser_costs_the_paper_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Paper:
        raise RecursionError

    monkeypatch.setattr("validator.inspect.papers._pdf", fails)
    assert look(GOOD) == Paper("application/pdf", PaperState.STOPPED, "error")


PAPERS = {
    "pdf": one_page(packed(made.DRAWN), SCRIPT, catalogue=b"/OpenAction 5 0 R"),
    "object-stream": made.with_object_stream(100),
    "owner": made.encrypted(user="", owner="y", R=4),
    "jpeg": made.image("JPEG"),
    "progressive": made.image("JPEG", progressive=True),
    "png": made.image("PNG"),
}


@given(
    st.sampled_from(sorted(PAPERS)),
    st.lists(
        st.tuples(st.integers(0, 1 << 16), st.integers(0, 8), st.binary(max_size=8)),
        min_size=1,
        max_size=8,
    ),
)
def test_a_spoilt_paper_has_a_state(name: str, spoils: list[tuple[int, int, bytes]]) -> None:
    """Whatever is replaced, removed or put in: nothing is raised, no fact contradicts another."""
    data = PAPERS[name]
    for place, gone, put in spoils:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + gone :]
    paper = look(data)
    assert paper.state in PaperState
    assert (paper.reason is not None) is (paper.state is PaperState.STOPPED)
    if paper.state is PaperState.OPENED:
        assert paper.pages or paper.pixels
    else:
        assert paper == Paper(paper.media, paper.state, paper.reason)
