"""Futures to look at: what nobody knows is drawn, and any draw can be drawn again.

Every input has a number of its own between 0 and 1, and every measure: the input takes
the value that its triangle has there, the measure the delivery whose turn it is, or
none.  By default the numbers are scrambled Sobol points; the stream of a national input
hangs on its code and the seed alone, so all districts share its shocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.pathways.compiled import Draws
from dafeng.pathways.streams import (
    LARGEST,
    RESERVED,
    WIDTH,
    Sobol,
    national_dimensions,
    random_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.records import Input

    Array: TypeAlias = npt.NDArray[np.float64]

CERTAIN = 1 + 1e-9
"""Most that the probabilities of one measure's deliveries add up to."""


def sobol_draws(compiled: Compiled, *, count: int, seed: int, place: str) -> Draws:
    """Draw futures at scrambled Sobol points.

    National inputs stand at the dimension that ``data/national_inputs.csv`` gives them,
    without any shift; one that it does not list has a random stream of its own. Then
    come the local inputs and the measures in the order of the model, each turned by a
    digital shift that seed, place and code decide; from dimension 256 on they are
    random streams.

    Parameters
    ----------
    compiled : Compiled
    count : int
        A power of two, at most 1,048,576: other numbers of points are no net.
    seed : int
        At least 0; the same for all districts that are to share national shocks.
    place : str
        Code of the district.

    Raises
    ------
    BadInputError
        ``draws.count``: it is no power of two; the message says the next one.
        ``draws.probability``: deliveries of a measure are more than certain.

    Source
    ------
    Sobol (1967), USSR Comput. Math. Math. Phys. 7, 86-112; Owen (1998), J. Complexity
    14, 466-489; Joe and Kuo (2008), SIAM J. Sci. Comput. 30, 2635-2654.
    """
    _check_net(count)
    return _drawn(compiled, _sobol(compiled, seed, place, 0, count), count, seed)


def random_draws(compiled: Compiled, *, count: int, seed: int, place: str) -> Draws:
    """Draw futures at random; any count, national shocks shared as well.

    Raises
    ------
    BadInputError
        ``draws.count``: less than one. ``draws.probability`` as in :func:`sobol_draws`.
    """
    if count < 1:
        msg = f"There are no {count} draws. Ask for at least one."
        raise BadInputError(msg, code="draws.count", count=count)
    return _drawn(compiled, _random(compiled, seed, place, 0, count), count, seed)


def one_draw(
    compiled: Compiled, index: int, *, seed: int, place: str, method: str = "sobol"
) -> Draws:
    """Draw one future alone; it is the draw of that index among any number of them.

    Parameters
    ----------
    index : int
        From 0.
    method : str
        ``sobol`` or ``random``, as the others were drawn.

    Raises
    ------
    BadInputError
        ``draws.index``: there can be no such draw. ``draws.method``: another method.
    """
    ways = {"sobol": _sobol, "random": _random}
    if method not in ways:
        msg = f"{method!r} is no way to draw. There are: {', '.join(ways)}."
        raise BadInputError(msg, code="draws.method", method=method)
    if not 0 <= index < LARGEST:
        msg = f"There is no draw {index}. They are numbered from 0 to {LARGEST - 1}."
        raise BadInputError(msg, code="draws.index", index=index)
    numbers = ways[method](compiled, seed, place, index, index + 1)
    return _drawn(compiled, numbers, 1, seed)


def draws_at(compiled: Compiled, numbers: Array, *, seed: int = 0) -> Draws:
    """Turn numbers between 0 and 1 into futures.

    Parameters
    ----------
    numbers : Array, (N, P + M)
        A column for each input, then one for each measure.
    """
    return _drawn(compiled, numbers.T, len(numbers), seed)


def triangle_values(one: Input, numbers: Array) -> Array:
    """Value of an input below which it lies with these probabilities."""
    width = one.high - one.low
    if width <= 0:
        return np.full(numbers.shape, one.mode)
    rise, fall = one.mode - one.low, one.high - one.mode
    left = one.low + np.sqrt(numbers * (width * rise))
    right = one.high - np.sqrt((1 - numbers) * (width * fall))
    values: Array = np.where(numbers < rise / width, left, right)
    return values


def triangle_share(one: Input, value: float) -> float:
    """Probability that an input lies at or below a value, 0 to 1.

    Examples
    --------
    >>> from dafeng.pathways.records import Acts, Input
    >>> growth = Input(
    ...     code="gdp", name_zh="", name_en="", acts=Acts.DRIVER, on="gdp",
    ...     low=-1.0, mode=0.0, high=1.0, since=2024, until=2060,
    ... )
    >>> triangle_share(growth, 0.0), triangle_share(growth, 0.5)
    (0.5, 0.875)
    """
    width = one.high - one.low
    if value >= one.high:
        return 1.0
    if value <= one.low:
        return 0.0
    if value <= one.mode:
        return (value - one.low) ** 2 / (width * (one.mode - one.low))
    return 1 - (one.high - value) ** 2 / (width * (one.high - one.mode))


def _check_net(count: int) -> None:
    if 1 <= count <= LARGEST and count & (count - 1) == 0:
        return
    after = min(2 ** max(count - 1, 0).bit_length(), LARGEST)
    msg = (
        f"{count} is no power of two up to {LARGEST}, and Sobol points are even only "
        f"then. Take {after}, or draw at random."
    )
    raise BadInputError(msg, code="draws.count", count=count, next=after)


def _sobol(
    compiled: Compiled, seed: int, place: str, begin: int, end: int
) -> Iterator[Array]:
    points, dimension = Sobol(seed=seed), RESERVED
    national = national_dimensions()
    for kind, code, shared in _unknowns(compiled):
        if shared and code in national:
            yield points.numbers(national[code], (), begin, end)
        elif shared or dimension >= WIDTH:
            names = (kind, code) if shared else (kind, code, place)
            yield random_numbers(seed, names, begin, end)
        else:
            yield points.numbers(dimension, (place, kind, code), begin, end)
            dimension += 1


def _random(
    compiled: Compiled, seed: int, place: str, begin: int, end: int
) -> Iterator[Array]:
    for kind, code, shared in _unknowns(compiled):
        names = (kind, code) if shared else (kind, code, place)
        yield random_numbers(seed, names, begin, end)


def _unknowns(compiled: Compiled) -> Iterator[tuple[str, str, bool]]:
    """Yield kind and code of all that is drawn, and whether it is national."""
    for one in compiled.inputs:
        yield "input", one.code, one.national
    for measure in compiled.measures:
        yield "measure", measure, False


def _drawn(
    compiled: Compiled, numbers: Iterable[Array], count: int, seed: int
) -> Draws:
    """Make draws of a row of numbers for each unknown."""
    rows = iter(numbers)
    inputs = np.empty((count, len(compiled.inputs)))
    for at, one in enumerate(compiled.inputs):
        inputs[:, at] = triangle_values(one, next(rows))
    delivered = np.empty((count, len(compiled.deliveries)))
    for measure in compiled.measures:
        turn, reached = next(rows), 0.0
        for at, each in enumerate(compiled.deliveries):
            if each.measure == measure:
                before, reached = reached, reached + each.probability
                delivered[:, at] = (before <= turn) & (turn < reached)
        if reached > CERTAIN:
            msg = (
                f"Deliveries of {measure} have the probability {reached:g} in sum. "
                "Give at most 1; what is left is that it is not delivered."
            )
            raise BadInputError(msg, code="draws.probability", measure=measure)
    return Draws(inputs=inputs, delivered=delivered, seed=seed)
