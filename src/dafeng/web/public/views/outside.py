"""Pages for everybody: plan, state, data, corrections; kept until the next release."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.public.charts.pictures import states_strip, totals_columns
from dafeng.web.public.selectors.shown import Shown
from dafeng.web.public.views.cached import Context, page

NAMES = (
    *("front", "plan", "state", "data", "disclosure", "corrections"),
    *("household", "about", "write"),
)
"""Pages that a search engine may list."""


def _front(_request: HttpRequest, shown: Shown) -> Context:
    """Say what the plan promises, how it stands, and where to read on."""
    counted = dict(shown.states())
    good = sum(counted.get(code, 0) for code in ("met", "on-track"))
    behind = sum(counted.get(code, 0) for code in ("off-track", "missed"))
    return {
        "states": shown.states(),
        "strip": states_strip(shown),
        "good": good,
        "behind": behind,
        "of": sum(counted.values()),
        "latest_total": shown.totals[-1] if shown.totals else None,
    }


def _plan(_request: HttpRequest, shown: Shown) -> Context:
    """Explain the plan in numbers."""
    return {"promise": None if shown.release is None else shown.release.promise}


def _state(_request: HttpRequest, shown: Shown) -> Context:
    """Show every released figure with its light, source and definition."""
    return {
        "states": shown.states(),
        "strip": states_strip(shown),
        "columns": totals_columns(shown),
        "fields": shown.by_field(),
    }


def _data(request: HttpRequest, shown: Shown) -> Context:
    """List versions, terms and files."""
    files = ("figures.csv", "figures.json", "corrections.csv", "promise.csv")
    return {
        "files": (*files, "datapackage.json"),
        "api": request.build_absolute_uri(reverse("public:versions")),
        "versions": shown.versions,
    }


def _corrections(_request: HttpRequest, shown: Shown) -> Context:
    """List what was corrected and withdrawn."""
    return {"corrections": shown.corrections, "withdrawn": shown.withdrawn}


def _about(_request: HttpRequest, _shown: Shown) -> Context:
    """Say how the pages are made, and for whom."""
    return {"title": _("关于本网页")}


front = page("front", "public/front.html", _front)
plan = page("plan", "public/plan.html", _plan)
state = page("state", "public/state.html", _state)
data = page("data", "public/data.html", _data)
corrections = page("corrections", "public/corrections.html", _corrections)
about = page("about", "public/about.html", _about)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the public pages, and nothing else of the house."""
    sitemap = request.build_absolute_uri(reverse("public:sitemap"))
    lines = [
        "User-agent: *",
        f"Allow: {reverse('public:front')}",
        f"Disallow: {reverse('public:office')}",
        "Disallow: /",
        f"Sitemap: {sitemap}",
        "",
    ]
    return _text(request, "\n".join(lines), "text/plain; charset=utf-8")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public pages in both languages."""
    addresses = [reverse(f"public:{name}") for name in NAMES]
    rows = [
        f"<url><loc>{request.build_absolute_uri(address)}?lang={language}</loc></url>"
        for address in addresses
        for language in ("zh", "en")
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'{head}\n<urlset xmlns="{space}">{"".join(rows)}</urlset>\n'
    return _text(request, text, "application/xml")


def _text(_request: HttpRequest, text: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Cache-Control"] = "public, max-age=3600"
    return response
