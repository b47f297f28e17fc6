"""Acts on the stages of a project."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.savings.forms.acts import ReasonForm
from dafeng.web.savings.forms.stages import StageEditForm, StageForm
from dafeng.web.savings.models import ProjectStage
from dafeng.web.savings.permissions import KEEP, VIEW
from dafeng.web.savings.selectors.stages import stage_for
from dafeng.web.savings.services.stages import (
    NAMES,
    stage_change,
    stage_enter,
    stage_withdraw,
)
from dafeng.web.savings.views.shared import acted, visible_project

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def stage_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a stage."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.enterprise)
    entered = found.stages.filter(withdrawn_at=None).values_list("stage", flat=True)
    form = StageForm(posted(request), entered=entered)

    def act() -> None:
        stage = form.cleaned_data["stage"]
        stage_enter(project=found, by=user, stage=stage, facts=form.facts())

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("登记项目阶段"), back=back, about=found)


@require_http_methods(METHODS)
def stage_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what became of a stage."""
    user, row = _kept(request, pk)
    initial = {name: getattr(row, name) for name in (*NAMES, "version")}
    form = StageEditForm(posted(request), initial=initial)

    def act() -> None:
        version = form.cleaned_data["version"]
        stage_change(stage=row, by=user, facts=form.facts(), version=version)

    back = row.project.get_absolute_url()
    title = _("更新项目阶段：%(stage)s") % {"stage": row}
    return acted(request, form, act, title=title, back=back, about=row.project)


@require_http_methods(METHODS)
def stage_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a stage back."""
    user, row = _kept(request, pk)
    form = ReasonForm(posted(request))

    def act() -> None:
        stage_withdraw(stage=row, by=user, **form.cleaned_data)

    back, title = row.project.get_absolute_url(), _("撤下项目阶段")
    return acted(request, form, act, title=title, back=back, about=row)


def _kept(request: HttpRequest, pk: int) -> tuple[User, ProjectStage]:
    """The person and a stage of a project that the person keeps."""
    user = signed_in(request)
    require(user, VIEW)
    row = stage_for(user, pk)
    if row is None:
        raise Http404
    require(user, KEEP, row.project.enterprise)
    return user, row
