"""Forms of the meetings: the plan, a point of the agenda, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.office.forms.linking import LINKS, TEXT, LinkedForm
from dafeng.web.office.models import AgendaRow, MeetingState, Outcome
from dafeng.web.office.models.decisions import EFFECTS
from dafeng.web.office.services.decisions import ItemFacts
from dafeng.web.office.services.meetings import MeetingFacts, PointOutcome

UNITS_SHOWN = 10
REASON = 2000
"""As long as the reason of a point may be."""


class TimeInput(forms.TimeInput):
    """A time of day, as a browser asks for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MeetingFilterForm(forms.Form):
    """Narrow the list; all of it is in the address."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), *MeetingState.choices],
    )

    def wanted(self) -> str:
        """The state; empty for all."""
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))


class MeetingForm(forms.Form):
    """Plan a meeting, or change what is planned."""

    title = forms.CharField(label=_("会议"), max_length=200)
    planned_on = DayField(label=_("拟开日期"))
    starts_at = forms.TimeField(
        label=_("开始时间"), required=False, widget=TimeInput, help_text=_("如 14:30。")
    )
    place = forms.CharField(label=_("地点"), max_length=200, required=False)
    chair = forms.CharField(label=_("主持人职务"), max_length=100, required=False)
    participants = LongText(
        label=_("参加人员职务"),
        required=False,
        max_length=TEXT,
        help_text=_("每行一个职务，只写职务。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("通知单位"),
        required=False,
        help_text=_("发会议通知时，这些单位的负责人会收到。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: QuerySet[Organisation],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        choice: Any = self.fields["units"]
        choice.queryset = units
        choice.widget.attrs["size"] = UNITS_SHOWN

    def facts(self) -> MeetingFacts:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        return MeetingFacts(**(data | {"units": list(data["units"])}))


class MeetingChangeForm(SeenVersionForm, MeetingForm):
    """Change what is planned."""


class PointForm(forms.Form):
    """Word a point of the agenda."""

    title = forms.CharField(label=_("议题"), max_length=300)
    why = LongText(
        label=_("缘由"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    presenter = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("汇报单位"), required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: QuerySet[Organisation],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        choice: Any = self.fields["presenter"]
        choice.queryset = units


class HeldForm(forms.Form):
    """Say that a meeting was held."""

    on = DayField(label=_("召开日期"))
    participants = LongText(
        label=_("出席人员职务"),
        required=False,
        max_length=TEXT,
        help_text=_("每行一个职务，只写职务。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class MinutesForm(forms.Form):
    """The frame of the minutes; what became of each point stands beside it."""

    number = forms.CharField(label=_("纪要编号"), max_length=100)
    text = LongText(
        label=_("会议内容"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    paper = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("会议纪要；检查类型和大小后以校验值保存。"),
    )


class OutcomeForm(LinkedForm):
    """What became of one point, and what a decision changes."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[("", _("请选择")), *Outcome.choices[1:]],
        error_messages={"required": _("请选择这一议题的结果。")},
    )
    text = LongText(
        label=_("决定事项"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    effect = forms.ChoiceField(label=_("如何"), choices=EFFECTS, initial="urge")
    targets = forms.CharField(
        label=_("涉及的目标"),
        required=False,
        max_length=LINKS,
        help_text=_("填目标编号，用空格或顿号分开；其他现行方案的写“方案/编号”。"),
    )
    tasks = forms.CharField(
        label=_("涉及的任务"),
        required=False,
        max_length=LINKS,
        help_text=_("填任务编号，用空格或顿号分开。"),
    )

    def clean(self) -> dict[str, Any]:
        """A decision says what was decided; only a decision changes something."""
        data: dict[str, Any] = super().clean() or {}
        decided = data.get("outcome") == Outcome.DECIDED
        if decided and not data.get("text", "").strip():
            self.add_error("text", _("请写明决定了什么。"))
        if data.get("outcome") and not decided and data.get("text", "").strip():
            self.add_error("outcome", _("写了决定事项的，结果应选“已决定”。"))
        return data

    def point(self, row: AgendaRow) -> PointOutcome:
        """What was entered, for the service."""
        data = self.cleaned_data
        outcome = Outcome(data["outcome"])
        facts = None
        if outcome == Outcome.DECIDED:
            effect = data["effect"]
            facts = ItemFacts(
                text=data["text"],
                targets=[(effect, one) for one in data["targets"]],
                tasks=[(effect, one) for one in data["tasks"]],
            )
        return PointOutcome(row=row, outcome=outcome, facts=facts)
