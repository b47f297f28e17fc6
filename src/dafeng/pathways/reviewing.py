"""Look back: the trend of the accounts, the back test of the model, the weather."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.base.findings import Finding, Severity
from dafeng.pathways.back_testing import Knowledge, back_test_years
from dafeng.pathways.gap.weather import correct
from dafeng.pathways.history import newest_run
from dafeng.pathways.past import past_peak
from dafeng.pathways.past_drivers import change_by_drivers
from dafeng.pathways.paths import exact
from dafeng.pathways.review import (
    HeatedSector,
    PastSaid,
    Review,
    ToldSector,
    ToldYear,
    TrendSaid,
    WeatherSaid,
    WeatherYear,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dafeng.pathways.back_testing import YearError
    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.gap.weather import Corrected
    from dafeng.pathways.records import Model
    from dafeng.pathways.trend import Trend


def review_of(case: OutlookCase) -> Review:
    """Say of a case what its accounts tell, and how well its model tells them.

    Raises
    ------
    HistoryError
        A year of the history stands twice, or is no number.
    """
    findings: dict[Finding, None] = {}
    past = _past(case, findings)
    errors = _tests(case, findings)
    return Review(
        past=past,
        tests=tuple(map(_tested, errors)),
        sectors=_sectors(case.model, errors),
        weather=_weather(case, findings),
        findings=tuple(findings),
    )


def _past(case: OutlookCase, findings: dict[Finding, None]) -> PastSaid | None:
    if not case.base.history:
        return None
    years, left = newest_run(case.base.history)
    findings |= dict.fromkeys(left)
    accounts = {one.year: one for one in case.past.accounts}

    def effects(first: int, last: int) -> tuple[tuple[str, float], ...] | None:
        if first not in accounts or last not in accounts:
            return None
        return change_by_drivers(
            accounts[first], accounts[last], case.model, case.past.drivers
        )

    found = past_peak(years, effects=effects)
    return PastSaid(
        first=years[0][0],
        last=years[-1][0],
        year=found.year,
        level_g=round(found.level),
        fall=exact(found.fall),
        standing=found.standing.value,
        cause=found.cause.value,
        effects=tuple((name, round(grams)) for name, grams in found.effects),
        trend=_trend(found.trend, years[0][0]),
        since=_trend(found.since, found.year),
    )


def _trend(found: Trend | None, since: int) -> TrendSaid | None:
    if found is None:
        return None
    return TrendSaid(
        since=since,
        n=found.n,
        s=found.s,
        p=exact(found.p),
        method=found.method,
        slope_g=round(found.slope),
        slope_low_g=round(found.slope_low),
        slope_high_g=round(found.slope_high),
        significant=found.significant,
    )


def _tests(case: OutlookCase, findings: dict[Finding, None]) -> tuple[YearError, ...]:
    accounts = [one for one in case.past.accounts if one.year <= case.base.year]
    if len({one.year for one in accounts}) < 2:
        return ()
    first = min(one.year for one in accounts)
    known = {one.driver for one in case.past.drivers if one.year == first}
    for driver in case.model.drivers:
        if driver.code not in known:
            findings[_unknown(driver.code, first)] = None
    return back_test_years(case.model, accounts, case.past.drivers)


def _unknown(driver: str, year: int) -> Finding:
    return Finding(
        code="review.driver",
        severity=Severity.WARNING,
        place=driver,
        value=str(year),
        rule="What a driver was is known from the first account on.",
        hint="State it in past-drivers.csv; the model's own growth stands in for it.",
    )


def _tested(one: YearError) -> ToldYear:
    return ToldYear(
        since=one.since,
        year=one.year,
        knowledge=one.knowledge.value,
        projected_g=round(one.projected_g),
        counted_g=one.counted_g,
        error=_share(one.error),
    )


def _share(error: float | None) -> Decimal | None:
    return None if error is None else exact(error)


def _sectors(model: Model, errors: Sequence[YearError]) -> tuple[ToldSector, ...]:
    """Sectors of the last year, drivers known."""
    told = [one for one in errors if one.knowledge is Knowledge.DRIVERS]
    if not told:
        return ()
    names = {one.code: (one.name_zh, one.name_en) for one in model.sectors}
    rows = []
    for one in max(told, key=lambda each: each.year).sectors:
        zh, en = names.get(one.sector, (one.sector, one.sector))
        rows.append(
            ToldSector(
                sector=one.sector,
                name_zh=zh,
                name_en=en,
                projected_g=round(one.projected_g),
                counted_g=one.counted_g,
                error=_share(one.error),
            )
        )
    return tuple(sorted(rows, key=lambda row: -abs(row.projected_g - row.counted_g)))


def _weather(case: OutlookCase, findings: dict[Finding, None]) -> WeatherSaid | None:
    degrees = {one.year: one.degree_days for one in case.past.degree_days}
    if not case.past.heating or not case.past.accounts or not any(degrees.values()):
        return None
    series = _by_sector(case)
    corrected: dict[str, Corrected] = {}
    for one in case.past.heating:
        if one.sector in series:
            found = correct(series[one.sector], degrees, share=one.share)
            corrected[one.sector] = found
            findings |= dict.fromkeys(found.findings)
    if not corrected:
        return None
    names = {one.code: (one.name_zh, one.name_en) for one in case.model.sectors}
    stated = {one.sector for one in case.past.heating if one.share is not None}
    normal = next(iter(corrected.values())).normal
    return WeatherSaid(
        normal=exact(normal),
        sectors=tuple(
            HeatedSector(
                sector=code,
                name_zh=names[code][0],
                name_en=names[code][1],
                share=_share(found.share),
                stated=code in stated,
            )
            for code, found in corrected.items()
        ),
        years=tuple(_weather_years(case, corrected, degrees)),
    )


def _by_sector(case: OutlookCase) -> Mapping[str, dict[int, float]]:
    """Grams of each sector by year, of every account."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for account in case.past.accounts:
        for one in account.cells:
            of_sector = found[one.sector]
            of_sector[account.year] = of_sector.get(account.year, 0.0) + one.emission_g
    return found


def _weather_years(
    case: OutlookCase, corrected: Mapping[str, Corrected], degrees: Mapping[int, float]
) -> Iterable[WeatherYear]:
    for account in sorted(case.past.accounts, key=lambda one: one.year):
        counted = sum(one.emission_g for one in account.cells)
        days = degrees.get(account.year)
        moved = 0.0
        for found in corrected.values():
            for one in found.years:
                if one.year == account.year and one.corrected is not None:
                    moved += one.corrected - one.value
        yield WeatherYear(
            year=account.year,
            counted_g=counted,
            degree_days=None if days is None else exact(days),
            corrected_g=None if days is None else counted + round(moved),
        )
