"""How somebody wants to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core import services
from dafeng.web.core.access import signed_in
from dafeng.web.core.views.appearance import keep_language
from dafeng.web.notices.forms import PreferenceForm
from dafeng.web.notices.models import MailPace
from dafeng.web.notices.selectors.notices import pace_of
from dafeng.web.notices.services.reading import pace_set
from dafeng.web.notices.services.writing import mail_is_on


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and change how often mail comes, and in which language."""
    user = signed_in(request)
    form = PreferenceForm(
        request.POST or None,
        initial={"mail": pace_of(user), "language": user.language},
    )
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        pace_set(by=user, mail=MailPace(form.cleaned_data["mail"]))
        services.language_set(by=user, language=language)
        translation.activate(language)
        messages.success(request, _("提醒设置已保存。"))
        response = redirect("notices:preferences")
        keep_language(response, language)
        return response
    context = {"form": form, "mail_is_on": mail_is_on(), "address": user.email}
    return render(request, "notices/preferences.html", context)
