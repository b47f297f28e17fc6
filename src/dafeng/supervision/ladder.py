"""The ladder of consequences: which step asks what, who signs it, what follows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from dafeng.base.days import day_or_none
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.supervision.records import Asks, CaseHand, CaseStep, DayKind, Form, Rung

SURENESS = ("V", "S", "U")


@cache
def ladder_rungs() -> tuple[Rung, ...]:
    """Every row of the packaged ladder, in its order, read once."""
    return ladder_of(packaged_rows("dafeng.supervision", "ladder.csv"))


def ladder_of(rows: Iterable[Mapping[str, str]]) -> tuple[Rung, ...]:
    """Read a ladder from rows as ``data/ladder.csv`` has them.

    Raises
    ------
    BadInputError
        ``ladder.bad``: a cell cannot be read, a time limit does not fit what is asked,
        or two rows of a step hold on one day.
    """
    found: list[Rung] = []
    for number, row in enumerate(rows, start=2):
        rung = _rung(number, row)
        for other in found:
            if other.step is rung.step and _overlap(other, rung):
                raise _bad(number, f"{rung.step} stands in the table already")
        found.append(rung)
    return tuple(found)


def rung_on(step: CaseStep | str, on: date) -> Rung:
    """Return the row of a step that holds on a day.

    Raises
    ------
    NotFoundError
        ``ladder.none``: the ladder says nothing of the step on that day.
    """
    step = CaseStep(step)
    for rung in ladder_rungs():
        if rung.step is step and rung.in_force(on):
            return rung
    msg = f"The ladder says nothing of {step} on {on}."
    raise NotFoundError(msg, code="ladder.none", step=step.value, on=on)


def _rung(number: int, row: Mapping[str, str]) -> Rung:
    try:
        rung = Rung(
            step=CaseStep(row["step"]),
            form=Form(row["form"]),
            many=bool(row["many"]),
            checked_by=CaseHand(row["checked_by"]),
            issued_by=CaseHand(row["issued_by"]),
            asks=Asks(row["asks"]),
            reply_days=_number(row["reply_days"]),
            reply_kind=DayKind(row["reply_kind"]) if row["reply_kind"] else None,
            review_days=_number(row["review_days"]),
            follows=CaseStep(row["follows"]) if row["follows"] else None,
            source=row["source"],
            verified=row["verified"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
            note=row["note"],
        )
    except (KeyError, ValueError) as error:
        raise _bad(number, str(error)) from error
    limits = (rung.reply_days, rung.reply_kind, rung.review_days)
    if any((limit is None) is (rung.asks is Asks.REPLY) for limit in limits):
        raise _bad(number, f"the time limits do not fit what {rung.step} asks")
    if not rung.source or rung.verified not in SURENESS:
        raise _bad(number, "a row needs its source, and V, S or U")
    return rung


def _number(text: str) -> int | None:
    return int(text) if text else None


def _overlap(one: Rung, other: Rung) -> bool:
    starts = [rung.effective_from or date.min for rung in (one, other)]
    ends = [rung.effective_to or date.max for rung in (one, other)]
    return max(starts) <= min(ends)


def _bad(number: int, told: str) -> BadInputError:
    msg = f"ladder.csv, line {number}: {told}."
    return BadInputError(msg, code="ladder.bad", line=number)
