"""What arrived, and what a person sends: a file looked at first, or typed values."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

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
from dafeng.web.meters.forms.arrivals import AcceptForm, UploadReadingsForm
from dafeng.web.meters.forms.hand import MOMENT, HandForm, end_of, month_of, name_of
from dafeng.web.meters.models import Kind, MeterPoint, Role
from dafeng.web.meters.permissions import ENTER, VIEW
from dafeng.web.meters.selectors.arrivals import (
    arrival_keys,
    arrival_lines,
    arrival_totals,
    enterprises_to_enter,
    silent_gateways,
)
from dafeng.web.meters.selectors.hand import HandPoint, hand_points, recent_shown
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
SENSIBLE = range(2010, 2070)


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
    shown = hand_points(enterprise, list(points.order_by("code")), now=timezone.now())
    form = HandForm(posted(request), points=shown, initial=_begun(request, shown))
    if request.method == "POST" and form.is_valid():
        try:
            arrived = values_enter(by=user, enterprise=enterprise, values=form.values)
        except BatchError as error:
            form.add_error(None, batch_error_words(error))
        else:
            _say(request, arrived)
            told = {"enterprise": enterprise.code}
            if arrived.sequence is not None:
                data = form.cleaned_data
                told["saved"] = f"{timezone.localtime(data['moment']):{MOMENT}}"
                told["of"] = "" if data["month"] is None else f"{data['month']:%Y-%m}"
            return redirect(f"{request.path}?{urlencode(told)}")
    saved = _moment_of(request.GET.get("saved", ""))
    month = _month_of(request.GET.get("of", ""))
    context = {
        "firms": firms,
        "enterprise": enterprise,
        "form": form,
        "recent": recent_shown(shown),
        "saved": saved,
        "saved_month": month,
        "saved_query": _again(saved, month),
    }
    return render(request, "meters/arrival_hand.html", context)


def _begun(request: HttpRequest, shown: list[HandPoint]) -> dict[str, Any]:
    """What the form begins with: a moment or month to correct, or what is usual."""
    at = _moment_of(request.GET.get("at", ""))
    month = _month_of(request.GET.get("month", ""))
    begun: dict[str, Any] = {"at": at or timezone.localtime().replace(second=0)}
    if at is None and month is None and shown:
        before = last_month(timezone.localdate())
        ledgers = all(one.point.kind == Kind.INTERVAL for one in shown)
        if ledgers and any(before not in one.months() for one in shown):
            begun["month"] = f"{before:%Y-%m}"
        return begun
    for one in shown:
        if month is not None and one.point.kind == Kind.INTERVAL:
            begun[name_of(one)] = one.months().get(month)
        else:
            moment = at if month is None else end_of(month)
            found = None if moment is None else one.shown_at(moment)
            begun[name_of(one)] = None if found is None else found.value
    return begun | {"month": "" if month is None else f"{month:%Y-%m}"}


def last_month(day: date) -> date:
    """First day of the month before that of a day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _again(at: datetime | None, month: date | None) -> str:
    """The part of the address that opens the form again for what was just entered."""
    if month is not None:
        return urlencode({"month": f"{month:%Y-%m}"})
    return "" if at is None else urlencode({"at": f"{at:{MOMENT}}"})


def _moment_of(text: str) -> datetime | None:
    try:
        found = datetime.strptime(text, MOMENT)  # noqa: DTZ007 - made aware below
    except ValueError:
        return None
    zone = timezone.get_current_timezone()
    return found.replace(tzinfo=zone) if found.year in SENSIBLE else None


def _month_of(text: str) -> date | None:
    try:
        found = month_of(text)
    except ValueError:
        return None
    return found if found.year in SENSIBLE else None


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
