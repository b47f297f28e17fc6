"""What ``dafeng indicators`` reads from a house: evidence, goals, years, base years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dafeng.base.periods import Period
from dafeng.cli.account_house import open_lake, place_of
from dafeng.cli.house import day_asked
from dafeng.cli.house_case import Wanted as HouseCase
from dafeng.cli.house_case import case_if_any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from dafeng.assessment import Case
    from dafeng.indicators import Definition, Evidence, IndicatorValue, Need


@attrs.frozen(kw_only=True)
class Known:
    """What a house knows on a day.

    Attributes
    ----------
    evidence : Evidence
    as_of : date
    """

    evidence: Evidence
    as_of: date


def known_in(home: Path, place: str | None, as_of: datetime | None) -> Known:
    """Read the evidence of a house.

    Raises
    ------
    BadInputError
        There is no lake, or no such district; says what there is.
    """
    from dafeng.indicators import read_indicator_evidence

    lake = open_lake(home)
    day = day_asked(as_of)
    there = place_of(lake, place)
    return Known(evidence=read_indicator_evidence(lake, there, as_of=day), as_of=day)


def needs_of(home: Path, known: Known, since: int | None) -> Iterator[Need]:
    """Say what waits for which figures: the plan's targets, or else every definition.

    Parameters
    ----------
    home : Path
    known : Known
    since : int or None
        First year wanted; default that of the five-year plan of the year before.
    """
    first = since or Period.year(known.as_of.year - 1).base_year + 1
    years = tuple(range(first, known.as_of.year + 1))
    case = case_if_any(home, HouseCase(as_of=known.as_of))
    if case is None:
        return _of_the_register(known.as_of, years)
    return _of_goals(case, years)


def _of_goals(case: Case, years: tuple[int, ...]) -> Iterator[Need]:
    """The plan's targets, against the base year of the newest letter or the plan."""
    from dafeng.assessment import asked_of
    from dafeng.indicators import Need

    for goal in case.goals:
        if goal.definition:
            asked = asked_of(goal, case.decrees, case.as_of)
            target = Period.year(asked.year or years[0])
            yield Need(
                subject=goal.id,
                definition=goal.definition,
                years=years,
                base=asked.base_year or target.base_year,
                scope=goal.scope,
            )


def _of_the_register(day: date, years: tuple[int, ...]) -> Iterator[Need]:
    from dafeng.indicators import Need, definition_register

    for one in definition_register():
        if one.in_force(day):
            yield Need(
                subject=one.id,
                definition=one.id,
                years=years,
                base=Period.year(years[0]).base_year,
            )


@attrs.frozen(kw_only=True)
class Wanted:
    """Which values of a definition are wanted.

    Attributes
    ----------
    year : int or None
        Only this year; None every year of which something behind it is known.
    base : int or None
        Base year; years before it are left out.
    scope : str
    """

    year: int | None = None
    base: int | None = None
    scope: str = ""


def base_of(definition: Definition, stated: int | None, year: int) -> int | None:
    """The base year that values are stated against; None where there is none to state.

    Parameters
    ----------
    definition : Definition
    stated : int or None
        What the person names; default the base of the five-year plan of ``year``.
    year : int
    """
    from dafeng.indicators import definition_register

    if not definition_register().compares(definition.id):
        return None
    return Period.year(year).base_year if stated is None else stated


def values_of(
    definition: Definition, known: Known, wanted: Wanted
) -> tuple[IndicatorValue, ...]:
    """Reckon a definition, the oldest year first; a lack says what is missing.

    Where nothing at all is known, the last full year says what would be needed.
    """
    from dafeng.indicators import Question, indicator_value

    return tuple(
        indicator_value(
            Question(
                definition=definition.id,
                period=Period.year(year),
                base=wanted.base,
                scope=wanted.scope,
            ),
            known.evidence,
        )
        for year in _years(definition, known, wanted)
    )


def _years(definition: Definition, known: Known, wanted: Wanted) -> list[int]:
    from dafeng.indicators import leaf_series

    if wanted.year is not None:
        return [wanted.year]
    first, last = wanted.base or 0, known.as_of.year
    years = {
        year
        for series in leaf_series(definition)
        for year in known.evidence.years(series, wanted.scope)
        if first <= year <= last
    }
    return sorted(years) or [last - 1]
