"""What ``dafeng indicators`` reads from a house: evidence, goals, years, base years."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.base.periods import Period
from dafeng.cli.account_house import open_lake, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.assessment import Goal
    from dafeng.indicators import Definition, Evidence, IndicatorValue
    from dafeng.indicators.readiness import Need


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
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the person's day
    there = place_of(lake, place)
    return Known(evidence=read_indicator_evidence(lake, there, as_of=day), as_of=day)


def goals_of_house(place: str) -> tuple[Goal, ...]:
    """Return the targets of the house's plan; none where the plan is not known here."""
    from dafeng.sample import SAMPLE_PLACE_CODE
    from dafeng.sample.assessment import sample_goals

    return sample_goals() if place == SAMPLE_PLACE_CODE else ()


def plan_base(year: int) -> int:
    """Return the last year before the five-year plan of a year: a plan's usual base.

    Examples
    --------
    >>> plan_base(2024), plan_base(2026)
    (2020, 2025)
    """
    return year - 1 - (year - 1) % 5


def needs_of(known: Known, since: int | None) -> Iterator[Need]:
    """Say what waits for which figures: the plan's targets, or else every definition.

    Parameters
    ----------
    known : Known
    since : int or None
        First year wanted; default that of the five-year plan of the year before.
    """
    from dafeng.indicators import definition_register
    from dafeng.indicators.readiness import Need

    register = definition_register()
    first = since or plan_base(known.as_of.year - 1) + 1
    years = tuple(range(first, known.as_of.year + 1))
    goals = goals_of_house(known.evidence.place)
    for goal in goals:
        if goal.definition:
            yield Need(
                subject=goal.id,
                definition=goal.definition,
                years=years,
                base=goal.base_year or plan_base(goal.year or first),
                scope=goal.scope,
            )
    if not goals:
        for one in register:
            if one.in_force(known.as_of):
                yield Need(
                    subject=one.id,
                    definition=one.id,
                    years=years,
                    base=plan_base(first),
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
    from dafeng.indicators.comparing import leaf_series

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
