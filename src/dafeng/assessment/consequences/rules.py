"""The rules of consequences: rows with condition, step, demand, source and validity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

import attrs

from dafeng.assessment.consequences.records import About, ConsequenceRule, Part
from dafeng.assessment.records import Light, State, Step
from dafeng.base.days import day_or_none
from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows

_T = TypeVar("_T")

_CRITICAL = (Step.SUPERVISE, Step.CIRCULAR, Step.INTERVIEW)
_UNKNOWN_STATES = frozenset({State.UNKNOWN, State.DELEGATED_UNSET})


@attrs.frozen
class ConsequenceRules:
    """Rules in the order of the table, which settles ties.

    Attributes
    ----------
    rules : tuple of ConsequenceRule
    """

    rules: tuple[ConsequenceRule, ...]

    def on(self, day: date, scheme: str) -> tuple[ConsequenceRule, ...]:
        """Rules in force on a day that belong to a scheme."""
        return tuple(
            rule
            for rule in self.rules
            if rule.in_force(day) and (not rule.schemes or scheme in rule.schemes)
        )

    def __iter__(self) -> Iterator[ConsequenceRule]:
        return iter(self.rules)


@cache
def consequence_rules() -> ConsequenceRules:
    """Return the packaged rules, read once and checked."""
    rows = packaged_rows("dafeng.assessment", "consequence_rules.csv")
    return consequence_rules_of(rows)


def consequence_rules_of(rows: Iterable[Mapping[str, str]]) -> ConsequenceRules:
    """Build rules from rows as ``data/consequence_rules.csv`` has them.

    Raises
    ------
    BadInputError
        ``consequence_rule.bad``: a cell cannot be read, an id stands twice, a demand
        and its days to answer do not fit, or something unknown, or a member of a
        group, would be accused.
    """
    made = tuple(_rule(row) for row in rows)
    for name, times in Counter(rule.id for rule in made).items():
        if times > 1:
            raise _bad(name, "it stands twice; give one another id")
    for rule in made:
        _check(rule)
    return ConsequenceRules(made)


def _rule(row: Mapping[str, str]) -> ConsequenceRule:
    try:
        return ConsequenceRule(
            id=row["id"],
            about=About(row["about"]),
            schemes=_set(row["schemes"], str),
            light_rules=_set(row["light_rules"], str),
            states=_set(row["states"], State),
            settled=row["settled"],
            softness=_set(row["softness"], str),
            parts=_set(row["parts"], Part),
            lights=_set(row["lights"], Light),
            grades=_set(row["grades"], str),
            falsified=row["falsified"],
            achieved=int(row["achieved"] or 0),
            led_lights_spared=_set(row["led_lights_spared"], Light),
            overdue_days=int(row["overdue_days"] or 0),
            repeats=int(row["repeats"] or 0),
            earlier_steps=_set(row["earlier_steps"], Step),
            step=Step(row["step"]),
            demand=row["demand"],
            reply_days=int(row["reply_days"]) if row["reply_days"] else None,
            working_days=row["working_days"],
            source=row["source"],
            verified=row["verified"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
            note=row["note"],
        )
    except KeyError as error:
        raise _bad(row.get("id", ""), f"the column {error} is missing") from error
    except ValueError as error:
        raise _bad(row.get("id", ""), str(error)) from error


def _set(text: str, read: Callable[[str], _T]) -> frozenset[_T]:
    return frozenset(read(part) for part in text.split("|") if part)


def _bad(name: str, told: str) -> BadInputError:
    msg = f"consequence_rules.csv, rule {name!r}: {told}."
    return BadInputError(msg, code="consequence_rule.bad", rule=name)


def _check(rule: ConsequenceRule) -> None:
    for cell, value, allowed in (
        ("settled", rule.settled, ("", "yes", "no")),
        ("falsified", rule.falsified, ("", "yes")),
        ("working_days", rule.working_days, ("", "working", "calendar")),
    ):
        if value not in allowed:
            words = ", ".join(repr(word) for word in allowed)
            raise _bad(rule.id, f"{cell} is {value!r}; it may be {words}")
    _check_answer(rule)
    accuses = rule.step in _CRITICAL
    if accuses and rule.about is About.DATA:
        raise _bad(rule.id, "a missing figure leads to a reminder and no further")
    if accuses and rule.states & _UNKNOWN_STATES:
        raise _bad(rule.id, "an unknown target accuses nobody; take the state out")
    if rule.about is not About.UNIT and (rule.achieved or rule.led_lights_spared):
        raise _bad(rule.id, "achieved and led_lights_spared are about units")
    if rule.about is About.TARGET and not rule.states:
        raise _bad(rule.id, "a rule about targets names their states")
    if accuses and _reaches_members(rule):
        told = "of a member of a group nobody knows what it did; name other parts"
        raise _bad(rule.id, told)


def _reaches_members(rule: ConsequenceRule) -> bool:
    of_duties = rule.about in (About.TARGET, About.TASK)
    return of_duties and (not rule.parts or Part.MEMBER in rule.parts)


def _check_answer(rule: ConsequenceRule) -> None:
    asks = rule.reply_days is not None
    if asks and (rule.reply_days or 0) < 1:
        raise _bad(rule.id, f"{rule.reply_days} days to answer; give 1 or more")
    if asks != ("{reply_by}" in rule.demand) or asks != bool(rule.working_days):
        told = "reply_days, working_days and {reply_by} in the demand go together"
        raise _bad(rule.id, told)
    try:
        rule.demand.format(reply_by="")
    except (KeyError, IndexError, ValueError) as error:
        raise _bad(rule.id, "the demand may name {reply_by} and no more") from error
