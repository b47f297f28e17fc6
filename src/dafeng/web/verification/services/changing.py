"""What an act changed on a row, field by field, for the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db.models import Model

VERIFICATION_FACTS = (
    *("body_name", "body_uscc", "leader", "members", "site_on", "site_plan"),
    *("conclusion", "concluded_on", "told_on"),
)
FINDING_FACTS = (
    *("line", "reply", "required", "calibrated", "before", "after", "formula"),
    *("clause", "calibrations", "settled_note"),
)

Told = Mapping[str, str | None]


@attrs.frozen(kw_only=True)
class Changed:
    """Fields that differ from what the database held."""

    before: Told
    after: Told


UNCHANGED = Changed(before={}, after={})


def changed_facts(row: Model, fields: Sequence[str]) -> Changed:
    """Return what a row that is not saved yet changes; a new one changes nothing."""
    kept = type(row)._default_manager.filter(pk=row.pk).values(*fields).first()
    if kept is None:
        return UNCHANGED
    apart = [name for name in fields if kept[name] != getattr(row, name)]
    return Changed(
        before={name: told(kept[name]) for name in apart},
        after={name: told(getattr(row, name)) for name in apart},
    )


def told(value: object) -> str | None:
    """A value as the audit keeps it: an amount without the zeros of its column."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
