"""What a whole district may read, whatever unit of it somebody is of.

A role in a bureau covers the bureau and what lies below; some things of the district
(its calendar, what its leading group decided) are for every unit of it to read.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.functional import Promise
from rules.predicates import Predicate

from dafeng.web.core.models import Organisation, RoleCode, User
from dafeng.web.core.rights import (
    Owned,
    Right,
    paths_where,
    register_rule,
    roles_of,
)
from dafeng.web.core.selectors import Person, within


def register_inside(
    code: str, label: str | Promise, *, roles: Iterable[RoleCode]
) -> Right:
    """Register a right held by ``roles`` in a unit above, below or of the object."""
    held_by = tuple(roles)
    wanted = {role.value for role in held_by}

    def inside_it(user: User | AnonymousUser, obj: object = None) -> bool:
        mine = [held.path for held in roles_of(user) if held.role in wanted]
        owners = _owners(obj)
        if not owners:
            return bool(mine)
        return any(
            unit.startswith(owner) or owner.startswith(unit)
            for owner in owners
            for unit in mine
        )

    predicate = Predicate(inside_it, name="inside:" + ",".join(sorted(wanted)))
    return register_rule(code, label, predicate=predicate, roles=held_by)


def inside(field: str, user: Person, right: str) -> Q:
    """Return the condition that a path lies below or above a role of the person."""
    held = paths_where(user, right)
    above = {path for mine in held for path in paths_above(mine)}
    return within(field, held) | Q(**{f"{field}__in": sorted(above)})


def paths_above(path: str) -> list[str]:
    """``/district/bureau/`` gives ``/district/`` and itself."""
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[:depth])}/" for depth in range(1, len(codes) + 1)]


def district_of(user: Person, right: str) -> Organisation | None:
    """Return the root of the tree in which the person has a right; the first by name.

    None for somebody who has it nowhere.
    """
    roots = sorted({paths_above(path)[0] for path in paths_where(user, right)})
    if not roots:
        return None
    return Organisation.objects.filter(path=roots[0]).first()


def _owners(obj: object) -> tuple[str, ...]:
    if isinstance(obj, Organisation):
        return (obj.path,)
    if isinstance(obj, Owned):
        return tuple(obj.owner_paths())
    owner = getattr(obj, "organisation", None)
    return (owner.path,) if isinstance(owner, Organisation) else ()
