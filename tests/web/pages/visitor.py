"""Somebody who fills in pages without a script: what a browser shows, and what it would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]  # publishes no types
from starlette.testclient import TestClient

Upload = tuple[str, bytes, str]


def text_in(element: Element) -> str:
    """What can be read in an element."""
    return " ".join("".join(element.itertext()).split())


@dataclass
class Visitor:
    """A visitor at one page after the other.

    Attributes:
        filled: what was typed and chosen on this page, by the names of controls.
        chosen: the files.
    """

    client: TestClient
    path: str = ""
    status: int = 0
    page: Any = None
    filled: dict[str, list[str]] = field(default_factory=dict)
    chosen: dict[str, list[Upload]] = field(default_factory=dict)

    def goes_to(self, path: str) -> None:
        """Open a page."""
        self._arrived(self.client.get(path))

    def _arrived(self, answer: Any) -> None:
        self.path, self.status = answer.url.path, answer.status_code
        self.content = answer.content
        if answer.headers["content-type"].startswith("text/html"):
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            self.page = parser.parse(answer.text)
            for around in [*self.page.iter()]:  # which a browser shows nothing of
                for each in around.findall("template"):
                    around.remove(each)
            self.filled, self.chosen = self._standing(), {}

    def _form(self) -> Element:
        return next(each for each in self.page.iter("form") if each.get("id") == "page")

    def _standing(self) -> dict[str, list[str]]:
        """What stands in the controls of the page's form."""
        made: dict[str, list[str]] = {}
        forms = [each for each in self.page.iter("form") if each.get("method") == "post"]
        for control in forms[0].iter() if forms else ():
            name, sort = control.get("name", ""), control.get("type", "")
            if control.tag == "textarea":
                made.setdefault(name, []).append(control.text or "")
            elif control.tag == "select":
                made[name] = [e.get("value", "") for e in control if e.get("selected") is not None]
            elif control.tag == "input" and sort in ("radio", "checkbox"):
                if control.get("checked") is not None:
                    made.setdefault(name, []).append(control.get("value", ""))
            elif control.tag == "input" and sort != "file":
                made.setdefault(name, []).append(control.get("value", ""))
        return made

    def fills(self, **answers: str | list[str]) -> None:
        """Type or choose answers; a name is that of a control with `__` for its points."""
        known = {each.get("name") for each in self._form().iter()}
        for key, answer in answers.items():
            name = key.replace("__", ".")
            assert name in known, (name, known)
            self.filled[name] = [answer] if isinstance(answer, str) else answer

    def attaches(self, name: str, *files: Upload) -> None:
        """Choose files."""
        self.chosen[name] = list(files)

    def presses(self, do: str = "continue") -> None:
        """Send the form by one of its buttons."""
        form = self._form()
        assert do in {each.get("value") for each in self.page.iter("button")}, do
        data: dict[str, Any] = {**self.filled, "do": do}
        action = form.get("action") or ""
        if form.get("enctype") == "multipart/form-data":
            files = [(name, each) for name, chosen in self.chosen.items() for each in chosen]
            files = files or [("none", ("", b"", "application/octet-stream"))]
            self._arrived(self.client.post(action, data=data, files=files))
        else:
            self._arrived(self.client.post(action, data=data))

    @property
    def title(self) -> str:
        """The heading of the page."""
        return text_in(next(self.page.iter("h1")))

    @property
    def faults(self) -> list[str]:
        """What is told at the top; each leads to a control, and is told beside it too."""
        found = []
        ids = {each.get("id"): each for each in self.page.iter() if each.get("id")}
        if "summary" not in ids:
            return []
        beside = [text_in(e) for e in self.page.iter("p") if e.get("class") == "fault"]
        for link in ids["summary"].iter("a"):
            found.append(text_in(link))
            target = (link.get("href") or "").rpartition("#")[2]
            assert target in ids, target
            assert any(found[-1] in each for each in beside), found[-1]
        return found

    @property
    def text(self) -> str:
        """All that can be read in the page's main part."""
        return text_in(next(self.page.iter("main")))

    def names(self) -> list[str]:
        """The controls for files."""
        inputs = [each for each in self._form().iter("input") if each.get("type") == "file"]
        return [each.get("name", "") for each in inputs]
