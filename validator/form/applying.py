"""Whether a field belongs into an application as it is, and whether it is needed there."""

from __future__ import annotations

from validator.facts.conditions import Condition
from validator.facts.manifest_values import Values
from validator.form.fields import Field


def holds(condition: Condition, scope: Values) -> bool | None:
    """Whether a condition holds; None where that hangs on what is not known."""
    try:
        return condition.holds(scope)
    except Exception:  # noqa: BLE001  # unknown, or a condition that breaks, which decides nothing
        return None


def belongs(rule: Field, scope: Values) -> bool | None:
    """Whether a field has a place in the map that `scope` begins from; None where nobody knows."""
    return True if rule.only is None else holds(rule.only, scope)


def needed(rule: Field, scope: Values) -> bool | None:
    """Whether a field is needed there; None where that hangs on what is not known."""
    place = belongs(rule, scope)
    if rule.required is False or place is False:
        return False
    if isinstance(rule.required, Condition):
        asked = holds(rule.required, scope)
        return place if asked else asked
    return place


def asks(rule: Field, scope: Values) -> bool | None:
    """Whether a field is asked for there; None where that is not known yet.

    One that is needed under a condition alone has no place where the condition does not hold.
    """
    place = belongs(rule, scope)
    asked = isinstance(rule.required, bool) or holds(rule.required, scope)
    if place is False or asked is False:
        return False
    return True if place and asked else None
