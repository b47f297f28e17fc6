"""How a target's or project's figure reads, in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from dafeng.plan.records import Direction, TargetKind
from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount
from dafeng.web.plans.facts import figure
from dafeng.web.plans.models import Project, Target


def plain_figure(value: Decimal | None) -> str:
    """A figure without trailing zeros; unknown is ``--``, never 0."""
    printed = figure(value)
    return UNKNOWN if printed is None else amount(Decimal(printed))


def figures_of(thing: Target | Project) -> str:
    """Figure without its unit: ``38``, ``2–3``, ``--``."""
    if isinstance(thing, Project):
        return plain_figure(thing.capacity)
    if thing.value is None or thing.value_max is None:
        return plain_figure(thing.value)
    return f"{plain_figure(thing.value)}–{plain_figure(thing.value_max)}"


def demand_of(target: Target) -> str:
    """What is asked, without the figure: ``不低于``, ``进一步提高``, ``由上级下达``."""
    if target.value is not None:
        return _word("comparator", target.comparator) if target.comparator else ""
    if target.kind == TargetKind.DIRECTIONAL:
        return {
            Direction.UP.value: _("进一步提高"),
            Direction.DOWN.value: _("进一步降低"),
        }.get(target.direction, _("进一步改善"))
    return {
        TargetKind.STATUS.value: _("应当做到"),
        TargetKind.DELEGATED.value: _("由上级下达"),
        TargetKind.PROHIBITION.value: _("禁止"),
    }.get(target.kind) or _word("kind", target.kind)


def _word(field: str, value: str) -> str:
    return str(_choices(field).get(value, value))


@cache
def _choices(field: str) -> dict[Any, Any]:
    """Words of a field's choices: Django gathers them anew for each row of a table."""
    found: Any = Target._meta.get_field(field)
    return dict(found.flatchoices)


def words_of(target: Target) -> str:
    """What the target says, as one phrase: ``不低于 38 %``, ``下降 15.5 %``."""
    if target.value is None:
        return demand_of(target)
    parts = [demand_of(target), figures_of(target), target.unit]
    words = " ".join(part for part in parts if part)
    if target.kind == TargetKind.RELATIVE_CHANGE:
        if target.direction == Direction.DOWN:
            return _("下降%(words)s") % {"words": words}
        if target.direction == Direction.UP:
            return _("提高%(words)s") % {"words": words}
    return words
