"""Two cases of each bureau: one answered with a file, its plan being carried out.

The other one asks it to an interview, whose minutes nobody has signed yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.supervision import CaseStep
from dafeng.web.core.models import RoleCode, User
from dafeng.web.office.services.letters import registry_set
from dafeng.web.supervision.models import Case, CaseFile, RectificationItem
from dafeng.web.supervision.services.interviewing import (
    MinutesContent,
    interview_write,
)
from dafeng.web.supervision.services.rectifying import (
    reply_file_add,
)
from tests.web.supervision.building import Hall, issued, received, written

if TYPE_CHECKING:
    from tests.web.walking.house import Unit

INTERVIEW = CaseStep.INTERVIEW.value


def case_of(unit: Unit) -> Case:
    """The bureau's case, whose answer its head can still confirm."""
    cases = Case.objects.filter(units__organisation=unit.unit)
    return cases.exclude(step=INTERVIEW).first() or _made(unit)


def interview_of(unit: Unit) -> Case:
    """An interview of the bureau with its minutes: two people sign them."""
    cases = Case.objects.filter(units__organisation=unit.unit)
    return cases.filter(step=INTERVIEW).first() or _held(unit)


def file_of(unit: Unit) -> CaseFile:
    """The file behind the answer."""
    return CaseFile.objects.get(reply__case=case_of(unit))


def item_of(unit: Unit) -> RectificationItem:
    """A line of the plan that is carried out."""
    return RectificationItem.objects.get(reply__case=case_of(unit))


def _hall(unit: Unit) -> Hall:
    root = unit.unit.parent
    assert root is not None
    registry_set(organisation=root, by=None, signs="示双碳办")
    people = {user.username: user for user in User.objects.all()}
    return Hall(
        district=root,
        bureau=unit.unit,
        other=unit.unit,
        office=people[f"a-{RoleCode.CARBON_OFFICE.value}"],
        leader=people[f"a-{RoleCode.LEADER.value}"],
        second=people[f"a-{RoleCode.LEADER.value}"],
        officer=people[f"clerk-{unit.unit.code}"],
        head=people[f"head-{unit.unit.code}"],
    )


def _held(unit: Unit) -> Case:
    hall, today = _hall(unit), timezone.localdate()
    case = issued(
        hall,
        item=f"{unit.unit.code} {today} {INTERVIEW}",
        step=INTERVIEW,
        meets_on=today,
        meets_at="9:30",
        place="会议室",
        attendants="负责同志",
    )
    minutes = MinutesContent(
        held_on=today,
        place="会议室",
        hosts="甲（主任）\n乙（科长）",
        guests="丙（主任）",
        recorder="丁",
        said="指出滞后。",
        promises="年底前补上。",
    )
    interview_write(case=case, by=hall.office, content=minutes)
    return case


def _made(unit: Unit) -> Case:
    hall = _hall(unit)
    case = received(hall, item=f"{unit.unit.code} {timezone.localdate()}")
    reply = written(hall, case)
    reply_file_add(case=case, by=hall.officer, name="a.pdf", content=b"%PDF-1.4 walk")
    reply.confirmed_by, reply.confirmed_at = hall.head, timezone.now()
    reply.handed_at = timezone.now()
    reply.save()
    Case.objects.filter(pk=case.pk).update(state="accepted", accepted_reply=reply)
    return case
