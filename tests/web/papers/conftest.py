"""The small plan with a result, an outlook, an account and tasks, and its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from django.test import Client
from django.utils import timezone, translation

from dafeng.web.accounts.models import AccountRun, AccountTotal
from dafeng.web.core.models import RoleCode, User
from dafeng.web.office.services.letters import registry_set
from dafeng.web.pathways.selectors import runs
from dafeng.web.pathways.services.running import outlook_store
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.assessment.building import PLACE, frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.layers import layer
from tests.web.papers.building import task
from tests.web.pathways.building import tiny_case
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation
    from dafeng.web.pathways.models import OutlookRun
    from dafeng.web.plans.models import Plan


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Files and seals of a test stay in its own folder; nothing is kept read."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"
    settings.MODEL_ROOT = tmp_path / "model"
    settings.SECOND_FACTOR_ROLES = ()
    yield
    runs._read.cache_clear()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@attrs.frozen(kw_only=True)
class House:
    """Everything that a document can rest on, and the people around it."""

    root: Organisation
    fgw: Organisation
    nyw: Organisation
    plan: Plan
    office: User
    second: User
    leader: User
    head: User
    clerk: User
    auditor: User
    stranger: User


@layer
def house() -> House:
    """The district with its published plan, and no data yet."""
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    fgw = organisation("fgw", "区发改委", parent=root)
    nyw = organisation("nyw", "区农业农村委", parent=root)
    plan = plan_stored(root)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    registry_set(organisation=root, by=None, signs="示双碳办")
    return House(
        root=root,
        fgw=fgw,
        nyw=nyw,
        plan=plan_publish(plan=plan, by=None),
        office=person("office", root, RoleCode.CARBON_OFFICE),
        second=person("second", root, RoleCode.CARBON_OFFICE),
        leader=person("leader", root, RoleCode.LEADER),
        head=person("head", nyw, RoleCode.UNIT_HEAD),
        clerk=person("clerk", fgw, RoleCode.UNIT_OFFICER),
        auditor=person("auditor", root, RoleCode.AUDITOR),
        stranger=person(
            "stranger", organisation("far", "他区"), RoleCode.CARBON_OFFICE
        ),
    )


@layer
def result(house: House) -> AssessmentRun:
    """The result of 2025, frozen."""
    return frozen(result_stored(house.plan))


@layer
def outlook(house: House) -> OutlookRun:
    """The outlook of the small district."""
    return outlook_store(plan=house.plan, case=tiny_case(), by=None)


@layer
def account(house: House) -> AccountRun:
    """The sealed account of 2024, and that of 2023 before it."""
    for year, grams in ((2023, 9 * 10**12), (2024, 10 * 10**12)):
        run = AccountRun.objects.create(
            organisation=house.root,
            place=PLACE,
            year=year,
            asked={},
            gwp="AR5",
            factor_edition="2024",
            tables={},
            status="sealed",
            seal=f"{year}" * 16,
            sealed_at=timezone.now(),
        )
        AccountTotal.objects.create(
            run=run, boundary="control", value_g=grams, low_g=grams, high_g=grams
        )
    return run


@layer
def tasks(house: House) -> None:
    """Three tasks of 2026 and one of 2025."""
    task(house, "2026-1", lead=house.fgw, helps=(house.nyw,))
    task(house, "2026-2", lead=house.nyw, state="closed")
    task(house, "2026-3", lead=house.nyw, due="2026-03-31")
    task(house, "2025-1", lead=house.fgw, year=2025, due="2025-12-31")


@layer
def full(
    house: House,
    result: AssessmentRun,  # noqa: ARG001 - stands in the house
    outlook: OutlookRun,  # noqa: ARG001 - stands in the house
    account: AccountRun,  # noqa: ARG001 - stands in the house
    tasks: None,  # noqa: ARG001 - stand in the house
) -> House:
    """The house with all of it."""
    return house


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """Somebody's browser."""

    def of(user: User) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of
