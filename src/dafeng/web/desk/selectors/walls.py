"""Passes for wall screens: the list for the office, and the pass behind an address."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.db.models import QuerySet

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.desk.models import WallPass

SALT = "dafeng.desk.wall"


def token_of(wall: WallPass) -> str:
    """The signed number of a pass, as it stands in the address."""
    return signing.Signer(salt=SALT, sep=".").sign(str(wall.pk))


def wall_behind(token: str, on: date) -> WallPass | None:
    """The pass that an address names, if it is ours and good today."""
    try:
        number = signing.Signer(salt=SALT, sep=".").unsign(token)
    except signing.BadSignature:
        return None
    rows = WallPass.objects.select_related("organisation")
    found = rows.filter(pk=int(number)).first()
    return found if found is not None and found.good_on(on) else None


def walls_for(user: Person) -> QuerySet[WallPass]:
    """Passes that a person may make and revoke, the newest first."""
    paths = paths_where(user, "desk.wall.make")
    rows = WallPass.objects.filter(within("organisation__path", paths))
    return rows.select_related("organisation", "made_by", "revoked_by")
