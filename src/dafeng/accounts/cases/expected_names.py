"""What a case means by a name of its expectation that the answer spells otherwise.

A figure stands for a name only when its words and its unit fit; else the name has no
figure, and its expectation is not met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure
from dafeng.accounts.cases.nodes import unit_of_key
from dafeng.accounts.cases.words import plain_key
from dafeng.base.errors import UnitError
from dafeng.base.units import convert, parse_unit

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Answer, CaseRow, Value

_TOTALS = {"sum", "total", "e", "emission", "emissions", "result", "all", "net"}
_GASES = {"co2": "CO2", "ch4": "CH4", "n2o": "N2O", "co2e": "CO2e"}
_WORD = re.compile(r"[0-9A-Za-z一-鿿]+")
_UNITS_OF_SUMS = {
    "total_tCO2e": "tCO2e",
    "sum_tCO2": "tCO2",
    "sum_tCH4": "tCH4",
    "sum_tN2O": "tN2O",
    "total_tce": "tce",
}


def resolved(name: str, answer: Answer) -> Value:
    """Return the figure that a name means, in the unit of the name, or None."""
    plain = {plain_key(key): value for key, value in answer.values.items()}
    told = plain.get(plain_key(name))
    if told is not None and not isinstance(told, tuple | Mapping):
        return told
    stem, unit = stem_and_unit(name)
    words = {word.casefold() for word in _WORD.findall(stem)}
    gas = next((_GASES[word] for word in sorted(words) if word in _GASES), "")
    words -= set(_GASES)
    for each in ({*words, *({gas.casefold()} if gas else ())}, words):
        rows = [row for row in answer.rows if each and each <= _words(row)]
        if len(rows) == 1:
            return _in_unit(rows[0].value, rows[0].unit, unit, gas)
    effect = _effect(stem, answer)
    if effect is not None:
        return effect
    if words <= _TOTALS:
        return _sum(answer, unit, gas)
    return None


def named_by_order(stated: Node, answer: Answer) -> dict[str, Value]:
    """Match names that say nothing by their order: one per row, each in its unit."""
    names = [
        name
        for name, _ in stated.members()
        if not {word.casefold() for word in _WORD.findall(stem_and_unit(name)[0])}
        <= {*_TOTALS, *_GASES}
    ]
    found = {}
    for name, row in zip(names, answer.rows, strict=False):
        unit = stem_and_unit(name)[1]
        found[name] = _in_unit(row.value, row.unit, unit, "") if unit else None
    several = 1 < len(names) == len(answer.rows)
    return found if several and None not in found.values() else {}


def stem_and_unit(name: str) -> tuple[str, str]:
    """Part a name from the unit at its end.

    Examples
    --------
    >>> stem_and_unit("lpg_kgCO2"), stem_and_unit("tCO2"), stem_and_unit("total")
    (('lpg', 'kgCO2'), ('', 'tCO2'), ('total', ''))
    """
    parts = name.split("_")
    for cut in range(len(parts)):
        unit = unit_of_key("_".join(parts[cut:]))
        if unit and (cut or len(unit) > 1 and len(parts) == 1):
            return "_".join(parts[:cut]), unit
    return name, ""


def _effect(stem: str, answer: Answer) -> Value:
    effects = answer.values.get("effects")
    if not isinstance(effects, Mapping):
        return None
    named = {plain_key(key): value for key, value in effects.items()}
    return named.get(plain_key(stem))


def _sum(answer: Answer, unit: str, gas: str) -> Value:
    """The total that fits the unit and the gas of a name."""
    for key, own in _UNITS_OF_SUMS.items():
        told = answer.values.get(key)
        if told is None or (gas and own != f"t{gas}"):
            continue
        found = _in_unit(told, own, unit, gas)
        if found is not None and (unit or gas or key == _only(answer)):
            return found
    rows = answer.rows
    return _in_unit(rows[0].value, rows[0].unit, unit, gas) if len(rows) == 1 else None


def _only(answer: Answer) -> str:
    """The first total of an answer, for a name that states no unit."""
    return next((key for key in _UNITS_OF_SUMS if key in answer.values), "")


def _words(each: CaseRow) -> set[str]:
    words = [word.casefold() for word in _WORD.findall(each.name)]
    gas = [word for word in _GASES if each.unit.casefold() in {f"t{word}", f"kg{word}"}]
    return {*words, *gas, "".join(word[0] for word in words)}


def _in_unit(value: Value, unit: str, wanted: str, gas: str) -> Value:
    """Convert a figure; None where the units measure different things."""
    if not isinstance(value, int | Decimal):
        return None
    if not wanted:
        return value
    try:
        if gas and str(parse_unit(wanted).dimension) == "mass":
            wanted = f"{wanted}{gas}"
        return figure(convert(Fraction(value), unit, wanted))
    except UnitError:
        return None
