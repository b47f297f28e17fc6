"""The balance as its official tables: physical quantities and standard coal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from dafeng.accounts.balance.layout import row_label
from dafeng.accounts.balance.records import Basis, Part
from dafeng.base.rounding import round_half_even
from dafeng.base.units import parse_unit
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from dafeng.accounts.balance.records import (
        BalanceLine,
        Carrier,
        Closure,
        EnergyBalance,
    )

MADE_ON = dt.date(2026, 1, 1)
"""Day in the properties where the caller names none; never today's."""

_COMPUTED = (Part.DIFFERENCE, Part.CONSUMPTION)
_SHOWN_COAL, _COAL_UNIT, _TONNES = 4, "万tce", 10_000
_LONGEST = 15
Row: TypeAlias = tuple[str | Decimal | None, ...]


def balance_workbook(
    balance: EnergyBalance, *, made_on: dt.date = MADE_ON, note: str = ""
) -> bytes:
    """Compose the official tables of a balance.

    Physical quantities keep every digit that a cell can hold, and read back as the form
    ``statistics``; standard coal is rounded half to even to 4 decimals. Unknown cells
    stay empty.

    Parameters
    ----------
    balance : EnergyBalance
    made_on : date
        Day in the properties of the file.
    note : str
        Stands before the title above each head, for example that the data are
        synthetic.

    Returns
    -------
    bytes
        Sheets 实物量, 标准量(当量值), 标准量(等价值); the same for the same arguments.
    """
    about = f"{note} {balance.place} 能源平衡表 {balance.year}年".strip()
    sheets = (
        _physical(balance, about),
        _coal(balance, Basis.CALORIFIC, "标准量(当量值)", about),
        _coal(balance, Basis.EQUAL_VALUE, "标准量(等价值)", about),
    )
    return workbook_bytes(sheets, title=about, made_on=made_on)


def _physical(balance: EnergyBalance, note: str) -> Sheet:
    return Sheet(
        name="实物量",
        columns=(
            Column(title="项目"),
            *(
                Column(title=one.name_zh, unit=one.shown_unit, kind=Kind.NUMBER)
                for one in balance.carriers
            ),
        ),
        rows=[
            (
                row_label(line),
                *(_amount(balance, line, one) for one in balance.carriers),
            )
            for line in balance.lines
        ],
        note=note,
    )


def _amount(balance: EnergyBalance, line: BalanceLine, one: Carrier) -> Decimal | None:
    known = _known(balance, line, one)
    if known is None:
        return None
    scale = parse_unit(one.shown_unit).factor / parse_unit(one.unit).factor
    shown = known / scale
    whole = len(str(abs(int(shown))))
    return round_half_even(shown, max(0, _LONGEST - whole)).normalize()


def _known(balance: EnergyBalance, line: BalanceLine, one: Carrier) -> Fraction | None:
    """Amount of a cell; the last two parts follow from the others."""
    if line.part in _COMPUTED:
        closure = _closure(balance, one)
        return getattr(closure, line.part.value)  # type: ignore[no-any-return]
    amount = balance.quantity(line.code, one.code)
    return None if amount is None else Fraction(amount)


def _closure(balance: EnergyBalance, one: Carrier) -> Closure:
    return next(each for each in balance.closures if each.item == one.code)


def _coal(balance: EnergyBalance, basis: Basis, name: str, note: str) -> Sheet:
    total = Column(title="合计", unit=_COAL_UNIT, kind=Kind.NUMBER)
    return Sheet(
        name=name,
        columns=(
            Column(title="项目"),
            *(
                Column(title=one.name_zh, unit=_COAL_UNIT, kind=Kind.NUMBER)
                for one in balance.carriers
            ),
            total,
        ),
        rows=[_coal_row(balance, line, basis) for line in balance.lines],
        note=note,
    )


def _coal_row(balance: EnergyBalance, line: BalanceLine, basis: Basis) -> Row:
    totals = balance.calorific if basis is Basis.CALORIFIC else balance.equal
    cells: list[Decimal | None] = []
    for one in balance.carriers:
        known, rate = _known(balance, line, one), balance.coefficient(one.code)
        per_unit = None if rate is None else rate.of(basis)
        missing = known is None or per_unit is None
        cells.append(None if missing else _shown((known or 0) * (per_unit or 0)))
    if line.part in _COMPUTED:
        whole = getattr(totals, line.part.value) if totals.complete else None
    else:
        whole = balance.row_total(line.code, basis)
    return (row_label(line), *cells, None if whole is None else _shown(whole))


def _shown(tonnes: Fraction | int) -> Decimal:
    return round_half_even(Fraction(tonnes) / _TONNES, _SHOWN_COAL)
