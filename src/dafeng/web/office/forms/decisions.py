"""Forms of the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.office.forms.linking import LINKS, TEXT, LinkedForm
from dafeng.web.office.models import DecisionItem
from dafeng.web.office.models.decisions import EFFECTS
from dafeng.web.office.selectors.decisions import DecisionFilter
from dafeng.web.office.services.decisions import ItemFacts, Minutes


class DecisionFilterForm(forms.Form):
    """Narrow the log; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("编号、会议或决定事项")}),
    )
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)

    def wanted(self) -> DecisionFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return DecisionFilter(**data)


class DecisionForm(forms.Form):
    """Enter the decisions of a meeting; its items follow one by one."""

    number = forms.CharField(label=_("纪要编号"), max_length=100)
    meeting = forms.CharField(label=_("会议"), max_length=200)
    met_on = DayField(label=_("会议日期"))
    chair = forms.CharField(label=_("主持人职务"), max_length=100, required=False)
    present = LongText(
        label=_("出席人员职务"),
        required=False,
        max_length=TEXT,
        help_text=_("每行一个职务，只写职务。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    text = LongText(
        label=_("会议内容"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    paper = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("会议纪要；检查类型和大小后以校验值保存。"),
    )

    def minutes(self) -> Minutes:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        del data["paper"]
        return Minutes(**data)


class ItemForm(LinkedForm):
    """Add one thing that was decided."""

    text = LongText(
        label=_("决定事项"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
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

    def facts(self) -> ItemFacts:
        """What was entered, for the service."""
        data = self.cleaned_data
        return ItemFacts(
            text=data["text"],
            targets=[(data["effect"], one) for one in data["targets"]],
            tasks=[(data["effect"], one) for one in data["tasks"]],
        )


class LinkForm(forms.Form):
    """Name the decision behind a change."""

    item = forms.ModelChoiceField(
        DecisionItem.objects.none(),
        label=_("决定事项"),
        help_text=_("没有列出的，先登记会议决定。"),
        error_messages={"required": _("请选择决定事项。")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        items: QuerySet[DecisionItem],
    ) -> None:
        super().__init__(data)
        choice: Any = self.fields["item"]
        choice.queryset = items
        choice.label_from_instance = _item_label


def _item_label(item: DecisionItem) -> str:
    return f"{item.decision.met_on} {item.decision.number} · {item.order}. {item.text}"
