"""What the clock does for this room: rounds open on their day."""

from __future__ import annotations

from datetime import date, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.jobs import DailyAt, register_job
from dafeng.web.core.models import Organisation
from dafeng.web.work.models import ReportingDuty, Round
from dafeng.work import Recurrence, report_period, round_days


def rounds_open(on: date) -> list[Round]:
    """Open the rounds whose day has come and whose deadline has not passed.

    A round that is open takes in duties that came since; a second call changes nothing.
    """
    # The lake takes a second to load; only a worker needs it.
    from dafeng.web.work.services.rounds import round_open

    asked = ReportingDuty.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on)
    pairs = sorted(set(asked.values_list("organisation_id", "frequency")))
    askers = Organisation.objects.in_bulk([asker for asker, _frequency in pairs])
    opened = []
    for asker, frequency in pairs:
        every = Recurrence(frequency)
        period = report_period(every, on)
        days = round_days(every, period)
        if days.opens_on <= on <= days.due_on:
            opened.append(
                round_open(
                    organisation=askers[asker],
                    frequency=every,
                    period=period,
                    by=None,
                    on=on,
                )
            )
    return opened


def _today() -> str:
    opened = rounds_open(timezone.localdate())
    return f"{len(opened)} rounds are open"


register_job(
    "work.rounds-open", _today, DailyAt(at=time(7, 30)), label=_("按期开启报送轮次")
)
