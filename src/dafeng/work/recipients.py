"""Who is told: a chain that ends with somebody who is there, and a reason for each.

Officer, else who stands in for the officer, else the unit's head (or who stands in for
the head), else the carbon office.  Who left is never told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import attrs

from dafeng.base.days import holds_on


class Post(StrEnum):
    """Whose turn it is, and in whose place somebody is told."""

    OFFICER = "officer"
    HEAD = "head"
    OFFICE = "office"
    """The carbon office."""


class Why(StrEnum):
    """Why somebody is told."""

    IN_CHARGE = "in-charge"
    """The person holds the post that is asked."""
    DEPUTY = "deputy"
    """The holders are away, or there is a deputy alone."""
    HEAD = "head"
    """Nobody of the unit can be told before its head."""
    OFFICE = "office"
    """Nobody of the unit can be told at all."""


@attrs.frozen(kw_only=True)
class Holder:
    """Somebody who holds a post in a unit, from a day to a day.

    Attributes
    ----------
    person : str
        Name by which the person signs in.
    unit : str
        Code of the unit; for the carbon office that of each unit that it may ask for.
    deputy : bool
        The post is held as a deputy, or somebody who is away handed it over.
    since, until : date or None
        First and last day; None is open.
    absences : tuple of (date, date)
        First and last days for which the person handed the post over.
    """

    person: str
    unit: str
    post: Post
    deputy: bool = False
    since: date | None = None
    until: date | None = None
    absences: tuple[tuple[date, date], ...] = ()

    def there_on(self, day: date) -> bool:
        """Whether the person holds the post that day and is not away."""
        away = any(first <= day <= last for first, last in self.absences)
        return holds_on(self.since, self.until, day) and not away


@attrs.frozen(kw_only=True)
class Recipient:
    """One person to tell; ``post`` is the post that was asked for."""

    person: str
    post: Post
    why: Why


class Staff:
    """Who holds which post on one day."""

    def __init__(self, holders: Iterable[Holder], on: date) -> None:
        self._at: dict[tuple[str, Post], list[Holder]] = defaultdict(list)
        for holder in holders:
            if holder.there_on(on):
                self._at[holder.unit, holder.post].append(holder)

    def recipients(self, post: Post, *, unit: str, asks: str) -> tuple[Recipient, ...]:
        """Who is told in the place of ``post``, by name; empty when nobody is there.

        Parameters
        ----------
        unit : str
            Unit that answers.
        asks : str
            Unit that asks; its carbon office is the last resort.

        Examples
        --------
        >>> head = Holder(person="wang", unit="energy", post=Post.HEAD)
        >>> staff = Staff([head], date(2026, 3, 1))
        >>> [told] = staff.recipients(Post.OFFICER, unit="energy", asks="district")
        >>> told.person, told.why.value
        ('wang', 'head')
        """
        chain = list(Post)[list(Post).index(post) :]
        for step in chain:
            there = self._at[asks if step is Post.OFFICE else unit, step]
            in_charge = {held.person for held in there if not held.deputy}
            told = in_charge or {held.person for held in there}
            if told:
                why = _why(step, post, in_charge)
                return tuple(
                    Recipient(person=person, post=post, why=why)
                    for person in sorted(told)
                )
        return ()


def _why(step: Post, asked: Post, in_charge: set[str]) -> Why:
    if step is not asked:
        return Why.HEAD if step is Post.HEAD else Why.OFFICE
    return Why.IN_CHARGE if in_charge else Why.DEPUTY
