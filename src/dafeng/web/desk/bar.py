"""The desk's entries in the bar on top, and the page of the home address."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.rooms import (
    Room,
    Tool,
    Under,
    register_front,
    register_room,
    register_tool,
)
from dafeng.web.desk.views.home import home

register_front(home)
register_tool(Tool(order=10, template="desk/_search.html"))
register_tool(Tool(order=20, template="notices/_bell.html"))
register_room(
    Room(
        order=10,
        label=pgettext_lazy("room", "总览"),
        route="core:home",
        section="core:home",
        icon="home",
    )
)
register_room(
    Room(
        order=130,
        label=pgettext_lazy("room", "单位"),
        route="desk:units",
        section="desk:units",
        also=("plans:unit",),
        icon="building-community",
    )
)
register_room(
    Room(
        order=300,
        label=pgettext_lazy("room", "数据"),
        route="desk:data",
        section="desk:data",
        also=(
            *("accounts:import", "accounts:upload", "accounts:columns"),
            *("accounts:approve", "accounts:reject"),
        ),
        icon="table",
        right="desk.data.view",
    )
)
register_room(
    Room(
        order=900,
        label=pgettext_lazy("room", "管理"),
        route="desk:admin",
        section="desk:admin",
        also=("desk:rule",),
        icon="settings",
        gathers=Under.ADMIN,
    )
)
register_room(
    Room(
        order=935,
        label=_("运行状况"),
        route="desk:house",
        section="desk:house",
        icon="info-circle",
        right="desk.house.view",
        under=Under.ADMIN,
    )
)
register_room(
    Room(
        order=940,
        label=_("大屏"),
        route="desk:walls",
        section="desk:wall",
        icon="device-desktop",
        right="desk.wall.make",
        under=Under.ADMIN,
    )
)
