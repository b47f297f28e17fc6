"""Filters of the lists, and the wishes of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.selectors.advice import PlanWishes
from dafeng.web.savings.selectors.anomalies import AnomalyFilter
from dafeng.web.savings.selectors.products import NormFilter, product_choices
from dafeng.web.savings.wording import LEVELS, STATES, choices, norm_name

ALL = ("", _("全部"))
WAN = 10_000


class AnomalyFilterForm(forms.Form):
    """Narrow the anomalies."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ALL, *choices(STATES)]
    )
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[ALL, *EnergyAnomaly.Kind.choices]
    )

    def wanted(self) -> AnomalyFilter:
        """What the list is narrowed to."""
        if not self.is_valid():
            return AnomalyFilter()
        return AnomalyFilter(**self.cleaned_data)


class NormFilterForm(forms.Form):
    """Narrow the table of unit consumptions."""

    year = forms.TypedChoiceField(label=_("年份"), coerce=int)
    product = forms.ChoiceField(label=_("产品"), required=False)
    level = forms.ChoiceField(
        label=_("水平"), required=False, choices=[ALL, *choices(LEVELS)]
    )
    q = forms.CharField(label=_("搜索"), required=False, max_length=60)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._years = list(years)
        year, product = self.fields["year"], self.fields["product"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 - for types
        assert isinstance(product, forms.ChoiceField)  # noqa: S101 - for types
        year.choices = [(one, str(one)) for one in self._years]
        product.choices = [
            ALL,
            *((code, norm_name(norm)) for code, norm in product_choices()),
        ]

    def wanted(self) -> NormFilter:
        """What the table is narrowed to; without a year it is the newest."""
        if not self.is_valid():
            return NormFilter(year=self._years[0])
        return NormFilter(**self.cleaned_data)


class PlanForm(forms.Form):
    """What a plan shall keep to."""

    begins = forms.IntegerField(label=_("起始年份"), min_value=2020, max_value=2060)
    pv_mw = forms.FloatField(
        label=_("屋顶光伏可装（MW）"), required=False, min_value=0, max_value=1000
    )
    yearly = forms.FloatField(
        label=_("每年可投资（万元）"), required=False, min_value=0, max_value=1e8
    )
    most = forms.FloatField(
        label=_("成本上限（元/吨 CO₂）"),
        required=False,
        min_value=-1e6,
        max_value=1e6,
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._year = year

    def wanted(self) -> PlanWishes:
        """What is asked for; what cannot be read asks for nothing."""
        if not self.is_valid():
            return PlanWishes(begins=self._year)
        data = self.cleaned_data
        yearly = data["yearly"]
        return PlanWishes(
            begins=data["begins"],
            pv_mw=data["pv_mw"] or 0.0,
            yearly_investment=None if yearly is None else yearly * WAN,
            most_per_tonne=data["most"],
        )
