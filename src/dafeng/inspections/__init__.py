"""Inspections by lot: risk, quotas, a draw that can be recomputed, follow-up dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.inspections.drawing import check_case, draw, eligible
    from dafeng.inspections.errors import DrawError, InspectorsError, SeedError
    from dafeng.inspections.followups import Dates, follow_up_dates, next_recheck
    from dafeng.inspections.frames import frame_digest, frame_text
    from dafeng.inspections.quotas import class_of, class_quotas, least_quota
    from dafeng.inspections.reading import (
        draw_json,
        read_case,
        read_draw,
        read_frame,
    )
    from dafeng.inspections.records import (
        ClassQuota,
        Draw,
        DrawCase,
        Drawn,
        Exclusion,
        How,
        Inspector,
        NoticeForm,
        PastFinding,
        Severity,
        Subject,
    )
    from dafeng.inspections.repeats import Breach, earlier_breaches
    from dafeng.inspections.risk import RiskPart, risk_parts, risk_points
    from dafeng.inspections.rules import Rules, rules_of, rules_on
    from dafeng.inspections.seeds import (
        SEED_BYTES,
        check_commitment,
        commitment_of,
    )
    from dafeng.inspections.verifying import Check, holds, verify

_OFFERED = {
    "drawing": ["check_case", "draw", "eligible"],
    "errors": ["DrawError", "InspectorsError", "SeedError"],
    "followups": ["Dates", "follow_up_dates", "next_recheck"],
    "frames": ["frame_digest", "frame_text"],
    "quotas": ["class_of", "class_quotas", "least_quota"],
    "reading": ["draw_json", "read_case", "read_draw", "read_frame"],
    "records": [
        "ClassQuota",
        "Draw",
        "DrawCase",
        "Drawn",
        "Exclusion",
        "How",
        "Inspector",
        "NoticeForm",
        "PastFinding",
        "Severity",
        "Subject",
    ],
    "repeats": ["Breach", "earlier_breaches"],
    "risk": ["RiskPart", "risk_parts", "risk_points"],
    "rules": ["Rules", "rules_of", "rules_on"],
    "seeds": ["SEED_BYTES", "check_commitment", "commitment_of"],
    "verifying": ["Check", "holds", "verify"],
}

__all__ = [
    "Breach",
    "Check",
    "ClassQuota",
    "Dates",
    "Draw",
    "DrawCase",
    "DrawError",
    "Drawn",
    "Exclusion",
    "How",
    "Inspector",
    "InspectorsError",
    "NoticeForm",
    "PastFinding",
    "RiskPart",
    "Rules",
    "SEED_BYTES",
    "SeedError",
    "Severity",
    "Subject",
    "check_case",
    "check_commitment",
    "class_of",
    "class_quotas",
    "commitment_of",
    "draw",
    "draw_json",
    "earlier_breaches",
    "eligible",
    "follow_up_dates",
    "frame_digest",
    "frame_text",
    "holds",
    "least_quota",
    "next_recheck",
    "read_case",
    "read_draw",
    "read_frame",
    "risk_parts",
    "risk_points",
    "rules_of",
    "rules_on",
    "verify",
]

__getattr__ = lazy_door(__name__, _OFFERED)
