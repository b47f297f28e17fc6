"""What the district truly emitted: CO2 of energy, by sector and year.

The true factors are published ones (``data/true_factors.csv``), so that an account
which chooses the same factors differs from the truth by what was misstated, and by
what one works measured itself, and by nothing else. Green power with certificates is
not taken off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.records import TrueEmission, TrueUse

if TYPE_CHECKING:
    from dafeng.sample.synthetic.energy_use import Supply

_MILLI = Decimal("0.001")
_PLACES = 3


def true_emissions(
    uses: tuple[TrueUse, ...], supplies: tuple[Supply, ...]
) -> tuple[TrueEmission, ...]:
    """Return what was emitted, for each year and sector.

    Power and heat count where they are used; what the district's own plants feed in is
    taken off at the plants (``industry.power``, ``industry.heat``).
    """
    direct: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    indirect: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for use in (*uses, *_fed_in(supplies)):
        if use.flow == "fuel.feedstock":
            continue
        tonnes = use.quantity_e3 * _MILLI * true_factor(use.item, use.year)
        table = direct if use.flow.startswith("fuel.") else indirect
        table[use.year, use.sector] += tonnes
    return tuple(
        TrueEmission(
            year=year,
            sector=sector,
            direct_t=round_half_even(direct[year, sector], _PLACES),
            indirect_t=round_half_even(indirect[year, sector], _PLACES),
        )
        for year, sector in sorted({*direct, *indirect})
    )


@cache
def true_factor(item: str, year: int) -> Decimal:
    """Return the tonnes of CO2 of a canonical unit of a carrier in a year."""
    rows = [
        row
        for row in packaged_rows("dafeng.sample", "true_factors.csv")
        if row["item"] == item and (not row["from"] or int(row["from"]) <= year)
    ]
    return Decimal(rows[-1]["t_per_unit"])


def _fed_in(supplies: tuple[Supply, ...]) -> Iterator[TrueUse]:
    """Power and heat that plants give, and what is lost on the way."""
    for supply in supplies:
        power = supply.pv + supply.wind + supply.chp_power + supply.waste_power
        heat = supply.chp_heat + supply.boiler_heat - supply.heat_loss
        for sector, item, unit, quantity in (
            ("industry.power", "ELECTRICITY", "kWh", supply.power_lost - power),
            ("industry.heat", "HEAT", "GJ", -heat),
        ):
            yield TrueUse(
                year=supply.year,
                flow="power.sold" if unit == "kWh" else "heat.sold",
                sector=sector,
                item=item,
                quantity_e3=quantity,
                unit=unit,
            )
