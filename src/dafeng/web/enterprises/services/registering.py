"""Open a register, enter an enterprise into it, and change what it says."""

from __future__ import annotations

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.enterprises.models import DisclosureRegister, Enterprise
from dafeng.web.enterprises.permissions import KEEP
from dafeng.web.enterprises.services.holding import held_by_keeper, kept_register


@attrs.frozen(kw_only=True)
class EnterpriseFacts:
    """What the register says of an enterprise."""

    name_zh: str
    name_en: str = ""
    uscc: str = ""
    industry: str = ""
    unit: Organisation | None = None
    town: Organisation | None = None
    contact: str = ""
    phone: str = ""
    note: str = ""


NAMES = tuple(field.name for field in attrs.fields(EnterpriseFacts))
_UNITS = ("unit", "town")


@transaction.atomic
def register_open(
    *, organisation: Organisation, by: User | None, keeper: Organisation | None = None
) -> DisclosureRegister:
    """Open the register of a district, or say which bureau keeps it.

    Raises
    ------
    BadInputError
        ``enterprise.outside``: the bureau is of another district.
    """
    if by is not None:
        require(by, KEEP, organisation)
    _see_inside(organisation, keeper)
    rows = DisclosureRegister.objects.select_for_update(of=("self",))
    row = rows.filter(organisation=organisation).first()
    before = None if row is None else row.keeper
    row = row or DisclosureRegister(organisation=organisation)
    row.keeper = keeper
    row.full_clean()
    row.save()
    data = {
        "before": None if before is None else before.code,
        "after": None if keeper is None else keeper.code,
    }
    audit.record(by=by, action="enterprises.register.keeper", target=row, data=data)
    return row


@transaction.atomic
def register_begin(*, organisation: Organisation, by: User) -> DisclosureRegister:
    """Open the register for its first row; one that is there stays as it is."""
    rows = DisclosureRegister.objects
    row, is_new = rows.get_or_create(organisation=organisation)
    require(by, KEEP, row)
    if is_new:
        audit.record(by=by, action="enterprises.register.open", target=row)
    return row


@transaction.atomic
def enterprise_register(
    *,
    register: DisclosureRegister,
    by: User | None,
    facts: EnterpriseFacts,
    synthetic: bool = False,
) -> Enterprise:
    """Enter an enterprise.

    Raises
    ------
    BadInputError
        ``enterprise.outside``: its unit or town is of another district.
    ValidationError
        The credit code is wrong, or stands in the register.
    """
    held = kept_register(register, by)
    row = Enterprise(register=held, created_at=timezone.now(), synthetic=synthetic)
    _write(row, facts)
    data = {"after": told(facts)}
    audit.record(by=by, action="enterprises.enterprise.register", target=row, data=data)
    return row


@transaction.atomic
def enterprise_change(
    *, enterprise: Enterprise, by: User | None, facts: EnterpriseFacts, version: int
) -> Enterprise:
    """Correct what the register says of an enterprise.

    Raises
    ------
    BadInputError
        ``enterprise.stale``: somebody changed it since ``version``; nothing was
        overwritten. ``enterprise.outside``.
    """
    held = held_by_keeper(enterprise, by)
    if version != held.version:
        msg = f"{held} was changed: version {held.version} is the newest."
        raise BadInputError(msg, code="enterprise.stale", version=held.version)
    before = facts_of(held)
    if facts == before:
        return held
    held.version += 1
    _write(held, facts)
    data = {"before": told(before), "after": told(facts)}
    audit.record(by=by, action="enterprises.enterprise.change", target=held, data=data)
    return held


def facts_of(enterprise: Enterprise) -> EnterpriseFacts:
    """What the register says now."""
    return EnterpriseFacts(**{name: getattr(enterprise, name) for name in NAMES})


def told(facts: EnterpriseFacts) -> dict[str, object]:
    """What the audit keeps of an enterprise."""
    return {name: getattr(facts, name) for name in NAMES if name not in _UNITS} | {
        name: None if getattr(facts, name) is None else getattr(facts, name).code
        for name in _UNITS
    }


def _write(row: Enterprise, facts: EnterpriseFacts) -> None:
    for unit in (facts.unit, facts.town):
        _see_inside(row.register.organisation, unit)
    for name in NAMES:
        value = getattr(facts, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.full_clean()
    row.save()


def _see_inside(organisation: Organisation, unit: Organisation | None) -> None:
    """Refuse units of another district: whoever is named sees the enterprise."""
    if unit is not None and not unit.path.startswith(organisation.path):
        msg = f"{unit} is no unit of {organisation}."
        raise BadInputError(msg, code="enterprise.outside", unit=str(unit))
