"""The room's entry, beside the other rooms of enterprises."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, Under, register_room
from dafeng.web.savings.permissions import VIEW

register_room(
    Room(
        order=158,
        label=pgettext_lazy("room", "节能"),
        route="savings:projects",
        section="savings:",
        icon="chart-line",
        right=VIEW,
        under=Under.ENTERPRISES,
    )
)
