"""Pages of what follows: projects, supervision, inspections, papers, the public."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from dafeng.web.core.models import Organisation, User
from dafeng.web.inspections.models import (
    CasePart,
    Inspection,
    InspectionFinding,
    InspectionNotice,
    InspectionPlan,
    SharedCase,
)
from dafeng.web.inspections.services.plans import PlanFacts, plan_draft
from dafeng.web.inspections.services.rosters import inspectors_set, subjects_fill
from dafeng.web.papers.models import Paper, PaperOrder
from dafeng.web.projects.models import (
    Approval,
    Milestone,
    OutlineEdition,
    Photo,
    Project,
)
from dafeng.web.projects.selectors.alike import alike_pairs
from dafeng.web.public.models import DisclosureList, Event, Feedback, Release
from dafeng.web.public.services.releases import release_correct
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.prefilling import proposals_visible, runs_to_rank
from dafeng.web.supervision.services.reviewing import reply_accept
from tests.pages.visits import ASKED, SEEN_BY, VIEWER, Arguments

HOME = {"persons": "3", "electricity_kwh": "2600", "gas_m3": "300", "car_km": "9000"}


def projects() -> Arguments:
    """Pages of the register: a project with all that can hang on it, and a pair."""
    office = User.objects.get(username=VIEWER)
    photo = Photo.objects.order_by("pk")[0]
    of_project: dict[str, object] = {"pk": photo.project_id}
    idle = Project.objects.filter(stage="planned").order_by("pk")[0]
    pair = alike_pairs(office)[0]
    both: dict[str, object] = {"pk": pair.one.pk, "other": pair.other.pk}
    approval = Approval.objects.filter(project=photo.project_id).order_by("pk")[0]
    open_step = Milestone.objects.filter(done_on=None).order_by("pk")[0]
    return {
        "projects:projects": [{}, {ASKED: {"q": "光伏"}}],
        "projects:gantt": [{}],
        "projects:map": [{}],
        "projects:outlines": [{}],
        "projects:outline": [{"pk": OutlineEdition.objects.order_by("pk")[0].pk}],
        "projects:sums": [{}],
        "projects:ledger": [{}],
        "projects:alike": [{}],
        "projects:merge": [both],
        "projects:apart": [both],
        "projects:project-new": [{}],
        "projects:project": [
            of_project,
            {"pk": idle.pk},
            {**of_project, SEEN_BY: "reader"},
        ],
        "projects:project-edit": [of_project],
        "projects:stage": [{"pk": idle.pk, "act": "screen"}],
        "projects:approval-new": [of_project],
        "projects:milestone-new": [of_project],
        "projects:progress-new": [of_project],
        "projects:photo-new": [of_project],
        "projects:approval-withdraw": [{"pk": approval.pk}],
        "projects:milestone-done": [{"pk": open_step.pk}],
        "projects:milestone-shift": [{"pk": open_step.pk}],
        "projects:photo-withdraw": [{"pk": photo.pk}],
    }


def supervision() -> Arguments:
    """Cases of several states; the officer's unit answers one and carries out one."""
    office = User.objects.get(username=VIEWER)
    unit = User.objects.get(username="officer").organisation
    own = Case.objects.filter(units__organisation=unit)
    returned, replied = own.get(state="returned"), own.get(state="replied")
    accepted = reply_accept(case=replied, by=office, opinion="同意")
    line = accepted.accepted_reply.items.order_by("pk")[0]  # type: ignore[union-attr]
    state = {case.state: case for case in Case.objects.order_by("-pk")}
    of_draft: dict[str, object] = {"pk": state["draft"].pk}
    of_interview: dict[str, object] = {
        "pk": Case.objects.get(interview__isnull=False).pk
    }
    asked = {
        "proposal": proposals_visible(office)[0].pk,
        "run": runs_to_rank(office)[0].pk,
    }
    return {
        "supervision:cases": [{}, {ASKED: {"due": "open"}}, {SEEN_BY: "officer"}],
        "supervision:ladder": [{}],
        "supervision:case-new": [
            {},
            *({ASKED: {name: pk}} for name, pk in asked.items()),
        ],
        "supervision:case": [
            *({"pk": case.pk} for case in state.values()),
            of_interview,
            {"pk": returned.pk, SEEN_BY: "officer"},
        ],
        "supervision:minutes": [of_interview],
        "supervision:minutes-sign": [of_interview],
        "supervision:case-edit": [of_draft],
        "supervision:reply": [{"pk": returned.pk}],
        "supervision:item": [{"pk": accepted.pk, "item": line.pk}],
        "supervision:act": [
            {**of_draft, "deed": "check"},
            {"pk": state["checked"].pk, "deed": "issue", SEEN_BY: "leader"},
            {"pk": state["issued"].pk, "deed": "withdraw", SEEN_BY: "leader"},
        ],
    }


def inspections() -> Arguments:
    """A plan that is drafted and one that was drawn; visits, findings, cases."""
    office = User.objects.get(username=VIEWER)
    drawn = InspectionPlan.objects.get(state="published")
    of_draft: dict[str, object] = {"pk": _drafted(drawn, office).pk}
    of_plan: dict[str, object] = {"pk": drawn.pk}
    seen = Inspection.objects.order_by("-pk")
    planned, visited = seen.filter(state="planned")[0], seen.filter(state="visited")[0]
    ended = seen.filter(state="closed", findings__isnull=False)[0]
    notice = InspectionNotice.objects.order_by("-pk")[0]
    found = InspectionFinding.objects.filter(state="open").order_by("pk")[0]
    cleared = InspectionFinding.objects.exclude(state="open").order_by("pk")[0]
    unit = User.objects.get(username="officer").organisation
    part = CasePart.objects.get(office=unit, state="decided")
    cases = SharedCase.objects.order_by("pk")
    return {
        "inspections:plans": [{}],
        "inspections:plan-new": [{}],
        "inspections:plan": [of_plan, of_draft],
        "inspections:plan-edit": [of_draft],
        "inspections:plan-subjects": [of_draft],
        "inspections:plan-inspectors": [of_draft],
        "inspections:plan-exclusions": [of_draft],
        "inspections:draw": [of_plan, {**of_plan, ASKED: {"check": "1"}}],
        "inspections:plan-act": [
            {**of_draft, "deed": "approve"},
            {**of_plan, "deed": "close"},
        ],
        "inspections:inspections": [{}],
        "inspections:inspection": [{"pk": one.pk} for one in (planned, visited, ended)],
        "inspections:record": [{"pk": planned.pk}],
        "inspections:finding-new": [{"pk": visited.pk}],
        "inspections:file-new": [{"pk": visited.pk}],
        "inspections:inspection-act": [
            {"pk": visited.pk, "deed": deed} for deed in ("sign", "close", "cancel")
        ],
        "inspections:notice-act": [
            {"pk": notice.inspection_id, "number": notice.pk, "deed": "issue"}
        ],
        "inspections:findings": [{}],
        "inspections:finding": [{"pk": found.pk}, {"pk": cleared.pk}],
        "inspections:finding-act": [
            {"pk": found.pk, "deed": deed}
            for deed in ("recheck", "penalty", "supervise")
        ],
        "inspections:cases": [{}, {SEEN_BY: "officer"}],
        "inspections:case-new": [{}, {ASKED: {"finding": found.pk}}],
        "inspections:case": [
            *({"pk": one.pk} for one in cases),
            {"pk": part.case_id, SEEN_BY: "officer"},
        ],
        "inspections:case-act": [{"pk": part.case_id, "deed": "withdraw"}],
        "inspections:part-act": [
            {"pk": part.pk, "deed": deed} for deed in ("done", "note")
        ],
    }


def _drafted(like: InspectionPlan, office: User) -> InspectionPlan:
    """A plan of the next year that nobody has approved."""
    year = timezone.localdate().year + 1
    facts = PlanFacts(
        year=year,
        title="节能监察计划",
        lead=like.lead,
        offices=list(like.offices.all()),
        quota=5,
        planned_from=date(year, 3, 1),
        planned_to=date(year, 11, 30),
        rules_on=timezone.localdate(),
    )
    plan = plan_draft(organisation=like.organisation, by=office, facts=facts)
    subjects_fill(plan=plan, by=office, energy={})
    people = User.objects.filter(pk__in=like.inspectors.values("user"))
    inspectors_set(plan=plan, by=office, users=list(people))
    return plan


def papers() -> Arguments:
    """Documents of every state, and one that waits to be written."""
    state = {paper.state: paper for paper in Paper.objects.order_by("pk")}
    draft: dict[str, object] = {"pk": state["draft"].pk}
    checked: dict[str, object] = {"pk": state["checked"].pk}
    issued: dict[str, object] = {"pk": state["issued"].pk}
    order = PaperOrder.objects.create(
        plan=state["draft"].plan,
        kind="dispatch",
        period="2026-10",
        unit=Organisation.objects.get(parent=None, code="district"),
        asked_by=User.objects.get(username=VIEWER),
        asked_at=timezone.now(),
    )
    return {
        "papers:papers": [{}],
        "papers:new": [{}, {ASKED: {"kind": "division"}}],
        "papers:order": [{"pk": order.pk}],
        "papers:paper": [draft, checked, issued],
        "papers:edit": [draft],
        "papers:act": [
            {**draft, "deed": "check"},
            {**checked, "deed": "return"},
            {**checked, "deed": "issue", SEEN_BY: "leader"},
            {**issued, "deed": "withdraw", SEEN_BY: "leader"},
        ],
    }


def public() -> Arguments:
    """The pages of everybody, and releases, letters and courses inside."""
    issued = Release.objects.filter(state="issued").order_by("-minor")[0]
    again = release_correct(release=issued, by=User.objects.get(username=VIEWER))
    figure = again.figures.filter(withdrawn=False).order_by("order")[0]
    of_draft: dict[str, object] = {"pk": again.pk}
    waiting = DisclosureList.objects.get(state="checked")
    return {
        "public:front": [{}, {SEEN_BY: VIEWER}],
        "public:plan": [{}],
        "public:state": [{}],
        "public:data": [{}],
        "public:corrections": [{}],
        "public:disclosure": [{}],
        "public:lists": [{}],
        "public:list": [{"pk": waiting.pk}],
        "public:list-reason": [{"pk": waiting.pk, "name": "return"}],
        "public:household": [{}, {ASKED: HOME}],
        "public:write": [{}],
        "public:thanks": [{}],
        "public:about": [{}],
        "public:office": [{}],
        "public:release-new": [{}],
        "public:release": [{"pk": issued.pk}, of_draft],
        "public:release-edit": [of_draft],
        "public:choose": [of_draft],
        "public:reasoned": [{**of_draft, "name": "drop"}],
        "public:withdraw": [{**of_draft, "figure": figure.pk}],
        "public:letters": [{}],
        "public:letter": [{"pk": one.pk} for one in Feedback.objects.order_by("pk")],
        "public:events": [{}],
        "public:event-new": [{}],
        "public:audiences": [{}],
        "public:event": [{"pk": Event.objects.order_by("pk")[0].pk}],
    }
