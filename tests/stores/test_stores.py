"""Bundles where they lie: the report of folders, in pages and by ranges, and no secret told."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import Mock

import obstore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command import call
from tests.project import SERVICES
from tests.stores.server import BUCKET, CUT, SECRET, Asked, serving
from validator.bundle import Limits, find_bundles, objects, read_bundle
from validator.bundle.addresses import address_of, is_address, local_path
from validator.bundle.objects import PIECE, StoreFailed
from validator.cli import codes
from validator.errors import CallError
from validator.model import Bundle

BUNDLES: Final = SERVICES / "bundles"
FILES: Final = {
    path.relative_to(BUNDLES).as_posix(): path.read_bytes()
    for path in sorted(BUNDLES.rglob("*"))
    if path.is_file()
}
FOLDER: Final = next(iter(FILES)).partition("/")[0]
ROOT: Final = f"s3://{BUCKET}"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is asked again at once."""
    monkeypatch.setattr(objects, "_BACKOFF", {"init_backoff": timedelta(milliseconds=1)})


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def of(folder: str) -> dict[str, bytes]:
    """The files of a bundle by their names in it."""
    head = f"{folder}/"
    return {name.removeprefix(head): data for name, data in FILES.items() if name.startswith(head)}


def laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    """The same as folders and files here."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture
def memory() -> Iterator[Any]:
    """An empty store in memory, at `memory://here`."""
    objects.opened.cache_clear()
    yield objects.opened("memory://here")
    objects.opened.cache_clear()


# --------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("path", "root", "key"),
    [
        ("s3://b", "s3://b", ""),
        ("s3://b/", "s3://b", ""),
        ("S3://b//a/b.zip", "s3://b", "a/b.zip"),
        ("gs://b/ж #?%20*/", "gs://b", "ж #?%20*"),
        ("abfss://c@account/x", "abfss://c@account", "x"),
    ],
)
def test_an_address_has_a_store_and_a_key(path: str, root: str, key: str) -> None:
    assert is_address(path)
    assert tuple(address_of(path)) == (root, key)


@pytest.mark.parametrize("path", ["a/b", "C:/a", "./s3:/b", "file:///a/b", "/a://b"])
def test_what_is_of_this_computer_is_no_address(path: str) -> None:
    assert not is_address(path)


@pytest.mark.parametrize(
    ("path", "local"),
    [("file:///a/b", "/a/b"), ("FILE:///C:/a", "C:/a"), ("a/b", "a/b"), ("file://a", "file://a")],
)
def test_a_file_address_is_a_path(path: str, local: str) -> None:
    assert local_path(path) == local


@pytest.mark.parametrize(
    "path",
    [f"s3://me:{SECRET}@b/x", f"s3://b/x?sig={SECRET}", f"az://b?sv={SECRET}", f"s3://{SECRET}@b"],
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(path: str) -> None:
    with pytest.raises(CallError, match="has a password or a query in it") as told:
        find_bundles(path)
    assert SECRET not in str(told.value)


def test_a_secret_in_a_call_is_not_repeated() -> None:
    found = call("check", f"https://b/x?sig={SECRET}", "--documents", "head", "--lang", "en")
    assert found.returncode == codes.USAGE
    assert SECRET not in found.stdout + found.stderr


def test_an_unknown_store_is_a_wrong_call() -> None:
    found = call("check", "ftp://b/x", "--documents", "head", "--lang", "en")
    assert found.returncode == codes.USAGE
    assert "No store is known by ftp://; known are s3," in found.stderr


# --------------------------------------------------------------------------------- what is found

_NAMES: Final = st.sampled_from(
    [
        *("application.yaml", "application.json", "a.zip", "B.ZIP", "Application.yaml", "x.rar"),
        *("0.txt", "paper.pdf", "z.zip"),
    ]
)
_FOLDERS: Final = st.lists(st.sampled_from(["a", "a-b", "a.zip", "m", "z", "0", "ё"]), max_size=3)
_KEYS: Final = st.builds(lambda folders, name: "/".join((*folders, name)), _FOLDERS, _NAMES)


def _no_file_is_a_folder(keys: set[str]) -> bool:
    return not any(other.startswith(f"{key}/") for key in keys for other in keys)


@given(
    untold=st.sampled_from([1, 1000]),
    keys=st.sets(_KEYS, min_size=1, max_size=12).filter(_no_file_is_a_folder),
)
def test_a_store_holds_the_bundles_that_folders_of_the_same_names_do(
    tmp_path_factory: pytest.TempPathFactory, untold: int, keys: set[str]
) -> None:
    here = laid_out(tmp_path_factory.mktemp("found"), dict.fromkeys(keys, b"x"))
    objects.opened.cache_clear()
    for key in keys:
        obstore.put(objects.opened("memory://here"), f"top/{key}", b"x")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("validator.bundle.search_store._UNTOLD", untold)
        found = find_bundles("memory://here/top/")
    wanted = find_bundles(here)

    def cut(path: str, root: str) -> str:
        return path.removeprefix(root).strip("/")

    assert [cut(each, "memory://here/top") for each in found.bundles] == sorted(
        cut(each, here.as_posix()) for each in wanted.bundles
    )
    assert [(cut(each.path, "memory://here/top"), each.message) for each in found.skipped] == [
        (cut(each.path, here.as_posix()), each.message) for each in wanted.skipped
    ]


def test_an_address_may_be_a_manifest_a_zip_or_what_only_looks_like_one(memory: Any) -> None:
    for key in ("a/application.yaml", "b.zip", "c/Application.yaml", "d.txt"):
        obstore.put(memory, key, b"x")
    assert find_bundles("memory://here/a/application.yaml").bundles == ("memory://here/a",)
    assert find_bundles("memory://here/b.zip").bundles == ("memory://here/b.zip",)
    assert [each.path for each in find_bundles("memory://here/c/Application.yaml").skipped] == [
        "memory://here/c/Application.yaml"
    ]
    assert find_bundles("memory://here/d.txt").bundles == ("memory://here/d.txt",)
    assert find_bundles("memory://here/nowhere").bundles == ()


def test_a_zip_and_a_folder_of_one_name_are_two_bundles(memory: Any) -> None:
    sample = of(FOLDER)
    obstore.put(memory, "x.zip", zipped(sample))
    for name, data in sample.items():
        obstore.put(memory, f"x.zip/{name}", data)
    assert find_bundles("memory://here").bundles == ("memory://here/x.zip", "memory://here/x.zip/")
    read = [read_bundle(each) for each in find_bundles("memory://here").bundles]
    assert [each.manifest_bytes for each in read] == [sample["application.yaml"]] * 2


# --------------------------------------------------------------------------------- what is read


def _same(found: Bundle, wanted: Bundle) -> bool:
    return replace(found, name=wanted.name) == wanted


def test_folders_and_zips_are_read_as_here_in_pages(tmp_path: Path) -> None:
    page = 2
    files = {**FILES, f"zips/{FOLDER}.zip": zipped(of(FOLDER))}
    here = laid_out(tmp_path, files)
    with serving(files, page) as server:
        names = find_bundles(f"{ROOT}").bundles
        assert len(names) == len(find_bundles(here).bundles) > 3
        for name in names:
            wanted = read_bundle(here / name.removeprefix(f"{ROOT}/"))
            assert _same(read_bundle(name), wanted)
        assert sum(each.lists for each in server.asked) >= len(files) // page


def test_only_what_the_manifest_names_is_fetched() -> None:
    files = {f"x/{name}": data for name, data in of(FOLDER).items()} | {"x/unnamed.pdf": b"1" * 9}
    with serving(files) as server:
        bundle = read_bundle(f"{ROOT}/x")
        fetched = {each.key for each in server.asked if not each.lists}
    assert "unnamed.pdf" in bundle.members
    named = {f"x/{each.name}" for each in bundle.members.values() if each.named}
    assert fetched == {"x/application.yaml"} | named


def test_of_a_paper_that_nobody_opens_the_head_alone_is_fetched() -> None:
    manifest = b"standard: x\ndocuments: [{file: long.pdf}]\n"
    files = {"x/application.yaml": manifest, "x/long.pdf": b"%PDF-1.7\n" + b"1" * 100_000}
    with serving(files) as server:
        member = read_bundle(f"{ROOT}/x").members["long.pdf"]
        spans = [each.span for each in server.asked if each.key == "x/long.pdf"]
    assert (member.size, spans) == (100_009, ["bytes=0-4095"])


def test_a_small_zip_is_fetched_at_once_and_a_large_one_in_pieces() -> None:
    small = zipped(of(FOLDER))
    large = zipped({**of(FOLDER), "large.bin": bytes(PIECE + 5)})
    with serving({"small.zip": small, "large.zip": large}) as server:
        for name in ("small.zip", "large.zip"):
            assert read_bundle(f"{ROOT}/{name}").manifest is not None
        gets = [each for each in server.asked if each.method == "GET"]
    assert [each.span for each in gets if each.key == "small.zip"] == [None]
    spans = {each.span for each in gets if each.key == "large.zip"}
    assert spans == {f"bytes=0-{PIECE - 1}", f"bytes={PIECE}-{len(large) - 1}"}


def test_limits_are_those_of_folders(memory: Any, tmp_path: Path) -> None:
    limits = Limits(max_members=5, max_depth=2, max_member_bytes=100)
    manifest = b"standard: x\ndocuments: [{file: a.pdf}]\n"
    cases: list[dict[str, bytes]] = [
        {"a.pdf": b"x" * 100},
        {"a.pdf": b"x" * 101},
        {"a/b/c.txt": b"x"},
        {"a/b/c/d.txt": b"x"},
        {"1": b"x", "2": b"x", "3": b"x", "4": b"x"},
        {"1": b"x", "2": b"x", "3": b"x", "4": b"x", "5": b"x"},
        {"1": b"x", "a/2": b"x", "3": b"x"},
        {"1": b"x", "a/2": b"x", "3": b"x", "4": b"x"},
        {"Thumbs.db": b"x", "__MACOSX/a": b"x"},
    ]
    for number, more in enumerate(cases):
        files = {f"{number}/{name}": data for name, data in more.items()}
        files[f"{number}/application.yaml"] = manifest
        laid_out(tmp_path, files)
        for key, data in files.items():
            obstore.put(memory, key, data)
        found = read_bundle(f"memory://here/{number}", limits=limits)
        assert _same(found, read_bundle(tmp_path / f"{number}", limits=limits)), more


def test_a_file_that_is_a_folder_as_well_is_refused_and_an_empty_mark_is_none(memory: Any) -> None:
    manifest = b"standard: x\n"
    for key, data in (("a", b"1"), ("a/b", b"2"), ("application.yaml", manifest)):
        obstore.put(memory, f"two/{key}", data)
        obstore.put(memory, f"mark/{key}", b"" if key == "a" else data)
    (problem,) = read_bundle("memory://here/two").problems
    assert problem.message.key == "folder_duplicate_name"
    assert sorted(read_bundle("memory://here/mark").members) == ["a/b"]


# ------------------------------------------------------------------------- marks of folders


_MANIFEST: Final = b"standard: x\n"


@pytest.mark.parametrize(
    ("files", "bundles"),
    [
        ({"a-b/application.yaml": _MANIFEST, "a/": b"", "a/application.yaml": _MANIFEST}, "a a-b"),
        ({"x.zip/": b"", "x.zip/application.yaml": _MANIFEST}, "x.zip/"),
        ({"x.zip/": b"", "y/application.yaml": _MANIFEST}, "y"),
        ({"q/application.yaml/": b"", "q/x/application.yaml": _MANIFEST}, "q/x"),
        ({"x.zip": b"", "x.zip/application.yaml": _MANIFEST}, "x.zip x.zip/"),
    ],
)
def test_a_mark_of_a_folder_is_no_bundle_and_hides_none(
    files: dict[str, bytes], bundles: str
) -> None:
    with serving(files):
        assert find_bundles(ROOT).bundles == tuple(f"{ROOT}/{each}" for each in bundles.split())


def test_marks_and_ignored_files_in_a_bundle_are_what_folders_are(tmp_path: Path) -> None:
    files = {"application.yaml": _MANIFEST, "__MACOSX/a/b/c/d": b"1", "p-q/y": b"1", "p/x": b"1"}
    marks = {"p/": b"", "empty/": b"", "p-q/": b""}
    (laid_out(tmp_path, files) / "empty").mkdir()
    with serving({f"x/{name}": data for name, data in (files | marks).items()}):
        for most in (6, 7):  # four folders, and three files that are no Mac's
            limits = Limits(max_members=most, max_depth=2)
            found = read_bundle(f"{ROOT}/x", limits=limits)
            assert _same(found, read_bundle(tmp_path, limits=limits))
            assert (found.manifest is None) == (most == 6)


def test_an_object_that_is_neither_zip_nor_folder_is_told_as_here(
    memory: Any, tmp_path: Path
) -> None:
    obstore.put(memory, "d.txt", b"x")
    (tmp_path / "d.txt").write_bytes(b"x")
    assert _same(read_bundle("memory://here/d.txt"), read_bundle(tmp_path / "d.txt"))


def test_two_objects_of_one_name_are_refused() -> None:
    with serving({"/a.zip": b"1", "a.zip": b"2"}), pytest.raises(StoreFailed, match="//"):
        find_bundles(ROOT)


# --------------------------------------------------------------------------------- what fails


def _checked(*options: str) -> tuple[int, list[dict[str, Any]], str]:
    found = call(
        *("check", ROOT, "--specs", SERVICES / "specs", "--lang", "en", "--format", "ndjson"),
        *("--documents", "head", *options),
    )
    assert SECRET not in found.stdout + found.stderr
    return found.returncode, [json.loads(line) for line in found.stdout.splitlines()], found.stderr


def _problems(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(report["verdict"], each["id"]) for each in report["problems"]]


def _two() -> dict[str, bytes]:
    manifest = of(FOLDER)["application.yaml"]
    return {"a/application.yaml": manifest, "b/application.yaml": manifest}


def test_a_store_that_fails_now_and_then_is_asked_again() -> None:
    with serving(_two()) as server:
        _, wanted, _ = _checked()
        seen: set[str] = set()

        def first_time(asked: Asked) -> int | None:
            key = f"{asked.method}{asked.key}{asked.query}"
            if key in seen:
                return None
            seen.add(key)
            return 503 if asked.lists else CUT

        server.fault = first_time
        _, found, _ = _checked()
    assert found == wanted


@pytest.mark.parametrize("status", [503, 403])
def test_a_bundle_that_the_store_never_gives_is_undetermined_and_the_others_are_checked(
    status: int,
) -> None:
    with serving(_two()) as server:
        _, (first, second, _), _ = _checked()
        server.fault = lambda asked: status if asked.key == "a/application.yaml" else None
        _, (failed, other, _), _ = _checked()
        tries = sum(each.key == "a/application.yaml" for each in server.asked)
    assert _problems(failed) == [("undetermined", "store_failed")]
    assert failed["bundle"]["name"] == first["bundle"]["name"] == f"{ROOT}/a"
    assert other == second
    assert tries <= 2 + objects._RETRIES


_PAPER: Final = "papers/drawing-h1.pdf"


@pytest.mark.parametrize("key", ["a.zip", "b/application.yaml", f"b/{_PAPER}"])
def test_what_is_gone_when_its_turn_comes_is_undetermined(key: str) -> None:
    """A paper too: that it was there and is not is no word of the applicant's."""
    files = {f"b/{name}": data for name, data in of(FOLDER).items()}
    with serving({"a.zip": zipped(of(FOLDER)), **files}) as server:
        server.fault = lambda asked: 404 if asked.key == key else None
        _, (zip_, folder, _), _ = _checked()
    gone, other = (zip_, folder) if key == "a.zip" else (folder, zip_)
    assert _problems(gone) == [("undetermined", "store_failed")]
    assert _problems(other) == []


def test_of_a_body_without_an_end_no_more_is_kept_than_is_wanted() -> None:
    with serving({"long": b"x" * (32 << 20)}):
        found = objects.StoredObject(address_of(f"{ROOT}/long"), 10)
        tracemalloc.start()
        with pytest.raises(StoreFailed, match="two versions"):
            found.read(0, 10)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 24 << 20


@pytest.mark.usefixtures("memory")
def test_a_library_that_breaks_down_is_told_and_an_end_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panic = type("PanicException", (BaseException,), {})
    for raised, wanted in ((panic, StoreFailed), (KeyboardInterrupt, KeyboardInterrupt)):
        monkeypatch.setattr("obstore.head", Mock(side_effect=raised(SECRET)))
        with pytest.raises(wanted) as told:
            objects.length_of(address_of("memory://here/a"))
        assert raised is not panic or SECRET not in str(told.value)


@pytest.mark.parametrize("status", [500, 404])
def test_a_store_that_cannot_be_listed_ends_the_call(status: int) -> None:
    with serving(_two()) as server:
        server.fault = lambda _: status
        code, reports, said = _checked()
    assert (code, reports) == (codes.USAGE, [])
    assert said.startswith(f"validator: {ROOT} ")


def test_two_versions_of_one_object_are_none(memory: Any) -> None:
    obstore.put(memory, "a.zip", bytes(PIECE + 1))
    found = objects.StoredObject(address_of("memory://here/a.zip"))
    found.read(0, 10)
    obstore.put(memory, "a.zip", bytes(PIECE + 1))
    with pytest.raises(StoreFailed, match="two versions"):
        found.read(10, 20)


@pytest.mark.usefixtures("memory")
def test_keys_out_of_their_order_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [[{"path": "b", "size": 1}], [{"path": "a", "size": 1}]]
    monkeypatch.setattr("obstore.list", lambda *_, **__: iter(pages))
    with pytest.raises(StoreFailed, match="order of their keys"):
        find_bundles("memory://here")


def test_a_key_that_is_no_path_is_told() -> None:
    with serving({"a//b.zip": b"x"}):
        code, _, said = _checked()
    assert code == codes.USAGE
    assert "whose key cannot be a path" in said


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "obstore.exceptions", None)
    objects.opened.cache_clear()
    with pytest.raises(CallError, match=r"pip install .*\[store\]"):
        find_bundles("gs://b/x")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--files", f"{ROOT}/a.zip"), "--files takes files of this computer"),
        ((ROOT, "-o", f"ndjson={ROOT}/out"), "Nothing is written to s3://"),
    ],
)
def test_what_hangs_on_this_computer_takes_no_address(args: tuple[str, ...], words: str) -> None:
    found = call("check", *args, "--documents", "head", "--lang", "en")
    assert found.returncode == codes.USAGE
    assert words in found.stderr


def test_a_run_over_a_store_is_gone_on_with(tmp_path: Path) -> None:
    target = tmp_path / "r.ndjson"
    with serving(_two()):
        _checked("-o", f"ndjson={target}")
        whole = target.read_bytes()
        _checked("-o", f"ndjson={target}", "--resume", str(target))
    assert target.read_bytes() == whole
