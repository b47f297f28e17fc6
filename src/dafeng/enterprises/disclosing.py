"""Duties of a year, where each stands on a day, and whose publication is missing.

No function knows what day it is: the day is an argument. The year of a duty is the one
in which it falls due: the report on 2025 is a duty of 2026.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias

import attrs

from dafeng.base.days import holds_on
from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.differing import difference
from dafeng.enterprises.errors import RegisterError
from dafeng.enterprises.records import (
    Agreement,
    Counts,
    Cycle,
    Duty,
    DutyClass,
    MissingFirm,
    Publication,
    Register,
    Standing,
    State,
    VerifiedValue,
)
from dafeng.enterprises.rules import DayKind, Held, Rule, disclosure_rules
from dafeng.work import WorkCalendar, work_calendar

_Key: TypeAlias = tuple[str, str, str]
_KINDS = {Cycle.MONTHLY: PeriodKind.MONTH, Cycle.QUARTERLY: PeriodKind.QUARTER}


@attrs.frozen(kw_only=True)
class _Asked:
    """One rule for one span: a period, or the day of an occasion."""

    rule: Rule
    period: str
    first: date
    last: date
    due_on: date
    sure: bool


def duties_in(
    register: Register, year: int, *, rules: Iterable[Rule] | None = None
) -> tuple[Duty, ...]:
    """Return what falls due in a year, by last day, enterprise and rule.

    An enterprise of several classes that ask for the same owes it once, by the
    earliest of the days.

    Parameters
    ----------
    register : Register
    year : int
        The year of the last days.
    rules : iterable of Rule, optional
        The packaged ones where none are given; each counts on days it is in force.

    Raises
    ------
    RegisterError
        ``register.enterprise``: a row names an enterprise that is not there.
    """
    _see_names(register)
    held = tuple(disclosure_rules() if rules is None else rules)
    calendar = work_calendar()
    classes: dict[str, list[DutyClass]] = defaultdict(list)
    for one in register.classes:
        classes[one.kind].append(one)
    found: dict[_Key, Duty] = {}
    for rule in held:
        for asked in _spans(rule, year, calendar):
            for member in classes[rule.kind]:
                if _is_of(member, asked):
                    _add(found, member, asked)
        if rule.cycle is Cycle.EVENT:
            _add_occasions(found, register, rule, year, classes[rule.kind])
    return tuple(
        sorted(found.values(), key=lambda one: (one.due_on, one.enterprise, one.rule))
    )


def standings(
    register: Register, duties: Iterable[Duty], on: date
) -> tuple[Standing, ...]:
    """Return where each duty stands on a day; what was published later is not known."""
    published: dict[_Key, list[Publication]] = defaultdict(list)
    for one in register.publications:
        if one.published_on <= on:
            published[one.enterprise, one.rule, one.period].append(one)
    verified = {(v.enterprise, v.rule, v.period): v for v in register.verified}
    return tuple(
        _standing(duty, published.get(_key(duty), []), verified.get(_key(duty)), on)
        for duty in duties
    )


def missing_firms(rows: Iterable[Standing]) -> tuple[MissingFirm, ...]:
    """Return the enterprises whose publication is missing, each exactly once."""
    found: dict[str, list[Duty]] = defaultdict(list)
    for row in rows:
        if row.state is State.MISSING:
            found[row.duty.enterprise].append(row.duty)
    return tuple(
        MissingFirm(enterprise=code, duties=tuple(duties))
        for code, duties in found.items()
    )


def firm_states(rows: Iterable[Standing]) -> Mapping[str, State]:
    """Return the worst state of each enterprise: missing, then not due, then late."""
    worst: dict[str, State] = {}
    for row in rows:
        code = row.duty.enterprise
        standing = worst.get(code, State.IN_TIME)
        worst[code] = min(standing, row.state, key=_WORST.index)
    return worst


def counts_of(rows: Iterable[Standing]) -> Counts:
    """Count enterprises; each is in exactly one of done, missing and waiting."""
    kept = tuple(rows)
    states = list(firm_states(kept).values())
    differs = {
        row.duty.enterprise
        for row in kept
        if row.difference.agreement is Agreement.DIFFERS
    }
    done = [one for one in states if one in (State.IN_TIME, State.LATE)]
    return Counts(
        obliged=len(states),
        done=len(done),
        missing=states.count(State.MISSING),
        waiting=states.count(State.NOT_DUE),
        late=states.count(State.LATE),
        differing=len(differs),
    )


_WORST = (State.MISSING, State.NOT_DUE, State.LATE, State.IN_TIME)


def _standing(
    duty: Duty,
    published: list[Publication],
    verified: VerifiedValue | None,
    on: date,
) -> Standing:
    first = min(published, key=lambda one: one.published_on, default=None)
    last = None
    for one in published:
        if last is None or one.published_on >= last.published_on:
            last = one
    if first is None:
        state = State.NOT_DUE if on <= duty.due_on else State.MISSING
        end = on
    else:
        state = State.IN_TIME if first.published_on <= duty.due_on else State.LATE
        end = first.published_on
    return Standing(
        duty=duty,
        state=state,
        first=first,
        last=last,
        days_late=max((end - duty.due_on).days, 0),
        difference=difference(last, verified),
    )


def _spans(rule: Rule, year: int, calendar: WorkCalendar) -> Iterator[_Asked]:
    """The periods of a rule whose last day lies in a year."""
    if rule.cycle is Cycle.EVENT:
        return
    for period in _periods(rule, year):
        if rule.cycle is Cycle.YEARLY:
            due = date(period.end.year + rule.years_after, rule.due_month, rule.due_day)
        else:
            due = _days_after(rule, period.end, calendar)
        asked = _asked(rule, period.code, (period.start, period.end), due, calendar)
        if asked.due_on.year == year and rule.holds(asked.due_on):
            yield asked


def _periods(rule: Rule, year: int) -> Iterable[Period]:
    if rule.cycle is Cycle.YEARLY:
        last = Period.year(year - rule.years_after)
        return (last.previous(), last)
    two = (Period.year(year - 1), Period.year(year))
    return [part for one in two for part in one.children(_KINDS[rule.cycle])]


def _days_after(rule: Rule, day: date, calendar: WorkCalendar) -> date:
    if rule.day_kind is DayKind.WORKING:
        return calendar.after(day, rule.days_after)
    return day + timedelta(days=rule.days_after)


def _asked(
    rule: Rule,
    period: str,
    span: tuple[date, date],
    due: date,
    calendar: WorkCalendar,
) -> _Asked:
    """Move a last day that is not worked, where the rule says so."""
    if rule.moved and not calendar.works(due):
        due = calendar.after(due, 1)
    counts_days = rule.moved or rule.day_kind is DayKind.WORKING
    sure = not counts_days or not calendar.unsure(span[1], due)
    return _Asked(
        rule=rule, period=period, first=span[0], last=span[1], due_on=due, sure=sure
    )


def _is_of(member: DutyClass, asked: _Asked) -> bool:
    if asked.rule.held is Held.ON_DAY:
        return holds_on(member.since, member.until, asked.due_on)
    begins_in_time = member.since is None or member.since <= asked.last
    return begins_in_time and (member.until is None or member.until >= asked.first)


def _add_occasions(
    found: dict[_Key, Duty],
    register: Register,
    rule: Rule,
    year: int,
    members: list[DutyClass],
) -> None:
    calendar = work_calendar()
    for one in register.occasions:
        due = _days_after(rule, one.on, calendar)
        asked = _asked(rule, one.code, (one.on, one.on), due, calendar)
        if asked.due_on.year != year or not rule.holds(one.on):
            continue
        for member in members:
            same = member.enterprise == one.enterprise
            if same and holds_on(member.since, member.until, one.on):
                _add(found, member, asked)


def _add(found: dict[_Key, Duty], member: DutyClass, asked: _Asked) -> None:
    key = (member.enterprise, asked.rule.code, asked.period)
    before = found.get(key)
    listed = (member.listed_in,) if member.listed_in else ()
    if before is None:
        found[key] = Duty(
            enterprise=member.enterprise,
            rule=asked.rule.code,
            period=asked.period,
            due_on=asked.due_on,
            classes=(member.kind,),
            listed_in=listed,
            sure=asked.sure,
        )
        return
    found[key] = attrs.evolve(
        before,
        due_on=min(before.due_on, asked.due_on),
        classes=tuple(dict.fromkeys((*before.classes, member.kind))),
        listed_in=tuple(dict.fromkeys((*before.listed_in, *listed))),
        sure=before.sure and asked.sure,
    )


def _key(duty: Duty) -> _Key:
    return duty.enterprise, duty.rule, duty.period


def _see_names(register: Register) -> None:
    known = {one.code for one in register.enterprises}
    named = {one.enterprise for one in register.classes}
    named |= {one.enterprise for one in register.occasions}
    named |= {one.enterprise for one in register.publications}
    named |= {one.enterprise for one in register.verified}
    if wrong := sorted(named - known):
        msg = f"Not in the register: {', '.join(wrong)}. Add the enterprise first."
        raise RegisterError(
            msg, code="register.enterprise", enterprises="、".join(wrong)
        )
