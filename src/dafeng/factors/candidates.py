"""Which rows might answer one need, how strongly, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.factors.editions import ANY_CODE
from dafeng.factors.errors import UnknownFactorError
from dafeng.factors.fitting import fits
from dafeng.factors.records import Factor, Level, Need, Request

if TYPE_CHECKING:
    from dafeng.factors.books import FactorBook

FORWARD, BACK = "carried-forward", "carried-back"
_BEHIND_ALIASES = 100

Rank = tuple[int, int, int, int, int, str]
"""Level, place in the request's regions, place in the rule, place among the aliases,
age, id: the least is the strongest, and no two are equal."""


@attrs.frozen(kw_only=True)
class Candidate:
    """A row that fits a request in all but, perhaps, its year.

    Attributes
    ----------
    factor : Factor
    rank : tuple
        See ``Rank``.
    late : int
        Years from the last year of the row to the year of the request, else 0.
    early : int
        Years from the year of the request to the first year of the row, else 0.
    trusted : bool
        Verified or signed.
    substitute : bool
        About the item that stands in for the one that is asked for.
    """

    factor: Factor
    rank: Rank
    late: int
    early: int
    trusted: bool
    substitute: bool = False

    @property
    def valid(self) -> bool:
        """Whether the row speaks for the year itself."""
        return not (self.late or self.early)

    @property
    def measured(self) -> bool:
        """Whether the owner of the line measured it."""
        return bool(self.factor.owner)

    @property
    def distance(self) -> int:
        """Years between the request and the row."""
        return self.late + self.early

    def out_of_year(self) -> str:
        """Say when the row holds."""
        begin, end = self.factor.valid_from, self.factor.valid_to
        return f"valid {begin or '…'} to {end or '…'}"


@attrs.frozen(kw_only=True)
class Reach:
    """The part of a request that all its needs share, looked up once.

    Attributes
    ----------
    regions : dict of str to int
        Regions that answer, by their place from the nearest.
    preferred : dict of str to int
        Sets, by their place in the rule.
    """

    regions: dict[str, int]
    preferred: dict[str, int]


def reach_of(book: FactorBook, request: Request) -> Reach:
    """Return which regions and sets a request reaches, in which order.

    Raises
    ------
    UnknownFactorError
        The request names a rule that the book does not hold.
    """
    key = (request.rule, request.regions, request.year)
    known: Reach | None = book.reaches.get(key)
    if known is None:
        known = book.reaches[key] = _reach(book, *key)
    return known


def _reach(book: FactorBook, rule: str, regions: tuple[str, ...], year: int) -> Reach:
    rules = book.ordering.preferences
    named = [p for p in rules if p.rule == rule]
    if not named:
        have = sorted({p.rule for p in rules})
        raise UnknownFactorError(rule, what="rule", have=have)
    in_force = [p for p in named if _holds(p.valid_from, p.valid_to, year)]
    zones = {region.name: region.zones for region in book.ordering.regions}
    reached = [name for each in regions for name in (each, *zones.get(each, ()))]
    return Reach(
        regions={name: place for place, name in enumerate(dict.fromkeys(reached))},
        preferred={p.factor_set: p.order for p in in_force},
    )


def candidates_for(
    book: FactorBook, request: Request, need: Need, reach: Reach
) -> tuple[list[Candidate], list[tuple[str, str]]]:
    """Return candidates, strongest first, and refused rows with the reason."""
    found: list[Candidate] = []
    refused: list[tuple[str, str]] = []
    for row, order in _rows_for(book, request, need, reach):
        reason = _refusal(row, request, need, reach)
        if reason:
            refused.append((row.id, reason))
        else:
            found.append(_candidate(book, row, request, reach, order))
    for row, order in _substitutes_for(book, request, need):
        reason = _refusal(row, request, need, reach)
        if reason:
            refused.append((row.id, reason))
        else:
            stands_in = _candidate(book, row, request, reach, _BEHIND_ALIASES + order)
            found.append(attrs.evolve(stands_in, substitute=True))
    found.sort(key=lambda candidate: candidate.rank)
    return found, refused


def _rows_for(
    book: FactorBook, request: Request, need: Need, reach: Reach
) -> Iterator[tuple[Factor, int]]:
    """Yield rows of the thing that is asked for, with their place among the aliases.

    What somebody else measured is nobody else's business, and where the region tells
    rows apart those of other regions are other things.
    """
    seen = set()
    for row in book.at(need.code or request.item, need.parameter):
        seen.add(row.id)
        if not row.owner or row.owner == request.owner:
            yield row, 0
    for alias in book.aliases_of(need.parameter):
        if alias.code == ANY_CODE:
            rows = [
                row
                for row in book.all_of(alias.stands_for)
                if row.region in reach.regions and not row.owner
            ]
        else:
            rows = list(book.at(alias.code, alias.stands_for))
        for row in rows:
            if row.id not in seen:
                seen.add(row.id)
                yield row, alias.order


def _substitutes_for(
    book: FactorBook, request: Request, need: Need
) -> Iterator[tuple[Factor, int]]:
    """Yield published rows of the items that stand in for the one asked for."""
    for other in book.ordering.substitutes:
        if other.item == (need.code or request.item) and (
            need.parameter in other.parameters
        ):
            for row in book.at(other.code, need.parameter):
                if not row.owner:
                    yield row, other.order


def _refusal(row: Factor, request: Request, need: Need, reach: Reach) -> str:
    if not row.owner and row.region not in reach.regions:
        return f"holds in {row.region}, which the request does not name"
    if row.gas and row.gas != request.gas:
        return f"about {row.gas}, not {request.gas or 'a quantity without gas'}"
    bound = request.factor_set and not row.owner
    if bound and row.factor_set != request.factor_set:
        return f"the line is bound to the set {request.factor_set}"
    if not fits(row.unit, need.unit):
        return f"{row.unit} cannot be given in {need.unit}"
    return ""


def _candidate(
    book: FactorBook, row: Factor, request: Request, reach: Reach, order: int
) -> Candidate:
    level = row.level
    if request.factor_set and level is not Level.MEASURED:
        level = Level.REQUIRED
    begin, end = row.valid_from, row.valid_to
    return Candidate(
        factor=row,
        rank=(
            level,
            reach.regions.get(row.region, -1),
            reach.preferred.get(row.factor_set, len(book.ordering.preferences) + 1),
            order,
            -(begin or 0),
            row.id,
        ),
        late=0 if end is None else max(0, request.year - end),
        early=0 if begin is None else max(0, begin - request.year),
        trusted=row.verified or row.id in book.signers,
    )


def _holds(begin: int | None, end: int | None, year: int) -> bool:
    return (begin is None or begin <= year) and (end is None or year <= end)
