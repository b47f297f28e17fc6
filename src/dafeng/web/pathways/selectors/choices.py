"""Sets of measures that were asked for, and what came of them."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json
from dafeng.lake import canonical_json
from dafeng.pathways.achieved import Achieved, Wish
from dafeng.web.assessment.selectors.inside import inside
from dafeng.web.core.selectors import Person
from dafeng.web.pathways.models import ChoiceOrder, ChoiceState, OutlookRun

YUAN = Decimal(10**8)
"""Yuan in 亿元."""


def choices_for(user: Person) -> QuerySet[ChoiceOrder]:
    """Sets whose outlook a person may see: the same wish has one set for everybody."""
    visible = inside("run__organisation__path", user, "pathways.run.view")
    rows = ChoiceOrder.objects.filter(visible)
    return rows.select_related("run__organisation", "asked_by")


def wish_key(wish: Wish) -> str:
    """The wish as text: equal for equal wishes."""
    most = "" if wish.capital is None else f"{wish.capital:.12g}"
    return f"p={wish.probability:.12g} cut={wish.cut:.12g} y={wish.since} c={most}"


def choice_of_wish(run: OutlookRun, wish: Wish) -> ChoiceOrder | None:
    """What was asked for with this very wish; None when nobody did."""
    rows = ChoiceOrder.objects.filter(run=run, wish=wish_key(wish))
    return rows.select_related("run__organisation").first()


def wish_of(order: ChoiceOrder) -> Wish:
    """The wish behind an order."""
    capital = order.capital
    return Wish(
        cut=float(order.cut) / 100,
        probability=float(order.probability) / 100,
        since=order.since,
        capital=None if capital is None else float(capital * YUAN),
    )


def achieved_of(order: ChoiceOrder) -> Achieved | None:
    """The set of an order; None while it waits, failed, or another version wrote it."""
    if order.state != ChoiceState.DONE or order.content is None:
        return None
    try:
        return record_from_json(canonical_json(order.content), Achieved)
    except BadInputError:
        return None
