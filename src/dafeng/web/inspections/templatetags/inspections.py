"""Tags of the room: lights of states and re-checks, words of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString

from dafeng.inspections import Check, How, NoticeForm
from dafeng.inspections.rules import ClassRule
from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.inspections.models import InspectionFinding, SharedCase
from dafeng.web.inspections.models.findings import FORMS
from dafeng.web.inspections.models.inspections import Inspection
from dafeng.web.inspections.wording import (
    CHECK_WORDS,
    COLOURS,
    SHAPES,
    class_label,
    recheck_light,
)

register = template.Library()
_HOWS = dict(Inspection._meta.get_field("how").flatchoices)
_FORMS = dict(FORMS)


@register.filter
def state_light(thing: Any) -> SafeString:
    """Colour, shape and word of the state of a plan, an inspection, a case, a part."""
    return _light(COLOURS[thing.state], thing.get_state_display())


@register.filter
def finding_light(finding: InspectionFinding, on: date) -> SafeString:
    """Colour, shape and word of where a finding stands on a day."""
    return _light(*recheck_light(finding, on))


@register.filter
def check_light(check: Check) -> SafeString:
    """Colour, shape and word of a check of a draw."""
    holds, fails = CHECK_WORDS[check.code]
    return _light("met", holds) if check.held else _light("missed", fails)


@register.filter
def line_light(line: Any) -> SafeString:
    """Colour, shape and word of a part as its opener reads it."""
    return _light(COLOURS[line.state], line.state_label)


@register.filter
def class_name(code: str, classes: Iterable[ClassRule]) -> str:
    """Name of a class in the reader's language; its code where no rule has it."""
    return next((class_label(one) for one in classes if one.code == code), code)


@register.filter
def label_of(rule: ClassRule) -> str:
    """Name of a class in the reader's language."""
    return class_label(rule)


@register.filter
def how_word(how: How) -> str:
    """By which part of the quota."""
    return str(_HOWS[how.value])


@register.filter
def form_word(form: NoticeForm | str) -> str:
    """Name of a paper."""
    return str(_FORMS[str(form)])


@register.filter
def named(key: str, names: Mapping[str, str]) -> str:
    """Name by id."""
    return names.get(key) or key


@register.filter
def opened_by(case: SharedCase, paths: tuple[str, ...]) -> bool:
    """Whether one of these units stands on the side of who opened the case."""
    return case.organisation.path.startswith(paths)


def _light(colour: str, word: object) -> SafeString:
    return drawn_light(
        colour,
        SHAPES[colour],
        word,
    )
