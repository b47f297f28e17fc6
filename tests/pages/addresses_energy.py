"""Pages of budgets, of the verification of reports, and of savings."""

from __future__ import annotations

from django.utils import timezone

from dafeng.web.budgets.models import (
    BudgetApplication,
    BudgetYear,
    KeyUser,
    UnitDeduction,
)
from dafeng.web.budgets.services.returns import return_check, return_make
from dafeng.web.core.models import Organisation, User
from dafeng.web.savings.models import (
    ContractChange,
    EnergyAnomaly,
    EnergyCertificate,
    EnergyIndicator,
    InvestmentLine,
    LocalNorm,
    ManagementReview,
    OutputMonth,
    ProductYear,
    ProjectStage,
    ReviewDecision,
    SavingProject,
    Settlement,
)
from dafeng.web.verification.models import (
    EmissionReport,
    MarketMembership,
    Surrender,
)
from tests.pages.visits import ASKED, SEEN_BY, VIEWER, Arguments

ENTERPRISE, VERIFIER = "enterprise", "verifier"


def budgets() -> Arguments:
    """The ledger of this year, units in some states, a return that was checked."""
    ledger = BudgetYear.objects.get(year=timezone.localdate().year)
    rows = KeyUser.objects.filter(ledger=ledger).order_by("pk")
    settled = KeyUser.objects.filter(state="settled").order_by("-ledger__year", "pk")[0]
    shown = (
        *(rows.filter(state=state)[0] for state in ("listed", "adjusted")),
        settled,
    )
    running, managed = rows.filter(state="metering")[0], rows.get(unit=_own())
    application = BudgetApplication.objects.get(decision="open")
    deduction = UnitDeduction.objects.filter(user__ledger=ledger).order_by("pk")[0]
    office = User.objects.get(username=VIEWER)
    made = return_check(made=return_make(ledger=ledger, by=office), by=office)
    of_ledger: dict[str, object] = {"pk": ledger.pk}
    of_unit: dict[str, object] = {"pk": running.pk}
    of_application: dict[str, object] = {"pk": application.pk}
    return {
        "budgets:overview": [{}, {ASKED: {"q": "钢管"}}, {SEEN_BY: ENTERPRISE}],
        "budgets:register": [{}],
        "budgets:ledger": [{}],
        "budgets:year-new": [{}],
        "budgets:total": [of_ledger],
        "budgets:year-correct": [of_ledger],
        "budgets:signing-check": [of_ledger],
        "budgets:signing-approve": [of_ledger],
        "budgets:unit-new": [of_ledger],
        "budgets:list-upload": [of_ledger],
        "budgets:returns": [of_ledger],
        "budgets:return-new": [of_ledger],
        "budgets:return-check": [{"pk": made.pk}],
        "budgets:return-issue": [{"pk": made.pk}],
        "budgets:unit": [
            *({"pk": row.pk} for row in shown),
            {"pk": managed.pk, SEEN_BY: ENTERPRISE},
        ],
        **{
            f"budgets:{act}": [of_unit]
            for act in (
                *("propose", "check", "approve", "apply", "report", "review"),
                *("settle", "return", "send-back", "reopen", "withdraw"),
                *("unsettle", "relist", "unit-correct"),
                *("transfer", "release", "draw", "deduction-new"),
            )
        },
        "budgets:deduction-confirm": [{"pk": deduction.pk}],
        "budgets:deduction-withdraw": [{"pk": deduction.pk}],
        "budgets:decide": [of_application],
        "budgets:retract": [of_application],
    }


def verification() -> Arguments:
    """Reports in some states, acts of each hand, and own accounts."""
    rows = EmissionReport.objects.order_by("pk")
    shown = [
        rows.filter(state=state)[0]
        for state in ("under-verification", "corrected", "short")
    ]
    own = _own()
    managed = rows.filter(enterprise=own)[0]
    submitted = rows.get(state="submitted")
    given = rows.filter(verification__body__code="verifier-1")
    verified = given.filter(state="under-verification").order_by("pk")[0]
    corrected = given.filter(state="corrected")[0]
    finding = corrected.nonconformities.order_by("pk")[0]
    market = MarketMembership.objects.order_by("pk")[0]
    surrender = Surrender.objects.order_by("pk")[0]
    of_own: dict[str, object] = {"pk": own.pk}
    of_managed: dict[str, object] = {"pk": managed.pk}
    return {
        "verification:reports": [{}, {SEEN_BY: ENTERPRISE}],
        "verification:report-new": [{}],
        "verification:markets": [{}],
        "verification:market-new": [{}],
        "verification:market-withdraw": [{"pk": market.pk}],
        "verification:surrender-withdraw": [{"pk": surrender.pk}],
        "verification:report": [
            *({"pk": row.pk} for row in shown),
            {"pk": corrected.pk, SEEN_BY: VERIFIER},
            of_managed | {SEEN_BY: ENTERPRISE},
        ],
        "verification:lines": [of_managed],
        "verification:act": [
            of_managed | {"name": "deposit", SEEN_BY: ENTERPRISE},
            {"pk": submitted.pk, "name": "take"},
            {"pk": corrected.pk, "name": "return", SEEN_BY: VERIFIER},
            {"pk": managed.pk, "name": "void"},
            *(
                {"pk": verified.pk, "name": name, SEEN_BY: VERIFIER}
                for name in ("finding", "statement", "conclude")
            ),
        ],
        "verification:finding-act": [
            {"pk": finding.pk, "name": name} for name in ("accept", "conservative")
        ],
        "verification:pieces": [{"pk": finding.pk, SEEN_BY: VERIFIER}],
        "verification:accounts": [{}],
        "verification:account": [of_own, of_own | {SEEN_BY: ENTERPRISE}],
        "verification:plans": [of_own],
        "verification:plan-new": [of_own],
    }


def savings() -> Arguments:
    """Projects with and without a settlement, anomalies, products."""
    settlement = Settlement.objects.filter(enterprise_at=None).order_by("pk")[0]
    of_project: dict[str, object] = {"pk": settlement.project_id}
    stage = ProjectStage.objects.order_by("pk")[0]
    paid = InvestmentLine.objects.order_by("pk")[0]
    fresh = SavingProject.objects.filter(settlements=None).order_by("pk")[0]
    change = ContractChange.objects.order_by("pk")[0]
    term = fresh.terms.filter(withdrawn_at=None).order_by("pk")[0]
    anomalies = EnergyAnomaly.objects.order_by("kind", "pk")
    by_kind = {one.kind: one for one in anomalies}.values()
    of_anomaly: dict[str, object] = {"pk": anomalies[0].pk}
    output = OutputMonth.objects.order_by("pk")[0]
    of_firm: dict[str, object] = {"pk": output.enterprise_id}
    year = ProductYear.objects.order_by("pk")[0]
    certificate = EnergyCertificate.objects.order_by("pk")[0]
    norm = LocalNorm.objects.order_by("pk")[0]
    indicator = EnergyIndicator.objects.order_by("pk")[0]
    review = ManagementReview.objects.order_by("pk")[0]
    decision = ReviewDecision.objects.filter(done_on=None).order_by("pk")[0]
    of_system: dict[str, object] = {"pk": indicator.enterprise_id}
    return {
        "savings:systems": [{}],
        "savings:system": [of_system],
        "savings:indicator-new": [of_system],
        "savings:indicator-withdraw": [{"pk": indicator.pk}],
        "savings:review-new": [of_system],
        "savings:review-withdraw": [{"pk": review.pk}],
        "savings:decision-new": [{"pk": review.pk}],
        "savings:decision-done": [{"pk": decision.pk}],
        "savings:decision-withdraw": [{"pk": decision.pk}],
        "savings:projects": [{}],
        "savings:project": [of_project, {"pk": fresh.pk}],
        "savings:project-new": [of_firm],
        "savings:project-edit": [{"pk": fresh.pk}],
        "savings:project-sign": [{"pk": fresh.pk}],
        "savings:project-end": [of_project],
        "savings:project-change": [of_project],
        "savings:change-withdraw": [{"pk": change.pk}],
        "savings:term-withdraw": [{"pk": term.pk}],
        "savings:project-withdraw": [of_project],
        "savings:term-new": [of_project],
        "savings:adjustment-new": [of_project],
        "savings:settlement-new": [of_project],
        "savings:settlement-confirm": [{"pk": settlement.pk}],
        "savings:settlement-withdraw": [{"pk": settlement.pk}],
        "savings:providers": [{}],
        "savings:stage-new": [of_project],
        "savings:stage-edit": [{"pk": stage.pk}],
        "savings:stage-withdraw": [{"pk": stage.pk}],
        "savings:investment-new": [of_project],
        "savings:investment-withdraw": [{"pk": paid.pk}],
        "savings:anomalies": [{}],
        "savings:anomaly": [{"pk": one.pk} for one in by_kind],
        "savings:anomaly-judge": [of_anomaly],
        "savings:norms": [{}],
        "savings:norm-table": [{}],
        "savings:norm-new": [{}],
        "savings:certificates": [{}],
        "savings:weather": [{}],
        "savings:outputs": [of_firm],
        "savings:output-new": [of_firm],
        "savings:year-new": [of_firm],
        "savings:certificate-new": [of_firm],
        "savings:output-withdraw": [{"pk": output.pk}],
        "savings:year-withdraw": [{"pk": year.pk}],
        "savings:certificate-withdraw": [{"pk": certificate.pk}],
        "savings:norm-end": [{"pk": norm.pk}],
        "savings:norm-withdraw": [{"pk": norm.pk}],
        "savings:diagnosis": [of_firm],
        "savings:steps": [of_firm],
    }


def _own() -> Organisation:
    """The enterprise whose manager looks."""
    own = User.objects.get(username=ENTERPRISE).organisation
    assert own is not None
    return own
