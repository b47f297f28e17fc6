"""Objection and appeal: who may do what next, until when, and what came of it.

::

    filed ─┬─> accepted ─┬─> corrected ─┐
           │             └─> upheld ────┼─> appealed ──> final
           └─> rejected ────────────────┘

Each act gives a new record; nothing is overwritten. The unit may appeal once; who
answered an objection does not review it. A unit that is late is refused, an office that
is late is shown as late.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import attrs

from dafeng.assessment.objection_limits import Limits
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity


class Stage(StrEnum):
    """Where an objection stands."""

    FILED = "filed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """Not taken up: late, not the unit's own matter, without a ground."""
    CORRECTED = "corrected"
    UPHELD = "upheld"
    """The result stays."""
    APPEALED = "appealed"
    FINAL = "final"


class Act(StrEnum):
    """What somebody does with an objection."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UPHOLD = "uphold"
    APPEAL = "appeal"


NEXT: Mapping[Stage, Mapping[Act, Stage]] = MappingProxyType(
    {
        Stage.FILED: {Act.ACCEPT: Stage.ACCEPTED, Act.REJECT: Stage.REJECTED},
        Stage.ACCEPTED: {Act.CORRECT: Stage.CORRECTED, Act.UPHOLD: Stage.UPHELD},
        Stage.REJECTED: {Act.APPEAL: Stage.APPEALED},
        Stage.CORRECTED: {Act.APPEAL: Stage.APPEALED},
        Stage.UPHELD: {Act.APPEAL: Stage.APPEALED},
        Stage.APPEALED: {Act.CORRECT: Stage.FINAL, Act.UPHOLD: Stage.FINAL},
        Stage.FINAL: {},
    }
)
"""Which act leads where."""

_LIMIT_OF = {
    Stage.FILED: "accept",
    Stage.ACCEPTED: "answer",
    Stage.REJECTED: "appeal",
    Stage.CORRECTED: "appeal",
    Stage.UPHELD: "appeal",
    Stage.APPEALED: "review",
}


@attrs.frozen(kw_only=True)
class Filing:
    """What a unit puts forward against a result.

    Attributes
    ----------
    id : str
    unit, period : str
        Whose result, of which period.
    subject : str
        Key of the target or task, id of the proposal; empty is the score as a whole.
    ground : str
    evidence : tuple of str
    by : str
    filed_on : date
    published_on : date
        Day on which the unit was told the result.
    """

    id: str
    unit: str
    period: str
    subject: str = ""
    ground: str
    evidence: tuple[str, ...] = ()
    by: str
    filed_on: date
    published_on: date


@attrs.frozen(kw_only=True)
class Move:
    """One act of one person.

    Attributes
    ----------
    act : Act
    by : str
    on : date
    reason : str
    document : str
        Letter or minutes; a correction names the seal of the corrected result.
    """

    act: Act = attrs.field(converter=Act)
    by: str
    on: date
    reason: str
    document: str = ""


@attrs.frozen(kw_only=True)
class Objection:
    """An objection with everything that was done about it.

    Attributes
    ----------
    filing : Filing
    stage : Stage
    moves : tuple of Move
        In the order in which they were made.
    """

    filing: Filing
    stage: Stage = attrs.field(default=Stage.FILED, converter=Stage)
    moves: tuple[Move, ...] = ()

    @property
    def outcome(self) -> Act | None:
        """What the last answer was: ``correct``, ``uphold`` or ``reject``; None yet."""
        answers = (Act.CORRECT, Act.UPHOLD, Act.REJECT)
        given = [move.act for move in self.moves if move.act in answers]
        return given[-1] if given else None

    @property
    def since(self) -> date:
        """Day from which the running time limit counts."""
        return self.moves[-1].on if self.moves else self.filing.filed_on


def file_objection(filing: Filing, limits: Limits | None = None) -> Objection:
    """Open an objection.

    Raises
    ------
    BadInputError
        ``objection.no_ground``: without a ground. ``objection.late``: after the last
        day; says which that was. ``objection.order``: before the result was told.
    """
    limits = limits or Limits()
    if not filing.ground.strip() or not filing.by.strip():
        msg = (
            f"Objection {filing.id}: state the ground and who raises it; attach the "
            "evidence that the result overlooks."
        )
        raise BadInputError(msg, code="objection.no_ground", objection=filing.id)
    _require_order(filing.id, filing.published_on, filing.filed_on)
    _require_in_time(
        filing.id, limits.end("file", filing.published_on), filing.filed_on
    )
    return Objection(filing=filing)


def move_objection(
    objection: Objection, move: Move, limits: Limits | None = None
) -> Objection:
    """Take the next step.

    Parameters
    ----------
    objection : Objection
    move : Move
        Whether the person has the right to it is the caller's matter.
    limits : Limits, optional

    Raises
    ------
    BadInputError
        ``objection.step``: this act does not follow the stage; says which do.
        ``objection.no_ground``: without a reason or a name. ``objection.order``: before
        the step before. ``objection.late``: an appeal after its last day.
        ``objection.same_person``: who answered reviews the appeal, or a correction
        names no document.
    """
    limits = limits or Limits()
    name = objection.filing.id
    allowed = NEXT[objection.stage]
    if move.act not in allowed:
        msg = (
            f"Objection {name} is {objection.stage.value}; "
            f"{move.act.value} does not follow. {_what_may_follow(objection)}"
        )
        raise BadInputError(msg, code="objection.step", stage=objection.stage.value)
    if not move.reason.strip() or not move.by.strip():
        msg = f"Objection {name}, {move.act.value}: say who does it and why."
        raise BadInputError(msg, code="objection.no_ground", objection=name)
    _require_order(name, objection.since, move.on)
    if move.act is Act.APPEAL:
        _require_in_time(name, limits.end("appeal", objection.since), move.on)
    _require_another_person(objection, move)
    if move.act is Act.CORRECT and not move.document.strip():
        msg = f"Objection {name}: a correction names the seal of the corrected result."
        raise BadInputError(msg, code="objection.no_document", objection=name)
    return attrs.evolve(
        objection, stage=allowed[move.act], moves=(*objection.moves, move)
    )


def _what_may_follow(objection: Objection) -> str:
    allowed = NEXT[objection.stage]
    if not allowed:
        return "An appeal is made once; its outcome is final."
    return f"What may follow: {', '.join(act.value for act in allowed)}."


def _require_order(name: str, earlier: date, later: date) -> None:
    if later < earlier:
        msg = (
            f"Objection {name}: {later} is before {earlier}, when the step before was."
        )
        raise BadInputError(msg, code="objection.order", objection=name)


def _require_in_time(name: str, last: date, day: date) -> None:
    if day > last:
        msg = (
            f"Objection {name}: the last day was {last}, it came on {day}. "
            "A new fact goes into the next assessment, or the office restates the "
            "result with a reason."
        )
        raise BadInputError(msg, code="objection.late", last=last, day=day)


def _require_another_person(objection: Objection, move: Move) -> None:
    if move.act is Act.APPEAL:
        return
    if move.by == objection.filing.by:
        told = "who raises an objection does not answer it"
    elif objection.stage is Stage.APPEALED and move.by in {
        one.by for one in objection.moves if one.act is not Act.APPEAL
    }:
        told = "who answered the objection does not review the appeal"
    else:
        return
    msg = f"Objection {objection.filing.id}: {told}. Let another person do it."
    raise BadInputError(msg, code="objection.same_person", by=move.by)


def due_on(objection: Objection, limits: Limits | None = None) -> date | None:
    """Return the last day for the next step; None when nothing may follow."""
    limit = _LIMIT_OF.get(objection.stage)
    if limit is None:
        return None
    return (limits or Limits()).end(limit, objection.since)


def is_settled(objection: Objection, on: date, limits: Limits | None = None) -> bool:
    """Whether nothing more can follow: final, or the time to appeal is over."""
    if objection.stage is Stage.FINAL:
        return True
    last = due_on(objection, limits)
    answered = Act.APPEAL in NEXT[objection.stage]
    return answered and last is not None and on > last


def late_answers(
    objection: Objection, on: date, limits: Limits | None = None
) -> tuple[Finding, ...]:
    """Return a finding when the office let a time limit pass."""
    last = due_on(objection, limits)
    offices_turn = Act.APPEAL not in NEXT[objection.stage]
    if last is None or not offices_turn or on <= last:
        return ()
    filing = objection.filing
    return (
        Finding(
            code="objection.answer_late",
            severity=Severity.WARNING,
            place=filing.id,
            value=objection.stage.value,
            rule=f"The next step was due on {last}.",
            hint=f"{filing.unit}的异议应于{last}前办理，已超期{(on - last).days}天。",
        ),
    )
