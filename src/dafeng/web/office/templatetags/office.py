"""Tags of the office: lights of turns, words of actors and sources."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.office.models import Letter, LetterState, Meeting
from dafeng.web.office.selectors.calendar import Turn
from dafeng.web.office.selectors.letters import WAITING
from dafeng.web.office.wording import (
    MEETING_LIGHTS,
    SURENESS,
    TURN_SHAPES,
    TURN_WORDS,
    WORDS_OF_ACTORS,
)
from dafeng.work import ClockRule, Opens

register = template.Library()


@register.filter
def turn_light(turn: Turn) -> SafeString:
    """Colour, shape and word of where a turn stands."""
    colour, word = TURN_WORDS[turn.state]
    return drawn_light(
        colour,
        TURN_SHAPES[colour],
        word,
    )


@register.filter
def actor(rule: ClockRule) -> str:
    """Whose turn it is."""
    return str(WORDS_OF_ACTORS[rule.actor.value])


@register.filter
def sureness(rule: ClockRule) -> str:
    """How well the source is known."""
    return str(SURENESS[rule.sureness.value])


@register.filter
def begins_letter(rule: ClockRule) -> bool:
    """Whether a letter goes out with it."""
    return rule.opens is Opens.LETTER


@register.filter
def awaits_reply(letter: Letter) -> bool:
    """Whether an answer is still owed."""
    return letter.reply_by is not None and letter.state in WAITING


@register.filter
def is_open(letter: Letter) -> bool:
    """Whether something can still be done with a letter."""
    return letter.state not in (LetterState.FILED, LetterState.VOID)


@register.filter
def meeting_light(meeting: Meeting) -> SafeString:
    """Colour, shape and word of how far a meeting is."""
    colour = MEETING_LIGHTS[meeting.state]
    return drawn_light(
        colour,
        TURN_SHAPES[colour],
        meeting.get_state_display(),
    )
