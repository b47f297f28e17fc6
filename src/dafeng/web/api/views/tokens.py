"""Keys of programs: the list, a new one, one revoked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dafeng.web.api.forms import TokenForm
from dafeng.web.api.selectors import tokens_for
from dafeng.web.api.services import tokens as services
from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require


@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Keys of the units where the person may see them."""
    person = signed_in(request)
    require(person, "api.token.view")
    context = {
        "rows": page_of(request, tokens_for(person)),
        "today": timezone.localdate(),
        "may_issue": may(person, "api.token.issue"),
    }
    return render(request, "api/tokens.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """Give a key; it is shown on the answer and never again."""
    person = signed_in(request)
    require(person, "api.token.issue")
    form = TokenForm(request.POST or None, by=person)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.token_issue(by=person, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "api/token_issued.html", {"issued": issued})
    return render(request, "api/token_new.html", {"form": form})


@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Close a key at once."""
    person = signed_in(request)
    token = tokens_for(person).filter(pk=token_id).first()
    if token is None:
        raise Http404
    services.token_revoke(by=person, token=token)
    messages.success(request, _("令牌已吊销，使用它的程序不能再访问。"))
    return redirect("api:tokens")
