"""The real yaml-language-server, spoken to over its protocol: JSON-RPC on standard streams."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from tests.project import ROOT

SECONDS = 20
"""How long an answer may take."""


def command() -> str | None:
    """Where the server is: in the environment, on the path or among the project's node modules."""
    own = ROOT / "node_modules" / ".bin" / "yaml-language-server"
    found = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
    return found or (str(own) if own.exists() else None)


class Server:
    """A running server; a context manager that ends it."""

    def __init__(self, command: str, settings: Mapping[str, Any], workspace: Path) -> None:
        self._settings = settings
        self._workspace = workspace.as_uri()
        self._received: queue.Queue[dict[str, Any]] = queue.Queue()
        self._count = 0
        self._process = subprocess.Popen(
            [command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Server:
        assert self._process.stdout is not None
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": self._workspace,
                "workspaceFolders": [{"uri": self._workspace, "name": "specs"}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "completion": {
                            "completionItem": {
                                "snippetSupport": False,
                                "documentationFormat": ["markdown"],
                            }
                        },
                        "hover": {"contentFormat": ["markdown"]},
                        "publishDiagnostics": {},
                    },
                },
            },
        )
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a document, as an editor does; what the server finds wrong with it."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

        def answers(message: Mapping[str, Any]) -> bool:
            params = message.get("params", {})
            is_told = message.get("method") == "textDocument/publishDiagnostics"
            return is_told and params["uri"] == path.as_uri()

        found: list[dict[str, Any]] = self._wait_for(answers)["params"]["diagnostics"]
        return found

    def complete(self, path: Path, line: int, column: int) -> set[str]:
        """What the server proposes at a place; both count from 0, as the protocol has it."""
        found = self._at("textDocument/completion", path, line, column)
        return {item["label"] for item in found["items"]}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What the server says of a place, nothing where it has nothing to say."""
        found = self._at("textDocument/hover", path, line, column)
        return str(found["contents"]["value"]) if found else ""

    def request(self, method: str, params: Any) -> Any:
        """Ask, and wait for the answer."""
        self._count += 1
        number = self._count
        self._send({"id": number, "method": method, "params": params})
        answer = self._wait_for(lambda message: message.get("id") == number)
        assert "error" not in answer, answer
        return answer["result"]

    def notify(self, method: str, params: Any) -> None:
        """Tell, without an answer."""
        self._send({"method": method, "params": params})

    def _at(self, method: str, path: Path, line: int, column: int) -> Any:
        position = {"line": line, "character": column}
        return self.request(method, {"textDocument": {"uri": path.as_uri()}, "position": position})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _wait_for(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            message = self._received.get(timeout=SECONDS)
            if "method" in message and "id" in message:
                self._answer(message)
            elif wanted(message):
                return message

    def _answer(self, message: Mapping[str, Any]) -> None:
        """What the server asks of an editor: its settings, section by section; else nothing."""
        result: Any = None
        if message["method"] == "workspace/configuration":
            items: Iterable[Mapping[str, Any]] = message["params"]["items"]
            result = [self._settings.get(item["section"]) for item in items]
        self._send({"id": message["id"], "result": result})

    def _read(self, stream: IO[bytes]) -> None:
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self._received.put(json.loads(stream.read(length)))
