"""Between the database's rows and the core's records of a release."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from dafeng.base.plain import record_from_json, record_to_json
from dafeng.base.rounding import without_zeros
from dafeng.lake import canonical_json
from dafeng.public import Promise, Release, ReleasedFigure
from dafeng.web.public import models

FIGURE_FIELDS = tuple(
    field.name
    for field in attrs.fields(ReleasedFigure)
    if field.name not in ("state", "reason_zh")
)
"""Attributes that have the same name on both sides."""


def figure_record(row: models.Figure) -> ReleasedFigure:
    """A row as the core's record."""
    facts: dict[str, Any] = {name: _plain(getattr(row, name)) for name in FIGURE_FIELDS}
    return ReleasedFigure(**facts, state=row.light, reason_zh=row.reason)


def _plain(value: object) -> object:
    """A figure without the zeros that the database adds."""
    return without_zeros(value) if isinstance(value, Decimal) else value


def figure_fields(record: ReleasedFigure) -> dict[str, object]:
    """The core's record as the fields of a row."""
    facts = {name: getattr(record, name) for name in FIGURE_FIELDS}
    return facts | {
        "kind": record.kind.value,
        "light": record.state,
        "reason": record.reason_zh,
    }


def release_record(
    row: models.Release, figures: Iterable[models.Figure] | None = None
) -> Release:
    """An issued version as the core's record."""
    told = row.figures.all() if figures is None else figures
    corrected = row.corrects
    if row.issued_on is None:
        msg = f"{row} was not issued."
        raise ValueError(msg)
    return Release(
        place=row.organisation.name_zh,
        place_en=row.organisation.name_en,
        place_code=row.organisation.place_code,
        version=row.version,
        corrects=None if corrected is None else corrected.version,
        title_zh=row.title,
        title_en=row.title_en,
        issued_on=row.issued_on,
        note_zh=row.note,
        note_en=row.note_en,
        terms=row.terms,
        synthetic=row.synthetic,
        promise=promise_record(row),
        figures=tuple(map(figure_record, told)),
    )


def promise_record(row: models.Release) -> Promise | None:
    """What the plan promised on the day of release; None without a plan."""
    if not row.promise:
        return None
    return record_from_json(canonical_json(row.promise), Promise)


def promise_json(promise: Promise | None) -> dict[str, object]:
    """The same for the database."""
    if promise is None:
        return {}
    told: dict[str, object] = json.loads(record_to_json(promise))
    return told
