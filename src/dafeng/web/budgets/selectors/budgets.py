"""Reading budgets: years, units, lines, what is to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs
from django.db.models import Q, QuerySet

from dafeng.enterprises.budgets import (
    HISTORICAL,
    BandLevel,
    BudgetState,
    budget_methods,
)
from dafeng.web.budgets.models import (
    BudgetApplication,
    BudgetYear,
    CityReturn,
    KeyUser,
    LedgerLine,
    UnitDeduction,
)
from dafeng.web.budgets.models.key_users import ALLOTTED
from dafeng.web.budgets.permissions import VIEW
from dafeng.web.core.inside import district_of
from dafeng.web.core.models import AuditRow, Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within

UNKNOWN = "unknown"
HISTORY = 50
_STANDS = (
    Q(used_q__isnull=False)
    & (Q(budget_q__gt=0) | Q(state__in=ALLOTTED))
    & ~Q(forecast__has_key="problem")
)
"""Units of which can be said how they stand to their budget."""
_RELATED = ("ledger__organisation", "ledger__keeper", "unit__parent")


@attrs.frozen(kw_only=True)
class UnitFilter:
    """What the lists are narrowed to; empty fields do not narrow."""

    q: str = ""
    kind: str = ""
    manager: str = ""
    state: str = ""
    level: str = ""
    town: str = ""


@attrs.frozen(kw_only=True)
class YearSums:
    """Sums over units, in quanta; ``used`` leaves out who is unknown.

    ``landing`` is the sum over the ``landed`` units whose landing is known.
    """

    units: int
    budget: int
    used: int
    unknown: int
    landing: int
    landed: int
    landing_over: int
    levels: Mapping[str, int]


def budget_owner(user: Person) -> Organisation | None:
    """Return the district whose budgets the person reads."""
    return district_of(user, VIEW)


def ledgers_of(organisation: Organisation) -> list[BudgetYear]:
    """Years of a district, the newest first."""
    rows = BudgetYear.objects.filter(organisation=organisation)
    return list(rows.select_related("organisation", "keeper").order_by("-year"))


def ledger_of(ledgers: Iterable[BudgetYear], year: int, on: date) -> BudgetYear | None:
    """The ledger of a year; without one the newest that has begun."""
    kept = list(ledgers)
    found = next((one for one in kept if one.year == year), None)
    begun = (one for one in kept if one.year <= on.year)
    return found or next(begun, None) or (kept[-1] if kept else None)


def ledger_for(user: Person, pk: int) -> BudgetYear | None:
    """A ledger of the person's own district."""
    owner = budget_owner(user)
    rows = BudgetYear.objects.filter(organisation=owner, pk=pk)
    return rows.select_related("organisation", "keeper").first()


def users_for(user: Person) -> QuerySet[KeyUser]:
    """Units and years that the person may see."""
    paths = paths_where(user, VIEW)
    visible = within("unit__path", paths) | within("ledger__keeper__path", paths)
    return KeyUser.objects.filter(visible).select_related(*_RELATED)


def unit_rows(
    user: Person, ledger: BudgetYear, wanted: UnitFilter
) -> QuerySet[KeyUser]:
    """Units of a year, narrowed; the loudest first."""
    rows = users_for(user).filter(ledger=ledger)
    if wanted.q:
        rows = rows.filter(
            Q(unit__name_zh__icontains=wanted.q)
            | Q(unit__name_en__icontains=wanted.q)
            | Q(unit__uscc__icontains=wanted.q)
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.manager:
        rows = rows.filter(manager=wanted.manager)
    if wanted.town:
        rows = rows.filter(unit__parent__code=wanted.town)
    if wanted.level == UNKNOWN:
        rows = rows.filter(~_STANDS)
    elif wanted.level:
        rows = rows.filter(_STANDS, level=wanted.level)
    if wanted.state:
        return rows.filter(state=wanted.state)
    return rows.exclude(state=BudgetState.WITHDRAWN.value)


def in_order(rows: Iterable[KeyUser]) -> list[KeyUser]:
    """The loudest on top, then by how much of the budget the year will take."""
    loud = [level.value for level in BandLevel]

    def place(row: KeyUser) -> tuple[int, float, int]:
        given = max(row.budget_q, 1)
        share = (row.landing_q or row.used_q or 0) / given if row.allotted else 0
        return (-loud.index(row.level), -share, row.pk)

    return sorted(rows, key=place)


def sums_of(rows: Sequence[KeyUser]) -> YearSums:
    """Add units up."""
    known = [row for row in rows if row.stands]
    levels = {level.value: 0 for level in BandLevel}
    for row in known:
        levels[row.level] += 1
    return YearSums(
        units=len(rows),
        budget=sum(row.budget_q for row in rows),
        used=sum(row.used_q or 0 for row in known),
        unknown=len(rows) - len(known),
        landing=sum(row.landing_q for row in rows if row.landing_q is not None),
        landed=sum(row.landing_q is not None for row in rows),
        landing_over=sum((row.landing_q or 0) > row.budget_q for row in known),
        levels=levels,
    )


def user_for(user: Person, pk: int) -> KeyUser | None:
    """One unit and year; None: not to be seen."""
    rows = users_for(user).select_related(*_RELATED, "checked_by", "issued_by")
    return rows.filter(pk=pk).first()


def lines_of(row: KeyUser) -> list[LedgerLine]:
    """Lines of a unit, in their order."""
    rows = LedgerLine.objects.filter(Q(debit_unit=row) | Q(credit_unit=row))
    related = ("ledger", "debit_unit__unit", "credit_unit__unit", "by")
    return list(rows.select_related(*related).order_by("number"))


def last_lines(ledger: BudgetYear) -> QuerySet[LedgerLine]:
    """The lines of a ledger, the newest first."""
    related = ("ledger", "debit_unit__unit", "credit_unit__unit", "by")
    return ledger.lines.select_related(*related).order_by("-number")


def years_of_unit(row: KeyUser) -> list[KeyUser]:
    """The same unit in all years of the district, the newest first."""
    rows = KeyUser.objects.filter(
        unit=row.unit_id, ledger__organisation=row.ledger.organisation_id
    )
    return list(rows.select_related("ledger", "unit").order_by("-ledger__year"))


def application_for(user: Person, pk: int) -> BudgetApplication | None:
    """An application of a unit that the person may see."""
    rows = BudgetApplication.objects.filter(user__in=users_for(user))
    return rows.select_related("user").filter(pk=pk).first()


def deduction_for(user: Person, pk: int) -> UnitDeduction | None:
    """A deduction of a unit that the person may see."""
    return UnitDeduction.objects.filter(user__in=users_for(user), pk=pk).first()


def return_for(user: Person, pk: int) -> CityReturn | None:
    """A return of the person's own district."""
    rows = CityReturn.objects.filter(ledger__organisation=budget_owner(user))
    return (
        rows.select_related("ledger__organisation", "ledger__keeper")
        .filter(pk=pk)
        .first()
    )


def history_of(row: KeyUser) -> list[AuditRow]:
    """What was done to a unit and its deductions, newest first."""
    deductions = [str(one.pk) for one in row.deductions.all()]
    rows = AuditRow.objects.filter(
        Q(target_type="budgets.keyuser", target_id=str(row.pk))
        | Q(target_type="budgets.unitdeduction", target_id__in=deductions)
    )
    return list(rows.select_related("actor", "unit").order_by("-number")[:HISTORY])


def towns_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Towns and parks of a district."""
    kinds = (OrganisationKind.TOWNSHIP, OrganisationKind.PARK)
    rows = Organisation.objects.filter(path__startswith=organisation.path)
    return rows.filter(kind__in=kinds).order_by("path")


def bureaus_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Bureaus of a district."""
    rows = Organisation.objects.filter(path__startswith=organisation.path)
    return rows.filter(kind=OrganisationKind.BUREAU).order_by("path")


def takers_of(row: KeyUser) -> QuerySet[KeyUser]:
    """Units that can take budget from a unit."""
    states = (
        BudgetState.APPROVED.value,
        BudgetState.METERING.value,
        BudgetState.ADJUSTED.value,
    )
    rows = KeyUser.objects.filter(ledger=row.ledger_id, state__in=states)
    related = ("unit", "ledger__organisation")
    return rows.exclude(pk=row.pk).select_related(*related).order_by("unit__name_zh")


def past_use(row: KeyUser) -> dict[int, int | None]:
    """Counted use of the unit by year before this one, in quanta."""
    rows = KeyUser.objects.filter(
        unit=row.unit_id,
        ledger__organisation=row.ledger.organisation_id,
        ledger__year__lt=row.ledger.year,
    ).values_list("ledger__year", "counted_q")
    found = dict(rows)
    if found.get(row.ledger.year - 1) is None and row.last_year_q is not None:
        found[row.ledger.year - 1] = row.last_year_q
    return found


def past_years(row: KeyUser) -> list[tuple[int, int | None, bool]]:
    """Years before with their counted use, and whether the historical method takes it.

    It takes the last years that are known, as many as its row says.
    """
    found = sorted(past_use(row).items())
    most = budget_methods()[HISTORICAL].years
    taken = [year for year, quanta in found if quanta is not None][-most:]
    return [(year, quanta, year in taken) for year, quanta in found]
