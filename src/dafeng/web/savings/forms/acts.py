"""Forms of single acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.measures import measure_library
from dafeng.web.core.forms import DayField
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import LocalNorm, SavingProject, exact
from dafeng.web.savings.selectors.products import product_choices
from dafeng.web.savings.services.norms import NormFacts
from dafeng.web.savings.services.products import CertificateFacts, YearFacts
from dafeng.web.savings.services.projects import NAMES, ProjectFacts, TermFacts
from dafeng.web.savings.wording import norm_name

ENERGY: dict[str, Any] = exact.ENERGY
YUAN: dict[str, Any] = exact.YUAN | {"min_value": 0}
AMOUNT: dict[str, Any] = exact.AMOUNT | {"min_value": 0}
LIMIT: dict[str, Any] = exact.AMOUNT
REASON = 300
TERM: dict[str, dict[str, Any]] = {
    "share": {"min_value": 0, "max_value": 1, "max_digits": 5, "decimal_places": 4},
    "price": {"min_value": 0, "max_digits": 12, "decimal_places": 6},
}
"""Bounds of share and price."""


def _products() -> list[tuple[str, str]]:
    return [(code, norm_name(norm)) for code, norm in product_choices()]


class ReasonForm(forms.Form):
    """Say why."""

    reason = forms.CharField(label=_("理由"), max_length=REASON)


class TermForm(forms.Form):
    """Share and price of a stretch of the contract."""

    begin = DayField(label=_("起始日"))
    end = DayField(label=_("终止日"))
    share = forms.DecimalField(
        label=_("节能服务公司分享比例"),
        help_text=_("0 至 1，例如 0.8。"),
        **TERM["share"],
    )
    price = forms.DecimalField(label=_("单价（元）"), **TERM["price"])

    def term(self) -> TermFacts:
        """The stretch."""
        names = ("begin", "end", "share", "price")
        return TermFacts(**{name: self.cleaned_data[name] for name in names})


class ProjectForm(TermForm):
    """Enter a project with its first term."""

    name_zh = forms.CharField(label=_("项目名称"), max_length=100)
    point = forms.ModelChoiceField(
        label=_("计量点"), queryset=MeterPoint.objects.none()
    )
    measure = forms.ChoiceField(label=_("节能措施"), required=False)
    provider_name = forms.CharField(label=_("节能服务公司"), max_length=100)
    provider = forms.ModelChoiceField(
        label=_("节能服务公司（本系统登记的）"),
        queryset=Organisation.objects.none(),
        required=False,
    )
    product = forms.ChoiceField(
        label=_("产量作为相关变量的产品"), required=False, help_text=_("没有则不选。")
    )
    baseline_from = DayField(label=_("基准期起"))
    baseline_to = DayField(label=_("基准期止"))
    report_from = DayField(label=_("统计报告期起"))
    kind = forms.ChoiceField(label=_("合同类型"), choices=SavingProject.Kind.choices)
    figure = forms.ChoiceField(
        label=_("结算采用"), choices=SavingProject.Figure.choices
    )
    document = forms.CharField(label=_("合同编号"), max_length=200)
    period = forms.ChoiceField(
        label=_("结算周期"),
        choices=SavingProject.Length.choices,
        help_text=_("“每期”指一个自然月或季度；不满一期的，按天数折算。"),
    )
    floor = forms.DecimalField(label=_("每期最低（元）"), required=False, **YUAN)
    cap = forms.DecimalField(label=_("每期最高（元）"), required=False, **YUAN)
    cap_total = forms.DecimalField(
        label=_("合同总额上限（元）"), required=False, **YUAN
    )
    guaranteed = forms.DecimalField(
        label=_("每期保证节能量"), required=False, min_value=0, **ENERGY
    )
    fee = forms.DecimalField(label=_("每期服务费（元）"), required=False, **YUAN)

    def __init__(self, *args: Any, enterprise: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = MeterPoint.objects.filter(enterprise=enterprise)
        self._offer("point", points.order_by("code"))
        root = enterprise.path.strip("/").split("/")[0]
        others = Organisation.objects.filter(
            path__startswith=f"/{root}/", kind="enterprise"
        ).exclude(pk=enterprise.pk)
        self._offer("provider", others.order_by("name_zh"))
        self._choose("measure", measure_choices())
        self._choose("product", _products())
        order = ["name_zh", "point", "measure", "provider_name", "provider"]
        order += ["product", "baseline_from", "baseline_to", "report_from"]
        order += [
            "document",
            "kind",
            "figure",
            "period",
            "begin",
            "end",
            "share",
            "price",
        ]
        self.order_fields(order)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for types
        field.queryset = rows

    def _choose(self, name: str, rows: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for types
        field.choices = [("", "--"), *rows]

    def facts(self) -> ProjectFacts:
        """What was written."""
        data = {name: self.cleaned_data[name] for name in NAMES if name != "level"}
        for name in ("guaranteed", "fee"):
            data[name] = data[name] or 0
        return ProjectFacts(**data)


def measure_choices() -> list[tuple[str, str]]:
    """Measures of industry."""
    rows = [
        one for one in measure_library(timezone.localdate()) if one.field == "industry"
    ]
    return [(one.id, one.name_en if english() else one.name_zh) for one in rows]


class AdjustmentForm(forms.Form):
    """Enter the energy of a change beside the measure."""

    begin = DayField(label=_("起始日"))
    end = DayField(label=_("终止日"))
    energy = forms.DecimalField(
        label=_("调整量"),
        help_text=_("非节能原因多用的为正，少用的为负；计入节能量。"),
        **ENERGY,
    )
    reason = forms.CharField(label=_("理由"), max_length=REASON)


class SettlementForm(forms.Form):
    """Settle a period."""

    begin = DayField(label=_("起始日"))
    end = DayField(label=_("终止日"))


class ConfirmForm(forms.Form):
    """Confirm a settlement; the paper of a provider outside this house."""

    document = forms.CharField(
        label=_("节能服务公司确认文件"), max_length=200, required=False
    )


class JudgeForm(forms.Form):
    """Say what an anomaly was."""

    state = forms.ChoiceField(
        label=_("核实结果"),
        choices=[("confirmed", _("确认异常")), ("dismissed", _("排除，不是异常"))],
    )
    reason = forms.CharField(
        label=_("核实说明"),
        max_length=REASON,
        help_text=_("写明原因，例如设备故障、停产检修、计量故障。"),
    )


class OutputForm(forms.Form):
    """Enter the output of a month."""

    product = forms.ChoiceField(label=_("产品"), choices=_products)
    month = DayField(label=_("月份"), help_text=_("当月任一天。"))
    amount = forms.DecimalField(label=_("产量"), **AMOUNT)
    unit = forms.CharField(label=_("计量单位"), max_length=16, initial="t")
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class YearForm(forms.Form):
    """Enter what a product took in a year."""

    product = forms.ChoiceField(label=_("产品"), choices=_products)
    year = forms.IntegerField(label=_("年份"), min_value=1990, max_value=2070)
    energy = forms.DecimalField(
        label=_("产品综合能耗"), help_text=_("回收的能源多于消耗的为负。"), **LIMIT
    )
    energy_unit = forms.CharField(
        label=_("能耗计量单位"),
        max_length=16,
        initial="tce当量",
        help_text=_("写明当量值还是等价值，例如 tce当量、kWh。"),
    )
    output = forms.DecimalField(label=_("合格产品产量"), **AMOUNT)
    output_unit = forms.CharField(label=_("产量计量单位"), max_length=16, initial="t")
    document = forms.CharField(label=_("依据"), max_length=200)

    def facts(self) -> YearFacts:
        """What was written."""
        return YearFacts(**self.cleaned_data)


class NormForm(forms.Form):
    """Enter a limit of the district, or the best of the world."""

    kind = forms.ChoiceField(label=_("类别"), choices=LocalNorm.Kind.choices)
    product = forms.RegexField(
        label=_("产品代码"),
        regex=r"^[a-z0-9-]+\Z",
        max_length=40,
        help_text=_("代码只含小写字母、数字和连字符。"),
    )
    name_zh = forms.CharField(label=_("产品"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=100, required=False)
    standard = forms.CharField(label=_("标准号或文号"), max_length=100)
    unit = forms.CharField(label=_("计量单位"), max_length=24, initial="kgce当量/t")
    limit = forms.DecimalField(
        label=_("限定值"),
        required=False,
        help_text=_("本区限额必填；国际先进值不填。"),
        **LIMIT,
    )
    access = forms.DecimalField(label=_("准入值"), required=False, **LIMIT)
    advanced = forms.DecimalField(label=_("先进值"), required=False, **LIMIT)
    valid_from = DayField(label=_("施行日期"))
    valid_to = DayField(label=_("废止日期"), required=False)
    source = forms.CharField(label=_("来源"), max_length=200)

    def facts(self) -> NormFacts:
        """What was written."""
        return NormFacts(**self.cleaned_data)


class NormEndForm(forms.Form):
    """Say until when a limit of the district holds."""

    valid_to = DayField(label=_("废止日期"), help_text=_("适用的最后一天。"))


class CertificateForm(forms.Form):
    """Enter a certificate."""

    number = forms.CharField(label=_("证书编号"), max_length=60)
    body = forms.CharField(label=_("认证机构"), max_length=100)
    standard = forms.CharField(
        label=_("标准"), max_length=40, initial="GB/T 23331-2020"
    )
    scope = forms.CharField(label=_("认证范围"), max_length=200)
    issued_on = DayField(label=_("发证日期"))
    expires_on = DayField(label=_("有效期至"))

    def facts(self) -> CertificateFacts:
        """What was written."""
        return CertificateFacts(**self.cleaned_data)


class WeatherForm(forms.Form):
    """Upload the weather."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "CSV，每行日期、日平均气温；首行可以是表头。不收还没有过完的日期。"
        ),
    )
    source = forms.CharField(label=_("来源"), max_length=100)
