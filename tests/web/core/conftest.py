"""A small district: a root, two bureaus, a station below one, and people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from django.test import Client

from dafeng.web.core import services
from dafeng.web.core.models import Organisation, OrganisationKind, RoleCode, User
from dafeng.web.core.services import OrganisationFacts
from tests.web.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = "correct horse battery"


@attrs.frozen
class District:
    root: Organisation
    energy: Organisation
    station: Organisation
    water: Organisation


def unit(code: str, name: str, parent: Organisation | None) -> Organisation:
    kind = OrganisationKind.BUREAU if parent else OrganisationKind.GOVERNMENT
    facts = OrganisationFacts(code=code, name_zh=name, name_en=code.title(), kind=kind)
    return services.organisation_create(by=None, facts=facts, parent=parent)


def person(
    username: str, organisation: Organisation, role: RoleCode | None = None
) -> User:
    user = services.user_create(
        by=None,
        username=username,
        display_name=f"{username}同志",
        organisation=organisation,
        password=PASSWORD,
    )
    if role is not None:
        services.membership_grant(
            by=None,
            user=user,
            organisation=organisation,
            role=services.role_of(role),
        )
    return user


@layer
def district() -> District:
    root = unit("district", "示范区", None)
    energy = unit("energy", "能源局", root)
    station = unit("station", "能源监测站", energy)
    water = unit("water", "水务局", root)
    return District(root, energy, station, water)


@layer
def office(district: District) -> User:
    """Somebody of the carbon office."""
    return person("office", district.root, RoleCode.CARBON_OFFICE)


@layer
def auditor(district: District) -> User:
    return person("auditor", district.root, RoleCode.AUDITOR)


@layer
def system(district: District) -> User:
    """The system administrator: units and accounts."""
    return person("system", district.root, RoleCode.SYSTEM_ADMIN)


@layer
def security(district: District) -> User:
    """The security administrator: roles and sign-in."""
    return person("security", district.root, RoleCode.SECURITY_ADMIN)


@layer
def head(district: District) -> User:
    """The head of the energy bureau."""
    return person("head", district.energy, RoleCode.UNIT_HEAD)


@layer
def reader(district: District) -> User:
    """A reader of the energy bureau."""
    return person("reader", district.energy, RoleCode.READER)


@layer
def stranger(district: District) -> User:
    """An officer of another bureau."""
    return person("stranger", district.water, RoleCode.UNIT_OFFICER)


@pytest.fixture
def browser() -> Callable[[User | None], Client]:
    """Somebody's browser; None is somebody who has not signed in."""

    def of(user: User | None) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        if user is not None:
            client.force_login(
                user, backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return of
