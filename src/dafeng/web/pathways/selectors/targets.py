"""Targets of the plan by their keys, for pages that show what the model sees."""

from __future__ import annotations

from collections.abc import Iterable

from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Target
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.plans.selectors.targets import live_targets


def targets_by_key(user: Person, keys: Iterable[str]) -> dict[str, Target]:
    """The live targets of the plan in force that have these keys; none without one."""
    plan = current_plan_for(user)
    if plan is None:
        return {}
    rows = live_targets(plan).filter(key__in=list(keys))
    return {target.key: target for target in rows}


def owners_by_code() -> dict[str, str]:
    """Names of the units that measures belong to, by their code."""
    rows = Organisation.objects.values_list("code", "name_zh")
    return dict(rows)
