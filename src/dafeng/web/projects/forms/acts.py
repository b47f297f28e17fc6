"""Forms of single acts on a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.posting import NOT_SEEN, SeenVersionForm
from dafeng.web.projects.models import APPROVALS
from dafeng.web.projects.services.approvals import ApprovalFacts
from dafeng.web.projects.services.progress import ProgressFacts

WORDS, REASON = 4000, 500
PICTURES = ".jpg,.jpeg,.png"


class ReasonForm(forms.Form):
    """Say why."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class StageForm(SeenVersionForm):
    """Do an act of the life cycle."""

    on = DayField(label=_("日期"))
    reason = forms.CharField(label=_("理由"), max_length=REASON, required=False)


class ApprovalForm(forms.Form):
    """Enter an approval with its file."""

    kind = forms.ChoiceField(label=_("手续"), choices=APPROVALS)
    number = forms.CharField(label=_("文号"), max_length=100)
    issuer = forms.CharField(label=_("批准机关"), max_length=100, required=False)
    dated = DayField(label=_("批准日期"))
    until = DayField(
        label=_("有效期至"),
        required=False,
        help_text=_("批文自己写明期限的才填；不填则按规则计算。"),
    )
    paper = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("PDF、Word、Excel 或图片，不超过 20 MB。涉密文件不得上传。"),
    )

    def facts(self) -> ApprovalFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("paper", None)
        return ApprovalFacts(**data)


class MilestoneForm(forms.Form):
    """Plan a step."""

    title = forms.CharField(label=_("节点"), max_length=120)
    planned_on = DayField(label=_("计划日期"))
    percent = forms.DecimalField(
        label=_("完成时的总进度（%）"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )


class DoneForm(SeenVersionForm):
    """Say on which day a step was done."""

    on = DayField(label=_("完成日期"))


class ShiftForm(SeenVersionForm):
    """Plan a step for another day."""

    planned_on = DayField(label=_("计划日期"))
    reason = forms.CharField(label=_("理由"), max_length=REASON)


class ProgressForm(forms.Form):
    """Report how far a project is."""

    on = DayField(label=_("截至"))
    percent = forms.DecimalField(
        label=_("总进度（%）"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    built = forms.DecimalField(
        label=_("已建成规模"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=6,
    )
    text = LongText(
        label=_("进展"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    problem = LongText(
        label=_("存在的问题"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_step = LongText(
        label=_("下一步"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photo = forms.FileField(
        label=_("照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("JPEG 或 PNG。照片里的位置和设备信息会清除。"),
    )

    def __init__(self, *args: Any, unit: str, last: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        built, percent = self.fields["built"], self.fields["percent"]
        built.help_text = unit
        percent.help_text = last

    def facts(self) -> ProgressFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("photo", None)
        return ProgressFacts(**data)


class PhotoForm(forms.Form):
    """Put a picture beside a project."""

    photo = forms.FileField(
        label=_("照片"),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("JPEG 或 PNG。照片里的位置和设备信息会清除。"),
    )
    caption = forms.CharField(label=_("说明"), max_length=120, required=False)
    taken_on = DayField(label=_("拍摄日期"), required=False)


class MergeForm(forms.Form):
    """Agree that two are one; which row is kept, and why."""

    keep = forms.ChoiceField(label=_("保留哪一个"), widget=forms.RadioSelect())
    reason = forms.CharField(label=_("理由"), max_length=300)
    one_version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    other_version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what does not say which versions it is about."""
        data = super().clean() or self.cleaned_data
        if None in (data.get("one_version"), data.get("other_version")):
            self.add_error(None, NOT_SEEN)
        return data
