"""What is known of the years before an outlook: accounts, drivers, winters."""

from __future__ import annotations

import attrs

from dafeng.pathways.records import BaseYear  # noqa: TC001 - read back by type


@attrs.frozen(kw_only=True)
class DriverValue:
    """What a driver was in a year, in one unit over all years."""

    driver: str
    year: int
    value: float


@attrs.frozen(kw_only=True)
class DegreeDays:
    """How cold a year's winter was: heating degree days below 18 °C."""

    year: int
    degree_days: float


@attrs.frozen(kw_only=True)
class HeatingShare:
    """Part of a sector's normal year that heats; None is read out of its series."""

    sector: str
    share: float | None


@attrs.frozen(kw_only=True)
class PastFacts:
    """What is known of the years up to the base year.

    Attributes
    ----------
    accounts : tuple of BaseYear
        Accounts in the sectors of the model, the base year's last.
    drivers : tuple of DriverValue
    degree_days : tuple of DegreeDays
    heating : tuple of HeatingShare
        Sectors that heat; the weather of others does not matter.
    """

    accounts: tuple[BaseYear, ...] = ()
    drivers: tuple[DriverValue, ...] = ()
    degree_days: tuple[DegreeDays, ...] = ()
    heating: tuple[HeatingShare, ...] = ()
