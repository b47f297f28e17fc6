"""Meters in use hold their enterprise: somebody retires them before it ends."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.belongings import Belonging, Fate, register_belonging
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.points import in_use


def _count(unit: Organisation) -> int:
    rows = MeterPoint.objects.filter(enterprise=unit)
    return rows.filter(in_use(timezone.localdate())).count()


def _address(unit: Organisation) -> str:
    return reverse("meters:point-tree", args=[unit.pk])


register_belonging(
    Belonging(
        code="meters.points",
        label=_("在用的计量点"),
        right=VIEW,
        count=_count,
        fate=Fate.HOLDS,
        address=_address,
    )
)
