"""A tiny case of the small district: six sectors, four measures, 64 draws."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from dafeng.indicators import Demand
from dafeng.measures import Action, Effect, Measure, Potential
from dafeng.pathways import (
    Asked,
    BaseYear,
    Model,
    Outlook,
    OutlookCase,
    StatedFigure,
    base_year_of,
    outlook_of,
)
from tests.pathways.small_district import (
    measure,
    potential,
    small_account,
    small_model,
)

DRAWS = 64
HISTORY = ((2021, 17_200_000_000), (2022, 17_900_000_000), (2023, 17_600_000_000))


def _saving(name: str, sector: str, strength: float) -> Measure:
    effect = Effect(action=Action.EFFICIENCY, sectors=(sector,), strength=strength)
    made = measure(name, effect)
    return attrs.evolve(
        made,
        name_zh=f"措施{name}",
        name_en=f"Measure {name}",
        cost=attrs.evolve(made.cost, investment=50_000.0, saving=1_000.0),
    )


def _possible(name: str, owner: str) -> Potential:
    one = potential(name, (2025, 0.0), (2030, 60.0))
    return attrs.evolve(one, owner=owner, clause="三(一)1")


MEASURES = (
    _saving("boilers", "industry", 0.5),
    _saving("glass", "industry", 0.4),
    _saving("houses", "households", 0.6),
    _saving("offices", "public", 0.5),
)
OWNERS = {"boilers": "fgw", "glass": "nyw", "houses": "fgw", "offices": "gone"}
"""Code of the unit that answers for a measure; one is not in the house."""


@cache
def base() -> tuple[Model, BaseYear]:
    with TemporaryDirectory() as folder:
        model = small_model(Path(folder))
    reading = base_year_of(small_account(), model, seal="f" * 64, history=HISTORY)
    return model, reading.base


def tiny_case(**changes: object) -> OutlookCase:
    """Everything that goes into the outlook of the small district."""
    model, start = base()
    case = OutlookCase(
        model=model,
        base=start,
        measures=MEASURES,
        potentials=tuple(_possible(name, owner) for name, owner in OWNERS.items()),
        asked=(
            Asked(
                target="T003",
                definition="A01",
                year=2030,
                base_year=None,
                demand=Demand(comparator="<=", value=Decimal(1), value_max=None),
            ),
        ),
        stated=(StatedFigure(definition="A01", year=2024, value=Decimal(1)),),
        draws=DRAWS,
    )
    return attrs.evolve(case, **changes)


@cache
def tiny_outlook() -> Outlook:
    """What comes out of the tiny case; computed once for all the tests that read it."""
    return outlook_of(tiny_case())
