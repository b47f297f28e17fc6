"""The case of the house for the command line: the machine's owner asks, no person."""

from __future__ import annotations

from datetime import date

from dafeng.assessment import Case
from dafeng.base.errors import BadInputError
from dafeng.web.assessment.services.running import Asked, case_of_house
from dafeng.web.plans.models import Plan, PlanStatus


def house_case(*, year: int, as_of: date, scheme: str) -> Case:
    """Gather what the house knows about its plan in a year.

    Raises
    ------
    BadInputError
        ``assess.no_plan``: no plan of the house is published.
    """
    plans = Plan.objects.filter(status=PlanStatus.PUBLISHED)
    plan = plans.order_by("synthetic", "pk").first()
    if plan is None:
        msg = "No plan of this house is published; read one with `dafeng run --plan`."
        raise BadInputError(msg, code="assess.no_plan")
    return case_of_house(plan, Asked(period=str(year), scheme=scheme, as_of=as_of))
