"""Whether a figure can be right: against what is known, by limits that are data.

A doubt blocks nothing by itself: the figure stands when somebody says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.findings import Finding, Severity
from dafeng.base.rounding import plain_number
from dafeng.base.tables import packaged_rows

WHOLE = Decimal(100)


class DoubtKind(StrEnum):
    """Why a figure is doubted."""

    PREVIOUS = "previous"
    """It lies far from the period before."""
    YEAR_AGO = "year-ago"
    """It lies far from the same period of the year before."""
    UNIT = "unit"
    """It looks like the earlier figure in another unit."""
    PARTS = "parts"
    """It is less than what parts of the period came to."""
    SHARE = "share"
    """A share lies below nothing or above the whole."""
    SIGN = "sign"
    """It is below zero, and nothing known ever was."""
    BACK = "back"
    """Progress that was reported before has gone back."""


@attrs.frozen(kw_only=True)
class Doubt:
    """One reason to ask again.

    Attributes
    ----------
    kind : DoubtKind
    figure : Decimal
        What was stated.
    against : Decimal or None
        What it was held against; None for a bound.
    limit : Decimal
        How far it may go: a share of ``against`` (0.5 is half), a bound, or a power
        of ten.
    change : Decimal or None
        How far it went, as a share of ``against``.
    unit : str
    """

    kind: DoubtKind
    figure: Decimal
    limit: Decimal
    against: Decimal | None = None
    change: Decimal | None = None
    unit: str = ""


@attrs.frozen(kw_only=True)
class Beside:
    """What is known beside a figure.

    Attributes
    ----------
    previous : Decimal or None
        Of the period before.
    year_ago : Decimal or None
        Of the same period of the year before.
    parts : Decimal or None
        What the months or quarters of the period came to so far, of a flow.
    unit : str
    """

    previous: Decimal | None = None
    year_ago: Decimal | None = None
    parts: Decimal | None = None
    unit: str = ""

    @property
    def share(self) -> bool:
        """Whether the figure is a share of a whole."""
        return self.unit == "%"


@attrs.frozen(kw_only=True)
class Limits:
    """How far a figure may go before somebody asks (``data/plausibility.csv``)."""

    previous: Decimal
    year_ago: Decimal
    unit: Decimal
    least_share: Decimal
    most_share: Decimal


def limits_on(day: date) -> Limits:
    """Return the limits in force on a day."""
    rows = packaged_rows("dafeng.work", "plausibility.csv")
    held = {
        row["rule"].replace("-", "_"): Decimal(row["value"])
        for row in rows
        if holds_on(
            day_or_none(row["effective_from"]), day_or_none(row["effective_to"]), day
        )
    }
    return Limits(**held)


def figure_doubts(figure: Decimal, beside: Beside, limits: Limits) -> tuple[Doubt, ...]:
    """Return every reason to doubt a figure, the gravest first.

    A figure that looks like another unit is not called far off besides.

    Examples
    --------
    >>> known = Beside(previous=Decimal("1.2"), unit="万kWh")
    >>> limits = limits_on(date(2026, 11, 1))
    >>> [d.kind.value for d in figure_doubts(Decimal(12000), known, limits)]
    ['unit']
    """
    doubts = [*_bounds(figure, beside, limits)]
    unit = _unit_doubt(figure, beside, limits)
    doubts += [unit] if unit else _far_off(figure, beside, limits)
    if beside.parts is not None and figure < beside.parts:
        doubts.append(
            Doubt(
                kind=DoubtKind.PARTS,
                figure=figure,
                against=beside.parts,
                limit=beside.parts,
                unit=beside.unit,
            )
        )
    return tuple(doubts)


def progress_doubts(percent: Decimal, before: Decimal | None) -> tuple[Doubt, ...]:
    """Return a doubt where progress that was reported has gone back.

    Examples
    --------
    >>> [d.kind.value for d in progress_doubts(Decimal(40), Decimal(60))]
    ['back']
    """
    if before is None or percent >= before:
        return ()
    back = Doubt(
        kind=DoubtKind.BACK, figure=percent, against=before, limit=before, unit="%"
    )
    return (back,)


def doubt_finding(doubt: Doubt, *, place: str = "") -> Finding:
    """Say a doubt as a finding, with figure and limit in words."""
    figure = plain_number(doubt.figure)
    against = "" if doubt.against is None else plain_number(doubt.against)
    limit = plain_number(doubt.limit)
    rules = {
        DoubtKind.PREVIOUS: f"{figure} differs from {against} of the period before by "
        f"more than {_percent(doubt.limit)}.",
        DoubtKind.YEAR_AGO: f"{figure} differs from {against} of a year before by more "
        f"than {_percent(doubt.limit)}.",
        DoubtKind.UNIT: f"{figure} is about {limit} times {against}.",
        DoubtKind.PARTS: f"{figure} is less than {against}, to which its parts add up.",
        DoubtKind.SHARE: f"{figure} passes the bound {limit} of a share.",
        DoubtKind.SIGN: f"{figure} is below {limit}, and earlier figures were not.",
        DoubtKind.BACK: f"{figure} is less than {against}, reported before.",
    }
    return Finding(
        code=f"figure.{doubt.kind.value}",
        severity=Severity.WARNING,
        place=place,
        value=f"{figure} {doubt.unit}".strip(),
        rule=rules[doubt.kind],
        hint=_HINTS.get(doubt.kind, "Check the figure, or say why it is right."),
    )


_HINTS = {
    DoubtKind.UNIT: "Check the unit, or say why the figure is right.",
    DoubtKind.PARTS: "Check the figure or its parts, or say why it is right.",
}


def _bounds(figure: Decimal, beside: Beside, limits: Limits) -> Iterator[Doubt]:
    if beside.share:
        bound = limits.least_share if figure < limits.least_share else limits.most_share
        if not limits.least_share <= figure <= limits.most_share:
            yield Doubt(
                kind=DoubtKind.SHARE, figure=figure, limit=bound, unit=beside.unit
            )
        return
    earlier = [one for one in (beside.previous, beside.year_ago) if one is not None]
    if figure < 0 and all(one >= 0 for one in earlier):
        yield Doubt(
            kind=DoubtKind.SIGN, figure=figure, limit=Decimal(), unit=beside.unit
        )


def _unit_doubt(figure: Decimal, beside: Beside, limits: Limits) -> Doubt | None:
    """A ratio near 10, 100, 1000 ... or their parts: the decimal point or the unit."""
    for against in (beside.previous, beside.year_ago):
        if against is None or not against or figure * against <= 0:
            continue
        decades = math.log10(figure / against)
        power = round(decades)
        if power and Decimal(str(abs(decades - power))) <= limits.unit:
            return Doubt(
                kind=DoubtKind.UNIT,
                figure=figure,
                against=against,
                limit=Decimal(10) ** power,
                change=figure / against - 1,
                unit=beside.unit,
            )
    return None


def _far_off(figure: Decimal, beside: Beside, limits: Limits) -> Iterator[Doubt]:
    held = (
        (DoubtKind.PREVIOUS, beside.previous, limits.previous),
        (DoubtKind.YEAR_AGO, beside.year_ago, limits.year_ago),
    )
    for kind, against, limit in held:
        if against is None or not against:
            continue
        change = (figure - against) / abs(against)
        if abs(change) > limit:
            yield Doubt(
                kind=kind,
                figure=figure,
                against=against,
                limit=limit,
                change=change,
                unit=beside.unit,
            )


def _percent(share: Decimal) -> str:
    return f"{plain_number(share * WHOLE)} %"
