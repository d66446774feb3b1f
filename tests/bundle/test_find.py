"""What is searched for bundles, and what looks like one and is none (fault row 24)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.bundle.test_bundle import folder, packed, zipped
from validator.bundle import find_bundles, read_bundle
from validator.bundle.entries import MANIFESTS
from validator.bundle.lookalikes import looks_like


@pytest.mark.parametrize(
    ("name", "what", "right"),
    [
        ("Application.yaml", "case", "application.yaml"),
        ("APPLICATION.JSON", "case", "application.json"),
        ("application.YML", "case", "application.yml"),
        ("\u0430pplication.yaml", "letters", "application.yaml"),
        ("a\u0440\u0440licati\u043en.y\u0430ml", "letters", "application.yaml"),
        ("application.yaml.txt", "ending", "application.yaml"),
        ("Application.json.txt", "ending", "application.json"),
        ("application.yaml.bak", "ending", "application.yaml"),
        ("application.yaml~", "ending", "application.yaml"),
        ("application (1).yaml", "ending", "application.yaml"),
        ("application.yaml ", "ending", "application.yaml"),
        ("application", "ending", "application.yaml"),
        ("application.docx", "document", "application.yaml"),
        ("Application.DOC", "document", "application.yaml"),
        ("application.txt", "document", "application.yaml"),
        ("application.rtf", "document", "application.yaml"),
        ("papers.rar", "archive", "application.yaml"),
        ("papers.part1.RAR", "archive", "application.yaml"),
        ("papers.7z", "archive", "application.yaml"),
        ("papers.7z.001", "archive", "application.yaml"),
        ("papers.zip.001", "archive", "application.yaml"),
        ("papers.tar", "archive", "application.yaml"),
        ("papers.tar.gz", "archive", "application.yaml"),
        ("papers.tgz", "archive", "application.yaml"),
    ],
)
def test_row_24_what_looks_like_an_application(name: str, what: str, right: str) -> None:
    message = looks_like(name)
    assert message is not None
    assert (message.args["what"], message.args["name"]) == (what, right)


@pytest.mark.parametrize(
    "name",
    [
        *("applications.yaml", "my-application.yaml", "application.yamlx", "application.pdf"),
        *("record.yaml", "lease.pdf", ".rar", "rar", "a.rarely", "a.zip", "start.t", "a" * 100_000),
        "\u0301" * 100_000 + ".rar",
    ],
)
def test_row_24_what_is_another_thing(name: str) -> None:
    assert looks_like(name) is None


def test_row_24_a_box_of_all_sorts(tmp_path: Path) -> None:
    folder(
        tmp_path,
        {
            "box/good/application.yaml": b"",
            "box/good/inside.rar": b"",  # a file of the bundle, which its own report tells
            "box/upper/Application.yaml": b"",
            "box/text/application.yaml.txt": b"",
            "box/word/application.docx": b"",
            "box/a.rar": b"",
            "box/a.tar.xz": b"",
            "box/notes.pdf": b"",
        },
    )
    for name, target in {
        "dead": "nowhere",
        "dead.zip": "nowhere.zip",
        "round.zip": "round.zip",
        "long": "x" * 300,
        "application.yml": "nowhere",  # a manifest by its name, so that its folder is a bundle
    }.items():
        place = tmp_path / ("box/linked" if name in MANIFESTS else "box")
        place.mkdir(exist_ok=True)
        (place / name).symlink_to(target)
    found = find_bundles(tmp_path / "box")
    assert found.bundles == (f"{tmp_path}/box/good", f"{tmp_path}/box/linked")
    assert [(each.path, each.message.args["what"]) for each in found.skipped] == [
        (f"{tmp_path}/box/{name}", what)
        for name, what in (
            ("a.rar", "archive"),
            ("a.tar.xz", "archive"),
            ("dead", "link"),
            ("dead.zip", "link"),
            ("long", "link"),
            ("round.zip", "link"),
            ("text/application.yaml.txt", "ending"),
            ("upper/Application.yaml", "case"),
            ("word/application.docx", "document"),
        )
    ]


@pytest.mark.parametrize(
    ("name", "what"),
    [("Application.yaml", "case"), ("a.rar", "archive"), ("dead", "link"), ("dead.zip", "link")],
)
def test_row_24_it_is_told_where_it_is_the_path_itself(
    tmp_path: Path, name: str, what: str
) -> None:
    if what == "link":
        (tmp_path / name).symlink_to("nowhere")
    else:
        (tmp_path / name).touch()
    found = find_bundles(tmp_path / name)
    assert found.bundles == ()
    assert [(each.path, each.message.args["what"]) for each in found.skipped] == [
        (f"{tmp_path}/{name}", what)
    ]


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_stands_for_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder(tmp_path, {f"b/{name}": b"{}"})
    assert find_bundles(tmp_path / "b" / name).bundles == (f"{tmp_path}/b",)
    bundle = read_bundle(tmp_path / "b" / name)
    assert (bundle.name, bundle.manifest) == (f"{tmp_path}/b", {})
    monkeypatch.chdir(tmp_path / "b")
    assert find_bundles(name).bundles == (".",)


def test_a_pipe_that_is_called_a_zip_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    found = find_bundles(tmp_path)
    assert found.bundles == (f"{tmp_path}/pipe.zip",)
    assert [each.message.key for each in read_bundle(found.bundles[0]).problems] == [
        "bundle_not_a_folder_or_zip"
    ]


@pytest.mark.parametrize(
    ("files", "meant"),
    [
        ({"a.pdf": b""}, None),
        ({"Application.yaml": b""}, ("Application.yaml",)),
        ({"a/application.yaml": b"", "b/application.yaml": b""}, None),
        ({"inner.zip": packed({"application.yaml": b""})}, ("inner.zip",)),
        ({"x/inner.rar": b"", "y/application.yaml.txt": b""}, None),
    ],
)
def test_row_24_a_zip_without_a_manifest_names_what_looks_like_one(
    tmp_path: Path, files: dict[str, bytes], meant: tuple[str, ...] | None
) -> None:
    """It is one unreadable bundle, whatever lies in it."""
    path = zipped(tmp_path, files)
    assert find_bundles(path).bundles == (str(path),)
    (problem,) = read_bundle(path).problems
    assert problem.message.key == "manifest_missing"
    named = meant or tuple(sorted(name for name in files if not name.endswith(".pdf"))) or None
    assert problem.message.args.get("files") == named


def test_row_24_of_many_that_look_like_one_some_are_named(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{n}/application.yaml": b"" for n in range(9)})
    (problem,) = read_bundle(path).problems
    assert problem.message.args["files"] == tuple(f"{n}/application.yaml" for n in range(5))
