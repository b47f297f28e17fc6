"""How much of what has to be metered is metered: the rate by carrier and level.

The rate of GB 17167: meters that are there, of those that are needed to measure all
energy. A works with more than it needs makes up for no other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows


class Level(StrEnum):
    """At which level of the works a meter stands."""

    ENTRY = "entry"
    """进出用能单位: what comes in and goes out."""
    UNIT = "unit"
    """次级用能单位: a workshop or process."""
    EQUIPMENT = "equipment"
    """用能设备: one machine."""


@attrs.frozen(kw_only=True)
class Need:
    """How many meters an enterprise needs of a carrier at a level."""

    enterprise: str
    carrier: str
    level: Level = attrs.field(converter=Level)
    needed: int = attrs.field(validator=attrs.validators.ge(0))


@attrs.frozen(kw_only=True)
class Installed:
    """A meter that is there.

    Attributes
    ----------
    calibrated : bool
        Whether its certificate holds.
    """

    enterprise: str
    carrier: str
    level: Level = attrs.field(converter=Level)
    calibrated: bool


@attrs.frozen(kw_only=True)
class CoverageRow:
    """The rate of a carrier at a level.

    Attributes
    ----------
    enterprises : int
        That need any.
    needed, met : int
        Meters needed, and those of them that are there.
    calibrated : int
        Those of the met whose certificate holds.
    installed : int
        All that are there, also where none was asked for.
    asked : Fraction or None
        Least rate by the standard; None: it names none.
    """

    carrier: str
    level: Level
    enterprises: int
    needed: int
    met: int
    calibrated: int
    installed: int
    asked: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        """Share of the needed that is there; None where none is needed."""
        return Fraction(self.met, self.needed) if self.needed else None

    @property
    def reached(self) -> bool | None:
        """Whether the rate is as high as the standard asks; None: unknown."""
        rate = self.rate
        return None if rate is None or self.asked is None else rate >= self.asked


def coverage_of(
    needs: Iterable[Need], installed: Iterable[Installed], *, on: date
) -> tuple[CoverageRow, ...]:
    """Return the rates by carrier and level, in the order of the standard's table.

    Parameters
    ----------
    needs : iterable of Need
        One for an enterprise, carrier and level.
    installed : iterable of Installed
        Meters in use on the day; sums of meters are none.
    on : date
        Day whose edition of the standard holds.

    Examples
    --------
    >>> level = Level.UNIT
    >>> need = Need(enterprise="a", carrier="electricity", level=level, needed=4)
    >>> meter = Installed(
    ...     enterprise="a", carrier="electricity", level=level, calibrated=True
    ... )
    >>> [row.rate for row in coverage_of([need], [meter] * 3, on=date(2025, 1, 1))]
    [Fraction(3, 4)]
    """
    there: Counter[tuple[str, str, Level]] = Counter()
    valid: Counter[tuple[str, str, Level]] = Counter()
    for one in installed:
        key = (one.enterprise, one.carrier, one.level)
        there[key] += 1
        valid[key] += one.calibrated
    asked = asked_rates_on(on)
    needed: dict[tuple[str, Level], list[Need]] = defaultdict(list)
    for need in needs:
        if need.needed:
            needed[need.carrier, need.level].append(need)
    found: dict[tuple[str, Level], None] = dict.fromkeys(needed)
    found |= dict.fromkeys((carrier, level) for _firm, carrier, level in there)
    order = {key: place for place, key in enumerate(asked)}
    rows = []
    for carrier, level in sorted(
        found, key=lambda key: (order.get(key, len(order)), key)
    ):
        mine = needed[carrier, level]
        keys = [(one.enterprise, carrier, level) for one in mine]
        pairs = list(zip(mine, keys, strict=True))
        rows.append(
            CoverageRow(
                carrier=carrier,
                level=level,
                enterprises=len(mine),
                needed=sum(one.needed for one in mine),
                met=sum(min(one.needed, there[key]) for one, key in pairs),
                calibrated=sum(min(one.needed, valid[key]) for one, key in pairs),
                installed=sum(
                    count for key, count in there.items() if key[1:] == (carrier, level)
                ),
                asked=asked.get((carrier, level)),
            )
        )
    return tuple(rows)


@lru_cache(maxsize=32)
def asked_rates_on(on: date) -> Mapping[tuple[str, Level], Fraction]:
    """Return the least rates of a day by carrier and level."""
    return {
        (row["carrier"], Level(row["level"])): Fraction(row["rate"]) / 100
        for row in packaged_rows("dafeng.meters", "coverage.csv")
        if holds_on(
            day_or_none(row["effective_from"]), day_or_none(row["effective_to"]), on
        )
    }


@lru_cache(maxsize=32)
def coverage_source_on(on: date) -> tuple[str, str]:
    """Return where the least rates of a day come from, and how sure that is."""
    for row in packaged_rows("dafeng.meters", "coverage.csv"):
        first, last = (
            day_or_none(row["effective_from"]),
            day_or_none(row["effective_to"]),
        )
        if holds_on(first, last, on):
            return row["source"], row["verified"]
    return "", ""
