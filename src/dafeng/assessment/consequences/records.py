"""The nouns of consequences: rules, decisions, and where a proposal stands."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from dafeng.assessment.records import (  # noqa: TC001 - read back from JSON by type
    Light,
    Proposal,
    State,
    Step,
)
from dafeng.base.days import holds_on


class About(StrEnum):
    """What a rule looks at."""

    TARGET = "target"
    DATA = "data"
    """A figure that is overdue; it can lead to a reminder and no further."""
    TASK = "task"
    RETURN = "return"
    """A report that a unit owes."""
    UNIT = "unit"
    """The grade of a unit, or a finding that it falsified."""
    NOTICE = "notice"
    """A letter that was not answered in time."""


class Part(StrEnum):
    """What a unit is to the subject."""

    LEAD = "lead"
    SUPPORT = "support"
    IMPLEMENT = "implement"
    GROUP = "group"
    """A group that leads, as a whole: its members answer together."""
    MEMBER = "member"
    """One of a group: what it did itself is not known."""
    OWNER = "owner"
    """It states the series, sends the form, or the result is its own."""


@attrs.frozen(kw_only=True)
class ConsequenceRule:
    """One row: under these conditions this step is proposed.

    An empty condition takes everything; all that are given must hold.

    Attributes
    ----------
    id : str
    about : About
    schemes : frozenset of str
        Ids of the schemes that it belongs to.
    light_rules : frozenset of str
        Ids of the conventions that gave the light.
    states : frozenset of State
        Of the target; for a unit, of a settled target that it leads.
    settled : str
        ``yes``, ``no`` or empty.
    softness : frozenset of str
    parts : frozenset of Part
    lights : frozenset of Light
    grades : frozenset of str
    falsified : str
        ``yes`` or empty.
    achieved : int
        For a unit: at least so many targets or tasks of its own, led or helped with,
        that were done in the period with figures or papers.
    led_lights_spared : frozenset of Light
        For a unit: no task that it leads has one of these lights.
    overdue_days : int
        At least so many days late; 0 asks for none.
    repeats : int
        At least so many letters went to the unit about the subject before.
    earlier_steps : frozenset of Step
        What these letters were; for a notice, what was not answered.
    step : Step
    demand : str
        Chinese; names ``{reply_by}`` where an answer is asked for.
    reply_days : int or None
    working_days : str
        ``working`` or ``calendar``; empty without an answer.
    source, verified : str
        Document, and ``V``, ``S`` or ``U`` as in ``base.indicators``.
    effective_from, effective_to : date or None
    note : str
    """

    id: str
    about: About
    schemes: frozenset[str] = frozenset()
    light_rules: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    settled: str = ""
    softness: frozenset[str] = frozenset()
    parts: frozenset[Part] = frozenset()
    lights: frozenset[Light] = frozenset()
    grades: frozenset[str] = frozenset()
    falsified: str = ""
    achieved: int = 0
    led_lights_spared: frozenset[Light] = frozenset()
    overdue_days: int = 0
    repeats: int = 0
    earlier_steps: frozenset[Step] = frozenset()
    step: Step
    demand: str
    reply_days: int | None = None
    working_days: str = ""
    source: str
    verified: str
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the rule holds on a day."""
        return holds_on(self.effective_from, self.effective_to, on)


class Ruling(StrEnum):
    """What a person decided about a proposal."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """A confirmed step was taken back, because the result no longer carries it."""


@attrs.frozen(kw_only=True)
class Decision:
    """A person's word on one proposal; it needs a reason unless it confirms.

    Attributes
    ----------
    proposal : str
        Id of the proposal.
    ruling : Ruling
    by : str
    decided_on : date
    reason : str
    """

    proposal: str
    ruling: Ruling = attrs.field(converter=Ruling)
    by: str
    decided_on: date
    reason: str = ""


class Stand(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TO_WITHDRAW = "to-withdraw"
    """It was confirmed, and the result no longer carries it: a person takes it back."""


@attrs.frozen(kw_only=True)
class ProposalStand:
    """A proposal and what became of it.

    Attributes
    ----------
    proposal : Proposal
        As the newest result words it; one that is gone, as it was.
    stand : Stand
    decision : Decision or None
        The newest one.
    reason : str
        Why it stands so, in Chinese; empty for one that waits.
    changed : bool
        The facts are others than before, the step is the same.
    """

    proposal: Proposal
    stand: Stand
    decision: Decision | None = None
    reason: str = ""
    changed: bool = False
