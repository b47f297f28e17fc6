"""The outlooks of the house, and their records."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import QuerySet

from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json
from dafeng.lake import canonical_json
from dafeng.pathways import Outlook
from dafeng.web.assessment.selectors.inside import inside
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.pathways.models import OutlookRecord, OutlookRun

KEPT = 4
"""Records that a process keeps read: they are sealed and never change."""


def runs_for(user: Person) -> QuerySet[OutlookRun]:
    """Outlooks that a person may see, the newest first.

    An outlook says what a district's units have to do, so all of them read it.
    """
    visible = inside("organisation__path", user, "pathways.run.view")
    return OutlookRun.objects.filter(visible).select_related("organisation")


def run_in_force(user: Person) -> OutlookRun | None:
    """The newest outlook that a person may see.

    One that this version of the program cannot read any more is as good as none.
    """
    run = runs_for(user).first()
    return run if run is not None and readable(run) else None


def run_of(organisation: Organisation) -> OutlookRun | None:
    """The outlook in force of a district, for a screen that knows nobody."""
    run = OutlookRun.objects.filter(organisation=organisation).first()
    return run if run is not None and readable(run) else None


def readable(run: OutlookRun) -> bool:
    """Whether this version of the program reads the record of a run."""
    try:
        outlook_of(run)
    except BadInputError:
        return False
    return True


def outlook_of(run: OutlookRun) -> Outlook:
    """The record of a run.

    Raises
    ------
    BadInputError
        ``record.bad``: another version wrote it.
    """
    return _read(run.seal)


@lru_cache(maxsize=KEPT)
def _read(seal: str) -> Outlook:
    content = OutlookRecord.objects.values_list("content", flat=True).get(
        run__seal=seal
    )
    return record_from_json(canonical_json(content), Outlook)
