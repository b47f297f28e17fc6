"""Forms of the unit: its answer with the plan, and what is done of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.supervision.models import LONG
from dafeng.web.supervision.services.replying import PlanLine, ReplyContent

MOST_LINES, SPARE = 30, 3


class ReplyForm(SeenVersionForm):
    """What was done and what is in the way; the plan has a form of its own."""

    text = LongText(
        label=_("办理情况"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("逐条回应要求；已经做了什么，效果如何。"),
    )
    problems = LongText(
        label=_("存在问题及原因"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(label=_("联系人和电话"), max_length=100, required=False)
    upload = forms.FileField(
        label=_("佐证文件"),
        required=False,
        help_text=_("一次一个，保存后可以再加；涉密文件不得上传。"),
    )

    def content(self, items: list[PlanLine]) -> ReplyContent:
        """What was entered, for the service."""
        data = self.cleaned_data
        return ReplyContent(
            text=data["text"],
            problems=data["problems"],
            contact=data["contact"],
            items=items,
        )


class PlanLineForm(forms.Form):
    """One line of the plan; an empty line is none."""

    what = forms.CharField(label=_("整改措施"), max_length=500, required=False)
    who = forms.CharField(label=_("责任单位"), max_length=100, required=False)
    due_on = DayField(label=_("完成时限"), required=False)

    def clean(self) -> dict[str, Any]:
        """A line has both its measure and its day, or neither."""
        data = super().clean() or {}
        what, due_on = data.get("what"), data.get("due_on")
        if due_on and not what:
            self.add_error("what", _("请写明措施。"))
        if (what or data.get("who")) and not due_on and "due_on" not in self.errors:
            self.add_error("due_on", _("请写明完成时限。"))
        return data


def plan_lines(data: Mapping[str, Any] | None, *, content: ReplyContent | None) -> Any:
    """The form of a plan, a formset of :class:`PlanLineForm` with empty lines below."""
    kind = forms.formset_factory(
        PlanLineForm,
        extra=SPARE,
        max_num=MOST_LINES,
        absolute_max=MOST_LINES,
        validate_max=True,
    )
    items = [] if content is None else content.items
    initial = [
        {"what": one.what, "who": one.who, "due_on": one.due_on} for one in items
    ]
    return kind(data, initial=initial, prefix="plan")


def plan_of(lines: Any) -> list[PlanLine]:
    """Lines of a valid plan that say something."""
    return [
        PlanLine(what=data["what"], who=data["who"], due_on=data["due_on"])
        for data in lines.cleaned_data
        if data.get("what")
    ]


class ItemDoneForm(forms.Form):
    """Say that a line of the plan is done."""

    on = DayField(label=_("完成日"))
    note = forms.CharField(label=_("完成情况"), max_length=500, required=False)
    upload = forms.FileField(
        label=_("佐证文件"),
        required=False,
        help_text=_("扫描件或电子件；检查类型和大小后以校验值保存。"),
    )
