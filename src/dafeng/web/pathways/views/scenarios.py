"""Scenarios of one's own: keep, open, list, rename, take back, put beside others."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.pathways import wording
from dafeng.web.pathways.forms import SaveForm
from dafeng.web.pathways.selectors.scenarios import (
    every_scenario_for,
    own_scenarios,
    scenarios_for,
)
from dafeng.web.pathways.services.saving import (
    RIGHT,
    scenario_rename,
    scenario_save,
    scenario_withdraw,
)
from dafeng.web.pathways.views.levers import settings_of
from dafeng.web.pathways.views.visible import frame, path_of, shown_path, shown_run


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the levers where they stand, under a name."""
    user = signed_in(request)
    run = shown_run(request)
    if run is None:
        raise Http404
    shown = path_of(run, request.POST)
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请给情景起一个名称，不超过 60 个字。"))
        return redirect("pathways:levers")
    kept = scenario_save(
        by=user,
        run=run,
        label=form.label(),
        scenario=shown.path.scenario,
        convention=shown.path.convention,
        levers=settings_of(request.POST, shown.outlook),
    )
    messages.success(request, _("已保存情景“%(name)s”。") % {"name": kept.name})
    return redirect(kept)


@require_http_methods(["GET", "HEAD"])
def saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the levers of a kept scenario; a withdrawn one says so."""
    one = get_object_or_404(every_scenario_for(request.user), pk=pk)
    if one.withdrawn_at is not None:
        words = _("情景“%(name)s”已被保存人撤回，下面是它原来的位置。")
        messages.warning(request, words % {"name": one.name})
    query = QueryDict(mutable=True)
    query["scenario"], query["convention"] = one.scenario, one.convention
    for code, value in one.levers.items():
        query[code] = value
    return redirect(f"{reverse('pathways:levers')}?{query.urlencode()}")


@require_http_methods(["GET", "HEAD"])
def scenarios(request: HttpRequest) -> HttpResponse:
    """Every scenario that the person finds; one's own can be changed."""
    user = signed_in(request)
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    names = dict(frame(request, shown_path(request, run))["scenarios"])
    context = frame(request, shown_path(request, run)) | {
        "rows": [
            (one, names.get(one.scenario, one.scenario)) for one in scenarios_for(user)
        ],
        "withdrawn": own_scenarios(user).exclude(withdrawn_at=None),
        "person": user,
    }
    return render(request, "pathways/scenarios.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, note or visibility for one's own scenario."""
    user = signed_in(request)
    one = get_object_or_404(own_scenarios(user), pk=pk)
    require(user, RIGHT, one.organisation)
    held = {"name": one.name, "note": one.note, "visibility": one.visibility}
    form = SaveForm(request.POST if request.method == "POST" else None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            scenario_rename(by=user, scenario=one, label=form.label())
        except DafengError as error:
            form.add_error(None, wording.error_words(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("pathways:scenarios")
    run = shown_run(request)
    context = {"form": form, "one": one}
    if run is not None:
        context |= frame(request, shown_path(request, run))
    return render(request, "pathways/scenario_edit.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own scenario out of the lists."""
    user = signed_in(request)
    one = get_object_or_404(own_scenarios(user), pk=pk)
    try:
        scenario_withdraw(by=user, scenario=one)
    except DafengError as error:
        messages.error(request, wording.error_words(error))
    else:
        messages.success(request, _("已撤回，地址仍可打开。"))
    return redirect("pathways:scenarios")
