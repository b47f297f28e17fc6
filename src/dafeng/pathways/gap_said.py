"""Whose is the gap, as an outlook tells it.  Records only."""

from __future__ import annotations

from decimal import Decimal

import attrs


@attrs.frozen(kw_only=True)
class DriverShare:
    """What one driver of one sector has in the gap.

    Attributes
    ----------
    sector, name_zh, name_en : str
        Empty for local generation.
    driver : str
        ``activity``, ``intensity``, ``mix``, ``grid`` or ``generation``.
    grams : int
    """

    sector: str
    name_zh: str
    name_en: str
    driver: str
    grams: int


@attrs.frozen(kw_only=True)
class LevelGap:
    """The gap of the promised year's total: half delivery against the plan.

    Attributes
    ----------
    year : int
    allowed_g : int
        What the strictest target on the total allows; the planned level without one.
    target : str
        Key of that target; empty without one.
    planned_g, expected_g : int
        Levels around the centre.
    paths_g : int
        What drivers and grid of the two futures differ in.
    uncovered_g : int
        What the plan leaves open even when all of it comes; negative is room to spare.
    orders : int
        Orders of measures that were drawn; 0 where every order was counted.
    drivers : tuple of DriverShare
        The largest first; they add up to ``expected - planned``.
    """

    year: int
    allowed_g: int
    target: str
    planned_g: int
    expected_g: int
    paths_g: int
    uncovered_g: int
    orders: int
    drivers: tuple[DriverShare, ...]

    @property
    def gap_g(self) -> int:
        """Expected less allowed; not above zero where the target is met."""
        return self.expected_g - self.allowed_g

    def by_driver(self) -> tuple[tuple[str, int], ...]:
        """Added up over sectors."""
        names = dict.fromkeys(one.driver for one in self.drivers)
        return tuple(
            (name, sum(one.grams for one in self.drivers if one.driver == name))
            for name in names
        )


@attrs.frozen(kw_only=True)
class TargetPart:
    """What one measure, or one unit, has in the gap of a target.

    Attributes
    ----------
    code : str
        Of the measure, or of the unit; empty for measures that nobody answers for.
    amount : Decimal
        In the unit of the target, positive is to the bad.
    error : Decimal
        Standard error; 0 where every order was counted.
    """

    code: str
    name_zh: str
    name_en: str
    amount: Decimal
    error: Decimal


@attrs.frozen(kw_only=True)
class TargetDriver:
    """What one driver has in the gap of a target.

    Attributes
    ----------
    driver : str
        ``activity``, ``intensity``, ``mix``, ``grid`` or ``generation``.
    amount : Decimal
        In the unit of the target, positive is to the bad.
    """

    driver: str
    amount: Decimal


@attrs.frozen(kw_only=True)
class TargetGap:
    """One target: where plan and half delivery end, and which measures part them.

    Attributes
    ----------
    key, definition : str
    year : int
    unit : str
    comparator : str
    asked : Decimal
        The end of what is asked that is the nearer one.
    planned, expected : Decimal
        Figures around the centre.
    lacking : Decimal
        How far the expected figure is from what is asked; not above 0 where it is met.
    measures : tuple of TargetPart
        The largest; ``rest`` is all others.
    rest : Decimal
    units : tuple of TargetPart
        The same parts by the unit that answers, every measure.
    drivers : tuple of TargetDriver
        The same distance by driver (LMDI), the largest first; empty in outlooks that
        were made before this was told.
    """

    key: str
    definition: str
    year: int
    unit: str
    comparator: str
    asked: Decimal
    planned: Decimal
    expected: Decimal
    lacking: Decimal
    measures: tuple[TargetPart, ...]
    rest: Decimal
    units: tuple[TargetPart, ...]
    drivers: tuple[TargetDriver, ...] = ()
