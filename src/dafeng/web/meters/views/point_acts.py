"""Acts on meters: enter, correct, replace, retire, take back, import."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.meters.closing import is_closed
from dafeng.web.meters.forms.points import (
    ExchangeForm,
    PointEditForm,
    PointForm,
    ReasonForm,
    RegisterForm,
    RetireForm,
)
from dafeng.web.meters.models import Calibration, Exchange, MeterPoint, Role
from dafeng.web.meters.permissions import KEEP, VIEW
from dafeng.web.meters.selectors.points import points_for
from dafeng.web.meters.services.correcting import exchange_late
from dafeng.web.meters.services.importing import (
    MOST_BYTES,
    UnreadableRegisterError,
    register_take,
    register_workbook,
)
from dafeng.web.meters.services.points import (
    NAMES,
    point_change,
    point_register,
    point_reopen,
    point_retire,
)
from dafeng.web.meters.services.replacing import point_replace
from dafeng.web.meters.services.withdrawing import row_withdraw
from dafeng.web.meters.views.register import (
    acted,
    tell,
    visible_firm,
    visible_point,
)
from dafeng.web.meters.wording import error_words
from dafeng.web.office.services.papers import paper_keep

if TYPE_CHECKING:
    from django.db.models import QuerySet

ROWS: Mapping[str, type[Exchange] | type[Calibration]] = {
    "exchange": Exchange,
    "calibration": Calibration,
}


@require_http_methods(["GET", "HEAD", "POST"])
def point_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a meter of an enterprise."""
    user = signed_in(request)
    firm = visible_firm(user, pk, KEEP)
    initial = {"parent": request.GET.get("parent"), "valid_from": timezone.localdate()}
    form = PointForm(
        posted(request),
        points=_above(MeterPoint.objects.filter(enterprise=firm)),
        initial=initial | {"unit": "kWh", "multiplier": 1, "step_s": 900},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = point_register(enterprise=firm, by=user, facts=form.facts())
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("计量点已登记。请登记它的检定。"))
            return redirect(made)
    context = {"form": form, "firm": firm}
    return render(request, "meters/register_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def point_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a meter."""
    user = signed_in(request)
    found = visible_point(user, pk)
    require(user, KEEP, found)
    form = _edit_form(found, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            point_change(
                point=found,
                by=user,
                facts=form.facts(found.replaces),
                version=form.cleaned_data["version"],
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("已更正。"))
            return redirect(found)
    context = {"form": form, "point": found, "firm": found.enterprise}
    return render(request, "meters/register_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a register was replaced."""
    user = signed_in(request)
    found = visible_point(user, pk)
    require(user, KEEP, found)
    form = ExchangeForm(
        posted(request), sent_files(request), initial={"at": timezone.localtime()}
    )
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        try:
            paper = paper_keep(form.cleaned_data["paper"])
            if not is_closed(found.enterprise, timezone.localdate(facts.at)):
                point_replace(point=found, by=user, facts=facts, paper=paper)
                messages.success(request, _("换表已登记。"))
                return redirect(found)
            row = exchange_late(
                point=found,
                by=user,
                facts=facts,
                reason=form.cleaned_data["reason"],
                paper=paper,
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            words = _("换表已登记，更正已提出。请看前后用量，确认后才生效。")
            messages.success(request, words)
            return redirect(row)
    context = {"form": form, "point": found}
    return render(request, "meters/register_replace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which day was the last of a meter."""
    user = signed_in(request)
    found = visible_point(user, pk)
    require(user, KEEP, found)
    form = RetireForm(posted(request), initial={"last_day": timezone.localdate()})

    def act() -> None:
        point_retire(point=found, by=user, **form.cleaned_data)

    title, back = _("停用计量点"), found.get_absolute_url()
    return acted(request, form, act, back=back, title=title, about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a meter is out of use."""
    user = signed_in(request)
    found = visible_point(user, pk)
    require(user, KEEP, found)
    form = ReasonForm(posted(request))

    def act() -> None:
        point_reopen(point=found, by=user, **form.cleaned_data)

    title, back = _("恢复计量点"), found.get_absolute_url()
    return acted(request, form, act, back=back, title=title, about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take back an exchange or a calibration that was entered by mistake."""
    user = signed_in(request)
    require(user, VIEW)
    rows = ROWS[what].objects.filter(point__in=points_for(user), withdrawn_at=None)
    row = rows.select_related("point__enterprise").filter(pk=pk).first()
    if row is None:
        raise Http404
    require(user, KEEP, row)
    form = ReasonForm(posted(request))

    def act() -> None:
        row_withdraw(row=row, by=user, **form.cleaned_data)

    title = _("撤下换表") if what == "exchange" else _("撤下检定")
    back = row.point.get_absolute_url()
    return acted(request, form, act, back=back, title=title, about=row.point)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Take a filled table."""
    user = signed_in(request)
    require(user, KEEP)
    form = RegisterForm(posted(request), sent_files(request))
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["table"]
        try:
            done = register_take(
                by=user, name=sent.name, content=sent.read(MOST_BYTES + 1)
            )
        except UnreadableRegisterError as problem:
            findings = problem.findings
            tell(form, problem)
        except DafengError as problem:
            form.add_error("table", error_words(problem))
        else:
            told = {"made": done.made, "n": done.changed, "same": done.unchanged}
            messages.success(
                request,
                _("新登记 %(made)s 个计量点，更正 %(n)s 个，%(same)s 个没有变化。")
                % told,
            )
            return redirect("meters:points")
    context = {"form": form, "findings": findings}
    return render(request, "meters/register_upload.html", context)


@require_http_methods(["GET", "HEAD"])
def template(request: HttpRequest) -> HttpResponse:
    """The register as it stands, to be filled in and given back."""
    user = signed_in(request)
    require(user, VIEW)
    rows = points_for(user).exclude(enterprise__uscc=None)
    content = register_workbook(
        rows.order_by("enterprise__path", "code"), note=synthetic_mark()
    )
    return file_response(content, "meter-points.xlsx", XLSX)


def _edit_form(found: MeterPoint, data: QueryDict | None) -> PointEditForm:
    initial = {name: getattr(found, name) for name in NAMES}
    for name in ("multiplier", "most_per_hour"):
        initial[name] = plain(initial[name])
    others = MeterPoint.objects.filter(enterprise=found.enterprise)
    return PointEditForm(
        data,
        points=_above(others.exclude(pk=found.pk)),
        initial=initial | {"version": found.version},
    )


def plain(value: Decimal | None) -> str | None:
    """A number without the zeros that its column adds."""
    return None if value is None else f"{value.normalize():f}"


def _above(rows: QuerySet[MeterPoint]) -> QuerySet[MeterPoint]:
    """Meters that others can stand behind."""
    return rows.exclude(role=Role.VIRTUAL).order_by("code")
