"""The nouns of supervision: steps of the ladder, states and acts of a case, hands."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from dafeng.base.days import holds_on


class CaseStep(StrEnum):
    """What a case is: a step of the ladder, or a commendation beside it."""

    REMIND = "remind"
    SUPERVISE = "supervise"
    CIRCULAR = "circular"
    INTERVIEW = "interview"
    TRANSFER = "transfer"
    COMMEND = "commend"


class CaseState(StrEnum):
    """Where a case stands.  Overdue is derived from a day and is no state."""

    DRAFT = "draft"
    CHECKED = "checked"
    ISSUED = "issued"
    RECEIVED = "received"
    REPLIED = "replied"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    """The reply is accepted; the unit carries out its plan."""
    REVIEWED = "reviewed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class CaseAct(StrEnum):
    """What somebody does with a case."""

    CHECK = "check"
    AMEND = "amend"
    """A checked draft goes back to be written anew."""
    ISSUE = "issue"
    RECEIVE = "receive"
    REPLY = "reply"
    RETURN = "return"
    ACCEPT = "accept"
    REVIEW = "review"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


class CaseHand(StrEnum):
    """Who acts."""

    OFFICE = "office"
    SIGNER = "signer"
    """Somebody with the right to issue, other than who checked."""
    UNIT = "unit"
    HEAD = "head"
    """The head of the unit."""


class Asks(StrEnum):
    """Whether a step asks for an answer."""

    REPLY = "reply"
    NOTHING = "nothing"


class DayKind(StrEnum):
    """In which days a time limit counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Form(StrEnum):
    """In which form of an official document a step is written."""

    LETTER = "letter"
    CIRCULAR = "circular"


ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.SUPERSEDED)
"""States in which nobody has anything to do."""
OUT = (
    CaseState.ISSUED,
    CaseState.RECEIVED,
    CaseState.REPLIED,
    CaseState.RETURNED,
    CaseState.ACCEPTED,
    CaseState.REVIEWED,
    CaseState.CLOSED,
)
"""States of a document that left the building and stands."""
AT_UNIT = (CaseState.ISSUED, CaseState.RECEIVED, CaseState.RETURNED)
"""States in which the unit owes its reply."""


@attrs.frozen(kw_only=True)
class Rung:
    """One row of the ladder: what a step asks, who signs it, what follows silence.

    Attributes
    ----------
    step : CaseStep
    form : Form
    many : bool
        Whether one document may name several units.
    checked_by, issued_by : CaseHand
    asks : Asks
    reply_days : int or None
        Days to answer; None where nothing is asked.
    reply_kind : DayKind or None
    review_days : int or None
        Working days in which the office looks at an answer.
    follows : CaseStep or None
        Step that is proposed when no answer came in time.
    source, verified : str
        Document, and ``V``, ``S`` or ``U``.
    effective_from, effective_to : date or None
    note : str
        Chinese.
    """

    step: CaseStep
    form: Form
    many: bool = False
    checked_by: CaseHand = CaseHand.OFFICE
    issued_by: CaseHand = CaseHand.SIGNER
    asks: Asks = Asks.REPLY
    reply_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(1))
    )
    reply_kind: DayKind | None = None
    review_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(1))
    )
    follows: CaseStep | None = None
    source: str
    verified: str
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the row holds on a day."""
        return holds_on(self.effective_from, self.effective_to, on)


@attrs.frozen(kw_only=True)
class CaseMoveRule:
    """One row of the moves: an act leads from one state to another.

    Attributes
    ----------
    act : CaseAct
    source, goal : CaseState
    who : CaseHand
    reason_asked : bool
        Whether the act wants words: a reason or an opinion.
    only : Asks or None
        Whether only cases of one kind know it.
    """

    act: CaseAct = attrs.field(converter=CaseAct)
    source: CaseState = attrs.field(converter=CaseState)
    goal: CaseState = attrs.field(converter=CaseState)
    who: CaseHand = attrs.field(converter=CaseHand)
    reason_asked: bool = False
    only: Asks | None = None


@attrs.frozen(kw_only=True)
class CaseDone:
    """One act as the trail of a case keeps it."""

    act: CaseAct = attrs.field(converter=CaseAct)
    before: CaseState = attrs.field(converter=CaseState)
    after: CaseState = attrs.field(converter=CaseState)
