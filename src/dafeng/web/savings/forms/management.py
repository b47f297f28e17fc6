"""Forms of energy management systems: filters, indicators, reviews, decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.management import review_inputs
from dafeng.web.core.forms import DayField
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.forms.filters import ALL
from dafeng.web.savings.management_wording import STANDINGS, input_words
from dafeng.web.savings.models import EnergyIndicator, OutputMonth
from dafeng.web.savings.selectors.management import SystemFilter
from dafeng.web.savings.selectors.series import main_points
from dafeng.web.savings.services.management import IndicatorFacts
from dafeng.web.savings.services.management_reviews import DecisionFacts, ReviewFacts
from dafeng.web.savings.wording import VALIDITIES, carrier_name, choices, product_names


class SystemFilterForm(forms.Form):
    """Narrow the list of enterprises."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=60)
    certificate = forms.ChoiceField(
        label=_("认证证书"),
        required=False,
        choices=[ALL, *choices(VALIDITIES), ("none", _("没有登记"))],
    )
    review = forms.ChoiceField(
        label=_("管理评审"), required=False, choices=[ALL, *choices(STANDINGS)]
    )
    pressing = forms.BooleanField(label=_("只看到期和逾期"), required=False)

    def wanted(self) -> SystemFilter:
        """What the list is narrowed to; what cannot be read does not narrow."""
        if not self.is_valid():
            return SystemFilter()
        return SystemFilter(**self.cleaned_data)


class IndicatorForm(forms.Form):
    """Enter an indicator; meters and products are those of the enterprise."""

    name_zh = forms.CharField(label=_("参数名称"), max_length=100)
    kind = forms.ChoiceField(
        label=_("参数类型"),
        choices=EnergyIndicator.Kind.choices,
        help_text=_("与基准的归一化比较两种都做，一律用基准回归模型。"),
    )
    boundary = forms.ChoiceField(
        label=_("计量边界"),
        help_text=_("一个计量点，或一种能源的全部主表之和。"),
    )
    product = forms.ChoiceField(
        label=_("产品"),
        required=False,
        help_text=_("作为相关变量的产量；单位产品能耗必选。没有则不选。"),
    )
    baseline_from = DayField(label=_("基准期起"))
    baseline_to = DayField(
        label=_("基准期止"), help_text=_("宜覆盖一整年；此后各整月与它比较。")
    )

    def __init__(self, *args: Any, enterprise: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._points = {
            f"point-{one.pk}": one
            for one in MeterPoint.objects.filter(enterprise=enterprise).order_by("code")
        }
        carriers = sorted({one.carrier for one in main_points([enterprise])})
        boundary, product = self.fields["boundary"], self.fields["product"]
        assert isinstance(boundary, forms.ChoiceField)  # noqa: S101 - for types
        assert isinstance(product, forms.ChoiceField)  # noqa: S101 - for types
        boundary.choices = [
            *(
                (f"main-{one}", f"{_('全部主表')} · {carrier_name(one)}")
                for one in carriers
            ),
            *((key, str(point)) for key, point in self._points.items()),
        ]
        made = OutputMonth.objects.filter(enterprise=enterprise, withdrawn_at=None)
        names = product_names()
        product.choices = [
            ("", "--"),
            *(
                (code, names.get(code, code))
                for code in made.order_by("product")
                .values_list("product", flat=True)
                .distinct()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """An energy per output needs its product."""
        data = super().clean() or {}
        if data.get("kind") == EnergyIndicator.Kind.PER_OUTPUT and not data.get(
            "product"
        ):
            self.add_error("product", _("单位产品能耗须选定产品。"))
        return data

    def facts(self) -> IndicatorFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        boundary = str(data.pop("boundary"))
        point = self._points.get(boundary)
        carrier = boundary.removeprefix("main-") if point is None else point.carrier
        return IndicatorFacts(point=point, carrier=carrier, **data)


class ReviewForm(forms.Form):
    """Enter a management review."""

    held_on = DayField(label=_("评审日期"))
    chair = forms.CharField(
        label=_("主持人"), max_length=100, help_text=_("最高管理者或其授权人。")
    )
    period_from = DayField(label=_("评审期起"))
    period_to = DayField(label=_("评审期止"))
    inputs = forms.MultipleChoiceField(
        label=_("已审议的输入"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("按 GB/T 23331 第 9.3 条；没有审议的不勾，页面会列出。"),
    )
    conclusion = forms.CharField(
        label=_("评审结论"), max_length=2000, widget=forms.Textarea
    )
    document = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("评审报告或会议纪要的名称、编号。")
    )
    next_due = DayField(
        label=_("下次评审期限"), help_text=_("本系统建议 12 个月以内。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inputs = self.fields["inputs"]
        assert isinstance(inputs, forms.MultipleChoiceField)  # noqa: S101 - for types
        inputs.choices = [
            (one.code, f"{one.clause} {input_words(one)}") for one in review_inputs()
        ]

    def facts(self) -> ReviewFacts:
        """What was written."""
        return ReviewFacts(**self.cleaned_data)


class DecisionForm(forms.Form):
    """Enter what a review decided."""

    text = forms.CharField(label=_("决定"), max_length=300)
    responsible = forms.CharField(label=_("责任人"), max_length=100)
    due_on = DayField(label=_("完成期限"))

    def facts(self) -> DecisionFacts:
        """What was written."""
        return DecisionFacts(**self.cleaned_data)


class CloseForm(forms.Form):
    """Say that a decision was carried out."""

    done_on = DayField(label=_("完成日期"), initial=timezone.localdate)
    evidence = forms.CharField(label=_("完成情况和证据"), max_length=300)
