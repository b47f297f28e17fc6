"""A page for everybody: the same bytes for all, kept until the next release."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, TypeAlias

import attrs
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from dafeng import __version__
from dafeng.web.core.models import House, Organisation
from dafeng.web.core.selectors import the_house
from dafeng.web.public.selectors.releases import latest_issued, public_organisation
from dafeng.web.public.selectors.shown import Shown, shown_of

FRESH_SECONDS = 60
"""So long may a reader's browser, or a cache on the way, show a page unasked."""
KEPT_SECONDS = 24 * 3600
LANGUAGES = {"zh": "zh-hans", "en": "en"}
Context: TypeAlias = dict[str, Any]
Build: TypeAlias = Callable[[HttpRequest, Shown], Mapping[str, Any]]
View: TypeAlias = Callable[..., HttpResponse]
Mark: TypeAlias = Callable[[Organisation], str]
"""Something short that changes whenever a page must be drawn anew."""


@attrs.frozen(kw_only=True)
class Standing:
    """What a kept page depends on; anything new in here makes a new page."""

    organisation: Organisation
    house: House | None
    release: int | None
    since: datetime | None
    mark: str = ""

    def key(self, page: str, language: str, kept: str) -> str:
        """Where the page is kept."""
        house = self.house
        known = [
            *(page, language, kept, __version__, self.organisation.pk, self.release),
            self.mark,
            *(self.organisation.name_zh, self.organisation.name_en),
            *(() if house is None else (house.synthetic, house.name_zh, house.name_en)),
        ]
        text = "\n".join(map(str, known))
        return f"public:{hashlib.sha256(text.encode()).hexdigest()}"


def standing() -> Standing:
    """Read it: three small queries.

    Raises
    ------
    Http404
        The house has no district yet.
    """
    organisation = public_organisation()
    if organisation is None:
        raise Http404
    latest = latest_issued(organisation)
    return Standing(
        organisation=organisation,
        house=the_house(),
        release=None if latest is None else latest.pk,
        since=None if latest is None else latest.issued_at,
    )


def speak(request: HttpRequest) -> str:
    """Speak the language that the address names, else the reader's own.

    Returns
    -------
    str
        What links on the page carry on, ``?lang=en``; empty where none was named.
    """
    named = LANGUAGES.get(request.GET.get("lang", ""))
    if named is None:
        return ""
    translation.activate(named)
    return f"?lang={request.GET['lang']}"


def page(name: str, template: str, build: Build, *, mark: Mark | None = None) -> View:
    """Make the view of a page that is the same for everybody.

    It is drawn without the request: nothing of who asks can come into it.

    Parameters
    ----------
    mark : callable, optional
        What the page depends on besides the release in force.
    """

    @login_not_required
    @require_http_methods(["GET", "HEAD"])
    def view(request: HttpRequest) -> HttpResponse:
        return drawn(request, name, template, build, mark)

    view.__name__ = name
    view.__doc__ = build.__doc__
    return view


def drawn(
    request: HttpRequest,
    name: str,
    template: str,
    build: Build,
    mark: Mark | None = None,
) -> HttpResponse:
    """Draw a page, or send the one that is kept."""
    kept = speak(request)
    now = standing()
    own = "" if mark is None else mark(now.organisation)
    if own:
        # What another room changes has no time of release: the page's bytes tell it.
        now = attrs.evolve(now, since=None, mark=own)
    language = translation.get_language() or settings.LANGUAGE_CODE
    key = now.key(name, language, kept)
    body = cache.get(key)
    if body is None:
        shown = shown_of(now.organisation)
        context = frame(request, shown, now.house, kept, name)
        context |= build(request, shown)
        body = render_to_string(template, context).encode()
        cache.set(key, body, KEPT_SECONDS)
    return answer(request, body, now, named=bool(kept))


def frame(
    request: HttpRequest, shown: Shown, house: House | None, kept: str, name: str
) -> Context:
    """What the base of the public pages needs."""
    english = (translation.get_language() or "").startswith("en")
    return {
        "organisation": shown.organisation,
        "shown": shown,
        "release": shown.release,
        "house": house,
        "kept": kept,
        "here": name,
        "path": request.path,
        "LANGUAGE_CODE": "en" if english else "zh-hans",
        "other_language": f"{request.path}?lang={'zh' if english else 'en'}",
        "dafeng_version": __version__,
        "home": reverse("core:home"),
    }


def answer(
    request: HttpRequest, body: bytes, now: Standing, *, named: bool
) -> HttpResponse:
    """Send a page, or say that the reader's copy still holds."""
    response = HttpResponse(body)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    modified = None if now.since is None else int(now.since.timestamp())
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    if not named:
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
    found = get_conditional_response(
        request, etag=etag, last_modified=modified, response=response
    )
    return found or response


def for_everybody(view: View) -> View:
    """Open a view that is not kept to everybody, in the language of its address."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        request.kept = speak(request)  # type: ignore[attr-defined]
        return view(request, *args, **named)

    return shown
