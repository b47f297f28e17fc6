"""The draw: the seal is broken once, and what came out is kept as it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dafeng.inspections import Check, draw, draw_json, read_draw, read_frame, verify
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.moments import moment
from dafeng.web.inspections.models import (
    Inspection,
    InspectionInspector,
    InspectionPlan,
    PlanDraw,
    PlanState,
)
from dafeng.web.inspections.sealing import unsealed
from dafeng.web.inspections.services.frames import sha256_of
from dafeng.web.inspections.services.moves import noted
from dafeng.web.inspections.services.plans import held_plan

DRAW = "inspections.plan.draw"


@transaction.atomic
def plan_draw(
    *,
    plan: InspectionPlan,
    by: User | None,
    word: str = "",
    at: datetime | None = None,
) -> PlanDraw:
    """Reveal the seed, draw, and lay out the inspections.

    The row of the plan is locked: of two people who draw at once, one draws and the
    other is told that it was done.

    Parameters
    ----------
    word : str
        A public word that nobody knew when the commitment was published.

    Raises
    ------
    BadInputError
        ``inspection.state``: the plan is not approved, or was drawn before.
        ``draw.inspectors``: some units have too few inspectors without a conflict.
    """
    held = held_plan(plan, by, DRAW, PlanState.APPROVED)
    row = held.draws.select_for_update().get(void=False)
    seed = unsealed(row.sealed)
    case, rules = read_frame(row.frame)
    made = draw(case, rules, seed=seed, word=word.strip())
    when = moment(at)
    row.seed, row.word, row.result = seed, made.word, draw_json(made)
    row.drawn_by, row.drawn_at = by, when
    row.full_clean()
    row.save()
    units = Organisation.objects.in_bulk(
        [one.subject for one in made.drawn], field_name="code"
    )
    people = {one.user.username: one.user for one in held.inspectors.all()}
    inspections = Inspection.objects.bulk_create(
        Inspection(
            plan=held,
            subject=units[one.subject],
            group=one.group,
            how=one.how.value,
            points=one.points,
            planned_from=held.planned_from,
            planned_to=held.planned_to,
            synthetic=held.synthetic,
        )
        for one in made.drawn
    )
    InspectionInspector.objects.bulk_create(
        InspectionInspector(inspection=inspection, user=people[name])
        for inspection, one in zip(inspections, made.drawn, strict=True)
        for name in one.inspectors
    )
    held.state = PlanState.DRAWN
    held.save()
    data: dict[str, object] = {
        "seed": seed,
        "word": made.word,
        "result": sha256_of(row.result),
    }
    data |= {"drawn": [one.subject for one in made.drawn]}
    noted(held, "draw", by=by, at=when, note=made.word, data=data)
    return row


def draw_checks(row: PlanDraw) -> tuple[Check, ...]:
    """Do a draw again from its frame and seed, and say what holds."""
    case, rules = read_frame(row.frame)
    made = read_draw(row.result)
    return verify(made, case, rules, commitment=row.commitment)
