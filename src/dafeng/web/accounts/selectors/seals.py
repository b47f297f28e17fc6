"""Seals of the house: what was pinned, and what changed between two of them."""

from __future__ import annotations

import attrs

from dafeng.accounts import (
    Difference,
    Seal,
    difference,
    districts,
    read_seal,
    sealed_account,
    seals,
    years_with_activity,
)
from dafeng.factors import factor_book
from dafeng.web.accounts.lakes import house_lake, seal_folder
from dafeng.web.accounts.models import AccountRun, RunStatus
from dafeng.web.accounts.selectors.runs import runs_for
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person

GWP = "gwp100"


@attrs.frozen(kw_only=True)
class SealedYear:
    """A sealed account with its seal; ``standing`` is the one in force."""

    run: AccountRun
    seal: Seal | None
    standing: bool


def sealed_years(user: Person) -> list[SealedYear]:
    """Every sealed account that the person may see, the newest year first."""
    kept = {seal.digest: seal for seal in seals(seal_folder())}
    runs = runs_for(user).exclude(seal="").select_related("made_by", "replaced_by")
    return [
        SealedYear(
            run=run,
            seal=kept.get(run.seal),
            standing=run.status == RunStatus.SEALED,
        )
        for run in runs.order_by("-year", "-pk")
    ]


def sealed_run(user: Person, digest: str) -> AccountRun | None:
    """The account behind a seal, if the person may see it."""
    return runs_for(user).exclude(seal="").filter(seal=digest).first()


def difference_of(before: AccountRun, after: AccountRun) -> Difference:
    """What changed from one seal to another.

    Raises
    ------
    NotFoundError
        One of the seals is not in the folder.
    """
    folder = seal_folder()
    first, last = (read_seal(folder, run.seal) for run in (before, after))
    return difference(sealed_account(folder, first), sealed_account(folder, last))


def makeable_years(organisation: Organisation) -> list[int]:
    """Years that the lake knows and that are not sealed, newest first."""
    lake = house_lake()
    if organisation.place_code not in districts(lake):
        return []
    sealed = set(
        AccountRun.objects.filter(
            organisation=organisation, status=RunStatus.SEALED
        ).values_list("year", flat=True)
    )
    known = years_with_activity(lake, organisation.place_code)
    return sorted(set(known) - sealed, reverse=True)


def gwp_sets() -> list[str]:
    """Names of the sets of warming potentials."""
    return sorted({row.factor_set for row in factor_book().all_of(GWP)})
