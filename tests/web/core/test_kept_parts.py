"""A part of a template that is drawn once for the values it shows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from dafeng.web.core.templatetags import kept

if TYPE_CHECKING:
    import pytest


class Drawn:
    """Counts how often a template asked for it."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return "!"


def template() -> Template:
    return Template(
        "{% load kept %}{% kept row %}<b>{{ row }}</b>{{ drawn }}{% endkept %}"
    )


def shown(page: Template, row: Any, drawn: Drawn) -> str:
    return page.render(Context({"row": row, "drawn": drawn}))


def test_the_same_values_are_drawn_once_and_other_values_anew() -> None:
    page, drawn = template(), Drawn()
    assert shown(page, "甲", drawn) == shown(page, "甲", drawn) == "<b>甲</b>!"
    assert drawn.times == 1
    assert shown(page, ["甲", Decimal("1.50")], drawn) != shown(page, ["甲"], drawn)
    assert shown(page, "乙", drawn) == "<b>乙</b>!"
    assert drawn.times == 4


def test_another_language_is_drawn_anew() -> None:
    page, drawn = template(), Drawn()
    shown(page, "甲", drawn)
    with translation.override("en"):
        shown(page, "甲", drawn)
    assert drawn.times == 2


def test_words_that_are_safe_never_stand_for_words_that_are_not() -> None:
    page, drawn = template(), Drawn()
    assert "<i>" in shown(page, mark_safe("<i>"), drawn)  # noqa: S308 - the test's own
    assert "&lt;i&gt;" in shown(page, "<i>", drawn)


def test_two_places_of_one_template_keep_apart() -> None:
    page = Template(
        "{% load kept %}{% kept row %}1{% endkept %}{% kept row %}2{% endkept %}"
    )
    assert page.render(Context({"row": "甲"})) == "12"


def test_no_more_is_kept_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    page, drawn = template(), Drawn()
    for row in ("甲", "乙", "丙", "甲"):
        shown(page, row, drawn)
    assert drawn.times == 4


def test_large_parts_make_room_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_CHARACTERS", 20)
    page, drawn = template(), Drawn()
    for row in ("甲" * 30, "乙", "甲" * 30):
        shown(page, row, drawn)
    assert drawn.times == 3
