"""Who is told what and when: hand lists with a frozen clock, and what never happens."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.work import (
    Channel,
    Duty,
    Event,
    Holder,
    NoticeKind,
    Post,
    ReminderRule,
    Reminders,
    Why,
    event_notices,
    reminder_rules,
    reminder_rules_of,
    reminders_due,
)

DUE = date(2026, 3, 15)
REPORT = Duty(
    object="work.report/1",
    label="能耗月报",
    address="/work/reports/1/",
    unit="energy",
    asks="district",
    due_on=DUE,
)
OFFICER = Holder(person="li", unit="energy", post=Post.OFFICER)
HEAD = Holder(person="wang", unit="energy", post=Post.HEAD)
OFFICE = Holder(person="office", unit="district", post=Post.OFFICE)
EVERYBODY = (OFFICER, HEAD, OFFICE)
RETURNED = Event(
    kind=NoticeKind.RETURNED,
    object="work.report/1",
    mark="4",
    label="能耗月报",
    address="/work/reports/1/",
    unit="energy",
    asks="district",
    note="缺少佐证",
    by="office",
)


def told(
    on: date,
    *,
    duties: tuple[Duty, ...] = (REPORT,),
    holders: tuple[Holder, ...] = EVERYBODY,
    sent: tuple[str, ...] = (),
) -> Reminders:
    return reminders_due(
        duties, rules=reminder_rules(), holders=holders, on=on, sent=sent
    )


def people(reminders: Reminders) -> list[tuple[str, Why]]:
    return [(one.recipient.person, one.recipient.why) for one in reminders.notices]


def days(first: date, *steps: int) -> list[date]:
    """Days of a clock that goes so many days on, or back, between two looks."""
    seen = [first]
    for step in steps:
        seen.append(seen[-1] + timedelta(days=step))
    return seen


def run(
    clock: list[date], holders: tuple[Holder, ...] = EVERYBODY
) -> list[tuple[date, str, str]]:
    """Send on each day what the rules call for; return day, person and step."""
    keys: list[str] = []
    sent = []
    for day in clock:
        for one in told(day, holders=holders, sent=tuple(keys)).notices:
            keys.append(one.key)
            step = one.key.split(":")[3]
            sent.append((day, one.recipient.person, step))
    assert len(keys) == len(set(keys))
    return sent


def test_the_days_of_a_deadline_are_those_of_a_hand_list() -> None:
    whole = days(date(2026, 3, 1), *[1] * 45)
    assert [(day.isoformat(), *who) for day, *who in run(whole)] == [
        ("2026-03-08", "li", "-7"),
        ("2026-03-12", "li", "-3"),
        ("2026-03-14", "li", "-1"),
        ("2026-03-16", "li", "+1"),
        ("2026-03-22", "li", "+7"),
        ("2026-03-22", "wang", "+7"),
        ("2026-03-29", "li", "+14"),
        ("2026-03-29", "wang", "+14"),
        ("2026-04-05", "li", "+21"),
        ("2026-04-05", "wang", "+21"),
        ("2026-04-12", "li", "+28"),
        ("2026-04-12", "wang", "+28"),
    ]


def test_a_notice_says_how_many_days_are_left_or_late() -> None:
    [soon] = told(date(2026, 3, 12)).notices
    assert (soon.kind, soon.late, soon.due_on) == (NoticeKind.DUE_SOON, -3, DUE)
    [late] = told(date(2026, 3, 16)).notices
    assert (late.kind, late.late) == (NoticeKind.OVERDUE, 1)
    assert late.channels == (Channel.SITE, Channel.MAIL)
    assert (late.label, late.unit, late.address) == (
        REPORT.label,
        "energy",
        REPORT.address,
    )


def test_a_day_on_which_no_worker_ran_is_made_up_for_with_the_true_count() -> None:
    [soon] = told(date(2026, 3, 10)).notices
    assert (soon.key.split(":")[3], soon.late) == ("-7", -5)


def test_on_the_last_day_it_is_due_and_not_overdue() -> None:
    [soon] = told(DUE).notices
    assert (soon.kind, soon.late) == (NoticeKind.DUE_SOON, 0)


def test_a_week_and_a_day_before_nobody_is_told() -> None:
    assert told(DUE - timedelta(days=8)) == Reminders(notices=())


def test_a_clock_that_jumps_on_skips_what_it_passed() -> None:
    assert run(days(date(2026, 3, 8), 30)) == [
        (date(2026, 3, 8), "li", "-7"),
        (date(2026, 4, 7), "li", "+21"),
        (date(2026, 4, 7), "wang", "+21"),
    ]


def test_a_clock_that_jumps_back_tells_nothing_older_than_was_told() -> None:
    assert run(days(date(2026, 3, 16), -2, -4, 1, 5)) == [
        (date(2026, 3, 16), "li", "+1")
    ]


def test_a_new_deadline_is_told_of_from_its_beginning() -> None:
    key = told(date(2026, 3, 14)).notices[0].key
    extended = attrs.evolve(REPORT, due_on=date(2026, 3, 20))
    [again] = told(date(2026, 3, 14), duties=(extended,), sent=(key,)).notices
    assert again.late == -6


@pytest.mark.parametrize("on", [date(2026, 3, 14), date(2026, 3, 30)])
def test_what_was_handed_in_is_told_to_nobody(on: date) -> None:
    assert told(on, duties=(attrs.evolve(REPORT, turn=None),)) == Reminders(notices=())


def test_when_the_officer_is_through_the_head_is_reminded() -> None:
    submitted = attrs.evolve(REPORT, turn=Post.HEAD)
    assert people(told(date(2026, 3, 14), duties=(submitted,))) == [
        ("wang", Why.IN_CHARGE)
    ]


AWAY = attrs.evolve(OFFICER, absences=((date(2026, 3, 10), date(2026, 3, 20)),))
STANDS_IN = Holder(
    person="zhao",
    unit="energy",
    post=Post.OFFICER,
    deputy=True,
    since=date(2026, 3, 10),
    until=date(2026, 3, 20),
)
LEFT = attrs.evolve(OFFICER, until=date(2026, 3, 13))


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ((OFFICER, STANDS_IN, HEAD, OFFICE), [("li", Why.IN_CHARGE)]),
        ((AWAY, STANDS_IN, HEAD, OFFICE), [("zhao", Why.DEPUTY)]),
        ((AWAY, HEAD, OFFICE), [("wang", Why.HEAD)]),
        ((LEFT, HEAD, OFFICE), [("wang", Why.HEAD)]),
        ((LEFT, OFFICE), [("office", Why.OFFICE)]),
        (
            (attrs.evolve(HEAD, deputy=True), OFFICE),
            [("wang", Why.HEAD)],
        ),
        (
            (OFFICER, attrs.evolve(OFFICER, person="an"), HEAD),
            [("an", Why.IN_CHARGE), ("li", Why.IN_CHARGE)],
        ),
        ((attrs.evolve(OFFICER, unit="water"), OFFICE), [("office", Why.OFFICE)]),
    ],
    ids=[
        "the officer",
        "who stands in for the officer",
        "the head while the officer is away and nobody stands in",
        "the head when the officer left",
        "the carbon office when nobody is left",
        "a deputy head",
        "every officer",
        "not the officer of another unit",
    ],
)
def test_the_chain_ends_with_somebody_who_is_there(
    holders: tuple[Holder, ...], expected: list[tuple[str, Why]]
) -> None:
    assert people(told(date(2026, 3, 14), holders=holders)) == expected


def test_a_head_in_the_place_of_the_officer_is_told_once() -> None:
    assert people(told(date(2026, 3, 22), holders=(HEAD, OFFICE))) == [
        ("wang", Why.HEAD)
    ]


def test_nobody_to_tell_is_a_finding_and_no_silence() -> None:
    reminders = told(date(2026, 3, 14), holders=(LEFT,))
    assert reminders.notices == ()
    [finding] = reminders.findings
    assert (finding.code, finding.place, finding.value) == (
        "reminder.nobody",
        "energy",
        "能耗月报",
    )


def test_an_event_is_told_once_and_not_to_who_caused_it() -> None:
    rules = reminder_rules()
    first = event_notices(RETURNED, rules=rules, holders=EVERYBODY, on=DUE)
    [notice] = first.notices
    assert (notice.recipient.person, notice.note) == ("li", "缺少佐证")
    assert notice.key == "returned:work.report/1:4:li"
    again = event_notices(
        RETURNED, rules=rules, holders=EVERYBODY, on=DUE, sent=[notice.key]
    )
    assert again.notices == ()
    own = attrs.evolve(RETURNED, by="li")
    assert not event_notices(own, rules=rules, holders=EVERYBODY, on=DUE).notices


def test_a_new_task_is_told_to_the_officer_and_the_head() -> None:
    assigned = attrs.evolve(RETURNED, kind=NoticeKind.ASSIGNED)
    made = event_notices(assigned, rules=reminder_rules(), holders=EVERYBODY, on=DUE)
    assert people(made) == [("li", Why.IN_CHARGE), ("wang", Why.IN_CHARGE)]


def test_an_event_that_reaches_nobody_is_a_finding() -> None:
    made = event_notices(RETURNED, rules=reminder_rules(), holders=(), on=DUE)
    assert [finding.code for finding in made.findings] == ["reminder.nobody"]


def test_without_a_rule_for_a_kind_nobody_is_told() -> None:
    assert event_notices(RETURNED, rules=(), holders=EVERYBODY, on=DUE) == Reminders(
        notices=()
    )


def test_a_key_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadInputError, match="KIND:OBJECT:DAY:STEP:PERSON") as caught:
        told(DUE, sent=("overdue:work.report/1:soon:+1:li",))
    assert caught.value.code == "reminders.key"


def test_every_packaged_rule_says_where_it_comes_from() -> None:
    rules = reminder_rules()
    assert {rule.kind for rule in rules} == set(NoticeKind)
    assert all(rule.source and rule.verified == "U" for rule in rules)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "shouting"},
        {"to": "neighbour"},
        {"channels": "pigeon"},
        {"offset": "soon"},
        {"every": "0"},
        {"effective_from": "then"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_rule_that_cannot_be_read_is_refused(change: dict[str, str]) -> None:
    row = {**next(iter(packaged_rows("dafeng.work", "reminders.csv"))), **change}
    with pytest.raises(BadInputError) as caught:
        reminder_rules_of([row])
    assert caught.value.code == "reminders.bad"


def test_two_rules_for_one_day_are_refused_unless_one_follows_the_other() -> None:
    row = next(iter(packaged_rows("dafeng.work", "reminders.csv")))
    with pytest.raises(BadInputError, match="day -7"):
        reminder_rules_of([row, row])
    old = {**row, "effective_to": "2025-12-31"}
    new = {**row, "effective_from": "2026-01-01", "channels": "site"}
    rules = reminder_rules_of([old, new])
    made = reminders_due(
        [REPORT], rules=rules, holders=EVERYBODY, on=date(2026, 3, 8), sent=()
    )
    assert [one.channels for one in made.notices] == [(Channel.SITE,)]


# -- whatever the clock does ----------------------------------------------------------

POSTS = st.sampled_from([Post.OFFICER, Post.HEAD, Post.OFFICE])
DAYS = st.integers(-40, 90).map(lambda n: DUE + timedelta(days=n))
HOLDERS = st.builds(
    Holder,
    person=st.sampled_from(["li", "wang", "zhao", "office"]),
    unit=st.sampled_from(["energy", "district"]),
    post=POSTS,
    deputy=st.booleans(),
    since=st.none() | DAYS,
    until=st.none() | DAYS,
    absences=st.lists(
        st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))), max_size=2
    ).map(tuple),
)
DUTIES = st.builds(
    Duty,
    object=st.integers(1, 3).map(lambda n: f"work.report/{n}"),
    label=st.just("报表"),
    address=st.just("/"),
    unit=st.just("energy"),
    asks=st.just("district"),
    due_on=DAYS,
    turn=st.none() | st.sampled_from([Post.OFFICER, Post.HEAD]),
)


@given(
    clock=st.lists(DAYS, min_size=1, max_size=25),
    holders=st.lists(HOLDERS, max_size=5),
    duties=st.lists(DUTIES, max_size=3, unique_by=lambda duty: duty.object),
)
def test_whatever_the_clock_does_nobody_is_told_twice_nor_older_news_later(
    clock: list[date], holders: list[Holder], duties: list[Duty]
) -> None:
    keys: list[str] = []
    newest: dict[tuple[str, str], int] = {}
    for day in clock:
        for one in told(
            day, duties=tuple(duties), holders=tuple(holders), sent=tuple(keys)
        ).notices:
            assert one.key not in keys
            keys.append(one.key)
            step = int(one.key.split(":")[3])
            place = (one.object, one.recipient.person)
            assert step > newest.get(place, -1000)
            newest[place] = step
            assert one.late is not None
            assert one.late >= step


@given(
    on=DAYS,
    holders=st.lists(HOLDERS, max_size=6),
    duties=st.lists(DUTIES, max_size=3, unique_by=lambda duty: duty.object),
)
def test_nobody_is_told_who_left_or_is_away(
    on: date, holders: list[Holder], duties: list[Duty]
) -> None:
    made = told(on, duties=tuple(duties), holders=tuple(holders))
    there = {
        holder.person
        for holder in holders
        if (holder.since is None or holder.since <= on)
        and (holder.until is None or on <= holder.until)
        and not any(first <= on <= last for first, last in holder.absences)
    }
    assert {one.recipient.person for one in made.notices} <= there
    asked = {duty.object for duty in duties if duty.turn is not None}
    assert {one.object for one in made.notices} <= asked


@given(
    on=DAYS,
    holders=st.lists(HOLDERS, max_size=4),
    duties=st.lists(DUTIES, max_size=3, unique_by=lambda duty: duty.object),
    data=st.data(),
)
def test_the_order_of_what_is_given_does_not_matter(
    on: date, holders: list[Holder], duties: list[Duty], data: st.DataObject
) -> None:
    first = told(on, duties=tuple(duties), holders=tuple(holders))
    second = told(
        on,
        duties=tuple(data.draw(st.permutations(duties))),
        holders=tuple(data.draw(st.permutations(holders))),
    )
    assert first == second


@given(offset=st.integers(1, 60), every=st.integers(1, 30), late=st.integers(0, 400))
def test_a_repeated_step_is_the_newest_one_that_came(
    offset: int, every: int, late: int
) -> None:
    rule = ReminderRule(kind=NoticeKind.OVERDUE, offset=offset, every=every)
    came = list(range(offset, late + 1, every))
    assert rule.step_on(late) == (came[-1] if came else None)
