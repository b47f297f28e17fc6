"""The register, and the list of a year, with its files."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.enterprises import FIGURES, list_zip, public_key_of
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import User
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.enterprises import exporting
from dafeng.web.enterprises.forms import EnterpriseFilterForm, YearFilterForm
from dafeng.web.enterprises.permissions import KEEP
from dafeng.web.enterprises.selectors.enterprises import (
    SINCE,
    EnterpriseFilter,
    YearList,
    branches_present,
    enterprise_rows,
    light_counts,
    register_of,
    towns_of,
    year_list,
)
from dafeng.web.enterprises.signing import signing_seed
from dafeng.web.enterprises.views.visible import keeps, owner_of
from dafeng.web.enterprises.wording import year_sentence

_DIGITS = 4


@require_http_methods(["GET", "HEAD"])
def enterprises(request: HttpRequest) -> HttpResponse:
    """The register, narrowed."""
    user = signed_in(request)
    owner = owner_of(user)
    form = EnterpriseFilterForm(
        request.GET, towns=towns_of(owner), branches=branches_present(user)
    )
    today = timezone.localdate()
    rows = enterprise_rows(user, form.wanted(), on=today)
    context = {
        "form": form,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "count": len(rows),
        "lights": light_counts(rows),
        "year": today.year,
        "may_keep": keeps(user),
        "register": register_of(owner),
    }
    return render(request, "enterprises/enterprises.html", context)


@require_http_methods(["GET", "HEAD"])
def disclosure(request: HttpRequest) -> HttpResponse:
    """Who owes what in a year: sentence, missing ones, table."""
    user = signed_in(request)
    owner_of(user)
    form, told = _asked(request, user)
    context = {
        "form": form,
        "told": told,
        "sentence": year_sentence(told.counts, told.year),
        "rows": Paginator(told.rows, ROWS).get_page(request.GET.get("page")),
        "may_keep": keeps(user),
        "public_key": public_key_of(signing_seed()),
    }
    return render(request, "enterprises/disclosure.html", context)


@require_http_methods(["GET", "HEAD"])
def disclosure_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    user = signed_in(request)
    owner_of(user)
    _form, told = _asked(request, user)
    return csv_response(
        name=f"disclosure-{told.year}.csv",
        header=exporting.year_head(),
        rows=exporting.year_cells(told.rows),
    )


@require_http_methods(["GET", "HEAD"])
def disclosure_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    user = signed_in(request)
    owner_of(user)
    _form, told = _asked(request, user)
    content = exporting.year_workbook(told.rows, told.on)
    return file_response(content, f"disclosure-{told.year}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def disclosure_json(request: HttpRequest) -> HttpResponse:
    """The same list for programs, as everybody may read it."""
    user = signed_in(request)
    owner = owner_of(user)
    _form, told = _asked(request, user)
    files = {one.name: one for one in exporting.public_list(told, owner)}
    name = f"disclosure-{told.year}.json"
    return file_response(files[FIGURES].content, name, "application/json")


@require_http_methods(["GET", "HEAD"])
def disclosure_package(request: HttpRequest) -> HttpResponse:
    """The whole list of a year, signed: for who keeps the register to give away."""
    user = signed_in(request)
    owner = owner_of(user)
    require(user, KEEP, register_of(owner) or owner)
    told = year_list(user, EnterpriseFilter(), year=_year(request), on=_today())
    content = list_zip(exporting.public_list(told, owner))
    return file_response(content, f"disclosure-{told.year}.zip", "application/zip")


def _asked(request: HttpRequest, user: User) -> tuple[YearFilterForm, YearList]:
    """The form of the filters, and what it lets through."""
    year, today = _year(request), _today()
    data = request.GET.copy()
    data["year"] = str(year)
    form = YearFilterForm(data, years=_years())
    return form, year_list(user, form.wanted(), year=year, on=today)


def _today() -> date:
    return timezone.localdate()


def _years() -> range:
    return range(_today().year + 1, SINCE - 1, -1)


def _year(request: HttpRequest) -> int:
    """The year of the address; what is no year is this one."""
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) <= _DIGITS else 0
    return year if year in _years() else _today().year
