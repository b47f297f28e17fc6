"""Grams as tonnes, and lines with the words that people read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.catalogue import flow, sector

if TYPE_CHECKING:
    from dafeng.accounts.records import Line

GRAMS_EXPONENT = -6
"""A tonne is 10^6 g."""


def tonnes_of(grams: int) -> Decimal:
    """Grams in tonnes, every digit kept."""
    return Decimal(grams).scaleb(GRAMS_EXPONENT)


@attrs.frozen(kw_only=True)
class LineFigures:
    """A line as it leaves the building.

    Attributes
    ----------
    line : Line
    flow_zh, sector_zh : str
    mass_t, co2e_t, low_t, high_t : Decimal
        Tonnes of the gas, and tonnes of CO2 equivalent with their 95 % interval.
    factor_ids : tuple of str
        In the order of the formula.
    """

    line: Line
    flow_zh: str
    sector_zh: str
    mass_t: Decimal
    co2e_t: Decimal
    low_t: Decimal
    high_t: Decimal
    factor_ids: tuple[str, ...]


def line_figures(line: Line) -> LineFigures:
    """Return a line with its words and tonnes."""
    return LineFigures(
        line=line,
        flow_zh=flow(line.flow).name_zh,
        sector_zh=sector(line.sector).name_zh if line.sector else "",
        mass_t=tonnes_of(line.mass_g),
        co2e_t=tonnes_of(line.co2e_g),
        low_t=tonnes_of(line.low_g),
        high_t=tonnes_of(line.high_g),
        factor_ids=tuple(use.factor_id for use in line.uses),
    )
