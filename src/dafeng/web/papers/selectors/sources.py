"""Which results a document of a kind and period rests on."""

from __future__ import annotations

from datetime import date

import attrs
from django.db.models import QuerySet

from dafeng.base.periods import Period, PeriodKind
from dafeng.reports.composing import PaperKind
from dafeng.web.accounts.models import AccountRun
from dafeng.web.accounts.models import RunStatus as AccountStatus
from dafeng.web.accounts.selectors.runs import runs_in_force as accounts_in_force
from dafeng.web.assessment.models import AssessmentRun, RunStatus
from dafeng.web.assessment.selectors.runs import run_of_plan
from dafeng.web.assessment.selectors.runs import runs_in_force as results_in_force
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.selectors.runs import run_of
from dafeng.web.plans.models import Plan
from dafeng.web.work.models import Task

PERIODS = {
    PaperKind.DISPATCH: PeriodKind.MONTH,
    PaperKind.QUARTER: PeriodKind.QUARTER,
    PaperKind.SELF: PeriodKind.YEAR,
    PaperKind.CONGRESS: PeriodKind.YEAR,
    PaperKind.DIVISION: PeriodKind.YEAR,
    PaperKind.CIRCULAR: PeriodKind.YEAR,
}
YEARLY_RESULT = (PaperKind.SELF, PaperKind.CONGRESS, PaperKind.CIRCULAR)
"""Kinds that tell of the result of their own year."""
MODELLED = (
    PaperKind.DISPATCH,
    PaperKind.QUARTER,
    PaperKind.SELF,
    PaperKind.CONGRESS,
)


@attrs.frozen(kw_only=True)
class Sources:
    """What a document is composed from; None is not there, and stays unknown.

    Attributes
    ----------
    reader : Person
        For whom results and accounts are read: who asked for the document. Tasks,
        reports and the outlook are the plan owner's, whoever asks.
    on : date
        The day up to which tasks and reports are counted.
    tasks : int
        Tasks of the period's year.
    """

    kind: PaperKind
    period: Period
    plan: Plan
    unit: Organisation
    reader: Person
    on: date
    run: AssessmentRun | None = None
    outlook: OutlookRun | None = None
    account: AccountRun | None = None
    tasks: int = 0

    @property
    def year(self) -> int:
        """The year that the period lies in."""
        return self.period.start.year

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of what is not there and will be told as unknown."""
        lacks = []
        if self.kind is not PaperKind.DIVISION and self.run is None:
            lacks.append("result")
        if self.kind in MODELLED and self.outlook is None:
            lacks.append("outlook")
        if self.kind in MODELLED and self.account is None:
            lacks.append("account")
        if self.kind is not PaperKind.CIRCULAR and not self.tasks:
            lacks.append("tasks")
        return tuple(lacks)

    @property
    def enough(self) -> bool:
        """Whether there is anything at all to tell."""
        if self.kind is PaperKind.DIVISION:
            return bool(self.tasks)
        if self.kind is PaperKind.CIRCULAR:
            return self.run is not None
        return self.run is not None or self.outlook is not None


def sources_of(
    *,
    kind: PaperKind,
    period: Period,
    plan: Plan,
    unit: Organisation,
    reader: Person,
    on: date,
) -> Sources:
    """Find the results in force that a document rests on."""
    year = period.start.year
    tasks = Task.objects.filter(organisation=plan.owner, year=year)
    whole = kind is not PaperKind.DIVISION
    modelled = kind in MODELLED
    return Sources(
        kind=kind,
        period=period,
        plan=plan,
        unit=unit,
        reader=reader,
        on=min(on, period.end) if kind is PaperKind.QUARTER else on,
        run=_result(kind, plan, year, reader) if whole else None,
        outlook=run_of(plan.owner) if modelled else None,
        account=_account(reader, plan, year) if modelled else None,
        tasks=tasks.count(),
    )


def _result(
    kind: PaperKind, plan: Plan, year: int, reader: Person
) -> AssessmentRun | None:
    if kind not in YEARLY_RESULT:
        return run_of_plan(reader, plan)
    return results_of_year(reader, plan, year).first()


def results_of_year(reader: Person, plan: Plan, year: int) -> QuerySet[AssessmentRun]:
    """Results of one year that nothing replaced: frozen first, of all units first."""
    rows = results_in_force(reader).filter(plan=plan, period=str(year))
    frozen = rows.filter(status=RunStatus.FROZEN)
    found = frozen if frozen.exists() else rows
    return found.order_by("-units_count", "-pk")


def _account(reader: Person, plan: Plan, year: int) -> AccountRun | None:
    """The newest sealed account up to the year."""
    rows = accounts_in_force(reader).filter(
        organisation=plan.owner, status=AccountStatus.SEALED, year__lte=year
    )
    return rows.order_by("-year").first()
