"""Load the plans that ship with the program."""

from __future__ import annotations

from django.db import transaction

from dafeng.plan import DocumentText, read_text
from dafeng.plan.documents import Media
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    demo_plan_text,
    load_sample_plan,
    sample_members,
)
from dafeng.web.core.models import User
from dafeng.web.plans.models import Plan, PlanSource, PlanUnit
from dafeng.web.plans.selectors.units import organisations_by_name
from dafeng.web.plans.services.attaching import plan_attach_text
from dafeng.web.plans.services.loading import (
    plan_load_facts,
    root_organisation,
    rosters_fill,
)
from dafeng.web.plans.services.publishing import Member, roster_set
from dafeng.web.plans.services.storing import Provenance, plan_store

SAMPLE_SLUG = "sample"
DEMO_SLUG = "demo"
DEMO_FILE = "demo-plan.txt"
ROSTER = "示例名单"
"""What the sample names as the paper behind its rosters."""


def load_sample(by: User | None) -> Plan:
    """Load the sample's facts, confirmed and published; once."""
    return plan_load_facts(
        reading=load_sample_plan(),
        by=by,
        slug=SAMPLE_SLUG,
        place_code=SAMPLE_PLACE_CODE,
    )


@transaction.atomic
def load_demo(by: User | None) -> Plan:
    """Load the document of our own wording as a draft that waits for review; once."""
    text = demo_plan_text()
    plan = plan_store(
        reading=read_text(text),
        by=by,
        provenance=Provenance(
            owner=root_organisation(),
            source=PlanSource.READ,
            slug=DEMO_SLUG,
            synthetic=True,
        ),
    )
    if not hasattr(plan, "attached"):
        document = DocumentText(text=text, media=Media.TEXT, name=DEMO_FILE)
        plan_attach_text(
            plan=plan, document=document, by=by, original=b"", reader=read_text
        )
        rosters_fill(plan=plan, by=by)
    return plan


@transaction.atomic
def load_sample_rosters(plan: Plan) -> None:
    """Say who belongs to the groups of the sample's plan; once."""
    known = organisations_by_name()
    groups = PlanUnit.objects.filter(plan=plan, kind="group")
    for group in groups.exclude(members__source=ROSTER):
        members = [
            Member(
                name=one.unit,
                source=ROSTER,
                organisation=known.get(one.unit),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in sample_members()
            if one.group == group.name
        ]
        if members:
            roster_set(group=group, by=None, members=members)
