"""A sample house is full of work: people, tasks, reports, letters, decisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db.models import Count

from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    sample_facts,
    sample_organisations,
)
from dafeng.web.assessment.services.works import returns_of, works_of
from dafeng.web.core.audit import check_chain
from dafeng.web.core.models import AuditRow, Delegation, Organisation, RoleCode, User
from dafeng.web.core.services.samples import load_sample_people
from dafeng.web.office.models import CalendarMark, Decision, Letter
from dafeng.web.office.selectors.decisions import changes_for, unlinked
from dafeng.web.office.services.samples import load_sample_office
from dafeng.web.plans.services.samples import load_sample
from dafeng.web.work.models import Evidence, Report, Round, RoundStatus, Task
from dafeng.web.work.services.samples import fill_large, load_sample_work
from dafeng.work import TaskState
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.plans.models import Plan


@pytest.fixture
def sample(db: None, settings: LazySettings, tmp_path: object) -> Plan:  # noqa: ARG001 - opens the database
    """The sample's plan, units and people, with an empty lake."""
    settings.LAKE_ROOT = f"{tmp_path}/lake"
    known: dict[str, Organisation] = {}
    for unit in sample_organisations():
        known[unit.code] = organisation(
            unit.code,
            unit.name_zh,
            kind=unit.kind,
            parent=known.get(unit.parent),
            place_code=unit.place_code,
        )
    plan = load_sample(None)
    load_sample_people(known["district"])
    return plan


def test_the_sample_house_is_filled_with_work_once(sample: Plan) -> None:
    root = sample.owner
    told: list[str] = []
    for _start in range(2):
        assert load_sample_people(root) == 0
        load_sample_work(lambda what, _done, _of: told.append(what))
        load_sample_office(lambda what, _done, _of: told.append(what))
    assert told == [
        *("tasks", "reports", "the open rounds"),
        *("calendar", "letters", "decisions"),
    ]

    # People, who cannot sign in and are marked.
    assert User.objects.filter(demo=True).count() > 200
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert Delegation.objects.count() == 2

    # The assessment reads from the tables what the sample says.
    for period, day in (("2024", date(2025, 11, 15)), ("2025", date(2026, 11, 15))):
        facts = sample_facts(int(period), day)
        works = {work.id: work for work in works_of(sample, period, day)}
        given = {work.id: work for work in facts.works}
        drafts = {k for k, one in given.items() if one.state is TaskState.DRAFT}
        assert works.keys() | drafts == given.keys()
        assert all(work == given[key] for key, work in works.items())
        assert set(returns_of(sample, period, day)) == set(facts.returns)

    # Something waits in every state of the open round.
    opened = Report.objects.filter(round__status=RoundStatus.OPEN)
    assert opened.filter(evidence__kind="file").exists()
    assert opened.values("state").distinct().count() == 6
    assert Round.objects.filter(status=RoundStatus.CLOSED).count() > 20
    now = Task.objects.filter(year=2026).values("state").annotate(n=Count("pk"))
    assert len(now) >= 7
    assert not Task.objects.filter(synthetic=False).exists()

    # The office's papers, and one change that names no decision.
    office = person("somebody", root, RoleCode.CARBON_OFFICE)
    assert Letter.objects.filter(direction="out").count() == 7
    assert not Letter.objects.filter(synthetic=False).exists()
    assert CalendarMark.objects.count() > 50
    assert Decision.objects.count() == 4
    changes = changes_for(office)
    assert [change.what for change in unlinked(changes)] == ["暂缓"]
    assert len(changes) > 4
    assert check_chain().broken is None

    # A load test adds what is missing, and says so.
    before = Evidence.objects.count()
    assert fill_large(evidence=before + 50).evidence == before + 50
    assert fill_large(evidence=10).evidence == before + 50
    row = AuditRow.objects.get(action="work.sample.large")
    assert row.data == {"evidence": 50}


@pytest.mark.usefixtures("db")
def test_a_house_of_ones_own_gets_no_sample() -> None:
    load_sample_work(lambda *_told: pytest.fail("no sample to fill"))
    load_sample_office(lambda *_told: pytest.fail("no sample to fill"))
    assert fill_large(evidence=5).evidence == 0
    assert not Organisation.objects.filter(place_code=SAMPLE_PLACE_CODE).exists()
