"""Applications changed at random: values, texts, bytes, files, archives and papers."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any, Final

from tests.batch.hostile import SPOILERS
from tests.engine.made import CHANGES, EDITION, around_of, walk
from tests.fuzz.canaries import Canary, Manifest, Person, known, planted
from tests.project import SAMPLES
from validator.bundle.entries import MANIFESTS, RECORDS
from validator.form.fields import Field
from validator.source import read

Files = dict[str, bytes]

_ODD: Final[tuple[Any, ...]] = (
    *("", " ", "\u200b", "\u202e\x1b[2J", "é" * 40, "a" + "\u0301\u0323" * 300, "x" * 3000),
    *(None, True, False, 0, -1, 10**20, 0.5, [], {}, [[]], {"": ""}, "null", "2026-02-30"),
    *("2026-01-12T10:15:00+05:00", "2026-01-20", "1900-01-01", "2199-12-31", "applicant", "p9"),
)
_CHARACTERS: Final = "\t\n\r :-#'\"[]{}&*!|>%@`,~\u00a0\u0085\u2028\u200b\ufeff0аА\x00é"


@dataclass(frozen=True, slots=True)
class Input:
    """What is checked.

    Attributes:
        sort: how it was changed.
        archive: a zip of it.
        canaries: what must not be told of it.
        files: of the zip before it was broken; empty where it does not matter.
        opened: whether its papers are to be opened.
    """

    sort: str
    archive: bytes
    canaries: list[Canary]
    files: Files = field(default_factory=dict)
    opened: bool = False


@cache
def _samples() -> tuple[tuple[str, Mapping[str, bytes]], ...]:
    """The samples of the first service that are folders, by their files."""
    found = []
    for folder in sorted(each for each in SAMPLES.iterdir() if each.is_dir()):
        files = (each for each in sorted(folder.rglob("*")) if each.is_file())
        named = {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}
        try:
            manifest: Any = read(named["application.yaml"], "application.yaml")
        except Exception:  # noqa: BLE001, S112  # one that is to be unreadable
            continue
        if manifest["standard"] == EDITION.regulation.standard:
            found.append((folder.name, named))
    return tuple(found)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of some files, stored as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def _drawn(draw: Random) -> tuple[Files, Manifest, list[Canary]]:
    """A sample with canaries in all that is personal: its other files, its manifest."""
    _, found = draw.choice(_samples())
    files = dict(found)
    manifest = read(files.pop("application.yaml"), "application.yaml")
    for name in RECORDS:
        if name in files:
            manifest |= read(files.pop(name), name)
    return files, manifest, planted(manifest, draw)


def _as_json(manifest: Any) -> bytes:
    return json.dumps(manifest, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _as_yaml(value: Any, indent: int = 0) -> str:
    """Block style, every text in quotes."""
    space = "  " * indent
    if isinstance(value, dict) and value:
        return "".join(
            f"{space}{json.dumps(key, ensure_ascii=False)}:{_below(each, indent)}"
            for key, each in value.items()
        )
    if isinstance(value, list) and value:
        return "".join(f"{space}-{_below(each, indent)}" for each in value)
    return f"{space}{json.dumps(value, ensure_ascii=False)}\n"


def _below(value: Any, indent: int) -> str:
    if isinstance(value, dict | list) and value:
        return "\n" + _as_yaml(value, indent + 1)
    return f" {json.dumps(value, ensure_ascii=False)}\n"


@cache
def _codes() -> Mapping[str, tuple[Any, ...]]:
    """What the fields of a name may hold, where that is a choice."""
    found: dict[str, tuple[Any, ...]] = {}

    def walk_fields(fields: Mapping[str, Field]) -> None:
        for key, rule in fields.items():
            item = rule.item
            found.setdefault(key, ())
            found[key] += tuple(rule.allowed or (item.allowed if item else None) or ())
            walk_fields(rule.fields)
            if item is not None:
                walk_fields(item.fields)

    walk_fields(EDITION.form.fields)
    return {key: values for key, values in found.items() if values}


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of one value, where it stands."""

    manifest: Manifest
    around: Any
    key: Any
    draw: Random
    canaries: list[Canary]

    def gone(self) -> None:
        del self.around[self.key]

    def odd(self) -> None:
        self.around[self.key] = deepcopy(self.draw.choice(_ODD))

    def other_type(self) -> None:
        change = CHANGES[self.draw.choice(list(CHANGES))]
        self.around[self.key] = change(self.around[self.key])

    def another_value(self) -> None:
        way = self.draw.choice([way for way, _ in walk(self.manifest)])
        self.around[self.key] = deepcopy(around_of(self.manifest, way)[way[-1]])

    def called_otherwise(self) -> None:
        if isinstance(self.around, dict):
            names = [f"{self.key}x", str(self.key).upper(), " ", "kind", "iin"]
            self.around[self.draw.choice(names)] = self.around.pop(self.key)

    def twice(self) -> None:
        if isinstance(self.around, list):
            at = self.draw.randrange(len(self.around) + 1)
            self.around.insert(at, deepcopy(self.around[self.key]))

    def personal_value(self) -> None:
        """What is personal by its shape, or of somebody who is among the staff."""
        person = Person(self.draw)
        canary = self.draw.choice([person.shaped(), person.name, person.file_name()])
        self.around[self.key] = canary.text
        self.canaries.append(canary)
        if canary.of is not None and isinstance(staff := self.manifest.get("staff"), list):
            staff.append({"id": f"n{len(self.canaries)}", "name": canary.of})

    def personal_key(self) -> None:
        canary = Person(self.draw).shaped()
        if isinstance(self.around, dict):
            self.canaries.append(canary)
            self.around[canary.text] = deepcopy(self.draw.choice(_ODD))

    def personal_number(self) -> None:
        person = Person(self.draw)
        canary = self.draw.choice([person.iin, person.mobile])
        self.canaries.append(canary)
        self.around[self.key] = int(canary.text.lstrip("+"))

    def another_code(self) -> None:
        codes = _codes().get(str(self.key))
        self.around[self.key] = self.draw.choice(codes) if codes else SPOILERS["odd"](None)


_CHANGES: Final = (
    *(_Change.gone, _Change.odd, _Change.other_type, _Change.another_value, _Change.twice),
    *(_Change.called_otherwise, _Change.personal_value, _Change.personal_key),
    *(_Change.personal_number, _Change.another_code),
)


def change_value(manifest: Manifest, draw: Random, canaries: list[Canary]) -> None:
    """Change one value somewhere, in one of many ways."""
    if ways := [way for way, _ in walk(manifest)]:
        way = draw.choice(ways)
        change = _Change(manifest, around_of(manifest, way), way[-1], draw, canaries)
        draw.choice(_CHANGES)(change)


def values(draw: Random) -> Input:
    """Values changed."""
    files, manifest, canaries = _drawn(draw)
    for _ in range(draw.randrange(1, 6)):
        change_value(manifest, draw, canaries)
    canaries = known(manifest, canaries)
    if draw.random() < 0.3:
        files["application.yaml"] = _as_yaml(manifest).encode("utf-8", "surrogatepass")
    else:
        files["application.json"] = _as_json(manifest)
    return Input("values", zipped(files), canaries, files)


def text(draw: Random) -> Input:
    """The text of a manifest changed sign by sign."""
    files, manifest, canaries = _drawn(draw)
    name, made = draw.choice(
        [
            ("application.yaml", _as_yaml(manifest)),
            ("application.json", _as_json(manifest).decode()),
        ]
    )
    for _ in range(draw.randrange(1, 5)):
        at = draw.randrange(len(made) + 1)
        what = draw.randrange(5)
        if what == 0:
            made = made[:at] + draw.choice(_CHARACTERS) + made[at:]
        elif what == 1:
            made = made[:at] + made[at + draw.randrange(1, 9) :]
        elif what == 2:
            lines = made.split("\n")
            lines.insert(draw.randrange(len(lines)), draw.choice(lines))
            made = "\n".join(lines)
        elif what == 3:
            made = made[:at] + made[at : at + 40] * 2 + made[at + 40 :]
        else:
            made = made.replace(draw.choice('":,-{}[]'), draw.choice(_CHARACTERS), 1)
    files[name] = made.encode("utf-8", "surrogatepass")
    return Input("text", zipped(files), canaries, files)


def raw(draw: Random) -> Input:
    """Bytes of the manifest changed."""
    files, manifest, canaries = _drawn(draw)
    data = bytearray(_as_json(manifest))
    for _ in range(draw.randrange(1, 9)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    files["application.json"] = bytes(data)
    return Input("bytes", zipped(files), canaries, files)


def archive(draw: Random) -> Input:
    """Bytes of the zip changed."""
    files, manifest, canaries = _drawn(draw)
    files["application.json"] = _as_json(manifest)
    data = bytearray(zipped(files))
    start = data.rfind(b"PK\1\2") - 600 if draw.random() < 0.7 else 0
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(max(0, start), len(data))
        what = draw.randrange(4)
        if what == 0:
            data[at] = draw.randrange(256)
        elif what == 1:
            data[at] ^= 1 << draw.randrange(8)
        elif what == 2:
            del data[at : at + draw.randrange(1, 30)]
        else:
            data[at:at] = data[at : at + draw.randrange(1, 60)]
    return Input("archive", bytes(data), canaries, files)


def names(draw: Random) -> Input:
    """Files taken away, called otherwise, or put beside those that are named."""
    files, manifest, canaries = _drawn(draw)
    files["application.json"] = _as_json(manifest)
    people = [each for each in manifest.get("staff") or () if isinstance(each, dict)]
    for _ in range(draw.randrange(1, 5)):
        name = draw.choice(list(files))
        what = draw.randrange(5)
        if what == 0:
            del files[name]
        elif what == 1:
            odd = [name.upper(), f"./{name}", f"../{name}", f"{name}\u200b", name.replace("f", "ф")]
            files[draw.choice(odd)] = files.pop(name)
        elif what == 2 and people:
            stray = f"Құжат {draw.choice(people)['name']} {draw.randrange(9)}.pdf"
            files[stray] = b""
        elif what == 3:
            canaries.append(canary := Person(draw).shaped())
            files[f"{canary.text.replace('/', '')}.pdf"] = b"%PDF-"
        else:
            files[draw.choice(["record.json", "application.yml", "Icon\r", "a/b/c.txt"])] = b"{}"
        if not files:
            break
    return Input("names", zipped(files), canaries, files)


def papers(draw: Random) -> Input:
    """Papers cut, mixed up and changed, and opened."""
    files, manifest, canaries = _drawn(draw)
    files["application.json"] = _as_json(manifest)
    documents = [name for name in files if name not in (*MANIFESTS, *RECORDS)]
    for _ in range(draw.randrange(1, 4)):
        if not documents:
            break
        name = draw.choice(documents)
        data = bytearray(files[name])
        what = draw.randrange(4)
        if what == 0:
            data = data[: draw.randrange(len(data) + 1)]
        elif what == 1:
            for _ in range(draw.randrange(1, 20)):
                if data:
                    data[draw.randrange(len(data))] = draw.randrange(256)
        elif what == 2:
            data = bytearray(files[draw.choice(documents)])
        else:
            data = bytearray(draw.randbytes(draw.randrange(40))) + data
        files[name] = bytes(data)
    return Input("papers", zipped(files), canaries, files, opened=True)


SORTS: Final[Mapping[str, tuple[Callable[[Random], Input], int]]] = {
    "values": (values, 50),
    "text": (text, 18),
    "bytes": (raw, 8),
    "archive": (archive, 10),
    "names": (names, 12),
    "papers": (papers, 2),
}
"""How applications are changed, and how often of a hundred times."""


def drawn(draw: Random, sort: str | None = None) -> Input:
    """An application changed in one of the ways."""
    weights = [weight for _, weight in SORTS.values()]
    chosen = sort or draw.choices(list(SORTS), weights)[0]
    return SORTS[chosen][0](draw)
