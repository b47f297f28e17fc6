"""Which rows somebody may see: the conditions that every list is scoped by."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from dafeng.web.core.models import House, User
from dafeng.web.core.questions import Question
from dafeng.web.core.rights import paths_where
from dafeng.web.core.stewards import managed_by

Person = User | AnonymousUser
_COLUMNS = [field.attname for field in House._meta.concrete_fields]
_NOT_NAMES = tuple(
    field.name
    for field in User._meta.concrete_fields
    if field.name not in ("id", "username", "display_name")
)
_HOUSE = Question(lambda: House.objects.order_by("pk").values_list(*_COLUMNS)[:1])


def the_house() -> House | None:
    """Return whose house this is; None before it was prepared."""
    rows = _HOUSE.rows()
    return House.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0]) if rows else None


def but_names(*people: str) -> tuple[str, ...]:
    """Columns that a page which only names people does not read: for ``defer``."""
    return tuple(f"{person}__{column}" for person in people for column in _NOT_NAMES)


def within(field: str, paths: tuple[str, ...]) -> Q:
    """Return the condition that a path lies in one of the subtrees."""
    if not paths:
        return Q(pk__in=())
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths))


def seen(user: Person, right: str, unit: str = "") -> Q:
    """Return the condition that a unit is the person's by a right, or managed by them.

    Parameters
    ----------
    user : Person
    right : str
        Managing counts for those that are opened, see :mod:`dafeng.web.core.stewards`.
    unit : str
        Field that leads to the unit; empty: the rows are units.
    """
    mine = within(f"{unit}__path" if unit else "path", paths_where(user, right))
    for keys in managed_by(user, right):
        mine |= Q(**{f"{unit or 'pk'}__in": keys})
    return mine
