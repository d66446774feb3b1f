"""Builds a folder of good, broken and hostile bundles: `python -m tests.batch.hostile FOLDER`.

Every trap that the reader of manifests, of folders and of archives has to survive is here at least
once, and each value of three sample manifests is spoilt in one of many ways.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.inspect.signing import (
    BIN,
    FIRST_HEAD,
    LEGAL_ENTITY,
    SIGNING,
    ec_key,
    key_usage,
    person,
    purposes,
    sign,
    signer,
)
from tests.project import SAMPLES
from validator.bundle import find_bundles
from validator.source import read

GOOD = SAMPLES / "clinic-new"
MANIFEST = (GOOD / "application.yaml").read_bytes()
SIGNER = replace(
    signer(ec_key()),
    subject=person(bin_number=BIN),
    extensions=(key_usage(0xC8), purposes(SIGNING, LEGAL_ENTITY, FIRST_HEAD)),
)
"""The applicant of that sample, under an authority that nobody trusts."""
SPOILERS: dict[str, Callable[[Any], Any]] = {
    "null": lambda _: None,
    "empty": lambda value: type(value)(),
    "true": lambda _: True,
    "negative": lambda _: -1,
    "huge": lambda _: 10**300,
    "fraction": lambda _: 0.5,
    "long": lambda _: "x" * 5000,
    "list": lambda value: [value],
    "map": lambda value: {"value": value},
    "odd": lambda _: "\u202e\x1b[2J\ufeff[red]{0}%s\t",
}


def build(folder: Path) -> int:
    """Fill a folder with bundles; returns how many there are."""
    makers = (samples, spoilt_values, texts, archives, folders)
    return sum(1 for make in makers for _ in make(folder / make.__name__))


def samples(folder: Path) -> Iterator[Path]:
    """The samples as they are."""
    folder.mkdir(parents=True)
    for sample in map(Path, find_bundles(SAMPLES).bundles):
        if sample.is_dir():
            yield Path(shutil.copytree(sample, folder / sample.name))
        else:
            yield Path(shutil.copy(sample, folder))


def spoilt_values(folder: Path) -> Iterator[Path]:
    """Every value of three samples removed or turned into something else, one at a time.

    The ways take turns; `engine/test_removals` tries all of them, without the files.
    """
    turns = cycle([*SPOILERS, "absent"])
    for name in ("clinic-new", "clinic-reissue", "doctor-duplicate"):
        manifest = read((SAMPLES / name / "application.yaml").read_bytes(), "application.yaml")
        for number, (way, spoiler) in enumerate(zip(_ways(manifest), turns, strict=False)):
            changed = deepcopy(manifest)
            holder: Any = changed
            for key in way[:-1]:
                holder = holder[key]
            if spoiler == "absent":
                del holder[way[-1]]
            else:
                holder[way[-1]] = SPOILERS[spoiler](holder[way[-1]])
            bundle = folder / f"{name}-{number:03}-{spoiler}"
            bundle.mkdir(parents=True)
            text = json.dumps(changed, ensure_ascii=False)
            (bundle / "application.json").write_text(text, encoding="utf-8")
            yield bundle


def _ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if way:
        yield way
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, each in items:
        yield from _ways(each, (*way, key))


def texts(folder: Path) -> Iterator[Path]:
    """Manifests that are no manifest, or that a careless reader takes for another one."""
    for suffix, bodies in (("yaml", _yaml()), ("json", _json())):
        for name, body in bodies.items():
            bundle = Path(shutil.copytree(GOOD, folder / f"{suffix}-{name}"))
            (bundle / "application.yaml").unlink()
            (bundle / f"application.{suffix}").write_bytes(body)
            (bundle / "application.p7s").write_bytes(sign(body, SIGNER))
            yield bundle


def _yaml() -> dict[str, bytes]:
    good = MANIFEST.decode()
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    return {
        "empty": b"",
        "comment": b"# nothing\n",
        "scalar": b"just text\n",
        "list": b"- 1\n- 2\n",
        "nul": b"format: 1\x00\n",
        "control": b"format: 1\x07\n",
        "latin1": "format: 1\nprovider: caf\xe9\n".encode("latin-1"),
        "utf16": good.encode("utf-16"),
        "utf32": good.encode("utf-32"),
        "bom": b"\xef\xbb\xbf" + MANIFEST,
        "crlf": good.replace("\n", "\r\n").encode(),
        "duplicate-key": MANIFEST + b"format: 1\n",
        "duplicate-quoted": MANIFEST + b'"form\\x61t": 1\n',
        "anchor": MANIFEST + b"x: &a 1\ny: *a\n",
        "alias-bomb": bomb.encode(),
        "merge": MANIFEST + b"<<: {format: 2}\n",
        "tag": MANIFEST + b"x: !!python/object/apply:os.system [echo]\n",
        "local-tag": MANIFEST + b"x: !x 1\n",
        "tag-directive": b"%TAG ! tag:x,2000:\n---\n" + MANIFEST,
        "yaml-directive": b"%YAML 1.1\n---\n" + MANIFEST,
        "two-documents": MANIFEST + b"---\nformat: 1\n",
        "deep": b"[" * 200_000,
        "deep-block": b"".join(b" " * n + b"a:\n" for n in range(900)),
        "wide": b"[" + b"1," * 150_000 + b"1]",
        "over-1-mib": MANIFEST + b"#" * (1 << 20),
        "list-key": MANIFEST + b"? [1, 2]\n: 3\n",
        "map-key": MANIFEST + b"{a: 1}: 3\n",
        "null-key": MANIFEST + b"~: 3\n",
        "tab": MANIFEST + b"\tformat: 1\n",
        "unclosed": MANIFEST + b"x: [1, 2\n",
        "surrogate": MANIFEST + b'x: "\\ud800"\n',
        "nul-escape": MANIFEST + b'x: "\\0"\n',
        "norway": good.replace("retrained: false", "retrained: no").encode(),
        "octal": good.replace("amount: 43250", "amount: 010").encode(),
        "sexagesimal": good.replace("amount: 43250", "amount: 12:00:50").encode(),
        "underscores": good.replace("amount: 43250", "amount: 43_250").encode(),
        "infinity": good.replace("amount: 43250", "amount: .inf").encode(),
        "nan": good.replace("amount: 43250", "amount: .nan").encode(),
        "huge": good.replace("amount: 43250", "amount: " + "9" * 5000).encode(),
        "exponent": good.replace("amount: 43250", "amount: 1e999").encode(),
        "timestamp": good.replace('"2026-01-09"', "2026-01-09").encode(),
        "no-standard": good.replace("standard: medical-activity-licence\n", "").encode(),
        "other-standard": good.replace("medical-activity-licence", "../../etc").encode(),
        "number-standard": good.replace("medical-activity-licence", "12").encode(),
        "no-service": good.replace("service: issue\n", "").encode(),
        "list-service": good.replace("service: issue\n", "service: [issue]\n").encode(),
        "before-any-edition": good.replace("2026-01-12T", "1999-01-12T").encode(),
        "far-future": good.replace("2026-01-12T", "2199-12-31T").encode(),
        "year-9999": good.replace("2026-01-12T", "9999-12-31T").encode(),
        "february-30": good.replace("2026-01-12T", "2026-02-30T").encode(),
        "no-offset": good.replace("+05:00", "").encode(),
        "odd-offset": good.replace("+05:00", "+23:59").encode(),
        "path-up": good.replace("documents/", "../../documents/").encode(),
        "path-absolute": good.replace("documents/form-3.pdf", "/etc/passwd").encode(),
        "path-nul": good.replace("documents/form-3.pdf", '"a\\tb"').encode(),
    }


def _json() -> dict[str, bytes]:
    good = json.dumps(read(MANIFEST, "a.yaml"), ensure_ascii=False)
    many = "{" + ", ".join(f'"k{number}": 1' for number in range(20_000)) + "}"
    long = '"' + "A" * 5_000 + '": '
    far = ("{" + long) * 60 + many + "}" * 60
    return {
        "empty": b"",
        "scalar": b"3",
        "good": good.encode(),
        "bom": b"\xef\xbb\xbf" + good.encode(),
        "nan": good.replace("43250", "NaN").encode(),
        "infinity": good.replace("43250", "-Infinity").encode(),
        "huge": good.replace("43250", "9" * 5000).encode(),
        "exponent": good.replace("43250", "1e999").encode(),
        "whole-fraction": good.replace("43250", "43250.0").encode(),
        "duplicate-key": good.replace("{", '{"format": 1, ', 1).encode(),
        "deep": b"[" * 100_000 + b"]" * 100_000,
        "deep-maps": b'{"a":' * 100_000,
        "long-key": good.replace("{", '{"' + "A" * 400_000 + '": ' + many + ", ", 1).encode(),
        "long-keys": good.replace("{", '{"x": ' + far + ", ", 1).encode(),
        "strays": good.replace("{", "{" + many[1:-1] + ", ", 1).encode(),
        "surrogate": good.replace("Almaty", "\\ud800").encode(),
        "nul": good.replace("Almaty", "\\u0000").encode(),
        "trailing": good.encode() + b"x",
        "comment": b"// no\n" + good.encode(),
        "truncated": good.encode()[:-20],
        "utf16": good.encode("utf-16"),
    }


def archives(folder: Path) -> Iterator[Path]:
    """Archives that are broken, lie, or want to get out."""
    folder.mkdir(parents=True)
    for name, data in _archives().items():
        path = folder / f"{name}.zip"
        path.write_bytes(data)
        yield path


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], good: bool = True) -> bytes:
    """A zip of the compliant sample and more members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if good:
            for file in sorted(GOOD.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(GOOD).as_posix())
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def _special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def _patched(data: bytes, offset: int, value: bytes) -> bytes:
    """A zip with a field of the first entry of its table of contents replaced."""
    at = data.index(b"PK\1\2") + offset
    return data[:at] + value + data[at + len(value) :]


def _archives() -> dict[str, bytes]:
    good = packed()
    encrypted = struct.pack("<H", 1)
    made = {
        "good": good,
        "empty-file": b"",
        "no-zip": b"PK but not a zip",
        "no-member": packed(good=False),
        "no-manifest": packed(("a.txt", b"a"), good=False),
        "truncated": good[: len(good) // 2],
        "tail-only": good[-22:],
        "encrypted": _patched(good, 8, encrypted),
        "method-99": _patched(good, 10, struct.pack("<H", 99)),
        "bzip2": _patched(good, 10, struct.pack("<H", 12)),
        "wrong-crc": _patched(good, 16, b"\0\0\0\0"),
        "size-smaller": _patched(good, 24, struct.pack("<L", 3)),
        "size-larger": _patched(good, 24, struct.pack("<L", 1 << 20)),
        "size-lies-big": _patched(good, 24, struct.pack("<L", (1 << 32) - 2)),
        "offset-lies": _patched(good, 42, struct.pack("<L", 5)),
        "prefixed": b"#!/bin/sh\n" + good,
        "appended": good + b"more",
        "bomb": packed(("documents/bomb.pdf", bytes(80 << 20))),
        "bomb-many": packed(*((f"b{n}.bin", bytes(8 << 20)) for n in range(70))),
        "nested": packed(("inner.zip", packed(("inner2.zip", good)))),
        "members-9000": packed(*((f"m/{n}", b"") for n in range(9000))),
        "members-11000": packed(*((f"m/{n}", b"") for n in range(11000))),
        "deep": packed(("d/" * 200 + "x", b"")),
        "long-name": packed(("n" * 3000, b"")),
        "link": packed((_special("documents/link", stat.S_IFLNK | 0o777), b"/etc/passwd")),
        "device": packed((_special("documents/device", stat.S_IFCHR | 0o666), b"")),
        "duplicate": _duplicated("documents/form-3.pdf"),
        "duplicate-manifest": _duplicated("application.yaml"),
        "case": packed(("Documents/Form-3.pdf", b"x")),
        "case-manifest": packed(("Application.yaml", b"x")),
        "file-and-folder": packed(("documents", b"x")),
        "two-manifests": packed(("application.json", b"{}")),
        "dotted": packed(("./a", b"x")),  # which means nothing
        "macos": packed(("__MACOSX/._application.yaml", b"x"), (".DS_Store", b"x")),
        "wrapped": _wrapped("Заявление".encode("cp866")),
        "wrapped-utf8": _wrapped("Өтінім".encode()),
    }
    for number, name in enumerate(
        (
            "../up",
            "a/../../up",
            "/etc/x",
            "C:\\x",
            "C:x",
            "a\\b",
            "..",
            "a//b",
            "a\nb",
            "a\tb",
        )
    ):
        made[f"unsafe-{number}"] = packed((name, b"x"))
    # zipfile cuts names at a NUL, so it has to be put in afterwards.
    made["unsafe-nul"] = packed(("a@b.pdf", b"x")).replace(b"a@b.pdf", b"a\0b.pdf")
    return made


def _duplicated(name: str) -> bytes:
    placeholder = name[:-1] + "@"
    return packed((placeholder, b"another")).replace(placeholder.encode(), name.encode())


def _wrapped(raw: bytes) -> bytes:
    placeholder = b"@" * len(raw)
    members = (
        (f"{placeholder.decode()}/{file.relative_to(GOOD).as_posix()}", file.read_bytes())
        for file in sorted(GOOD.rglob("*"))
        if file.is_file()
    )
    return packed(*members, good=False).replace(placeholder, raw)


def folders(folder: Path) -> Iterator[Path]:
    """Folders with what no applicant should send."""
    for change in (
        *(_link_out, _link_loop, _link_nowhere, _link_manifest, _pipe, _pipe_manifest),
        *(_folder_for_document, _two_manifests, _closed, _odd_names, _deep, _sparse),
        *(_sparse_document,),
    ):
        made = Path(shutil.copytree(GOOD, folder / f"{change.__name__} [red] %s {{0}}"))
        change(made, made / "documents" / "form-3.pdf")
        yield made


def _link_out(_bundle: Path, document: Path) -> None:
    document.unlink()
    document.symlink_to("/etc/passwd")


def _link_loop(bundle: Path, _document: Path) -> None:
    (bundle / "loop").symlink_to(bundle)


def _link_nowhere(bundle: Path, _document: Path) -> None:
    (bundle / "nowhere").symlink_to(bundle / "missing")


def _link_manifest(bundle: Path, _document: Path) -> None:
    (bundle / "application.yaml").rename(bundle / "other.yaml")
    (bundle / "application.yaml").symlink_to(bundle / "other.yaml")


def _pipe(_bundle: Path, document: Path) -> None:
    document.unlink()
    os.mkfifo(document)


def _pipe_manifest(bundle: Path, _document: Path) -> None:
    (bundle / "application.yaml").unlink()
    os.mkfifo(bundle / "application.yaml")


def _folder_for_document(_bundle: Path, document: Path) -> None:
    document.unlink()
    document.mkdir()


def _two_manifests(bundle: Path, _document: Path) -> None:
    (bundle / "application.yml").write_bytes(MANIFEST)


def _closed(_bundle: Path, document: Path) -> None:
    document.chmod(0)


def _odd_names(bundle: Path, _document: Path) -> None:
    for name in (b"\xff\xfe.pdf", b"a\nb.pdf", b"\x1b[2J.pdf", "й.pdf".encode()):
        Path(os.fsdecode(os.fsencode(bundle) + b"/" + name)).write_bytes(b"x")


def _deep(bundle: Path, _document: Path) -> None:
    deep = bundle.joinpath(*["d"] * 60)
    deep.mkdir(parents=True)
    (deep / "x").write_bytes(b"x")


def _sparse(bundle: Path, _document: Path) -> None:
    with (bundle / "documents" / "huge.pdf").open("wb") as file:
        file.truncate(8 << 30)


def _sparse_document(_bundle: Path, document: Path) -> None:
    with document.open("wb") as file:
        file.truncate(8 << 30)


if __name__ == "__main__":
    print(build(Path(sys.argv[1])))
