"""What of this room hangs on a unit, for who ends or merges units."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.belongings import Belonging, Fate, register_belonging
from dafeng.web.core.models import Organisation
from dafeng.web.work.services.handing_over import (
    duties_hand_over,
    open_reports,
    open_tasks,
    standing_duties,
    tasks_hand_over,
)


def _tasks_page(unit: Organisation) -> str:
    query = urlencode({"tab": "all", "unit": unit.code})
    return f"{reverse('work:tasks')}?{query}"


register_belonging(
    Belonging(
        code="work.tasks",
        label=_("未办结的任务"),
        right="work.task.view",
        count=lambda unit: open_tasks(unit).count(),
        fate=Fate.MOVES,
        address=_tasks_page,
        hand_over=tasks_hand_over,
    )
)
register_belonging(
    Belonging(
        code="work.reports",
        label=_("未核实的报送"),
        right="work.report.view",
        count=lambda unit: open_reports(unit).count(),
        fate=Fate.HOLDS,
    )
)
register_belonging(
    Belonging(
        code="work.duties",
        label=_("报送责任"),
        right="work.round.open",
        count=lambda unit: standing_duties(unit).count(),
        fate=Fate.MOVES,
        hand_over=duties_hand_over,
    )
)
