"""Load the plans that ship with the program."""

from __future__ import annotations

from django.db import transaction

from dafeng.plan import DocumentText, read_text
from dafeng.plan.documents import Media
from dafeng.sample import SAMPLE_PLACE_CODE, demo_plan_text, load_sample_plan
from dafeng.web.core.models import User
from dafeng.web.plans.models import Plan, PlanSource
from dafeng.web.plans.services.attaching import plan_attach_text
from dafeng.web.plans.services.loading import (
    plan_load_facts,
    root_organisation,
    rosters_fill,
)
from dafeng.web.plans.services.storing import Provenance, plan_store

SAMPLE_SLUG = "sample"
DEMO_SLUG = "demo"
DEMO_FILE = "demo-plan.txt"


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
