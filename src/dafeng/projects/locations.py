"""Where a project lies: a GeoJSON point or polygon, checked before it is kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from dafeng.base.errors import BadInputError

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east and north in degrees."""
Geometry: TypeAlias = Mapping[str, Any]
_POINTS = 500
_WORLD: Box = (-180.0, -90.0, 180.0, 90.0)


def check_location(geometry: object, box: Box | None = None) -> dict[str, Any]:
    """Return a geometry as plain GeoJSON, when it can be one.

    Parameters
    ----------
    geometry : object
        ``{"type": "Point", "coordinates": [lon, lat]}`` or a ``Polygon``, WGS 84.
    box : Box, optional
        Where it has to lie: the district.

    Raises
    ------
    BadInputError
        ``location.kind``: neither point nor polygon. ``location.numbers``: something is
        no pair of degrees. ``location.ring``: a ring is not closed, too short, too long
        or crosses itself. ``location.outside``: it lies outside the box.

    Examples
    --------
    >>> check_location({"type": "Point", "coordinates": [117, 38.9]})["coordinates"]
    [117.0, 38.9]
    """
    if not isinstance(geometry, Mapping):
        raise _kind(geometry)
    given = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        found: Any = _position(given)
        rings = [[found]]
    elif geometry.get("type") == "Polygon":
        found = rings = [_ring(one) for one in _list(given)]
        if not rings:
            told = "it has no ring"
            raise _bad_ring(told)
    else:
        raise _kind(geometry.get("type"))
    for ring in rings:
        for lon, lat in ring:
            _inside(lon, lat, box or _WORLD)
    return {"type": geometry["type"], "coordinates": found}


def geometry_box(geometries: Sequence[Geometry]) -> Box | None:
    """Smallest box around geometries; None around none."""
    points = [point for one in geometries for point in positions(one)]
    if not points:
        return None
    lons, lats = [one[0] for one in points], [one[1] for one in points]
    return min(lons), min(lats), max(lons), max(lats)


def positions(geometry: Geometry) -> Iterator[tuple[float, float]]:
    """Every position of a point, a polygon or several polygons."""
    yield from _flat(geometry["coordinates"])


def centre(geometry: Geometry) -> tuple[float, float]:
    """A point to mark a geometry by: the mean of its outer ring, or itself."""
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"]
        return float(lon), float(lat)
    ring = geometry["coordinates"][0][:-1]
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)


def _flat(coordinates: Any) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for one in coordinates:
        yield from _flat(one)


def _kind(given: object) -> BadInputError:
    msg = f"{given!r} is neither a Point nor a Polygon of GeoJSON."
    return BadInputError(msg, code="location.kind")


def _list(given: object) -> Sequence[object]:
    if isinstance(given, list | tuple):
        return given
    msg = f"{given!r} is no list of positions."
    raise BadInputError(msg, code="location.numbers")


def _position(given: object) -> list[float]:
    pair = _list(given)
    numbers = [number for one in pair if (number := _number(one)) is not None]
    if len(pair) not in (2, 3) or len(numbers) != len(pair):
        msg = f"{given!r} is no longitude and latitude."
        raise BadInputError(msg, code="location.numbers")
    return numbers[:2]


def _number(given: object) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    try:
        number = float(given)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _ring(given: object) -> list[list[float]]:
    ring = [_position(one) for one in _list(given)]
    if len(ring) < 4 or ring[0] != ring[-1]:
        told = "it has fewer than 4 positions or is not closed"
        raise _bad_ring(told)
    if len(ring) > _POINTS:
        told = f"it has more than {_POINTS} positions"
        raise _bad_ring(told)
    sides = list(zip(ring, ring[1:], strict=False))
    for number, one in enumerate(sides):
        for other_number in range(number + 2, len(sides)):
            around = number == 0 and other_number == len(sides) - 1
            if not around and _cross(one, sides[other_number]):
                told = "it crosses itself"
                raise _bad_ring(told)
    return ring


def _bad_ring(told: str) -> BadInputError:
    msg = f"The ring cannot be: {told}."
    return BadInputError(msg, code="location.ring")


def _cross(
    one: tuple[list[float], list[float]], other: tuple[list[float], list[float]]
) -> bool:
    (a, b), (c, d) = one, other
    return (_side(a, b, c) * _side(a, b, d) < 0) and (
        _side(c, d, a) * _side(c, d, b) < 0
    )


def _side(a: list[float], b: list[float], c: list[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _inside(lon: float, lat: float, box: Box) -> None:
    west, south, east, north = box
    if not (west <= lon <= east and south <= lat <= north):
        msg = (
            f"{lon:g}, {lat:g} lies outside {west:g} to {east:g} degrees east, "
            f"{south:g} to {north:g} north."
        )
        raise BadInputError(
            msg,
            code="location.outside",
            place=f"{lon:g}, {lat:g}",
            west=f"{west:g}",
            east=f"{east:g}",
            south=f"{south:g}",
            north=f"{north:g}",
        )
