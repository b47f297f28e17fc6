"""A part of a template that is drawn once for the values it shows.

A table of fifty rows is the same rows with every visit. What a row shows follows from
a few values; drawn once for them, it is taken out of memory as long as they are the
same. Nothing has to be told that something changed: other values are another row.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST, MOST_CHARACTERS = 2000, 4_000_000
"""Parts, and characters of them, kept for one place in a template; then it begins
anew."""
_AS_THEY_ARE = (str, int, float, bool, type(None))


class KeptNode(template.Node):
    """The part between the tags, with what was drawn for which values."""

    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist
        self.drawn: dict[tuple[Any, ...], SafeString] = {}
        self.characters = 0

    def render(self, context: Context) -> SafeString:
        """Take the part out of memory, or draw and keep it."""
        values = [value.resolve(context) for value in self.values]
        key = (get_language(), *map(_firm, values))
        found = self.drawn.get(key)
        if found is None:
            found = self.nodelist.render(context)
            self._keep(key, found)
        return found

    def _keep(self, key: tuple[Any, ...], part: SafeString) -> None:
        if len(self.drawn) >= MOST or self.characters >= MOST_CHARACTERS:
            self.drawn.clear()
            self.characters = 0
        self.drawn[key] = part
        self.characters += len(part)


def _firm(value: object) -> object:
    """What stands for a value in a key; words marked as safe are other words."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, list | tuple | dict):
        return type(value), repr(value)
    return type(value), str(value)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep a part: ``{% kept row.key row.name %}<tr>…</tr>{% endkept %}``.

    Between the tags stands nothing but the values that are named, the language, and
    what is the same for all visits.
    """
    _tag, *words = token.split_contents()
    values = [parser.compile_filter(word) for word in words]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(values, nodelist)
