"""How much of what has to be metered is metered, as somebody may see it."""

from __future__ import annotations

from datetime import date

import attrs

from dafeng.meters import CoverageRow, Installed, Need, coverage_of
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.meters.models import MeteringNeed, Role
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.points import in_use, points_for, with_certificate


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
        within("enterprise__path", paths_where(user, VIEW)), withdrawn_at=None
    ).select_related("enterprise")
    if enterprise is not None:
        points = points.filter(enterprise=enterprise)
        needs = needs.filter(enterprise=enterprise)
    installed = [
        Installed(
            enterprise=point.enterprise.code,
            carrier=point.carrier,
            level=point.level.value,
            calibrated=_holds(getattr(point, "calibrated_until", None), on),
        )
        for point in points.exclude(role=Role.VIRTUAL)
    ]
    asked = [_need(row) for row in needs]
    firms = {row.enterprise.code: row.enterprise for row in needs}
    by_firm = []
    for code, firm in firms.items():
        rows = coverage_of(
            [one for one in asked if one.enterprise == code],
            [one for one in installed if one.enterprise == code],
            on=on,
        )
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


def _holds(until: date | None, on: date) -> bool:
    return until is not None and until >= on
