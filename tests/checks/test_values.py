"""Values that are there and allowed."""

from __future__ import annotations

import pytest

from tests.facts.made import facts_of, lacking, path_to, violations_of
from validator.errors import NeedsPerson
from validator.facts.conditions import Test
from validator.facts.paths import Path
from validator.model import Named

# Single values


def test_a_value_is_there_and_allowed() -> None:
    facts = facts_of({"a": "x", "n": 5})

    assert violations_of("value", facts, test=Test(path_to("a"))) == []
    assert violations_of("value", facts, test=Test(path_to("a"), allowed=("x", "y"))) == []
    assert violations_of("value", facts, test=Test(path_to("a"), allowed=("y",))) == [
        ("/a", "value_not_allowed")
    ]
    assert violations_of("value", facts, test=Test(path_to("n"), min=5, max=5)) == []
    assert violations_of("value", facts, test=Test(path_to("n"), min=6)) == [
        ("/n", "value_not_allowed")
    ]
    assert violations_of("value", facts, test=Test(path_to("n"), max=4)) == [
        ("/n", "value_not_allowed")
    ]


def test_absence_is_a_breach_only_where_that_is_said() -> None:
    assert lacking("value", facts_of({}), test=Test(path_to("a"))) == "/a"
    assert violations_of("value", facts_of({}), test=Test(path_to("a"), exists=True)) == [
        ("/a", "value_absent")
    ]
    assert (
        lacking("value", facts_of({"a": 1}, ["/a"]), test=Test(path_to("a"), exists=True)) == "/a"
    )


def test_a_value_is_said_by_its_name_where_it_has_one() -> None:
    path = Path(("a",), {"en": "A"}, {"x": {"en": "Xyz"}})

    assert path.say("x") == Named("x", {"en": "Xyz"})
    assert path.named == Named("a", {"en": "A"})
    assert (path.say("y"), path.say(5), path.say(True)) == ("y", 5, True)
    assert path.say(["personal"]) == path.say({"a": 1}) == "…"


def test_what_only_a_person_can_tell() -> None:
    with pytest.raises(NeedsPerson):
        violations_of("manual", facts_of({}))
