"""Look at the lake once, so that no page has to: newest period of tables and series."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.periods import Period
from dafeng.indicators import EMISSIONS, OBSERVATIONS, due_day
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.assessment.selectors.readiness import series_known
from dafeng.web.core.services import house_learn
from dafeng.web.desk.models import Freshness

if TYPE_CHECKING:
    import pyarrow as pa

    from dafeng.indicators import Series
    from dafeng.lake import Lake

PERIODS = {OBSERVATIONS.name: "period", EMISSIONS.name: "year", "balance": "year"}
"""Columns that say which period a row is of."""


def freshness_look() -> int:
    """Write down how new everything in the lake is; return how many rows that took.

    A table whose version was seen before is not read again.
    """
    lake, now = house_lake(), timezone.now()
    seen = dict(
        Freshness.objects.filter(series="").values_list("table", "version").all()
    )
    found: list[Freshness] = []
    same: list[str] = []
    for name in lake.tables():
        if seen.get(name, -1) == lake.version(name):
            same.append(name)
        else:
            found += _rows_of(lake, name, now)
    with transaction.atomic():
        Freshness.objects.exclude(table__in=same).delete()
        Freshness.objects.filter(table__in=same).update(seen_at=now)
        Freshness.objects.bulk_create(found)
        learned = Freshness.objects.aggregate(newest=Max("learned_at"))["newest"]
        if learned is not None:
            house_learn(data_date=timezone.localtime(learned).date())
    return len(found)


def _rows_of(lake: Lake, name: str, now: datetime) -> Iterator[Freshness]:
    rows, version = lake.read(name), lake.version(name)
    column = PERIODS.get(name)
    learned = pc.max(rows["learned_at"]).as_py()
    newest = pc.max(rows[column]).as_py() if column in rows.column_names else ""
    yield Freshness(
        table=name,
        newest=str(newest or ""),
        rows=rows.num_rows,
        version=version,
        learned_at=learned,
        seen_at=now,
    )
    if name == OBSERVATIONS.name:
        yield from _series(rows, now)


def _series(rows: pa.Table, now: datetime) -> Iterator[Freshness]:
    counted = rows.group_by("series").aggregate(
        [("period", "max"), ("learned_at", "max"), ("period", "count")]
    )
    for row in counted.to_pylist():
        yield _one_series(row, series_known(row["series"]), now)


def _one_series(row: dict[str, Any], known: Series | None, now: datetime) -> Freshness:
    return Freshness(
        table=OBSERVATIONS.name,
        series=row["series"],
        owner="" if known is None else known.owner,
        newest=row["period_max"],
        rows=row["period_count"],
        learned_at=row["learned_at_max"],
        due_on=None if known is None else next_due(known, row["period_max"]),
        seen_at=now,
    )


def next_due(series: Series, newest: str) -> date | None:
    """Last day on which the figure after ``newest`` is in time; None for one-off ones.

    Examples
    --------
    >>> from dafeng.indicators import series_catalogue
    >>> yearly = next(s for s in series_catalogue().values() if s.frequency == "year")
    >>> next_due(yearly, "2024") == due_day(Period.year(2025), yearly.lag_months)
    True
    """
    if series.frequency == "once":
        return None
    return due_day(Period.parse(newest).next(), series.lag_months)
