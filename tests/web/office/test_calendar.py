"""The office's year: who sees it, what is marked as done, rows of one's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.office.ics import Entry, calendar_file
from dafeng.web.office.models import CalendarMark, OwnRule
from dafeng.web.office.selectors.calendar import (
    CalendarFilter,
    TurnState,
    months_of,
    narrowed,
    next_turns,
    turn_at,
    turns_of,
)
from dafeng.web.office.services.calendar import (
    OwnRow,
    own_rule_add,
    own_rule_end,
    turn_done,
    turn_undone,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User

DAY = date(2026, 11, 30)
KEY = "dispatch@2026Q3"
ROW = OwnRow(
    title="上报试点进展",
    actor="office",
    recurrence="half-yearly",
    begins="+1",
    due="+20",
    source="示范文件1号",
    valid_from=date(2026, 1, 1),
)
FORM = {
    "title": "上报试点进展",
    "actor": "office",
    "recurrence": "half-yearly",
    "about": "0",
    "begins": "+1",
    "due": "+20",
    "opens": "nothing",
    "source": "示范文件1号",
    "valid_from": "2026-01-01",
}


def states_of(organisation: Organisation, on: date) -> dict[str, TurnState]:
    turns = turns_of(
        organisation, first=date(on.year, 1, 1), last=date(on.year, 12, 31), on=on
    )
    return {turn.item.key: turn.state for turn in turns}


def done(organisation: Organisation, by: User | None = None) -> CalendarMark:
    turn = turn_at(organisation, KEY, on=DAY)
    assert turn is not None
    return turn_done(
        organisation=organisation,
        item=turn.item,
        by=by,
        done_on=date(2026, 10, 24),
        note="示范纪要1号",
    )


def test_a_turn_is_coming_then_running_then_overdue(district: Organisation) -> None:
    assert states_of(district, date(2026, 10, 15))[KEY] is TurnState.COMING
    assert states_of(district, date(2026, 10, 25))[KEY] is TurnState.RUNNING
    assert states_of(district, date(2026, 10, 26))[KEY] is TurnState.OVERDUE


def test_a_mark_says_who_did_it_when(district: Organisation, office: User) -> None:
    mark = done(district, office)
    assert states_of(district, DAY)[KEY] is TurnState.DONE
    row = AuditRow.objects.get(action="office.calendar.done")
    assert row.actor == office
    assert row.data["key"] == KEY
    assert mark.title == "季度调度 2026年第三季度"


def test_what_is_done_is_not_done_twice(district: Organisation, office: User) -> None:
    done(district, office)
    with pytest.raises(ValidationError, match="已登记办结"):
        done(district, office)


@pytest.mark.database
@pytest.mark.usefixtures("office")
def test_the_database_keeps_one_mark_for_a_turn(district: Organisation) -> None:
    mark = done(district)
    mark.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        mark.save(force_insert=True)


def test_a_mark_taken_back_stays_and_lets_another_be_set(
    district: Organisation, office: User
) -> None:
    first = done(district, office)
    turn_undone(mark=first, by=office)
    assert states_of(district, DAY)[KEY] is TurnState.OVERDUE
    with pytest.raises(BadInputError, match="taken back"):
        turn_undone(mark=first, by=office)
    done(district, office)
    assert CalendarMark.objects.filter(key=KEY).count() == 2


def test_nothing_is_done_on_a_day_to_come(district: Organisation, office: User) -> None:
    turn = turn_at(district, KEY, on=DAY)
    assert turn is not None
    with pytest.raises(BadInputError) as caught:
        turn_done(
            organisation=district,
            item=turn.item,
            by=office,
            done_on=timezone.localdate() + timedelta(days=1),
        )
    assert caught.value.code == "calendar.future"


def test_only_the_office_marks(district: Organisation, leader: User) -> None:
    with pytest.raises(PermissionDenied):
        done(district, leader)


def test_a_row_of_ones_own_comes_round_with_the_others(
    district: Organisation, office: User
) -> None:
    rule = own_rule_add(organisation=district, by=office, row=ROW)
    assert f"own-{rule.pk}@2026H1" in states_of(district, DAY)
    own_rule_end(rule=rule, by=office, valid_to=date(2026, 6, 30))
    left = [key for key in states_of(district, DAY) if key.startswith("own-")]
    assert left == [f"own-{rule.pk}@2025H2"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"due": "-5"}, "year_clock.bad"), ({"due": "06-30"}, "year_clock.bad")],
)
def test_a_row_whose_days_do_not_fit_is_refused(
    district: Organisation, office: User, change: dict[str, str], code: str
) -> None:
    row = OwnRow(
        title=ROW.title,
        actor=ROW.actor,
        recurrence=ROW.recurrence,
        begins=ROW.begins,
        source=ROW.source,
        valid_from=ROW.valid_from,
        **change,
    )
    with pytest.raises(BadInputError) as caught:
        own_rule_add(organisation=district, by=office, row=row)
    assert caught.value.code == code
    assert not OwnRule.objects.exists()


def test_a_row_does_not_end_before_it_begins(
    district: Organisation, office: User
) -> None:
    rule = own_rule_add(organisation=district, by=office, row=ROW)
    with pytest.raises(ValidationError, match="终止日早于起始日"):
        own_rule_end(rule=rule, by=office, valid_to=date(2025, 12, 31))


def test_the_list_is_narrowed_by_month_actor_and_what_is_left(
    district: Organisation,
) -> None:
    done(district)
    turns = turns_of(district, first=date(2026, 1, 1), last=date(2026, 12, 31), on=DAY)
    october = narrowed(turns, CalendarFilter(year=2026, part="10"))
    assert {turn.item.due_on.month for turn in october} == {10}
    own = narrowed(turns, CalendarFilter(year=2026, part="Q4", actor="office"))
    assert KEY in {turn.item.key for turn in own}
    left = CalendarFilter(year=2026, part="Q4", actor="office", left="left")
    assert KEY not in {turn.item.key for turn in narrowed(turns, left)}


def test_the_strip_counts_what_is_done_in_each_month(district: Organisation) -> None:
    done(district)
    turns = turns_of(district, first=date(2026, 1, 1), last=date(2026, 12, 31), on=DAY)
    october = months_of(turns)[9]
    assert (october.code, october.done) == ("10", 1)
    assert october.turns == sum(turn.item.due_on.month == 10 for turn in turns)
    assert sum(month.turns for month in months_of(turns)) == len(turns)


def test_what_is_next_leaves_out_what_is_done(district: Organisation) -> None:
    assert KEY in {turn.item.key for turn in next_turns(district, on=DAY)}
    done(district)
    assert KEY not in {turn.item.key for turn in next_turns(district, on=DAY)}


@pytest.mark.parametrize(
    "key", ["dispatch@2026Q9", "dispatch@soon", "nobody@2026Q3", "dispatch", "@0001"]
)
def test_a_key_that_names_no_turn_is_no_page(
    client: Client, office: User, key: str
) -> None:
    client.force_login(office)
    assert client.get(f"/office/calendar/{key}/").status_code == 404


def test_the_page_shows_the_year_to_everybody_at_work(
    client: Client, officer: User
) -> None:
    client.force_login(officer)
    page = client.get("/office/?year=2026&part=Q4")
    assert page.status_code == 200
    assert "季度调度" in page.text
    assert "登记办结" not in client.get(f"/office/calendar/{KEY}/").text


def test_a_reader_without_the_right_is_told_so(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get("/office/").status_code == 403


def test_another_district_has_its_own_calendar(
    client: Client, district: Organisation, stranger: User
) -> None:
    done(district)
    client.force_login(stranger)
    assert "示范纪要1号" not in client.get(f"/office/calendar/{KEY}/").text


def test_somebody_marks_a_turn_on_its_page(
    client: Client, district: Organisation, office: User
) -> None:
    client.force_login(office)
    form = {"done_on": "2026-10-24", "note": "示范纪要1号"}
    assert client.post(f"/office/calendar/{KEY}/", form).status_code == 302
    page = client.get(f"/office/calendar/{KEY}/")
    assert "示范纪要1号" in page.text
    again = client.post(f"/office/calendar/{KEY}/", form)
    assert "已登记办结" in again.text
    assert client.post(f"/office/calendar/{KEY}/undone/").status_code == 302
    assert client.post(f"/office/calendar/{KEY}/undone/").status_code == 404
    assert states_of(district, DAY)[KEY] is TurnState.OVERDUE


def test_a_day_to_come_is_told_on_the_page(client: Client, office: User) -> None:
    client.force_login(office)
    day = timezone.localdate() + timedelta(days=2)
    page = client.post(f"/office/calendar/{KEY}/", {"done_on": day.isoformat()})
    assert "还没有到" in page.text
    assert day.isoformat() in page.text


def test_an_officer_cannot_mark_by_hand(client: Client, officer: User) -> None:
    client.force_login(officer)
    form = {"done_on": "2026-10-24"}
    assert client.post(f"/office/calendar/{KEY}/", form).status_code == 403
    assert client.post(f"/office/calendar/{KEY}/undone/").status_code == 403
    assert client.post("/office/calendar/own/", FORM).status_code == 403
    assert not CalendarMark.objects.exists()


def test_a_row_is_added_and_ended_on_the_pages(client: Client, office: User) -> None:
    client.force_login(office)
    assert client.post("/office/calendar/own/", FORM).status_code == 302
    rule = OwnRule.objects.get()
    assert "上报试点进展" in client.get("/office/calendar/own/").text
    bad = client.post("/office/calendar/own/", FORM | {"due": "06-30"})
    assert "日期与频次不符" in bad.text
    worse = client.post("/office/calendar/own/", FORM | {"due": "六月"})
    assert "写某月某日" in worse.text
    end = f"/office/calendar/own/{rule.pk}/end/"
    assert "早于起始日" in client.post(end, {"valid_to": "2020-01-01"}).text
    assert client.post(end, {"valid_to": "2026-12-31"}).status_code == 302
    rule.refresh_from_db()
    assert rule.valid_to == date(2026, 12, 31)


def test_a_row_of_another_district_is_no_page(
    client: Client, district: Organisation, stranger: User
) -> None:
    rule = own_rule_add(organisation=district, by=None, row=ROW)
    client.force_login(stranger)
    end = f"/office/calendar/own/{rule.pk}/end/"
    assert client.post(end, {"valid_to": "2026-12-31"}).status_code == 404


def test_the_list_goes_out_as_csv_and_as_a_calendar(
    client: Client, district: Organisation, office: User
) -> None:
    done(district, office)
    client.force_login(office)
    rows = client.get("/office/calendar.csv?year=2026&part=10").getvalue().decode()
    assert "季度调度" in rows
    assert "示范纪要1号" in rows
    file = client.get("/office/calendar.ics?year=2026&part=10")
    text = file.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert f"UID:{KEY}@demo.dafeng" in text
    assert "DTSTART;VALUE=DATE:20261025" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_calendar_file_keeps_long_words_and_signs() -> None:
    entry = Entry(
        uid="a@b",
        day=date(2026, 1, 31),
        title="一；二, 三; 四" * 12,
        description="第一行\n第二行\\",
    )
    content = calendar_file(name="年历", entries=[entry], stamp=DAY).decode()
    unfolded = content.replace("\r\n ", "")
    assert "SUMMARY:" + "一；二\\, 三\\; 四" * 12 in unfolded
    assert "DESCRIPTION:第一行\\n第二行\\\\" in unfolded
    assert "DTEND;VALUE=DATE:20260201" in unfolded


def test_the_page_asks_the_same_number_of_questions_however_much_is_done(
    client: Client,
    district: Organisation,
    office: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for turn in turns_of(
        district, first=date(2026, 1, 1), last=date(2026, 9, 30), on=DAY
    ):
        turn_done(
            organisation=district, item=turn.item, by=office, done_on=turn.item.due_on
        )
    client.force_login(office)
    with django_assert_max_num_queries(20):
        client.get("/office/?year=2026")


def test_in_english_the_calendar_speaks_english(client: Client, office: User) -> None:
    client.force_login(office)
    page = client.get("/office/?year=2026&part=Q4", headers={"accept-language": "en"})
    assert "Quarterly dispatch" in page.text
