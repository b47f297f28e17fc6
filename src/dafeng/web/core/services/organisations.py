"""Units: new, renamed, moved; the former name and place stay known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.core import audit
from dafeng.web.core.models import (
    Organisation,
    OrganisationName,
    OrganisationParent,
    User,
)
from dafeng.web.core.permissions import require


@attrs.frozen(kw_only=True)
class OrganisationFacts:
    """What a new unit is; see :class:`~dafeng.web.core.models.Organisation`."""

    code: str
    name_zh: str
    kind: str
    name_en: str = ""
    short_zh: str = ""
    uscc: str | None = None
    place_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def organisation_create(
    *, by: User | None, facts: OrganisationFacts, parent: Organisation | None
) -> Organisation:
    """Add a unit below ``parent``; without one it is a root, made by set-up."""
    if by is not None:
        require(by, "core.organisation.change", parent)
    if parent is not None:
        refuse_ended(parent)
    above = parent.path if parent else "/"
    unit = Organisation(
        **attrs.asdict(facts), parent=parent, path=f"{above}{facts.code}/"
    )
    unit.full_clean()
    unit.save()
    audit.record(
        by=by,
        action="organisation.create",
        target=unit,
        data=_as_made(unit),
    )
    return unit


def _as_made(unit: Organisation) -> dict[str, object]:
    """What the audit keeps of a new unit."""
    names = (field.name for field in attrs.fields(OrganisationFacts))
    return {name: getattr(unit, name) for name in (*names, "path")}


@transaction.atomic
def organisations_add(
    units: Iterable[tuple[OrganisationFacts, Organisation]],
) -> list[Organisation]:
    """Add many units of a sample, each below one that stands; the program does it.

    Fields are checked here; that nothing stands twice the database sees to.
    """
    rows = [
        Organisation(
            **attrs.asdict(facts), parent=above, path=f"{above.path}{facts.code}/"
        )
        for facts, above in units
    ]
    for row in rows:
        row.clean_fields(exclude={"parent", "merged_into"})
    made = Organisation.objects.bulk_create(rows)
    audit.record_all(
        by=None,
        action="organisation.create",
        acts=[(one, _as_made(one)) for one in made],
    )
    return made


@transaction.atomic
def organisation_rename(
    *,
    by: User | None,
    organisation: Organisation,
    name_zh: str,
    name_en: str,
    on: date | None = None,
) -> Organisation:
    """Give a unit a new name from a day, today or earlier.

    The old one is kept, so that older documents find the unit.
    """
    if by is not None:
        require(by, "core.organisation.change", organisation)
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {"name_zh": unit.name_zh, "name_en": unit.name_en}
    after = {"name_zh": name_zh, "name_en": name_en}
    if before == after:
        return unit
    refuse_ended(unit)
    former = OrganisationName.objects.filter(
        organisation=unit, kind=OrganisationName.Kind.FORMER
    )
    day = _day_of_change(on, unit.valid_from, _last(former))
    if unit.name_zh != name_zh:
        OrganisationName.objects.get_or_create(
            organisation=unit,
            name=unit.name_zh,
            until=day,
            defaults={"kind": OrganisationName.Kind.FORMER},
        )
    unit.name_zh, unit.name_en = name_zh, name_en
    unit.full_clean()
    unit.save()
    audit.record(
        by=by,
        action="organisation.rename",
        target=unit,
        data={"before": before, "after": after, "on": day},
    )
    return unit


@transaction.atomic
def organisation_move(
    *,
    by: User | None,
    organisation: Organisation,
    parent: Organisation,
    on: date | None = None,
) -> Organisation:
    """Put a unit, with all below it, under another parent from a day.

    The day is today or earlier; where the unit stood until then is kept.
    """
    if by is not None:
        require(by, "core.organisation.change", organisation)
        require(by, "core.organisation.change", parent)
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if parent.path.startswith(unit.path):
        raise ValidationError(
            _("“%(parent)s”就在“%(unit)s”之内，不能作它的上级。"),
            code="organisation.cycle",
            params={"parent": parent, "unit": unit},
        )
    before, after = unit.path, f"{parent.path}{unit.code}/"
    if before == after:
        return unit
    refuse_ended(unit)
    refuse_ended(parent)
    # Had anything on the new way up moved later, the tree of a day could close a ring.
    way = OrganisationParent.objects.filter(
        organisation__code__in=[unit.code, *parent.path.strip("/").split("/")]
    )
    day = _day_of_change(on, unit.valid_from, parent.valid_from, _last(way))
    OrganisationParent.objects.create(
        organisation=unit, parent=unit.parent, path=before, until=day
    )
    below = Organisation.objects.select_for_update().filter(path__startswith=before)
    for child in below.exclude(pk=unit.pk):
        child.path = after + child.path.removeprefix(before)
        child.save(update_fields=["path"])
    unit.path, unit.parent = after, parent
    unit.full_clean()
    unit.save(update_fields=["path", "parent"])
    audit.record(
        by=by,
        action="organisation.move",
        target=unit,
        data={"before": before, "after": after, "on": day},
    )
    return unit


def refuse_ended(unit: Organisation) -> None:
    """Refuse to change a unit that is no more."""
    if unit.valid_to is not None and unit.valid_to < timezone.localdate():
        raise ValidationError(
            _("“%(unit)s”已于 %(day)s 撤销。"),
            code="organisation.ended",
            params={"unit": unit, "day": unit.valid_to.isoformat()},
        )


def refuse_future(day: date) -> None:
    """Refuse a change that is said to hold from a day to come."""
    if day > timezone.localdate():
        raise ValidationError(
            {"on": ValidationError(_("生效日不能晚于今天。"), code="day.future")}
        )


def _day_of_change(on: date | None, *not_before: date | None) -> date:
    """First day of a change; never before the one that came last."""
    day = on or timezone.localdate()
    refuse_future(day)
    earliest = max((one for one in not_before if one), default=day)
    if day < earliest:
        problem = ValidationError(
            _("生效日不能早于上一次变更（%(day)s）。"),
            code="day.before_last",
            params={"day": earliest.isoformat()},
        )
        raise ValidationError({"on": problem})
    return day


def _last(
    rows: QuerySet[OrganisationName] | QuerySet[OrganisationParent],
) -> date | None:
    """Day of the latest of former names or places."""
    day: date | None = rows.aggregate(last=Max("until"))["last"]
    return day
