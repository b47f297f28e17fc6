"""Acts on what belongs to a project: approvals, milestones, reports, photos."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.projects.forms import (
    ApprovalForm,
    DoneForm,
    MilestoneForm,
    PhotoForm,
    ProgressForm,
    ReasonForm,
    ShiftForm,
)
from dafeng.web.projects.models import Milestone, Project
from dafeng.web.projects.permissions import KEEP, REPORT, Reporters
from dafeng.web.projects.selectors.projects import (
    approval_for,
    milestone_for,
    photo_for,
)
from dafeng.web.projects.services.approvals import approval_add, approval_withdraw
from dafeng.web.projects.services.milestones import (
    milestone_add,
    milestone_change,
    milestone_done,
)
from dafeng.web.projects.services.photos import (
    photo_add,
    photo_withdraw,
    picture_of,
)
from dafeng.web.projects.services.progress import progress_report
from dafeng.web.projects.views.visible import (
    acted,
    visible_project,
)


@require_http_methods(["GET", "HEAD", "POST"])
def approval_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an approval with its file."""
    user = signed_in(request)
    project = visible_project(user, pk)
    require(user, KEEP, project.organisation)
    form = ApprovalForm(posted(request), sent_files(request))

    def act() -> None:
        paper = paper_keep(form.cleaned_data["paper"])
        approval_add(project=project, by=user, facts=form.facts(), paper=paper)

    return acted(request, form, act, project, title=_("登记手续"))


@require_http_methods(["GET", "HEAD", "POST"])
def approval_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an approval, with a reason."""
    user = signed_in(request)
    found = approval_for(user, pk)
    if found is None:
        raise Http404
    require(user, KEEP, found.project.organisation)
    form = ReasonForm(posted(request))

    def act() -> None:
        approval_withdraw(approval=found, by=user, **form.cleaned_data)

    return acted(
        request, form, act, found.project, title=_("撤下手续"), about=str(found)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a step."""
    user = signed_in(request)
    project = visible_project(user, pk)
    require(user, KEEP, project.organisation)
    form = MilestoneForm(posted(request))

    def act() -> None:
        milestone_add(project=project, by=user, **form.cleaned_data)

    return acted(request, form, act, project, title=_("增加节点"))


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_ends(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a step was done."""
    user = signed_in(request)
    found = _milestone(request, pk)
    require(user, REPORT, Reporters(found.project))
    initial = {"on": timezone.localdate(), "version": found.version}
    form = DoneForm(posted(request), initial=initial)

    def act() -> None:
        milestone_done(milestone=found, by=user, **form.cleaned_data)

    return acted(
        request, form, act, found.project, title=_("节点完成"), about=found.title
    )


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a step for another day."""
    user = signed_in(request)
    found = _milestone(request, pk)
    require(user, KEEP, found.project.organisation)
    initial = {"planned_on": found.planned_on, "version": found.version}
    form = ShiftForm(posted(request), initial=initial)

    def act() -> None:
        milestone_change(milestone=found, by=user, **form.cleaned_data)

    return acted(
        request, form, act, found.project, title=_("调整节点日期"), about=found.title
    )


@require_http_methods(["GET", "HEAD", "POST"])
def progress_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Report how far a project is."""
    user = signed_in(request)
    project = visible_project(user, pk)
    require(user, REPORT, Reporters(project))
    form = ProgressForm(
        posted(request),
        sent_files(request),
        unit=_unit_hint(project),
        last=_last_hint(project),
        initial={"on": timezone.localdate()},
    )

    @transaction.atomic
    def act() -> None:
        given = form.cleaned_data["photo"]
        report = progress_report(project=project, by=user, facts=form.facts())
        if given is not None:
            photo_add(
                project=project,
                by=user,
                picture=picture_of(given.name or "", given.read()),
                report=report,
                taken_on=report.on,
            )

    return acted(request, form, act, project, title=_("填报进展"))


@require_http_methods(["GET", "HEAD", "POST"])
def photo_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a picture beside a project."""
    user = signed_in(request)
    project = visible_project(user, pk)
    require(user, REPORT, Reporters(project))
    form = PhotoForm(posted(request), sent_files(request))

    def act() -> None:
        data = dict(form.cleaned_data)
        given = data.pop("photo")
        picture = picture_of(given.name or "", given.read())
        photo_add(project=project, by=user, picture=picture, **data)

    return acted(request, form, act, project, title=_("上传照片"))


@require_http_methods(["GET", "HEAD", "POST"])
def photo_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a picture, with a reason."""
    user = signed_in(request)
    found = photo_for(user, pk)
    if found is None:
        raise Http404
    require(user, REPORT, Reporters(found.project))
    form = ReasonForm(posted(request))

    def act() -> None:
        photo_withdraw(photo=found, by=user, **form.cleaned_data)

    return acted(
        request, form, act, found.project, title=_("撤下照片"), about=str(found)
    )


def _milestone(request: HttpRequest, pk: int) -> Milestone:
    found = milestone_for(signed_in(request), pk)
    if found is None:
        raise Http404
    return found


def _unit_hint(project: Project) -> str:
    if project.capacity is None:
        return project.capacity_unit
    size = f"{project.capacity.normalize():f} {project.capacity_unit}"
    return _("项目规模 %(size)s，填累计数。") % {"size": size}


def _last_hint(project: Project) -> str:
    last = next(iter(project.reports.all()), None)
    if last is None:
        return _("第一次填报。")
    fields = {"day": last.on, "n": f"{last.percent.normalize():f}"}
    return _("上次（%(day)s）为 %(n)s%%。") % fields
