"""What came when and which way, what was refused, and which gateway is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeAlias

import attrs
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from dafeng.web.core.models import Organisation, User
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import seen
from dafeng.web.meters.models import ArrivalCount, Gateway, MeterPoint, RefusedCount
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.energy_senders import BY_GATEWAY, BY_PERSON
from dafeng.web.meters.selectors.points import enterprises_for

SILENT = timedelta(hours=3)
SHOWN_DAYS = 31
_KEY = ("day", "enterprise_id", "channel")

Key: TypeAlias = tuple[Any, ...]


@attrs.frozen(kw_only=True)
class Line:
    """One day of one way of one enterprise.

    Attributes
    ----------
    enterprise : Organisation or None
        None is a sender that nobody knows.
    count : ArrivalCount or None
        None is a way by which nothing was stored.
    refused : tuple of RefusedCount
    """

    day: Any
    enterprise: Organisation | None
    way: str
    who: str
    count: ArrivalCount | None
    refused: tuple[RefusedCount, ...]


@attrs.frozen(kw_only=True)
class Totals:
    """What came since a day, all ways together."""

    batches: int
    readings: int
    refused: int


def counts_for(user: User, enterprise: str = "") -> QuerySet[ArrivalCount]:
    """What came, of enterprises that the person may see, in the last month."""
    since = timezone.localdate() - timedelta(days=SHOWN_DAYS)
    mine = seen(user, VIEW, "enterprise")
    rows = ArrivalCount.objects.filter(mine, day__gt=since)
    return rows.filter(enterprise__code=enterprise) if enterprise else rows


def refusals_for(user: User, enterprise: str = "") -> QuerySet[RefusedCount]:
    """What was refused; senders that nobody knows are for who sees the whole house."""
    since = timezone.localdate() - timedelta(days=SHOWN_DAYS)
    paths = paths_where(user, VIEW)
    mine = seen(user, VIEW, "enterprise")
    if Organisation.objects.filter(path__in=paths, parent=None).exists():
        mine |= Q(enterprise=None)
    rows = RefusedCount.objects.filter(mine, day__gt=since)
    return rows.filter(enterprise__code=enterprise) if enterprise else rows


def arrival_keys(user: User, enterprise: str = "") -> QuerySet[Any, Any]:
    """Every day, enterprise and way with a count, newest first."""
    came = counts_for(user, enterprise).order_by().values_list(*_KEY)
    refused = refusals_for(user, enterprise).order_by().values_list(*_KEY)
    keys: QuerySet[Any, Any] = came.union(refused)
    return keys.order_by("-day", "enterprise_id", "channel")


def arrival_lines(user: User, keys: Sequence[Key], enterprise: str = "") -> list[Line]:
    """The lines of some keys; a fixed number of questions."""
    if not keys:
        return []
    days = {key[0] for key in keys}
    counts = {
        (row.day, row.enterprise_id, row.channel): row
        for row in counts_for(user, enterprise).filter(day__in=days)
    }
    refused: dict[Key, list[RefusedCount]] = {}
    for one in refusals_for(user, enterprise).filter(day__in=days).order_by("trouble"):
        refused.setdefault((one.day, one.enterprise_id, one.channel), []).append(one)
    firms = Organisation.objects.in_bulk({key[1] for key in keys if key[1]})
    people, gateways = _named(keys)
    lines = []
    for key in keys:
        way, _colon, name = key[2].partition(":")
        lines.append(
            Line(
                day=key[0],
                enterprise=firms.get(key[1]),
                way=way,
                who=people.get(name, "")
                if way in BY_PERSON
                else gateways.get(name, ""),
                count=counts.get(tuple(key)),
                refused=tuple(refused.get(tuple(key), ())),
            )
        )
    return lines


def arrival_totals(user: User, enterprise: str = "") -> Totals:
    """What came and what was refused in the last month."""
    came = counts_for(user, enterprise).aggregate(b=Sum("batches"), r=Sum("readings"))
    refused = refusals_for(user, enterprise).aggregate(n=Sum("count"))
    return Totals(
        batches=came["b"] or 0, readings=came["r"] or 0, refused=refused["n"] or 0
    )


def silent_gateways(user: User, enterprise: str = "") -> list[Gateway]:
    """Gateways in use from which nothing came for three hours, longest first."""
    rows = Gateway.objects.filter(
        seen(user, VIEW, "enterprise"), withdrawn_at=None
    ).exclude(kind=Gateway.Kind.FOLDER)
    heard = timezone.now() - SILENT
    rows = rows.filter(Q(last_seen_at=None) | Q(last_seen_at__lt=heard))
    if enterprise:
        rows = rows.filter(enterprise__code=enterprise)
    return list(rows.select_related("enterprise").order_by("last_seen_at", "code"))


def enterprises_to_enter(user: User, right: str) -> QuerySet[Organisation]:
    """Enterprises with meters for which the person may send readings."""
    firms = MeterPoint.objects.values("enterprise")
    return enterprises_for(user, right).filter(pk__in=firms).order_by("name_zh")


def _named(keys: Sequence[Key]) -> tuple[dict[str, str], dict[str, str]]:
    parts = [key[2].partition(":") for key in keys]
    numbers = {name for way, _colon, name in parts if way in BY_PERSON}
    people = User.objects.in_bulk([int(one) for one in numbers if one.isdecimal()])
    codes = {name for way, _colon, name in parts if way in BY_GATEWAY}
    gateways = Gateway.objects.filter(code__in=codes)
    return (
        {str(key): one.display_name for key, one in people.items()},
        {one.code: one.name for one in gateways},
    )
