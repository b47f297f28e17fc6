"""The case of a whole outlook of the small district: four measures that cost money."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from dafeng.measures import Cost, Effect, Measure, Potential
from dafeng.measures.records import Action
from dafeng.pathways import OutlookCase, base_year_of
from tests.pathways.small_district import (
    measure,
    potential,
    small_account,
    small_model,
)

DRAWS = 256
HISTORY = ((2022, 17_000_000_000), (2023, 17_500_000_000))


def whole_case(folder: Path, **changes: Any) -> OutlookCase:
    """Boilers, lamps that pay for themselves, sorting of waste, and solar power."""
    model = small_model(folder)
    base = base_year_of(small_account(), model, seal="", history=HISTORY).base
    case = OutlookCase(
        model=model,
        base=base,
        measures=(
            costs(_boilers(), investment=3000, saving=100),
            costs(_lamps(), investment=500, saving=400),
            costs(_sorting(), investment=1000, saving=0),
            costs(_sun(), investment=2000, saving=50),
        ),
        potentials=(
            of("boilers", (2025, 0.0), (2030, 80.0)),
            of("lamps", (2024, 20.0), (2030, 80.0)),
            of("sorting", (2025, 0.0), (2030, 100.0)),
            of("sun", (2025, 0.0), (2035, 100.0)),
        ),
        draws=DRAWS,
    )
    return attrs.evolve(case, **changes)


def quick(settings: Mapping[str, str]) -> dict[str, Decimal]:
    """Settings of levers out of texts."""
    return {code: Decimal(value) for code, value in settings.items()}


def costs(one: Measure, *, investment: float, saving: float) -> Measure:
    """The measure at a price per unit of size."""
    cost = Cost(
        investment=investment,
        operation=0.0,
        saving=float(saving),
        life=20.0,
        price_year=2024,
    )
    return attrs.evolve(one, cost=cost)


def of(name: str, *planned: tuple[int, float]) -> Potential:
    """A potential of 100 units that a unit of the same name answers for."""
    return attrs.evolve(
        potential(name, *planned, size=100.0, delay=((0, 0.7), (1, 0.3))),
        owner=f"unit-{name}",
        clause=f"c-{name}",
        probability=0.9,
    )


def _boilers() -> Measure:
    return measure(
        "boilers",
        Effect(
            action=Action.EFFICIENCY,
            sectors=("industry",),
            carrier="natural-gas",
            strength=0.3,
        ),
    )


def _lamps() -> Measure:
    return measure(
        "lamps",
        Effect(
            action=Action.EFFICIENCY,
            sectors=("services", "public"),
            carrier="electricity",
            strength=0.2,
        ),
    )


def _sorting() -> Measure:
    return measure(
        "sorting", Effect(action=Action.PROCESS, sectors=("waste",), strength=0.5)
    )


def _sun() -> Measure:
    return measure("sun", Effect(action=Action.GENERATION, sectors=(), strength=20.0))
