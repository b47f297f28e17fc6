"""The factor book: every row, how to find it, and what identifies the edition."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.factors.editions import (
    PACKAGE,
    Alias,
    Ordering,
    packaged_ordering,
    year_or_none,
)
from dafeng.factors.errors import (
    DuplicateFactorError,
    FactorError,
    UnknownFactorError,
)
from dafeng.factors.records import Factor, Level, Signature

if TYPE_CHECKING:
    from dafeng.factors.records import Choice, Request

TABLES = (
    "fuels",
    "combustion",
    "grid",
    "power",
    "heat",
    "gwp",
    "processes",
    "livestock",
    "waste",
    "forest",
    "transport",
)
_NEAREST = 8


def _by_id(rows: Iterable[Factor]) -> tuple[Factor, ...]:
    return tuple(sorted(rows, key=lambda row: row.id))


def _signed_in_order(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    unique = set(signatures)
    return tuple(sorted(unique, key=lambda s: (s.factor_id, s.signed_on, s.person)))


@attrs.frozen(kw_only=True, slots=False)
class FactorBook:
    """An edition of factors; a change gives a new book with another edition.

    Attributes
    ----------
    rows : tuple of Factor
        In the order of their ids.
    ordering : Ordering
        Sets, regions, rules and aliases.
    signatures : tuple of Signature
        Who vouches for which unverified row.
    """

    rows: tuple[Factor, ...] = attrs.field(converter=_by_id)
    ordering: Ordering
    signatures: tuple[Signature, ...] = attrs.field(
        default=(), converter=_signed_in_order
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a book in which one id stands for two rows."""
        doubled = [
            a.id for a, b in zip(self.rows, self.rows[1:], strict=False) if a.id == b.id
        ]
        if doubled:
            raise DuplicateFactorError(doubled)

    @cached_property
    def edition(self) -> str:
        """SHA-256 of rows, rules and signatures: the same content, the same edition."""
        content = [
            [attrs.astuple(row) for row in self.rows],
            attrs.astuple(self.ordering),
            [attrs.astuple(signature) for signature in self.signatures],
        ]
        text = json.dumps(content, ensure_ascii=False, default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def signers(self) -> dict[str, Signature]:
        """The newest signature of each signed row, by the row's id."""
        return {signature.factor_id: signature for signature in self.signatures}

    @cached_property
    def choices(self) -> dict[Request, Choice | FactorError]:
        """Requests that were answered before; a book does not change."""
        return {}

    @cached_property
    def reaches(self) -> dict[tuple[str, tuple[str, ...], int], Any]:
        """Regions and sets that were looked up before, by rule, regions and year."""
        return {}

    def get(self, factor_id: str) -> Factor:
        """Return one row.

        Raises
        ------
        UnknownFactorError
            No row has that id; ``.have`` names rows near it.
        """
        row = self._rows_by_id.get(factor_id)
        if row is None:
            raise UnknownFactorError(
                factor_id, what="factor", have=self.near(factor_id)
            )
        return row

    def near(self, name: str) -> tuple[str, ...]:
        """Return codes and ids that look or sound like a name, the nearest first.

        A name in words gives the code of what is called nearly so.
        """
        spelled = self._spellings
        asked = name.casefold()
        near = difflib.get_close_matches(asked, spelled, n=_NEAREST)
        stem = asked.partition(".")[0]
        named = [spelled[each] for each in (*([stem] * (stem in spelled)), *near)]
        ids = [row.id.casefold() for row in self.rows if row.code in named]
        near_ids = difflib.get_close_matches(asked, ids, n=_NEAREST, cutoff=0.3)
        by_id = {row.id.casefold(): row.id for row in self.rows}
        listed = (*named, *(by_id[each] for each in near_ids))
        return tuple(dict.fromkeys(listed))[:_NEAREST]

    def find(self, text: str) -> tuple[Factor, ...]:
        """Return rows whose id, names or notes hold every word of ``text``.

        A row that is named or coded exactly so stands first, then one whose name
        begins so; without any word, all rows.
        """
        words = text.casefold().split()
        hits = [
            (_nearness(row, text), row.id, row)
            for row in self.rows
            if all(word in self._words[row.id] for word in words)
        ]
        return tuple(row for *_, row in sorted(hits, key=lambda hit: hit[:2]))

    def with_rows(self, factors: Iterable[Factor]) -> FactorBook:
        """Return a book that holds these rows too.

        Raises
        ------
        DuplicateFactorError
            An id is there already, or twice among the new ones.
        """
        return attrs.evolve(self, rows=(*self.rows, *factors))

    def signed(self, signatures: Iterable[Signature]) -> FactorBook:
        """Return a book in which persons vouch for unverified rows.

        Raises
        ------
        UnknownFactorError
            A signature is for a row that the book does not hold.
        """
        added = tuple(signatures)
        for signature in added:
            self.get(signature.factor_id)
        return attrs.evolve(self, signatures=(*self.signatures, *added))

    def at(self, code: str, parameter: str) -> tuple[Factor, ...]:
        """Return rows of one thing and one number, in the order of their ids."""
        return self._by_code.get((code, parameter), ())

    def all_of(self, parameter: str) -> tuple[Factor, ...]:
        """Return rows of one number of anything, in the order of their ids."""
        return self._by_parameter.get(parameter, ())

    def aliases_of(self, parameter: str) -> tuple[Alias, ...]:
        """Return what else answers a parameter, in order."""
        return self._aliases.get(parameter, ())

    @cached_property
    def _aliases(self) -> dict[str, tuple[Alias, ...]]:
        found: dict[str, list[Alias]] = {}
        for alias in sorted(self.ordering.aliases, key=lambda a: a.order):
            found.setdefault(alias.parameter, []).append(alias)
        return {key: tuple(aliases) for key, aliases in found.items()}

    @cached_property
    def _rows_by_id(self) -> dict[str, Factor]:
        return {row.id: row for row in self.rows}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Codes by their spellings: the code itself, its names, in small letters."""
        return {
            name.casefold(): row.code
            for row in reversed(self.rows)
            for name in (row.name_en, row.name_zh, row.code)
            if name
        }

    @cached_property
    def _words(self) -> dict[str, str]:
        return {
            row.id: " ".join(
                (row.id, row.name_zh, row.name_en, row.region, row.notes)
            ).casefold()
            for row in self.rows
        }

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], tuple[Factor, ...]]:
        found: dict[tuple[str, str], list[Factor]] = {}
        for row in self.rows:
            found.setdefault((row.code, row.parameter), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _by_parameter(self) -> dict[str, tuple[Factor, ...]]:
        found: dict[str, list[Factor]] = {}
        for row in self.rows:
            found.setdefault(row.parameter, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}


@cache
def factor_book() -> FactorBook:
    """Return the packaged edition."""
    ordering = packaged_ordering()
    rows = [
        factor_of(row, ordering)
        for table in TABLES
        for row in packaged_rows(PACKAGE, f"{table}.csv")
    ]
    return FactorBook(rows=rows, ordering=ordering)


def factor_of(row: dict[str, str], ordering: Ordering) -> Factor:
    """Return the record of one line of a factor table.

    Raises
    ------
    ValueError
        A number or a year is none; ``checks`` finds that before.
    """
    owner = row.get("owner", "")
    return Factor(
        id=row["id"],
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        parameter=row["parameter"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        factor_set=row["factor_set"],
        valid_from=year_or_none(row["valid_from"]),
        valid_to=year_or_none(row["valid_to"]),
        region=row["region"],
        gas=row["gas"],
        level=level_of(row["factor_set"], row["region"], owner, ordering),
        source_document=row["source_document"],
        source_location=row["source_location"],
        low=_decimal_or_none(row["uncertainty_low"]),
        high=_decimal_or_none(row["uncertainty_high"]),
        uncertainty_type=row["uncertainty_type"],
        verified=row["verified"] == "yes",
        verified_where=row["verified_where"],
        source_level=row["source_level"],
        notes=row["notes"],
        owner=owner,
    )


def level_of(factor_set: str, region: str, owner: str, ordering: Ordering) -> Level:
    """Return who stands behind a row: its owner, its set, or its region.

    A set or a region that no table knows is local: whoever adds a row for a district
    need not name the district in the packaged tables.
    """
    if owner:
        return Level.MEASURED
    for known in ordering.sets:
        if known.name == factor_set and known.level is not None:
            return known.level
    for place in ordering.regions:
        if place.name == region:
            return place.level
    return Level.LOCAL


def _nearness(row: Factor, text: str) -> int:
    if text in {row.code, row.name_zh, row.name_en, row.id}:
        return 0
    return 1 if row.name_zh.startswith(text) or row.code.startswith(text) else 2


def _decimal_or_none(text: str) -> Decimal | None:
    return Decimal(text) if text else None
