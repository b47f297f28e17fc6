"""Forms of an enterprise, of the register, and those that narrow lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises import rule_words as packaged_rules
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.enterprises.selectors.enterprises import EnterpriseFilter
from dafeng.web.enterprises.services.registering import EnterpriseFacts
from dafeng.web.enterprises.wording import (
    DIFFERS_CHOICE,
    NO_DUTY_CHOICE,
    STATES,
    class_choices,
    rule_words,
)

ANY = ("", _("全部"))


class _FilterForm(forms.Form):
    """Fields of the address that narrow a list; what cannot be is no filter."""

    def wanted(self) -> EnterpriseFilter:
        """What the list is narrowed to."""
        self.is_valid()
        given = {
            name: self.cleaned_data.get(name) or ""
            for name in self.fields
            if name != "year"
        }
        return EnterpriseFilter(**given)


class EnterpriseFilterForm(_FilterForm):
    """Narrow the register; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称或信用代码")}),
    )
    kind = forms.ChoiceField(label=_("披露类别"), required=False)
    branch = forms.ChoiceField(label=_("行业"), required=False)
    town = forms.ChoiceField(label=_("所在地"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[ANY, *STATES, NO_DUTY_CHOICE, DIFFERS_CHOICE],
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        towns: QuerySet[Organisation],
        branches: Iterable[str],
    ) -> None:
        super().__init__(data)
        _choose(self, "kind", [ANY, *class_choices()])
        _choose(self, "branch", [ANY, *((one, one) for one in branches)])
        _choose(self, "town", [ANY, *((one.code, str(one)) for one in towns)])


class YearFilterForm(_FilterForm):
    """Narrow the list of a year."""

    year = forms.ChoiceField(label=_("年份"), required=False)
    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("企业名称")}),
    )
    rule = forms.ChoiceField(label=_("披露事项"), required=False)
    kind = forms.ChoiceField(label=_("披露类别"), required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ANY, *STATES, DIFFERS_CHOICE]
    )

    def __init__(self, data: Mapping[str, Any], *, years: Iterable[int]) -> None:
        super().__init__(data)
        _choose(self, "year", [(str(one), str(one)) for one in years])
        _choose(self, "rule", [ANY, *((c, rule_words(c)) for c in packaged_rules())])
        _choose(self, "kind", [ANY, *class_choices()])


class EnterpriseForm(forms.Form):
    """Enter an enterprise."""

    name_zh = forms.CharField(label=_("名称"), max_length=100)
    name_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    industry = forms.CharField(
        label=_("行业代码"),
        max_length=4,
        required=False,
        help_text=_("GB/T 4754 的 2 至 4 位数字。"),
    )
    town = forms.ModelChoiceField(
        label=_("所在地"), queryset=Organisation.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("本系统登记的单位"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("选定后，该单位的人员能看到并登记本企业的披露。"),
    )
    contact = forms.CharField(
        label=_("联系人"),
        max_length=50,
        required=False,
        help_text=_("个人信息，不对外公开。"),
    )
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    note = forms.CharField(
        label=_("说明"),
        max_length=500,
        required=False,
        help_text=_("随可公开的清单公布，有保密申明的除外。"),
    )

    def __init__(
        self,
        *args: Any,
        towns: QuerySet[Organisation],
        units: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, "town", towns)
        _rows(self, "unit", units)

    def clean_uscc(self) -> str:
        """Read the code in capital letters, without blanks."""
        return "".join(self.cleaned_data["uscc"].split()).upper()

    def facts(self) -> EnterpriseFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        return EnterpriseFacts(**data)


class EnterpriseEditForm(SeenVersionForm, EnterpriseForm):
    """Correct what the register says of an enterprise."""


class KeeperForm(forms.Form):
    """Say which bureau keeps the register besides the office."""

    keeper = forms.ModelChoiceField(
        label=_("主管部门"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("该部门的人员能看到并登记本区全部企业。"),
    )

    def __init__(
        self, *args: Any, bureaus: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, "keeper", bureaus)


class ListForm(forms.Form):
    """Give the filled list."""

    table = forms.FileField(
        label=_("填好的名单"),
        help_text=_("模板的 .xlsx，或列名相同的 .csv（UTF-8），不超过 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


def _choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
    field.choices = list(choices)


def _rows(form: forms.Form, name: str, rows: QuerySet[Organisation]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as above
    field.queryset = rows
