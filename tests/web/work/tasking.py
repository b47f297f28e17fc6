"""A small district with tasks: an office, two bureaus, two towns, a mill in one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import attrs
from django.utils import timezone

from dafeng.web.core.models import Organisation, RoleCode, User
from dafeng.web.work.services.tasks import TaskFacts, task_create
from dafeng.work import TaskAct, TaskState, moved
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dafeng.web.work.models import Task

WAY_TO = {
    "draft": (),
    "assigned": ("assign",),
    "accepted": ("assign", "accept"),
    "in-progress": ("assign", "accept", "start"),
    "submitted": ("assign", "accept", "start", "submit"),
    "returned": ("assign", "accept", "start", "submit", "return"),
    "verified": ("assign", "accept", "start", "submit", "verify"),
    "closed": ("assign", "accept", "start", "submit", "verify", "close"),
    "extended": ("assign", "accept", "start", "extend"),
    "suspended": ("assign", "accept", "suspend"),
    "cancelled": ("assign", "cancel"),
}


@attrs.frozen(kw_only=True)
class Realm:
    """Units and people of the district."""

    root: Organisation
    bureau: Organisation
    farm: Organisation
    town: Organisation
    mill: Organisation
    office: User
    second: User
    officer: User
    head: User
    farmer: User
    town_head: User
    miller: User
    verifier: User
    reader: User
    stranger: User


def realm_made() -> Realm:
    """Build the district."""
    root = organisation("demo", "示范区人民政府", kind="government")
    bureau = organisation("fgw", "区发改委", parent=root)
    farm = organisation("nyw", "区农业农村委", parent=root)
    town = organisation("town-a", "甲镇", parent=root, kind="township")
    organisation("town-b", "乙镇", parent=root, kind="township")
    mill = organisation("mill", "示范轧钢厂", parent=town, kind="enterprise")
    other = organisation("other", "他区")
    return Realm(
        root=root,
        bureau=bureau,
        farm=farm,
        town=town,
        mill=mill,
        office=person("office", root, RoleCode.CARBON_OFFICE),
        second=person("second", root, RoleCode.CARBON_OFFICE),
        officer=person("officer", bureau, RoleCode.UNIT_OFFICER),
        head=person("head", bureau, RoleCode.UNIT_HEAD),
        farmer=person("farmer", farm, RoleCode.UNIT_OFFICER),
        town_head=person("town-head", town, RoleCode.UNIT_HEAD),
        miller=person("miller", mill, RoleCode.ENTERPRISE_MANAGER),
        verifier=person("verifier", root, RoleCode.VERIFIER),
        reader=person("reader", bureau, RoleCode.READER),
        stranger=person("stranger", other, RoleCode.CARBON_OFFICE),
    )


def facts(realm: Realm, **given: Any) -> TaskFacts:
    """What a task of the bureau says, due in a month."""
    due_on = timezone.localdate() + timedelta(days=30)
    base: dict[str, Any] = {
        "title": "发展新能源",
        "lead": realm.bureau,
        "due_on": due_on,
        "year": due_on.year,
    }
    return TaskFacts(**(base | given))


def task(realm: Realm, state: str = "draft", **given: Any) -> Task:
    """A task in a state, with the history that leads there."""
    made = task_create(by=None, organisation=realm.root, facts=facts(realm, **given))
    now = timezone.now()
    for act in map(TaskAct, WAY_TO[state]):
        was = {
            "due_on": made.due_on.isoformat(),
            "verified": made.verified,
            "reported_on": None,
        }
        after = moved(TaskState(made.state), act).value
        made.version += 1
        made.moves.create(
            act=act.value,
            before=made.state,
            after=after,
            reason="因故",
            version=made.version,
            was=was,
            at=now,
        )
        made.state = after
        if act is TaskAct.EXTEND:
            made.due_on += timedelta(days=30)
        elif act is TaskAct.SUBMIT:
            made.reported_on = timezone.localdate(now)
        elif act is TaskAct.VERIFY:
            made.verified = True
    made.save()
    return made


def late(realm: Realm, state: str = "in-progress", **given: Any) -> Task:
    """A task that was due yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return task(realm, state, due_on=yesterday, **given)


def days(number: int) -> date:
    """The day so many days from now."""
    return timezone.localdate() + timedelta(days=number)


def page(response: HttpResponse) -> str:
    """What a page says; anything but a page is a failure."""
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())
