"""Forms of rounds and duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.base.periods import Period
from dafeng.indicators import series_catalogue
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.work.forms.reports import period_of
from dafeng.web.work.models.choices import REPORT_STATES
from dafeng.web.work.models.rounds import ROUNDS
from dafeng.web.work.report_words import series_name
from dafeng.web.work.selectors.reports import RoundFilter
from dafeng.web.work.services.duties import DutyFacts
from dafeng.work import Recurrence


class RoundForm(forms.Form):
    """Open a round."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("收表单位")
    )
    frequency = forms.ChoiceField(label=_("频次"), choices=ROUNDS)
    period = forms.CharField(
        label=_("报告期"),
        max_length=20,
        help_text=_("例如 2026-10、2026Q3、2026H1、2026。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: QuerySet[Organisation],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        if "organisation" not in self.initial:
            field.initial = organisations.first()

    def clean_period(self) -> Period:
        """The period that is meant."""
        return period_of(self.cleaned_data["period"])


class RoundFilterForm(forms.Form):
    """Narrow the reports of a round; all of it is in the address."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *REPORT_STATES]
    )
    form = forms.ChoiceField(label=_("报表"), required=False)
    unit = forms.ChoiceField(label=_("报送单位"), required=False)
    late = forms.ChoiceField(
        label=_("逾期"),
        required=False,
        choices=[("", _("全部")), ("1", _("已过期未报"))],
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        forms_: Iterable[str],
        units: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        form: Any = self.fields["form"]
        form.choices = [("", _("全部")), *((one, one) for one in forms_)]
        unit: Any = self.fields["unit"]
        unit.choices = [("", _("全部")), *units]

    def wanted(self) -> RoundFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        return RoundFilter(**{k: v for k, v in self.cleaned_data.items() if v})


class DutyForm(forms.Form):
    """Let a unit owe a report each period."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("收表单位")
    )
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("报送单位"))
    form = forms.CharField(label=_("报表"), max_length=80)
    frequency = forms.ChoiceField(label=_("频次"), choices=ROUNDS)
    series = forms.MultipleChoiceField(
        label=_("数列"), required=False, help_text=_("按住 Ctrl 可选几个；可以不选。")
    )
    scope = forms.CharField(
        label=_("范围"), max_length=120, required=False, help_text=_("不填为全区。")
    )
    evidence_asked = LongText(
        label=_("佐证要求"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    valid_from = DayField(label=_("起始日"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: QuerySet[Organisation],
        units: QuerySet[Organisation],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        asker: Any = self.fields["organisation"]
        asker.queryset, asker.initial = organisations, organisations.first()
        unit: Any = self.fields["unit"]
        unit.queryset = units
        series: Any = self.fields["series"]
        series.choices = [
            (one.code, f"{series_name(one.code)} ({one.unit}) · {one.code}")
            for one in series_catalogue().values()
            if one.origin == "observations"
        ]

    def clean_unit(self) -> Organisation:
        """A unit that still stands."""
        unit: Organisation = self.cleaned_data["unit"]
        if unit.valid_to is not None:
            raise ValidationError(_("这个单位已撤销。"))
        return unit

    def facts(self) -> DutyFacts:
        """What was entered, for the service."""
        data = self.cleaned_data
        return DutyFacts(
            unit=data["unit"],
            form=data["form"],
            frequency=Recurrence(data["frequency"]),
            series=tuple(data["series"]),
            scope=data["scope"],
            evidence_asked=data["evidence_asked"],
            valid_from=data["valid_from"],
        )


class ReasonForm(forms.Form):
    """Why a round is taken up again."""

    reason = forms.CharField(label=_("理由"), max_length=200)
