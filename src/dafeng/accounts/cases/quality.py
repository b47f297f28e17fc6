"""Cases of data quality: rows that cannot be right, each with the reason.

Flagged are: a negative amount, an unit that nobody knows, a share above 1, a value
outside its own range, a ready factor that is not the product of its parts, and a row
that stands there twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.activities import read_activity
from dafeng.accounts.cases.flows import AMOUNTS, ITEMS
from dafeng.accounts.cases.nodes import plain_unit
from dafeng.accounts.cases.parameters import (
    CC,
    EF,
    NCV,
    OF,
    inline_parameters,
    stated_sets,
)
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.methods import method
from dafeng.accounts.methods.combustion import DoubleHeatingValueError, check_heat_path
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.findings import Finding, Severity, has_errors
from dafeng.base.units import convert, parse_unit
from dafeng.factors import factor_book

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.factors import FactorBook

WORDS = ("data quality", "quality", "质量")
LIMIT = Fraction(2, 100)
"""Relative difference from which a ready factor does not fit its parts."""

_SHARES = ("of", "purity", "calcined", "cao", "mgo", "mcf", "doc", "doc_f", "fcf", "dm")
_MOST_OF_POWER = 2
"""tCO2/MWh."""

_VALUES = ("value", "factor", "reported", *AMOUNTS)
_LOW = ("low", "min", "lower")
_HIGH = ("high", "max", "upper")
_READY = (*EF, "printed_ef", "ef_mass", "ef_volume", "printed")


def flagged_rows(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Look at each row by itself and beside the others.

    Returns
    -------
    Answer
        ``flagged`` counts rows with an error; ``flagged_rows`` names them.
    """
    inputs.skip()  # a column that no check looks at is not a mistake of the case
    rows, findings, flags, names = [], [], [], []
    seen: list[object] = []
    for index, node in enumerate(inputs.items()):
        told = [finding for check in _CHECKS for finding in check(node)]
        if node.value in seen:
            told.append(refusals.doubled(node.path))
        seen.append(node.value)
        name = node.text(*ITEMS, default=f"inputs[{index}]")
        flagged = has_errors(told)
        findings += told
        flags.append(int(flagged))
        names += [name] if flagged else []
        written = "; ".join(finding.code for finding in told)
        rows.append(
            CaseRow(name=name, written=written, value=None, unit="", source="checks")
        )
    return Answer(
        kind="flagged-rows",
        values={
            "flagged": sum(flags),
            "flagged_rows": tuple(names),
            "checked": len(rows),
        },
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(flags),
        column="flagged",
    )


def holds_rows(inputs: Node) -> bool:
    """Whether a list of rows is there."""
    rows = list(inputs.items()) if inputs.is_list else []
    return bool(rows) and all(row.names for row in rows)


def _negative(node: Node) -> Iterator[Finding]:
    for stem in _VALUES:
        found = node.find(stem)
        if found is not None and _number(found[0]) is not None:
            if found[0].number() < 0:
                yield refusals.negative(found[0].path, str(found[0].value))
            return


def _unit(node: Node) -> Iterator[Finding]:
    unit = node.text("unit")
    try:
        if unit:
            parse_unit(plain_unit(unit))
    except UnitError as error:
        yield refusals.unknown_unit(f"{node.path}.unit", unit, str(error))


def _share(node: Node) -> Iterator[Finding]:
    for symbol in _SHARES:
        found = node.find(symbol)
        value = None if found is None else _number(found[0])
        if found is None or value is None:
            continue
        value = value / 100 if found[1] == "%" else value
        if not 0 <= value <= 1:
            told = refusals.oxidation if symbol == "of" else refusals.share
            yield told(found[0].path, str(found[0].value))


def _heat(node: Node) -> Iterator[Finding]:
    """A heating value beside an amount that is heat already."""
    ncv = node.find(*NCV)
    if ncv is None:
        return
    try:
        if read_activity(node).path == "heat":
            check_heat_path(node.path, ncv=ncv[0].value)
    except DoubleHeatingValueError as error:
        yield refusals.double_heating_value(ncv[0].path, str(error))
    except BadInputError:
        return


def _power_factor(node: Node) -> Iterator[Finding]:
    """A factor of power beyond what any plant emits."""
    found = node.find(*EF)
    value = None if found is None else _number(found[0])
    if found is None or value is None:
        return
    unit = found[1] or node.text("unit")
    try:
        factor = convert(value, plain_unit(unit), "tCO2/MWh")
    except UnitError:
        return
    if not 0 <= factor <= _MOST_OF_POWER:
        yield refusals.outside(found[0].path, str(found[0].value))


def _range(node: Node) -> Iterator[Finding]:
    value = node.find(*_VALUES, *NCV, *CC)
    span = node.first("range", "range95", "span")
    ends = list(span.items()) if span is not None else []
    low = ends[0] if ends else node.first(*_LOW)
    high = ends[-1] if ends else node.first(*_HIGH)
    if value is None or _number(value[0]) is None:
        return
    number = value[0].number()
    below = low is not None and number < low.number()
    above = high is not None and number > high.number()
    if below or above:
        yield refusals.outside(value[0].path, str(value[0].value))


def _parts(node: Node) -> Iterator[Finding]:
    sets = stated_sets(node)
    if len(sets) > 1:
        yield refusals.mixed_sets(node.path, sets)
    ready = node.find(*_READY)
    if ready is None or not all(node.find(*stems) for stems in (NCV, CC, OF)):
        return
    unit = node.text("unit", default="t")
    path = "volume" if "m3" in plain_unit(unit) else "mass"
    told = inline_parameters(node, path, factor_book())
    formula = method(f"combustion.{path}.stationary").formula
    value = formula.value(told.numbers)
    if value and abs(ready[0].number() - value) / value > LIMIT:
        yield refusals.unlike_parts(ready[0].path, str(ready[0].value))


_CHECKS: tuple[Callable[[Node], Iterator[Finding]], ...] = (
    _negative,
    _unit,
    _share,
    _heat,
    _power_factor,
    _range,
    _parts,
)


def _number(node: Node) -> Fraction | None:
    try:
        return node.number()
    except ValueError:
        return None


def is_asked(root: Node) -> bool:
    """Whether the category of a case speaks of data quality."""
    return any(word in root.text("category").casefold() for word in WORDS)


def error_count(findings: tuple[Finding, ...]) -> int:
    """How many findings are errors."""
    return sum(finding.severity is Severity.ERROR for finding in findings)
