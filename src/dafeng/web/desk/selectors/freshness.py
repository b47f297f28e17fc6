"""How new the numbers are, out of what was prepared; no page reads the lake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import attrs
from django.db.models import QuerySet

from dafeng.web.desk.models import Freshness


@attrs.frozen(kw_only=True)
class TableAge:
    """A table of the lake: newest period in it, and when it last learned anything."""

    table: str
    newest: str
    rows: int
    version: int | None
    learned_at: datetime | None
    days: int | None


@attrs.frozen(kw_only=True)
class OwnerAge:
    """An owner of series: how many it states, how many of them are late."""

    owner: str
    series: int
    late: int
    since: date | None


@attrs.frozen(kw_only=True)
class Ages:
    """Freshness of everything, for one day.

    Attributes
    ----------
    owners : tuple of OwnerAge
        Those with late series, the one with most of them first.
    seen_at : datetime or None
        When the lake was looked at; None before it was for the first time.
    """

    tables: tuple[TableAge, ...]
    owners: tuple[OwnerAge, ...]
    series: int
    late: int
    seen_at: datetime | None


def ages_on(day: date) -> Ages:
    """Tables and late owners, in one query."""
    rows = list(Freshness.objects.all())
    series = [row for row in rows if row.series]
    return Ages(
        tables=tuple(_table(row, day) for row in rows if not row.series),
        owners=tuple(_owners(series, day)),
        series=len(series),
        late=sum(row.late_on(day) for row in series),
        seen_at=max((row.seen_at for row in rows), default=None),
    )


def series_rows() -> QuerySet[Freshness]:
    """Every series that the lake holds, those due longest ago first."""
    return Freshness.objects.exclude(series="").order_by("due_on", "series")


def _table(row: Freshness, day: date) -> TableAge:
    learned = row.learned_at
    return TableAge(
        table=row.table,
        newest=row.newest,
        rows=row.rows,
        version=row.version,
        learned_at=learned,
        days=None if learned is None else (day - learned.date()).days,
    )


def _owners(rows: Sequence[Freshness], day: date) -> Iterable[OwnerAge]:
    by_owner: dict[str, list[Freshness]] = {}
    for row in rows:
        by_owner.setdefault(row.owner, []).append(row)
    found = []
    for owner, own in by_owner.items():
        late = [row for row in own if row.late_on(day)]
        if late:
            since = min(row.due_on for row in late if row.due_on is not None)
            found.append(
                OwnerAge(owner=owner, series=len(own), late=len(late), since=since)
            )
    return sorted(found, key=lambda one: (-one.late, one.owner))
