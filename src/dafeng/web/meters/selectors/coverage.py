"""How much of what has to be metered is metered, as somebody may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import attrs

from dafeng.meters import CoverageRow, Installed, Need, coverage_of
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person, seen
from dafeng.web.meters.models import MeteringNeed, Role, level_of
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.points import in_use, points_for, with_certificate

COLUMNS: tuple[str, ...] = (
    *("enterprise__code", "carrier", "calibrated_until"),
    *("workshop", "process", "equipment"),
)


@attrs.frozen(kw_only=True)
class FirmCoverage:
    """An enterprise with what it needs and has, all carriers and levels together."""

    enterprise: Organisation
    needed: int
    met: int

    @property
    def lacks(self) -> int:
        """Meters that are needed and not there."""
        return self.needed - self.met


@attrs.frozen(kw_only=True)
class Coverage:
    """The rates on a day.

    Attributes
    ----------
    rows : tuple of CoverageRow
    firms : tuple of FirmCoverage
        That lack any, most first.
    without_need : int
        Enterprises with meters for which nobody said what is needed.
    """

    rows: tuple[CoverageRow, ...]
    firms: tuple[FirmCoverage, ...]
    without_need: int

    @property
    def needed(self) -> int:
        """Meters needed, all carriers and levels."""
        return sum(row.needed for row in self.rows)

    @property
    def met(self) -> int:
        """Those of them that are there."""
        return sum(row.met for row in self.rows)


def coverage_for(
    user: Person, *, on: date, enterprise: Organisation | None = None
) -> Coverage:
    """Return the rates of all enterprises that the person may see, or of one."""
    points = with_certificate(points_for(user).filter(in_use(on)))
    needs = MeteringNeed.objects.filter(
        seen(user, VIEW, "enterprise"), withdrawn_at=None
    ).select_related("enterprise")
    if enterprise is not None:
        points = points.filter(enterprise=enterprise)
        needs = needs.filter(enterprise=enterprise)
    there = points.exclude(role=Role.VIRTUAL).values_list(*COLUMNS)
    installed = [
        Installed(
            enterprise=code,
            carrier=carrier,
            level=level_of(*place).value,
            calibrated=until is not None and until >= on,
        )
        for code, carrier, until, *place in there
    ]
    asked = [_need(row) for row in needs]
    firms = {row.enterprise.code: row.enterprise for row in needs}
    needs_of, has = _by_firm(asked), _by_firm(installed)
    by_firm = []
    for code, firm in firms.items():
        rows = coverage_of(needs_of[code], has[code], on=on)
        needed, met = sum(row.needed for row in rows), sum(row.met for row in rows)
        if met < needed:
            by_firm.append(FirmCoverage(enterprise=firm, needed=needed, met=met))
    return Coverage(
        rows=coverage_of(asked, installed, on=on),
        firms=tuple(sorted(by_firm, key=lambda one: -one.lacks)),
        without_need=len({one.enterprise for one in installed} - firms.keys()),
    )


def _need(row: MeteringNeed) -> Need:
    return Need(
        enterprise=row.enterprise.code,
        carrier=row.carrier,
        level=row.level,
        needed=row.needed,
    )


Owned = TypeVar("Owned", Need, Installed)


def _by_firm(rows: Iterable[Owned]) -> defaultdict[str, list[Owned]]:
    found: defaultdict[str, list[Owned]] = defaultdict(list)
    for row in rows:
        found[row.enterprise].append(row)
    return found
