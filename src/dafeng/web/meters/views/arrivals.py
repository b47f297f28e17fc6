"""What arrived, and what a person sends: a file looked at first, or typed values."""

from __future__ import annotations

from datetime import datetime

import attrs
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.reading import ReadBatch
from dafeng.meters.records import SCALE
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.meters.forms.arrivals import AcceptForm, HandForm, UploadReadingsForm
from dafeng.web.meters.models import MeterPoint, Role
from dafeng.web.meters.permissions import ENTER, VIEW
from dafeng.web.meters.selectors.arrivals import (
    arrival_keys,
    arrival_lines,
    arrival_totals,
    enterprises_to_enter,
    last_values,
    silent_gateways,
)
from dafeng.web.meters.selectors.kept_tree import kept_tree
from dafeng.web.meters.selectors.points import metered_enterprises
from dafeng.web.meters.services.arriving import Arrived
from dafeng.web.meters.services.arriving_uploads import (
    template_of,
    upload_keep,
    upload_look,
    upload_take,
    values_enter,
)
from dafeng.web.meters.wording_arrivals import batch_error_words

SHOWN_ROWS = 20
SHOWN_REFUSED = 50


@attrs.frozen(kw_only=True)
class ShownReading:
    """A reading of a file, as it would be stored."""

    meter: str
    unit: str
    at: datetime
    value: float


@require_http_methods(["GET", "HEAD"])
def arrivals(request: HttpRequest) -> HttpResponse:
    """What came in the last month by day and way, and what was refused."""
    user = signed_in(request)
    require(user, VIEW)
    chosen = request.GET.get("enterprise", "")
    page = Paginator(arrival_keys(user, chosen), ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": page,
        "lines": arrival_lines(user, list(page.object_list), chosen),
        "totals": arrival_totals(user, chosen),
        "silent": silent_gateways(user, chosen),
        "firms": metered_enterprises(user),
        "chosen": chosen,
    }
    return render(request, "meters/arrival_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and show what is in it; nothing is stored yet."""
    user = signed_in(request)
    require(user, ENTER)
    firms = enterprises_to_enter(user, ENTER)
    form = UploadReadingsForm(
        posted(request),
        sent_files(request),
        firms=firms,
        initial={"enterprise": request.GET.get("enterprise")},
    )
    if request.method == "POST" and form.is_valid():
        enterprise = form.cleaned_data["enterprise"]
        blob = form.cleaned_data["file"].read()
        try:
            digest = upload_keep(by=user, blob=blob)
            batch = upload_look(by=user, enterprise=enterprise, blob=blob)
        except BatchError as error:
            form.add_error("file", batch_error_words(error))
        else:
            return _preview(request, enterprise, batch, digest)
    context = {"form": form, "firms": firms}
    return render(request, "meters/arrival_upload.html", context)


@require_http_methods(["POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Store the file that was looked at."""
    user = signed_in(request)
    require(user, ENTER)
    form = AcceptForm(request.POST, firms=enterprises_to_enter(user, ENTER))
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    try:
        arrived = upload_take(
            by=user, enterprise=data["enterprise"], digest=data["digest"]
        )
    except BatchError as error:
        messages.error(request, batch_error_words(error))
        return redirect("meters:arrival-upload")
    _say(request, arrived)
    return redirect("meters:arrivals")


@require_http_methods(["GET", "HEAD"])
def template(request: HttpRequest) -> HttpResponse:
    """The empty form of an enterprise, with its meters."""
    user = signed_in(request)
    require(user, ENTER)
    code = request.GET.get("enterprise", "")
    found = enterprises_to_enter(user, ENTER).filter(code=code).first()
    if found is None:
        raise Http404
    return file_response(template_of(found), f"readings-{found.code}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest) -> HttpResponse:
    """Type what the dials of meters without a line show."""
    user = signed_in(request)
    require(user, ENTER)
    firms = enterprises_to_enter(user, ENTER)
    enterprise = _chosen(request, user)
    if enterprise is None:
        return render(request, "meters/arrival_hand.html", {"firms": firms})
    points = MeterPoint.objects.filter(enterprise=enterprise, role=Role.MANUAL)
    last = last_values(enterprise, list(points.order_by("code")), now=timezone.now())
    form = HandForm(posted(request), last=last)
    if request.method == "POST" and form.is_valid():
        try:
            arrived = values_enter(by=user, enterprise=enterprise, values=form.values)
        except BatchError as error:
            form.add_error(None, batch_error_words(error))
        else:
            _say(request, arrived)
            return redirect(f"{request.path}?enterprise={enterprise.code}")
    context = {"firms": firms, "enterprise": enterprise, "form": form}
    return render(request, "meters/arrival_hand.html", context)


def _chosen(request: HttpRequest, user: User) -> Organisation | None:
    firms = enterprises_to_enter(user, ENTER)
    code = request.GET.get("enterprise", "")
    if code:
        found = firms.filter(code=code).first()
        if found is None:
            raise Http404
        return found
    only = list(firms[:2])
    return only[0] if len(only) == 1 else None


def _preview(
    request: HttpRequest, enterprise: Organisation, batch: ReadBatch, digest: str
) -> HttpResponse:
    context = {
        "enterprise": enterprise,
        "digest": digest,
        "batch": batch,
        "count": len(batch.readings),
        "refused_count": sum(batch.troubles.values()),
        "shown": _shown(batch),
        "refused": batch.refused[:SHOWN_REFUSED],
    }
    return render(request, "meters/arrival_preview.html", context)


def _shown(batch: ReadBatch) -> list[ShownReading]:
    tree, readings = kept_tree(), batch.readings[:SHOWN_ROWS]
    zone = timezone.get_current_timezone()
    return [
        ShownReading(
            meter=tree.meters[meter].id,
            unit=tree.meters[meter].unit,
            at=datetime.fromtimestamp(at / 10**6, zone),
            value=value / SCALE,
        )
        for meter, at, value in zip(
            readings.meter.tolist(),
            readings.at.tolist(),
            readings.value.tolist(),
            strict=True,
        )
    ]


def _say(request: HttpRequest, arrived: Arrived) -> None:
    refused = sum(arrived.batch.troubles.values())
    told = {"n": len(arrived.batch.readings), "refused": refused}
    if arrived.sequence is None:
        messages.error(request, _("%(refused)d 行全部未入库。") % told)
    elif arrived.repeated:
        messages.info(request, _("这批读数以前已经存入，没有重复存。"))
    elif refused:
        words = _("已存入 %(n)d 条读数，%(refused)d 行未入库。几分钟后计入用能。")
        messages.warning(request, words % told)
    else:
        words = _("已存入 %(n)d 条读数。几分钟后计入用能。")
        messages.success(request, words % told)
