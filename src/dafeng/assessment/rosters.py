"""Groups of units on a day, groups inside groups taken apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import holds_on
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.assessment.records import AssessedUnit, Member

GROUP = "group"


@attrs.frozen(kw_only=True)
class Roster:
    """Who belongs to which group on one day.

    Attributes
    ----------
    day : date
    members : mapping of str to tuple of str
        Group to its members on that day, sorted; a group may be a member.
    groups : frozenset of str
        Everything that is a group, with members on that day or without.
    """

    day: date
    members: Mapping[str, tuple[str, ...]]
    groups: frozenset[str]

    @classmethod
    def of(
        cls, members: Iterable[Member], units: Iterable[AssessedUnit], day: date
    ) -> Roster:
        """Build the roster of a day from dated rows.

        Parameters
        ----------
        members : iterable of Member
            Both ends of a validity are included; an open end is no end.
        units : iterable of AssessedUnit
            Those of kind ``group`` are groups even without a row.
        day : date
            The last day of the period: who left earlier in the year does not answer.
        """
        held: dict[str, set[str]] = defaultdict(set)
        groups = {unit.name for unit in units if unit.kind == GROUP}
        for row in members:
            groups.add(row.group)
            if holds_on(row.valid_from, row.valid_to, day):
                held[row.group].add(row.unit)
        return cls(
            day=day,
            members={group: tuple(sorted(names)) for group, names in held.items()},
            groups=frozenset(groups),
        )

    def require(self, names: Iterable[str]) -> None:
        """Refuse names whose groups have nobody.

        Raises
        ------
        BadInputError
            ``assessment.no_roster``: names every group without members on the day.
            ``assessment.roster_circle``: a group is, through others, in itself.
        """
        empty = sorted({group for name in names for group in self._empty(name, ())})
        if empty:
            have = ", ".join(sorted(self.members)) or "none"
            msg = (
                f"Nobody stands in the roster of {', '.join(empty)} on {self.day}. "
                f"Groups with members on that day: {have}. Register the members with "
                "the days from and to which they belong, or name the units themselves."
            )
            raise BadInputError(msg, code="assessment.no_roster", groups=tuple(empty))

    def _empty(self, name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name not in self.groups:
            return ()
        if name in path:
            raise roster_circle((*path[path.index(name) :], name))
        if name not in self.members:
            return (name,)
        deeper = (self._empty(each, (*path, name)) for each in self.members[name])
        return tuple(group for found in deeper for group in found)

    def expand(self, name: str) -> tuple[str, ...]:
        """Return the units behind a name, sorted.

        A unit, and a group of which nobody says who is in it, stands for itself.
        """
        reached, waiting = {name}, [name]
        while waiting:
            more = set(self.members.get(waiting.pop(), ())) - reached
            reached |= more
            waiting += more
        units = sorted(one for one in reached if one not in self.members)
        return tuple(units) or (name,)


def roster_circle(names: Sequence[str]) -> BadInputError:
    """Return the error that a group is, through others, in itself."""
    circle = " → ".join(names)
    msg = f"Groups stand in one another: {circle}. Take one of them out."
    return BadInputError(msg, code="assessment.roster_circle", circle=circle)
