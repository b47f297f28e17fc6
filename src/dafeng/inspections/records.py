"""Nouns of this room: who may be drawn, by whom, how many, and what was drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs
from attrs.validators import ge, min_len, optional


class Severity(StrEnum):
    """How heavy a finding of an inspection is; the words are rows of the rules."""

    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"


class How(StrEnum):
    """By which part of the quota a subject was drawn."""

    RISK = "risk"
    """Chances in proportion to the risk points."""
    RANDOM = "random"
    """Equal chances among those whom the first part left."""


class NoticeForm(StrEnum):
    """What a unit is handed."""

    OPINION = "opinion"
    """节能监察意见书."""
    ORDER = "order"
    """限期整改通知书."""


@attrs.frozen(kw_only=True)
class PastFinding:
    """Something that an earlier inspection found.

    Attributes
    ----------
    still_open : bool
        It has not been cleared yet.
    """

    severity: Severity = attrs.field(converter=Severity)
    found_on: date
    still_open: bool = False


@attrs.frozen(kw_only=True)
class Subject:
    """A unit that may be drawn.

    Attributes
    ----------
    energy_tce : Decimal or None
        Energy use of the last full year in tce; None is unknown, never zero.
    looked_on : date or None
        Day of the last inspection; None is never.
    """

    id: str = attrs.field(validator=min_len(1))
    name: str = ""
    energy_tce: Decimal | None = attrs.field(
        default=None, validator=optional(ge(Decimal(0)))
    )
    looked_on: date | None = None
    past: tuple[PastFinding, ...] = ()


@attrs.frozen(kw_only=True)
class Inspector:
    """Somebody who may be sent; ``office`` is the code of a unit."""

    id: str = attrs.field(validator=min_len(1))
    name: str = ""
    office: str = ""


@attrs.frozen(kw_only=True)
class Exclusion:
    """A conflict of interest: this inspector is not sent to this subject."""

    inspector: str
    subject: str
    reason: str = attrs.field(validator=min_len(1))


@attrs.frozen(kw_only=True)
class DrawCase:
    """Everything that a draw hangs on, except the seed.

    Attributes
    ----------
    plan : str
        Name of the plan; another name with the same seed draws others.
    on : date
        Day on which the rules hold and risk is judged.
    quota : int
        How many inspections are asked for in all.
    """

    plan: str = attrs.field(validator=min_len(1))
    on: date
    quota: int = attrs.field(validator=ge(1))
    subjects: tuple[Subject, ...]
    inspectors: tuple[Inspector, ...]
    exclusions: tuple[Exclusion, ...] = ()


@attrs.frozen(kw_only=True)
class ClassQuota:
    """How many of a class are drawn.

    Attributes
    ----------
    eligible : int
        Subjects of the class that may be drawn.
    floor : int
        What the rules ask for.
    quota : int
        What is drawn; never below ``floor``.
    by_chance : int
        The part of ``quota`` that is drawn with equal chances.
    """

    code: str
    eligible: int
    floor: int
    quota: int
    by_chance: int


@attrs.frozen(kw_only=True)
class Drawn:
    """A subject that was drawn, and who is sent.

    Attributes
    ----------
    key : str
        The keyed hash that decided, in hexadecimal.
    points : int
        Risk points on the day of the draw.
    """

    subject: str
    group: str
    how: How
    points: int
    key: str
    inspectors: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Draw:
    """What came out; the same case, seed and word give the same draw, byte for byte.

    Attributes
    ----------
    frame : str
        SHA-256 of the case with the rules that held.
    edition : str
        Edition of the rules.
    resting : tuple of str
        Subjects that were left out because they were inspected a short while ago.
    """

    plan: str
    frame: str
    edition: str
    commitment: str
    seed: str
    word: str
    quotas: tuple[ClassQuota, ...]
    drawn: tuple[Drawn, ...]
    resting: tuple[str, ...] = ()
