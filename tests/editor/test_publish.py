"""Editors complete, explain and check the specs: proved with the language server that they use.

Skipped where yaml-language-server is not installed, unless CI_NO_SKIP=1 asks for every test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from tests.absent import absent
from tests.editor import yaml_language_server
from tests.editor.yaml_language_server import Server
from tests.project import ROOT, SPECS
from validator.editor.name_schemas import NAMED
from validator.standard.schemas import SCHEMAS

SCHEMA_FILES = ROOT / "validator" / "schemas"
EDITION = SPECS / "medical-activity-licence" / "2025-93"
MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)$", re.MULTILINE)


def _settings() -> dict[str, Any]:
    text = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    settings: dict[str, Any] = json.loads(text)
    return settings


def _nested(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as editors hand them on: `yaml.hover` as hover under yaml."""
    made: dict[str, Any] = {"http": {"proxyStrictSSL": True}}
    for name, value in settings.items():
        *sections, last = name.split(".")
        holder = made
        for section in sections:
            holder = holder.setdefault(section, {})
        holder[last] = value
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    command = yaml_language_server.command()
    if command is None:
        absent("yaml-language-server, which YAML_LANGUAGE_SERVER may name,")
    settings = _nested(_settings())
    schemas = settings["yaml"]["schemas"]
    # An editor resolves these names against the folder that is open.
    settings["yaml"]["schemas"] = {(ROOT / name).as_uri(): globs for name, globs in schemas.items()}
    assert settings["yaml"]["schemaStore"] == {"enable": False}  # no test asks the network
    with Server(command, settings, ROOT) as running:
        yield running


def _line(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.split("\n")) if part in line)


def _text(name: str) -> str:
    return (EDITION / name).read_text(encoding="utf-8")


def _with(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    "path", sorted(SPECS.rglob("*.yaml")), ids=lambda path: path.relative_to(SPECS).as_posix()
)
def test_nothing_is_wrong_with_the_specs(server: Server, path: Path) -> None:
    assert server.open(path, path.read_text(encoding="utf-8")) == []


def test_a_misspelt_key_is_marked_where_it_stands(server: Server) -> None:
    path = EDITION / "misspelt" / "standard.yaml"
    text = _with(_text("standard.yaml"), "    working_days: 13", "    working_day: 13")
    text = text.replace("$schema=schemas", "$schema=../schemas")
    found = server.open(path, text)
    start = {"line": _line(text, "working_day: 13"), "character": 4}
    said = [each["message"] for each in found if each["range"]["start"] == start]
    assert any("working_day" in each for each in said), found


def test_a_wrong_type_is_marked_where_it_stands(server: Server) -> None:
    path = EDITION / "wrong" / "standard.yaml"
    text = _with(_text("standard.yaml"), "working_days: 13", "working_days: thirteen")
    text = text.replace("$schema=schemas", "$schema=../schemas")
    (found,) = server.open(path, text)
    line = _line(text, "thirteen")
    assert found["range"]["start"] == {"line": line, "character": len("    working_days: ")}
    assert "integer" in found["message"]


def test_a_missing_language_is_marked(server: Server) -> None:
    path = EDITION / "missing" / "clauses.yaml"
    text = (
        "# yaml-language-server: $schema=../../../../validator/schemas/clauses.schema.json\n"
        'standard: a\nedition: "1"\nclauses:\n'
        "  - id: a.1\n    says: {kk: Бір, ru: Один}\n    encoding: encoded\n"
    )
    (found,) = server.open(path, text)
    assert found["range"]["start"]["line"] == 5
    assert '"en"' in found["message"]


def test_the_sections_of_a_standard_are_completed(server: Server) -> None:
    path = EDITION / "new" / "standard.yaml"
    modeline = "# yaml-language-server: $schema=../../../../validator/schemas/standard.schema.json"
    server.open(path, f"{modeline}\nstandard: a\n\n")
    rows = {"provider", "channels", "deadlines", "fees", "documents", "refusal", "rules"}
    assert rows <= server.complete(path, 2, 0)


def test_the_keys_of_a_requirement_are_completed(server: Server) -> None:
    path = EDITION / "entry" / "standard.yaml"
    modeline = "# yaml-language-server: $schema=../../../../validator/schemas/standard.schema.json"
    server.open(path, f"{modeline}\ndeadlines:\n  - id: deadline.a\n    \n")
    keys = {"citation", "services", "duty", "severity", "working_days", "title", "fix"}
    assert keys <= server.complete(path, 3, 4)


def test_what_a_key_means_is_shown(server: Server) -> None:
    path = EDITION / "standard.yaml"
    text = _text("standard.yaml")
    server.open(path, text)
    said = {
        key: server.hover(path, _line(text, f"    {key}:"), 5)
        for key in ("working_days", "severity", "consequence")
    }
    assert "Working days, counted from the first one after acceptance" in said["working_days"]
    assert "Only an error decides a verdict" in said["severity"]
    assert "Nothing follows" in said["consequence"]  # of the word that stands there


def test_a_manifest_is_checked_and_explained(server: Server) -> None:
    """By the mapping of the settings: an applicant's manifest has no modeline."""
    path = ROOT / "samples" / "editor" / "application.yaml"
    found = server.open(path, "format: 1\nservice: isue\nsubject: licence\n")
    assert any(each["range"]["start"] == {"line": 1, "character": 9} for each in found), found
    assert "Service asked for" in server.hover(path, 1, 2)
    assert {"applicant", "premises", "documents"} <= server.complete(path, 3, 0)


def test_every_spec_file_names_its_schema() -> None:
    for path in SPECS.rglob("*.yaml"):
        found = MODELINE.search(path.read_text(encoding="utf-8"))
        assert found is not None, path
        # What asks for names has a schema of its edition, beside it.
        own = path.stem in NAMED or path.parent.name == "cases"
        beside = SPECS.joinpath(*path.relative_to(SPECS).parts[:2]) / "schemas"
        assert (path.parent / found[1]).resolve().parent == (beside if own else SCHEMA_FILES), path
        assert (path.parent / found[1]).is_file(), f"{path}: python -m validator.editor.publish"


def test_the_settings_map_every_sort_of_file_to_a_schema_that_is_there() -> None:
    mapped: Mapping[str, str | list[str]] = _settings()["yaml.schemas"]
    for name in mapped:
        assert (ROOT / name).is_file(), name
    names = {Path(name).name for name in mapped}
    assert {f"{sort}.schema.json" for sort in SCHEMAS} <= names
    for path in SPECS.rglob("*.yaml"):
        relative = path.relative_to(ROOT).as_posix()
        schemas = [
            Path(name).name
            for name, globs in mapped.items()
            for glob in ([globs] if isinstance(globs, str) else globs)
            if fnmatch(relative, glob) and relative.count("/") == glob.count("/")
        ]
        found = MODELINE.search(path.read_text(encoding="utf-8"))
        assert found is not None
        assert schemas == [Path(found[1]).name]


def test_every_key_of_a_schema_says_what_it_is_for() -> None:
    """Hover texts come from descriptions; a key without one has nothing to show."""
    bare = set()
    for sort, build in SCHEMAS.items():
        schema = build()
        for place, rule in _properties(schema, (sort,)):
            named = rule.get("$ref", "").rpartition("/")[2]
            said = {**schema["$defs"].get(named, {}), **rule}
            if not {"description", "const"} & said.keys():
                bare.add("/".join(place))
    assert bare == set()


def _properties(
    schema: Any, place: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    if isinstance(schema, list):
        for each in schema:
            yield from _properties(each, place)
    elif isinstance(schema, dict):
        for word, each in schema.items():
            if word == "properties":
                own = {name: rule for name, rule in each.items() if isinstance(rule, dict)}
                yield from (((*place, name), rule) for name, rule in own.items())
                yield from _properties(list(own.values()), place)
            elif word not in ("if", "default", "examples"):
                yield from _properties(each, (*place, word))


# An applicant's editor

SAMPLE = ROOT / "samples" / "clinic-new" / "application.yaml"


def _as_applicant(change: tuple[str, str] | None = None) -> str:
    text = SAMPLE.read_text(encoding="utf-8")
    if change is not None:
        text = _with(text, *change)
    name = "manifest.medical-activity-licence.2025-93.schema.json"
    return f"# yaml-language-server: $schema=../../validator/schemas/{name}\n{text}"


def test_nothing_is_wrong_with_a_sample(server: Server) -> None:
    assert server.open(SAMPLE, _as_applicant()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('submitted_at: "2026-01-12T', 'submitted_at: "12.01.2026 ', "A moment with its offset"),
        ('mobile: "+', 'mobile: "x', "A mobile number of Kazakhstan"),
        ("service: issue", "service: isue", "accepted"),
        ("kind: diploma", "kin: diploma", "kin"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_marked(
    server: Server, old: str, new: str, said: str
) -> None:
    text = _as_applicant((old, new))
    found = server.open(SAMPLE.with_name(f"{old.partition(':')[0]}.yaml"), text)
    line = _line(text, new)
    assert any(said in each["message"] for each in found if each["range"]["start"]["line"] == line)
