"""Pairs of projects that may be one, for the person who keeps the register."""

from __future__ import annotations

import attrs

from dafeng.projects import Alike, alike_projects
from dafeng.web.core.selectors import Person
from dafeng.web.projects.convert import to_record
from dafeng.web.projects.models import KnownApart, Project
from dafeng.web.projects.selectors.projects import to_keep


@attrs.frozen(kw_only=True)
class AlikePair:
    """A proposed pair with its rows."""

    one: Project
    other: Project
    alike: Alike

    @property
    def percent(self) -> int:
        """Likeness in percent."""
        return int(self.alike.likeness * 100)


def alike_pairs(user: Person) -> list[AlikePair]:
    """Pairs of the register that look like one, the likeliest first."""
    rows = {one.code: one for one in to_keep(user)}
    settled = KnownApart.objects.filter(one__in=rows.values(), other__in=rows.values())
    apart = settled.values_list("one__code", "other__code")
    found = alike_projects([to_record(one) for one in rows.values()], list(apart))
    return [
        AlikePair(one=rows[pair.one.code], other=rows[pair.other.code], alike=pair)
        for pair in found
    ]
