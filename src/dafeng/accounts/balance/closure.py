"""The energy balance: supply, conversion, losses and use, and whether they close."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.balance.cells import sound_cells
from dafeng.accounts.balance.checks import check_closures, check_parts, check_stated
from dafeng.accounts.balance.layout import (
    INDUSTRY,
    balance_line,
    balance_lines,
    carriers,
)
from dafeng.accounts.balance.records import (
    BalanceLine,
    Basis,
    Carrier,
    CarrierKind,
    Closure,
    Coefficient,
    EnergyBalance,
    Entry,
    EqualValue,
    Nature,
    Part,
    Tolerances,
    Totals,
)
from dafeng.accounts.balance.standard_coal import (
    coefficients,
    edition_of,
)
from dafeng.accounts.balance.standard_coal import equal_value as published_equal_value
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dafeng.accounts.balance.records import BalanceCell
    from dafeng.factors import FactorBook

_SUMMED = (Nature.PART, Nature.BRANCH)
_BALANCED = (Part.SUPPLY, Part.TRANSFORMATION, Part.LOSSES, Part.FINAL)


def energy_balance(
    cells: Iterable[BalanceCell],
    book: FactorBook,
    year: int,
    *,
    place: str,
    factor_set: str | None = None,
    equal_value: EqualValue | None = None,
    tolerances: Tolerances | None = None,
) -> EnergyBalance:
    """Put the cells of a place's year into the official layout and close it.

    A stated total holds; where none is stated, the sum of its stated parts does; a
    cell that neither gives stays unknown.

    Parameters
    ----------
    cells : iterable of BalanceCell
        Of any place and year; others are left.
    book : FactorBook
        Coefficients of standard coal.
    year : int
    place : str
        Code of the district.
    factor_set : str, optional
        Edition that all coefficients come from; by default the one of the year.
    equal_value : EqualValue, optional
        What power and heat are worth; by default the published value of the year.
    tolerances : Tolerances, optional

    Returns
    -------
    EnergyBalance
        Findings: those of :func:`sound_cells` (such cells are left out),
        ``balance.parts``, ``balance.branches``, ``balance.difference``,
        ``balance.stated``, ``balance.no_coefficient``,
        ``balance.estimated_coefficient``, ``balance.equal_value``.

    Source
    ------
    国家统计局, 能源平衡表(实物量、标准量): layout and sum rules; GB/T 2589: standard
    coal.
    """
    tolerances = tolerances or Tolerances()
    edition = factor_set or edition_of(year)
    worth = equal_value or published_equal_value(book, year)
    sound, odd = sound_cells(
        cell for cell in cells if cell.place == place and cell.year == year
    )
    stated = {(cell.row, cell.item): cell.quantity for cell in sound}
    lines = _lines(row for row, _ in stated)
    columns = tuple(
        one for one in carriers().values() if any(i == one.code for _, i in stated)
    )
    entries = _entries(lines, columns, stated)
    closures = tuple(_closure(one, entries) for one in columns)
    rates, unknown = coefficients(
        columns, book, year, factor_set=edition, equal_value=worth
    )
    findings = (
        *odd,
        *check_parts(lines, columns, entries, tolerances),
        *check_closures(closures, tolerances),
        *check_stated(closures, stated, tolerances),
        *unknown,
        *_carried(worth, columns, year),
    )
    return EnergyBalance(
        place=place,
        year=year,
        lines=lines,
        carriers=columns,
        entries=entries,
        coefficients=rates,
        factor_set=edition,
        equal_value=worth,
        closures=closures,
        calorific=_totals(closures, rates, Basis.CALORIFIC),
        equal=_totals(closures, rates, Basis.EQUAL_VALUE),
        findings=findings,
    )


def _lines(rows: Iterable[str]) -> tuple[BalanceLine, ...]:
    """Rows of the layout, with the branches that were stated below industry."""
    named = set(rows) - set(balance_lines())
    for code in tuple(named):
        parent = balance_line(code).parent
        while parent not in balance_lines():
            named.add(parent)
            parent = balance_line(parent).parent
    lines: list[BalanceLine] = []
    for line in balance_lines().values():
        lines.append(line)
        if line.code == INDUSTRY:
            lines += [balance_line(code) for code in sorted(named)]
    return tuple(lines)


def _entries(
    lines: Iterable[BalanceLine],
    columns: Iterable[Carrier],
    stated: Mapping[tuple[str, str], Decimal],
) -> dict[tuple[str, str], Entry]:
    """Every cell that is stated, or that stated parts add up to."""
    lines = tuple(lines)
    entries: dict[tuple[str, str], Entry] = {}
    for one in columns:
        sums: dict[str, Decimal] = {}
        for line in sorted(lines, key=lambda line: -line.code.count(".")):
            key = (line.code, one.code)
            amount = stated.get(key, sums.get(line.code))
            if amount is None:
                continue
            entries[key] = Entry(
                row=line.code, item=one.code, quantity=amount, stated=key in stated
            )
            if line.nature in _SUMMED:
                sums[line.parent] = sums.get(line.parent, Decimal()) + amount
    order = {(line.code, one.code): 0 for line in lines for one in columns}
    return {key: entries[key] for key in order if key in entries}


def _closure(one: Carrier, entries: Mapping[tuple[str, str], Entry]) -> Closure:
    supply, transformation, losses, final = (
        _amount(entries, part.value, one.code) for part in _BALANCED
    )
    inputs = [
        Fraction(entry.quantity)
        for (row, item), entry in entries.items()
        if item == one.code and row.startswith(f"{Part.TRANSFORMATION.value}.")
    ] or [transformation]
    return Closure(
        item=one.code,
        unit=one.unit,
        supply=supply,
        transformation=transformation,
        losses=losses,
        final=final,
        difference=supply + transformation - losses - final,
        consumption=final + losses - sum(i for i in inputs if i < 0),
    )


def _amount(entries: Mapping[tuple[str, str], Entry], row: str, item: str) -> Fraction:
    entry = entries.get((row, item))
    return Fraction() if entry is None else Fraction(entry.quantity)


def _totals(
    closures: Iterable[Closure], rates: Iterable[Coefficient], basis: Basis
) -> Totals:
    rate = {each.item: each.of(basis) for each in rates}
    sums: dict[str, Fraction] = defaultdict(Fraction)
    missing = []
    for closure in closures:
        per_unit = rate.get(closure.item)
        if per_unit is None:
            missing.append(closure.item)
            continue
        for part in _BALANCED:
            sums[part.value] += getattr(closure, part.value) * per_unit
    supply, transformation, losses, final = (sums[part.value] for part in _BALANCED)
    return Totals(
        basis=basis,
        supply=supply,
        transformation=transformation,
        losses=losses,
        final=final,
        difference=supply + transformation - losses - final,
        consumption=final + losses - transformation,
        missing=tuple(missing),
    )


def _carried(
    worth: EqualValue, columns: Iterable[Carrier], year: int
) -> tuple[Finding, ...]:
    powered = any(one.kind is CarrierKind.POWER for one in columns)
    if not worth.remark or not powered:
        return ()
    return (
        Finding(
            code="balance.equal_value",
            severity=Severity.WARNING,
            place=f"{year} {worth.source}".strip(),
            value="--" if worth.power is None else f"{worth.power} kgce/kWh",
            rule=f"The worth of power is the year's own figure: {worth.remark}.",
            hint="State the year's standard coal per kWh with its document.",
        ),
    )
