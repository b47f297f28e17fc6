"""Tags of projects: lights, sizes, places, papers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dafeng.projects import Alike, ApprovalStands, Stands
from dafeng.web.core.templatetags.dafeng import drawn_light, zh
from dafeng.web.projects.models import Project, ProjectPlace
from dafeng.web.projects.wording import (
    ACT_WORDS,
    APPROVAL_WORDS,
    GROUNDS,
    HIGH,
    LEVELS,
    LIGHTS,
    LISTS,
    PAPER_LIGHTS,
    RULES,
    STAGE_WORDS,
    UNCOUNTED,
    paper_sentence,
    size_words,
    yuan_words,
)

register = template.Library()


@register.filter
def progress_light(stands: Stands) -> SafeString:
    """Colour, shape and word of where a project stands."""
    return drawn_light(*LIGHTS[stands.light.value])


@register.filter
def light_named(code: str) -> SafeString:
    """The same by the code of a light."""
    return drawn_light(*LIGHTS[code])


@register.filter
def light_rule(stands: Stands) -> str:
    """Why the light is what it is."""
    return str(RULES.get(stands.rule, ""))


@register.filter
def paper_light(one: ApprovalStands) -> SafeString:
    """Colour, shape and word of where an approval stands."""
    return drawn_light(*PAPER_LIGHTS[one.state])


@register.filter
def paper_words(one: ApprovalStands) -> str:
    """When an approval lapses, or that it has."""
    return paper_sentence(one)


@register.filter
def days_left(one: ApprovalStands) -> str:
    """Days until an approval lapses; empty where none count."""
    if one.days_left is None or one.state.value == "used":
        return ""
    count = abs(one.days_left)
    if one.days_left < 0:
        return ngettext("已过 %(n)d 天", "已过 %(n)d 天", count) % {"n": count}
    return ngettext("还有 %(n)d 天", "还有 %(n)d 天", count) % {"n": count}


@register.filter
def size(project: Project) -> str:
    """Size with its unit."""
    return size_words(project.capacity, project.capacity_unit)


@register.filter
def size_in(value: Decimal | None, unit: str) -> str:
    """A size in a unit that stands elsewhere."""
    return size_words(value, unit)


@register.filter
def yuan(value: Decimal | None) -> str:
    """Money in 亿 or 万 yuan."""
    return yuan_words(value)


@register.filter
def short_number(value: Decimal | None) -> str:
    """A number without trailing zeros; unknown is ``--``."""
    return size_words(value, "")


@register.filter
def place_share(place: ProjectPlace) -> SafeString | str:
    """A town, with its share when the project lies in several."""
    if place.share == 1:
        return zh(place)
    return format_html("{} {}%", zh(place), f"{(place.share * 100).normalize():f}")


@register.filter
def class_word(code: Any) -> str:
    """Which of the three lists."""
    return str(LISTS[str(code)])


@register.filter
def stage_word(code: Any) -> str:
    """A stage in words."""
    return str(STAGE_WORDS[str(code)])


@register.filter
def act_word(code: Any) -> str:
    """An act of the life cycle in words."""
    return str(ACT_WORDS[str(code)])


@register.filter
def approval_word(code: Any) -> str:
    """A kind of approval in words."""
    return str(APPROVAL_WORDS[str(code)])


@register.filter
def high_word(code: Any) -> str:
    """Whether it is 两高, in words."""
    return str(HIGH[str(code)])


@register.filter
def level_word(code: Any) -> str:
    """Who reviews, in words."""
    return str(LEVELS[str(code)])


@register.filter
def uncounted_word(code: str) -> str:
    """Why a project adds nothing to a sum."""
    return str(UNCOUNTED[code])


@register.filter
def grounds(pair: Alike) -> str:
    """What speaks for two being one."""
    return _("、").join(str(GROUNDS[one]) for one in pair.grounds)


@register.filter
def of(mapping: dict[Any, Any], key: Any) -> Any:
    """Value of a key; None without one."""
    return mapping.get(key)
