"""The shapes in which a JSON case states cells and factors, read into tables."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.change.lmdi import products
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.accounts.cases.nodes import Node

    Array: TypeAlias = npt.NDArray[np.float64]

START_VALUES, END_VALUES = ("C0", "V0", "v0"), ("Ct", "CT", "Vt", "VT", "vT")
START_FACTORS, END_FACTORS = ("X0", "x0", "start"), ("Xt", "XT", "xT", "end")
SHAPES = "'X' (a table for each year), 'X0' and 'Xt', or 'factors' and 'cells'"
START, END = "start", "end"
SHOWN = 60
"""Characters of a value that a message shows."""


@attrs.frozen(kw_only=True, eq=False)
class Table:
    """Cells and factors at one time.

    Attributes
    ----------
    time : str
        A year, or ``start`` and ``end``.
    place : str
        JSON path of the table.
    names : tuple of str
        Factors; empty where the case does not name them.
    paths : tuple of tuple of str
        Cells; empty where the case does not name them.
    values : array of float64, shape (cells,)
    factors : array of float64, shape (cells, factors)
    """

    time: str
    place: str
    names: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    values: Array
    factors: Array


def tables(inputs: Node) -> tuple[Table, ...]:
    """Tables of a case in the order of time; at least two.

    Raises
    ------
    BadInputError
        The shape is none of those that are read, or a number is missing.
    """
    yearly = inputs.first("X")
    if yearly is None and "cells" not in inputs:
        yearly = _by_named_years(inputs)
    if yearly is not None:
        return _years(yearly, inputs)
    if "cells" not in inputs and _states_ends(inputs):
        return _two_times(inputs)
    if inputs.first("cells") is None:
        refuse(inputs, f"an object with {SHAPES}")
    return _cells(inputs)


def elements(node: Node) -> tuple[Node, ...]:
    """Elements of a list that must not be empty."""
    found = tuple(node.items()) if node.is_list else ()
    if not found:
        refuse(node, "a list that is not empty")
    return found


def amounts(node: Node) -> list[float]:
    """A list of numbers of at least 0."""
    return [amount(element) for element in elements(node)]


def amount(node: Node) -> float:
    """A number of at least 0 that a double can hold."""
    exact = node.number()
    try:
        number = float(exact)
    except OverflowError:
        number = math.inf
    if not 0 <= number < math.inf:
        refuse(node, "a number of at least 0")
    return number


def refuse(node: Node, wanted: str) -> NoReturn:
    """Say what stands at a path and what should.

    Raises
    ------
    BadInputError
        ``case.shape``, always.
    """
    text = json.dumps(node.value, ensure_ascii=False, default=str)
    text = text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
    msg = f"{node.path or 'the case'}: {text} stands where {wanted} should."
    raise BadInputError(msg, code="case.shape", path=node.path)


def _by_named_years(inputs: Node) -> Node | None:
    """``years`` as an object of factors by year, or None."""
    years = inputs.first("years")
    return years if years is not None and years.names else None


def _members(node: Node) -> tuple[tuple[str, Node], ...]:
    if not node.names:
        refuse(node, "an object that is not empty")
    return tuple((name, node.child(name)) for name in node.names)


def _text(node: Node) -> str:
    if not isinstance(node.value, str) or not node.value.strip():
        refuse(node, "a text")
    return node.value.strip()


def _label(node: Node) -> str:
    """A year, with no decimals."""
    if isinstance(node.value, str):
        return node.value.strip()
    year = node.number()
    return str(year.numerator) if year.denominator == 1 else str(node.value)


def _states_ends(inputs: Node) -> bool:
    return inputs.first(*START_VALUES, *START_FACTORS) is not None


def _years(yearly: Node, inputs: Node) -> tuple[Table, ...]:
    stated = inputs.first("V")
    names = _names(inputs) or _keys(next(iter(_by_year(yearly, inputs)))[1])
    found: list[Table] = []
    width, height = len(names), 0
    for year, node in _by_year(yearly, inputs):
        factors = _matrix(node, width, height, names)
        height, width = factors.shape
        values = stated.child(year) if stated is not None else None
        found.append(
            Table(
                time=year,
                place=node.path,
                names=names,
                values=products(factors) if values is None else _values(values, height),
                factors=factors,
            )
        )
    if len(found) < 2:
        refuse(yearly, "a table for each of at least two years")
    return tuple(found)


def _by_year(yearly: Node, inputs: Node) -> list[tuple[str, Node]]:
    """Tables in the order of time: keyed by year, or listed beside ``years``."""
    if not yearly.is_list:
        return sorted(_members(yearly), key=lambda item: _year(item[0]))
    listed = elements(yearly)
    years = [_label(year) for year in elements(inputs.child("years"))]
    if len(years) != len(listed) or len(set(years)) < len(years):
        refuse(inputs.child("years"), f"a list of {len(listed)} different years")
    return list(zip(years, listed, strict=True))


def _year(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (10**9, text)


def _two_times(inputs: Node) -> tuple[Table, ...]:
    found = []
    width, height = 0, 0
    start = inputs.first(*START_FACTORS) or inputs.child(START_FACTORS[0])
    names = _names(inputs) or _keys(start)
    for time, value_keys, factor_keys in (
        (START, START_VALUES, START_FACTORS),
        (END, END_VALUES, END_FACTORS),
    ):
        node = inputs.first(*factor_keys) or inputs.child(factor_keys[0])
        factors = _matrix(node, width, height, names)
        height, width = factors.shape
        stated = inputs.first(*value_keys)
        values = products(factors) if stated is None else _values(stated, height)
        found.append(
            Table(
                time=time,
                place=node.path,
                names=names,
                values=values,
                factors=factors,
            )
        )
    return tuple(found)


def _values(node: Node, cells: int) -> Array:
    values = amounts(node) if node.is_list else [amount(node)]
    if len(values) != cells:
        refuse(node, f"a value for each of {cells} cells")
    return np.array(values)


def _keys(node: Node) -> tuple[str, ...]:
    """Factors that an object names, in its order; none of a table."""
    return node.names


def _matrix(node: Node, width: int, height: int, names: Sequence[str]) -> Array:
    """Rows of numbers, one row, or an object by factor; as wide as those before."""
    if node.names:
        if set(node.names) != set(names):
            refuse(node, f"an object of {', '.join(names)}")
        named = [amount(node.child(name)) for name in names]
        return np.array([named], dtype=np.float64)
    first = elements(node)[0]
    rows = elements(node) if first.is_list else (node,)
    if height and len(rows) != height:
        refuse(node, f"a table of {height} cells, as before,")
    numbers = []
    for row in rows:
        listed = amounts(row)
        width = width or len(listed)
        if len(listed) != width:
            refuse(row, f"a list of {width} factors")
        numbers.append(listed)
    return np.array(numbers, dtype=np.float64)


def _names(inputs: Node) -> tuple[str, ...]:
    node = inputs.first("factors")
    if node is None:
        return ()
    names = tuple(_text(element) for element in elements(node))
    if len(set(names)) < len(names):
        refuse(node, "a list of different names")
    return names


def _cells(inputs: Node) -> tuple[Table, ...]:
    cells = elements(inputs.child("cells"))
    names = _names(inputs) or _letters(cells[0])
    times = _times(inputs, cells[0])
    paths = tuple(_path(cell, place) for place, cell in enumerate(cells, 1))
    if len(set(paths)) < len(paths):
        refuse(inputs.child("cells"), "a list of cells with different names")
    numbers = [_series(cell, names, times) for cell in cells]
    found = []
    for place, time in enumerate(times):
        factors = np.array([series[place] for series in numbers], dtype=np.float64)
        found.append(
            Table(
                time=time,
                place=inputs.child("cells").path,
                names=names,
                paths=paths,
                values=products(factors),
                factors=factors,
            )
        )
    return tuple(found)


def _letters(cell: Node) -> tuple[str, ...]:
    """Factors of a cell that is written ``a0 b0 aT bT``."""
    names = tuple(key[:-1] for key in cell.names if key.endswith("T") and key[:-1])
    if not names:
        refuse(cell, "a cell with factors, or 'factors' beside 'cells',")
    return names


def _times(inputs: Node, cell: Node) -> tuple[str, ...]:
    years = inputs.first("years")
    if years is not None:
        times = tuple(_label(year) for year in elements(years))
        if len(set(times)) < max(len(times), 2):
            refuse(years, "a list of at least two different years")
        return times
    values = cell.first("values")
    if values is not None and values.names:
        return tuple(sorted(values.names, key=_year))
    return (START, END)


def _path(cell: Node, place: int) -> tuple[str, ...]:
    path = cell.first("path")
    if path is not None:
        return tuple(_text(part) for part in elements(path))
    name = cell.first("name")
    return (str(place),) if name is None else tuple(_text(name).split("/"))


def _series(
    cell: Node, names: Sequence[str], times: Sequence[str]
) -> list[list[float]]:
    """Factors of a cell at each time."""
    values = cell.first("values")
    if values is not None:
        nodes = (
            elements(values)
            if values.is_list
            else tuple(values.child(time) for time in times)
        )
        if len(nodes) != len(times):
            refuse(values, f"a list for each of {len(times)} years")
    elif len(times) != 2:
        refuse(cell, f"a cell with 'values' for each of {len(times)} years")
    elif (
        cell.first(START) is None
        and cell.first(END) is None
        and cell.first(f"{names[0]}T") is not None
    ):
        return [[amount(cell.child(name + end)) for name in names] for end in "0T"]
    else:
        nodes = (cell.child(START), cell.child(END))
    series = [amounts(node) for node in nodes]
    for node, listed in zip(nodes, series, strict=True):
        if len(listed) != len(names):
            refuse(node, f"a list of {len(names)} factors")
    return series
