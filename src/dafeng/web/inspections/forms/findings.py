"""Forms of findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.inspections import Severity
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.inspections.models import FindingState, InspectionPlan
from dafeng.web.inspections.models.findings import SEVERITIES
from dafeng.web.inspections.selectors.inspections import FindingFilter
from dafeng.web.inspections.services.findings import FindingFacts

TEXT = 5000
ALL = ("", _("全部"))


class FindingForm(forms.Form):
    """Enter a finding."""

    severity = forms.ChoiceField(label=_("程度"), choices=SEVERITIES)
    rule = forms.CharField(
        label=_("违反的规定"),
        max_length=300,
        help_text=_("写到条款，例如《节约能源法》第五十三条。"),
    )
    fact = LongText(
        label=_("事实"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    demand = LongText(
        label=_("整改要求"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = DayField(label=_("整改期限"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, terms: str) -> None:
        super().__init__(data)
        self.fields["due_on"].help_text = terms

    def facts(self) -> FindingFacts:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        return FindingFacts(**data | {"severity": Severity(data["severity"])})


class FindingFilterForm(forms.Form):
    """Narrow the list; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("单位、规定或事实")}),
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ALL, *FindingState.choices]
    )
    severity = forms.ChoiceField(
        label=_("程度"), required=False, choices=[ALL, *SEVERITIES]
    )
    due = forms.ChoiceField(
        label=_("复查"), required=False, choices=[ALL, ("recheck", _("已到复查日期"))]
    )
    plan = forms.ModelChoiceField(
        InspectionPlan.objects.none(),
        label=_("监察计划"),
        required=False,
        empty_label=_("全部"),
    )

    def __init__(
        self, data: Mapping[str, Any], *, plans: QuerySet[InspectionPlan]
    ) -> None:
        super().__init__(data)
        choice: Any = self.fields["plan"]
        choice.queryset = plans

    def wanted(self) -> FindingFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        plan = data.pop("plan", None)
        return FindingFilter(**data, plan=None if plan is None else plan.pk)
