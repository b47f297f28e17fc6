"""Energy of towns, parks and all enterprises by day, month and year."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.problems import Problem, ProblemError
from dafeng.web.api.shapes import Number, Shape
from dafeng.web.core.permissions import require
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.totals import EnergyTotals, PlaceRow, energy_totals
from dafeng.web.meters.selectors.totals_records import (
    MOST_DAYS,
    Step,
    TotalCell,
    TotalsAsked,
)

router = Router(tags=["readings"])
FIRST, LAST = date(2010, 1, 1), date(2070, 12, 31)
_GRAMS, _MILLIONTH = Decimal(10**6), Decimal("0.000001")


class TotalsWindow(Schema):
    """Days in China, and steps."""

    first: date = Field(alias="from", ge=FIRST, le=LAST, description="First day.")
    last: date = Field(alias="to", ge=FIRST, le=LAST, description="Last day.")
    step: Step = Field(Step.DAY, description="day, month or year.")


class CellShape(Shape):
    """What is known of a place in a step; null is unknown."""

    first: date
    last: date
    tce: Number | None = Field(description="Standard coal by calorific value, t.")
    tce_equal: Number | None = Field(description="Standard coal by equal value, t.")
    co2: Number | None = Field(description="t.")
    known: Number | None = Field(
        description="Share of the time of its meters that is known; below 1 the "
        "figures are of that part only."
    )


class PlaceShape(Shape):
    """A town or park; null as code: all enterprises that the person may see."""

    code: str | None
    name: str | None
    enterprises: int
    meters: int
    total: CellShape
    steps: list[CellShape]


class TotalsShape(Shape):
    """Places, and all of them together."""

    step: Step
    places: list[PlaceShape]
    all: PlaceShape
    unmetered: int = Field(description="Enterprises without a main meter: not in it.")


@router.get("/meters/totals", response=TotalsShape, summary="Energy of towns and parks")
def totals(request: HttpRequest, window: Query[TotalsWindow]) -> Any:
    """Sums of the main meters of the enterprises that the person may see."""
    user = person_of(request, Scope.READ)
    require(user, VIEW)
    most = MOST_DAYS[window.step]
    if not 0 <= (window.last - window.first).days < most:
        problem = Problem(
            status=422,
            code="meters.span",
            title=_("时间范围不对"),
            detail=_("请选 1 到 %(days)d 天。") % {"days": most},
        )
        raise ProblemError(problem)
    asked = TotalsAsked(first=window.first, last=window.last, step=window.step)
    found = energy_totals(user, asked)
    return {
        "step": asked.step,
        "places": [_place(found, row) for row in found.places],
        "all": _place(found, found.district),
        "unmetered": found.unmetered,
    }


def _place(found: EnergyTotals, row: PlaceRow) -> dict[str, Any]:
    totals_ = row.totals
    return {
        "code": None if row.unit is None else row.unit.code,
        "name": None if row.unit is None else row.unit.name_zh,
        "enterprises": totals_.firms,
        "meters": totals_.meters,
        "total": _cell(found.asked.first, found.asked.last, totals_.whole),
        "steps": [
            _cell(first, last, cell)
            for (first, last), cell in zip(found.steps, totals_.cells, strict=False)
        ],
    }


def _cell(first: date, last: date, cell: TotalCell) -> dict[str, Any]:
    return {
        "first": first,
        "last": last,
        "tce": _tonnes(cell.tce_g),
        "tce_equal": _tonnes(cell.equal_g),
        "co2": _tonnes(cell.co2_g),
        "known": _floor(cell.known),
    }


def _floor(share: Decimal | None) -> Decimal | None:
    """A share with six decimals: what is not whole is never 1."""
    return None if share is None else share.quantize(_MILLIONTH, ROUND_FLOOR)


def _tonnes(grams: int | None) -> Decimal | None:
    return None if grams is None else Decimal(grams) / _GRAMS
