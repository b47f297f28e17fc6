"""Who owes what by when, where it stands, who is missing, what differs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.enterprises import (
    Agreement,
    Cycle,
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    Register,
    RegisterError,
    Rule,
    State,
    VerifiedValue,
    counts_of,
    difference,
    disclosure_classes,
    disclosure_rules,
    duties_in,
    missing_firms,
    rule_of,
    standings,
)
from dafeng.enterprises.rules import DayKind, Held

DUE = date(2026, 3, 15)
REPORT = {"enterprise": "a", "rule": "env-report", "period": "2025"}


def of_class(kind: str = "key-discharger", **more: object) -> DutyClass:
    facts = {"enterprise": "a", "kind": kind, "since": date(2025, 1, 1), **more}
    return DutyClass(**facts)  # type: ignore[arg-type]


def register(*classes: DutyClass, **more: object) -> Register:
    firms = tuple(Enterprise(code=code, name=f"{code}厂") for code in "abc")
    return Register(enterprises=firms, classes=classes, **more)  # type: ignore[arg-type]


def published(on: date, value: str | None = None, unit: str = "tCO2") -> Publication:
    told = None if value is None else Decimal(value)
    return Publication(**REPORT, published_on=on, value=told, unit=unit)


def verified(value: str, unit: str = "tCO2") -> VerifiedValue:
    return VerifiedValue(**REPORT, value=Decimal(value), unit=unit)


def state(on: date, *publications: Publication) -> State:
    kept = register(of_class(), publications=publications)
    (row,) = standings(kept, duties_in(kept, 2026), on)
    return row.state


def test_the_last_day_is_in_time_and_the_day_after_is_missing() -> None:
    assert state(DUE) is State.NOT_DUE
    assert state(DUE + timedelta(1)) is State.MISSING
    assert state(DUE, published(DUE)) is State.IN_TIME
    assert state(date(2026, 4, 1), published(DUE + timedelta(1))) is State.LATE


def test_what_is_published_later_is_not_known_on_the_day() -> None:
    later = published(date(2026, 4, 1))
    assert state(date(2026, 3, 31), later) is State.MISSING


def test_a_last_day_on_a_sunday_stays_unless_the_rule_moves_it() -> None:
    kept = register(of_class())
    assert DUE.weekday() == 6
    assert [one.due_on for one in duties_in(kept, 2026)] == [DUE]
    moved = [attrs.evolve(rule, moved=True) for rule in disclosure_rules()]
    assert [one.due_on for one in duties_in(kept, 2026, rules=moved)] == [
        date(2026, 3, 16)
    ]


def test_two_classes_that_ask_for_one_report_make_one_duty() -> None:
    kept = register(
        of_class(listed_in="甲"), of_class("cleaner-production", listed_in="乙")
    )
    (duty,) = duties_in(kept, 2026)
    assert duty.classes == ("key-discharger", "cleaner-production")
    assert duty.listed_in == ("甲", "乙")


@pytest.mark.parametrize(
    ("since", "until", "owes"),
    [
        (date(2025, 12, 31), None, 1),
        (date(2026, 1, 1), None, 0),
        (date(2020, 1, 1), date(2025, 1, 1), 1),
        (date(2020, 1, 1), date(2024, 12, 31), 0),
    ],
)
def test_a_class_counts_that_held_on_any_day_of_the_period(
    since: date, until: date | None, owes: int
) -> None:
    kept = register(of_class(since=since, until=until))
    assert len(duties_in(kept, 2026)) == owes


def test_a_rule_counts_only_while_it_is_in_force() -> None:
    kept = register(of_class("sustainability", since=date(2020, 1, 1)))
    assert duties_in(kept, 2025) == ()
    assert [one.due_on for one in duties_in(kept, 2026)] == [date(2026, 4, 30)]


def test_months_and_quarters_count_days_from_their_end() -> None:
    rule = Rule(code="m", kind="key-discharger", cycle=Cycle.MONTHLY, days_after=40)
    months = duties_in(register(of_class()), 2026, rules=[rule])
    assert len(months) == 12
    assert (months[0].period, months[0].due_on) == ("2025-11", date(2026, 1, 9))
    quarter = attrs.evolve(rule, cycle=Cycle.QUARTERLY, days_after=15)
    found = duties_in(register(of_class()), 2026, rules=[quarter])
    assert [one.period for one in found] == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"]


def test_a_class_may_have_to_hold_on_the_last_day_itself() -> None:
    rule = attrs.evolve(rule_of("env-report"), held=Held.ON_DAY)
    gone = register(of_class(until=date(2026, 3, 14)))
    assert duties_in(gone, 2026, rules=[rule]) == ()


def test_an_event_is_published_within_working_days_and_may_be_unsure() -> None:
    happened = Occasion(enterprise="a", code="2026-09-30-1", on=date(2026, 9, 30))
    kept = register(of_class(), occasions=(happened,))
    found = {one.rule: one for one in duties_in(kept, 2026)}
    assert found["env-event"].period == "2026-09-30-1"
    assert found["env-event"].due_on > date(2026, 10, 7)
    far = Occasion(enterprise="a", code="2061-01-05-1", on=date(2061, 1, 5))
    (_report, event) = sorted(
        duties_in(register(of_class(), occasions=(far,)), 2061), key=lambda d: d.rule
    )[::-1]
    assert (event.due_on, event.sure) == (date(2061, 1, 12), False)


def test_calendar_days_after_an_event_need_no_table_of_holidays() -> None:
    rule = attrs.evolve(
        next(one for one in disclosure_rules() if one.code == "env-event"),
        day_kind=DayKind.CALENDAR,
    )
    far = Occasion(enterprise="a", code="x", on=date(2061, 1, 5))
    (duty,) = duties_in(register(of_class(), occasions=(far,)), 2061, rules=[rule])
    assert (duty.due_on, duty.sure) == (date(2061, 1, 10), True)


def test_a_firm_is_missing_once_whatever_it_owes() -> None:
    kept = register(of_class(), of_class("sustainability"), of_class(enterprise="b"))
    rows = standings(kept, duties_in(kept, 2026), date(2026, 6, 1))
    firms = missing_firms(rows)
    assert [one.enterprise for one in firms] == ["a", "b"]
    assert [one.rule for one in firms[0].duties] == ["env-report", "sustainability"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(sorted(disclosure_classes())),
            st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        ),
        max_size=12,
    ),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_every_obliged_firm_is_in_exactly_one_place(
    facts: list[tuple[str, str, date | None]], on: date
) -> None:
    kept = register(
        *(of_class(kind, enterprise=code) for code, kind, _day in facts),
        publications=tuple(
            Publication(
                enterprise=code, rule="env-report", period="2025", published_on=day
            )
            for code, _kind, day in facts
            if day is not None
        ),
    )
    rows = standings(kept, duties_in(kept, 2026), on)
    counts, firms = counts_of(rows), missing_firms(rows)
    assert counts.obliged == counts.done + counts.missing + counts.waiting
    assert counts.obliged == len({row.duty.enterprise for row in rows})
    names = [one.enterprise for one in firms]
    assert len(names) == len(set(names)) == counts.missing
    overdue = {
        r.duty.enterprise for r in rows if r.duty.due_on < on and r.first is None
    }
    assert set(names) == overdue


def test_the_first_publication_gives_the_time_and_the_last_one_the_value() -> None:
    kept = register(
        of_class(),
        publications=(
            published(date(2026, 5, 1), "90"),
            published(date(2026, 3, 1), "100"),
        ),
        verified=(verified("90"),),
    )
    (row,) = standings(kept, duties_in(kept, 2026), date(2026, 6, 1))
    assert row.state is State.IN_TIME
    assert row.difference.agreement is Agreement.EQUAL


def test_without_a_verified_value_the_difference_is_unknown_never_equal() -> None:
    told = published(DUE, "100")
    assert difference(told, None).agreement is Agreement.UNKNOWN
    assert difference(None, verified("100")).agreement is Agreement.UNKNOWN
    assert difference(published(DUE), verified("100")).agreement is Agreement.UNKNOWN
    assert difference(told, None).gap is None


def test_values_are_compared_exactly_in_the_unit_of_the_verified_one() -> None:
    equal = difference(published(DUE, "1.2", "万吨CO2"), verified("12000"))
    assert (equal.agreement, equal.gap) == (Agreement.EQUAL, 0)
    near = difference(published(DUE, "100.000001"), verified("100"))
    assert (near.agreement, near.gap) == (Agreement.DIFFERS, Decimal("0.000001"))
    other = difference(published(DUE, "100", "tCO2e"), verified("100"))
    assert (other.agreement, other.gap) == (Agreement.OTHER_UNIT, None)
    nothing = difference(published(DUE, "5"), verified("0"))
    assert (nothing.agreement, nothing.share) == (Agreement.DIFFERS, None)


def test_a_row_of_an_enterprise_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(RegisterError) as caught:
        duties_in(register(of_class(enterprise="z")), 2026)
    assert caught.value.code == "register.enterprise"
    assert caught.value.fields["enterprises"] == "z"
    with pytest.raises(RegisterError):
        rule_of("nothing")


def test_every_packaged_rule_has_source_validity_and_mark() -> None:
    for rule in disclosure_rules():
        assert rule.kind in disclosure_classes()
        assert rule.source
        assert rule.basis_zh
        assert rule.verified in "VSU"
        assert rule.effective_from is not None
        assert not rule.moved
