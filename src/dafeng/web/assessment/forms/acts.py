"""Forms of acts: making a result, reasons, objections and their answers, levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.assessment.consequences import Ruling
from dafeng.web.assessment.convert import SchemeWords
from dafeng.web.assessment.forms.limits import FIRST_YEAR, LAST_YEAR, LONG
from dafeng.web.assessment.models import ActCode, LevelCode
from dafeng.web.assessment.services.running import Asked
from dafeng.web.assessment.wording import name_in
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.plans.models import Plan


class MakeForm(forms.Form):
    """Assess a plan."""

    period = forms.IntegerField(
        label=_("考核年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    scheme = forms.ChoiceField(label=_("考核办法"))
    as_of = DayField(
        label=_("截止日"),
        help_text=_("这一天以后得知的数据不计入。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        schemes: Sequence[SchemeWords],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        choice: Any = self.fields["scheme"]
        choice.choices = [(one.name.id, name_in(one.name)) for one in schemes]

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come, and a year that has not begun."""
        data = super().clean() or {}
        as_of, period = data.get("as_of"), data.get("period")
        if as_of is not None and as_of > timezone.localdate():
            self.add_error("as_of", _("截止日不能晚于今天。"))
        if as_of is not None and period is not None and period > as_of.year:
            self.add_error("period", _("这一年在截止日还没有开始。"))
        return data

    def asked(self) -> Asked:
        """What was chosen, for the service."""
        data = self.cleaned_data
        return Asked(
            period=str(data["period"]), scheme=data["scheme"], as_of=data["as_of"]
        )


class ReasonForm(forms.Form):
    """Why something is done; kept with the act."""

    reason = LongText(
        label=_("理由"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, hint: Any = ""
    ) -> None:
        super().__init__(data)
        self.fields["reason"].help_text = hint


class OptionalReasonForm(ReasonForm):
    """A remark that may be left out."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, hint: Any = ""
    ) -> None:
        super().__init__(data, hint=hint)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("说明")


class ObjectionForm(forms.Form):
    """Say what is wrong with a unit's result."""

    subject = forms.ChoiceField(
        label=_("事项"), required=False, help_text=_("不选则针对整个结果。")
    )
    text = LongText(
        label=_("异议内容"),
        max_length=4 * LONG,
        help_text=_("写明哪里不对、依据是什么。"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明异议内容。")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        subjects: Iterable[tuple[str, str]],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        choice: Any = self.fields["subject"]
        choice.choices = [("", _("整个结果")), *subjects]


class AnswerForm(forms.Form):
    """What the office does with an objection: accept, reject, correct or uphold."""

    act = forms.ChoiceField(
        label=_("结论"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("请选择结论。")},
    )
    reason = LongText(
        label=_("答复"),
        max_length=4 * LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明答复。")},
    )
    document = forms.CharField(
        label=_("更正结果的校验值或文件"),
        required=False,
        max_length=200,
        help_text=_("采纳时必填：先重新计算并冻结更正后的结果，再填它的校验值。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        acts: Sequence[ActCode],
        document: str = "",
    ) -> None:
        super().__init__(data, initial={"document": document})
        choice: Any = self.fields["act"]
        choice.choices = [(one.value, one.label) for one in acts]
        if ActCode.CORRECT not in acts:
            del self.fields["document"]

    def clean(self) -> dict[str, Any]:
        """Ask for the document that a correction names."""
        data = super().clean() or {}
        if data.get("act") == ActCode.CORRECT and not data.get("document"):
            self.add_error("document", _("请填写更正后结果的校验值或文件。"))
        return data


class DecideForm(forms.Form):
    """One reason for one or several proposals; only declining needs it."""

    reason = LongText(
        label=_("理由"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不予采纳或撤回时必填；理由会与建议一并保存。"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, ruling: Ruling | None = None
    ) -> None:
        super().__init__(data)
        self.ruling = ruling

    def clean(self) -> dict[str, Any]:
        """Ask for a reason at its field unless the proposal is agreed to."""
        data = super().clean() or {}
        agrees = self.ruling is Ruling.CONFIRMED
        if not agrees and not data.get("reason", "").strip():
            self.add_error("reason", _("请写明理由。"))
        return data


class LevelForm(forms.Form):
    """Say how another plan stands to the district's."""

    plan = forms.ChoiceField(label=_("方案"))
    level = forms.ChoiceField(
        label=_("层级"),
        required=False,
        choices=[("", _("不属于本区体系")), *LevelCode.choices],
    )
    name = forms.CharField(label=_("简称"), required=False, max_length=100)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, plans: Sequence[Plan]
    ) -> None:
        super().__init__(data)
        self.plans = {str(plan.pk): plan for plan in plans}
        choice: Any = self.fields["plan"]
        choice.choices = [(pk, plan.title) for pk, plan in self.plans.items()]

    def clean(self) -> dict[str, Any]:
        """Find the plan; name it by its title where nobody named it."""
        data = super().clean() or {}
        plan = self.plans.get(data.get("plan", ""))
        if plan is not None:
            data["plan"] = plan
            data["name"] = data.get("name") or plan.title[:100]
        return data
