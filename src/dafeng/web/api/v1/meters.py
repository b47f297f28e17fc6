"""Meters: what is registered, and the energy and readings of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from dafeng.base.days import CHINA
from dafeng.meters import MeterTree, Readings, State, carriers_by_code
from dafeng.meters.records import VALUE_SCALE
from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import FARTHEST, Page, Window, page_of
from dafeng.web.api.problems import Problem, ProblemError
from dafeng.web.api.shapes import Number, Shape
from dafeng.web.meters.convert import in_full, tree_of
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.points import points_for
from dafeng.web.meters.stores import house_meters

router = Router(tags=["readings"])

FIRST, LAST = date(2000, 1, 1), date(2070, 12, 31)
MOST_DAYS = 400
MOST_READINGS = 5000
_STATES = {state.value: state.name.lower() for state in State}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RESOLUTION = timedelta(microseconds=1)


class MeterShape(Shape):
    """One measuring point."""

    code: str
    enterprise: str
    name: str
    carrier: str
    unit: str
    kind: str = Field(description="register or interval.")
    role: str = Field(description="main, sub, virtual or manual.")
    parent: str | None
    multiplier: Number
    step_s: int = Field(description="Seconds between two readings as agreed.")

    @staticmethod
    def resolve_enterprise(one: Any) -> str:
        """Code of its enterprise."""
        return str(one.enterprise.code)

    @staticmethod
    def resolve_name(one: Any) -> str:
        """Its Chinese name."""
        return str(one.name_zh)

    @staticmethod
    def resolve_parent(one: Any) -> str | None:
        """Code of the meter before it."""
        return None if one.parent is None else str(one.parent.code)


class Span(Schema):
    """Days in China."""

    first: date = Field(alias="from", ge=FIRST, le=LAST, description="First day.")
    until: date = Field(
        ge=FIRST, le=LAST, description="The day after the last; at most 400 days."
    )


class ReadingWindow(Span):
    """Readings of some days, in pages."""

    limit: int = Field(1000, ge=1, le=MOST_READINGS)
    offset: int = Field(0, ge=0, le=FARTHEST)


class HoursShape(Shape):
    """Energy by the hour, without holes; what is not known is null."""

    meter: str
    quantum: str = Field(description="What the energy is counted in, such as Wh.")
    begin: datetime | None = Field(description="When the first hour begins.")
    energy: list[int | None]
    state: list[str] = Field(description="missing, measured, estimated or partial.")


class ReadingShape(Shape):
    """One reading as it stands in the store."""

    at: datetime
    value: Number
    learned_at: datetime
    manual: bool


@router.get("/meters", response=Page[MeterShape], summary="Meters")
def meters(request: HttpRequest, window: Query[Window]) -> Any:
    """Meters that the person may see, by code; also for a key that only sends."""
    rows = points_for(person_of(request, Scope.READ, Scope.READINGS))
    return page_of(request, rows.order_by("code"), window)


@router.get("/meters/{code}", response=MeterShape, summary="One meter")
def meter(request: HttpRequest, code: Path[str]) -> Any:
    """What the register says of a meter."""
    return _point(request, code)


@router.get("/meters/{code}/hours", response=HoursShape, summary="Hours of a meter")
def meter_hours(request: HttpRequest, code: Path[str], span: Query[Span]) -> Any:
    """Energy by the hour, as the readings that are in show it."""
    tree = _tree(_point(request, code))
    begin, end = _moments(span)
    found = house_meters().hours(tree, (code,), begin, end)
    missing = found.state == State.MISSING
    energy: list[int | None] = found.energy.tolist()
    for place in np.flatnonzero(missing).tolist():
        energy[place] = None
    first = found.hour[0].item() * 3600 if len(found) else None
    return {
        "meter": code,
        "quantum": carriers_by_code()[tree.meters[0].carrier].quantum_name,
        "begin": None if first is None else datetime.fromtimestamp(first, UTC),
        "energy": energy,
        "state": [_STATES[state] for state in found.state.tolist()],
    }


@router.get(
    "/meters/{code}/readings",
    response=Page[ReadingShape],
    summary="Readings of a meter",
)
def meter_readings(
    request: HttpRequest, code: Path[str], window: Query[ReadingWindow]
) -> Any:
    """Readings by time, those that were replaced too; batches of the last minutes wait.

    A reading of the midnight with which ``from`` begins is included, one of the
    midnight with which ``until`` begins is not. A batch is brought into the store every
    few minutes.
    """
    tree = _tree(_point(request, code))
    begin, end = _moments(window)
    found = house_meters().readings(tree, (code,), begin, end - _RESOLUTION)
    asked = Window.model_construct(limit=window.limit, offset=window.offset)
    page = page_of(request, range(len(found)), asked)
    return page | {"items": [_reading(found, row) for row in page["items"]]}


def _reading(found: Readings, row: int) -> dict[str, Any]:
    return {
        "at": _moment(int(found.at[row])),
        "value": Decimal(int(found.value[row])).scaleb(-VALUE_SCALE),
        "learned_at": _moment(int(found.learned_at[row])),
        "manual": bool(found.manual[row]),
    }


def _moment(micro: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micro)


def _point(request: HttpRequest, code: str) -> MeterPoint:
    rows = points_for(person_of(request, Scope.READ))
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _tree(point: MeterPoint) -> MeterTree:
    return tree_of(in_full(MeterPoint.objects.filter(pk=point.pk)))


def _moments(span: Span) -> tuple[datetime, datetime]:
    days = (span.until - span.first) // timedelta(days=1)
    if not 0 < days <= MOST_DAYS:
        title = _("时间范围不对")
        detail = _("请选 1 到 %(days)d 天。") % {"days": MOST_DAYS}
        problem = Problem(status=422, code="meters.span", title=title, detail=detail)
        raise ProblemError(problem)
    return _midnight(span.first), _midnight(span.until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
