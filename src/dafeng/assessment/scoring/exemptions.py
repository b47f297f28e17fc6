"""What a unit need not be judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.assessment.records import Exemption
    from dafeng.assessment.scoring.rosters import Roster

_EVERYBODY = ""


@attrs.frozen
class Exemptions:
    """Exemptions in force on the last day of the period, by subject and unit.

    Attributes
    ----------
    by_subject : mapping of (str, str) to Exemption
        Subject and unit; an empty unit is every unit.
    """

    by_subject: Mapping[tuple[str, str], Exemption]

    @classmethod
    def of(cls, rows: Iterable[Exemption], roster: Roster) -> Exemptions:
        """Keep what is in force on the roster's day; of several the first by ground.

        Raises
        ------
        BadInputError
            ``exemption.no_ground``: one gives no ground. ``exemption.no_approver``:
            nobody approved it. ``assessment.no_roster``: it is for a group without
            members.
        """
        kept: dict[tuple[str, str], list[Exemption]] = defaultdict(list)
        for row in rows:
            _require(row)
            if not _in_force(row, roster.day):
                continue
            if row.unit:
                roster.require([row.unit])
            units = roster.expand(row.unit) if row.unit else (_EVERYBODY,)
            for unit in units:
                kept[row.subject, unit].append(row)
        return cls(
            {
                key: min(found, key=lambda row: (row.ground, row.approved_by))
                for key, found in kept.items()
            }
        )

    def of_unit(self, unit: str, subject: str) -> Exemption | None:
        """Return the exemption of a unit from a subject; None where it is judged."""
        own = self.by_subject.get((subject, unit))
        return own or self.by_subject.get((subject, _EVERYBODY))

    @property
    def subjects(self) -> frozenset[str]:
        """Everything that somebody is exempt from."""
        return frozenset(subject for subject, _ in self.by_subject)


def exempt_reason(row: Exemption) -> str:
    """Say why a subject is not asked."""
    return f"经{row.approved_by}批准不参加考核（{row.ground}），权重由其余各项分摊。"


def _in_force(row: Exemption, day: date) -> bool:
    begun = row.valid_from is None or row.valid_from <= day
    return begun and (row.valid_to is None or day <= row.valid_to)


def _require(row: Exemption) -> None:
    who = row.unit or "every unit"
    if not row.ground.strip():
        msg = (
            f"The exemption of {who} from {row.subject} gives no ground. Say why, or "
            "take it out."
        )
        raise BadInputError(msg, code="exemption.no_ground", subject=row.subject)
    if not row.approved_by.strip():
        msg = (
            f"The exemption of {who} from {row.subject} ({row.ground}) was approved by "
            "nobody. Say who approved it, or take it out."
        )
        raise BadInputError(msg, code="exemption.no_approver", subject=row.subject)
