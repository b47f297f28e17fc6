"""Ready factors of fuels: per mass, per volume or per heat, one gas or several.

Source: IPCC 2006 Guidelines, volume 2, chapter 2, equation 2.1 (fuel times factor, in
kg of gas per TJ) and tables 2.2 to 2.5.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.activities import read_activity
from dafeng.accounts.cases.bare_factors import bare_unit
from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.gases import gwp_set, inline_factor, potential
from dafeng.accounts.cases.parameters import NCV, heating_value
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.formula import symbols
from dafeng.accounts.methods.combustion import DoubleHeatingValueError, check_heat_path
from dafeng.base.errors import UnitError
from dafeng.base.findings import has_errors

if TYPE_CHECKING:
    from dafeng.accounts.cases.activities import Activity
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.accounts.formula import Formula
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

_NCV, _EF = symbols("NCV EF")
_STEMS = {
    "CO2": ("ef_co2",),
    "CH4": ("ef_ch4",),
    "N2O": ("ef_n2o",),
    "CF4": ("ef_cf4",),
    "C2F6": ("ef_c2f6",),
    "SF6": ("ef_sf6",),
}
_BY_HEAT = "kg/TJ"


@attrs.frozen(kw_only=True)
class Ready:
    """A ready factor and the formula that takes it, in t of gas per unit of activity.

    Attributes
    ----------
    formula : Formula
    numbers : dict of str to Fraction
    gas : str
    findings : tuple of Finding
    """

    formula: Formula
    numbers: dict[str, Fraction]
    gas: str
    findings: tuple[Finding, ...] = ()


def ready_factor(
    node: Node, activity: Activity, found: tuple[Node, str], gas: str, unit: str = ""
) -> Ready:
    """Read a factor per unit of activity, or per heat with the row's heating value.

    Raises
    ------
    BadInputError
        ``case.missing``: the factor is per heat, and the heating value is not there.
    UnitError
        Its unit is unknown or measures something else.
    """
    place, stated = found
    told: tuple[Finding, ...] = ()
    stated = stated or unit
    if not stated:
        stated, told = bare_unit(place, activity.stated or activity.unit, fuel=True)
    try:
        factor = inline_factor(place, stated, activity.unit, gas)
    except UnitError:
        factor = inline_factor(place, stated, "GJ", gas)
        ncv, more = heating_value(node, activity.path)
        told = (*told, *more)
        numbers = {"NCV": ncv, "EF": factor.value}
        return Ready(formula=_NCV * _EF, numbers=numbers, gas=factor.gas, findings=told)
    numbers = {"EF": factor.value}
    return Ready(formula=_EF, numbers=numbers, gas=factor.gas, findings=told)


def gases(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """Rows of a fuel with ``ef_co2``, ``ef_ch4`` and ``ef_n2o``, in kg/TJ by default.

    Returns
    -------
    Answer
        ``<fuel>_t<gas>`` for each, ``sum_t<gas>``, and ``total_tCO2e`` under the
        case's ``gwp``.
    """
    rows: list[CaseRow] = []
    findings: list[Finding] = []
    sums: dict[str, Fraction] = {}
    values: dict[str, Value] = {}
    for index, node in enumerate(inputs.items()):
        fuel = node.text("fuel", "item", default=str(index + 1))
        activity = read_activity(node)
        told = [*activity.findings, *_double(node, activity)]
        for gas, stems in _STEMS.items():
            found = node.find(*stems)
            if found is None or has_errors(told):
                continue
            ready = ready_factor(node, activity, found, gas, _BY_HEAT)
            told += ready.findings
            value, written = row(
                f"{fuel} {gas}",
                ready.formula,
                ready.numbers,
                times=activity.amount,
                unit=f"t{gas}",
            )
            rows.append(written)
            values[f"{fuel}_t{gas}"] = figure(value)
            sums[gas] = sums.get(gas, Fraction(0)) + value
        findings += told
    refused = has_errors(findings)
    for gas, total in sums.items():
        values[f"sum_t{gas}"] = None if refused else figure(total)
    equivalent = [total * potential(root, gas, book) for gas, total in sums.items()]
    values["total_tCO2e"] = None if refused else figure(sum(equivalent, Fraction(0)))
    values["gwp"] = gwp_set(root)
    return Answer(
        kind="combustion-gases",
        values=values,
        rows=tuple(rows),
        findings=tuple(findings),
        per_row=tuple(each.value for each in rows),
        column="t",
    )


def holds_gases(inputs: Node) -> bool:
    """Whether rows hold a factor of a named gas."""
    node = next(inputs.items(), inputs)
    return any(node.find(*stems) for stems in _STEMS.values())


def _double(node: Node, activity: Activity) -> list[Finding]:
    ncv = node.find(*NCV) if activity.path == "heat" else None
    try:
        check_heat_path(node.path, ncv=ncv[0].value if ncv else None)
    except DoubleHeatingValueError as error:
        place = f"{node.path}.ncv".strip(".")
        return [refusals.double_heating_value(place, str(error))]
    return []
