"""Enter the weather of the district, day by day."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.savings.models import WeatherDay
from dafeng.web.savings.permissions import WEATHER
from dafeng.web.savings.selectors.series import last_whole_day
from dafeng.web.savings.services.holding import take_back

MOST_ROWS = 4000
COLDEST, HOTTEST = Decimal(-60), Decimal(60)
CORRECTED = "更正"


def read_weather(content: bytes) -> dict[date, Decimal]:
    """Read ``day,mean_c`` from CSV; a first line without a number is its head.

    Raises
    ------
    BadInputError
        ``weather.file``: says which line cannot be read.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        msg = "The file is no CSV in UTF-8."
        raise BadInputError(msg, code="weather.file", line=1) from error
    found: dict[date, Decimal] = {}
    head = int(bool(rows) and not _has_number(rows[0]))
    for number, row in enumerate(rows[head : MOST_ROWS + 1 + head], start=1 + head):
        try:
            day, value = date.fromisoformat(row[0].strip()), Decimal(row[1].strip())
        except (ValueError, IndexError, InvalidOperation) as error:
            msg = f"Line {number} is no day with a temperature."
            raise BadInputError(msg, code="weather.file", line=number) from error
        if day in found or not value.is_finite() or not COLDEST <= value <= HOTTEST:
            msg = f"Line {number} stands twice, or is no temperature."
            raise BadInputError(msg, code="weather.file", line=number)
        found[day] = value
    if not found or len(found) > MOST_ROWS:
        msg = f"A file has one to {MOST_ROWS} days."
        raise BadInputError(msg, code="weather.file", line=len(rows))
    return found


def _has_number(row: list[str]) -> bool:
    try:
        return Decimal(row[1].strip()).is_finite()
    except (IndexError, InvalidOperation):
        return False


@transaction.atomic
def weather_enter(
    *,
    organisation: Organisation,
    by: User | None,
    days: Mapping[date, Decimal],
    source: str,
) -> int:
    """Enter days; one that says something else than before takes its place.

    Returns
    -------
    int
        How many were new or differ.

    Raises
    ------
    BadInputError
        ``weather.future``: a day is not over.
    """
    if by is not None:
        require(by, WEATHER, organisation)
    newest = max(days, default=None)
    if newest is not None and newest > last_whole_day():
        msg = f"{newest} is not over; nobody knows its temperature."
        raise BadInputError(msg, code="weather.future", day=newest)
    rows = WeatherDay.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, withdrawn_at=None, day__in=list(days)
    )
    standing = {row.day: row for row in rows}
    new = []
    for day, value in days.items():
        old = standing.get(day)
        if old is not None and old.mean_c == value:
            continue
        if old is not None:
            take_back(old, CORRECTED)
        row = WeatherDay(
            organisation=organisation,
            day=day,
            mean_c=value,
            source=source,
            entered_by=by,
        )
        row.clean_fields()
        new.append(row)
    WeatherDay.objects.bulk_create(new)
    data = {"days": len(new), "source": source}
    audit.record(by=by, action="savings.weather.enter", target=organisation, data=data)
    return len(new)
