"""Forms of the kinds of hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField
from dafeng.web.meters.models import Tariff
from dafeng.web.meters.models.hours import HOURS, MONTHS
from dafeng.web.meters.services.hours import HoursFacts

SPARE, MOST = 8, 40


class HoursEditionForm(forms.Form):
    """From when, and by which notice."""

    valid_from = DayField(
        label=_("起始日"), help_text=_("此前没有终止日的时段，到前一天为止。")
    )
    document = forms.CharField(label=_("依据文件"), max_length=200)


class HoursRowForm(forms.Form):
    """One row; a row without a kind is left out."""

    period = forms.ChoiceField(
        label=_("时段"),
        choices=[("", "--"), *Tariff.Period.choices[1:]],
        required=False,
    )
    first_month = forms.IntegerField(
        label=_("起始月"), min_value=1, max_value=MONTHS, initial=1
    )
    last_month = forms.IntegerField(
        label=_("终止月"), min_value=1, max_value=MONTHS, initial=MONTHS
    )
    from_hour = forms.IntegerField(
        label=_("起始时"), min_value=0, max_value=HOURS - 1, required=False
    )
    to_hour = forms.IntegerField(
        label=_("终止时"), min_value=1, max_value=HOURS, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Hours run forward, and belong to a kind."""
        data = dict(self.cleaned_data)
        begin, end = data.get("from_hour"), data.get("to_hour")
        if not data.get("period"):
            if begin is not None or end is not None:
                self.add_error("period", _("请选择时段。"))
            return data
        for name in ("from_hour", "to_hour"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("请填写小时。"))
        if begin is not None and end is not None and end <= begin:
            self.add_error("to_hour", _("终止时须晚于起始时；跨零时的时段分成两行。"))
        first, last = data.get("first_month"), data.get("last_month")
        if first is not None and last is not None and last < first:
            self.add_error("last_month", _("终止月须不早于起始月；跨年的分成两行。"))
        return data


HoursRows = forms.formset_factory(
    HoursRowForm, extra=SPARE, max_num=MOST, absolute_max=MOST
)


def hours_rows(rows: forms.BaseFormSet[HoursRowForm]) -> list[HoursFacts]:
    """The rows that were filled in, in their order."""
    filled = (one.cleaned_data for one in rows)
    return [HoursFacts(**data) for data in filled if data.get("period")]
