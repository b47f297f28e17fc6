"""The entry of the tokens on the page of management."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.rooms import Room, Under, register_room

register_room(
    Room(
        order=935,
        label=_("接口令牌"),
        route="api:tokens",
        section="api:token",
        icon="lock-open",
        right="api.token.view",
        under=Under.ADMIN,
    )
)
