"""Folders and zips as bundles: what is read, what is ignored, what is refused."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.bundle import Limits, find_bundles, read_bundle
from validator.model import Bundle, Severity
from validator.words.messages import say

MANIFEST = "application.yaml"
DIGEST = "0" * 64
"""A text that may be a digest: where one stands, what is named is hashed."""
NAMING_A = f"documents: [{{file: a.pdf, sha256: '{DIGEST}'}}]".encode()
END = struct.Struct("<4s4H2LH")
LOCAL_NAME = 30
CENTRAL = b"PK\1\2"


def folder(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def zipped(root: Path, data: bytes | Mapping[str, bytes], name: str = "b.zip") -> Path:
    path = root / name
    path.write_bytes(data if isinstance(data, bytes) else packed(data))
    return path


def patched(data: bytes, name: str, offset: int, form: str, value: int) -> bytes:
    """The archive with a field of one member's entry in the table of contents changed."""
    changed = bytearray(data)
    at = data.rindex(CENTRAL, 0, data.rindex(name.encode()))
    struct.pack_into(form, changed, at + offset, value)
    return bytes(changed)


def patched_local(data: bytes, name: str, offset: int, form: str, value: int) -> bytes:
    changed = bytearray(data)
    struct.pack_into(form, changed, data.index(name.encode()) - LOCAL_NAME + offset, value)
    return bytes(changed)


def patched_end(data: bytes, field: int, value: int) -> bytes:
    fields = list(END.unpack(data[-END.size :]))
    fields[field] = value
    return data[: -END.size] + END.pack(*fields)


def told(bundle: Bundle) -> list[tuple[str, str]]:
    return [(problem.message.key, problem.location.file) for problem in bundle.problems]


def errors(bundle: Bundle) -> list[tuple[str, str]]:
    return [
        (problem.message.key, problem.location.file)
        for problem in bundle.problems
        if problem.severity is Severity.ERROR
    ]


@pytest.fixture(params=["folder", "zip", "wrapped"])
def build(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    """Builds the same bundle in every form there is."""

    def made(files: dict[str, bytes]) -> Path:
        if request.param == "folder":
            return folder(tmp_path / "b", files)
        wrap = "clinic a/" if request.param == "wrapped" else ""
        return zipped(tmp_path, {wrap + name: data for name, data in files.items()})

    return made


Build = Callable[[dict[str, bytes]], Path]


# Every form of a bundle


def test_a_bundle(build: Build) -> None:
    data = b"x" * 100_000
    text = f"format: 1\ndocuments: [{{file: docs/a.pdf}}, {{file: {DIGEST}}}]\nname: ё".encode()
    path = build({"docs/a.pdf": data, "b.pdf": b"12", MANIFEST: text, "docs/inner.zip": b"PK"})
    bundle = read_bundle(path)
    assert bundle.name == str(path)
    assert bundle.manifest == {
        "format": 1,
        "documents": [{"file": "docs/a.pdf"}, {"file": DIGEST}],
        "name": "ё",
    }
    assert bundle.manifest_file == MANIFEST
    assert bundle.manifest_bytes == text
    assert list(bundle.members) == ["b.pdf", "docs/a.pdf", "docs/inner.zip"]
    named = bundle.members["docs/a.pdf"]
    assert (named.size, named.head, named.regular) == (100_000, data[:1024], True)
    assert named.sha256 == hashlib.sha256(data).hexdigest()
    other = bundle.members["b.pdf"]
    assert (other.size, other.head, other.sha256, other.trouble) == (2, b"", None, None)
    assert told(bundle) == [("file_not_named", "b.pdf"), ("file_not_named", "docs/inner.zip")]
    assert {problem.severity for problem in bundle.problems} == {Severity.WARNING}
    assert bundle.problems[0].message.args == {"file": "b.pdf"}


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Record.yaml", "record.yaml"),
        ("record.yaml.txt", "record.yaml"),
        ("rеcord.json", "record.json"),  # a Cyrillic letter
        ("record (1).yml", "record.yml"),
        ("record.docx", "record.yaml"),
        ("record", "record.yaml"),
    ],
)
def test_a_file_that_was_meant_for_the_record_is_told_how_that_is_called(
    build: Build, name: str, right: str
) -> None:
    bundle = read_bundle(build({MANIFEST: b"format: 1", name: b"processing: {}"}))
    assert (bundle.record, told(bundle)) == (None, [("record_misnamed", name)])
    assert bundle.problems[0].message.args == {"file": name, "name": right}


def test_another_file_is_only_one_that_nothing_names(build: Build) -> None:
    others = ("docs/Record.yaml", "records.yaml", "a record.yaml")
    bundle = read_bundle(build({MANIFEST: b"format: 1", **dict.fromkeys(others, b"x: 1")}))
    assert {key for key, _ in told(bundle)} == {"file_not_named"}


def test_nothing_is_meant_for_a_record_that_is_there(build: Build) -> None:
    with_record = {MANIFEST: b"format: 1", "record.yaml": b"x: 1", "record.txt": b"x: 1"}
    assert told(read_bundle(build(with_record))) == [("file_not_named", "record.txt")]


def test_an_empty_member(build: Build) -> None:
    member = read_bundle(build({MANIFEST: NAMING_A, "a.pdf": b""})).members["a.pdf"]
    assert (member.size, member.head, member.sha256) == (0, b"", hashlib.sha256().hexdigest())


def test_what_systems_leave_behind_is_ignored(build: Build) -> None:
    junk = (
        *("__MACOSX/._a.pdf", "x/__MACOSX/y", ".DS_Store", "x/.DS_Store", "Thumbs.db"),
        *("Icon\r", "x/Icon\r"),
    )
    bundle = read_bundle(build({MANIFEST: b"{}", "x/desktop.ini": b"", **dict.fromkeys(junk, b"")}))
    assert bundle.manifest == {}
    assert (dict(bundle.members), bundle.problems) == ({}, ())


def test_names_are_compared_in_one_form(build: Build) -> None:
    decomposed = unicodedata.normalize("NFD", "справкай.pdf")
    composed = unicodedata.normalize("NFC", decomposed)
    assert decomposed != composed
    for written in (composed, decomposed):
        bundle = read_bundle(build({MANIFEST: f"a: {written}".encode(), decomposed: b"1"}))
        assert bundle.members[composed].head == b"1"
        assert bundle.problems == ()


@pytest.mark.parametrize(
    ("files", "key", "args"),
    [
        ({"a.pdf": b""}, "manifest_missing", {}),
        (
            {"application.json": b"{}", "application.yml": b"{}", "application.yaml": b"{}"},
            "manifest_ambiguous",
            {"files": ("application.yaml", "application.yml", "application.json")},
        ),
        ({MANIFEST: b"[1]", "a.pdf": b""}, "manifest_not_a_map", {"file": MANIFEST}),
        ({MANIFEST: b"a: 1\na: 2"}, "source_duplicate_key", {"key": "a"}),
        ({"application.json": b"a: 1"}, "source_syntax", {}),
        ({MANIFEST: b"#" * (2 << 20)}, "source_too_large", {"limit": 1 << 20}),
    ],
)
def test_a_manifest_that_cannot_be_read(
    build: Build, files: dict[str, bytes], key: str, args: dict[str, Any]
) -> None:
    bundle = read_bundle(build(files))
    assert bundle.manifest is None
    assert [(p.message.key, p.message.args) for p in bundle.problems] == [(key, args)]
    assert bundle.problems[0].severity is Severity.ERROR


def test_where_a_manifest_is_wrong(build: Build) -> None:
    bundle = read_bundle(build({MANIFEST: b"a: 1\nb: [\n"}))
    where = bundle.problems[0].location
    assert (where.file, where.line, where.column) == (MANIFEST, 2, 4)
    assert (bundle.manifest_file, bundle.manifest_bytes) == (MANIFEST, b"a: 1\nb: [\n")


def test_a_manifest_that_is_too_large_is_not_kept(build: Build) -> None:
    assert read_bundle(build({MANIFEST: b" " * (2 << 20)})).manifest_bytes == b""


def test_the_name_may_be_given(build: Build) -> None:
    assert read_bundle(build({MANIFEST: b"{}"}), "clinic").name == "clinic"


# Folders


def test_links_are_listed_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    root = folder(tmp_path / "b", {MANIFEST: b"files: [named, through/x, pipe]"})
    folder(tmp_path / "out", {"x": b"secret"})
    (root / "named").symlink_to(tmp_path / "secret")
    (root / "other").symlink_to(tmp_path / "secret")
    (root / "through").symlink_to(tmp_path / "out")
    (root / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(root / "pipe")
    bundle = read_bundle(root)
    assert list(bundle.members) == ["gone", "named", "other", "pipe", "through"]
    for member in bundle.members.values():
        assert (member.regular, member.size, member.head, member.sha256) == (False, 0, b"", None)
    assert told(bundle) == [
        ("link_not_named", "gone"),
        ("link_not_named", "other"),
        ("link_not_named", "through"),
    ]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    folder(tmp_path / "b", {MANIFEST: b"{}"})
    (tmp_path / "link").symlink_to("b")
    assert read_bundle(tmp_path / "link").manifest == {}


@pytest.mark.parametrize("special", ["link", "pipe"])
def test_the_manifest_is_a_file(tmp_path: Path, special: str) -> None:
    (tmp_path / "other.yaml").write_bytes(b"{}")
    root = folder(tmp_path / "b", {"a.pdf": b""})
    if special == "link":
        (root / MANIFEST).symlink_to("../other.yaml")
    else:
        os.mkfifo(root / MANIFEST)
    bundle = read_bundle(root)
    assert bundle.manifest is None
    assert told(bundle) == [("manifest_not_a_file", MANIFEST)]
    assert list(find_bundles(tmp_path).bundles) == [str(root)]


def test_a_folder_is_no_manifest(tmp_path: Path) -> None:
    assert told(read_bundle(folder(tmp_path, {"application.yaml/x": b""}))) == [
        ("manifest_missing", "")
    ]


def test_names_that_are_not_unicode(tmp_path: Path) -> None:
    root = folder(tmp_path / "b", {MANIFEST: b"{}"})
    Path(os.fsdecode(os.fsencode(root) + b"/\xff.pdf")).write_bytes(b"")
    assert list(read_bundle(root).members) == ["\\xff.pdf"]


def test_names_of_one_form_are_ambiguous(tmp_path: Path) -> None:
    root = folder(tmp_path / "b", {MANIFEST: b"{}", "é": b"1", "e\u0301": b"2"})
    assert told(read_bundle(root)) == [("folder_duplicate_name", "é")]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    root = folder(tmp_path / "b", {MANIFEST: NAMING_A, "a.pdf": b"x" * 2000})
    member = read_bundle(root, limits=Limits(max_member_bytes=1999)).members["a.pdf"]
    assert (member.size, member.head, member.sha256) == (2000, b"x" * 1024, None)
    assert member.trouble is None
    member = read_bundle(root, limits=Limits(max_member_bytes=2000)).members["a.pdf"]
    assert member.sha256


def test_limits_of_a_folder(tmp_path: Path) -> None:
    root = folder(tmp_path / "b", {MANIFEST: b"{}", "x/y/z": b""})
    assert read_bundle(root, limits=Limits(max_members=4, max_depth=2)).manifest == {}
    bundle = read_bundle(root, limits=Limits(max_members=3))
    assert bundle.manifest is None
    assert told(bundle) == [("folder_too_large", "")]
    assert bundle.problems[0].message.args == {"limit": 3, "what": "members"}
    bundle = read_bundle(root, limits=Limits(max_depth=1))
    assert told(bundle) == [("folder_too_large", "x/y/")]
    assert bundle.problems[0].message.args == {"limit": 1, "what": "depth"}


def opening(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[str], object]) -> None:
    """Does something to a file in the moment before it is opened."""
    real = os.open

    def before(path: str, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith(name):
            act(path)
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", before)


def refuse(path: object) -> Any:
    raise PermissionError(path)


def to_pipe(path: str) -> None:
    Path(path).unlink()
    os.mkfifo(path)


def to_link(path: str) -> None:
    Path(path).unlink()
    Path(path).symlink_to("/etc/passwd")


def to_folder(path: str) -> None:
    Path(path).unlink()
    Path(path).mkdir()


CHANGES = [refuse, os.unlink, to_pipe, to_link, to_folder]


@pytest.mark.parametrize("act", CHANGES)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[str], object]
) -> None:
    root = folder(tmp_path / "b", {MANIFEST: NAMING_A, "a.pdf": b"123"})
    opening(monkeypatch, "a.pdf", act)
    bundle = read_bundle(root)
    member = bundle.members["a.pdf"]
    assert (member.sha256, member.size, member.head) == (None, 0, b"")
    assert member.trouble
    assert (member.trouble.key, member.trouble.args) == ("file_unreadable", {"file": "a.pdf"})
    assert bundle.problems == ()


@pytest.mark.parametrize("act", CHANGES)
def test_a_manifest_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[str], object]
) -> None:
    root = folder(tmp_path / "b", {MANIFEST: NAMING_A})
    opening(monkeypatch, MANIFEST, act)
    bundle = read_bundle(root)
    assert bundle.manifest is None
    assert told(bundle) == [("file_unreadable", MANIFEST)]


def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path / "b", {MANIFEST: NAMING_A, "a.pdf": b"123"})
    opening(monkeypatch, "a.pdf", lambda path: Path(path).write_bytes(b"x" * 200_000))
    member = read_bundle(root, limits=Limits(max_member_bytes=100)).members["a.pdf"]
    assert (member.sha256, member.head, member.trouble) == (None, b"x" * 1024, None)
    assert member.size > 100
    (root / "a.pdf").write_bytes(b"123")
    member = read_bundle(root).members["a.pdf"]
    assert (member.size, member.sha256) == (200_000, hashlib.sha256(b"x" * 200_000).hexdigest())


def scanning(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Refuses the listing of one folder."""
    real = os.scandir

    def scandir(path: Any) -> Any:
        return refuse(path) if str(path).endswith(name) else real(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(
        tmp_path / "b", {MANIFEST: b"a: shut/a.pdf\nb: b.pdf", "shut/a.pdf": b"", "b.pdf": b""}
    )
    scanning(monkeypatch, "shut")
    bundle = read_bundle(root)
    assert told(bundle) == [("folder_unreadable", "shut/")]
    assert bundle.problems[0].severity is Severity.WARNING
    assert list(bundle.members) == ["b.pdf", "shut/a.pdf"]
    trouble = bundle.members["shut/a.pdf"].trouble
    assert trouble
    assert trouble.args == {"file": "shut/a.pdf"}
    scanning(monkeypatch, "b")
    bundle = read_bundle(root)
    assert bundle.manifest is None
    assert told(bundle) == [("bundle_unreadable", "")]


def test_a_file_of_unknown_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder that may be listed but not entered."""
    root = folder(tmp_path / "b", {MANIFEST: NAMING_A, "a.pdf": b"123"})
    real = os.scandir

    class Blind:
        def __init__(self, item: os.DirEntry[str]) -> None:
            self.name, self.path = item.name, item.path
            self.is_dir, self.is_file = item.is_dir, item.is_file

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            assert not follow_symlinks
            raise PermissionError

    class Listing:
        def __init__(self, path: str) -> None:
            self.real = real(path)

        def __enter__(self) -> Iterator[Blind]:
            return (Blind(item) for item in self.real)

        def __exit__(self, *_: object) -> None:
            self.real.close()

    monkeypatch.setattr(os, "scandir", Listing)
    opening(monkeypatch, "a.pdf", refuse)
    bundle = read_bundle(root)
    assert bundle.members["a.pdf"].size == 0
    assert bundle.members["a.pdf"].trouble


# What is neither a folder nor a zip


def test_nothing_there(tmp_path: Path) -> None:
    folder(tmp_path, {"file": b""})
    for path in ("none", "none.zip", "file/none"):
        with pytest.raises(FileNotFoundError):
            read_bundle(tmp_path / path)


@pytest.mark.parametrize("name", ["Application.yaml", "b.rar", "zip"])
def test_another_file(tmp_path: Path, name: str) -> None:
    folder(tmp_path, {name: packed({MANIFEST: b"{}"})})
    bundle = read_bundle(tmp_path / name)
    assert told(bundle) == [("bundle_not_a_folder_or_zip", "")]


def test_a_pipe_is_no_zip(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.zip")
    assert told(read_bundle(tmp_path / "b.zip")) == [("bundle_not_a_folder_or_zip", "")]


@pytest.mark.parametrize("act", [refuse, to_pipe])
def test_a_zip_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[str], object]
) -> None:
    path = zipped(tmp_path, {MANIFEST: b"{}"})
    opening(monkeypatch, "b.zip", act)
    assert told(read_bundle(path)) == [("bundle_unreadable", "")]


# Zips


@pytest.mark.parametrize("name", ["b.zip", "B.ZIP"])
def test_a_zip_by_its_name_in_any_case(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path, packed({MANIFEST: NAMING_A, "a.pdf": b"x"}, zipfile.ZIP_STORED), name)
    assert read_bundle(path).members["a.pdf"].sha256


def test_a_zip_with_a_comment(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("docs/", b"")
        archive.writestr(MANIFEST, NAMING_A)
        archive.writestr("a.pdf", b"x")
        archive.comment = b"PK" * 30_000
    bundle = read_bundle(zipped(tmp_path, target.getvalue()))
    assert bundle.members["a.pdf"].sha256
    assert bundle.problems == ()


@pytest.mark.parametrize("encoding", ["cp866", "utf-8"])
def test_names_without_the_flag(tmp_path: Path, encoding: str) -> None:
    raw = "диплом.pdf".encode(encoding)
    stand_in = "x" * len(raw)
    text = "a: диплом.pdf".encode()
    data = packed({MANIFEST: text, stand_in: b"1"}).replace(stand_in.encode(), raw)
    bundle = read_bundle(zipped(tmp_path, data))
    assert bundle.members["диплом.pdf"].head == b"1"
    assert bundle.problems == ()


@pytest.mark.parametrize(
    "files",
    [
        {"a/application.yaml": b"{}", "b.pdf": b""},
        {"a/b/application.yaml": b"{}"},
        {"application.yaml.d": b"{}"},
        {"a/x.pdf": b""},
        {},
    ],
)
def test_no_wrapping_folder(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert told(read_bundle(zipped(tmp_path, files))) == [("manifest_missing", "")]


def test_a_wrapping_folder_beside_what_is_ignored(tmp_path: Path) -> None:
    files = {"a/application.yaml": NAMING_A, "a/a.pdf": b"1", "__MACOSX/a/._a.pdf": b"", "a/": b""}
    bundle = read_bundle(zipped(tmp_path, files))
    assert (bundle.manifest_file, list(bundle.members)) == (MANIFEST, ["a.pdf"])
    bundle = read_bundle(zipped(tmp_path, {MANIFEST: b"{}", "a/application.yaml": b"{}"}))
    assert list(bundle.members) == ["a/application.yaml"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_special_members(tmp_path: Path, kind: int) -> None:
    data = packed({MANIFEST: NAMING_A, "a.pdf": b"/etc/passwd", "b.pdf": b"x"})
    for name in ("a.pdf", "b.pdf"):
        data = patched(data, name, 38, "<L", (kind | 0o777) << 16)
    bundle = read_bundle(zipped(tmp_path, data))
    assert not bundle.members["a.pdf"].regular
    assert (bundle.members["a.pdf"].head, bundle.members["a.pdf"].sha256) == (b"", None)
    assert told(bundle) == [("link_not_named", "b.pdf")]
    data = patched(data, MANIFEST, 38, "<L", (kind | 0o777) << 16)
    assert told(read_bundle(zipped(tmp_path, data))) == [("manifest_not_a_file", MANIFEST)]


UNSAFE = [
    "../a.pdf",
    "x/../../a.pdf",
    "x/..",
    "x/./a.pdf",
    "a.pdf;1",
    "x//a.pdf",
    "/a.pdf",
    "/",
    "x//",
    "C:/a.pdf",
    "c:a.pdf",
    "x\\a.pdf",
    "a\n.pdf",
    "a\x1b[0m.pdf",
    "a\x7f.pdf",
    "x" * 256,
    "/".join(["x" * 200] * 5),
]


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_names(tmp_path: Path, name: str) -> None:
    bundle = read_bundle(zipped(tmp_path, {MANIFEST: b"{}", name: b""}))
    assert (bundle.manifest, dict(bundle.members)) == (None, {})
    shown = name.removesuffix("/")[:1000]
    assert told(bundle) == [("archive_unsafe_name", shown)]
    assert "{file}" not in say(bundle.problems[0].message, "en")  # it has words for no name at all


def test_a_member_without_a_name_has_no_other_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST, b"{}")
        archive.writestr("/", b"", zipfile.ZIP_BZIP2)
    assert told(read_bundle(path)) == [("archive_unsafe_name", "")]


def test_a_name_with_a_nul(tmp_path: Path) -> None:
    data = packed({MANIFEST: b"{}", "a.pdf#.exe": b""}).replace(b"a.pdf#", b"a.pdf\0")
    assert told(read_bundle(zipped(tmp_path, data))) == [("archive_unsafe_name", "a.pdf\0.exe")]


@pytest.mark.parametrize(
    "name",
    [
        "a..pdf",
        "..a",
        "x/...",
        "a.",
        "y;1x",
        "x" * 255,
        f"{'x' * 255}/{'я' * 255}",
        "ab:c",
        "-",
        "com1",
    ],
)
def test_names_that_only_look_unsafe(tmp_path: Path, name: str) -> None:
    assert errors(read_bundle(zipped(tmp_path, {MANIFEST: b"{}", name: b""}))) == []


@pytest.mark.parametrize(
    ("names", "told_names"),
    [
        (["a.pdf", "a.pdf"], {"a.pdf"}),
        (["a.pdf", "A.PDF"], {"a.pdf", "A.PDF"}),
        (["Й.pdf", "и\u0306.pdf"], {"Й.pdf", "й.pdf"}),
        (["a", "a/b"], {"a"}),
        (["a/b/c", "A/B"], {"A/B"}),
        (["a", "a/"], {"a"}),
        ([MANIFEST], {MANIFEST}),
    ],
)
def test_names_taken_twice(tmp_path: Path, names: list[str], told_names: set[str]) -> None:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")  # zipfile says so itself
        for name in [MANIFEST, *names]:
            archive.writestr(name, b"" if name.endswith("/") else b"{}")
    bundle = read_bundle(zipped(tmp_path, target.getvalue()))
    assert told(bundle) == [("archive_duplicate_name", name) for name in sorted(told_names)]
    assert bundle.manifest is None


def test_folders_may_be_listed_twice(tmp_path: Path) -> None:
    data = packed({MANIFEST: b"{}", "docs/": b"", "dock/": b""}).replace(b"dock/", b"docs/")
    assert read_bundle(zipped(tmp_path, data)).problems == ()


@pytest.mark.parametrize("name", [MANIFEST, "a.pdf"])
@pytest.mark.parametrize("flags", [0x1, 0x41, 0x2001])
def test_encrypted(tmp_path: Path, name: str, flags: int) -> None:
    data = patched(packed({MANIFEST: b"{}", "a.pdf": b""}), name, 8, "<H", flags)
    bundle = read_bundle(zipped(tmp_path, data))
    assert told(bundle) == [("archive_encrypted", name)]
    assert bundle.problems[0].message.args == {"file": name}


def test_methods(tmp_path: Path) -> None:
    data = packed({MANIFEST: b"{}", "a.pdf": b"1"}, zipfile.ZIP_LZMA)
    assert told(read_bundle(zipped(tmp_path, data))) == [
        ("archive_method", "a.pdf"),
        ("archive_method", MANIFEST),
    ]


@pytest.mark.parametrize(
    ("limits", "limit", "what", "file"),
    [
        (Limits(max_members=2), 2, "members", ""),
        (Limits(max_member_bytes=999), 999, "member", "x/y/a.pdf"),
        (Limits(max_total_bytes=1001), 1001, "bytes", ""),
        (Limits(max_directory_bytes=100), 100, "directory", ""),
        (Limits(max_archive_bytes=100), 100, "archive", ""),
        (Limits(max_depth=1), 1, "depth", "x/y/a.pdf"),
    ],
)
def test_limits_of_an_archive(
    tmp_path: Path, limits: Limits, limit: int, what: str, file: str
) -> None:
    path = zipped(tmp_path, {MANIFEST: b"{}", "x/y/a.pdf": b"0" * 1000, "x/y/": b""})
    assert errors(read_bundle(path)) == []
    bundle = read_bundle(path, limits=limits)
    assert bundle.manifest is None
    assert told(bundle) == [("archive_too_large", file)]
    assert bundle.problems[0].message.args == {"limit": limit, "what": what}


def test_a_bomb_is_refused_unread(tmp_path: Path) -> None:
    data = packed({MANIFEST: NAMING_A, "a.pdf": b"1"})
    bomb = patched(data, "a.pdf", 24, "<L", 0xFFFFFFF0)
    assert told(read_bundle(zipped(tmp_path, bomb))) == [
        ("archive_too_large", ""),
        ("archive_too_large", "a.pdf"),
    ]


def test_a_directory_of_millions_is_refused_unread(tmp_path: Path) -> None:
    data = packed({MANIFEST: b"{}"})
    for count, what in ((10_001, "members"), (0xFFFF, "members")):
        many = patched_end(patched_end(data, 3, count), 4, count)
        bundle = read_bundle(zipped(tmp_path, many))
        assert bundle.problems[0].message.args["what"] == what
    for length in (5 << 20, 0xFFFFFFFF):
        bundle = read_bundle(zipped(tmp_path, patched_end(data, 5, length)))
        assert bundle.problems[0].message.args["what"] == "directory"


BROKEN_ARCHIVES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "text": lambda _: b"this is no archive, however long it may be",
    "signature alone": lambda _: b"x" * 30 + b"PK\5\6",
    "without end": lambda data: data[: -END.size],
    "cut": lambda data: data[:-1],
    "a directory that is none": lambda data: data.replace(CENTRAL, b"PK\1\3"),
    "a directory of one too many": lambda data: patched_end(patched_end(data, 3, 3), 4, 3),
    "a name beyond the directory": lambda data: patched(data, "a.pdf", 28, "<H", 6),
    "no local header": lambda data: b"QQ" + data[2:],
}


@pytest.mark.parametrize("damage", BROKEN_ARCHIVES)
def test_broken_archives(tmp_path: Path, damage: str) -> None:
    data = BROKEN_ARCHIVES[damage](packed({MANIFEST: b"{}", "a.pdf": b"1"}))
    bundle = read_bundle(zipped(tmp_path, data))
    assert (bundle.manifest, bundle.manifest_file) == (None, None)
    assert told(bundle) == [("archive_broken", "")]
    assert bundle.problems[0].message.args == {}


def lying(change: int) -> Callable[[bytes], bytes]:
    """Declares another length in both places where an archive does."""

    def patch(data: bytes) -> bytes:
        size = 300 + change
        data = patched(data, "a.pdf", 24, "<L", size)
        return patched_local(data, "a.pdf", 22, "<L", size)

    return patch


def true_of_the_first_half(data: bytes) -> bytes:
    """Says that the member is 150 bytes long, with the checksum of those."""
    crc = zipfile.crc32(b"1" * 150)  # type: ignore[attr-defined]
    for patch, size_at, crc_at in ((patched, 24, 16), (patched_local, 22, 14)):
        data = patch(data, "a.pdf", size_at, "<L", 150)
        data = patch(data, "a.pdf", crc_at, "<L", crc)
    return data


def garbled(data: bytes) -> bytes:
    at = data.index(b"a.pdf") + len("a.pdf")
    return data[:at] + b"\xff\xff\xff" + data[at + 3 :]


def with_another_checksum(data: bytes) -> bytes:
    return patched_local(patched(data, "a.pdf", 16, "<L", 1), "a.pdf", 14, "<L", 1)


BROKEN_MEMBERS: dict[str, Callable[[bytes], bytes]] = {
    "longer": lying(1),
    "much longer": lying(100_000),
    "shorter": lying(-1),
    "the first half": true_of_the_first_half,
    "checksum": with_another_checksum,
    "garbled": garbled,
}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("damage", BROKEN_MEMBERS)
def test_broken_members(tmp_path: Path, damage: str, method: int) -> None:
    sound = packed({"a.pdf": b"1" * 300, MANIFEST: NAMING_A, "c.pdf": b""}, method)
    bundle = read_bundle(zipped(tmp_path, BROKEN_MEMBERS[damage](sound)))
    assert bundle.manifest is None
    assert told(bundle) == [("archive_broken", "a.pdf")]


@pytest.mark.parametrize("name", ["a.pdf", "__MACOSX/a.pdf", ".DS_Store"])
def test_broken_members_that_nothing_names_are_read_all_the_same(tmp_path: Path, name: str) -> None:
    """Where their data end, a program that reads from the front looks for the next member."""
    data = packed({MANIFEST: b"{}", name: b"1" * 300})
    at = data.index(name.encode()) + len(name)
    data = data[:at] + b"\xff\xff\xff" + data[at + 3 :]
    assert errors(read_bundle(zipped(tmp_path, data))) == [("archive_broken", name)]


def test_a_broken_manifest(tmp_path: Path) -> None:
    data = packed({MANIFEST: b"{}"}, zipfile.ZIP_STORED).replace(b"{}", b"[]", 1)
    assert told(read_bundle(zipped(tmp_path, data))) == [("archive_broken", MANIFEST)]


def test_problems_have_an_order(tmp_path: Path) -> None:
    data = packed({MANIFEST: b"{}", "b/../c": b"", "a.pdf": b"", "C:/x": b""})
    data = patched(patched(data, "a.pdf", 8, "<H", 1), "a.pdf", 38, "<L", 0x10)
    assert told(read_bundle(zipped(tmp_path, data))) == [
        ("archive_unsafe_name", "C:/x"),
        ("archive_ambiguous", "a.pdf"),
        ("archive_encrypted", "a.pdf"),
        ("archive_unsafe_name", "b/../c"),
    ]


SOUND = packed({MANIFEST: NAMING_A, "a.pdf": b"1" * 50, "x/y.pdf": os.urandom(50)})


@given(
    st.lists(
        st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=4
    ),
    st.integers(0, len(SOUND)),
)
def test_no_damage_raises(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(SOUND)
    for at, byte in changes:
        data[at] = byte
    root = tmp_path_factory.mktemp("damaged")
    for damaged in (bytes(data), bytes(data[:length])):
        bundle = read_bundle(zipped(root, damaged))
        assert bundle.manifest is not None or errors(bundle)


# Searching


def test_bundles_are_found(tmp_path: Path) -> None:
    nested = packed({MANIFEST: b"{}"})
    folder(
        tmp_path,
        {
            "s/b/application.yml": b"",
            "s/b/inner.zip": nested,
            "s/b/c/application.yaml": b"",
            "s/a.zip": nested,
            "s/a/x/y/z/application.json": b"",
            "s/a/x/readme.txt": b"",
            "s/UPPER.ZIP": nested,
            "s/none/application.yaml.bak": b"",
            "s/zip/folder.zip/readme.txt": b"",
        },
    )
    (tmp_path / "s/loop").symlink_to(".")
    (tmp_path / "s/linked").symlink_to("b")
    folder(tmp_path, {"out/application.yaml": b""})
    (tmp_path / "s/outside").symlink_to("../out")
    (tmp_path / "s/outside-again").symlink_to("../out")
    (tmp_path / "s/round.zip").symlink_to("round.zip")
    (tmp_path / "s/long").symlink_to("x" * 300)
    (tmp_path / "s/broken.zip").symlink_to("nowhere")
    os.mkfifo(tmp_path / "s/pipe.zip")
    root = tmp_path / "s"
    assert list(find_bundles(root).bundles) == [
        f"{root}/{name}" for name in ("UPPER.ZIP", "a.zip", "a/x/y/z", "b", "outside", "pipe.zip")
    ]
    assert list(find_bundles(root / "none").bundles) == []
    assert list(find_bundles(root / "linked").bundles) == [f"{root}/linked"]
    for name in ("long", "round.zip"):
        assert told(read_bundle(root / name)) == [("bundle_unreadable", "")]


def test_what_is_no_folder_is_given_back(tmp_path: Path) -> None:
    folder(tmp_path, {"a.zip": b"", "a.pdf": b""})
    for name in ("a.zip", "a.pdf", "none"):
        assert list(find_bundles(tmp_path / name).bundles) == [str(tmp_path / name)]


def test_a_search_gives_back_what_it_may_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path, {"s/shut/application.yaml": b"", "s/b/application.yaml": b""})
    scanning(monkeypatch, "shut")
    assert list(find_bundles(tmp_path / "s").bundles) == [f"{tmp_path}/s/b", f"{tmp_path}/s/shut"]
    assert list(find_bundles(tmp_path / "s/shut").bundles) == [f"{tmp_path}/s/shut"]
