"""Tags of supervision: lights, acts, what a case rests on."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.safestring import SafeString

from dafeng.base.findings import Finding
from dafeng.supervision import CaseAct
from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.supervision import wording
from dafeng.web.supervision.convert import turn_of_case
from dafeng.web.supervision.models import Case

register = template.Library()


@register.simple_tag
def case_light(case: Case, on: date) -> SafeString:
    """Colour, shape and word of how a case stands to a day."""
    colour, shape, word = wording.light_of(case, on)
    return drawn_light(
        colour,
        shape,
        word,
    )


@register.filter
def due_day(case: Case) -> date | None:
    """Until when somebody has to act; None where there is no day."""
    turn = turn_of_case(case)
    return None if turn is None else turn.by


@register.filter
def act_word(act: CaseAct) -> str:
    """Word for an act."""
    return str(wording.ACT_WORDS[act.value])


@register.filter
def finding_word(finding: Finding) -> str:
    """Sentence of a finding."""
    return wording.finding_words(finding)
