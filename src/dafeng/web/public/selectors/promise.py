"""What the plan promises, in numbers: never its sentences."""

from __future__ import annotations

from collections import Counter

from dafeng.plan.records import Softness
from dafeng.public import Promise, PromisedField, PromisedYear
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import LIVE, Plan, PlanStatus
from dafeng.web.plans.selectors.targets import live_targets


def promise_of(organisation: Organisation) -> Promise | None:
    """Count the district's published plan; None while there is none."""
    plans = Plan.objects.filter(owner=organisation, status=PlanStatus.PUBLISHED)
    plan = plans.order_by("synthetic", "-published_at", "-pk").first()
    return None if plan is None else _counted(plan)


def _counted(plan: Plan) -> Promise:
    targets = list(live_targets(plan).order_by("order", "pk"))
    fields: dict[tuple[str, str], list[str]] = {}
    for one in targets:
        field = one.clause.field or one.clause
        fields.setdefault((field.ref, field.title), []).append(one.clause.ref)
    years = Counter(one.year for one in targets)
    return Promise(
        title=plan.title,
        number=plan.number,
        issuer=plan.issuer,
        issued_on=plan.date,
        targets=len(targets),
        with_figure=sum(one.value is not None for one in targets),
        binding=sum(one.softness == Softness.BINDING.value for one in targets),
        tasks=plan.tasks.filter(state__in=LIVE).count(),
        units=plan.planunits.filter(state__in=LIVE).count(),
        fields=tuple(
            PromisedField(
                ref=ref,
                title=title or ref,
                targets=len(refs),
                clauses=tuple(dict.fromkeys(refs)),
            )
            for (ref, title), refs in fields.items()
        ),
        years=tuple(
            PromisedYear(year=year, targets=years[year])
            for year in sorted(years, key=lambda one: (one is None, one or 0))
        ),
    )
