"""Which days of the weather are known, month by month."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from dafeng.web.core.models import Organisation
from dafeng.web.savings.models import WeatherDay
from dafeng.web.savings.selectors.series import last_whole_day

MONTHS = 24
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class WeatherMonth:
    """Days of one month that should have a temperature, and that have none."""

    month: date
    due: int
    missing: tuple[date, ...]

    @property
    def known(self) -> int:
        """How many days have one."""
        return self.due - len(self.missing)

    @property
    def none(self) -> bool:
        """Whether no day has one."""
        return not self.known


@attrs.frozen(kw_only=True)
class WeatherCover:
    """The months up to yesterday, the newest first."""

    months: tuple[WeatherMonth, ...]

    @property
    def due(self) -> int:
        """Days that should have a temperature."""
        return sum(one.due for one in self.months)

    @property
    def known(self) -> int:
        """Days that have one."""
        return sum(one.known for one in self.months)


def weather_cover(root: Organisation) -> WeatherCover:
    """Look at the last two years of a district."""
    last = last_whole_day()
    month, found = last.replace(day=1), []
    for _number in range(MONTHS):
        found.append(month)
        month = (month - _DAY).replace(day=1)
    rows = WeatherDay.objects.filter(
        organisation=root, withdrawn_at=None, day__range=(found[-1], last)
    )
    known = set(rows.values_list("day", flat=True))
    return WeatherCover(months=tuple(_month(one, last, known) for one in found))


def _month(month: date, last: date, known: set[date]) -> WeatherMonth:
    days, day = [], month
    while day.month == month.month and day <= last:
        days.append(day)
        day += _DAY
    missing = tuple(day for day in days if day not in known)
    return WeatherMonth(month=month, due=len(days), missing=missing)
