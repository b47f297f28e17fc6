"""Of which class an enterprise is from when to when, and what has happened."""

from __future__ import annotations

from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises import disclosure_classes
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.enterprises.models import DutyClass, Enterprise, Occasion
from dafeng.web.enterprises.services.holding import (
    held_by_keeper,
    see_day,
    see_standing,
)
from dafeng.web.office.services.papers import Paper


@attrs.frozen(kw_only=True)
class ClassFacts:
    """What a list says of an enterprise."""

    kind: str
    since: date
    until: date | None = None
    listed_in: str


@transaction.atomic
def class_add(
    *, enterprise: Enterprise, by: User | None, facts: ClassFacts
) -> DutyClass:
    """Say that an enterprise is of a class from a day on.

    Raises
    ------
    BadInputError
        ``class.unknown``; ``class.overlap``: it is of the class in that time already.
    """
    held = held_by_keeper(enterprise, by)
    if facts.kind not in disclosure_classes():
        msg = f"No class {facts.kind!r}."
        raise BadInputError(msg, code="class.unknown", kind=facts.kind)
    _see_free(held, facts)
    row = DutyClass(
        enterprise=held,
        kind=facts.kind,
        since=facts.since,
        until=facts.until,
        listed_in=facts.listed_in.strip(),
        entered_by=by,
        entered_at=timezone.now(),
    )
    row.full_clean()
    row.save()
    data = {"enterprise": held.pk, **attrs.asdict(facts)}
    audit.record(by=by, action="enterprises.class.add", target=row, data=data)
    return row


@transaction.atomic
def class_end(
    *, duty_class: DutyClass, by: User | None, until: date, reason: str
) -> DutyClass:
    """Say until when an enterprise is of a class, and on which ground.

    Raises
    ------
    BadInputError
        ``disclosure.reason``: no ground is given; ``class.overlap``: a later row of
        the class begins before; ``disclosure.withdrawn``.
    """
    held_by_keeper(duty_class.enterprise, by)
    if not reason.strip():
        msg = "Say why the class ends."
        raise BadInputError(msg, code="disclosure.reason")
    row = DutyClass.objects.select_for_update(of=("self",)).get(pk=duty_class.pk)
    see_standing(row)
    _see_later(row, until)
    before = row.until
    row.until = until
    row.full_clean()
    row.save()
    data = {"before": before, "after": until, "reason": reason.strip()}
    audit.record(by=by, action="enterprises.class.end", target=row, data=data)
    return row


@transaction.atomic
def occasion_add(
    *,
    enterprise: Enterprise,
    by: User | None,
    on: date,
    what: str,
    paper: Paper | None = None,
) -> Occasion:
    """Enter something that has to be published.

    Raises
    ------
    BadInputError
        ``disclosure.future``.
    """
    held = held_by_keeper(enterprise, by)
    see_day(on)
    row = Occasion(
        enterprise=held,
        on=on,
        what=what.strip(),
        entered_by=by,
        entered_at=timezone.now(),
    )
    if paper is not None:
        row.file_name, row.file_sha256 = paper.name, paper.sha256
    row.full_clean()
    row.save()
    data = {"enterprise": held.pk, "on": on, "what": row.what, "file": row.file_sha256}
    audit.record(by=by, action="enterprises.occasion.add", target=row, data=data)
    return row


def _see_later(row: DutyClass, until: date) -> None:
    """Refuse an end that reaches into a later row of the same class."""
    later = DutyClass.objects.filter(
        enterprise=row.enterprise_id,
        kind=row.kind,
        withdrawn_at=None,
        since__gt=row.since,
        since__lte=until,
    ).first()
    if later is not None:
        msg = f"Another row of the class begins on {later.since}."
        raise BadInputError(msg, code="class.overlap", since=later.since.isoformat())


def _see_free(enterprise: Enterprise, facts: ClassFacts) -> None:
    last = facts.until or date.max
    for one in enterprise.classes.filter(kind=facts.kind, withdrawn_at=None):
        if one.since <= last and facts.since <= (one.until or date.max):
            msg = f"{enterprise} is {facts.kind} from {one.since} on already."
            raise BadInputError(msg, code="class.overlap", since=one.since.isoformat())
