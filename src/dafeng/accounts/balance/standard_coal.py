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

    from dafeng.factors import Choice, FactorBook

BY_HEAT = "heating-value"
"""Name of the estimate that takes a carrier's own heating value."""

_PARAMETER, _HEATING_VALUE = "coal_equivalent", "ncv"
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

    Coefficients come from one edition. A carrier that the edition leaves out is
    converted by its own heating value, whole and from one row: no line has the heating
    value of one edition and the coefficient of another. That is an estimate with a
    name, ``heating-value``, and a finding says where it stands in.

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
        ``balance.estimated_coefficient`` names a carrier that is converted by its
        heating value, ``balance.no_coefficient`` one that has neither and is left out.

    Source
    ------
    GB/T 2589: the coefficient of a fuel is its lower heating value over 29,307.6 kJ per
    kgce (unit ``tce当量`` of ``base.units``).
    """
    made: list[Coefficient] = []
    findings: list[Finding] = []
    for one in carriers:
        if one.unit == _TCE.symbol:
            made.append(_itself(one))
            continue
        choice = _choice(book, one, year, _PARAMETER, factor_set)
        named = "" if choice is None else choice.estimate
        if choice is None:
            choice, named = _choice(book, one, year, _HEATING_VALUE, ""), BY_HEAT
        if choice is None:
            findings.append(_missing(one, year, factor_set))
            continue
        if named == BY_HEAT:
            findings.append(_estimated(one, choice, factor_set))
        calorific = choice.filled[0].value
        made.append(
            Coefficient(
                item=one.code,
                calorific=calorific,
                equal_value=_worth(one, calorific, equal_value),
                factor=choice.filled[0].factor,
                estimate=named,
            )
        )
    return tuple(made), tuple(findings)


def _choice(
    book: FactorBook, one: Carrier, year: int, parameter: str, factor_set: str
) -> Choice | None:
    unit = f"{_TCE}/{one.unit}"
    request = Request(
        item=one.code,
        needs=(Need(symbol="CE", parameter=parameter, unit=unit),),
        year=year,
        regions=_REGIONS,
        factor_set=factor_set,
    )
    try:
        return choose(book, request)
    except MissingFactorError:
        return None


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


def _estimated(one: Carrier, choice: Choice, factor_set: str) -> Finding:
    return Finding(
        code="balance.estimated_coefficient",
        severity=Severity.WARNING,
        place=f"{one.code} {one.name_zh}",
        value=choice.filled[0].factor.id,
        rule=f"Edition {factor_set} has no coefficient of standard coal for it; its "
        "heating value stands in.",
        hint="State the coefficient with its document.",
    )


def _missing(one: Carrier, year: int, factor_set: str) -> Finding:
    return Finding(
        code="balance.no_coefficient",
        severity=Severity.WARNING,
        place=f"{one.code} {one.name_zh}",
        value=str(year),
        rule=f"Edition {factor_set} has no coefficient of standard coal, and the "
        "tables have no heating value.",
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
