"""Addresses of the interface, and of the pages about it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from dafeng.web.api.entry import door, nothing_there
from dafeng.web.api.v1 import api
from dafeng.web.api.views import docs, tokens

app_name = "api"


def _behind_the_door(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    """Wrap every operation; the interface has no nested resolvers of its own."""
    wrapped = []
    for one in patterns:
        if isinstance(one, URLPattern):
            one.callback = door(one.callback)
            wrapped.append(one)
    return wrapped


_operations = _behind_the_door(chain(api.urls[0]))

urlpatterns = [
    path("", docs.docs, name="docs"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.token_new, name="token-new"),
    path("tokens/<int:token_id>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("v1/", ([*_operations], "v1", "v1")),
    path("v1/<path:rest>", csrf_exempt(nothing_there), name="nothing"),
]
