"""`validator.frozen` makes what `dataclasses` makes, but for methods that classes share."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.frozen import frozen


@frozen
class Ours:
    a: Any
    b: Any = None
    seen: Any = field(default=0, compare=False)
    told: Any = field(default=(), hash=False)
    hidden: Any = field(default="secret", repr=False)


@dataclass(frozen=True, slots=True)
class Theirs:
    a: Any
    b: Any = None
    seen: Any = field(default=0, compare=False)
    told: Any = field(default=(), hash=False)
    hidden: Any = field(default="secret", repr=False)


@frozen
class More(Ours):
    c: int = 0

    def __repr__(self) -> str:
        return "more"


@frozen
class Nothing:
    pass


_VALUES = st.lists(st.sampled_from([0, 1, True, "x", (), (1,), None]), min_size=5, max_size=5)


@given(_VALUES, _VALUES)
def test_equal_and_alike_where_those_of_dataclasses_are(one: list[Any], other: list[Any]) -> None:
    ours, theirs = (Ours(*one), Ours(*other)), (Theirs(*one), Theirs(*other))
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert (hash(ours[0]) == hash(ours[1])) == (hash(theirs[0]) == hash(theirs[1]))
    assert repr(ours[0]) == repr(theirs[0]).replace("Theirs", "Ours")
    assert len({*ours}) == len({*theirs})


def test_another_class_is_never_equal() -> None:
    others: list[object] = [Theirs(1), More(1), 1]
    assert all(Ours(1) != each for each in others)
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert More(1, c=2) == More(1, c=2) != More(1, c=3)


def test_a_method_of_its_own_stays() -> None:
    assert repr(More(1)) == "more"
    assert repr(Nothing()) == "Nothing()"


def test_nothing_of_it_changes() -> None:
    value = Ours(1)
    with pytest.raises(FrozenInstanceError):
        value.a = 2  # type: ignore[misc]
    assert not hasattr(value, "__dict__")
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    assert replace(value, a=2) == Ours(2)
    assert asdict(value)["a"] == 1


def test_one_that_holds_itself_is_shown() -> None:
    around: list[Any] = []
    around.append(Ours(around))
    assert repr(around[0]).startswith("Ours(a=[...]")
