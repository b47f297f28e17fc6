"""The room's entry in the bar on top."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, register_room

register_room(
    Room(
        order=350,
        label=_("双碳办"),
        route="office:calendar",
        section="office:",
        icon="calendar-event",
        right="office.calendar.view",
    )
)
