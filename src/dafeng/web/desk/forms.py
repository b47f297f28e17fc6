"""Forms of the desk: the line of filters above the units, and a new wall screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField
from dafeng.web.core.models import Organisation
from dafeng.web.desk.selectors.units import SORTS, UnitRow
from dafeng.web.plans.models import PlanUnit


class UnitFilterForm(forms.Form):
    """What the table of units is narrowed to; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=60, widget=forms.SearchInput()
    )
    kind = forms.ChoiceField(label=_("性质"), required=False)
    late = forms.ChoiceField(
        label=_("进展"),
        required=False,
        choices=[("", _("全部")), ("late", _("有逾期或迟报"))],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        kinds: Any = PlanUnit._meta.get_field("kind").choices
        field: Any = self.fields["kind"]
        field.choices = [("", _("全部")), *kinds]
        self.is_valid()

    @property
    def sorting(self) -> str:
        """Name of the column, with a minus for descending."""
        asked = str(self.cleaned_data.get("sort", ""))
        return asked if asked.removeprefix("-") in SORTS else ""

    def narrowed(self, rows: Iterable[UnitRow]) -> list[UnitRow]:
        """Rows that the filters leave."""
        wanted = self.cleaned_data
        words = wanted.get("q", "").split()
        return [
            row
            for row in rows
            if wanted.get("kind", "") in ("", row.kind)
            and (not wanted.get("late") or row.behind)
            and all(word in row.name for word in words)
        ]


class WallForm(forms.Form):
    """Let a screen show the overview."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("单位"))
    name = forms.CharField(
        label=_("屏幕"),
        max_length=80,
        help_text=_("放在哪里，例如“一楼大厅”。"),
    )
    valid_to = DayField(
        label=_("终止日"),
        help_text=_("最后一天；到期后地址失效。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: QuerySet[Organisation],
        until: date,
    ) -> None:
        super().__init__(data, initial={"valid_to": until})
        field: Any = self.fields["organisation"]
        field.queryset = organisations
