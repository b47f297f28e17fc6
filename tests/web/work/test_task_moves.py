"""Acts on tasks: whose right, which reason, which day, who hears, what is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.core.rights import forget_roles
from dafeng.web.work.heard import Happening, forget_listener, register_listener
from dafeng.web.work.models import Task, TaskMove
from dafeng.web.work.services.tasks_moving import (
    UNDO_TIME,
    task_move,
    task_undo,
    tasks_move,
)
from dafeng.work import MoveRefusedError, Recurrence, TaskAct
from tests.web.work.tasking import Realm, days, late, task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.web.core.models import User


def do(found: Task, act: str, by: User | None, **given: object) -> Task:
    return task_move(task=found, act=TaskAct(act), by=by, **given)


def test_a_task_goes_from_draft_to_closed_through_three_people(realm: Realm) -> None:
    found = task(realm)
    for act, by, state in (
        ("assign", realm.office, "assigned"),
        ("accept", realm.officer, "accepted"),
        ("start", realm.officer, "in-progress"),
        ("submit", realm.head, "submitted"),
        ("verify", realm.verifier, "verified"),
        ("close", realm.office, "closed"),
    ):
        found = do(found, act, by)
        assert found.state == state
    assert found.verified
    assert found.reported_on == timezone.localdate()
    assert [move.after for move in found.moves.all()] == [
        *("assigned", "accepted", "in-progress", "submitted", "verified", "closed")
    ]
    assert found.version == 7


@pytest.mark.parametrize(
    ("state", "act", "who"),
    [
        ("draft", "assign", "head"),
        ("assigned", "accept", "office"),
        ("assigned", "accept", "farmer"),
        ("assigned", "accept", "reader"),
        ("accepted", "start", "stranger"),
        ("submitted", "verify", "head"),
        ("submitted", "return", "officer"),
        ("verified", "close", "town_head"),
        ("in-progress", "extend", "verifier"),
        ("in-progress", "suspend", "head"),
        ("in-progress", "cancel", "officer"),
    ],
)
def test_whoever_lacks_the_right_moves_nothing(
    realm: Realm, state: str, act: str, who: str
) -> None:
    found = task(realm, state)
    before = AuditRow.objects.count()
    with pytest.raises(RightMissingError):
        do(found, act, getattr(realm, who), reason="因故", due_on=days(90))
    assert Task.objects.get(pk=found.pk).state == state
    assert AuditRow.objects.count() == before


def test_the_right_to_carry_is_asked_on_the_lead(realm: Realm) -> None:
    """The town above the mill covers it; neither a unit beside nor the office does."""
    found = task(realm, "assigned", lead=realm.mill)
    for who in (realm.officer, realm.office):
        with pytest.raises(RightMissingError):
            do(found, "accept", who)
    assert do(found, "accept", realm.miller).state == "accepted"
    assert do(found, "start", realm.town_head).state == "in-progress"


def test_what_the_office_leads_itself_it_carries_itself(realm: Realm) -> None:
    found = task(realm, "assigned", lead=realm.root)
    found = do(
        do(do(found, "accept", realm.office), "start", realm.office),
        "submit",
        realm.office,
    )
    with pytest.raises(BadInputError, match="somebody else") as error:
        do(found, "verify", realm.office)
    assert error.value.code == "task.own_submit"
    assert do(found, "verify", realm.second).state == "verified"


def test_a_return_wants_a_reason_and_leads_back_to_work(realm: Realm) -> None:
    found = task(realm, "submitted")
    with pytest.raises(BadInputError, match="give a reason") as error:
        do(found, "return", realm.office, reason="  ")
    assert error.value.code == "task.no_reason"
    found = do(found, "return", realm.office, reason="缺少验收意见")
    assert found.state == "returned"
    assert found.moves.last().reason == "缺少验收意见"
    assert do(found, "start", realm.officer).state == "in-progress"


def test_an_extension_moves_the_day_and_keeps_the_first(realm: Realm) -> None:
    found = late(realm)
    first = found.due_on
    with pytest.raises(BadInputError) as error:
        do(found, "extend", realm.office, reason="汛期")
    assert error.value.code == "task.no_day"
    with pytest.raises(BadInputError, match="does not lie after") as error:
        do(found, "extend", realm.office, reason="汛期", due_on=first)
    assert error.value.code == "task.day_back"
    found = do(found, "extend", realm.office, reason="汛期", due_on=days(20))
    assert (found.state, found.due_on, found.first_due_on) == (
        "extended",
        days(20),
        first,
    )
    assert not found.overdue_on(timezone.localdate())
    assert found.overdue_on(days(21))
    assert do(found, "resume", realm.officer).state == "in-progress"


def test_a_suspended_task_resumes_where_it_was(realm: Realm) -> None:
    found = task(realm, "suspended")
    assert found.state == "suspended"
    assert not found.overdue_on(days(400))
    assert do(found, "resume", realm.office).state == "accepted"


def test_a_recurring_task_begins_its_next_turn(realm: Realm) -> None:
    due_on = days(0)
    found = task(realm, "verified", due_on=due_on, recurrence=Recurrence.QUARTERLY)
    found = do(found, "next", realm.office)
    assert found.state == "in-progress"
    assert not found.verified
    assert 85 <= (found.due_on - due_on).days <= 93


def test_an_impossible_act_is_refused_with_what_is_possible(realm: Realm) -> None:
    with pytest.raises(MoveRefusedError) as error:
        do(task(realm, "assigned"), "verify", realm.office)
    assert TaskAct.ACCEPT in error.value.possible


def test_a_reason_of_a_million_characters_is_refused(realm: Realm) -> None:
    with pytest.raises(ValidationError):
        do(task(realm, "submitted"), "return", realm.office, reason="退" * 1_000_000)


def test_two_people_at_once_move_a_task_once(realm: Realm) -> None:
    found = task(realm, "submitted")
    do(found, "verify", realm.office)
    with pytest.raises(MoveRefusedError):
        do(found, "verify", realm.second)


# Taking back --------------------------------------------------------------------------


def test_ones_own_last_act_is_taken_back(realm: Realm) -> None:
    found = do(
        task(realm, "in-progress"),
        "extend",
        realm.office,
        reason="汛期",
        due_on=days(90),
    )
    found = task_undo(task=found, by=realm.office)
    assert (found.state, found.due_on) == ("in-progress", days(30))
    assert [m.act for m in found.moves.all()][-2:] == ["extend", "undo"]
    assert AuditRow.objects.latest("number").action == "task.undo"


def test_taking_back_a_submission_forgets_its_day(realm: Realm) -> None:
    found = do(task(realm, "in-progress"), "submit", realm.officer)
    found = task_undo(task=found, by=realm.officer)
    assert found.reported_on is None
    assert found.state == "in-progress"


def refused_undo(found: Task, by: User, **given: object) -> None:
    with pytest.raises(BadInputError) as error:
        task_undo(task=found, by=by, **given)
    assert error.value.code == "task.nothing_to_undo"


def test_what_somebody_else_did_is_not_taken_back(realm: Realm) -> None:
    refused_undo(do(task(realm), "assign", realm.office), realm.second)


def test_what_is_old_is_not_taken_back(realm: Realm) -> None:
    found = do(task(realm), "assign", realm.office)
    after = timezone.now() + UNDO_TIME + timedelta(minutes=1)
    refused_undo(found, realm.office, at=after)


def test_what_something_followed_is_not_taken_back(realm: Realm) -> None:
    found = do(task(realm), "assign", realm.office)
    do(found, "accept", realm.officer)
    refused_undo(found, realm.office)


def test_nothing_is_taken_back_twice(realm: Realm) -> None:
    found = do(task(realm), "assign", realm.office)
    refused_undo(task_undo(task=found, by=realm.office), realm.office)


# Many at once -------------------------------------------------------------------------


def test_each_of_many_gets_its_own_answer(realm: Realm) -> None:
    """One that cannot, one that may not, one that is moved: none stops the others."""
    good = task(realm, "submitted", title="甲")
    closed = task(realm, "closed", title="乙")
    own = do(
        task(realm, "in-progress", lead=realm.root, title="丙"), "submit", realm.office
    )
    answers = tasks_move(tasks=[good, closed, own], act=TaskAct.VERIFY, by=realm.office)
    assert [one.done for one in answers] == [True, False, False]
    assert isinstance(answers[1].error, MoveRefusedError)
    assert answers[2].error.code == "task.own_submit"
    assert Task.objects.get(pk=good.pk).state == "verified"


# Hearing ------------------------------------------------------------------------------


@pytest.fixture
def heard() -> Iterator[list[Happening]]:
    found: list[Happening] = []
    register_listener(found.append)
    yield found
    forget_listener(found.append)


def test_a_listener_hears_of_a_move_with_its_reason(
    realm: Realm, heard: list[Happening]
) -> None:
    found = task(realm, "submitted")
    heard.clear()
    do(found, "return", realm.office, reason="缺少佐证")
    (one,) = heard
    assert (one.what, one.obj, one.by) == ("task.return", found, realm.office)
    assert (one.obj.state, one.reason, one.on) == (
        "returned",
        "缺少佐证",
        timezone.localdate(),
    )


def test_a_listener_that_fails_takes_the_act_with_it(realm: Realm) -> None:
    def fails(happening: Happening) -> None:
        raise RuntimeError(happening.what)

    found = task(realm, "submitted")
    register_listener(fails)
    try:
        with pytest.raises(RuntimeError, match=r"task\.verify"):
            do(found, "verify", realm.office)
    finally:
        forget_listener(fails)
    assert Task.objects.get(pk=found.pk).state == "submitted"
    assert not TaskMove.objects.filter(task=found, act="verify").exists()
    assert not AuditRow.objects.filter(action="task.verify").exists()


def test_the_audit_says_before_after_and_why(realm: Realm) -> None:
    do(task(realm, "submitted"), "return", realm.office, reason="缺少佐证")
    row = AuditRow.objects.latest("number")
    assert row.action == "task.return"
    assert row.actor == realm.office
    assert row.data["before"] == "submitted"
    assert row.data["after"] == "returned"
    assert row.data["reason"] == "缺少佐证"


def test_who_has_lost_the_right_takes_nothing_back(realm: Realm) -> None:
    found = do(task(realm), "assign", realm.office)
    realm.office.memberships.update(revoked=True)
    forget_roles(realm.office)
    with pytest.raises(RightMissingError):
        task_undo(task=found, by=realm.office)
    found.refresh_from_db()
    assert found.state == "assigned"
