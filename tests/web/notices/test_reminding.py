"""Reminders as rows: once each, for the person who is there, with the mail they ask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from dafeng.web.core.models import AuditRow, Delegation, Membership, RoleCode
from dafeng.web.notices.models import Delivery, MailPace, Notice
from dafeng.web.notices.services.reading import pace_set
from dafeng.web.notices.services.reminding import (
    events_told,
    reminders_foreseen,
    reminders_send,
)
from dafeng.work import Duty, NoticeKind, Post
from tests.web.notices.conftest import DUE, TODAY, House, duty, returned, with_mail
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings
    from pytest_django import DjangoAssertNumQueries


def told() -> list[tuple[str, str, str]]:
    rows = Notice.objects.order_by("pk").select_related("recipient")
    return [(row.recipient.username, row.kind, row.why) for row in rows]


def test_a_deadline_in_three_days_is_told_once_however_often_the_job_runs(
    house: House, owed: list[Duty]
) -> None:
    owed.append(duty())
    reminders_send(on=TODAY)
    reminders_send(on=TODAY)
    assert told() == [("li", "due-soon", "in-charge")]
    notice = Notice.objects.get()
    assert (notice.unit, notice.due_on, notice.late) == (house.energy, DUE, -3)
    assert (notice.object_type, notice.object_id) == ("demo.report", "1")
    assert notice.on == TODAY


def test_the_day_is_recorded_once_with_whom_nobody_could_reach(
    house: House, owed: list[Duty]
) -> None:
    organisation("empty", "空壳局", parent=house.root)
    Membership.objects.filter(user=house.office).update(revoked=True)
    owed += [duty(), duty(2, unit="empty")]
    made = reminders_send(on=TODAY)
    assert [finding.place for finding in made.findings] == ["empty"]
    row = AuditRow.objects.get(action="notices.remind")
    assert row.data == {"on": "2026-03-12", "notices": 1, "nobody": ["empty"]}


def test_a_day_without_anything_to_tell_leaves_no_trace(
    house: House,  # noqa: ARG001 - somebody is there to be told
    owed: list[Duty],
) -> None:
    owed.append(duty(due_on=TODAY + timedelta(days=60)))
    assert reminders_send(on=TODAY).notices == ()
    assert not AuditRow.objects.filter(action="notices.remind").exists()


def test_what_is_foreseen_is_what_is_sent_and_writes_nothing(
    house: House,  # noqa: ARG001 - somebody is there to be told
    owed: list[Duty],
) -> None:
    owed += [duty(n) for n in range(3)]
    foreseen = reminders_foreseen(on=TODAY)
    assert len(foreseen.notices) == 3
    assert not Notice.objects.exists()
    assert reminders_send(on=TODAY) == foreseen
    assert {one.key for one in foreseen.notices} == set(
        Notice.objects.values_list("key", flat=True)
    )


def test_a_clock_that_jumps_back_writes_nothing_again(
    house: House,  # noqa: ARG001 - somebody is there to be told
    owed: list[Duty],
) -> None:
    owed.append(duty())
    for on in (TODAY, TODAY + timedelta(days=4), TODAY - timedelta(days=3), TODAY):
        reminders_send(on=on)
    assert [kind for _who, kind, _why in told()] == ["due-soon", "overdue"]


def test_who_is_away_hands_over_to_the_deputy(house: House, owed: list[Duty]) -> None:
    deputy = person("zhao", house.energy, RoleCode.READER)
    Delegation.objects.create(
        membership=house.officer.memberships.get(),
        deputy=deputy,
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=1),
        reason="出差",
    )
    owed.append(duty())
    reminders_send(on=TODAY)
    assert told() == [("zhao", "due-soon", "deputy")]
    reminders_send(on=TODAY + timedelta(days=2))
    assert told()[1:] == [("li", "due-soon", "in-charge")]


@pytest.mark.parametrize("way", ["closed", "revoked", "over"])
def test_who_left_is_not_told_and_the_head_is(
    house: House, owed: list[Duty], way: str
) -> None:
    held = Membership.objects.filter(user=house.officer)
    if way == "closed":
        house.officer.is_active = False
        house.officer.save()
    elif way == "revoked":
        held.update(revoked=True)
    else:
        held.update(valid_to=TODAY - timedelta(days=1))
    owed.append(duty())
    reminders_send(on=TODAY)
    assert told() == [("wang", "due-soon", "head")]


def test_the_manager_of_an_enterprise_is_officer_and_head(
    house: House, owed: list[Duty]
) -> None:
    works = organisation("works", "示范钢厂", parent=house.root, kind="enterprise")
    with_mail(person("sun", works, RoleCode.ENTERPRISE_MANAGER))
    owed += [duty(1, unit="works"), duty(2, unit="works", turn=Post.HEAD)]
    reminders_send(on=TODAY)
    assert told() == [("sun", "due-soon", "in-charge")] * 2


def test_an_act_is_told_in_its_own_transaction(house: House) -> None:  # noqa: ARG001
    with transaction.atomic():
        events_told([returned()], on=TODAY)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    events_told([returned()], on=TODAY)
    events_told([returned()], on=TODAY)
    notice = Notice.objects.get()
    assert (notice.recipient.username, notice.kind) == ("li", "returned")
    assert notice.note == "缺少佐证"


def test_what_moved_on_is_not_due_any_more(house: House, owed: list[Duty]) -> None:
    owed += [duty(1), duty(2)]
    reminders_send(on=TODAY)
    events_told([returned(kind=NoticeKind.SUBMITTED, by="li")], on=TODAY)
    unread = house.officer.notices.filter(read_at__isnull=True)
    assert [row.object_id for row in unread] == ["2"]
    assert house.head.notices.get().kind == "submitted"


def test_a_mail_waits_for_who_wants_one_and_has_an_address(
    house: House, owed: list[Duty]
) -> None:
    owed.append(duty(due_on=TODAY - timedelta(days=7)))
    pace_set(by=house.head, mail=MailPace.NONE)
    reminders_send(on=TODAY)
    assert [who for who, _kind, _why in told()] == ["li", "wang"]
    delivery = Delivery.objects.get()
    assert delivery.notice.recipient == house.officer
    Delivery.objects.all().delete()
    house.officer.email = ""
    house.officer.save()
    reminders_send(on=TODAY + timedelta(days=7))
    assert not Delivery.objects.exists()


def test_without_a_mail_server_no_mail_waits(
    house: House,  # noqa: ARG001 - somebody is there to be told
    owed: list[Duty],
    settings: LazySettings,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    owed.append(duty())
    reminders_send(on=TODAY)
    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()


def test_a_notice_stays_inside_the_site(house: House) -> None:
    events_told([returned()], on=TODAY)
    notice = Notice.objects.get()
    notice.pk, notice.key, notice.address = None, "other", "//evil.example/"
    notice.recipient = house.head
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save()


def test_many_duties_take_as_many_queries_as_few(
    house: House,  # noqa: ARG001 - somebody is there to be told
    owed: list[Duty],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    owed += [duty(n) for n in range(200)]
    with django_assert_max_num_queries(41):
        reminders_send(on=TODAY)
    assert Notice.objects.count() == 200
