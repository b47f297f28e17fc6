"""Forms of the outlook's pages."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.pathways.models import Visibility
from dafeng.web.pathways.services.saving import Label


class SaveForm(forms.Form):
    """A name for the levers as they stand."""

    name = forms.CharField(label=_("名称"), max_length=60)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    visibility = forms.ChoiceField(
        label=_("可见范围"),
        choices=Visibility.choices,
        initial=Visibility.DISTRICT,
        required=False,
    )

    def label(self) -> Label:
        """What was entered, for the services."""
        data = dict(self.cleaned_data)
        data["visibility"] = data["visibility"] or Visibility.DISTRICT
        return Label(**data)


class ChooseForm(forms.Form):
    """What a set of measures has to reach, and within which limits."""

    probability = forms.DecimalField(
        label=_("达峰概率不低于（%）"),
        min_value=Decimal(0),
        max_value=Decimal(99),
        decimal_places=2,
        initial=Decimal(80),
    )
    cut = forms.DecimalField(
        label=_("承诺年份比基年减排（%）"),
        min_value=Decimal(0),
        max_value=Decimal(90),
        decimal_places=2,
        initial=Decimal(10),
        help_text=_("相对基年碳账的排放量"),
    )
    capital = forms.DecimalField(
        label=_("每年投资上限（亿元）"),
        min_value=Decimal(0),
        max_value=Decimal(100_000),
        decimal_places=4,
        required=False,
        help_text=_("不填为不限"),
    )
    since = forms.IntegerField(
        min_value=2000, max_value=2200, required=False, widget=forms.HiddenInput
    )
    """First year in which anything can be built; without one it is next year."""
