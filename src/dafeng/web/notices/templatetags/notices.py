"""Notices in words, and the count beside the bell."""

from __future__ import annotations

from django import template
from django.template.context import Context

from dafeng.web.core.models import User
from dafeng.web.notices import wording
from dafeng.web.notices.models import Notice
from dafeng.web.notices.selectors.notices import unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unread(context: Context) -> int:
    """How many notices the reader has not read; one query, none without a person."""
    user = context.get("user")
    return unread_count(user) if isinstance(user, User) else 0


@register.filter
def heading(notice: Notice) -> str:
    """What happened to what."""
    return wording.heading(notice)


@register.filter
def reason(notice: Notice) -> str:
    """Why the reader is told."""
    return wording.reason(notice)
