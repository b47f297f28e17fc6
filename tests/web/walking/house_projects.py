"""Projects of the units: one each, with what belongs to it; made when asked for."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

from PIL import Image

from dafeng.web.office.services.papers import paper_of
from dafeng.web.projects.models import (
    Approval,
    Milestone,
    OutlineEdition,
    Photo,
    Project,
)
from dafeng.web.projects.services.approvals import ApprovalFacts, approval_add
from dafeng.web.projects.services.facts import ProjectFacts
from dafeng.web.projects.services.milestones import milestone_add
from dafeng.web.projects.services.outlines import outlines_set
from dafeng.web.projects.services.photos import photo_add, picture_of
from dafeng.web.projects.services.registering import project_register

if TYPE_CHECKING:
    from tests.web.walking.house import Unit

DAY = date(2026, 1, 5)


def project_of(unit: Unit) -> Project:
    """The project that a bureau answers for and its works build."""
    code = f"P-{unit.unit.code}"
    found = Project.objects.filter(code=code).first()
    if found is not None:
        return found
    district = unit.unit.parent
    assert district is not None
    facts = ProjectFacts(
        code=code, name=f"项目{code}", unit=unit.unit, builder_unit=unit.works
    )
    made = project_register(organisation=district, by=None, facts=facts)
    approval_add(
        project=made,
        by=None,
        facts=ApprovalFacts(kind="land", number="1号", dated=DAY),
        paper=paper_of("批文.pdf", b"%PDF-1.7 x"),
    )
    milestone_add(project=made, by=None, title="并网", planned_on=DAY)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, format="PNG")
    photo_add(project=made, by=None, picture=picture_of(f"{code}.png", out.getvalue()))
    return made


def approval_of(unit: Unit) -> Approval:
    """Its only approval."""
    return project_of(unit).approvals.get()


def milestone_of(unit: Unit) -> Milestone:
    """Its only milestone."""
    return project_of(unit).milestones.get()


def photo_of(unit: Unit) -> Photo:
    """Its only photo."""
    return project_of(unit).photos.get()


def outline_of(unit: Unit) -> OutlineEdition:
    """The outlines of the district that a unit belongs to."""
    district = unit.unit.parent
    assert district is not None
    found = OutlineEdition.objects.filter(organisation=district).first()
    if found is None:
        square = [[117, 38], [118, 38], [118, 39], [117, 39], [117, 38]]
        feature = {
            "properties": {
                "code": "120118101",
                "name": "甲镇",
                "source": "示意",
                "schematic": True,
            },
            "geometry": {"type": "Polygon", "coordinates": [square]},
        }
        outlines_set(organisation=district, by=None, collection={"features": [feature]})
        found = OutlineEdition.objects.get(organisation=district)
    return found
