"""What a unit need not be judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import holds_on

if TYPE_CHECKING:
    from dafeng.assessment.records import Exemption, Return
    from dafeng.assessment.rosters import Roster

_EVERYBODY = ""


@attrs.frozen
class Exemptions:
    """Exemptions in force on the day of a roster, by subject and unit.

    Attributes
    ----------
    by_subject : mapping of (str, str) to Exemption
        Subject and unit; an empty unit is every unit.
    """

    by_subject: Mapping[tuple[str, str], Exemption]

    @classmethod
    def of(cls, rows: Iterable[Exemption], roster: Roster) -> Exemptions:
        """Keep what is in force on the roster's day; of several the first by ground.

        That each has a ground and somebody who approved it is checked with the case.
        """
        kept: dict[tuple[str, str], list[Exemption]] = defaultdict(list)
        for row in in_force(rows, roster):
            units = roster.expand(row.unit) if row.unit else (_EVERYBODY,)
            for unit in units:
                kept[row.subject, unit].append(row)
        return cls(
            {
                key: min(found, key=lambda row: (row.ground, row.approved_by))
                for key, found in kept.items()
            }
        )

    def of_unit(self, unit: str, *names: str) -> Exemption | None:
        """Return the exemption of a unit from a subject; None where it is judged.

        Parameters
        ----------
        unit : str
        *names : str
            What the subject is called; the first name with an exemption decides.
        """
        for name in names:
            own = self.by_subject.get((name, unit))
            found = own or self.by_subject.get((name, _EVERYBODY))
            if found is not None:
                return found
        return None


def in_force(rows: Iterable[Exemption], roster: Roster) -> tuple[Exemption, ...]:
    """Return the exemptions that hold on the day of a roster."""
    return tuple(r for r in rows if holds_on(r.valid_from, r.valid_to, roster.day))


def exempt_reason(row: Exemption) -> str:
    """Say why a subject is not asked."""
    return f"经{row.approved_by}批准不参加考核（{row.ground}），权重由其余各项分摊。"


def report_name(report: Return) -> str:
    """Name a report as a subject: form and period, ``进展报表:2025Q1``."""
    return f"{report.form}:{report.period}"


def report_names(report: Return) -> tuple[str, str]:
    """Return what an exemption may call a report: the one report, or its form."""
    return report_name(report), report.form
