"""The page of the papers where any of several kinds will do, and where two are needed."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

import validator
from tests.standard.made import STANDARD, changed
from tests.web.pages.test_drafts import PDF
from tests.web.pages.visitor import Visitor
from validator.web.app import make_app
from validator.web.settings import Settings

_CODES = ("    plan: {kk", "    sketch: {kk: Нобай, ru: Эскиз, en: Sketch}\n    plan: {kk")
_ALWAYS = ("    when: {size: {allowed: [large]}, lit: {exists: true}}\n", "")
_TWO = ("    kind: plan\n", "    kind: [plan, sketch]\n    count: 2\n")
NOW = datetime(2024, 2, 5, 6, 0, tzinfo=UTC)


def test_each_place_takes_either_kind(tmp_path: Path) -> None:
    specs = changed(tmp_path, _CODES, _ALWAYS, _TWO)
    settings = Settings(specs, jobs=1, now=lambda: NOW)
    with TestClient(make_app(settings), "http://127.0.0.1") as client:
        visitor = Visitor(client)
        data = {"standard": STANDARD, "service": "grant"}
        visitor._arrived(client.post("/en/begin", data=data))
        root = visitor.path.partition("/s/")[0]
        visitor.goes_to(f"{root}/papers")
        place = "paper:documents.plan:"
        names = [f"{each}@{kind}" for each in (place, f"{place}~2") for kind in ("plan", "sketch")]
        assert visitor.names() == names
        assert "The plan is attached (2 / 2)" in visitor.text
        assert "Any of these will do: Plan of the kiosk; Sketch" in visitor.text
        visitor.attaches(names[1], ("x.pdf", PDF, "application/pdf"))
        visitor.presses()
        assert visitor.faults == ["Attach: The plan is attached (2 / 2)"]
        visitor.attaches(names[2], ("", b"", "application/pdf"))
        visitor.attaches(names[3], ("y.pdf", PDF + b"\n", "application/pdf"))
        visitor.presses("stay")
        assert visitor.faults == []
        visitor.goes_to(f"{root}/zip")
        bundle = validator.read_bundle(io.BytesIO(visitor.content), name="application.zip")
        assert bundle.manifest is not None
        kinds = [(each["kind"], each["file"]) for each in bundle.manifest["documents"]]
        assert kinds == [
            ("sketch", "documents/sketch.pdf"),
            ("sketch", "documents/sketch-2.pdf"),
        ]
