"""The names of an inbox: sorted, each once, whatever way they are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.project import SERVICES
from validator.bundle import find_bundles
from validator.bundle.inbox import Names, find_inbox

PATHS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(st.lists(PATHS))
@example(["b", "a"])
@example(["a", "a"])
@example(["a", "b", "a"])
@example(["\udcff", "й", "a b"])
def test_names_are_those_of_a_sorted_set(paths: list[str]) -> None:
    names = Names(iter(paths))

    assert list(names) == sorted(set(paths))
    assert len(names) == len(set(paths))
    assert all(names[at] == each for at, each in enumerate(sorted(set(paths))))
    assert names[-1:] == sorted(set(paths))[-1:]


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 512, 1000])
def test_however_many_there_are(count: int) -> None:
    paths = [f"inbox/{number:04}" for number in range(count)]

    names = Names(reversed(paths))

    assert list(names) == paths
    assert [names[at] for at in reversed(range(count))] == paths[::-1]
    assert names[250:260] == paths[250:260]
    with pytest.raises(IndexError):
        names[count]


def bundle(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "application.yaml").touch()


def test_an_inbox_is_what_is_found_at_each_of_its_paths(tmp_path: Path) -> None:
    for each in ("b/x", "a", "a-b", "c/d/e", "c/d-e", "c.d"):
        bundle(tmp_path / each)
    (tmp_path / "c" / "z.zip").touch()
    (tmp_path / "c" / "Application.yaml").touch()
    (tmp_path / "empty").mkdir()
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    bundle(outside)
    (tmp_path / "b" / "link").symlink_to(outside)
    paths = [str(tmp_path / each) for each in ("c", "b", "a", "a-b", "c.d", "empty", "b")]

    found = find_inbox(paths)

    each_found = [find_bundles(each) for each in paths]
    assert list(found.names) == sorted({name for each in each_found for name in each.bundles})
    assert f"{tmp_path}/b/link" in found.names
    assert [each.path for each in found.skipped] == [f"{tmp_path}/c/Application.yaml"]
    assert found.empty == (f"{tmp_path}/empty",)


def test_nothing_is_an_inbox_too() -> None:
    assert list(find_inbox([]).names) == []
    assert len(find_inbox([str(SERVICES / "bundles")]).names) == 3
