"""Data of the month that an enterprise still owes; only its own people are asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.meters.permissions import ENTER
from dafeng.web.meters.selectors.cutoff import missing_of


def meter_needs(user: Person, on: date) -> Iterable[Need]:
    """Meters to read and statements to enter for the month that is over."""
    paths = paths_where(user, ENTER)
    if not paths:
        return
    firms = Organisation.objects.filter(
        path__in=paths, kind=OrganisationKind.ENTERPRISE
    )
    month = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    for firm in firms:
        missing = missing_of(month, firms=[firm]).get(firm.pk)
        if missing is None:
            continue
        count = len(missing.points) + len(missing.carriers)
        yield Need(
            code=f"meters.enter.{firm.pk}",
            label=_("填报 %(month)s 的人工抄表和月度单据")
            % {"month": f"{month:%Y-%m}"},
            count=count,
            url=reverse("meters:enterprise", args=[firm.pk]),
            icon="edit",
            late=count if missing.due_on < on else 0,
        )
