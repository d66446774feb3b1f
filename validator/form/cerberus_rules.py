"""What Cerberus is given to hold values against: the rules of fields in its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any, Final

from validator.form.decimals import DECIMAL, wrong_decimal
from validator.form.fields import Field
from validator.form.text_forms import wrong_text
from validator.model import Args, Declared


def validator_of(key: str, rule: Field, *, as_list: bool) -> Any:
    """What holds a map of one value against the rule of a field.

    Args:
        key: the name under which it is given the value.
        as_list: whether that is a list of such maps as the rule describes.
    """
    made = _cerberus_rule(rule)
    return _cerberus()({key: _several(made) if as_list else made})


def broken_by(rule: Field, value: Any) -> tuple[Declared, Args] | None:
    """What a text or a decimal number breaks of its rule, which Cerberus has no words for."""
    if rule.type == DECIMAL:
        is_one = isinstance(value, str | int) and not isinstance(value, bool)
        return wrong_decimal(rule, value) if is_one else None
    return wrong_text(rule, value) if isinstance(value, str) else None


@cache
def _cerberus() -> Callable[[dict[str, Any]], Any]:
    """Makes a validator of a schema."""
    from cerberus import TypeDefinition, Validator  # only faults need it
    from cerberus.errors import BaseErrorHandler

    class Raw(BaseErrorHandler):  # type: ignore[misc]  # cerberus publishes no types
        """Hands the errors on as they are."""

        def __call__(self, errors: Iterable[Any]) -> list[Any]:
            return list(errors)

    class Strict(Validator):  # type: ignore[misc]  # cerberus publishes no types
        """Cerberus, except that true is no integer, and that errors are gathered in a list alone.

        It would sort them into two trees at each error, which for some thousands takes minutes.
        """

        types_mapping = {  # noqa: RUF012  # cerberus asks for a class attribute
            **Validator.types_mapping,
            "integer": TypeDefinition("integer", (int,), (bool,)),
            DECIMAL: TypeDefinition(DECIMAL, (int, str), (bool,)),
        }

        def _error(self, *args: Any) -> None:
            if len(args) == 1:
                self._errors.extend(args[0])
            else:
                super()._error(*args)

    return partial(Strict, error_handler=Raw())


def _cerberus_schema(fields: Mapping[str, Field]) -> dict[str, Any]:
    return {key: _cerberus_rule(rule) for key, rule in fields.items()}


def _cerberus_rule(rule: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"type": rule.type}
    if rule.always_required:
        made["required"] = True
    if rule.allowed is not None:
        made["allowed"] = list(rule.allowed)
    if rule.type in _CHECKED:
        made["check_with"] = _checker(rule)
    for word in () if rule.type in _CHECKED else ("min", "max", "minlength", "maxlength"):
        if (limit := getattr(rule, word)) is not None:
            made[word] = limit
    if rule.type == "dict":
        made["schema"] = _cerberus_schema(rule.fields)
    if rule.item is not None:
        made["schema"] = _cerberus_rule(rule.item)
    return made


def _several(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "list", "minlength": 1, "schema": rule}


def _checker(rule: Field) -> Callable[[str, Any, Callable[[str, str], None]], None]:
    def check(key: str, value: Any, error: Callable[[str, str], None]) -> None:
        # Of the rules of a field that null breaks, Cerberus drops every other one but this.
        if (wrong := broken_by(rule, value)) is not None:
            error(key, wrong[0].key)

    return check


_CHECKED: Final = ("string", DECIMAL)
"""The types whose rules are ours to look at, since they are more than Cerberus has words for."""
