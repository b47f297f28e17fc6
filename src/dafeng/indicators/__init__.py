"""The numbers that a plan is judged by: register, evidence, value, outlook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.indicators.comparing import (
        comparable,
        comparable_values,
        leaf_series,
    )
    from dafeng.indicators.computing import Question, due_day, indicator_value
    from dafeng.indicators.constant_prices import (
        Constant,
        deflate,
        reprice,
        same_prices,
        splice,
    )
    from dafeng.indicators.definitions import (
        DefinitionRegister,
        definition_register,
    )
    from dafeng.indicators.evidence.emissions import emission_rows, publish_emissions
    from dafeng.indicators.evidence.index import Evidence
    from dafeng.indicators.evidence.reading import read_indicator_evidence
    from dafeng.indicators.evidence.tables import (
        EMISSIONS,
        OBSERVATIONS,
        REGISTERS,
        SOURCES,
    )
    from dafeng.indicators.outlook import (
        Band,
        Demand,
        Outlook,
        outlook_path,
        series_outlook,
    )
    from dafeng.indicators.readiness import Coverage, Lack, Need, Readiness, examine
    from dafeng.indicators.rebasing import Decrease, Way, chain, progress_due, rebase
    from dafeng.indicators.records import (
        Basis,
        Definition,
        IndicatorValue,
        Missing,
        Observation,
        Quality,
        Series,
        Sum,
    )
    from dafeng.indicators.series import series_catalogue, series_of

__all__ = [
    "Band",
    "Basis",
    "Constant",
    "Coverage",
    "Decrease",
    "Definition",
    "DefinitionRegister",
    "Demand",
    "EMISSIONS",
    "Evidence",
    "IndicatorValue",
    "Lack",
    "Missing",
    "Need",
    "OBSERVATIONS",
    "Observation",
    "Outlook",
    "Quality",
    "Question",
    "REGISTERS",
    "Readiness",
    "SOURCES",
    "Series",
    "Sum",
    "Way",
    "chain",
    "comparable",
    "comparable_values",
    "definition_register",
    "deflate",
    "due_day",
    "emission_rows",
    "examine",
    "indicator_value",
    "leaf_series",
    "outlook_path",
    "progress_due",
    "publish_emissions",
    "read_indicator_evidence",
    "rebase",
    "reprice",
    "same_prices",
    "series_catalogue",
    "series_of",
    "series_outlook",
    "splice",
]

__getattr__ = lazy_door(
    __name__,
    {
        "computing": ["Question", "due_day", "indicator_value"],
        "definitions": ["DefinitionRegister", "definition_register"],
        "evidence.emissions": ["emission_rows", "publish_emissions"],
        "evidence.index": ["Evidence"],
        "evidence.reading": ["read_indicator_evidence"],
        "evidence.tables": ["EMISSIONS", "OBSERVATIONS", "REGISTERS", "SOURCES"],
        "comparing": ["comparable", "comparable_values", "leaf_series"],
        "constant_prices": [
            "Constant",
            "deflate",
            "reprice",
            "same_prices",
            "splice",
        ],
        "outlook": ["Band", "Demand", "Outlook", "outlook_path", "series_outlook"],
        "readiness": ["Coverage", "Lack", "Need", "Readiness", "examine"],
        "rebasing": ["Decrease", "Way", "chain", "progress_due", "rebase"],
        "records": [
            "Basis",
            "Definition",
            "IndicatorValue",
            "Missing",
            "Observation",
            "Quality",
            "Series",
            "Sum",
        ],
        "series": ["series_catalogue", "series_of"],
    },
)
