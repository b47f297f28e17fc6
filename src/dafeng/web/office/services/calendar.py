"""Marking what is done, and rows that the house adds to the calendar."""

from __future__ import annotations

from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.office.convert import clock_rule_of
from dafeng.web.office.models import CalendarMark, OwnRule
from dafeng.work import ClockItem

CHANGE = "office.calendar.change"


@attrs.frozen(kw_only=True)
class OwnRow:
    """What a row of one's own says; see :class:`~dafeng.work.ClockRule`."""

    title: str
    actor: str
    recurrence: str
    begins: str
    due: str
    source: str
    valid_from: date
    title_en: str = ""
    about: int = 0
    opens: str = "nothing"
    note: str = ""


@transaction.atomic
def turn_done(
    *,
    organisation: Organisation,
    item: ClockItem,
    by: User | None,
    done_on: date,
    note: str = "",
) -> CalendarMark:
    """Say that one turn is done, on a day that has come.

    Raises
    ------
    BadInputError
        ``calendar.future``: the day is still to come.
    django.core.exceptions.ValidationError
        The turn is done already.
    """
    if by is not None:
        require(by, CHANGE, organisation)
    if done_on > timezone.localdate():
        msg = f"{item.key} cannot be done on {done_on}, which is to come."
        raise BadInputError(msg, code="calendar.future", day=done_on.isoformat())
    mark = CalendarMark(
        organisation=organisation,
        key=item.key,
        title=f"{item.rule.title_zh} {item.period.name_zh}",
        done_on=done_on,
        note=note.strip(),
        by=by,
        at=timezone.now(),
    )
    mark.full_clean()
    mark.save()
    data = {"key": item.key, "done_on": done_on, "note": mark.note}
    audit.record(by=by, action="office.calendar.done", target=mark, data=data)
    return mark


@transaction.atomic
def turn_undone(*, mark: CalendarMark, by: User) -> CalendarMark:
    """Take a mark back that was set by mistake; the row stays.

    Raises
    ------
    BadInputError
        ``calendar.undone``: it was taken back before.
    """
    held = CalendarMark.objects.select_for_update(of=("self",)).get(pk=mark.pk)
    require(by, CHANGE, held)
    if held.undone:
        msg = f"{held} was taken back before."
        raise BadInputError(msg, code="calendar.undone", title=held.title)
    held.undone = True
    held.save()
    data = {"key": held.key, "done_on": held.done_on}
    audit.record(by=by, action="office.calendar.undo", target=held, data=data)
    return held


@transaction.atomic
def own_rule_add(
    *, organisation: Organisation, by: User | None, row: OwnRow
) -> OwnRule:
    """Add a row to the calendar.

    Raises
    ------
    BadInputError
        ``year_clock.bad``, ``year_clock.day``: the days do not fit the recurrence.
    """
    if by is not None:
        require(by, CHANGE, organisation)
    made = OwnRule(organisation=organisation, added_by=by, **attrs.asdict(row))
    made.full_clean()
    clock_rule_of(made)
    made.save()
    audit.record(
        by=by, action="office.calendar.add", target=made, data=attrs.asdict(row)
    )
    return made


@transaction.atomic
def own_rule_end(*, rule: OwnRule, by: User, valid_to: date) -> OwnRule:
    """Give a row its last day; past years keep it."""
    held = OwnRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    require(by, CHANGE, held)
    before = held.valid_to
    held.valid_to = valid_to
    held.full_clean()
    held.save()
    data = {"before": before, "after": valid_to}
    audit.record(by=by, action="office.calendar.end", target=held, data=data)
    return held
