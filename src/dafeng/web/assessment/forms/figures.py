"""Forms of figures: letters of the city, splits, and what nobody is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dafeng.assessment.allocation import Group
from dafeng.web.assessment.forms.limits import FIRST_YEAR, LAST_YEAR, LONG
from dafeng.web.assessment.models import Parties
from dafeng.web.assessment.services.allocating import (
    LEAST_COST,
    SIMPLE_RULES,
    Split,
)
from dafeng.web.assessment.services.decrees import Grounds, Letter
from dafeng.web.assessment.wording import rule_name
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.plans.models import COMPARATORS, Plan, PlanUnit, Target


class DecreeForm(forms.Form):
    """Enter what a letter of the city says about one target."""

    target = forms.ModelChoiceField(Target.objects.none(), label=_("目标"))
    number = forms.CharField(label=_("文号"), max_length=200)
    issued_on = DayField(label=_("发文日期"))
    comparator = forms.ChoiceField(
        label=_("比较方式"),
        choices=[
            (sign, word)
            for sign, word in Target._meta.get_field("comparator").choices or ()
            if sign in COMPARATORS
        ],
    )
    value = forms.DecimalField(
        label=_("数值"),
        max_digits=15,
        decimal_places=6,
        help_text=_("按文件填写；降低填正数。"),
    )
    unit = forms.CharField(label=_("计量单位"), max_length=120)
    year = forms.IntegerField(
        label=_("目标年"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    base_year = forms.IntegerField(
        label=_("基年"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    path = LongText(
        label=_("分年数值"),
        required=False,
        help_text=_("每行一年，如 2026 3.4；文件没有写明就不填。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        targets: Any,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        choice: Any = self.fields["target"]
        choice.queryset = targets

    def clean_path(self) -> list[tuple[int, Decimal]]:
        """Yearly figures, one year a line."""
        found: dict[int, Decimal] = {}
        for line in self.cleaned_data["path"].splitlines():
            if not line.strip():
                continue
            year, value = self._year_and_value(line)
            if year in found:
                words = _now("%(year)s 年写了两次。") % {"year": year}
                raise forms.ValidationError(words)
            found[year] = value
        return sorted(found.items())

    def _year_and_value(self, line: str) -> tuple[int, Decimal]:
        parts = line.replace("=", " ").replace("：", " ").replace(":", " ").split()
        try:
            year, value = int(parts[0]), Decimal(parts[1])
        except (IndexError, ValueError, InvalidOperation):
            year, value = 0, Decimal()
        if len(parts) != 2 or not FIRST_YEAR <= year <= LAST_YEAR:  # noqa: PLR2004
            words = _now("“%(line)s”读不出年份和数值，应为：2026 3.4") % {
                "line": line.strip()
            }
            raise forms.ValidationError(words)
        return year, value

    def letter(self) -> Letter:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        del data["target"]
        return Letter(**data)


class AllocationForm(forms.Form):
    """Split a district figure over units."""

    title = forms.CharField(label=_("名称"), max_length=200, required=False)
    year = forms.IntegerField(
        label=_("年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    rule = forms.ChoiceField(label=_("分解办法"))
    parties = forms.ChoiceField(label=_("分解对象"), choices=Parties.choices)
    energy = forms.DecimalField(
        label=_("能耗总量"),
        required=False,
        min_value=0,
        max_digits=15,
        help_text=_("吨标准煤（等价值）；不分解就不填。"),
    )
    carbon = forms.DecimalField(
        label=_("碳排放总量"),
        required=False,
        min_value=0,
        max_digits=15,
        help_text=_("吨二氧化碳；不分解就不填。"),
    )
    reserve_percent = forms.DecimalField(
        label=_("预留比例（%）"),
        required=False,
        min_value=0,
        max_value=50,
        help_text=_("留给新上项目。"),
    )
    converge_year = forms.IntegerField(
        label=_("趋同年份"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("只用于趋同法。"),
    )
    cut_cap = forms.DecimalField(
        label=_("公平上限（倍）"),
        required=False,
        min_value=Decimal(1),
        max_value=Decimal(100),
        help_text=_(
            "只用于最小成本法：各单位的削减比例不超过平均的几倍，"
            "1 即等比例，不填为不限。"
        ),
    )
    reason = forms.CharField(
        label=_("重新分解的理由"),
        required=False,
        max_length=500,
        help_text=_("这一年已有分解时必须填写。"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"year": timezone.localdate().year + 1})
        rule: Any = self.fields["rule"]
        rule.choices = [(code, rule_name(code)) for code in SIMPLE_RULES]

    def clean(self) -> dict[str, Any]:
        """Least cost is known for carbon alone: its curves are of tonnes."""
        data = super().clean() or {}
        if data.get("rule") == LEAST_COST and data.get("energy") is not None:
            words = _now("最小成本法只分解碳排放：措施的成本曲线是每吨二氧化碳的。")
            self.add_error("energy", words)
        return data

    def split(self) -> Split:
        """What was chosen, for the service."""
        data = dict(self.cleaned_data)
        del data["reason"]
        group = Group(data.pop("parties"))
        reserve = data.pop("reserve_percent") or Decimal(0)
        return Split(group=group, reserve_percent=reserve, **data)


class ExemptionForm(forms.Form):
    """Let a unit not be judged by something."""

    unit = forms.ModelChoiceField(
        PlanUnit.objects.none(),
        label=_("责任单位"),
        required=False,
        empty_label=_("全部单位"),
    )
    subject = forms.ChoiceField(label=_("目标或任务"))
    ground = LongText(
        label=_("理由"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("没有理由的免予考核不予登记，请写明理由。")},
    )
    document = forms.CharField(
        label=_("批准文件"), max_length=200, help_text=_("文件名称或文号。")
    )
    valid_from = DayField(label=_("起始日"), required=False)
    valid_to = DayField(
        label=_("终止日"),
        required=False,
        help_text=_("最后一天；不填则一直有效。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        plan: Plan,
        subjects: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        unit: Any = self.fields["unit"]
        unit.queryset = PlanUnit.objects.filter(plan=plan).order_by("order")
        subject: Any = self.fields["subject"]
        subject.choices = list(subjects)

    def grounds(self) -> Grounds:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        del data["unit"]
        return Grounds(**data)
