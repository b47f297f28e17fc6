"""The outlook: will it peak, by when, and what it would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.pathways.base_year import BaseYearReading, base_year_of
    from dafeng.pathways.case import OutlookCase, StatedFigure
    from dafeng.pathways.compiled import Compiled, Draws, central
    from dafeng.pathways.compiling import Compilation, compile_model
    from dafeng.pathways.draws import one_draw, random_draws, sobol_draws
    from dafeng.pathways.levers import Answer, Start, answer, start_of, strongest_levers
    from dafeng.pathways.model.reading import (
        ModelError,
        ModelReading,
        load_model,
        read_model,
    )
    from dafeng.pathways.outlook import compiled_of, outlook_of
    from dafeng.pathways.peak import PeakOutlook, peak_outlook
    from dafeng.pathways.projecting import project, totals
    from dafeng.pathways.records import BaseYear, Model, Scenario
    from dafeng.pathways.results import (
        CostStep,
        FanYear,
        GapPart,
        Lever,
        Outlook,
        Pathway,
        PeakChance,
        SectorPath,
        SeenTarget,
        SensitivityRow,
        Wedge,
    )
    from dafeng.pathways.seal import (
        OutlookReplay,
        OutlookSealError,
        replay_outlook,
        seal_outlook,
        sealed_case,
    )
    from dafeng.pathways.targets import Asked, TargetChance, seen_definitions
    from dafeng.pathways.trend import Trend, mann_kendall

__all__ = [
    "Answer",
    "Asked",
    "BaseYear",
    "BaseYearReading",
    "Compilation",
    "Compiled",
    "CostStep",
    "Draws",
    "FanYear",
    "GapPart",
    "Lever",
    "Model",
    "ModelError",
    "ModelReading",
    "Outlook",
    "OutlookCase",
    "OutlookReplay",
    "OutlookSealError",
    "Pathway",
    "PeakChance",
    "PeakOutlook",
    "Scenario",
    "SectorPath",
    "SeenTarget",
    "SensitivityRow",
    "Start",
    "StatedFigure",
    "TargetChance",
    "Trend",
    "Wedge",
    "answer",
    "base_year_of",
    "central",
    "compile_model",
    "compiled_of",
    "load_model",
    "mann_kendall",
    "one_draw",
    "outlook_of",
    "peak_outlook",
    "project",
    "random_draws",
    "read_model",
    "replay_outlook",
    "seal_outlook",
    "seen_definitions",
    "sealed_case",
    "sobol_draws",
    "start_of",
    "strongest_levers",
    "totals",
]

__getattr__ = lazy_door(
    __name__,
    {
        "base_year": ("BaseYearReading", "base_year_of"),
        "case": ("OutlookCase", "StatedFigure"),
        "compiled": ("Compiled", "Draws", "central"),
        "compiling": ("Compilation", "compile_model"),
        "draws": ("one_draw", "random_draws", "sobol_draws"),
        "levers": ("Answer", "Start", "answer", "start_of", "strongest_levers"),
        "model.reading": ("ModelError", "ModelReading", "load_model", "read_model"),
        "outlook": ("compiled_of", "outlook_of"),
        "peak": ("PeakOutlook", "peak_outlook"),
        "projecting": ("project", "totals"),
        "records": ("BaseYear", "Model", "Scenario"),
        "results": (
            "CostStep",
            "FanYear",
            "GapPart",
            "Lever",
            "Outlook",
            "Pathway",
            "PeakChance",
            "SectorPath",
            "SeenTarget",
            "SensitivityRow",
            "Wedge",
        ),
        "seal": (
            "OutlookReplay",
            "OutlookSealError",
            "replay_outlook",
            "seal_outlook",
            "sealed_case",
        ),
        "targets": ("Asked", "TargetChance", "seen_definitions"),
        "trend": ("Trend", "mann_kendall"),
    },
)
