"""Who reviews the energy of a project, by what it will use in a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from dafeng.projects.records import Project


class ReviewLevel(StrEnum):
    """Who reviews; ``data-only`` is no report of its own, only figures to hand in."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    LOCAL = "local"
    DATA_ONLY = "data-only"
    UNKNOWN = "unknown"


def review_level(project: Project, on: date) -> ReviewLevel:
    """Say who reviews a project, by the bounds in force on a day.

    Either bound is enough; whoever uses no coal enters 0. Unknown without the energy,
    and without the coal where the energy alone does not decide for the highest level.

    Examples
    --------
    >>> from dafeng.projects.records import Project
    >>> small = Project(code="1", name="a", energy_tce=Decimal(999), coal_t=Decimal(0))
    >>> review_level(small, date(2026, 1, 1)).value
    'data-only'
    """
    for row in packaged_rows("dafeng.projects", "review_levels.csv"):
        first, last = day_or_none(row["valid_from"]), day_or_none(row["valid_to"])
        if not holds_on(first, last, on):
            continue
        energy, coal = Decimal(row["energy_tce"]), Decimal(row["coal_t"])
        if _reaches(project.energy_tce, energy) or _reaches(project.coal_t, coal):
            both = project.energy_tce is not None and project.coal_t is not None
            known = both or row["level"] == ReviewLevel.NATIONAL
            return ReviewLevel(row["level"]) if known else ReviewLevel.UNKNOWN
    return ReviewLevel.UNKNOWN


def _reaches(value: Decimal | None, bound: Decimal) -> bool:
    return value is not None and value >= bound
