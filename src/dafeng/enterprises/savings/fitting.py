"""Baselines by change-point regression: fitted, chosen and judged for all meters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import attrs
import numpy as np

from dafeng.enterprises.savings.errors import BaselineError
from dafeng.enterprises.savings.records import (
    CHANGE_POINTS,
    SLOPES,
    Baselines,
    Drivers,
    Floats,
    Ints,
    Shape,
)
from dafeng.enterprises.savings.searching import (
    TINY,
    Reduced,
    change_points,
    known_spans,
    points_at,
    reduced_energy,
    searched,
    shaped_others,
    without_gaps,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SPANS = 8
_BLOCK = 128
_ALL = tuple(Shape)


def fit_baselines(
    energy: Floats, drivers: Drivers, *, shapes: Iterable[Shape] = _ALL
) -> Baselines:
    """Fit every shape to every meter and keep the one with the least BIC.

    BIC is ``n' ln(sse / n) + k ln n'`` with the number of parameters *k*, change points
    included, and the number of spans *n* shortened for the autocorrelation *r* of the
    residuals of the richest shape: ``n' = n (1 - r) / (1 + r)``. Heating slopes are
    above zero, cooling slopes too; a slope rests on a tenth of the spans at least.

    A span without a temperature is unknown; it is left out, and so is its energy.

    Parameters
    ----------
    energy : array of float64, shape (meters, spans)
        Unknown spans are nan.
    drivers : Drivers
        Of the same spans.
    shapes : iterable of Shape
        What is tried; shapes with a temperature need one.

    Raises
    ------
    BaselineError
        ``baseline.length``: series of other lengths. ``baseline.short``: a meter has
        fewer known spans than eight, or than twice the parameters of its drivers.
        ``baseline.temperature``: no span has a temperature.
    """
    energy = np.atleast_2d(np.asarray(energy, np.float64))
    others = _checked(energy, drivers)
    energy, temperature = without_gaps(energy, drivers.temperature)
    _see_enough(energy, others)
    wanted = set(shapes) if temperature is not None else {Shape.NONE}
    parts = [
        _fit(energy[rows], temperature, others[:, rows], wanted)
        for rows in _blocks(len(energy))
    ]
    return _joined(parts)


def columns_of(
    baselines: Baselines, temperature: Floats | None, spans: int
) -> tuple[Floats, Floats]:
    """Values of heating and cooling terms of each meter, shape (meters, spans)."""
    zeros = np.zeros((len(baselines), spans))
    if temperature is None:
        return zeros, zeros
    line = (baselines.shape == Shape.TWO)[:, None]
    below = np.maximum(np.nan_to_num(baselines.heating_point)[:, None] - temperature, 0)
    above = np.maximum(temperature - np.nan_to_num(baselines.cooling_point)[:, None], 0)
    heated = np.isfinite(baselines.heating_point)[:, None]
    cooled = np.isfinite(baselines.cooling_point)[:, None]
    heating = np.where(line, temperature - baselines.middle, np.where(heated, below, 0))
    return heating, np.where(cooled, above, 0)


def expected_energy(baselines: Baselines, drivers: Drivers, spans: int) -> Floats:
    """Energy that the baselines expect, shape (meters, spans); unknown is nan."""
    others = shaped_others(drivers, len(baselines), spans)
    heating, cooling = columns_of(baselines, drivers.temperature, spans)
    expected = (
        baselines.base[:, None]
        + baselines.heating[:, None] * heating
        + baselines.cooling[:, None] * cooling
    )
    for number, driver in enumerate(others):
        expected = expected + baselines.others[:, number, None] * driver
    if drivers.temperature is not None:
        expected = np.where(np.isfinite(drivers.temperature), expected, np.nan)
    return expected


def _checked(energy: Floats, drivers: Drivers) -> Floats:
    meters, spans = energy.shape
    temperature = drivers.temperature
    if temperature is not None and len(temperature) != spans:
        _refuse(f"{len(temperature)} temperatures for {spans} spans.", "length")
    if temperature is not None and not np.isfinite(temperature).any():
        _refuse("No span has a temperature.", "temperature")
    try:
        return shaped_others(drivers, meters, spans)
    except ValueError:
        _refuse(f"Drivers {drivers.others.shape} do not fit {energy.shape}.", "length")


def _see_enough(energy: Floats, others: Floats) -> None:
    known = known_spans(energy, others).sum(axis=1)
    least = max(LEAST_SPANS, 2 * (len(others) + 1))
    if len(known) and known.min() < least:
        worst = int(known.argmin())
        _refuse(
            f"Meter {worst} has {known[worst]} known spans; {least} are needed.",
            "short",
        )


def _refuse(message: str, word: str) -> NoReturn:
    raise BaselineError(message, code=f"baseline.{word}")


def _blocks(meters: int) -> Iterable[slice]:
    return [slice(at, at + _BLOCK) for at in range(0, meters, _BLOCK)]


def _fit(
    energy: Floats, temperature: Floats | None, others: Floats, wanted: set[Shape]
) -> Baselines:
    reduced = reduced_energy(energy, others)
    grid = np.zeros(0) if temperature is None else change_points(temperature)
    found = searched(reduced, temperature, grid, wanted)
    shapes = sorted(found)
    heating_points = [points_at(grid, found[each].below) for each in shapes]
    cooling_points = [points_at(grid, found[each].above) for each in shapes]
    sse = np.array([found[each].sse for each in shapes])
    spans = reduced.weight.sum(axis=1)
    middle = 0.0 if temperature is None else float(temperature.mean())
    drivers = len(others)
    counts = np.array([_parameters(each, drivers) for each in shapes])
    rows = np.arange(len(energy))
    # The richest shape that fits best tells how far neighbours resemble each other.
    closest = sse.argmin(axis=0)
    trial = _solved(
        reduced,
        energy,
        temperature,
        others,
        np.array(shapes)[closest],
        np.array(heating_points)[closest, rows],
        np.array(cooling_points)[closest, rows],
        middle,
    )
    alike = np.clip(trial.autocorrelation, 0.0, 0.95)
    effective = np.maximum(spans * (1 - alike) / (1 + alike), 3.0)
    floor = TINY * np.maximum((reduced.energy**2).sum(axis=1), TINY)
    bic = effective * np.log(np.maximum(sse, floor) / spans)
    bic = bic + counts[:, None] * np.log(effective)
    best = bic.argmin(axis=0)
    return _solved(
        reduced,
        energy,
        temperature,
        others,
        np.array(shapes)[best],
        np.array(heating_points)[best, rows],
        np.array(cooling_points)[best, rows],
        middle,
    )


def _parameters(shape: Shape, drivers: int) -> int:
    return 1 + drivers + SLOPES[shape] + CHANGE_POINTS[shape]


def _solved(
    reduced: Reduced,
    energy: Floats,
    temperature: Floats | None,
    others: Floats,
    shape: Ints,
    heating_point: Floats,
    cooling_point: Floats,
    middle: float,
) -> Baselines:
    """Coefficients and quality of one chosen model for each meter."""
    meters, spans = energy.shape
    zeros = np.zeros(meters)
    told = Baselines(
        shape=shape.astype(np.int64),
        heating_point=heating_point,
        cooling_point=cooling_point,
        base=zeros,
        heating=zeros,
        cooling=zeros,
        others=np.zeros((meters, len(others))),
        spans=reduced.weight.sum(axis=1).astype(np.int64),
        parameters=np.array([_parameters(Shape(one), len(others)) for one in shape]),
        sse=zeros,
        mean=zeros,
        r2=zeros,
        cvrmse=zeros,
        nmbe=zeros,
        autocorrelation=zeros,
        middle=middle,
    )
    heating, cooling = columns_of(told, temperature, spans)
    columns = np.array([np.ones((meters, spans)), heating, cooling, *others])
    known = reduced.weight > 0
    columns = np.where(known, np.nan_to_num(columns), 0.0)
    actual = np.where(known, energy, 0.0)
    beta = _least_squares(columns, actual)
    residual = np.where(known, actual - np.einsum("mk,kmn->mn", beta, columns), 0.0)
    return _judged(told, beta, actual, residual, known)


def _least_squares(columns: Floats, actual: Floats) -> Floats:
    """Coefficients, shape (meters, columns); an empty column gets 0."""
    scale = np.sqrt((columns**2).sum(axis=2))
    scale = np.where(scale > 0, scale, 1.0)
    scaled = columns / scale[:, :, None]
    crossed = np.einsum("kmn,lmn->mkl", scaled, scaled)
    right = np.einsum("kmn,mn->mk", scaled, actual)
    inverse = np.linalg.pinv(crossed, rcond=1e-13, hermitian=True)
    beta = np.einsum("mkl,ml->mk", inverse, right)
    # One step of refinement takes back what the squares cost in digits.
    left = actual - np.einsum("mk,kmn->mn", beta, scaled)
    beta = beta + np.einsum(
        "mkl,ml->mk", inverse, np.einsum("kmn,mn->mk", scaled, left)
    )
    made: Floats = beta / scale.T
    return made


def _judged(
    told: Baselines,
    beta: Floats,
    actual: Floats,
    residual: Floats,
    known: NDArray[np.bool_],
) -> Baselines:
    spans = np.maximum(told.spans, 1)
    sse = (residual**2).sum(axis=1)
    mean = actual.sum(axis=1) / spans
    spread = (np.where(known, actual - mean[:, None], 0.0) ** 2).sum(axis=1)
    free = np.maximum(told.spans - told.parameters, 1)
    size = np.where(np.abs(mean) > TINY, mean, np.nan)
    return attrs.evolve(
        told,
        base=beta[:, 0],
        heating=beta[:, 1],
        cooling=beta[:, 2],
        others=beta[:, 3:],
        sse=sse,
        mean=mean,
        r2=1 - sse / np.where(spread > 0, spread, np.nan),
        cvrmse=np.sqrt(sse / free) / size,
        nmbe=residual.sum(axis=1) / free / size,
        autocorrelation=_alike(residual, known, told.parameters),
    )


def _alike(residual: Floats, known: NDArray[np.bool_], parameters: Ints) -> Floats:
    """Autocorrelation of neighbours, corrected for what the fit takes out of it."""
    both = known[:, 1:] & known[:, :-1]
    pairs = np.maximum(both.sum(axis=1), 1)
    product = np.where(both, residual[:, 1:] * residual[:, :-1], 0.0).sum(axis=1)
    spans = np.maximum(known.sum(axis=1), 1)
    square = np.maximum((residual**2).sum(axis=1), TINY)
    seen = (product / pairs) / (square / spans)
    # A fit of k parameters makes residuals less alike: about (k + 3 r) / n too little.
    corrected = (seen * spans + parameters) / np.maximum(spans - 3, 1)
    made: Floats = np.where(product > 0, np.minimum(corrected, 0.98), seen)
    return made


def _joined(parts: list[Baselines]) -> Baselines:
    names = [one.name for one in attrs.fields(Baselines) if one.name != "middle"]
    return Baselines(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in names
        },
        middle=parts[0].middle,
    )
