"""Pages of the house itself: people, the way in, notices, background work, desk."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dafeng.web.core.models import Membership, Organisation, User
from dafeng.web.core.services import invitation_path
from dafeng.web.desk.selectors.rulebook import TABLES
from dafeng.web.desk.selectors.walls import token_of
from dafeng.web.desk.services.walls import wall_make
from tests.pages.visits import ASKED, NOBODY, SEEN_BY, VIEWER, Arguments

HALF_A_YEAR = timedelta(days=180)


def core() -> Arguments:
    """Pages of the core."""
    officer = User.objects.get(username="officer")
    unit = Organisation.objects.get(pk=officer.organisation_id)
    invited, _new = User.objects.get_or_create(
        username="invited", defaults={"display_name": "受邀人"}
    )
    *_rest, key, token, _end = invitation_path(invited).split("/")
    of_unit: dict[str, object] = {"code": unit.code}
    of_person: dict[str, object] = {"user_id": officer.pk}
    held = Membership.objects.filter(user=officer).order_by("pk")[0]
    return {
        "core:home": [
            {SEEN_BY: who} for who in (NOBODY, VIEWER, "leader", "officer", "system")
        ],
        "core:about": [{}],
        "core:login": [{}],
        "core:welcome": [{"key": key, "token": token}],
        "core:account": [{}],
        "core:password": [{}],
        "core:second-factor-new": [{}],
        "core:second-factor-codes": [{}],
        "core:second-factor-off": [{}],
        "core:delegations": [{}],
        "core:delegation-new": [{}],
        "core:organisations": [{}],
        "core:organisation": [of_unit],
        "core:organisation-new": [of_unit],
        "core:organisation-rename": [of_unit],
        "core:organisation-move": [of_unit],
        "core:organisation-merge": [of_unit],
        "core:organisation-end": [of_unit],
        "core:members": [{}],
        "core:member": [of_person],
        "core:member-edit": [of_person],
        "core:member-post": [{"membership_id": held.pk}],
        "core:member-grant": [{}],
        "core:member-invite": [{}],
        "core:roles": [{}],
        "core:rights": [{}],
        "core:security": [{}],
        "core:audit": [{}],
    }


def notices() -> Arguments:
    """What one was told."""
    return {
        "notices:inbox": [{SEEN_BY: "officer"}, {ASKED: {"show": "all"}}],
        "notices:preferences": [{}],
    }


def jobs() -> Arguments:
    """The background work."""
    return {"jobs:jobs": [{}]}


def desk() -> Arguments:
    """Overview, search, data and walls."""
    office = User.objects.get(username=VIEWER)
    root = Organisation.objects.get(parent=None, code="district")
    wall = wall_make(
        by=office,
        organisation=root,
        name="三楼大厅",
        valid_to=timezone.localdate() + HALF_A_YEAR,
    )
    return {
        "desk:units": [{}],
        "desk:search": [{}, {ASKED: {"q": "能耗"}}],
        "desk:data": [{}],
        "desk:admin": [{}, {SEEN_BY: "system"}],
        "desk:rules": [{}],
        "desk:rule": [{"code": TABLES[0].code}],
        "desk:house": [{SEEN_BY: "system"}],
        "desk:walls": [{}],
        "desk:wall-new": [{}],
        "desk:wall": [{"token": token_of(wall)}],
    }


def api() -> Arguments:
    """Pages about the interface for programs."""
    return {"api:docs": [{}], "api:tokens": [{}], "api:token-new": [{}]}
