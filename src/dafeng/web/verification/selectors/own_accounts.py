"""Own accounts of enterprises, and their sum beside the district account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import attrs
from django.db.models import F, OuterRef, QuerySet, Subquery

from dafeng.accounts import Sector, sectors
from dafeng.web.accounts.models import AccountLine, AccountRun, RunStatus
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person, seen
from dafeng.web.verification.models import OwnAccountRow
from dafeng.web.verification.permissions import VIEW


@attrs.frozen(kw_only=True)
class SectorRow:
    """A sector: own accounts, the district account, and what lies between.

    ``own_g + missing_g + small_users_g + difference_g == district_g``; None: there is
    no district account.

    Attributes
    ----------
    missing_g : int or None
        What the district account holds of enterprises without an own account.
    """

    sector: Sector
    enterprises: int
    own_g: int
    district_g: int | None
    missing_g: int | None
    small_users_g: int | None
    difference_g: int | None


def own_accounts_for(user: Person, year: int) -> QuerySet[OwnAccountRow]:
    """The newest account of each enterprise in a year, as far as the person may see."""
    newest = (
        OwnAccountRow.objects.filter(enterprise=OuterRef("enterprise"), year=year)
        .order_by("-number")
        .values("pk")[:1]
    )
    rows = OwnAccountRow.objects.filter(
        seen(user, VIEW, "enterprise"),
        year=year,
        pk=Subquery(newest),
    )
    return rows.select_related("enterprise").order_by(F("control_g").desc())


def own_account_versions(enterprise: Organisation) -> list[OwnAccountRow]:
    """Every account of an enterprise, the newest year and version first."""
    rows = OwnAccountRow.objects.filter(enterprise=enterprise)
    return list(rows.select_related("made_by").order_by("-year", "-number"))


def years_with_own_accounts(user: Person) -> list[int]:
    """Years that have accounts, the newest first."""
    rows = OwnAccountRow.objects.filter(seen(user, VIEW, "enterprise"))
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def sector_rows(
    own: Collection[OwnAccountRow], root: Organisation, year: int
) -> list[SectorRow]:
    """Set the sum of own accounts beside the district account in force, by sector."""
    sums: dict[str, int] = defaultdict(int)
    firms: dict[str, set[int]] = defaultdict(set)
    for row in own:
        for line in row.lines:
            if line["control"]:
                sums[line["sector"]] += line["co2e_g"]
                firms[line["sector"]].add(row.enterprise_id)
    made = {row.enterprise_id for row in own}
    there = _district(root, year, made)
    told = []
    for one in sectors().values():
        held = None if there is None else there.get(one.code, _Held())
        if one.code not in sums and (held is None or not held.owned):
            continue
        own_g = sums[one.code]
        told.append(
            SectorRow(
                sector=one,
                enterprises=len(firms[one.code]),
                own_g=own_g,
                district_g=None if held is None else held.whole_g,
                missing_g=None if held is None else held.missing_g,
                small_users_g=None if held is None else held.small_g,
                difference_g=None
                if held is None
                else held.whole_g - held.small_g - held.missing_g - own_g,
            )
        )
    return told


@attrs.define
class _Held:
    """What the district account holds of a sector, while it is added up."""

    whole_g: int = 0
    small_g: int = 0
    missing_g: int = 0
    owned: bool = False


def _district(root: Organisation, year: int, made: set[int]) -> dict[str, _Held] | None:
    """Control total of each sector: of no owner, of owners without an own account."""
    runs = AccountRun.objects.filter(organisation=root, year=year)
    run = runs.exclude(status=RunStatus.REPLACED).first()
    if run is None:
        return None
    held: dict[str, _Held] = defaultdict(_Held)
    rows = AccountLine.objects.filter(run=run, in_control=True)
    for sector, owner, unit, grams in rows.values_list(
        "sector", "owner", "owner_unit", "co2e_g"
    ):
        one = held[sector]
        one.whole_g += grams
        if not owner:
            one.small_g += grams
        elif unit not in made:
            one.missing_g += grams
        one.owned |= bool(owner)
    return held
