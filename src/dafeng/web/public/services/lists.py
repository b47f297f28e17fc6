"""Release the disclosure list of a year: drafted, checked, issued, withdrawn."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises import OpenList, OpenRow, State, list_zip
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import may, require
from dafeng.web.core.selectors import the_house
from dafeng.web.enterprises.exporting import open_list, public_list
from dafeng.web.enterprises.selectors.enterprises import whole_year_list
from dafeng.web.public.models import LIST_OPEN, DisclosureList, ListState
from dafeng.web.public.services.releases import EDIT, require_reason
from dafeng.web.public.services.seeing import see_revision
from dafeng.web.public.services.signing import CHECK, ISSUE


@transaction.atomic
def list_draft(
    *,
    organisation: Organisation,
    year: int,
    on: date,
    by: User | None,
    at: datetime | None = None,
) -> DisclosureList:
    """Take the list of a year as it stands on a day, and make its signed files.

    Raises
    ------
    BadInputError
        ``list.empty``: nobody has to disclose anything in that year.
    ValidationError
        Another list of that year waits, or one with the same rows was issued.
    """
    if by is not None:
        require(by, EDIT, organisation)
    told = whole_year_list(organisation, year=year, on=on)
    if not told.rows:
        msg = f"No enterprise has to disclose anything in {year}."
        raise BadInputError(msg, code="list.empty", year=year)
    content = list_zip(public_list(told, organisation))
    house = the_house()
    made = DisclosureList(
        organisation=organisation,
        year=year,
        edition=open_list(told, organisation).version,
        as_of=on,
        duties=len(told.rows),
        missing=sum(one.standing.state is State.MISSING for one in told.rows),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_by=by,
        made_at=moment(at),
        synthetic=bool(house and house.synthetic),
    )
    made.full_clean()
    made.save()
    data = {"edition": made.edition, "sha256": made.sha256, "duties": made.duties}
    audit.record(by=by, action="public.list.draft", target=made, data=data)
    return made


@transaction.atomic
def list_check(
    *,
    row: DisclosureList,
    by: User,
    revision: int | None = None,
    at: datetime | None = None,
) -> DisclosureList:
    """Give the first signature.

    Raises
    ------
    BadInputError
        ``signature.checked``, ``list.not_open``, ``public.stale``, ``list.stale``.
    """
    require(by, CHECK, row.organisation)
    held = _open_held(row, revision)
    _see_current(held, timezone.localdate(moment(at)))
    held.check_signed(by=by, at=moment(at))
    held.reason = ""
    return _moved(held, ListState.CHECKED, "public.list.check", by)


@transaction.atomic
def list_issue(
    *,
    row: DisclosureList,
    by: User,
    revision: int | None = None,
    at: datetime | None = None,
) -> DisclosureList:
    """Give the second signature: from now on everybody reads the list.

    Raises
    ------
    BadInputError
        ``signature.unchecked``, ``signature.issued``, ``signature.same_person``;
        ``list.not_open``, ``public.stale``, ``list.stale``.
    """
    require(by, ISSUE, row.organisation)
    held = _open_held(row, revision)
    _see_current(held, timezone.localdate(moment(at)))
    held.issue_signed(by=by, at=moment(at))
    return _moved(held, ListState.ISSUED, "public.list.issue", by)


@transaction.atomic
def list_return(
    *, row: DisclosureList, by: User, reason: str, revision: int | None = None
) -> DisclosureList:
    """Send a checked list back: the first signature is taken off.

    Raises
    ------
    BadInputError
        ``signature.unchecked``, ``release.reason``, ``list.not_open``;
        ``public.stale``.
    """
    if not may(by, CHECK, row.organisation):
        require(by, ISSUE, row.organisation)
    held = _open_held(row, revision)
    require_reason(reason)
    held.take_check_back()
    held.reason = reason.strip()
    return _moved(held, ListState.DRAFT, "public.list.return", by)


@transaction.atomic
def list_drop(
    *, row: DisclosureList, by: User, reason: str, revision: int | None = None
) -> DisclosureList:
    """Give a list up before it is issued; it stays on record.

    Raises
    ------
    BadInputError
        ``release.reason``, ``list.not_open``, ``public.stale``.
    """
    require(by, EDIT, row.organisation)
    held = _open_held(row, revision)
    require_reason(reason)
    held.reason = reason.strip()
    return _moved(held, ListState.DROPPED, "public.list.drop", by)


@transaction.atomic
def list_withdraw(
    *, row: DisclosureList, by: User, reason: str, revision: int | None = None
) -> DisclosureList:
    """Take an issued list back: its files are given out no more, and its page says why.

    Raises
    ------
    BadInputError
        ``list.not_issued``, ``release.reason``, ``public.stale``.
    """
    require(by, ISSUE, row.organisation)
    held = _held(row, revision)
    require_reason(reason)
    if held.state != ListState.ISSUED:
        msg = f"{held} is {held.state}; only what was issued is withdrawn."
        raise BadInputError(msg, code="list.not_issued", list=str(held))
    held.reason = reason.strip()
    return _moved(held, ListState.WITHDRAWN, "public.list.withdraw", by)


def _held(row: DisclosureList, revision: int | None) -> DisclosureList:
    held = DisclosureList.objects.select_for_update(of=("self",)).get(pk=row.pk)
    see_revision(held, revision)
    return held


def _open_held(row: DisclosureList, revision: int | None) -> DisclosureList:
    held = _held(row, revision)
    if held.state not in LIST_OPEN:
        msg = f"{held} is {held.state} and waits for nothing."
        raise BadInputError(msg, code="list.not_open", list=str(held))
    return held


def _see_current(held: DisclosureList, today: date) -> None:
    """Refuse a list that says what is no longer so: nobody may sign it.

    It is made again as of its own day, and what it tells is compared with what would
    be told today; that time went by and a duty became overdue changes nothing.

    Raises
    ------
    BadInputError
        ``list.stale``: a claim of secrecy, a publication, a value or an enterprise
        changed since it was drafted.
    """
    organisation, year = held.organisation, held.year
    then = open_list(
        whole_year_list(organisation, year=year, on=held.as_of), organisation
    )
    now = open_list(whole_year_list(organisation, year=year, on=today), organisation)
    if then.version != held.edition or _timeless(then) != _timeless(now):
        msg = f"What {held} says was changed since it was drafted: draft it again."
        raise BadInputError(msg, code="list.stale", list=str(held))


def _timeless(told: OpenList) -> list[OpenRow]:
    """Rows without what only the day changes, in one order."""
    rows = [attrs.evolve(one, state="") for one in told.rows]
    return sorted(rows, key=lambda one: (one.name, one.rule, one.period))


def _moved(
    held: DisclosureList, state: ListState, action: str, by: User
) -> DisclosureList:
    before, held.state = held.state, state
    held.revision += 1
    held.full_clean()
    held.save()
    data = {"edition": held.edition, "before": before, "after": state.value}
    if held.reason:
        data["reason"] = held.reason
    audit.record(by=by, action=action, target=held, data=data)
    return held
