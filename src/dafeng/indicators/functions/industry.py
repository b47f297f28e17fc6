"""Industry: intensity, structure, equipment."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import decrease, share
from dafeng.indicators.functions.registry import reckons


@reckons("C01")
def industrial_energy_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per industrial value added, in %.

    ``now``: the definition C01.intensity; ``base``: the definition C01.intensity in
    the base year.
    Source: 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("C01.2025prices")
def industrial_energy_decrease_2025(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per industrial value added, 2025 prices, in %.

    ``now``: the definition C01.intensity.2025prices; ``base``: the definition
    C01.intensity.2025prices in the base year.
    Source: 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("C01.intensity")
def industrial_energy_intensity(*, energy: Fraction, value_added: Fraction) -> Fraction:
    """Energy per industrial value added, in tce等价/万元.

    ``energy``: energy use of industry above scale; ``value_added``: value added of
    industry above scale, 2020 prices.
    Source: 国发〔2026〕22号.
    """
    return energy / value_added


@reckons("C01.intensity.2025prices")
def industrial_energy_intensity_2025(
    *, energy: Fraction, value_added: Fraction
) -> Fraction:
    """Energy per industrial value added, 2025 prices, in tce等价/万元.

    ``energy``: energy use of industry above scale; ``value_added``: value added of
    industry above scale, 2025 prices.
    Source: 国发〔2026〕22号.
    """
    return energy / value_added


@reckons("C02")
def industrial_carbon_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of CO2 per industrial value added, in %.

    ``now``: the definition C02.intensity; ``base``: the definition C02.intensity in
    the base year.
    Source: 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("C01.whole")
def whole_industry_energy_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per value added, whole industry, in %.

    ``now``: the definition C01.whole.intensity; ``base``: the definition
    C01.whole.intensity in the base year.
    Source: 国发〔2026〕22号.
    """
    return decrease(now, since=base)


@reckons("C01.whole.intensity")
def whole_industry_energy_intensity(
    *, energy: Fraction, value_added: Fraction
) -> Fraction:
    """Energy per value added, whole industry, in tce等价/万元.

    ``energy``: final consumption of industry, equal value; ``value_added``:
    industrial value added at 2020 prices.
    Source: 国发〔2026〕22号.
    """
    return energy / value_added


@reckons("C02.intensity")
def industrial_carbon_intensity(
    *, emissions: Fraction, value_added: Fraction
) -> Fraction:
    """CO2 per industrial value added, in tCO2/万元.

    ``emissions``: CO2 of energy of industry; ``value_added``: industrial value added
    at 2020 prices.
    Source: 国发〔2026〕22号.
    """
    return emissions / value_added


@reckons("C03")
def strategic_share(*, strategic: Fraction, gdp: Fraction) -> Fraction:
    """Strategic industries share of GDP, in %.

    ``strategic``: value added of strategic industries within industry; ``gdp``: GDP
    at current prices.
    Source: 地方碳达峰实施方案.
    """
    return share(strategic, of=gdp)


@reckons("C11")
def waste_heat_use(*, used: Fraction, usable: Fraction) -> Fraction:
    """Waste heat use, in %.

    ``used``: waste heat used; ``usable``: usable waste heat.
    Source: 零碳园区 indicators.
    """
    return share(used, of=usable)


@reckons("C12")
def unit_product_energy(*, energy: Fraction, output: Fraction) -> Fraction:
    """Unit product energy vs limit, in kgce等价/t.

    ``energy``: energy of a product; ``output``: output of a product.
    Source: 强制性能耗限额 GB.
    """
    return convert(energy, "tce等价", "kgce等价") / output


@reckons("C12.decrease")
def unit_product_energy_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of energy per product, in %.

    ``now``: the definition C12; ``base``: the definition C12 in the base year.
    Source: 强制性能耗限额 GB.
    """
    return decrease(now, since=base)


@reckons("C13")
def efficient_equipment_share(*, efficient: Fraction, total: Fraction) -> Fraction:
    """Efficient equipment share, in %.

    ``efficient``: power of equipment at level 2 or better; ``total``: power of main
    equipment.
    Source: 零碳工厂 text.
    """
    return share(efficient, of=total)


@reckons("C14")
def automatic_metering(*, automatic: Fraction, required: Fraction) -> Fraction:
    """Automatic metering rate, in %.

    ``automatic``: meters that read themselves; ``required``: meters that must read
    themselves.
    Source: 重点用能单位 令第15号.
    """
    return share(automatic, of=required)


@reckons("C15")
def audit_completion(*, done: Fraction, listed: Fraction) -> Fraction:
    """Cleaner production audit completion, in %.

    ``done``: firms that finished cleaner production audit; ``listed``: firms listed
    for cleaner production audit.
    Source: 清洁生产审核办法.
    """
    return share(done, of=listed)


@reckons("C19")
def product_carbon_decrease(*, now: Fraction, base: Fraction) -> Fraction:
    """Decrease of carbon per product under the market, in %.

    ``now``: the definition C19.level; ``base``: the definition C19.level in the base
    year.
    Source: 国发〔2026〕22号; 碳达峰碳中和综合评价考核办法(2026).
    """
    return decrease(now, since=base)


@reckons("C19.level")
def product_carbon(*, emissions: Fraction, output: Fraction) -> Fraction:
    """Carbon per product of sectors in the carbon market, in tCO2/t.

    ``emissions``: emissions of products under the market; ``output``: output under
    the market.
    Source: 国发〔2026〕22号; 碳达峰碳中和综合评价考核办法(2026).
    """
    return emissions / output


@reckons("C20")
def power_usage_effectiveness(*, total: Fraction, equipment: Fraction) -> Fraction:
    """Data centre PUE, a pure number.

    ``total``: electricity of data centres; ``equipment``: electricity of IT equipment
    in data centres.
    Source: 节能标准.
    """
    return total / equipment


@reckons("C27")
def electric_steel_share(*, electric: Fraction, steel: Fraction) -> Fraction:
    """Electric furnace share of steel, in %.

    ``electric``: steel from electric furnaces; ``steel``: steel output.
    Source: 工信部联节〔2022〕88号.
    """
    return share(electric, of=steel)


@reckons("C29")
def benchmark_capacity_share(*, benchmark: Fraction, capacity: Fraction) -> Fraction:
    """Capacity at benchmark efficiency, in %.

    ``benchmark``: capacity at benchmark efficiency; ``capacity``: capacity of key
    sectors.
    Source: 国发〔2021〕33号.
    """
    return share(benchmark, of=capacity)


@reckons("C40")
def data_centre_green_share(*, green: Fraction, total: Fraction) -> Fraction:
    """Renewable share of data centre power, in %.

    ``green``: green electricity of data centres; ``total``: electricity of data
    centres.
    Source: 数据中心绿色低碳发展专项行动计划.
    """
    return share(green, of=total)


@reckons("C43")
def industrial_electricity_share(*, electricity: Fraction, final: Fraction) -> Fraction:
    """Electricity share of industrial final energy, in %.

    ``electricity``: electricity in final use of industry; ``final``: final
    consumption of industry, calorific.
    Source: 工信部联节〔2022〕88号.
    """
    return share(electricity, of=final)


@reckons("C44")
def steel_output(*, steel: Fraction) -> Fraction:
    """Crude steel output, in 万t.

    ``steel``: steel output.
    Source: 国发〔2021〕33号.
    """
    return convert(steel, "t", "万t")


@reckons("C52")
def controlled_capacity_added(*, capacity: Fraction) -> Fraction:
    """Capacity added in controlled sectors, in 万t.

    ``capacity``: new capacity of controlled sectors.
    Source: 工信部联节〔2022〕88号.
    """
    return capacity


@reckons("C56")
def firms_with_energy_system(*, with_system: Fraction, key: Fraction) -> Fraction:
    """Share of firms with energy management system, in %.

    ``with_system``: key users with energy management system; ``key``: key energy
    users.
    Source: 重点用能单位节能管理办法.
    """
    return share(with_system, of=key)


@reckons("C61")
def key_users_connected(*, connected: Fraction, key: Fraction) -> Fraction:
    """Share of key users in online monitoring, in %.

    ``connected``: key users in online monitoring; ``key``: key energy users.
    Source: 重点用能单位节能管理办法.
    """
    return share(connected, of=key)


@reckons("C41")
def environment_output(*, output: Fraction) -> Fraction:
    """Output of energy saving and environment industry, in 亿元.

    ``output``: output of environment industry.
    Source: 工信部规〔2021〕178号.
    """
    return convert(output, "万元", "亿元")
