"""What the queue does for this room: outlooks and sets of measures, when asked for."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import EveryMinutes, register_job
from dafeng.web.plans.selectors.plans import current_plan_for

MAKE = "pathways.outlook-make"
CHOOSE = "pathways.choices-make"


def make() -> str:
    """Run the model of the newest plan; the same inputs change nothing."""
    # numpy and scipy take a second to load; only a worker needs them.
    from dafeng.web.pathways.services.running import outlook_make

    plan = current_plan_for(AnonymousUser())
    if plan is None:
        return "no plan"
    return outlook_make(plan=plan, by=None).seal[:12]


def choose() -> str:
    """Choose the sets of measures that wait."""
    # The solver takes a second to load; only a worker needs it.
    from dafeng.web.pathways.services.choosing import choices_work

    return f"{choices_work()} chosen"


register_job(MAKE, make, label=_("计算达峰路径"))
register_job(CHOOSE, choose, EveryMinutes(minutes=1), label=_("求解措施组合"))
