"""Readings to quality and energy, hour to year, in one pass and to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.meters.again import Replaced, roll_up_again
    from dafeng.meters.amounts import SMALLEST, Amount, Amounts, Conversion, amounts_of
    from dafeng.meters.arrivals.errors import BatchError
    from dafeng.meters.arrivals.reading import ReadBatch, read_batch
    from dafeng.meters.arrivals.records import BatchForm, Envelope, Refused, Trouble
    from dafeng.meters.carriers import Carrier, carriers_by_code
    from dafeng.meters.cases import MeterCase, read_meter_case
    from dafeng.meters.cluster import roll_up_blocks
    from dafeng.meters.corrections import corrected_hours
    from dafeng.meters.coverage import (
        CoverageRow,
        Installed,
        Level,
        Need,
        asked_rates_on,
        coverage_of,
        coverage_source_on,
    )
    from dafeng.meters.dials import ratio_of
    from dafeng.meters.downsampling import drawn_rows, gaps_before
    from dafeng.meters.errors import MeterError, ReadingsError, UnknownMeterError
    from dafeng.meters.flags import FLAG_NAMES, Flag, flag_names
    from dafeng.meters.formulas import Term, read_formula
    from dafeng.meters.groups import GroupHours, Grouping, group_hours, grouped
    from dafeng.meters.hours import Hours, Rolled, roll_up
    from dafeng.meters.limits import limits_on
    from dafeng.meters.profiles import (
        MonthMeans,
        Profile,
        day_grid,
        month_means,
        profile_of,
    )
    from dafeng.meters.quality import (
        EnterpriseQuality,
        MonthlyReport,
        Quality,
        QualityRules,
        quality_of,
        quality_rules_on,
    )
    from dafeng.meters.readings import Readings, readings_from_table
    from dafeng.meters.records import (
        SCALE,
        Correction,
        Exchange,
        Limits,
        Meter,
        MeterKind,
        Role,
        State,
        Window,
    )
    from dafeng.meters.streaming import Streamed, roll_up_file
    from dafeng.meters.sums import Span, Sums, day_sums, longer_sums
    from dafeng.meters.tariffs import (
        TariffCalendar,
        TariffHours,
        TariffPeriod,
        calendar_of,
        tariff_calendar,
    )
    from dafeng.meters.tree import MeterTree, meter_tree
    from dafeng.meters.virtual import with_virtual

__all__ = [
    "Amount",
    "Amounts",
    "BatchError",
    "BatchForm",
    "Carrier",
    "Conversion",
    "Correction",
    "CoverageRow",
    "EnterpriseQuality",
    "Envelope",
    "Exchange",
    "FLAG_NAMES",
    "Flag",
    "GroupHours",
    "Grouping",
    "Hours",
    "Installed",
    "Level",
    "Limits",
    "Meter",
    "MeterCase",
    "MeterError",
    "MeterKind",
    "MeterTree",
    "MonthMeans",
    "MonthlyReport",
    "Need",
    "Profile",
    "Quality",
    "QualityRules",
    "ReadBatch",
    "Readings",
    "ReadingsError",
    "Refused",
    "Replaced",
    "Role",
    "Rolled",
    "SCALE",
    "SMALLEST",
    "Span",
    "State",
    "Streamed",
    "Sums",
    "TariffCalendar",
    "TariffHours",
    "TariffPeriod",
    "Term",
    "Trouble",
    "UnknownMeterError",
    "Window",
    "amounts_of",
    "asked_rates_on",
    "calendar_of",
    "carriers_by_code",
    "corrected_hours",
    "coverage_of",
    "coverage_source_on",
    "day_grid",
    "day_sums",
    "drawn_rows",
    "flag_names",
    "gaps_before",
    "group_hours",
    "grouped",
    "limits_on",
    "longer_sums",
    "meter_tree",
    "month_means",
    "profile_of",
    "quality_of",
    "quality_rules_on",
    "ratio_of",
    "read_batch",
    "read_formula",
    "read_meter_case",
    "readings_from_table",
    "roll_up",
    "roll_up_again",
    "roll_up_blocks",
    "roll_up_file",
    "tariff_calendar",
    "with_virtual",
]

__getattr__ = lazy_door(
    __name__,
    {
        "again": ["Replaced", "roll_up_again"],
        "amounts": ["SMALLEST", "Amount", "Amounts", "Conversion", "amounts_of"],
        "arrivals.errors": ["BatchError"],
        "arrivals.reading": ["ReadBatch", "read_batch"],
        "arrivals.records": ["BatchForm", "Envelope", "Refused", "Trouble"],
        "carriers": ["Carrier", "carriers_by_code"],
        "cases": ["MeterCase", "read_meter_case"],
        "corrections": ["corrected_hours"],
        "coverage": [
            "CoverageRow",
            "Installed",
            "Level",
            "Need",
            "asked_rates_on",
            "coverage_of",
            "coverage_source_on",
        ],
        "cluster": ["roll_up_blocks"],
        "dials": ["ratio_of"],
        "downsampling": ["drawn_rows", "gaps_before"],
        "errors": ["MeterError", "ReadingsError", "UnknownMeterError"],
        "flags": ["FLAG_NAMES", "Flag", "flag_names"],
        "formulas": ["Term", "read_formula"],
        "groups": ["GroupHours", "Grouping", "group_hours", "grouped"],
        "hours": ["Hours", "Rolled", "roll_up"],
        "limits": ["limits_on"],
        "profiles": [
            "MonthMeans",
            "Profile",
            "day_grid",
            "month_means",
            "profile_of",
        ],
        "quality": [
            "EnterpriseQuality",
            "MonthlyReport",
            "Quality",
            "QualityRules",
            "quality_of",
            "quality_rules_on",
        ],
        "readings": ["Readings", "readings_from_table"],
        "records": [
            "SCALE",
            "Correction",
            "Exchange",
            "Limits",
            "Meter",
            "MeterKind",
            "Role",
            "State",
            "Window",
        ],
        "streaming": ["Streamed", "roll_up_file"],
        "sums": ["Span", "Sums", "day_sums", "longer_sums"],
        "tariffs": [
            "TariffCalendar",
            "TariffHours",
            "TariffPeriod",
            "calendar_of",
            "tariff_calendar",
        ],
        "tree": ["MeterTree", "meter_tree"],
        "virtual": ["with_virtual"],
    },
)
