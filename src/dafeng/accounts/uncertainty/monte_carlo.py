"""Monte Carlo of an account: each factor and each activity is drawn once, and shared.

Every variable draws from a generator of its own, seeded by the seed and its name.  So
the same seed gives the same bytes whatever the size of the chunks, the order of the
lines, or which other lines stand in the account.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.uncertainty.distributions import Distribution, distribution
from dafeng.accounts.uncertainty.spreads import Spread
from dafeng.accounts.uncertainty.terms import (
    Book,
    CoefficientTerms,
    ErrorTerms,
    FormulaOf,
    LineTerms,
    error_terms,
)
from dafeng.base.errors import BadInputError, NotFoundError

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.accounts.records import Line

    Array: TypeAlias = npt.NDArray[np.float64]

CHUNK = 8_192
"""Draws worked on at once: a variable's draws stay in the cache."""

TOTAL = "total"


@attrs.frozen(kw_only=True, eq=False)
class Draws:
    """Simulated sums over lines.

    Attributes
    ----------
    name : str
        Which lines: ``total``, or the name of a cut.
    value_g : int
        The sum as the account states it.
    grams : array of float64, shape (draws,), g of CO2 equivalent
    """

    name: str
    value_g: int
    grams: Array

    @property
    def mean_g(self) -> int:
        """Mean of the draws."""
        return round(float(self.grams.mean()))

    @property
    def interval(self) -> tuple[int, int]:
        """95 % interval: the 2.5th and 97.5th percentile."""
        low, high = np.quantile(self.grams, (0.025, 0.975))
        return round(float(low)), round(float(high))


@attrs.frozen(kw_only=True, eq=False)
class Simulation:
    """An account, drawn many times.

    Attributes
    ----------
    seed, draws : int
    cuts : mapping of str to Draws
        ``total`` and every cut that was asked for.
    """

    seed: int
    draws: int
    cuts: Mapping[str, Draws]

    @property
    def total(self) -> Draws:
        """All lines together."""
        return self.cuts[TOTAL]


def draw_account(
    lines: Iterable[Line],
    book: Book,
    *,
    draws: int,
    seed: int,
    cuts: Mapping[str, Collection[str]] | None = None,
    chunk: int = CHUNK,
    formula_of: FormulaOf | None = None,
) -> Simulation:
    """Draw an account (Approach 2).

    Parameters
    ----------
    lines : iterable of Line
    book : Book
        Knows every factor that a line uses, with its range.
    draws : int
        At least 1; 100,000 settle the third digit of an interval.
    seed : int
        At least 0.
    cuts : mapping of str to collection of str, optional
        Further sums: a name, and ids of lines.
    chunk : int
        Draws worked on at once; changes memory and time, no result.
    formula_of : callable, optional
        From the id of a method to its formula; default the registered methods.

    Returns
    -------
    Simulation

    Raises
    ------
    BadInputError
        ``monte_carlo.bad``: draws or chunk are below 1, or the seed is below 0.
    NotFoundError
        A cut names a line that is not there, or a line names a method or a factor
        that does not exist.

    Source
    ------
    IPCC 2006 Guidelines, volume 1, chapter 3, section 3.2.3.2.
    """
    _check_sizes(draws=draws, seed=seed, chunk=chunk)
    terms = error_terms(lines, book, formula_of=formula_of)
    wanted = {TOTAL: frozenset(line.id for line in terms.lines)} | {
        name: frozenset(ids) for name, ids in (cuts or {}).items()
    }
    _check_cuts(terms, wanted)
    sums = {name: np.zeros(draws) for name in wanted}
    sources = _Sources.of(terms, seed)
    blocks = _blocks(terms, wanted)
    for start in range(0, draws, chunk):
        count = min(chunk, draws - start)
        parts = {name: values[start : start + count] for name, values in sums.items()}
        _add_chunk(blocks, sources.next(count), parts)
    return Simulation(
        seed=seed,
        draws=draws,
        cuts={
            name: Draws(
                name=name,
                value_g=sum(line.co2e_g for line in terms.lines if line.id in ids),
                grams=sums[name],
            )
            for name, ids in wanted.items()
        },
    )


@attrs.frozen(kw_only=True)
class DrawnRange:
    """A single number, drawn: its mean and its 95 % interval, in its own unit."""

    mean: float
    low: float
    high: float


def draw_range(
    value: float, range95: tuple[float, float], *, draws: int, seed: int
) -> DrawnRange:
    """Draw a number from its published value and its 95 % range.

    Parameters
    ----------
    value : float
        Above 0; the mean of the draws, up to their sampling error.
    range95 : (float, float)
        Low and high in the unit of the value.
    draws, seed : int

    Raises
    ------
    BadInputError
        ``monte_carlo.bad``: the value is not above 0, the range is upside down, or
        draws or seed are too small.
    """
    low, high = range95
    _check_sizes(draws=draws, seed=seed, chunk=1)
    if not (value > 0 and low <= high):
        msg = (
            f"The range {low:g} to {high:g} around {value:g} cannot be drawn: give a "
            "value above 0 and the lower end first."
        )
        raise BadInputError(msg, code="monte_carlo.bad", value=value)
    spread = Spread(low=low / value, high=high / value)
    drawn = distribution(spread).draw(_generator(seed, "range"), draws)
    ends = np.quantile(drawn, (0.025, 0.975)) * value
    return DrawnRange(
        mean=float(drawn.mean()) * value, low=float(ends[0]), high=float(ends[1])
    )


@attrs.frozen(eq=False)
class _Sources:
    """A distribution and a generator for each variable."""

    variables: Mapping[str, tuple[Distribution, np.random.Generator]]

    @classmethod
    def of(cls, terms: ErrorTerms, seed: int) -> _Sources:
        return cls(
            {
                name: (distribution(spread), _generator(seed, name))
                for name, spread in terms.spreads.items()
            }
        )

    def next(self, count: int) -> Mapping[str, Array]:
        return {
            name: spread.draw(generator, count)
            for name, (spread, generator) in self.variables.items()
        }


def _generator(seed: int, name: str) -> np.random.Generator:
    digest = hashlib.sha256(name.encode()).digest()
    words = np.frombuffer(digest, dtype="<u4").tolist()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


@attrs.frozen(kw_only=True, eq=False)
class _Block:
    """Lines of one coefficient: it is worked out once for all of them."""

    coefficient: CoefficientTerms
    lines: tuple[LineTerms, ...]
    cuts: tuple[tuple[str, ...], ...]
    """Names of the cuts that count each line."""


def _blocks(
    terms: ErrorTerms, cuts: Mapping[str, frozenset[str]]
) -> tuple[_Block, ...]:
    grouped: dict[int, list[LineTerms]] = {}
    for line in terms.lines:
        grouped.setdefault(id(line.coefficient), []).append(line)
    return tuple(
        _Block(
            coefficient=lines[0].coefficient,
            lines=tuple(lines),
            cuts=tuple(
                tuple(name for name, ids in cuts.items() if line.id in ids)
                for line in lines
            ),
        )
        for lines in grouped.values()
    )


def _add_chunk(
    blocks: Iterable[_Block], drawn: Mapping[str, Array], sums: Mapping[str, Array]
) -> None:
    for block in blocks:
        relative = _relative(block.coefficient, drawn)
        for names, line_sum in _by_cuts(block, drawn):
            line_sum *= relative
            for name in names:
                sums[name] += line_sum


def _by_cuts(
    block: _Block, drawn: Mapping[str, Array]
) -> Iterator[tuple[tuple[str, ...], Array]]:
    """Sums of emission times activity over the lines that the same cuts count."""
    sums: dict[tuple[str, ...], Array] = {}
    for line, names in zip(block.lines, block.cuts, strict=True):
        part = drawn[line.activity] * float(line.co2e_g)
        if names in sums:
            sums[names] += part
        else:
            sums[names] = part
    yield from sums.items()


def _relative(
    coefficient: CoefficientTerms, drawn: Mapping[str, Array]
) -> Array | float:
    """Coefficient of each draw, relative to the published one."""
    pairs = tuple(zip(coefficient.uses, coefficient.variables, strict=True))
    middle = coefficient.formula.draws(
        {use.symbol: float(use.value) for use, _ in pairs}
    )
    if middle == 0:
        return 1.0
    values = coefficient.formula.draws(
        {use.symbol: drawn[name] * float(use.value) for use, name in pairs}
    )
    relative: Array | float = values / middle
    return relative


def _check_sizes(*, draws: int, seed: int, chunk: int) -> None:
    for name, number, least in (
        ("draws", draws, 1),
        ("seed", seed, 0),
        ("chunk", chunk, 1),
    ):
        if number < least:
            msg = f"{name} is {number}. Give at least {least}."
            raise BadInputError(msg, code="monte_carlo.bad", argument=name)


def _check_cuts(terms: ErrorTerms, cuts: Mapping[str, frozenset[str]]) -> None:
    for name, ids in cuts.items():
        missing = sorted(ids - {line.id for line in terms.lines})
        if missing:
            msg = (
                f"Cut {name!r} names {len(missing)} lines that are not in the account, "
                f"{missing[0]!r} first. Give ids of lines that are drawn."
            )
            raise NotFoundError(msg, code="monte_carlo.no_line", cut=name)
