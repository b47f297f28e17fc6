"""What the list of enterprises is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation
from dafeng.web.meters.selectors.energy import SORTS, EnergyFilter
from dafeng.web.meters.wording_energy import COLOURS

ANY = ("", _("全部"))
_ORDERS = [*SORTS, *(f"-{name}" for name in SORTS)]


class EnergyFilterForm(forms.Form):
    """Narrow the list; all of it is in the address, and what cannot be is no filter."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称或信用代码")}),
    )
    town = forms.ChoiceField(label=_("所在地"), required=False)
    light = forms.ChoiceField(
        label=_("灯"),
        required=False,
        choices=[
            ANY,
            *((code, word) for code, (_light, _shape, word) in COLOURS.items()),
        ],
    )
    sort = forms.ChoiceField(
        required=False,
        choices=[(name, name) for name in _ORDERS],
        widget=forms.HiddenInput,
    )

    def __init__(
        self, data: Mapping[str, Any], *, towns: Iterable[Organisation]
    ) -> None:
        super().__init__(data)
        field = cast(forms.ChoiceField, self.fields["town"])
        field.choices = [ANY, *((one.code, str(one)) for one in towns)]

    def wanted(self) -> EnergyFilter:
        """What the list is narrowed to."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return EnergyFilter(**given)
