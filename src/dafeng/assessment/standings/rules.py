"""Rules of states: thresholds with validity, from ``data/state_rules.csv``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows


class PathShape(StrEnum):
    """How a plan without milestones gets to its target."""

    LINEAR = "linear"
    EQUAL_RATE = "equal-rate"


@attrs.frozen(kw_only=True)
class StateRules:
    """Thresholds in force on a day.

    Attributes
    ----------
    on_track_from, at_risk_from : Decimal
        Chances, 0 to 1.
    behind_yellow, behind_red : Decimal
        Percentage points of the way behind the path.
    path : PathShape
    missed_at_most : Decimal
        Largest completion of a target whose year is over and that was missed.
    contradicts_from : Decimal
        Relative difference of two statements of one figure that somebody must look at.
    """

    on_track_from: Decimal
    at_risk_from: Decimal
    behind_yellow: Decimal
    behind_red: Decimal
    missed_at_most: Decimal
    contradicts_from: Decimal
    path: PathShape


def state_rules(on: date) -> StateRules:
    """Return the packaged rules in force on a day.

    Raises
    ------
    NotFoundError
        ``rules.none``: some rule was not in force on that day.
    """
    held: dict[str, str] = {}
    for row in packaged_rows("dafeng.assessment", "state_rules.csv"):
        first, last = (day_or_none(row[f"effective_{end}"]) for end in ("from", "to"))
        if holds_on(first, last, on):
            held[row["name"]] = row["value"]
    lacking = [f.name for f in attrs.fields(StateRules) if f.name not in held]
    if lacking:
        msg = f"On {on} no rule of states is in force for {', '.join(lacking)}."
        raise NotFoundError(msg, code="rules.none", rules=lacking)
    return StateRules(
        on_track_from=Decimal(held["on_track_from"]),
        at_risk_from=Decimal(held["at_risk_from"]),
        behind_yellow=Decimal(held["behind_yellow"]),
        behind_red=Decimal(held["behind_red"]),
        missed_at_most=Decimal(held["missed_at_most"]),
        contradicts_from=Decimal(held["contradicts_from"]),
        path=PathShape(held["path"]),
    )
