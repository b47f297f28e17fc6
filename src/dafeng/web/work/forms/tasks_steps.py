"""The form of one step of a task."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField


class StepForm(forms.Form):
    """On which day the step was done; empty is not done."""

    done_on = DayField(label=_("完成日"), required=False)
