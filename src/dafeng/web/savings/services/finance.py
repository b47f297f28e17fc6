"""Enter what was invested in a project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.savings.models import InvestmentLine, SavingProject
from dafeng.web.savings.permissions import KEEP
from dafeng.web.savings.services.holding import held, take_back


@attrs.frozen(kw_only=True)
class InvestmentFacts:
    """One line: who brought how much, when, by which document.

    Attributes
    ----------
    borrower : str
        Of a loan: who pays it back; else empty.
    rate : Decimal or None
        Of a loan: nominal rate of a year.
    months : int or None
        Of a loan.
    """

    source: str
    amount: Decimal
    paid_on: date
    document: str
    borrower: str = ""
    rate: Decimal | None = None
    months: int | None = None


@transaction.atomic
def investment_add(
    *, project: SavingProject, by: User | None, facts: InvestmentFacts
) -> InvestmentLine:
    """Enter a line of the investment.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``; ``investment.future``: it is not paid yet.
    ValidationError
        A loan without its terms, or terms without a loan.
    """
    row = held(project, by, KEEP, project.enterprise)
    if facts.paid_on > timezone.localdate():
        msg = f"{facts.paid_on} is still to come."
        raise BadInputError(msg, code="investment.future", day=facts.paid_on)
    made = InvestmentLine(project=row, entered_by=by, **attrs.asdict(facts))
    made.full_clean()
    made.save()
    data = {"after": attrs.asdict(facts)}
    audit.record(by=by, action="savings.investment.add", target=row, data=data)
    return made


@transaction.atomic
def investment_withdraw(
    *, line: InvestmentLine, by: User | None, reason: str
) -> InvestmentLine:
    """Take back a line that was entered by mistake.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``, ``savings.reason``.
    """
    row = held(line.project, by, KEEP, line.project.enterprise)
    mine = held(line, by, KEEP, row.enterprise)
    take_back(mine, reason)
    data = {"source": mine.source, "amount": mine.amount, "reason": reason.strip()}
    audit.record(by=by, action="savings.investment.withdraw", target=row, data=data)
    return mine
