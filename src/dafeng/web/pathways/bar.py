"""The room's entry in the bar on top."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, register_room

register_room(
    Room(
        order=145,
        label=_("路径"),
        route="pathways:index",
        section="pathways:",
        icon="chart-line",
        right="pathways.run.view",
    )
)
