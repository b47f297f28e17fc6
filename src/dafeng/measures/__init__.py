"""What can be done: effect, cost, potential, and what stands between measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.measures.costs import (
        ASSUMED_RATE,
        annual_cost,
        capital_recovery,
        stand_alone_cost,
    )
    from dafeng.measures.delivery import Commissioned, delivered_potential
    from dafeng.measures.documents import Document, measure_documents
    from dafeng.measures.errors import MeasureError, UnknownMeasureError
    from dafeng.measures.loading import measure_library, measure_of, read_measures
    from dafeng.measures.potentials import potentials_of, read_potentials
    from dafeng.measures.records import (
        CARRIERS,
        FIELDS,
        Action,
        Cost,
        Effect,
        Measure,
        Potential,
        Ramp,
        RampShape,
    )
    from dafeng.measures.together import combined_strength
    from dafeng.measures.workbooks import library_sheets, potential_sheet

__all__ = [
    "ASSUMED_RATE",
    "Action",
    "CARRIERS",
    "Commissioned",
    "Cost",
    "Document",
    "Effect",
    "FIELDS",
    "Measure",
    "MeasureError",
    "Potential",
    "Ramp",
    "RampShape",
    "UnknownMeasureError",
    "annual_cost",
    "capital_recovery",
    "combined_strength",
    "delivered_potential",
    "library_sheets",
    "measure_documents",
    "measure_library",
    "measure_of",
    "potential_sheet",
    "potentials_of",
    "read_measures",
    "read_potentials",
    "stand_alone_cost",
]

__getattr__ = lazy_door(
    __name__,
    {
        "costs": [
            "ASSUMED_RATE",
            "annual_cost",
            "capital_recovery",
            "stand_alone_cost",
        ],
        "delivery": ["Commissioned", "delivered_potential"],
        "documents": ["Document", "measure_documents"],
        "errors": ["MeasureError", "UnknownMeasureError"],
        "loading": ["measure_library", "measure_of", "read_measures"],
        "potentials": ["potentials_of", "read_potentials"],
        "records": [
            "CARRIERS",
            "FIELDS",
            "Action",
            "Cost",
            "Effect",
            "Measure",
            "Potential",
            "Ramp",
            "RampShape",
        ],
        "together": ["combined_strength"],
        "workbooks": ["library_sheets", "potential_sheet"],
    },
)
