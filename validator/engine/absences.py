"""What the mere absence of a field makes of a requirement, before its check looks at anything."""

from __future__ import annotations

from validator.checks.values import VALUE_ABSENT
from validator.errors import NeedsPerson
from validator.facts.conditions import within
from validator.facts.facts import Facts
from validator.facts.paths import ABSENT
from validator.model import Basis, Named, Violation, declare
from validator.standard.edition import Rule

MET_WITHOUT = declare("met_without", field=Named)


def decided_by_absence(rule: Rule, facts: Facts, index: int) -> Violation | Basis | None:
    """What an absent field decides; None where the check is to tell.

    Args:
        facts: the application, or the item that the rule is tried for.
        index: of the list that the item is of.

    Raises:
        NeedsPerson: only a person can tell without it.
        MissingFact: it is malformed; or the rule would be met without it, and it is needed.
    """
    if rule.manual_without is not None and facts.get(rule.manual_without) is ABSENT:
        raise NeedsPerson
    if rule.failed_without is None and rule.met_without is None:
        return None
    failed, met = (within(each, index) for each in (rule.failed_without, rule.met_without))
    if failed is not None and facts.get(failed) is ABSENT:
        return Violation(facts.pointer(failed), VALUE_ABSENT(field=failed.named))
    if met is not None and facts.known(met) is ABSENT:
        return Basis(MET_WITHOUT(field=met.named))
    return None
