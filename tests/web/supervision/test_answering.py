"""The unit's side and the office's: answered, returned, carried out, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from dafeng.base.errors import BadInputError
from dafeng.supervision import Asks, CaseMoveRefusedError, state_of_trail
from dafeng.web.core import services
from dafeng.web.core.models import AuditRow, RoleCode, User
from dafeng.web.notices.models import Notice
from dafeng.web.notices.services.reminding import reminders_foreseen
from dafeng.web.office.models import Letter
from dafeng.web.supervision.convert import paper_facts, trail_of
from dafeng.web.supervision.models import Reply
from dafeng.web.supervision.selectors.cases import (
    CaseFilter,
    cases_narrowed,
    to_confirm,
    to_rectify,
    to_reply,
    to_review,
)
from dafeng.web.supervision.selectors.prefilling import UnitLine
from dafeng.web.supervision.sentences import standing_sentence
from dafeng.web.supervision.services.rectifying import (
    item_done,
    reply_file_add,
    reply_file_remove,
)
from dafeng.web.supervision.services.replying import (
    PlanLine,
    StaleReplyError,
    case_receive,
    reply_confirm,
    reply_hand_in,
    reply_save,
    reply_take_back,
)
from dafeng.web.supervision.services.reviewing import (
    case_close,
    case_withdraw,
    rectification_review,
    reply_accept,
    reply_return,
)
from dafeng.web.supervision.wording import error_words
from tests.web.held import held, making
from tests.web.supervision.building import (
    accepted,
    closed,
    content,
    facts,
    hall_built,
    issued,
    received,
    rectified,
    replied,
    reviewed,
    seen,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from dafeng.web.supervision.models import Case
    from tests.web.supervision.building import Hall

PDF = b"%PDF-1.4 evidence"


@pytest.fixture(scope="module")
def ready(
    django_db_setup: None,  # noqa: ARG001 - makes the tables
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hall]:
    """The district with one issued case, which every test here begins with."""
    folder = tmp_path_factory.mktemp("answering")
    with held(django_db_blocker):
        with making(django_db_blocker, folder), translation.override("zh-hans"):
            hall = hall_built()
            waiting = issued(hall).pk
        yield attrs.evolve(hall, waiting=waiting)


@pytest.fixture
def hall(ready: Hall, db: None) -> Hall:  # noqa: ARG001 - opens the database
    """The same people, read anew."""
    people = ("office", "leader", "second", "officer", "head")
    return attrs.evolve(
        ready, **{name: User.objects.get(username=name) for name in people}
    )


def refused(code: str, act: Any, **how: Any) -> BadInputError:
    with pytest.raises(BadInputError) as caught:
        act(**how)
    assert caught.value.code == code
    assert not error_words(caught.value).isascii()
    return caught.value


def test_a_case_walks_from_the_draft_to_its_closure_by_five_hands(hall: Hall) -> None:
    case = closed(hall)
    moves = list(case.moves.all())
    assert [(one.act, one.by) for one in moves] == [
        ("check", hall.office),
        ("issue", hall.leader),
        ("receive", hall.officer),
        ("reply", hall.head),
        ("accept", hall.office),
        ("review", hall.office),
        ("close", hall.office),
    ]
    assert state_of_trail(trail_of(moves), asks=Asks.REPLY).value == case.state
    assert case.closure.opinion == "同意销号。"
    assert [one.outcome for one in case.reviews.all()] == ["accepted", "rectified"]
    acts = AuditRow.objects.filter(action__startswith="supervision.case.")
    assert acts.count() == 1 + len(moves)


def test_a_reply_after_closure_is_refused_with_words(hall: Hall) -> None:
    case = closed(hall)
    error = refused(
        "case.closed",
        reply_save,
        case=case,
        unit=hall.bureau,
        by=hall.officer,
        content=content(),
    )
    assert "已销号" in error_words(error)
    refused("case.closed", reply_confirm, case=case, by=hall.head)
    refused("case.closed", reply_return, case=case, by=hall.office, opinion="再报")
    assert Reply.objects.count() == 1


def test_a_case_is_answered_after_it_was_signed_for(hall: Hall) -> None:
    case = issued(hall)
    with pytest.raises(CaseMoveRefusedError) as caught:
        written(hall, case)
    assert "待签收" in error_words(caught.value)
    case_receive(case=case, unit=hall.bureau, by=hall.officer)
    with pytest.raises(CaseMoveRefusedError):
        case_receive(case=case, unit=hall.bureau, by=hall.head)
    assert written(hall, case).version == 1


def test_a_circular_is_received_when_every_unit_has_signed(
    hall: Hall, clerk: User
) -> None:
    both = facts(hall).units[0], UnitLine(organisation=hall.other)
    case = issued(hall, step="circular", units=both, reply_by=None)
    case = case_receive(case=case, unit=hall.bureau, by=hall.officer)
    assert case.state == "issued"
    refused("case.received", case_receive, case=case, unit=hall.bureau, by=hall.head)
    case = case_receive(case=case, unit=hall.other, by=clerk)
    assert case.state == "received"
    trail = trail_of(case.moves.all())
    assert state_of_trail(trail, asks=Asks.NOTHING).value == "received"
    with pytest.raises(CaseMoveRefusedError):
        written(hall, case)
    done = case_close(case=case, by=hall.office, opinion="已传达。")
    assert done.state == "closed"


def test_the_officer_writes_and_the_head_confirms(hall: Hall, reader: User) -> None:
    case = received(hall)
    assert list(to_reply(hall.officer)) == [case]
    for nobody in (hall.head, hall.office, hall.leader, reader):
        with pytest.raises(PermissionDenied):
            reply_save(case=case, unit=hall.bureau, by=nobody, content=content())
    written(hall, case)
    refused("reply.not_handed", reply_confirm, case=case, by=hall.head)
    reply_hand_in(case=case, by=hall.officer)
    assert list(to_reply(hall.officer)) == []
    assert list(to_confirm(hall.head)) == [case]
    with pytest.raises(PermissionDenied):
        reply_confirm(case=case, by=hall.officer)
    case = reply_confirm(case=case, by=hall.head)
    assert (case.state, case.review_by is not None) == ("replied", True)
    assert list(to_review(hall.office)) == [case]


def test_who_holds_both_posts_does_not_confirm_the_own_answer(hall: Hall) -> None:
    services.membership_grant(
        by=None,
        user=hall.officer,
        organisation=hall.bureau,
        role=services.role_of(RoleCode.UNIT_HEAD),
    )
    case = received(hall)
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    refused("reply.same_person", reply_confirm, case=case, by=hall.officer)


def test_an_answer_needs_words_and_a_plan_before_the_head_gets_it(hall: Hall) -> None:
    case = received(hall)
    refused("reply.none", reply_hand_in, case=case, by=hall.officer)
    refused("reply.none", reply_confirm, case=case, by=hall.head)
    how = {"case": case, "unit": hall.bureau, "by": hall.officer}
    reply_save(**how, content=content(text=""))
    refused("reply.empty", reply_hand_in, case=case, by=hall.officer)
    reply_save(**how, content=content(items=[]), version=1)
    refused("reply.no_plan", reply_hand_in, case=case, by=hall.officer)
    reply_save(**how, content=content(), version=2)
    reply_hand_in(case=case, by=hall.officer)
    refused("reply.handed", reply_save, **how, content=content(), version=3)
    refused("reply.handed", reply_hand_in, case=case, by=hall.officer)
    reply_take_back(case=case, by=hall.head)
    refused("reply.not_handed", reply_take_back, case=case, by=hall.head)
    assert reply_save(**how, content=content(), version=4).version == 5


def test_two_people_who_write_at_once_see_both_versions(hall: Hall) -> None:
    case = received(hall)
    written(hall, case)
    how = {"case": case, "unit": hall.bureau, "by": hall.officer, "version": 1}
    reply_save(**how, content=content(text="先保存的"))
    with pytest.raises(StaleReplyError) as caught:
        reply_save(**how, content=content(text="后保存的"))
    error = caught.value
    assert (error.mine.text, error.theirs.text) == ("后保存的", "先保存的")
    assert error.version == 2


def test_files_are_checked_hashed_and_kept_once(hall: Hall) -> None:
    case = received(hall)
    how = {"case": case, "by": hall.officer}
    refused("reply.none", reply_file_add, **how, name="a.pdf", content=PDF)
    written(hall, case)
    kept = reply_file_add(**how, name="照片.pdf", content=PDF)
    assert kept.size == len(PDF)
    refused("file.twice", reply_file_add, **how, name="b.pdf", content=PDF)
    refused("evidence.disguised", reply_file_add, **how, name="c.pdf", content=b"MZ")
    reply_file_remove(file=kept, by=hall.officer)
    again = reply_file_add(**how, name="照片.pdf", content=PDF)
    reply_hand_in(case=case, by=hall.officer)
    refused("reply.handed", reply_file_remove, file=again, by=hall.officer)
    refused("reply.handed", reply_file_add, **how, name="d.pdf", content=PDF + b"d")


def test_a_returned_answer_gets_a_second_one_and_the_first_stays(hall: Hall) -> None:
    case = replied(hall)
    refused("case.reason", reply_return, case=case, by=hall.office, opinion="")
    assert Letter.objects.get().state == "replied"
    case = reply_return(case=case, by=hall.office, opinion="没有写明责任人")
    assert case.state == "returned"
    assert case.reply_by is not None
    assert case.reply_by > timezone.localdate()
    told = Notice.objects.get(kind="returned")
    assert (told.recipient, told.note) == (hall.officer, "没有写明责任人")
    second = written(hall, case, text="补写责任人。")
    assert second.turn == 2
    reply_hand_in(case=case, by=hall.officer)
    case = reply_confirm(case=case, by=hall.head)
    texts = [one.text for one in case.replies.all()]
    assert texts == ["已组织补植。", "补写责任人。"]


def test_the_plan_is_carried_out_line_by_line_before_the_review(hall: Hall) -> None:
    case = accepted(hall)
    assert case.accepted_reply is not None
    [item] = case.accepted_reply.items.all()
    refused(
        "items.undone", rectification_review, case=case, by=hall.office, opinion="好"
    )
    assert list(to_rectify(hall.officer)) == [case]
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused("item.future", item_done, item=item, by=hall.officer, on=tomorrow)
    upload = SimpleUploadedFile("验收.pdf", PDF)
    today = timezone.localdate()
    item_done(item=item, by=hall.officer, on=today, note="验收", upload=upload)
    assert item.files.get().name == "验收.pdf"
    refused("item.done", item_done, item=item, by=hall.officer, on=today)
    assert list(to_rectify(hall.officer)) == []
    assert list(to_review(hall.office)) == [case]
    case = rectification_review(case=case, by=hall.office, opinion="到位")
    assert case.state == "reviewed"
    refused("item.idle", item_done, item=item, by=hall.officer, on=today)


def test_the_paper_keeps_the_deadline_that_was_signed(hall: Hall) -> None:
    case = replied(hall)
    signed, later = case.reply_by, timezone.now() + timedelta(days=30)
    case = reply_return(case=case, by=hall.office, opinion="再报", at=later)
    assert case.reply_by > signed
    assert paper_facts(seen(hall.officer, case)).reply_by == signed
    case = case_withdraw(case=case, by=hall.leader, reason="数据有误")
    assert paper_facts(case).reply_by == signed


def test_a_rectification_that_is_not_what_was_promised_is_returned(hall: Hall) -> None:
    case = reply_return(case=rectified(hall), by=hall.office, opinion="面积不足")
    assert (case.state, case.accepted_reply) == ("returned", None)


@pytest.mark.parametrize(
    ("make", "act"),
    [
        (received, reply_accept),
        (replied, rectification_review),
        (accepted, case_close),
        (reviewed, reply_return),
    ],
)
def test_an_act_out_of_turn_is_refused_and_says_where_the_case_stands(
    hall: Hall, make: Any, act: Any
) -> None:
    case = make(hall)
    with pytest.raises((CaseMoveRefusedError, BadInputError)) as caught:
        act(case=case, by=hall.office, opinion="好")
    assert caught.value.code in ("case.move_refused", "reply.none")
    standing = case.state
    case.refresh_from_db()
    assert case.state == standing


@pytest.mark.parametrize("act", [reply_accept, reply_return, case_close])
def test_only_the_office_reviews_and_closes(hall: Hall, act: Any) -> None:
    case = replied(hall)
    for nobody in (hall.leader, hall.officer, hall.head):
        with pytest.raises(PermissionDenied):
            act(case=case, by=nobody, opinion="好")


# Days ---------------------------------------------------------------------------------


def late(user: User, day: Any) -> list[Case]:
    return list(cases_narrowed(user, CaseFilter(due="late"), on=day))


def test_who_is_late_is_derived_from_the_day(hall: Hall) -> None:
    case = received(hall)
    assert case.reply_by is not None
    assert late(hall.office, case.reply_by) == []
    assert late(hall.office, case.reply_by + timedelta(days=1)) == [case]
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    case = reply_confirm(case=case, by=hall.head)
    assert case.review_by is not None
    assert late(hall.office, case.review_by) == []
    assert late(hall.officer, case.review_by + timedelta(days=1)) == [case]


def test_the_first_undone_line_of_the_plan_is_what_is_late(hall: Hall) -> None:
    today = timezone.localdate()
    lines = [
        PlanLine(what="二", due_on=today + timedelta(days=9)),
        PlanLine(what="一", due_on=today + timedelta(days=5)),
    ]
    case = received(hall)
    written(hall, case, items=lines)
    reply_hand_in(case=case, by=hall.officer)
    reply_confirm(case=case, by=hall.head)
    case = reply_accept(case=case, by=hall.office, opinion="可行")
    assert late(hall.office, today + timedelta(days=5)) == []
    assert late(hall.office, today + timedelta(days=6)) == [case]
    first = (today + timedelta(days=5)).isoformat()
    assert first in standing_sentence(seen(hall.office, case))


def test_the_officer_is_reminded_before_the_day_and_the_head_after_a_week(
    hall: Hall,
) -> None:
    case = received(hall)
    assert case.reply_by is not None

    def told(days: int) -> set[str]:
        assert case.reply_by is not None
        foreseen = reminders_foreseen(on=case.reply_by + timedelta(days=days))
        return {
            one.recipient.person
            for one in foreseen.notices
            if one.object == f"supervision.case/{case.pk}"
        }

    assert told(-10) == set()
    assert told(-3) == {"officer"}
    assert told(8) == {"officer", "head"}
    written(hall, case)
    reply_hand_in(case=case, by=hall.officer)
    assert told(-1) == {"head"}
    reply_confirm(case=case, by=hall.head)
    assert told(8) == {"office"}


def test_each_state_says_in_one_sentence_who_must_do_what(hall: Hall) -> None:
    case = issued(hall)
    day = str(case.reply_by)
    said = standing_sentence(seen(hall.officer, case))
    assert said == f"已印发，区农业农村委应签收，并在 {day} 前回复。"
    case_receive(case=case, unit=hall.bureau, by=hall.officer)
    said = standing_sentence(seen(hall.officer, case))
    assert said == f"区农业农村委已签收，须在 {day} 前回复。"
