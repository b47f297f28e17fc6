"""What the accounts tell of the past, and whose the gap ahead is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from math import hypot
from typing import Any

import attrs
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.pathways import (
    DriverShare,
    GapPart,
    LevelGap,
    Review,
    TargetGap,
    ToldYear,
)
from dafeng.web.pathways import past_words, wording
from dafeng.web.pathways.charts import part_bars, past_lines
from dafeng.web.pathways.selectors.answers import names_of_case
from dafeng.web.pathways.selectors.targets import owners_by_code, targets_by_key
from dafeng.web.pathways.views.visible import Shown, frame, shown_path, shown_run

LARGEST = 3
"""Parts of a unit's gap that are named."""
SHOWN = 12
"""Parts that a picture shows; the table shows all."""


@attrs.frozen(kw_only=True)
class PastRow:
    """One year of the table of the past; None is what nobody knows."""

    year: int
    grams: int
    degree_days: Decimal | None
    corrected_g: int | None
    error: Decimal | None
    """Of the model that knows its drivers."""
    blind_error: Decimal | None
    """Of the model that knows nothing."""


@require_http_methods(["GET", "HEAD"])
def history(request: HttpRequest) -> HttpResponse:
    """Whether it has peaked already, and how well the model tells what was."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    context = frame(request, shown) | {"review": shown.outlook.review}
    if shown.outlook.review is not None:
        context |= _looked_back(shown, shown.outlook.review)
    return render(request, "pathways/history.html", context)


def _looked_back(shown: Shown, review: Review) -> dict[str, Any]:
    past, weather = review.past, review.weather
    effects = past.effects if past else ()
    return {
        "past": past,
        "answer": past_words.past_answer(past),
        "trend": past_words.trend_words(past) if past else "",
        "standing": past_words.standing(past) if past else "",
        "error": past_words.mean_error(review.tested("drivers")),
        "blind_error": past_words.mean_error(review.tested("nothing")),
        "chart": past_lines(shown.outlook.history, review),
        "chart_title": past_words.tested_title(review),
        "rows": _past_rows(shown, review),
        "effects": [(past_words.driver(name), grams) for name, grams in effects],
        "effects_chart": part_bars(
            [(past_words.driver(name), grams) for name, grams in effects],
            name=_("对变化的贡献"),
        ),
        "cause": past_words.cause(past) if past else "",
        "weather": weather,
        "weather_words": past_words.weather_words(
            review.weather_of_last, weather.normal if weather else None
        ),
        "noticed": past_words.reviewed(review, names_of_case(shown.run.seal)),
    }


def _past_rows(shown: Shown, review: Review) -> list[PastRow]:
    weather = {
        one.year: one for one in (review.weather.years if review.weather else ())
    }
    seeing = _errors(review.tested("drivers"))
    blind = _errors(review.tested("nothing"))
    rows = []
    for year, grams in shown.outlook.history:
        winter = weather.get(year)
        rows.append(
            PastRow(
                year=year,
                grams=grams,
                degree_days=winter.degree_days if winter else None,
                corrected_g=winter.corrected_g if winter else None,
                error=seeing.get(year),
                blind_error=blind.get(year),
            )
        )
    return rows


def _errors(years: Sequence[ToldYear]) -> dict[int, Decimal | None]:
    return {one.year: one.error for one in years}


@attrs.frozen(kw_only=True)
class UnitGap:
    """What is lost when the measures of one unit come only in part."""

    name: str
    grams: int
    error: int
    parts: tuple[GapPart, ...]
    """Its largest parts."""


@attrs.frozen(kw_only=True)
class DriverRow:
    """One driver of the gap, with the sectors that it comes from."""

    name: str
    grams: int
    sectors: tuple[DriverShare, ...]


@attrs.frozen(kw_only=True)
class TargetRow:
    """The gap of one target, with names for its codes."""

    gap: TargetGap
    target: Any
    units: tuple[tuple[str, Decimal, Decimal], ...]
    drivers: tuple[tuple[str, Decimal], ...]


@require_http_methods(["GET", "HEAD"])
def gap(request: HttpRequest) -> HttpResponse:
    """Whose is the gap: weather first, then drivers, measures, units, targets."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    outlook, review = shown.outlook, shown.outlook.review
    level = outlook.level_gap
    owners = owners_by_code()
    largest = [(wording.named(one), one.grams) for one in outlook.gap[:SHOWN]]
    context = frame(request, shown) | {
        "answer": past_words.gap_answer(level),
        "level": level,
        "weather_words": past_words.weather_words(
            review.weather_of_last if review else None,
            review.weather.normal if review and review.weather else None,
        ),
        "chart": part_bars(largest, name=_("差距")),
        "chart_title": past_words.gap_title(outlook),
        "drivers": _drivers(level) if level else [],
        "measures": [(one, owners.get(one.owner, one.owner)) for one in outlook.gap],
        "units": _units(outlook.gap, owners),
        "targets": _targets(request, outlook.target_gaps, owners),
    }
    return render(request, "pathways/gap.html", context)


def _drivers(level: LevelGap) -> list[DriverRow]:
    rows = [
        DriverRow(
            name=past_words.driver(code),
            grams=grams,
            sectors=tuple(
                one for one in level.drivers if one.driver == code and one.sector
            )[:LARGEST],
        )
        for code, grams in level.by_driver()
    ]
    return sorted(rows, key=lambda one: -abs(one.grams))


def _units(parts: Sequence[GapPart], names: dict[str, str]) -> list[UnitGap]:
    by_owner = defaultdict[str, list[GapPart]](list)
    for one in parts:
        by_owner[one.owner].append(one)
    found = [
        UnitGap(
            name=_unit_name(owner, names),
            grams=sum(one.grams for one in held),
            error=round(hypot(*(one.error_g for one in held))),
            parts=tuple(held[:LARGEST]),
        )
        for owner, held in by_owner.items()
    ]
    return sorted(found, key=lambda one: -one.grams)


def _unit_name(code: str, names: dict[str, str]) -> str:
    return names.get(code, code) if code else _("没有责任单位")


def _targets(
    request: HttpRequest, gaps: Sequence[TargetGap], names: dict[str, str]
) -> list[TargetRow]:
    known = targets_by_key(request.user, (one.key for one in gaps))
    rows = [
        TargetRow(
            gap=one,
            target=known.get(one.key),
            units=tuple(
                (_unit_name(unit.code, names), unit.amount, unit.error)
                for unit in one.units[:LARGEST]
            ),
            drivers=tuple(
                (past_words.driver(part.driver), part.amount) for part in one.drivers
            ),
        )
        for one in gaps
    ]
    return sorted(rows, key=lambda row: row.gap.lacking <= 0)
