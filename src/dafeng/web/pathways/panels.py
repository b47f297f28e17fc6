"""What the outlook brings to the pages of targets and units."""

from __future__ import annotations

import attrs
from django.urls import reverse

from dafeng.pathways import GapPart, Lever, Outlook, SeenTarget
from dafeng.web.assessment.curves import register_curves
from dafeng.web.assessment.modelled import ModelChance, ModelSays, register_model
from dafeng.web.core.selectors import Person
from dafeng.web.pathways import wording
from dafeng.web.pathways.selectors.curves import curves_of_district
from dafeng.web.pathways.selectors.runs import outlook_of, run_in_force
from dafeng.web.plans.models import PlanUnit, Target
from dafeng.web.plans.panels import (
    Panel,
    Place,
    register_target_panel,
    register_unit_panel,
)
from dafeng.web.plans.selectors.plans import leads


@attrs.frozen(kw_only=True)
class UnitLevers:
    """What of the outlook lies with a unit; the strongest first."""

    year: int
    levers: tuple[Lever, ...]
    gap: tuple[GapPart, ...]

    @property
    def grams(self) -> int:
        """What is lost when half of the unit's measures is not delivered."""
        return sum(one.grams for one in self.gap)


class OutlookModel:
    """The outlook in force, as pages of single targets ask for it."""

    def of_target(self, reader: Person, target: Target) -> ModelSays | None:
        """What the model says of a target that the future still decides.

        Only of the plan that it saw, and of targets with a figure and a year.
        """
        if target.value is None or target.year is None:
            return None
        run = run_in_force(reader)
        if run is None or not leads(reader, target.plan):
            return None
        outlook = outlook_of(run)
        if target.year <= outlook.base_year:
            return None
        seen = {one.key: one for one in outlook.headline.targets}.get(target.key)
        return ModelSays(
            scenario=wording.scenario_name(outlook, outlook.headline.scenario),
            address=reverse("pathways:index"),
            chance=None if seen is None else _chance(seen),
        )


def _chance(seen: SeenTarget) -> ModelChance:
    return ModelChance(
        probability=seen.probability,
        share=wording.percent(seen.probability),
        low=seen.p05,
        median=seen.p50,
        high=seen.p95,
        unit=seen.unit,
    )


def levers_of_unit(reader: Person, unit: PlanUnit) -> UnitLevers | None:
    """Levers and parts of the gap that lie with a unit; None without any."""
    run = run_in_force(reader) if unit.organisation is not None else None
    if run is None or unit.organisation is None:
        return None
    found = _of_owner(outlook_of(run), unit.organisation.code)
    return found if found.levers or found.gap else None


def _of_owner(outlook: Outlook, code: str) -> UnitLevers:
    return UnitLevers(
        year=outlook.by,
        levers=tuple(one for one in outlook.levers if one.owner == code),
        gap=tuple(one for one in outlook.gap if one.owner == code),
    )


MODEL = OutlookModel()
register_model(MODEL)
register_curves(curves_of_district)
register_target_panel(
    Panel(
        order=150,
        place=Place.ASIDE,
        template="assessment/_modelled.html",
        content=MODEL.of_target,
    )
)
register_unit_panel(
    Panel(
        order=150,
        place=Place.MAIN,
        template="pathways/_unit_levers.html",
        content=levers_of_unit,
    )
)
