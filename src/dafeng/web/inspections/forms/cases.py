"""Forms of shared cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import LongText
from dafeng.web.core.models import Organisation
from dafeng.web.inspections.models import CaseState, InspectionFinding, PartKind
from dafeng.web.inspections.services.cases import CaseFacts, PartAsked

ALL = ("", _("全部"))
SUMMARY = 3000


class CaseForm(forms.Form):
    """Share a breach with offices: up to one office for each measure."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("发起单位"), empty_label=None
    )
    subject = forms.ModelChoiceField(Organisation.objects.none(), label=_("当事单位"))
    title = forms.CharField(label=_("名称"), max_length=200)
    summary = LongText(
        label=_("案情摘要"),
        max_length=SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("各办理单位都看得到。只写办理需要的内容。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        openers: QuerySet[Organisation],
        subjects: QuerySet[Organisation],
        offices: QuerySet[Organisation],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        opener: Any = self.fields["organisation"]
        opener.queryset = openers
        subject: Any = self.fields["subject"]
        subject.queryset = subjects
        for kind in PartKind:
            self.fields[f"office_{kind.value}"] = forms.ModelChoiceField(
                offices,
                label=_("%(measure)s由谁办理") % {"measure": kind.label},
                required=False,
            )
            self.fields[f"ask_{kind.value}"] = forms.CharField(
                label=_("%(measure)s的请办事项") % {"measure": kind.label},
                required=False,
                max_length=500,
            )

    def clean(self) -> dict[str, Any]:
        """Somebody has to be asked."""
        data = super().clean() or {}
        if not any(data.get(f"office_{kind.value}") for kind in PartKind):
            raise ValidationError(_("请至少选择一个办理单位和措施。"))
        return data

    def facts(self, finding: InspectionFinding | None) -> CaseFacts:
        """What every office reads, for the service."""
        data = self.cleaned_data
        return CaseFacts(
            subject=data["subject"],
            title=data["title"],
            summary=data["summary"],
            finding=finding,
        )

    def parts(self) -> Iterator[PartAsked]:
        """Who is asked for what."""
        for kind in PartKind:
            office = self.cleaned_data[f"office_{kind.value}"]
            if office is not None:
                ask = self.cleaned_data[f"ask_{kind.value}"]
                yield PartAsked(office=office, kind=kind, ask=ask)


class CaseFilterForm(forms.Form):
    """Narrow the list of cases."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ALL, *CaseState.choices]
    )

    def wanted(self) -> str:
        """What can be read of the address."""
        self.is_valid()
        return str(self.cleaned_data.get("state") or "")
