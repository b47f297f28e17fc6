"""Calibrations of an instrument, by which a year is divided into pieces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.reporting import Calibration
from dafeng.web.core.forms import DayField
from dafeng.web.verification.forms.acts import SHARE, SHARE_HINT


class RequiredForm(forms.Form):
    """What the plan or the guide asks of the instrument."""

    required = forms.DecimalField(
        label=_("准确度要求 a0"), help_text=SHARE_HINT, **SHARE
    )


class CalibrationForm(forms.Form):
    """A calibration; a row without a day is none."""

    on = DayField(label=_("校准日期"), required=False)
    valid_until = DayField(label=_("有效期至"), required=False)
    accuracy = forms.DecimalField(
        label=_("校准结果 a1"), required=False, help_text=SHARE_HINT, **SHARE
    )

    def clean(self) -> dict[str, Any] | None:
        """Ask for the whole of a calibration, forward in time."""
        data = super().clean()
        values = [self.cleaned_data.get(name) for name in self.fields]
        if any(one is not None for one in values) and None in values:
            self.add_error(None, _("一次校准要写全日期、有效期和结果。"))
        elif values[0] is not None and values[1] < values[0]:
            self.add_error("valid_until", _("有效期早于检定日期。"))
        return data


CalibrationForms = forms.formset_factory(CalibrationForm, extra=3, max_num=12)


def calibrations_in(rows: Iterable[CalibrationForm]) -> list[Calibration]:
    """The calibrations that were written."""
    return [
        Calibration(**one.cleaned_data)
        for one in rows
        if one.cleaned_data.get("on") is not None
    ]
