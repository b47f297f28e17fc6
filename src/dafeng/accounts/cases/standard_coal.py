"""Cases of standard coal: coefficients from heating values, printed ones checked.

Source: GB/T 2589, annex A. The edition of 2008 divides by 7000 kcal of 4.1816 kJ, the
edition of 2020 by 7000 kcal of 4.1868 kJ: value and divisor belong to one edition.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.figures import row, shown
from dafeng.accounts.cases.nodes import in_unit
from dafeng.accounts.cases.records import Answer
from dafeng.accounts.formula import symbols
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import CaseRow
    from dafeng.factors import FactorBook

_NCV, _DIVISOR = symbols("NCV kce")
COEFFICIENT = _NCV / _DIVISOR
EDITION_2008, EDITION_2020 = Fraction("29271.2"), Fraction("29307.6")
"""kJ per kg of standard coal: 7000 x 4.1816, and 7000 x 4.1868."""

_SHORT = {"kJ": "kJ/kg", "MJ": "MJ/kg", "GJ": "GJ/t", "TJ": "TJ/Gg"}
_LEAST_KJ = 1000
PRINTED = ("printed", "printed_kgce", "stated", "coefficient")
LIMIT = Fraction(2, 100)
"""Relative difference from which a printed coefficient is flagged."""

_DIVISION = re.compile(r"/\s*\(?\s*(\d{4,5}(?:\.\d+)?)")


def holds_heating_value(node: Node) -> bool:
    """Whether a row holds a heating value and no carbon content."""
    return node.find("ncv") is not None and node.find("cc") is None


def holds_printed(node: Node) -> bool:
    """Whether a row holds a heating value and a printed coefficient."""
    return holds_heating_value(node) and node.first(*PRINTED) is not None


def coefficients(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Coefficients of standard coal, kgce per kg or m3.

    Rows hold ``ncv_kJ`` (per kg or m3; also ``ncv_MJ``); the divisor is the one that
    the case's formula names, else that of the edition that the heating values are of.
    """
    divisor = _divisor(root, inputs, book)
    rows = tuple(_row(node, divisor)[1] for node in inputs.items())
    return Answer(
        kind="standard-coal",
        values={"kgce": {each.name: each.value for each in rows}},
        rows=rows,
        findings=tuple(_told(inputs)),
        per_row=tuple(each.value for each in rows),
        column="kgce",
    )


def plausibility(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Printed coefficients that differ from their heating value by more than 2 %.

    Returns
    -------
    Answer
        ``flagged`` counts them; each is a finding.
    """
    divisor = _divisor(root, inputs, book)
    stated = root.first("threshold_pct", "limit_pct")
    limit = LIMIT if stated is None else stated.number() / 100
    rows: list[CaseRow] = []
    findings = _told(inputs)
    flagged: list[str] = []
    for node in inputs.items():
        printed = node.first(*PRINTED)
        value, written = _row(node, divisor)
        rows.append(written)
        if printed is None:
            continue
        if value == 0:
            msg = f"{node.path}: a heating value of 0 has no coefficient."
            raise BadInputError(msg, code="case.number", path=node.path)
        difference = (printed.number() - value) / value
        if abs(difference) > limit:
            flagged.append(written.name)
            findings.append(_implausible(printed, value, difference))
    return Answer(
        kind="plausibility",
        values={
            "flagged": len(flagged),
            "flagged_rows": tuple(flagged),
            "checked": len(rows),
        },
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(int(each.name in flagged) for each in rows),
        column="flagged",
    )


def _row(node: Node, divisor: Fraction) -> tuple[Fraction, CaseRow]:
    heat = _heating_value(node)
    value = node.amount("ncv", unit="kJ/kg") if heat is None else heat
    name = node.text("item", default=node.path)
    return row(name, COEFFICIENT, {"NCV": value, "kce": divisor}, unit="kgce")


def _heating_value(node: Node) -> Fraction | None:
    """Heating value in kJ per kg or m3; without a unit below 1000 it is GJ per t."""
    found = node.find("ncv")
    if found is None:
        return None
    place, unit = found
    unit = _SHORT.get(unit, unit) or _unit_by_size(place)
    try:
        return in_unit(place, unit, "kJ/kg")
    except UnitError:
        return in_unit(place, unit, "kJ/m3")


def _unit_by_size(place: Node) -> str:
    return "kJ/kg" if abs(place.number()) >= _LEAST_KJ else "GJ/t"


def _told(inputs: Node) -> list[Finding]:
    """Heating values whose unit was told from their size."""
    told = []
    for node in inputs.items():
        place, unit = node.find("ncv") or (node, "-")
        if not unit and _unit_by_size(place) != "kJ/kg":
            told.append(refusals.unit_by_size(place.path, str(place.value), "GJ/t"))
    return told


def _divisor(root: Node, inputs: Node, book: FactorBook) -> Fraction:
    stated = root.first("kJ_per_kgce", "standard_coal_kJ", "divisor")
    if stated is not None:
        return stated.number()
    written = _DIVISION.search(root.text("formula"))
    if written:
        return Fraction(written[1])
    if "2008" in root.text("edition", "standard", "id", "source"):
        return EDITION_2008
    of_2008 = {
        row.value
        for row in book.rows
        if row.parameter == "ncv" and row.factor_set == "PG2011-NCV2008"
    }
    values = [_heating_value(node) for node in inputs.items()]
    return EDITION_2008 if any(v in of_2008 for v in values) else EDITION_2020


def _implausible(printed: Node, value: Fraction, difference: Fraction) -> Finding:
    return Finding(
        code="case.implausible_coefficient",
        severity=Severity.ERROR,
        place=printed.path,
        value=str(printed.value),
        rule=f"By its heating value it is {shown(round(value, 4))} kgce; the printed "
        f"one differs by {shown(round(difference * 100, 1))} %.",
        hint="Look for a dropped or misplaced digit in the source.",
    )
