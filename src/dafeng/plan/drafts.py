"""A target before it has an id, a register code and answerable units."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.plan.records import Direction, Softness, Span, TargetKind


@attrs.frozen(kw_only=True)
class Draft:
    """What one rule read; ``span`` already points into the original text."""

    clause: str
    indicator: str
    comparator: str | None
    value: Decimal | None
    value_max: Decimal | None = None
    unit: str | None = None
    direction: Direction = Direction.NONE
    year: int | None = None
    base_year: int | None = None
    kind: TargetKind
    softness: Softness = Softness.BINDING
    scope: str | None = None
    span: Span
    confidence: float
    rule: str
