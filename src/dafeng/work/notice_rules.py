"""When people are told of what, from ``data/reminders.csv``: house rules (mark U)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.work.recipients import Post


class NoticeKind(StrEnum):
    """What a notice is about."""

    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    ASSIGNED = "task-assigned"
    ROUND_OPENED = "round-opened"
    SUBMITTED = "submitted"
    """An officer is through; the head's turn."""
    RECEIVED = "received"
    """A unit handed something in; the carbon office's turn."""
    RETURNED = "returned"
    REPLIED = "replied"
    VERIFIED = "verified"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    """Stopped for a while, taken up again, or ended."""
    COMPUTED = "computed"
    """What the person asked for was reckoned, or could not be."""
    ISSUED = "issued"
    """A paper was issued to the unit."""
    WITHDRAWN = "withdrawn"
    """A paper that was issued to the unit no longer holds."""
    INVITED = "invited"
    """A meeting was called, changed or called off."""
    WARNED = "warned"
    """Something comes near its limit, or has passed it."""


class Channel(StrEnum):
    """How a notice reaches people."""

    SITE = "site"
    MAIL = "mail"


_ACTOR = "actor"


@attrs.frozen(kw_only=True)
class ReminderRule:
    """One row of the rules.

    Attributes
    ----------
    offset : int or None
        Days after the deadline, negative before it; None is told when it happens.
    every : int or None
        From ``offset`` on, again every so many days.
    to : tuple of Post or None
        Posts that are told; None is the post whose turn it is.
    """

    kind: NoticeKind
    offset: int | None = None
    every: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(1))
    )
    to: tuple[Post | None, ...] = (None,)
    channels: tuple[Channel, ...] = (Channel.SITE,)
    source: str = ""
    verified: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""

    def step_on(self, late: int) -> int | None:
        """Newest day of this rule when something is ``late`` days late; None: not yet.

        Examples
        --------
        >>> weekly = ReminderRule(kind=NoticeKind.OVERDUE, offset=14, every=7)
        >>> weekly.step_on(30), weekly.step_on(13)
        (28, None)
        """
        if self.offset is None or late < self.offset:
            return None
        if self.every is None:
            return self.offset
        return late - (late - self.offset) % self.every


@cache
def reminder_rules() -> tuple[ReminderRule, ...]:
    """Return the packaged rules, in the order of the table."""
    return reminder_rules_of(packaged_rows("dafeng.work", "reminders.csv"))


def reminder_rules_of(rows: Iterable[Mapping[str, str]]) -> tuple[ReminderRule, ...]:
    """Read rules from rows as ``data/reminders.csv`` has them.

    Raises
    ------
    BadInputError
        ``reminders.bad``: a cell cannot be read, or two rows say the same on one day.
    """
    rules = tuple(_rule(row) for row in rows)
    for position, rule in enumerate(rules):
        for other in rules[:position]:
            same = (rule.kind, rule.offset) == (other.kind, other.offset)
            if same and _overlap(rule, other):
                day = "" if rule.offset is None else f", day {rule.offset}"
                raise _bad(rule.kind, f"two rows hold at the same time{day}")
    return rules


def rules_on(rules: Iterable[ReminderRule], day: date) -> tuple[ReminderRule, ...]:
    """Those of ``rules`` that hold on a day."""
    return tuple(
        rule for rule in rules if holds_on(rule.effective_from, rule.effective_to, day)
    )


def _rule(row: Mapping[str, str]) -> ReminderRule:
    texts = {key: row.get(key, "") for key in ("source", "verified", "note")}
    try:
        return ReminderRule(
            **texts,
            kind=NoticeKind(row["kind"]),
            offset=_number(row.get("offset", "")),
            every=_number(row.get("every", "")),
            to=tuple(None if to == _ACTOR else Post(to) for to in _list(row["to"])),
            channels=tuple(Channel(name) for name in _list(row["channels"])),
            effective_from=day_or_none(row.get("effective_from", "")),
            effective_to=day_or_none(row.get("effective_to", "")),
        )
    except ValueError as error:
        raise _bad(row["kind"], str(error)) from error


def _number(text: str) -> int | None:
    return int(text) if text else None


def _list(text: str) -> list[str]:
    return text.split("|")


def _overlap(one: ReminderRule, other: ReminderRule) -> bool:
    starts = [rule.effective_from or date.min for rule in (one, other)]
    ends = [rule.effective_to or date.max for rule in (one, other)]
    return max(starts) <= min(ends)


def _bad(kind: str, told: str) -> BadInputError:
    msg = f"Reminder rule {kind!r}: {told}."
    return BadInputError(msg, code="reminders.bad", kind=kind)
