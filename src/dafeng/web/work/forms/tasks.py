"""Filters above the tasks, and the form of an act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.work.models.choices import TASK_STATES
from dafeng.web.work.selectors.tasks import SORTS, Tab, TaskFilter, Window
from dafeng.work import Move, TaskAct

REASON = 2000

WINDOWS = (
    (Window.OVERDUE.value, _("已逾期")),
    (Window.WEEK.value, _("7 天内到期")),
    (Window.MONTH.value, _("30 天内到期")),
    (Window.QUARTER.value, _("三个月内到期")),
)


def _any(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", _("全部")), *choices]


class TaskFilterForm(forms.Form):
    """One line of filters above the tasks; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("任务、编号或单位")}),
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=_any(TASK_STATES)
    )
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    due = forms.ChoiceField(label=_("期限"), required=False, choices=_any(WINDOWS))
    year = forms.TypedChoiceField(
        label=_("年度"), required=False, coerce=int, empty_value=None
    )
    clause = forms.CharField(
        label=_("条款"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"placeholder": "三(一)"}),
    )
    target = forms.CharField(
        label=_("目标"),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"placeholder": "T001"}),
    )
    tab = forms.ChoiceField(
        required=False,
        choices=[(tab.value, tab.value) for tab in Tab],
        widget=forms.HiddenInput(),
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        units: Iterable[Organisation],
        years: Iterable[int],
    ) -> None:
        super().__init__(data)
        self._choose("unit", [(unit.code, str(unit)) for unit in units])
        self._choose("year", [(str(year), str(year)) for year in years])

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = _any(choices)

    def wanted(self) -> TaskFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if data.get("sort", "").removeprefix("-") not in SORTS:
            data.pop("sort", None)
        return TaskFilter(**data)


class MoveForm(forms.Form):
    """Reason and new day of an act, as far as the act asks for them."""

    reason = LongText(
        label=_("理由"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_on = DayField(label=_("新期限"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, move: Move) -> None:
        super().__init__(data)
        self.fields["reason"].required = move.reason_asked
        if move.recurring_only:
            self.fields["due_on"].required = False
        if not move.day_asked:
            del self.fields["due_on"]


class BulkForm(forms.Form):
    """What to do with the tasks that were chosen."""

    act = forms.ChoiceField()
    reason = forms.CharField(label=_("理由"), max_length=REASON, required=False)

    def __init__(self, data: Mapping[str, Any], *, acts: Iterable[TaskAct]) -> None:
        super().__init__(data)
        field: Any = self.fields["act"]
        field.choices = [(act.value, act.value) for act in acts]
