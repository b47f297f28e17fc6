"""What is set beside a report: deposits, other sources, pieces, seals, documents."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import Accuracy, Calibration, DepositState, Purpose
from dafeng.web.core.models import AuditRow, House
from dafeng.web.office.services.papers import paper_bytes
from dafeng.web.savings.models import ProductYear
from dafeng.web.savings.product_energy import product_tce
from dafeng.web.verification.checking_words import reported_total
from dafeng.web.verification.convert import digest_holds
from dafeng.web.verification.documents import report_paper
from dafeng.web.verification.models import EmissionReport, OwnAccountRow, ReportLineRow
from dafeng.web.verification.selectors.beside import beside
from dafeng.web.verification.selectors.reports import (
    checks_of,
    grid_of,
    newest_version,
    plans_of,
    report_for,
)
from dafeng.web.verification.services.compiling import report_compile, report_submit
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
    finding_add,
    finding_conservative,
    findings_issue,
    findings_settle,
)
from dafeng.web.verification.services.opening import (
    ReportFacts,
    market_enter,
    report_open,
)
from dafeng.web.verification.services.surrendering import (
    compliance_settle,
    surrender_add,
)
from dafeng.web.verification.services.verifying import (
    ConclusionFacts,
    verification_conclude,
)
from dafeng.web.work.services.evidence import evidence_path
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
    from dafeng.web.verification.models import ControlPlan
    from tests.web.verification.conftest import People

FACTS = DepositFacts(
    month=date(YEAR, 1, 1),
    parameter="gas",
    value=Decimal(40),
    unit="万m3",
    source_kind="meter",
)


def refused(code: str) -> pytest.RaisesContext[BadInputError]:
    """A refusal with its code."""
    return pytest.raises(BadInputError, check=lambda error: error.code == code)


def seen(people: People, report: EmissionReport) -> EmissionReport:
    """The report with everything prefetched."""
    found = report_for(people.office, report.pk)
    assert found is not None
    return found


@pytest.fixture
def listed(works: Organisation, plan: ControlPlan) -> EmissionReport:  # noqa: ARG001
    """A report of a branch that deposits monthly evidence."""
    facts = ReportFacts(year=YEAR, branch="power")
    return report_open(enterprise=works, by=None, facts=facts)


def deposit_months(report: EmissionReport, paper: Paper, value: int = 40) -> None:
    for month in range(1, 13):
        facts = attrs.evolve(
            FACTS, month=date(YEAR, month, 1), value=Decimal(value + month % 2)
        )
        deposit_add(report=report, by=None, facts=facts, paper=paper)


def test_evidence_is_deposited_while_it_is_asked_for_in_the_unit_of_the_plan(
    listed: EmissionReport, people: People, paper: Paper
) -> None:
    by: Any = {"report": listed, "by": people.manager, "paper": paper}
    later = TODAY + timedelta(days=1)
    for code, facts in (
        ("deposit.unit", attrs.evolve(FACTS, unit="GJ")),
        ("deposit.calibrated", attrs.evolve(FACTS, calibrated_on=later)),
    ):
        with refused(code):
            deposit_add(**by, facts=facts)
    on_time = moment(date(YEAR, 2, 20))
    deposit_add(**by, facts=attrs.evolve(FACTS, unit="m3"), at=on_time)
    deposit_add(**by, facts=FACTS, at=moment(date(YEAR, 3, 20)))
    told = AuditRow.objects.filter(action="verification.deposit.add").latest("pk").data
    assert (told["before"], told["days_late"]) == ("40.000000 m3", 8)
    row = seen(people, listed)
    (grid,) = grid_of(row, plans_of(row.enterprise), date(YEAR, 5, 1))
    first = grid.cells[0]
    assert (first.state, first.replaced_late) == (DepositState.IN_TIME, 8)
    for state in ("compiled", "under-verification", "verified", "cleared"):
        EmissionReport.objects.filter(pk=listed.pk).update(state=state)
        with refused("deposit.state"):
            deposit_add(**by, facts=FACTS)
    EmissionReport.objects.filter(pk=listed.pk).update(state="returned")
    assert deposit_add(**by, facts=FACTS).pk


def test_each_month_is_asked_for_by_the_plan_that_was_in_force_in_it(
    listed: EmissionReport, people: People, paper: Paper
) -> None:
    coal = attrs.evolve(PARAMETER, code="coal", name="煤", unit="t")
    for begin, parameters in (
        (date(YEAR, 7, 1), [PARAMETER, coal]),
        (TODAY, [coal]),
    ):
        made = plan_write(
            enterprise=listed.enterprise,
            by=None,
            parameters=parameters,
            profile=PROFILE,
            valid_from=begin,
        )
        plan_approve(plan=made, by=None)
    row = seen(people, listed)
    grid = grid_of(row, plans_of(row.enterprise), TODAY)
    asked = {one.parameter.code: len(one.asked) for one in grid}
    assert asked == {"gas": 12, "coal": 6}
    deposit_months(listed, paper)
    with refused("deposit.missing"):
        deposits_complete(report=listed, by=people.manager)
    early = attrs.evolve(FACTS, parameter="coal", unit="t", month=date(YEAR, 6, 1))
    with refused("deposit.parameter"):
        deposit_add(report=listed, by=None, facts=early, paper=paper)
    for month in range(7, 13):
        each = attrs.evolve(early, month=date(YEAR, month, 1))
        deposit_add(report=listed, by=None, facts=each, paper=paper)
    plans = plans_of(listed.enterprise)
    type(plans[0]).objects.filter(number=1).update(valid_from=date(YEAR, 2, 1))
    with refused("deposit.no_plan"):
        deposits_complete(report=listed, by=people.manager)
    type(plans[0]).objects.filter(number=1).update(valid_from=date(YEAR, 1, 1))
    assert deposits_complete(report=listed, by=people.manager).state == (
        "monthly-deposited"
    )
    line = attrs.evolve(GAS, quantity=Decimal(500))
    report_compile(report=listed, by=people.manager, lines=[line])
    row = seen(people, listed)
    (check,) = checks_of(row, grid_of(row, plans_of(row.enterprise), TODAY), TODAY)
    assert (check.rule.left, check.rule.right) == ("report", "deposit")
    assert (check.right, check.passed) == (Decimal(486), False)


def test_a_source_in_another_kind_of_unit_breaks_no_page(
    client: Client, visited: EmissionReport, people: People
) -> None:
    say: Any = {"report": visited, "by": people.verifier, "source": "meter"}
    for code, more in (
        ("statement.line", {"parameter": "coal", "unit": "t"}),
        ("statement.unit", {"parameter": "power", "unit": "t"}),
    ):
        with refused(code):
            statement_enter(**say, **more, value=Decimal(5))
    row = statement_enter(**say, parameter="gas", unit="", value=Decimal(5))
    assert row.unit == "万m3"
    ReportLineRow.objects.filter(version__report=visited, code="gas").update(unit="GJ")
    client.force_login(people.verifier)
    text = client.get(visited.get_absolute_url()).content.decode()
    assert "计量单位不同类" in text
    form = client.get(reverse("verification:act", args=[visited.pk, "statement"]))
    assert "power（万kWh）" in form.content.decode()
    assert "没有填写" not in text
    assert "填报：5,000 t；重算：5,132.7 t" in text


def test_a_report_says_what_it_leaves_open_before_it_is_submitted(
    client: Client, report: EmissionReport, people: People
) -> None:
    note = Done(note="不要求月度存证")
    half = [GAS, attrs.evolve(LINES[1], reported_t=None)]
    report_compile(report=report, by=people.manager, lines=half, done=note)
    with refused("report.gaps"):
        report_submit(report=report, by=people.manager)
    row = seen(people, report)
    version = newest_version(row)
    assert version is not None
    assert reported_total(version) is None
    figures = report_paper(row, version).blocks[2].figures  # type: ignore[union-attr]
    assert figures[0].value == "--"
    odd = [GAS, attrs.evolve(LINES[2], unit="xyz")]
    with refused("report.line_unit"):
        report_compile(report=report, by=people.manager, lines=odd, done=note)
    report_compile(report=report, by=people.manager, lines=LINES, done=note)
    report_submit(report=report, by=people.manager)
    client.force_login(people.office)
    first = reverse("verification:report-docx", args=[report.pk])
    assert client.get(first, {"version": "1"}).status_code == 200
    assert client.get(first, {"version": "9" * 5000}).status_code == 404
    accounts = reverse("verification:accounts")
    assert client.get(accounts, {"year": "9" * 5000}).status_code == 200
    page = client.get(report.get_absolute_url()).content.decode()
    assert "校验一致" in page
    assert "校验不一致" not in page
    assert "不需清缴" in page
    assert "持有配额" not in page


def test_the_digest_of_a_version_is_what_its_rows_give(
    submitted: EmissionReport, people: People
) -> None:
    typed = attrs.evolve(GAS, quantity=Decimal("10.50"), reported_t=Decimal("1.10"))
    EmissionReport.objects.update(state="open")
    note = Done(note="不要求月度存证")
    report_compile(report=submitted, by=None, lines=[typed, LINES[2]], done=note)
    row = seen(people, submitted)
    assert all(digest_holds(one) for one in row.versions.all())
    ReportLineRow.objects.filter(code="gas").update(quantity=Decimal(11))
    row = seen(people, submitted)
    assert not any(digest_holds(one) for one in row.versions.all())


@pytest.fixture
def issued(
    visited: EmissionReport, people: People, paper: Paper, plan: ControlPlan
) -> EmissionReport:
    """A finding about the gas of a report whose twelve months were deposited."""
    assert plan.number == 1
    EmissionReport.objects.filter(pk=visited.pk).update(state="returned")
    deposit_months(visited, paper)
    EmissionReport.objects.filter(pk=visited.pk).update(state="under-verification")
    facts = FindingFacts(what="校准晚了", basis="指南", line="gas")
    finding_add(report=visited, by=people.verifier, facts=facts)
    findings_issue(report=visited, by=people.verifier)
    return visited


def test_a_late_calibration_is_valued_by_pieces_that_the_verifier_saw(
    client: Client, issued: EmissionReport, people: People
) -> None:
    finding = issued.nonconformities.get()
    address = reverse("verification:pieces", args=[finding.pk])
    client.force_login(people.manager)
    assert client.get(address).status_code == 403
    client.force_login(people.verifier)
    assert 'value="0.015"' in client.get(address).content.decode()
    sent = {
        "required": "0.02",
        "calibration-TOTAL_FORMS": "1",
        "calibration-INITIAL_FORMS": "0",
        "calibration-0-on": f"{YEAR}-07-01",
        "calibration-0-valid_until": f"{YEAR + 1}-06-30",
        "calibration-0-accuracy": "0.01",
    }
    half = sent | {"calibration-0-accuracy": ""}
    assert "写全" in client.post(address, half | {"show": "1"}).content.decode()
    text = client.post(address, sent | {"show": "1"}).content.decode()
    assert "500 → 505" in text
    assert "x*(1+a0)" in text
    assert issued.nonconformities.get().after is None
    other = sent | {"required": "0.03", "confirm": "505"}
    assert client.post(address, other).status_code == 200
    assert issued.nonconformities.get().after is None
    assert client.post(address, sent | {"confirm": "505"}).status_code == 302
    assert issued.nonconformities.get().after == 505
    findings_settle(report=issued, by=people.verifier)
    closed = ConclusionFacts(conclusion="符合", concluded_on=TODAY)
    made = verification_conclude(report=issued, by=people.verifier, facts=closed)
    assert made.lines.get(code="gas").quantity == 505
    assert all(digest_holds(one) for one in seen(people, issued).versions.all())


def test_pieces_need_the_twelve_months_and_never_lower_a_verified_emission(
    issued: EmissionReport, people: People
) -> None:
    finding = issued.nonconformities.get()
    late: Any = {
        "finding": finding,
        "by": people.verifier,
        "accuracy": Accuracy(required=Decimal("0.02")),
    }
    issued.deposits.filter(month=date(YEAR, 5, 1)).delete()
    with refused("pieces.months"):
        finding_conservative(**late, calibrations=[])
    ReportLineRow.objects.filter(version__report=issued, code="gas").update(
        flow="process.carbon-out", item="C_STEEL", unit="t"
    )
    valued = finding_conservative(**late)
    assert (valued.before, valued.after, valued.formula) == (500, 490, "x*(1-a0)")
    assert Calibration(
        on=TODAY, valid_until=TODAY, accuracy=Decimal(0)
    ).valid_until == (TODAY)


def test_a_report_is_set_beside_the_year_before_and_the_own_account(
    client: Client, submitted: EmissionReport, people: People
) -> None:
    before = report_open(
        enterprise=submitted.enterprise,
        by=None,
        facts=ReportFacts(year=YEAR - 1, branch="industry"),
    )
    tenth = [attrs.evolve(GAS, quantity=Decimal(50)), *LINES[1:]]
    note = Done(note="不要求月度存证")
    report_compile(report=before, by=None, lines=tenth, done=note)
    OwnAccountRow.objects.create(
        enterprise=submitted.enterprise,
        year=YEAR,
        number=1,
        control_g=1,
        all_g=1,
        factor_edition="x",
        seal="x",
        made_at=moment(TODAY),
        lines=[
            {
                "flow": "fuel.stationary",
                "sector": "industry",
                "item": "NATURAL_GAS",
                "activity": "2500000",
                "unit": "m3",
                "stream": "meter",
                "grade": "A",
                "gas": "CO2",
                "mass_g": 5_405_000_000,
                "co2e_g": 5_405_000_000,
                "control": True,
                "factors": [],
                "complete": True,
            }
        ],
    )
    found = beside(seen(people, submitted), TODAY)
    told = {(one.place, one.rule.code) for one in found.doubts}
    assert told >= {("gas", "year.change"), ("", "account.apart")}
    assert {one.flow: one.reason for one in found.gaps} == {
        "fuel.stationary": "activity",
        "power.bought": "only-report",
    }
    client.force_login(people.office)
    text = client.get(submitted.get_absolute_url()).content.decode()
    assert "合理性检查" in text
    assert "活动数据不同" in text


def test_products_of_a_unit_are_told_with_their_energy(works: Organisation) -> None:
    facts: Any = {"enterprise": works, "output": Decimal(3000), "document": "表"}
    for product, energy in (("steel-pipe", Decimal(700)), ("rebar", Decimal(20))):
        ProductYear.objects.create(product=product, year=YEAR, energy=energy, **facts)
    assert product_tce(works, YEAR) == 720
    assert product_tce(works, YEAR - 1) is None


def test_nobody_is_short_before_the_last_day_and_a_document_counts_once(
    visited: EmissionReport, people: People
) -> None:
    closed = ConclusionFacts(conclusion="符合", concluded_on=TODAY)
    verification_conclude(report=visited, by=people.verifier, facts=closed)
    EmissionReport.objects.filter(pk=visited.pk).update(
        state="verified", branch="steel"
    )
    into: Any = {"enterprise": visited.enterprise, "year": YEAR, "document": "名录"}
    market_enter(by=None, market="national", **into)
    give: Any = {"report": visited, "by": people.office, "amount_t": Decimal(10)}
    with refused("surrender.early"):
        surrender_add(**give, on=TODAY - timedelta(days=1), document="一")
    surrender_add(**give, on=TODAY, document="一")
    with pytest.raises(ValidationError, match="已经登记"):
        surrender_add(**give, on=TODAY, document="一")
    due = date(YEAR + 1, 12, 31)
    early = Done(at=moment(due))
    with refused("compliance.early"):
        compliance_settle(report=visited, by=people.office, done=early)
    over = Done(at=moment(due + timedelta(days=1)))
    assert compliance_settle(report=visited, by=people.office, done=over).state == (
        "short"
    )


def test_evidence_that_was_changed_on_the_disk_is_not_given_out(
    client: Client, listed: EmissionReport, people: People, paper: Paper
) -> None:
    row = deposit_add(report=listed, by=people.manager, facts=FACTS, paper=paper)
    address = reverse("verification:deposit-file", args=[row.pk])
    client.force_login(people.office)
    assert client.get(address).status_code == 200
    House.objects.create(pk=1, name_zh="示范区", data_version="1", data_date=TODAY)
    path = evidence_path(paper.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.4 another")
    answer = client.get(address)
    assert answer.status_code == 409
    assert "已经被改动" in answer.content.decode()
    assert AuditRow.objects.filter(action="office.paper.change").exists()
    path.unlink()
    assert client.get(address).status_code == 404
    with pytest.raises(LookupError):
        paper_bytes(paper.sha256)


def test_the_total_that_a_verifier_stated_stands_where_recomputing_knows_none(
    client: Client, visited: EmissionReport, people: People
) -> None:
    visited.branch = "copper"
    visited.save()
    ReportLineRow.objects.filter(version__report=visited, code="gas").update(
        flow="process.reductant", item="COKE", unit="t", purpose=Purpose.EMISSION
    )
    closed = ConclusionFacts(
        conclusion="符合", concluded_on=TODAY, stated_t=Decimal(1234)
    )
    verification_conclude(report=visited, by=people.verifier, facts=closed)
    client.force_login(people.office)
    text = client.get(visited.get_absolute_url()).content.decode()
    assert "1,234（核查认定）" in text
