"""Cases in every state, walked there by the people who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from django.utils import timezone

from dafeng.supervision import CaseStep, reply_day
from dafeng.web.core.models import RoleCode
from dafeng.web.office.services.letters import registry_set
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.one_case import case_in_full
from dafeng.web.supervision.selectors.prefilling import (
    BasisLine,
    DraftFacts,
    UnitLine,
)
from dafeng.web.supervision.services.drafting import case_draft
from dafeng.web.supervision.services.rectifying import (
    item_done,
)
from dafeng.web.supervision.services.replying import (
    PlanLine,
    ReplyContent,
    case_receive,
    reply_confirm,
    reply_hand_in,
    reply_save,
)
from dafeng.web.supervision.services.reviewing import (
    case_close,
    rectification_review,
    reply_accept,
)
from dafeng.web.supervision.services.signing import case_check, case_issue
from tests.web.assessment.building import PLACE
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation, User
    from dafeng.web.supervision.models import Reply


@attrs.frozen(kw_only=True)
class Hall:
    """A district, a bureau in it, and its people."""

    district: Organisation
    bureau: Organisation
    other: Organisation
    office: User
    leader: User
    second: User
    officer: User
    head: User
    waiting: int | None = None
    """A case that waits for its receipt, where a module has one ready."""


def hall_built() -> Hall:
    """The district, with the register of its letters open."""
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    other = organisation("fgw", "区发改委", parent=root)
    bureau = organisation("nyw", "区农业农村委", parent=root)
    registry_set(organisation=root, by=None, signs="示双碳办")
    return Hall(
        district=root,
        bureau=bureau,
        other=other,
        office=person("office", root, RoleCode.CARBON_OFFICE),
        leader=person("leader", root, RoleCode.LEADER),
        second=person("second", root, RoleCode.LEADER),
        officer=person("officer", bureau, RoleCode.UNIT_OFFICER),
        head=person("head", bureau, RoleCode.UNIT_HEAD),
    )


def facts(hall: Hall, **change: Any) -> DraftFacts:
    """What an order to the bureau says."""
    step = CaseStep(change.get("step", "supervise"))
    base: dict[str, Any] = {
        "step": step,
        "units": [UnitLine(organisation=hall.bureau)],
        "item": "森林覆盖率提升工作",
        "facts": "森林覆盖率2025年为18.2%，目标20%。",
        "demand": "报送滞后原因。\n报送补救措施。",
        "reply_by": reply_day(step, timezone.localdate()),
        "contact": "王同志 88880000",
        "basis": [BasisLine(clause="三(三)1", figure="18.2%", seal="e" * 64)],
    }
    return DraftFacts(**(base | change))


def drafted(hall: Hall, **change: Any) -> Case:
    return case_draft(
        organisation=hall.district, by=hall.office, facts=facts(hall, **change)
    )


def checked(hall: Hall, **change: Any) -> Case:
    return case_check(case=drafted(hall, **change), by=hall.office)


def issued(hall: Hall, **change: Any) -> Case:
    if hall.waiting is not None and not change:
        return Case.objects.get(pk=hall.waiting)
    return case_issue(case=checked(hall, **change), by=hall.leader)


def received(hall: Hall, **change: Any) -> Case:
    case = issued(hall, **change)
    return case_receive(case=case, unit=hall.bureau, by=hall.officer)


def content(**change: Any) -> ReplyContent:
    today = timezone.localdate()
    base: dict[str, Any] = {
        "text": "已组织补植。",
        "items": [PlanLine(what="完成补植500亩", due_on=today, who="林业站")],
    }
    return ReplyContent(**(base | change))


def written(hall: Hall, case: Case, *, version: int = 0, **change: Any) -> Reply:
    return reply_save(
        case=case,
        unit=hall.bureau,
        by=hall.officer,
        content=content(**change),
        version=version,
    )


def replied(hall: Hall, **change: Any) -> Case:
    case = received(hall, **change)
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    return reply_confirm(case=case, by=hall.head)


def accepted(hall: Hall, **change: Any) -> Case:
    return reply_accept(case=replied(hall, **change), by=hall.office, opinion="可行。")


def rectified(hall: Hall, **change: Any) -> Case:
    case = accepted(hall, **change)
    assert case.accepted_reply is not None
    for item in case.accepted_reply.items.all():
        item_done(item=item, by=hall.officer, on=timezone.localdate())
    return case


def reviewed(hall: Hall, **change: Any) -> Case:
    case = rectified(hall, **change)
    return rectification_review(case=case, by=hall.office, opinion="到位。")


def closed(hall: Hall, **change: Any) -> Case:
    case = reviewed(hall, **change)
    return case_close(case=case, by=hall.office, opinion="同意销号。")


def seen(user: User, case: Case) -> Case:
    """The case as its page reads it."""
    found = case_in_full(user, case.pk)
    assert found is not None
    return found
