"""Find what is out of order in the days of meters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from dafeng.meters import TariffPeriod
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.permissions import FIND
from dafeng.web.savings.selectors.outputs import OutputDays, main_outputs
from dafeng.web.savings.selectors.series import (
    MeterDays,
    meter_days,
    quiet_days,
    rest_days,
    temperatures,
)
from dafeng.web.savings.services.keeping import Found, keep_found

if TYPE_CHECKING:
    from dafeng.enterprises.anomalies import Branches, DayTable, OutputUse

YEAR = 400
"""Days that are looked at: a year, and the weeks that are held against it."""
REACTIVE = "reactive"
_NIGHT = (TariffPeriod.VALLEY, TariffPeriod.DEEP_VALLEY)


@transaction.atomic
def anomalies_find(
    *, organisation: Organisation, by: User | None, on: date
) -> tuple[int, int]:
    """Look at the days up to the one before and keep what is found.

    What was found before and judged keeps its judgement. What is open and not found
    any more lapses; nothing is taken away.

    Returns
    -------
    (int, int)
        How many are new, and how many stand open.
    """
    if by is not None:
        require(by, FIND, organisation)
    points = list(
        MeterPoint.objects.filter(
            enterprise__path__startswith=organisation.path, valid_to=None
        )
        # Reactive energy follows the active one, which is looked at already.
        .exclude(carrier=REACTIVE)
        .select_related("enterprise", "parent")
        .order_by("enterprise__path", "code")
    )
    end = on - timedelta(days=1)
    begin = end - timedelta(days=YEAR - 1)
    found = _found(organisation, points, begin, end)
    new = keep_found(points, found)
    left = EnergyAnomaly.objects.filter(
        point__in=points, state=EnergyAnomaly.State.OPEN
    ).count()
    data = {"new": new, "open": left, "until": end}
    audit.record(by=by, action="savings.anomaly.find", target=organisation, data=data)
    return new, left


def _found(
    organisation: Organisation, points: Sequence[MeterPoint], begin: date, end: date
) -> list[Found]:
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    from dafeng.enterprises.anomalies import (  # noqa: PLC0415 - with numpy
        DayTable,
        Kind,
        find_anomalies,
        find_imbalances,
        with_output,
    )

    days = meter_days(points, begin, end)
    if not days.codes:
        return []
    night = days.by_period[:, :, list(_NIGHT)].sum(axis=2)
    table = DayTable(
        meters=days.codes,
        first=begin,
        energy=days.energy,
        night=np.where(night > 0, night, np.nan),
        temperature=temperatures(organisation, begin, end),
        drivers=rest_days(begin, end).astype(np.float64)[None, None],
        quiet=quiet_days(begin, end),
    )
    by_code = {point.code: point for point in points}
    firms = {code: by_code[code].enterprise for code in days.codes}
    outputs = main_outputs(set(firms.values()), begin, end)
    unknown = np.full(table.days, np.nan)
    rows = [
        outputs[one.pk].days if one.pk in outputs else unknown for one in firms.values()
    ]
    table, uses = with_output(table, np.array(rows))
    basis = {
        code: _basis(table, use, outputs.get(firms[code].pk))
        for code, use in zip(days.codes, uses, strict=True)
    }
    branches = _branches(points, days)
    found = [*find_anomalies(table)]
    found += find_imbalances(branches) if branches is not None else ()
    return [
        (one, {} if one.kind is Kind.BALANCE else basis[one.meter]) for one in found
    ]


def _basis(
    table: DayTable, use: OutputUse, output: OutputDays | None
) -> dict[str, Any]:
    """What the expectation of a meter follows, as its anomalies keep it."""
    told: dict[str, Any] = {
        "temperature": "gaps" if table.temperature is None else "used",
        "rest": "used",
        "output": use.value,
    }
    if output is not None:
        told |= {
            "product": output.product,
            "months": output.months,
            "until": None if output.until is None else output.until.isoformat(),
        }
    return told


def _branches(points: Sequence[MeterPoint], days: MeterDays) -> Branches | None:
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    from dafeng.enterprises.anomalies import Branches  # noqa: PLC0415 - with numpy

    place = {code: row for row, code in enumerate(days.codes)}
    parts: dict[str, list[int]] = {}
    for point in points:
        above = point.parent
        if above is None or point.role == "virtual":
            continue
        if point.code in place and above.code in place:
            parts.setdefault(above.code, []).append(place[point.code])
    if not parts:
        return None
    return Branches(
        main=tuple(parts),
        first=days.first,
        total=days.energy[[place[code] for code in parts]],
        parts=np.array([days.energy[rows].sum(axis=0) for rows in parts.values()]),
    )
