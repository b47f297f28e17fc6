"""What the sample's office tells the public: releases, letters, courses; invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from dafeng.base.days import day_or_none
from dafeng.base.tables import packaged_rows

RELEASED_ON = date(2026, 11, 18)
CORRECTED_ON = date(2026, 11, 25)
TITLE, TITLE_EN = "碳达峰进展公开数据", "Progress towards the carbon peak: open data"
NOTE = "一项目标的统计口径与方案不一致，予以撤回，待核对后重新公布。"
NOTE_EN = (
    "One target was counted in another scope than the plan's; it is withdrawn until "
    "the figure has been checked."
)
REASON = "统计口径与方案不一致，核对后重新公布"
REASON_EN = (
    "Counted in another scope than the plan's; to be published again when checked"
)
WITHDRAWN_PLACE = 4
"""Of the targets with a figure, in the plan's order, this one is withdrawn."""
FIRST_YEAR = 2020
"""Accounts from this year on are released."""


@attrs.frozen(kw_only=True)
class SampleLetterIn:
    """A letter of the public, and what became of it."""

    key: str
    about: str
    language: str
    received_on: date
    name: str
    email: str
    may_publish: bool
    text: str
    answer: str
    answered_on: date | None
    closed: bool


@attrs.frozen(kw_only=True)
class SampleEvent:
    """A course or campaign; ``unit`` is a code, or ``root`` for the district."""

    kind: str
    title: str
    audience: str
    unit: str
    held_on: date
    state: str
    hours: Decimal | None
    reached: int | None
    new_people: int | None
    source: str
    note: str


@attrs.frozen(kw_only=True)
class SampleAudience:
    """How many people an audience has."""

    audience: str
    year: int
    people: int
    source: str


@cache
def sample_public_letters() -> tuple[SampleLetterIn, ...]:
    """Return the letters in the order in which they came."""
    return tuple(
        SampleLetterIn(
            key=row["key"],
            about=row["about"],
            language=row["language"],
            received_on=date.fromisoformat(row["received_on"]),
            name=row["name"],
            email=row["email"],
            may_publish=row["may_publish"] == "1",
            text=row["text"],
            answer=row["answer"],
            answered_on=day_or_none(row["answered_on"]),
            closed=row["closed"] == "1",
        )
        for row in packaged_rows("dafeng.sample", "public_letters.csv")
    )


@cache
def sample_events() -> tuple[SampleEvent, ...]:
    """Return the register of courses and campaigns."""
    return tuple(
        SampleEvent(
            kind=row["kind"],
            title=row["title"],
            audience=row["audience"],
            unit=row["unit"],
            held_on=date.fromisoformat(row["held_on"]),
            state=row["state"],
            hours=Decimal(row["hours"]) if row["hours"] else None,
            reached=_count(row["reached"]),
            new_people=_count(row["new_people"]),
            source=row["source"],
            note=row["note"],
        )
        for row in packaged_rows("dafeng.sample", "public_events.csv")
    )


@cache
def sample_audiences() -> tuple[SampleAudience, ...]:
    """Return how many people each audience has."""
    return tuple(
        SampleAudience(
            audience=row["audience"],
            year=int(row["year"]),
            people=int(row["people"]),
            source=row["source"],
        )
        for row in packaged_rows("dafeng.sample", "public_audiences.csv")
    )


def _count(text: str) -> int | None:
    return int(text) if text else None
