"""Forms of the register of letters."""

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
from dafeng.web.office.models import Direction, Letter, LetterState
from dafeng.web.office.selectors.letters import SORTS, LetterFilter
from dafeng.web.office.services.letter_facts import LetterFacts

ANY = ("", _("全部"))


class LetterFilterForm(forms.Form):
    """Narrow the register; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("标题、文号或单位")}),
    )
    direction = forms.ChoiceField(
        label=_("收发"), required=False, choices=[ANY, *Direction.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ANY, *LetterState.choices]
    )
    owed = forms.ChoiceField(
        label=_("回复"),
        required=False,
        choices=[ANY, ("owed", _("待回复")), ("late", _("逾期未回复"))],
    )
    year = forms.TypedChoiceField(label=_("年份"), required=False, coerce=int)
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[
            ("", _("收发日期")),
            ("reply", _("回复期限")),
            ("number", _("登记序号")),
        ],
    )

    def __init__(self, data: Mapping[str, Any], *, years: list[int]) -> None:
        super().__init__(data)
        year: Any = self.fields["year"]
        year.choices = [ANY, *((number, str(number)) for number in years)]

    def wanted(self) -> LetterFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if data.get("sort", "") not in SORTS:
            data["sort"] = ""
        return LetterFilter(**data)


class LetterForm(LinkedForm):
    """Enter a letter, or correct what the register says of it."""

    title = forms.CharField(
        label=_("标题"),
        max_length=300,
        help_text=_("涉密文件不得登记、上传。"),
    )
    number = forms.CharField(
        label=_("来文文号"), max_length=100, required=False, help_text=_("照来文填写。")
    )
    correspondent = forms.CharField(
        label=_("来文或收文单位"),
        max_length=200,
        help_text=_("来文填来文单位，发文填主送单位。"),
    )
    dated = DayField(label=_("成文日期"), required=False)
    registered_on = DayField(label=_("收发日期"))
    reply_by = DayField(
        label=_("回复期限"),
        required=False,
        help_text=_("来文要求我方回复、或我方要求对方回复的最后一天。"),
    )
    replies_to = forms.ModelChoiceField(
        Letter.objects.none(), label=_("回复哪件"), required=False
    )
    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("主送和传阅单位"),
        required=False,
        help_text=_("这些单位登录后可以看到本件。可按住 Ctrl 多选。"),
    )
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
    hands_down = forms.BooleanField(
        label=_("下达指标"),
        required=False,
        help_text=_("勾选后，可从本件转去登记下达的数值。"),
    )
    note = LongText(
        label=_("摘要"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    paper = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("扫描件或电子件；检查类型和大小后以校验值保存。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        direction: str,
        units: QuerySet[Organisation],
        answerable: QuerySet[Letter],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        choice: Any = self.fields["units"]
        choice.queryset = units
        choice.widget.attrs["size"] = 8
        answer: Any = self.fields["replies_to"]
        answer.queryset = answerable
        if direction == Direction.OUT:
            del self.fields["number"]
            del self.fields["hands_down"]

    def facts(self) -> LetterFacts:
        """What was entered, for the service."""
        data = dict(self.cleaned_data)
        del data["paper"]
        data.pop("version", None)
        return LetterFacts(**data | {"units": list(data["units"])})


class LetterChangeForm(SeenVersionForm, LetterForm):
    """Correct a letter."""


class CirculateForm(forms.Form):
    """Pass a letter on."""

    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("传阅给"),
        error_messages={"required": _("请至少选择一个单位。")},
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: QuerySet[Organisation],
    ) -> None:
        super().__init__(data)
        choice: Any = self.fields["units"]
        choice.queryset = units
        choice.widget.attrs["size"] = 8


class AnswerForm(forms.Form):
    """Say that a letter was answered outside the register."""

    on = DayField(label=_("回复日期"))
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=300,
        help_text=_("用回文答复的，请登记回文并选择“回复哪件”。"),
    )


class NoteForm(forms.Form):
    """A word with an act that needs none."""

    note = forms.CharField(label=_("说明"), required=False, max_length=300)


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = LongText(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )


class RegistryForm(forms.Form):
    """With which characters the office numbers its letters."""

    signs = forms.CharField(
        label=_("机关代字"),
        max_length=20,
        help_text=_("发文文号为“机关代字〔年〕序号”，序号每年从 1 起自动编排。"),
    )
