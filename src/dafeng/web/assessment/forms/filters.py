"""Filters above lists; all of them stand in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.assessment.models import AssessmentRun, Stand, StateCode
from dafeng.web.assessment.selectors.indicators import (
    IndicatorFilter,
    fields_of_register,
)
from dafeng.web.assessment.selectors.proposals import (
    STRONGEST_FIRST,
    ProposalFilter,
)
from dafeng.web.assessment.selectors.standings import (
    LATE,
    NO_YEAR,
    SORTS,
    StandingFilter,
    fields_of_run,
    units_of_run,
    years_in_run,
)
from dafeng.web.assessment.wording import ABOUT, THEMES

Choices = list[tuple[str, Any]]


def _any(choices: Iterable[tuple[str, Any]]) -> Choices:
    return [("", _("全部")), *choices]


class StandingFilterForm(forms.Form):
    """One line of filters above the table of targets; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("指标、条款或编号")}),
    )
    state = forms.ChoiceField(
        label=_("完成情况"), required=False, choices=_any(StateCode.choices)
    )
    year = forms.ChoiceField(label=_("年份"), required=False)
    field = forms.ChoiceField(label=_("领域"), required=False)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    late = forms.ChoiceField(
        label=_("迟"),
        required=False,
        choices=_any(zip(LATE, (_("数据迟报"), _("工作滞后")), strict=True)),
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Mapping[str, Any], *, run: AssessmentRun) -> None:
        super().__init__(data)
        years = [(str(year), str(year)) for year in years_in_run(run)]
        self._choose("year", [*years, (NO_YEAR, _("未写年份"))])
        self._choose("field", [(c.ref, c.title or c.ref) for c in fields_of_run(run)])
        self._choose("unit", [(u.key, u.name) for u in units_of_run(run)])

    def _choose(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = _any(choices)

    def wanted(self) -> StandingFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if data.get("sort", "").removeprefix("-") not in SORTS:
            data["sort"] = "key"
        return StandingFilter(**data)


class ProposalFilterForm(forms.Form):
    """One line of filters above the proposals; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("事实或编号")}),
    )
    step = forms.ChoiceField(
        label=_("方式"),
        required=False,
        choices=_any((one.value, one.label) for one in STRONGEST_FIRST),
    )
    about = forms.ChoiceField(
        label=_("针对"), required=False, choices=_any(ABOUT.items())
    )
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    stand = forms.ChoiceField(
        label=_("处理情况"), required=False, choices=_any(Stand.choices)
    )

    def __init__(self, data: Mapping[str, Any], *, units: Iterable[str]) -> None:
        super().__init__(data)
        field: Any = self.fields["unit"]
        field.choices = _any((name, name) for name in units)

    def wanted(self) -> ProposalFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return ProposalFilter(**data)


class IndicatorFilterForm(forms.Form):
    """Search above the register of indicators."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称或代码")}),
    )
    field = forms.ChoiceField(label=_("领域"), required=False)
    use = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=_any([("plan", _("方案用到的")), ("computed", _("有算法的"))]),
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        field: Any = self.fields["field"]
        field.choices = _any(
            (one, THEMES.get(one, one)) for one in fields_of_register()
        )

    def wanted(self) -> IndicatorFilter:
        """What can be read of the address."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return IndicatorFilter(**data)
