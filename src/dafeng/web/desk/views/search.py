"""Search: words, pinyin or initials; what is found is grouped by kind."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.desk.models import EntryKind
from dafeng.web.desk.selectors.search import LONGEST, found_for, words_of

TOO_LONG = 400


@login_not_required
@require_http_methods(["GET", "HEAD"])
def search(request: HttpRequest) -> HttpResponse:
    """Say what was found, or how to find something."""
    text = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    if kind not in EntryKind.values:
        kind = ""
    context: dict[str, object] = {"kind": kind, "kinds": EntryKind.choices}
    if len(text) > LONGEST:
        context |= {"q": text[:LONGEST], "refusal": _too_long(len(text))}
        return render(request, "desk/search.html", context, status=TOO_LONG)
    groups = found_for(request.user, words_of(text), kind)
    context |= {
        "q": text,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "more": any(group.more for group in groups),
    }
    return render(request, "desk/search.html", context)


def _too_long(length: int) -> str:
    return _("要找的文字有 %(length)s 个字，最多 %(most)s 个。请只写其中几个词。") % {
        "length": length,
        "most": LONGEST,
    }
