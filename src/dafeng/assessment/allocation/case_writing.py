"""A case as friendly JSON; reading it back gives the same case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

import attrs

from dafeng.assessment.allocation.records import (
    AllocationCase,
    Budget,
    Parameters,
    Party,
    Stake,
)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def case_to_json(case: AllocationCase) -> bytes:
    """Write a case; what is not stated is left out.

    Numbers are JSON numbers while a double shows the same digits, else texts.
    """
    told: dict[str, Json] = {
        "place": case.place,
        "title": case.title,
        "year": case.year,
        "base_year": case.base_year,
        "energy": _budget(case.energy),
        "carbon": _budget(case.carbon),
        "rule": case.rule,
        "parameters": _parameters(case.parameters),
        "parties": [_party(party) for party in case.parties],
        "synthetic": case.synthetic or None,
    }
    text = json.dumps(_stated(told), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def _stated(told: Mapping[str, Json]) -> dict[str, Json]:
    """What holds something: no empty texts, lists, objects, nulls."""
    return {
        name: value
        for name, value in told.items()
        if value is not None and value not in ("", [], {})
    }


def _number(value: Decimal | None) -> Json:
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    shown = float(value)
    return shown if Decimal(repr(shown)) == value else str(value)


def _budget(budget: Budget | None) -> Json:
    if budget is None:
        return None
    return _stated(
        {
            "total": _number(budget.total),
            "reserve": _number(budget.reserve) or None,
            "reserve_share": _number(budget.reserve_share),
            "step": _number(budget.step) if budget.step != 1 else None,
            "unit": budget.unit,
        }
    )


def _parameters(settings: Parameters) -> Json:
    usual = Parameters()
    told: dict[str, Json] = {}
    for field in attrs.fields(Parameters):
        value = getattr(settings, field.name)
        if value == getattr(usual, field.name):
            continue
        if isinstance(value, Decimal):
            told[field.name] = _number(value)
        elif isinstance(value, int | str):
            told[field.name] = value
    told["years"] = list(settings.years)
    told["indices"] = {one.name: one.direction.value for one in settings.indices}
    told["mixture"] = {one.rule: _number(one.share) for one in settings.mixture}
    told["fuels"] = {
        one.fuel: _stated({"factor": _number(one.factor), "source": one.source})
        for one in settings.fuels
    }
    told["replacements"] = [
        _stated(
            {
                "fuel": one.fuel,
                "by": one.by,
                "share": _number(one.share),
                "source": one.source,
            }
        )
        for one in settings.replacements
    ]
    return _stated(told)


def _party(party: Party) -> Json:
    band = party.band
    return _stated(
        {
            "unit": party.unit,
            "kind": party.kind.value,
            "energy": _stake(party.energy),
            "carbon": _stake(party.carbon),
            "value_added": _number(party.value_added),
            "output": _number(party.output),
            "population": _number(party.population),
            "fuels": {
                use.fuel: _stated(
                    {"amount": _number(use.amount), "factor": _number(use.factor)}
                )
                for use in party.fuels
            },
            "band": None
            if band is None
            else {"low": _number(band.low), "high": _number(band.high)},
            "dropped_years": {str(one.year): one.ground for one in party.dropped_years},
            "figures": {one.name: _number(one.value) for one in party.figures},
        }
    )


def _stake(stake: Stake) -> Json:
    return _stated(
        {
            "history": {str(one.year): _number(one.value) for one in stake.history},
            "lower": _number(stake.lower),
            "upper": _number(stake.upper),
            "fixed": _number(stake.fixed),
            "exempt": _number(stake.exempt) or None,
            "benchmark": _number(stake.benchmark),
        }
    )
