"""How a unit stands to its budget: use ratio, pace, and the bands that warn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from dafeng.enterprises.budgets.landing import Landing

_ROOM = "dafeng.enterprises"
_PER_CENT = 100
SLACK_PERCENT = Decimal(2)
"""So many points below its line a band that was told counts as held still."""


class BandMeasure(StrEnum):
    """What a band is about."""

    USED = "used"
    """What was used, in percent of the budget."""
    LANDING = "landing"
    """Where the year is expected to land, in percent of the budget."""


class BandLevel(StrEnum):
    """How loud a band is."""

    CALM = "calm"
    NOTICE = "notice"
    WARNING = "warning"
    ALARM = "alarm"


LOUDNESS = tuple(BandLevel)


@attrs.frozen(kw_only=True)
class BudgetBand:
    """A row of ``data/budget_bands.csv``: from a share of the budget on.

    Attributes
    ----------
    only_ahead : bool
        It holds while more is used than the curve of the year gives until then: nine
        tenths are nothing to warn of in December.
    """

    code: str
    measure: BandMeasure
    from_percent: Decimal
    only_ahead: bool = False
    level: BandLevel
    label_zh: str = ""
    label_en: str = ""
    source: str = ""
    verified: str = "U"
    effective_from: date | None = None
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class BudgetStand:
    """How a unit stands to its budget on a day.

    Attributes
    ----------
    used_share : Fraction or None
        ``E / B``; None without a budget, with one of nothing, or where nothing is
        known.
    due_share : Fraction or None
        Which part of the budget the curve of the year gives until that day.
    pace : Fraction or None
        The one by the other; above 1 is faster than the curve.
    landing_share : Fraction or None
    bands : tuple of BudgetBand
        Those that are reached, as the rows stand.
    level : BandLevel
        The loudest of them.
    """

    used_share: Fraction | None
    due_share: Fraction | None
    pace: Fraction | None
    landing_share: Fraction | None
    bands: tuple[BudgetBand, ...]
    level: BandLevel
    known: bool = False
    """Whether anything can be said."""


@cache
def budget_bands() -> tuple[BudgetBand, ...]:
    """Return the packaged bands."""
    return bands_of(packaged_rows(_ROOM, "budget_bands.csv"))


def bands_of(rows: Iterable[Mapping[str, str]]) -> tuple[BudgetBand, ...]:
    """Read bands from rows as ``data/budget_bands.csv`` has them."""
    return tuple(
        BudgetBand(
            code=row["band"],
            measure=BandMeasure(row["measure"]),
            from_percent=Decimal(row["from_percent"]),
            only_ahead=row["only_ahead"] == "yes",
            level=BandLevel(row["level"]),
            label_zh=row["label_zh"],
            label_en=row["label_en"],
            source=row["source"],
            verified=row["verified"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in rows
    )


def stand_of(
    *,
    budget: Decimal | None,
    used: Decimal | None,
    landing: Landing | None,
    due_share: Fraction | None,
    on: date,
    bands: Iterable[BudgetBand] | None = None,
) -> BudgetStand:
    """Say how a unit stands.

    Parameters
    ----------
    budget : Decimal or None
        tce; None is no budget, and nothing is said. Of a budget of zero any use is
        over.
    used : Decimal or None
        What counts against it so far; None is unknown.
    due_share : Fraction or None
        Share of the year that the curve gives until the day up to which use is known.
    bands : iterable of BudgetBand, optional
        The packaged ones by default.

    Examples
    --------
    >>> stand = stand_of(
    ...     budget=Decimal(100),
    ...     used=Decimal(85),
    ...     landing=None,
    ...     due_share=Fraction(3, 4),
    ...     on=date(2025, 10, 1),
    ... )
    >>> [band.code for band in stand.bands], stand.level.value, stand.pace
    (['used-80'], 'notice', Fraction(17, 15))
    """
    rows = _in_force(bands, on)
    share = lands = None
    if not budget:
        over = budget is not None and used is not None and used > 0
        reached = tuple(b for b in rows if over and b.measure is BandMeasure.USED)
    elif used is None:
        reached = ()
    else:
        share = Fraction(used) / Fraction(budget)
        if landing is not None and landing.expected is not None:
            lands = Fraction(landing.expected) / Fraction(budget)
        firm = landing is not None and landing.firm
        of = {BandMeasure.USED: share, BandMeasure.LANDING: lands if firm else None}
        reached = tuple(
            band
            for band in rows
            if _reached(band, of[band.measure])
            and (not band.only_ahead or due_share is None or share > due_share)
        )
    return BudgetStand(
        used_share=share,
        due_share=due_share,
        pace=share / due_share if share is not None and due_share else None,
        landing_share=lands,
        bands=reached,
        level=max(
            (band.level for band in reached), key=LOUDNESS.index, default=BandLevel.CALM
        ),
        known=budget is not None and used is not None,
    )


def still_told(
    told: Iterable[str],
    stand: BudgetStand,
    *,
    on: date,
    bands: Iterable[BudgetBand] | None = None,
) -> tuple[str, ...]:
    """Say which of the bands that people know of need not be told again.

    A band that was left behind is forgotten, and told anew when it is reached again;
    one that the unit wavers about is not told at every turn.

    Parameters
    ----------
    told : iterable of str
        Codes.
    stand : BudgetStand
        How the unit stands now.

    Examples
    --------
    >>> def stand(used):
    ...     return stand_of(
    ...         budget=Decimal(100),
    ...         used=Decimal(used),
    ...         landing=None,
    ...         due_share=None,
    ...         on=date(2025, 10, 1),
    ...     )
    >>> on = date(2025, 10, 1)
    >>> still_told(["used-80"], stand(79), on=on), still_told(
    ...     ["used-80"], stand(70), on=on
    ... )
    (('used-80',), ())
    """
    held = {band.code for band in stand.bands}
    of = {
        BandMeasure.USED: stand.used_share,
        BandMeasure.LANDING: stand.landing_share,
    }
    near = {
        band.code
        for band in _in_force(bands, on)
        if (share := of[band.measure]) is not None
        and share >= Fraction(band.from_percent - SLACK_PERCENT) / _PER_CENT
        and _nearly_ahead(band, stand)
    }
    return tuple(code for code in told if code in held | near)


def _nearly_ahead(band: BudgetBand, stand: BudgetStand) -> bool:
    if not band.only_ahead or stand.due_share is None or stand.used_share is None:
        return True
    return stand.used_share > stand.due_share - Fraction(SLACK_PERCENT) / _PER_CENT


def _in_force(bands: Iterable[BudgetBand] | None, on: date) -> list[BudgetBand]:
    return [
        band
        for band in (budget_bands() if bands is None else bands)
        if holds_on(band.effective_from, band.effective_to, on)
    ]


def _reached(band: BudgetBand, share: Fraction | None) -> bool:
    """Whether a band is reached; that of the whole budget only above it."""
    if share is None:
        return False
    limit = Fraction(band.from_percent) / _PER_CENT
    return share > limit if limit == 1 else share >= limit
