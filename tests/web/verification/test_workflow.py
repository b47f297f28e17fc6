"""A report from its evidence to cleared; who may do what, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    Accuracy,
    DepositState,
    ReportError,
    ReportMoveError,
)
from dafeng.web.core.models import AuditRow
from dafeng.web.enterprises.services.classing import ClassFacts, class_add
from dafeng.web.enterprises.services.registering import (
    EnterpriseFacts,
    enterprise_register,
    register_open,
)
from dafeng.web.verification.models import EmissionReport, ReportVersion
from dafeng.web.verification.selectors.reports import (
    grid_of,
    report_for,
    versions_side_by_side,
)
from dafeng.web.verification.services.compiling import report_compile, report_correct
from dafeng.web.verification.services.depositing import (
    DepositFacts,
    deposit_add,
    deposits_complete,
    plan_approve,
    plan_write,
    statement_enter,
)
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.nonconforming import (
    FindingFacts,
    finding_accept,
    finding_add,
    finding_conservative,
    finding_refuse,
    finding_reply,
    findings_issue,
    findings_settle,
)
from dafeng.web.verification.services.opening import (
    ReportFacts,
    market_enter,
    report_change,
    report_open,
)
from dafeng.web.verification.services.surrendering import (
    compliance_settle,
    surrender_add,
)
from dafeng.web.verification.services.telling import (
    objection_review,
    result_confirm,
    result_object,
    result_tell,
    verification_archive,
)
from dafeng.web.verification.services.verifying import (
    ConclusionFacts,
    desk_review,
    verification_arrange,
    verification_conclude,
)
from dafeng.web.verification.telling import duties
from tests.web.verification.conftest import (
    GAS,
    LINES,
    PARAMETER,
    PROFILE,
    TODAY,
    YEAR,
    moment,
)

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation
    from dafeng.web.office.services.papers import Paper
    from dafeng.web.verification.models import ControlPlan
    from tests.web.verification.conftest import People

CLOSED = ConclusionFacts(conclusion="符合要求", concluded_on=TODAY)


def refused(code: str) -> pytest.RaisesContext[BadInputError]:
    """A refusal with its code."""
    return pytest.raises(BadInputError, check=lambda error: error.code == code)


def test_a_report_goes_from_compiled_to_cleared_and_keeps_both_versions(
    visited: EmissionReport, people: People, district: Organisation
) -> None:
    register = register_open(organisation=district, by=None)
    facts = EnterpriseFacts(name_zh="甲厂", unit=visited.enterprise)
    firm = enterprise_register(register=register, by=None, facts=facts)
    listed = ClassFacts(kind="carbon-market", since=date(YEAR, 1, 1), listed_in="名录")
    class_add(enterprise=firm, by=None, facts=listed)

    by, unit, office = people.verifier, people.manager, people.office
    about = FindingFacts(what="没有校准", basis="指南", line="gas")
    first = finding_add(report=visited, by=by, facts=about)
    second = finding_add(
        report=visited, by=by, facts=FindingFacts(what="缺单据", basis="指南")
    )
    findings_issue(report=visited, by=by)
    finding_reply(finding=second, by=unit, done=Done(note="已补"))
    finding_refuse(finding=second, by=by, done=Done(note="还缺一张"))
    finding_reply(finding=second, by=unit, done=Done(note="补齐"))
    finding_accept(finding=second, by=by)
    made = finding_conservative(
        finding=first, by=by, accuracy=Accuracy(required=Decimal("0.02"))
    )
    assert (made.before, made.after, made.formula) == (500, 510, "x*(1+a0)")
    findings_settle(report=visited, by=by)
    verification_conclude(report=visited, by=by, facts=CLOSED)
    result_tell(report=visited, by=office, told_on=TODAY)
    result_object(report=visited, by=unit, done=Done(note="已校准"))
    objection_review(report=visited, by=office, done=Done(note="维持"))
    result_confirm(report=visited, by=office)

    found = report_for(office, visited.pk)
    assert found is not None
    sides = versions_side_by_side(found)
    assert sides is not None
    assert sides.before.compliance_t == Decimal("10810.944045")
    assert sides.after.compliance_t == found.verified_t == Decimal("11027.162926")
    assert [one.code for one in sides.changes if one.changed] == ["gas"]
    (value,) = firm.verified_values.all()
    assert (value.rule, value.period, value.value) == (
        *("ets-emissions", str(YEAR)),
        found.verified_t,
    )

    with refused("compliance.no_market"):
        compliance_settle(report=visited, by=office)
    into = {"enterprise": visited.enterprise, "year": YEAR, "document": "名录"}
    market_enter(by=office, market="national", **into)
    asks: dict[str, Any] = {"report": visited, "by": office, "on": TODAY}
    for holding, code in ((None, "surrender.unknown"), (12000, "surrender.held")):
        type(visited).objects.update(held_t=holding)
        with refused(code):
            surrender_add(**asks, amount_t=Decimal(12001), document="x")
    surrender_add(
        report=visited, by=office, amount_t=Decimal(11000), on=TODAY, document="一"
    )
    assert compliance_settle(report=visited, by=office).state == "short"
    with refused("compliance.short"):
        compliance_settle(report=visited, by=office)
    surrender_add(
        report=visited, by=office, amount_t=Decimal(28), on=TODAY, document="二"
    )
    assert compliance_settle(report=visited, by=office).state == "cleared"
    assert verification_archive(report=visited, by=office).state == "archived"
    audited = AuditRow.objects.filter(target_id=str(visited.pk))
    assert audited.filter(action="verification.report.clear").count() == 1
    assert audited.filter(action__startswith="verification.finding.").count() == 7


def test_every_hand_does_its_own_and_no_other(
    visited: EmissionReport, people: People, units: dict[str, Organisation]
) -> None:
    facts = FindingFacts(what="x", basis="y")
    onlookers = (people.manager, people.office, people.reader, people.stranger)
    for wrong in (*onlookers, people.rival):
        with pytest.raises(PermissionDenied):
            finding_add(report=visited, by=wrong, facts=facts)
    root = units["body-b"].parent
    people.rival.memberships.update(organisation=root)
    rival = type(people.rival).objects.get(pk=people.rival.pk)
    with pytest.raises(PermissionDenied):
        finding_add(report=visited, by=rival, facts=facts)
    assert report_for(rival, visited.pk) is None
    draft = report_open(
        enterprise=units["works-b"],
        by=None,
        facts=ReportFacts(year=YEAR, branch="industry"),
    )
    assert report_for(people.verifier, draft.pk) is None
    assert report_for(people.verifier, visited.pk) is not None
    with pytest.raises(PermissionDenied):
        plan_write(
            enterprise=visited.enterprise,
            by=people.verifier,
            parameters=[PARAMETER],
            valid_from=TODAY,
        )
    for wrong in (people.manager, people.verifier):
        with pytest.raises(PermissionDenied):
            surrender_add(
                report=visited, by=wrong, amount_t=Decimal(1), on=TODAY, document="x"
            )


def test_who_wrote_does_not_verify(visited: EmissionReport, people: People) -> None:
    visited.steps.filter(hand="unit").update(made_by=people.verifier)
    with refused("verification.same_person"):
        verification_conclude(report=visited, by=people.verifier, facts=CLOSED)


def test_the_body_that_wrote_the_report_is_refused(
    submitted: EmissionReport, people: People, units: dict[str, Organisation]
) -> None:
    facts = ReportFacts(year=YEAR, branch="industry", writer_name="核查 甲所")
    change = {"report": submitted, "by": people.office, "facts": facts}
    with refused("report.stale"):
        report_change(**change, version=0)  # type: ignore[arg-type]
    report_change(**change, version=submitted.version)  # type: ignore[arg-type]
    with pytest.raises(ReportError) as caught:
        verification_arrange(report=submitted, by=people.office, body=units["body-a"])
    assert caught.value.code == "verifier.same"
    verification_arrange(report=submitted, by=people.office, body=units["body-b"])
    again = attrs.evolve(facts, writer_name="核查乙所")
    submitted.refresh_from_db()
    with pytest.raises(ReportError):
        report_change(
            report=submitted, by=people.office, facts=again, version=submitted.version
        )


def test_one_unit_is_in_one_market_and_has_one_report_a_year(
    report: EmissionReport, people: People, units: dict[str, Organisation]
) -> None:
    works = report.enterprise
    into = {"enterprise": works, "by": people.office, "year": YEAR, "document": "x"}
    market_enter(**into, market="national")  # type: ignore[arg-type]
    with pytest.raises(ReportError) as caught:
        market_enter(**into, market="local")  # type: ignore[arg-type]
    assert caught.value.code == "market.twice"
    for again in (
        lambda: market_enter(**into, market="national"),  # type: ignore[arg-type]
        lambda: report_open(
            enterprise=works,
            by=None,
            facts=ReportFacts(year=YEAR, branch="industry"),
        ),
    ):
        with pytest.raises(ValidationError):
            again()
    with refused("report.enterprise"):
        report_open(
            enterprise=units["body-a"],
            by=people.office,
            facts=ReportFacts(year=YEAR, branch="industry"),
        )


def test_steps_out_of_order_and_without_their_reason_are_refused(
    visited: EmissionReport, people: People
) -> None:
    with pytest.raises(ReportMoveError):
        desk_review(report=visited, by=people.verifier)
    with pytest.raises(ReportMoveError):
        report_correct(report=visited, by=people.manager, lines=LINES)
    with refused("finding.none"):
        findings_issue(report=visited, by=people.verifier)
    later = attrs.evolve(CLOSED, concluded_on=TODAY + timedelta(days=1))
    with refused("conclusion.future"):
        verification_conclude(report=visited, by=people.verifier, facts=later)
    stated = attrs.evolve(CLOSED, stated_t=Decimal(1))
    with refused("conclusion.known"):
        verification_conclude(report=visited, by=people.verifier, facts=stated)
    into = {"enterprise": visited.enterprise, "year": YEAR, "document": "名录"}
    market_enter(by=None, market="local", **into)
    with refused("surrender.state"):
        surrender_add(
            report=visited, by=None, amount_t=Decimal(1), on=TODAY, document="x"
        )
    facts = FindingFacts(what="x", basis="y", line="coal")
    with refused("finding.line"):
        finding_add(report=visited, by=people.verifier, facts=facts)
    assert not ReportVersion.objects.filter(kind="verified").exists()


def test_findings_end_corrected_or_valued_before_the_conclusion(
    visited: EmissionReport, people: People
) -> None:
    by = people.verifier
    one = finding_add(
        report=visited,
        by=by,
        facts=FindingFacts(what="x", basis="y", line="output"),
    )
    with refused("finding.not_open"):
        finding_reply(finding=one, by=people.manager, done=Done(note="a"))
    with refused("finding.unissued"):
        verification_conclude(report=visited, by=by, facts=CLOSED)
    findings_issue(report=visited, by=by)
    with refused("finding.late"):
        finding_add(report=visited, by=by, facts=FindingFacts(what="x", basis="y"))
    with refused("report.reason"):
        finding_reply(finding=one, by=people.manager, done=Done())
    with refused("finding.unsettled"):
        findings_settle(report=visited, by=by)
    good = Accuracy(required=Decimal("0.01"), calibrated=Decimal("0.01"))
    with refused("finding.value"):
        finding_conservative(finding=one, by=by, accuracy=good)
    bad = Accuracy(required=Decimal("0.01"), calibrated=Decimal("0.03"))
    valued = finding_conservative(finding=one, by=by, accuracy=bad)
    assert valued.after == 2940
    less = attrs.evolve(GAS, quantity=Decimal(499))
    report_correct(report=visited, by=people.manager, lines=(less, *LINES[1:]))
    findings_settle(report=visited, by=by)
    made = verification_conclude(report=visited, by=by, facts=CLOSED)
    told = {line.code: line.quantity for line in made.lines.all()}
    assert (told["gas"], told["output"]) == (499, 2940)


def test_evidence_of_a_month_is_a_file_of_a_parameter_of_the_plan(
    works: Organisation, people: People, plan: ControlPlan, paper: Paper
) -> None:
    opened = report_open(
        enterprise=works, by=None, facts=ReportFacts(year=YEAR, branch="power")
    )
    facts = DepositFacts(
        month=date(YEAR, 1, 1),
        parameter="gas",
        value=Decimal(40),
        unit="万m3",
        source_kind="meter",
    )
    give = {"report": opened, "by": people.manager, "facts": facts}
    with refused("deposit.file"):
        deposit_add(**give, paper=None)  # type: ignore[arg-type]
    for code, wrong in (
        ("deposit.month", attrs.evolve(facts, month=date(YEAR + 1, 1, 1))),
        ("deposit.parameter", attrs.evolve(facts, parameter="coal")),
    ):
        with refused(code):
            deposit_add(report=opened, by=people.manager, facts=wrong, paper=paper)
    with pytest.raises(PermissionDenied):
        deposit_add(report=opened, by=people.other, facts=facts, paper=paper)
    on_time = moment(date(YEAR, 3, 12))
    row = deposit_add(**give, paper=paper, at=on_time)  # type: ignore[arg-type]
    february = attrs.evolve(facts, month=date(YEAR, 2, 1))
    late = moment(date(YEAR, 4, 20))
    deposit_add(report=opened, by=people.manager, facts=february, paper=paper, at=late)
    found = report_for(people.manager, opened.pk)
    assert found is not None
    (grid,) = grid_of(found, [plan], date(YEAR, 5, 1))
    assert [cell.state for cell in grid.cells[:3]] == [
        DepositState.IN_TIME,
        DepositState.LATE,
        DepositState.OPEN,
    ]
    assert row.file_sha256 == paper.sha256
    with refused("report.deposits"):
        report_compile(report=opened, by=people.manager, lines=LINES)
    with refused("deposit.missing"):
        deposits_complete(report=opened, by=people.manager)
    for month in range(3, 13):
        each = attrs.evolve(facts, month=date(YEAR, month, 1))
        deposit_add(report=opened, by=people.manager, facts=each, paper=paper)
    assert deposits_complete(report=opened, by=people.manager).state == (
        "monthly-deposited"
    )


def test_a_control_plan_is_whole_and_approved_by_another(
    works: Organisation, people: People
) -> None:
    begin = date(YEAR, 1, 1)
    half = attrs.evolve(PARAMETER, accuracy=None)
    draft = plan_write(
        enterprise=works, by=people.manager, parameters=[half], valid_from=begin
    )
    with refused("plan.incomplete"):
        plan_approve(plan=draft, by=people.office)
    whole = plan_write(
        enterprise=works,
        by=people.manager,
        parameters=[PARAMETER],
        valid_from=begin,
        profile=PROFILE,
    )
    with pytest.raises(PermissionDenied):
        plan_approve(plan=whole, by=people.manager)
    whole.made_by = people.office
    whole.save()
    with refused("plan.same_person"):
        plan_approve(plan=whole, by=people.office)
    whole.made_by = people.manager
    whole.save()
    assert plan_approve(plan=whole, by=people.office).number == 2
    with refused("plan.approved"):
        plan_approve(plan=whole, by=people.office)


def test_another_source_is_entered_by_the_verifier_and_corrected(
    visited: EmissionReport, people: People
) -> None:
    say = {"report": visited, "parameter": "gas", "source": "meter", "unit": "万m3"}
    with pytest.raises(PermissionDenied):
        statement_enter(**say, by=people.manager, value=Decimal(1))  # type: ignore[arg-type]
    statement_enter(**say, by=people.verifier, value=Decimal(1))  # type: ignore[arg-type]
    row = statement_enter(**say, by=people.verifier, value=Decimal(499))  # type: ignore[arg-type]
    assert visited.statements.get() == row


def test_units_are_reminded_of_last_days(
    works: Organisation, plan: ControlPlan
) -> None:
    assert plan.number == 1
    facts = ReportFacts(year=2025, branch="power")
    report_open(enterprise=works, by=None, facts=facts)
    told = {one.object.split("/")[0]: one for one in duties(date(2026, 3, 28))}
    assert told["verification.report"].due_on == date(2026, 3, 31)
    assert told["verification.report"].unit == "works-a"
    months = [
        one
        for one in duties(date(2026, 3, 28))
        if one.object.startswith("verification.deposit")
    ]
    assert months[0].due_on == date(2025, 3, 12)
    assert len(months) == 12
