"""Tags and filters that every template has: numbers, lights, icons, controls."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from django import template
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dafeng.web.core import permissions, rooms
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.rooms import RoomLink
from dafeng.web.core.selectors import seen
from dafeng.web.core.unit_words import unit_words

register = template.Library()

CHINESE_RUN = re.compile(
    r"[\u3400-\u9fff][\u3400-\u9fff\u2014\u3000-\u303f\uff00-\uffef\d()%.]*"
)
UNKNOWN = "--"
LIGHTS = {
    "met": ("●", _("达标")),
    "on-track": ("●", _("按计划")),
    "at-risk": ("▲", _("有风险")),
    "off-track": ("▲", _("滞后")),
    "behind": ("▲", _("滞后")),
    "missed": ("■", _("未达")),
    "unknown": ("◇", _("未知")),
    "delegated-unset": ("◇", _("待下达")),
    "directional-yes": ("●", _("方向正确")),
    "directional-no": ("▲", _("方向不符")),
}


@register.filter
def amount(value: Decimal | float | None, places: int | None = None) -> str:
    """Return a number with thousands set apart; unknown is "--", never 0.

    With ``places`` the number is rounded half to even; without, it is as it was given.
    """
    if value is None or value == "":
        return UNKNOWN
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    elif number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    return f"{number:,f}".replace("-", "\u2212")


@register.filter
def day(value: date | datetime | str | None) -> str:
    """Return a date as 2025-06-30, or "--"."""
    if value is None or isinstance(value, str):
        return UNKNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


@register.filter
def minute(value: datetime | None) -> str:
    """Return a time as 2025-06-30 14:05 in the house's time zone, or "--"."""
    if value is None:
        return UNKNOWN
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


@register.filter
def known(value: object) -> object:
    """Return the value, or "--" for what is unknown or empty."""
    return UNKNOWN if value is None or value == "" else value


@register.filter
def zh(value: object) -> SafeString | str:
    """Mark Chinese data on a page of another language: names that have no translation.

    A screen reader then speaks them as Chinese, and a test knows that they are data.
    """
    given = value if isinstance(value, SafeString) else str(known(value))
    words = conditional_escape(given)
    if (get_language() or "").startswith("zh"):
        return words
    marked = CHINESE_RUN.sub(r'<span lang="zh-Hans">\g<0></span>', words)
    return mark_safe(marked)  # noqa: S308 - escaped above


@register.filter
def unit_word(unit: str) -> str:
    """Return a unit as a page says it: ``{{ point.unit|unit_word|zh }}``."""
    return unit_words(str(unit or ""))


@register.simple_tag
def light(state: str) -> SafeString:
    """Return a light: colour, shape and word of one of ``LIGHTS``."""
    return _kept_light(state, get_language())


def drawn_light(colour: str, shape: str, word: object) -> SafeString:
    """A light of a room's own: its colour, shape and word."""
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span> {}</span>',
        colour,
        shape,
        word,
    )


@lru_cache(maxsize=64)
def _kept_light(state: str, _language: str | None) -> SafeString:
    """The same, kept for each language: a table has a light in each of its rows."""
    shape, word = LIGHTS[state]
    return drawn_light(state, shape, word)


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Return an icon of the sprite; decoration only, words say the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        staticfiles_storage.url("vendor/tabler/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def may(context: Context, code: str, obj: object = None) -> bool:
    """Whether the reader has a right: ``{% may "core.audit.view" as can_see %}``."""
    user: User | AnonymousUser = context.get("user") or AnonymousUser()
    return permissions.may(user, code, obj)


@register.simple_tag(takes_context=True)
def sees_none(context: Context, code: str) -> bool:
    """Whether a right of the reader reaches no enterprise at all; ask for empty lists.

    ``{% sees_none "meters.point.view" as blind %}``
    """
    user: User | AnonymousUser = context.get("user") or AnonymousUser()
    works = Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE)
    return not works.filter(seen(user, code)).exists()


@register.simple_tag(takes_context=True)
def rooms_under(context: Context, under: str) -> list[RoomLink]:
    """Return what a room gathers: ``{% rooms_under "office" as more %}``."""
    return rooms.rooms_under(context["request"], rooms.Under(under))


@register.filter
def control(field: BoundField) -> SafeString:
    """Return a form's widget with the kit's classes and its state of error."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput | RadioSelect):
        name = "form-check-input"
    else:
        name = "form-select" if isinstance(widget, Select) else "form-control"
    if field.errors:
        name += " is-invalid"
    return field.as_widget(attrs={"class": name})


class AgainNode(template.Node):
    """A block of the page once more, as plain text."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> str:
        """Render the most derived block of that name, without markup and line ends."""
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        block = blocks.get_block(self.name) if blocks else None
        if block is None:
            return ""
        return " ".join(strip_tags(block.render(context)).split())


@register.tag
def again(_parser: Parser, token: Token) -> AgainNode:
    """Repeat a block as plain text: ``{% again title %}``."""
    _tag, name = token.split_contents()
    return AgainNode(name)
