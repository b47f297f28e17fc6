"""The frame of a draw as text: who could be drawn, by which rules; and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from dafeng.inspections.records import DrawCase
    from dafeng.inspections.rules import Rules


def frame_text(case: DrawCase, rules: Rules) -> str:
    """Return case and rules as canonical JSON: the order of rows does not matter."""
    ordered = attrs.evolve(
        case,
        subjects=tuple(
            attrs.evolve(one, past=tuple(sorted(one.past, key=_past_order)))
            for one in sorted(case.subjects, key=lambda one: one.id)
        ),
        inspectors=tuple(sorted(case.inspectors, key=lambda one: one.id)),
        exclusions=tuple(
            sorted(case.exclusions, key=lambda one: (one.inspector, one.subject))
        ),
    )
    told = {"case": plain(ordered), "rules": plain(rules)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frame_digest(case: DrawCase, rules: Rules) -> str:
    """Return the SHA-256 of the frame."""
    return hashlib.sha256(frame_text(case, rules).encode()).hexdigest()


def plain(value: object) -> Any:
    """Return a record as JSON takes it; decimals and days as text, unknown as null."""
    kind: type[Any] = type(value)
    if attrs.has(kind):
        return {one.name: plain(getattr(value, one.name)) for one in attrs.fields(kind)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        # 5000 and 5000.0 are the same energy.
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def _past_order(one: Any) -> tuple[date, str, bool]:
    return one.found_on, one.severity.value, one.still_open
