"""Pages of plans, of the account and of the assessment."""

from __future__ import annotations

from django.utils import timezone

from dafeng.accounts.intake import filled_template
from dafeng.web.accounts.models import AccountRun, ImportBatch, RunStatus
from dafeng.web.accounts.selectors.runs import root_organisation
from dafeng.web.accounts.services.importing import import_upload
from dafeng.web.assessment.models import (
    AllocationRun,
    AssessmentRun,
    Decree,
    Objection,
    OrderState,
    ProofOrder,
    ScoreOrder,
)
from dafeng.web.core.models import User
from dafeng.web.plans.models import Plan, PlanUnit, Target, Task
from dafeng.web.plans.services.samples import DEMO_SLUG, SAMPLE_SLUG
from dafeng.web.plans.services.workbooks import workbook_keep, workbook_of
from tests.pages.visits import VIEWER, Arguments


def plans() -> Arguments:
    """Pages of plans: of the sample's plan, and of the draft that waits for review."""
    plan, draft = Plan.objects.get(slug=SAMPLE_SLUG), Plan.objects.get(slug=DEMO_SLUG)
    target = Target.objects.filter(plan=plan, value__isnull=False).order_by("pk")[0]
    wordy = Target.objects.filter(plan=plan, value__isnull=True).order_by("pk")[0]
    group = PlanUnit.objects.filter(plan=plan, kind="group").order_by("pk")[0]
    bureau = PlanUnit.objects.filter(plan=plan, kind="bureau").order_by("pk")[0]
    clause = Task.objects.filter(plan=plan).order_by("pk")[0].clause
    proposal = Target.objects.filter(plan=draft).order_by("pk")[0]
    workbook = workbook_keep(
        plan=draft,
        by=User.objects.get(username=VIEWER),
        name="review.xlsx",
        content=workbook_of(draft),
    )
    of_plan: dict[str, object] = {"slug": plan.slug}
    of_draft: dict[str, object] = {"slug": draft.slug}
    one = {**of_draft, "kind": "target", "key": proposal.key}
    return {
        "plans:plans": [{}],
        "plans:new": [{}],
        "plans:overview": [of_plan],
        "plans:clauses": [of_plan],
        "plans:clause": [{**of_plan, "ref": clause.ref}],
        "plans:target": [
            {**of_plan, "key": target.key},
            {**of_plan, "key": wordy.key},
        ],
        "plans:units": [of_plan],
        "plans:unit": [{**of_plan, "key": bureau.key}, {**of_plan, "key": group.key}],
        "plans:members": [{**of_plan, "key": group.key}],
        "plans:projects": [of_plan],
        "plans:findings": [of_plan],
        "plans:attach": [of_plan],
        "plans:revise": [of_plan],
        "plans:conflicts": [of_plan],
        "plans:compare": [of_plan],
        "plans:difference": [{**of_plan, "other": draft.slug}],
        "plans:workbook": [of_draft],
        "plans:workbook-preview": [{**of_draft, "pk": workbook.pk}],
        "plans:review": [of_draft],
        "plans:add": [{**of_draft, "kind": "target"}],
        "plans:edit": [one],
        "plans:split": [one],
    }


def accounts() -> Arguments:
    """Pages of the account: of a sealed year and of the draft, with two imports."""
    sealed = AccountRun.objects.filter(status=RunStatus.SEALED).order_by("-year")
    draft = AccountRun.objects.get(status=RunStatus.DRAFT)
    last, before = sealed[0], sealed[1]
    line = last.lines.exclude(owner="").order_by("-co2e_g")[0]
    rest = last.lines.filter(residual=True).order_by("-co2e_g")[0]
    year: dict[str, object] = {"year": last.year}
    of_draft: dict[str, object] = {"year": draft.year}
    of_line: dict[str, object] = {**year, "line_id": line.line_id}
    open_factor = draft.unverified[0]
    read, unread = _import("gas.xlsx", b""), _import("scan.xlsx", b"no workbook")
    return {
        "accounts:overview": [year, of_draft],
        "accounts:flows": [year],
        "accounts:changes": [year],
        "accounts:checks": [year],
        "accounts:balance": [year],
        "accounts:lines": [year],
        "accounts:line": [of_line, {**year, "line_id": rest.line_id}],
        "accounts:evidence": [{**of_line, "row_id": line.evidence[0]}],
        "accounts:make": [{}],
        "accounts:seal": [of_draft],
        "accounts:restate": [year],
        "accounts:seals": [{}],
        "accounts:compare": [{"digest": before.seal, "other": last.seal}],
        "accounts:factors": [{}],
        "accounts:factor": [
            {"factor_id": "NATURAL_GAS.ncv@ENT24-A"},
            {"factor_id": open_factor},
        ],
        "accounts:sign": [{"factor_id": open_factor}],
        "accounts:imports": [{}],
        "accounts:upload": [{}],
        "accounts:import": [{"pk": read.pk}, {"pk": unread.pk}],
        "accounts:columns": [{"pk": read.pk}],
        "accounts:reject": [{"pk": read.pk}],
    }


def _import(name: str, content: bytes) -> ImportBatch:
    """An upload of the office; without content it is a filled form."""
    rows = [
        {"year": 2026, "month": 1, "sector": "城镇居民", "supplied": 85},
        {"year": 2026, "month": 2, "sector": "城镇居民", "supplied": -3},
    ]
    root = root_organisation()
    assert root is not None
    return import_upload(
        by=User.objects.get(username=VIEWER),
        organisation=root,
        kind="gas",
        name=name,
        content=content or filled_template("gas", rows),
    )


def assessment() -> Arguments:
    """Pages of the assessment: of a frozen result and of a draft, and of the house."""
    run = AssessmentRun.objects.filter(status="frozen").order_by("-period")[0]
    draft = AssessmentRun.objects.filter(status="draft")[0]
    before = AssessmentRun.objects.filter(status="frozen").order_by("period")[0]
    of_run: dict[str, object] = dict(
        zip(("slug", "period", "scheme"), run.address, strict=True)
    )
    of_draft: dict[str, object] = dict(
        zip(("slug", "period", "scheme"), draft.address, strict=True)
    )
    known = run.standings.filter(probability__gt=0, settled=False).order_by("pk")[0]
    unknown = run.standings.filter(state="unknown").order_by("pk")[0]
    best = run.scores.filter(rank=1).order_by("pk")[0]
    worst = run.scores.exclude(score=None).order_by("score")[0]
    proposal = run.proposals.exclude(subject="").order_by("pk")[0]
    head = User.objects.get(username="head")
    own = run.scores.filter(organisation=head.organisation).order_by("pk")[0]
    objection = Objection.objects.create(
        score=worst, text="数据有误。", by=head, told_on=timezone.localdate()
    )
    decree = Decree.objects.order_by("pk")[0]
    order = ScoreOrder.objects.create(
        plan=run.plan,
        period=run.period,
        scheme=run.scheme,
        as_of=timezone.localdate(),
        state=OrderState.FAILED,  # one that waits would stand in the way of the loop
        trouble="Too few figures.",
        asked_by=User.objects.get(username=VIEWER),
        asked_at=timezone.now(),
        ended_at=timezone.now(),
    )
    proof = ProofOrder.objects.create(
        run=run,
        kind="score",
        subject=best.unit,
        state=OrderState.FAILED,  # one that waits would stand in the way of the loop
        trouble="Too few figures.",
        asked_by=User.objects.get(username=VIEWER),
        asked_at=timezone.now(),
        ended_at=timezone.now(),
    )
    return {
        "assessment:overview": [of_run, of_draft],
        "assessment:schemes": [{}],
        "assessment:scheme": [{"name": run.scheme}],
        "assessment:freeze": [of_draft],
        "assessment:targets": [of_run],
        "assessment:target": [
            {**of_run, "key": known.key},
            {**of_run, "key": unknown.key},
        ],
        "assessment:binding": [{**of_run, "key": known.key}],
        "assessment:suppose-figure": [{**of_run, "key": known.key}],
        "assessment:suppose-progress": [{**of_run, "name": best.unit}],
        "assessment:compare": [{**of_run, "other": before.pk}],
        "assessment:evidence": [
            {**of_run, "key": known.key},
            {**of_run, "key": unknown.key},
        ],
        "assessment:unit": [
            {**of_run, "name": best.unit},
            {**of_run, "name": worst.unit},
        ],
        "assessment:objection-new": [{**of_run, "name": own.unit}],
        "assessment:objections": [of_run],
        "assessment:objection": [{"pk": objection.pk}],
        "assessment:proposals": [of_run],
        "assessment:proposal": [{**of_run, "pk": proposal.pk}],
        "assessment:readiness": [of_run],
        "assessment:make": [{}],
        "assessment:order": [{"pk": order.pk}],
        "assessment:proof-order": [{"pk": proof.pk}],
        "assessment:indicators": [{}],
        "assessment:indicator": [{"code": "A05"}, {"code": "A01"}],
        "assessment:decrees": [{}],
        "assessment:decree-new": [{}],
        "assessment:decree-withdraw": [{"pk": decree.pk}],
        "assessment:exemptions": [{}],
        "assessment:exemption-new": [{}],
        "assessment:allocations": [{}],
        "assessment:allocation-new": [{}],
        "assessment:allocation": [{"pk": AllocationRun.objects.all()[0].pk}],
        "assessment:division": [{}],
        "assessment:coverage": [{}],
    }
