"""The room's entry in the bar on top; it gathers the other rooms of enterprises."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, Under, register_room

register_room(
    Room(
        order=155,
        label=pgettext_lazy("room", "企业"),
        route="meters:enterprises",
        section="meters:",
        also=("budgets:", "verification:", "savings:", "enterprises:"),
        icon="building-factory",
        right="meters.point.view",
        gathers=Under.ENTERPRISES,
    )
)
