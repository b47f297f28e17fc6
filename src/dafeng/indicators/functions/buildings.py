"""Buildings: new ones, standards, heat."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import FULL_SCORE, decrease, share
from dafeng.indicators.functions.registry import reckons


@reckons("F01")
def prefabricated_civil_share(*, prefabricated: Fraction, new: Fraction) -> Fraction:
    """Prefabricated share, civil, in %.

    ``prefabricated``: area of new prefabricated civil buildings on state land;
    ``new``: area of new civil buildings on state land.
    Source: 地方碳达峰实施方案.
    """
    return share(prefabricated, of=new)


@reckons("F02")
def prefabricated_industrial_share(
    *, prefabricated: Fraction, new: Fraction
) -> Fraction:
    """Prefabricated share, industrial, in %.

    ``prefabricated``: area of new prefabricated industrial buildings; ``new``: area
    of new industrial buildings.
    Source: 地方碳达峰实施方案.
    """
    return share(prefabricated, of=new)


@reckons("F03.mean")
def mean_prefabrication_degree(*, weighted: Fraction, area: Fraction) -> Fraction:
    """Prefabrication degree, weighted by area, in %.

    ``weighted``: prefabricated area weighted by degree; ``area``: prefabricated area
    assessed.
    Source: GB/T 51129-2017.
    """
    return share(weighted, of=area)


@reckons("F03.building")
def prefabrication_degree(
    *, structure: Fraction, walls: Fraction, fit_out: Fraction, absent: Fraction
) -> Fraction:
    """Prefabrication degree of a building, in %.

    ``structure``: score of the structure; ``walls``: score of the walls; ``fit_out``:
    score of fit-out and pipes; ``absent``: points of absent items.
    Source: GB/T 51129-2017.
    """
    return share(structure + walls + fit_out, of=FULL_SCORE - absent)


@reckons("F04")
def green_building_share(*, green: Fraction, new: Fraction) -> Fraction:
    """Green building share, in %.

    ``green``: area of new green town buildings; ``new``: area of new town buildings.
    Source: 国发〔2026〕22号.
    """
    return share(green, of=new)


@reckons("F05")
def five_step_share(*, five_step: Fraction, housing: Fraction) -> Fraction:
    """Five-step standard share, in %.

    ``five_step``: area of new housing at the five-step standard; ``housing``: area of
    new housing.
    Source: 地方碳达峰实施方案.
    """
    return share(five_step, of=housing)


@reckons("F06")
def ultra_low_energy_area(*, amount: Fraction) -> Fraction:
    """Ultra-low-energy area, in 万m2.

    ``amount``: ultra-low-energy buildings, size.
    Source: 地方碳达峰实施方案.
    """
    return convert(amount, "m2", "万m2")


@reckons("F07")
def heat_sources_retrofitted(*, retrofitted: Fraction, sources: Fraction) -> Fraction:
    """Heat source system retrofit share, in %.

    ``retrofitted``: heat source systems retrofitted; ``sources``: heat source
    systems.
    Source: 地方碳达峰实施方案.
    """
    return share(retrofitted, of=sources)


@reckons("F08")
def building_renewable_share(*, renewable: Fraction, energy: Fraction) -> Fraction:
    """Renewable substitution in town buildings, in %.

    ``renewable``: renewable energy of town buildings; ``energy``: energy of town
    buildings.
    Source: 地方碳达峰实施方案.
    """
    return share(renewable, of=energy)


@reckons("F09")
def roof_solar_coverage(*, covered: Fraction, roofs: Fraction) -> Fraction:
    """PV roof coverage, in %.

    ``covered``: roof area of new public buildings and factories under solar;
    ``roofs``: roof area of new public buildings and factories.
    Source: 地方碳达峰实施方案.
    """
    return share(covered, of=roofs)


@reckons("F10")
def building_carbon_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of direct carbon per floor area, in %.

    ``now``: the definition F10.level; ``base``: the definition F10.level in the base
    year.
    Source: 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("F10.level")
def building_carbon(*, emissions: Fraction, area: Fraction) -> Fraction:
    """Direct carbon per floor area, in kgCO2/m2.

    ``emissions``: direct carbon of buildings; ``area``: floor area of buildings.
    Source: 国发〔2026〕22号.
    """
    return convert(emissions, "tCO2", "kgCO2") / area


@reckons("F15")
def retrofit_area(*, area: Fraction) -> Fraction:
    """Retrofit area, in 万m2.

    ``area``: buildings retrofitted, area.
    Source: 城乡建设 plans.
    """
    return convert(area, "m2", "万m2")


@reckons("F16")
def star_standard_applied(*, applied: Fraction, required: Fraction) -> Fraction:
    """Star standard applied where required, in %.

    ``applied``: projects that have it; ``required``: projects that need one star or
    more.
    Source: 地方碳达峰实施方案.
    """
    return share(applied, of=required)


@reckons("F17")
def starred_share(*, starred: Fraction, new: Fraction) -> Fraction:
    """Starred green building share, in %.

    ``starred``: area of new town buildings with stars; ``new``: area of new town
    buildings.
    Source: 建标〔2022〕53号.
    """
    return share(starred, of=new)


@reckons("F18")
def prefabricated_share(
    *,
    civil: Fraction,
    industrial: Fraction,
    new_civil: Fraction,
    new_industrial: Fraction,
) -> Fraction:
    """Prefabricated share of new building, in %.

    ``civil``: area of new prefabricated civil buildings on state land;
    ``industrial``: area of new prefabricated industrial buildings; ``new_civil``:
    area of new civil buildings on state land; ``new_industrial``: area of new
    industrial buildings.
    Source: 建标〔2022〕53号.
    """
    return share(civil + industrial, of=new_civil + new_industrial)


@reckons("F36")
def prefabricated_area(*, civil: Fraction, industrial: Fraction) -> Fraction:
    """Prefabricated building area, in 万m2.

    ``civil``: area of new prefabricated civil buildings on state land;
    ``industrial``: area of new prefabricated industrial buildings.
    Source: 建标〔2022〕24号.
    """
    return convert(civil + industrial, "m2", "万m2")


@reckons("F37")
def green_building_area(*, green: Fraction) -> Fraction:
    """Green building area, in 万m2.

    ``green``: area of new green town buildings.
    Source: 建标〔2022〕24号.
    """
    return convert(green, "m2", "万m2")


@reckons("F19")
def building_electricity_share(*, electricity: Fraction, energy: Fraction) -> Fraction:
    """Electricity share of building energy, in %.

    ``electricity``: electricity of town buildings; ``energy``: energy of town
    buildings.
    Source: 建标〔2022〕53号.
    """
    return share(electricity, of=energy)


@reckons("F41")
def building_energy(*, energy: Fraction) -> Fraction:
    """Energy use of buildings, in 万tce当量.

    ``energy``: energy of town buildings.
    Source: 建标〔2022〕24号.
    """
    return convert(energy, "tce当量", "万tce当量")


@reckons("F34")
def heat_network_loss(*, lost: Fraction, put_in: Fraction) -> Fraction:
    """Heat network loss, in %.

    ``lost``: heat lost in the network; ``put_in``: heat put into the network.
    Source: 建标〔2022〕53号.
    """
    return share(lost, of=put_in)


@reckons("F39")
def metered_heating_share(*, metered: Fraction, heated: Fraction) -> Fraction:
    """Metered heating share, in %.

    ``metered``: heated area that pays by meter; ``heated``: heated area.
    Source: 地方供热规划.
    """
    return share(metered, of=heated)


@reckons("B44")
def clean_heating_share(*, clean: Fraction, heated: Fraction) -> Fraction:
    """Clean heating share, in %.

    ``clean``: area heated with clean sources; ``heated``: area heated in any way.
    Source: 发改能源〔2022〕210号.
    """
    return share(clean, of=heated)


@reckons("B18")
def heating_energy(*, energy: Fraction, area: Fraction) -> Fraction:
    """Energy per heated area, in kgce当量/m2.

    ``energy``: energy of heat supply; ``area``: heated area.
    Source: 地方碳达峰实施方案.
    """
    return convert(energy, "tce当量", "kgce当量") / area


@reckons("F35")
def building_operation_co2(
    *, services: Fraction, public: Fraction, households: Fraction
) -> Fraction:
    """CO2 of building operation, in 万tCO2.

    ``services``: CO2 of energy of trade and catering; ``public``: CO2 of energy of
    other services; ``households``: CO2 of energy of households.
    Source: 建标〔2022〕53号.
    """
    return convert(services + public + households, "tCO2", "万tCO2")
