"""Amounts at constant prices: GDP of several years at the prices of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import attrs

from dafeng.base.errors import BadInputError

_WHOLE = 100


def _exact(given: Mapping[int, Decimal | Fraction]) -> Mapping[int, Fraction]:
    return MappingProxyType({year: Fraction(one) for year, one in given.items()})


@attrs.frozen(kw_only=True)
class Constant:
    """Amounts of several years at the prices of one year.

    Attributes
    ----------
    price_base : int
        The year whose prices they are at.
    amounts : mapping of int to Fraction
        By year, all in one unit.
    """

    price_base: int
    amounts: Mapping[int, Fraction] = attrs.field(converter=_exact)

    def growth(self, year: int, *, since: int) -> Fraction:
        """Real growth between two years, in percent.

        Raises
        ------
        BadInputError
            ``prices.no_year``: an amount is not known.
        """
        return (self.at(year) / self.at(since) - 1) * _WHOLE

    def at(self, year: int) -> Fraction:
        """Amount of a year.

        Raises
        ------
        BadInputError
            ``prices.no_year``: it is not known, or zero.
        """
        amount = self.amounts.get(year)
        if not amount:
            known = ", ".join(map(str, sorted(self.amounts))) or "none"
            msg = (
                f"At prices of {self.price_base} there is no amount of {year}; "
                f"there are {known}. Give it, or take another year."
            )
            raise BadInputError(msg, code="prices.no_year", year=year)
        return amount


def same_prices(first: Constant, second: Constant) -> None:
    """Refuse to put amounts at different prices side by side.

    Raises
    ------
    BadInputError
        ``prices.mixed``: names both price bases and the way out.
    """
    if first.price_base != second.price_base:
        msg = (
            f"Amounts at prices of {first.price_base} and of {second.price_base} do "
            "not compare. Bring both to one price base first: by real growth "
            "(reprice) or by deflators (deflate)."
        )
        raise BadInputError(
            msg,
            code="prices.mixed",
            first=first.price_base,
            second=second.price_base,
        )


def splice(segments: Sequence[Constant]) -> Constant:
    """Join segments at different prices by real growth, as statistics publish them.

    Each new price base opens a segment; neighbours share a year. The amounts come out
    at the prices of the last segment: growth rates stay what each segment says.

    Parameters
    ----------
    segments : sequence of Constant
        From the oldest to the newest.

    Raises
    ------
    BadInputError
        ``prices.no_overlap``: neighbours share no year, or there is no segment.
    """
    if not segments:
        msg = "Nothing to splice: give at least one segment."
        raise BadInputError(msg, code="prices.no_overlap")
    joined = segments[-1]
    for older in reversed(segments[:-1]):
        shared = sorted(set(older.amounts) & set(joined.amounts))
        if not shared:
            msg = (
                f"The amounts at prices of {older.price_base} and of "
                f"{joined.price_base} share no year. "
                "Give one year at both prices, or the real growth between them."
            )
            raise BadInputError(
                msg, code="prices.no_overlap", price_base=older.price_base
            )
        link = joined.at(shared[0]) / older.at(shared[0])
        earlier = {
            year: one * link for year, one in older.amounts.items() if year < shared[0]
        }
        joined = attrs.evolve(joined, amounts={**earlier, **joined.amounts})
    return joined


def reprice(
    amounts: Constant, *, price_base: int, current: Mapping[int, Decimal]
) -> Constant:
    """State amounts at the prices of another year, by the chain of real growth.

    The amount of the new price base at its own prices is the current one; every other
    year keeps its real growth against it.

    Parameters
    ----------
    amounts : Constant
        Must have the year ``price_base``.
    price_base : int
    current : mapping of int to Decimal
        Amounts at current prices; the one of ``price_base`` is used.

    Raises
    ------
    BadInputError
        ``prices.no_year``: the amount of ``price_base`` is not known at constant or at
        current prices.
    """
    own = current.get(price_base)
    if not own:
        msg = (
            f"The amount of {price_base} at current prices is not known. "
            f"Give it: amounts at prices of {price_base} start from it."
        )
        raise BadInputError(msg, code="prices.no_year", year=price_base)
    link = Fraction(own) / amounts.at(price_base)
    moved = {year: one * link for year, one in amounts.amounts.items()}
    return Constant(price_base=price_base, amounts=moved)


def deflate(
    current: Mapping[int, Decimal],
    deflator: Mapping[int, Decimal],
    *,
    price_base: int,
) -> Constant:
    """State current amounts at the prices of one year, by a deflator.

    Parameters
    ----------
    current : mapping of int to Decimal
        Amounts at current prices.
    deflator : mapping of int to Decimal
        Price index with any base year; years without one are left out.
    price_base : int

    Raises
    ------
    BadInputError
        ``prices.no_deflator``: the index has no value for ``price_base``.
    """
    whole = deflator.get(price_base)
    if not whole:
        known = ", ".join(map(str, sorted(deflator))) or "none"
        msg = f"The deflator has no value for {price_base}; it has {known}. Give it."
        raise BadInputError(msg, code="prices.no_deflator", year=price_base)
    return Constant(
        price_base=price_base,
        amounts={
            year: Fraction(amount) * Fraction(whole) / Fraction(deflator[year])
            for year, amount in current.items()
            if deflator.get(year)
        },
    )
