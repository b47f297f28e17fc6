"""The day for which the schemes are looked up."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField


class DayForm(forms.Form):
    """A day; none is today."""

    on = DayField(label=_("哪一天"), required=False)

    def day(self) -> date | None:
        """What was asked for; None without a day that can be meant."""
        return self.cleaned_data.get("on") if self.is_valid() else None
