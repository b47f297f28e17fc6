"""Prices, statements and gateways as somebody may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs
from django.db.models import Q, QuerySet

from dafeng.web.core.inside import district_of, inside
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, seen, within
from dafeng.web.meters.gateway_keys import keys_good
from dafeng.web.meters.models import Gateway, MonthlyStatement, Tariff
from dafeng.web.meters.permissions import TARIFF, VIEW


@attrs.frozen(kw_only=True)
class StatementFilter:
    """What the list of statements is narrowed to."""

    enterprise: str = ""
    carrier: str = ""
    month: date | None = None


def tariffs_for(user: Person) -> QuerySet[Tariff]:
    """Prices that concern the person: of the district above, and of units below."""
    rows = Tariff.objects.filter(inside("organisation__path", user, VIEW))
    return rows.filter(withdrawn_at=None).select_related("organisation")


def tariff_owners(user: Person) -> QuerySet[Organisation]:
    """Units for which the person may enter prices: the district and its enterprises."""
    district = district_of(user, TARIFF)
    rows = Organisation.objects.filter(within("path", paths_where(user, TARIFF)))
    wanted = Q(kind=OrganisationKind.ENTERPRISE)
    if district is not None:
        wanted |= Q(pk=district.pk)
    return rows.filter(wanted).order_by("path")


def statements_for(user: Person) -> QuerySet[MonthlyStatement]:
    """Statements of enterprises that the person may see."""
    rows = MonthlyStatement.objects.filter(
        seen(user, VIEW, "enterprise"), withdrawn_at=None
    )
    return rows.select_related("enterprise")


def statements_found(
    user: Person, wanted: StatementFilter
) -> QuerySet[MonthlyStatement]:
    """The list of statements, narrowed, newest month first."""
    rows = statements_for(user)
    for field, value in (
        ("enterprise__code", wanted.enterprise),
        ("carrier", wanted.carrier),
        ("month", wanted.month),
    ):
        if value:
            rows = rows.filter(**{field: value})
    return rows.order_by("-month", "enterprise__path", "carrier", "source")


def gateways_standing(
    rows: Iterable[Gateway], *, on: date
) -> list[tuple[Gateway, bool]]:
    """Gateways, and whether each may send on a day: its key may have been closed."""
    found = list(rows)
    good = keys_good((one.key_head for one in found if one.key_head), on)
    return [(one, one.open_on(on) and good.get(one.key_head, True)) for one in found]


def gateways_for(user: Person) -> QuerySet[Gateway]:
    """Gateways of enterprises that the person may see."""
    rows = Gateway.objects.filter(seen(user, VIEW, "enterprise"))
    return rows.select_related("enterprise").order_by("enterprise__path", "code")
