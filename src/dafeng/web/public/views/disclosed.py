"""Who discloses, for everybody: the lists that two people released, and their files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods

from dafeng.enterprises import TABLE, State
from dafeng.web.core.models import Organisation
from dafeng.web.public.models import ListState
from dafeng.web.public.selectors.downloads import MEDIA
from dafeng.web.public.selectors.lists import (
    files_of,
    issued_list,
    published_lists,
    rows_of,
)
from dafeng.web.public.selectors.releases import public_organisation
from dafeng.web.public.selectors.shown import Shown
from dafeng.web.public.views.cached import Context, page
from dafeng.web.public.views.downloads import PACKAGE, opened


def lists_mark(organisation: Organisation) -> str:
    """Changes whenever a list is issued or withdrawn."""
    rows = published_lists(organisation)
    return " ".join(f"{one.pk}.{one.revision}" for one in rows)


def _disclosure(_request: HttpRequest, shown: Shown) -> Context:
    """Show the newest list with who is late first, and every list there was."""
    lists = published_lists(shown.organisation)
    newest = next((one for one in lists if one.state == ListState.ISSUED), None)
    rows = []
    if newest is not None:
        held = issued_list(shown.organisation, newest.edition)
        rows = [] if held is None else rows_of(held)
    late = [one for one in rows if one.state == State.MISSING]
    return {"lists": lists, "newest": newest, "rows": rows, "late": len(late)}


disclosure = page("disclosure", "public/disclosure.html", _disclosure, mark=lists_mark)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def disclosure_file(request: HttpRequest, edition: str, name: str) -> HttpResponse:
    """Send a file of an issued list, or the whole of them with their signature."""
    organisation = public_organisation()
    row = None if organisation is None else issued_list(organisation, edition)
    if row is None:
        raise Http404
    if name == PACKAGE:
        content, kind = bytes(row.content), "application/zip"
    else:
        found = files_of(row).get(name)
        if found is None:
            raise Http404
        content, kind = found, MEDIA[name.rpartition(".")[2]]
    response: HttpResponse = HttpResponse(content, content_type=kind)
    if name in (PACKAGE, TABLE):
        shown = f"disclosure-{edition}.{name.rpartition('.')[2]}"
        response["Content-Disposition"] = f'attachment; filename="{shown}"'
    etag = f'"{row.sha256[:32]}-{name}"'
    response["ETag"] = etag
    answered = get_conditional_response(request, etag=etag, response=response)
    return opened(answered or response)
