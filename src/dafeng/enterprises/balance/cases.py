"""An energy balance as JSON: what the command line reads, without a house."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from dafeng.base.errors import BadInputError, DafengError
from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.enterprises.balance.closing import enterprise_balance
from dafeng.enterprises.balance.records import (
    BalanceFlow,
    CarrierBalance,
    CoalKind,
    CoalRate,
    CoalTotals,
    EnergyEntry,
    EnterpriseBalance,
    Stated,
)

PLACES = 6
_UNREADABLE = (
    *(ValueError, TypeError, AttributeError, KeyError),
    *(ArithmeticError, RecursionError),
)


@attrs.frozen(kw_only=True)
class EnergyCase:
    """The entries of an enterprise and period, and what a unit of each carrier is."""

    name: str
    period: str
    entries: tuple[EnergyEntry, ...]
    rates: tuple[CoalRate, ...]


def read_energy_case(text: str) -> EnergyCase:
    """Read a case from JSON: ``name``, ``period``, ``rates``, ``entries``.

    Raises
    ------
    BadInputError
        ``case.bad``: it cannot be read, and why.
    """
    try:
        told = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        return EnergyCase(
            name=str(told.get("name", "")),
            period=str(told.get("period", "")),
            entries=tuple(_entry(one) for one in told["entries"]),
            rates=tuple(_rate(one) for one in told.get("rates", ())),
        )
    except DafengError:
        raise
    except _UNREADABLE as error:
        reason = f"no {error.args[0]!r}" if isinstance(error, KeyError) else str(error)
        msg = f"The case cannot be read: {reason}"
        raise BadInputError(msg, code="case.bad") from error


def energy_answer(case: EnergyCase) -> dict[str, Any]:
    """The balance of a case; figures have six decimals, what is unknown is null."""
    found = enterprise_balance(case.entries, case.rates)
    return {
        "name": case.name,
        "period": case.period,
        "carriers": [_carrier(one) for one in found.carriers],
        "totals": {kind.value: _totals(found.totals(kind)) for kind in CoalKind},
        "stages": [
            {
                "stage": one.name.value,
                **{
                    name: _shown(getattr(one, name))
                    for name in ("came", "passed", "lost", "left", "share")
                },
            }
            for one in found.stages
        ],
        "places": _places(found),
        "findings": [
            {"code": one.code, "place": one.place, "value": one.value, "rule": one.rule}
            for one in found.findings
        ],
    }


def _entry(told: Mapping[str, Any]) -> EnergyEntry:
    quantity = told["quantity"]
    exact = None if quantity is None else Fraction(quantity)
    if exact is not None and exact < 0:
        msg = f"{told['carrier']} {told['flow']}: {quantity} is below zero."
        raise BadInputError(msg, code="case.bad")
    words = ("workshop", "process", "equipment", "source", "within")
    return EnergyEntry(
        carrier=str(told["carrier"]),
        flow=BalanceFlow(told["flow"]),
        quantity=exact,
        known=Fraction(told.get("known", 1)),
        **{name: str(told.get(name, "")) for name in words},
    )


def _rate(told: Mapping[str, Any]) -> CoalRate:
    def exact(name: str) -> Fraction | None:
        value = told.get(name)
        return None if value is None else Fraction(value)

    calorific = exact("calorific")
    return CoalRate(
        carrier=str(told["carrier"]),
        calorific=calorific,
        equal=exact("equal") if "equal" in told else calorific,
        unit=str(told.get("unit", "")),
        source=str(told.get("source", "")),
    )


def _carrier(one: CarrierBalance) -> dict[str, Any]:
    return {
        "carrier": one.carrier,
        "unit": one.rate.unit,
        "flows": {flow.value: _stated(stated) for flow, stated in one.flows.items()},
        **{
            name: _shown(getattr(one, name))
            for name in ("came", "went", "lost", "left", "known")
        },
    }


def _stated(one: Stated) -> dict[str, Any]:
    return {
        name: _shown(getattr(one, name)) for name in ("value", "least", "known")
    } | {"count": one.count}


def _totals(one: CoalTotals) -> dict[str, Any]:
    names = [each.name for each in attrs.fields(CoalTotals)]
    return {name: _shown(getattr(one, name)) for name in names}


def _places(found: EnterpriseBalance) -> list[dict[str, Any]]:
    return [
        {
            "place": list(one.place),
            "carriers": {code: _stated(sum_) for code, sum_ in one.carriers.items()},
            "calorific": _stated(one.calorific),
            "equal": _stated(one.equal),
            "share": _shown(one.share),
        }
        for one in found.places
    ]


def _shown(value: Fraction | None) -> Decimal | None:
    return None if value is None else without_zeros(round_half_even(value, PLACES))
