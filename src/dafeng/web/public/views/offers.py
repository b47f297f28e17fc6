"""Pages and data sets of other rooms, for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_http_methods

from dafeng.public import DataEdition, PackageFile, edition_files
from dafeng.web.public.offers import PublicData, public_page, public_set
from dafeng.web.public.selectors.downloads import MEDIA
from dafeng.web.public.selectors.releases import public_organisation
from dafeng.web.public.selectors.shown import Shown
from dafeng.web.public.views.cached import FRESH_SECONDS, Context, drawn
from dafeng.web.public.views.downloads import LATEST, opened


@login_not_required
@require_http_methods(["GET", "HEAD"])
def more(request: HttpRequest, name: str) -> HttpResponse:
    """A page of another room."""
    page = public_page(name)
    if page is None:
        raise Http404

    def build(_request: HttpRequest, shown: Shown) -> Context:
        return {"page": page, **page.content(shown.organisation)}

    return drawn(request, f"more:{name}", page.template, build, page.mark)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def set_versions(request: HttpRequest, name: str) -> HttpResponse:
    """List the versions of a data set for programs, the newest first."""
    data, editions = _editions(name)
    told = [_told(request, data, one) for one in editions]
    response = JsonResponse(
        {"name": data.name, "versions": told},
        json_dumps_params={"ensure_ascii": False},
    )
    return opened(response)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def set_file(request: HttpRequest, name: str, version: str, file: str) -> HttpResponse:
    """Send a file of a version of a data set."""
    data, editions = _editions(name)
    if version == LATEST:
        return _to_latest(data, editions, file)
    edition = next((one for one in editions if one.version == version), None)
    if edition is None:
        raise Http404
    found = next((one for one in _files(data, edition) if one.name == file), None)
    if found is None:
        raise Http404
    kind = MEDIA[found.name.rpartition(".")[2]]
    response: HttpResponse = HttpResponse(found.content, content_type=kind)
    if not file.endswith(".json"):
        shown = f"{data.name}-{version}-{file}"
        response["Content-Disposition"] = f'attachment; filename="{shown}"'
    etag = f'"{found.sha256[:32]}"'
    response["ETag"] = etag
    answered = get_conditional_response(request, etag=etag, response=response)
    return opened(answered or response)


def _to_latest(
    data: PublicData, editions: Sequence[DataEdition], file: str
) -> HttpResponse:
    if not editions:
        raise Http404
    response = redirect("public:set-file", data.name, editions[0].version, file)
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def _editions(name: str) -> tuple[PublicData, Sequence[DataEdition]]:
    data, organisation = public_set(name), public_organisation()
    if data is None or organisation is None:
        raise Http404
    return data, data.editions(organisation)


def _files(data: PublicData, edition: DataEdition) -> tuple[PackageFile, ...]:
    return edition_files(data.name, edition)


def _told(
    request: HttpRequest, data: PublicData, edition: DataEdition
) -> dict[str, Any]:
    return {
        "version": edition.version,
        "issued_on": edition.issued_on.isoformat(),
        "title": edition.title_zh,
        "title_en": edition.title_en,
        "note": edition.note_zh,
        "note_en": edition.note_en,
        "terms": edition.terms,
        "source": edition.source,
        "synthetic": edition.synthetic,
        "files": [
            {
                "url": request.build_absolute_uri(
                    reverse(
                        "public:set-file", args=[data.name, edition.version, one.name]
                    )
                ),
                "sha256": one.sha256,
                "bytes": len(one.content),
            }
            for one in _files(data, edition)
        ],
    }
