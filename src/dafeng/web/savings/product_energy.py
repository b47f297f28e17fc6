"""What the products of a unit took, for the report of its emissions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert, parse_unit
from dafeng.web.core.models import Organisation
from dafeng.web.savings.models import ProductYear
from dafeng.web.verification.selectors.beside import register_product_energy

_COAL = "tce当量"


def product_tce(enterprise: Organisation, year: int) -> Decimal | None:
    """Standard coal, calorific, of all products of a year; None: nothing is entered."""
    rows = ProductYear.objects.filter(
        enterprise=enterprise, year=year, withdrawn_at=None
    )
    held = list(rows)
    coal = parse_unit(_COAL).dimension
    if not held or any(parse_unit(one.energy_unit).dimension != coal for one in held):
        return None
    whole = sum(
        (convert(one.energy, one.energy_unit, _COAL) for one in held), Fraction(0)
    )
    return round_half_even(whole, 6)


register_product_energy(product_tce)
