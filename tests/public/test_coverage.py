"""Courses and campaigns: whom they reached, as far as anybody counted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dafeng.public import Audience, AudienceSize, Event, coverage_of

SIZE = AudienceSize(audience=Audience.CADRES, year=2026, people=200, source="编制")


def event(**facts: Any) -> Event:
    base: dict[str, Any] = {
        "audience": Audience.CADRES,
        "year": 2026,
        "held": True,
        "reached": 60,
        "new_people": 50,
    }
    return Event(**(base | facts))


def test_people_count_once_and_attendances_every_time() -> None:
    found = coverage_of([event(), event(new_people=0)], [SIZE])[0]
    assert found.attendances == 120
    assert found.people == 50
    assert found.share == Fraction(1, 4)
    assert found.source == "编制"


def test_the_share_is_recomputed_with_every_event_and_ends_at_one() -> None:
    more = coverage_of([event(), event(new_people=60)], [SIZE])[0]
    assert more.share == Fraction(110, 200)
    full = coverage_of([event(reached=900, new_people=900)], [SIZE])[0]
    assert full.share == 1


def test_without_counts_lists_or_size_the_share_is_unknown() -> None:
    uncounted = coverage_of([event(), event(reached=None, new_people=None)], [SIZE])[0]
    assert uncounted.uncounted == 1
    assert uncounted.people is None
    assert uncounted.share is None
    assert coverage_of([event()], [])[0].share is None


def test_what_is_planned_reaches_nobody_yet() -> None:
    planned = event(held=False, reached=None, new_people=None)
    found = coverage_of([planned], [SIZE])[0]
    assert (found.events, found.planned) == (0, 1)
    assert found.attendances is None
    assert found.people is None


def test_audiences_and_years_stand_apart_the_newest_first() -> None:
    found = coverage_of(
        [event(), event(year=2025), event(audience=Audience.RESIDENTS)], [SIZE]
    )
    assert [(one.year, one.audience) for one in found] == [
        (2026, Audience.CADRES),
        (2026, Audience.RESIDENTS),
        (2025, Audience.CADRES),
    ]
