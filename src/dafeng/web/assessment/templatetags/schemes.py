"""Filters for the pages of the schemes: their parts in words."""

from __future__ import annotations

from django import template

from dafeng.web.assessment import scheme_words

register = template.Library()

register.filter("scheme_title", scheme_words.part_name)
for _filter in (
    scheme_words.part_name,
    scheme_words.scheme_label,
    scheme_words.assessed_word,
    scheme_words.measure_word,
    scheme_words.policy_word,
    scheme_words.sureness_word,
    scheme_words.note_words,
    scheme_words.earning_words,
    scheme_words.veto_words,
):
    register.filter(_filter.__name__, _filter)
