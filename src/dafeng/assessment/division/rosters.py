"""Groups of units and who belongs to them in a year (各乡镇园区 and the like)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.rows import Exempted, Through
from dafeng.assessment.rosters import roster_circle
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period

if TYPE_CHECKING:
    from dafeng.assessment.records import Exemption, Member


@attrs.frozen
class Stay:
    """A part of a year; None at an end is the year's own first or last day."""

    begins_on: date | None
    ends_on: date | None


def part_of_year(
    year: int, valid_from: date | None, valid_to: date | None
) -> Stay | None:
    """Return which part of a year a validity covers; None when none of it.

    Raises
    ------
    BadInputError
        ``validity.reversed``: it ends before it begins.
    """
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        msg = (
            f"A validity ends on {valid_to} and begins on {valid_from}. "
            "Exchange the two days, or correct one of them."
        )
        raise BadInputError(msg, code="validity.reversed")
    whole = Period.year(year)
    if (valid_from is not None and valid_from > whole.end) or (
        valid_to is not None and valid_to < whole.start
    ):
        return None
    begins = valid_from if valid_from and valid_from > whole.start else None
    ends = valid_to if valid_to and valid_to < whole.end else None
    return Stay(begins, ends)


@attrs.frozen(kw_only=True)
class Rosters:
    """Who belongs to which group in one year.

    Attributes
    ----------
    groups_of : mapping of str to tuple of Through
        Unit to its groups, those around its groups included, each for the days on
        which it belongs to them.
    members_of : mapping of str to tuple of Through
        Group to its members, ``group`` of each naming the member; groups as they are.
    groups : frozenset of str
        Groups with a roster of any year.
    """

    groups_of: Mapping[str, tuple[Through, ...]]
    members_of: Mapping[str, tuple[Through, ...]]
    groups: frozenset[str]

    @classmethod
    def of(cls, members: Iterable[Member], year: int) -> Rosters:
        """Read rosters for a year; a unit may leave a group and come back.

        Raises
        ------
        BadInputError
            ``roster.self``: a group is its own member. ``validity.reversed``.
            ``assessment.roster_circle``: a group is, through others, in itself.
        """
        whole = Period.year(year)
        inside: dict[str, list[_Days]] = defaultdict(list)
        members = sorted(set(members), key=_place)
        for one in members:
            _refuse_self(one)
            stay = part_of_year(year, one.valid_from, one.valid_to)
            if stay is not None:
                first, last = stay.begins_on or whole.start, stay.ends_on or whole.end
                inside[one.group].append(_Days(one.unit, first, last))
        groups_of: dict[str, list[Through]] = defaultdict(list)
        for group in sorted(inside):
            top = _Days(group, whole.start, whole.end)
            for days in _joined(_behind(inside, top, ())):
                groups_of[days.name].append(days.through(group, whole))
        return cls(
            groups_of=_frozen(groups_of),
            members_of=_frozen(
                {
                    group: [days.through(days.name, whole) for days in found]
                    for group, found in inside.items()
                }
            ),
            groups=frozenset(one.group for one in members),
        )


@attrs.frozen
class _Days:
    """A unit or group that belongs to another group, from the first to the last day."""

    name: str
    first: date
    last: date

    def through(self, group: str, whole: Period) -> Through:
        return Through(
            group=group,
            begins_on=None if self.first == whole.start else self.first,
            ends_on=None if self.last == whole.end else self.last,
        )


def _behind(
    inside: Mapping[str, list[_Days]], outer: _Days, path: tuple[str, ...]
) -> Iterator[_Days]:
    """Everything in a group, at any depth, for the days of the whole chain."""
    path = (*path, outer.name)
    for one in inside.get(outer.name, ()):
        days = _Days(one.name, max(one.first, outer.first), min(one.last, outer.last))
        if days.first > days.last:
            continue
        if days.name in path:
            raise roster_circle((*path[path.index(days.name) :], days.name))
        yield days
        yield from _behind(inside, days, path)


def _joined(found: Iterable[_Days]) -> Iterator[_Days]:
    """Days of each name without overlap: a unit may belong by several ways."""
    kept: list[_Days] = []
    for days in sorted(found, key=lambda one: (one.name, one.first, one.last)):
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.name == days.name
            and days.first <= before.last + timedelta(days=1)
        ):
            last = max(before.last, days.last)
            kept[-1] = _Days(days.name, before.first, last)
        else:
            kept.append(days)
    yield from kept


def _place(member: Member) -> tuple[str, str, date]:
    """Order that does not depend on how the roster was given."""
    return member.group, member.unit, member.valid_from or date.min


def _refuse_self(member: Member) -> None:
    if member.group == member.unit:
        msg = (
            f"{member.group!r} stands in its own roster. "
            "Name the units that belong to the group."
        )
        raise BadInputError(msg, code="roster.self", group=member.group)


def _frozen(
    lists: Mapping[str, list[Through]],
) -> Mapping[str, tuple[Through, ...]]:
    return MappingProxyType({key: tuple(found) for key, found in lists.items()})


@attrs.frozen
class Exemptions:
    """Exemptions that hold in a year, by what they are about."""

    by_subject: Mapping[str, tuple[tuple[str, Exempted], ...]]

    @classmethod
    def of(cls, exemptions: Iterable[Exemption], year: int) -> Exemptions:
        """Read exemptions for a year.

        Raises
        ------
        BadInputError
            ``exemption.no_ground``: one has no ground. ``validity.reversed``.
        """
        found: dict[str, list[tuple[str, Exempted]]] = defaultdict(list)
        for one in sorted(exemptions, key=_rank):
            _require_ground(one)
            stay = part_of_year(year, one.valid_from, one.valid_to)
            if stay is not None:
                exempted = Exempted(
                    ground=one.ground,
                    approved_by=one.approved_by,
                    begins_on=stay.begins_on,
                    ends_on=stay.ends_on,
                )
                found[one.subject].append((one.unit, exempted))
        return cls({key: tuple(rows) for key, rows in found.items()})

    def find(
        self, subject: str, unit: str, groups: Iterable[Through] = ()
    ) -> tuple[Exempted, ...]:
        """Exemptions from ``subject`` of a unit, of every unit, or of its groups.

        That of a group holds for the days on which the unit belongs to it.
        """
        groups = tuple(groups)
        found: dict[Exempted, None] = {}
        for name, exempted in self.by_subject.get(subject, ()):
            if name in ("", unit):
                found[exempted] = None
            for each in groups:
                part = _cut(exempted, each) if each.group == name else None
                if part is not None:
                    found[part] = None
        return tuple(found)


def _cut(exempted: Exempted, stay: Through) -> Exempted | None:
    """The part of an exemption that falls into a stay; None when none of it."""
    begins = max(filter(None, (exempted.begins_on, stay.begins_on)), default=None)
    ends = min(filter(None, (exempted.ends_on, stay.ends_on)), default=None)
    if begins is not None and ends is not None and begins > ends:
        return None
    return attrs.evolve(exempted, begins_on=begins, ends_on=ends)


def _rank(exemption: Exemption) -> tuple[str, str, date, str]:
    """Order that does not depend on how the exemptions were given."""
    begins = exemption.valid_from or date.min
    return exemption.subject, exemption.unit, begins, exemption.ground


def _require_ground(exemption: Exemption) -> None:
    if not exemption.ground.strip():
        msg = (
            f"The exemption of {exemption.unit or 'every unit'} from "
            f"{exemption.subject} gives no ground. Say why, and who approved it."
        )
        raise BadInputError(msg, code="exemption.no_ground", subject=exemption.subject)
