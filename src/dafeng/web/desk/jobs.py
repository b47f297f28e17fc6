"""What the worker prepares for the pages of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import EveryMinutes, register_job
from dafeng.web.desk.services.freshening import freshness_look
from dafeng.web.desk.services.indexing import search_prepare

OFTEN, HOURLY = EveryMinutes(minutes=10), EveryMinutes(minutes=60)


def prepare_search() -> str:
    """Bring the search up to date."""
    return f"{search_prepare()} entries written"


def look_at_lake() -> str:
    """See how new the numbers are."""
    return f"{freshness_look()} rows written"


register_job("desk.search-prepare", prepare_search, OFTEN, label=_("更新搜索条目"))
register_job("desk.freshness-look", look_at_lake, HOURLY, label=_("查看数据新旧"))
