"""Forms of the investment in a project, and the rate that it is discounted by."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField
from dafeng.web.savings.forms.acts import YUAN
from dafeng.web.savings.models import InvestmentLine
from dafeng.web.savings.models.stages import CENT, MOST_MONTHS
from dafeng.web.savings.services.finance import InvestmentFacts

HUNDRED = Decimal(100)


class RateForm(forms.Form):
    """The rate by which money to come is discounted."""

    rate = forms.DecimalField(
        label=_("折现率（%）"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
    )

    def wanted(self) -> Decimal | None:
        """The rate as a share; what cannot be read is none."""
        if not self.is_valid() or self.cleaned_data["rate"] is None:
            return None
        rate: Decimal = self.cleaned_data["rate"]
        return rate / HUNDRED


class InvestmentForm(forms.Form):
    """Enter a line of the investment."""

    source = forms.ChoiceField(
        label=_("资金来源"), choices=InvestmentLine.Source.choices
    )
    amount = forms.DecimalField(label=_("金额（元）"), **YUAN | {"min_value": CENT})
    paid_on = DayField(label=_("支付日期"))
    document = forms.CharField(label=_("凭证或合同编号"), max_length=200)
    borrower = forms.ChoiceField(
        label=_("借款方"),
        required=False,
        choices=[("", "--"), *InvestmentLine.Borrower.choices],
        help_text=_("以下三项只有贷款填写；按月等额本息还款。"),
    )
    percent = forms.DecimalField(
        label=_("贷款年利率（%）"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
    )
    months = forms.IntegerField(
        label=_("贷款期限（月）"), required=False, min_value=1, max_value=MOST_MONTHS
    )

    def facts(self) -> InvestmentFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        percent = data.pop("percent")
        rate = None if percent is None else percent / HUNDRED
        return InvestmentFacts(**data, rate=rate)
