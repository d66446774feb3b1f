"""What is taken of a zip, real programs unpack alike, names and bytes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.absent import absent
from tests.bundle.made import DESCRIBED, Part, extra, made, second_name
from tests.bundle.test_archive import TAKEN
from validator.bundle import Limits
from validator.bundle.archive import open_archive
from validator.bundle.entries import Refused

Files = dict[str, bytes]

UNZIP: Final = """
import java.io.*; import java.nio.file.*; import java.util.zip.*;
class Unzip {
  public static void main(String[] given) throws Exception {
    BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String job; (job = jobs.readLine()) != null; System.out.println("done"))
      try (ZipInputStream zip = new ZipInputStream(new FileInputStream(job))) {
        Path root = Paths.get(jobs.readLine());
        for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
          Path path = root.resolve(entry.getName());
          if (entry.isDirectory()) { Files.createDirectories(path); continue; }
          Files.createDirectories(path.getParent());
          Files.copy(zip, path, StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException | IllegalArgumentException error) { System.out.println(error); }
  }
}
"""
"""Reads zips from the front, as servers do; one process for all, since each takes long to start."""

COMMANDS: Final = {
    "unzip": ("unzip", "-qq", "-o", "{zip}", "-d", "{to}"),
    "7zz": ("7zz", "x", "-y", "-bd", "-bso0", "{zip}", "-o{to}"),
    "bsdtar": ("bsdtar", "-xf", "{zip}", "-C", "{to}"),
    "busybox": ("busybox", "unzip", "-q", "-o", "{zip}", "-d", "{to}"),
}
PROGRAMS: Final = (*COMMANDS, "java")
WITHOUT_ZIP64: Final = ("busybox", "java")
"""They refuse what they do not know, and say so."""

WITHOUT_SECOND_NAMES: Final = ("busybox", "java")
ENV: Final = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}


class Unpacker:
    """A real program that unpacks zips into folders that are made anew."""

    def __init__(self, program: str, root: Path) -> None:
        self.program = program
        self._zip, self._to = root / "b.zip", root / "to"
        self._java = None
        if shutil.which("javac" if program == "java" else program) is None:
            absent(program)
        if program == "java":
            (root / "Unzip.java").write_text(UNZIP, encoding="ascii")
            subprocess.run(["javac", "-d", root, root / "Unzip.java"], check=True)
            self._java = subprocess.Popen(
                ["java", "-XX:TieredStopAtLevel=1", "-cp", root, "Unzip"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=ENV,
                encoding="utf-8",
            )

    def unpack(self, data: bytes) -> tuple[Files, bool]:
        """The files that the program makes of a zip, and whether it was content with it."""
        shutil.rmtree(self._to, ignore_errors=True)
        self._to.mkdir()
        self._zip.write_bytes(data)
        content = self._run_java() if self._java else self._run()
        files = {
            normalize("NFC", path.relative_to(self._to).as_posix()): path.read_bytes()
            for path in self._to.rglob("*")
            if not path.is_symlink() and path.is_file()
        }
        return files, content

    def _run(self) -> bool:
        command = [part.format(zip=self._zip, to=self._to) for part in COMMANDS[self.program]]
        done = subprocess.run(
            command, env=ENV, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return done.returncode == 0

    def _run_java(self) -> bool:
        assert self._java
        assert self._java.stdin
        assert self._java.stdout
        self._java.stdin.write(f"{self._zip}\n{self._to}\n")
        self._java.stdin.flush()
        content = True
        while self._java.stdout.readline() != "done\n":
            content = False
        return content

    def close(self) -> None:
        if self._java and self._java.stdin and self._java.stdout:
            self._java.stdin.close()
            self._java.wait()
            self._java.stdout.close()


@pytest.fixture(scope="module", params=PROGRAMS)
def unpacker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Unpacker]:
    unpacker = Unpacker(request.param, tmp_path_factory.mktemp(request.param))
    yield unpacker
    unpacker.close()


def taken(data: bytes) -> tuple[Files, set[str]] | None:
    """The files of a zip as they are read here, and its links; None of a zip that is refused."""
    limits = Limits()
    try:
        entries, read_rest = open_archive(io.BytesIO(data), limits)
        files = {
            entry.name: b"".join(entry.chunks(limits.max_member_bytes))
            for entry in entries.values()
            if entry.regular
        }
        read_rest()
    except Refused:
        return None
    return files, {entry.name for entry in entries.values() if not entry.regular}


def told(files: Files, *, letters: bool) -> list[tuple[str, bytes]]:
    """Names and bytes, in an order; without `letters` a name beyond ASCII is any name."""
    return sorted((name if letters or name.isascii() else "", files[name]) for name in files)


def compare(unpacker: Unpacker, data: bytes, *, partly: bool = False, letters: bool = True) -> None:
    """Holds a zip that is taken against what a program makes of it.

    Args:
        partly: it may refuse the zip, whatever it has unpacked by then.
        letters: it writes names as the zip says.
    """
    if (read := taken(data)) is None:
        return
    files, links = read
    found, content = unpacker.unpack(data)
    # A program that reads from the front takes a link, which nobody reads here, for a file.
    found = {name: found[name] for name in found.keys() - links}
    alike = told(found, letters=letters) == told(files, letters=letters)
    assert alike or (partly and not content), found


@pytest.mark.parametrize(
    "case", [case for case in TAKEN if "icon" not in case and "wrapping" not in case]
)
def test_honest_archives_are_unpacked_alike(unpacker: Unpacker, case: str) -> None:
    partly = "ZIP64" in case and unpacker.program in WITHOUT_ZIP64
    compare(unpacker, TAKEN[case], partly=partly)


@pytest.mark.parametrize(
    ("first", "page"),
    [("??жаттар/_т?н?ш.pdf", "cp866"), ("__жаттар/_тініш.pdf", "cp1251"), ("??.pdf", "ascii")],
)
def test_second_names_are_those_that_programs_show(
    unpacker: Unpacker, first: str, page: str
) -> None:
    name = "өқ.pdf" if page == "ascii" else "құжаттар/өтініш.pdf"
    raw = first.encode(page)
    data = made([Part(raw, b"1", system=11, fields=second_name(raw, name))])
    assert taken(data) == ({name: b"1"}, set())
    if unpacker.program in WITHOUT_SECOND_NAMES:  # the first one, if they take it at all
        found, content = unpacker.unpack(data)
        assert list(found.values()) == [b"1"] or not content
    else:
        compare(unpacker, data)


NAMES: Final = (
    *(
        "a.pdf",
        "A b.pdf",
        "x/y.pdf",
        "x/z/",
        "./c",
        "-",
        "~",
        "a:b",
        "*",
        "%41",
        "[a]",
        "$x",
        "..d",
    ),
    *("құжат.pdf", "x/өтініш.pdf", "№ 5.pdf", "e.", "f ", "#U0430", "g;1x", "@h", "🩷", "и\u0306"),
)
NUMBERS: Final = st.sampled_from((0, 1, 2, 8, 0x14, 0x800, 0x808, 0xFFFF)) | st.integers(0, 0xFFFF)
SAID: Final = st.dictionaries(
    st.sampled_from(("flags", "method", "version", "crc", "packed", "size")), NUMBERS, max_size=1
)
MODES: Final = st.sampled_from((0, 0o100644 << 16, 0x20, 0x81A48020))
ODD_MODES: Final = st.sampled_from((0o040755 << 16, 0x10, 0x08, 0x400, 0o120777 << 16))
FIELDS: Final = st.sampled_from(
    (b"", extra(0x5455, b"\1" + bytes(4)), extra(0x7875, b"\1\4" + bytes(4) + b"\4" + bytes(4)))
)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    method = draw(st.sampled_from((0, 8)))
    name = draw(st.sampled_from(NAMES))
    return Part(
        name,
        b""
        if name.endswith("/")
        else draw(st.binary(max_size=40)) * draw(st.sampled_from((1, 99))),
        method=method,
        flags=draw(st.sampled_from((0, DESCRIBED, 0x2, 0x800) if method else (0, 0x800))),
        system=draw(st.sampled_from((0, 3, 10, 11, 19, 20))),
        attributes=draw(MODES),
        fields=draw(FIELDS),
        comment=draw(st.sampled_from((b"", b"PK\1\2"))),
        zip64=draw(st.sampled_from((False, False, False, True))),
    )


@st.composite
def spoilt(draw: st.DrawFn, part: Part) -> Part:
    """A member of which something is told that may not be true, or with something around it."""
    said = draw(SAID)
    around = draw(st.sampled_from((b"", b"", b"PK\3\4", made([Part("evil", b"1")]))))
    return replace(
        part,
        attributes=draw(ODD_MODES | st.just(part.attributes)),
        local=said if draw(st.booleans()) else draw(SAID),
        listed=said,
        lost=draw(st.integers(0, 9)) == 0,
        **{draw(st.sampled_from(("before", "behind", "tail"))): around},  # type: ignore[arg-type]
    )


@st.composite
def zips(draw: st.DrawFn) -> bytes:
    """Archives: some are as they should be, in some a member or a few bytes are not."""
    members = draw(st.lists(parts(), min_size=1, max_size=4, unique_by=lambda part: part.name))
    if draw(st.booleans()):
        members[-1] = draw(spoilt(members[-1]))
    data = bytearray(
        made(
            members,
            comment=draw(st.sampled_from((b"", b"PK\5", b"x" * 20_000))),
            zip64=draw(st.sampled_from((None, None, {}))),
        )
    )
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        at = draw(st.integers(0, len(data) - 1))
        data[at] = draw(st.integers(0, 255))
    return bytes(data)


@given(zips())
def test_what_is_taken_is_unpacked_alike(unpacker: Unpacker, data: bytes) -> None:
    is_zip64 = b"\xff\xff\xff\xff" in data or b"PK\6\7" in data
    compare(
        unpacker,
        data,
        partly=is_zip64 and unpacker.program in WITHOUT_ZIP64,
        # Debian's takes a UTF-8 name out of Java or Windows for one in an old code page.
        letters=unpacker.program != "unzip",
    )
