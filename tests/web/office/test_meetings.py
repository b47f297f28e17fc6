"""Meetings of the leading group: planned, called, held, minuted, carried over."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.desk.needs.office import office_needs
from dafeng.web.notices.models import Notice
from dafeng.web.office import agenda
from dafeng.web.office.agenda import AgendaItem, register_agenda
from dafeng.web.office.models import (
    AgendaRow,
    Decision,
    Meeting,
    MeetingState,
    Outcome,
)
from dafeng.web.office.selectors.agenda_sources import named
from dafeng.web.office.selectors.meetings import (
    left_open,
    meeting_turns,
    meetings_for,
    proposed_for,
)
from dafeng.web.office.services.agendas import (
    Way,
    agenda_add,
    agenda_change,
    agenda_drop,
    agenda_move,
    agenda_take,
)
from dafeng.web.office.services.decisions import ItemFacts, Minutes
from dafeng.web.office.services.meetings import (
    MeetingFacts,
    PointOutcome,
    StaleMeetingError,
    facts_of,
    meeting_cancel,
    meeting_change,
    meeting_hold,
    meeting_invite,
    meeting_minute,
    meeting_plan,
)
from dafeng.web.plans.models import Plan, Target
from dafeng.web.work.models import Task
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.work import TaskAct, TaskState
from tests.web.layers import layer
from tests.web.plans.building import person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.web.core.models import Organisation, User

TODAY = timezone.localdate()
NEXT = TODAY + timedelta(days=20)
ITEM = AgendaItem(title="研究某事", url="/tasks/", why="拖了很久。", key="some:1")


@pytest.fixture
def proposals(monkeypatch: pytest.MonkeyPatch) -> list[AgendaItem]:
    """One source alone, whose proposals the test decides about."""
    held = [ITEM]
    monkeypatch.setattr(agenda, "_sources", {})
    register_agenda("some", lambda _district, _day: held, label="某来源")
    return held


@layer
def head(bureau: Organisation) -> User:
    return person("head", bureau, RoleCode.UNIT_HEAD)


def facts(**changes: object) -> MeetingFacts:
    base: dict[str, object] = {
        "title": "领导小组第四次会议",
        "planned_on": NEXT,
        "starts_at": time(14, 30),
        "place": "第一会议室",
        "chair": "区长",
        "participants": "区长\n分管副区长",
    }
    return MeetingFacts(**(base | changes))  # type: ignore[arg-type]


@layer
def meeting(district: Organisation, office: User, bureau: Organisation) -> Meeting:
    return meeting_plan(organisation=district, by=office, facts=facts(units=[bureau]))


def held(meeting: Meeting, by: User) -> Meeting:
    """The meeting as if its day had come."""
    Meeting.objects.filter(pk=meeting.pk).update(planned_on=TODAY - timedelta(days=3))
    return meeting_hold(meeting=meeting, by=by, on=TODAY - timedelta(days=3))


def minutes(meeting: Meeting, number: str = "示纪要〔2026〕9号") -> Minutes:
    return Minutes(
        number=number, meeting=meeting.title, met_on=meeting.held_on or TODAY
    )


def test_a_meeting_goes_from_plan_to_minutes_and_its_decision_names_what_it_changes(
    meeting: Meeting, office: User, head: User, plan: Plan, task: Task
) -> None:
    first = agenda_add(meeting=meeting, by=office, title="调整目标")
    second = agenda_add(meeting=meeting, by=office, title="听取进展")
    meeting_invite(meeting=meeting, by=office)
    notice = Notice.objects.get(recipient=head)
    assert (notice.kind, notice.address) == ("invited", meeting.get_absolute_url())
    meeting = held(meeting, office)
    target = Target.objects.filter(plan=plan).first()
    assert target is not None
    decided = ItemFacts(
        text="同意调整。", targets=[("revise", target)], tasks=[("extend", task)]
    )
    meeting = meeting_minute(
        meeting=meeting,
        by=office,
        minutes=minutes(meeting),
        points=[
            PointOutcome(row=second, outcome=Outcome.NOTED),
            PointOutcome(row=first, outcome=Outcome.DECIDED, facts=decided),
        ],
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert meeting.state == MeetingState.MINUTED
    assert meeting.decision == Decision.objects.get(number="示纪要〔2026〕9号")
    assert first.decided is not None
    assert first.decided.text == "同意调整。"
    assert first.decided.targets.get().target == target
    assert first.decided.tasks.get().task == task
    assert (second.outcome, second.decided) == (Outcome.NOTED, None)
    acts = list(
        AuditRow.objects.filter(target_type="office.meeting")
        .order_by("number")
        .values_list("action", flat=True)
    )
    assert acts == [
        "office.meeting.plan",
        "office.agenda.add",
        "office.agenda.add",
        "office.meeting.invite",
        "office.meeting.hold",
        "office.meeting.minute",
    ]


def test_what_was_not_decided_comes_back_once_on_the_next_agenda(
    meeting: Meeting, office: User, district: Organisation, bureau: Organisation
) -> None:
    row = agenda_add(meeting=meeting, by=office, title="资金安排", presenter=bureau)
    meeting = held(meeting, office)
    meeting_minute(
        meeting=meeting,
        by=office,
        minutes=minutes(meeting),
        points=[PointOutcome(row=row, outcome=Outcome.DEFERRED)],
    )
    assert left_open(district) == [row]
    following = meeting_plan(
        organisation=district, by=office, facts=facts(title="第五次会议")
    )
    carried = following.agenda.get()
    assert (carried.title, carried.carried_from) == ("资金安排", row)
    assert carried.presenter == bureau
    assert "没有决定，转下次会议" in carried.why
    assert left_open(district) == []
    agenda_drop(row=carried, by=office)
    assert left_open(district) == [row]
    assert [
        one.key for group in proposed_for(following, on=TODAY) for one in group.items
    ]


def test_a_cancelled_meeting_gives_its_points_back_and_tells_who_was_told(
    meeting: Meeting,
    office: User,
    head: User,
    district: Organisation,
    proposals: list[AgendaItem],
) -> None:
    agenda_take(meeting=meeting, by=office, items=proposals)
    assert proposed_for(meeting, on=TODAY) == []
    meeting_invite(meeting=meeting, by=office)
    meeting_cancel(meeting=meeting, by=office, reason="改期")
    assert Notice.objects.filter(recipient=head).count() == 2
    assert Notice.objects.filter(recipient=head, note="改期").exists()
    other = meeting_plan(
        organisation=district, by=office, facts=facts(title="另一次会议")
    )
    assert [group.label for group in proposed_for(other, on=TODAY)] == ["某来源"]


def test_a_cancelled_meeting_that_carried_a_point_leaves_it_open(
    meeting: Meeting, office: User, district: Organisation
) -> None:
    row = agenda_add(meeting=meeting, by=office, title="资金安排")
    meeting = held(meeting, office)
    meeting_minute(
        meeting=meeting,
        by=office,
        minutes=minutes(meeting),
        points=[PointOutcome(row=row, outcome=Outcome.DEFERRED)],
    )
    second = meeting_plan(
        organisation=district, by=office, facts=facts(title="第五次会议")
    )
    meeting_cancel(meeting=second, by=office, reason="改期")
    assert left_open(district) == [row]
    third = meeting_plan(
        organisation=district, by=office, facts=facts(title="第六次会议")
    )
    assert third.agenda.get().carried_from == row


def test_the_same_proposal_stands_on_one_agenda_once(
    meeting: Meeting, office: User, proposals: list[AgendaItem]
) -> None:
    made = agenda_take(meeting=meeting, by=office, items=[*proposals, *proposals])
    assert [row.title for row in made] == ["研究某事"]
    assert agenda_take(meeting=meeting, by=office, items=proposals) == []
    assert proposed_for(meeting, on=TODAY) == []


def test_points_are_worded_anew_moved_and_dropped(
    meeting: Meeting, office: User, bureau: Organisation
) -> None:
    rows = [agenda_add(meeting=meeting, by=office, title=name) for name in "甲乙丙"]

    def order() -> str:
        found = meeting.agenda.order_by("order").values_list("title", "order")
        assert [number for _title, number in found] == list(range(1, len(found) + 1))
        return "".join(title for title, _number in found)

    agenda_move(row=rows[2], by=office, way=Way.UP)
    assert order() == "甲丙乙"
    agenda_move(row=rows[0], by=office, way=Way.UP)
    agenda_move(row=rows[1], by=office, way=Way.DOWN)
    assert order() == "甲丙乙"
    agenda_move(row=rows[0], by=office, way=Way.DOWN)
    assert order() == "丙甲乙"
    agenda_drop(row=rows[0], by=office)
    assert order() == "丙乙"
    agenda_change(row=rows[1], by=office, title="丁", why="因为", presenter=bureau)
    assert order() == "丙丁"
    changed = AuditRow.objects.filter(action="office.agenda.change").get()
    assert changed.data["before"]["title"] == "乙"


def test_an_agenda_stands_once_the_meeting_was_held(
    meeting: Meeting, office: User
) -> None:
    row = agenda_add(meeting=meeting, by=office, title="甲")
    meeting = held(meeting, office)
    for act in (
        lambda: agenda_add(meeting=meeting, by=office, title="乙"),
        lambda: agenda_change(row=row, by=office, title="乙"),
        lambda: agenda_move(row=row, by=office, way=Way.UP),
        lambda: agenda_drop(row=row, by=office),
        lambda: agenda_take(meeting=meeting, by=office, items=[ITEM]),
        lambda: meeting_invite(meeting=meeting, by=office),
        lambda: meeting_hold(meeting=meeting, by=office, on=TODAY),
        lambda: meeting_cancel(meeting=meeting, by=office, reason="改期"),
        lambda: meeting_change(meeting=meeting, by=office, facts=facts(), version=2),
    ):
        with pytest.raises(BadInputError) as caught:
            act()
        assert caught.value.code == "meeting.over"


def test_a_changed_plan_is_told_again_and_an_old_page_is_refused(
    meeting: Meeting, office: User, head: User, bureau: Organisation
) -> None:
    agenda_add(meeting=meeting, by=office, title="甲")
    called = meeting_invite(meeting=meeting, by=office)
    later = facts(planned_on=NEXT + timedelta(days=1), units=[bureau])
    changed = meeting_change(
        meeting=called, by=office, facts=later, version=called.version
    )
    assert facts_of(changed) == later
    assert Notice.objects.filter(recipient=head).count() == 2
    with pytest.raises(StaleMeetingError):
        meeting_change(meeting=changed, by=office, facts=facts(), version=1)


def code_of(act: object) -> str:
    with pytest.raises(BadInputError) as caught:
        act()  # type: ignore[operator]
    return caught.value.code


def test_what_makes_no_sense_is_refused(
    meeting: Meeting, office: User, district: Organisation
) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert (
        code_of(
            lambda: meeting_plan(
                organisation=district, by=office, facts=facts(planned_on=yesterday)
            )
        )
        == "meeting.past"
    )
    assert code_of(lambda: meeting_invite(meeting=meeting, by=office)) == (
        "meeting.no_agenda"
    )
    row = agenda_add(meeting=meeting, by=office, title="甲")
    meeting.units.clear()
    assert code_of(lambda: meeting_invite(meeting=meeting, by=office)) == (
        "meeting.no_units"
    )
    assert code_of(lambda: meeting_hold(meeting=meeting, by=office, on=NEXT)) == (
        "meeting.future"
    )
    assert code_of(lambda: meeting_cancel(meeting=meeting, by=office, reason=" ")) == (
        "meeting.reason"
    )

    def minute(*points: PointOutcome) -> str:
        return code_of(
            lambda: meeting_minute(
                meeting=meeting, by=office, minutes=minutes(meeting), points=points
            )
        )

    assert minute() == "meeting.not_held"
    meeting = held(meeting, office)
    assert minute() == "meeting.point_open"
    assert minute(PointOutcome(row=row, outcome=Outcome.OPEN)) == "meeting.point_open"
    assert minute(PointOutcome(row=row, outcome=Outcome.DECIDED)) == (
        "meeting.point_empty"
    )
    assert not Decision.objects.exists()
    twin = facts(planned_on=NEXT)
    meeting_plan(organisation=district, by=office, facts=twin)
    with pytest.raises(ValidationError, match="已经登记过"):
        meeting_plan(organisation=district, by=office, facts=twin)


@pytest.mark.database
def test_the_database_refuses_a_meeting_that_contradicts_itself(
    meeting: Meeting, office: User
) -> None:
    row = agenda_add(meeting=meeting, by=office, title="甲")
    for change in (
        {"state": "held"},
        {"state": "minuted"},
        {"state": "cancelled"},
        {"held_on": TODAY},
        {"state": "nothing"},
        {"planned_on": date(20, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaRow.objects.filter(pk=row.pk).update(outcome="nothing")


def test_who_prepares_who_reads_and_who_does_not(  # noqa: PLR0913 - everybody
    meeting: Meeting,
    office: User,
    leader: User,
    officer: User,
    clerk: User,
    stranger: User,
    district: Organisation,
) -> None:
    for nobody in (leader, officer, stranger):
        with pytest.raises(PermissionDenied):
            meeting_plan(organisation=district, by=nobody, facts=facts())
        with pytest.raises(PermissionDenied):
            agenda_add(meeting=meeting, by=nobody, title="甲")
    assert [list(meetings_for(one)) for one in (office, leader)] == [[meeting]] * 2
    assert list(meetings_for(officer)) == []
    agenda_add(meeting=meeting, by=office, title="甲")
    meeting_invite(meeting=meeting, by=office)
    assert list(meetings_for(officer)) == [meeting]
    assert list(meetings_for(clerk)) == []
    assert list(meetings_for(stranger)) == []


# What is proposed ---------------------------------------------------------------------


def keys(meeting: Meeting) -> dict[str, AgendaItem]:
    return {
        item.key: item
        for group in proposed_for(meeting, on=TODAY)
        for item in group.items
    }


def test_tasks_past_their_term_or_suspended_are_proposed(
    meeting: Meeting, task: Task
) -> None:
    Task.objects.filter(pk=task.pk).update(due_on=NEXT)
    assert not {"work.overdue", "work.suspended"} & keys(meeting).keys()
    Task.objects.filter(pk=task.pk).update(due_on=TODAY - timedelta(days=1))
    late = keys(meeting)["work.overdue"]
    assert late.title == "研究 1 项逾期任务的延期、终止或督办"
    assert late.why == "增加碳汇。"
    Task.objects.filter(pk=task.pk).update(state=TaskState.SUSPENDED.value)
    assert "work.overdue" not in keys(meeting)
    assert keys(meeting)["work.suspended"].url.endswith("state=suspended")


def test_a_new_edition_and_a_change_without_decision_are_proposed(
    meeting: Meeting, plan: Plan, task: Task, office: User
) -> None:
    assert "office.unlinked" not in keys(meeting)
    task_move(
        task=task,
        by=office,
        act=TaskAct.EXTEND,
        reason="工期顺延",
        due_on=NEXT + timedelta(days=200),
    )
    assert keys(meeting)["office.unlinked"].why == (
        "0 处目标改动、1 处任务改动没有写明决定。"
    )
    edition = Plan.objects.create(
        slug="second",
        title=plan.title,
        edition=2,
        source=plan.source,
        text_sha256="0" * 64,
        owner=plan.owner,
        previous=plan,
    )
    assert keys(meeting)[f"plans.edition:{edition.pk}"].title.endswith("第 2 版")


def test_many_things_are_named_by_the_first_and_counted() -> None:
    assert named(["甲", "乙"]) == "甲；乙。"
    assert named(["甲", "甲", "乙", "丙", "丁"]) == "甲；乙；丙等 5 项。"


# What waits on the desk ---------------------------------------------------------------


def needs(user: User) -> dict[str, tuple[int, int]]:
    return {
        need.code: (need.count, need.late)
        for need in office_needs(user, TODAY)
        if need.code.startswith("meeting.")
    }


def test_the_desk_counts_agendas_to_prepare_and_minutes_to_record(
    meeting: Meeting, office: User, officer: User
) -> None:
    assert needs(office) == {"meeting.agenda": (1, 0), "meeting.minutes": (0, 0)}
    assert needs(officer) == {}
    Meeting.objects.filter(pk=meeting.pk).update(planned_on=TODAY + timedelta(days=1))
    assert needs(office)["meeting.agenda"] == (1, 1)
    agenda_add(meeting=meeting, by=office, title="甲")
    meeting_invite(meeting=meeting, by=office)
    assert needs(office)["meeting.agenda"] == (0, 0)
    Meeting.objects.filter(pk=meeting.pk).update(planned_on=TODAY - timedelta(days=9))
    assert needs(office)["meeting.minutes"] == (1, 1)
    assert meeting_turns(office, on=TODAY).minutes == 1


@pytest.fixture(autouse=True)
def real_sources() -> Iterator[None]:
    """Whatever a test registers is gone afterwards."""
    before = dict(agenda._sources)
    yield
    agenda._sources.clear()
    agenda._sources.update(before)
