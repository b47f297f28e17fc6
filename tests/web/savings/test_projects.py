"""Projects: measured on readings, settled by terms, confirmed by two parties."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import BaselineError, ContractError
from dafeng.web.core.models import AuditRow
from dafeng.web.savings.models import Settlement
from dafeng.web.savings.selectors.projects import newest_measurement, project_rows
from dafeng.web.savings.selectors.series import quiet_days
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.projects import (
    ProjectFacts,
    TermFacts,
    adjustment_add,
    project_open,
    project_withdraw,
    term_add,
)
from dafeng.web.savings.services.settling import (
    settlement_confirm,
    settlement_draft,
    settlement_withdraw,
)
from tests.web.savings.conftest import (
    BASE_DAYS,
    BASE_FROM,
    NEXT,
    NEXT_END,
    REPORT,
    REPORT_END,
    SAVED,
    TODAY,
    USED,
    People,
)

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation
    from dafeng.web.meters.models import MeterPoint
    from dafeng.web.savings.models import SavingProject


@pytest.mark.usefixtures("readings")
def test_a_known_saving_lies_in_the_interval_and_the_newest_counts(
    project: SavingProject, people: People
) -> None:
    row = project_measure(project=project, by=people.manager)
    quiet = int(quiet_days(REPORT, TODAY - timedelta(days=1)).sum())
    days = (TODAY - REPORT).days - quiet
    truth = Decimal(SAVED * USED * days)
    assert row.low <= truth <= row.high
    assert abs(row.saving / truth - 1) < Decimal("0.1")
    assert (row.known_days, row.due_days, row.left_days) == (days, days, quiet)
    assert len(row.series["before"]) == BASE_DAYS
    project_measure(project=project, by=None, end=REPORT_END)
    assert newest_measurement(project) == row
    [shown] = project_rows(people.office)
    assert shown.measurement == row


def test_a_meter_without_readings_makes_no_baseline(project: SavingProject) -> None:
    with pytest.raises(BaselineError):
        project_measure(project=project, by=None)


def test_what_is_not_over_or_lies_before_is_not_measured(
    project: SavingProject,
) -> None:
    for begin, end in ((BASE_FROM, REPORT), (REPORT, TODAY)):
        with pytest.raises(BadInputError) as refused:
            project_measure(project=project, by=None, begin=begin, end=end)
        assert refused.value.code == "measure.period"


@pytest.mark.usefixtures("readings")
def test_a_settlement_counts_when_two_parties_confirmed_it(
    project: SavingProject, people: People
) -> None:
    adjustment_add(
        project=project,
        by=people.manager,
        begin=REPORT,
        end=REPORT_END,
        energy=Decimal(500),
        reason="新增冷库",
    )
    row = settlement_draft(
        project=project, by=people.manager, begin=REPORT, end=REPORT_END
    )
    measured = row.measurement.saving + 500
    assert row.counted == measured
    assert row.worth == round(measured * Decimal("0.5"), 2)
    assert row.payment == round(row.worth * Decimal("0.8"), 2)
    with pytest.raises(PermissionDenied):
        settlement_confirm(settlement=row, by=people.office)
    with pytest.raises(PermissionDenied):
        settlement_confirm(settlement=row, by=people.other)
    half = settlement_confirm(settlement=row, by=people.manager)
    assert not half.agreed
    with pytest.raises(BadInputError) as refused:
        settlement_confirm(settlement=half, by=people.manager)
    assert refused.value.code == "settlement.confirmed"
    done = settlement_confirm(settlement=half, by=people.provider)
    assert done.agreed
    assert done.provider_document == ""
    [shown] = project_rows(people.provider)
    assert (shown.paid, shown.open) == (done.payment, 0)
    # What a page still shows as unconfirmed was confirmed by both in the meantime.
    for seen in (done, row):
        with pytest.raises(PermissionDenied):
            settlement_withdraw(settlement=seen, by=people.manager, reason="错")
    settlement_withdraw(settlement=done, by=people.office, reason="读数更正")
    actions = AuditRow.objects.filter(action__startswith="savings.settlement")
    assert list(actions.order_by("number").values_list("action", flat=True)) == [
        "savings.settlement.draft",
        "savings.settlement.confirm",
        "savings.settlement.confirm",
        "savings.settlement.withdraw",
    ]


@pytest.mark.usefixtures("readings")
def test_a_provider_outside_the_house_confirms_on_paper(
    project: SavingProject, people: People
) -> None:
    project.provider = None
    project.save()
    row = settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    with pytest.raises(BadInputError) as refused:
        settlement_confirm(settlement=row, by=people.office)
    assert refused.value.code == "settlement.document"
    made = settlement_confirm(settlement=row, by=people.office, document="确认函 3")
    assert made.provider_document == "确认函 3"
    assert made.enterprise_at is None


@pytest.mark.usefixtures("readings")
def test_settlements_do_not_overlap_and_stay_within_one_term(
    project: SavingProject, people: People
) -> None:
    project.terms.update(begin=REPORT + timedelta(days=25))
    with pytest.raises(BadInputError) as across:
        settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    assert across.value.code == "settlement.period"
    with pytest.raises(ContractError):
        settlement_draft(
            project=project, by=None, begin=REPORT, end=REPORT + timedelta(days=24)
        )
    project.terms.update(begin=REPORT)
    first = settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    for begin in (REPORT, REPORT_END):
        with pytest.raises(BadInputError) as refused:
            settlement_draft(
                project=project, by=None, begin=begin, end=begin + timedelta(days=1)
            )
        assert refused.value.code == "settlement.overlap"
    later = NEXT
    settlement_draft(project=project, by=None, begin=later, end=NEXT_END)
    for act, code in (
        (lambda: settlement_withdraw(settlement=first, by=people.manager, reason="错"),
         "settlement.later"),
        (lambda: project_withdraw(project=project, by=people.manager, reason="错"),
         "project.settled"),
        (lambda: adjustment_add(project=project, by=None, begin=later, end=later,
                                energy=Decimal(1), reason="晚"), "adjustment.settled"),
    ):  # fmt: skip
        with pytest.raises(BadInputError) as refused:
            act()
        assert refused.value.code == code


@pytest.mark.database
@pytest.mark.usefixtures("readings")
def test_the_database_holds_two_people_and_one_settlement_of_a_period(
    project: SavingProject, people: People
) -> None:
    row = settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=row.pk).update(
            enterprise_by=people.manager, provider_by=people.manager
        )
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_terms_do_not_overlap_and_a_meter_belongs_to_its_works(
    draft: SavingProject,
    people: People,
    point: MeterPoint,
    units: dict[str, Organisation],
) -> None:
    with pytest.raises(BadInputError) as refused:
        term_add(
            project=draft,
            by=people.manager,
            facts=TermFacts(
                begin=REPORT, end=REPORT, share=Decimal(1), price=Decimal(1)
            ),
        )
    assert refused.value.code == "term.overlap"
    facts = ProjectFacts(
        name_zh="别家的表",
        point=point,
        provider_name="公司",
        baseline_from=BASE_FROM,
        baseline_to=REPORT - timedelta(days=1),
        report_from=REPORT,
        document="合同 2",
    )
    with pytest.raises(BadInputError, match="no meter of"):
        project_open(enterprise=units["works-b"], by=None, facts=facts, terms=[])
    with pytest.raises(PermissionDenied):
        project_open(
            enterprise=units["works-a"], by=people.other, facts=facts, terms=[]
        )


def test_a_baseline_after_its_report_period_is_refused(
    point: MeterPoint, units: dict[str, Organisation]
) -> None:
    facts = ProjectFacts(
        name_zh="倒置",
        point=point,
        provider_name="公司",
        baseline_from=REPORT,
        baseline_to=TODAY,
        report_from=REPORT,
        document="合同 3",
    )
    with pytest.raises(ValidationError, match="基准期须早于统计报告期"):
        project_open(enterprise=units["works-a"], by=None, facts=facts, terms=[])


def test_a_project_is_taken_back_with_a_reason(
    project: SavingProject, people: People
) -> None:
    with pytest.raises(BadInputError):
        project_withdraw(project=project, by=people.manager, reason=" ")
    project_withdraw(project=project, by=people.manager, reason="重复登记")
    assert project_rows(people.office) == []
    with pytest.raises(BadInputError) as refused:
        project_withdraw(project=project, by=people.manager, reason="再撤")
    assert refused.value.code == "savings.withdrawn"
