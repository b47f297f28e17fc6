"""Which projects are 两高: by the sector and the energy of a year, by a dated rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from dafeng.projects.records import Project


class HighEnergy(StrEnum):
    """Whether a project is 两高; unknown when a figure that decides is missing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class HighEnergyRule:
    """One trade of the list, and from how much energy a year on.

    Attributes
    ----------
    prefixes : tuple of str
        Beginnings of GB/T 4754 codes.
    energy_tce : Decimal
        At least so much, tce a year.
    """

    rule: str
    trade_zh: str
    trade_en: str
    prefixes: tuple[str, ...]
    energy_tce: Decimal
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: str


@attrs.frozen(kw_only=True)
class Verdict:
    """What the rule of a day says of a project.

    Attributes
    ----------
    missing : tuple of str
        Figures without which it cannot be said: ``industry``, ``energy_tce``.
    """

    answer: HighEnergy
    rule: HighEnergyRule | None = None
    missing: tuple[str, ...] = ()


@cache
def high_energy_rules() -> tuple[HighEnergyRule, ...]:
    """Every rule of ``data/high_energy_rules.csv``."""
    return tuple(
        HighEnergyRule(
            rule=row["rule"],
            trade_zh=row["trade_zh"],
            trade_en=row["trade_en"],
            prefixes=tuple(row["prefixes"].split("|")),
            energy_tce=Decimal(row["energy_tce"]),
            valid_from=day_or_none(row["valid_from"]),
            valid_to=day_or_none(row["valid_to"]),
            source=row["source"],
            verified=row["verified"],
        )
        for row in packaged_rows("dafeng.projects", "high_energy_rules.csv")
    )


def high_energy_verdict(
    project: Project,
    on: date,
    rules: tuple[HighEnergyRule, ...] | None = None,
) -> Verdict:
    """Say whether a project is 两高 by the rules in force on a day.

    A code of the district's statistics that is shorter than a rule's (31 for 3120) may
    fall under it or not: then the answer is unknown, unless the energy rules it out.

    Parameters
    ----------
    rules : tuple of HighEnergyRule, optional
        Default: the packaged ones.

    Examples
    --------
    >>> from dafeng.projects.records import Project
    >>> mill = Project(code="1", name="轧钢", industry="3130", energy_tce=Decimal(9999))
    >>> high_energy_verdict(mill, date(2026, 1, 1)).answer.value
    'no'
    """
    table = high_energy_rules() if rules is None else rules
    standing = [one for one in table if holds_on(one.valid_from, one.valid_to, on)]
    energy = project.energy_tce
    for rule in standing:
        if project.industry and project.industry.startswith(rule.prefixes):
            if energy is None:
                return _unknown(rule, "energy_tce")
            answer = HighEnergy.YES if energy >= rule.energy_tce else HighEnergy.NO
            return Verdict(answer=answer, rule=rule)
    open_rule = _may_fall_under(project.industry, standing)
    if open_rule is None or (energy is not None and energy < open_rule.energy_tce):
        return Verdict(answer=HighEnergy.NO)
    missing = ("industry",) if energy is not None else ("industry", "energy_tce")
    return _unknown(None, *missing)


def _may_fall_under(
    industry: str, rules: list[HighEnergyRule]
) -> HighEnergyRule | None:
    """The rule of the lowest threshold that a code too short may fall under."""
    fitting = [
        one
        for one in rules
        if any(prefix.startswith(industry) for prefix in one.prefixes)
    ]
    return min(fitting, key=lambda one: one.energy_tce, default=None)


def _unknown(rule: HighEnergyRule | None, *missing: str) -> Verdict:
    return Verdict(answer=HighEnergy.UNKNOWN, rule=rule, missing=missing)
