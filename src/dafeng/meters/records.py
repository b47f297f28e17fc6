"""The nouns of the room: meters, their limits, and exchanges of a register."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from fractions import Fraction

import attrs

from dafeng.base.errors import BadInputError

SCALE = 1000
"""Readings are whole thousandths of the meter's unit."""

VALUE_SCALE = 3
"""Decimals of a reading: the power of ten of :data:`SCALE`."""

LARGEST_RATE = 10**12
"""Largest use in an hour that a limit may allow, in thousandths of the unit."""

DIGITS_MOST = 12
"""Most whole digits of a dial: with three decimals they stay far below 2**62."""

FACTOR_MOST = 10
"""Largest factor of a correction: an hour of the largest dial stays below 2**62."""

FACTOR_PARTS = 10**6
"""A factor has at most six decimals."""


LONGEST = timedelta(days=60 * 365)
"""Longest window: seconds of a span stay below 2**31."""

_MOST_S = int(LONGEST.total_seconds())
_TEXT = attrs.validators.instance_of(str)
_WHOLE = attrs.validators.instance_of(int)


class MeterKind(StrEnum):
    """What a reading says."""

    REGISTER = "register"
    """The dial's total; energy is a difference of two readings."""
    INTERVAL = "interval"
    """The amount of the interval that ends at the reading's time."""


class Role(StrEnum):
    """Place of a meter in the tree of an enterprise."""

    MAIN = "main"
    """Bought energy passes it; mains add up to the enterprise."""
    SUB = "sub"
    """Stands behind its parent and is counted in it."""
    VIRTUAL = "virtual"
    """A sum of other meters by formula; it has no readings."""
    MANUAL = "manual"
    """Has no line: a person reads it. Counts as a main meter unless it has a parent."""


class State(IntEnum):
    """How well the energy of an hour is known."""

    MISSING = 0
    """Nothing is known; the energy is a null, never a zero."""
    MEASURED = 1
    """The whole hour is covered by readings that follow closely."""
    ESTIMATED = 2
    """The whole hour is covered, some of it by an amount that was spread."""
    PARTIAL = 3
    """Only a part of the hour is covered; the energy is of that part."""


@attrs.frozen(kw_only=True)
class Limits:
    """When a reading is not to be believed; amounts in the meter's unit.

    Attributes
    ----------
    most_per_hour : Fraction
        The most that can pass in an hour.
    step_s : int
        Seconds between two readings as agreed.
    gap_s : int
        Longer than this between two readings is a gap.
    stuck_s : int
        A value that stays longer than this is stuck; 0 is never.
    late_s : int
        Learned later than this after its time is late.
    spike_ratio : int
        An interval larger than so many times both neighbours is a spike.
    source : str
        Where the limits come from.
    verified : str
        V read in the document, S secondary, U a rule of this house.
    """

    most_per_hour: Fraction
    step_s: int
    gap_s: int
    stuck_s: int
    late_s: int
    spike_ratio: int
    source: str = ""
    verified: str = "U"

    def __attrs_post_init__(self) -> None:
        most = self.most_per_hour * SCALE
        if not 0 < most <= LARGEST_RATE:
            msg = (
                f"At most {self.most_per_hour} an hour is no limit: give more than 0 "
                f"and no more than {LARGEST_RATE // SCALE}."
            )
            raise BadInputError(msg, code="meter.limits")
        times = (self.step_s, self.gap_s, self.stuck_s, self.late_s, self.spike_ratio)
        if any(type(one) is not int or not 0 <= one <= _MOST_S for one in times):
            msg = f"Limits are whole numbers from 0 to {_MOST_S}, not {times}."
            raise BadInputError(msg, code="meter.limits")
        if self.step_s <= 0 or self.gap_s < self.step_s:
            msg = (
                f"A step of {self.step_s} s with a gap from {self.gap_s} s: the step "
                "must be positive and a gap no shorter than it."
            )
            raise BadInputError(msg, code="meter.limits")


@attrs.frozen(kw_only=True)
class Exchange:
    """A register was replaced or set back, and both its values are known.

    Attributes
    ----------
    at : datetime
        The moment, aware.
    final : Fraction
        What the old register showed last, in the meter's unit.
    initial : Fraction
        What the new one showed first.
    evidence : str
        The document that says so.
    """

    at: datetime
    final: Fraction
    initial: Fraction
    evidence: str = ""


@attrs.frozen(kw_only=True)
class Correction:
    """A stretch of days in which a meter showed too much or too little.

    A calibration or a wrong ratio is found afterwards; until then nobody knew.

    Attributes
    ----------
    first, last : date
        Days in China, both included.
    factor : Fraction
        What was used for each unit that was shown: larger than 1 where the meter
        showed too little.
    evidence : str
        The certificate.
    """

    first: date
    last: date
    factor: Fraction
    evidence: str = ""

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            msg = f"A correction from {self.first} to {self.last} has no day."
            raise BadInputError(msg, code="correction.days")
        if not 0 < self.factor <= FACTOR_MOST or FACTOR_PARTS % self.factor.denominator:
            msg = (
                f"A factor of {self.factor}: give more than 0 and no more than "
                f"{FACTOR_MOST}, with at most six decimals."
            )
            raise BadInputError(msg, code="correction.factor")


@attrs.frozen(kw_only=True)
class Meter:
    """One measuring point of one carrier.

    Attributes
    ----------
    id, enterprise : str
    carrier : str
        A code of ``data/carriers.csv``.
    unit : str
        Unit of the readings, of the carrier's dimension.
    kind : MeterKind
    role : Role
    limits : Limits
    multiplier : Fraction
        Amount behind one unit of the dial (current and voltage transformers), exact.
    digits : int or None
        Whole digits of the dial; None is a register that never begins again.
    parent : str
        The meter that this one stands behind; empty is none.
    formula : str
        Of a virtual meter: ``M1 + M2 - 0.5*M3``.
    valid_from, valid_to : date or None
        First and last day of its life in China; None is open.
    calibrated_from, calibrated_to : date or None
        First and last day of the calibration; None is open.
    lapses : tuple of (date, date)
        First and last day of each time between two certificates, inside of that.
    parts_whole : bool
        Whether the meters behind it are meant to measure all of it. If not, only more
        than all of it is a gap.
    replaces : str
        The meter at this point before, for another multiplier or unit.
    exchanges : tuple of Exchange
        By time.
    corrections : tuple of Correction
        By day; no two of them hold on one day.
    name : str
    """

    id: str = attrs.field(validator=attrs.validators.min_len(1))
    enterprise: str = attrs.field(validator=_TEXT)
    carrier: str = attrs.field(validator=_TEXT)
    unit: str = attrs.field(validator=_TEXT)
    kind: MeterKind = attrs.field(converter=MeterKind)
    role: Role = attrs.field(converter=Role, default=Role.MAIN)
    limits: Limits
    multiplier: Fraction = Fraction(1)
    digits: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(_WHOLE)
    )
    parent: str = attrs.field(default="", validator=_TEXT)
    formula: str = attrs.field(default="", validator=_TEXT)
    valid_from: date | None = None
    valid_to: date | None = None
    calibrated_from: date | None = None
    calibrated_to: date | None = None
    lapses: tuple[tuple[date, date], ...] = ()
    parts_whole: bool = attrs.field(
        default=True, validator=attrs.validators.instance_of(bool)
    )
    replaces: str = attrs.field(default="", validator=_TEXT)
    exchanges: tuple[Exchange, ...] = ()
    corrections: tuple[Correction, ...] = ()
    name: str = ""

    @property
    def counts(self) -> bool:
        """Whether it adds to its enterprise: energy is bought through it."""
        return self.role is Role.MAIN or (self.role is Role.MANUAL and not self.parent)


@attrs.frozen(kw_only=True)
class Window:
    """The span of time that is rolled up; readings outside are marked ``CLOCK``.

    Attributes
    ----------
    begin, end : datetime
        Aware; both ends belong to it, because a reading at midnight closes the day.
        ``end`` is never later than now: nothing is known of the future.
    """

    begin: datetime
    end: datetime

    def __attrs_post_init__(self) -> None:
        if not timedelta(0) <= self.end - self.begin <= LONGEST:
            msg = (
                f"A window from {self.begin} to {self.end}: the end comes after the "
                f"begin, and no more than {LONGEST.days} days later."
            )
            raise BadInputError(msg, code="meter.window")
