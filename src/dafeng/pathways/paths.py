"""One scenario under one convention: its draws, its fan, its peak, its sectors."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dafeng.base.rounding import round_half_even
from dafeng.indicators import definition_register
from dafeng.pathways.compiled import central
from dafeng.pathways.draws import sobol_draws
from dafeng.pathways.peak import peak_outlook
from dafeng.pathways.projecting import project, totals
from dafeng.pathways.results import (
    FanYear,
    Pathway,
    PeakChance,
    SectorPath,
    SeenTarget,
)
from dafeng.pathways.targets import seen_chances, seen_targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.compiled import Compiled, Draws
    from dafeng.pathways.peak import PeakOutlook
    from dafeng.pathways.projecting import Block
    from dafeng.pathways.records import Model
    from dafeng.pathways.targets import Asked

    Array: TypeAlias = npt.NDArray[np.float64]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
GENERATION = "generation"
"""Stands beside the sectors: what measures generate takes grams of power off."""
_PLACES = 6


def path_of(case: OutlookCase, compiled: Compiled) -> Pathway:
    """Draw one compiled model and say what comes out.

    Parameters
    ----------
    case : OutlookCase
    compiled : Compiled
        Of one of its scenarios and conventions.
    """
    draws = sobol_draws(
        compiled, count=case.draws, seed=case.seed, place=case.base.place
    )
    found = totals(compiled, draws)
    peak = peak_outlook(compiled.history, found, compiled.years, by=case.by)
    return Pathway(
        scenario=compiled.scenario,
        convention=compiled.convention,
        years=compiled.years,
        fan=fan_of(compiled.years, found),
        peak=peak_chance(peak),
        sectors=sector_paths(case.model, compiled),
        targets=tuple(seen_rows(case, compiled, draws, asked_and_seen(case, compiled))),
    )


def asked_and_seen(case: OutlookCase, compiled: Compiled) -> tuple[Asked, ...]:
    """Targets of a case that the model sees."""
    return seen_targets(compiled, case.asked, stated=_stated(case))


def seen_rows(
    case: OutlookCase,
    compiled: Compiled,
    draws: Draws,
    seen: Sequence[Asked],
    block: Block | None = None,
) -> Iterator[SeenTarget]:
    """Yield what the same draws say about the targets that the model sees."""
    units = definition_register()
    for found in seen_chances(compiled, draws, seen, stated=_stated(case), block=block):
        if found.probability is None:
            continue
        yield SeenTarget(
            key=found.target,
            definition=found.definition,
            year=found.year,
            unit=units.get(found.definition).unit,
            probability=exact(found.probability),
            p05=exact(found.low),
            p50=exact(found.median),
            p95=exact(found.high),
        )


def _stated(case: OutlookCase) -> dict[tuple[str, int], Decimal]:
    return {(one.definition, one.year): one.value for one in case.stated}


def fan_of(years: Sequence[int], found: Array) -> tuple[FanYear, ...]:
    """Quantiles of the totals, year by year; each is the total of some draw."""
    rows = np.quantile(found, QUANTILES, axis=0, method="inverted_cdf")
    return tuple(
        FanYear(
            year=year,
            **{
                f"p{round(100 * share):02}_g": round(float(rows[at, column]))
                for at, share in enumerate(QUANTILES)
            },
        )
        for column, year in enumerate(years)
    )


def peak_chance(peak: PeakOutlook) -> PeakChance:
    """The exact record of what the draws say about the peak."""
    until = [exact(one.value) for one in peak.until]
    return PeakChance(
        by_year=tuple(zip(peak.years, until, strict=True)),
        at_year=tuple(
            (year, after - before)
            for year, (before, after) in zip(
                peak.years, pairwise([Decimal(0), *until]), strict=True
            )
        ),
        year_p05=whole(peak.year.p05),
        year_p50=whole(peak.year.p50),
        year_p95=whole(peak.year.p95),
        level_p05_g=whole(peak.level.p05),
        level_p50_g=whole(peak.level.p50),
        level_p95_g=whole(peak.level.p95),
        not_peaked=exact(peak.not_peaked.value),
        second_peak=exact(peak.second_peak.value),
        error=exact(peak.chance_by(peak.by).error),
    )


def sector_paths(model: Model, compiled: Compiled) -> tuple[SectorPath, ...]:
    """Sectors around the centre; what measures generate stands beside them."""
    block = project(compiled, central(compiled))
    names = {one.code: (one.name_zh, one.name_en) for one in model.sectors}
    rows = [
        _sector(code, names.get(code, (code, code)), block.sector_g[0, :, at])
        for at, code in enumerate(compiled.sectors)
    ]
    made = _sector(
        GENERATION, ("措施新增的发电", "Generation by measures"), -block.generation_g[0]
    )
    return (*rows, made)


def _sector(code: str, names: tuple[str, str], grams: Array) -> SectorPath:
    zh, en = names
    return SectorPath(
        sector=code, name_zh=zh, name_en=en, grams=tuple(round(float(g)) for g in grams)
    )


def exact(value: float) -> Decimal:
    """A share or figure as a decimal of six places."""
    return round_half_even(Decimal(value), _PLACES)


def whole(value: float | None) -> int | None:
    """A year or grams as a whole number; None stays unknown."""
    return None if value is None else round(value)
