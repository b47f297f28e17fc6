"""Everything that the first page says to one person, kept until something happens.

What a page shows follows from what was done, and each act leaves a row in the audit; so
the last row that is not about coming and going marks how old a digest is.  Each worker
keeps what it showed, and the house keeps it for the other workers.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

import attrs
from django.core.cache import caches
from django.utils.translation import get_language

from dafeng import __version__
from dafeng.web.core.rights import HeldRole, roles_of
from dafeng.web.core.selectors import Person
from dafeng.web.core.selectors.marks import last_mark
from dafeng.web.desk.cards import Need, needs_of
from dafeng.web.desk.selectors.changes import Changes, changes_for
from dafeng.web.desk.selectors.outlook import Outlook, outlook_for
from dafeng.web.desk.selectors.units import UnitRow, unit_rows, units_behind
from dafeng.web.desk.selectors.work import reports_owed, tasks_owed
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.selectors.runs import run_in_force
from dafeng.web.work.models import Report, Task

KEPT = 512
MOST_UNITS, MOST_OWED = 8, 10


@attrs.frozen(kw_only=True)
class Digest:
    """What the first page shows; the lists hold what comes first.

    Attributes
    ----------
    peak : OutlookRun or None
        The district's outlook in force, if the person may see it.
    modelled : bool
        Whether the district's model has run at all, seen or not.
    needs : tuple of Need
        What waits for the person to decide; empty for somebody without a role.
    reports, tasks
        What the person's units owe within a week.
    behind : tuple of UnitRow
        Units with something late, then those with the lowest scores.
    """

    outlook: Outlook
    changes: Changes
    peak: OutlookRun | None = None
    modelled: bool = False
    needs: tuple[Need, ...] = ()
    reports: tuple[Report, ...] = ()
    tasks: tuple[Task, ...] = ()
    behind: tuple[UnitRow, ...] = ()

    @property
    def waiting(self) -> int:
        """How many things wait for a decision."""
        return sum(need.count for need in self.needs)


def digest_for(user: Person, on: date) -> Digest | None:
    """What a person may know on a day; None in a house without a plan."""
    mark = last_mark()
    if not mark:
        return digest_of(user, on)
    return _kept(user, roles_of(user), mark, on, get_language() or "")


@lru_cache(maxsize=KEPT)
def _kept(
    user: Person, roles: tuple[HeldRole, ...], mark: str, on: date, language: str
) -> Digest | None:
    """What this worker or another one of this version gathered; or all of it, now."""
    what = (__version__, user.pk, roles, mark, on, language)
    name = hashlib.sha256(repr(what).encode()).hexdigest()
    shelf = caches["house"]
    found: Digest | None = shelf.get(name)
    if found is None:
        found = digest_of(user, on)
        shelf.set(name, found)
    return found


def digest_of(user: Person, on: date) -> Digest | None:
    """Gather it all now."""
    outlook = outlook_for(user)
    if outlook is None:
        return None
    changes = changes_for(user, outlook.plan, outlook.run, on)
    if not roles_of(user):
        modelled = OutlookRun.objects.exists()
        return Digest(outlook=outlook, changes=changes, modelled=modelled)
    units = unit_rows(user, outlook.plan, outlook.run, on)
    peak = run_in_force(user)
    return Digest(
        outlook=outlook,
        changes=changes,
        peak=peak,
        modelled=peak is not None or OutlookRun.objects.exists(),
        needs=tuple(needs_of(user, on)),
        reports=tuple(reports_owed(user, on)[:MOST_OWED]),
        tasks=tuple(tasks_owed(user, on)[:MOST_OWED]),
        behind=tuple(units_behind(units, MOST_UNITS)),
    )
