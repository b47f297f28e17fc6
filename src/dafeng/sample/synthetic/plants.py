"""Plants that make power and heat, their sales to neighbours, and green power."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.sample.synthetic.chance import in_proportion
from dafeng.sample.synthetic.energy_use import Supply, unit_of
from dafeng.sample.synthetic.enterprise_reports import Report
from dafeng.sample.synthetic.wording import printed

if TYPE_CHECKING:
    from dafeng.sample.synthetic.records import SampleEnterprise

DIRECT_BUYERS = (3, 4)
"""Pipe mills, by rank, that a wire leads to from the heat and power plant."""
GREEN_FROM = 2021
TWICE_USED_IN = 2023
_GREEN_SECTORS = (
    "industry.nonferrous.recycled",
    "industry.machinery",
    "industry.bicycles",
    "industry.food",
)
_DIRECT_PER_MILLE = 60
_STATION_PER_MILLE = 850
_WHOLE, _SOLAR, _WIND = 998, 200, 400
"""Thousandths of what is made that the plants in the sample report."""


@attrs.frozen(kw_only=True)
class Plants:
    """The plants of the district, by what they make."""

    chp: SampleEnterprise
    waste: SampleEnterprise
    solar: SampleEnterprise
    wind: SampleEnterprise
    stations: tuple[SampleEnterprise, ...]


def plants_of(companies: tuple[SampleEnterprise, ...]) -> Plants:
    """Find the plants among the enterprises."""
    chp, waste, solar, wind = (e for e in companies if e.sector == "industry.power")
    stations = tuple(e for e in companies if e.sector == "industry.heat")
    return Plants(chp=chp, waste=waste, solar=solar, wind=wind, stations=stations)


def plant_reports(plants: Plants, supply: Supply) -> Iterator[Report]:
    """Yield what the plants burned and what they fed into wires and pipes."""
    power, heat = "industry.power", "industry.heat"
    own = (
        (plants.chp, "fuel.power", power, "NATURAL_GAS", supply.chp_gas_power, _WHOLE),
        (plants.chp, "fuel.heat", heat, "NATURAL_GAS", supply.chp_gas_heat, _WHOLE),
        (plants.chp, "power.sold", power, "ELECTRICITY", supply.chp_power, _WHOLE),
        (plants.chp, "heat.sold", heat, "HEAT", supply.chp_heat, _WHOLE),
        (plants.waste, "power.sold", power, "ELECTRICITY", supply.waste_power, _WHOLE),
        (plants.solar, "power.sold", power, "ELECTRICITY", supply.pv, _SOLAR),
        (plants.wind, "power.sold", power, "ELECTRICITY", supply.wind, _WIND),
    )
    for plant, flow, sector, item, quantity, share in own:
        yield from _report(supply.year, plant, flow, sector, item, quantity * share)
    made = (
        ("fuel.heat", "NATURAL_GAS", supply.boiler_gas),
        ("fuel.heat", "BITUMINOUS", supply.boiler_coal),
        ("heat.sold", "HEAT", supply.boiler_heat),
    )
    weights = tuple(one.weight for one in plants.stations)
    for flow, item, quantity in made:
        shares = in_proportion(quantity * _STATION_PER_MILLE, weights)
        for station, share in zip(plants.stations, shares, strict=True):
            yield from _report(supply.year, station, flow, heat, item, share)


def _report(
    year: int,
    plant: SampleEnterprise,
    flow: str,
    sector: str,
    item: str,
    quantity_e6: int,
) -> Iterator[Report]:
    quantity = printed(quantity_e6 // 1000, unit_of(item))
    if quantity:
        yield Report(
            enterprise=plant,
            year=year,
            flow=flow,
            sector=sector,
            item=item,
            unit=unit_of(item),
            quantity_e3=quantity,
        )


def with_neighbours(
    reports: Iterable[Report], plants: Plants, supply: Supply
) -> tuple[Report, ...]:
    """Take apart what was traded between two enterprises of the district.

    Two pipe mills get power by wire, and the chemical works all their heat by pipe,
    from the heat and power plant. Each such amount stands once with the seller and
    once with the buyer, both naming the other, and no longer among the rest.
    """
    known = list(reports)
    if not supply.chp_power:
        return tuple(known)
    mills = [r.enterprise for r in known if r.sector == "industry.steel.pipe"]
    mills = list(dict.fromkeys(mills))
    wired = {mills[rank].code for rank in DIRECT_BUYERS}
    amount = printed(supply.chp_power * _DIRECT_PER_MILLE // 1000, "kWh")
    made: list[Report] = []
    sold = {"power.sold": 0, "heat.sold": 0}
    for report in known:
        heat = (report.flow, report.sector) == ("heat.bought", "industry.chemicals")
        power = report.flow == "power.bought" and report.enterprise.code in wired
        if not heat and not power:
            made.append(report)
            continue
        traded = report.quantity_e3 if heat else amount
        made += _both_sides(report, plants.chp, traded)
        sold["heat.sold" if heat else "power.sold"] += traded
    return tuple(
        attrs.evolve(r, quantity_e3=r.quantity_e3 - sold[r.flow])
        if r.enterprise.code == plants.chp.code
        and r.flow in sold
        and not r.counterparty
        else r
        for r in made
    )


def _both_sides(
    report: Report, seller: SampleEnterprise, traded: int
) -> Iterator[Report]:
    if report.quantity_e3 > traded:
        yield attrs.evolve(report, quantity_e3=report.quantity_e3 - traded)
    yield attrs.evolve(report, quantity_e3=traded, counterparty=seller.code)
    kind = report.flow.partition(".")[0]
    yield attrs.evolve(
        report,
        enterprise=seller,
        flow=f"{kind}.sold",
        sector=f"industry.{kind}",
        quantity_e3=traded,
        counterparty=report.enterprise.code,
    )


def green_power(reports: Iterable[Report], year: int) -> tuple[Report, ...]:
    """Return green power with its certificates; one is used twice in one year."""
    if year < GREEN_FROM:
        return ()
    known = [r for r in reports if r.flow == "power.bought" and not r.counterparty]
    made: list[Report] = []
    for sector in _GREEN_SECTORS:
        buyers = [r for r in known if r.sector == sector][:2]
        for buyer in buyers:
            share = 60 + 40 * (year - GREEN_FROM)
            made.append(
                attrs.evolve(
                    buyer,
                    flow="power.green",
                    quantity_e3=printed(buyer.quantity_e3 * share // 1000, "kWh"),
                    proof=f"示范绿证-{year}-{len(made) + 1:04d}",
                )
            )
    if year == TWICE_USED_IN:
        second = next(r for r in known if r.sector == "industry.recycling")
        made.append(
            attrs.evolve(
                second,
                flow="power.green",
                quantity_e3=made[0].quantity_e3,
                proof=made[0].proof,
            )
        )
    return tuple(made)
