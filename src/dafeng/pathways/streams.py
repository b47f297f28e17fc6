"""Numbers between 0 and 1 for the draws: one stream for each unknown, by its name.

A stream is a dimension of one scrambled Sobol sequence that is the same everywhere,
or a generator of its own.  What is national has a stream that no district can change;
what is local has its dimension turned by a digital shift of place and name, so that two
districts do not have the same luck.  Any number of a stream is found without those
before it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]
    Bits: TypeAlias = npt.NDArray[np.uint64]

BITS = 30
"""Binary digits of a Sobol number."""
WIDTH = 256
"""Dimensions that are scrambled together, however many are used."""
RESERVED = 32
"""Dimensions for what is national; those of a district come after."""
LARGEST = 2**20
"""Most draws of a Sobol sequence."""


@cache
def national_dimensions() -> dict[str, int]:
    """Return the dimension of each national input (``data/national_inputs.csv``)."""
    rows = packaged_rows("dafeng.pathways", "national_inputs.csv")
    return {row["code"]: int(row["dimension"]) for row in rows}


@attrs.frozen(kw_only=True)
class Sobol:
    """Streams of scrambled Sobol points.

    Attributes
    ----------
    seed : int

    Source
    ------
    Sobol (1967); Joe and Kuo (2008) direction numbers; random linear matrix scrambling
    and digital shift, Matousek (1998) after Owen (1998), as in ``scipy.stats.qmc``.
    """

    seed: int

    def numbers(
        self, dimension: int, shift: tuple[str, ...], begin: int, end: int
    ) -> Array:
        """Numbers ``begin`` to ``end - 1`` of one dimension, in (0, 1).

        Parameters
        ----------
        dimension : int
            Below :data:`WIDTH`.
        shift : tuple of str
            Names that the digital shift belongs to; empty is none.
        """
        start, turns = _scrambled(self.seed)
        first = int(start[dimension])
        if shift:
            first ^= _digest(self.seed, *shift) >> (64 - BITS)
        # A point is the sum without carry of what the digits of its index turn, so
        # that of a page of them and that of a place on the page make any point.
        places = _sums(turns[:_PAGE, dimension])
        pages = _sums(turns[_PAGE:, dimension])
        before, after = begin >> _PAGE, ((end - 1) >> _PAGE) + 1
        found = (pages[before:after, np.newaxis] ^ places).reshape(-1)
        found = found[begin - (before << _PAGE) :][: end - begin] ^ np.uint64(first)
        numbers: Array = (found.astype(np.float64) + 0.5) * 2.0**-BITS
        return numbers


def random_numbers(seed: int, names: tuple[str, ...], begin: int, end: int) -> Array:
    """Numbers ``begin`` to ``end - 1`` of the generator that has these names."""
    bits = np.random.PCG64(_digest(seed, *names))
    bits.advance(begin)
    numbers: Array = np.random.Generator(bits).random(end - begin)
    return numbers


_PAGE = 10
"""Digits of the place of a draw on its page."""


@cache
def _scrambled(seed: int) -> tuple[Bits, Bits]:
    """First point, and what each digit of the index turns, for every dimension.

    Those of the seed that the house has by itself are packaged: scipy takes two seconds
    to load, and nobody who moves a slider waits for it.
    """
    rows = [
        np.frombuffer(bytes.fromhex(row["numbers"]), dtype=">u4").astype(np.uint64)
        for row in packaged_rows("dafeng.pathways", "sobol_net.csv")
        if int(row["seed"]) == seed
    ]
    return (rows[0], np.array(rows[1:])) if rows else scrambled_by_scipy(seed)


def scrambled_by_scipy(seed: int) -> tuple[Bits, Bits]:
    """First point, and what each digit of the index turns, read off scipy's points.

    They stand in Gray order: point ``2^(k+1) - 1`` differs from the first by direction
    ``k`` alone.
    """
    from scipy.stats import qmc

    engine = qmc.Sobol(WIDTH, scramble=True, bits=BITS, rng=np.random.default_rng(seed))
    first = _bits(engine.random(1))
    gray = [first[0] ^ first[0]]
    for digit in range(LARGEST.bit_length() - 1):
        engine.fast_forward(2 ** (digit + 1) - 1 - engine.num_generated)
        gray.append((_bits(engine.random(1)) ^ first)[0])
    turns = [new ^ old for old, new in zip(gray, gray[1:], strict=False)]
    return first[0], np.array(turns)


def _sums(turns: Bits) -> Bits:
    """Sums without carry of what the digits of 0, 1, 2, … turn."""
    sums = np.zeros(1, dtype=np.uint64)
    for turn in turns:
        sums = np.concatenate([sums, sums ^ turn])
    return sums


def _bits(points: Array) -> Bits:
    bits: Bits = (points * 2.0**BITS).astype(np.uint64)
    return bits


def _digest(seed: int, *names: str) -> int:
    """A number of 64 digits that nobody can foresee from the names."""
    text = "\x1f".join((str(seed), *names)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
