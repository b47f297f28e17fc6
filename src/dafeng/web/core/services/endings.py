"""Units that end, or go into another one."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dafeng.web.core import audit
from dafeng.web.core.belongings import Fate, held_by
from dafeng.web.core.models import Membership, Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.services.organisations import (
    organisation_move,
    refuse_ended,
    refuse_future,
)


def what_holds(unit: Organisation) -> list[str]:
    """Say what hangs on a unit so that it cannot end, in words; empty when nothing."""
    children = unit.children.filter(valid_to__isnull=True).count()
    people = unit.users.filter(is_active=True).count()
    standing = Membership.objects.filter(organisation=unit, revoked=False)
    held = standing.exclude(valid_to__lt=timezone.localdate()).count()
    counted = [
        (children, ngettext("下级单位 %(n)s 个", "下级单位 %(n)s 个", children)),
        (people, ngettext("人员 %(n)s 名", "人员 %(n)s 名", people)),
        (held, ngettext("任职 %(n)s 项", "任职 %(n)s 项", held)),
    ]
    words = [text % {"n": count} for count, text in counted if count]
    rooms = (one for one in held_by(unit) if one.belonging.fate is not Fate.STAYS)
    return [
        *words,
        *(str(format_lazy("{} {}", one.belonging.label, one.count)) for one in rooms),
    ]


@transaction.atomic
def organisation_end(
    *, by: User | None, organisation: Organisation, on: date
) -> Organisation:
    """End a unit: ``on`` is the first day without it.

    Refused, with names, while anything hangs on it.
    """
    unit = _unit_to_end(by, organisation, on)
    holding = what_holds(unit)
    if holding:
        raise ValidationError(
            _("“%(unit)s”尚有%(what)s。请先移交，或并入其他单位。"),
            code="organisation.holds",
            params={"unit": unit, "what": _("、").join(holding)},
        )
    _close(unit, on)
    audit.record(
        by=by,
        action="organisation.end",
        target=unit,
        data={"before": {"to": None}, "after": {"to": unit.valid_to}},
    )
    return unit


@transaction.atomic
def organisation_merge(
    *, by: User | None, organisation: Organisation, into: Organisation, on: date
) -> Organisation:
    """Let a unit go into another one; ``on`` is the first day without it.

    Units below it, its people and what the rooms can hand over go along.  Roles held in
    it end: who may do what in the other unit is for the security administrator to say.
    """
    unit = _unit_to_end(by, organisation, on)
    if by is not None:
        require(by, "core.organisation.change", into)
    _refuse_heir(unit, into)
    moved = _hand_over(by, unit, into, on)
    ended = _end_roles(unit, on)
    _close(unit, on, into=into)
    audit.record(
        by=by,
        action="organisation.merge",
        target=unit,
        data={"into": into.code, "on": on, "moved": moved, "roles_ended": ended},
    )
    return unit


def _unit_to_end(by: User | None, organisation: Organisation, on: date) -> Organisation:
    if by is not None:
        require(by, "core.organisation.change", organisation)
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_ended(unit)
    refuse_future(on)
    if unit.parent_id is None:
        raise ValidationError(_("最上级单位不能撤销。"), code="organisation.root")
    return unit


def _refuse_heir(unit: Organisation, into: Organisation) -> None:
    refuse_ended(into)
    if into.path.startswith(unit.path):
        raise ValidationError(
            _("不能并入本单位或它的下级单位。"), code="organisation.heir"
        )
    stuck = [
        one
        for one in held_by(unit)
        if one.belonging.fate is Fate.HOLDS or one.belonging.hand_over is None
    ]
    stuck = [one for one in stuck if one.belonging.fate is not Fate.STAYS]
    if stuck:
        what = _("、").join(f"{one.belonging.label} {one.count}" for one in stuck)
        raise ValidationError(
            _("“%(unit)s”尚有%(what)s，须先办结或移交。"),
            code="organisation.holds",
            params={"unit": unit, "what": what},
        )


def _hand_over(
    by: User | None, unit: Organisation, into: Organisation, on: date
) -> dict[str, object]:
    children = list(unit.children.filter(valid_to__isnull=True))
    for child in children:
        organisation_move(by=by, organisation=child, parent=into, on=on)
    people = list(unit.users.filter(is_active=True))
    for person in people:
        person.organisation = into
        person.save(update_fields=["organisation"])
    moved: dict[str, object] = {
        "units": [child.code for child in children],
        "people": [person.username for person in people],
    }
    for one in held_by(unit):
        if one.belonging.hand_over is not None:
            moved[one.belonging.code] = one.belonging.hand_over(by, unit, into)
    return moved


def _end_roles(unit: Organisation, on: date) -> list[str]:
    ended = []
    last = on - timedelta(days=1)
    standing = Membership.objects.filter(organisation=unit, revoked=False)
    for held in standing.select_related("user", "role"):
        held.revoked = True
        if held.valid_to is None or held.valid_to > last:
            held.valid_to = max(held.valid_from, last)
        held.save(update_fields=["revoked", "valid_to"])
        ended.append(f"{held.user.username}: {held.role.code}")
    return ended


def _close(unit: Organisation, on: date, into: Organisation | None = None) -> None:
    unit.refresh_from_db()
    unit.valid_to = on - timedelta(days=1)
    unit.merged_into = into
    unit.full_clean()
    unit.save(update_fields=["valid_to", "merged_into"])
