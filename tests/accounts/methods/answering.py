"""Tonnes of a gas through the methods and the packaged tables, as an account asks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.methods import methods_for
from dafeng.factors import FactorBook, Request, choose, factor_book
from dafeng.factors.records import Factor, Level

if TYPE_CHECKING:
    from dafeng.accounts.methods.records import Method

REGIONS = ("天津", "华北", "CN", "World")
YEAR = 2022
OWN_SET = "TEST"


def request(method: Method, item: str, factor_set: str = "") -> Request:
    """What an account asks of the tables for one line."""
    return Request(
        item=item,
        needs=method.needs,
        gas=method.gas,
        year=YEAR,
        regions=REGIONS,
        closed=method.closed,
        factor_set=factor_set,
    )


def coefficient(method: Method, item: str, book: FactorBook | None = None) -> Fraction:
    """Tonnes of the method's gas per unit of activity; of a book of the test's own,
    the rows of the test alone answer.
    """
    asked = request(method, item, OWN_SET if book else "")
    choice = choose(book or factor_book(), asked)
    numbers = {filled.need.symbol: filled.value for filled in choice.filled}
    return method.formula.value(numbers)


def tonnes(
    flow: str,
    item: str,
    unit: str,
    gas: str,
    amount: Fraction | int = 1,
    book: FactorBook | None = None,
) -> Fraction:
    """Tonnes of one gas; the flow must have just one method for it."""
    (method,) = (m for m in methods_for(flow, item, unit) if m.gas == gas)
    return amount * coefficient(method, item, book)


def gases(flow: str, item: str, unit: str) -> list[str]:
    """Gases that a flow emits in that unit."""
    return [method.gas for method in methods_for(flow, item, unit)]


def factor(code: str, parameter: str, value: str, unit: str, gas: str) -> Factor:
    """A row of a test's own."""
    return Factor(
        id=f"{code}.{parameter}@{OWN_SET}:{gas}",
        code=code,
        name_zh=code,
        name_en=code,
        parameter=parameter,
        value=Decimal(value),
        unit=unit,
        factor_set=OWN_SET,
        valid_from=None,
        valid_to=None,
        region="World",
        gas=gas,
        level=Level.INTERNATIONAL,
        source_document="test",
        source_location="",
        verified=True,
    )
