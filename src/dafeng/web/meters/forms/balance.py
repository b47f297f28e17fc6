"""The form for an item of the energy balance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.meters import carriers_by_code
from dafeng.web.meters.forms.points import choose
from dafeng.web.meters.models import BalanceStatement
from dafeng.web.meters.services.balance import BalanceFacts
from dafeng.web.meters.wording import carrier_choices


class BalanceForm(forms.Form):
    """State an item of a year."""

    year = forms.TypedChoiceField(label=_("年份"), coerce=int)
    carrier = forms.ChoiceField(label=_("能源品种"))
    flow = forms.ChoiceField(label=_("平衡项目"), choices=BalanceStatement.Flow.choices)
    amount = forms.DecimalField(
        label=_("项目数量"),
        max_digits=15,
        decimal_places=6,
        min_value=0,
        help_text=_("电力为 kWh，天然气和水为 m3，热力为 GJ，其余为吨。"),
    )
    workshop = forms.CharField(
        label=_("车间"),
        required=False,
        max_length=60,
        help_text=_("加工转换投入由某车间的计量点计量的，写明车间，以免重复计为使用。"),
    )
    document = forms.CharField(label=_("依据文件"), max_length=200)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "year", [(str(one), str(one)) for one in years])
        energy = {one.code for one in carriers_by_code().values() if one.is_energy}
        choose(self, "carrier", [one for one in carrier_choices() if one[0] in energy])

    def facts(self) -> BalanceFacts:
        """What was written."""
        return BalanceFacts(**self.cleaned_data)
