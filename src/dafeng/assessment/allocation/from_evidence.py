"""Parties of an allocation, read from what is known of a district's parts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache

import attrs

from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.figures import kept
from dafeng.assessment.allocation.records import (
    FuelUse,
    Party,
    PartyKind,
    Stake,
    YearFigure,
)
from dafeng.base.periods import Period
from dafeng.base.tables import packaged_rows
from dafeng.indicators import Evidence, series_of

STATED = "stated"
"""The fuel of a mix of which only carbon and energy are known."""


class Group(StrEnum):
    """Which parties a total is split over; the two overlap and are never mixed."""

    PARTS = "parts"
    """Towns and parks."""
    ENTERPRISES = "enterprises"


_KINDS = {Group.PARTS: PartyKind.OTHER, Group.ENTERPRISES: PartyKind.ENTERPRISE}


@attrs.frozen(kw_only=True)
class Named:
    """What a scope of the evidence is called.

    Attributes
    ----------
    name : str
    kind : PartyKind
    """

    name: str
    kind: PartyKind = attrs.field(default=PartyKind.OTHER, converter=PartyKind)


@attrs.frozen(kw_only=True)
class EvidenceSeries:
    """Which series answers for a field of a party (``data/evidence.csv``)."""

    group: Group
    field: str
    series: str


@cache
def evidence_series() -> tuple[EvidenceSeries, ...]:
    """Return the packaged series, those of one field in the order of preference."""
    return tuple(
        EvidenceSeries(
            group=Group(row["group"]), field=row["field"], series=row["series"]
        )
        for row in packaged_rows("dafeng.assessment.allocation", "evidence.csv")
    )


def parties_from_evidence(
    evidence: Evidence,
    year: int,
    *,
    group: Group = Group.PARTS,
    names: Mapping[str, Named] | None = None,
) -> tuple[Party, ...]:
    """Make the parties of an allocation of the figures that parts of a district have.

    Parameters
    ----------
    evidence : Evidence
        Read as of the day that counts; scopes are codes of organisations.
    year : int
        Base year: years up to it are history; value added, population and mix are of
        this year.
    group : Group
    names : mapping of scope to Named, optional
        A scope without a name keeps its code; a part is then of the kind ``other``.

    Returns
    -------
    tuple of Party
        By scope. Everybody who states energy or carbon up to the year; what nobody
        stated stays unknown. Energy is in tce at equal value (tce等价), carbon in tCO2.
        The mix is ``stated``: carbon over energy, beside what is clean.

    Raises
    ------
    AllocationError
        ``allocation.no_evidence``: no part states energy or carbon.
    """
    found = _Found(evidence=evidence, group=group, year=year)
    scopes = sorted(
        scope
        for scope in {*found.scopes("energy"), *found.scopes("carbon")}
        if scope and (found.history("energy", scope) or found.history("carbon", scope))
    )
    if not scopes:
        wanted = ", ".join(found.series("energy") + found.series("carbon"))
        told = f"No part of {evidence.place} states {wanted} up to {year}: append "
        problem = f"{told}observations with the part as their scope."
        raise AllocationError([problem], code="allocation.no_evidence")
    known, kind = names or {}, _KINDS[group]
    return tuple(
        _party(scope, known.get(scope) or Named(name=scope, kind=kind), found)
        for scope in scopes
    )


@attrs.frozen(kw_only=True)
class _Found:
    """Figures of the parts of a district up to a year."""

    evidence: Evidence
    group: Group
    year: int

    def series(self, field: str) -> list[str]:
        return [
            one.series
            for one in evidence_series()
            if one.group is self.group and one.field == field
        ]

    def scopes(self, field: str) -> set[str]:
        return {
            scope
            for series in self.series(field)
            for scope in self.evidence.scopes(series)
        }

    def history(self, field: str, scope: str) -> tuple[YearFigure, ...]:
        """Every year of a field up to the base year."""
        (series,) = self.series(field)
        return tuple(
            YearFigure(year=year, value=value)
            for year in self.evidence.years(series, scope)
            if year <= self.year
            and (value := self._value(series, scope, year)) is not None
        )

    def figure(self, field: str, scope: str) -> Decimal | None:
        """The base year's figure of the first series that any part states."""
        for series in self.series(field):
            parts = [one for one in self.evidence.scopes(series) if one]
            if any(self._value(series, one, self.year) is not None for one in parts):
                return self._value(series, scope, self.year)
        return None

    def _value(self, series: str, scope: str, year: int) -> Decimal | None:
        found = self.evidence.find(series, Period.year(year), scope)
        if not found:
            return None
        return sum((one.value for one in found), Decimal(0))


def _party(scope: str, named: Named, found: _Found) -> Party:
    energy, carbon = found.history("energy", scope), found.history("carbon", scope)
    return Party(
        unit=named.name,
        kind=named.kind,
        energy=Stake(history=energy),
        carbon=Stake(history=carbon),
        value_added=found.figure("value_added", scope),
        population=found.figure("population", scope),
        fuels=_mix(found, scope),
    )


def _mix(found: _Found, scope: str) -> tuple[FuelUse, ...]:
    """The mix that carbon and energy of the base year imply; empty when unknown."""
    energy, carbon = found.figure("energy", scope), found.figure("carbon", scope)
    if not energy or carbon is None:
        return ()
    clean = min(found.figure("clean", scope) or Decimal(0), energy)
    uses = []
    if energy > clean:
        factor = kept(Fraction(carbon) / Fraction(energy - clean))
        uses.append(FuelUse(fuel=STATED, amount=energy - clean, factor=factor))
    if clean:
        uses.append(FuelUse(fuel="renewables", amount=clean))
    return tuple(uses)


def stated_years(evidence: Evidence, group: Group) -> tuple[int, ...]:
    """Years for which some part states energy or carbon, the oldest first."""
    years = {
        year
        for one in evidence_series()
        if one.group is group and one.field in {"energy", "carbon"}
        for scope in evidence.scopes(one.series)
        if scope
        for year in evidence.years(one.series, scope)
    }
    return tuple(sorted(years))


def evidence_unit(field: str, group: Group) -> str:
    """Unit of a field of the parties: that of its series."""
    listed = [
        one.series
        for one in evidence_series()
        if one.group is group and one.field == field
    ]
    return series_of(listed[0]).unit
