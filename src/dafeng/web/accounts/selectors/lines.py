"""Lines of an account that a person may see, filtered and sorted on the server."""

from __future__ import annotations

import attrs
from django.db.models import Count, Q, QuerySet, Sum

from dafeng.web.accounts.models import (
    AccountLine,
    AccountRun,
    BoundaryCode,
    EvidenceRow,
)
from dafeng.web.accounts.selectors.runs import sees_all_lines
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person

SORTS = {
    "co2e": "co2e_g",
    "sector": "sector",
    "item": "item",
    "flow": "flow",
    "gas": "gas",
    "place": "place",
    "owner": "owner",
    "grade": "grade",
}
FLAGS = ("unverified", "synthetic", "residual", "estimated", "incomplete")
IN_BOUNDARY = {
    BoundaryCode.TERRITORIAL.value: "in_territorial",
    BoundaryCode.CONTROL.value: "in_control",
    BoundaryCode.UNITS.value: "in_control",
    BoundaryCode.ENTERPRISES.value: "in_enterprises",
    BoundaryCode.SINKS.value: "in_sinks",
}
EXACT = ("item", "gas", "flow", "place", "owner", "grade")


@attrs.frozen(kw_only=True)
class LineFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    q: str = ""
    boundary: str = ""
    sector: str = ""
    item: str = ""
    gas: str = ""
    flow: str = ""
    place: str = ""
    owner: str = ""
    charge: str = ""
    grade: str = ""
    flag: str = ""
    factor: str = ""
    sort: str = "-co2e"


@attrs.frozen(kw_only=True)
class LinesSum:
    """Sum of what is seen; ``co2e_g`` is None for no line."""

    lines: int
    co2e_g: int | None


def lines_for(user: Person, run: AccountRun) -> QuerySet[AccountLine]:
    """All lines for those who may see them; else those of the person's own unit.

    Lines without an owner are the rest of a total: together with the public total
    they would tell what the enterprises emit, so they go with the others.
    """
    rows = AccountLine.objects.filter(run=run).select_related("owner_unit", "run")
    if sees_all_lines(user, run):
        return rows
    own = paths_where(user, "accounts.line.own")
    return rows.filter(owner_unit__path__in=own, owner_unit__kind="enterprise")


def lines_shown(
    user: Person, run: AccountRun, wanted: LineFilter
) -> QuerySet[AccountLine]:
    """The filtered list in the order that was asked for."""
    rows = lines_for(user, run)
    if wanted.boundary:
        rows = rows.filter(**{IN_BOUNDARY[wanted.boundary]: True})
    if wanted.sector:
        rows = rows.filter(
            Q(sector=wanted.sector) | Q(sector__startswith=f"{wanted.sector}.")
        )
    for name in EXACT:
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.charge:
        rows = rows.filter(unit_in_charge=wanted.charge)
    if wanted.flag:
        rows = rows.filter(**{wanted.flag: True})
    if wanted.factor:
        rows = rows.filter(uses__icontains=f'"{wanted.factor}"')
    if wanted.q:
        rows = rows.filter(
            Q(line_id__icontains=wanted.q)
            | Q(owner__icontains=wanted.q)
            | Q(owner_unit__name_zh__icontains=wanted.q)
            | Q(owner_unit__name_en__icontains=wanted.q)
        )
    descending = "-" if wanted.sort.startswith("-") else ""
    field = SORTS.get(wanted.sort.removeprefix("-"), "co2e_g")
    return rows.order_by(f"{descending}{field}", "pk")


def sum_of(rows: QuerySet[AccountLine]) -> LinesSum:
    """How many lines are seen and what they add up to."""
    found = rows.order_by().aggregate(lines=Count("pk"), co2e_g=Sum("co2e_g"))
    return LinesSum(**found)


def codes_in(rows: QuerySet[AccountLine], field: str) -> list[str]:
    """The values that occur in a column, sorted."""
    found = rows.order_by(field).values_list(field, flat=True).distinct()
    return [code for code in found if code]


def line_of(user: Person, run: AccountRun, line_id: str) -> AccountLine | None:
    """One line by its id, if the person may see it."""
    return lines_for(user, run).filter(line_id=line_id).first()


def evidence_of(line: AccountLine) -> list[EvidenceRow]:
    """The rows of the lake that a line rests on."""
    return list(EvidenceRow.objects.filter(run=line.run, row_id__in=line.evidence))


def uses_of_factor(user: Person, run: AccountRun, factor_id: str) -> LinesSum:
    """How many lines of an account use a factor row, as far as the person may see."""
    return sum_of(lines_shown(user, run, LineFilter(factor=factor_id)))
