"""The map twice: as parts of an SVG, and as data for the script that moves it.

Outlines are drawn on a plain grid of degrees, narrowed by the latitude; at the size of
a district that is as good as any projection.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from dafeng.projects import geometry_box
from dafeng.projects.locations import areas_of, centre
from dafeng.web.projects.models import PlaceOutline
from dafeng.web.projects.selectors.projects import ProjectRow
from dafeng.web.projects.wording import LIGHTS, STAGE_WORDS, size_words

WIDTH, MARGIN = 900, 16
RADIUS = 7.0


@attrs.frozen(kw_only=True)
class Area:
    """A town in the picture."""

    name: str
    path: str
    x: float
    y: float


@attrs.frozen(kw_only=True)
class Dot:
    """A project in the picture; ``path`` is the outline of one that has an area."""

    row: ProjectRow
    colour: str
    x: float
    y: float
    path: str = ""


@attrs.frozen(kw_only=True)
class MapPicture:
    """Everything that the template draws."""

    width: int
    height: int
    areas: tuple[Area, ...]
    dots: tuple[Dot, ...]


def placed(
    rows: Iterable[ProjectRow], outlines: Iterable[PlaceOutline]
) -> list[tuple[ProjectRow, dict[str, Any]]]:
    """Rows with a position of their own, or that of the town of their largest share.

    Projects of one town without a position stand beside each other.
    """
    centres = {one.code: centre(one.geometry) for one in outlines}
    found, crowd = [], dict.fromkeys(centres, 0)
    for row in rows:
        geometry = row.project.location
        if geometry is None:
            parts = sorted(row.project.places.all(), key=lambda one: -one.share)
            town = next((one.code for one in parts if one.code in centres), None)
            if town is None:
                continue
            geometry = {
                "type": "Point",
                "coordinates": _beside(centres[town], crowd[town]),
            }
            crowd[town] += 1
        found.append((row, geometry))
    return found


def _beside(middle: tuple[float, float], number: int) -> list[float]:
    """A place on a spiral around the middle of a town."""
    angle, reach = number * 2.4, 0.006 * math.sqrt(number)
    lon, lat = middle
    return [
        round(lon + reach * math.cos(angle), 5),
        round(lat + reach * math.sin(angle), 5),
    ]


def map_picture(
    rows: Sequence[ProjectRow], outlines: Sequence[PlaceOutline]
) -> MapPicture | None:
    """Lay out towns and projects; None when nothing has a position."""
    dots = placed(rows, outlines)
    geometries = [one.geometry for one in outlines] + [one for _row, one in dots]
    box = geometry_box(geometries)
    if box is None:
        return None
    west, south, east, north = box
    narrow = math.cos(math.radians((south + north) / 2))
    span = max((east - west) * narrow, (north - south) / 3, 0.02)
    scale = (WIDTH - 2 * MARGIN) / span

    def at(lon: float, lat: float) -> tuple[float, float]:
        x = MARGIN + (lon - west) * narrow * scale
        return round(x, 1), round(MARGIN + (north - lat) * scale, 1)

    def path(geometry: dict[str, Any]) -> str:
        parts = [
            "M" + "L".join("{},{}".format(*at(*point[:2])) for point in ring) + "Z"
            for area in areas_of(geometry)
            for ring in area
        ]
        return "".join(parts)

    return MapPicture(
        width=WIDTH,
        height=round(2 * MARGIN + max(north - south, 0.02) * scale),
        areas=tuple(
            Area(
                name=one.name,
                path=path(one.geometry),
                x=at(*centre(one.geometry))[0],
                y=at(*centre(one.geometry))[1],
            )
            for one in outlines
        ),
        dots=tuple(
            Dot(
                row=row,
                colour=LIGHTS[row.stands.light.value][0],
                x=at(*centre(geometry))[0],
                y=at(*centre(geometry))[1],
                path=path(geometry),
            )
            for row, geometry in dots
        ),
    )


def map_data(
    rows: Sequence[ProjectRow], outlines: Sequence[PlaceOutline]
) -> dict[str, Any]:
    """Features for the map's script, with the words of its popups."""
    dots = placed(rows, outlines)
    geometries = [one.geometry for one in outlines] + [one for _row, one in dots]
    return {
        "box": geometry_box(geometries),
        "towns": {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": one.geometry,
                    "properties": {"name": one.name, "at": centre(one.geometry)},
                }
                for one in outlines
            ],
        },
        "projects": {
            "type": "FeatureCollection",
            "features": [_feature(row, geometry) for row, geometry in dots],
        },
    }


def _feature(row: ProjectRow, geometry: dict[str, Any]) -> dict[str, Any]:
    project = row.project
    colour, shape, word = LIGHTS[row.stands.light.value]
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "at": centre(geometry),
            "own": project.location is not None,
            "name": project.name,
            "light": colour,
            "shape": shape,
            "lines": [
                f"{STAGE_WORDS[project.stage]} · {shape} {word}",
                f"{_('规模')} {size_words(project.capacity, project.capacity_unit)}",
                str(project.unit),
            ],
            "url": project.get_absolute_url(),
        },
    }
