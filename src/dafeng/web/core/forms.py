"""Forms of this room, and the renderer that lays every form out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import FIRST_DAY, LAST_DAY, possible_day

_SELECT = "django/forms/widgets/select.html"


class HouseRenderer(TemplatesSetting):
    """One column, label above, hint under it, a summary of errors on top."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        """Render a template; a list of choices without one template per choice.

        A filter offers hundreds of units: their templates took longer than the page.
        """
        if template_name == _SELECT:
            return _list_of_choices(context["widget"])
        return super().render(template_name, context, request)


def _list_of_choices(widget: Mapping[str, Any]) -> SafeString:
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _number in widget["optgroups"]:
        lines = [
            f'<option value="{escape(option["value"])}"{_attributes(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        ]
        if group:
            lines = [f'<optgroup label="{escape(group)}">', *lines, "</optgroup>"]
        parts += lines
    return mark_safe("\n".join((*parts, "</select>")))  # noqa: S308 - escaped above


def _attributes(attributes: Mapping[str, Any]) -> str:
    """Attributes of an element: True stands alone, False is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


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


class DayField(forms.DateField):
    """A day that somebody types or picks: one that can be meant."""

    widget = DateInput
    default_validators = [possible_day]  # noqa: RUF012 - as Django's own fields say it

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Tell the browser's calendar where it begins and ends."""
        attrs = super().widget_attrs(widget)
        if isinstance(widget, DateInput):
            attrs |= {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        return attrs


class LongText(forms.CharField):
    """A text of several lines; what is too long is said, and never cut.

    A browser cuts what is pasted at ``maxlength`` without a word, so the page carries
    the limit under another name, for its count.
    """

    widget = forms.Textarea
    default_error_messages = {  # noqa: RUF012 - as Django's own fields say it
        "max_length": _(
            "写了 %(show_value)d 个字符，最多 %(limit_value)d 个，请删减。"
            "已写的内容仍在下面。"
        )
    }

    def to_python(self, value: Any) -> str:
        """Count the end of a line once, as the person who writes does."""
        return str(super().to_python(value)).replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Say how long it may be, without letting the browser cut."""
        attrs = super().widget_attrs(widget)
        most = attrs.pop("maxlength", None)
        return attrs if most is None else attrs | {"data-most": most}


class AuditFilterForm(forms.Form):
    """Narrow the audit."""

    action = forms.ChoiceField(label=_("动作"), required=False)
    actor = forms.CharField(label=_("操作人"), required=False)
    target = forms.CharField(label=_("对象"), required=False)
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)

    def __init__(self, data: Mapping[str, Any], *, actions: list[str]) -> None:
        super().__init__(data)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("全部")),
            *((action, action) for action in actions),
        ]
