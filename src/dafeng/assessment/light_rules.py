"""The conventions of lights: rows with thresholds, source and validity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

import attrs

from dafeng.assessment.records import Light
from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.tables import packaged_rows


class Measure(StrEnum):
    """What a light rule looks at."""

    MONTHS_NOT_STARTED = "months_not_started"
    """Whole months since the planned start of a task that has not begun."""
    BEHIND = "behind"
    """Percentage points behind the plain calendar; negative is ahead."""
    OVERDUE_DAYS = "overdue_days"
    """Days past the due day; 0 is not overdue."""
    PACE_NEEDED = "pace_needed"
    """How many times faster than planned the rest must go to be done in time."""


@attrs.frozen(kw_only=True)
class LightRule:
    """One row: when a measure reaches a bound, the light is this.

    Attributes
    ----------
    rule : str
        Name within its set.
    measure : Measure
    at_least, more_than : Decimal or None
        The bound, reached (``>=``) or passed (``>``); neither takes every value.
    light : Light
    reason : str
        Chinese sentence without its full stop; may name ``{planned}``, ``{percent}``,
        ``{behind}``, ``{months}``, ``{days}``, ``{pace}``.
    effective_from, effective_to : date or None
    source, verified, note : str
    """

    rule: str
    measure: Measure = attrs.field(converter=Measure)
    at_least: Decimal | None = None
    more_than: Decimal | None = None
    light: Light = attrs.field(converter=Light)
    reason: str
    effective_from: date | None = None
    effective_to: date | None = None
    source: str
    verified: str
    note: str = ""

    def reached(self, value: Fraction) -> bool:
        """Whether the value reaches the bound."""
        if self.at_least is not None:
            return value >= Fraction(self.at_least)
        return self.more_than is None or value > Fraction(self.more_than)


@attrs.frozen(kw_only=True)
class LightRules:
    """A convention of lights.

    Attributes
    ----------
    id : str
        ``yinchuan-2025``.
    rules : tuple of LightRule
        Tried in this order; the last one takes what is on time.
    """

    id: str
    rules: tuple[LightRule, ...]

    @property
    def on_time(self) -> Light:
        """The light of a task that is on time or done."""
        return self.rules[-1].light

    def in_force(self, on: date) -> bool:
        """Whether every row holds on a day."""
        return all(
            holds_on(row.effective_from, row.effective_to, on) for row in self.rules
        )


def light_rules(name: str) -> LightRules:
    """Return a packaged convention.

    Raises
    ------
    NotFoundError
        ``light_rules.unknown``: says which there are.
    """
    found = packaged_light_rules().get(name)
    if found is None:
        offer = ", ".join(packaged_light_rules())
        msg = f"There are no light rules {name!r}. There are: {offer}."
        raise NotFoundError(msg, code="light_rules.unknown", rules=name)
    return found


@cache
def packaged_light_rules() -> Mapping[str, LightRules]:
    """Return the conventions of ``data/light_rules.csv`` by id, checked."""
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in packaged_rows("dafeng.assessment", "light_rules.csv"):
        rows.setdefault(row["set"], []).append(row)
    return {name: light_rules_of(name, own) for name, own in rows.items()}


def light_rules_of(name: str, rows: Iterable[Mapping[str, str]]) -> LightRules:
    """Build a convention from rows as ``data/light_rules.csv`` has them.

    Raises
    ------
    BadInputError
        ``light_rules.bad``: a cell cannot be read, a rule stands twice or is never
        reached, the colour is grey, or the last row does not take what is on time.
    """
    made = LightRules(id=name, rules=tuple(_rule(name, row) for row in rows))
    _check(made)
    return made


def _rule(name: str, row: Mapping[str, str]) -> LightRule:
    texts = ("rule", "measure", "light", "reason", "source", "verified", "note")
    try:
        return LightRule(
            **{each: row.get(each, "") for each in texts},
            at_least=_number(row.get("at_least", "")),
            more_than=_number(row.get("more_than", "")),
            effective_from=day_or_none(row.get("effective_from", "")),
            effective_to=day_or_none(row.get("effective_to", "")),
        )
    except (ArithmeticError, ValueError) as error:
        raise _bad(name, row.get("rule", ""), str(error)) from error


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _bad(name: str, rule: str, told: str) -> BadInputError:
    msg = f"Light rules {name!r}, row {rule!r}: {told}."
    return BadInputError(msg, code="light_rules.bad", rules=name, rule=rule)


def _check(made: LightRules) -> None:
    if not made.rules:
        raise _bad(made.id, "", "there is no row; give at least one, for on time")
    seen: dict[str, LightRule] = {}
    for row in made.rules:
        if row.rule in seen:
            raise _bad(made.id, row.rule, "it stands twice; give one another name")
        if row.light is Light.GREY:
            raise _bad(made.id, row.rule, "grey is for what is not known, not a rule")
        if row.at_least is not None and row.more_than is not None:
            raise _bad(made.id, row.rule, "give at_least or more_than, not both")
        for earlier in seen.values():
            if earlier.measure is row.measure and not _below(row, earlier):
                told = f"{earlier.rule!r} before it takes all that it could; swap them"
                raise _bad(made.id, row.rule, told)
        _try_reason(made.id, row)
        seen[row.rule] = row
    last = made.rules[-1]
    if last.measure is not Measure.BEHIND or _bound(last) is not None:
        told = "the last row must take every value of 'behind': it is the one on time"
        raise _bad(made.id, last.rule, told)


def _bound(row: LightRule) -> Decimal | None:
    return row.more_than if row.at_least is None else row.at_least


def _below(row: LightRule, earlier: LightRule) -> bool:
    """Whether a row can be reached behind an earlier one of the same measure."""
    own, before = _bound(row), _bound(earlier)
    if before is None:
        return False
    if own is None or own < before:
        return True
    return own == before and row.at_least is not None and earlier.more_than is not None


def _try_reason(name: str, row: LightRule) -> None:
    known = dict.fromkeys(("planned", "percent", "behind", "months", "days", "pace"))
    try:
        row.reason.format(**known)
    except (KeyError, IndexError, ValueError) as error:
        told = f"the reason may name {', '.join(known)}, and it says {row.reason!r}"
        raise _bad(name, row.rule, told) from error
