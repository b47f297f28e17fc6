"""What this room proposes for an agenda."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.office.agenda import register_agenda
from dafeng.web.office.selectors.agenda_sources import (
    carried_items,
    change_items,
    plan_items,
    task_items,
)

register_agenda("office.carried", carried_items, label=_("上次未决定"), order=0)
register_agenda("plans.editions", plan_items, label=_("方案修订"), order=20)
register_agenda("office.changes", change_items, label=_("改动与依据"), order=30)
register_agenda("work.tasks", task_items, label=_("任务"), order=60)
