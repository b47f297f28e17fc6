"""Interviews in the sample that were held; all invented."""

from __future__ import annotations

from datetime import date
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows


@attrs.frozen(kw_only=True)
class SampleInterview:
    """What the minutes of an interview say; people and sentences stand one in a line.

    Attributes
    ----------
    case : str
        Key of the case among those of :func:`dafeng.sample.supervision.sample_cases`.
    """

    case: str
    held_on: date
    starts_at: str
    place: str
    hosts: str
    guests: str
    recorder: str
    said: str
    promises: str


@cache
def sample_interviews() -> dict[str, SampleInterview]:
    """Return the interviews by the key of their case."""
    rows = packaged_rows("dafeng.sample", "interviews.csv")
    return {row["case"]: _interview(row) for row in rows}


def _interview(row: dict[str, str]) -> SampleInterview:
    lines = {name: row[name].replace(";", "\n") for name in ("hosts", "guests")}
    told = {name: row[name].replace(";", "\n") for name in ("said", "promises")}
    return SampleInterview(
        case=row["case"],
        held_on=date.fromisoformat(row["held_on"]),
        starts_at=row["starts_at"],
        place=row["place"],
        recorder=row["recorder"],
        **lines,
        **told,
    )
