"""Units that somebody may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dafeng.web.core.acting import acting_unit
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where, roles_of
from dafeng.web.core.selectors.scope import Person, within


def organisations_visible_to(user: Person) -> QuerySet[Organisation]:
    """Units below the one acted for; the own unit for who holds no role."""
    condition = within("path", tuple({held.path for held in roles_of(user)}))
    unit = acting_unit(user)
    if unit is not None:
        condition |= Q(pk=unit.pk)
    return Organisation.objects.filter(condition).select_related("parent")


def organisations_with_people(user: Person) -> QuerySet[Organisation]:
    """Visible units, each with ``people``: how many hold a role there today."""
    today = timezone.localdate()
    in_force = Q(
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today),
        memberships__revoked=False,
        memberships__valid_from__lte=today,
        memberships__user__is_active=True,
    )
    units = organisations_visible_to(user).annotate(
        people=Count("memberships__user", filter=in_force, distinct=True)
    )
    return units.order_by("path")


def organisations_found(user: Person, text: str, kind: str) -> QuerySet[Organisation]:
    """Visible units of a kind that have a text in a name, a code or a former name."""
    units = organisations_with_people(user)
    if kind:
        units = units.filter(kind=kind)
    if not text:
        return units
    named = Organisation.objects.filter(
        Q(name_zh__icontains=text)
        | Q(name_en__icontains=text)
        | Q(short_zh__icontains=text)
        | Q(code__icontains=text)
        | Q(uscc__iexact=text)
        | Q(other_names__name__icontains=text)
    )
    return units.filter(pk__in=named.values("pk"))


def as_tree(units: Iterable[Organisation]) -> list[Organisation]:
    """Sort units so that each stands right before those below it.

    The database cannot: a collation of people's words passes over the slashes.
    """
    return sorted(units, key=lambda unit: unit.path.split("/"))


def units_above(unit: Organisation) -> QuerySet[Organisation]:
    """Return the units on the way from the root to ``unit``, without it."""
    codes = unit.path.strip("/").split("/")[:-1]
    return Organisation.objects.filter(code__in=codes)


def organisations_where(user: Person, right: str) -> QuerySet[Organisation]:
    """Units of today on which the person has ``right``."""
    return Organisation.objects.filter(
        within("path", paths_where(user, right))
    ).exclude(valid_to__lt=timezone.localdate())
