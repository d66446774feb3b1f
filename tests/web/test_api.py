"""The API tells what the commands tell, byte by byte, and refuses in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from starlette.testclient import TestClient

from tests.command import call
from tests.project import SERVICES
from tests.web.made import BUNDLES, NOW, SETTINGS, zipped
from validator.web.app import make_app

SPECS: Final = SERVICES / "specs"
DAY: Final = NOW.date().isoformat()
ZIP: Final = {"content-type": "application/zip"}
SERVICE: Final = "grant"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of an application whose process checks."""
    with TestClient(make_app(SETTINGS), "http://127.0.0.1", raise_server_exceptions=False) as made:
        yield made


def command(*args: str | Path) -> bytes:
    """What a command writes on its standard output."""
    return call(*args, "--specs", SPECS, "--format", "json").stdout.encode()


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", ()),
        ("?lang=kk", ("--lang", "kk")),
        (
            "?lang=ru&strict=true&today=2030-01-01",
            ("--lang", "ru", "--strict", "--today", "2030-01-01"),
        ),
        ("?edition=1&as_of=2026-01-01", ("--edition", "1", "--as-of", "2026-01-01")),
    ],
)
@pytest.mark.parametrize("name", [*sorted(each.name for each in BUNDLES.iterdir()), "broken"])
def test_a_check_has_the_bytes_of_the_command(
    client: TestClient, tmp_path: Path, name: str, query: str, options: tuple[str, ...]
) -> None:
    data = b"PK no zip" if name == "broken" else zipped(BUNDLES / name)
    file = tmp_path / "application.zip"
    file.write_bytes(data)
    wanted = command("check", file, *options).replace(str(file).encode(), b"application.zip")
    asked = f"/api/v1/check{query}"
    raw = client.post(asked, content=data, headers=ZIP)
    form = client.post(asked, files={"file": ("application.zip", data, "application/zip")})
    assert (raw.status_code, form.status_code) == (200, 200)
    assert raw.headers["content-type"] == "application/json"
    assert raw.content == form.content == wanted


def test_a_report_fits_the_schema_that_is_published(client: TestClient) -> None:
    data = zipped(BUNDLES / "grant-in-order")
    report = client.post("/api/v1/check", content=data, headers=ZIP).json()
    schema = client.get("/api/v1/report.schema.json").json()
    jsonschema.Draft202012Validator(schema).validate(report)
    assert report["reports"][0]["verdict"] == "compliant"


DEADLINES: Final[list[tuple[dict[str, Any], tuple[str, ...]]]] = [
    ({"submitted": "2025-04-14T10:00"}, ("--submitted", "2025-04-14T10:00")),
    (
        {"submitted": "2025-04-14T04:00Z", "service": SERVICE},
        ("--submitted", "2025-04-14T04:00Z", "--service", SERVICE),
    ),
    ({"decided_by": "2025-04-30"}, ("--decided-by", "2025-04-30")),
]


@pytest.mark.parametrize(("asked", "options"), DEADLINES)
def test_deadlines_have_the_bytes_of_the_command(
    client: TestClient, asked: dict[str, Any], options: tuple[str, ...]
) -> None:
    answer = client.post("/api/v1/deadline?lang=kk", json=asked)
    assert (answer.status_code, answer.content) == (
        200,
        command("deadline", *options, "--lang", "kk"),
    )


def test_a_checklist_has_the_bytes_of_the_command(client: TestClient) -> None:
    asked = {"service": SERVICE, "as_of": DAY, "answers": {"keeper.kind": "person"}}
    wanted = command(
        "checklist", "--service", SERVICE, "--as-of", DAY, "--set", "keeper.kind=person"
    )
    answer = client.post("/api/v1/checklist", json=asked).json()
    days = ("accepted_on", "due_on")  # which hang on the present moment
    assert {**answer, **dict.fromkeys(days)} == {**json.loads(wanted), **dict.fromkeys(days)}
    assert answer["accepted_on"] == DAY
    manifest = {"standard": "beekeeping-permit", "service": SERVICE, "keeper": {"kind": "person"}}
    assert (
        client.post("/api/v1/checklist", json={"manifest": manifest, "as_of": DAY}).json() == answer
    )


def test_a_checklist_of_a_draft_that_holds_anything(client: TestClient) -> None:
    many: tuple[Any, ...] = (None, [], "x" * 5000, 1e300, {"a": [[[]]]}, True)
    for odd in many:
        manifest = {"standard": "beekeeping-permit", "service": SERVICE, "keeper": odd, "site": odd}
        answer = client.post("/api/v1/checklist", json={"manifest": manifest})
        assert answer.status_code == 200


REFUSED: Final[list[tuple[str, str, dict[str, Any], int, str]]] = [
    ("POST", "/api/v1/check?as-of=2026-01-01", {"headers": ZIP}, 400, "parameter_unknown"),
    ("POST", "/api/v1/check?lang=ru&lang=kk", {"headers": ZIP}, 400, "parameter_twice"),
    ("POST", "/api/v1/check?lang=de", {"headers": ZIP}, 400, "parameter_value"),
    ("POST", "/api/v1/check?as_of=2026-02-30", {"headers": ZIP}, 400, "parameter_value"),
    ("POST", "/api/v1/check?as_of=20260201", {"headers": ZIP}, 400, "parameter_value"),
    ("POST", "/api/v1/check?today=٢٠٢٦-01-01", {"headers": ZIP}, 400, "parameter_value"),
    ("POST", "/api/v1/check?strict=yes", {"headers": ZIP}, 400, "parameter_value"),
    ("POST", "/api/v1/check?edition=", {"headers": ZIP}, 400, "parameter_value"),
    ("POST", "/api/v1/check?edition=none", {"headers": ZIP}, 422, "call"),
    ("POST", "/api/v1/check", {"content": b"PK"}, 415, "zip_needed"),
    ("POST", "/api/v1/check", {"data": {"file": "PK"}}, 415, "zip_needed"),
    ("POST", "/api/v1/check", {"files": {"other": b"PK"}}, 400, "one_file"),
    ("POST", "/api/v1/check", {"files": {"file": b"PK"}, "data": {"as_of": "x"}}, 400, "one_file"),
    ("POST", "/api/v1/check", {"files": [("file", b"PK"), ("file", b"PK")]}, 400, "body_broken"),
    (
        *("POST", "/api/v1/check"),
        {"content": b"no form", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        *(400, "body_broken"),
    ),
    (
        *("POST", "/api/v1/check"),
        {"content": b"no form", "headers": {"content-type": "multipart/form-data"}},
        *(400, "body_broken"),
    ),
    ("POST", "/api/v1/deadline", {"content": b"{}"}, 415, "json_needed"),
    ("POST", "/api/v1/deadline", {"json": []}, 422, "json_unfit"),
    ("POST", "/api/v1/deadline", {"json": {"submited": "2026-01-12"}}, 422, "json_unfit"),
    ("POST", "/api/v1/deadline", {"json": {"submitted": "soon"}}, 422, "json_unfit"),
    ("POST", "/api/v1/deadline", {"json": {"submitted": "2026-02-30"}}, 400, "parameter_value"),
    ("POST", "/api/v1/deadline", {"json": {"since": "2026-13-01"}}, 400, "parameter_value"),
    (
        "POST",
        "/api/v1/deadline",
        {"json": {"since": "2026-01-01", "decided_by": "2026-01-01"}},
        422,
        "one_of",
    ),
    ("POST", "/api/v1/deadline", {"json": {"standard": "none"}}, 422, "call"),
    ("POST", "/api/v1/deadline", {"json": {"submitted": "9999-12-31T23:59"}}, 422, "call"),
    ("POST", "/api/v1/deadline", {"json": {"submitted": "0001-01-01T00:00+14:00"}}, 422, "call"),
    ("POST", "/api/v1/deadline", {"json": {"submitted": "9999-12-31T23:59-14:00"}}, 422, "call"),
    ("POST", "/api/v1/deadline", {"json": {"decided_by": "0001-01-01"}}, 422, "call"),
    ("POST", "/api/v1/deadline", {"json": {"since": "9999-12-31"}}, 422, "call"),
    ("POST", "/api/v1/checklist", {"json": {}}, 422, "json_unfit"),
    ("POST", "/api/v1/checklist", {"json": {"service": "none"}}, 422, "call"),
    (
        "POST",
        "/api/v1/checklist",
        {"json": {"service": SERVICE, "manifest": {}}},
        422,
        "json_unfit",
    ),
    ("POST", "/api/v1/checklist", {"json": {"manifest": {}}}, 422, "call"),
    (
        "POST",
        "/api/v1/checklist",
        {"json": {"service": SERVICE, "answers": {"keepr": "x"}}},
        422,
        "call",
    ),
    (
        "POST",
        "/api/v1/checklist",
        {"json": {"service": SERVICE, "as_of": "0001-01-01"}},
        422,
        "call",
    ),
    ("POST", "/api/v1/none", {}, 404, "not_found"),
    ("GET", "/api/v1/check", {}, 405, "method"),
]
BROKEN: Final = (b'{"a":1', b'{"since":"x","since":"y"}', b"\xff", b"[" * 5000, b"")


@pytest.mark.parametrize("each", REFUSED, ids=lambda each: f"{each[1]}-{each[3]}-{each[4]}")
def test_what_is_refused_says_why(
    client: TestClient, each: tuple[str, str, dict[str, Any], int, str]
) -> None:
    method, path, sent, status, code = each
    answer = client.request(method, path, **sent)
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"]
    assert not problem["detail"].startswith("web.")


@pytest.mark.parametrize("body", BROKEN)
def test_json_is_read_strictly(client: TestClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = client.post("/api/v1/deadline", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "json_broken")


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        ("/api/v1/none", "", "en"),
        ("/api/v1/none", "ru-RU,ru;q=0.9,kk;q=0.95", "ru"),
        ("/api/v1/none", "de, kk;q=0.5, ru;q=0.4", "kk"),
        ("/api/v1/none", "ru;q=0, en;q=0.1", "en"),
        ("/api/v1/none", "ru;q=9;;;,", "en"),
        ("/api/v1/none?lang=kk", "ru", "kk"),
        ("/api/v1/none?lang=de", "ru", "ru"),
    ],
)
def test_a_refusal_is_in_the_language_of_the_caller(
    client: TestClient, path: str, header: str, language: str
) -> None:
    answer = client.get(path, headers={"accept-language": header})
    assert answer.headers["content-language"] == language


def test_what_every_answer_says(client: TestClient) -> None:
    for path in ("/health", "/favicon.ico", "/static/favicon.svg", "/none", "/api/v1/openapi.json"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/static/../app.py").status_code == 404


def test_the_description_names_what_there_is(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, operations in described["paths"].items():
        for method in operations:
            assert client.request(method, path).status_code not in (404, 405), path
    for schema in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
