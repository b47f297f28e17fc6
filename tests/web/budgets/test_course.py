"""A unit and year from the list to the settlement, and everything that is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    BudgetProduct,
    LedgerEntry,
    balances_of,
    unit_account,
)
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.services.adjusting import (
    application_grant,
    application_refuse,
    application_retract,
    budget_apply,
)
from dafeng.web.budgets.services.deducting import (
    DeductionFacts,
    deduction_confirm,
    deduction_enter,
    deduction_withdraw,
)
from dafeng.web.budgets.services.ledgers import (
    YearFacts,
    budget_draw,
    budget_release,
    ledger_open,
    total_set,
)
from dafeng.web.budgets.services.listing import (
    ListFacts,
    user_list,
)
from dafeng.web.budgets.services.proposing import (
    budget_approve,
    budget_check,
    budget_return,
    reckoned_budget,
    year_begin,
)
from dafeng.web.budgets.services.settling import (
    ReportFacts,
    year_reopen,
    year_report,
    year_review,
    year_send_back,
    year_settle,
)
from dafeng.web.core.models import AuditRow
from tests.web.budgets.conftest import (
    OVER,
    POSTING,
    TODAY,
    YEAR,
    approved,
    listed,
    proposed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from dafeng.web.core.models import Organisation
    from tests.web.budgets.conftest import People

AFTER = date(YEAR + 1, 2, 1)


def refused(code: str, act: Callable[..., object], **given: Any) -> None:
    with pytest.raises(BadInputError) as caught, transaction.atomic():
        act(**given)
    assert caught.value.code == code


def posted_again(ledger: BudgetYear) -> tuple[Decimal, Decimal, Decimal]:
    """The sums of a ledger, from its lines alone, by the core."""

    def name(kind: str, unit: KeyUser | None) -> str:
        return kind if unit is None else unit_account(str(unit.pk))

    balances = balances_of(
        LedgerEntry(
            kind=line.kind,
            debit=name(line.debit, line.debit_unit),
            credit=name(line.credit, line.credit_unit),
            amount=line.amount,
            on=line.on,
        )
        for line in ledger.lines.order_by("number")
    )
    return balances.total, balances.reserve, balances.allotted


def see_whole(ledger: BudgetYear) -> BudgetYear:
    ledger.refresh_from_db()
    kept = (ledger.total, ledger.reserve, ledger.allotted)
    assert posted_again(ledger) == kept
    for row in KeyUser.objects.filter(ledger=ledger):
        came = sum(one.quanta for one in row.lines_in.all())
        went = sum(one.quanta for one in row.lines_out.all())
        assert row.balance_q == came - went
    return ledger


def test_a_year_goes_from_the_list_to_the_settlement(
    ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    assert (running.state, running.budget) == ("metering", Decimal(11000))
    assert (running.kind, running.manager) == ("national", "district")
    assert see_whole(ledger).reserve == 19000
    item = deduction_enter(
        row=running,
        by=people.manager,
        facts=DeductionFacts(kind="feedstock", amount=Decimal(200), document="证"),
    )
    deduction_confirm(item=item, by=people.office)
    application = budget_apply(
        row=running, by=people.manager, wanted=Decimal(11500), reason="增产"
    )
    application_grant(application=application, by=people.leader, document="函")
    pipe = BudgetProduct(
        name="管",
        output=Decimal(1000),
        base=Decimal("0.09"),
        report=Decimal("0.08"),
    )
    facts = ReportFacts(used=Decimal("11400.5"), products=(pipe,))
    year_report(row=running, by=people.manager, facts=facts, on=AFTER)
    year_review(row=running, by=people.bureau, used=Decimal(11400))
    done = year_settle(row=running, by=people.chief, on=AFTER)
    assert (done.state, done.result) == ("settled", "under")
    assert (done.counted_q, done.saved_q) == (1120000, 1000)
    assert (done.budget, done.balance_q) == (Decimal(11500), 1120000)
    whole = see_whole(ledger)
    assert (whole.allotted, whole.reserve) == (Decimal(11200), Decimal(18800))
    kinds = list(ledger.lines.values_list("kind", flat=True))
    assert kinds == ["total", "allot", "draw", "settle"]
    acts = list(done.steps.values_list("act", flat=True))
    assert acts == [
        *("propose", "check", "approve", "meter", "apply", "grant"),
        *("report", "review", "settle"),
    ]
    rows = AuditRow.objects.filter(action__startswith="budgets.")
    assert rows.filter(action="budgets.unit.settle").get().data["left"] == 30000


def test_what_is_used_above_the_budget_is_said_and_moves_nothing(
    ledger: BudgetYear, running: KeyUser
) -> None:
    facts = ReportFacts(used=Decimal(12000))
    year_report(row=running, by=None, facts=facts, on=AFTER)
    year_review(row=running, by=None, used=Decimal(12000))
    done = year_settle(row=running, by=None, on=AFTER)
    assert (done.result, done.balance_q) == ("over", 1100000)
    assert see_whole(ledger).allotted == 11000


def test_the_rules_say_the_class_and_what_is_below_needs_a_document(
    ledger: BudgetYear, units: dict[str, Organisation], district: Organisation
) -> None:
    assert listed(ledger, units["works-a"], 6000).kind == "municipal"
    below = ListFacts(last_year_tce=Decimal(4000))
    given = {"ledger": ledger, "by": None}
    refused("key_user.below", user_list, unit=units["works-b"], facts=below, **given)
    kept = ListFacts(last_year_tce=Decimal(4000), kind="designated", listed_in="函")
    assert user_list(unit=units["works-b"], facts=kept, **given).kind == "designated"
    wrong = ListFacts(last_year_tce=Decimal(-1))
    refused("key_user.negative", user_list, unit=units["works-c"], facts=wrong, **given)
    refused("budget.no_enterprise", user_list, unit=units["town"], facts=kept, **given)
    with pytest.raises(ValidationError), transaction.atomic():
        listed(ledger, units["works-a"])
    open_again = {"organisation": district, "by": None}
    refused("budget.opened", ledger_open, facts=YearFacts(year=YEAR), **open_again)
    refused("budget.year", ledger_open, facts=YearFacts(year=1999), **open_again)


def test_two_people_sign_a_budget_and_a_new_proposal_undoes_the_first(
    works: KeyUser, people: People
) -> None:
    refused("budget.state", budget_approve, row=works, by=people.leader)
    row = proposed(works)
    refused("signature.unchecked", budget_approve, row=row, by=people.leader)
    budget_check(row=row, by=people.chief)
    refused("signature.same_person", budget_approve, row=row, by=people.chief)
    refused("signature.checked", budget_check, row=row, by=people.office)
    assert proposed(works, 12000).checked_by is None
    refused("budget.reason", budget_return, row=row, by=people.leader, reason=" ")
    assert budget_return(row=row, by=people.leader, reason="偏高").state == "listed"


def test_a_budget_of_more_than_the_reserve_is_refused(
    ledger: BudgetYear, works: KeyUser, people: People
) -> None:
    budget_check(row=proposed(works, 30001), by=people.office)
    refused("budget.short", budget_approve, row=works, by=people.leader)
    works.refresh_from_db()
    assert (works.state, works.budget_q, works.issued_by) == (
        "budget-proposed",
        0,
        None,
    )
    assert see_whole(ledger).reserve == 30000


def test_a_budget_approved_before_the_year_is_metered_when_it_begins(
    units: dict[str, Organisation], district: Organisation, people: People
) -> None:
    facts = YearFacts(year=YEAR + 1)
    later = ledger_open(organisation=district, by=None, facts=facts)
    total_set(ledger=later, by=None, total=Decimal(20000), posting=POSTING)
    row = approved(listed(later, units["works-a"]), people)
    assert row.state == "budget-approved"
    assert year_begin(on=TODAY) == 0
    assert year_begin(on=date(YEAR + 1, 1, 1)) == 1
    row.refresh_from_db()
    assert row.state == "metering"


def test_applications_are_decided_once_and_can_be_taken_back(
    ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    given = {"row": running, "by": people.manager, "reason": "增产"}
    refused("budget.same_budget", budget_apply, wanted=Decimal(11000), **given)
    refused("budget.not_positive", budget_apply, wanted=Decimal(-3), **given)
    first = budget_apply(wanted=Decimal(40000), **given)
    refused("budget.state", budget_apply, wanted=Decimal(12000), **given)
    refused("budget.short", application_grant, application=first, by=people.leader)
    refused(
        "budget.reason",
        application_refuse,
        application=first,
        by=people.leader,
        reason="",
    )
    application_refuse(application=first, by=people.leader, reason="总量不足")
    refused("budget.state", application_grant, application=first, by=people.leader)
    second = budget_apply(wanted=Decimal(12000), **given)
    application_retract(application=second, by=people.manager, reason="写错")
    third = budget_apply(wanted=Decimal(9000), **given)
    own = {"application": third, "by": people.manager}
    with pytest.raises(PermissionDenied), transaction.atomic():
        application_grant(**own)
    fields = {"application": third, "by": people.leader, "budget": Decimal(9500)}
    budget_draw(row=running, by=None, amount=Decimal(500), posting=POSTING)
    # The budget is another one than the unit wanted changed: who decides is asked.
    refused("budget.changed", application_grant, **fields)
    refused("budget.changed", application_grant, standing=Decimal(11000), **fields)
    KeyUser.objects.filter(pk=running.pk).update(used_q=960000)
    seen = {**fields, "standing": Decimal(11500), "unknown": OVER}
    refused("budget.used", application_grant, **seen)
    KeyUser.objects.filter(pk=running.pk).update(used_q=950000)
    refused("budget.after_year", application_grant, on=AFTER, **seen)
    less = application_grant(reason="酌减", **seen)
    running.refresh_from_db()
    assert (less.granted, running.budget) == (Decimal(9500), Decimal(9500))
    assert see_whole(ledger).reserve == 20500
    mine = budget_apply(row=running, by=people.chief, wanted=Decimal(9600), reason="补")
    own = {"application": mine, "by": people.chief, "reason": "可"}
    refused("budget.own_application", application_grant, **own)
    refused("budget.own_application", application_refuse, **own)


def test_a_year_is_reported_when_it_is_over_and_reviewed_with_its_deductions(
    running: KeyUser, people: People
) -> None:
    facts = ReportFacts(used=Decimal(100))
    refused("budget.not_over", year_report, row=running, by=people.manager, facts=facts)
    wrong = ReportFacts(used=Decimal(-1))
    refused("budget.negative", year_report, row=running, by=None, facts=wrong, on=AFTER)
    item = deduction_enter(
        row=running,
        by=people.office,
        facts=DeductionFacts(kind="feedstock", amount=Decimal(300), document="证"),
    )
    refused("budget.own_deduction", deduction_confirm, item=item, by=people.office)
    year_report(row=running, by=people.manager, facts=facts, on=AFTER)
    review = {"row": running, "by": people.office, "used": Decimal(100)}
    refused("budget.unconfirmed", year_review, **review)
    deduction_confirm(item=item, by=people.bureau)
    refused("budget.confirmed", deduction_confirm, item=item, by=people.bureau)
    refused("budget.deducted", year_review, **review)
    deduction_withdraw(item=item, by=people.office, reason="重复")
    refused("budget.withdrawn", deduction_withdraw, item=item, by=None, reason="再撤")
    year_send_back(row=running, by=people.office, reason="数不对")
    year_report(row=running, by=people.manager, facts=facts, on=AFTER)
    year_review(**review)
    refused("budget.closed", deduction_withdraw, item=item, by=None, reason="再撤")
    assert year_reopen(row=running, by=people.office, reason="重审").counted_q is None


def test_deductions_need_a_kind_an_amount_and_a_document(running: KeyUser) -> None:
    for kind, amount, document, code in (
        ("luck", "1", "证", "budget.deduction"),
        ("feedstock", "0", "证", "budget.not_positive"),
        ("feedstock", "1", " ", "budget.no_document"),
    ):
        facts = DeductionFacts(kind=kind, amount=Decimal(amount), document=document)
        refused(code, deduction_enter, row=running, by=None, facts=facts)
    facts = DeductionFacts(kind="feedstock", amount=Decimal(1), document=" 证 ")
    item = deduction_enter(row=running, by=None, facts=facts)
    refused(
        "budget.deduction_twice", deduction_enter, row=running, by=None, facts=facts
    )
    deduction_withdraw(item=item, by=None, reason="重填")
    assert deduction_enter(row=running, by=None, facts=facts).document == "证"


def test_only_who_holds_the_right_acts(running: KeyUser, people: People) -> None:
    facts = DeductionFacts(kind="feedstock", amount=Decimal(1), document="证")
    for user in (people.other, people.reader, people.verifier, people.town):
        with pytest.raises(PermissionDenied), transaction.atomic():
            deduction_enter(row=running, by=user, facts=facts)
    for user in (people.office, people.manager, people.town, people.bureau):
        with pytest.raises(PermissionDenied), transaction.atomic():
            budget_release(row=running, by=user, amount=Decimal(1), posting=POSTING)


def test_a_budget_is_reckoned_from_what_was_used_before(works: KeyUser) -> None:
    budget = reckoned_budget(
        works, method="historical", reduction_percent=Decimal(5), products=()
    )
    assert budget == Decimal("11400.00")
