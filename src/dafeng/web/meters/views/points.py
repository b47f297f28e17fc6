"""The list of meters, the card of one, the tree of an enterprise, the coverage."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.meters import coverage_source_on, limits_on
from dafeng.meters.records import MeterKind
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.meters.convert import NO_LIMIT
from dafeng.web.meters.forms.points import FirmForm, PointFilterForm
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.permissions import KEEP, VIEW
from dafeng.web.meters.selectors.corrections import corrections_waiting
from dafeng.web.meters.selectors.coverage import coverage_for
from dafeng.web.meters.selectors.points import (
    Certificate,
    PointRow,
    branches_of,
    certificate_counts,
    enterprises_for,
    history_of,
    metered_enterprises,
    points_for,
    points_found,
    points_standing,
    row_of,
    with_certificate,
)
from dafeng.web.meters.views.register import visible_firm, visible_point
from dafeng.web.meters.wording import CERTIFICATES, carrier_words

COMING = 100
"""So many coming calibrations are shown."""


@require_http_methods(["GET", "HEAD"])
def points(request: HttpRequest) -> HttpResponse:
    """All meters that the person may see, narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    form = PointFilterForm(request.GET, enterprises=metered_enterprises(user))
    found = page_of(request, points_found(user, form.wanted(), on=today))
    counts = certificate_counts(user, on=today)
    context = {
        "form": form,
        "rows": found,
        "found": [row_of(one, on=today) for one in found],
        "counts": {one.value: count for one, count in counts.items()},
        "total": sum(counts.values()),
        "may_keep": may(user, KEEP),
    }
    return render(request, "meters/register_points.html", context)


@require_http_methods(["GET", "HEAD"])
def points_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    form = PointFilterForm(request.GET, enterprises=metered_enterprises(user))
    rows = (
        row_of(one, on=today) for one in points_found(user, form.wanted(), on=today)
    )
    return csv_response(
        name="meter-points.csv",
        header=[
            *(_("表号"), _("名称"), _("企业"), _("能源品种"), _("计量单位")),
            *(_("类别"), _("上级表"), _("安装位置"), _("检定"), _("有效期至")),
        ],
        rows=(
            [
                row.point.code,
                str(row.point.name_zh),
                str(row.point.enterprise),
                carrier_words(row.point.carrier),
                row.point.unit,
                row.point.get_role_display(),
                "" if row.point.parent is None else row.point.parent.code,
                row.point.place,
                str(CERTIFICATES[row.certificate.value][2]),
                row.calibrated_until,
            ]
            for row in rows
        ),
    )


@require_http_methods(["GET", "HEAD"])
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of one meter."""
    user = signed_in(request)
    found = visible_point(user, pk)
    today = timezone.localdate()
    kept = with_certificate(points_for(user)).get(pk=found.pk)
    exchanges = list(
        kept.exchanges.select_related("entered_by").prefetch_related("corrections")
    )
    calibrations = list(kept.calibrations.select_related("entered_by"))
    context = {
        "point": kept,
        "row": row_of(kept, on=today),
        "above": _above(kept),
        "below": kept.children.order_by("code"),
        "heir": MeterPoint.objects.filter(replaces=kept).first(),
        "exchanges": [one for one in exchanges if one.withdrawn_at is None],
        "calibrations": [one for one in calibrations if one.withdrawn_at is None],
        "withdrawn": [
            one for one in (*exchanges, *calibrations) if one.withdrawn_at is not None
        ],
        "corrections": kept.corrections.select_related("calibration", "exchange"),
        "limits": limits_on(
            today,
            MeterKind(kept.kind),
            most_per_hour=NO_LIMIT,
            step_s=kept.step_s,
        ),
        "history": history_of(kept),
        "in_use": kept.lives_on(today),
        "may_keep": may(user, KEEP, kept),
    }
    return render(request, "meters/register_point.html", context)


@require_http_methods(["GET", "HEAD"])
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """The meters of an enterprise as they stand behind each other."""
    user = signed_in(request)
    firm = visible_firm(user, pk)
    today = timezone.localdate()
    rows = list(with_certificate(points_for(user).filter(enterprise=firm)))
    context = {
        "firm": firm,
        "count": len(rows),
        "branches": branches_of(rows, on=today),
        "coverage": coverage_for(user, on=today, enterprise=firm),
        "may_keep": may(user, KEEP, firm),
    }
    return render(request, "meters/register_tree.html", context)


@require_http_methods(["GET", "HEAD"])
def coverage(request: HttpRequest) -> HttpResponse:
    """How much is metered, whose calibration is over, and whose is next."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    source, verified = coverage_source_on(today)
    counts = certificate_counts(user, on=today)
    months: dict[date, list[PointRow]] = {}
    coming = points_standing(user, Certificate.SOON, Certificate.HOLDS, on=today)
    for row in (row_of(one, on=today) for one in coming[:COMING]):
        if row.calibrated_until is not None:
            month = row.calibrated_until.replace(day=1)
            months.setdefault(month, []).append(row)
    context = {
        "coverage": coverage_for(user, on=today),
        "counts": {one.value: count for one, count in counts.items()},
        "over": _standing(user, Certificate.OVER, on=today),
        "none": _standing(user, Certificate.NONE, on=today),
        "months": list(months.items())[:6],
        "waiting": corrections_waiting(user),
        "source": source,
        "sure": verified != "U",
    }
    return render(request, "meters/register_coverage.html", context)


@require_http_methods(["GET", "HEAD"])
def choose(request: HttpRequest) -> HttpResponse:
    """Say of which enterprise a new meter is; one alone is taken."""
    user = signed_in(request)
    require(user, KEEP)
    firms = enterprises_for(user, KEEP)
    asked = "enterprise" in request.GET
    form = FirmForm(request.GET if asked else None, enterprises=firms)
    first = list(firms[:2])
    if len(first) == 1:
        return redirect("meters:point-new", first[0].pk)
    if asked and form.is_valid():
        return redirect("meters:point-new", form.cleaned_data["enterprise"].pk)
    return render(request, "meters/register_choose.html", {"form": form})


def _standing(user: User, certificate: Certificate, *, on: date) -> list[PointRow]:
    return [row_of(one, on=on) for one in points_standing(user, certificate, on=on)]


def _above(found: MeterPoint) -> list[MeterPoint]:
    """The meters that one stands behind, the nearest last."""
    chain: list[MeterPoint] = []
    parent = found.parent
    while parent is not None and parent not in chain:
        chain.insert(0, parent)
        parent = parent.parent
    return chain
