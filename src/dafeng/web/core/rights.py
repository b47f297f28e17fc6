"""Rights: a code, a predicate, and words for both; every room registers its own.

A predicate comes from ``rules``: a function of (user, object).  The usual one is
:func:`holds`: the person holds one of the named roles in a unit that covers the object.
Only the unit counts for which the person acts; see :mod:`dafeng.web.core.acting`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

import attrs
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from rules.permissions import set_perm
from rules.predicates import Predicate

from dafeng.base.errors import NotFoundError
from dafeng.web.core.acting import (
    HeldRole,
    acting_of,
    acting_unit,
    forget_acting,
    on_behalf_of,
)
from dafeng.web.core.models import Organisation, RoleCode, User

__all__ = [
    "HeldRole",
    "Owned",
    "Right",
    "acting_unit",
    "all_rights",
    "forget_roles",
    "holds",
    "on_behalf_of",
    "paths_of",
    "paths_where",
    "register",
    "register_rule",
    "right_of",
    "roles_of",
]


@attrs.frozen(kw_only=True)
class Right:
    """What somebody may do, who usually may, and how to say it."""

    code: str
    label: str | Promise
    predicate: Predicate = attrs.field(repr=False)
    roles: tuple[RoleCode, ...] = ()


@runtime_checkable
class Owned(Protocol):
    """An object that says which units it belongs to; any one of them gives access."""

    def owner_paths(self) -> Iterable[str]:
        """Return the path of each owner; none means it belongs to the house."""
        ...


_registry: dict[str, Right] = {}


def register(code: str, label: str | Promise, *, roles: Iterable[RoleCode]) -> Right:
    """Register a right held by ``roles`` in a unit that covers the object."""
    held_by = tuple(roles)
    return register_rule(code, label, predicate=holds(*held_by), roles=held_by)


def register_rule(
    code: str,
    label: str | Promise,
    *,
    predicate: Predicate,
    roles: Iterable[RoleCode] = (),
) -> Right:
    """Register a right with a predicate of its own; ``roles`` are for the words."""
    right = Right(code=code, label=label, predicate=predicate, roles=tuple(roles))
    set_perm(code, predicate)  # type: ignore[no-untyped-call]
    _registry[code] = right
    return right


def right_of(code: str) -> Right:
    """Return the right with this code.

    Raises
    ------
    NotFoundError
        No room registered it.
    """
    try:
        return _registry[code]
    except KeyError:
        msg = f"No right {code!r}. Registered: {', '.join(sorted(_registry))}."
        raise NotFoundError(msg, code="right.unknown", right=code) from None


def all_rights() -> tuple[Right, ...]:
    """Every right, by code."""
    return tuple(_registry[code] for code in sorted(_registry))


def holds(*roles: RoleCode) -> Predicate:
    """Predicate: the person holds one of ``roles`` where it covers the object.

    An object is covered by a unit when it is that unit, lies below it in the tree, or
    names it (or one below it) in ``owner_paths``.  Without an object, or for an object
    of the whole house, holding the role anywhere is enough.
    """
    wanted = {role.value for role in roles}

    def held(user: User | AnonymousUser, obj: object = None) -> bool:
        mine = [held.path for held in roles_of(user) if held.role in wanted]
        paths = paths_of(obj)
        if not paths:
            return bool(mine)
        return any(path.startswith(unit) for path in paths for unit in mine)

    return Predicate(held, name="holds:" + ",".join(sorted(wanted)))


def paths_where(user: User | AnonymousUser, code: str) -> tuple[str, ...]:
    """Return paths of the units where the person holds a role that gives the right."""
    roles = right_of(code).roles
    return tuple({held.path for held in roles_of(user) if held.role in roles})


def roles_of(user: User | AnonymousUser) -> tuple[HeldRole, ...]:
    """Return the roles that count today: those held in the unit acted for."""
    return acting_of(user).roles


def forget_roles(user: User) -> None:
    """Read the roles again: a service has changed them."""
    forget_acting(user)


def paths_of(obj: object) -> tuple[str, ...]:
    """Return the paths of the owners of an object; none: it belongs to the house."""
    if obj is None:
        return ()
    if isinstance(obj, Organisation):
        return (obj.path,)
    if isinstance(obj, Owned):
        return tuple(obj.owner_paths())
    owner = getattr(obj, "organisation", None)
    return (owner.path,) if isinstance(owner, Organisation) else ()
