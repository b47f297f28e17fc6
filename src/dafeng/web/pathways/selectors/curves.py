"""Marginal cost curves of units, out of the outlook in force."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _

from dafeng.assessment.allocation import CutStep
from dafeng.base.errors import DafengError
from dafeng.web.assessment.curves import Curves
from dafeng.web.core.models import Organisation
from dafeng.web.pathways.selectors.answers import case_of
from dafeng.web.pathways.selectors.runs import outlook_of, run_of

GRAMS = Decimal(10**6)


def curves_of_district(owner: Organisation) -> Curves | None:
    """Steps of the cost curve by the unit that answers; None without an outlook.

    Each step is what a measure takes off after the cheaper ones, in the promised year.
    """
    run = run_of(owner)
    if run is None:
        return None
    outlook = outlook_of(run)
    try:
        potentials = case_of(run.seal).potentials
    except DafengError:
        return None
    owners = {one.measure: one.owner for one in potentials}
    found = defaultdict[str, list[CutStep]](list)
    for step in outlook.steps:
        found[owners.get(step.measure, "")].append(
            CutStep(
                amount=step.grams / GRAMS,
                price=step.yuan_per_tonne,
                measure=step.measure,
            )
        )
    return Curves(
        of_unit={code: tuple(steps) for code, steps in found.items()},
        source=_("达峰路径 %(seal)s，%(year)s 年的成本曲线")
        % {"seal": run.seal[:8], "year": outlook.by},
    )
