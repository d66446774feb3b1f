"""Bundles with real-sized papers: what one costs, as folders and as zips."""

from __future__ import annotations

import io
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from PIL import Image

from tests.benchmarks.peers.manifests import seeded
from tests.benchmarks.peers.table import markdown
from tests.benchmarks.peers.timing import Took, medians, run
from tests.benchmarks.speed import bundles
from tests.inspect.made import DRAWN, one_page, stream
from tests.project import COMMAND
from tests.sign_samples import TRUST, signed_anew

_SIZE: Final = 2_000_000
"""Bytes of a paper."""


def measured(folder: Path, count: int, rounds: int) -> str:
    """Milliseconds a bundle of a clinic with ten papers of 2 MB each, which open."""
    roots = _folders(folder, count), _zips(folder, count)
    works = {
        (root.name, documents, jobs): partial(
            run,
            (
                *(COMMAND, "check", "--trust", TRUST, "--documents", documents),
                *("--format", "ndjson", "--lang", "en", "--jobs", str(jobs), "."),
            ),
            root,
            folder / "output",
        )
        for root, documents, jobs in product(roots, ("head", "open"), (1, 2))
    }
    took = {
        name: str(Took(1000 * each.wall / count, 1000 * each.cpu / count))
        for name, each in medians(works, rounds).items()
    }
    rows = (
        [name, f"--documents {documents}", *(took[name, documents, jobs] for jobs in (1, 2))]
        for name, documents in dict.fromkeys((name, documents) for name, documents, _ in took)
    )
    said = (
        f"{count:,} bundles with ten papers of 2 MB, all of them links to the files of one: "
        f"ms a bundle, the start with them, wall (processor), medians of {rounds}."
    )
    return f"{said}\n\n{markdown(('bundles', '', '1 job', '2 jobs'), rows)}"


def _first(folder: Path) -> Path:
    """The bundle whose files the others are links to."""
    first, _ = bundles(folder)
    random = seeded(3)
    for number, paper in enumerate(sorted((first / "documents").iterdir())):
        # Each another one: no file may be a document of two kinds.
        noise = random.randbytes(_SIZE + number)
        paper.write_bytes(
            one_page(stream(DRAWN), stream(noise)) if paper.suffix == ".pdf" else _jpeg(noise)
        )
    manifest = first / "application.yaml"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    told = "".join(line for line in lines if "sha256" not in line)
    manifest.write_text(told, encoding="utf-8")
    signed_anew(first)
    return first


def _jpeg(noise: bytes) -> bytes:
    buffer = io.BytesIO()
    side = int(_SIZE**0.5)
    Image.frombytes("L", (side, side), noise[: side * side]).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _folders(folder: Path, count: int) -> Path:
    first, root = _first(folder), folder / "folders"
    files = [each for each in first.rglob("*") if each.is_file()]
    for number in range(count):
        for file in files:
            link = root / f"{number:06}" / file.relative_to(first)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.hardlink_to(file)
    return root


def _zips(folder: Path, count: int) -> Path:
    first, root = folder / "yaml", folder / "zips"
    root.mkdir()
    with ZipFile(folder / "first.zip", "w") as archive:
        for file in sorted(first.rglob("*")):
            archive.write(file, file.relative_to(first))
    for number in range(count):
        (root / f"{number:06}.zip").hardlink_to(folder / "first.zip")
    return root
