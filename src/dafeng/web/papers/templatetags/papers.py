"""Tags for the pages of documents."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.papers.models import PaperState

register = template.Library()

SHAPES = {
    PaperState.DRAFT: ("unknown", "✎"),
    PaperState.CHECKED: ("at-risk", "◔"),
    PaperState.ISSUED: ("met", "●"),
    PaperState.WITHDRAWN: ("unknown", "✕"),
}


@register.simple_tag
def paper_state(state: str) -> SafeString:
    """State of a document with its shape and its word."""
    known = PaperState(state)
    colour, shape = SHAPES[known]
    return drawn_light(
        colour,
        shape,
        known.label,
    )
