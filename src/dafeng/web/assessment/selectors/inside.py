"""What belongs to a person's district, whatever unit of it the person is of."""

from __future__ import annotations

from django.db.models import Q

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within


def inside(field: str, user: Person, right: str) -> Q:
    """Return the condition that a path lies below or above a role of the person."""
    held = paths_where(user, right)
    above = {path for mine in held for path in _above(mine)}
    return within(field, held) | Q(**{f"{field}__in": sorted(above)})


def _above(path: str) -> list[str]:
    """``/district/bureau/`` gives ``/district/`` and itself."""
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[:depth])}/" for depth in range(1, len(codes) + 1)]
