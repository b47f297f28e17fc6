"""The room's entry in the bar on top."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, register_room

register_room(
    Room(
        order=160,
        label=_("督办"),
        route="supervision:cases",
        section="supervision:",
        also=("inspections:",),
        icon="clipboard-check",
        right="supervision.case.view",
    )
)
