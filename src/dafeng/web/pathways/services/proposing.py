"""Turn measures of a chosen set into drafts of tasks; a person assigns them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.db import transaction
from django.utils.translation import gettext as _

from dafeng.pathways.achieved import ChosenMeasure
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.plans.models import Clause, Plan
from dafeng.web.work.models import Task
from dafeng.web.work.services.tasks import Origin, TaskFacts, task_create


@attrs.frozen(kw_only=True)
class Proposed:
    """What came of a proposal.

    Attributes
    ----------
    drafts : tuple of Task
    left_out : tuple of ChosenMeasure
        Measures whose unit the house does not know: nobody could be given a task.
    """

    drafts: tuple[Task, ...]
    left_out: tuple[ChosenMeasure, ...]


@transaction.atomic
def tasks_propose(
    *, by: User, run: OutlookRun, plan: Plan, chosen: Sequence[ChosenMeasure]
) -> Proposed:
    """Draft a task for each measure whose unit the house knows; name the others.

    Nobody sees a draft before the office assigns it.

    Raises
    ------
    PermissionDenied
        The person may not propose tasks of this district.
    """
    require(by, "pathways.task.propose", run.organisation)
    units = {one.code: one for one in Organisation.objects.all()}
    clauses = {one.ref: one for one in Clause.objects.filter(plan=plan)}
    drafts = tuple(
        task_create(
            by=by,
            organisation=run.organisation,
            facts=_facts(one, units[one.owner], clauses.get(one.clause), run.by_year),
            origin=Origin(plan=plan, synthetic=run.synthetic),
        )
        for one in chosen
        if one.owner in units
    )
    left_out = tuple(one for one in chosen if one.owner not in units)
    audit.record(
        by=by,
        action="pathways.task.propose",
        target=run,
        data={
            "measures": [one.measure for one in chosen],
            "tasks": len(drafts),
            "left_out": [one.measure for one in left_out],
        },
    )
    return Proposed(drafts=drafts, left_out=left_out)


def _facts(
    one: ChosenMeasure, lead: Organisation, clause: Clause | None, year: int
) -> TaskFacts:
    return TaskFacts(
        title=_("实施“%(name)s”") % {"name": one.name_zh},
        lead=lead,
        begins_on=date(one.start, 1, 1),
        due_on=date(year, 12, 31),
        deliverable=_("到 %(year)s 年底累计建成 %(size)s %(unit)s")
        % {"year": year, "size": f"{one.size:.1f}", "unit": one.unit},
        clause=clause,
    )
