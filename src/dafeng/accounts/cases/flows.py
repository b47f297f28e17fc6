"""Which flow a line of a case is about, how much of it, and where its factors hold."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.bare_factors import is_power
from dafeng.accounts.cases.gases import plain_gas, same_dimension
from dafeng.accounts.cases.item_names import code_of, set_of
from dafeng.accounts.cases.nodes import plain_unit
from dafeng.accounts.cases.packaged import first_answer, regions_of, year_of
from dafeng.accounts.catalogue import flow, flows
from dafeng.accounts.methods import methods_for, units_for
from dafeng.accounts.methods.heat import steam_heat
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.findings import Severity
from dafeng.base.tables import packaged_rows
from dafeng.base.units import convert
from dafeng.factors import MissingFactorError, Request

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.methods.records import Method
    from dafeng.base.findings import Finding
    from dafeng.factors import FactorBook

ITEMS = ("item",)
AMOUNTS = (
    "activity",
    "power_amount",
    "heat_amount",
    "steam",
    "heads",
    "production",
    "area",
)
_POWER, _HEAT = ("power.bought", "ELECTRICITY"), ("heat.bought", "HEAT")
FLOWS_OF_AMOUNTS = {"power_amount": _POWER, "heat_amount": _HEAT, "steam": _HEAT}
_DEFAULT_UNITS = {"kWh": "MWh"}
_FACTOR_UNITS = {"kWh": "kgCO2/kWh", "GJ": "tCO2/GJ", "头": "kgCH4/头"}
_HEADS = {"head", "heads", "头", "只", "animal", "animals"}


_UNIT_KEYS = ("kWh", "MWh", "GWh", "万kWh", "TJ", "GJ", "MJ", "t", "kg", "m3", "万m3")


def find_amount(node: Node) -> tuple[Node, str] | None:
    """Find the amount of a row, and the unit in its key.

    A key may be the unit itself: ``{"kWh": 1000}``.
    """
    found = node.find(*AMOUNTS)
    if found is not None:
        return found
    for unit in _UNIT_KEYS:
        for key in (unit, unit.lower()):
            if key in node:
                return node.child(key), unit
    return None


def flow_of_amount(node: Node, place: Node) -> tuple[str, str]:
    """Flow and item that the key of an amount, or its unit, tells; else empty."""
    for symbol, told in FLOWS_OF_AMOUNTS.items():
        found = node.find(symbol)
        if found is not None and found[0].path == place.path:
            return told
    key = place.path.rpartition(".")[2]
    unit = next((u for u in _UNIT_KEYS if u.casefold() == key.casefold()), "")
    return _POWER if is_power(unit or node.text("unit")) else ("", "")


def name_of(node: Node, default: str) -> str:
    """Name a row by its item, else by the key of its amount."""
    found = find_amount(node)
    if found is None:
        return node.text(*ITEMS, default=default)
    key = found[0].path.rpartition(".")[2]
    return node.text(*ITEMS, default=key.partition("_")[0])


@attrs.frozen(kw_only=True)
class Supply:
    """One line before its factors.

    Attributes
    ----------
    flow, item : str
        Codes; an item that the tables do not know keeps its name.
    amount : Fraction
        In ``unit``.
    unit : str
        Canonical unit of the flow.
    sign : int
        ``-1`` for what is sold or taken out.
    year : int
    regions : tuple of str
    factor_set : str
    power : str
        Which grid factor counts.
    factor_unit : str
        Unit of an inline factor that states none.
    findings : tuple of Finding
    """

    flow: str
    item: str
    amount: Fraction
    unit: str
    sign: int = 1
    year: int
    regions: tuple[str, ...]
    factor_set: str = ""
    power: str = "average"
    factor_unit: str = ""
    findings: tuple[Finding, ...] = ()


def read_supply(root: Node, node: Node, book: FactorBook) -> Supply:
    """Read one line of an account.

    Raises
    ------
    BadInputError
        ``case.missing``, ``case.number``, ``flow.unknown``.
    """
    found = find_amount(node)
    if found is None:
        have = ", ".join(node.names) or "nothing"
        path = f"{node.path}.activity".strip(".")
        msg = f"{path}: is missing; there is: {have}."
        raise BadInputError(msg, code="case.missing", path=path)
    place, suffix = found
    flow_of_key, item_of_key = flow_of_amount(node, place)
    name = node.text(*ITEMS, default=item_of_key)
    code = code_of(book, name) if name else None
    item = code or plain_gas(name)
    chosen = set_of(
        book, node.text("factor_set", "set") or root.text("factor_set", "set")
    )
    regions = regions_of(root, node, book)
    year = year_of(root, node, book, item, chosen)
    flow_code = _stated_flow(node) or flow_of_key or _listed_flow(item)
    request = Request(
        item=item, needs=(), gas="", year=year, regions=regions, factor_set=chosen
    )
    flow_code = flow_code or _flow_of(request, book)
    amount, unit, findings = _amount(node, place, suffix, flow_code, item)
    if not flow_code:
        at = f"{node.path}.flow".strip(".")
        findings = (*findings, refusals.unknown_fuel(at, name, Severity.ERROR))
    return Supply(
        flow=flow_code,
        item=item,
        amount=amount,
        unit=unit,
        sign=flow(flow_code).sign if flow_code else 1,
        year=year,
        regions=regions,
        factor_set=chosen,
        power=node.text("grid_factor", "power_factor")
        or root.text("power", "grid_factor", default="average"),
        factor_unit=_FACTOR_UNITS.get(unit, ""),
        findings=findings,
    )


def _stated_flow(node: Node) -> str:
    stated = node.text("flow")
    if not stated:
        return ""
    try:
        return flow(stated).code
    except NotFoundError as error:
        by_name = {each.name_zh: each.code for each in flows().values()}
        if stated in by_name:
            return by_name[stated]
        msg = f"{node.path}.flow: {error}"
        raise BadInputError(msg, code=error.code, path=f"{node.path}.flow") from error


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    rows = packaged_rows("dafeng.accounts.cases", "flows_of_items.csv")
    pairs = [(row["prefix"], row["flow"]) for row in rows]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _listed_flow(item: str) -> str:
    return next((code for start, code in _prefixes() if item.startswith(start)), "")


def _flow_of(request: Request, book: FactorBook) -> str:
    """Return the first flow of the catalogue that the tables can answer for an item."""
    if not request.item:
        return ""
    for code in flows():
        if code.startswith("power."):
            continue
        for unit in units_for(code, request.item):
            own = [
                each
                for each in methods_for(code, request.item, unit)
                if any(not need.code for need in each.needs)
            ]
            if own and _answers(own, request, book):
                return code
    return ""


def _answers(methods: list[Method], request: Request, book: FactorBook) -> bool:
    try:
        first_answer(methods, request, book)
    except MissingFactorError:
        return False
    return True


def _amount(
    node: Node, place: Node, suffix: str, flow_code: str, item: str
) -> tuple[Fraction, str, tuple[Finding, ...]]:
    value = place.number()
    enthalpy = node.find("enthalpy")
    units = units_for(flow_code, item) if flow_code else ()
    stated = suffix or node.text("unit")
    stated = "头" if stated.casefold() in _HEADS else stated
    findings: tuple[Finding, ...] = ()
    if value < 0:
        findings = (refusals.negative(place.path, str(place.value)),)
    if enthalpy is not None:
        water = node.find("feed_water")
        heat = steam_heat(
            convert(value, plain_unit(stated or "t"), "t"),
            enthalpy[0].number(),
            Fraction(0) if water is None else water[0].number(),
        )
        return heat, "GJ", findings
    canonical = next((unit for unit in units if same_dimension(stated, unit)), "")
    if not stated and units:
        canonical = units[0]
        stated = _DEFAULT_UNITS.get(canonical, canonical)
    if not canonical:
        rule = f"{flow_code or 'A line'} is counted in {', '.join(units) or 'no unit'}."
        wrong = refusals.unknown_unit(f"{node.path}.unit".strip("."), stated, rule)
        return value, stated, (*findings, wrong)
    return convert(value, plain_unit(stated), canonical), canonical, findings
