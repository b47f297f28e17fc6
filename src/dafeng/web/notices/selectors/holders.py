"""Who can be told: the posts of units as the core of the work knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from dafeng.web.core.models import Delegation, Membership, Organisation, RoleCode
from dafeng.work import Holder, Post

POSTS_OF = {
    RoleCode.UNIT_OFFICER.value: (Post.OFFICER,),
    RoleCode.UNIT_HEAD.value: (Post.HEAD,),
    # In an enterprise one person fills in and stands for it.
    RoleCode.ENTERPRISE_MANAGER.value: (Post.OFFICER, Post.HEAD),
}


def holders_of(
    *, units: Collection[str], asking: Collection[str], on: date
) -> list[Holder]:
    """Who holds a post in ``units``, and the carbon offices over those that ask.

    Parameters
    ----------
    units, asking : collection of str
        Codes of the units that answer and of those that ask.
    """
    of_units = _in_force(on).filter(
        organisation__code__in=units, role__code__in=POSTS_OF
    )
    holders: list[Holder] = []
    for held in of_units:
        for post in POSTS_OF[held.role.code]:
            holders += _holders(held, post, held.organisation.code)
    askers = Organisation.objects.filter(code__in=asking)
    paths = list(askers.values_list("code", "path"))
    for held in _in_force(on).filter(role__code=RoleCode.CARBON_OFFICE):
        for code, path in paths:
            if path.startswith(held.organisation.path):
                holders += _holders(held, Post.OFFICE, code)
    return holders


def _in_force(on: date) -> QuerySet[Membership]:
    """Memberships that are not over, with delegations that are not over."""
    return (
        Membership.objects.filter(revoked=False, user__is_active=True)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
        .select_related("user", "organisation", "role")
        .prefetch_related("delegations__deputy")
    )


def _holders(held: Membership, post: Post, unit: str) -> Iterator[Holder]:
    """Give the holder, and who stands in on days on which the holder is away."""
    handed_over = [
        delegation for delegation in held.delegations.all() if not delegation.withdrawn
    ]
    yield Holder(
        person=held.user.username,
        unit=unit,
        post=post,
        deputy=held.deputy,
        since=held.valid_from,
        until=held.valid_to,
        absences=tuple((each.valid_from, each.valid_to) for each in handed_over),
    )
    for each in handed_over:
        if each.deputy.is_active:
            yield _standing_in(each, held, post, unit)


def _standing_in(
    delegation: Delegation, held: Membership, post: Post, unit: str
) -> Holder:
    ends = [day for day in (delegation.valid_to, held.valid_to) if day is not None]
    return Holder(
        person=delegation.deputy.username,
        unit=unit,
        post=post,
        deputy=True,
        since=max(delegation.valid_from, held.valid_from),
        until=min(ends),
    )
