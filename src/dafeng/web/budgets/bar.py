"""The room's entry, beside the other rooms of enterprises."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.budgets.permissions import VIEW
from dafeng.web.core.rooms import Room, Under, register_room

register_room(
    Room(
        order=156,
        label=pgettext_lazy("room", "预算"),
        route="budgets:overview",
        section="budgets:",
        icon="sum",
        right=VIEW,
        under=Under.ENTERPRISES,
    )
)
