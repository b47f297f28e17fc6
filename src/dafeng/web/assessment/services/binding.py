"""The definition that reckons a target: chosen by a person, with a ground."""

from __future__ import annotations

import attrs
from django.db import transaction

from dafeng.assessment import Binding
from dafeng.base.errors import BadInputError
from dafeng.indicators import definition_register
from dafeng.web.assessment.models import TargetBinding
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import Plan, Target


@attrs.frozen(kw_only=True)
class Way:
    """How a target is reckoned; an empty definition says that nothing reckons it."""

    definition: str
    ground: str
    base_year: int | None = None
    scope: str = ""


@transaction.atomic
def binding_set(*, target: Target, by: User | None, way: Way) -> TargetBinding:
    """Choose definition, base year and part for a target; the next result uses them.

    ``by`` is None when the program fills a sample.

    Raises
    ------
    BadInputError
        ``binding.no_ground``: without a ground. ``binding.definition``: no such
        definition. ``binding.base_year``: the definition compares with a base year and
        neither target nor choice has one.
    """
    if by is not None:
        require(by, "assessment.binding.set", target)
    if not way.ground.strip():
        msg = f"Say why {target.key} is reckoned by another definition."
        raise BadInputError(msg, code="binding.no_ground")
    _require_known(target, way)
    row = TargetBinding.objects.select_for_update().filter(target=target).first()
    row = row or TargetBinding(target=target)
    before = row.definition
    row.definition, row.base_year = way.definition, way.base_year
    row.scope, row.ground, row.decided_by = way.scope.strip(), way.ground.strip(), by
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="assessment.binding.set",
        target=row,
        data=attrs.asdict(way) | {"goal": target.key, "before": before},
    )
    return row


def _require_known(target: Target, way: Way) -> None:
    register = definition_register()
    if not way.definition:
        return
    if way.definition not in register.by_id:
        msg = f"There is no definition {way.definition!r}; search in the register."
        raise BadInputError(msg, code="binding.definition", definition=way.definition)
    base = way.base_year or target.base_year
    if register.compares(way.definition) and base is None:
        msg = f"{way.definition} compares with a base year; give one."
        raise BadInputError(msg, code="binding.base_year", definition=way.definition)


@transaction.atomic
def binding_clear(*, target: Target, by: User, reason: str) -> None:
    """Let the rule choose again.

    Raises
    ------
    BadInputError
        ``binding.none``: nobody chose. ``binding.no_ground``: no reason.
    """
    require(by, "assessment.binding.set", target)
    row = TargetBinding.objects.select_for_update().filter(target=target).first()
    if row is None:
        msg = f"Nobody chose a definition for {target.key}."
        raise BadInputError(msg, code="binding.none")
    if not reason.strip():
        msg = "Say why the choice is taken back."
        raise BadInputError(msg, code="binding.no_ground")
    audit.record(
        by=by,
        action="assessment.binding.clear",
        target=row,
        data={"goal": target.key, "before": row.definition, "reason": reason.strip()},
    )
    row.delete()


def bindings_of(plan: Plan) -> tuple[Binding, ...]:
    """What people chose, as the core's records."""
    rows = TargetBinding.objects.filter(target__plan=plan).select_related("target")
    return tuple(
        Binding(
            target=row.target.key,
            definition=row.definition,
            base_year=row.base_year,
            scope=row.scope,
            ground=row.ground,
        )
        for row in rows.order_by("pk")
    )
