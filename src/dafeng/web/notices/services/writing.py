"""From what the core says to rows: each notice once, with the mail that it asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from dafeng.web.core.models import Organisation, User
from dafeng.web.notices.models import Delivery, MailPace, Notice, Preference
from dafeng.web.notices.selectors.notices import split_object
from dafeng.work import Channel, Reminder

_LABEL_LENGTH = 300
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def mail_is_on() -> bool:
    """Whether the house has a mail server; without one no mail waits for it."""
    return settings.EMAIL_BACKEND != NO_MAIL


def notices_write(reminders: Sequence[Reminder], *, on: date) -> int:
    """Write notices that are not there yet, inside the caller's transaction.

    Two workers may write the same at once: the key lets one of them through.
    """
    if not reminders:
        return 0
    people = {
        user.username: user
        for user in User.objects.filter(
            username__in={reminder.recipient.person for reminder in reminders},
            is_active=True,
        )
    }
    codes = {reminder.unit for reminder in reminders}
    units = {unit.code: unit for unit in Organisation.objects.filter(code__in=codes)}
    standing = set(
        Notice.objects.filter(key__in=[one.key for one in reminders]).values_list(
            "key", flat=True
        )
    )
    fresh = [
        reminder
        for reminder in reminders
        if reminder.key not in standing and reminder.recipient.person in people
    ]
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            _row(one, people[one.recipient.person], units.get(one.unit), on, now)
            for one in fresh
        ],
        ignore_conflicts=True,
    )
    _ask_for_mail(fresh, people.values())
    return len(fresh)


def _row(
    reminder: Reminder,
    person: User,
    unit: Organisation | None,
    on: date,
    now: datetime,
) -> Notice:
    kind, number = split_object(reminder.object)
    return Notice(
        recipient=person,
        key=reminder.key,
        kind=reminder.kind.value,
        object_type=kind,
        object_id=number,
        label=reminder.label[:_LABEL_LENGTH],
        address=reminder.address,
        unit=unit,
        post=reminder.recipient.post.value,
        why=reminder.recipient.why.value,
        due_on=reminder.due_on,
        late=reminder.late,
        note=reminder.note,
        on=on,
        created_at=now,
    )


def _ask_for_mail(reminders: Sequence[Reminder], people: Collection[User]) -> None:
    """Let a mail wait for each notice whose rule and whose reader want one."""
    if not mail_is_on():
        return
    without = Preference.objects.filter(user__in=people, mail=MailPace.NONE)
    silent = set(without.values_list("user__username", flat=True))
    silent |= {person.username for person in people if not person.email}
    keys = [
        one.key
        for one in reminders
        if Channel.MAIL in one.channels and one.recipient.person not in silent
    ]
    now = timezone.now()
    Delivery.objects.bulk_create(
        [
            Delivery(notice=notice, next_try_at=now)
            for notice in Notice.objects.filter(key__in=keys).order_by("pk")
        ],
        ignore_conflicts=True,
    )
