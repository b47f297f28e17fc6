"""Which quantities a limit and an output are: energy for a product, and the product."""

from __future__ import annotations

from collections.abc import Iterable

from dafeng.base.errors import UnitError
from dafeng.base.units import Dimension, parse_unit, plain_spelling
from dafeng.enterprises.norms.norms import Norm, packaged_norms

_ENERGIES = ("GJ", "tce等价")


def check_limit_unit(unit: str) -> None:
    """Refuse a unit that is not energy for a product.

    Raises
    ------
    UnitError
        ``unit.unknown``; ``unit.limit``: it is another quantity.

    Examples
    --------
    >>> check_limit_unit("kgce当量/t")
    >>> check_limit_unit("kgce当量/kWh")
    """
    told = parse_unit(unit)
    energy, _slash, product = plain_spelling(unit).partition("/")
    energies = [parse_unit(one).dimension for one in _ENERGIES]
    if (
        not product
        or parse_unit(energy).dimension not in energies
        or parse_unit(product).dimension == Dimension()
    ):
        msg = f"{told} is no energy for a product, such as kgce当量/t."
        raise UnitError(msg, code="unit.limit", unit=unit)


def check_output_unit(product: str, unit: str, norms: Iterable[Norm]) -> None:
    """Refuse a unit in which the output of a product is not counted.

    It is the quantity of the product's limits; of a product without one it is anything
    but energy.

    Raises
    ------
    UnitError
        ``unit.unknown``; ``unit.output``: it is another quantity.

    Examples
    --------
    >>> check_output_unit("cement", "万t", packaged_norms())
    """
    told = parse_unit(unit)
    wanted = [
        parse_unit(plain_spelling(norm.unit).partition("/")[2]).dimension
        for norm in norms
        if norm.product == product
    ]
    energy = parse_unit("GJ").dimension
    if told.dimension in wanted or (not wanted and told.dimension != energy):
        return
    msg = f"The output of {product} is not counted in {told}."
    raise UnitError(msg, code="unit.output", unit=unit, product=product)


def gives_energy_back(product: str) -> bool:
    """Whether a unit consumption of a product can be below 0, as of a converter."""
    return any(
        value is not None and value < 0
        for norm in packaged_norms()
        if norm.product == product
        for value in (norm.advanced, norm.access, norm.limit)
    )
