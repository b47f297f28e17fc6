"""Small forms of single acts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.inspections.models import RecheckResult
from dafeng.web.inspections.services.cases import PartDecision
from dafeng.web.inspections.services.findings import PenaltyFacts

TEXT = 5000


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


class ApprovalForm(SeenVersionForm):
    """The version of a plan or a notice that the person saw."""


class WordForm(forms.Form):
    """The public word of a draw."""

    word = forms.CharField(
        label=_("公开词"),
        required=False,
        max_length=100,
        help_text=_(
            "承诺值公布时谁也不知道、抽取时人人可查的一串字符，例如当日上证指数收盘价。"
            "填写后，保管种子的人也无法预先挑选结果。"
        ),
    )


class StatementForm(forms.Form):
    """What the unit says."""

    text = LongText(
        label=_("被监察单位意见"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("对记录无异议，或写明异议和理由。提交后不能更改。"),
    )


class RecheckForm(forms.Form):
    """What a re-check showed."""

    on = DayField(label=_("复查日期"))
    result = forms.ChoiceField(label=_("复查结果"), choices=RecheckResult.choices)
    note = LongText(
        label=_("复查情况"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PenaltyForm(forms.Form):
    """A penalty that was imposed outside."""

    penalty = forms.CharField(label=_("处罚内容"), max_length=300)
    penalty_number = forms.CharField(label=_("处罚决定书文号"), max_length=100)
    penalty_on = DayField(label=_("处罚日期"))
    penalty_yuan = forms.DecimalField(
        label=_("罚款（元）"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )

    def facts(self) -> PenaltyFacts:
        """What was entered, for the service."""
        return PenaltyFacts(**self.cleaned_data)


class DecisionForm(forms.Form):
    """What an office decided in its part of a case."""

    measure = forms.CharField(label=_("决定内容"), max_length=500)
    number = forms.CharField(label=_("决定文号"), required=False, max_length=100)
    decided_on = DayField(label=_("决定日期"))
    amount = forms.DecimalField(
        label=_("金额"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=4,
        help_text=_("罚款以元计，加价以元/千瓦时计。"),
    )
    holds_from = DayField(label=_("执行自"), required=False)
    holds_to = DayField(label=_("执行至"), required=False)

    def decision(self) -> PartDecision:
        """What was entered, for the service."""
        return PartDecision(**self.cleaned_data)


class PartNoteForm(SeenVersionForm):
    """A note that only the office reads."""

    text = LongText(
        label=_("内部记录"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("只有本单位看得到。"),
    )
