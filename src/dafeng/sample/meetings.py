"""Meetings of the sample's leading group: two held, one ahead; all invented."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows


@attrs.frozen(kw_only=True)
class SamplePoint:
    """One point of an agenda.

    Attributes
    ----------
    presenter : str
        Code of the unit that reports.
    outcome : str
        ``decided``, ``noted``, ``deferred``; empty while the meeting is ahead.
    item : int or None
        Which decision of the minutes came of it.
    """

    title: str
    why: str
    presenter: str
    outcome: str
    item: int | None


@attrs.frozen(kw_only=True)
class SampleMeeting:
    """One meeting; ``minutes`` is the number of its decision, empty while ahead."""

    title: str
    planned_on: date
    starts_at: time
    place: str
    chair: str
    participants: tuple[str, ...]
    units: tuple[str, ...]
    minutes: str
    points: tuple[SamplePoint, ...]


@cache
def sample_agendas() -> tuple[SampleMeeting, ...]:
    """Return the meetings with their agendas, the earliest first."""
    held: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in packaged_rows("dafeng.sample", "meetings.csv"):
        held[row["title"]].append(row)
    found = [_meeting(title, rows) for title, rows in held.items()]
    return tuple(sorted(found, key=lambda one: one.planned_on))


def _meeting(title: str, rows: list[dict[str, str]]) -> SampleMeeting:
    first = rows[0]
    return SampleMeeting(
        title=title,
        planned_on=date.fromisoformat(first["planned_on"]),
        starts_at=time.fromisoformat(first["starts_at"]),
        place=first["place"],
        chair=first["chair"],
        participants=tuple(first["participants"].split(";")),
        units=tuple(first["units"].split(";")),
        minutes=first["minutes"],
        points=tuple(
            SamplePoint(
                title=row["point"],
                why=row["why"],
                presenter=row["presenter"],
                outcome=row["outcome"],
                item=int(row["item"]) if row["item"] else None,
            )
            for row in rows
        ),
    )
