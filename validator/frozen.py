"""Frozen dataclasses with slots, which are compared, hashed and shown by methods written once.

`dataclasses` writes these methods for each class and compiles them, at every start of the program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(of: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    of: type[T] | None = None, /, *, kw_only: bool = False
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a dataclass that is frozen and has slots; a method of its own stays."""

    def made(of: type[T]) -> type[T]:
        cls: Any = dataclass(frozen=True, slots=True, kw_only=kw_only, eq=False, repr=False)(of)
        known = [each for each in fields(cls) if each.compare]
        cls._compared = _values([each.name for each in known])
        cls._hashed = _values([each.name for each in known if each.hash is not False])
        for name, method in _METHODS.items():
            if name not in vars(of):
                setattr(cls, name, method)
        return cls  # type: ignore[no-any-return]  # the same type, with slots

    return made if of is None else made(of)


def _values(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


def _is_equal(self: Any, other: Any) -> bool:
    values = self.__class__._compared
    if other.__class__ is self.__class__:
        return bool(values(self) == values(other))
    return NotImplemented  # type: ignore[no-any-return]  # as every `__eq__` may


def _hash_of(self: Any) -> int:
    return hash(self.__class__._hashed(self))


@recursive_repr()
def _shown(self: Any) -> str:
    said = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(said)})"


_METHODS = {"__eq__": _is_equal, "__hash__": _hash_of, "__repr__": _shown}
