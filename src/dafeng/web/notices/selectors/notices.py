"""One's own notices; nobody reads another's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BigAutoField, Count, QuerySet

from dafeng.web.core.models import User
from dafeng.web.core.questions import Given, Question
from dafeng.web.notices.models import MailPace, Notice, Preference
from dafeng.work import DUE_KINDS, Duty


def notices_of(user: User) -> QuerySet[Notice]:
    """Everything that a person was told, newest first."""
    return Notice.objects.filter(recipient=user).select_related("unit")


def unread_of(user: User) -> QuerySet[Notice]:
    """What a person has not read."""
    return notices_of(user).filter(read_at__isnull=True)


def unread_count(user: User) -> int:
    """How much a person has not read: the one query of the bell."""
    return sum(count for (count,) in _UNREAD.rows(person=user.pk))


def _counted() -> QuerySet[Notice, tuple[Any, ...]]:
    person = Given("person", BigAutoField())
    rows = Notice.objects.filter(recipient=person, read_at__isnull=True).order_by()
    return rows.values("recipient").annotate(n=Count("pk")).values_list("n")


_UNREAD = Question(_counted)


def pace_of(user: User) -> MailPace:
    """How often a person wants mail."""
    row = Preference.objects.filter(user=user).only("mail").first()
    return MailPace.AT_ONCE if row is None else MailPace(row.mail)


def keys_about(duties: Iterable[Duty]) -> list[str]:
    """Keys of the notices that were written about the deadlines of these duties."""
    wanted: dict[str, list[str]] = {}
    for duty in duties:
        kind, number = split_object(duty.object)
        wanted.setdefault(kind, []).append(number)
    keys: list[str] = []
    for kind, numbers in wanted.items():
        rows = Notice.objects.filter(object_type=kind, kind__in=DUE_KINDS)
        for start in range(0, len(numbers), _AT_ONCE):
            some = rows.filter(object_id__in=numbers[start : start + _AT_ONCE])
            keys += some.values_list("key", flat=True)
    return keys


_AT_ONCE = 500


def split_object(name: str) -> tuple[str, str]:
    """Split ``work.report/12`` into its type and its number."""
    kind, _slash, number = name.rpartition("/")
    return kind, number
