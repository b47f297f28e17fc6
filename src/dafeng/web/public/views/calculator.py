"""The household calculator: asked and answered without a script, nothing is kept."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError, NotFoundError
from dafeng.base.places import place_tree
from dafeng.factors import factor_book
from dafeng.public import Footprint, LineFactor, household_factors, household_footprint
from dafeng.web.core.models import Organisation
from dafeng.web.public.forms import HOME, LIVING, ROADS, HouseholdForm
from dafeng.web.public.selectors.shown import Shown, shown_of
from dafeng.web.public.views.cached import Context, for_everybody, frame, page, standing
from dafeng.web.public.wording import error_words


def _empty(_request: HttpRequest, shown: Shown) -> Context:
    """Ask what a household uses."""
    return _parts(HouseholdForm()) | {
        "district": shown.district_figure(),
        "year": factor_year(),
    }


_form = page("household", "public/household.html", _empty)


@for_everybody
@require_http_methods(["GET", "HEAD"])
def household(request: HttpRequest) -> HttpResponse:
    """Count what a household emits; its answers stand in the address alone."""
    if "persons" not in request.GET:
        return _form(request)
    now = standing()
    shown = shown_of(now.organisation)
    form = HouseholdForm(request.GET)
    context = frame(request, shown, now.house, request.kept, "household")  # type: ignore[attr-defined]
    context |= _parts(form) | {
        "district": shown.district_figure(),
        "year": factor_year(),
        "footprint": _counted(form, shown) if form.is_valid() else None,
    }
    response = HttpResponse(render_to_string("public/household.html", context))
    response["Cache-Control"] = "private, no-store"
    return response


def factor_year() -> int:
    """The year whose factors are asked for: the last one that is over."""
    return timezone.localdate().year - 1


def region_of(organisation: Organisation) -> str:
    """The province whose power the district uses; empty where it is not known."""
    try:
        return place_tree().get(f"{organisation.place_code[:2]}0000").name
    except (NotFoundError, ValueError):
        return ""


@lru_cache(maxsize=8)
def factors_of(region: str, year: int) -> dict[str, LineFactor]:
    """Factors of a region and year; the book does not change while we run."""
    return household_factors(factor_book(), region=region, year=year)


def _counted(form: HouseholdForm, shown: Shown) -> Footprint | None:
    region, year = region_of(shown.organisation), factor_year()
    try:
        return household_footprint(
            form.household(region=region, year=year),
            factors_of(region, year),
            district=shown.district_figure(),
        )
    except DafengError as error:
        form.add_error(None, error_words(error))
        return None


def _parts(form: HouseholdForm) -> Context:
    return {
        "form": form,
        "home_fields": [form[name] for name in HOME],
        "road_fields": [form[name] for name in ROADS],
        "living_fields": [form[name] for name in LIVING],
    }
