"""Groups of units and who belongs to them in a year (各乡镇园区 and the like)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.rows import Exempted, Through
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
        Unit to its groups.
    members_of : mapping of str to tuple of Through
        Group to its members, ``group`` of each naming the member.
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
        """
        groups_of: dict[str, list[Through]] = defaultdict(list)
        members_of: dict[str, list[Through]] = defaultdict(list)
        members = sorted(set(members), key=_place)
        for one in members:
            _refuse_self(one)
            stay = part_of_year(year, one.valid_from, one.valid_to)
            if stay is None:
                continue
            ends = {"begins_on": stay.begins_on, "ends_on": stay.ends_on}
            groups_of[one.unit].append(Through(group=one.group, **ends))
            members_of[one.group].append(Through(group=one.unit, **ends))
        return cls(
            groups_of=_frozen(groups_of),
            members_of=_frozen(members_of),
            groups=frozenset(one.group for one in members),
        )


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

    def find(self, subject: str, units: Iterable[str]) -> tuple[Exempted, ...]:
        """Exemptions from ``subject`` of any of these units, or of every unit."""
        meant = {"", *units}
        rows = self.by_subject.get(subject, ())
        return tuple(exempted for unit, exempted in rows if unit in meant)


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
