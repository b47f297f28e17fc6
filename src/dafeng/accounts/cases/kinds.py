"""Which computation answers a case: the shape of its inputs, then its category."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.accounts.cases import (
    balances,
    coal_sums,
    fuel_gases,
    fuels,
    grids,
    landfills,
    ledgers,
    materials,
    potentials,
    powers,
    products,
    quality,
    recipes,
    shares,
    spreads,
    standard_coal,
    wastes,
)
from dafeng.accounts.cases.activities import AMOUNTS
from dafeng.accounts.cases.flows import ITEMS, find_amount, flow_of_amount
from dafeng.accounts.cases.parameters import CC, NCV, OF
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Answer
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
    asked : bool
        Whether it answers only when the category speaks for it.
    """

    words: tuple[str, ...]
    shape: Shape
    evaluate: Evaluator
    like: str
    asked: bool = False


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
    named = node.first("fuel")
    return named is not None and node.find(*AMOUNTS) is not None


def _is_named(inputs: Node) -> bool:
    node = _first(inputs)
    found = find_amount(node)
    if found is None:
        return False
    told = flow_of_amount(node, found[0]) != ("", "")
    return told or node.first(*ITEMS) is not None


_KINDS = (
    Kind(
        words=("gwp", "warming", "equivalent", "温室效应", "当量"),
        shape=potentials.holds_gas_masses,
        evaluate=potentials.equivalents,
        like="rows of gas and amount, or masses by gas as in CH4_t",
    ),
    Kind(
        words=("account", "账"),
        shape=ledgers.holds_lines,
        evaluate=ledgers.account,
        like="lines of flow, item, activity, unit",
    ),
    Kind(
        words=("decomposition", "lmdi", "分解"),
        shape=shares.holds_decomposition,
        evaluate=shares.decomposition,
        like="X by year; C0, Ct, X0, Xt; rows of v0, vT, x0, xT",
    ),
    Kind(
        words=(
            *("livestock", "agri", "soil", "manure", "farm", "straw", "畜", "农"),
            *("waste", "landfill", "process", "mobile", "排放"),
        ),
        shape=recipes.holds_recipe,
        evaluate=recipes.recipes,
        like="heads with ef_enteric; n_input with ef1; charge with leak_rate; …",
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
        words=("balance", "平衡"),
        shape=balances.holds_balance,
        evaluate=balances.closure,
        like="production, imports, exports, stock_change, losses, final",
    ),
    Kind(
        words=("combustion", "燃烧", "process", "waste", "compost", "incineration"),
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
        shape=spreads.holds_pairs,
        evaluate=spreads.product_of_values,
        like="activity and factor, each with value and u_pct",
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
        shape=landfills.holds_landfill,
        evaluate=landfills.landfill,
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
        asked=True,
    ),
    Kind(
        words=("power", "electricity", "heat", "livestock", "process", "waste"),
        shape=_is_named,
        evaluate=ledgers.account,
        like="rows of item, activity, unit, with factors from the tables",
    ),
)


def kind_of(root: Node, inputs: Node) -> Kind:
    """Return the computation that answers: of those that fit, one the category names.

    Raises
    ------
    BadInputError
        ``case.shape``: none fits; the message tells what is there and what is known.
    """
    fitting = [kind for kind in _KINDS if kind.shape(inputs)]
    category = root.text("category").casefold()
    spoken = [k for k in fitting if any(word in category for word in k.words)]
    known = spoken or [kind for kind in fitting if not kind.asked]
    if known:
        return known[0]
    expected = [k for k in _KINDS if any(word in category for word in k.words)]
    shapes = "; ".join(kind.like for kind in expected or _KINDS)
    have = ", ".join(_first(inputs).names) or "nothing"
    path = f"{inputs.path or 'inputs'}{'[0]' if inputs.is_list else ''}"
    msg = (
        f"{path}: these inputs have no shape that is known "
        f"(category {category!r}); there is: {have}. Known: {shapes}."
    )
    raise BadInputError(msg, code="case.shape", path=path)
