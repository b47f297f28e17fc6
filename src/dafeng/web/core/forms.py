"""Forms of this room, and the renderer that lays every form out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class HouseRenderer(TemplatesSetting):
    """One column, label above, hint under it, a summary of errors on top."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"


def add_errors(form: forms.Form, problem: ValidationError) -> None:
    """Show what a service refused, at the field when the form has it."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AuditFilterForm(forms.Form):
    """Narrow the audit."""

    action = forms.ChoiceField(label=_("动作"), required=False)
    actor = forms.CharField(label=_("操作人"), required=False)
    target = forms.CharField(label=_("对象"), required=False)
    since = forms.DateField(label=_("自"), required=False, widget=DateInput())
    until = forms.DateField(label=_("至"), required=False, widget=DateInput())

    def __init__(self, data: Mapping[str, Any], *, actions: list[str]) -> None:
        super().__init__(data)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("全部")),
            *((action, action) for action in actions),
        ]
