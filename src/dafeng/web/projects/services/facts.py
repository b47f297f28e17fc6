"""What is written of a project, and the refusal of an edit that came too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Project as PlanProject
from dafeng.web.plans.models import Target
from dafeng.web.projects.models import Project
from dafeng.web.work.models import Task


@attrs.frozen(kw_only=True)
class PlaceShare:
    """A town in which a part lies."""

    code: str
    share: Decimal
    organisation: Organisation | None = None


@attrs.frozen(kw_only=True)
class ProjectFacts:
    """What the register says of a project; links are whole rows."""

    code: str
    name: str
    unit: Organisation
    kind: str = "new"
    review: str = "unknown"
    industry: str = ""
    builder: str = ""
    builder_uscc: str = ""
    builder_unit: Organisation | None = None
    capacity: Decimal | None = None
    capacity_unit: str = ""
    investment: Decimal | None = None
    start_due: date | None = None
    operation_due: date | None = None
    energy_tce: Decimal | None = None
    coal_t: Decimal | None = None
    co2_t: Decimal | None = None
    measure: str = ""
    plan_project: PlanProject | None = None
    location: Mapping[str, Any] | None = None
    note: str = ""
    places: Sequence[PlaceShare] = ()
    targets: Sequence[Target] = ()
    tasks: Sequence[Task] = ()


PLAIN = tuple(
    field.name
    for field in attrs.fields(ProjectFacts)
    if field.name not in ("places", "targets", "tasks", "location")
)
"""Facts that are columns of the row as they are."""


class StaleProjectError(BadInputError):
    """The project was changed since the page was opened; nothing was overwritten.

    Attributes
    ----------
    mine, theirs : ProjectFacts or None
        What the person wanted to write, and what the register says now.
    version : int
        The newest version.
    """

    code = "project.stale"

    def __init__(
        self,
        *,
        version: int,
        mine: ProjectFacts | None = None,
        theirs: ProjectFacts | None = None,
    ) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(f"Version {version} is the newest.", version=version)


def facts_of(project: Project) -> ProjectFacts:
    """What the register says of a project now."""
    return ProjectFacts(
        **{name: getattr(project, name) for name in PLAIN},
        location=project.location,
        places=[
            PlaceShare(
                code=one.code,
                share=one.share.normalize(),
                organisation=one.organisation,
            )
            for one in project.places.all()
        ],
        targets=list(project.targets.select_related("plan")),
        tasks=list(project.tasks.all()),
    )


def told(facts: ProjectFacts) -> dict[str, object]:
    """What the audit keeps of a project."""
    return {
        **{
            name: getattr(facts, name)
            for name in PLAIN
            if name not in ("unit", "builder_unit", "plan_project")
        },
        "unit": facts.unit.code,
        "builder_unit": facts.builder_unit and facts.builder_unit.code,
        "plan_project": facts.plan_project and facts.plan_project.key,
        "location": facts.location,
        "places": {one.code: str(one.share) for one in facts.places},
        "targets": [f"{one.plan.slug}/{one.key}" for one in facts.targets],
        "tasks": [one.number for one in facts.tasks],
    }
