"""Forms of this room, and the renderer that lays every form out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation, OrganisationKind, Role, User
from dafeng.web.core.services import OrganisationFacts


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


class GrantForm(forms.Form):
    """Give a person a role in a unit."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("人员"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("单位"))
    role = forms.ModelChoiceField(Role.objects.none(), label=_("角色"))
    valid_to = forms.DateField(
        label=_("终止日"),
        required=False,
        widget=DateInput(),
        help_text=_("最后一天；不填则一直有效。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: QuerySet[User],
        organisations: QuerySet[Organisation],
        roles: QuerySet[Role],
    ) -> None:
        super().__init__(data)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Invite a person to the house."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        help_text=_("登录时用；字母、数字和 @ . + - _。"),
    )
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("所属单位")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: QuerySet[Organisation],
    ) -> None:
        super().__init__(data)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """Add a unit below another."""

    code = forms.CharField(
        label=_("代码"),
        max_length=32,
        help_text=_("小写字母、数字和连字符，以后不变。"),
    )
    name_zh = forms.CharField(label=_("名称"), max_length=100)
    name_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    short_zh = forms.CharField(label=_("简称"), max_length=30, required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=OrganisationKind.choices)
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=18,
        required=False,
        help_text=_("18 位。"),
    )
    place_code = forms.CharField(label=_("行政区划代码"), max_length=12, required=False)

    def facts(self) -> OrganisationFacts:
        """What was entered, for the service."""
        data = self.cleaned_data
        return OrganisationFacts(**{**data, "uscc": data["uscc"] or None})


class RenameForm(forms.Form):
    """Give a unit another name."""

    name_zh = forms.CharField(label=_("新名称"), max_length=100)
    name_en = forms.CharField(label=_("新英文名称"), max_length=200, required=False)


class MoveForm(forms.Form):
    """Put a unit under another parent."""

    parent = forms.ModelChoiceField(Organisation.objects.none(), label=_("新上级单位"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: QuerySet[Organisation],
    ) -> None:
        super().__init__(data)
        self.fields["parent"].queryset = organisations  # type: ignore[attr-defined]


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
