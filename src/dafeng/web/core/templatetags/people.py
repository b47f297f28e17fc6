"""Tags about people."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context

from dafeng.web.core.acting import Acting, acting_of
from dafeng.web.core.models import User
from dafeng.web.core.selectors import phone_shown
from dafeng.web.core.templatetags.dafeng import UNKNOWN

register = template.Library()


@register.simple_tag(takes_context=True)
def phone_of(context: Context, person: User) -> str:
    """Return a telephone number as far as the reader may see it, or "--"."""
    viewer: User | AnonymousUser = context.get("user") or AnonymousUser()
    return phone_shown(viewer, person) or UNKNOWN


@register.simple_tag(takes_context=True)
def seats(context: Context) -> Acting:
    """Return the units that the reader may act for: ``{% seats as acting %}``."""
    viewer: User | AnonymousUser = context.get("user") or AnonymousUser()
    return acting_of(viewer)
