"""Enter meters, correct them, and take them out of use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding
from dafeng.meters import MeterError, MeterTree, meter_tree, read_formula
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.meters.convert import in_full, the_tree, tree_of
from dafeng.web.meters.models import Kind, MeterPoint, Role
from dafeng.web.meters.permissions import KEEP
from dafeng.web.meters.services.holding import (
    held_enterprise,
    held_point,
    see_reason,
)


@attrs.frozen(kw_only=True)
class PointFacts:
    """What the register says of a meter."""

    code: str
    name_zh: str
    name_en: str = ""
    carrier: str
    unit: str
    kind: str = Kind.REGISTER
    role: str = Role.MAIN
    parent: MeterPoint | None = None
    parts_whole: bool = False
    replaces: MeterPoint | None = None
    formula: str = ""
    multiplier: Decimal = Decimal(1)
    digits: int | None = None
    step_s: int = 900
    most_per_hour: Decimal | None = None
    workshop: str = ""
    process: str = ""
    equipment: str = ""
    maker: str = ""
    serial: str = ""
    accuracy: str = ""
    valid_from: date | None = None
    note: str = ""


NAMES = tuple(field.name for field in attrs.fields(PointFacts))
_POINTS = ("parent", "replaces")


@transaction.atomic
def point_register(
    *, enterprise: Organisation, by: User | None, facts: PointFacts
) -> MeterPoint:
    """Enter a meter of an enterprise.

    Raises
    ------
    MeterError
        It does not fit to the other meters; findings name its field.
    ValidationError
        A field cannot be, or the code stands in the register.
    """
    firm = held_enterprise(enterprise, by, KEEP)
    row = MeterPoint(enterprise=firm)
    _write(row, facts)
    audit.record(
        by=by,
        action="meters.point.register",
        target=row,
        data={"enterprise": firm.code, "after": told(facts)},
    )
    return row


@transaction.atomic
def point_change(
    *, point: MeterPoint, by: User | None, facts: PointFacts, version: int
) -> MeterPoint:
    """Correct what the register says of a meter; its code stays.

    Raises
    ------
    BadInputError
        ``meter.stale``: somebody changed it since ``version``; nothing was
        overwritten. ``meter.code``: the code is another one. ``meter.measured``: the
        unit or carrier is another one, and there are readings in the old.
    MeterError, ValidationError
        As :func:`point_register`.
    """
    held = held_point(point, by)
    if version != held.version:
        msg = f"{held} was changed: version {held.version} is the newest."
        raise BadInputError(msg, code="meter.stale", version=held.version)
    if facts.code != held.code:
        msg = f"{held.code} keeps its code: readings stand under it."
        raise BadInputError(msg, code="meter.code", name=held.code)
    before = facts_of(held)
    if facts == before:
        return held
    if (facts.carrier.strip(), facts.unit.strip()) != (held.carrier, held.unit):
        _see_unread(held)
    held.version += 1
    _write(held, facts)
    data = {"before": told(before), "after": told(facts)}
    audit.record(by=by, action="meters.point.change", target=held, data=data)
    return held


@transaction.atomic
def point_retire(
    *, point: MeterPoint, by: User | None, last_day: date, reason: str
) -> MeterPoint:
    """Say which day was the last of a meter; readings after it do not count.

    Raises
    ------
    BadInputError
        ``meter.reason``; ``meter.in_use``: a meter behind it, or a sum with it, goes
        on after that day.
    """
    held = held_point(point, by)
    why = see_reason(reason)
    later = [
        one.code
        for one in MeterPoint.objects.filter(enterprise=held.enterprise_id)
        if one.pk != held.pk
        and (one.valid_to is None or one.valid_to > last_day)
        and (one.parent_id == held.pk or names(one, held))
    ]
    if later:
        msg = f"{held.code} is still needed by {', '.join(later)}."
        raise BadInputError(msg, code="meter.in_use", meters=", ".join(later))
    before, held.valid_to, held.retired_reason = held.valid_to, last_day, why
    held.version += 1
    held.full_clean()
    held.save()
    data = {"before": before, "after": last_day, "reason": why}
    audit.record(by=by, action="meters.point.retire", target=held, data=data)
    return held


@transaction.atomic
def point_reopen(*, point: MeterPoint, by: User | None, reason: str) -> MeterPoint:
    """Take back that a meter is out of use.

    Raises
    ------
    BadInputError
        ``meter.reason``; ``meter.open``: it is in use; ``meter.replaced``: another
        stands in its place.
    """
    held = held_point(point, by)
    why = see_reason(reason)
    if held.valid_to is None:
        msg = f"{held.code} is in use."
        raise BadInputError(msg, code="meter.open", name=held.code)
    heir = MeterPoint.objects.filter(replaces=held).first()
    if heir is not None:
        msg = f"{heir.code} stands in the place of {held.code}."
        raise BadInputError(msg, code="meter.replaced", name=held.code, heir=heir.code)
    before, held.valid_to, held.retired_reason = held.valid_to, None, ""
    held.version += 1
    held.full_clean()
    held.save()
    data = {"before": before, "after": None, "reason": why}
    audit.record(by=by, action="meters.point.reopen", target=held, data=data)
    return held


def facts_of(point: MeterPoint) -> PointFacts:
    """What the register says now."""
    return PointFacts(**{name: getattr(point, name) for name in NAMES})


def told(facts: PointFacts) -> Mapping[str, object]:
    """What the audit keeps of a meter."""
    kept = {name: getattr(facts, name) for name in NAMES}
    for name in _POINTS:
        kept[name] = None if kept[name] is None else kept[name].code
    return kept


def names(point: MeterPoint, other: MeterPoint) -> bool:
    """Whether the formula of a meter names another."""
    return any(term.meter == other.code for term in read_formula(point.formula))


def see_tree(enterprise: Organisation) -> MeterTree:
    """Return the meters of an enterprise as they stand now; refuse what is no tree.

    Raises
    ------
    MeterError
        With a finding for each field that cannot be.
    """
    # Sums on 64 bits are checked as the pass would; only a writer pays for loading it.
    from dafeng.meters.dials import dials_of
    from dafeng.web.meters.windows import open_window

    tree = meter_tree(the_tree(enterprise))
    dials_of(tree.meters, open_window())
    return tree


def _see_unread(point: MeterPoint) -> None:
    """Refuse another unit for readings that are there: they would be other amounts."""
    # The store takes a second to load; only who corrects a unit needs it.
    from dafeng.web.meters.stores import house_meters

    tree = tree_of(in_full(MeterPoint.objects.filter(pk=point.pk)))
    if house_meters().has_readings(tree, point.code):
        msg = (
            f"{point.code} has readings in {point.unit} of {point.carrier}. "
            "Take it out of use and enter a new meter in its place."
        )
        raise BadInputError(msg, code="meter.measured", name=point.code)


def _write(row: MeterPoint, facts: PointFacts) -> None:
    for name in NAMES:
        value = getattr(facts, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if row.role == Role.VIRTUAL:
        # A sum has neither dial nor limits.
        row.kind, row.digits, row.most_per_hour = Kind.INTERVAL, None, None
        row.multiplier = Decimal(1)
    row.full_clean()
    row.save()
    try:
        see_tree(row.enterprise)
    except MeterError as error:
        raise MeterError(own_first(error, row.code)) from error


def own_first(error: MeterError, code: str) -> list[Finding]:
    """The findings of an error, those about one meter before the others."""
    mine = f"meter {code},"
    return sorted(error.findings, key=lambda one: not one.place.startswith(mine))
