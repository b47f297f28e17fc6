"""A house with results that may be released, made by hand, and others that may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.accounts.models import AccountRun, AccountTotal, BoundaryCode
from dafeng.web.core.models import RoleCode
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.public.services.figures import figures_choose
from dafeng.web.public.services.releases import ReleaseFacts, release_draft
from dafeng.web.public.services.signing import release_check, release_issue
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.public.models import Release

PLACE = "120101"
KEYS = ("target:T001", "target:T002", "target:T004", "account:control:2023")


def house() -> None:
    """The district, its plan, a frozen result, two sealed accounts, and its people."""
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    bureau = organisation("fgw", "区发改委", parent=root)
    plan = plan_stored(root)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    frozen(result_stored(plan_publish(plan=plan, by=None)))
    account(root, 2022, grams=8 * 10**12, seal="a" * 64)
    account(root, 2023, grams=9 * 10**12, seal="b" * 64)
    person("office", root, RoleCode.CARBON_OFFICE)
    person("leader", root, RoleCode.LEADER)
    person("officer", bureau, RoleCode.UNIT_OFFICER)


def account(
    district: Organisation, year: int, *, grams: int, seal: str = ""
) -> AccountRun:
    """An account of a year: sealed with a seal, a draft without."""
    run = AccountRun.objects.create(
        organisation=district,
        place=PLACE,
        year=year,
        asked={},
        gwp="AR5GWP100",
        factor_edition="f",
        tables=[],
        status="sealed" if seal else "draft",
        seal=seal,
        sealed_at=timezone.now() if seal else None,
    )
    AccountTotal.objects.create(
        run=run,
        boundary=BoundaryCode.CONTROL,
        value_g=grams,
        low_g=grams * 95 // 100,
        high_g=grams * 105 // 100,
    )
    return run


def drafted(
    district: Organisation, office: User, keys: Sequence[str] = KEYS
) -> Release:
    made = release_draft(
        organisation=district,
        by=office,
        facts=ReleaseFacts(title="达峰进展数据", title_en="Peak progress data"),
    )
    figures_choose(release=made, by=office, keys=keys)
    return made


def issued(
    district: Organisation,
    office: User,
    leader: User,
    keys: Sequence[str] = KEYS,
) -> Release:
    made = drafted(district, office, keys)
    release_check(release=made, by=office)
    return release_issue(release=made, by=leader)
