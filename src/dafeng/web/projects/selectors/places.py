"""Outlines of towns and positions of projects, for the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import attrs
from django.db.models import QuerySet

from dafeng.projects import Town, geometry_box
from dafeng.projects.locations import positions
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.projects.models import (
    OutlineEdition,
    OutlineState,
    PlaceOutline,
    Project,
)
from dafeng.web.projects.permissions import KEEP
from dafeng.web.projects.selectors.projects import towns_of


@attrs.frozen(kw_only=True)
class EditionLook:
    """What somebody should know before an edition of outlines is put to use.

    Attributes
    ----------
    outlines : sequence of PlaceOutline
        Rows as the map would draw them; they are not kept.
    missing : sequence of Organisation
        Towns without an outline.
    outside : sequence of Project
        Projects whose position lies outside the box of all outlines.
    """

    outlines: Sequence[PlaceOutline]
    missing: Sequence[Organisation]
    outside: Sequence[Project]


def outlines_of(organisation: Organisation) -> QuerySet[PlaceOutline]:
    """Outlines of a district's towns."""
    return PlaceOutline.objects.filter(organisation=organisation)


def district_box(organisation: Organisation) -> Any:
    """Box around the district; None when no outlines are there."""
    return geometry_box([one.geometry for one in outlines_of(organisation)])


def towns_to_draw(organisation: Organisation) -> list[Town]:
    """Towns that a file can have an outline of, by code and Chinese name.

    A park has no code of its own where it bears that of the district.
    """
    return [Town(code=one.place_code, name=one.name_zh) for one in _coded(organisation)]


def _coded(organisation: Organisation) -> list[Organisation]:
    """Towns and parks with a code that nothing else has."""
    towns = list(towns_of(organisation))
    counted = Counter([organisation.place_code, *(one.place_code for one in towns)])
    return [one for one in towns if counted[one.place_code] == 1]


def editions_for(user: Person) -> QuerySet[OutlineEdition]:
    """Editions of the outlines of the districts whose register the person keeps."""
    keeping = within("organisation__path", paths_where(user, KEEP))
    rows = OutlineEdition.objects.filter(keeping)
    return rows.select_related("organisation", "loaded_by").defer("content")


def edition_in_force(organisation: Organisation) -> OutlineEdition | None:
    """The edition that the map draws; None where it draws none."""
    rows = OutlineEdition.objects.filter(organisation=organisation)
    return rows.defer("content").filter(state=OutlineState.IN_FORCE).first()


def look_at(edition: OutlineEdition) -> EditionLook:
    """Lay an edition out beside the towns and projects of its district."""
    outlines = [
        PlaceOutline(
            organisation=edition.organisation,
            code=feature["properties"]["code"],
            name=feature["properties"]["name"],
            source=edition.source,
            schematic=edition.schematic,
            geometry=feature["geometry"],
        )
        for feature in edition.content["features"]
    ]
    drawn = {one.code for one in outlines}
    towns = _coded(edition.organisation)
    box = geometry_box([one.geometry for one in outlines])
    placed = Project.objects.filter(
        organisation=edition.organisation, merged_into=None
    ).exclude(location=None)
    return EditionLook(
        outlines=outlines,
        missing=[one for one in towns if one.place_code not in drawn],
        outside=[one for one in placed if box and not _lies_in(one.location, box)],
    )


def _lies_in(geometry: Any, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return all(
        west <= lon <= east and south <= lat <= north
        for lon, lat in positions(geometry)
    )
