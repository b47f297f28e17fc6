"""Energy: use and structure. Standard coal is calorific or equal value."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import share
from dafeng.indicators.functions.registry import reckons


@reckons("A03")
def coal_use(*, coal: Fraction) -> Fraction:
    """Total coal use, in 万t.

    ``coal``: coal, physical.
    Source: 碳达峰碳中和综合评价考核办法(2026).
    """
    return convert(coal, "t", "万t")


@reckons("A04")
def oil_use(*, oil: Fraction) -> Fraction:
    """Total oil use, in 万t.

    ``oil``: oil, physical.
    Source: 碳达峰碳中和综合评价考核办法(2026).
    """
    return convert(oil, "t", "万t")


@reckons("A05.equal-value")
def nonfossil_share_equal_value(*, nonfossil: Fraction, total: Fraction) -> Fraction:
    """Non-fossil share of energy use, equal value, in %.

    ``nonfossil``: non-fossil energy, equal value; ``total``: energy consumption,
    equal value.
    Source: 碳达峰碳中和综合评价考核办法(2026); 发改能源〔2026〕622号.
    """
    return share(nonfossil, of=total)


@reckons("A05.calorific")
def nonfossil_share_calorific(*, nonfossil: Fraction, total: Fraction) -> Fraction:
    """Non-fossil share of energy use, calorific, in %.

    ``nonfossil``: non-fossil energy, calorific; ``total``: energy consumption,
    calorific.
    Source: 碳达峰碳中和综合评价考核办法(2026); 发改能源〔2026〕622号.
    """
    return share(nonfossil, of=total)


@reckons("A05.physical")
def nonfossil_share_physical(
    *, local: Fraction, outside: Fraction, rate: Fraction, total: Fraction
) -> Fraction:
    """Non-fossil share of energy use, physical attribution, in %.

    ``local``: non-fossil energy of the district, equal value; ``outside``: non-fossil
    power from outside, physical; ``rate``: equal value of electricity; ``total``:
    energy consumption, equal value.
    Source: 发改能源〔2026〕622号.
    """
    return share(local + convert(outside * rate, "kgce等价", "tce等价"), of=total)


@reckons("A05.certificates")
def nonfossil_share_certificates(
    *,
    local: Fraction,
    physical: Fraction,
    contracts: Fraction,
    rate: Fraction,
    total: Fraction,
) -> Fraction:
    """Non-fossil share of energy use, with contracts and certificates, in %.

    ``local``: non-fossil energy of the district, equal value; ``physical``:
    non-fossil power from outside, physical; ``contracts``: non-fossil power from
    outside, contracts; ``rate``: equal value of electricity; ``total``: energy
    consumption, equal value.
    Source: 发改能源〔2026〕622号.
    """
    return share(
        local + convert((physical + contracts) * rate, "kgce等价", "tce等价"), of=total
    )


@reckons("B02.equal-value")
def energy_use_equal_value(*, energy: Fraction) -> Fraction:
    """Total energy use, equal value, in 万tce等价.

    ``energy``: energy consumption, equal value.
    Source: 地方碳达峰实施方案.
    """
    return convert(energy, "tce等价", "万tce等价")


@reckons("B02.calorific")
def energy_use_calorific(*, energy: Fraction) -> Fraction:
    """Total energy use, calorific, in 万tce当量.

    ``energy``: energy consumption, calorific.
    Source: 地方碳达峰实施方案.
    """
    return convert(energy, "tce当量", "万tce当量")


@reckons("B03")
def electricity_share(*, electricity: Fraction, final: Fraction) -> Fraction:
    """Electricity share of final energy, in %.

    ``electricity``: electricity in final consumption; ``final``: final consumption.
    Source: 地方碳达峰实施方案.
    """
    return share(electricity, of=final)


@reckons("B08")
def gas_use(*, gas: Fraction) -> Fraction:
    """Natural gas use, in 亿m3.

    ``gas``: natural gas, physical.
    Source: 地方碳达峰实施方案.
    """
    return convert(gas, "m3", "亿m3")


@reckons("B09")
def renewable_share(*, renewable: Fraction, total: Fraction) -> Fraction:
    """Renewable share of energy use, in %.

    ``renewable``: renewable energy use; ``total``: energy consumption, equal value.
    Source: 国发〔2026〕22号.
    """
    return share(renewable, of=total)


@reckons("B19")
def coal_share(*, coal: Fraction, total: Fraction) -> Fraction:
    """Coal share of energy use, in %.

    ``coal``: coal, standard coal; ``total``: energy consumption, calorific.
    Source: 地方碳达峰实施方案.
    """
    return share(coal, of=total)


@reckons("B20")
def gas_share(*, gas: Fraction, total: Fraction) -> Fraction:
    """Natural gas share of energy use, in %.

    ``gas``: natural gas, standard coal; ``total``: energy consumption, calorific.
    Source: 地方能源规划.
    """
    return share(gas, of=total)


@reckons("B72")
def oil_share(*, oil: Fraction, total: Fraction) -> Fraction:
    """Oil share of energy use, in %.

    ``oil``: oil, standard coal; ``total``: energy consumption, calorific.
    Source: 地方能源规划.
    """
    return share(oil, of=total)


@reckons("B73")
def fossil_use(*, coal: Fraction, oil: Fraction, gas: Fraction) -> Fraction:
    """Fossil energy use, in 万tce当量.

    ``coal``: coal, standard coal; ``oil``: oil, standard coal; ``gas``: natural gas,
    standard coal.
    Source: 国办发〔2024〕39号.
    """
    return convert(coal + oil + gas, "tce当量", "万tce当量")


@reckons("B74")
def fossil_share(
    *, coal: Fraction, oil: Fraction, gas: Fraction, total: Fraction
) -> Fraction:
    """Fossil share of energy use, in %.

    ``coal``: coal, standard coal; ``oil``: oil, standard coal; ``gas``: natural gas,
    standard coal; ``total``: energy consumption, calorific.
    Source: 地方碳达峰实施方案.
    """
    return share(coal + oil + gas, of=total)


@reckons("B76")
def conversion_efficiency(*, final: Fraction, total: Fraction) -> Fraction:
    """Energy use efficiency: final part of consumption, in %.

    ``final``: final consumption; ``total``: energy consumption, calorific.
    Source: 地方碳达峰实施方案.
    """
    return share(final, of=total)


@reckons("B56")
def renewable_use(*, renewable: Fraction) -> Fraction:
    """Renewable energy use, in 万tce等价.

    ``renewable``: renewable energy use.
    Source: 发改能源〔2021〕1445号.
    """
    return convert(renewable, "tce等价", "万tce等价")


@reckons("B85")
def new_coal_installations(*, installations: Fraction) -> Fraction:
    """No new coal-fired installations, in 台.

    ``installations``: new coal-fired units and boilers.
    Source: 地方碳达峰实施方案.
    """
    return installations


@reckons("B66")
def loose_coal(*, coal: Fraction) -> Fraction:
    """Loose coal use, in 万t.

    ``coal``: loose coal use.
    Source: 国发〔2021〕33号.
    """
    return convert(coal, "t", "万t")
