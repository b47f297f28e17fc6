"""Roles with their rights and holders: what the pages about roles show."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import attrs
from django.apps import apps

from dafeng.web.core.models import Membership, Role
from dafeng.web.core.rights import Right, all_rights
from dafeng.web.core.selectors.people import memberships_visible_to, roles
from dafeng.web.core.selectors.scope import Person


@attrs.frozen(kw_only=True)
class RoomRights:
    """Rights of one room."""

    name: str
    rights: tuple[Right, ...]


@attrs.frozen(kw_only=True)
class RoleShown:
    """A role, what it allows, and who holds it."""

    role: Role
    rooms: tuple[RoomRights, ...]
    holders: tuple[Membership, ...]


@attrs.frozen(kw_only=True)
class RightShown:
    """One row of the table: for each role whether it has the right."""

    right: Right
    held: tuple[bool, ...]


@attrs.frozen(kw_only=True)
class RoomTable:
    """Rows of one room."""

    name: str
    rows: tuple[RightShown, ...]


def roles_with_holders(user: Person) -> list[RoleShown]:
    """Every role; of its holders those that the person may see."""
    holders: dict[int, list[Membership]] = {}
    for row in memberships_visible_to(user):
        holders.setdefault(row.role_id, []).append(row)
    return [
        RoleShown(
            role=role,
            rooms=_by_room(right for right in all_rights() if role.code in right.roles),
            holders=tuple(holders.get(role.pk, ())),
        )
        for role in roles()
    ]


def rights_table() -> list[RoomTable]:
    """Every right by room, with a mark for each role in the order of the roles."""
    codes = [role.code for role in roles()]
    return [
        RoomTable(
            name=room.name,
            rows=tuple(
                RightShown(
                    right=right, held=tuple(code in right.roles for code in codes)
                )
                for right in room.rights
            ),
        )
        for room in _by_room(all_rights())
    ]


def _by_room(rights: Iterable[Right]) -> tuple[RoomRights, ...]:
    """Sort rights by the app that registered them, which is how their codes begin."""
    return tuple(
        RoomRights(name=_room_name(room), rights=tuple(found))
        for room, found in groupby(rights, key=lambda right: right.code.split(".")[0])
    )


def _room_name(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name)
