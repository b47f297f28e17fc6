"""Letters of the public to the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.addresses import address_of
from dafeng.web.core.posting import posted
from dafeng.web.public.forms import FeedbackForm
from dafeng.web.public.selectors.feedback import published_letters
from dafeng.web.public.selectors.shown import shown_of
from dafeng.web.public.services.feedback import (
    KEEP_CONTACT,
    KEEP_OPEN,
    feedback_receive,
)
from dafeng.web.public.views.cached import Standing, for_everybody, frame, standing
from dafeng.web.public.wording import error_words


@for_everybody
@sensitive_post_parameters("name", "email", "text")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Take a letter in; what a program wrote into the trap is dropped unread."""
    now = standing()
    form = FeedbackForm(posted(request))
    status = 200
    if request.method == "POST":
        if form.is_trapped():
            return _thanks(request)
        if form.is_valid():
            try:
                feedback_receive(
                    organisation=now.organisation,
                    facts=form.facts(),
                    language=get_language() or "zh-hans",
                    address=address_of(request),
                )
            except DafengError as error:
                form.add_error(None, error_words(error))
                status = 429
            else:
                return _thanks(request)
    return _page(request, now, form, status)


@for_everybody
@never_cache
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Say that the letter has arrived."""
    now = standing()
    shown = shown_of(now.organisation)
    context = frame(request, shown, now.house, request.kept, "thanks")  # type: ignore[attr-defined]
    return HttpResponse(render_to_string("public/thanks.html", context))


def _page(
    request: HttpRequest, now: Standing, form: FeedbackForm, status: int
) -> HttpResponse:
    shown = shown_of(now.organisation)
    context = frame(request, shown, now.house, request.kept, "write")  # type: ignore[attr-defined]
    context |= {
        "form": form,
        "csrf_token": get_token(request),
        "letters": published_letters(now.organisation),
        "keep_days": KEEP_CONTACT.days,
        "keep_open_days": KEEP_OPEN.days,
    }
    return HttpResponse(render_to_string("public/write.html", context), status=status)


def _thanks(request: HttpRequest) -> HttpResponse:
    kept: str = request.kept  # type: ignore[attr-defined]
    return HttpResponseRedirect(f"{reverse('public:thanks')}{kept}")
