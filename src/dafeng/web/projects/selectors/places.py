"""Outlines of towns and positions of projects, for the map."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dafeng.projects import geometry_box
from dafeng.web.core.models import Organisation
from dafeng.web.projects.models import PlaceOutline


def outlines_of(organisation: Organisation) -> QuerySet[PlaceOutline]:
    """Outlines of a district's towns."""
    return PlaceOutline.objects.filter(organisation=organisation)


def district_box(organisation: Organisation) -> Any:
    """Box around the district; None when no outlines are there."""
    return geometry_box([one.geometry for one in outlines_of(organisation)])
