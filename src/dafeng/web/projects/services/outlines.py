"""Outlines of towns for the map: taken in, looked at, put to use; all editions stay."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.lake import canonical_json
from dafeng.projects import Outline, Town
from dafeng.projects.locations import area_of
from dafeng.projects.outlines import OUTLINE
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.projects.models import OutlineEdition, OutlineState, PlaceOutline
from dafeng.web.projects.permissions import KEEP


@attrs.frozen(kw_only=True)
class OutlineFacts:
    """What is said of a file of outlines."""

    source: str
    schematic: bool
    file_name: str = ""


@transaction.atomic
def outlines_take(
    *,
    organisation: Organisation,
    by: User | None,
    outlines: Sequence[Outline],
    facts: OutlineFacts,
) -> OutlineEdition:
    """Keep outlines that were read as an edition; the map does not change yet.

    Raises
    ------
    BadInputError
        ``outlines.none``: there is not one.
    """
    if by is not None:
        require(by, KEEP, organisation)
    if not outlines:
        msg = "There is no outline to keep."
        raise BadInputError(msg, code="outlines.none")
    content = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": attrs.asdict(one.town),
                "geometry": one.geometry,
            }
            for one in outlines
        ],
    }
    # Two uploads at once get two numbers.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = OutlineEdition.objects.filter(organisation=organisation)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    made = OutlineEdition(
        organisation=organisation,
        number=last + 1,
        content=content,
        count=len(outlines),
        sha256=hashlib.sha256(canonical_json(content)).hexdigest(),
        loaded_by=by,
        loaded_at=timezone.now(),
        **attrs.asdict(facts),
    )
    made.full_clean()
    made.save()
    data = {"number": made.number, "count": made.count, "sha256": made.sha256}
    data |= attrs.asdict(facts)
    audit.record(by=by, action="projects.outlines.take", target=made, data=data)
    return made


@transaction.atomic
def outlines_use(
    *, edition: OutlineEdition, by: User | None, standing: int
) -> OutlineEdition:
    """Let the map draw an edition, a new one or one that was replaced.

    Parameters
    ----------
    standing : int
        Number of the edition that the page showed as in force; 0 for none.

    Raises
    ------
    BadInputError
        ``outlines.stale``: another is in force by now; ``outlines.in_force``;
        ``outlines.dropped``.
    """
    held, before = _held(edition, by), _in_force(edition.organisation)
    if (0 if before is None else before.number) != standing:
        msg = f"{before} is in force by now."
        raise BadInputError(msg, code="outlines.stale")
    if held.state == OutlineState.IN_FORCE:
        msg = f"{held} is in force already."
        raise BadInputError(msg, code="outlines.in_force", number=held.number)
    _see_not_dropped(held)
    if before is not None:
        before.state = OutlineState.REPLACED
        before.save(update_fields=["state"])
    held.state, held.in_force_at = OutlineState.IN_FORCE, timezone.now()
    held.full_clean()
    held.save()
    _draw(held)
    data = {
        "before": None if before is None else before.number,
        "after": held.number,
        "count": held.count,
        "sha256": held.sha256,
    }
    audit.record(by=by, action="projects.outlines.use", target=held, data=data)
    return held


@transaction.atomic
def outlines_drop(*, edition: OutlineEdition, by: User | None) -> OutlineEdition:
    """Give up an edition that was never put to use.

    Raises
    ------
    BadInputError
        ``outlines.used``: it is, or was, in force; ``outlines.dropped``.
    """
    held = _held(edition, by)
    _see_not_dropped(held)
    if held.state != OutlineState.DRAFT:
        msg = f"{held} was put to use."
        raise BadInputError(msg, code="outlines.used", number=held.number)
    held.state = OutlineState.DROPPED
    held.save(update_fields=["state"])
    data = {"number": held.number}
    audit.record(by=by, action="projects.outlines.drop", target=held, data=data)
    return held


@transaction.atomic
def outlines_set(
    *, organisation: Organisation, by: User | None, collection: Mapping[str, Any]
) -> int:
    """Take outlines and put them to use in one go, as a sample does.

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
    read = [
        (
            one["properties"],
            Outline(
                town=Town(
                    code=one["properties"]["code"], name=one["properties"]["name"]
                ),
                geometry=area_of(one["geometry"], OUTLINE),
            ),
        )
        for one in collection["features"]
    ]
    facts = OutlineFacts(
        source="、".join(dict.fromkeys(given["source"] for given, _one in read)),
        schematic=any(given["schematic"] for given, _one in read),
    )
    outlines = [one for _given, one in read]
    made = outlines_take(
        organisation=organisation, by=by, outlines=outlines, facts=facts
    )
    before = _in_force(organisation)
    outlines_use(edition=made, by=by, standing=0 if before is None else before.number)
    return made.count


def _held(edition: OutlineEdition, by: User | None) -> OutlineEdition:
    """Lock the district's editions: one of them is in force."""
    Organisation.objects.select_for_update().get(pk=edition.organisation_id)
    rows = OutlineEdition.objects.select_related("organisation")
    held = rows.get(pk=edition.pk)
    if by is not None:
        require(by, KEEP, held.organisation)
    return held


def _in_force(organisation: Organisation) -> OutlineEdition | None:
    rows = OutlineEdition.objects.filter(organisation=organisation)
    return rows.filter(state=OutlineState.IN_FORCE).first()


def _see_not_dropped(held: OutlineEdition) -> None:
    if held.state == OutlineState.DROPPED:
        msg = f"{held} was given up."
        raise BadInputError(msg, code="outlines.dropped", number=held.number)


def _draw(edition: OutlineEdition) -> None:
    """Make the rows of the map those of an edition."""
    PlaceOutline.objects.filter(organisation=edition.organisation).delete()
    for feature in edition.content["features"]:
        row = PlaceOutline(
            organisation=edition.organisation,
            code=feature["properties"]["code"],
            name=feature["properties"]["name"],
            source=edition.source,
            schematic=edition.schematic,
            geometry=feature["geometry"],
        )
        row.full_clean()
        row.save()
