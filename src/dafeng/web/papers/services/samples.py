"""Fill a sample house with the office's documents, each as far as a year has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from dafeng.reports.composing import PaperKind
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.papers import SamplePaper, sample_papers
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, RoleCode, User
from dafeng.web.core.selectors import first_holder
from dafeng.web.papers.models import Paper, PaperState
from dafeng.web.papers.services.making import Asked, paper_make
from dafeng.web.papers.services.signing import paper_check, paper_issue
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "papers.sample.fill"


def load_sample_papers(progress: Progress) -> None:
    """Compose the sample's documents; call it after the results and the outlook; once.

    What is there already is left, so a start that was cut off goes on where it was.
    """
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    office, leader = first_holder(RoleCode.CARBON_OFFICE), first_holder(RoleCode.LEADER)
    done = AuditRow.objects.filter(action=FILLED).exists()
    if plan is None or office is None or leader is None or done:
        return
    wanted = sample_papers()
    for number, one in enumerate(wanted):
        progress(f"{one.kind} {one.period}", number, len(wanted))
        _paper(plan, one, office, leader)
    data = {"papers": [f"{one.kind} {one.period}" for one in wanted]}
    audit.record(by=None, action=FILLED, target=plan, data=data)


def _paper(plan: Plan, one: SamplePaper, office: User, leader: User) -> None:
    standing = Paper.objects.filter(
        organisation=plan.owner, kind=one.kind, period=one.period, unit=plan.owner
    )
    paper = standing.exclude(state=PaperState.WITHDRAWN).first()
    if paper is None:
        asked = Asked(kind=PaperKind(one.kind), period=one.period, unit=plan.owner)
        paper = paper_make(plan=plan, asked=asked, by=office, on=one.on)
    if one.state == PaperState.DRAFT:
        return
    if paper.state == PaperState.DRAFT:
        paper = paper_check(paper=paper, by=office)
    if one.state == PaperState.ISSUED and paper.state == PaperState.CHECKED:
        paper_issue(paper=paper, by=leader, on=one.on)
