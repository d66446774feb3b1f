"""An edition's own schemas know its names: proved with the language server that editors use.

Skipped where yaml-language-server is not installed, unless CI_NO_SKIP=1 asks for every test.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.absent import absent
from tests.command import call
from tests.editor import yaml_language_server
from tests.editor.yaml_language_server import Server
from tests.project import KIOSK, SERVICES
from validator.editor.name_schemas import NAMED, name_schemas
from validator.editor.own_schemas import own_schemas, write_own
from validator.model import LANGUAGES
from validator.standard.folder import read_folder

SETTINGS: dict[str, Any] = {
    "http": {"proxyStrictSSL": True},
    "yaml": {
        "schemaStore": {"enable": False},  # no test asks the network
        "schemas": {},
        **dict.fromkeys(("completion", "hover", "validate"), True),
    },
}
EDITION = Path("kiosk-permit", "1")
STANDARD = EDITION / "standard.yaml"


def _pointing_beside(specs: Path) -> Path:
    """A folder of specs outside of the project: its first lines name schemas within it."""
    for path in specs.rglob("*.yaml"):
        deep = len(path.relative_to(specs).parts) - 3
        first, _, rest = path.read_text("utf-8").partition("\n")
        name = first.rpartition("/")[2]
        line = f"# yaml-language-server: $schema={'../' * abs(deep)}schemas/{name}"
        path.write_text(f"{line}\n{rest}", "utf-8")
    return specs


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    specs = tmp_path_factory.mktemp("elsewhere") / "specs"
    shutil.copytree(KIOSK / "specs", specs)
    folder = read_folder(_pointing_beside(specs))
    assert folder is not None
    write_own(folder)
    return specs


@pytest.fixture(scope="module")
def server(beside: Path) -> Iterator[Server]:
    command = yaml_language_server.command()
    if command is None:
        absent("yaml-language-server, which YAML_LANGUAGE_SERVER may name,")
    with Server(command, SETTINGS, beside) as running:
        yield running


def _opened(server: Server, beside: Path, name: Path, *change: str) -> tuple[Path, str, Any]:
    """A file with a change, as an editor holds it; what is wrong with it."""
    text = (beside / name).read_text("utf-8")
    if change:
        assert change[0] in text
        text = text.replace(change[0], change[1], 1)
    path = (beside / name).with_name(f"{abs(hash(change))}.yaml")
    return path, text, server.open(path, text)


def _place(text: str, part: str) -> tuple[int, int]:
    """Line and column behind a part of a text."""
    before = text[: text.index(part) + len(part)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def test_nothing_is_wrong_with_specs_that_lie_elsewhere(server: Server, beside: Path) -> None:
    for path in beside.rglob("*.yaml"):
        assert server.open(path, path.read_text("utf-8")) == [], path


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("citation: li", ("Мерзім – бес жұмыс күні", "Срок – пять рабочих", "The term is five")),
        ("services: [gr", ("Рұқсат беру", "Выдача разрешения", "Grant of a permit")),
        ("consequence: li", ("Үлкен дүңгіршек ақылы", "Большой киоск платный", "A large kiosk")),
        ("path: ar", ("Ауданы", "Площадь", "Area")),
        ("kind: pl", ("Дүңгіршек сызбасы", "План киоска", "Plan of the kiosk")),
        ("when: {si", ("Дүңгіршек көлемі", "Размер киоска", "Size of the kiosk")),
        ("allowed: [la", ("Үлкен дүңгіршек", "Большой киоск", "Large kiosk")),
        ("amount: {ra", ("Алым ставкасы", "Ставка сбора", "Rate of the fee")),
    ],
)
def test_a_name_shows_its_words_in_every_language(
    server: Server, beside: Path, part: str, words: tuple[str, ...]
) -> None:
    path, text, found = _opened(server, beside, STANDARD)
    assert found == []
    said = server.hover(path, *_place(text, part))
    assert all(each in said for each in words), said
    assert said.count("- kk:") <= 2  # of this name alone


def test_a_requirement_shows_its_title_in_a_case(server: Server, beside: Path) -> None:
    path, text, _ = _opened(server, beside, EDITION / "cases" / "all.yaml")
    assert "The plan is attached" in server.hover(path, *_place(text, "documents.pl"))


@pytest.mark.parametrize(
    ("old", "part", "proposed"),
    [
        ("citation: list.4", "citation: ", {"list.1", "list.2", "list.3", "list.4", "list.5"}),
        ("consequence: list.2", "consequence: ", {"list.2", "none", "incomplete_package"}),
        ("path: area", "path: ", {"area", "fee.amount", "size"}),
        ("kind: plan", "kind: ", {"plan"}),
    ],
)
def test_names_are_completed(
    server: Server, beside: Path, old: str, part: str, proposed: set[str]
) -> None:
    start = (beside / STANDARD).read_text("utf-8").index(old)
    path, text, _ = _opened(server, beside, STANDARD, old, part)
    before = text[: start + len(part)]
    found = server.complete(path, before.count("\n"), len(before) - before.rfind("\n") - 1)
    assert proposed <= found


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("citation: list.4", "citation: list.44", "list.44"),
        ("services: [renew]", "services: [renw]", "renw"),
        ("consequence: list.2", "consequence: list.3", "list.3\n    title"),
        ("path: area", "path: aera", "aera"),
        ("kind: plan", "kind: plam", "plam"),
    ],
)
def test_a_name_that_there_is_not_is_marked(
    server: Server, beside: Path, old: str, new: str, marked: str
) -> None:
    _, text, found = _opened(server, beside, STANDARD, old, new)
    line = text[: text.index(marked)].count("\n")
    assert [each["range"]["start"]["line"] for each in found] == [line], found


def test_a_pattern_is_explained_in_words(server: Server, beside: Path) -> None:
    _, _, (found,) = _opened(server, beside, STANDARD, "from: 2024-01-01", "from: 01.01.2024")
    assert "is not a date of the form 2026-01-31" in found["message"]
    assert "не дата вида" in found["message"]
    assert "[0-9]" not in found["message"]


# ------------------------------------------------------------------------ without the server


def test_the_command_writes_them_where_the_files_point(kiosk: Path) -> None:
    assert call("spec", "schemas", "--specs", kiosk).stdout == ""  # which point out of the specs
    done = call("spec", "schemas", "--specs", _pointing_beside(kiosk))
    assert done.returncode == 0
    written = {Path(line).relative_to(kiosk).as_posix() for line in done.stdout.splitlines()}
    own = {f"kiosk-permit/1/schemas/{sort}.schema.json" for sort in (*NAMED, "clauses")}
    shared = {f"schemas/{sort}.schema.json" for sort in ("parameter", "calendar", "trust")}
    assert written == own | shared
    assert all((kiosk / each).is_file() for each in written)
    assert call("spec", "schemas", "--specs", kiosk / "nowhere").returncode == 2


@pytest.mark.parametrize(
    "line",
    ["../../../x/schemas/standard.schema.json", "/x/schemas/standard.schema.json", "a:/schemas"],
)
def test_nothing_is_written_outside_of_the_specs(kiosk: Path, line: str) -> None:
    path = kiosk / STANDARD
    _, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(f"# yaml-language-server: $schema={line}\n{rest}", "utf-8")
    folder = read_folder(kiosk)
    assert folder is not None
    assert list(own_schemas(folder)) == []


def test_a_new_edition_has_its_own(kiosk: Path) -> None:
    _pointing_beside(kiosk)
    asked = ("kiosk-permit", "1", "2", "--from", "2025-01-01", "--specs", kiosk)
    assert call("spec", "new-edition", *asked).returncode == 0
    for sort in NAMED:
        assert (kiosk / "kiosk-permit" / "2" / "schemas" / f"{sort}.schema.json").is_file()


def test_a_broken_edition_keeps_what_was_written(kiosk: Path) -> None:
    _pointing_beside(kiosk)
    (kiosk / STANDARD).write_text((kiosk / STANDARD).read_text("utf-8") + "provider: [", "utf-8")
    folder = read_folder(kiosk)
    assert folder is not None
    assert {path.name for path, _ in own_schemas(folder) if path.parts[0] != "schemas"} == {
        "clauses.schema.json"
    }


def test_every_name_of_another_service_says_what_it_is_in_every_language() -> None:
    folder = read_folder(SERVICES / "specs")
    assert folder is not None
    for draft in folder.drafts:
        assert draft.sources is not None
        for _, schema in name_schemas(draft.sources):
            for sort, each in schema["$defs"].items():
                for choice in each.get("oneOf", ()) if sort.startswith("name_of_") else ():
                    said = json.dumps(choice, ensure_ascii=False)
                    bare = choice["const"] in ("none", "incomplete_package")
                    bare |= choice["const"].startswith("$") or sort == "name_of_code_list"
                    assert bare or all(f"- {lang}: " in said for lang in LANGUAGES), choice
