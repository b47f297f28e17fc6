"""Indicators: definitions, the series they need, and what was stated for them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from dafeng.indicators import (
    Observation,
    definition_register,
    read_indicator_evidence,
)
from dafeng.indicators.series import series_catalogue
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Number, Shape
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import the_house

router = Router(tags=["indicators"])


class DefinitionShape(Shape):
    """One way to reckon an indicator, in force for a while."""

    id: str
    indicator: str
    name_zh: str
    name_en: str
    unit: str


class SeriesShape(Shape):
    """A quantity that somebody states period by period."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    sum: str
    owner: str
    form: str
    frequency: str
    lag_months: int
    origin: str


class ObservationShape(Shape):
    """One number as somebody stated it."""

    series: str
    period: str
    scope: str
    value: Number
    basis: str
    quality: str
    evidence: str
    learned_on: date | None
    synthetic: bool


class Wanted(Window):
    """Which numbers are asked for."""

    series: str = Field(description="Code of the series.", max_length=80)
    as_of: date | None = Field(None, description="What was known on that day.")


@router.get("/definitions", response=Page[DefinitionShape], summary="Definitions")
def definitions(request: HttpRequest, window: Query[Window]) -> Any:
    """Every definition of the register, by id."""
    person_of(request, Scope.READ)
    return page_of(request, _definitions(), window)


@router.get("/series", response=Page[SeriesShape], summary="Series")
def series(request: HttpRequest, window: Query[Window]) -> Any:
    """Every series, by code."""
    person_of(request, Scope.READ)
    return page_of(request, _series(), window)


@router.get("/observations", response=Page[ObservationShape], summary="Observations")
def observations(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """Numbers of one series that the lake of the house knew on a day."""
    require(person_of(request, Scope.READ), "assessment.evidence.view")
    house = the_house()
    if house is None or wanted.series not in {one.code for one in _series()}:
        raise Http404
    return page_of(request, _stated(house.place_code, wanted), wanted)


def _stated(place: str, wanted: Wanted) -> list[Observation]:
    day = wanted.as_of or timezone.localdate()
    evidence = read_indicator_evidence(house_lake(), place, as_of=day)
    found = (one for one in evidence.observations if one.series == wanted.series)
    return sorted(found, key=lambda one: (one.period, one.scope, one.basis))


@cache
def _definitions() -> tuple[Any, ...]:
    return tuple(sorted(definition_register(), key=lambda one: str(one.id)))


@cache
def _series() -> tuple[Any, ...]:
    return tuple(sorted(series_catalogue().values(), key=lambda one: str(one.code)))
