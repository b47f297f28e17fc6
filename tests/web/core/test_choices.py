"""Lists of choices, as the house draws them."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazystr

GROUPED = [("", "全部"), ("区直", [("a", "甲<局>"), ("b", lazystr("乙&局"))])]


class _Form(forms.Form):
    unit = forms.ChoiceField(choices=GROUPED, required=False)
    year = forms.TypedChoiceField(choices=[(2024, 2024), (2025, 2025)], coerce=int)


def test_a_list_offers_its_choices_and_marks_the_chosen_one() -> None:
    form = _Form({"unit": "b", "year": "2025"})
    assert str(form["unit"]) == (
        '<select name="unit" id="id_unit">\n'
        '<option value="">全部</option>\n'
        '<optgroup label="区直">\n'
        '<option value="a">甲&lt;局&gt;</option>\n'
        '<option value="b" selected>乙&amp;局</option>\n'
        "</optgroup>\n"
        "</select>"
    )
    assert '<option value="2025" selected>2025</option>' in str(form["year"])


def test_what_was_typed_into_an_attribute_stays_text() -> None:
    widget = form_widget({"class": 'x" onclick="y', "disabled": True, "hidden": False})
    assert '<select name="unit" class="x&quot; onclick=&quot;y" disabled' in widget
    assert "hidden" not in widget


def form_widget(attributes: dict[str, object]) -> str:
    """Return the list of units with attributes of its own."""
    form = _Form(auto_id=False)
    return str(form["unit"].as_widget(attrs=attributes))
