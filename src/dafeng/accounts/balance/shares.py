"""Raw material of indicators: consumption, non-fossil share, share of electricity."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance.records import Basis, CarrierKind
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.accounts.balance.records import EnergyBalance, Totals


@attrs.frozen(kw_only=True)
class MixOfConsumption:
    """Total consumption and its parts under one basis, in t of standard coal.

    ``coal + oil + gas + power + heat + biomass + other == total``, exactly; power and
    heat are what came from outside or from no fuel: input to local conversion counts
    under the fuel.

    Attributes
    ----------
    basis : Basis
        ``calorific`` is 电热当量法, ``equal-value`` is 发电煤耗法.
    nonfossil : Fraction
        Power and heat made of no fuel, biomass, and non-fossil power bought.
    """

    basis: Basis
    total: Fraction
    coal: Fraction
    oil: Fraction
    gas: Fraction
    power: Fraction
    heat: Fraction
    biomass: Fraction
    other: Fraction
    nonfossil: Fraction

    def share(self, part: Fraction) -> Fraction | None:
        """Part of the total; None when nothing is consumed."""
        return part / self.total if self.total else None

    @property
    def nonfossil_share(self) -> Fraction | None:
        """Non-fossil share of total consumption."""
        return self.share(self.nonfossil)


@attrs.frozen(kw_only=True)
class EnergyMix:
    """What indicators are computed from; None where the balance does not know it.

    Attributes
    ----------
    calorific, equal : MixOfConsumption or None
        None while a carrier has no coefficient.
    final : Fraction or None
        Final consumption in t of standard coal, calorific.
    electricity_share : Fraction or None
        Electricity in final consumption, calorific.
    findings : tuple of Finding
        ``balance.nonfossil_bought``: power came in, and nobody said how much of it is
        non-fossil; the non-fossil share counts local sources alone.
    """

    calorific: MixOfConsumption | None
    equal: MixOfConsumption | None
    final: Fraction | None
    electricity_share: Fraction | None
    findings: tuple[Finding, ...]


def energy_mix(
    balance: EnergyBalance, *, nonfossil_bought_kwh: Decimal | None = None
) -> EnergyMix:
    """Compute consumption by source, and the shares that targets speak of.

    Parameters
    ----------
    balance : EnergyBalance
    nonfossil_bought_kwh : Decimal, optional
        Non-fossil part of the power from outside, by the attribution in force; None is
        not known.

    Returns
    -------
    EnergyMix

    Source
    ------
    国家统计局, 能源统计报表制度: 发电煤耗法 and 电热当量法 (the rest of the definition
    of the non-fossil share is the indicator's, see ``base/data/indicators.csv``).
    """
    final = balance.calorific.final if balance.calorific.complete else None
    power = [c.code for c in balance.carriers if c.kind is CarrierKind.POWER]
    used = [balance.standard_coal("final", code, Basis.CALORIFIC) for code in power]
    electricity = sum((each for each in used if each is not None), Fraction())
    return EnergyMix(
        calorific=_mix(balance, balance.calorific, nonfossil_bought_kwh),
        equal=_mix(balance, balance.equal, nonfossil_bought_kwh),
        final=final,
        electricity_share=electricity / final if final else None,
        findings=_unknown_origin(balance, nonfossil_bought_kwh),
    )


def _mix(
    balance: EnergyBalance, totals: Totals, bought_kwh: Decimal | None
) -> MixOfConsumption | None:
    sums = dict.fromkeys(CarrierKind, Fraction())
    nonfossil = Fraction()
    for one, closure in zip(balance.carriers, balance.closures, strict=True):
        coefficient = balance.coefficient(one.code)
        rate = None if coefficient is None else coefficient.of(totals.basis)
        if rate is None:
            return None
        consumed = (closure.final + closure.losses - closure.transformation) * rate
        sums[one.kind] += consumed
        if not one.fossil:
            nonfossil += consumed
        elif one.kind in (CarrierKind.POWER, CarrierKind.HEAT):
            made = balance.quantity("supply.primary", one.code) or Decimal()
            nonfossil += Fraction(made) * rate
            if one.kind is CarrierKind.POWER:
                nonfossil += Fraction(bought_kwh or 0) * rate
    return MixOfConsumption(
        basis=totals.basis,
        total=totals.consumption,
        nonfossil=nonfossil,
        **{kind.value: amount for kind, amount in sums.items()},
    )


def _unknown_origin(
    balance: EnergyBalance, bought_kwh: Decimal | None
) -> tuple[Finding, ...]:
    brought = [
        balance.quantity("supply.in", one.code)
        for one in balance.carriers
        if one.kind is CarrierKind.POWER
    ]
    if bought_kwh is not None or not any(brought):
        return ()
    return (
        Finding(
            code="balance.nonfossil_bought",
            severity=Severity.WARNING,
            place=f"{balance.place} {balance.year} supply.in",
            value=", ".join(str(each) for each in brought if each),
            rule="The non-fossil share counts the non-fossil part of power bought.",
            hint="State it by the attribution in force (physical, certificates, rest); "
            "until then the share is that of local sources.",
        ),
    )
