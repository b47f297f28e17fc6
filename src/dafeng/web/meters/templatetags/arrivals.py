"""Words of arrivals in templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dafeng.web.meters.wording_arrivals import trouble_words

register = template.Library()

WAYS: dict[str, str | Promise] = {
    "api": _("接口"),
    "mqtt": _("MQTT"),
    "upload": _("文件上传"),
    "hand": _("手工填报"),
    "folder": _("文件交换"),
}


@register.filter
def trouble(code: str) -> str:
    """Why a row is no reading."""
    return trouble_words(str(code))


@register.filter
def way(code: str) -> str:
    """How readings came."""
    return str(WAYS.get(code, code))
