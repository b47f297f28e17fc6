"""What people do with their notices; reading is no act for the audit."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.web.core.models import User
from dafeng.web.notices.models import MailPace, Notice, Preference
from dafeng.web.notices.selectors.notices import unread_of


def notice_read(*, by: User, notice: Notice) -> Notice:
    """Mark one of one's own notices as read; another's stays as it is."""
    if notice.recipient_id == by.pk and notice.unread:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def notices_read(*, by: User) -> int:
    """Mark everything as read that one was told until now."""
    return unread_of(by).update(read_at=timezone.now())


@transaction.atomic
def pace_set(*, by: User, mail: MailPace) -> Preference:
    """Choose how often mail comes; mails that wait follow the new choice."""
    preference, _new = Preference.objects.get_or_create(user=by)
    preference.mail = mail
    preference.full_clean()
    preference.save()
    return preference
