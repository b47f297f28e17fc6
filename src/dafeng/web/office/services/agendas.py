"""Agendas: points taken from what is proposed, written anew, ordered, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.models.people import Language
from dafeng.web.core.permissions import require
from dafeng.web.office.agenda import AgendaItem
from dafeng.web.office.models import AHEAD, AgendaRow, Meeting
from dafeng.web.office.selectors.meetings import carried_key, left_open

PREPARE = "office.meeting.prepare"
LONGEST = 300


class Way(StrEnum):
    """Which way a point moves."""

    UP = "up"
    DOWN = "down"


@transaction.atomic
def agenda_take(
    *, meeting: Meeting, by: User | None, items: Sequence[AgendaItem]
) -> list[AgendaRow]:
    """Put proposals on an agenda; one that is there already is not put there twice."""
    held = _ahead(meeting, by)
    there = set(held.agenda.exclude(key="").values_list("key", flat=True))
    carried = {carried_key(row): row for row in left_open(held.organisation)}
    made = []
    for item in items:
        if item.key and item.key in there:
            continue
        there.add(item.key)
        row = AgendaRow(
            title=item.title[:LONGEST],
            why=item.why,
            url=item.url,
            key=item.key,
            carried_from=carried.get(item.key),
        )
        if row.carried_from is not None:
            row.presenter = row.carried_from.presenter
        made.append(_added(held, row, by))
    return made


def agenda_carry(
    *, meeting: Meeting, by: User | None, rows: Sequence[AgendaRow]
) -> None:
    """Put what earlier meetings left open on the agenda of a new one."""
    for row in rows:
        words = {"meeting": row.meeting.title}
        with translation.override(Language.ZH):  # an agenda is an official paper
            why = _("%(meeting)s没有决定，转下次会议。") % words
        carried = AgendaRow(
            title=row.title,
            why=why,
            url=row.url or row.meeting.get_absolute_url(),
            key=carried_key(row),
            presenter=row.presenter,
            carried_from=row,
        )
        _added(meeting, carried, by)


@transaction.atomic
def agenda_add(
    *,
    meeting: Meeting,
    by: User | None,
    title: str,
    why: str = "",
    presenter: Organisation | None = None,
) -> AgendaRow:
    """Put a point of the office's own on the agenda."""
    held = _ahead(meeting, by)
    row = AgendaRow(title=title.strip(), why=why.strip(), presenter=presenter)
    return _added(held, row, by)


@transaction.atomic
def agenda_change(
    *,
    row: AgendaRow,
    by: User,
    title: str,
    why: str = "",
    presenter: Organisation | None = None,
) -> AgendaRow:
    """Word a point anew, and say who reports on it."""
    held = _ahead(row.meeting, by)
    row = _still_there(held, row)
    before = _told(row)
    row.title, row.why, row.presenter = title.strip(), why.strip(), presenter
    row.full_clean()
    row.save()
    data = {"before": before, "after": _told(row)}
    audit.record(by=by, action="office.agenda.change", target=held, data=data)
    return row


@transaction.atomic
def agenda_move(*, row: AgendaRow, by: User, way: Way) -> None:
    """Move a point by one place; the first and the last stay where they are."""
    held = _ahead(row.meeting, by)
    _still_there(held, row)
    rows = list(held.agenda.order_by("order", "pk"))
    place = next(n for n, one in enumerate(rows) if one.pk == row.pk)
    other = place - 1 if way is Way.UP else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    _number(rows)
    data = {"point": rows[other].title, "from": place + 1, "to": other + 1}
    audit.record(by=by, action="office.agenda.move", target=held, data=data)


@transaction.atomic
def agenda_drop(*, row: AgendaRow, by: User) -> None:
    """Take a point off; it is proposed again while it still waits."""
    held = _ahead(row.meeting, by)
    row = _still_there(held, row)
    data = {"before": _told(row)}
    row.delete()
    _number(list(held.agenda.order_by("order", "pk")))
    audit.record(by=by, action="office.agenda.drop", target=held, data=data)


def _still_there(held: Meeting, row: AgendaRow) -> AgendaRow:
    """Find a point again after the meeting was locked.

    Raises
    ------
    BadInputError
        ``meeting.point_gone``: somebody took it off meanwhile.
    """
    found = held.agenda.filter(pk=row.pk).first()
    if found is None:
        msg = f"{row} is no longer on the agenda of {held}."
        raise BadInputError(msg, code="meeting.point_gone", point=row.title)
    return found


def _ahead(meeting: Meeting, by: User | None) -> Meeting:
    """Lock a meeting whose agenda can still change.

    Raises
    ------
    BadInputError
        ``meeting.over``: it was held or cancelled.
    """
    rows = Meeting.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation").get(pk=meeting.pk)
    if by is not None:
        require(by, PREPARE, held.organisation)
    if held.state not in AHEAD:
        msg = f"{held} is {held.state}; its agenda stands."
        raise BadInputError(
            msg,
            code="meeting.over",
            meeting=str(held),
            state=str(held.get_state_display()),
        )
    return held


def _added(meeting: Meeting, row: AgendaRow, by: User | None) -> AgendaRow:
    last = meeting.agenda.aggregate(last=Max("order"))["last"]
    row.meeting, row.order = meeting, (last or 0) + 1
    row.full_clean()
    row.save()
    data = _told(row) | {"key": row.key}
    audit.record(by=by, action="office.agenda.add", target=meeting, data=data)
    return row


def _number(rows: list[AgendaRow]) -> None:
    for number, row in enumerate(rows, start=1):
        if row.order != number:
            row.order = number
            row.save(update_fields=["order"])


def _told(row: AgendaRow) -> dict[str, object]:
    presenter = "" if row.presenter is None else row.presenter.code
    return {"title": row.title, "why": row.why, "presenter": presenter}
