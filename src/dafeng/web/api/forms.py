"""What is asked when a key is given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.api.models import Scope
from dafeng.web.core.forms import DayField
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.selectors import organisations_where

USUAL = timedelta(days=180)


class TokenForm(forms.Form):
    """A key for a program of one unit."""

    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    name = forms.CharField(
        label=_("用途"),
        max_length=80,
        help_text=_("例如：企业能管系统每月上报"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("范围"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ.value],
    )
    expires_on = DayField(label=_("有效期至"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Offer the units for which the person may give keys."""
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)  # noqa: S101 - see above
        units.queryset = organisations_where(by, "api.token.issue")
        self.fields["expires_on"].initial = timezone.localdate() + USUAL
