"""Which rows somebody may see: the conditions that every list is scoped by."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from dafeng.web.core.models import House, User

Person = User | AnonymousUser


def the_house() -> House | None:
    """Return whose house this is; None before it was prepared."""
    return House.objects.first()


def within(field: str, paths: tuple[str, ...]) -> Q:
    """Return the condition that a path lies in one of the subtrees."""
    if not paths:
        return Q(pk__in=())
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths))
