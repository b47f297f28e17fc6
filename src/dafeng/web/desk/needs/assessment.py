"""Proposals, objections and letters of the city that wait for a decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dafeng.web.assessment.models import (
    WAITING,
    Decree,
    DecreeState,
    Objection,
    ProposalRow,
    RunStatus,
)
from dafeng.web.assessment.selectors.proposals import WAITING as PROPOSED
from dafeng.web.core.models import User
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.desk.cards import Need

_ADDRESS = ("run__plan__slug", "run__period", "run__scheme")
"""What the address of a frozen result begins with."""


def assessment_needs(
    user: Person,
    on: date,  # noqa: ARG001 - as every source is asked
) -> Iterable[Need]:
    """What waits among the results that are in force."""
    yield from _proposals(user)
    yield from _objections(user)
    yield from _decrees(user)


def _proposals(user: Person) -> Iterable[Need]:
    paths = paths_where(user, "assessment.proposal.decide")
    if not paths:
        return
    waiting = ProposalRow.objects.filter(
        within("run__organisation__path", paths),
        run__status=RunStatus.FROZEN,
        stand__in=PROPOSED,
    )
    rows = waiting.order_by().values_list(*_ADDRESS).annotate(n=Count("pk"))
    found = list(rows.order_by("-run__period", "-run_id"))
    if found:
        address = reverse("assessment:proposals", args=found[0][:3])
        yield Need(
            code="proposal.decide",
            label=_("决定处置建议"),
            count=sum(count for *_address, count in found),
            url=f"{address}?{urlencode({'stand': 'proposed'})}",
            icon="list-check",
        )


def _objections(user: Person) -> Iterable[Need]:
    paths = paths_where(user, "assessment.objection.decide")
    if not paths:
        return
    rows = Objection.objects.filter(
        within("score__run__organisation__path", paths), stage__in=WAITING
    )
    counted = rows.aggregate(n=Count("pk"), first=Min("pk"))
    if counted["n"]:
        first = rows.select_related("score__run__plan").get(pk=counted["first"])
        yield Need(
            code="objection.answer",
            label=_("答复异议"),
            count=counted["n"],
            url=reverse("assessment:objections", args=first.score.run.address),
            icon="message-reply",
        )


def _decrees(user: Person) -> Iterable[Need]:
    paths = paths_where(user, "assessment.decree.approve")
    if not paths or not isinstance(user, User):
        return
    rows = Decree.objects.filter(
        within("target__plan__owner__path", paths), state=DecreeState.ENTERED
    ).exclude(entered_by=user)
    yield Need(
        code="decree.approve",
        label=_("复核上级下达的指标"),
        count=rows.count(),
        url=reverse("assessment:decrees"),
        icon="file-text",
    )
