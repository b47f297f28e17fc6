"""Outlines of towns for the map, from a GeoJSON collection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from dafeng.projects import check_location
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.projects.models import PlaceOutline
from dafeng.web.projects.permissions import KEEP


@transaction.atomic
def outlines_set(
    *, organisation: Organisation, by: User | None, collection: Mapping[str, Any]
) -> int:
    """Replace the outlines of a district; return how many there are.

    Parameters
    ----------
    collection : mapping
        A FeatureCollection of polygons; each has ``code``, ``name``, ``source`` and
        ``schematic`` as properties.

    Raises
    ------
    BadInputError
        ``location.…``: an outline cannot be.
    """
    if by is not None:
        require(by, KEEP, organisation)
    rows = [
        PlaceOutline(
            organisation=organisation,
            code=feature["properties"]["code"],
            name=feature["properties"]["name"],
            source=feature["properties"]["source"],
            schematic=feature["properties"]["schematic"],
            geometry=check_location(feature["geometry"]),
        )
        for feature in collection["features"]
    ]
    PlaceOutline.objects.filter(organisation=organisation).delete()
    for row in rows:
        row.full_clean()
        row.save()
    data = {"count": len(rows)}
    audit.record(by=by, action="projects.outlines.set", target=organisation, data=data)
    return len(rows)
