"""Inspections, signatures, re-checks and parts of shared cases that wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.models import User
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.inspections.selectors.cases import ACT, parts_to_act
from dafeng.web.inspections.selectors.inspections import (
    inspections_to_make,
    notices_to_sign,
    rechecks_due,
    records_to_sign,
    statements_to_give,
)
from dafeng.web.inspections.selectors.plans import drafts_to_approve


def inspection_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits among plans, records, findings and shared cases."""
    if not isinstance(user, User):
        return
    yield from _records(user)
    yield from _rechecks(user, on)
    yield from _cases(user)


def _records(user: User) -> Iterable[Need]:
    mine = reverse("inspections:inspections")
    if paths_where(user, "inspections.record.write"):
        yield Need(
            code="inspection.make",
            label=_("开展监察"),
            count=inspections_to_make(user).count(),
            url=f"{mine}?only=make",
            icon="search",
        )
        yield Need(
            code="inspection.sign",
            label=_("在监察记录上签字"),
            count=records_to_sign(user).count(),
            url=f"{mine}?only=sign",
            icon="edit",
        )
    if paths_where(user, "inspections.statement.give"):
        yield Need(
            code="inspection.statement",
            label=_("对监察记录填写意见"),
            count=statements_to_give(user).count(),
            url=f"{mine}?only=statement",
            icon="message-reply",
        )
    if paths_where(user, "inspections.plan.approve"):
        yield Need(
            code="inspection-plan.approve",
            label=_("批准监察计划"),
            count=drafts_to_approve(user).distinct().count(),
            url=reverse("inspections:plans"),
            icon="check",
        )
    if paths_where(user, "inspections.notice.sign"):
        rows = notices_to_sign(user).select_related("inspection")
        first = rows.order_by("pk").first()
        if first is not None:
            yield Need(
                code="inspection-notice.sign",
                label=_("审核、签发监察文书"),
                count=rows.count(),
                url=first.inspection.get_absolute_url(),
                icon="file-text",
            )


def _rechecks(user: User, on: date) -> Iterable[Need]:
    if not paths_where(user, "inspections.record.write"):
        return
    days = list(
        rechecks_due(user, on=on).order_by().values_list("recheck_on", flat=True)
    )
    yield Need(
        code="finding.recheck",
        label=_("复查整改情况"),
        count=len(days),
        late=sum(day < on for day in days),
        url=f"{reverse('inspections:findings')}?due=recheck",
        icon="rotate-clockwise",
    )


def _cases(user: User) -> Iterable[Need]:
    if paths_where(user, ACT):
        yield Need(
            code="case-part.act",
            label=_("办理联合惩戒事项"),
            count=parts_to_act(user).count(),
            url=reverse("inspections:cases"),
            icon="users",
        )
