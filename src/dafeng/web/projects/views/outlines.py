"""Outlines of towns: a file is brought, looked at, and put to use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.lake import canonical_json
from dafeng.projects import OutlineReading, read_outlines
from dafeng.projects.outlines import MOST_BYTES
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.posting import SeenVersionForm, posted, sent_files
from dafeng.web.core.sending import file_response
from dafeng.web.projects.charts import map_picture
from dafeng.web.projects.forms.outlines import SUFFIXES, OutlineForm
from dafeng.web.projects.models import OutlineEdition, OutlineState
from dafeng.web.projects.permissions import KEEP
from dafeng.web.projects.selectors.places import (
    edition_in_force,
    editions_for,
    look_at,
    towns_to_draw,
)
from dafeng.web.projects.services.outlines import (
    OutlineFacts,
    outlines_drop,
    outlines_take,
    outlines_use,
)
from dafeng.web.projects.views.visible import owner_of, tell
from dafeng.web.projects.wording import error_words, outline_words

MEDIA = "application/geo+json"
MOST_TOLD = 10


@require_http_methods(["GET", "HEAD", "POST"])
def outlines(request: HttpRequest) -> HttpResponse:
    """Every edition, and the form that brings the next one."""
    user = signed_in(request)
    organisation = owner_of(user, KEEP)
    form = OutlineForm(posted(request), sent_files(request))
    if request.method == "POST" and form.is_valid():
        made = _taken(form, organisation, user)
        if made is not None:
            return redirect(made)
    context = {
        "form": form,
        "editions": editions_for(user).filter(organisation=organisation),
        "towns": towns_to_draw(organisation),
    }
    return render(request, "projects/outlines.html", context)


def _taken(
    form: OutlineForm, organisation: Organisation, user: User
) -> OutlineEdition | None:
    """Keep what the form brought; None when it cannot be, and the form says why."""
    file = form.cleaned_data["file"]
    name = str(file.name or "")
    if not name.lower().endswith(SUFFIXES):
        form.add_error("file", _("文件名应以 .geojson 或 .json 结尾。"))
        return None
    try:
        # One byte more than may be: it is enough to see that there are too many.
        reading = read_outlines(file.read(MOST_BYTES + 1), towns_to_draw(organisation))
        _tell_findings(form, reading)
        if reading.findings:
            return None
        facts = OutlineFacts(
            source=form.cleaned_data["source"],
            schematic=form.cleaned_data["schematic"],
            file_name=name[-200:],
        )
        return outlines_take(
            organisation=organisation,
            by=user,
            outlines=reading.outlines,
            facts=facts,
        )
    except (DafengError, ValidationError) as problem:
        tell(form, problem)
        return None


def _tell_findings(form: OutlineForm, reading: OutlineReading) -> None:
    for finding in reading.findings[:MOST_TOLD]:
        form.add_error("file", outline_words(finding))
    more = len(reading.findings) - MOST_TOLD
    if more > 0:
        form.add_error("file", _("还有 %(n)s 处同类问题。") % {"n": more})


@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at an edition, and put it to use."""
    user = signed_in(request)
    found = _edition(user, pk)
    standing = edition_in_force(found.organisation)
    form = SeenVersionForm(
        posted(request), initial={"version": 0 if standing is None else standing.number}
    )
    if request.method == "POST" and form.is_valid():
        try:
            outlines_use(edition=found, by=user, standing=form.cleaned_data["version"])
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("地图已改用这一版轮廓。"))
            return redirect("projects:map")
    look = look_at(found)
    context: dict[str, Any] = {
        "edition": found,
        "standing": standing,
        "look": look,
        "picture": map_picture([], look.outlines),
        "form": form,
        "usable": found.state in (OutlineState.DRAFT, OutlineState.REPLACED),
        "droppable": found.state == OutlineState.DRAFT,
    }
    return render(request, "projects/outline.html", context)


@require_http_methods(["POST"])
def outline_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an edition that was never put to use."""
    user = signed_in(request)
    found = _edition(user, pk)
    try:
        outlines_drop(edition=found, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(found)
    messages.success(request, _("已放弃这一版轮廓，记录保留。"))
    return redirect("projects:outlines")


@require_http_methods(["GET", "HEAD"])
def outline_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The outlines of an edition as they are kept."""
    found = _edition(signed_in(request), pk)
    name = f"outlines-{found.number}.geojson"
    return file_response(canonical_json(found.content), name, MEDIA)


def _edition(user: User, pk: int) -> OutlineEdition:
    owner_of(user, KEEP)
    found = editions_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
