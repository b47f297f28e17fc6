"""Numbers on their way into the lake: workbooks, promises, and what is lacking."""

from __future__ import annotations

from collections import Counter

import attrs
from django.db.models import Count, Q

from dafeng.web.accounts.models import ImportStatus, OutboxRow
from dafeng.web.accounts.selectors.imports import imports_for
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.selectors.readiness import OwnerLacks, lacks_of
from dafeng.web.core.selectors import Person


@attrs.frozen(kw_only=True)
class StatusCount:
    """How many workbooks are in one state."""

    status: str
    label: str
    count: int


@attrs.frozen(kw_only=True)
class Outbox:
    """Appends that were promised and have not reached the lake."""

    waiting: int
    stuck: int
    rows: tuple[OutboxRow, ...]


@attrs.frozen(kw_only=True)
class OwnerWaits:
    """Who has not stated what; ``examples`` are key and indicator of some targets."""

    owner: str
    series: int
    targets: int
    examples: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Lacking:
    """What targets wait for, by who would state it.

    Attributes
    ----------
    targets : int
        How many targets wait for something.
    """

    owners: tuple[OwnerWaits, ...]
    targets: int

    @property
    def series(self) -> int:
        """How many series are lacking."""
        return sum(owner.series for owner in self.owners)


MOST_STUCK, MOST_EXAMPLES = 20, 3


def import_counts(user: Person) -> list[StatusCount]:
    """Workbooks that the person may see, by state."""
    counted = Counter(imports_for(user).order_by().values_list("status", flat=True))
    return [
        StatusCount(
            status=status.value, label=str(status.label), count=counted[status.value]
        )
        for status in ImportStatus
    ]


def outbox() -> Outbox:
    """Promises that wait; those that failed first."""
    rows = OutboxRow.objects.filter(done_at__isnull=True)
    counted = rows.aggregate(n=Count("pk"), stuck=Count("pk", filter=~Q(trouble="")))
    return Outbox(
        waiting=counted["n"],
        stuck=counted["stuck"],
        rows=tuple(rows.order_by("-attempts", "pk").defer("content")[:MOST_STUCK]),
    )


def lacking(run: AssessmentRun | None) -> Lacking:
    """What the targets of a result wait for."""
    owners = [] if run is None else lacks_of(run)
    waiting = {
        key for owner in owners for lack in owner.lacks for key, _name in lack.targets
    }
    return Lacking(owners=tuple(map(_waits, owners)), targets=len(waiting))


def _waits(owner: OwnerLacks) -> OwnerWaits:
    named: dict[str, str] = {}
    for lack in owner.lacks:
        for key, name in lack.targets:
            named.setdefault(name, key)
    examples = tuple((key, name) for name, key in named.items())
    return OwnerWaits(
        owner=owner.owner,
        series=len(owner.lacks),
        targets=owner.targets,
        examples=examples[:MOST_EXAMPLES],
    )
