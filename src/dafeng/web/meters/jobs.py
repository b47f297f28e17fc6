"""What the clock does for this room: readings settle, and months are measured."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import DailyAt, EveryMinutes, register_job

SETTLE = "meters.compact-and-roll-up"


def settle() -> str:
    """Bring in what arrived, and bring hours, days and digests up to it."""
    # The store takes a second to load; only a worker needs it.
    from dafeng.web.meters.services.rolling import readings_settle

    done = readings_settle()
    return (
        f"{done.batches} batches, {done.readings} readings, {done.refused} refused; "
        f"{done.meters} meters, {done.hours} hours, {done.days} days"
    )


def prepare() -> str:
    """Reckon the official measures of this month and the last."""
    from dafeng.web.meters.services.quality import quality_prepare

    return f"{quality_prepare()} rows"


def take_files() -> str:
    """Take up the files that enterprises laid down."""
    # The store takes a second to load; only a worker needs it.
    from dafeng.web.meters.folders import files_take

    return files_take()


def tidy() -> str:
    """Merge the files of the tables, remove what merging has left, and cut the logs."""
    # The store takes a second to load; only a worker needs it.
    from dafeng.web.meters.services.rolling import tables_tidy

    done = tables_tidy()
    return f"{done.written} files written, {done.removed} removed"


register_job(SETTLE, settle, EveryMinutes(minutes=5), label=_("读数入库与汇总"))
register_job(
    "meters.prepare-quality",
    prepare,
    DailyAt(at=time(2, 30)),
    label=_("统计数据质量"),
)
register_job("meters.tidy", tidy, DailyAt(at=time(3, 20)), label=_("整理读数表"))
register_job(
    "meters.files-take", take_files, EveryMinutes(minutes=1), label=_("取交换文件")
)
