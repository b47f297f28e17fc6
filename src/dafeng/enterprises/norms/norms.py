"""Limits of unit consumption as data: which standard, which edition, which years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows

_ROOM = "dafeng.enterprises.norms"


class NormKind(StrEnum):
    """What stands behind a row."""

    STANDARD = "standard"
    """A limit standard: compulsory."""
    BENCHMARK = "benchmark"
    """标杆水平 and 基准水平 of a notice."""
    LOCAL = "local"
    """A limit that a district entered."""
    WORLD = "world"
    """The best of the world, as a source tells it: no rule, and no limit."""


class Level(StrEnum):
    """Where a unit consumption stands."""

    ADVANCED = "advanced"
    ACCESS = "access"
    LIMIT = "limit"
    """Keeps the limit, and is worse than what a new plant may have."""
    OVER = "over"
    BEHIND = "behind"
    """Above the best of the world."""
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Norm:
    """One edition of a limit for one product.

    Attributes
    ----------
    product, name_zh, name_en : str
    standard : str
        Number with its year.
    unit : str
        Energy per product.
    advanced, access, limit : Decimal or None
        先进值, level 1 or 标杆; 准入值 or level 2; 限定值, level 3 or 基准. None: the
        edition has none, or it is not known. The best of the world is ``advanced``.
    levels : str
        How the edition names them: ``names``, ``grades``, ``benchmark``.
    scope : str
        What is counted.
    valid_from, valid_to : date or None
    source, verified : str
        Where it was read; V, S or U.
    """

    product: str
    name_zh: str
    name_en: str
    standard: str
    kind: NormKind = attrs.field(converter=NormKind)
    unit: str
    advanced: Decimal | None
    access: Decimal | None
    limit: Decimal | None
    levels: str
    scope: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    verified: str = "U"

    def level(self, value: Decimal) -> Level:
        """Where a value in the unit of the norm stands."""
        if self.advanced is not None and value <= self.advanced:
            return Level.ADVANCED
        if self.access is not None and value <= self.access:
            return Level.ACCESS
        if self.kind is NormKind.WORLD:
            return Level.BEHIND
        if self.limit is None:
            return Level.UNKNOWN
        return Level.LIMIT if value <= self.limit else Level.OVER


@cache
def packaged_norms() -> tuple[Norm, ...]:
    """Return the packaged rows, the newest edition of a product last."""
    return norms_of(packaged_rows(_ROOM, "norms.csv"))


def norms_of(rows: Iterable[Mapping[str, str]]) -> tuple[Norm, ...]:
    """Read norms from rows as ``data/norms.csv`` has them."""
    return tuple(_norm(row) for row in rows)


def norms_in_force(norms: Iterable[Norm], product: str, year: int) -> tuple[Norm, ...]:
    """Norms of a product for a year: those in force on its first day.

    An edition that comes into force during a year is for the next one: most of the
    year was made under the old one. Of several of a kind the newest holds.
    """
    first = date(year, 1, 1)
    newest: dict[NormKind, Norm] = {}
    for norm in norms:
        if norm.product != product:
            continue
        if not holds_on(norm.valid_from, norm.valid_to, first):
            continue
        other = newest.get(norm.kind)
        if other is None or _begin(norm) >= _begin(other):
            newest[norm.kind] = norm
    return tuple(newest.values())


def _begin(norm: Norm) -> date:
    return norm.valid_from or date.min


def _norm(row: Mapping[str, str]) -> Norm:
    words = ("product", "name_zh", "name_en", "standard", "unit", "levels", "scope")
    return Norm(
        **{name: row[name] for name in words},
        advanced=_figure(row["advanced"]),
        access=_figure(row["access"]),
        limit=_figure(row["limit"]),
        kind=NormKind(row["kind"]),
        valid_from=day_or_none(row["valid_from"]),
        valid_to=day_or_none(row["valid_to"]),
        source=row["source"],
        verified=row["verified"],
    )


def _figure(text: str) -> Decimal | None:
    return Decimal(text) if text else None
