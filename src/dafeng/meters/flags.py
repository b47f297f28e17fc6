"""What can be said about one reading; several may hold at once."""

from __future__ import annotations

from enum import IntFlag


class Flag(IntFlag):
    """Marks of a reading, one bit each; the rules stand in the room's README."""

    RANGE = 1
    """Below zero, above what the dial can show or what an interval can hold."""
    SPIKE = 2
    """A register value that its neighbours contradict, or an outlying interval."""
    STUCK = 4
    """The value has not moved for longer than it may."""
    GAP = 8
    """Readings are missing before this one."""
    RESET = 16
    """The register does not continue the one before; what lies between is unknown."""
    DUPLICATE = 32
    """A later row gives the same meter and second."""
    LATE = 64
    """It was learned long after its time."""
    MANUAL = 128
    """A person read it."""
    ESTIMATED = 256
    """Its amount is known, how it falls on the hours is not."""
    CLOCK = 512
    """Its time lies in the future or outside the meter's life."""
    ROLLOVER = 1024
    """The register passed its last digit and began again."""
    UNCALIBRATED = 2048
    """The calibration had run out."""


UNUSED = Flag.RANGE | Flag.DUPLICATE | Flag.CLOCK
"""Readings that no energy is taken from; of a register also ``SPIKE``."""

FLAG_NAMES = tuple(flag.name.lower() for flag in Flag if flag.name)
"""In the order of their bits."""


def flag_names(flags: int) -> tuple[str, ...]:
    """Return the names of the marks that are set.

    Examples
    --------
    >>> flag_names(Flag.GAP | Flag.ESTIMATED)
    ('gap', 'estimated')
    """
    return tuple(name for bit, name in enumerate(FLAG_NAMES) if flags >> bit & 1)
