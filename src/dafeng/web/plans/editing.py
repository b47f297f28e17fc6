"""Forms that correct one object, a form for each kind, over its facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.base.indicators import indicator_register
from dafeng.plan.records import Role
from dafeng.web.core.forms import LongText
from dafeng.web.plans.facts import FIGURES, YEARS, Facts, Json, figure
from dafeng.web.plans.models import (
    Plan,
    PlanUnit,
    ProposalKind,
    Target,
)

Initial = dict[str, Any]


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, **({"required": False} | options))


def _choice(label: Any, model: Any, field: str, **options: Any) -> forms.ChoiceField:
    choices = list(model._meta.get_field(field).choices)
    if not options.get("required", True):
        choices = [("", "--"), *choices]
    return forms.ChoiceField(label=label, choices=choices, **options)


def _figure(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=15,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("请只填数字；没有数字就空着，不要写 0。")},
        **options,
    )


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("请填四位年份；没有就空着。")},
    )


def _lines(label: Any, hint: Any) -> forms.CharField:
    return _text(label, help_text=hint, widget=forms.Textarea(attrs={"rows": 4}))


class FactsForm(forms.Form):
    """Base of the forms: facts in, facts out; ``stamp`` tells who came in between."""

    KIND: ProposalKind
    stamp = forms.CharField(widget=forms.HiddenInput(), required=False)
    note = forms.CharField(
        label=_("更正说明"),
        required=False,
        max_length=500,
        help_text=_("为什么这样改；与决定一起保存。"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, plan: Plan, **options: Any
    ) -> None:
        super().__init__(data, **options)
        if "clause" in self.fields:
            clauses: Any = self.fields["clause"]
            rows = plan.clauses.all()
            clauses.choices = [(clause.ref, str(clause)) for clause in rows]
        self.order_fields([name for name in self.fields if name != "note"])

    def facts(self) -> Facts:
        """What was entered, in the shape of ``convert.facts_of``."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("stamp", "note")
        }
        facts: Facts = {}
        for name, value in data.items():
            if name in FIGURES.get(self.KIND, ()):
                facts[name] = figure(value)
            elif name in YEARS.get(self.KIND, ()):
                facts[name] = value
            else:
                facts[name] = self._plain(name, value)
        return facts

    def _plain(self, name: str, value: Any) -> Json:
        if name in ("responsible", "variants", "targets", "projects"):
            return list(_split(value))
        return "" if value is None else str(value)

    @classmethod
    def initial_of(cls, facts: Facts) -> Initial:
        """The form's first values for an object's facts."""
        initial: Initial = dict(facts)
        for name in ("responsible", "variants", "targets", "projects"):
            if isinstance(initial.get(name), list):
                initial[name] = "\n".join(map(str, initial[name]))
        for name in FIGURES.get(cls.KIND, ()):
            printed = initial.get(name)
            initial[name] = None if printed is None else Decimal(printed)
        return initial


def _split(text: str) -> list[str]:
    parts = text.replace("、", "\n").replace("，", "\n").replace(",", "\n").split("\n")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


class TargetForm(FactsForm):
    """Correct a target."""

    KIND = ProposalKind.TARGET

    indicator = _text(
        _("指标"),
        required=True,
        error_messages={"required": _("指标不能空着。")},
    )
    indicator_code = forms.ChoiceField(
        label=_("登记册中的指标"), required=False, help_text=_("对不上就空着。")
    )
    comparator = _choice(_("比较方式"), Target, "comparator", required=False)
    value = _figure(_("数值"), help_text=_("按原文填写；没有数字就空着，不要写 0。"))
    value_max = _figure(_("上限值"), help_text=_("只有区间才填。"))
    unit = _text(_("计量单位"), max_length=120)
    direction = _choice(_("方向"), Target, "direction")
    year = _year(_("目标年"))
    base_year = _year(_("基年"))
    kind = _choice(_("类型"), Target, "kind")
    softness = _choice(_("约束力"), Target, "softness")
    scope = _text(_("范围"))
    responsible = _lines(_("责任单位"), _("每行一个；没有登记的单位会新增。"))
    clause = forms.ChoiceField(label=_("条款"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes: Any = self.fields["indicator_code"]
        register = indicator_register()
        codes.choices = [
            ("", "--"),
            *((one.code, f"{one.code} {one.name_zh}") for one in register),
        ]


class TaskForm(FactsForm):
    """Correct a task: its units by role, its targets and projects by number."""

    KIND = ProposalKind.TASK

    title = _text(
        _("任务"), required=True, error_messages={"required": _("任务不能空着。")}
    )
    action = _text(_("行动"))
    lead = _lines(_("牵头单位"), _("每行一个。"))
    support = _lines(_("配合单位"), _("每行一个。"))
    implement = _lines(_("落实单位"), _("每行一个。"))
    targets = _lines(_("目标编号"), _("例如 T012，每行一个。"))
    projects = _lines(_("项目编号"), _("例如 P003，每行一个。"))
    clause = forms.ChoiceField(label=_("条款"))

    def facts(self) -> Facts:
        """Facts with one list of units and roles."""
        facts = super().facts()
        responsible: list[Json] = []
        for role in Role:
            for name in _split(str(facts.pop(role.value))):
                responsible.append({"name": name, "role": role.value})
        targets: Any = facts["targets"]
        projects: Any = facts["projects"]
        return facts | {
            "responsible": responsible,
            "targets": sorted(targets),
            "projects": sorted(projects),
        }

    @classmethod
    def initial_of(cls, facts: Facts) -> Initial:
        """One field for each role."""
        initial = super().initial_of(facts)
        responsible: Any = facts["responsible"]
        for role in Role:
            names = [one["name"] for one in responsible if one["role"] == role.value]
            initial[role.value] = "\n".join(names)
        return initial


class ProjectForm(FactsForm):
    """Correct a project."""

    KIND = ProposalKind.PROJECT

    name = _text(
        _("名称"), required=True, error_messages={"required": _("名称不能空着。")}
    )
    type = _text(_("类别"))
    place = _text(_("地点"))
    capacity = _figure(_("规模"), help_text=_("不知道就空着，不要写 0。"))
    unit = _text(_("计量单位"), max_length=120)
    period = _text(_("时间"))
    clause = forms.ChoiceField(label=_("条款"))


_WHEN = r"^\d{4}(-(0[1-9]|1[0-2]))?$"


class MilestoneForm(FactsForm):
    """Correct a milestone."""

    KIND = ProposalKind.MILESTONE

    begins = forms.RegexField(
        _WHEN,
        label=_("开始"),
        required=False,
        help_text=_("2025 或 2025-06。"),
        error_messages={"invalid": _("请写成 2025 或 2025-06。")},
    )
    ends = forms.RegexField(
        _WHEN,
        label=_("完成"),
        help_text=_("2025 或 2025-06。"),
        error_messages={
            "invalid": _("请写成 2025 或 2025-06。"),
            "required": _("请写明何时完成。"),
        },
    )
    text = _text(
        _("内容"), required=True, error_messages={"required": _("内容不能空着。")}
    )
    clause = forms.ChoiceField(label=_("条款"))


class UnitForm(FactsForm):
    """Correct a responsible unit."""

    KIND = ProposalKind.UNIT

    name = _text(
        _("名称"),
        required=True,
        max_length=300,
        error_messages={"required": _("名称不能空着。")},
    )
    kind = _choice(_("性质"), PlanUnit, "kind")
    variants = _lines(_("其他写法"), _("每行一个；程序据此认出同一单位。"))


FORMS: Mapping[ProposalKind, type[FactsForm]] = {
    ProposalKind.TARGET: TargetForm,
    ProposalKind.TASK: TaskForm,
    ProposalKind.PROJECT: ProjectForm,
    ProposalKind.MILESTONE: MilestoneForm,
    ProposalKind.UNIT: UnitForm,
}


class SplitForm(forms.Form):
    """Split a target: one line for each part, what tells the parts apart."""

    parts = LongText(
        label=_("各部分"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "每行一部分：指标 | 数值 | 计量单位 | 年份 | 范围。空着的格沿用原来的值。"
        ),
        error_messages={"required": _("请至少写两行。")},
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=500)

    NAMES = ("indicator", "value", "unit", "year", "scope")

    def clean_parts(self) -> list[Facts]:
        """Facts of the parts, as far as the lines say them."""
        lines = [one for one in self.cleaned_data["parts"].splitlines() if one.strip()]
        if len(lines) < 2:  # noqa: PLR2004 - one part is a correction
            raise forms.ValidationError(_("请至少写两行；只改一处请用“更正”。"))
        return [self._part(line) for line in lines]

    def _part(self, line: str) -> Facts:
        cells = [cell.strip() for cell in line.replace("｜", "|").split("|")]
        if len(cells) > len(self.NAMES):
            raise forms.ValidationError(
                _("“%(line)s”多于五格。"), params={"line": line}
            )
        part: Facts = {}
        for name, cell in zip(self.NAMES, cells, strict=False):
            if cell:
                part[name] = self._value(name, cell)
        return part

    def _value(self, name: str, cell: str) -> Json:
        if name == "value":
            try:
                return figure(Decimal(cell))
            except ArithmeticError:
                raise forms.ValidationError(
                    _("“%(cell)s”不是数字。"), params={"cell": cell}
                ) from None
        if name == "year":
            if not cell.isdecimal():
                raise forms.ValidationError(
                    _("“%(cell)s”不是年份。"), params={"cell": cell}
                )
            return int(cell)
        return cell
