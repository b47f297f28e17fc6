"""Jobs of this room: look every night for what is out of order."""

from __future__ import annotations

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import DailyAt, register_job
from dafeng.web.core.selectors import the_house
from dafeng.web.savings.selectors.visible import root_of_house


def find() -> str:
    """Look at the days of every meter up to yesterday."""
    # What it reckons with takes a second to load; only a worker needs it.
    from dafeng.web.savings.services.finding import anomalies_find

    root = root_of_house()
    if the_house() is None or root is None:
        return "no house"
    new, left = anomalies_find(organisation=root, by=None, on=timezone.localdate())
    return f"{new} new, {left} open"


register_job("savings.find", find, DailyAt(at=time(6, 45)), label=_("识别用能异常"))


def reckon() -> str:
    """Reckon what every indicator of energy performance shows by now."""
    # It fits and reads the lake, as above.
    from dafeng.web.savings.services.management import indicators_renew

    return f"{indicators_renew()} renewed"


register_job(
    "savings.indicators",
    reckon,
    DailyAt(at=time(7, 5)),
    label=_("计算能源绩效参数"),
)
