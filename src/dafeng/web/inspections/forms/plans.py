"""Forms of plans."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.core.templatetags.dafeng import zh
from dafeng.web.inspections.services.plans import PlanFacts
from dafeng.web.inspections.wording import ERRORS

FIRST_YEAR, LAST_YEAR = 2000, 2060
_LINE = re.compile(r"(\S+?)[\s,，;；]+(\S+)")
_ENERGY_TEXT = 100_000


class PlanForm(forms.Form):
    """What a plan says."""

    year = forms.IntegerField(
        label=_("年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    title = forms.CharField(label=_("名称"), max_length=200)
    basis = forms.CharField(label=_("依据"), required=False, max_length=500)
    lead = forms.ModelChoiceField(Organisation.objects.none(), label=_("牵头单位"))
    offices = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("参与单位"), required=False
    )
    quota = forms.IntegerField(label=_("抽取家数"), min_value=1, max_value=9999)
    planned_from = DayField(label=_("开始"))
    planned_to = DayField(label=_("结束"))
    rules_on = DayField(
        label=_("规则日期"),
        help_text=_("按这一天有效的规则计算分类、风险分和最低家数。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: QuerySet[Organisation],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        for name in ("lead", "offices"):
            choice: Any = self.fields[name]
            choice.queryset = units
        self.fields["offices"].widget.attrs["size"] = 8

    def facts(self) -> PlanFacts:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        return PlanFacts(**data | {"offices": list(data["offices"])})


class PlanChangeForm(SeenVersionForm, PlanForm):
    """A plan that is changed."""


class EnergyForm(forms.Form):
    """Energy use of enterprises, a line for each."""

    energy = LongText(
        label=_("企业能耗"),
        required=False,
        max_length=_ENERGY_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "每行一家：企业代码和年综合能耗（吨标准煤，等价值），用逗号或空格分开。"
            "没有写到的企业沿用上一个计划的数值；从未有过的按“未知”处理。"
        ),
    )

    def clean_energy(self) -> dict[str, Decimal]:
        """Read the lines; the first that cannot be read is said."""
        found: dict[str, Decimal] = {}
        for number, line in enumerate(self.cleaned_data["energy"].splitlines(), 1):
            if not line.strip():
                continue
            hit = _LINE.fullmatch(line.strip())
            value = _figure(hit[2]) if hit else None
            if hit is None or value is None:
                words = str(ERRORS["plan.energy"])
                raise ValidationError(words % {"line": number, "text": line[:40]})
            found[hit[1].lower()] = value
        return found


class InspectorsForm(forms.Form):
    """Who may be sent."""

    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("监察人员"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一名监察人员。")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        users: QuerySet[User],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        choice: Any = self.fields["users"]
        choice.queryset = users
        choice.label_from_instance = _person_label


class ExclusionForm(forms.Form):
    """Somebody is not sent to a unit."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("监察人员"))
    subject = forms.ModelChoiceField(Organisation.objects.none(), label=_("监察对象"))
    reason = forms.CharField(label=_("回避事由"), max_length=200)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        users: QuerySet[User],
        subjects: QuerySet[Organisation],
    ) -> None:
        super().__init__(data)
        person: Any = self.fields["user"]
        person.queryset = users
        unit: Any = self.fields["subject"]
        unit.queryset = subjects


def _person_label(user: User) -> str:
    return zh(f"{user} · {user.organisation or ''}")


def _figure(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None
