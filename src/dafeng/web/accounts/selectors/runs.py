"""Which accounts a person may see, and what their pages show."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from django.db.models import Q, QuerySet

from dafeng.web.accounts.models import (
    AccountBridge,
    AccountRun,
    AccountTotal,
    Audience,
    BoundaryCode,
    ChangeEffect,
    RunStatus,
)
from dafeng.web.accounts.prepared import Prepared, from_json
from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import may
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within


@attrs.frozen(kw_only=True)
class YearTotal:
    """One year of a boundary's history; figures in grams."""

    year: int
    value_g: int
    low_g: int
    high_g: int
    sealed: bool


def runs_for(user: Person) -> QuerySet[AccountRun]:
    """Sealed accounts for everybody; others for people of the district."""
    paths = paths_where(user, "accounts.run.view")
    visible = Q(status=RunStatus.SEALED) | within("organisation__path", paths)
    return AccountRun.objects.filter(visible).select_related("organisation")


def runs_in_force(user: Person) -> QuerySet[AccountRun]:
    """The account of each year that was not replaced, newest first."""
    return runs_for(user).exclude(status=RunStatus.REPLACED)


def run_of_year(user: Person, year: int) -> AccountRun | None:
    """The account of a year that the person may see."""
    return runs_in_force(user).filter(year=year).first()


def latest_run(user: Person) -> AccountRun | None:
    """The newest sealed account, else the newest draft."""
    runs = runs_in_force(user).order_by("-year")
    return runs.filter(status=RunStatus.SEALED).first() or runs.first()


def years_for(user: Person) -> list[int]:
    """Years with an account, ascending."""
    return sorted(set(runs_in_force(user).values_list("year", flat=True)))


def sees_all_lines(user: Person, run: AccountRun) -> bool:
    """Whether a person may see what single enterprises emit."""
    return may(user, "accounts.line.view", run.organisation)


def prepared_for(user: Person, run: AccountRun, boundary: str) -> Prepared | None:
    """What the pages of a boundary show to this person; None when it has no lines."""
    inside = sees_all_lines(user, run)
    audience = Audience.INSIDE if inside else Audience.PUBLIC
    page = run.pages.filter(boundary=boundary, audience=audience).first()
    return None if page is None else from_json(page.content)


def history_of(user: Person, run: AccountRun, boundary: str) -> list[YearTotal]:
    """Totals of every year that the person may see, ascending."""
    rows = (
        AccountTotal.objects.filter(
            run__in=runs_in_force(user).filter(organisation=run.organisation),
            boundary=boundary,
        )
        .select_related("run")
        .order_by("run__year")
    )
    return [
        YearTotal(
            year=row.run.year,
            value_g=row.value_g,
            low_g=row.low_g,
            high_g=row.high_g,
            sealed=row.run.status == RunStatus.SEALED,
        )
        for row in rows
    ]


def totals_of(run: AccountRun) -> dict[str, AccountTotal]:
    """Totals by boundary; a boundary without lines has none."""
    return {total.boundary: total for total in run.totals.all()}


def effects_of(run: AccountRun) -> Sequence[ChangeEffect]:
    """Where the change from the year before came from; empty when it is unknown."""
    return list(run.effects.all())


def bridge_of(run: AccountRun) -> AccountBridge | None:
    """From the enterprises' sum to the control total; None when nobody computed it."""
    return AccountBridge.objects.filter(run=run).first()


def boundary_of(text: str | None) -> BoundaryCode:
    """The boundary that an address names; the control account when it names none."""
    return BoundaryCode(text) if text in BoundaryCode.values else BoundaryCode.CONTROL


def root_organisation() -> Organisation | None:
    """The district that this house keeps an account of; None in an empty house."""
    roots = Organisation.objects.filter(parent__isnull=True)
    return roots.order_by("pk").first()
