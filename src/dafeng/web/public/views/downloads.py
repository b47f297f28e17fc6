"""Open data: the list of versions, and the files of each as they were packed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_http_methods

from dafeng.web.public.selectors.downloads import MEDIA, Download, download_of
from dafeng.web.public.selectors.releases import latest_issued, public_organisation
from dafeng.web.public.selectors.shown import shown_of
from dafeng.web.public.views.cached import FRESH_SECONDS

PACKAGE, LATEST = "package.zip", "latest"
GONE = "withdrawn"


@login_not_required
@require_http_methods(["GET", "HEAD"])
def versions(request: HttpRequest) -> HttpResponse:
    """List every issued version for programs, the newest first."""
    organisation = public_organisation()
    if organisation is None:
        raise Http404
    shown = shown_of(organisation)
    told = [
        {
            "version": str(one.record.version),
            "corrects": one.record.corrects and str(one.record.corrects),
            "issued_on": one.record.issued_on.isoformat(),
            "title": one.record.title_zh,
            "title_en": one.record.title_en,
            "note": one.record.note_zh,
            "note_en": one.record.note_en,
            "terms": one.record.terms,
            "synthetic": one.record.synthetic,
            "in_force": one.in_force,
            "offered": one.offered,
            "package": _address(request, str(one.record.version), PACKAGE),
            "figures": _address(request, str(one.record.version), "figures.json"),
            "sha256": one.sha256,
            "bytes": one.size,
        }
        for one in shown.versions
    ]
    response = JsonResponse(
        {"place": organisation.name_zh, "versions": told},
        json_dumps_params={"ensure_ascii": False},
    )
    return opened(response)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def download(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """Send a file of a version; 410 where a figure in it was withdrawn later."""
    organisation = public_organisation()
    if organisation is None:
        raise Http404
    if version == LATEST:
        return _to_latest(name)
    found = download_of(organisation, version)
    if found is None:
        raise Http404
    if found.gone:
        return _gone(request, found)
    content = found.content if name == PACKAGE else found.member(name)
    if content is None:
        raise Http404
    return _file(request, found, name, content)


def _to_latest(name: str) -> HttpResponse:
    organisation = public_organisation()
    latest = None if organisation is None else latest_issued(organisation)
    if latest is None:
        raise Http404
    response = redirect("public:download", str(latest.version), name)
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def _file(
    request: HttpRequest, found: Download, name: str, content: bytes
) -> HttpResponse:
    kind = "application/zip" if name == PACKAGE else MEDIA[name.rpartition(".")[2]]
    response: HttpResponse = HttpResponse(content, content_type=kind)
    shown = f"carbon-peak-{found.version}-{name}"
    if not name.endswith(".json"):
        response["Content-Disposition"] = f'attachment; filename="{shown}"'
    etag = f'"{found.sha256[:32]}-{name}"'
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    answered = get_conditional_response(request, etag=etag, response=response)
    return opened(answered or response)


def _gone(request: HttpRequest, found: Download) -> HttpResponse:
    """A version that states what was withdrawn since is not given out any more."""
    response = JsonResponse(
        {
            "type": "about:blank",
            "title": "Gone",
            "status": 410,
            "detail": "A figure of this version was withdrawn later; take the latest.",
            "withdrawn": list(found.gone),
            "latest": _address(request, LATEST, PACKAGE),
            "corrections": request.build_absolute_uri(reverse("public:corrections")),
        },
        status=410,
        content_type="application/problem+json",
    )
    return opened(response)


def opened(response: HttpResponse) -> HttpResponse:
    """Let programs of other sites read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def _address(request: HttpRequest, version: str, name: str) -> str:
    return request.build_absolute_uri(reverse("public:download", args=[version, name]))
