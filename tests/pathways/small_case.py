"""The case of a whole outlook of the small district: 256 draws, two conventions."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from dafeng.base.plain import record_from_json, record_to_json
from dafeng.indicators import Demand
from dafeng.measures import Effect
from dafeng.measures.records import Action
from dafeng.pathways import (
    Asked,
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

DRAWS = 256


@cache
def small_case() -> OutlookCase:
    """Two measures: boilers that need less gas, and solar power."""
    with tempfile.TemporaryDirectory() as folder:
        model = small_model(Path(folder))
    base = base_year_of(
        small_account(),
        model,
        seal="",
        history=[(2022, 17_000_000_000), (2023, 17_500_000_000)],
    ).base
    boilers = measure(
        "boilers",
        Effect(
            action=Action.EFFICIENCY,
            sectors=("industry",),
            carrier="natural-gas",
            strength=0.3,
        ),
    )
    solar = measure(
        "solar", Effect(action=Action.GENERATION, sectors=(), strength=1200)
    )
    case = OutlookCase(
        model=model,
        base=base,
        measures=(boilers, solar),
        potentials=(
            attrs.evolve(potential("boilers"), owner="u1", clause="三(一)1"),
            attrs.evolve(potential("solar", size=2, per_year=1), owner="u2"),
        ),
        asked=(
            Asked(
                target="T1",
                definition="A01",
                year=2030,
                demand=Demand(comparator="<=", value=Decimal("3")),
            ),
        ),
        stated=(StatedFigure(definition="A01", year=2024, value=Decimal("2.6")),),
        draws=DRAWS,
    )
    # As it is read from a file: numbers that were written as integers are floats.
    return record_from_json(record_to_json(case), OutlookCase)


@cache
def small_outlook() -> Outlook:
    """What it comes to; a test that changes something makes its own."""
    return outlook_of(small_case())


def changed(**changes: Any) -> OutlookCase:
    """The case with other draws, seed, promise or headline."""
    return attrs.evolve(small_case(), **changes)
