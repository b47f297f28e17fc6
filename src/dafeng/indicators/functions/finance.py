"""Money: green loans, bonds, purchases, the carbon market."""

from __future__ import annotations

from fractions import Fraction

from dafeng.base.units import convert
from dafeng.indicators.functions.arithmetic import share
from dafeng.indicators.functions.registry import reckons


@reckons("C18")
def surrender_rate(*, surrendered: Fraction, listed: Fraction) -> Fraction:
    """ETS surrender rate, in %.

    ``surrendered``: emitters that surrendered in full; ``listed``: listed emitters.
    Source: 国发〔2026〕22号.
    """
    return share(surrendered, of=listed)


@reckons("J01")
def green_loans(*, balance: Fraction) -> Fraction:
    """Green loan balance, in 亿元.

    ``balance``: green loan balance.
    Source: 绿色贷款统计.
    """
    return convert(balance, "万元", "亿元")


@reckons("J02")
def reduction_by_loans(
    *, reduction: Fraction, loan: Fraction, investment: Fraction
) -> Fraction:
    """Yearly cut by carbon-reduction loans, in tCO2/a.

    ``reduction``: yearly cut of financed reduction projects; ``loan``: loans to
    financed reduction projects; ``investment``: investment of financed reduction
    projects.
    Source: 碳减排支持工具.
    """
    return reduction * loan / investment


@reckons("J03")
def green_procurement_share(*, green: Fraction, purchases: Fraction) -> Fraction:
    """Green purchase share, in %.

    ``green``: public procurement of green products; ``purchases``: public
    procurement.
    Source: 地方碳达峰实施方案.
    """
    return share(green, of=purchases)


@reckons("J10")
def green_bonds(*, issued: Fraction) -> Fraction:
    """Green bonds, in 亿元.

    ``issued``: green bonds issued.
    Source: 地方碳达峰实施方案.
    """
    return convert(issued, "万元", "亿元")


@reckons("J14")
def green_loan_share(*, green: Fraction, loans: Fraction) -> Fraction:
    """Green share of loans, in %.

    ``green``: green loan balance; ``loans``: loan balance.
    Source: 绿色贷款统计.
    """
    return share(green, of=loans)
