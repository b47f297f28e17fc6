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
    from dafeng.pathways.gap_said import (
        DriverShare,
        LevelGap,
        TargetGap,
        TargetPart,
    )
    from dafeng.pathways.levers import Answer, Start, answer, start_of, strongest_levers
    from dafeng.pathways.model.reading import (
        ModelError,
        ModelReading,
        load_model,
        read_model,
    )
    from dafeng.pathways.outlook import compiled_of, outlook_of
    from dafeng.pathways.past_facts import (
        DegreeDays,
        DriverValue,
        HeatingShare,
        PastFacts,
    )
    from dafeng.pathways.past_tables import read_past_facts
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
        Unpriced,
        Wedge,
    )
    from dafeng.pathways.review import (
        PastSaid,
        Review,
        ToldSector,
        ToldYear,
        WeatherSaid,
        WeatherYear,
    )
    from dafeng.pathways.reviewing import review_of
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
    "DegreeDays",
    "Draws",
    "DriverShare",
    "DriverValue",
    "FanYear",
    "GapPart",
    "HeatingShare",
    "LevelGap",
    "Lever",
    "Model",
    "ModelError",
    "ModelReading",
    "Outlook",
    "OutlookCase",
    "OutlookReplay",
    "OutlookSealError",
    "PastFacts",
    "PastSaid",
    "Pathway",
    "PeakChance",
    "PeakOutlook",
    "Review",
    "Scenario",
    "SectorPath",
    "SeenTarget",
    "SensitivityRow",
    "Start",
    "StatedFigure",
    "TargetChance",
    "TargetGap",
    "TargetPart",
    "ToldSector",
    "ToldYear",
    "Trend",
    "Unpriced",
    "WeatherSaid",
    "WeatherYear",
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
    "read_past_facts",
    "replay_outlook",
    "review_of",
    "seal_outlook",
    "sealed_case",
    "seen_definitions",
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
        "gap_said": ("DriverShare", "LevelGap", "TargetGap", "TargetPart"),
        "levers": ("Answer", "Start", "answer", "start_of", "strongest_levers"),
        "model.reading": ("ModelError", "ModelReading", "load_model", "read_model"),
        "outlook": ("compiled_of", "outlook_of"),
        "past_facts": ("DegreeDays", "DriverValue", "HeatingShare", "PastFacts"),
        "past_tables": ("read_past_facts",),
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
            "Unpriced",
            "Wedge",
        ),
        "review": (
            "PastSaid",
            "Review",
            "ToldSector",
            "ToldYear",
            "WeatherSaid",
            "WeatherYear",
        ),
        "reviewing": ("review_of",),
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
