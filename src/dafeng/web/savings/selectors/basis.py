"""What a baseline follows: temperature, days off, output; and why not, where not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.savings.models import Measurement, SavingProject
from dafeng.web.savings.selectors.outputs import OutputDays, output_days
from dafeng.web.savings.selectors.series import (
    meter_days,
    quiet_days,
    rest_days,
    temperature_days,
)

if TYPE_CHECKING:
    from dafeng.enterprises.savings import Baselines, Period

LEAST_MONTHS = 6
"""Months of output within the baseline, at least."""
LEAST_KNOWN = 0.9
"""Share of the days of the baseline whose output, or temperature, is known."""
LEAST_SPREAD = 0.03
"""Output that varies by less, as a share of its mean, says nothing."""
USED = "used"


@attrs.frozen(kw_only=True, eq=False)
class Based:
    """Both periods with the drivers that serve, and what is told of them.

    Attributes
    ----------
    told : dict of str to value
        ``temperature``, ``rest``, ``output`` are ``used`` or say why not; ``product``,
        ``months``, ``until`` of the output; ``frozen`` says since when the baseline is
        kept.
    fitted : Baselines or None
        The model where a settlement that stands keeps it; None: fit it.
    left : int
        Days of the report period that count on neither side: festivals and the days
        around them, on which works stand still for no measure's sake.
    """

    before: Period
    after: Period
    told: dict[str, Any]
    fitted: Baselines | None = None
    left: int


def based(project: SavingProject, begin: date, end: date) -> Based:
    """Return the baseline and a report period of a project.

    Once something is settled the baseline is that of the first settlement, with its
    model and its days: later corrections of them change no payment. Before, temperature
    serves where nine tenths of the days of the baseline have one, and output where a
    product is agreed on, its months are known well enough in the baseline and vary, and
    one at least is known in the report period. A day without a temperature or output
    that serves counts on neither side, and so does a quiet day.

    Raises
    ------
    BadInputError
        ``settlement.output``: a kept baseline follows output, and none is entered.
    """
    kept = frozen_baseline(project)
    return (
        _new(project, begin, end) if kept is None else _kept(project, kept, begin, end)
    )


def frozen_baseline(project: SavingProject) -> Measurement | None:
    """The measurement of the first settlement that stands, which keeps the baseline."""
    rows = project.settlements.filter(withdrawn_at=None).select_related("measurement")
    made = (one.measurement for one in rows.order_by("pk"))
    return next((one for one in made if one.baseline), None)


def _kept(project: SavingProject, kept: Measurement, begin: date, end: date) -> Based:
    from dafeng.enterprises.savings import baseline_kept  # noqa: PLC0415 - with numpy

    fitted, before = baseline_kept(kept.baseline)
    told = kept.basis | {"frozen": timezone.localdate(kept.made_at).isoformat()}
    output = None
    if told["output"] == USED:
        output = output_days(project.enterprise, told["product"], begin, end)
        if output.until is None:
            msg = f"The output of {told['product']} of these days is not entered."
            raise BadInputError(msg, code="settlement.output", why="late")
        told["until"] = output.until.isoformat()
    after = _period(project, begin, end, output, told)
    left = int(quiet_days(begin, end).sum())
    return Based(before=before, after=after, told=told, fitted=fitted, left=left)


def _new(project: SavingProject, begin: date, end: date) -> Based:
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    first, last = project.baseline_from, project.baseline_to
    outputs = None
    if project.product:
        outputs = (
            output_days(project.enterprise, project.product, first, last),
            output_days(project.enterprise, project.product, begin, end),
        )
    output = output_use(*outputs) if outputs is not None else "unnamed"
    warm = np.isfinite(temperature_days(project.enterprise, first, last))
    told: dict[str, Any] = {
        "temperature": USED if warm.mean() >= LEAST_KNOWN else "gaps",
        "rest": USED,
        "output": output,
    }
    if outputs is not None:
        until = outputs[1].until or outputs[0].until
        told |= {
            "product": project.product,
            "months": outputs[0].months,
            "until": None if until is None else until.isoformat(),
        }
    parts = outputs if outputs is not None and output == USED else (None, None)
    return Based(
        before=_period(project, first, last, parts[0], told),
        after=_period(project, begin, end, parts[1], told),
        told=told,
        left=int(quiet_days(begin, end).sum()),
    )


def output_use(before: OutputDays, after: OutputDays) -> str:
    """``used``, or why output does not serve."""
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    known = np.isfinite(before.days)
    if not before.months:
        return "none"
    if before.months < LEAST_MONTHS or known.mean() < LEAST_KNOWN:
        return "few"
    mean = float(before.days[known].mean())
    if mean <= 0 or float(before.days[known].std()) < LEAST_SPREAD * mean:
        return "still"
    if not np.isfinite(after.days).any():
        return "late"
    return USED


def _period(
    project: SavingProject,
    begin: date,
    end: date,
    output: OutputDays | None,
    told: dict[str, Any],
) -> Period:
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    from dafeng.enterprises.savings import Drivers, Period  # noqa: PLC0415 - with numpy

    others = [rest_days(begin, end).astype(np.float64)]
    if output is not None:
        others.append(output.days)
    warm = None
    if told["temperature"] == USED:
        warm = temperature_days(project.enterprise, begin, end)
    energy = meter_days([project.point], begin, end).energy
    return Period(
        energy=np.where(quiet_days(begin, end), np.nan, energy),
        drivers=Drivers(temperature=warm, others=np.array(others)[:, None, :]),
    )
