"""Outlines that stand become the first edition, so that they can be put back."""

from __future__ import annotations

import hashlib

from django.db import migrations
from django.utils import timezone

from dafeng.lake import canonical_json


def keep_what_stands(apps, schema_editor):
    """One edition for each district that has outlines and no edition of them."""
    outlines = apps.get_model("projects", "PlaceOutline").objects
    editions = apps.get_model("projects", "OutlineEdition").objects
    owners = outlines.order_by().values_list("organisation", flat=True).distinct()
    for owner in owners.exclude(organisation__outline_editions__isnull=False):
        rows = list(outlines.filter(organisation=owner).order_by("code"))
        content = {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"code": row.code, "name": row.name},
                    "geometry": row.geometry,
                }
                for row in rows
            ],
        }
        now = timezone.now()
        editions.create(
            organisation_id=owner,
            number=1,
            state="in-force",
            source="、".join(dict.fromkeys(row.source for row in rows))[:200],
            schematic=any(row.schematic for row in rows),
            content=content,
            count=len(rows),
            sha256=hashlib.sha256(canonical_json(content)).hexdigest(),
            loaded_at=now,
            in_force_at=now,
        )


def leave(apps, schema_editor):
    """Going back, the editions go with their table."""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_outline_editions"),
    ]

    operations = [
        migrations.RunPython(keep_what_stands, leave),
    ]
