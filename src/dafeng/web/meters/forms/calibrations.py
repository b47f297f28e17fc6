"""The form of a calibration, and of what it corrects when it failed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.meters.records import FACTOR_MOST
from dafeng.web.core.forms import DayField
from dafeng.web.meters.models import Calibration
from dafeng.web.meters.models.corrections import FACTOR_DECIMALS, LEAST
from dafeng.web.meters.services.calibrating import CalibrationFacts
from dafeng.web.meters.services.correcting import CorrectionFacts

OF_CORRECTION = ("first", "last", "factor", "reason")
HUNDRED = Decimal(100)


class CalibrationForm(forms.Form):
    """Say that a meter was calibrated, and what follows for the days before."""

    on = DayField(label=_("检定日期"))
    valid_until = DayField(label=_("有效期至"))
    certificate = forms.CharField(label=_("证书编号"), max_length=100)
    laboratory = forms.CharField(label=_("检定机构"), max_length=100, required=False)
    result = forms.ChoiceField(label=_("结论"), choices=Calibration.Result.choices)
    error_percent = forms.DecimalField(
        label=_("示值误差（%）"),
        required=False,
        min_value=-99,
        max_value=1000,
        max_digits=7,
        decimal_places=3,
        help_text=_("证书上的误差：多计为正，少计为负。"),
    )
    paper = forms.FileField(
        label=_("检定证书"),
        required=False,
        help_text=_("PDF、图片或 Office 文件；要更正以前用量的，须附证书。"),
    )
    first = DayField(
        label=_("更正起始日"),
        required=False,
        help_text=_("结论为不合格的，填写受影响的起止日期；合格的不填。"),
    )
    last = DayField(label=_("更正截止日"), required=False)
    factor = forms.DecimalField(
        label=_("更正系数"),
        required=False,
        min_value=LEAST,
        max_value=FACTOR_MOST,
        max_digits=8,
        decimal_places=FACTOR_DECIMALS,
        help_text=_(
            "实际用量 = 表计用量 × 系数。倍率登记错了的，系数为正确倍率除以登记倍率。"
            "不填的按示值误差推算：1 ÷（1 + 误差）。"
        ),
    )
    reason = forms.CharField(
        label=_("更正依据"),
        max_length=300,
        required=False,
        help_text=_("为什么这段时间受影响，例如互感器一相断线的起止记录。"),
    )

    def clean(self) -> dict[str, Any]:
        """See that a correction is whole, and reckon its factor from the error."""
        data = super().clean() or self.cleaned_data
        failed = data.get("result") == Calibration.Result.FAILED
        told = [name for name in OF_CORRECTION if data.get(name) not in (None, "")]
        if told and not failed:
            self.add_error("result", _("要更正以前用量的，结论须为不合格。"))
        if not told or not failed:
            return data
        for name in ("first", "last", "reason"):
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("要更正以前用量的，须填写这一项。"))
        if not data.get("paper") and "paper" not in self.errors:
            self.add_error("paper", _("要更正以前用量的，须附检定证书。"))
        if data.get("factor") is None and "factor" not in self.errors:
            data["factor"] = self._from_error(data.get("error_percent"))
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("截止日早于起始日。"))
        return data

    def _from_error(self, error: Decimal | None) -> Decimal | None:
        if error is None:
            self.add_error("factor", _("请填写更正系数，或填写示值误差。"))
            return None
        factor = HUNDRED / (HUNDRED + error)
        found = factor.quantize(LEAST)
        if found > FACTOR_MOST:
            self.add_error(
                "error_percent", _("按这个误差推算的系数超过 10。请核对误差。")
            )
            return None
        return found

    def facts(self) -> CalibrationFacts:
        """What the certificate says."""
        names = ("on", "valid_until", "certificate", "laboratory", "result")
        return CalibrationFacts(
            **{name: self.cleaned_data[name] for name in (*names, "error_percent")}
        )

    def correction(self) -> CorrectionFacts | None:
        """What it corrects; None: nothing."""
        data = self.cleaned_data
        if data.get("first") is None:
            return None
        return CorrectionFacts(**{name: data[name] for name in OF_CORRECTION})
