"""Put a plan into a house: facts that were checked, or a document read on the spot."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from dafeng.base.errors import NotFoundError
from dafeng.plan import read_document, read_text, records
from dafeng.plan.records import UnitKind
from dafeng.web.core.models import Organisation, User
from dafeng.web.plans.models import Plan, PlanSource, PlanStatus, PlanUnit
from dafeng.web.plans.selectors.units import members_of_group
from dafeng.web.plans.services.attaching import plan_attach_text
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.publishing import Member, plan_publish, roster_set
from dafeng.web.plans.services.storing import Provenance, plan_store

SHIPPED = "随程序提供的结构化事实，已与原文核对"
REGISTER = "本系统单位登记册"


@transaction.atomic
def plan_load_facts(
    *, reading: records.Plan, by: User | None, slug: str, place_code: str
) -> Plan:
    """Load a plan whose facts were checked against the document: confirmed, published.

    A second call finds the plan and changes nothing.
    """
    provenance = Provenance(
        owner=root_organisation(),
        source=PlanSource.SAMPLE,
        slug=slug,
        place_code=place_code,
    )
    plan = plan_store(reading=reading, by=by, provenance=provenance)
    if plan.status != PlanStatus.DRAFT:
        return plan
    bulk_confirm(plan=plan, by=by, choice=BulkChoice(), note=SHIPPED)
    rosters_fill(plan=plan, by=by)
    return plan_publish(plan=plan, by=by)


@transaction.atomic
def plan_load_file(*, path: Path, by: User | None, place_code: str = "") -> Plan:
    """Read a document and publish what was read, every object still a proposal.

    A second call with the same text finds the plan and changes nothing.

    Raises
    ------
    BadInputError
        The file cannot be read, or it is no plan; nothing is kept.
    """
    document = read_document(path)
    plan = plan_store(
        reading=read_text(document.text),
        by=by,
        provenance=Provenance(
            owner=root_organisation(), source=PlanSource.READ, place_code=place_code
        ),
    )
    if plan.status != PlanStatus.DRAFT:
        return plan
    plan_attach_text(
        plan=plan,
        document=document,
        by=by,
        original=path.read_bytes(),
        reader=read_text,
    )
    rosters_fill(plan=plan, by=by)
    return plan_publish(plan=plan, by=by)


@transaction.atomic
def rosters_fill(*, plan: Plan, by: User | None) -> None:
    """Fill groups such as 各乡镇 from the register of units."""
    groups = PlanUnit.objects.filter(
        plan=plan, kind=UnitKind.GROUP, members__isnull=True
    )
    for group in groups:
        members = [
            Member(
                name=organisation.name_zh,
                source=REGISTER,
                organisation=organisation,
                valid_from=organisation.valid_from,
                valid_to=organisation.valid_to,
            )
            for organisation in members_of_group(group, plan.owner)
        ]
        if members:
            roster_set(group=group, by=by, members=members)


def root_organisation() -> Organisation:
    """The organisation at the top of the house, which owns its plans.

    Raises
    ------
    NotFoundError
        ``house.empty``: the house has no organisation yet.
    """
    root = Organisation.objects.filter(parent__isnull=True).order_by("pk").first()
    if root is None:
        msg = "The house has no organisation yet; prepare the house first."
        raise NotFoundError(msg, code="house.empty")
    return root
