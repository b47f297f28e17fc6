"""A bureau with an officer and a head, the carbon office, and duties of our own.

The rooms above know tasks and reports; here a source of the test says what is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import attrs
import pytest
from django.test import Client
from django.utils import translation

from dafeng.web.core import services
from dafeng.web.core.models import RoleCode
from dafeng.web.notices.sources import forget_source, register_source
from dafeng.work import Duty, Event, NoticeKind
from tests.web.layers import layer
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation, User

TODAY = date(2026, 3, 12)
DUE = date(2026, 3, 15)


@attrs.frozen(kw_only=True)
class House:
    """Units and people of the district."""

    root: Organisation
    energy: Organisation
    office: User
    officer: User
    head: User
    stranger: User


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def site(settings: LazySettings) -> None:
    """Mails link to a site of a known name."""
    settings.SITE_URL = "https://dafeng.example"


@layer
def house() -> House:
    root = organisation("district", "示范区", kind="government")
    energy = organisation("energy", "能源局", parent=root)
    water = organisation("water", "水务局", parent=root)
    services.house_set(
        name_zh="示范区",
        name_en="Example District",
        place_code="",
        synthetic=True,
        data_version="1",
        data_date=date(2026, 1, 1),
    )
    return House(
        root=root,
        energy=energy,
        office=with_mail(person("office", root, RoleCode.CARBON_OFFICE)),
        officer=with_mail(person("li", energy, RoleCode.UNIT_OFFICER)),
        head=with_mail(person("wang", energy, RoleCode.UNIT_HEAD)),
        stranger=with_mail(person("stranger", water, RoleCode.UNIT_OFFICER)),
    )


def with_mail(user: User) -> User:
    """Somebody with an address, who came long before the days of these tests."""
    user.email = f"{user.username}@example.org"
    user.save(update_fields=["email"])
    user.memberships.update(valid_from=date(2025, 1, 1))
    return user


def duty(number: int = 1, due_on: date = DUE, **more: object) -> Duty:
    facts: dict[str, object] = {
        "object": f"demo.report/{number}",
        "label": f"能耗月报{number}",
        "address": f"/units/?report={number}",
        "unit": "energy",
        "asks": "district",
        "due_on": due_on,
    }
    return Duty(**{**facts, **more})  # type: ignore[arg-type]


def returned(mark: str = "1", **more: object) -> Event:
    facts: dict[str, object] = {
        "kind": NoticeKind.RETURNED,
        "object": "demo.report/1",
        "mark": mark,
        "label": "能耗月报1",
        "address": "/units/?report=1",
        "unit": "energy",
        "asks": "district",
        "note": "缺少佐证",
        "by": "office",
        "due_on": DUE,
    }
    return Event(**{**facts, **more})  # type: ignore[arg-type]


@pytest.fixture
def owed() -> Iterator[list[Duty]]:
    """What is due; a test puts in what it wants."""
    duties: list[Duty] = []
    register_source("demo", lambda _day: duties)
    yield duties
    forget_source("demo")


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """Somebody's browser, signed in."""

    def of(user: User) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of
