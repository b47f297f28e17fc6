"""A target before it has an id, and what holds where it is read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.records import Direction, Softness, Span, TargetKind

if TYPE_CHECKING:
    from dafeng.plan.grammar.authority import Tier
    from dafeng.plan.grammar.vocabulary import Sign


@attrs.frozen(kw_only=True)
class Setting:
    """What holds for a block before its first word.

    Attributes
    ----------
    clause : str
    tier : Tier or None
        Tier of the plan's own government.
    made_in : int
        Year in which the plan was made; earlier years are history.
    years : tuple of int
        Years that the heading or the lead sentence gave.
    default_year : int or None
        Year that the document's title gives to what has none of its own.
    history : bool
        Whether the clause tells how things stand.
    in_box : bool
        Whether the clause is a box, where sizes belong to projects.
    subject : str
        Measured quantity that the clause's title names, for figures without a noun.
    """

    clause: str
    tier: Tier | None
    made_in: int
    years: tuple[int, ...] = ()
    default_year: int | None = None
    history: bool = False
    in_box: bool = False
    subject: str = ""


@attrs.frozen(kw_only=True)
class Draft:
    """What one rule read; ``span`` already points into the original text.

    The fields are those of :class:`~dafeng.plan.records.Target`.
    """

    clause: str
    indicator: str
    comparator: Sign | None
    value: Decimal | None
    value_max: Decimal | None = None
    unit: str | None = None
    direction: Direction = Direction.NONE
    year: int | None = None
    base_year: int | None = None
    kind: TargetKind
    softness: Softness = Softness.BINDING
    scope: str | None = None
    span: Span
    confidence: float
    rule: str
