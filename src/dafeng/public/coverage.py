"""Courses and campaigns: whom they reached, held against whom they are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction

import attrs


class Audience(StrEnum):
    """Whom a course or a campaign is for."""

    CADRES = "cadres"
    SCHOOLS = "schools"
    ENTERPRISES = "enterprises"
    RESIDENTS = "residents"


@attrs.frozen(kw_only=True)
class Event:
    """One course or campaign that was held, or is planned.

    Attributes
    ----------
    reached : int or None
        People who took part; None while nobody counted them.
    new_people : int or None
        Those among them whom no earlier event of the year reached; None when the
        lists were not compared.
    """

    audience: Audience
    year: int
    held: bool
    reached: int | None = None
    new_people: int | None = None


@attrs.frozen(kw_only=True)
class AudienceSize:
    """How many people an audience has in a year, and who says so."""

    audience: Audience
    year: int
    people: int = attrs.field(validator=attrs.validators.ge(1))
    source: str = ""


@attrs.frozen(kw_only=True)
class Coverage:
    """What the events of a year reached.

    Attributes
    ----------
    events, planned : int
        Held, and still to come.
    attendances : int or None
        Sum of those who took part, one person counted as often as he came; None when
        no event was counted.
    uncounted : int
        Held events that nobody counted.
    people : int or None
        Different people reached; None unless the lists of all held events were
        compared.
    size : int or None
        People of the audience.
    share : Fraction or None
        ``people`` of ``size``, at most 1; None while one of them is unknown.
    """

    audience: Audience
    year: int
    events: int
    planned: int
    attendances: int | None
    uncounted: int
    people: int | None
    size: int | None
    source: str
    share: Fraction | None


def coverage_of(
    events: Iterable[Event], sizes: Iterable[AudienceSize]
) -> tuple[Coverage, ...]:
    """Return the coverage of every audience and year that has an event or a size."""
    held: dict[tuple[int, Audience], list[Event]] = {}
    for one in events:
        held.setdefault((one.year, one.audience), []).append(one)
    known = {(one.year, one.audience): one for one in sizes}
    order = list(Audience)
    keys = sorted({*held, *known}, key=lambda key: (-key[0], order.index(key[1])))
    return tuple(_one(key, held.get(key, ()), known.get(key)) for key in keys)


def _one(
    key: tuple[int, Audience], events: Sequence[Event], size: AudienceSize | None
) -> Coverage:
    year, audience = key
    done = [one for one in events if one.held]
    counted = [one.reached for one in done if one.reached is not None]
    fresh = [one.new_people for one in done if one.new_people is not None]
    people = sum(fresh) if done and len(fresh) == len(done) else None
    share = None
    if people is not None and size is not None:
        share = min(Fraction(people, size.people), Fraction(1))
    return Coverage(
        audience=audience,
        year=year,
        events=len(done),
        planned=len(events) - len(done),
        attendances=sum(counted) if counted else None,
        uncounted=len(done) - len(counted),
        people=people,
        size=None if size is None else size.people,
        source="" if size is None else size.source,
        share=share,
    )
