"""The page of a report as Chromium shows it: in three languages and two widths, and printed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Final

from tests.absent import absent
from tests.engine.made import CATALOGUE, bundle_of
from validator.engine import Options, assess
from validator.model import LANGUAGES
from validator.output import render

WIDTHS: Final = (390, 1400)
SAMPLES: Final = ("clinic-several-faults", "doctor-draft")
MEASURE: Final = """<!DOCTYPE html><meta charset="utf-8"><body><script>
addEventListener("load", () => setTimeout(() => {
  const found = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, root = page.documentElement;
    const wide = [...page.body.querySelectorAll("*")].filter(e => e.checkVisibility()
      && !e.closest("thead") && e.getBoundingClientRect().right > root.clientWidth + 1);
    const cut = [...page.querySelectorAll("td, th, b")].filter(e => e.checkVisibility()
      && !e.closest(".papers thead") && e.scrollWidth > e.clientWidth + 1 && e.clientWidth);
    found[frame.id] = [root.scrollWidth - root.clientWidth, wide.length, cut.length,
      page.querySelectorAll(".calendar td").length % 7];
  }
  document.body.textContent = "MEASURED" + JSON.stringify(found) + "END";
}, 0));
</script>"""


def test_nothing_of_a_page_is_cut_or_runs_out_of_it(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        absent("Chromium")
    options = Options(datetime(2026, 3, 2, 12, tzinfo=UTC))
    frames = []
    for sample in SAMPLES:
        report = assess(CATALOGUE, bundle_of(sample), options)
        for lang in LANGUAGES:
            name = f"{sample}-{lang}.html"
            (tmp_path / name).write_text(render(report, "html", lang), encoding="utf-8")
            frames += [
                f'<iframe id="{name} {width}" src="{name}" style="width: {width}px; border: 0">'
                "</iframe>"
                for width in WIDTHS
            ]
    (tmp_path / "all.html").write_text(MEASURE + "".join(frames), encoding="utf-8")
    fixed = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars")
    folder = f"--user-data-dir={tmp_path / 'profile'}"
    rest = (folder, "--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom")
    done = subprocess.run(
        [chromium, *fixed, *rest, (tmp_path / "all.html").as_uri()],
        capture_output=True,
        timeout=120,
        check=True,
    )
    (said,) = re.findall(r"MEASURED(\{.*?\})END", done.stdout.decode())
    found = json.loads(unescape(said))
    assert len(found) == len(frames)
    assert {name: each for name, each in found.items() if each != [0, 0, 0, 0]} == {}
