"""Which figures may be compared: same definition, same unit, same base year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError
from dafeng.base.units import parse_unit
from dafeng.indicators.definitions import (
    DefinitionRegister,
    definition_register,
    reference,
)
from dafeng.indicators.series import series_of

if TYPE_CHECKING:
    from dafeng.indicators.records import Definition, IndicatorValue

_PRICES = re.compile(r"\.(\d{4})prices$")
_EQUAL_VALUE, _CALORIFIC = "tce等价", "tce当量"


def comparable(
    first: Definition, second: Definition, register: DefinitionRegister | None = None
) -> None:
    """Refuse to compare figures by unlike definitions.

    Parameters
    ----------
    first, second : Definition
    register : DefinitionRegister, optional
        Where the definitions that they rest on are found; default the packaged one.

    Raises
    ------
    BadInputError
        ``indicator.unlike``: names both, what differs (indicator, kind of standard
        coal, price base, unit or method), and the way out.
    """
    if first.id == second.id:
        return
    register = register or definition_register()
    msg = (
        f"{first.id} ({first.name_zh}) and {second.id} ({second.name_zh}) do not "
        f"compare: {_difference(first, second, register)}. {_way_out(first, second)}"
    )
    raise BadInputError(msg, code="indicator.unlike", first=first.id, second=second.id)


def comparable_values(
    first: IndicatorValue,
    second: IndicatorValue,
    register: DefinitionRegister | None = None,
) -> None:
    """Refuse to compare values by unlike definitions or against unlike base years.

    Raises
    ------
    BadInputError
        As :func:`comparable`; ``indicator.unlike_base``: one is stated against another
        base year.
    """
    register = register or definition_register()
    comparable(
        register.get(first.definition), register.get(second.definition), register
    )
    if first.base != second.base:
        msg = (
            f"{first.definition} of {first.period} is against {first.base}, of "
            f"{second.period} against {second.base}. "
            "Bring both to one base year first (rebase)."
        )
        raise BadInputError(
            msg, code="indicator.unlike_base", first=first.base, second=second.base
        )


def _difference(
    first: Definition, second: Definition, register: DefinitionRegister
) -> str:
    one, other = set(leaf_series(first, register)), set(leaf_series(second, register))
    if first.indicator != second.indicator:
        return "they are different indicators"
    kinds = [_standard_coal(series) for series in (one, other)]
    if {_EQUAL_VALUE, _CALORIFIC} == {*kinds}:
        return (
            "one counts standard coal by equal value (等价值), the other by calorific "
            "value (当量值)"
        )
    prices = [sorted(_price_bases(series)) for series in (one, other)]
    if all(prices) and prices[0] != prices[1]:
        named = " and ".join(", ".join(years) for years in prices)
        return f"they are at prices of {named}"
    if parse_unit(first.unit).dimension != parse_unit(second.unit).dimension:
        return f"one is in {first.unit}, the other in {second.unit}"
    return "they are reckoned by different methods"


def _way_out(first: Definition, second: Definition) -> str:
    if first.indicator != second.indicator:
        return "Compare figures of one indicator."
    return f"Reckon both figures by {first.id}, or both by {second.id}."


def leaf_series(
    definition: Definition, register: DefinitionRegister | None = None
) -> Iterator[str]:
    """Yield the series that a definition rests on in the end, some more than once."""
    register = register or definition_register()
    for text in definition.inputs.values():
        needed = reference(text)
        if needed.derived:
            yield from leaf_series(register.get(needed.name), register)
        else:
            yield needed.name


def _standard_coal(series: set[str]) -> str | None:
    """The kind of standard coal that series are in; None of neither or both."""
    units = {series_of(one).unit for one in series}
    kinds = [kind for kind in (_EQUAL_VALUE, _CALORIFIC) if kind in units]
    return kinds[0] if len(kinds) == 1 else None


def _price_bases(series: set[str]) -> set[str]:
    return {found[1] for one in series if (found := _PRICES.search(one))}
