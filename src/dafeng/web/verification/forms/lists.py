"""Forms of several rows: lines of a report, parameters of a plan; and the filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.reporting import (
    ControlParameter,
    PlanProfile,
    Purpose,
    ReportLine,
    branch_of,
)
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.verification.forms.acts import DIGITS, SHARE, SHARE_HINT
from dafeng.web.verification.models.evidence import PROSE
from dafeng.web.verification.selectors.reports import ReportFilter
from dafeng.web.verification.wording import (
    PURPOSES,
    REPORT_LIGHTS,
    branch_choices,
    flow_choices,
)

ANY = ("", _("全部"))


class ReportFilterForm(forms.Form):
    """Narrow the list; all of it is in the address."""

    year = forms.ChoiceField(label=_("报告年度"), required=False)
    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称或信用代码")}),
    )
    branch = forms.ChoiceField(label=_("行业指南"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[ANY, *((code, one[2]) for code, one in REPORT_LIGHTS.items())],
    )

    def __init__(self, data: Mapping[str, Any], *, years: Iterable[int]) -> None:
        super().__init__(data)
        year, branch = self.fields["year"], self.fields["branch"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 - for types
        assert isinstance(branch, forms.ChoiceField)  # noqa: S101 - for types
        year.choices = [ANY, *((str(one), str(one)) for one in years)]
        branch.choices = [ANY, *branch_choices()]

    def wanted(self) -> ReportFilter:
        """What the list is narrowed to."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return ReportFilter(**given)


def see_code(form: forms.Form, *, apart_from: tuple[str, ...]) -> None:
    """Ask a row that says anything for its code: nothing is dropped in silence."""
    said = (
        form.cleaned_data.get(name) not in (None, "") or name in form.errors
        for name in form.fields
        if name != "code" and name not in apart_from
    )
    if any(said) and not form.cleaned_data.get("code") and "code" not in form.errors:
        form.add_error("code", _("请填写。不要这一行的，把它清空。"))


class LineForm(forms.Form):
    """One line of a report; one without a code is not there."""

    code = forms.CharField(label=_("行代码"), max_length=40, required=False)
    facility = forms.CharField(label=_("设施"), max_length=60, required=False)
    flow = forms.ChoiceField(label=_("排放源"), required=False)
    item = forms.CharField(
        label=_("品种代码"),
        max_length=60,
        required=False,
    )
    quantity = forms.DecimalField(label=_("活动数据"), required=False, **DIGITS)
    unit = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    reported_t = forms.DecimalField(label=_("填报（t）"), required=False, **DIGITS)

    def __init__(self, *args: Any, branch: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flow = self.fields["flow"]
        assert isinstance(flow, forms.ChoiceField)  # noqa: S101 - for types
        flow.choices = flow_choices(branch_of(branch))

    def clean(self) -> dict[str, Any] | None:
        """Ask a line that is there for its code, amount and unit."""
        data = super().clean()
        see_code(self, apart_from=())
        if self.cleaned_data.get("code"):
            for name in ("quantity", "unit"):
                if (
                    self.cleaned_data.get(name) in (None, "")
                    and name not in self.errors
                ):
                    self.add_error(name, _("请填写。"))
        return data

    def line(self) -> ReportLine | None:
        """What was written; None: nothing."""
        data = self.cleaned_data
        if not data.get("code"):
            return None
        made = Purpose.EMISSION if data["flow"] else Purpose.PRODUCTION
        return ReportLine(purpose=made, **data)


class LinesNoteForm(forms.Form):
    """What there is to say about a version."""

    note = forms.CharField(label=_("说明"), max_length=500, required=False)


class PlanForm(forms.Form):
    """A version of a control plan, beside its parameters."""

    valid_from = DayField(label=_("生效日"))
    note = forms.CharField(label=_("修订说明"), max_length=500, required=False)
    profile = LongText(
        label=_("单位概况"),
        max_length=PROSE,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("行业、产品、产能、主要工艺。"),
    )
    boundary = LongText(
        label=_("核算边界"),
        max_length=PROSE,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("计入和不计入哪些场所、设施和排放源。"),
    )
    facilities = LongText(
        label=_("主要设施"),
        max_length=PROSE,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("排放设施和计量器具，编号与参数的设施一致。"),
    )

    def profiled(self) -> PlanProfile:
        """What was written of the unit as a whole."""
        data = self.cleaned_data
        return PlanProfile(
            **{one.name: data[one.name] for one in attrs.fields(PlanProfile)}
        )


class ParameterForm(forms.Form):
    """One parameter of a control plan; one without a code is not there."""

    code = forms.CharField(
        label=_("参数代码"),
        max_length=40,
        required=False,
        help_text=_("与报告行代码一致。"),
    )
    name = forms.CharField(label=_("参数"), max_length=60, required=False)
    facility = forms.CharField(label=_("设施"), max_length=60, required=False)
    unit = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    purpose = forms.ChoiceField(
        label=_("用途"), choices=lambda: list(PURPOSES.items()), required=False
    )
    source = forms.CharField(label=_("数据来源"), max_length=100, required=False)
    method = forms.CharField(label=_("测量方法"), max_length=100, required=False)
    instrument = forms.CharField(label=_("仪器"), max_length=100, required=False)
    place = forms.CharField(label=_("测量位置"), max_length=100, required=False)
    frequency = forms.CharField(label=_("监测频次"), max_length=60, required=False)
    sampling = forms.CharField(
        label=_("采样和制样"),
        max_length=200,
        required=False,
        help_text=_("检测数据填写，例如煤样。"),
    )
    accuracy = forms.DecimalField(
        label=_("准确度要求"), required=False, help_text=SHARE_HINT, **SHARE
    )
    calibration = forms.CharField(label=_("校准规定"), max_length=100, required=False)
    missing_rule = forms.CharField(label=_("缺失处理"), max_length=200, required=False)
    responsible = forms.CharField(label=_("负责部门"), max_length=60, required=False)

    def clean(self) -> dict[str, Any] | None:
        """Ask a parameter that is there for its code, name and unit."""
        data = super().clean()
        see_code(self, apart_from=("purpose",))
        if self.cleaned_data.get("code"):
            for name in ("name", "unit"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("请填写。"))
        return data

    def parameter(self) -> ControlParameter | None:
        """What was written; None: nothing."""
        data = dict(self.cleaned_data)
        if not data.get("code"):
            return None
        data["purpose"] = data.get("purpose") or Purpose.EMISSION
        return ControlParameter(**data)
