"""Forms that choose a definition, or imagine a figure or a progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.indicators import Definition, Series
from dafeng.web.assessment.forms.limits import LAST_YEAR
from dafeng.web.assessment.models import TargetBinding
from dafeng.web.assessment.selectors.scores import WorkRow
from dafeng.web.assessment.services.binding import Way
from dafeng.web.core.forms import LongText
from dafeng.web.core.languages import english


class BindingForm(forms.Form):
    """Choose how a target is reckoned."""

    definition = forms.ChoiceField(
        label=_("算法"),
        required=False,
        help_text=_("先列本指标的算法；别的算法请在上面查找。"),
    )
    base_year = forms.IntegerField(
        label=_("基年"),
        required=False,
        min_value=1990,
        max_value=LAST_YEAR,
        help_text=_("与基年比较的算法需要；不填则用方案写明的基年。"),
    )
    scope = forms.CharField(
        label=_("范围"),
        required=False,
        max_length=100,
        help_text=_("只算全区的一部分时填写数据中的范围；不填为全区。"),
    )
    ground = LongText(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        definitions: Iterable[Definition],
        binding: TargetBinding | None,
        now: str,
    ) -> None:
        initial: dict[str, Any] = {"definition": now}
        if binding is not None:
            initial = {
                "definition": binding.definition,
                "base_year": binding.base_year,
                "scope": binding.scope,
                "ground": binding.ground,
            }
        super().__init__(data, initial=initial)
        choice: Any = self.fields["definition"]
        choice.choices = [
            *((one.id, _label(one)) for one in definitions),
            ("", _("没有算法可用")),
        ]

    def way(self) -> Way:
        """What was chosen, for the service."""
        data = self.cleaned_data
        return Way(
            definition=data["definition"],
            base_year=data["base_year"],
            scope=data["scope"],
            ground=data["ground"],
        )


def _label(one: Definition) -> str:
    name = (one.name_en if english() else "") or one.name_zh
    return f"{one.id} {name} ({one.unit})"


class FigureForm(forms.Form):
    """Imagine that a figure came."""

    series = forms.ChoiceField(label=_("数据"))
    period = forms.RegexField(
        r"^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$",
        label=_("时期"),
        max_length=7,
        error_messages={"invalid": _("请写成 2025、2025-Q1 或 2025-03。")},
    )
    value = forms.DecimalField(
        label=_("数值"),
        max_digits=15,
        error_messages={"required": _("请填写数值。")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        series: Sequence[Series],
        period: str,
    ) -> None:
        super().__init__(data, initial={"period": period})
        choice: Any = self.fields["series"]
        choice.choices = [
            (
                one.code,
                f"{(one.name_en if english() else '') or one.name_zh} ({one.unit})",
            )
            for one in series
        ]


class ProgressForm(forms.Form):
    """Imagine that a task went on and was verified."""

    work = forms.ChoiceField(label=_("任务"))
    percent = forms.DecimalField(
        label=_("进度 (%)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": _("请填写进度。")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, works: Sequence[WorkRow]
    ) -> None:
        super().__init__(data)
        choice: Any = self.fields["work"]
        choice.choices = [(one.id, f"{one.id} {one.title}") for one in works]
