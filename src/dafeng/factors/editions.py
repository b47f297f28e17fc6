"""What stands around the factor rows: sets, regions, rules, names, as data."""

from __future__ import annotations

from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.factors.errors import UnknownFactorError
from dafeng.factors.records import Level

PACKAGE = "dafeng.factors"
ANY_CODE = "*"
"""In an alias: the row is found by its region, whatever its code."""

BY_REGION = "by-region"
"""Level of a set whose rows take the level of their region."""


@attrs.frozen(kw_only=True)
class FactorSet:
    """A family of numbers that belong together (``data/sets.csv``).

    Attributes
    ----------
    name : str
    name_zh, name_en : str
    level : Level or None
        None: each row has the level of its region.
    kind : str
        ``fuels``, ``power``, ``standard-coal``, ``warming``, …
    document : str
    valid_from, valid_to : int or None
        Years in which the document is in force.
    notes : str
    """

    name: str
    name_zh: str
    name_en: str
    level: Level | None
    kind: str
    document: str
    valid_from: int | None
    valid_to: int | None
    notes: str


@attrs.frozen(kw_only=True)
class Region:
    """Where a row holds (``data/regions.csv``).

    Attributes
    ----------
    name, name_zh : str
    level : Level
    within : str
        The next wider region; empty for the widest.
    zones : tuple of str
        Divisions of other kinds that it lies in: farming zones, continents.
    """

    name: str
    name_zh: str
    level: Level
    within: str
    zones: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Preference:
    """Of sets of one level, which comes first under a rule (``data/rules.csv``)."""

    rule: str
    order: int
    factor_set: str
    valid_from: int | None
    valid_to: int | None
    reason: str


@attrs.frozen(kw_only=True)
class EstimateStep:
    """A named estimate that a rule opens when a year has no row of its own.

    Attributes
    ----------
    rule : str
    order : int
    estimate : str
        ``wider-region``, ``carried-forward``, ``carried-back`` or
        ``substitute-item``.
    limit : int
        Years that it may reach; 0 where years do not matter.
    reason : str
    """

    rule: str
    order: int
    estimate: str
    limit: int
    reason: str


@attrs.frozen(kw_only=True)
class Alias:
    """A parameter that other rows answer too, in this order (``data/aliases.csv``).

    Attributes
    ----------
    parameter : str
        As a method asks for it.
    stands_for : str
        As the rows have it.
    code : str
        Code of the rows; ``*`` is any, and the region tells the rows apart.
    order : int
    """

    parameter: str
    stands_for: str
    code: str
    order: int


@attrs.frozen(kw_only=True)
class Substitute:
    """An item that stands in for another as an estimate (``data/substitutes.csv``).

    Attributes
    ----------
    item : str
        Code of the item for which no set has all numbers.
    code : str
        Code of the item whose rows answer.
    parameters : tuple of str
        For these numbers only.
    order : int
    reason : str
    """

    item: str
    code: str
    parameters: tuple[str, ...]
    order: int
    reason: str


@attrs.frozen(kw_only=True)
class Ordering:
    """All that decides between rows, besides the rows themselves."""

    sets: tuple[FactorSet, ...]
    regions: tuple[Region, ...]
    preferences: tuple[Preference, ...]
    estimates: tuple[EstimateStep, ...]
    aliases: tuple[Alias, ...]
    substitutes: tuple[Substitute, ...] = ()


@cache
def packaged_ordering() -> Ordering:
    """Return the packaged sets, regions, rules, aliases and substitutes."""
    return Ordering(
        sets=tuple(map(_factor_set, packaged_rows(PACKAGE, "sets.csv"))),
        regions=tuple(map(_region, packaged_rows(PACKAGE, "regions.csv"))),
        preferences=tuple(map(_preference, packaged_rows(PACKAGE, "rules.csv"))),
        estimates=tuple(map(_estimate, packaged_rows(PACKAGE, "estimates.csv"))),
        aliases=tuple(map(_alias, packaged_rows(PACKAGE, "aliases.csv"))),
        substitutes=tuple(map(_substitute, packaged_rows(PACKAGE, "substitutes.csv"))),
    )


def regions_of(name: str, ordering: Ordering | None = None) -> tuple[str, ...]:
    """Return a region and those that it lies in, from the nearest to the widest.

    Parameters
    ----------
    name : str
        As in ``data/regions.csv``, or a full name that begins so.
    ordering : Ordering, optional
        Default the packaged one.

    Raises
    ------
    UnknownFactorError
        No region is called so.

    Examples
    --------
    >>> regions_of("内蒙古自治区")
    ('内蒙古', '华北', 'CN', 'World')
    """
    known = {
        region.name: region for region in (ordering or packaged_ordering()).regions
    }
    near = [each for each in known if name == each or name.startswith(each)]
    if not near:
        raise UnknownFactorError(name, what="region", have=sorted(known))
    chain = []
    at = max(near, key=len)
    while at:
        chain.append(at)
        at = known[at].within
    return tuple(chain)


def year_or_none(text: str) -> int | None:
    """Read a year; an empty cell is open."""
    return int(text) if text else None


def _factor_set(row: dict[str, str]) -> FactorSet:
    level = row["level"]
    return FactorSet(
        name=row["factor_set"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        level=None if level == BY_REGION else Level[level.upper()],
        kind=row["kind"],
        document=row["document"],
        valid_from=year_or_none(row["valid_from"]),
        valid_to=year_or_none(row["valid_to"]),
        notes=row["notes"],
    )


def _region(row: dict[str, str]) -> Region:
    return Region(
        name=row["region"],
        name_zh=row["name_zh"],
        level=Level[row["level"].upper()],
        within=row["within"],
        zones=tuple(filter(None, row["zones"].split("|"))),
    )


def _preference(row: dict[str, str]) -> Preference:
    return Preference(
        rule=row["rule"],
        order=int(row["order"]),
        factor_set=row["factor_set"],
        valid_from=year_or_none(row["valid_from"]),
        valid_to=year_or_none(row["valid_to"]),
        reason=row["reason"],
    )


def _estimate(row: dict[str, str]) -> EstimateStep:
    return EstimateStep(
        rule=row["rule"],
        order=int(row["order"]),
        estimate=row["estimate"],
        limit=int(row["limit_years"]),
        reason=row["reason"],
    )


def _substitute(row: dict[str, str]) -> Substitute:
    return Substitute(
        item=row["item"],
        code=row["code"],
        parameters=tuple(row["parameters"].split()),
        order=int(row["order"]),
        reason=row["reason"],
    )


def _alias(row: dict[str, str]) -> Alias:
    return Alias(
        parameter=row["parameter"],
        stands_for=row["stands_for"],
        code=row["code"],
        order=int(row["order"]),
    )
