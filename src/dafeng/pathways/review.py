"""What a run says of the past: its trend, the back test, the weather.  Records only."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.base.findings import Finding  # noqa: TC001 - read back by type


@attrs.frozen(kw_only=True)
class TrendSaid:
    """Mann-Kendall and Sen over some years.

    Attributes
    ----------
    since : int
        First of its years.
    n, s : int
    p : Decimal
        Two-sided.
    method : str
        ``exact`` or ``normal``.
    slope_g, slope_low_g, slope_high_g : int
        Grams a year, with the 95 % interval.
    significant : bool
    """

    since: int
    n: int
    s: int
    p: Decimal
    method: str
    slope_g: int
    slope_low_g: int
    slope_high_g: int
    significant: bool


@attrs.frozen(kw_only=True)
class PastSaid:
    """Whether the accounts have peaked already, and why they fell.

    Attributes
    ----------
    first, last : int
        Years of the history that was looked at.
    year, level_g : int
        The maximum, its first year.
    fall : Decimal
        Share of the maximum by which the last year lies below it.
    standing : str
        A value of :class:`dafeng.pathways.past.Standing`.
    cause : str
        A value of :class:`dafeng.pathways.past.Cause`.
    effects : tuple of (str, int)
        Grams by cause since the maximum; empty where nobody knows them.
    trend, since : TrendSaid or None
        Over all years; from the maximum on.
    """

    first: int
    last: int
    year: int
    level_g: int
    fall: Decimal
    standing: str
    cause: str
    effects: tuple[tuple[str, int], ...]
    trend: TrendSaid | None
    since: TrendSaid | None


@attrs.frozen(kw_only=True)
class ToldYear:
    """A year that the model told, and what was counted.

    Attributes
    ----------
    since : int
        Year of the account that the model started from.
    knowledge : str
        ``drivers``: it knew what drivers and grid did; ``nothing``: a true forecast.
    error : Decimal or None
        Projected over counted, less one.
    """

    since: int
    year: int
    knowledge: str
    projected_g: int
    counted_g: int
    error: Decimal | None


@attrs.frozen(kw_only=True)
class ToldSector:
    """A sector in the last year that was tested, drivers known."""

    sector: str
    name_zh: str
    name_en: str
    projected_g: int
    counted_g: int
    error: Decimal | None


@attrs.frozen(kw_only=True)
class WeatherYear:
    """A year as counted, and as it had been in a normal winter.

    Attributes
    ----------
    degree_days : Decimal or None
    corrected_g : int or None
        None where the degree days are not known.
    """

    year: int
    counted_g: int
    degree_days: Decimal | None
    corrected_g: int | None


@attrs.frozen(kw_only=True)
class HeatedSector:
    """A sector that heats.

    Attributes
    ----------
    share : Decimal or None
        Part of a normal year's emission that heats; None where nobody knows, and then
        the sector is not corrected.
    stated : bool
        Whether somebody states it; else it was read out of the accounts.
    """

    sector: str
    name_zh: str
    name_en: str
    share: Decimal | None
    stated: bool


@attrs.frozen(kw_only=True)
class WeatherSaid:
    """The accounts without their weather.

    Attributes
    ----------
    normal : Decimal
        Degree days of a normal winter: the mean of the years known.
    sectors : tuple of HeatedSector
    years : tuple of WeatherYear
    """

    normal: Decimal
    sectors: tuple[HeatedSector, ...]
    years: tuple[WeatherYear, ...]


@attrs.frozen(kw_only=True)
class Review:
    """The past as the model sees it; what nobody knows is missing, never zero.

    Attributes
    ----------
    past : PastSaid or None
        None without any history.
    tests : tuple of ToldYear
        Every later year from the first account on, drivers known first.
    sectors : tuple of ToldSector
        The largest error in grams first.
    weather : WeatherSaid or None
        None where no degree days or no sector that heats is stated.
    findings : tuple of Finding
    """

    past: PastSaid | None
    tests: tuple[ToldYear, ...] = ()
    sectors: tuple[ToldSector, ...] = ()
    weather: WeatherSaid | None = None
    findings: tuple[Finding, ...] = ()

    def tested(self, knowledge: str) -> tuple[ToldYear, ...]:
        """The years of one kind of test."""
        return tuple(one for one in self.tests if one.knowledge == knowledge)

    @property
    def weather_of_last(self) -> WeatherYear | None:
        """The last year, as far as its weather is known."""
        last = self.weather.years[-1] if self.weather and self.weather.years else None
        return None if last is None or last.corrected_g is None else last
