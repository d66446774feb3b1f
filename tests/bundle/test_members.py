"""What is read of the files of a bundle: heads and lengths, digests where needed, papers opened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

import validator
from tests.inspect import made
from validator.bundle import Limits, read_bundle
from validator.inspect.armour import MAX_BYTES
from validator.inspect.opener import Opener
from validator.opened import PaperState

GOOD = made.GOOD
OTHER = GOOD + b" " * 10
SORTS = ("folder", "zip")


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


def bundle_of(root: Path, sort: str, files: dict[str, bytes], manifest: str = "") -> Path:
    """A bundle that names each of some files."""
    named = "\n".join(f"- {{file: {name}}}" for name in files)
    texts = {"application.yaml": f"documents:\n{named}\n{manifest}".encode(), **files}
    path = root / ("bundle.zip" if sort == "zip" else "bundle")
    if sort == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in texts.items():
                archive.writestr(name, data)
        return path
    path.mkdir()
    for name, data in texts.items():
        (path / name).write_bytes(data)
    return path


@pytest.mark.parametrize("sort", SORTS)
def test_a_paper_is_opened_where_there_is_an_opener(
    tmp_path: Path, sort: str, opener: Opener
) -> None:
    path = bundle_of(tmp_path, sort, {"a.pdf": GOOD, "b.pdf": GOOD[: len(GOOD) // 2]})
    members = read_bundle(path, opener=opener).members
    states = {name: each.paper and each.paper.state for name, each in members.items()}
    assert states == {"a.pdf": PaperState.OPENED, "b.pdf": PaperState.CUT_SHORT}
    assert {each.paper for each in read_bundle(path).members.values()} == {None}


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_no_paper_or_not_named_is_not_opened(
    tmp_path: Path, sort: str, opener: Opener
) -> None:
    path = bundle_of(tmp_path, sort, {"a.p7s": b"no paper"})
    assert read_bundle(path, opener=opener).members["a.p7s"].paper is None
    if sort == "folder":
        (path / "more.pdf").write_bytes(GOOD)
        assert read_bundle(path, opener=opener).members["more.pdf"].paper is None


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    ("files", "manifest", "hashed"),
    [
        ({"a.pdf": GOOD, "b.pdf": OTHER}, "", set()),
        ({"a.pdf": GOOD, "b.pdf": GOOD}, "", {"a.pdf", "b.pdf"}),
        ({"a.pdf": GOOD, "b.pdf": GOOD, "c.pdf": OTHER}, "", {"a.pdf", "b.pdf"}),
        ({"a.pdf": GOOD, "b.pdf": OTHER}, f"x: '{'a' * 64}'", {"a.pdf", "b.pdf"}),
        ({"a.pdf": GOOD, "b.pdf": OTHER}, f"x: '{'g' * 64}'", set()),
        ({"a.pdf": GOOD, "b.pdf": OTHER}, f"x: '{'a' * 63}'", set()),
    ],
)
def test_what_is_hashed(
    tmp_path: Path, sort: str, files: dict[str, bytes], manifest: str, hashed: set[str]
) -> None:
    """Row 34: content is hashed where a digest may be declared, or another file is as long."""
    members = read_bundle(bundle_of(tmp_path, sort, files, manifest)).members
    digests = {name: each.sha256 for name, each in members.items() if each.sha256}
    assert digests == {name: sha256(files[name]).hexdigest() for name in hashed}
    assert {name: each.size for name, each in members.items()} == {
        name: len(data) for name, data in files.items()
    }


SIGNATURE = b"0\x82" + bytes(3000)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (SIGNATURE, True),
        (b"\xef\xbb\xbf \r\n-----BEGIN CMS-----", True),
        (b"MIIB", True),
        (b"0" * MAX_BYTES, True),
        (b"0" * (MAX_BYTES + 1), False),
        (b"", False),
        (b"just text", False),
        (GOOD, False),
        (b"\xff\xd8\xff\xe0", False),
    ],
)
def test_what_may_be_a_signature_is_kept(
    tmp_path: Path, sort: str, data: bytes, kept: bool
) -> None:
    path = bundle_of(tmp_path, sort, {"a.p7s": data})
    member = read_bundle(path).members["a.p7s"]

    assert member.content == (data if kept else None)
    assert (member.size, member.head, member.sha256) == (len(data), data[:1024], None)


@pytest.mark.parametrize("sort", SORTS)
def test_no_more_is_kept_of_a_bundle_than_so_much(
    tmp_path: Path, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("validator.bundle.members.MAX_KEPT", 2 * len(SIGNATURE) + 1)
    names = [f"{number}.p7s" for number in range(4)]
    path = bundle_of(tmp_path, sort, dict.fromkeys(names, SIGNATURE))

    members = read_bundle(path).members

    assert sum(each.content is not None for each in members.values()) == 2
    assert {each.size for each in members.values()} == {len(SIGNATURE)}


def test_what_is_not_named_is_not_kept(tmp_path: Path) -> None:
    path = bundle_of(tmp_path, "folder", {"a.p7s": SIGNATURE})
    (path / "b.p7s").write_bytes(SIGNATURE)

    assert read_bundle(path).members["b.p7s"].content is None


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path, opener: Opener) -> None:
    path = bundle_of(tmp_path, "folder", {"a.pdf": GOOD + b" " * 200_000})
    over = Limits(max_member_bytes=150_000)
    member = read_bundle(path, limits=over, opener=opener).members["a.pdf"]
    assert (member.paper, member.sha256) == (None, None)
    assert member.size == (path / "a.pdf").stat().st_size


def test_the_library_opens_papers_unless_it_is_told_not_to(tmp_path: Path) -> None:
    path = bundle_of(tmp_path, "folder", {"a.pdf": GOOD})
    paper = validator.read_bundle(path).members["a.pdf"].paper
    assert paper is not None
    assert paper.state is PaperState.OPENED
    assert validator.read_bundle(path, documents="head").members["a.pdf"].paper is None
