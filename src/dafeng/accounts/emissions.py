"""Activity times coefficient, as set work on whichever engine is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.accounts.exact import co2e_column, mass_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibis.expr.types import Table

KEY = ("flow", "item", "unit", "factor_set", "owner", "age")
"""Columns by which a row finds its coefficients: those of a ``CoefficientKey``."""


def emit(rows: Table, coefficients: Table, on: Sequence[str] = KEY) -> Table:
    """Multiply rows with their coefficients.

    Parameters
    ----------
    rows : Table
        ``quantity_e3`` (int64, thousandths of the unit), the columns of ``on``, and
        what else should be carried along.
    coefficients : Table
        The columns of ``on``, then ``gas``, ``coefficient_e6`` (int64, millionths of a
        gram per unit), ``gwp_e3`` (int64, thousandths) and what else should be
        carried along; one row for each gas of a key.
    on : sequence of str
        The shared key.

    Returns
    -------
    Table
        One row for each row and gas, with ``mass_g`` and ``co2e_g`` (int64), rounded
        half to even once each. A row without a coefficient gives none: look for its
        key among the findings.

    Source
    ------
    GB/T 32150-2025: emission = activity datum x emission factor; IPCC 2006 Guidelines,
    volume 1, chapter 1.2.
    """
    joined = rows.join(coefficients, list(on))
    mass = joined.mutate(mass_g=mass_column(joined.quantity_e3, joined.coefficient_e6))
    return mass.mutate(co2e_g=co2e_column(mass.mass_g, mass.gwp_e3)).drop(
        "coefficient_e6", "gwp_e3"
    )
