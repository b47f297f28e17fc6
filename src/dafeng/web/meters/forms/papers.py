"""Forms of prices, statements, needs and gateways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.forms import DayField
from dafeng.web.core.models import Organisation
from dafeng.web.meters.forms.points import ANY, choose, set_rows
from dafeng.web.meters.models import Gateway, Level, MonthlyStatement, Tariff
from dafeng.web.meters.selectors.papers import StatementFilter
from dafeng.web.meters.services.gateways import GatewayFacts
from dafeng.web.meters.services.papers import NeedFacts, StatementFacts, TariffFacts
from dafeng.web.meters.wording import carrier_choices

AMOUNT: dict[str, Any] = {"max_digits": 15, "decimal_places": 6, "min_value": 0}
MONTH_HINT = _("例如 2026-03。")


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ("%Y-%m",)
    default_validators = [possible_day]  # noqa: RUF012 - as Django's own fields say it
    default_error_messages = {  # noqa: RUF012 - as above
        "invalid": _("请按“2026-03”的样子填写月份。")
    }


class TariffForm(forms.Form):
    """Enter a price."""

    organisation = forms.ModelChoiceField(
        label=_("适用单位"),
        queryset=Organisation.objects.none(),
        help_text=_("全区统一的价格选本区；企业自己的价格优先。"),
    )
    carrier = forms.ChoiceField(label=_("能源品种"))
    period = forms.ChoiceField(
        label=_("时段"), choices=Tariff.Period.choices, required=False
    )
    price = forms.DecimalField(
        label=_("单价（元）"),
        max_digits=12,
        decimal_places=6,
        min_value=0,
        help_text=_(
            "每一计量单位的价格：电力为每 kWh，天然气和水为每 m3，热力为每 GJ。"
        ),
    )
    valid_from = DayField(
        label=_("起始日"), help_text=_("此前没有终止日的同一价格，到前一天为止。")
    )
    valid_to = DayField(label=_("终止日"), required=False)
    document = forms.CharField(label=_("依据文件"), max_length=200)

    def __init__(
        self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self, "organisation", owners)
        choose(self, "carrier", carrier_choices())

    def facts(self) -> TariffFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("organisation")
        return TariffFacts(**data)


class StatementForm(forms.Form):
    """Enter what a paper says of a month."""

    enterprise = forms.ModelChoiceField(
        label=_("企业"), queryset=Organisation.objects.none()
    )
    carrier = forms.ChoiceField(label=_("能源品种"))
    month = MonthField(label=_("月份"), help_text=MONTH_HINT)
    source = forms.ChoiceField(label=_("来源"), choices=MonthlyStatement.Source.choices)
    amount = forms.DecimalField(
        label=_("用量"),
        help_text=_("电力为 kWh，天然气和水为 m3，热力为 GJ，其余为吨。"),
        **AMOUNT,
    )
    cost = forms.DecimalField(
        label=_("金额（元）"),
        required=False,
        max_digits=15,
        decimal_places=2,
        min_value=0,
    )
    document = forms.CharField(label=_("单据号"), max_length=200)

    def __init__(
        self, *args: Any, enterprises: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self, "enterprise", enterprises)
        choose(self, "carrier", carrier_choices())

    def facts(self) -> StatementFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("enterprise")
        return StatementFacts(**data)


class StatementFilterForm(forms.Form):
    """Narrow the list of statements; all of it is in the address."""

    enterprise = forms.ChoiceField(label=_("企业"), required=False)
    carrier = forms.ChoiceField(label=_("能源品种"), required=False)
    month = MonthField(label=_("月份"), required=False)

    def __init__(
        self, data: Mapping[str, Any], *, enterprises: Iterable[Organisation]
    ) -> None:
        super().__init__(data)
        firms = ((one.code, str(one)) for one in enterprises)
        choose(self, "enterprise", [ANY, *firms])
        choose(self, "carrier", [ANY, *carrier_choices()])

    def wanted(self) -> StatementFilter:
        """What the list is narrowed to; what cannot be is no filter."""
        self.is_valid()
        month: date | None = self.cleaned_data.get("month")
        return StatementFilter(
            enterprise=self.cleaned_data.get("enterprise") or "",
            carrier=self.cleaned_data.get("carrier") or "",
            month=month,
        )


class NeedForm(forms.Form):
    """Say how many points have to be metered."""

    carrier = forms.ChoiceField(label=_("能源品种"))
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices)
    needed = forms.IntegerField(
        label=_("应配备数"),
        min_value=0,
        max_value=10_000,
        help_text=_("为测量全部能源量值所需的计量器具数量。"),
    )
    basis = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "carrier", carrier_choices())

    def facts(self) -> NeedFacts:
        """What was written."""
        return NeedFacts(**self.cleaned_data)


class GatewayForm(forms.Form):
    """Enter a gateway."""

    enterprise = forms.ModelChoiceField(
        label=_("企业"), queryset=Organisation.objects.none()
    )
    code = forms.CharField(
        label=_("网关代码"),
        max_length=32,
        help_text=_("小写字母、数字和连字符，例如 gw-3。"),
    )
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("方式"), choices=Gateway.Kind.choices)

    def __init__(
        self, *args: Any, enterprises: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self, "enterprise", enterprises)

    def facts(self) -> GatewayFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("enterprise")
        return GatewayFacts(**data)


class KeyForm(forms.Form):
    """Say until when a key is good."""

    until = DayField(label=_("密钥有效期至"), help_text=_("一年之内。"))
