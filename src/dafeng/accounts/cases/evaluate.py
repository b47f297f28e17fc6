"""Self-contained cases: a category and a shape of inputs decide what is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.accounts.cases import (
    balances,
    coal_sums,
    fuel_gases,
    fuels,
    grids,
    ledgers,
    materials,
    powers,
    products,
    quality,
    refusals,
    shares,
    spreads,
    standard_coal,
    wastes,
)
from dafeng.accounts.cases.activities import AMOUNTS
from dafeng.accounts.cases.comparisons import compare
from dafeng.accounts.cases.flows import ITEMS, find_amount, flow_of_amount
from dafeng.accounts.cases.nodes import Node, unit_of_key
from dafeng.accounts.cases.parameters import CC, NCV, OF
from dafeng.accounts.cases.records import CaseResult, CaseRow
from dafeng.base.errors import BadInputError
from dafeng.factors import factor_book

if TYPE_CHECKING:
    from dafeng.accounts.cases.records import Answer, Value
    from dafeng.factors import FactorBook

    Evaluator: TypeAlias = Callable[[Node, Node, FactorBook], Answer]
    Shape: TypeAlias = Callable[[Node], bool]


@attrs.frozen(kw_only=True)
class Kind:
    """One computation, and the shape of inputs that it answers.

    Attributes
    ----------
    words : tuple of str
        Words of categories that speak for it when several shapes fit.
    shape : callable
        Whether the inputs have its shape.
    evaluate : callable
    like : str
        What its inputs hold, for the message when nothing fits.
    """

    words: tuple[str, ...]
    shape: Shape
    evaluate: Evaluator
    like: str


def _first(inputs: Node) -> Node:
    return next(inputs.items(), inputs) if inputs.is_list else inputs


def _of_rows(shape: Shape) -> Shape:
    return lambda inputs: shape(_first(inputs))


def _is_combustion(inputs: Node) -> bool:
    node = _first(inputs)
    if node.find(*CC) is not None:
        return True
    heated = node.find(*NCV) is not None
    return heated and bool(node.find(*OF) or node.find(*AMOUNTS))


def _is_fuel(inputs: Node) -> bool:
    node = _first(inputs)
    named = node.first("fuel", "燃料")
    return named is not None and node.find(*AMOUNTS) is not None


def _is_decomposition(inputs: Node) -> bool:
    node = _first(inputs)
    return any(key in node for key in ("X", "X0", "C0", "cells", "v0"))


def _is_named(inputs: Node) -> bool:
    node = _first(inputs)
    found = find_amount(node)
    if found is None:
        return False
    told = flow_of_amount(node, found[0]) != ("", "")
    return told or node.first(*ITEMS) is not None


_TOLD = ("expected", "published", "recomputed", "year", "tolerance")
"""Numbers of a row that state a result or a time."""

_KINDS = (
    Kind(
        words=("account", "账"),
        shape=ledgers.holds_lines,
        evaluate=ledgers.account,
        like="lines of flow, item, activity, unit",
    ),
    Kind(
        words=("decomposition", "lmdi", "分解"),
        shape=_is_decomposition,
        evaluate=shares.decomposition,
        like="X by year; C0, Ct, X0, Xt; rows of v0, vT, x0, xT",
    ),
    Kind(
        words=("electricity factors", "grid", "电力"),
        shape=_of_rows(grids.holds_years),
        evaluate=grids.factor_change,
        like="rows of region, f2022, f2023",
    ),
    Kind(
        words=("data quality", "质量"),
        shape=fuels.holds_sets,
        evaluate=fuels.compared_sets,
        like="an activity with setA and setB",
    ),
    Kind(
        words=("combustion", "燃烧"),
        shape=fuel_gases.holds_gases,
        evaluate=fuel_gases.gases,
        like="rows of fuel, activity, unit, ef_co2, ef_ch4, ef_n2o",
    ),
    Kind(
        words=("combustion", "燃烧"),
        shape=_is_combustion,
        evaluate=fuels.combustion,
        like="rows of activity, unit, ncv, cc, of",
    ),
    Kind(
        words=("data quality", "质量"),
        shape=_of_rows(standard_coal.holds_printed),
        evaluate=standard_coal.plausibility,
        like="rows of ncv_kJ and printed",
    ),
    Kind(
        words=("energy accounting", "standard coal", "能耗"),
        shape=coal_sums.holds_coefficients,
        evaluate=coal_sums.energy_use,
        like="rows of energy, activity, unit, coefficient",
    ),
    Kind(
        words=("power", "electricity", "电力"),
        shape=powers.holds_bases,
        evaluate=powers.net_power,
        like="bought_MWh, sold_MWh, green_MWh, ef_average, ef_residual",
    ),
    Kind(
        words=("energy accounting", "standard coal", "能耗"),
        shape=_of_rows(standard_coal.holds_heating_value),
        evaluate=standard_coal.coefficients,
        like="rows of ncv_kJ",
    ),
    Kind(
        words=("uncertainty", "不确定"),
        shape=spreads.holds_range,
        evaluate=spreads.draws,
        like="default, range95, draws",
    ),
    Kind(
        words=("uncertainty", "不确定"),
        shape=spreads.holds_sum,
        evaluate=spreads.sum_rule,
        like="x and u_pct, of one length",
    ),
    Kind(
        words=("uncertainty", "不确定"),
        shape=spreads.holds_product,
        evaluate=spreads.product_rule,
        like="u_activity_pct, u_factor_pct",
    ),
    Kind(
        words=("waste", "landfill", "废弃物"),
        shape=wastes.holds_landfill,
        evaluate=wastes.landfill,
        like="W_t, doc, doc_f, mcf, F, k",
    ),
    Kind(
        words=("waste", "incineration", "焚烧"),
        shape=wastes.holds_incineration,
        evaluate=wastes.incineration,
        like="W_t, dm, cf, fcf, of",
    ),
    Kind(
        words=("waste water", "wastewater", "污水"),
        shape=wastes.holds_waste_water,
        evaluate=wastes.waste_water,
        like="tow_kg, b0, mcf",
    ),
    Kind(
        words=("process", "steel", "过程"),
        shape=materials.holds_carbon_balance,
        evaluate=materials.carbon_balance,
        like="in and out, rows of amount and carbon_fraction",
    ),
    Kind(
        words=("process", "clinker", "lime", "水泥"),
        shape=materials.holds_oxides,
        evaluate=materials.clinker,
        like="rows of amount, cao_fraction, ckd",
    ),
    Kind(
        words=("process", "carbonate", "碳酸盐"),
        shape=materials.holds_carbonates,
        evaluate=materials.carbonates,
        like="rows of amount, ef, calcination or purity",
    ),
    Kind(
        words=("combustion", "燃烧", "energy", "fuel"),
        shape=_is_fuel,
        evaluate=fuels.combustion,
        like="rows of fuel, activity, unit",
    ),
    Kind(
        words=("balance", "平衡"),
        shape=balances.holds_balance,
        evaluate=balances.closure,
        like="production, imports, exports, stock_change, losses, final",
    ),
    Kind(
        words=("power", "electricity", "heat", "livestock", "process", "product"),
        shape=products.holds_product,
        evaluate=products.products,
        like="rows of activity, unit, ef",
    ),
    Kind(
        words=("data quality", "质量"),
        shape=quality.holds_rows,
        evaluate=quality.flagged_rows,
        like="rows with amounts, units, ranges, or a factor beside its parts",
    ),
    Kind(
        words=("power", "electricity", "heat", "livestock", "process", "waste"),
        shape=_is_named,
        evaluate=ledgers.account,
        like="rows of item, activity, unit, with factors from the tables",
    ),
)


def evaluate_case(
    case: Mapping[str, object], *, book: FactorBook | None = None
) -> CaseResult:
    """Evaluate a self-contained case.

    Parameters
    ----------
    case : mapping
        ``inputs`` in a shape of this room's README; ``category`` decides between
        shapes that both fit; ``expected`` and ``tolerance`` are compared when they
        are there. Numbers may be text.
    book : FactorBook, optional
        Tables for what the case leaves open; default the packaged ones.

    Returns
    -------
    CaseResult
        Figures of 15 significant digits, rows with their formulas filled in, what was
        refused, and the comparison.

    Raises
    ------
    BadInputError
        ``case.missing``, ``case.number``, ``case.shape``: the message begins with the
        path of what cannot be used, for example ``inputs[1].ncv``.
    UnitError
        A unit is unknown, or of another dimension.
    """
    root = Node(case)
    inputs = _inputs(root)
    kind = _kind(root, inputs)
    root.read.clear()  # looking for the shape has looked at much
    answer = kind.evaluate(root, inputs, book or factor_book())
    if "quality" in root.text("category").casefold():
        answer = _with_refusals(answer)
    values, comparisons = compare(root, inputs, answer)
    unread = [
        refusals.unread(node.path, str(node.value), answer.kind)
        for node in inputs.unread()
        if not node.path.rpartition(".")[2].startswith(_TOLD)
    ]
    return CaseResult(
        id=root.text("id"),
        title=root.text("title"),
        category=root.text("category"),
        kind=answer.kind,
        values=values,
        rows=(*answer.rows, *_summary(answer)),
        findings=(*answer.findings, *unread),
        comparisons=comparisons,
    )


def _summary(answer: Answer) -> list[CaseRow]:
    """Figures that are no row yet: sums, ratios, counts."""
    shown = {row.value for row in answer.rows}
    rows = []
    for name, value in _flat(answer.values):
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            continue
        if value in shown:
            continue
        parts = name.split("_")
        units = ("_".join(parts[cut:]) for cut in range(1, len(parts)))
        unit = next(filter(None, map(unit_of_key, units)), "")
        figure = Decimal(value)
        rows.append(
            CaseRow(name=name, written="", value=figure, unit=unit, source="rows")
        )
    return rows


def _flat(values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{key}", each) for key, each in value.items())
        else:
            yield name, value


def _with_refusals(answer: Answer) -> Answer:
    """Count what was refused: that is the figure of a case of data quality."""
    refused = quality.error_count(answer.findings)
    counts: dict[str, Value] = {"flagged": refused, "refused": bool(refused)}
    return attrs.evolve(answer, values={**counts, **answer.values})


def _inputs(root: Node) -> Node:
    if not root.names:
        msg = "A case is an object with inputs; here is none."
        raise BadInputError(msg, code="case.shape", path="")
    return root.child("inputs") if "inputs" in root else root


def _kind(root: Node, inputs: Node) -> Kind:
    fitting = [kind for kind in _KINDS if kind.shape(inputs)]
    category = root.text("category").casefold()
    spoken = [k for k in fitting if any(word in category for word in k.words)]
    if spoken or fitting:
        return (spoken or fitting)[0]
    expected = [k for k in _KINDS if any(word in category for word in k.words)]
    shapes = "; ".join(kind.like for kind in expected or _KINDS)
    have = ", ".join(_first(inputs).names) or "nothing"
    path = f"{inputs.path or 'inputs'}{'[0]' if inputs.is_list else ''}"
    msg = (
        f"{path}: these inputs have no shape that is known "
        f"(category {category!r}); there is: {have}. Known: {shapes}."
    )
    raise BadInputError(msg, code="case.shape", path=path)
