"""Which days the totals of towns and parks are of, and in which steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dafeng.web.meters.selectors.totals_records import MOST_DAYS, Step, TotalsAsked

STEPS = (
    (Step.DAY.value, _("按日")),
    (Step.MONTH.value, _("按月")),
    (Step.YEAR.value, _("按年")),
)
FIRST_YEAR = 2010
SHOWN = timedelta(days=30)


class TotalsForm(forms.Form):
    """Days and steps; by itself the last 31 days."""

    first = forms.DateField(
        label=_("起始日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=_("终止日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    step = forms.ChoiceField(label=_("步长"), choices=STEPS, required=False)

    def __init__(self, data: Any, *, newest: date) -> None:
        self.newest = newest
        given = {
            "from": data.get("from") or (newest - SHOWN).isoformat(),
            "to": data.get("to") or newest.isoformat(),
            "step": data.get("step") or Step.DAY.value,
        }
        super().__init__(given)

    def add_prefix(self, field_name: str) -> str:
        """How a field is named in the address."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be, or too many at once."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first is None or last is None or "step" not in data:
            return data
        data["last"] = last = min(last, self.newest)
        if first.year < FIRST_YEAR or last < first:
            raise ValidationError(
                _("起始日晚于终止日，或不在有数据的年份内。"), code="totals.days"
            )
        most = MOST_DAYS[Step(data["step"])]
        if (last - first).days >= most:
            message = _("这个步长一次最多查 %(days)d 天。")
            raise ValidationError(message, code="totals.long", params={"days": most})
        return data

    def asked(self) -> TotalsAsked | None:
        """What is asked; None where it cannot be."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        return TotalsAsked(
            first=data["first"], last=data["last"], step=Step(data["step"])
        )
