"""Norms, output, certificates and weather."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.savings.charts.products import between_levels, over_years
from dafeng.web.savings.forms.acts import (
    CertificateForm,
    NormEndForm,
    NormForm,
    OutputForm,
    ReasonForm,
    WeatherForm,
    YearForm,
)
from dafeng.web.savings.forms.filters import NormFilterForm
from dafeng.web.savings.models import (
    EnergyCertificate,
    LocalNorm,
    OutputMonth,
    ProductYear,
)
from dafeng.web.savings.permissions import ENTER, REVIEW, VIEW, WEATHER
from dafeng.web.savings.selectors.products import (
    all_norms,
    certificate_coverage,
    certificate_rows,
    courses_of,
    is_over,
    norm_rows,
    output_rows,
    product_years,
    strip_of,
    years_present,
)
from dafeng.web.savings.selectors.visible import (
    certificates_for,
    enterprises_to_enter,
    of_enterprises,
    root_of_house,
)
from dafeng.web.savings.selectors.weather import weather_cover
from dafeng.web.savings.services.norms import norm_end, norm_enter
from dafeng.web.savings.services.products import (
    Row,
    certificate_enter,
    output_enter,
    product_year_enter,
    product_year_review,
    row_withdraw,
)
from dafeng.web.savings.services.weather import read_weather, weather_enter
from dafeng.web.savings.views.shared import acted, the_district, visible_enterprise
from dafeng.web.savings.wording import error_words, product_names, strip_sentence


@require_http_methods(["GET", "HEAD"])
def norms(request: HttpRequest) -> HttpResponse:
    """Unit consumptions of a year beside their limits."""
    user = signed_in(request)
    require(user, VIEW)
    form = norm_form(request)
    wanted = form.wanted()
    rows = norm_rows(user, wanted)
    root = root_of_house()
    strip = strip_of(rows)
    context = {
        "form": form,
        "year": wanted.year,
        "strip": strip,
        "picture": None if strip is None else between_levels(strip),
        "strip_title": "" if strip is None else strip_sentence(strip, wanted.year),
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "over": len({row.enterprise.pk for row in rows if is_over(row)}),
        "unknown": sum(row.gap.value is None for row in rows),
        "firms": len({row.enterprise.pk for row in rows}),
        "may_review": root is not None and may(user, REVIEW, root),
    }
    return render(request, "savings/norms.html", context)


def norm_form(request: HttpRequest) -> NormFilterForm:
    """The filters of the table; without a year it is the newest."""
    years = years_present() or [timezone.localdate().year - 1]
    data = request.GET.copy()
    data.setdefault("year", str(years[0]))
    return NormFilterForm(data, years=years)


@require_http_methods(["GET", "HEAD"])
def norm_table(request: HttpRequest) -> HttpResponse:
    """Every norm with its edition, source and mark."""
    user = signed_in(request)
    require(user, VIEW)
    root = root_of_house()
    context = {
        "norms": all_norms(),
        "own": LocalNorm.objects.filter(withdrawn_at=None),
        "may_review": root is not None and may(user, REVIEW, root),
    }
    return render(request, "savings/norm_table.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def norm_new(request: HttpRequest) -> HttpResponse:
    """Enter a limit of the district."""
    user = signed_in(request)
    root = the_district()
    require(user, REVIEW, root)
    form = NormForm(posted(request))

    def act() -> None:
        norm_enter(organisation=root, by=user, facts=form.facts())

    back = reverse("savings:norm-table")
    return acted(request, form, act, title=_("登记本区限额"), back=back, about=root)


@require_http_methods(["GET", "HEAD", "POST"])
def norm_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when a limit of the district holds."""
    user = signed_in(request)
    require(user, VIEW)
    found = LocalNorm.objects.filter(pk=pk, withdrawn_at=None).first()
    if found is None:
        raise Http404
    require(user, REVIEW, found)
    form = NormEndForm(posted(request), initial={"valid_to": found.valid_to})

    def act() -> None:
        norm_end(norm=found, by=user, **form.cleaned_data)

    back = reverse("savings:norm-table")
    return acted(request, form, act, title=_("登记废止日期"), back=back, about=found)


@require_http_methods(["GET", "HEAD"])
def outputs(request: HttpRequest, pk: int) -> HttpResponse:
    """Output by month and energy by year of one enterprise."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    context = {
        "enterprise": firm,
        "names": product_names(),
        "months": output_rows(firm),
        "years": product_years().filter(enterprise=firm).select_related("reviewed_by"),
        "courses": [(one, over_years(one)) for one in courses_of(firm)],
        "certificates": [
            one
            for one in certificate_rows(user, on=timezone.localdate())
            if one.certificate.enterprise_id == firm.pk
        ],
        "may_enter": may(user, ENTER, firm),
        "may_review": may(user, REVIEW, firm),
    }
    return render(request, "savings/outputs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def output_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the output of a month."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    require(user, ENTER, firm)
    form = OutputForm(posted(request))

    def act() -> None:
        output_enter(enterprise=firm, by=user, **form.cleaned_data)

    back = reverse("savings:outputs", args=[firm.pk])
    return acted(request, form, act, title=_("登记月产量"), back=back, about=firm)


@require_http_methods(["GET", "HEAD", "POST"])
def year_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a product took in a year."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    require(user, ENTER, firm)
    initial = {"year": timezone.localdate().year - 1}
    form = YearForm(posted(request), initial=initial)

    def act() -> None:
        product_year_enter(enterprise=firm, by=user, facts=form.facts())

    back = reverse("savings:outputs", args=[firm.pk])
    return acted(request, form, act, title=_("登记产品能耗"), back=back, about=firm)


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a certificate."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    require(user, ENTER, firm)
    form = CertificateForm(posted(request))

    def act() -> None:
        certificate_enter(enterprise=firm, by=user, facts=form.facts())

    back = reverse("savings:outputs", args=[firm.pk])
    return acted(request, form, act, title=_("登记认证证书"), back=back, about=firm)


@require_POST
def year_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an entry holds."""
    user = signed_in(request)
    found = product_years().filter(of_enterprises(user), pk=pk).first()
    if found is None:
        raise Http404
    require(user, REVIEW, found)
    try:
        product_year_review(row=found, by=user)
    except DafengError as problem:
        messages.error(request, error_words(problem))
    return redirect("savings:outputs", found.enterprise_id)


@require_http_methods(["GET", "HEAD"])
def certificates(request: HttpRequest) -> HttpResponse:
    """Certificates of energy management systems: coverage and expiry."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    rows = certificate_rows(user, on=today)
    context = {
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "cover": certificate_coverage(user, on=today),
        "firms": enterprises_to_enter(user),
    }
    return render(request, "savings/certificates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take back what was entered by mistake."""
    user = signed_in(request)
    found = _rows(user)[what].filter(pk=pk, withdrawn_at=None).first()
    if found is None:
        raise Http404
    reviewed = isinstance(found, ProductYear) and found.reviewed_at is not None
    right = REVIEW if reviewed or isinstance(found, LocalNorm) else ENTER
    require(user, right, found)
    form = ReasonForm(posted(request))

    def act() -> None:
        row_withdraw(row=found, by=user, **form.cleaned_data)

    back = (
        reverse("savings:norm-table")
        if isinstance(found, LocalNorm)
        else reverse("savings:outputs", args=[found.enterprise_id])
    )
    return acted(request, form, act, title=_("撤下"), back=back, about=found)


def _rows(user: User) -> Mapping[str, QuerySet[Row]]:
    """Rows that somebody may see, by kind."""
    require(user, VIEW)
    seen = of_enterprises(user)
    months: QuerySet[OutputMonth] = OutputMonth.objects.filter(seen)
    years: QuerySet[ProductYear] = ProductYear.objects.filter(seen)
    held: QuerySet[EnergyCertificate] = certificates_for(user)
    return {
        "output": months,
        "year": years,
        "certificate": held,
        "norm": LocalNorm.objects.all(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def weather(request: HttpRequest) -> HttpResponse:
    """Upload the weather of the district."""
    user = signed_in(request)
    root = the_district()
    require(user, WEATHER, root)
    form = WeatherForm(posted(request), sent_files(request))

    def act() -> None:
        weather_enter(
            organisation=root,
            by=user,
            days=read_weather(form.cleaned_data["file"].read()),
            source=form.cleaned_data["source"],
        )

    back, title = reverse("savings:anomalies"), _("上传气温")
    page = attrs.evolve(acted, template="savings/weather.html")
    return page(request, form, act, back, title=title, cover=weather_cover(root))
