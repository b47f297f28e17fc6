"""What to tell whom today: deadlines that come near or passed, and what just happened.

A pure function of what is due, the rules, the day, and what was told before.  Each
notice has a key; what was told once is not told again, whatever the clock did since:
of the steps of one deadline a person is told the newest one that came, and never an
older one after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.work.notice_rules import Channel, NoticeKind, ReminderRule, rules_on
from dafeng.work.recipients import Holder, Post, Recipient, Staff

DUE_KINDS = (NoticeKind.DUE_SOON, NoticeKind.OVERDUE)
_PARTS = 5


@attrs.frozen(kw_only=True)
class Duty:
    """Something that a unit owes by a day.

    Attributes
    ----------
    object : str
        What it is about, ``type/id``: ``work.report/12``.
    label, address : str
        Its name for people, and its page.
    unit, asks : str
        Codes of the unit that answers and of the unit that asks.
    turn : Post or None
        Who has to act now; None is nobody (handed in, stopped, ended).
    """

    object: str
    label: str
    address: str
    unit: str
    asks: str
    due_on: date
    turn: Post | None = Post.OFFICER


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened, and of which people are told at once.

    Attributes
    ----------
    mark : str
        Sets two events of one kind on one object apart: the number of the act.
    turn : Post
        Who has to act, or wanted to know.
    note : str
        What the person who acted said.
    by : str
        Who acted, and so need not be told; empty is the program.
    """

    kind: NoticeKind
    object: str
    mark: str
    label: str
    address: str
    unit: str
    asks: str
    turn: Post = Post.OFFICER
    note: str = ""
    by: str = ""
    due_on: date | None = None


@attrs.frozen(kw_only=True)
class Reminder:
    """One notice for one person.

    Attributes
    ----------
    key : str
        The same notice has the same key for ever.
    late : int or None
        Days since the deadline when it was written, negative before it.
    """

    key: str
    kind: NoticeKind
    object: str
    label: str
    address: str
    unit: str
    recipient: Recipient
    channels: tuple[Channel, ...]
    due_on: date | None = None
    late: int | None = None
    note: str = ""


@attrs.frozen(kw_only=True)
class Reminders:
    """What is to be sent, and a finding for each duty of which nobody can be told."""

    notices: tuple[Reminder, ...]
    findings: tuple[Finding, ...] = ()


def reminders_due(
    duties: Iterable[Duty],
    *,
    rules: Iterable[ReminderRule],
    holders: Iterable[Holder],
    on: date,
    sent: Iterable[str],
) -> Reminders:
    """Return the notices that the deadlines of ``duties`` call for on a day.

    Parameters
    ----------
    duties : iterable of Duty
        In any order; the answer is in the order of deadline, object and person.
    sent : iterable of str
        Keys of notices that were written before; others than of deadlines may be there.

    Raises
    ------
    BadInputError
        ``reminders.key``: a key of a deadline cannot be read.
    """
    staff = Staff(holders, on)
    held = [rule for rule in rules_on(rules, on) if rule.kind in DUE_KINDS]
    told = _newest_steps(sent)
    notices: list[Reminder] = []
    findings: list[Finding] = []
    for duty in sorted(duties, key=lambda duty: (duty.due_on, duty.object)):
        step = _step(duty, held, on)
        if step is None:
            continue
        rule, offset = step
        people = list(_people(duty, rule, staff))
        if not people:
            findings.append(_nobody(duty))
        for person in people:
            if offset > told.get((duty.object, duty.due_on, person.person), -_FOREVER):
                notices.append(_due(duty, rule, offset, person, on))
    return Reminders(notices=tuple(notices), findings=tuple(findings))


def event_notices(
    event: Event,
    *,
    rules: Iterable[ReminderRule],
    holders: Iterable[Holder],
    on: date,
    sent: Iterable[str] = (),
) -> Reminders:
    """Return the notices that an event calls for; none without a rule for its kind."""
    staff, known = Staff(holders, on), set(sent)
    notices: list[Reminder] = []
    findings: list[Finding] = []
    for rule in rules_on(rules, on):
        if rule.kind is not event.kind or rule.offset is not None:
            continue
        people = list(_people(event, rule, staff))
        if not people:
            findings.append(_nobody(event))
        for person in people:
            key = f"{event.kind}:{event.object}:{event.mark}:{person.person}"
            if person.person == event.by or key in known:
                continue
            notices.append(
                Reminder(
                    key=key,
                    kind=event.kind,
                    object=event.object,
                    label=event.label,
                    address=event.address,
                    unit=event.unit,
                    recipient=person,
                    channels=rule.channels,
                    due_on=event.due_on,
                    note=event.note,
                )
            )
    return Reminders(notices=tuple(notices), findings=tuple(findings))


_FOREVER = 10**9


def _step(
    duty: Duty, rules: Iterable[ReminderRule], on: date
) -> tuple[ReminderRule, int] | None:
    """Return the newest step of a deadline that came, and its rule."""
    if duty.turn is None:
        return None
    late = (on - duty.due_on).days
    kind = NoticeKind.DUE_SOON if late <= 0 else NoticeKind.OVERDUE
    came = [
        (offset, rule)
        for rule in rules
        if rule.kind is kind and (offset := rule.step_on(late)) is not None
    ]
    if not came:
        return None
    offset, rule = max(came, key=lambda pair: pair[0])
    return rule, offset


def _people(
    about: Duty | Event, rule: ReminderRule, staff: Staff
) -> Iterator[Recipient]:
    """Give each person once, for the first post that the rule names."""
    seen: set[str] = set()
    for to in rule.to:
        post = to or about.turn or Post.OFFICER
        for person in staff.recipients(post, unit=about.unit, asks=about.asks):
            if person.person not in seen:
                seen.add(person.person)
                yield person


def _due(
    duty: Duty, rule: ReminderRule, offset: int, person: Recipient, on: date
) -> Reminder:
    return Reminder(
        key=f"{rule.kind}:{duty.object}:{duty.due_on}:{offset:+d}:{person.person}",
        kind=rule.kind,
        object=duty.object,
        label=duty.label,
        address=duty.address,
        unit=duty.unit,
        recipient=person,
        channels=rule.channels,
        due_on=duty.due_on,
        late=(on - duty.due_on).days,
    )


def _newest_steps(sent: Iterable[str]) -> dict[tuple[str, date, str], int]:
    """Return the newest step told, by object, deadline and person."""
    newest: dict[tuple[str, date, str], int] = {}
    for key in sent:
        kind, *rest = key.split(":", _PARTS - 1)
        if kind not in DUE_KINDS:
            continue
        try:
            about, due_on, offset, person = rest
            place, step = (about, date.fromisoformat(due_on), person), int(offset)
        except ValueError as error:
            msg = f"Key {key!r} of a notice is not KIND:OBJECT:DAY:STEP:PERSON."
            raise BadInputError(msg, code="reminders.key", key=key) from error
        newest[place] = max(step, newest.get(place, step))
    return newest


def _nobody(about: Duty | Event) -> Finding:
    return Finding(
        code="reminder.nobody",
        severity=Severity.WARNING,
        place=about.unit,
        value=about.label,
        rule="提醒须有收件人。",
        hint="为该单位指定经办人或负责人，或指定双碳办人员。",
    )
