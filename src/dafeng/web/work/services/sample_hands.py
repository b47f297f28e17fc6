"""Who acts in a sample house: officers and heads by unit, and the office's staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time

import attrs
from django.db.models import F
from django.utils import timezone

from dafeng.web.core.models import Membership, Organisation, RoleCode, User


@attrs.frozen(kw_only=True)
class Hands:
    """People by what they do; a unit without any is not in a mapping.

    Attributes
    ----------
    officers, heads : mapping of int to User
        By the unit's key.
    staff : tuple of User
        Of the carbon office.
    """

    officers: Mapping[int, User]
    heads: Mapping[int, User]
    staff: tuple[User, ...]

    @classmethod
    def read(cls) -> Hands:
        """Read everybody once; of several people at home in a unit, the first acts."""
        held: dict[str, dict[int, User]] = defaultdict(dict)
        rows = Membership.objects.filter(revoked=False).order_by("deputy", "pk")
        at_home = rows.filter(organisation=F("user__organisation"))
        for row in at_home.select_related("user__organisation", "role"):
            held[row.role.code].setdefault(row.organisation_id, row.user)
        staff = rows.filter(role__code=RoleCode.CARBON_OFFICE).select_related(
            "user__organisation"
        )
        officers = held[RoleCode.UNIT_OFFICER] | held[RoleCode.ENTERPRISE_MANAGER]
        return cls(
            officers=officers,
            heads=held[RoleCode.UNIT_HEAD] | held[RoleCode.ENTERPRISE_MANAGER],
            staff=tuple(dict.fromkeys(row.user for row in staff)),
        )

    def officer(self, unit: Organisation) -> User | None:
        """Who fills in for a unit."""
        return self.officers.get(unit.pk)

    def head(self, unit: Organisation) -> User | None:
        """Who stands for a unit."""
        return self.heads.get(unit.pk)

    def of_office(self, turn: int) -> User | None:
        """Somebody of the office, each in turn."""
        return self.staff[turn % len(self.staff)] if self.staff else None


def at_hour(day: date, hour: int) -> datetime:
    """A moment of a day in the house's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour)))
