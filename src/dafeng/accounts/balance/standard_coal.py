"""Standard coal: the coefficients of one edition, calorific and equal-value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.balance.records import (
    Carrier,
    CarrierKind,
    Coefficient,
    EqualValue,
)
from dafeng.base.findings import Finding, Severity
from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.base.units import convert, parse_unit
from dafeng.factors import MissingFactorError, Need, Request, choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.factors import FactorBook

_PARAMETER = "coal_equivalent"
_TCE = parse_unit("tce当量")
_REGIONS = ("CN", "World")
_POWER, _WORTH, _PER_KWH = "ELECTRICITY", "coal_equivalent_equal_value", "kgce等价/kWh"
_PLACES = 9


def coefficients(
    carriers: Iterable[Carrier],
    book: FactorBook,
    year: int,
    *,
    factor_set: str,
    equal_value: EqualValue,
) -> tuple[tuple[Coefficient, ...], tuple[Finding, ...]]:
    """Find what each carrier is in standard coal.

    All calorific values come from one edition, so that no heating value of one stands
    beside the coefficient of another.

    Parameters
    ----------
    carriers : iterable of Carrier
    book : FactorBook
    year : int
    factor_set : str
        The edition.
    equal_value : EqualValue
        What power and heat are worth in the year.

    Returns
    -------
    coefficients, findings
        A carrier without a coefficient is left out and named by
        ``balance.no_coefficient``.
    """
    made: list[Coefficient] = []
    findings: list[Finding] = []
    for one in carriers:
        if one.unit == _TCE.symbol:
            made.append(_itself(one))
            continue
        request = Request(
            item=one.code,
            needs=(Need(symbol="CE", parameter=_PARAMETER, unit=f"{_TCE}/{one.unit}"),),
            year=year,
            regions=_REGIONS,
            factor_set=factor_set,
        )
        try:
            choice = choose(book, request)
        except MissingFactorError:
            findings.append(_missing(one, year, factor_set))
            continue
        calorific = choice.filled[0].value
        made.append(
            Coefficient(
                item=one.code,
                calorific=calorific,
                equal_value=_worth(one, calorific, equal_value),
                factor=choice.filled[0].factor,
                estimate=choice.estimate,
            )
        )
    return tuple(made), tuple(findings)


def _itself(one: Carrier) -> Coefficient:
    """A carrier that is counted in standard coal already."""
    return Coefficient(
        item=one.code, calorific=Fraction(1), equal_value=Fraction(1), factor=None
    )


def _worth(
    one: Carrier, calorific: Fraction, equal_value: EqualValue
) -> Fraction | None:
    if one.kind is CarrierKind.POWER:
        if equal_value.power is None:
            return None
        return convert(equal_value.power, "kgce等价/kWh", f"tce等价/{one.unit}")
    if one.kind is CarrierKind.HEAT and equal_value.heat is not None:
        return convert(equal_value.heat, "kgce等价/MJ", f"tce等价/{one.unit}")
    return calorific


def _missing(one: Carrier, year: int, factor_set: str) -> Finding:
    return Finding(
        code="balance.no_coefficient",
        severity=Severity.WARNING,
        place=f"{one.code} {one.name_zh}",
        value=str(year),
        rule=f"Edition {factor_set} has no coefficient of standard coal for it.",
        hint="Add the row with its document, or state the carrier as one that has it; "
        "until then the totals are not known.",
    )


def edition_of(year: int) -> str:
    """Return the edition of standard-coal coefficients for a year's balance.

    Source
    ------
    ``data/balance_editions.csv``.

    Examples
    --------
    >>> edition_of(2015), edition_of(2023)
    ('GBT2589-2008', 'CE-GBT2589')
    """
    rows = packaged_rows("dafeng.accounts", "balance_editions.csv")
    return next(
        row["factor_set"]
        for row in rows
        if int(row["valid_from"] or year) <= year <= int(row["valid_to"] or year)
    )


def equal_value(book: FactorBook, year: int) -> EqualValue:
    """Return what power was worth in a year: standard coal burned per kWh.

    The record remarks when the number is another year's or unverified; without any,
    ``power`` is None.
    """
    request = Request(
        item=_POWER,
        needs=(Need(symbol="CE", parameter=_WORTH, unit=_PER_KWH),),
        year=year,
        regions=_REGIONS,
    )
    try:
        choice = choose(book, request)
    except MissingFactorError as error:
        return EqualValue(power=None, source="", remark=str(error))
    factor = choice.filled[0].factor
    remarks = [choice.estimate, "unverified" if choice.unverified else ""]
    return EqualValue(
        power=round_half_even(choice.filled[0].value, _PLACES),
        source=factor.id,
        remark=", ".join(filter(None, remarks)),
    )
