"""Who manages whom: rights to read that reach past the tree of units.

A bureau contains no enterprise.  Rules with dates say which ones it manages, and rooms
know those rules: who keeps the budgets of the key energy users, who keeps the register
of disclosure.  A room registers such a rule, and another opens a right of its own to
it; then who holds that right in the bureau also reads what the bureau manages, for as
long as the rule holds.  Only rights to read can be opened: rights to write go by the
tree alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from dafeng.web.core.models import Organisation, User
from dafeng.web.core.rights import paths_of, paths_where, right_of

__all__ = [
    "Manages",
    "managed_by",
    "manages",
    "open_to_stewards",
    "register_stewards",
]

Manages: TypeAlias = "Callable[[tuple[str, ...], date], QuerySet[Any, Any]]"
"""From the paths of units and a day to the keys of the units that they manage."""

_CACHE = "_dafeng_managed"
_ROOT = 2
"""Slashes of the path of a whole district: it needs no rule."""

_rules: dict[str, Manages] = {}
_opened: set[str] = set()


def register_stewards(name: str, rule: Manages) -> None:
    """Add a rule of who manages whom; call it from ``AppConfig.ready``."""
    _rules[name] = rule


def open_to_stewards(code: str) -> None:
    """Let a right to read reach what the holder's unit manages.

    Raises
    ------
    ValueError
        The code does not end in ``.view``: only reading is opened.
    """
    if not right_of(code).code.endswith(".view"):
        msg = f"{code!r} is no right to read; writing goes by the tree of units."
        raise ValueError(msg)
    _opened.add(code)


def managed_by(user: User | AnonymousUser, code: str) -> list[QuerySet[Any, Any]]:
    """Keys of what a person reads as one who manages it, a query for each rule.

    They are for subqueries: asking them costs no question of its own.  None for a right
    that is not opened, and for who has it in a whole district.
    """
    if code not in _opened:
        return []
    paths = paths_where(user, code)
    if not paths or any(path.count("/") == _ROOT for path in paths):
        return []
    today = timezone.localdate()
    return [rule(paths, today) for rule in _rules.values()]


def manages(user: User | AnonymousUser, code: str, obj: object) -> bool:
    """Whether a right reaches an object because the person's unit manages its owner."""
    if code not in _opened or not isinstance(user, User):
        return False
    owners = paths_of(obj)
    return bool(owners) and not _managed_paths(user, code).isdisjoint(owners)


def _managed_paths(user: User, code: str) -> frozenset[str]:
    """Paths of what somebody manages, read once per request and set of own paths."""
    kept: dict[tuple[str, ...], frozenset[str]] = getattr(user, _CACHE, {})
    setattr(user, _CACHE, kept)
    held = tuple(sorted(paths_where(user, code)))
    if held not in kept:
        wanted = Q(pk__in=())
        for keys in managed_by(user, code):
            wanted |= Q(pk__in=keys)
        rows = Organisation.objects.filter(wanted).order_by()
        kept[held] = frozenset(rows.values_list("path", flat=True))
    return kept[held]
