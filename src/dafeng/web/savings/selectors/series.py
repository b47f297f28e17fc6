"""Days of meters, weather and output, as the core's fits and searches take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs
from django.utils import timezone

from dafeng.meters import TariffPeriod, carriers_by_code
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.kept_tree import kept_tree
from dafeng.web.meters.stores import house_meters
from dafeng.web.savings.models import WeatherDay
from dafeng.work import work_calendar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DAY = timedelta(days=1)
_EPOCH = date(1970, 1, 1)
_FESTIVAL_MONTHS = (1, 2)
_AROUND_FESTIVAL = 8
_LONG_HOLIDAY = 5
_LEAST_WARM = 0.9
"""Share of days with a temperature from which on it is a driver."""


@attrs.frozen(kw_only=True, eq=False)
class MeterDays:
    """Days of meters, in the unit of their carrier; what is not whole is unknown.

    Attributes
    ----------
    codes : tuple of str
    first : date
    energy : array of float64, shape (meters, days)
    by_period : array of float64, shape (meters, days, 5)
    """

    codes: tuple[str, ...]
    first: date
    energy: Floats
    by_period: Floats


def meter_days(points: Sequence[MeterPoint], begin: date, end: date) -> MeterDays:
    """Read the days of meters from the lake, both days included."""
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    tree = kept_tree()
    known = [point for point in points if point.code in tree.places]
    codes = tuple(point.code for point in known)
    count = (end - begin).days + 1
    energy = np.full((len(codes), count), np.nan)
    by_period = np.full((len(codes), count, len(TariffPeriod)), np.nan)
    made = MeterDays(codes=codes, first=begin, energy=energy, by_period=by_period)
    if not codes:
        return made
    sums = house_meters().days(tree, list(codes), begin, end + _DAY)
    row = np.full(len(tree), -1)
    for place, code in enumerate(codes):
        row[tree.index(code)] = place
    carriers = carriers_by_code()
    quantum = np.array([float(carriers[one.carrier].quantum) for one in known])
    whole = (sums.seconds >= sums.due_s) & (row[sums.meter] >= 0)
    places = row[sums.meter][whole]
    at = sums.number[whole] - (begin - _EPOCH).days
    energy[places, at] = sums.energy[whole] * quantum[places]
    by_period[places, at] = sums.by_period[whole] * quantum[places, None]
    return made


def temperature_days(organisation: Organisation, begin: date, end: date) -> Floats:
    """Daily means of the district, both days included; nan where one is unknown."""
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    root = organisation.path.strip("/").split("/")[0]
    rows = dict(
        WeatherDay.objects.filter(
            organisation__code=root, withdrawn_at=None, day__range=(begin, end)
        ).values_list("day", "mean_c")
    )
    count = (end - begin).days + 1
    days = (begin + timedelta(days=at) for at in range(count))
    return np.array([float(rows.get(day, "nan")) for day in days])


def temperatures(organisation: Organisation, begin: date, end: date) -> Floats | None:
    """The same; None where less than nine tenths of the days are known."""
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    found = temperature_days(organisation, begin, end)
    return found if np.isfinite(found).mean() >= _LEAST_WARM else None


def rest_days(begin: date, end: date) -> NDArray[np.bool_]:
    """Days that are not worked: weekends and public holidays."""
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    work = work_calendar()
    count = (end - begin).days + 1
    return np.array([not work.works(begin + timedelta(days=at)) for at in range(count)])


def quiet_days(begin: date, end: date) -> NDArray[np.bool_]:
    """Days that are not judged: holidays, days worked for them, the New Year weeks."""
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    work = work_calendar()
    holidays = work.holidays
    quiet = set(holidays) | set(work.workdays)
    for day in holidays:
        around = [day + timedelta(days=at) for at in range(_LONG_HOLIDAY)]
        if day.month in _FESTIVAL_MONTHS and all(one in holidays for one in around):
            quiet |= {
                day + timedelta(days=at)
                for at in range(-_AROUND_FESTIVAL, _LONG_HOLIDAY + _AROUND_FESTIVAL)
            }
    count = (end - begin).days + 1
    return np.array([begin + timedelta(days=at) in quiet for at in range(count)])


def last_whole_day() -> date:
    """Yesterday: today is not over."""
    return timezone.localdate() - _DAY


def main_points(enterprises: Iterable[Organisation]) -> list[MeterPoint]:
    """Main meters of enterprises, each with its enterprise."""
    rows = MeterPoint.objects.filter(enterprise__in=list(enterprises), role="main")
    return list(rows.select_related("enterprise").order_by("enterprise__path", "code"))
