"""A case of each bureau: issued, answered with a file, its plan being carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.core.models import RoleCode, User
from dafeng.web.office.services.letters import registry_set
from dafeng.web.supervision.models import Case, CaseFile, RectificationItem
from dafeng.web.supervision.services.rectifying import (
    reply_file_add,
)
from tests.web.supervision.building import Hall, received, written

if TYPE_CHECKING:
    from tests.web.walking.house import Unit


def case_of(unit: Unit) -> Case:
    """The bureau's case, whose answer its head can still confirm."""
    standing = Case.objects.filter(units__organisation=unit.unit).first()
    return standing or _made(unit)


def file_of(unit: Unit) -> CaseFile:
    """The file behind the answer."""
    return CaseFile.objects.get(reply__case=case_of(unit))


def item_of(unit: Unit) -> RectificationItem:
    """A line of the plan that is carried out."""
    return RectificationItem.objects.get(reply__case=case_of(unit))


def _made(unit: Unit) -> Case:
    root = unit.unit.parent
    assert root is not None
    registry_set(organisation=root, by=None, signs="示双碳办")
    people = {user.username: user for user in User.objects.all()}
    hall = Hall(
        district=root,
        bureau=unit.unit,
        other=unit.unit,
        office=people[f"a-{RoleCode.CARBON_OFFICE.value}"],
        leader=people[f"a-{RoleCode.LEADER.value}"],
        second=people[f"a-{RoleCode.LEADER.value}"],
        officer=people[f"clerk-{unit.unit.code}"],
        head=people[f"head-{unit.unit.code}"],
    )
    case = received(hall, item=f"{unit.unit.code} {timezone.localdate()}")
    reply = written(hall, case)
    reply_file_add(case=case, by=hall.officer, name="a.pdf", content=b"%PDF-1.4 walk")
    reply.confirmed_by, reply.confirmed_at = hall.head, timezone.now()
    reply.handed_at = timezone.now()
    reply.save()
    Case.objects.filter(pk=case.pk).update(state="accepted", accepted_reply=reply)
    return case
