"""A part of a sentence, and what a rule for words reads in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.records import Direction, Softness, TargetKind

if TYPE_CHECKING:
    from dafeng.plan.grammar.vocabulary import Sign


@attrs.frozen(kw_only=True)
class Part:
    """A comma-separated part of a sentence.

    Attributes
    ----------
    text : str
        Without due years.
    said : int or None
        Year that the sentence, or the document's title, names.
    year : int or None
        ``said``, else the year that was carried on.
    dated : int or None
        Year that is near enough to date a state: of the sentence, or of a list of aims.
    subject : str
        What the part before speaks of, for a part that only says what becomes of it.
    """

    text: str
    said: int | None
    year: int | None
    dated: int | None
    subject: str = ""


@attrs.frozen(kw_only=True)
class Said:
    """What one rule read in a part; its fields are those of a target."""

    indicator: str
    kind: TargetKind
    rule: str
    year: int | None
    comparator: Sign | None = None
    value: Decimal | None = None
    unit: str | None = None
    direction: Direction = Direction.NONE
    softness: Softness = Softness.BINDING
    confidence: float = 0.8
