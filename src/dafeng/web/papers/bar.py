"""The room's entry beside the office's own pages."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import Room, Under, register_room

register_room(
    Room(
        order=360,
        label=pgettext_lazy("room", "文件"),
        route="papers:papers",
        section="papers:",
        icon="file-text",
        right="papers.paper.view",
        under=Under.OFFICE,
    )
)
