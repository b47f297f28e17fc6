"""Methods: one file per source, each a formula with what it needs and its document."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from dafeng.base.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.accounts.methods.records import Method

__all__ = ["SOURCES", "method", "methods_for", "units_for"]

SOURCES = (
    "combustion",
    "power",
    "heat",
    "carbonates",
    "clinker",
    "lime",
    "glass",
    "steel",
    "metals",
    "carbide",
    "livestock",
    "manure",
    "soils",
    "rice",
    "straw",
    "landfill",
    "incineration",
    "biological",
    "waste_water",
    "fgas",
    "forest",
)
"""Files of this folder that export ``METHODS``, and ``ITEMS`` where a method serves
only some items of its flow (id of the method to codes)."""


@cache
def _items() -> Mapping[str, tuple[str, ...]]:
    items: dict[str, tuple[str, ...]] = {}
    for source in SOURCES:
        module = import_module(f"dafeng.accounts.methods.{source}")
        items.update(getattr(module, "ITEMS", {}))
    return items


@cache
def _by_id() -> Mapping[str, Method]:
    methods = [
        each
        for source in SOURCES
        for each in import_module(f"dafeng.accounts.methods.{source}").METHODS
    ]
    by_id = {each.id: each for each in methods}
    if len(by_id) < len(methods):
        twice = sorted({m.id for m in methods if by_id[m.id] is not m})
        msg = f"Two methods have one id: {', '.join(twice)}. Rename one of them."
        raise ValueError(msg)
    return by_id


@cache
def _by_flow() -> Mapping[tuple[str, str], tuple[Method, ...]]:
    by_flow: dict[tuple[str, str], list[Method]] = {}
    for each in _by_id().values():
        by_flow.setdefault((each.flow, each.unit), []).append(each)
    return {
        key: tuple(sorted(found, key=lambda m: (m.gas, m.rank, m.id)))
        for key, found in by_flow.items()
    }


def methods_for(
    flow: str,
    item: str,
    unit: str,
    *,
    power: str = "average",
) -> tuple[Method, ...]:
    """Return the methods of a flow, those of one gas by rank.

    A method whose needs name the item's own factors stands for all items of its flow:
    the first rank whose factors exist is used.

    Parameters
    ----------
    flow : str
        Code of ``data/flows.csv``.
    item : str
        Code of the fuel, material or product.
    unit : str
        Canonical unit of the activity.
    power : {"average", "residual", "fossil", "enterprise"}
        Which grid factor counts for power; one never stands in for another.

    Returns
    -------
    tuple of Method
        Ordered by gas, then rank; empty where the flow emits nothing in that unit.
    """
    found = _by_flow().get((flow, unit), ())
    if flow.startswith("power."):
        found = tuple(m for m in found if m.id.endswith(f".{power}"))
    items = _items()
    return tuple(m for m in found if item in items.get(m.id, (item,)))


def method(identifier: str) -> Method:
    """Return the method with an id; deposits of a landfill have one for each age.

    Raises
    ------
    NotFoundError
        ``method.unknown``: no file of this folder has it; the message lists those of
        the same source.
    """
    methods = _by_id()
    if identifier in methods:
        return methods[identifier]
    source = identifier.partition(".")[0]
    if source == "landfill":
        landfill = import_module("dafeng.accounts.methods.landfill")
        deposit: Method = landfill.landfill_method(identifier)
        return deposit
    near = [name for name in methods if name.startswith(source)] or list(methods)
    msg = f"No method {identifier!r}. There are: {', '.join(sorted(near))}."
    raise NotFoundError(msg, code="method.unknown", method=identifier)


def units_for(flow: str, item: str) -> tuple[str, ...]:
    """Return the canonical units in which a flow of an item has methods."""
    units = dict.fromkeys(unit for code, unit in _by_flow() if code == flow)
    return tuple(unit for unit in units if methods_for(flow, item, unit))
