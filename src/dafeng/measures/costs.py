"""What a measure costs a year, and for each tonne that it avoids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.measures.records import Cost


ASSUMED_RATE = 0.06
"""Real rate of interest a year; assumed, no document of a district names one."""


def capital_recovery(rate: float, years: float) -> float:
    """Share of an investment that is paid back each year, interest and all.

    ``rate / (1 - (1 + rate) ** -years)``, and ``1 / years`` without interest.

    Parameters
    ----------
    rate : float
        Real rate of interest a year, 0.06 is 6 %.
    years : float
        Life.

    Raises
    ------
    BadInputError
        ``measure.rate`` or ``measure.life``: a rate of -1 or less, no life.

    Examples
    --------
    >>> round(capital_recovery(0.06, 20), 6)
    0.087185
    >>> capital_recovery(0.0, 20)
    0.05
    """
    if rate <= -1:
        msg = f"A rate of interest of {rate:g} is no rate; write 0.06 for 6 %."
        raise BadInputError(msg, code="measure.rate", rate=rate)
    if years <= 0:
        msg = f"A life of {years:g} years is no life; write years above 0."
        raise BadInputError(msg, code="measure.life", years=years)
    if rate == 0:
        return 1 / years
    paid: float = rate / (1 - (1 + rate) ** -years)
    return paid


def annual_cost(cost: Cost, rate: float) -> float:
    """Yuan per unit of size and year: annuity and operation less what is saved.

    Parameters
    ----------
    cost : Cost
    rate : float
        Real rate of interest a year.

    Raises
    ------
    BadInputError
        As :func:`capital_recovery`.
    """
    annuity = cost.investment * capital_recovery(rate, cost.life)
    return annuity + cost.operation - cost.saving


def stand_alone_cost(cost: Cost, rate: float, *, tonnes: float) -> float:
    """Yuan per tonne of CO2e of a measure that is done alone; negative earns money.

    Parameters
    ----------
    cost : Cost
    rate : float
        Real rate of interest a year.
    tonnes : float
        Tonnes of CO2e that one unit of size avoids in a year of full effect, more
        than 0.

    Raises
    ------
    BadInputError
        ``measure.avoids_nothing``: a measure that avoids nothing has no cost per tonne.
    """
    if tonnes <= 0:
        msg = (
            f"A measure that avoids {tonnes:g} t a year has no cost per tonne; "
            "compare it by its cost a year."
        )
        raise BadInputError(msg, code="measure.avoids_nothing", tonnes=tonnes)
    return annual_cost(cost, rate) / tonnes
