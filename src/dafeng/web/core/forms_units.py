"""Forms that change units, and the one that narrows their tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.services import OrganisationFacts


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
    valid_from = DayField(
        label=_("起始日"),
        required=False,
        help_text=_("单位成立的日子；不填则视为一直存在。"),
    )

    def facts(self) -> OrganisationFacts:
        """What was entered, for the service."""
        data = self.cleaned_data
        return OrganisationFacts(**{**data, "uscc": data["uscc"].upper() or None})


class RenameForm(forms.Form):
    """Give a unit another name."""

    name_zh = forms.CharField(label=_("新名称"), max_length=100)
    name_en = forms.CharField(label=_("新英文名称"), max_length=200, required=False)
    on = DayField(
        label=_("生效日"),
        required=False,
        help_text=_("新名称的第一天；不填则为今天。"),
    )


class _AnotherUnit(forms.Form):
    """A form that names another unit; the day comes after it."""

    another = ""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: QuerySet[Organisation],
    ) -> None:
        super().__init__(data)
        self.fields[self.another].queryset = organisations  # type: ignore[attr-defined]


class MoveForm(_AnotherUnit):
    """Put a unit under another parent."""

    another = "parent"
    parent = forms.ModelChoiceField(Organisation.objects.none(), label=_("新上级单位"))
    on = DayField(
        label=_("生效日"),
        required=False,
        help_text=_("归新上级的第一天；不填则为今天。"),
    )


class MergeForm(_AnotherUnit):
    """Let a unit go into another one."""

    another = "into"
    into = forms.ModelChoiceField(Organisation.objects.none(), label=_("并入的单位"))
    on = DayField(
        label=_("生效日"),
        initial=timezone.localdate,
        help_text=_("原单位不再存在的第一天。"),
    )


class EndForm(forms.Form):
    """End a unit."""

    on = DayField(
        label=_("生效日"),
        initial=timezone.localdate,
        help_text=_("原单位不再存在的第一天。"),
    )


class UnitFilterForm(forms.Form):
    """Narrow the tree of units, or draw it as of a day."""

    q = forms.CharField(label=_("名称或代码"), required=False)
    kind = forms.ChoiceField(
        label=_("类型"),
        required=False,
        choices=[("", _("全部")), *OrganisationKind.choices],
    )
    on = DayField(label=_("截至"), required=False)
