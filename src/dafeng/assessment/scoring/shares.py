"""Joint responsibility: who answers for a subject, and with which share."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.records import Duty, Role

if TYPE_CHECKING:
    from dafeng.assessment.rosters import Roster
    from dafeng.assessment.schemes.records import Shares

_WHOLE = 100


@attrs.frozen(kw_only=True)
class Answer:
    """A unit that answers for a subject.

    Attributes
    ----------
    unit : str
    role : Role
        ``LEAD`` or ``SUPPORT``; who implements is co-responsible.
    share : Fraction
        Of the whole subject, 0 to 1; the shares of all its units make 1.
    """

    unit: str
    role: Role
    share: Fraction

    @property
    def words(self) -> str:
        """How a reason names it."""
        return "牵头" if self.role is Role.LEAD else "协同"


def answers(
    duties: Iterable[Duty], roster: Roster, shares: Shares
) -> tuple[Answer, ...]:
    """Share a subject among its units.

    Groups are taken apart first; who leads in its own name or through a group leads,
    however often it stands. All leads share ``shares.lead`` equally, all others
    ``shares.support``; where one side is empty the other takes all.
    """
    leads: set[str] = set()
    others: set[str] = set()
    for duty in duties:
        side = leads if duty.role is Role.LEAD else others
        side.update(roster.expand(duty.unit))
    others -= leads
    lead, support = Fraction(shares.lead) / _WHOLE, Fraction(shares.support) / _WHOLE
    if not others:
        lead = Fraction(1)
    if not leads:
        support = Fraction(1)
    sides = ((sorted(leads), Role.LEAD, lead), (sorted(others), Role.SUPPORT, support))
    return tuple(
        Answer(unit=unit, role=role, share=part / len(units))
        for units, role, part in sides
        for unit in units
    )
