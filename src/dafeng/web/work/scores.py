"""What a report did to the score of its unit, as a room above knows it.

Reports know nothing of scores.  The room of the assessment registers what it knows;
without it a page says nothing about scores.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Protocol

import attrs
from django.utils.module_loading import import_string

from dafeng.web.core.models import User
from dafeng.web.core.selectors import Person
from dafeng.web.work.models import Report


@attrs.frozen(kw_only=True)
class ScoreChange:
    """The score of a unit before and after something came in.

    Attributes
    ----------
    unit : str
        As the plan names it.
    before, after : Decimal or None
        None is not known, or not made yet.
    period : str
        Which year is assessed.
    made_at : datetime or None
        When ``after`` was made; None is not yet.
    address : str
        Page of the unit's result; empty for none.
    may_make : bool
        Whether the reader may have it made now.
    asked_at : datetime or None
        Since when somebody waits for it; None when nobody asked.
    trouble : str
        Why it could not be made the last time; empty for no trouble.
    """

    unit: str
    before: Decimal | None
    after: Decimal | None
    period: str = ""
    made_at: datetime | None = None
    address: str = ""
    may_make: bool = False
    asked_at: datetime | None = None
    trouble: str = ""

    @property
    def change(self) -> Decimal | None:
        """Points more than before; None where one of the two is not known."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


class Scores(Protocol):
    """What a room that assesses units tells about a report."""

    def around(self, report: Report, reader: Person) -> ScoreChange | None:
        """Scores kept before and after a report was verified; nothing is reckoned."""
        ...

    def make(self, report: Report, by: User) -> None:
        """Have the score of the unit reckoned as of today, by a worker."""
        ...


_named: list[str] = []


def register_scores(name: str) -> None:
    """Say which class knows scores; call it from ``AppConfig.ready``.

    It is named and not given: what assesses is loaded when somebody first asks.
    """
    _named[:] = [name]


def _scores() -> Scores | None:
    if not _named:
        return None
    known: Scores = import_string(_named[0])()
    return known


def score_around(report: Report, reader: Person) -> ScoreChange | None:
    """Scores before and after a verified report; None where nobody knows."""
    known = _scores()
    if report.verified_at is None or known is None:
        return None
    return known.around(report, reader)


def score_make(report: Report, by: User) -> None:
    """Ask for the score to be reckoned; nothing happens where nobody can."""
    known = _scores()
    if known is not None:
        known.make(report, by)
