"""Rules of disclosure: which class publishes what by when; rows with source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.errors import RegisterError
from dafeng.enterprises.records import Cycle

_ROOM = "dafeng.enterprises"


class Held(StrEnum):
    """When an enterprise has to be of the class."""

    IN_PERIOD = "in-period"
    """On any day of the period that is published."""
    ON_DAY = "on-day"
    """On the last day to publish; for an event on the day of the event."""


class DayKind(StrEnum):
    """How days after a period or an event are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


@attrs.frozen(kw_only=True)
class ClassWord:
    """A class of enterprises that have to publish."""

    code: str
    label_zh: str
    label_en: str
    basis_zh: str
    source: str
    verified: str


@attrs.frozen(kw_only=True)
class Rule:
    """What a class publishes.

    Attributes
    ----------
    due_month, due_day, years_after : int
        For a yearly rule: 15 March, one year after the period.
    days_after : int
        For the others: days after the end of the period, or after the event.
    moved : bool
        A last day that is not worked moves to the next one that is.
    value_unit : str
        Unit in which emissions are asked for; empty asks for none.
    """

    code: str
    kind: str
    cycle: Cycle
    due_month: int = 0
    due_day: int = 0
    years_after: int = 0
    days_after: int = 0
    day_kind: DayKind = DayKind.CALENDAR
    moved: bool = False
    held: Held = Held.IN_PERIOD
    value_unit: str = ""
    title_zh: str = ""
    title_en: str = ""
    basis_zh: str = ""
    source: str = ""
    verified: str = "U"
    effective_from: date | None = None
    effective_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return holds_on(self.effective_from, self.effective_to, day)


@cache
def disclosure_classes() -> Mapping[str, ClassWord]:
    """Return the packaged classes by code."""
    return {
        row["class"]: ClassWord(
            code=row["class"],
            **{
                name: row[name]
                for name in ("label_zh", "label_en", "basis_zh", "source", "verified")
            },
        )
        for row in packaged_rows(_ROOM, "classes.csv")
    }


@cache
def disclosure_rules() -> tuple[Rule, ...]:
    """Return the packaged rules, one for each class that a rule is for."""
    return rules_of(packaged_rows(_ROOM, "disclosures.csv"))


def rules_of(rows: Iterable[Mapping[str, str]]) -> tuple[Rule, ...]:
    """Read rules from rows as ``data/disclosures.csv`` has them."""
    return tuple(_rule(row) for row in rows)


@cache
def rule_words() -> Mapping[str, Rule]:
    """Return one packaged rule of each code, for its words."""
    return {rule.code: rule for rule in reversed(disclosure_rules())}


def rule_of(code: str) -> Rule:
    """Return the words of a rule.

    Raises
    ------
    RegisterError
        ``register.rule``: there is none of that code.
    """
    try:
        return rule_words()[code]
    except KeyError:
        have = ", ".join(sorted(rule_words()))
        msg = f"No rule {code!r}; there are: {have}."
        raise RegisterError(msg, code="register.rule", rule=code) from None


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        code=row["rule"],
        kind=row["class"],
        cycle=Cycle(row["cycle"]),
        due_month=int(row["due_month"] or 0),
        due_day=int(row["due_day"] or 0),
        years_after=int(row["years_after"] or 0),
        days_after=int(row["days_after"] or 0),
        day_kind=DayKind(row["day_kind"]),
        moved=row["moved"] == "yes",
        held=Held(row["held"]),
        value_unit=row["value_unit"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        basis_zh=row["basis_zh"],
        source=row["source"],
        verified=row["verified"],
        effective_from=day_or_none(row["effective_from"]),
        effective_to=day_or_none(row["effective_to"]),
    )
