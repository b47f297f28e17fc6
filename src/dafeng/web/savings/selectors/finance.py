"""What a project costs and brings, by what is entered and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db.models import QuerySet, Sum

from dafeng.enterprises.savings import (
    Appraisal,
    Contract,
    Outlay,
    Party,
    Source,
    Split,
    appraise,
    discount_rate,
    periods_to_come,
)
from dafeng.web.core.selectors import Person
from dafeng.web.savings.convert import contract_by, unit_of
from dafeng.web.savings.models import InvestmentLine, SavingProject, Settlement
from dafeng.web.savings.selectors.visible import projects_for

_ZERO = Decimal(0)


@attrs.frozen(kw_only=True)
class FinanceRow:
    """The investment of a project line by line, and what becomes of it.

    Attributes
    ----------
    rate : Decimal
        Rate of a year that money to come is discounted by.
    """

    lines: Sequence[InvestmentLine]
    appraisal: Appraisal
    rate: Decimal


@attrs.frozen(kw_only=True)
class VerifiedRow:
    """What both sides confirmed of some projects.

    Attributes
    ----------
    energy : mapping of str to Decimal
        By unit: energies of different carriers are not added.
    worth, payment : Decimal
        Yuan.
    """

    energy: Mapping[str, Decimal]
    worth: Decimal
    payment: Decimal


def finance_of(project: SavingProject, rate: Decimal | None = None) -> FinanceRow:
    """Appraise a project; a rate that is not told is that of the documents."""
    lines = list(project.investments.filter(withdrawn_at=None))
    verified = [
        Split(
            begin=one.begin,
            end=one.end,
            counted=one.counted,
            worth=one.worth,
            kept=one.kept,
            payment=one.payment,
        )
        for one in agreed(Settlement.objects.filter(project=project)).order_by("begin")
    ]
    to_come = periods_to_come(
        verified,
        _contracts(project),
        project.report_from,
        project.ended_on,
        turns=(project.report_from,),
    )
    used = discount_rate() if rate is None else rate
    outlays = [outlay_of(one) for one in lines]
    return FinanceRow(
        lines=lines,
        appraisal=appraise(outlays, verified, to_come, rate=used),
        rate=used,
    )


def outlay_of(line: InvestmentLine) -> Outlay:
    """A line for the core."""
    return Outlay(
        source=Source(line.source),
        amount=line.amount,
        day=line.paid_on,
        borrower=Party(line.borrower) if line.borrower else None,
        rate=line.rate,
        months=line.months,
    )


def agreed(rows: QuerySet[Settlement]) -> QuerySet[Settlement]:
    """Those of the settlements that stand and both sides confirmed."""
    return rows.filter(
        withdrawn_at=None, enterprise_at__isnull=False, provider_at__isnull=False
    )


def _contracts(project: SavingProject) -> list[tuple[date, Contract]]:
    """What held, from which day on: a change keeps what stood before it."""
    terms = list(project.terms.filter(withdrawn_at=None).order_by("begin"))
    changes = list(project.changes.filter(withdrawn_at=None).order_by("effective_from"))
    unit = unit_of(project)
    days = [date.min, *(one.effective_from for one in changes)]
    return [
        (day, contract_by(held, unit, terms))
        for day, held in zip(days, [*changes, project], strict=True)
    ]


def invested_in(projects: Iterable[SavingProject]) -> dict[int, dict[str, Decimal]]:
    """Yuan by project and source; what brings nothing is not in it. One question."""
    rows = InvestmentLine.objects.filter(project__in=list(projects), withdrawn_at=None)
    told = rows.order_by().values_list("project", "source").annotate(Sum("amount"))
    found: dict[int, dict[str, Decimal]] = {}
    for key, source, yuan in told:
        found.setdefault(key, {})[source] = yuan
    return found


def sources_of(invested: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """Yuan by source of several projects, in the order of the sources."""
    kept = list(invested)
    sums = {
        one.value: sum((told.get(one.value, _ZERO) for told in kept), _ZERO)
        for one in Source
    }
    return {source: yuan for source, yuan in sums.items() if yuan}


def verified_in(projects: Iterable[SavingProject]) -> dict[int, VerifiedRow]:
    """What both sides confirmed, by project; nothing is not in it. One question."""
    by_key = {one.pk: one for one in projects}
    rows = agreed(Settlement.objects.filter(project__in=list(by_key.values())))
    sums = (
        rows.order_by()
        .values_list("project")
        .annotate(Sum("counted"), Sum("worth"), Sum("payment"))
    )
    return {
        key: VerifiedRow(
            energy={unit_of(by_key[key]): counted}, worth=worth, payment=payment
        )
        for key, counted, worth, payment in sums
    }


def verified_of(told: Iterable[VerifiedRow]) -> VerifiedRow:
    """The same of several projects together."""
    kept = list(told)
    energy: dict[str, Decimal] = {}
    for one in kept:
        for unit, counted in one.energy.items():
            energy[unit] = energy.get(unit, _ZERO) + counted
    return VerifiedRow(
        energy=energy,
        worth=sum((one.worth for one in kept), _ZERO),
        payment=sum((one.payment for one in kept), _ZERO),
    )


def line_for(user: Person, pk: int) -> InvestmentLine | None:
    """One line that stands, of a project that the person may see."""
    rows = InvestmentLine.objects.filter(
        project__in=projects_for(user), withdrawn_at=None, pk=pk
    )
    return rows.select_related("project__enterprise").first()
