"""Forms of stages, and the filter of projects by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.enterprises.savings import Stage
from dafeng.web.core.forms import DayField
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.savings.forms.acts import REASON
from dafeng.web.savings.forms.filters import ALL
from dafeng.web.savings.models import ProjectStage
from dafeng.web.savings.service_words import STAGES
from dafeng.web.savings.services.stages import NAMES, StageFacts


@attrs.frozen(kw_only=True)
class ProjectFilter:
    """What the list of projects is narrowed to."""

    q: str = ""
    stage: str = ""


class ProjectFilterForm(forms.Form):
    """Narrow the projects."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=60)
    stage = forms.ChoiceField(
        label=pgettext_lazy("stage", "阶段"),
        required=False,
        choices=[ALL, *STAGES.items()],
    )

    def wanted(self) -> ProjectFilter:
        """What is looked for; what cannot be read narrows nothing."""
        if not self.is_valid():
            return ProjectFilter()
        return ProjectFilter(**self.cleaned_data)


class StageFieldsForm(forms.Form):
    """What is known of a stage."""

    planned_begin = DayField(label=_("计划开始"), required=False)
    planned_end = DayField(label=_("计划完成"), required=False)
    actual_begin = DayField(
        label=_("实际开始"),
        required=False,
        help_text=_("不早于前一阶段的开始；运行不早于改造的完成。"),
    )
    actual_end = DayField(label=_("实际完成"), required=False)
    responsible = forms.CharField(
        label=_("责任单位或责任人"), required=False, max_length=100
    )
    document = forms.CharField(
        label=_("依据文件及文号"),
        required=False,
        max_length=200,
        help_text=_("咨询方案、诊断报告、借款合同、验收单等；已经开始的必填。"),
    )
    skipped_reason = forms.CharField(
        label=_("不需要的理由"),
        required=False,
        max_length=REASON,
        help_text=_("项目没有这个阶段的，写明理由，不写日期；改造和运行不能没有。"),
    )

    def facts(self) -> StageFacts:
        """What was written."""
        return StageFacts(**{name: self.cleaned_data[name] for name in NAMES})


class StageForm(StageFieldsForm):
    """Enter a stage."""

    stage = forms.TypedChoiceField(label=pgettext_lazy("stage", "阶段"), coerce=Stage)
    field_order = ("stage",)

    def __init__(self, *args: Any, entered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = set(entered)
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for types
        field.choices = [
            one for one in ProjectStage.Stage.choices if one[0] not in gone
        ]


class StageEditForm(StageFieldsForm, SeenVersionForm):
    """Write down what became of a stage."""
