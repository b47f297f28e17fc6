"""The office's papers in the sample: letters, decisions, calendar; all invented."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows

LETTER_SIGNS = "示双碳办"
"""Characters with which the sample's office numbers its letters."""
MARKED_FROM = date(2025, 1, 1)
"""From this day on the office of the sample marks what it has done."""
NOT_DONE = frozenset(
    {"congress-report@2026", "leading-group@2026H1", "quick-carbon@2026Q3"}
)
"""Turns of the past that nobody has marked."""


@attrs.frozen(kw_only=True)
class SampleLetter:
    """A letter of the register.

    Attributes
    ----------
    key : str
        Name within the table; ``replies_to`` is another's.
    units, targets, tasks : tuple of str
        Codes of units, keys of targets (``first-delegated`` is the first whose figure
        is handed down), clauses of the year's tasks.
    """

    key: str
    direction: str
    title: str
    correspondent: str
    number: str
    dated: date | None
    registered_on: date
    reply_by: date | None
    replies_to: str
    state: str
    hands_down: bool
    units: tuple[str, ...]
    targets: tuple[str, ...]
    tasks: tuple[str, ...]
    note: str


@attrs.frozen(kw_only=True)
class SampleItem:
    """One thing that a meeting decided.

    Attributes
    ----------
    tasks : tuple of str
        Clauses of the year's tasks, or ``2025:extended`` for all that were extended.
    """

    text: str
    effect: str
    tasks: tuple[str, ...]
    targets: tuple[str, ...]


@attrs.frozen(kw_only=True)
class SampleDecision:
    """A meeting of the leading group."""

    number: str
    meeting: str
    met_on: date
    chair: str
    present: tuple[str, ...]
    text: str
    items: tuple[SampleItem, ...]


@attrs.frozen(kw_only=True)
class SampleCalendarRow:
    """A row that the office added to the calendar."""

    title: str
    title_en: str
    actor: str
    recurrence: str
    begins: str
    due: str
    source: str
    valid_from: date


@cache
def sample_letters() -> tuple[SampleLetter, ...]:
    """Return the letters in the order of their registration."""
    rows = [
        SampleLetter(
            key=row["key"],
            direction=row["direction"],
            title=row["title"],
            correspondent=row["correspondent"],
            number=row["number"],
            dated=day_or_none(row["dated"]),
            registered_on=date.fromisoformat(row["registered_on"]),
            reply_by=day_or_none(row["reply_by"]),
            replies_to=row["replies_to"],
            state=row["state"],
            hands_down=row["hands_down"] == "1",
            units=_split(row["units"]),
            targets=_split(row["targets"]),
            tasks=_split(row["tasks"]),
            note=row["note"],
        )
        for row in packaged_rows("dafeng.sample", "letters.csv")
    ]
    return tuple(sorted(rows, key=lambda row: row.registered_on))


@cache
def sample_meetings() -> tuple[SampleDecision, ...]:
    """Return the meetings of the leading group with what they decided."""
    held: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in packaged_rows("dafeng.sample", "decisions.csv"):
        held[row["number"]].append(row)
    return tuple(
        SampleDecision(
            number=number,
            meeting=rows[0]["meeting"],
            met_on=date.fromisoformat(rows[0]["met_on"]),
            chair=rows[0]["chair"],
            present=_split(rows[0]["present"]),
            text=rows[0]["text"],
            items=tuple(
                SampleItem(
                    text=row["item"],
                    effect=row["effect"],
                    tasks=_split(row["tasks"]),
                    targets=_split(row["targets"]),
                )
                for row in rows
            ),
        )
        for number, rows in held.items()
    )


def sample_calendar_row() -> SampleCalendarRow:
    """Return the one row that the sample's office added."""
    return SampleCalendarRow(
        title="向示范市双碳办报送试点园区进展",
        title_en="Report on the pilot parks to the sample city's office",
        actor="office",
        recurrence="half-yearly",
        begins="+1",
        due="+20",
        source="示市双碳办〔2026〕9号",
        valid_from=date(2026, 5, 20),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
