"""Where a project lies: a GeoJSON point or polygon, checked before it is kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

import attrs

from dafeng.base.errors import BadInputError

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east and north in degrees."""
Geometry: TypeAlias = Mapping[str, Any]
_WORLD: Box = (-180.0, -90.0, 180.0, 90.0)


@attrs.frozen(kw_only=True)
class Reach:
    """Where a geometry has to lie, and how many positions it may have.

    Attributes
    ----------
    ring, whole : int
        Positions of one ring, and of all of them.
    """

    box: Box = _WORLD
    ring: int = 500
    whole: int = 2000


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
        found = rings = _polygon(given, Reach())
    else:
        raise _kind(geometry.get("type"))
    for ring in rings:
        for lon, lat in ring:
            _inside(lon, lat, box or _WORLD)
    return {"type": geometry["type"], "coordinates": found}


def area_of(geometry: object, reach: Reach) -> dict[str, Any]:
    """Return a polygon, or several, as plain GeoJSON, when it can be one.

    Raises
    ------
    BadInputError
        ``location.area``: neither; ``location.many``: too many positions; as
        :func:`check_location`, where ``location.swapped`` is latitude first.
    """
    if not isinstance(geometry, Mapping):
        raise _no_area(geometry)
    given, found = geometry.get("coordinates"), []
    if geometry.get("type") == "Polygon":
        found = [_polygon(given, reach)]
    elif geometry.get("type") == "MultiPolygon":
        found = [_polygon(one, reach) for one in _list(given)]
    if not found:
        raise _no_area(geometry.get("type"))
    points = [point for rings in found for ring in rings for point in ring]
    if len(points) > reach.whole:
        msg = f"It has {len(points)} positions, above {reach.whole}."
        raise BadInputError(msg, code="location.many", place=str(len(points)))
    _see_order(points, reach.box)
    for lon, lat in points:
        _inside(lon, lat, reach.box)
    if len(found) == 1:
        return {"type": "Polygon", "coordinates": found[0]}
    return {"type": "MultiPolygon", "coordinates": found}


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


def areas_of(geometry: Geometry) -> Sequence[Any]:
    """Rings of each area of a geometry; of a point none."""
    if geometry["type"] == "Point":
        return ()
    found: Any = geometry["coordinates"]
    return [found] if geometry["type"] == "Polygon" else found


def centre(geometry: Geometry) -> tuple[float, float]:
    """A point to mark a geometry by: the mean of its outer ring, or itself."""
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"]
        return float(lon), float(lat)
    # Of several parts the one with the longest border bears the mark.
    ring = max((area[0] for area in areas_of(geometry)), key=len)[:-1]
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


def _polygon(given: object, reach: Reach) -> list[list[list[float]]]:
    rings = [_ring(one, reach.ring) for one in _list(given)]
    if not rings:
        told = "it has no ring"
        raise _bad_ring(told)
    return rings


def _ring(given: object, most: int) -> list[list[float]]:
    ring = [_position(one) for one in _list(given)]
    if len(ring) < 4 or ring[0] != ring[-1]:
        told = "it has fewer than 4 positions or is not closed"
        raise _bad_ring(told)
    if len(ring) > most:
        told = f"it has more than {most} positions"
        raise _bad_ring(told)
    if _crosses_itself(ring):
        told = "it crosses itself"
        raise _bad_ring(told)
    return ring


def _crosses_itself(ring: list[list[float]]) -> bool:
    """Whether two sides cross; those that begin east of a side's end cannot."""
    sides = [
        (min(one[0], other[0]), max(one[0], other[0]), number, (one, other))
        for number, (one, other) in enumerate(zip(ring, ring[1:], strict=False))
    ]
    last = len(sides) - 1
    ordered = sorted(sides, key=lambda side: side[:3])
    for at, (_west, east, number, one) in enumerate(ordered):
        for west, _east, other_number, other in islice(ordered, at + 1, None):
            if west > east:
                break
            apart = abs(number - other_number)
            if 1 < apart < last and _cross(one, other):
                return True
    return False


def _see_order(points: Sequence[Sequence[float]], box: Box) -> None:
    """Say that latitude stands first, where only that makes sense of the figures."""
    west, south, east, north = box
    if points and all(
        south <= lon <= north and west <= lat <= east for lon, lat in points
    ):
        msg = "Latitude stands before longitude."
        raise BadInputError(msg, code="location.swapped")


def _no_area(given: object) -> BadInputError:
    msg = f"{given!r} is neither a Polygon nor a MultiPolygon of GeoJSON."
    return BadInputError(msg, code="location.area")


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
