"""Enter a project into the register, and change what it says."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.base.units import parse_unit
from dafeng.measures import measure_of
from dafeng.projects import Share, check_location
from dafeng.projects.records import check_shares
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.projects.models import Project, ProjectPlace
from dafeng.web.projects.permissions import KEEP
from dafeng.web.projects.selectors.places import district_box
from dafeng.web.projects.services.facts import (
    PLAIN,
    ProjectFacts,
    StaleProjectError,
    facts_of,
    told,
)
from dafeng.web.projects.services.holding import held_by_keeper, keep_version


@transaction.atomic
def project_register(
    *,
    organisation: Organisation,
    by: User | None,
    facts: ProjectFacts,
    synthetic: bool = False,
) -> Project:
    """Enter a project; it begins as planned.

    Raises
    ------
    BadInputError
        ``project.shares``: the shares of its places do not sum to 1;
        ``project.outside``: the unit, builder or a town is not of the district;
        ``location.…``: the position cannot be; ``measure.unknown``.
    UnitError
        ``unit.unknown``: the unit of the size is not known.
    """
    if by is not None:
        require(by, KEEP, organisation)
    project = Project(
        organisation=organisation, created_at=timezone.now(), synthetic=synthetic
    )
    _write(project, facts)
    project.full_clean()
    project.save()
    _link(project, facts)
    keep_version(project, timezone.localdate())
    audit.record(
        by=by, action="projects.project.register", target=project, data=told(facts)
    )
    return project


@transaction.atomic
def project_change(
    *, project: Project, by: User | None, facts: ProjectFacts, version: int
) -> Project:
    """Correct what the register says; the stage has its own acts.

    Raises
    ------
    StaleProjectError
        Somebody changed it since ``version``; nothing was overwritten.
    BadInputError, UnitError
        As :func:`project_register`; ``project.merged``.
    """
    held = held_by_keeper(project, by)
    standing = facts_of(held)
    if version != held.version:
        raise StaleProjectError(mine=facts, theirs=standing, version=held.version)
    _write(held, facts)
    held.version += 1
    held.full_clean()
    held.save()
    _link(held, facts)
    keep_version(held, timezone.localdate())
    data = {"before": told(standing), "after": told(facts)}
    audit.record(by=by, action="projects.project.change", target=held, data=data)
    return held


def _write(project: Project, facts: ProjectFacts) -> None:
    check_shares(Share(place=one.code, share=one.share) for one in facts.places)
    _see_district(project.organisation, facts)
    if facts.capacity is not None and facts.capacity_unit:
        parse_unit(facts.capacity_unit)
    if facts.measure:
        measure_of(facts.measure)
    location = None
    if facts.location is not None:
        location = check_location(facts.location, district_box(project.organisation))
    for name in PLAIN:
        value = getattr(facts, name)
        setattr(project, name, value.strip() if isinstance(value, str) else value)
    project.location = location


def _see_district(organisation: Organisation, facts: ProjectFacts) -> None:
    """Refuse units of another district: whoever is named sees the project."""
    towns = [one.organisation for one in facts.places]
    for unit in (facts.unit, facts.builder_unit, *towns):
        if unit is not None and not unit.path.startswith(organisation.path):
            msg = f"{unit} is no unit of {organisation}."
            raise BadInputError(msg, code="project.outside", unit=str(unit))


def _link(project: Project, facts: ProjectFacts) -> None:
    project.targets.set(facts.targets)
    project.tasks.set(facts.tasks)
    project.places.all().delete()
    for one in facts.places:
        row = ProjectPlace(
            project=project,
            code=one.code,
            organisation=one.organisation,
            share=one.share,
        )
        row.full_clean()
        row.save()
