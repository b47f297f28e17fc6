"""The way to the OpenID Connect provider and back."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from requests import RequestException

from dafeng.web.core.outside import refused_page


@login_not_required
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider; says so in words when it does not answer."""
    try:
        answer: HttpResponse = openid_connect.login(request, provider_id)
    except RequestException:
        words = _("统一身份认证没有应答，可以先用用户名和密码登录。")
        return refused_page(request, words, status=502)
    return answer
