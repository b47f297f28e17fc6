"""What can be put right again, who may not do both, and what is late."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import Accuracy, ReportError, ReportMoveError
from dafeng.web.core.models import AuditRow, Membership, RoleCode
from dafeng.web.enterprises.services.classing import ClassFacts, class_add
from dafeng.web.enterprises.services.registering import (
    EnterpriseFacts,
    enterprise_register,
    register_open,
)
from dafeng.web.verification.models import Nonconformity, Verification
from dafeng.web.verification.panels import lit
from dafeng.web.verification.selectors.reports import (
    overdue_count,
    report_for,
    reports_for,
    row_of,
)
from dafeng.web.verification.selectors.terms import with_terms
from dafeng.web.verification.services.compiling import report_compile, report_correct
from dafeng.web.verification.services.depositing import (
    DepositFacts,
    deposit_add,
    plan_write,
)
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.nonconforming import (
    FindingFacts,
    finding_accept,
    finding_add,
    finding_conservative,
    finding_reopen,
    finding_reply,
    finding_withdraw,
    findings_issue,
    findings_settle,
    report_send_back,
)
from dafeng.web.verification.services.opening import (
    ReportFacts,
    market_enter,
    market_withdraw,
    report_change,
    report_open,
    report_void,
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
    values_pass_on,
)
from dafeng.web.verification.services.verifying import (
    ConclusionFacts,
    SiteFacts,
    TeamFacts,
    desk_review,
    site_plan,
    site_visit,
    team_name,
    verification_arrange,
    verification_conclude,
    verification_rearrange,
)
from dafeng.web.verification.services.withdrawing import surrender_withdraw
from dafeng.web.verification.telling import duties
from tests.web.plans.building import person
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
    from django.test import Client

    from dafeng.web.core.models import Organisation
    from dafeng.web.office.services.papers import Paper
    from dafeng.web.verification.models import ControlPlan, EmissionReport
    from tests.web.verification.conftest import People

CLOSED = ConclusionFacts(conclusion="符合要求", concluded_on=TODAY)
BAD = Accuracy(required=Decimal("0.02"))
WHY = Done(note="误登")


def refused(code: str) -> pytest.RaisesContext[BadInputError]:
    """A refusal with its code."""
    return pytest.raises(BadInputError, check=lambda error: error.code == code)


def audited(action: str) -> Any:
    """What the newest audit row of an action holds."""
    return AuditRow.objects.filter(action=f"verification.{action}").last().data  # type: ignore[union-attr]


@pytest.fixture
def issued(visited: EmissionReport, people: People) -> Nonconformity:
    """A finding about gas, issued to the unit."""
    facts = FindingFacts(what="没有校准", basis="指南", line="gas")
    one = finding_add(report=visited, by=people.verifier, facts=facts)
    findings_issue(report=visited, by=people.verifier)
    return one


def test_a_corrected_report_goes_back_once_more_by_a_button_with_its_reason(
    client: Client, issued: Nonconformity, people: People
) -> None:
    report = issued.report
    with pytest.raises(ReportMoveError):
        report_send_back(report=report, by=people.verifier, done=WHY)
    report_correct(report=report, by=people.manager, lines=LINES)
    address = reverse("verification:act", args=[report.pk, "return"])
    client.force_login(people.verifier)
    page = client.get(report.get_absolute_url()).content.decode()
    assert address in page
    assert client.post(address, {"note": ""}).status_code == 200
    assert client.post(address, {"note": "还缺一行"}).status_code == 302
    report.refresh_from_db()
    assert report.state == "returned"
    report_correct(report=report, by=people.manager, lines=LINES)


def test_an_upheld_objection_changes_the_conclusion(
    client: Client, issued: Nonconformity, people: People
) -> None:
    report, by, office = issued.report, people.verifier, people.office
    valued = finding_conservative(finding=issued, by=by, accuracy=BAD)
    told = audited("finding.conservative")
    assert told["before"]["after"] is None
    assert (told["after"]["required"], told["after"]["after"]) == ("0.02", "510")
    findings_settle(report=report, by=by)
    verification_conclude(report=report, by=by, facts=CLOSED)
    assert audited("value.conclude")["after"] == {"verified_t": "11027.162926"}
    result_tell(report=report, by=office, told_on=TODAY)
    assert audited("verification.tell")["after"]["told_on"] == TODAY.isoformat()
    result_object(report=report, by=people.manager, done=Done(note="已校准"))
    shown = report_for(office, report.pk)
    assert shown is not None
    objection_review(report=report, by=office, done=Done(note="成立"))

    facts = FindingFacts(what="另一处", basis="指南", line="output")
    late = finding_add(report=report, by=by, facts=facts)
    with refused("finding.unissued"):
        verification_conclude(report=report, by=by, facts=CLOSED, done=WHY)
    finding_withdraw(finding=late, by=by, done=WHY)
    assert finding_reopen(finding=valued, by=by, done=WHY).after is None
    finding_withdraw(finding=valued, by=by, done=Done(note="证书有效"))
    conclude = reverse("verification:act", args=[report.pk, "conclude"])
    client.force_login(by)
    data = {"conclusion": "更正", "concluded_on": TODAY.isoformat()}
    assert "请写明说明" in client.post(conclude, data).content.decode()
    assert client.post(conclude, data | {"note": "采信证书"}).status_code == 302
    report.refresh_from_db()
    assert report.verified_t == Decimal("10810.944045")
    assert Verification.objects.get().told_on is None
    result_tell(report=report, by=office, told_on=TODAY)
    result_confirm(report=report, by=office)


def test_findings_can_be_issued_again_after_a_review(
    visited: EmissionReport, people: People
) -> None:
    by, office = people.verifier, people.office
    verification_conclude(report=visited, by=by, facts=CLOSED)
    result_tell(report=visited, by=office, told_on=TODAY)
    result_object(report=visited, by=people.manager, done=WHY)
    due = {one.object.split("/")[0]: one for one in duties(TODAY + timedelta(days=40))}
    assert due["verification.review"].unit == "demo"
    objection_review(report=visited, by=office, done=WHY)
    facts = FindingFacts(what="电量", basis="指南", line="power")
    one = finding_add(report=visited, by=by, facts=facts)
    findings_issue(report=visited, by=by)
    assert audited("value.reopen")["before"] == {"verified_t": "10810.944045"}
    finding_reply(finding=one, by=people.manager, done=Done(note="已改"))
    report_correct(report=visited, by=people.manager, lines=LINES)
    finding_accept(finding=one, by=by)
    findings_settle(report=visited, by=by)
    visited.refresh_from_db()
    assert visited.verified_t is None
    verification_conclude(report=visited, by=by, facts=CLOSED)


def test_a_conservative_value_follows_the_corrected_line_or_falls_with_it(
    issued: Nonconformity, people: People
) -> None:
    report, by, unit = issued.report, people.verifier, people.manager
    finding_conservative(finding=issued, by=by, accuracy=BAD)
    less = attrs.evolve(GAS, quantity=Decimal(400))
    report_correct(report=report, by=unit, lines=(less, *LINES[1:]))
    issued.refresh_from_db()
    assert (issued.before, issued.after) == (400, 408)
    assert audited("finding.follow")["before"]["after"] == "510"
    report_send_back(report=report, by=by, done=WHY)
    renamed = attrs.evolve(GAS, code="gas-1")
    report_correct(report=report, by=unit, lines=(renamed, *LINES[1:]))
    issued.refresh_from_db()
    assert (issued.state, issued.after, issued.settled_at) == ("open", None, None)
    with refused("finding.unsettled"):
        findings_settle(report=report, by=by)
    finding_withdraw(finding=issued, by=by, done=WHY)
    findings_settle(report=report, by=by)
    verification_conclude(report=report, by=by, facts=CLOSED)


def test_a_line_counts_as_corrected_once_it_was_or_somebody_says_why_not(
    issued: Nonconformity, people: People
) -> None:
    finding_reply(finding=issued, by=people.manager, done=Done(note="已补证书"))
    with refused("finding.uncorrected"):
        finding_accept(finding=issued, by=people.verifier)
    why = Done(note="证书在有效期内，数值不变")
    assert finding_accept(
        finding=issued, by=people.verifier, done=why
    ).settled_note.startswith("证书")


def test_mistakes_of_the_office_are_taken_back_with_a_reason(
    client: Client, works: Organisation, people: People, units: dict[str, Organisation]
) -> None:
    office = people.office
    wrong = report_open(
        enterprise=works, by=office, facts=ReportFacts(year=YEAR, branch="steel")
    )
    facts = ReportFacts(year=YEAR, branch="industry", held_t=Decimal(12000))
    report_change(report=wrong, by=office, facts=facts, version=wrong.version)
    told = audited("report.change")
    assert (told["before"]["branch"], told["after"]["branch"]) == ("steel", "industry")
    report_compile(report=wrong, by=None, lines=LINES, done=WHY)
    wrong.refresh_from_db()
    steel = attrs.evolve(facts, branch="steel")
    with refused("report.branch_late"):
        report_change(report=wrong, by=office, facts=steel, version=wrong.version)
    client.force_login(office)
    void = reverse("verification:act", args=[wrong.pk, "void"])
    assert client.post(void, {"note": ""}).status_code == 200
    assert client.post(void, {"note": "选错企业"}).status_code == 302
    wrong.refresh_from_db()
    with refused("report.void"):
        report_change(report=wrong, by=office, facts=facts, version=wrong.version)
    again = report_open(enterprise=works, by=office, facts=facts)
    listed = client.get(reverse("verification:reports")).content.decode()
    assert f"{YEAR} 年度 1 份报告" in listed
    assert "已作废" in listed

    entry = {"enterprise": works, "by": office, "year": YEAR, "document": "名录"}
    market = market_enter(**entry, market="local")  # type: ignore[arg-type]
    address = reverse("verification:market-withdraw", args=[market.pk])
    assert client.post(address, {"note": ""}).status_code == 200
    assert client.post(address, {"note": "应为全国"}).status_code == 302
    with refused("market.withdrawn"):
        market_withdraw(membership=market, by=office, reason="x")
    market_enter(**entry, market="national")  # type: ignore[arg-type]
    page = client.get(reverse("verification:markets")).content.decode()
    assert "应为全国" in page
    assert again.get_absolute_url() in page
    report_void(report=again, by=office, done=WHY)
    assert "甲厂" in client.get(reverse("verification:reports")).content.decode()
    assert "没有报告" in client.get(reverse("verification:markets")).content.decode()
    client.force_login(people.other)
    assert client.post(address, {"note": "x"}).status_code == 404
    assert units["works-b"].name_zh not in page


def test_a_surrender_is_taken_back_and_the_report_is_short_again(
    client: Client, visited: EmissionReport, people: People
) -> None:
    office = people.office
    verification_conclude(report=visited, by=people.verifier, facts=CLOSED)
    result_tell(report=visited, by=office, told_on=TODAY)
    result_confirm(report=visited, by=office)
    market = market_enter(
        enterprise=visited.enterprise,
        by=office,
        year=YEAR,
        market="national",
        document="名录",
    )
    given = surrender_add(
        report=visited, by=office, amount_t=Decimal(11000), on=TODAY, document="一"
    )
    compliance_settle(report=visited, by=office)
    with refused("market.used"):
        market_withdraw(membership=market, by=office, reason="x")
    visited.refresh_from_db()
    facts = ReportFacts(year=YEAR, branch="industry", held_t=visited.held_t)
    change = {"report": visited, "by": office, "version": visited.version}
    with refused("report.writer_late"):
        report_change(**change, facts=attrs.evolve(facts, writer_name="丙所"))  # type: ignore[arg-type]
    with refused("report.held_late"):
        report_change(**change, facts=attrs.evolve(facts, held_t=Decimal(1)))  # type: ignore[arg-type]
    client.force_login(office)
    address = reverse("verification:surrender-withdraw", args=[given.pk])
    assert address in client.get(visited.get_absolute_url()).content.decode()
    assert client.post(address, {"note": "登错户"}).status_code == 302
    visited.refresh_from_db()
    assert (visited.state, visited.held_t) == ("short", 12000)
    assert audited("surrender.withdraw")["after"] == {"held_t": "12000"}
    with refused("surrender.withdrawn"):
        surrender_withdraw(surrender=given, by=office, done=WHY)
    nothing = {"amount_t": "0", "on": TODAY.isoformat(), "document": "二"}
    zero = reverse("verification:act", args=[visited.pk, "surrender"])
    assert "清缴量须大于 0" in client.post(zero, nothing).content.decode()


def test_a_body_is_changed_before_its_team_and_never_verifies_what_bodies_write(
    submitted: EmissionReport, people: People, units: dict[str, Organisation]
) -> None:
    office, give = people.office, {"report": submitted, "by": people.office}
    with refused("verifier.unregistered"):
        verification_arrange(**give, body=None, body_name="外地所")  # type: ignore[arg-type]
    itself = units["body-b"]
    type(itself).objects.filter(pk=itself.pk).update(name_zh="甲 厂")
    itself.refresh_from_db()
    with pytest.raises(ReportError):
        verification_arrange(**give, body=itself)  # type: ignore[arg-type]
    verification_arrange(**give, body=units["body-a"])  # type: ignore[arg-type]
    with refused("verifier.unchanged"):
        verification_rearrange(**give, body=units["body-a"], done=WHY)  # type: ignore[arg-type]
    type(itself).objects.filter(pk=itself.pk).update(name_zh="核查乙所")
    itself.refresh_from_db()
    verification_rearrange(**give, body=itself, done=WHY)  # type: ignore[arg-type]
    assert audited("verification.rearrange")["before"]["body_name"] == "核查甲所"
    assert report_for(people.verifier, submitted.pk) is None
    assert report_for(people.rival, submitted.pk) is not None
    with pytest.raises(ReportError) as caught:
        report_open(
            enterprise=units["works-b"],
            by=office,
            facts=ReportFacts(year=YEAR - 1, branch="industry", writer_name="核查乙所"),
        )
    assert caught.value.code == "verifier.same"


def test_one_person_with_two_roles_does_not_judge_the_own_work(
    visited: EmissionReport, people: People, district: Organisation
) -> None:
    both = people.verifier
    role = person("second", district, RoleCode.CARBON_OFFICE).memberships.get().role
    rows = Membership.objects.filter(user=both)
    rows.update(organisation=district)
    Membership.objects.create(
        user=both, organisation=district, role=role, valid_from=TODAY
    )
    both = type(both).objects.get(pk=both.pk)
    verification_conclude(report=visited, by=both, facts=CLOSED)
    result_tell(report=visited, by=both, told_on=TODAY)
    with refused("verification.same_person"):
        result_confirm(report=visited, by=both)
    result_object(report=visited, by=people.manager, done=WHY)
    with refused("verification.same_person"):
        objection_review(report=visited, by=both, done=WHY)
    objection_review(report=visited, by=people.office, done=WHY)
    visited.enterprise.control_plans.all().delete()
    plan_write(
        enterprise=visited.enterprise,
        by=None,
        parameters=[PARAMETER],
        valid_from=TODAY,
    )
    visited.enterprise.control_plans.update(made_by=people.office)
    with refused("verification.same_person"):
        result_confirm(report=visited, by=people.office)


def test_a_visit_and_a_conclusion_have_days_that_can_be(
    submitted: EmissionReport, people: People, units: dict[str, Organisation]
) -> None:
    by = people.verifier
    verification_arrange(report=submitted, by=people.office, body=units["body-a"])
    team_name(report=submitted, by=by, facts=TeamFacts(leader="组长"))
    assert audited("verification.name-team")["after"]["leader"] == "组长"
    desk_review(report=submitted, by=by)
    tomorrow = TODAY + timedelta(days=1)
    site_plan(report=submitted, by=by, facts=SiteFacts(site_on=tomorrow, site_plan="x"))
    with refused("visit.early"):
        site_visit(report=submitted, by=by)
    Verification.objects.update(site_on=TODAY)
    site_visit(report=submitted, by=by)
    old = attrs.evolve(CLOSED, concluded_on=date(2011, 1, 1))
    with refused("conclusion.before_visit"):
        verification_conclude(report=submitted, by=by, facts=old)


def test_the_unit_reads_findings_once_they_are_issued(
    client: Client, visited: EmissionReport, people: People
) -> None:
    facts = FindingFacts(what="暗中登记", basis="指南", line="gas")
    one = finding_add(report=visited, by=people.verifier, facts=facts)
    page, book = (
        visited.get_absolute_url(),
        reverse("verification:finding-act", args=[one.pk, "reply"]),
    )
    for reader, seen in ((people.manager, False), (people.verifier, True)):
        client.force_login(reader)
        assert ("暗中登记" in client.get(page).content.decode()) is seen
    client.force_login(people.manager)
    assert client.get(book).status_code == 404
    findings_issue(report=visited, by=people.verifier)
    assert "暗中登记" in client.get(page).content.decode()


def test_lateness_is_kept_and_a_light_says_it(
    client: Client, works: Organisation, people: People, units: dict[str, Organisation]
) -> None:
    facts = ReportFacts(year=2025, branch="steel")
    report = report_open(enterprise=works, by=None, facts=facts)
    rows = with_terms(reports_for(people.office))
    on = date(2026, 4, 10)
    row = row_of(rows.get(), on)
    assert (row.due.event, row.late) == ("report", 10)  # type: ignore[union-attr]
    report.steps.create(
        machine="report",
        act="submit",
        before="compiled",
        after="submitted",
        hand="unit",
        made_at=moment(date(2026, 4, 5)),
    )
    report.state = "under-verification"
    report.save()
    Verification.objects.create(
        report=report, body=units["body-a"], body_name="x", state="team"
    )
    row = row_of(rows.get(), date(2026, 8, 2))
    assert [(one.day.event, one.late) for one in row.met_late] == [("report", 5)]
    assert (row.due.event, row.late) == ("verification", 2)  # type: ignore[union-attr]
    assert overdue_count(people.office, date(2026, 8, 2)) == 1
    if date(2026, 7, 31) < TODAY:
        assert "逾期" in str(lit(people.office, [works])[works.pk].words)
        client.force_login(people.office)
        assert (
            "1 份报告已逾期"
            in client.get(reverse("verification:reports")).content.decode()
        )
    Verification.objects.update(state="told", concluded_on=date(2026, 7, 30))
    report.state = "verified"
    report.save()
    row = row_of(rows.get(), date(2027, 1, 5))
    assert (row.due, row.late) == (None, 0)
    told = {one.object.split("/")[0] for one in duties(date(2027, 1, 5))}
    assert "verification.surrender" not in told
    market_enter(
        enterprise=works, by=None, year=2025, market="national", document="名录"
    )
    row = row_of(rows.get(), date(2027, 1, 5))
    assert (row.due.event, row.late) == ("surrender", 5)  # type: ignore[union-attr]
    told = {one.object.split("/")[0] for one in duties(date(2027, 1, 5))}
    assert "verification.surrender" in told


def test_a_month_is_due_until_every_parameter_came_and_a_plan_until_approved(
    client: Client,
    works: Organisation,
    people: People,
    plan: ControlPlan,
    paper: Paper,
) -> None:
    two = plan_write(
        enterprise=works,
        by=people.manager,
        parameters=[PARAMETER, attrs.evolve(PARAMETER, code="power", unit="kWh")],
        valid_from=plan.valid_from,
        profile=PROFILE,
    )
    due = {one.object: one for one in duties(TODAY + timedelta(days=40))}
    assert due[f"verification.plan/{two.pk}"].unit == "demo"
    client.force_login(people.office)
    assert (
        two.get_absolute_url()
        in client.get(reverse("verification:reports")).content.decode()
    )
    two.state, two.approved_at = "approved", moment(TODAY)
    two.save()
    opened = report_open(
        enterprise=works, by=None, facts=ReportFacts(year=YEAR, branch="steel")
    )
    facts = DepositFacts(
        month=date(YEAR, 1, 1),
        parameter="gas",
        value=Decimal(40),
        unit="万m3",
        source_kind="meter",
    )
    deposit_add(report=opened, by=people.manager, facts=facts, paper=paper)
    key = f"verification.deposit/{opened.pk}-{YEAR}-01"
    assert "缺 1 项" in {one.object: one for one in duties(TODAY)}[key].label
    with pytest.raises(PermissionDenied):
        report_void(report=opened, by=people.manager, done=WHY)


def test_a_filled_row_without_its_code_is_asked_for_it(
    client: Client, report: EmissionReport, people: People
) -> None:
    rows = {
        "line-TOTAL_FORMS": "2",
        "line-INITIAL_FORMS": "0",
        "line-0-code": "gas",
        "line-0-flow": "fuel.stationary",
        "line-0-item": "NATURAL_GAS",
        "line-0-quantity": "500",
        "line-0-unit": "万m3",
        "line-1-quantity": "7",
        "note": "x",
    }
    client.force_login(people.manager)
    address = reverse("verification:lines", args=[report.pk])
    told = client.post(address, rows).content.decode()
    assert "不要这一行的，把它清空" in told
    plan = {
        "parameter-TOTAL_FORMS": "1",
        "parameter-INITIAL_FORMS": "0",
        "valid_from": TODAY.isoformat(),
        "parameter-0-purpose": "production",
        "parameter-0-name": "产量",
    }
    new = reverse("verification:plan-new", args=[report.enterprise_id])
    assert "不要这一行的，把它清空" in client.post(new, plan).content.decode()


def test_a_verified_value_reaches_a_duty_that_appears_later(
    visited: EmissionReport, people: People, district: Organisation
) -> None:
    verification_conclude(report=visited, by=people.verifier, facts=CLOSED)
    result_tell(report=visited, by=people.office, told_on=TODAY)
    result_confirm(report=visited, by=people.office)
    register = register_open(organisation=district, by=None)
    facts = EnterpriseFacts(name_zh="甲厂", unit=visited.enterprise)
    firm = enterprise_register(register=register, by=None, facts=facts)
    assert values_pass_on() == 0
    listed = ClassFacts(kind="carbon-market", since=date(YEAR, 1, 1), listed_in="名录")
    class_add(enterprise=firm, by=None, facts=listed)
    assert values_pass_on() == firm.verified_values.count() > 0
    assert values_pass_on() == 0
