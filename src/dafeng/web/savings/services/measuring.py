"""Measure what a project saved, from the days of its meter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import BaselineError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.savings.models import Measurement, SavingProject
from dafeng.web.savings.models.exact import ENERGY, largest
from dafeng.web.savings.permissions import KEEP
from dafeng.web.savings.selectors.basis import based
from dafeng.web.savings.selectors.series import last_whole_day

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLACES = 3


@transaction.atomic
def project_measure(
    *,
    project: SavingProject,
    by: User | None,
    begin: date | None = None,
    end: date | None = None,
) -> Measurement:
    """Fit the baseline and keep what a stretch saved; without one all since its begin.

    Once something is settled the baseline is that of the first settlement.

    Raises
    ------
    BadInputError
        ``measure.period``: the stretch begins before the report period, is not over,
        or goes beyond the end of the contract. ``measure.nothing``: no day of it is
        known; ``measure.size``: the energy is no possible one.
    BaselineError
        ``baseline.short``: too few days are known.
    """
    if by is not None:
        require(by, KEEP, project.enterprise)
    first, last = see_period(project, begin, end)
    row = _measured(project, first, last)
    row.full_clean()
    row.save()
    data = {"begin": first, "end": last, "saving": row.saving, "low": row.low}
    audit.record(by=by, action="savings.project.measure", target=project, data=data)
    return row


def see_period(
    project: SavingProject, begin: date | None, end: date | None
) -> tuple[date, date]:
    """Return the stretch that is meant, refused where it cannot be measured.

    Raises
    ------
    BadInputError
        ``measure.period``.
    """
    newest = last_whole_day()
    if project.ended_on is not None:
        newest = min(newest, project.ended_on)
    first, last = begin or project.report_from, end or newest
    if first < project.report_from or last > newest or first > last:
        msg = f"{first} to {last} is not within the report period, or not over."
        raise BadInputError(msg, code="measure.period", begin=first, end=last)
    return first, last


def _measured(project: SavingProject, begin: date, end: date) -> Measurement:
    import numpy as np  # noqa: PLC0415 - only what measures needs it

    from dafeng.enterprises.savings import (  # noqa: PLC0415 - with numpy
        expected_energy,
        fit_baselines,
        kept_baseline,
        savings_of,
    )
    from dafeng.enterprises.savings.cases import model_row  # noqa: PLC0415

    both = based(project, begin, end)
    before, after = both.before, both.after
    if not len(before.energy):
        msg = f"{project.point} has no readings."
        raise BaselineError(msg, code="baseline.short")
    fitted = both.fitted or fit_baselines(before.energy, before.drivers)
    saved = savings_of(fitted, before, after, level=float(project.level))
    days = after.energy.shape[1]
    if not saved.spans[0]:
        msg = f"No day from {begin} to {end} is known."
        raise BadInputError(msg, code="measure.nothing", begin=begin, end=end)
    return Measurement(
        project=project,
        begin=begin,
        end=end,
        made_at=timezone.now(),
        saving=_exact(saved.saving[0]),
        low=_exact(saved.low[0]),
        high=_exact(saved.high[0]),
        adjusted=_exact(saved.adjusted[0]),
        actual=_exact(saved.actual[0]),
        known_days=int(saved.spans[0]),
        due_days=days - both.left,
        left_days=both.left,
        outside=float(saved.outside[0]),
        model=model_row(fitted, 0),
        basis=both.told,
        baseline=kept_baseline(fitted, before),
        series={
            "before": _told(before.energy[0]),
            "fitted": _told(
                expected_energy(fitted, before.drivers, before.energy.shape[1])[0]
            ),
            "after": _told(after.energy[0]),
            "expected": _told(expected_energy(fitted, after.drivers, days)[0]),
            "temperature": _told(
                np.concatenate([before.drivers.temperature, after.drivers.temperature])
                if before.drivers.temperature is not None
                and after.drivers.temperature is not None
                else np.zeros(0)
            ),
        },
    )


def _exact(value: float) -> Decimal:
    made = Decimal(str(round(float(value), _PLACES)))
    if abs(made) > largest(ENERGY):
        msg = f"{made} is no possible energy."
        raise BadInputError(msg, code="measure.size")
    return made


def _told(values: NDArray[np.float64]) -> list[Any]:
    """Figures for the database; what is unknown is null."""
    return [None if one != one else round(float(one), _PLACES) for one in values]  # noqa: PLR0124 - nan differs from itself
