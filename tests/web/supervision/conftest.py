"""A small district, its people, and the result that its cases rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from dafeng.assessment.consequences import Ruling
from dafeng.web.assessment.services.deciding import proposal_decide
from dafeng.web.core.models import RoleCode
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.assessment.building import frozen, stored
from tests.web.plans.building import organisation, person
from tests.web.plans.building import stored as plan_stored
from tests.web.supervision.building import Hall, hall_built

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.assessment.models import AssessmentRun, ProposalRow
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path) -> None:
    """Files and seals of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SEAL_ROOT = tmp_path / "seals"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def hall(db: None) -> Hall:  # noqa: ARG001 - opens the database
    """The district, with the register of its letters open."""
    return hall_built()


@pytest.fixture
def clerk(hall: Hall) -> User:
    """The officer of the other bureau."""
    return person("clerk", hall.other, RoleCode.UNIT_OFFICER)


@pytest.fixture
def auditor(hall: Hall) -> User:
    """The auditor of the district."""
    return person("auditor", hall.district, RoleCode.AUDITOR)


@pytest.fixture
def reader(hall: Hall) -> User:
    """Somebody who only reads what belongs to the bureau."""
    return person("reader", hall.bureau, RoleCode.READER)


@pytest.fixture
def stranger(db: None) -> User:  # noqa: ARG001 - opens the database
    """The carbon office of another district."""
    return person("stranger", organisation("else", "他区"), RoleCode.CARBON_OFFICE)


@pytest.fixture
def plan(hall: Hall) -> Plan:
    """The small plan, confirmed and published."""
    plan = plan_stored(hall.district)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    return plan_publish(plan=plan, by=None)


@pytest.fixture
def result(plan: Plan) -> AssessmentRun:
    """The result of 2025, frozen."""
    return frozen(stored(plan))


@pytest.fixture
def proposal(result: AssessmentRun, hall: Hall) -> ProposalRow:
    """The circular for the missed target, confirmed by the leader."""
    row = result.proposals.get(core_id="target-missed/区农业农村委/T002")
    return proposal_decide(proposal=row, by=hall.leader, ruling=Ruling.CONFIRMED)
