"""Forms that write a task: draft, change, split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import LIVE, Clause, Plan, Project, Target
from dafeng.web.work.models import UnitRole
from dafeng.web.work.models.choices import RECURRENCES
from dafeng.web.work.models.tasks import WORDS
from dafeng.web.work.services.tasks import StepFacts, TaskFacts, UnitDuty
from dafeng.web.work.services.tasks_splitting import PartFacts

STEPS, STEP_TITLE = 40, 200
BESIDE = (
    ("co_leads", UnitRole.LEAD),
    ("supports", UnitRole.SUPPORT),
    ("implements", UnitRole.IMPLEMENT),
)


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick in a frame that scrolls; one template for all of them is quick."""

    template_name = "work/task_ticks.html"


def _several(
    label: Any, queryset: QuerySet[Any]
) -> forms.ModelMultipleChoiceField[Any]:
    return forms.ModelMultipleChoiceField(
        queryset,
        label=label,
        required=False,
        widget=Ticks(),
    )


def _words(label: Any, hint: Any = "") -> LongText:
    return LongText(
        label=label,
        required=False,
        max_length=WORDS,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TaskForm(forms.Form):
    """What a task says; one column, everything that is not needed may stay empty."""

    title = forms.CharField(label=_("任务"), max_length=300)
    lead = forms.ModelChoiceField(Organisation.objects.none(), label=_("牵头单位"))
    due_on = DayField(label=_("期限"))
    begins_on = DayField(label=_("开始日"), required=False)
    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=2000, max_value=2100
    )
    recurrence = forms.ChoiceField(label=_("频次"), choices=RECURRENCES)
    number = forms.CharField(
        label=_("编号"),
        required=False,
        max_length=80,
        help_text=_("不填则自动编号，如 2025-007。"),
    )
    deliverable = _words(_("交付成果"))
    evidence_asked = _words(_("佐证要求"), _("一行一项。"))
    steps = _words(_("节点"), _("一行一个：日期和内容，如“2025-06-30 完成初稿”。"))
    co_leads = _several(_("共同牵头"), Organisation.objects.none())
    supports = _several(_("配合单位"), Organisation.objects.none())
    implements = _several(_("落实单位"), Organisation.objects.none())
    clause = forms.ModelChoiceField(
        Clause.objects.none(), label=_("条款"), required=False
    )
    targets = _several(_("目标"), Target.objects.none())
    projects = _several(_("项目"), Project.objects.none())
    indicators = _words(_("关联指标"), _("指标或数列的代码，一行一个。"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: QuerySet[Organisation],
        plan: Plan | None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for name in ("lead", *(name for name, _role in BESIDE)):
            self._from(name, units)
        if plan is not None:
            self._from("clause", Clause.objects.filter(plan=plan).order_by("order"))
            self._from("targets", _live(Target.objects.filter(plan=plan)))
            self._from("projects", _live(Project.objects.filter(plan=plan)))

    def _from(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def clean_steps(self) -> tuple[StepFacts, ...]:
        """Read one step a line."""
        lines = [line.strip() for line in self.cleaned_data["steps"].splitlines()]
        found = tuple(_step(line) for line in lines if line)
        if len(found) > STEPS:
            raise ValidationError(_("节点最多 %(n)d 个。"), params={"n": STEPS})
        return found

    def clean(self) -> dict[str, Any]:
        """A unit stands in a task once."""
        data = super().clean() or self.cleaned_data
        seen = {data["lead"]} if data.get("lead") else set()
        for name, _role in BESIDE:
            chosen = set(data.get(name) or ())
            if twice := chosen & seen:
                words = _("这些单位已有其他角色：%(units)s。")
                units = "、".join(sorted(str(one) for one in twice))
                self.add_error(name, ValidationError(words, params={"units": units}))
            seen |= chosen
        return data

    def facts(self, *, keep: Iterable[UnitDuty] = ()) -> TaskFacts:
        """What was entered; ``keep`` are units that came through groups."""
        data = self.cleaned_data
        beside = [
            UnitDuty(organisation=unit, role=role)
            for name, role in BESIDE
            for unit in data[name]
        ]
        return TaskFacts(
            number=data["number"].strip(),
            title=data["title"],
            lead=data["lead"],
            due_on=data["due_on"],
            begins_on=data["begins_on"],
            year=data["year"],
            recurrence=data["recurrence"],
            deliverable=data["deliverable"],
            evidence_asked=data["evidence_asked"],
            clause=data["clause"],
            units=(*beside, *(one for one in keep if one.group)),
            steps=data["steps"],
            targets=tuple(data["targets"]),
            projects=tuple(data["projects"]),
            indicators=tuple(data["indicators"].split()),
        )


def task_initial(facts: TaskFacts) -> dict[str, Any]:
    """What the form shows of a task that stands."""
    shown = attrs.asdict(facts, recurse=False)
    shown["recurrence"] = facts.recurrence.value
    shown["steps"] = "\n".join(f"{one.due_on} {one.title}" for one in facts.steps)
    shown["indicators"] = "\n".join(facts.indicators)
    for name, role in BESIDE:
        shown[name] = [
            one.organisation.pk
            for one in facts.units
            if one.role is role and not one.group
        ]
    shown["targets"] = [one.pk for one in facts.targets]
    shown["projects"] = [one.pk for one in facts.projects]
    return shown


def _live(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(state__in=LIVE).order_by("order", "pk")


def _step(line: str) -> StepFacts:
    day, _space, title = line.partition(" ")
    try:
        due_on = date.fromisoformat(day)
    except ValueError:
        words = _t("“%(line)s”不是“日期 内容”，日期写成 2025-06-30。")
        raise ValidationError(words % {"line": line[:60]}) from None
    if not title.strip() or len(title) > STEP_TITLE:
        words = _t("“%(line)s”缺少节点内容，或内容超过 200 字。")
        raise ValidationError(words % {"line": line[:60]})
    return StepFacts(title=title.strip(), due_on=due_on)


class SplitForm(forms.Form):
    """Which units get a part, and what it says."""

    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("承接单位"),
        widget=Ticks(),
    )
    title = forms.CharField(label=_("任务"), max_length=300)
    due_on = DayField(label=_("期限"))
    deliverable = _words(_("交付成果"))
    evidence_asked = _words(_("佐证要求"), _("一行一项。"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: QuerySet[Organisation],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        field: Any = self.fields["units"]
        field.queryset = units

    def facts(self) -> PartFacts:
        """What was entered."""
        data = self.cleaned_data
        return PartFacts(
            title=data["title"],
            due_on=data["due_on"],
            deliverable=data["deliverable"],
            evidence_asked=data["evidence_asked"],
        )
